// Scanning whole vectors of source units: which of the next 16 (Latin-1) or 8 (UTF-16) units belong
// to a set. Plain vector types, so that every target gets its own instructions. Reads run past the
// end of the text into its padding of 32 zero bytes, never further.
#pragma once

#include "support/compiler.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace jsx::parser::scan {

using Bytes = uint8_t __attribute__((ext_vector_type(16)));
using Words = uint16_t __attribute__((ext_vector_type(8)));
using ByteMask = char __attribute__((ext_vector_type(16)));
using WordMask = int16_t __attribute__((ext_vector_type(8)));

template <class Unit>
struct Lanes;
template <>
struct Lanes<uint8_t> {
    using Vector = Bytes;
    static constexpr uint32_t kCount = 16;
    static JSX_INLINE uint32_t bits(ByteMask mask) {
#if defined(__SSE2__)
        using Chars = char __attribute__((vector_size(16)));
        return uint32_t(__builtin_ia32_pmovmskb128((Chars)mask));
#else
        using Bools = bool __attribute__((ext_vector_type(16)));
        return std::bit_cast<uint16_t>(__builtin_convertvector(mask, Bools));
#endif
    }
};
template <>
struct Lanes<char16_t> {
    using Vector = Words;
    static constexpr uint32_t kCount = 8;
    static JSX_INLINE uint32_t bits(WordMask mask) {
        using Bools = bool __attribute__((ext_vector_type(8)));
        return std::bit_cast<uint8_t>(__builtin_convertvector(mask, Bools));
    }
};

template <class Unit>
JSX_INLINE typename Lanes<Unit>::Vector load(const Unit* from) {
    typename Lanes<Unit>::Vector vector;
    std::memcpy(&vector, from, sizeof(vector));
    return vector;
}

/// From `at`, the first unit for which `stops(vector)` holds, at or before the terminating zero:
/// the set must hold zero.
template <class Unit, class Stops>
JSX_INLINE const Unit* find(const Unit* at, Stops stops) {
    for (;;) {
        uint32_t bits = Lanes<Unit>::bits(stops(load(at)));
        if (bits) return at + std::countr_zero(bits);
        at += Lanes<Unit>::kCount;
    }
}

/// A mask of ASCII identifier characters: letters, digits, _ and $.
template <class Vector>
JSX_INLINE auto is_ascii_identifier(Vector v) {
    Vector letter = (v | 0x20) - 'a';
    Vector digit = v - '0';
    return (letter < 26) | (digit < 10) | (v == '_') | (v == '$');
}

/// The end of a run of ASCII identifier characters.
template <class Unit>
JSX_INLINE const Unit* skip_ascii_identifier(const Unit* at) {
    return find(at, [](auto v) { return ~is_ascii_identifier(v); });
}

/// The end of a run of spaces and tabs.
template <class Unit>
JSX_INLINE const Unit* skip_blanks(const Unit* at) {
    return find(at, [](auto v) { return (v != ' ') & (v != '\t'); });
}

/// The next unit that may end a line (or the text).
template <class Unit>
JSX_INLINE const Unit* find_line_end(const Unit* at) {
    return find(at, [](auto v) {
        auto stops = (v == '\n') | (v == '\r') | (v == 0);
        if constexpr (sizeof(Unit) == 2) stops |= (v == 0x2028) | (v == 0x2029);
        return stops;
    });
}

/// The next '*', line end or zero.
template <class Unit>
JSX_INLINE const Unit* find_star_or_line_end(const Unit* at) {
    return find(at, [](auto v) {
        auto stops = (v == '*') | (v == '\n') | (v == '\r') | (v == 0);
        if constexpr (sizeof(Unit) == 2) stops |= (v == 0x2028) | (v == 0x2029);
        return stops;
    });
}

/// The next '*' or zero.
template <class Unit>
JSX_INLINE const Unit* find_star(const Unit* at) {
    return find(at, [](auto v) { return (v == '*') | (v == 0); });
}

/// The next unit that is not plain inside a string of that quote.
template <class Unit>
JSX_INLINE const Unit* find_string_special(const Unit* at, Unit quote) {
    return find(at, [quote](auto v) {
        return (v == quote) | (v == '\\') | (v == '\n') | (v == '\r') | (v == 0);
    });
}

/// The next unit that is not plain inside a template.
template <class Unit>
JSX_INLINE const Unit* find_template_special(const Unit* at) {
    return find(at, [](auto v) { return (v == '`') | (v == '\\') | (v == '$') | (v == 0); });
}

}  // namespace jsx::parser::scan
