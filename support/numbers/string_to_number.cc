#include "support/numbers/string_to_number.h"

#include <bit>
#include <cmath>
#include <limits>

#include <fast_float/fast_float.h>

#include "support/compiler.h"
#include "support/unicode.h"

namespace jsx::numbers {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class Char>
bool is_decimal_digit(Char unit) {
    return unsigned(unit) - '0' < 10;
}

template <class Char>
const Char* skip_white_space(const Char* p, const Char* end) {
    while (p < end && unicode::is_space_or_line_terminator(*p)) p++;
    return p;
}

template <class Char>
bool starts_with_infinity(const Char* p, const Char* end) {
    constexpr char kText[] = "Infinity";
    if (end - p < 8) return false;
    for (int i = 0; i < 8; i++) {
        if (p[i] != Char(kText[i])) return false;
    }
    return true;
}

/// Converts StrUnsignedDecimalLiteral text through a narrow copy. Past 800 significant digits only
/// whether any is not zero matters (no double needs more than 767 to be told from a tie).
template <class Char>
double decimal_through_copy(const Char* p, const Char* end) {
    constexpr int kKept = 800;
    char text[kKept + 32];
    int count = 0;
    int64_t exponent = 0;
    bool seen_point = false;
    bool sticky = false;
    for (; p < end; p++) {
        if (*p == '_') continue;
        if (*p == '.') {
            seen_point = true;
        } else if (is_decimal_digit(*p)) {
            if (seen_point) exponent--;
            if (count == 0 && *p == '0') continue;
            if (count < kKept) {
                text[count++] = char(*p);
            } else {
                sticky |= *p != '0';
                exponent++;
            }
        } else {
            break;
        }
    }
    if (count == 0) return 0;
    if (sticky) {
        text[count++] = '1';
        exponent--;
    }
    if (p < end) {
        p++;  // e
        bool negative = *p == '-';
        if (*p == '-' || *p == '+') p++;
        int64_t written = 0;
        for (; p < end; p++) {
            if (*p != '_' && written < (int64_t(1) << 50)) written = written * 10 + int64_t(*p - '0');
        }
        exponent += negative ? -written : written;
    }
    if (exponent > 400) return kInfinity;
    if (exponent < -1600) return 0;
    text[count++] = 'e';
    if (exponent < 0) {
        text[count++] = '-';
        exponent = -exponent;
    }
    char reversed[8];
    int length = 0;
    do reversed[length++] = char('0' + exponent % 10);
    while (exponent /= 10);
    while (length > 0) text[count++] = reversed[--length];
    double value = 0;
    fast_float::from_chars(text, text + count, value);
    return value;
}

/// The value of [p, end), a StrUnsignedDecimalLiteral without "Infinity", perhaps with separators.
template <class Char>
double decimal_value(const Char* p, const Char* end) {
    // FAST: up to 15 digits, no point, no exponent.
    if (end - p <= 15) {
        uint64_t integer = 0;
        const Char* q = p;
        while (q < end && is_decimal_digit(*q)) integer = integer * 10 + uint64_t(*q++ - '0');
        if (q == end) return double(integer);
    }
    if constexpr (sizeof(Char) == 1) {
        const char* first = reinterpret_cast<const char*>(p);
        const char* last = reinterpret_cast<const char*>(end);
        double value = 0;
        auto result = fast_float::from_chars(first, last, value);
        if (result.ptr == last) return value;
    }
    return decimal_through_copy(p, end);
}

/// The end of the longest StrUnsignedDecimalLiteral at `p` (without "Infinity"); `p` itself if none.
template <class Char>
const Char* scan_decimal(const Char* p, const Char* end) {
    const Char* start = p;
    while (p < end && is_decimal_digit(*p)) p++;
    bool has_digits = p > start;
    if (p < end && *p == '.') {
        const Char* fraction = p + 1;
        const Char* q = fraction;
        while (q < end && is_decimal_digit(*q)) q++;
        if (!has_digits && q == fraction) return start;
        has_digits = true;
        p = q;
    }
    if (!has_digits) return start;
    if (p < end && (*p | 0x20) == 'e') {
        const Char* q = p + 1;
        if (q < end && (*q == '+' || *q == '-')) q++;
        if (q < end && is_decimal_digit(*q)) {
            while (q < end && is_decimal_digit(*q)) q++;
            p = q;
        }
    }
    return p;
}

/// Radix 2 to the `shift`: keeps 64 significant bits and whether any later one is set.
template <class Char>
double power_of_two_value(const Char* p, const Char* end, int shift) {
    uint64_t bits = 0;
    int64_t dropped = 0;
    bool sticky = false;
    for (; p < end; p++) {
        if (*p == '_') continue;
        unsigned digit = digit_value(*p);
        if (bits >> 58 == 0) {  // room for another five bits
            bits = bits << shift | digit;
        } else {
            sticky |= digit != 0;
            dropped += shift;
        }
    }
    // The kept part has at least 58 bits if anything was dropped, so its last bit can hold the rest.
    if (sticky) bits |= 1;
    return dropped > 1100 ? kInfinity : std::ldexp(double(bits), int(dropped));
}

/// Any other radix, exactly: a number of kLimbs words, grown one chunk of digits at a time.
template <class Char>
double general_radix_value(const Char* p, const Char* end, unsigned radix) {
    constexpr int kLimbs = 18;
    uint64_t limbs[kLimbs];
    int used = 0;
    while (p < end) {
        uint64_t factor = 1;
        uint64_t chunk = 0;
        while (p < end && factor < (uint64_t(1) << 58)) {
            if (*p != '_') {
                chunk = chunk * radix + digit_value(*p);
                factor *= radix;
            }
            p++;
        }
        unsigned __int128 carry = chunk;
        for (int i = 0; i < used; i++) {
            carry += (unsigned __int128)limbs[i] * factor;
            limbs[i] = uint64_t(carry);
            carry >>= 64;
        }
        if (carry != 0) {
            if (used == kLimbs) return kInfinity;
            limbs[used++] = uint64_t(carry);
        }
    }
    if (used == 0) return 0;
    if (used == 1) return double(limbs[0]);
    int shift = std::countl_zero(limbs[used - 1]);
    uint64_t top = limbs[used - 1] << shift;
    if (shift) top |= limbs[used - 2] >> (64 - shift);
    bool sticky = (limbs[used - 2] << shift) != 0;
    for (int i = 0; i < used - 2; i++) sticky |= limbs[i] != 0;
    if (sticky) top |= 1;
    return std::ldexp(double(top), 64 * (used - 1) - shift);
}

template <class Char>
double digits_value(const Char* p, const Char* end, unsigned radix) {
    while (p < end && *p == '0') p++;
    if (radix == 10) return p == end ? 0 : decimal_value(p, end);
    if (std::has_single_bit(radix)) return power_of_two_value(p, end, std::countr_zero(radix));
    return general_radix_value(p, end, radix);
}

template <class Char>
bool are_digits(const Char* p, const Char* end, unsigned radix) {
    for (; p < end; p++) {
        if (digit_value(*p) >= radix) return false;
    }
    return true;
}

/// The radix that a prefix 0x, 0o or 0b at `p` names, or 0.
template <class Char>
unsigned prefix_radix(const Char* p, const Char* end) {
    if (end - p < 2 || p[0] != '0') return 0;
    switch (p[1]) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

template <class Char>
double string_to_number_impl(const Char* p, size_t length) {
    const Char* end = p + length;
    p = skip_white_space(p, end);
    while (end > p && unicode::is_space_or_line_terminator(end[-1])) end--;
    // StringNumericLiteral ::: StrWhiteSpace_opt
    if (p == end) return 0;
    // StrNumericLiteral ::: NonDecimalIntegerLiteral, which has no sign.
    if (unsigned radix = prefix_radix(p, end)) {
        p += 2;
        return p < end && are_digits(p, end, radix) ? digits_value(p, end, radix) : kNaN;
    }
    bool negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    double value;
    if (starts_with_infinity(p, end)) {
        if (end - p != 8) return kNaN;
        value = kInfinity;
    } else {
        const Char* last = scan_decimal(p, end);
        if (last != end || last == p) return kNaN;
        value = decimal_value(p, end);
    }
    return negative ? -value : value;
}

template <class Char>
double parse_float_impl(const Char* p, size_t length) {
    const Char* end = p + length;
    p = skip_white_space(p, end);
    if (p == end) return kNaN;
    bool negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    double value;
    if (starts_with_infinity(p, end)) {
        value = kInfinity;
    } else {
        const Char* last = scan_decimal(p, end);
        if (last == p) return kNaN;
        value = decimal_value(p, last);
    }
    return negative ? -value : value;
}

template <class Char>
double parse_int_impl(const Char* p, size_t length, int32_t radix) {
    // 2. Let S be ! TrimString(inputString, start).
    const Char* end = p + length;
    p = skip_white_space(p, end);
    // 3-5. Let sign be 1, or -1 for a minus sign; remove the sign.
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    // 7-9. Radix 0 is 10; 16 and 0 strip a prefix 0x.
    bool strip_prefix = radix == 0 || radix == 16;
    if (radix == 0) radix = 10;
    if (radix < 2 || radix > 36) return kNaN;
    // 10. If the first two code units are "0x" or "0X", remove them and set R to 16.
    if (strip_prefix && prefix_radix(p, end) == 16) {
        p += 2;
        radix = 16;
    }
    // 11-12. Let Z be the digits up to the first code unit that is not one.
    const Char* last = p;
    while (last < end && digit_value(*last) < unsigned(radix)) last++;
    // 13. If Z is empty, return NaN.
    if (last == p) return kNaN;
    // 14-16. The integer, and -0 for a negative zero.
    double value = digits_value(p, last, unsigned(radix));
    return negative ? -value : value;
}

template <class Char>
double numeric_literal_impl(const Char* p, size_t length) {
    const Char* end = p + length;
    if (unsigned radix = prefix_radix(p, end)) return digits_value(p + 2, end, radix);
    // LegacyOctalIntegerLiteral: a zero, then octal digits alone.
    if (length > 1 && p[0] == '0' && are_digits(p, end, 8)) return digits_value(p, end, 8);
    return decimal_value(p, end);
}

}  // namespace

double string_to_number(const uint8_t* text, size_t length) {
    return string_to_number_impl(text, length);
}
double string_to_number(const char16_t* text, size_t length) {
    return string_to_number_impl(text, length);
}
double parse_float(const uint8_t* text, size_t length) { return parse_float_impl(text, length); }
double parse_float(const char16_t* text, size_t length) { return parse_float_impl(text, length); }
double parse_int(const uint8_t* text, size_t length, int32_t radix) {
    return parse_int_impl(text, length, radix);
}
double parse_int(const char16_t* text, size_t length, int32_t radix) {
    return parse_int_impl(text, length, radix);
}
double numeric_literal_value(const uint8_t* text, size_t length) {
    return numeric_literal_impl(text, length);
}
double numeric_literal_value(const char16_t* text, size_t length) {
    return numeric_literal_impl(text, length);
}
double digits_to_number(const uint8_t* text, size_t length, int radix) {
    return digits_value(text, text + length, unsigned(radix));
}
double digits_to_number(const char16_t* text, size_t length, int radix) {
    return digits_value(text, text + length, unsigned(radix));
}

}  // namespace jsx::numbers
