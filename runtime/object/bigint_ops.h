// [doc:bigints] BigInt cells and the operations on them (tc39.es/ecma262/#sec-ecmascript-language-types-bigint-type).
//
//   header (flags: kNegative) | length:u32 capacity:u32 | limbs ...
//
// The arithmetic is that of support/numbers/bigint.h. Small results are computed on the native stack, large
// ones in the new cell, whose capacity is what the operation might have needed. Zero has no limbs and no sign.
// All operations may allocate; they throw RangeError "Maximum BigInt size exceeded" and what is said at each.
#pragma once

#include "gc/cell.h"
#include "gc/kinds.h"
#include "runtime/object/completion.h"
#include "runtime/object/string.h"
#include "support/numbers/bigint.h"

namespace jsx {

class Isolate;

class BigInt final : public gc::Cell {
public:
    using Limb = numbers::bigint::Limb;
    static constexpr auto kKind = gc::CellKind::kBigInt;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const gc::Cell* cell);
    enum : uint8_t { kNegative = 1 };
    static constexpr uint32_t kBigIntShapeId = 3;
    explicit BigInt(uint32_t capacity) : Cell(kKind, kBigIntShapeId), length_(0), capacity_(capacity) {}

    uint32_t length() const { return length_; }  // in limbs
    bool is_zero() const { return length_ == 0; }
    bool is_negative() const { return flags_ & kNegative; }
    /// The limbs lie in the cell: the view pins it while it is on the native stack.
    numbers::bigint::View view() const { return {limbs(), length_, is_negative()}; }
    Limb* limbs() { return reinterpret_cast<Limb*>(this + 1); }
    const Limb* limbs() const { return reinterpret_cast<const Limb*>(this + 1); }
    /// For fresh cells: what was written.
    void set_result(numbers::bigint::Result result) {
        length_ = uint32_t(result.length);
        flags_ = result.negative ? kNegative : 0;
    }

private:
    uint32_t length_;
    uint32_t capacity_;
};
static_assert(sizeof(BigInt) == 16);

inline BigInt* as_bigint(Value v) { return static_cast<BigInt*>(v.as_cell()); }

// ---- making (no JavaScript) ----
BigInt* new_bigint(Isolate& iso, numbers::bigint::View view);
BigInt* bigint_from_int64(Isolate& iso, int64_t value);
BigInt* bigint_from_uint64(Isolate& iso, uint64_t value);
/// A literal's text: decimal or 0x, 0o, 0b; with separators; with or without n.
Completion<BigInt*> bigint_from_literal(Isolate& iso, FlatContent text);

// ---- arithmetic (no JavaScript) ----
Completion<BigInt*> bigint_add(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_subtract(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_multiply(Isolate& iso, BigInt* a, BigInt* b);
/// RangeError "Division by zero".
Completion<BigInt*> bigint_divide(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_remainder(Isolate& iso, BigInt* a, BigInt* b);
/// RangeError "Exponent must be positive".
Completion<BigInt*> bigint_exponentiate(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_left_shift(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_signed_right_shift(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_and(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_or(Isolate& iso, BigInt* a, BigInt* b);
Completion<BigInt*> bigint_xor(Isolate& iso, BigInt* a, BigInt* b);
BigInt* bigint_unary_minus(Isolate& iso, BigInt* a);
Completion<BigInt*> bigint_not(Isolate& iso, BigInt* a);
Completion<BigInt*> bigint_increment(Isolate& iso, BigInt* a);
Completion<BigInt*> bigint_decrement(Isolate& iso, BigInt* a);
Completion<BigInt*> bigint_as_int_n(Isolate& iso, uint64_t bits, BigInt* a);
Completion<BigInt*> bigint_as_uint_n(Isolate& iso, uint64_t bits, BigInt* a);

// ---- comparison (no JavaScript) ----
inline bool bigint_equal(BigInt* a, BigInt* b) { return numbers::bigint::equal(a->view(), b->view()); }
inline numbers::bigint::Order bigint_compare(BigInt* a, BigInt* b) {
    return numbers::bigint::compare(a->view(), b->view());
}
/// Mathematically; kUnordered for NaN.
inline numbers::bigint::Order bigint_compare(BigInt* a, double b) { return numbers::bigint::compare(a->view(), b); }
/// Agrees with bigint_equal.
uint32_t bigint_hash(BigInt* a);

// ---- conversion ----
inline double bigint_to_number(BigInt* a) { return numbers::bigint::to_double(a->view()); }
/// RangeError "Invalid string length".
Completion<String*> bigint_to_string(Isolate& iso, BigInt* a, int radix = 10);
/// StringToBigInt: false if the text is no BigInt, else it is in *out.
Completion<bool> string_to_bigint(Isolate& iso, String* text, BigInt** out);
/// RangeError "The number 1.5 cannot be converted to a BigInt because it is not an integer".
Completion<BigInt*> number_to_bigint(Isolate& iso, double number);
/// ToBigInt; may run JavaScript. TypeError, SyntaxError "Cannot convert x to a BigInt".
Completion<BigInt*> to_bigint(Isolate& iso, Value v);
/// ToBigInt64, ToBigUint64; may run JavaScript.
Completion<int64_t> to_big_int64(Isolate& iso, Value v);
Completion<uint64_t> to_big_uint64(Isolate& iso, Value v);

// ---- operators on any values: what handlers fall back to. They may run JavaScript. ----
enum class NumericOp : uint8_t {
    kAdd, kSubtract, kMultiply, kDivide, kRemainder, kExponentiate,
    kLeftShift, kSignedRightShift, kUnsignedRightShift, kBitAnd, kBitOr, kBitXor,
};
/// https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator, strings included. TypeError "Cannot mix BigInt and
/// other types, use explicit conversions", "BigInts have no unsigned right shift, use >> instead".
Completion<Value> apply_numeric_operator(Isolate& iso, NumericOp op, Value lhs, Value rhs);
/// The same for operands that are both numbers; never throws, runs nothing.
Value apply_number_operator(NumericOp op, double lhs, double rhs);
/// -x, ~x, x + 1, x - 1 after ToNumeric.
enum class UnaryNumericOp : uint8_t { kNegate, kBitNot, kIncrement, kDecrement };
Completion<Value> apply_unary_operator(Isolate& iso, UnaryNumericOp op, Value operand);

}  // namespace jsx
