// [doc:unicode] Unicode 17 character data: identifiers, white space, case, and \p{…}.
//
// The tables are generated (tools/gen_unicode.mjs) into support/generated/unicode_tables.inc and
// read by unicode.cc alone. Latin-1 questions are one load inline; other identifier and case
// questions are a two-stage lookup; property sets are kept compressed (48 KB for all 447) and are
// expanded into ranges when a regular expression names one.
//
// Case has three faces. `to_upper`/`to_lower` are the full, context-free mappings of
// String.prototype.toUpperCase/toLowerCase (final sigma is the caller's, with `is_cased` and
// `is_case_ignorable`). `simple_case_fold` is Canonicalize under /iu and /iv;
// `legacy_canonicalize` is Canonicalize under /i alone. The characters with one canonical form make
// a cycle, which `next_in_fold_orbit` and `next_in_legacy_orbit` walk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jsx::unicode {

constexpr char32_t kMaxCodePoint = 0x10ffff;

// ---- Identifiers and white space ---------------------------------------------------------------

namespace detail {
struct Latin1Flags {
    uint8_t of[256];
};
extern const Latin1Flags latin1;
bool is_id_start_slow(char32_t c);
bool is_id_continue_slow(char32_t c);
bool is_white_space_slow(char32_t c);
}  // namespace detail

/// IdentifierStartChar: ID_Start, `$`, `_`.
inline bool is_id_start(char32_t c) {
    return c < 256 ? detail::latin1.of[c] & 1 : detail::is_id_start_slow(c);
}
/// IdentifierPartChar: ID_Continue, `$`, ZWNJ, ZWJ.
inline bool is_id_continue(char32_t c) {
    return c < 256 ? detail::latin1.of[c] & 2 : detail::is_id_continue_slow(c);
}
/// WhiteSpace: TAB, VT, FF, BOM and Space_Separator; line terminators are not in it.
inline bool is_white_space(char32_t c) {
    return c < 256 ? detail::latin1.of[c] & 4 : detail::is_white_space_slow(c);
}
/// LF, CR, U+2028, U+2029.
inline bool is_line_terminator(char32_t c) {
    return c == 10 || c == 13 || (c & ~char32_t{1}) == 0x2028;
}
/// What trim() removes and \s matches: WhiteSpace or LineTerminator.
inline bool is_space_or_line_terminator(char32_t c) {
    return c < 256 ? detail::latin1.of[c] & 12 : is_line_terminator(c) || is_white_space(c);
}

// ---- Case --------------------------------------------------------------------------------------

/// Full upper-case mapping without context; returns the number of code points written, 1 to 3.
int to_upper(char32_t c, char32_t out[3]);
/// Full lower-case mapping without context (U+03A3 gives U+03C3); returns 1 to 3.
int to_lower(char32_t c, char32_t out[3]);
/// For the Final_Sigma condition.
bool is_cased(char32_t c);
bool is_case_ignorable(char32_t c);

/// Canonicalize with /u or /v: scf(c).
char32_t simple_case_fold(char32_t c);
/// Canonicalize without them: the single-unit upper case, unless it leaves non-ASCII for ASCII.
char16_t legacy_canonicalize(char16_t c);
/// The next character in the cycle of those whose canonical form is the same; c itself if alone.
char32_t next_in_fold_orbit(char32_t c);
char32_t next_in_legacy_orbit(char32_t c);
/// The first character at or after c that may have case variants; kMaxCodePoint + 1 if none.
char32_t next_with_case(char32_t c);

// ---- Properties --------------------------------------------------------------------------------

/// An inclusive range of code points.
struct Range {
    char32_t first, last;
    bool operator==(const Range&) const = default;
};

/// A property that \p{…} can name; obtained from find_property.
class Property {
public:
    /// True of Basic_Emoji, RGI_Emoji and the like, which may hold strings (only under /v).
    bool is_of_strings() const { return of_strings_; }

private:
    friend std::optional<Property> find_property(std::string_view);
    friend std::optional<Property> find_property(std::string_view, std::string_view);
    friend void append_ranges(Property, std::vector<Range>&);
    friend void append_strings(Property, std::vector<std::u32string>&);
    Property(uint16_t set, bool of_strings) : set_(set), of_strings_(of_strings) {}
    uint16_t set_;
    bool of_strings_;
};

/// \p{name}: a General_Category value, a binary property, or a property of strings.
std::optional<Property> find_property(std::string_view name);
/// \p{name=value}: General_Category (gc), Script (sc), Script_Extensions (scx).
std::optional<Property> find_property(std::string_view name, std::string_view value);
/// Appends the property's code points as sorted, disjoint, non-adjacent ranges (two runs for
/// RGI_Emoji, which is a union, may touch or overlap).
void append_ranges(Property property, std::vector<Range>& out);
/// Appends the property's strings of two or more code points; none unless is_of_strings().
void append_strings(Property property, std::vector<std::u32string>& out);

}  // namespace jsx::unicode
