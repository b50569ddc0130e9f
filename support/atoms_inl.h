// Inline halves of AtomTable for the lexer: the hash of a name and the probe of the table.
#pragma once

#include "support/atoms.h"

#include <cstring>

namespace jsx {

namespace atoms_detail {

constexpr uint64_t kMul0 = 0x9E3779B97F4A7C15u;
constexpr uint64_t kMul1 = 0xD6E8FEB86659FD93u;

/// Folds the 128-bit product: every input bit reaches every output bit.
constexpr uint64_t fold_multiply(uint64_t a, uint64_t b) {
    unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return uint64_t(product) ^ uint64_t(product >> 64);
}
constexpr uint64_t hash_step(uint64_t state, uint64_t low, uint64_t high) {
    return fold_multiply(low ^ state ^ kMul0, high ^ kMul1);
}
constexpr uint32_t hash_finish(uint64_t state, size_t length) {
    state = fold_multiply(state ^ length, kMul0);
    return uint32_t(state) ^ uint32_t(state >> 32);
}
/// The low `count` bytes of a word (0 to 8).
constexpr uint64_t low_bytes(uint64_t word, size_t count) {
    return count >= 8 ? word : word & ((uint64_t(1) << (8 * count)) - 1);
}
JSX_INLINE uint64_t load_word(const uint8_t* from) {
    uint64_t word;
    std::memcpy(&word, from, 8);
    return word;  // little-endian targets only, as everywhere in the engine
}

}  // namespace atoms_detail

/// hash_latin1 of a name of at most 16 characters, readable for 16 bytes.
JSX_INLINE uint32_t hash_short_latin1(const uint8_t* data, size_t length) {
    using namespace atoms_detail;
    uint64_t low = low_bytes(load_word(data), length);
    uint64_t high = length > 8 ? low_bytes(load_word(data + 8), length - 8) : 0;
    return hash_finish(hash_step(0, low, high), length);
}

/// Whether two padded Latin-1 texts of one length are equal.
JSX_INLINE bool equal_padded_latin1(const uint8_t* a, const uint8_t* b, size_t length) {
    using namespace atoms_detail;
    if (JSX_LIKELY(length <= 16)) {
        uint64_t low = load_word(a) ^ load_word(b);
        if (length <= 8) return low_bytes(low, length) == 0;
        return (low | low_bytes(load_word(a + 8) ^ load_word(b + 8), length - 8)) == 0;
    }
    return std::memcmp(a, b, length) == 0;
}

}  // namespace jsx
