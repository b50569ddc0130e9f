// Sets of code points while a pattern is being read: sorted, disjoint, non-adjacent ranges.
#pragma once

#include "support/unicode.h"

#include <string>
#include <vector>

namespace jsx::regexp {

using unicode::Range;

inline bool is_lead(char32_t c) { return (c & 0xfffffc00) == 0xd800; }
inline bool is_trail(char32_t c) { return (c & 0xfffffc00) == 0xdc00; }
inline char32_t combine(char32_t lead, char32_t trail) {
    return 0x10000 + ((lead & 0x3ff) << 10) + (trail & 0x3ff);
}

class CharSet {
public:
    CharSet() = default;
    CharSet(std::initializer_list<Range> ranges) : ranges_(ranges) {}

    const std::vector<Range>& ranges() const { return ranges_; }
    bool is_empty() const { return ranges_.empty(); }
    bool contains(char32_t c) const;
    bool intersects(const CharSet& other) const;
    bool operator==(const CharSet&) const = default;

    /// Additions may come in any order; the set is in order again after normalize().
    void add(char32_t c) { ranges_.push_back({c, c}); }
    void add(char32_t first, char32_t last) { ranges_.push_back({first, last}); }
    void add(const CharSet& other);
    void add(unicode::Property property) { unicode::append_ranges(property, ranges_); }
    void normalize();

    void invert();  // within 0..10FFFF
    void intersect(const CharSet& other);
    void subtract(const CharSet& other);
    /// Adds every character that has the same canonical form as a member.
    void close_over_case(bool unicode);
    /// The code units a match of the set may begin with: astral members give lead surrogates.
    /// Above Latin-1 the answer may be rounded up to stay short.
    CharSet first_units() const;

    static CharSet digits();
    static CharSet spaces();
    static CharSet words(bool with_case_variants);  // the latter adds U+017F and U+212A
    static CharSet line_terminators();

private:
    std::vector<Range> ranges_;
};

/// What a class under /v denotes: code points and strings of any other length.
struct ClassSet {
    CharSet chars;
    std::vector<std::u32string> strings;  // sorted, unique, none of length 1

    void normalize();
    void add(const ClassSet& other);
    void intersect(const ClassSet& other);
    void subtract(const ClassSet& other);
};

}  // namespace jsx::regexp
