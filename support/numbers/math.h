// [doc:numbers-math] Arithmetic of Numbers that C++ spells otherwise: integer conversions, `%`, `**`,
// the exact sum, the random generator. What glibc's libm does as ECMA-262 asks is called directly.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace jsx::numbers {

/// ToInt32 of a value outside the int64 range.
uint32_t to_uint32_slow(double value);

/// https://tc39.es/ecma262/#sec-touint32
inline uint32_t to_uint32(double value) {
    // FAST: a conversion that saturates tells itself by INT64_MIN.
    if (std::fabs(value) < 0x1p63) return uint32_t(int64_t(value));
    return to_uint32_slow(value);
}

/// https://tc39.es/ecma262/#sec-toint32
inline int32_t to_int32(double value) { return int32_t(to_uint32(value)); }

/// Whether the value is an int32 other than -0, which is what a boxed int32 may hold.
inline bool is_int32(double value) {
    return value >= -2147483648.0 && value <= 2147483647.0 && double(int32_t(value)) == value &&
           (value != 0 || !std::signbit(value));
}

/// https://tc39.es/ecma262/#sec-tointegerorinfinity, the part after ToNumber; -0 and NaN become +0.
inline double to_integer_or_infinity(double value) {
    if (value != value) return 0;
    return std::trunc(value) + 0.0;
}

/// https://tc39.es/ecma262/#sec-numeric-types-number-remainder
double remainder(double dividend, double divisor);

/// https://tc39.es/ecma262/#sec-numeric-types-number-exponentiate
double power(double base, double exponent);

/// Math.round: halves go up, -0 is kept.
inline double round_half_up(double value) {
    // Above 2^52 all are integers; floor(x + 0.5) would be wrong for 0.49999999999999994.
    double floor = std::floor(value);
    double result = value - floor >= 0.5 ? floor + 1 : floor;
    return std::copysign(result, value);
}

/// https://tc39.es/ecma262/#sec-math.hypot after the coercions.
double hypot(const double* values, size_t count);

/// https://tc39.es/ecma262/#sec-math.sumprecise: adds doubles exactly and rounds once.
///
/// The sum is a fixed-point number of 2,240 bits, of unit 2^-1074, in signed 64-bit chunks that
/// stand 32 bits apart: adding a double touches three of them and carries nothing; 2^30 additions fit
/// before the carries must be settled.
class ExactSum {
public:
    void add(double value);
    /// -0 for no addends or none but -0; NaN and infinities as the clause says.
    double result();

private:
    static constexpr int kChunks = 70;

    void settle_carries();

    int64_t chunks_[kChunks] = {};
    uint32_t pending_ = 0;  // additions since the carries were settled
    bool only_negative_zero_ = true;
    bool has_nan_ = false;
    bool has_positive_infinity_ = false;
    bool has_negative_infinity_ = false;
};

/// xorshift128+, V8's choice for Math.random.
class RandomGenerator {
public:
    /// Any seed will do; it is mixed.
    explicit RandomGenerator(uint64_t seed);

    uint64_t next_bits() {
        uint64_t a = state_[0];
        uint64_t b = state_[1];
        state_[0] = b;
        a ^= a << 23;
        a ^= a >> 17;
        a ^= b;
        a ^= b >> 26;
        state_[1] = a;
        return state_[0] + a;
    }
    /// Uniform in [0, 1), 53 bits.
    double next() { return double(next_bits() >> 11) * 0x1p-53; }

private:
    uint64_t state_[2];
};

/// Seed material from the operating system.
uint64_t random_seed();

}  // namespace jsx::numbers
