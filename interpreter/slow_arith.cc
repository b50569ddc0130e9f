// Arithmetic, conversions and comparisons beyond numbers.
#include <cmath>

#include "interpreter/slow_paths.h"
#include "runtime/object/bigint_ops.h"

namespace jsx::interp::rt {

using bytecode::TypeOfKind;

double number_remainder(double a, double b) {
    if (b != 0 && std::fabs(a) < 0x1p53 && std::fabs(b) < 0x1p53 && std::trunc(a) == a &&
        std::trunc(b) == b) {
        int64_t r = int64_t(a) % int64_t(b);
        return r == 0 && std::signbit(a) ? -0.0 : double(r);
    }
    return std::fmod(a, b);
}

static uint64_t operand_bits(Value v) {
    if (v.is_int32()) return 0;
    if (v.is_number()) return ic::kSeenDouble;
    if (is_string(v)) return ic::kSeenString;
    if (is_bigint(v)) return ic::kSeenBigInt;
    return ic::kSeenOther;
}

Completion<Value> arithmetic(Isolate& iso, NumericOp op, Value a, Value b, uint64_t* seen) {
    *seen |= operand_bits(a) | operand_bits(b);
    // FAST: two strings need no conversion.
    if (op == NumericOp::kAdd && is_string(a) && is_string(b)) {
        return TRY(concat(iso, as_string(a), as_string(b)));
    }
    return apply_numeric_operator(iso, op, a, b);
}

#define RT_UNARY(name, Op, kind)                                                                   \
    RT(name, Op) {                                                                                 \
        md[op.ic] |= operand_bits(fp[op.reg]);                                                     \
        fp[op.reg] = TRY(apply_unary_operator(iso, UnaryNumericOp::kind, fp[op.reg]));             \
        return {};                                                                                 \
    }                                                                                              \
    RT(name##_post, Post##Op) {                                                                    \
        md[op.ic] |= operand_bits(fp[op.reg]);                                                     \
        Value old = TRY(to_numeric(iso, fp[op.reg]));                                              \
        fp[op.reg] = TRY(apply_unary_operator(iso, UnaryNumericOp::kind, old));                    \
        fp[op.dst] = old;                                                                          \
        return {};                                                                                 \
    }
RT_UNARY(inc, Inc, kIncrement)
RT_UNARY(dec, Dec, kDecrement)

RT(neg, Neg) {
    md[op.ic] |= operand_bits(fp[op.src]);
    fp[op.dst] = TRY(apply_unary_operator(iso, UnaryNumericOp::kNegate, fp[op.src]));
    return {};
}
RT(bit_not, BitNot) {
    md[op.ic] |= operand_bits(fp[op.src]);
    fp[op.dst] = TRY(apply_unary_operator(iso, UnaryNumericOp::kBitNot, fp[op.src]));
    return {};
}
RT(to_number_op, ToNumber) {
    md[op.ic] |= operand_bits(fp[op.src]);
    fp[op.dst] = Value::number(TRY(to_number(iso, fp[op.src])));
    return {};
}
RT(to_numeric_op, ToNumeric) {
    md[op.ic] |= operand_bits(fp[op.src]);
    fp[op.dst] = TRY(to_numeric(iso, fp[op.src]));
    return {};
}
RT(to_string_op, ToString) {
    fp[op.dst] = Value(TRY(to_string(iso, fp[op.src])));
    return {};
}
RT(to_property_key_op, ToPropertyKey) {
    PropertyKey key = TRY(to_property_key(iso, fp[op.src]));
    fp[op.dst] = key.to_value(iso);
    return {};
}
RT(to_object_op, ToObject) {
    fp[op.dst] = Value(TRY(to_object(iso, fp[op.src])));
    return {};
}
RT(concat_op, Concat) {
    String* result = TRY(to_string(iso, fp[op.first]));
    for (uint32_t i = 1; i < op.count; i++) {
        String* piece = TRY(to_string(iso, fp[op.first + i]));
        result = TRY(concat(iso, result, piece));
    }
    fp[op.dst] = Value(result);
    return {};
}

Completion<bool> relation(Isolate& iso, Relation op, Value a, Value b, uint64_t* seen) {
    *seen |= operand_bits(a) | operand_bits(b);
    switch (op) {
    case Relation::kLess: return TRY(is_less_than(iso, a, b, true)) == Order::kLess;
    case Relation::kGreater: return TRY(is_less_than(iso, b, a, false)) == Order::kLess;
    case Relation::kLessEq: return TRY(is_less_than(iso, b, a, false)) == Order::kNotLess;
    case Relation::kGreaterEq: return TRY(is_less_than(iso, a, b, true)) == Order::kNotLess;
    }
    JSX_UNREACHABLE();
}

}  // namespace jsx::interp::rt
