#include "runtime/object/bigint_ops.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "runtime/object/abstract_ops.h"
#include "support/numbers/math.h"

namespace jsx {

namespace big = numbers::bigint;

namespace {

/// Results of up to this many limbs are computed on the stack, then copied into a cell that fits.
constexpr size_t kStackLimbs = 32;

Thrown throw_too_big(Isolate& iso) { return iso.throw_range_error("Maximum BigInt size exceeded"); }

/// Null if the heap cannot hold it.
BigInt* try_new_cell(Isolate& iso, size_t capacity) {
    void* memory = iso.heap.try_allocate(sizeof(BigInt) + capacity * sizeof(big::Limb), BigInt::kKind);
    return memory ? new (memory) BigInt(uint32_t(capacity)) : nullptr;
}

/// Runs `operation(Limb* out) -> Result`, which needs `capacity` limbs, and makes a BigInt of what it wrote.
template <class Operation>
Completion<BigInt*> make(Isolate& iso, size_t capacity, Operation operation) {
    if (capacity <= kStackLimbs) {
        big::Limb limbs[kStackLimbs];
        big::Result r = operation(limbs);
        return new_bigint(iso, {limbs, r.length, r.negative});
    }
    // A capacity may exceed the result by a few limbs.
    if (capacity > big::kMaxLimbs + 64) return throw_too_big(iso);
    BigInt* cell = try_new_cell(iso, capacity);
    if (!cell) return throw_too_big(iso);
    big::Result r = operation(cell->limbs());
    if (r.length > big::kMaxLimbs) return throw_too_big(iso);
    cell->set_result(r);
    // Most of it unused (a difference of neighbours, a remainder): keep the part that counts.
    return r.length < capacity / 2 ? new_bigint(iso, cell->view()) : cell;
}

template <class T>
struct FreeDeleter {
    void operator()(T* memory) const { std::free(memory); }
};

}  // namespace

size_t BigInt::cell_size(const gc::Cell* cell) {
    return sizeof(BigInt) + size_t(static_cast<const BigInt*>(cell)->capacity_) * sizeof(Limb);
}

BigInt* new_bigint(Isolate& iso, big::View view) {
    size_t bytes = sizeof(BigInt) + view.length * sizeof(big::Limb);
    BigInt* cell = iso.heap.make_sized<BigInt>(bytes, uint32_t(view.length));
    std::copy_n(view.limbs, view.length, cell->limbs());
    cell->set_result({view.length, view.negative});
    return cell;
}

BigInt* bigint_from_int64(Isolate& iso, int64_t value) { return new_bigint(iso, big::Small(value).view()); }

BigInt* bigint_from_uint64(Isolate& iso, uint64_t value) {
    return new_bigint(iso, {&value, value != 0 ? size_t(1) : 0, false});
}

Completion<BigInt*> bigint_from_literal(Isolate& iso, FlatContent text) {
    auto parse = [&](auto parts) {
        return make(iso, big::parse_capacity(parts.length, parts.radix),
                    [&](big::Limb* out) { return big::parse(out, parts); });
    };
    if (text.is_latin1) return parse(big::scan_literal(text.latin1(), text.length));
    return parse(big::scan_literal(text.utf16(), text.length));
}

// ---- Arithmetic --------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-numeric-types-bigint-add
Completion<BigInt*> bigint_add(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::add_capacity(x, y), [&](big::Limb* out) { return big::add(out, x, y); });
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-subtract
Completion<BigInt*> bigint_subtract(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::add_capacity(x, y), [&](big::Limb* out) { return big::subtract(out, x, y); });
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-multiply
Completion<BigInt*> bigint_multiply(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::multiply_capacity(x, y), [&](big::Limb* out) { return big::multiply(out, x, y); });
}

