#include "support/unicode.h"

#include "support/compiler.h"

#include <algorithm>
#include <iterator>

namespace jsx::unicode {

namespace {

struct CaseRecord {
    int32_t upper, lower, fold, legacy, next_fold, next_legacy;  // to be added to the code point
    int32_t special;  // 1 + row of kCaseSpecial if a full mapping is longer than one, else 0
};

struct NamedSet {
    std::string_view name;
    uint16_t set;
};

#include "support/generated/unicode_tables.inc"

const CaseRecord& case_record(char32_t c) {
    if (c >= kCaseLimit) return kCaseRecords[0];
    return kCaseRecords[kCaseBlocks[kCaseIndex[c >> 6] * 64 + (c & 63)]];
}
static_assert(kCaseRecords[0].upper == 0 && kCaseRecords[0].special == 0,
              "record 0 is that of characters without case");

uint32_t read_leb(const uint8_t*& p) {
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = *p++;
        value |= uint32_t(byte & 127) << shift;
        if (byte < 128) return value;
    }
}

bool set_contains(uint16_t set, char32_t c) {
    const uint8_t* p = kSetData + kSetOffsets[set];
    char32_t boundary = 0;
    for (uint32_t i = 0, count = read_leb(p); i < count; i++) {
        boundary += read_leb(p);
        if (c < boundary) return i & 1;
    }
    return false;
}

bool id_bit(char32_t c, int word) {
    if (c >= kIdLimit) return word == 8 && c >= 0xe0100 && c <= 0xe01ef;
    return kIdBlocks[kIdIndex[c >> 8] * 16 + word + (c >> 5 & 7)] >> (c & 31) & 1;
}

template <size_t n>
const NamedSet* find_name(const NamedSet (&table)[n], std::string_view name) {
    const NamedSet* it = std::lower_bound(
        std::begin(table), std::end(table), name,
        [](const NamedSet& entry, std::string_view key) { return entry.name < key; });
    return it != std::end(table) && it->name == name ? it : nullptr;
}

int full_mapping(char32_t c, const CaseRecord& record, int32_t delta, int column,
                 char32_t out[3]) {
    if (record.special) {
        const char16_t* row = kCaseSpecial + (record.special - 1) * 6 + column;
        int n = 0;
        while (n < 3 && row[n]) {
            out[n] = row[n];
            n++;
        }
        return n;
    }
    out[0] = c + char32_t(delta);
    return 1;
}

}  // namespace

namespace detail {

constexpr Latin1Flags latin1 = kLatin1;

bool is_id_start_slow(char32_t c) { return id_bit(c, 0); }
bool is_id_continue_slow(char32_t c) { return id_bit(c, 8); }
bool is_white_space_slow(char32_t c) {
    return c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000 || c == 0xfeff;
}

}  // namespace detail

int to_upper(char32_t c, char32_t out[3]) {
    const CaseRecord& record = case_record(c);
    return full_mapping(c, record, record.upper, 0, out);
}

int to_lower(char32_t c, char32_t out[3]) {
    const CaseRecord& record = case_record(c);
    return full_mapping(c, record, record.lower, 3, out);
}

bool is_cased(char32_t c) {
    return set_contains(kCasedSet, c);
}

bool is_case_ignorable(char32_t c) {
    return set_contains(kCaseIgnorableSet, c);
}

char32_t simple_case_fold(char32_t c) {
    return c + char32_t(case_record(c).fold);
}

char16_t legacy_canonicalize(char16_t c) {
    return char16_t(c + case_record(c).legacy);
}

char32_t next_in_fold_orbit(char32_t c) {
    return c + char32_t(case_record(c).next_fold);
}

char32_t next_in_legacy_orbit(char32_t c) {
    return c + char32_t(case_record(c).next_legacy);
}

char32_t next_with_case(char32_t c) {
    while (c < kCaseLimit) {
        const uint16_t* block = kCaseBlocks + kCaseIndex[c >> 6] * 64;
        do {
            if (block[c & 63]) return c;
        } while (++c & 63);
    }
    return kMaxCodePoint + 1;
}

std::optional<Property> find_property(std::string_view name) {
    if (const NamedSet* found = find_name(kCategoryNames, name)) return Property(found->set, false);
    if (const NamedSet* found = find_name(kBinaryNames, name)) return Property(found->set, false);
    if (const NamedSet* found = find_name(kSequenceNames, name)) return Property(found->set, true);
    return {};
}

std::optional<Property> find_property(std::string_view name, std::string_view value) {
    if (name == "General_Category" || name == "gc") {
        if (const NamedSet* found = find_name(kCategoryNames, value))
            return Property(found->set, false);
    } else if (name == "Script" || name == "sc") {
        if (const NamedSet* found = find_name(kScriptNames, value))
            return Property(found->set, false);
    } else if (name == "Script_Extensions" || name == "scx") {
        if (const NamedSet* found = find_name(kScriptNames, value))
            return Property(uint16_t(found->set + 1), false);
    }
    return {};
}

void append_ranges(Property property, std::vector<Range>& out) {
    auto append = [&out](uint16_t set) {
        const uint8_t* p = kSetData + kSetOffsets[set];
        char32_t boundary = 0;
        for (uint32_t count = read_leb(p); count; count -= 2) {
            char32_t first = boundary + read_leb(p);
            boundary = first + read_leb(p);
            out.push_back({first, boundary - 1});
        }
    };
    if (!property.of_strings_) return append(property.set_);
    for (uint16_t i = 0; i < kSequenceListCount; i++) {
        if (property.set_ == i || property.set_ == kSequenceListCount)
            append(uint16_t(kFirstSequenceSet + i));
    }
}

void append_strings(Property property, std::vector<std::u32string>& out) {
    if (!property.of_strings_) return;
    for (uint16_t i = 0; i < kSequenceListCount; i++) {
        if (property.set_ != i && property.set_ != kSequenceListCount) continue;
        const uint8_t* p = kSequenceData + kSequenceOffsets[i];
        std::u32string current;
        for (uint32_t count = read_leb(p); count; count--) {
            current.resize(read_leb(p));
            for (uint32_t added = read_leb(p); added; added--)
                current.push_back(kSequenceAlphabet[read_leb(p)]);
            out.push_back(current);
        }
    }
}

}  // namespace jsx::unicode
