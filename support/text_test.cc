// Atoms and source texts.
#include "support/atoms.h"
#include "support/source.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jsx {
namespace {

TEST(Atoms, WellKnownNamesHaveTheirIds) {
    AtomTable atoms;
    EXPECT_EQ(atoms.intern("break"), AtomId(atom::kBreak));
    EXPECT_EQ(atoms.intern("<static_initializer>"), AtomId(atom::kStaticInitializer));
    EXPECT_EQ(atoms.intern(""), AtomId(atom::kEmpty));
    EXPECT_EQ(atoms.to_utf8(atom::kYield), "yield");
    for (AtomId id = atom::kEmpty; id < atom::kWellKnownCount; id++) {
        AtomText text = atoms.text(id);
        EXPECT_EQ(atoms.hash(id), hash_latin1(text.latin1(), text.length)) << text.ascii();
        EXPECT_EQ(atoms.intern(text.ascii()), id);
    }
}

TEST(Atoms, EqualNamesHaveEqualIds) {
    AtomTable atoms;
    std::vector<AtomId> ids;
    for (int i = 0; i < 5000; i++) ids.push_back(atoms.intern("name_with_some_length" + std::to_string(i)));
    for (int i = 0; i < 5000; i++) {
        std::string name = "name_with_some_length" + std::to_string(i);
        std::u16string wide(name.begin(), name.end());
        EXPECT_EQ(atoms.intern(wide.data(), wide.size()), ids[i]);
        EXPECT_EQ(atoms.to_utf8(ids[i]), name);
    }
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
    EXPECT_EQ(atoms.size(), atom::kWellKnownCount + 5000);
}

TEST(Atoms, LengthsAroundTheWordSizes) {
    AtomTable atoms;
    std::vector<AtomId> ids;
    for (size_t n = 0; n < 70; n++) ids.push_back(atoms.intern(std::string(n, 'a')));
    for (size_t n = 0; n < 70; n++) {
        EXPECT_EQ(atoms.intern(std::string(n, 'a')), ids[n]);
        EXPECT_EQ(atoms.text(ids[n]).length, n);
        // What follows the text in memory does not matter.
        std::string noisy = std::string(n, 'a') + std::string(16, 'z');
        EXPECT_EQ(atoms.intern_padded(reinterpret_cast<const uint8_t*>(noisy.data()), n), ids[n]);
    }
}

TEST(Atoms, WideNames) {
    AtomTable atoms;
    AtomId a = atoms.intern(u"\u03b1\u03b2", 2);
    EXPECT_EQ(atoms.intern(u"\u03b1\u03b2", 2), a);
    EXPECT_NE(atoms.intern(u"\u03b1\u03b3", 2), a);
    EXPECT_FALSE(atoms.text(a).is_latin1);
    EXPECT_EQ(atoms.to_utf8(a), "\u03b1\u03b2");
    EXPECT_EQ(atoms.intern("\xe9"), atoms.intern(u"\u00e9", 1));
    EXPECT_EQ(atoms.to_utf8(atoms.intern(u"a\xd800z", 3)), "a\uFFFDz");
}

TEST(Source, Utf8BecomesLatin1OrUtf16) {
    auto ascii = SourceText::from_utf8("let a", "a.js");
    EXPECT_TRUE(ascii->is_latin1());
    EXPECT_EQ(ascii->length(), 5u);
    EXPECT_EQ((*ascii)[5], 0);

    auto latin1 = SourceText::from_utf8("\xEF\xBB\xBF\u00e9x", "b.js");
    EXPECT_TRUE(latin1->is_latin1());
    EXPECT_EQ(latin1->length(), 2u);
    EXPECT_EQ((*latin1)[0], 0xE9);

    auto wide = SourceText::from_utf8("a\u20ac\U0001F600", "c.js");
    EXPECT_FALSE(wide->is_latin1());
    EXPECT_EQ(wide->length(), 4u);
    EXPECT_EQ((*wide)[2], 0xD83D);
    EXPECT_EQ(wide->utf8(0, 4), "a\u20ac\U0001F600");
}

TEST(Source, BadUtf8IsReplaced) {
    auto text = [](std::string_view bytes) {
        auto source = SourceText::from_utf8(bytes, "x");
        return source->utf8(0, source->length());
    };
    EXPECT_EQ(text("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(text("\xE2\x82"), "\uFFFD");              // a truncated sequence is one replacement
    EXPECT_EQ(text("\xE2\x82z"), "\uFFFDz");
    EXPECT_EQ(text("\xC0\xAF"), "\uFFFD\uFFFD");        // overlong
    EXPECT_EQ(text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
    EXPECT_EQ(text("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
}

TEST(Source, LinesAndColumns) {
    auto source = SourceText::from_utf8("ab\r\nc\rd\n\ne\u2028f", "x.js");
    EXPECT_EQ(source->line_count(), 6u);
    EXPECT_EQ(source->line_column(0), (LineColumn{1, 1}));
    EXPECT_EQ(source->line_column(1), (LineColumn{1, 2}));
    EXPECT_EQ(source->line_column(4), (LineColumn{2, 1}));
    EXPECT_EQ(source->line_column(6), (LineColumn{3, 1}));
    EXPECT_EQ(source->line_column(source->length()), (LineColumn{6, 2}));
    EXPECT_EQ(source->line_range(1), (std::pair<uint32_t, uint32_t>{0, 2}));
    EXPECT_EQ(source->line_range(4), (std::pair<uint32_t, uint32_t>{8, 8}));
}

TEST(Source, CodeFrame) {
    auto source = SourceText::from_utf8("let ok;\n\tlet let = 1;\n", "dir/name.js");
    EXPECT_EQ(source->code_frame(13, 16), "dir/name.js:2\n\tlet let = 1;\n\t    ^^^\n");
    auto wide = SourceText::from_utf8(std::string(500, 'x') + "!" + std::string(500, 'y'), "w.js");
    EXPECT_EQ(wide->code_frame(500, 501),
              "w.js:1\n..." + std::string(60, 'x') + "!" + std::string(59, 'y') + "...\n" +
                  std::string(63, ' ') + "^\n");
    auto empty = SourceText::from_utf8("", "e.js");
    EXPECT_EQ(empty->code_frame(0, 0), "e.js:1\n\n^\n");
}

}  // namespace
}  // namespace jsx
