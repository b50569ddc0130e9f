#include "support/numbers/math.h"

#include <cstring>
#include <ctime>

#if defined(__linux__)
#include <sys/random.h>
#endif

#include "support/compiler.h"

namespace jsx::numbers {

uint32_t to_uint32_slow(double value) {
    uint64_t bits = std::bit_cast<uint64_t>(value);
    int exponent = int(bits >> 52 & 0x7FF) - 1075;  // of the 53-bit mantissa taken as an integer
    // Infinities and NaN have the largest exponent; from 2^32 up no bit is left below 2^32.
    if (exponent >= 32) return 0;
    uint64_t mantissa = (bits & 0xFFFFFFFFFFFFF) | uint64_t(1) << 52;
    uint32_t result = exponent >= 0 ? uint32_t(mantissa << exponent)
                                    : (exponent > -64 ? uint32_t(mantissa >> -exponent) : 0);
    return value < 0 ? 0 - result : result;
}

double remainder(double dividend, double divisor) {
    // FAST: both are integers below 2^53, which C's fmod takes bit by bit.
    if (std::fabs(dividend) < 0x1p53 && std::fabs(divisor) < 0x1p53) {
        int64_t a = int64_t(dividend);
        int64_t b = int64_t(divisor);
        if (b != 0 && double(a) == dividend && double(b) == divisor) {
            return std::copysign(double(a % b), dividend);
        }
    }
    // 2-6. C's fmod takes the sign of the dividend and treats infinities, zeros and NaN as the clause does.
    return std::fmod(dividend, divisor);
}

double power(double base, double exponent) {
    // 1. If exponent is NaN, return NaN. (C: pow(1, NaN) is 1.)
    if (std::isnan(exponent)) return exponent;
    // 10. If |base| is 1 and exponent is infinite, return NaN. (C: 1.)
    if (std::isinf(exponent) && std::fabs(base) == 1) return std::numeric_limits<double>::quiet_NaN();
    if (exponent == 2) return base * base;
    return std::pow(base, exponent);
}

double hypot(const double* values, size_t count) {
    bool has_nan = false;
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        double magnitude = std::fabs(values[i]);
        // 3. An infinity wins over a NaN.
        if (std::isinf(magnitude)) return magnitude;
        has_nan |= std::isnan(magnitude);
        if (magnitude > largest) largest = magnitude;
    }
    if (has_nan) return std::numeric_limits<double>::quiet_NaN();
    // 6. If all are zeros (or there are none), return +0.
    if (largest == 0) return 0;
    if (count == 1) return largest;
    if (count == 2) return std::hypot(values[0], values[1]);
    // Kahan's summation of squares scaled by a power of two, so scaling rounds nothing.
    int exponent = std::ilogb(largest);
    double sum = 0;
    double lost = 0;
    for (size_t i = 0; i < count; i++) {
        double scaled = std::ldexp(values[i], -exponent);
        double addend = scaled * scaled - lost;
        double next = sum + addend;
        lost = (next - sum) - addend;
        sum = next;
    }
    return std::ldexp(std::sqrt(sum), exponent);
}

void ExactSum::add(double value) {
    uint64_t bits = std::bit_cast<uint64_t>(value);
    uint32_t biased = uint32_t(bits >> 52 & 0x7FF);
    bool negative = bits >> 63;
    uint64_t mantissa = bits & 0xFFFFFFFFFFFFF;
    if (biased == 0x7FF) {
        only_negative_zero_ = false;
        if (mantissa != 0) {
            has_nan_ = true;
        } else {
            (negative ? has_negative_infinity_ : has_positive_infinity_) = true;
        }
        return;
    }
    if (bits == uint64_t(1) << 63) return;
    only_negative_zero_ = false;
    if (biased != 0) mantissa |= uint64_t(1) << 52;
    uint32_t shift = biased == 0 ? 0 : biased - 1;
    unsigned __int128 wide = (unsigned __int128)mantissa << (shift % 32);
    int64_t parts[3] = {int64_t(uint32_t(wide)), int64_t(uint32_t(wide >> 32)), int64_t(wide >> 64)};
    int64_t* chunk = &chunks_[shift / 32];
    for (int i = 0; i < 3; i++) chunk[i] += negative ? -parts[i] : parts[i];
    if (++pending_ == (1u << 30)) settle_carries();
}

/// Afterwards each chunk but the last is in [0, 2^32); the sign is the last one's.
void ExactSum::settle_carries() {
    int64_t carry = 0;
    for (int i = 0; i < kChunks - 1; i++) {
        int64_t total = chunks_[i] + carry;
        chunks_[i] = total & 0xFFFFFFFF;
        carry = total >> 32;
    }
    chunks_[kChunks - 1] += carry;
    pending_ = 0;
}

double ExactSum::result() {
    if (has_nan_ || (has_positive_infinity_ && has_negative_infinity_)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (has_positive_infinity_) return std::numeric_limits<double>::infinity();
    if (has_negative_infinity_) return -std::numeric_limits<double>::infinity();
    if (only_negative_zero_) return -0.0;
    settle_carries();
    bool negative = chunks_[kChunks - 1] < 0;
    if (negative) {
        for (int64_t& chunk : chunks_) chunk = -chunk;
        settle_carries();
    }
    int top = kChunks - 1;
    while (top >= 0 && chunks_[top] == 0) top--;
    double value = 0;
    if (top >= 0) {
        // The top 64 bits at `low`, and whether anything lies below.
        int high_bit = top * 32 + std::bit_width(uint64_t(chunks_[top])) - 1;
        int low = high_bit < 63 ? 0 : high_bit - 63;
        uint64_t window = 0;
        bool sticky = false;
        for (int i = top; i >= 0; i--) {
            int position = i * 32 - low;
            uint64_t chunk = uint64_t(chunks_[i]);
            if (position >= 0) {
                window |= chunk << position;
            } else if (position > -32) {
                window |= chunk >> -position;
                sticky |= (chunk & ((uint64_t(1) << -position) - 1)) != 0;
            } else {
                sticky |= chunk != 0;
            }
        }
        // Bits are dropped only with 64 in the window, so the last of them can stand for the rest.
        if (sticky) window |= 1;
        // A window at position 0 has no bit below 2^-1074: then ldexp is exact. Otherwise the
        // result is normal and the conversion to double is the one rounding.
        value = std::ldexp(double(window), low - 1074);
    }
    if (negative) {
        for (int64_t& chunk : chunks_) chunk = -chunk;
        settle_carries();
    }
    return negative ? -value : value;
}

RandomGenerator::RandomGenerator(uint64_t seed) {
    // splitmix64; its outputs for consecutive states are never both zero.
    for (uint64_t& word : state_) {
        seed += 0x9E3779B97F4A7C15;
        uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        word = z ^ (z >> 31);
    }
}

uint64_t random_seed() {
    uint64_t seed = 0;
#if defined(__linux__)
    if (getrandom(&seed, sizeof seed, 0) == ssize_t(sizeof seed)) return seed;
#else
    arc4random_buf(&seed, sizeof seed);
    return seed;
#endif
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return uint64_t(now.tv_nsec) * 0x9E3779B97F4A7C15 ^ uint64_t(now.tv_sec);
}

}  // namespace jsx::numbers
