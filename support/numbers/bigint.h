// [doc:bigint-arithmetic] BigInt arithmetic on limbs in memory of the caller.
//
// A BigInt is a sign and a magnitude, the magnitude an array of 64-bit limbs, least significant first:
//
//     -2^64 - 5   =   negative, { 5, 1 }          0   =   not negative, { }
//
// Invariant (normal form): the last limb is not zero, and zero is not negative. Inputs are in normal
// form; outputs are brought into it by shortening.
//
// Nothing here makes a cell. For each operation X there is X_capacity, the number of limbs that the
// output must have room for, and X itself, which writes them and returns how many are left. So a
// caller computes small results on its stack and large ones straight into a new cell. An output never
// overlaps an input. The caller compares capacity and result with kMaxLimbs and throws.
//
// Logical operations act on two's complement of infinite length, which is formed limb by limb on the way.
// One limb is handled here; longer ones go to GMP's mpn layer, which is subquadratic where it matters.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsx::numbers::bigint {

using Limb = uint64_t;

/// V8's limit: 2^30 bits, beyond which "Maximum BigInt size exceeded".
inline constexpr uint64_t kMaxBits = uint64_t(1) << 30;
inline constexpr size_t kMaxLimbs = kMaxBits / 64;

/// A BigInt where it lies.
struct View {
    const Limb* limbs = nullptr;
    size_t length = 0;  // in limbs
    bool negative = false;

    bool is_zero() const { return length == 0; }
};

/// The shape of what was written.
struct Result {
    size_t length = 0;  // in limbs
    bool negative = false;
};

/// A small number as a View: `Small(-3).view()`.
struct Small {
    explicit constexpr Small(int64_t value)
        : limb(value < 0 ? 0 - uint64_t(value) : uint64_t(value)), negative(value < 0) {}
    View view() const { return {&limb, limb != 0 ? size_t(1) : 0, negative}; }
    Limb limb;
    bool negative;
};

/// Length in bits of the magnitude.
uint64_t bit_length(View a);

// ---- Comparison --------------------------------------------------------------------------------

enum class Order { kLess, kEqual, kGreater, kUnordered };

Order compare(View a, View b);
/// Mathematically exact; kUnordered for NaN.
Order compare(View a, double b);
bool equal(View a, View b);

// ---- Arithmetic --------------------------------------------------------------------------------

inline size_t add_capacity(View a, View b) { return (a.length > b.length ? a.length : b.length) + 1; }
Result add(Limb* out, View a, View b);
Result subtract(Limb* out, View a, View b);

inline size_t multiply_capacity(View a, View b) { return a.length + b.length; }
Result multiply(Limb* out, View a, View b);

/// Truncating division; `b` is not zero.
struct DivideResult {
    Result quotient;
    Result remainder;
};
inline size_t quotient_capacity(View a, View b) { return a.length < b.length ? 0 : a.length - b.length + 1; }
inline size_t remainder_capacity(View a, View b) { return a.length < b.length ? a.length : b.length; }
DivideResult divide(Limb* quotient, Limb* remainder, View a, View b);

/// a to a power that is not negative. Capacity is SIZE_MAX when the result must exceed kMaxBits.
/// `scratch` has the same capacity as `out`.
size_t power_capacity(View a, uint64_t exponent);
Result power(Limb* out, Limb* scratch, View a, uint64_t exponent);

// ---- Shifts and logic, in two's complement ------------------------------------------------------

/// Capacity is SIZE_MAX when the result must exceed kMaxBits.
size_t shift_left_capacity(View a, uint64_t bits);
Result shift_left(Limb* out, View a, uint64_t bits);
/// Rounds toward minus infinity.
size_t shift_right_capacity(View a, uint64_t bits);
Result shift_right(Limb* out, View a, uint64_t bits);

inline size_t logic_capacity(View a, View b) { return (a.length > b.length ? a.length : b.length) + 1; }
Result bitwise_and(Limb* out, View a, View b);
Result bitwise_or(Limb* out, View a, View b);
Result bitwise_xor(Limb* out, View a, View b);
inline size_t not_capacity(View a) { return a.length + 1; }
Result bitwise_not(Limb* out, View a);

/// https://tc39.es/ecma262/#sec-bigint.asintn and asuintn. Capacity is SIZE_MAX when the result must
/// exceed kMaxBits (a negative number as a very wide unsigned one).
size_t as_int_n_capacity(View a, uint64_t bits);
Result as_int_n(Limb* out, View a, uint64_t bits);
size_t as_uint_n_capacity(View a, uint64_t bits);
Result as_uint_n(Limb* out, View a, uint64_t bits);

// ---- Conversions -------------------------------------------------------------------------------

inline constexpr size_t kFromDoubleCapacity = 17;
/// `value` is an integer (and finite).
Result from_double(Limb* out, double value);
/// Rounds to nearest, ties to even; too large is an infinity.
double to_double(View a);
/// Modulo 2^64: BigInt64Array, BigUint64Array, DataView.
uint64_t to_uint64(View a);
/// Whether `a` is in the range of int64; then `*value` is a.
bool fits_int64(View a, int64_t* value);

/// A BigInt's text taken apart: digits in a radix, perhaps with `_` among them.
template <class Char>
struct Text {
    const Char* digits = nullptr;
    size_t length = 0;
    int radix = 10;
    bool negative = false;
    bool is_valid = false;
};
/// https://tc39.es/ecma262/#sec-stringtobigint: StrIntegerLiteral with white space around; empty is 0.
Text<uint8_t> scan_string(const uint8_t* text, size_t length);
Text<char16_t> scan_string(const char16_t* text, size_t length);
/// A BigInt literal's text as the lexer passed it, with or without its suffix n.
Text<uint8_t> scan_literal(const uint8_t* text, size_t length);
Text<char16_t> scan_literal(const char16_t* text, size_t length);

size_t parse_capacity(size_t digits, int radix);
Result parse(Limb* out, const Text<uint8_t>& text);
Result parse(Limb* out, const Text<char16_t>& text);

/// Characters that to_string may write, sign included.
size_t to_string_capacity(View a, int radix);
/// Returns the number of characters written.
size_t to_string(char* out, View a, int radix);

}  // namespace jsx::numbers::bigint