namespace {

enum class Half : uint8_t { kQuotient, kRemainder };

Completion<BigInt*> divide(Isolate& iso, BigInt* a, BigInt* b, Half wanted) {
    big::View x = a->view(), y = b->view();
    // 1. If y is 0, throw a RangeError.
    if (y.is_zero()) return iso.throw_range_error("Division by zero");
    bool is_quotient = wanted == Half::kQuotient;
    size_t other_capacity = is_quotient ? big::remainder_capacity(x, y) : big::quotient_capacity(x, y);
    big::Limb stack_limbs[kStackLimbs];
    std::unique_ptr<big::Limb, FreeDeleter<big::Limb>> heap_limbs;
    big::Limb* other = stack_limbs;
    if (other_capacity > kStackLimbs) {
        heap_limbs.reset(static_cast<big::Limb*>(std::malloc(other_capacity * sizeof(big::Limb))));
        if (!heap_limbs) return throw_too_big(iso);
        other = heap_limbs.get();
    }
    size_t capacity = is_quotient ? big::quotient_capacity(x, y) : big::remainder_capacity(x, y);
    return make(iso, capacity, [&](big::Limb* out) {
        return is_quotient ? big::divide(out, other, x, y).quotient : big::divide(other, out, x, y).remainder;
    });
}

}  // namespace

// https://tc39.es/ecma262/#sec-numeric-types-bigint-divide
Completion<BigInt*> bigint_divide(Isolate& iso, BigInt* a, BigInt* b) { return divide(iso, a, b, Half::kQuotient); }

