#include "support/numbers/number_to_string.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include <double-conversion/double-to-string.h>
#include <dragonbox/dragonbox.h>

#include "support/compiler.h"

namespace jsx::numbers {
namespace {

using double_conversion::DoubleToStringConverter;

/// "00" to "99".
constexpr auto kPairs = [] {
    struct Pairs {
        char text[200];
    } pairs{};
    for (int i = 0; i < 100; i++) {
        pairs.text[2 * i] = char('0' + i / 10);
        pairs.text[2 * i + 1] = char('0' + i % 10);
    }
    return pairs;
}();

constexpr uint64_t kPowersOfTen[] = {
    1ull,
    10ull,
    100ull,
    1000ull,
    10000ull,
    100000ull,
    1000000ull,
    10000000ull,
    100000000ull,
    1000000000ull,
    10000000000ull,
    100000000000ull,
    1000000000000ull,
    10000000000000ull,
    100000000000000ull,
    1000000000000000ull,
    10000000000000000ull,
    100000000000000000ull,
    1000000000000000000ull,
    10000000000000000000ull,
};

int digit_count(uint64_t value) {
    // 1233 / 4096 is log10(2); the estimate is low by at most one.
    int estimate = (std::bit_width(value | 1) * 1233) >> 12;
    return estimate + (value >= kPowersOfTen[estimate] ? 1 : 0) + (value == 0 ? 1 : 0);
}

/// Writes exactly `count` digits, which is digit_count(value).
void write_digits(uint64_t value, int count, char* out) {
    char* p = out + count;
    while (value >= 100) {
        p -= 2;
        std::memcpy(p, &kPairs.text[2 * (value % 100)], 2);
        value /= 100;
    }
    if (value >= 10) {
        std::memcpy(p - 2, &kPairs.text[2 * value], 2);
    } else {
        p[-1] = char('0' + value);
    }
}

char* put(char* p, const char* text, size_t length) {
    std::memcpy(p, text, length);
    return p + length;
}

char* put_zeros(char* p, int count) {
    if (count <= 0) return p;
    std::memset(p, '0', size_t(count));
    return p + count;
}

/// "e+21", "e-7".
char* put_exponent(char* p, int exponent) {
    *p++ = 'e';
    *p++ = exponent < 0 ? '-' : '+';
    return p + int32_to_string(exponent < 0 ? -exponent : exponent, p);
}

/// d.ddd e±x, with zeros up to `wanted` digits in all.
char* put_scientific(char* p, const char* digits, int count, int wanted, int exponent) {
    *p++ = digits[0];
    if (wanted > 1) {
        *p++ = '.';
        p = put(p, digits + 1, size_t(count - 1));
        p = put_zeros(p, wanted - count);
    }
    return put_exponent(p, exponent);
}

/// The value is 0.DIGITS times 10 to the `point`; writes it without an exponent, with zeros up to
/// `fraction` digits after the point.
char* put_positional(char* p, const char* digits, int count, int point, int fraction) {
    int written = 0;  // fraction digits
    if (point <= 0) {
        *p++ = '0';
        if (fraction <= 0) return p;
        *p++ = '.';
        int zeros = std::min(-point, fraction);
        p = put_zeros(p, zeros);
        p = put(p, digits, size_t(count));
        written = zeros + count;
    } else if (point >= count) {
        p = put(p, digits, size_t(count));
        p = put_zeros(p, point - count);
        if (fraction <= 0) return p;
        *p++ = '.';
    } else {
        p = put(p, digits, size_t(point));
        *p++ = '.';
        written = count - point;
        p = put(p, digits + point, size_t(written));
    }
    return put_zeros(p, fraction - written);
}

size_t special_to_string(double value, char* out) {
    if (std::isnan(value)) return size_t(put(out, "NaN", 3) - out);
    if (value < 0) return size_t(put(out, "-Infinity", 9) - out);
    return size_t(put(out, "Infinity", 8) - out);
}

struct ExactDigits {
    char text[128];
    int count = 0;
    int point = 0;  // the value is 0.TEXT times 10 to this power
};

void exact_digits(double value, DoubleToStringConverter::DtoaMode mode, int requested,
                  ExactDigits& digits) {
    bool negative = false;
    DoubleToStringConverter::DoubleToAscii(value, mode, requested, digits.text, sizeof digits.text,
                                           &negative, &digits.count, &digits.point);
}

size_t uint32_to_radix(uint32_t value, uint32_t radix, char* out) {
    char text[32];
    char* p = text + sizeof text;
    if (std::has_single_bit(radix)) {
        int shift = std::countr_zero(radix);
        do *--p = kDigits[value & (radix - 1)];
        while (value >>= shift);
    } else {
        do *--p = kDigits[value % radix];
        while (value /= radix);
    }
    size_t length = size_t(text + sizeof text - p);
    std::memcpy(out, p, length);
    return length;
}

}  // namespace

size_t uint64_to_string(uint64_t value, char* out) {
    int count = digit_count(value);
    write_digits(value, count, out);
    return size_t(count);
}

size_t int32_to_string(int32_t value, char* out) {
    if (value >= 0) return uint64_to_string(uint64_t(value), out);
    *out = '-';
    return 1 + uint64_to_string(uint64_t(-int64_t(value)), out + 1);
}

size_t number_to_string(double value, char* out) {
    char* p = out;
    // FAST: an integer below 2^53 is its own shortest text.
    if (std::fabs(value) < 0x1p53) {
        int64_t integer = int64_t(value);
        if (double(integer) == value) {
            if (integer < 0) *p++ = '-';
            return size_t(p - out) + uint64_to_string(uint64_t(integer < 0 ? -integer : integer), p);
        }
    } else if (!std::isfinite(value)) {
        return special_to_string(value, out);
    }
    if (value < 0) *p++ = '-';

    // 5. Let n, k, and s be integers such that ... k is as small as possible.
    auto shortest = jkj::dragonbox::to_decimal(value, jkj::dragonbox::policy::sign::ignore,
                                               jkj::dragonbox::policy::trailing_zero::remove);
    char digits[20];
    int k = digit_count(shortest.significand);
    write_digits(shortest.significand, k, digits);
    int n = k + shortest.exponent;

    // 6. If n is in the inclusive interval from -5 to 21, there is no exponent.
    if (-6 < n && n <= 21) {
        p = put_positional(p, digits, k, n, k > n ? k - n : 0);
    } else {
        // 7-13. One digit, a point if others follow, "e", the sign, the digits of n - 1.
        p = put_scientific(p, digits, k, k, n - 1);
    }
    return size_t(p - out);
}

// https://tc39.es/ecma262/#sec-numeric-types-number-tostring
size_t number_to_radix_string(double value, int radix, char* out) {
    JSX_DCHECK(radix >= 2 && radix <= 36);
    if (radix == 10) return number_to_string(value, out);
    if (!std::isfinite(value)) return special_to_string(value, out);
    char* start = out;
    if (value < 0) {
        *out++ = '-';
        value = -value;
    }
    // FAST: small integers.
    if (value <= 0xFFFFFFFFp0 && value == double(uint32_t(value))) {
        return size_t(out - start) + uint32_to_radix(uint32_t(value), uint32_t(radix), out);
    }

    double integer = std::floor(value);
    double fraction = value - integer;
    // Half the distance to the next number: digits below it say nothing.
    double half_ulp = 0.5 * (std::nextafter(value, HUGE_VAL) - value);
    half_ulp = std::max(half_ulp, 0x1p-1074);

    uint8_t fraction_digits[1100];
    int count = 0;
    if (fraction >= half_ulp) {
        do {
            fraction *= radix;
            half_ulp *= radix;
            int digit = int(fraction);
            fraction_digits[count++] = uint8_t(digit);
            fraction -= digit;
            // Round to even when the rest is above a half and the last digit rounded up still reads back.
            bool above_half = fraction > 0.5 || (fraction == 0.5 && (digit & 1));
            if (above_half && fraction + half_ulp > 1) {
                while (count > 0 && fraction_digits[count - 1] + 1 == radix) count--;
                if (count == 0) {
                    integer += 1;
                } else {
                    fraction_digits[count - 1]++;
                }
                break;
            }
        } while (fraction >= half_ulp);
    }

    char integer_text[1100];
    char* p = integer_text + sizeof integer_text;
    // Digits below the precision of the integer part are zero.
    while (integer >= 0x1p53 && std::nextafter(integer, HUGE_VAL) - integer >= 2 * radix) {
        integer /= radix;
        *--p = '0';
    }
    integer = std::floor(integer);
    do {
        double remainder = std::fmod(integer, radix);
        *--p = kDigits[int(remainder)];
        integer = std::floor((integer - remainder) / radix);
    } while (integer > 0);
    out = put(out, p, size_t(integer_text + sizeof integer_text - p));
    if (count > 0) {
        *out++ = '.';
        for (int i = 0; i < count; i++) *out++ = kDigits[fraction_digits[i]];
    }
    return size_t(out - start);
}

size_t number_to_fixed(double value, int digits, char* out) {
    JSX_DCHECK(std::isfinite(value) && digits >= 0 && digits <= 100);
    // 10. If x >= 10^21, let m be ! ToString(x).
    if (std::fabs(value) >= 1e21) return number_to_string(value, out);
    char* p = out;
    // 9. If x < 0, set s to "-" and x to -x. (-0 has no sign, -0.000001 has one.)
    if (value < 0) *p++ = '-';
    ExactDigits exact;
    exact_digits(std::fabs(value), DoubleToStringConverter::FIXED, digits, exact);
    if (exact.count == 0) exact.point = -digits;  // rounded to zero
    p = put_positional(p, exact.text, exact.count, exact.point, digits);
    return size_t(p - out);
}

size_t number_to_exponential(double value, int digits, char* out) {
    JSX_DCHECK(std::isfinite(value) && digits >= -1 && digits <= 100);
    char* p = out;
    if (value < 0) *p++ = '-';
    value = std::fabs(value);
    ExactDigits exact;
    if (value == 0) {
        // 9. If x = 0, let m be f + 1 zeros and e be 0.
        exact.text[0] = '0';
        exact.count = 1;
        exact.point = 1;
    } else if (digits < 0) {
        auto shortest = jkj::dragonbox::to_decimal(value, jkj::dragonbox::policy::sign::ignore,
                                                   jkj::dragonbox::policy::trailing_zero::remove);
        exact.count = digit_count(shortest.significand);
        write_digits(shortest.significand, exact.count, exact.text);
        exact.point = exact.count + shortest.exponent;
    } else {
        exact_digits(value, DoubleToStringConverter::PRECISION, digits + 1, exact);
    }
    int wanted = digits < 0 ? exact.count : digits + 1;
    p = put_scientific(p, exact.text, exact.count, wanted, exact.point - 1);
    return size_t(p - out);
}

size_t number_to_precision(double value, int precision, char* out) {
    JSX_DCHECK(std::isfinite(value) && precision >= 1 && precision <= 100);
    char* p = out;
    if (value < 0) *p++ = '-';
    value = std::fabs(value);
    ExactDigits exact;
    if (value == 0) {
        exact.text[0] = '0';
        exact.count = 1;
        exact.point = 1;
    } else {
        exact_digits(value, DoubleToStringConverter::PRECISION, precision, exact);
    }
    int e = exact.point - 1;
    // 10.c. If e < -6 or e >= p, use an exponent.
    if (e < -6 || e >= precision) {
        p = put_scientific(p, exact.text, exact.count, precision, e);
    } else {
        p = put_positional(p, exact.text, exact.count, exact.point, precision - 1 - e);
    }
    return size_t(p - out);
}

size_t number_to_grouped(double value, char* out) {
    JSX_DCHECK(std::isfinite(value));
    // ECMA-402 rounds the mathematical value, ICU the shortest decimal that reads back; we do as ICU.
    char digits[20];
    int k = 0;
    int n = 0;
    double magnitude = std::fabs(value);
    if (magnitude != 0) {
        auto shortest = jkj::dragonbox::to_decimal(magnitude, jkj::dragonbox::policy::sign::ignore,
                                                   jkj::dragonbox::policy::trailing_zero::remove);
        k = digit_count(shortest.significand);
        write_digits(shortest.significand, k, digits);
        n = k + shortest.exponent;
    }
    // Round half away from zero at the third fraction digit.
    int kept = n + 3;
    if (kept < 0) {
        k = 0;
    } else if (kept < k) {
        bool up = digits[kept] >= '5';
        k = kept;
        if (up) {
            while (k > 0 && digits[k - 1] == '9') k--;
            if (k == 0) {
                digits[0] = '1';
                k = 1;
                n++;
            } else {
                digits[k - 1]++;
            }
        }
    }
    while (k > 0 && digits[k - 1] == '0') k--;
    if (k == 0) n = 0;

    char* p = out;
    if (std::signbit(value)) *p++ = '-';
    int integer_digits = std::max(n, 1);
    for (int i = 0; i < integer_digits; i++) {
        if (i > 0 && (integer_digits - i) % 3 == 0) *p++ = ',';
        *p++ = i < n && i < k ? digits[i] : '0';
    }
    if (k > n) {
        *p++ = '.';
        for (int i = n; i < k; i++) *p++ = i < 0 ? '0' : digits[i];
    }
    return size_t(p - out);
}

}  // namespace jsx::numbers
