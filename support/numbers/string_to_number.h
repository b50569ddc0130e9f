// [doc:string-to-number] Text as Numbers.
//
// Each entry exists for Latin-1 and for UTF-16 text, allocates nothing and rounds exactly (to nearest,
// ties to even), however long the text is: decimals go through fast_float, powers of two keep a
// sticky bit, other radices run through a number of 1,100 bits on the stack, beyond which all is
// Infinity.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsx::numbers {

/// https://tc39.es/ecma262/#sec-stringtonumber: white space around, the whole text one literal, else NaN.
double string_to_number(const uint8_t* text, size_t length);
double string_to_number(const char16_t* text, size_t length);

/// https://tc39.es/ecma262/#sec-parsefloat-string from step 2 on: the longest prefix that is a number.
double parse_float(const uint8_t* text, size_t length);
double parse_float(const char16_t* text, size_t length);

/// https://tc39.es/ecma262/#sec-parseint-string-radix from step 2 on; `radix` is ToInt32 of the argument.
double parse_int(const uint8_t* text, size_t length, int32_t radix);
double parse_int(const char16_t* text, size_t length, int32_t radix);

/// The value of a NumericLiteral that the lexer has found well formed: decimal with point and exponent,
/// 0x, 0o, 0b, legacy octal (017) and its decimal look-alike (089), separators; no BigInt suffix.
double numeric_literal_value(const uint8_t* text, size_t length);
double numeric_literal_value(const char16_t* text, size_t length);

/// The value of digits in a radix of 2 to 36, rounded once; `_` among them is skipped.
double digits_to_number(const uint8_t* text, size_t length, int radix);
double digits_to_number(const char16_t* text, size_t length, int radix);

/// The value of a digit in radix 36, or 36 and more for no digit.
constexpr unsigned digit_value(char32_t unit) {
    if (unit - U'0' < 10) return unsigned(unit - U'0');
    char32_t lower = unit | 0x20;
    return lower - U'a' < 26 ? unsigned(lower - U'a' + 10) : 99;
}

}  // namespace jsx::numbers