// https://tc39.es/ecma262/#sec-numeric-types-bigint-remainder
Completion<BigInt*> bigint_remainder(Isolate& iso, BigInt* a, BigInt* b) {
    return divide(iso, a, b, Half::kRemainder);
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-exponentiate
Completion<BigInt*> bigint_exponentiate(Isolate& iso, BigInt* a, BigInt* b) {
    // 1. If exponent < 0, throw a RangeError.
    if (b->is_negative()) return iso.throw_range_error("Exponent must be positive");
    big::View x = a->view();
    // An exponent of several limbs leaves only 0, 1 and -1 in bounds, and the last limb says the parity.
    uint64_t exponent = b->is_zero() ? 0 : b->view().limbs[0];
    if (b->length() > 1) exponent = (exponent & 1) | uint64_t(1) << 63;
    size_t capacity = big::power_capacity(x, exponent);
    if (capacity == SIZE_MAX) return throw_too_big(iso);
    std::unique_ptr<big::Limb, FreeDeleter<big::Limb>> scratch(
        static_cast<big::Limb*>(std::malloc(capacity * sizeof(big::Limb))));
    if (!scratch) return throw_too_big(iso);
    // The bound may be twice the result, whose own length is checked where it is known.
    std::unique_ptr<big::Limb, FreeDeleter<big::Limb>> out;
    if (capacity <= kStackLimbs) {
        return make(iso, capacity, [&](big::Limb* limbs) { return big::power(limbs, scratch.get(), x, exponent); });
    }
    out.reset(static_cast<big::Limb*>(std::malloc(capacity * sizeof(big::Limb))));
    if (!out) return throw_too_big(iso);
    big::Result r = big::power(out.get(), scratch.get(), x, exponent);
    big::View result{out.get(), r.length, r.negative};
    if (big::bit_length(result) > big::kMaxBits) return throw_too_big(iso);
    return make(iso, r.length, [&](big::Limb* limbs) {
        std::copy_n(result.limbs, result.length, limbs);
        return r;
    });
}

namespace {

Completion<BigInt*> shift(Isolate& iso, BigInt* a, BigInt* b, bool left) {
    big::View x = a->view();
    if (x.is_zero() || b->is_zero()) return a;
    uint64_t bits = b->length() > 1 ? UINT64_MAX : b->view().limbs[0];
    if (left) {
        size_t capacity = big::shift_left_capacity(x, bits);
        if (capacity == SIZE_MAX) return throw_too_big(iso);
        return make(iso, capacity, [&](big::Limb* out) { return big::shift_left(out, x, bits); });
    }
    return make(iso, big::shift_right_capacity(x, bits),
                [&](big::Limb* out) { return big::shift_right(out, x, bits); });
}

}  // namespace

// https://tc39.es/ecma262/#sec-numeric-types-bigint-leftShift
Completion<BigInt*> bigint_left_shift(Isolate& iso, BigInt* a, BigInt* b) {
    return shift(iso, a, b, !b->is_negative());
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-signedRightShift
Completion<BigInt*> bigint_signed_right_shift(Isolate& iso, BigInt* a, BigInt* b) {
    return shift(iso, a, b, b->is_negative());
}

// https://tc39.es/ecma262/#sec-bigintbitwiseop
Completion<BigInt*> bigint_and(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::logic_capacity(x, y), [&](big::Limb* out) { return big::bitwise_and(out, x, y); });
}
Completion<BigInt*> bigint_or(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::logic_capacity(x, y), [&](big::Limb* out) { return big::bitwise_or(out, x, y); });
}
Completion<BigInt*> bigint_xor(Isolate& iso, BigInt* a, BigInt* b) {
    big::View x = a->view(), y = b->view();
    return make(iso, big::logic_capacity(x, y), [&](big::Limb* out) { return big::bitwise_xor(out, x, y); });
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-unaryMinus
BigInt* bigint_unary_minus(Isolate& iso, BigInt* a) {
    if (a->is_zero()) return a;
    big::View x = a->view();
    x.negative = !x.negative;
    return new_bigint(iso, x);
}

// https://tc39.es/ecma262/#sec-numeric-types-bigint-bitwiseNOT
Completion<BigInt*> bigint_not(Isolate& iso, BigInt* a) {
    big::View x = a->view();
    return make(iso, big::not_capacity(x), [&](big::Limb* out) { return big::bitwise_not(out, x); });
}

Completion<BigInt*> bigint_increment(Isolate& iso, BigInt* a) {
    big::View x = a->view();
    big::Small one(1);
    return make(iso, x.length + 1, [&](big::Limb* out) { return big::add(out, x, one.view()); });
}

Completion<BigInt*> bigint_decrement(Isolate& iso, BigInt* a) {
    big::View x = a->view();
    big::Small one(-1);
    return make(iso, x.length + 1, [&](big::Limb* out) { return big::add(out, x, one.view()); });
}

Completion<BigInt*> bigint_as_int_n(Isolate& iso, uint64_t bits, BigInt* a) {
    big::View x = a->view();
    if (bits > big::bit_length(x)) return a;
    return make(iso, big::as_int_n_capacity(x, bits), [&](big::Limb* out) { return big::as_int_n(out, x, bits); });
}

Completion<BigInt*> bigint_as_uint_n(Isolate& iso, uint64_t bits, BigInt* a) {
    big::View x = a->view();
    if (!x.negative && bits >= big::bit_length(x)) return a;
    size_t capacity = big::as_uint_n_capacity(x, bits);
    if (capacity == SIZE_MAX) return throw_too_big(iso);
    return make(iso, capacity, [&](big::Limb* out) { return big::as_uint_n(out, x, bits); });
}

uint32_t bigint_hash(BigInt* a) {
    uint64_t hash = a->is_negative() ? 0x9E3779B97F4A7C15 : 0;
    for (uint32_t i = 0; i < a->length(); i++) {
        hash = (hash ^ a->limbs()[i]) * 0xFF51AFD7ED558CCD;
        hash ^= hash >> 32;
    }
    return uint32_t(hash);
}

// ---- Conversion --------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-numeric-types-bigint-tostring
Completion<String*> bigint_to_string(Isolate& iso, BigInt* a, int radix) {
    constexpr size_t kStackText = 512;
    big::View x = a->view();
    size_t capacity = big::to_string_capacity(x, radix);
    char stack_text[kStackText];
    std::unique_ptr<char, FreeDeleter<char>> heap_text;
    char* text = stack_text;
    if (capacity > kStackText) {
        heap_text.reset(static_cast<char*>(std::malloc(capacity)));
        if (!heap_text) return iso.throw_range_error("Invalid string length");
        text = heap_text.get();
    }
    size_t length = big::to_string(text, x, radix);
    if (length <= kStackText) return new_string(iso, std::string_view(text, length));
    FlatString* string = TRY(new_flat_string(iso, length, true));
    std::copy_n(text, length, string->latin1());
    return static_cast<String*>(string);
}

// https://tc39.es/ecma262/#sec-stringtobigint
Completion<bool> string_to_bigint(Isolate& iso, String* string, BigInt** out) {
    FlatContent text = string->content(iso);
    auto parse = [&](auto parts) -> Completion<bool> {
        if (!parts.is_valid) return false;
        *out = TRY(make(iso, big::parse_capacity(parts.length, parts.radix),
                        [&](big::Limb* limbs) { return big::parse(limbs, parts); }));
        return true;
    };
    if (text.is_latin1) return parse(big::scan_string(text.latin1(), text.length));
    return parse(big::scan_string(text.utf16(), text.length));
}

// https://tc39.es/ecma262/#sec-numbertobigint
Completion<BigInt*> number_to_bigint(Isolate& iso, double number) {
    // 1. If number is not an integral Number, throw a RangeError.
    if (!std::isfinite(number) || std::trunc(number) != number) {
        return iso.throw_range_error("The number %g cannot be converted to a BigInt because it is not an integer",
                                     number);
    }
    return make(iso, big::kFromDoubleCapacity, [&](big::Limb* out) { return big::from_double(out, number); });
}

// https://tc39.es/ecma262/#sec-tobigint
Completion<BigInt*> to_bigint(Isolate& iso, Value v) {
    // 1. Let prim be ? ToPrimitive(argument, number).
    Value primitive = TRY(to_primitive(iso, v, PreferredType::kNumber));
    // 2. Return what the table says.
    if (is_bigint(primitive)) return as_bigint(primitive);
    if (primitive.is_boolean()) return bigint_from_int64(iso, primitive.is_true());
    if (is_string(primitive)) {
        BigInt* result = nullptr;
        if (TRY(string_to_bigint(iso, as_string(primitive), &result))) return result;
        return iso.throw_syntax_error("Cannot convert %S to a BigInt", as_string(primitive));
    }
    if (is_symbol(primitive)) {
        return iso.throw_type_error("Cannot convert %S to a BigInt",
                                    symbol_descriptive_string(iso, as_symbol(primitive)));
    }
    String* text = TRY(to_string(iso, primitive));
    return iso.throw_type_error("Cannot convert %S to a BigInt", text);
}

// https://tc39.es/ecma262/#sec-tobigint64
Completion<int64_t> to_big_int64(Isolate& iso, Value v) {
    BigInt* n = TRY(to_bigint(iso, v));
    return int64_t(big::to_uint64(n->view()));
}

// https://tc39.es/ecma262/#sec-tobiguint64
Completion<uint64_t> to_big_uint64(Isolate& iso, Value v) {
    BigInt* n = TRY(to_bigint(iso, v));
    return big::to_uint64(n->view());
}

// ---- Operators ---------------------------------------------------------------------------------

Value apply_number_operator(NumericOp op, double a, double b) {
    switch (op) {
    case NumericOp::kAdd:
        return Value::number(a + b);
    case NumericOp::kSubtract:
        return Value::number(a - b);
    case NumericOp::kMultiply:
        return Value::number(a * b);
    case NumericOp::kDivide:
        return Value::number(a / b);
    case NumericOp::kRemainder:
        return Value::number(numbers::remainder(a, b));
    case NumericOp::kExponentiate:
        return Value::number(numbers::power(a, b));
    case NumericOp::kLeftShift:
        return Value::int32(int32_t(numbers::to_uint32(a) << (numbers::to_uint32(b) & 31)));
    case NumericOp::kSignedRightShift:
        return Value::int32(numbers::to_int32(a) >> (numbers::to_uint32(b) & 31));
    case NumericOp::kUnsignedRightShift:
        return Value::number(numbers::to_uint32(a) >> (numbers::to_uint32(b) & 31));
    case NumericOp::kBitAnd:
        return Value::int32(numbers::to_int32(a) & numbers::to_int32(b));
    case NumericOp::kBitOr:
        return Value::int32(numbers::to_int32(a) | numbers::to_int32(b));
    case NumericOp::kBitXor:
        return Value::int32(numbers::to_int32(a) ^ numbers::to_int32(b));
    }
    JSX_UNREACHABLE();
}

namespace {

Completion<BigInt*> apply_bigint_operator(Isolate& iso, NumericOp op, BigInt* a, BigInt* b) {
    switch (op) {
    case NumericOp::kAdd:
        return bigint_add(iso, a, b);
    case NumericOp::kSubtract:
        return bigint_subtract(iso, a, b);
    case NumericOp::kMultiply:
        return bigint_multiply(iso, a, b);
    case NumericOp::kDivide:
        return bigint_divide(iso, a, b);
    case NumericOp::kRemainder:
        return bigint_remainder(iso, a, b);
    case NumericOp::kExponentiate:
        return bigint_exponentiate(iso, a, b);
    case NumericOp::kLeftShift:
        return bigint_left_shift(iso, a, b);
    case NumericOp::kSignedRightShift:
        return bigint_signed_right_shift(iso, a, b);
    case NumericOp::kUnsignedRightShift:
        return iso.throw_type_error("BigInts have no unsigned right shift, use >> instead");
    case NumericOp::kBitAnd:
        return bigint_and(iso, a, b);
    case NumericOp::kBitOr:
        return bigint_or(iso, a, b);
    case NumericOp::kBitXor:
        return bigint_xor(iso, a, b);
    }
    JSX_UNREACHABLE();
}

}  // namespace

// https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator
Completion<Value> apply_numeric_operator(Isolate& iso, NumericOp op, Value lhs, Value rhs) {
    // 1. If opText is +, then
    if (op == NumericOp::kAdd) {
        // a-b. Let lprim and rprim be ? ToPrimitive of the operands.
        lhs = TRY(to_primitive(iso, lhs));
        rhs = TRY(to_primitive(iso, rhs));
        // c. If either is a String, concatenate.
        if (is_string(lhs) || is_string(rhs)) {
            String* l = TRY(to_string(iso, lhs));
            String* r = TRY(to_string(iso, rhs));
            return Value(TRY(concat(iso, l, r)));
        }
    }
    // 3-4. Let lnum and rnum be ? ToNumeric of the operands.
    lhs = TRY(to_numeric(iso, lhs));
    rhs = TRY(to_numeric(iso, rhs));
    if (lhs.is_number() && rhs.is_number()) return apply_number_operator(op, lhs.as_number(), rhs.as_number());
    // 5. If Type(lnum) is not Type(rnum), throw a TypeError.
    if (lhs.is_number() || rhs.is_number()) {
        return iso.throw_type_error("Cannot mix BigInt and other types, use explicit conversions");
    }
    // 6-8. The BigInt operation.
    return Value(TRY(apply_bigint_operator(iso, op, as_bigint(lhs), as_bigint(rhs))));
}

Completion<Value> apply_unary_operator(Isolate& iso, UnaryNumericOp op, Value operand) {
    operand = TRY(to_numeric(iso, operand));
    if (operand.is_number()) {
        double number = operand.as_number();
        switch (op) {
        case UnaryNumericOp::kNegate:
            return Value::number(-number);
        case UnaryNumericOp::kBitNot:
            return Value::int32(~numbers::to_int32(number));
        case UnaryNumericOp::kIncrement:
            return Value::number(number + 1);
        case UnaryNumericOp::kDecrement:
            return Value::number(number - 1);
        }
    }
    BigInt* n = as_bigint(operand);
    switch (op) {
    case UnaryNumericOp::kNegate:
        return Value(bigint_unary_minus(iso, n));
    case UnaryNumericOp::kBitNot:
        return Value(TRY(bigint_not(iso, n)));
    case UnaryNumericOp::kIncrement:
        return Value(TRY(bigint_increment(iso, n)));
    case UnaryNumericOp::kDecrement:
        return Value(TRY(bigint_decrement(iso, n)));
    }
    JSX_UNREACHABLE();
}

}  // namespace jsx
