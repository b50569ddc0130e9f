// IEEE 754 binary16 to and from double: Float16Array, DataView and Math.f16round.
#pragma once

#include <bit>
#include <cstdint>

namespace jsx::numbers {

/// The nearest half, ties to even, rounded once; overflow is an infinity, a NaN is the quiet NaN 0x7E00.
constexpr uint16_t float16_from_double(double value) {
    uint64_t bits = std::bit_cast<uint64_t>(value);
    uint16_t sign = uint16_t(bits >> 48 & 0x8000);
    bits &= ~(uint64_t(1) << 63);
    double magnitude = std::bit_cast<double>(bits);
    if (bits > 0x7FF0000000000000) return uint16_t(sign | 0x7E00);
    // 65520 is the tie between the largest half and the next power of two: it and all above overflow.
    if (magnitude >= 65520) return uint16_t(sign | 0x7C00);
    if (magnitude < 0x1p-14) {
        // Subnormal: the sum's last place is worth 2^-24, so the addition rounds as the format does.
        double sum = magnitude + 0x1p28;
        return uint16_t(sign | (std::bit_cast<uint64_t>(sum) & 0x7FF));
    }
    // 42 bits go; rounding may carry into the exponent, rightly.
    bits += ((uint64_t(1) << 41) - 1) + (bits >> 42 & 1);
    return uint16_t(sign | ((bits >> 42) - (uint64_t(1023 - 15) << 10)));
}

/// Exact.
constexpr double float16_to_double(uint16_t half) {
    uint64_t sign = uint64_t(half & 0x8000) << 48;
    uint64_t exponent = half >> 10 & 0x1F;
    uint64_t fraction = half & 0x3FF;
    if (exponent == 0) {
        double value = double(fraction) * 0x1p-24;
        return std::bit_cast<double>(std::bit_cast<uint64_t>(value) | sign);
    }
    uint64_t biased = exponent == 0x1F ? 0x7FF : exponent + (1023 - 15);
    return std::bit_cast<double>(sign | biased << 52 | fraction << 42);
}

}  // namespace jsx::numbers
