// [doc:number-to-string] Numbers as text.
//
// Every function writes Latin-1 (in fact ASCII) into a buffer of the caller and returns the number of
// characters written; nothing is terminated by a zero. The buffer sizes are constants of this header,
// so a caller keeps the text on its stack and makes the string cell once, of the right length.
//
// Shortest round-trip digits come from Dragonbox, exactly rounded digits (toFixed and kin) from
// double-conversion. Digits of a radix other than ten follow V8's choice where the language leaves
// one: as many fraction digits as tell the value from its neighbours, rounded to even.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsx::numbers {

/// Enough for any result of number_to_string, int32_to_string and uint64_to_string, in characters.
inline constexpr size_t kNumberTextMax = 32;
/// Enough for number_to_radix_string: 1,024 binary digits before the point, 1,074 after it.
inline constexpr size_t kRadixTextMax = 2112;
/// Enough for number_to_fixed, number_to_exponential and number_to_precision.
inline constexpr size_t kFormattedTextMax = 136;
/// Enough for number_to_grouped: 309 digits, their commas, the fraction and a sign.
inline constexpr size_t kGroupedTextMax = 448;

/// The digits of radix 36, in order.
inline constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/// Decimal text of an integer; the fast path of number_to_string, and of property keys.
size_t uint64_to_string(uint64_t value, char* out);
size_t int32_to_string(int32_t value, char* out);

/// https://tc39.es/ecma262/#sec-numeric-types-number-tostring with radix 10.
size_t number_to_string(double value, char* out);

/// The same with a radix of 2 to 36; needs kRadixTextMax characters.
size_t number_to_radix_string(double value, int radix, char* out);

/// https://tc39.es/ecma262/#sec-number.prototype.tofixed, steps 6 on. `value` is finite, `digits` is
/// 0 to 100. From 1e21 up the text is that of number_to_string, as the clause says.
size_t number_to_fixed(double value, int digits, char* out);

/// https://tc39.es/ecma262/#sec-number.prototype.toexponential, steps 6 on. `value` is finite; `digits` is
/// 0 to 100, or -1 for as many as are necessary.
size_t number_to_exponential(double value, int digits, char* out);

/// https://tc39.es/ecma262/#sec-number.prototype.toprecision, steps 6 on. `value` is finite,
/// `precision` is 1 to 100.
size_t number_to_precision(double value, int precision, char* out);

/// The text of Number.prototype.toLocaleString for en-US without options: digits in groups of three and
/// at most three fraction digits, halves away from zero. `value` is finite.
size_t number_to_grouped(double value, char* out);

}  // namespace jsx::numbers
