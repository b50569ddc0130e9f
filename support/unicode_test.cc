#include "support/unicode.h"

#include <gtest/gtest.h>

namespace jsx::unicode {
namespace {

size_t count(Property property) {
    std::vector<Range> ranges;
    append_ranges(property, ranges);
    size_t n = 0;
    for (Range r : ranges) n += r.last - r.first + 1;
    return n;
}

std::u32string upper(char32_t c) {
    char32_t out[3];
    return std::u32string(out, size_t(to_upper(c, out)));
}
std::u32string lower(char32_t c) {
    char32_t out[3];
    return std::u32string(out, size_t(to_lower(c, out)));
}

TEST(Unicode, Identifiers) {
    EXPECT_TRUE(is_id_start('a') && is_id_start('$') && is_id_start('_') && is_id_start(0xaa));
    EXPECT_FALSE(is_id_start('0') || is_id_start(0xb7) || is_id_start(' ') || is_id_start('@'));
    EXPECT_TRUE(is_id_continue('0') && is_id_continue(0xb7) && is_id_continue('$'));
    EXPECT_TRUE(is_id_continue(0x200c) && is_id_continue(0x200d) && !is_id_start(0x200d));
    EXPECT_TRUE(is_id_start(0x4e00) && is_id_start(0x10000) && is_id_start(0x33479));
    EXPECT_TRUE(is_id_continue(0xe0100) && !is_id_start(0xe0100) && !is_id_continue(0x10ffff));
}

TEST(Unicode, Spaces) {
    for (char32_t c : {9, 11, 12, 32, 0xa0, 0x1680, 0x2000, 0x200a, 0x202f, 0x205f, 0x3000, 0xfeff})
        EXPECT_TRUE(is_white_space(c)) << uint32_t(c);
    for (char32_t c : {10, 13, 0x2028, 0x2029}) {
        EXPECT_TRUE(is_line_terminator(c) && is_space_or_line_terminator(c));
        EXPECT_FALSE(is_white_space(c));
    }
    EXPECT_FALSE(is_white_space(0x180e) || is_white_space(0x200b) || is_line_terminator(0x85));
    // White space is exactly Zs with the controls and the BOM.
    std::vector<Range> zs;
    append_ranges(*find_property("Zs"), zs);
    size_t n = 0;
    for (char32_t c = 0; c <= 0xffff; c++) n += is_white_space(c);
    EXPECT_EQ(n, count(*find_property("Zs")) + 4);
}

TEST(Unicode, Case) {
    EXPECT_EQ(upper('a'), U"A");
    EXPECT_EQ(upper(0xdf), U"SS");
    EXPECT_EQ(upper(0xfb03), U"FFI");
    EXPECT_EQ(upper(0x1e943), U"\x1e921");
    EXPECT_EQ(lower(0x130), U"i\x307");
    EXPECT_EQ(lower(0x3a3), U"\x3c3");
    EXPECT_EQ(lower('1'), U"1");
    EXPECT_TRUE(is_cased('a') && !is_cased('1') && is_case_ignorable(0xad) && is_case_ignorable('.'));
    EXPECT_EQ(simple_case_fold('K'), U'k');
    EXPECT_EQ(simple_case_fold(0x212a), U'k');
    EXPECT_EQ(simple_case_fold(0x17f), U's');
    EXPECT_EQ(simple_case_fold(0x1e9e), char32_t(0xdf));
    EXPECT_EQ(simple_case_fold(0x130), char32_t(0x130));
    EXPECT_EQ(legacy_canonicalize('k'), u'K');
    EXPECT_EQ(legacy_canonicalize(0x212a), char16_t(0x212a));
    EXPECT_EQ(legacy_canonicalize(0x17f), char16_t(0x17f));
    EXPECT_EQ(legacy_canonicalize(0xdf), char16_t(0xdf));
    EXPECT_EQ(legacy_canonicalize(0x3c2), char16_t(0x3a3));
}

TEST(Unicode, OrbitsAgreeWithCanonicalForms) {
    for (char32_t c = 0; c < 0x20000; c++) {
        char32_t canonical = simple_case_fold(c), next = next_in_fold_orbit(c);
        ASSERT_EQ(simple_case_fold(next), canonical) << uint32_t(c);
        if (c != canonical) {
            ASSERT_NE(next, c);
            ASSERT_EQ(next_with_case(c), c);
        }
        if (c < 0x10000) {
            ASSERT_EQ(legacy_canonicalize(char16_t(next_in_legacy_orbit(c))),
                      legacy_canonicalize(char16_t(c)));
        }
    }
    EXPECT_EQ(next_with_case(0x4e00), char32_t(0xa640));
    EXPECT_EQ(next_with_case(0x20000), kMaxCodePoint + 1);
}

TEST(Unicode, Properties) {
    EXPECT_EQ(count(*find_property("Any")), 0x110000u);
    EXPECT_EQ(count(*find_property("ASCII")), 128u);
    EXPECT_EQ(count(*find_property("Cn")) + count(*find_property("Assigned")), 0x110000u);
    EXPECT_EQ(count(*find_property("AHex")), 22u);
    EXPECT_EQ(count(*find_property("gc", "Lu")), count(*find_property("Uppercase_Letter")));
    EXPECT_EQ(count(*find_property("L")), count(*find_property("Lu")) + count(*find_property("Ll")) +
                  count(*find_property("Lt")) + count(*find_property("Lm")) +
                  count(*find_property("Lo")));
    EXPECT_EQ(count(*find_property("sc", "Sidt")), count(*find_property("Script", "Sidetic")));
    EXPECT_GT(count(*find_property("scx", "Grek")), count(*find_property("sc", "Greek")));
    EXPECT_TRUE(find_property("scx", "Zinh") && find_property("sc", "Qaac"));
    EXPECT_FALSE(find_property("Block") || find_property("lu") || find_property("") ||
                 find_property("gc") || find_property("Script", "Hrkt") ||
                 find_property("Lu", "Lu") || find_property("Greek") ||
                 find_property("ASCII", "Y") || find_property("General_Category", "Basic_Emoji"));
}

TEST(Unicode, PropertiesOfStrings) {
    auto strings = [](const char* name) {
        std::vector<std::u32string> out;
        append_strings(*find_property(name), out);
        return out;
    };
    EXPECT_TRUE(find_property("RGI_Emoji")->is_of_strings());
    EXPECT_EQ(strings("Emoji_Keycap_Sequence").size(), 12u);
    EXPECT_EQ(strings("Emoji_Keycap_Sequence")[0], U"#\xfe0f\x20e3");
    EXPECT_EQ(strings("RGI_Emoji_Flag_Sequence").size(), 259u);
    EXPECT_EQ(strings("RGI_Emoji_ZWJ_Sequence").size(), 1614u);
    EXPECT_EQ(strings("RGI_Emoji").size() + count(*find_property("RGI_Emoji")), 3953u);
    EXPECT_EQ(strings("Basic_Emoji").size() + count(*find_property("Basic_Emoji")), 1400u);
    EXPECT_TRUE(strings("Lu").empty());
}

}  // namespace
}  // namespace jsx::unicode
