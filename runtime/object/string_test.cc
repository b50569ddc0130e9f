#include "gc/roots.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/property_key.h"
#include "runtime/object/string_table.h"

#include <gtest/gtest.h>
#include <string>

namespace jsx {
namespace {

class StringTest : public ::testing::Test {
protected:
    String* latin1(std::string_view text) { return new_string(iso, text); }
    String* utf16(std::u16string_view text) {
        return new_string(iso, std::span(text.data(), text.size()));
    }
    std::string utf8(String* s) { return std::string(Utf8Text(iso, s).view()); }
    String* join(String* a, String* b) { return MUST(concat(iso, a, b)); }
    void collect() { iso.heap.collect(gc::GcKind::kMajor, gc::GcReason::kExplicit); }
    Isolate iso;
};

TEST_F(StringTest, FlatFormsAreAsNarrowAsTheyCanBe) {
    EXPECT_TRUE(latin1("abc")->is_latin1());
    EXPECT_TRUE(utf16(u"abcd")->is_latin1());
    EXPECT_FALSE(utf16(u"ab\u0100")->is_latin1());
    EXPECT_EQ(latin1(""), iso.names.empty);
    EXPECT_EQ(latin1("x"), iso.single_characters['x']);
    EXPECT_EQ(utf16(u"x"), iso.single_characters['x']);
}

TEST_F(StringTest, RopesFlattenInPlace) {
    String* s = join(latin1("hello, "), latin1("wide world"));
    ASSERT_TRUE(s->is_rope());
    EXPECT_EQ(utf8(s), "hello, wide world");
    EXPECT_EQ(s->kind(), gc::CellKind::kSliceString);
    EXPECT_FALSE(join(latin1("short"), latin1("er"))->is_rope());
}

TEST_F(StringTest, DeepRopesNeedNoNativeStack) {
    String* left = latin1("0123456789");
    String* right = latin1("0123456789");
    for (int i = 0; i < 200'000; i++) {
        left = join(left, latin1("ab"));
        right = join(latin1("cd"), right);
    }
    String* both = join(left, right);
    ASSERT_EQ(both->length(), 800'020u);
    FlatContent c = both->content(iso);
    EXPECT_EQ(c[10], 'a');
    EXPECT_EQ(c[400'010], 'c');
    EXPECT_EQ(c[800'019], '9');
    // Ropes on both sides at every level.
    String* zigzag = latin1("start of it all");
    for (int i = 0; i < 10'000; i++) {
        String* other = join(latin1("left and "), latin1("right"));
        zigzag = i % 2 ? join(zigzag, other) : join(other, zigzag);
    }
    EXPECT_EQ(zigzag->content(iso).length, 15u + 10'000 * 14);
    EXPECT_EQ(zigzag->at(iso, 0), 'l');
}

TEST_F(StringTest, RopesOfMixedWidthWiden) {
    String* s = join(latin1("0123456789 \xE9 "), utf16(u"\u4E16\u754C"));
    EXPECT_FALSE(s->is_latin1());
    EXPECT_EQ(utf8(s), "0123456789 \xC3\xA9 \xE4\xB8\x96\xE7\x95\x8C");
}

TEST_F(StringTest, SlicesShareTheirParent) {
    String* s = latin1("The quick brown fox jumps over the lazy dog");
    String* slice = substring(iso, s, 4, 40);
    EXPECT_EQ(slice->kind(), gc::CellKind::kSliceString);
    String* inner = substring(iso, slice, 6, 30);
    EXPECT_EQ(utf8(inner), "brown fox jumps over the");
    EXPECT_EQ(static_cast<SliceString*>(inner)->parent(), s);
    EXPECT_EQ(utf8(substring(iso, s, 4, 9)), "quick");
    EXPECT_EQ(substring(iso, s, 0, s->length()), s);
    EXPECT_EQ(substring(iso, s, 5, 5), iso.names.empty);
    // A narrow piece of a wide string is narrowed when it is copied.
    EXPECT_TRUE(substring(iso, utf16(u"abc\u0416def"), 0, 3)->is_latin1());
}

TEST_F(StringTest, TooLongThrows) {
    String* s = latin1("0123456789abcdef");
    while (s->length() <= String::kMaxLength / 2)
        s = join(s, s);
    EXPECT_TRUE(concat(iso, s, s).threw());
    EXPECT_TRUE(iso.has_pending());
    (void)iso.take_pending();
}

TEST_F(StringTest, AtomsAreUnique) {
    String* a = atomize(iso, "some name");
    EXPECT_EQ(a, atomize(iso, latin1("some name")));
    EXPECT_EQ(a, atomize(iso, std::span(u"some name", 9)));
    EXPECT_NE(a, atomize(iso, "some other"));
    EXPECT_EQ(atomize(iso, "length"), iso.names.length);
    String* wide = atomize(iso, std::span(u"\u03C0\u03C1", 2));
    EXPECT_EQ(wide, atomize(iso, utf16(u"\u03C0\u03C1")));
    // A flat string becomes the atom itself; a rope's flat copy too.
    String* fresh = latin1("never seen before");
    EXPECT_EQ(atomize(iso, fresh), fresh);
    String* rope = join(latin1("in two "), latin1("separate parts"));
    String* atom = atomize(iso, rope);
    EXPECT_EQ(atomize(iso, rope), atom);
    EXPECT_EQ(atomize(iso, "in two separate parts"), atom);
}

TEST_F(StringTest, AtomsOfWideSlicesAreNarrow) {
    String* wide = utf16(u"prefix_that_is_long \u0416");
    String* slice = substring(iso, wide, 0, 19);
    ASSERT_FALSE(slice->is_latin1());
    String* atom = atomize(iso, slice);
    EXPECT_TRUE(atom->is_latin1());
    EXPECT_EQ(atom, atomize(iso, "prefix_that_is_long"));
    EXPECT_EQ(utf8(slice), "prefix_that_is_long");
}

TEST_F(StringTest, TheTableGrowsAndForgetsTheDead) {
    String* kept = atomize(iso, "kept across");
    uint32_t before = iso.atoms->size();
    char text[32];
    for (int i = 0; i < 20'000; i++) {
        int n = snprintf(text, sizeof text, "name %d", i);
        atomize(iso, std::string_view(text, size_t(n)));
    }
    for (int i = 0; i < 20'000; i++) {
        int n = snprintf(text, sizeof text, "name %d", i);
        atomize(iso, latin1(std::string_view(text, size_t(n))));
    }
    EXPECT_EQ(iso.atoms->size(), before + 20'000);
    collect();
    EXPECT_LT(iso.atoms->size(), before + 1'000);
    EXPECT_EQ(atomize(iso, "kept across"), kept);
    EXPECT_EQ(atomize(iso, "length"), iso.names.length);
}

TEST_F(StringTest, AtomsSurviveScavenges) {
    gc::Root<String> young(iso.heap, atomize(iso, latin1("made in the nursery")));
    for (int i = 0; i < 3; i++) {
        iso.heap.collect(gc::GcKind::kMinor, gc::GcReason::kExplicit);
        EXPECT_EQ(atomize(iso, latin1("made in the nursery")), young.get());
    }
}

TEST_F(StringTest, ArrayIndices) {
    auto index = [&](std::string_view text) {
        uint32_t i;
        return latin1(text)->is_array_index(iso, &i) ? int64_t(i) : -1;
    };
    EXPECT_EQ(index("0"), 0);
    EXPECT_EQ(index("42"), 42);
    EXPECT_EQ(index("4294967294"), 4294967294);
    EXPECT_EQ(index("4294967295"), -1);
    EXPECT_EQ(index("99999999999"), -1);
    EXPECT_EQ(index("01"), -1);
    EXPECT_EQ(index("-1"), -1);
    EXPECT_EQ(index("1.0"), -1);
    EXPECT_EQ(index(""), -1);
    EXPECT_TRUE(PropertyKey::from_string(iso, latin1("17")).is_index());
    EXPECT_TRUE(PropertyKey::from_string(iso, latin1("4294967295")).is_atom());
    EXPECT_EQ(utf8(as_string(PropertyKey::index(4294967294u).to_value(iso))), "4294967294");
    EXPECT_EQ(PropertyKey::from_index(iso, 9007199254740991).as_atom(),
              atomize(iso, "9007199254740991"));
}

TEST_F(StringTest, EqualityAcrossForms) {
    String* flat = latin1("abcdefghijklmnopqrstuvwxyz");
    String* rope = join(latin1("abcdefghijklm"), latin1("nopqrstuvwxyz"));
    String* slice = substring(iso, utf16(u"abcdefghijklmnopqrstuvwxyz\u0416"), 0, 26);
    EXPECT_TRUE(strings_equal(iso, flat, rope));
    EXPECT_TRUE(strings_equal(iso, flat, slice));
    EXPECT_EQ(flat->hash(iso), rope->hash(iso));
    EXPECT_EQ(flat->hash(iso), slice->hash(iso));
    EXPECT_FALSE(strings_equal(iso, flat, latin1("abcdefghijklmnopqrstuvwxyZ")));
    EXPECT_LT(compare_strings(iso, latin1("abc"), latin1("abd")), 0);
    EXPECT_LT(compare_strings(iso, latin1("ab"), latin1("abc")), 0);
    EXPECT_GT(compare_strings(iso, utf16(u"\u0100"), latin1("\xFF")), 0);
    EXPECT_LT(compare_strings(iso, slice, latin1("abcdefghijklmnopqrstuvwxyz!")), 0);
    EXPECT_EQ(compare_strings(iso, slice, rope), 0);
}

TEST_F(StringTest, SearchAgreesWithTheObviousWay) {
    // A text with many near misses, in either width, searched for each of its pieces.
    std::u16string text;
    uint32_t state = 7;
    for (int i = 0; i < 600; i++) {
        state = state * 1664525 + 1013904223;
        text += char16_t(u'a' + (state >> 30) % 2);
    }
    for (bool wide : {false, true}) {
        std::u16string whole = wide ? text + u'\u0416' : text;
        String* haystack = utf16(whole);
        for (size_t length : {1, 2, 3, 5, 15, 16, 17, 31, 64, 200}) {
            for (size_t at = 0; at + length <= text.size(); at += 7) {
                std::u16string piece = text.substr(at, length);
                String* needle = utf16(piece);
                for (size_t from : {size_t(0), at / 2, at, at + 1}) {
                    auto expected = whole.find(piece, from);
                    int64_t got = index_of(iso, haystack, needle, uint32_t(from));
                    ASSERT_EQ(got, expected == std::u16string::npos ? -1 : int64_t(expected));
                    auto last = whole.rfind(piece, from);
                    got = last_index_of(iso, haystack, needle, uint32_t(from));
                    ASSERT_EQ(got, last == std::u16string::npos ? -1 : int64_t(last));
                }
            }
        }
        std::u16string absent(40, u'b');
        EXPECT_EQ(index_of(iso, haystack, utf16(absent), 0), -1);
        EXPECT_EQ(index_of(iso, haystack, utf16(u"a\u0417"), 0), -1);
    }
    EXPECT_EQ(index_of(iso, latin1("abc"), iso.names.empty, 3), 3);
    EXPECT_EQ(index_of(iso, latin1("abc"), iso.names.empty, 4), -1);
    EXPECT_EQ(last_index_of(iso, latin1("abc"), iso.names.empty, 9), 3);
}

TEST_F(StringTest, LongPeriodicNeedlesAreFoundInLinearTime) {
    std::u16string text(400'000, u'a');
    text += u'\u0416';
    std::u16string needle(200'000, u'a');
    EXPECT_EQ(index_of(iso, utf16(text), utf16(needle + u"b"), 0), -1);
    EXPECT_EQ(index_of(iso, utf16(text), utf16(needle), 5), 5);
    EXPECT_EQ(last_index_of(iso, utf16(text), utf16(u"b" + needle), 400'000), -1);
    EXPECT_EQ(last_index_of(iso, utf16(text), utf16(needle), 400'000), 200'000);
}

TEST_F(StringTest, Utf8) {
    auto decode = [&](std::string_view text) { return MUST(new_string_utf8(iso, text)); };
    EXPECT_EQ(utf8(decode("plain ASCII text")), "plain ASCII text");
    EXPECT_EQ(decode("x"), iso.single_characters['x']);
    EXPECT_TRUE(decode("caf\xC3\xA9")->is_latin1());
    EXPECT_EQ(decode("\xF0\x9F\x98\x80")->length(), 2u);
    EXPECT_EQ(utf8(decode("x\xF0\x9F\x98\x80y")), "x\xF0\x9F\x98\x80y");
    // Bad sequences: one replacement for each maximal part (Encoding Standard).
    EXPECT_EQ(decode("\xFF")->at(iso, 0), 0xFFFD);
    EXPECT_EQ(decode("a\xE4\xB8z")->length(), 3u);
    EXPECT_EQ(decode("a\xED\xA0\x80")->length(), 4u);
    EXPECT_EQ(decode("a\xF0\x80\x80\x41")->length(), 5u);
    EXPECT_EQ(decode("a\xC3")->length(), 2u);
    EXPECT_EQ(utf8(utf16(u"\xD800x")), "\xEF\xBF\xBDx");
}

TEST_F(StringTest, Builder) {
    StringBuilder b(iso);
    b.append("n = ");
    b.append_int(-42);
    b.append(u' ');
    EXPECT_EQ(utf8(MUST(b.finish())), "n = -42 ");
    b.append(u'\u0416');
    b.append_code_point(0x1F600);
    b.append(join(latin1("a rope of "), latin1("two pieces")), 2, 6);
    String* s = MUST(b.finish());
    EXPECT_FALSE(s->is_latin1());
    EXPECT_EQ(utf8(s), "n = -42 \xD0\x96\xF0\x9F\x98\x80rope");
    StringBuilder big(iso);
    String* half = latin1("0123456789abcdef");
    while (half->length() < (1u << 20))
        half = join(half, half);
    for (int i = 0; i < 512; i++)
        big.append(half);
    EXPECT_TRUE(big.finish().threw());
    (void)iso.take_pending();
}

TEST_F(StringTest, Numbers) {
    EXPECT_EQ(number_to_string(iso, 7), iso.single_characters['7']);
    EXPECT_EQ(number_to_string(iso, -0.0), iso.single_characters['0']);
    EXPECT_EQ(utf8(number_to_string(iso, 1.5)), "1.5");
    EXPECT_EQ(number_to_string(iso, 0.1), number_to_string(iso, 0.1));
    EXPECT_EQ(utf8(int32_to_string(iso, INT32_MIN)), "-2147483648");
    EXPECT_EQ(utf8(number_to_string(iso, 4294967296.0)), "4294967296");
    EXPECT_EQ(string_to_number(iso, latin1(" 0x10 ")), 16);
    EXPECT_EQ(string_to_number(iso, int32_to_string(iso, 1234)), 1234);
    EXPECT_TRUE(std::isnan(string_to_number(iso, latin1("1x"))));
}

class StringStressTest : public ::testing::TestWithParam<gc::HeapOptions::Stress> {};

TEST_P(StringStressTest, AllFormsSurviveCollections) {
    IsolateOptions options;
    options.heap.stress = GetParam();
    options.heap.verify = true;
    Isolate iso(options);
    std::string expected;
    gc::Root<String> text(iso.heap, iso.names.empty);
    for (int i = 0; i < 60; i++) {
        std::string piece = "piece number " + std::to_string(i) + "; ";
        expected += piece;
        text.set(MUST(concat(iso, text.get(), new_string(iso, piece))));
        String* name = MUST(concat(iso, new_string(iso, "a name "), new_string(iso, std::to_string(1000 + i))));
        gc::Root<String> atom(iso.heap, atomize(iso, name));
        String* slice = substring(iso, text.get(), uint32_t(expected.size() - piece.size()), text->length());
        EXPECT_EQ(Utf8Text(iso, slice).view(), piece);
        EXPECT_EQ(atomize(iso, name), atom.get());
        EXPECT_EQ(number_to_string(iso, i + 0.5)->length(), i < 10 ? 3u : 4u);
    }
    EXPECT_EQ(Utf8Text(iso, text.get()).view(), expected);
}

using Stress = gc::HeapOptions::Stress;
INSTANTIATE_TEST_SUITE_P(Modes, StringStressTest, ::testing::Values(Stress::kAlloc, Stress::kMove, Stress::kPin));

}  // namespace
}  // namespace jsx
