// Loads, arithmetic, comparisons and jumps.
#include "interpreter/frame.h"
#include "interpreter/ic/ic.h"
#include "interpreter/slow_paths.h"

#include <cmath>

namespace jsx::interp {

using bytecode::TypeOfKind;

// ---- loads and moves ----

#define LOAD(Name, value)                                                                          \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        fp[op.dst] = value;                                                                        \
        NEXT();                                                                                    \
    }
LOAD(LoadUndefined, Value::undefined())
LOAD(LoadNull, Value::null())
LOAD(LoadTrue, Value::boolean(true))
LOAD(LoadFalse, Value::boolean(false))
LOAD(LoadEmpty, Value::empty())
LOAD(LoadInt, make_int(op.value, int_tag))
LOAD(LoadInt32, make_int(op.value, int_tag))
LOAD(LoadConst, constant(md, op.value))
LOAD(Move, fp[op.src])

HANDLER(LoadUndefinedRange) {
    OPERANDS(LoadUndefinedRange);
    for (uint32_t i = 0; i < op.count; i++) fp[op.dst + i] = Value::undefined();
    NEXT();
}

HANDLER(LoadEmptyRange) {
    OPERANDS(LoadEmptyRange);
    for (uint32_t i = 0; i < op.count; i++) fp[op.dst + i] = Value::empty();
    NEXT();
}

// ---- arithmetic: int32 first, then doubles in line; everything else leaves ----

/// Notes in the op's ArithIC that doubles were seen; int32 operands leave no trace.
#define SEEN_DOUBLE()                                                                              \
    do {                                                                                           \
        uint64_t& seen_ = md[op.ic];                                                               \
        if (JSX_UNLIKELY(!(seen_ & ic::kSeenDouble))) seen_ |= ic::kSeenDouble;                    \
    } while (0)

#define ARITHMETIC(Name, builtin, oper, slow)                                                      \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        if (JSX_LIKELY(both_int(a, b, int_tag))) {                                                 \
            int32_t r;                                                                             \
            if (JSX_LIKELY(!builtin(a.as_int32(), b.as_int32(), &r))) {                            \
                fp[op.dst] = make_int(r, int_tag);                                                 \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        if (JSX_LIKELY(is_num(a, int_tag) && is_num(b, int_tag))) {                                \
            SEEN_DOUBLE();                                                                         \
            fp[op.dst] = box_double(unbox_number(a, int_tag) oper unbox_number(b, int_tag));       \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow<OpType>);                                                                        \
    }                                                                                              \
    HANDLER(Name##Int) {                                                                           \
        OPERANDS(Name##Int);                                                                       \
        Value a = fp[op.lhs];                                                                      \
        if (JSX_LIKELY(is_int(a, int_tag))) {                                                      \
            int32_t r;                                                                             \
            if (JSX_LIKELY(!builtin(a.as_int32(), int32_t(op.imm), &r))) {                         \
                fp[op.dst] = make_int(r, int_tag);                                                 \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        if (JSX_LIKELY(is_num(a, int_tag))) {                                                      \
            SEEN_DOUBLE();                                                                         \
            fp[op.dst] = box_double(unbox_number(a, int_tag) oper double(op.imm));                 \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow##_int<OpType>);                                                                  \
    }

ARITHMETIC(Add, __builtin_add_overflow, +, rt::add)
ARITHMETIC(Sub, __builtin_sub_overflow, -, rt::sub)

HANDLER(Mul) {
    OPERANDS(Mul);
    Value a = fp[op.lhs], b = fp[op.rhs];
    if (JSX_LIKELY(both_int(a, b, int_tag))) {
        int32_t x = a.as_int32(), y = b.as_int32(), r;
        // A zero product of a negative factor is -0: the double path makes it.
        if (JSX_LIKELY(!__builtin_mul_overflow(x, y, &r) && (r != 0 || (x | y) >= 0))) {
            fp[op.dst] = make_int(r, int_tag);
            NEXT();
        }
    }
    if (JSX_LIKELY(is_num(a, int_tag) && is_num(b, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = box_double(unbox_number(a, int_tag) * unbox_number(b, int_tag));
        NEXT();
    }
    SLOW(rt::mul<OpType>);
}

HANDLER(MulInt) {
    OPERANDS(MulInt);
    Value a = fp[op.lhs];
    if (JSX_LIKELY(is_int(a, int_tag))) {
        int32_t x = a.as_int32(), r;
        if (JSX_LIKELY(!__builtin_mul_overflow(x, int32_t(op.imm), &r) && (r != 0 || (x | op.imm) >= 0))) {
            fp[op.dst] = make_int(r, int_tag);
            NEXT();
        }
    }
    if (JSX_LIKELY(is_num(a, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = box_double(unbox_number(a, int_tag) * double(op.imm));
        NEXT();
    }
    SLOW(rt::mul_int<OpType>);
}

/// Quotient of two numbers; an exact int32 stays one, so that indices computed by division are int32.
JSX_INLINE Value divide(double a, double b) {
    double q = a / b;
    int32_t i = int32_t(q >= -2147483648.0 && q <= 2147483647.0 ? q : 0);
    if (double(i) == q && (i != 0 || !std::signbit(q))) return Value::int32(i);
    return box_double(q);
}

HANDLER(Div) {
    OPERANDS(Div);
    Value a = fp[op.lhs], b = fp[op.rhs];
    if (JSX_LIKELY(is_num(a, int_tag) && is_num(b, int_tag))) {
        if (JSX_UNLIKELY(!both_int(a, b, int_tag))) {
            SEEN_DOUBLE();
            fp[op.dst] = box_double(unbox_number(a, int_tag) / unbox_number(b, int_tag));
            NEXT();
        }
        fp[op.dst] = divide(a.as_int32(), b.as_int32());
        NEXT();
    }
    SLOW(rt::div<OpType>);
}

HANDLER(DivInt) {
    OPERANDS(DivInt);
    Value a = fp[op.lhs];
    if (JSX_LIKELY(is_int(a, int_tag))) {
        fp[op.dst] = divide(a.as_int32(), op.imm);
        NEXT();
    }
    if (JSX_LIKELY(is_num(a, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = box_double(a.as_double() / double(op.imm));
        NEXT();
    }
    SLOW(rt::div_int<OpType>);
}

HANDLER(Mod) {
    OPERANDS(Mod);
    Value a = fp[op.lhs], b = fp[op.rhs];
    if (JSX_LIKELY(both_int(a, b, int_tag))) {
        int32_t x = a.as_int32(), y = b.as_int32();
        if (JSX_LIKELY(x >= 0 && y > 0)) {
            fp[op.dst] = make_int((y & (y - 1)) == 0 ? x & (y - 1) : int32_t(uint32_t(x) % uint32_t(y)), int_tag);
            NEXT();
        }
    }
    if (JSX_LIKELY(is_num(a, int_tag) && is_num(b, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = Value::number(rt::number_remainder(unbox_number(a, int_tag), unbox_number(b, int_tag)));
        NEXT();
    }
    SLOW(rt::mod<OpType>);
}

HANDLER(ModInt) {
    OPERANDS(ModInt);
    Value a = fp[op.lhs];
    if (JSX_LIKELY(is_int(a, int_tag))) {
        int32_t x = a.as_int32();
        if (JSX_LIKELY(x >= 0)) {
            fp[op.dst] = make_int(int32_t(uint32_t(x) % uint32_t(op.imm)), int_tag);
            NEXT();
        }
    }
    if (JSX_LIKELY(is_num(a, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = Value::number(rt::number_remainder(unbox_number(a, int_tag), op.imm));
        NEXT();
    }
    SLOW(rt::mod_int<OpType>);
}

SLOW_HANDLER(Exp, rt::exp<ops::Exp>)

/// ToInt32 of a number; false for NaN and a double beyond int64.
JSX_INLINE bool truncate_number(Value v, uint64_t int_tag, int32_t* out) {
    if (is_int(v, int_tag)) {
        *out = v.as_int32();
        return true;
    }
    double d = v.as_double();
    if (!(__builtin_fabs(d) < 0x1p63)) return false;  // NaN too
    *out = int32_t(int64_t(d));
    return true;
}

/// Doubles take part where they fit int64, the usual case; others leave.
#define BITWISE(Name, expression, slow)                                                            \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        if (JSX_LIKELY(both_int(a, b, int_tag))) {                                                 \
            int32_t x = a.as_int32(), y = b.as_int32();                                            \
            fp[op.dst] = expression;                                                               \
            NEXT();                                                                                \
        }                                                                                          \
        int32_t x, y;                                                                              \
        if (JSX_LIKELY(is_num(a, int_tag) && is_num(b, int_tag) &&                                 \
                       truncate_number(a, int_tag, &x) && truncate_number(b, int_tag, &y))) {      \
            SEEN_DOUBLE();                                                                         \
            fp[op.dst] = expression;                                                               \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow<OpType>);                                                                        \
    }                                                                                              \
    HANDLER(Name##Int) {                                                                           \
        OPERANDS(Name##Int);                                                                       \
        Value a = fp[op.lhs];                                                                      \
        const int32_t y = op.imm;                                                                  \
        if (JSX_LIKELY(is_int(a, int_tag))) {                                                      \
            int32_t x = a.as_int32();                                                              \
            fp[op.dst] = expression;                                                               \
            NEXT();                                                                                \
        }                                                                                          \
        int32_t x;                                                                                 \
        if (JSX_LIKELY(is_num(a, int_tag) && truncate_number(a, int_tag, &x))) {                   \
            SEEN_DOUBLE();                                                                         \
            fp[op.dst] = expression;                                                               \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow##_int<OpType>);                                                                  \
    }

BITWISE(BitAnd, make_int(x & y, int_tag), rt::bit_and)
BITWISE(BitOr, make_int(x | y, int_tag), rt::bit_or)
BITWISE(BitXor, make_int(x ^ y, int_tag), rt::bit_xor)
BITWISE(Shl, make_int(int32_t(uint32_t(x) << (y & 31)), int_tag), rt::shl)
BITWISE(Sar, make_int(x >> (y & 31), int_tag), rt::sar)
BITWISE(Shr, Value::number(uint32_t(x) >> (y & 31)), rt::shr)

/// `(a + b) | 0` and `(a - b) | 0` of int32: no overflow to look for. What else there is leaves its mark in the two ops
/// that follow. Their lengths are known, and adding them is quicker than to wait for the label.
#define WRAPPED(Name, Plain, oper)                                                                 \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        if (JSX_UNLIKELY(!both_int(a, b, int_tag))) NEXT();                                        \
        fp[op.dst] = make_int(int32_t(uint32_t(a.as_int32()) oper uint32_t(b.as_int32())), int_tag); \
        constexpr int32_t kDone = OpType::kLength + ops::Plain::kLength + ops::BitOrInt::kLength;  \
        JSX_DCHECK(op.done == kDone);                                                              \
        pc += kDone;                                                                               \
        DISPATCH();                                                                                \
    }
WRAPPED(AddWrapped, Add, +)
WRAPPED(SubWrapped, Sub, -)

#define INCREMENT(Name, builtin, oper, slow)                                                       \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.reg];                                                                      \
        if (JSX_LIKELY(is_int(a, int_tag))) {                                                      \
            int32_t r;                                                                             \
            if (JSX_LIKELY(!builtin(a.as_int32(), 1, &r))) {                                       \
                fp[op.reg] = make_int(r, int_tag);                                                 \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        if (JSX_LIKELY(is_num(a, int_tag))) {                                                      \
            SEEN_DOUBLE();                                                                         \
            fp[op.reg] = box_double(unbox_number(a, int_tag) oper 1);                              \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }                                                                                              \
    HANDLER(Post##Name) {                                                                          \
        OPERANDS(Post##Name);                                                                      \
        Value a = fp[op.reg];                                                                      \
        if (JSX_LIKELY(is_int(a, int_tag))) {                                                      \
            int32_t r;                                                                             \
            if (JSX_LIKELY(!builtin(a.as_int32(), 1, &r))) {                                       \
                fp[op.dst] = a;                                                                    \
                fp[op.reg] = make_int(r, int_tag);                                                 \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        if (JSX_LIKELY(is_num(a, int_tag))) {                                                      \
            SEEN_DOUBLE();                                                                         \
            fp[op.dst] = a;                                                                        \
            fp[op.reg] = box_double(unbox_number(a, int_tag) oper 1);                              \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow##_post);                                                                         \
    }
INCREMENT(Inc, __builtin_add_overflow, +, rt::inc)
INCREMENT(Dec, __builtin_sub_overflow, -, rt::dec)

HANDLER(Neg) {
    OPERANDS(Neg);
    Value a = fp[op.src];
    if (JSX_LIKELY(is_int(a, int_tag) && a.as_int32() != 0 && a.as_int32() != INT32_MIN)) {
        fp[op.dst] = make_int(-a.as_int32(), int_tag);
        NEXT();
    }
    if (JSX_LIKELY(is_num(a, int_tag))) {
        SEEN_DOUBLE();
        fp[op.dst] = Value::raw_double(-unbox_number(a, int_tag));
        NEXT();
    }
    SLOW(rt::neg);
}

HANDLER(BitNot) {
    OPERANDS(BitNot);
    Value a = fp[op.src];
    if (JSX_LIKELY(is_int(a, int_tag))) {
        fp[op.dst] = make_int(~a.as_int32(), int_tag);
        NEXT();
    }
    if (JSX_LIKELY(is_num(a, int_tag))) {
        int32_t x;
        if (JSX_LIKELY(truncate_number(a, int_tag, &x))) {
            SEEN_DOUBLE();
            fp[op.dst] = make_int(~x, int_tag);
            NEXT();
        }
    }
    SLOW(rt::bit_not);
}

#define CONVERT_NUMBER(Name, slow)                                                                 \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.src];                                                                      \
        if (JSX_LIKELY(is_num(a, int_tag))) {                                                      \
            fp[op.dst] = a;                                                                        \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }
CONVERT_NUMBER(ToNumber, rt::to_number_op)
CONVERT_NUMBER(ToNumeric, rt::to_numeric_op)

HANDLER(ToString) {
    OPERANDS(ToString);
    Value a = fp[op.src];
    if (JSX_LIKELY(is_cell(a, int_tag) && a.as_cell()->is_string())) {
        fp[op.dst] = a;
        NEXT();
    }
    SLOW(rt::to_string_op);
}

HANDLER(ToPropertyKey) {
    OPERANDS(ToPropertyKey);
    Value a = fp[op.src];
    if (JSX_LIKELY(is_int(a, int_tag) || (is_cell(a, int_tag) && a.as_cell()->is_string()))) {
        fp[op.dst] = a;
        NEXT();
    }
    SLOW(rt::to_property_key_op);
}

SLOW_HANDLER(ToObject, rt::to_object_op)
SLOW_HANDLER(Concat, rt::concat_op)

HANDLER(Not) {
    OPERANDS(Not);
    fp[op.dst] = Value::boolean(!to_boolean(fp[op.src]));
    NEXT();
}

HANDLER(ToBoolean) {
    OPERANDS(ToBoolean);
    fp[op.dst] = Value::boolean(to_boolean(fp[op.src]));
    NEXT();
}

HANDLER(TypeOf) {
    OPERANDS(TypeOf);
    fp[op.dst] = Value(typeof_string(*iso, fp[op.src]));
    NEXT();
}

HANDLER(TypeOfIs) {
    OPERANDS(TypeOfIs);
    fp[op.dst] = Value::boolean(rt::typeof_is(fp[op.src], TypeOfKind(op.type)));
    NEXT();
}

HANDLER(TypeOfIsNot) {
    OPERANDS(TypeOfIsNot);
    fp[op.dst] = Value::boolean(!rt::typeof_is(fp[op.src], TypeOfKind(op.type)));
    NEXT();
}

// ---- comparison ----

/// `a oper b` for numbers; true in `decided` if both are.
#define COMPARE_NUMBERS(oper, rhs_int, rhs_double, ...)                                            \
    if (JSX_LIKELY(rhs_int)) {                                                                     \
        bool result = a.as_int32() oper b.as_int32();                                              \
        __VA_ARGS__;                                                                               \
    }                                                                                              \
    if (JSX_LIKELY(rhs_double)) {                                                                  \
        bool result = unbox_number(a, int_tag) oper unbox_number(b, int_tag);                      \
        __VA_ARGS__;                                                                               \
    }

#define COMPARISON_FORM(OpName, oper, condition_result, slow_form)                                 \
    HANDLER(OpName) {                                                                              \
        OPERANDS(OpName);                                                                          \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        COMPARE_NUMBERS(oper, both_int(a, b, int_tag), is_num(a, int_tag) && is_num(b, int_tag),   \
                        condition_result);                                                         \
        slow_form;                                                                                 \
    }
#define COMPARISON_INT_FORM(OpName, oper, condition_result, slow_form)                             \
    HANDLER(OpName) {                                                                              \
        OPERANDS(OpName);                                                                          \
        Value a = fp[op.lhs];                                                                      \
        if (JSX_LIKELY(is_int(a, int_tag))) {                                                      \
            bool result = a.as_int32() oper int32_t(op.imm);                                       \
            condition_result;                                                                      \
        }                                                                                          \
        if (JSX_LIKELY(is_num(a, int_tag))) {                                                      \
            bool result = a.as_double() oper double(op.imm);                                       \
            condition_result;                                                                      \
        }                                                                                          \
        slow_form;                                                                                 \
    }
#define STORE_RESULT()                                                                             \
    do {                                                                                           \
        fp[op.dst] = Value::boolean(result);                                                       \
        NEXT();                                                                                    \
    } while (0)
#define BRANCH_IF(condition)                                                                       \
    do {                                                                                           \
        if (condition) JUMP(op.target);                                                            \
        NEXT();                                                                                    \
    } while (0)
#define LOOP_IF(condition)                                                                         \
    do {                                                                                           \
        if (JSX_LIKELY(condition)) {                                                               \
            if (JSX_UNLIKELY(iso->interrupt)) SLOW_BRANCH(rt::loop_interrupt<OpType>, true);       \
            JUMP(op.target);                                                                       \
        }                                                                                          \
        NEXT();                                                                                    \
    } while (0)

#define RELATION(Name, oper, slow)                                                                 \
    COMPARISON_FORM(Name, oper, STORE_RESULT(), SLOW(slow##_value<OpType>))                        \
    COMPARISON_FORM(JumpIf##Name, oper, BRANCH_IF(result), SLOW_BRANCH(slow<OpType>, true))        \
    COMPARISON_FORM(JumpIfNot##Name, oper, BRANCH_IF(!result), SLOW_BRANCH(slow<OpType>, false))   \
    COMPARISON_INT_FORM(JumpIf##Name##Int, oper, BRANCH_IF(result),                                \
                        SLOW_BRANCH(slow##_int<OpType>, true))                                     \
    COMPARISON_INT_FORM(JumpIfNot##Name##Int, oper, BRANCH_IF(!result),                            \
                        SLOW_BRANCH(slow##_int<OpType>, false))                                    \
    COMPARISON_FORM(LoopIf##Name, oper, LOOP_IF(result), SLOW_BRANCH(slow<OpType>, true))          \
    COMPARISON_INT_FORM(LoopIf##Name##Int, oper, LOOP_IF(result),                                  \
                        SLOW_BRANCH(slow##_int<OpType>, true))
RELATION(Less, <, rt::less)
RELATION(LessEq, <=, rt::less_eq)
RELATION(Greater, >, rt::greater)
RELATION(GreaterEq, >=, rt::greater_eq)

#define EQUALITY(Name, JumpName, oper, slow, sense)                                                \
    COMPARISON_FORM(Name, oper, STORE_RESULT(), SLOW((slow##_value<OpType, sense>)))               \
    COMPARISON_FORM(JumpName, oper, BRANCH_IF(result), SLOW_BRANCH(slow<OpType>, sense))
EQUALITY(Eq, JumpIfEq, ==, rt::loosely_equal, true)
EQUALITY(NotEq, JumpIfNotEq, !=, rt::loosely_equal, false)

/// ===: identical bits of anything but a NaN are equal; different bits of two cells that are not strings or
/// BigInts, or of non-numbers, are not.
#define STRICT_EQUALITY(Name, JumpName, equal)                                                     \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        if (JSX_LIKELY(both_int(a, b, int_tag))) {                                                 \
            fp[op.dst] = Value::boolean((a == b) == equal);                                        \
            NEXT();                                                                                \
        }                                                                                          \
        if (a == b && !is_num(a, int_tag)) {                                                       \
            fp[op.dst] = Value::boolean(equal);                                                    \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW((rt::strictly_equal_value<OpType, equal>));                                           \
    }                                                                                              \
    HANDLER(JumpName) {                                                                            \
        OPERANDS(JumpName);                                                                        \
        Value a = fp[op.lhs], b = fp[op.rhs];                                                      \
        if (JSX_LIKELY(both_int(a, b, int_tag))) BRANCH_IF((a == b) == equal);                     \
        if (a == b && !is_num(a, int_tag)) BRANCH_IF(equal);                                       \
        if (is_cell(a, int_tag) && is_cell(b, int_tag) &&                                          \
            (a.as_cell()->is_object() || b.as_cell()->is_object())) {                              \
            BRANCH_IF(!equal);                                                                     \
        }                                                                                          \
        SLOW_BRANCH(rt::strictly_equal<OpType>, equal);                                            \
    }
STRICT_EQUALITY(StrictEq, JumpIfStrictEq, true)
STRICT_EQUALITY(StrictNotEq, JumpIfStrictNotEq, false)

#define STRICT_EQUAL_INT(Name, equal)                                                              \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs];                                                                      \
        if (JSX_LIKELY(is_int(a, int_tag))) BRANCH_IF((a.as_int32() == op.imm) == equal);          \
        BRANCH_IF((is_num(a, int_tag) && a.as_double() == double(op.imm)) == equal);               \
    }
STRICT_EQUAL_INT(JumpIfStrictEqInt, true)
STRICT_EQUAL_INT(JumpIfStrictNotEqInt, false)

#define STRICT_EQUAL_CONST(Name, equal)                                                            \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value a = fp[op.lhs], b = constant(md, op.value);                                          \
        if (a == b && !is_num(a, int_tag)) BRANCH_IF(equal);                                       \
        if (!is_cell(a, int_tag) && !is_num(a, int_tag)) BRANCH_IF(!equal);                        \
        SLOW_BRANCH(rt::strictly_equal_const<OpType>, equal);                                      \
    }
STRICT_EQUAL_CONST(JumpIfStrictEqConst, true)
STRICT_EQUAL_CONST(JumpIfStrictNotEqConst, false)

JSX_INLINE bool equals_null(Value v) {
    return v.is_nullish() || (is_object(v) && as_object(v)->is_html_dda());
}
HANDLER(IsNullish) {
    OPERANDS(IsNullish);
    fp[op.dst] = Value::boolean(equals_null(fp[op.src]));
    NEXT();
}
HANDLER(JumpIfEqNull) {
    OPERANDS(JumpIfEqNull);
    if (equals_null(fp[op.value])) JUMP(op.target);
    NEXT();
}
HANDLER(JumpIfNotEqNull) {
    OPERANDS(JumpIfNotEqNull);
    if (!equals_null(fp[op.value])) JUMP(op.target);
    NEXT();
}

// ---- jumps ----

HANDLER(Jump) {
    OPERANDS(Jump);
    JUMP(op.target);
}

HANDLER(Loop) {
    OPERANDS(Loop);
    if (JSX_UNLIKELY(iso->interrupt)) SLOW_BRANCH(rt::loop_interrupt<OpType>, true);
    JUMP(op.target);
}

#define CONDITIONAL(Name, operand, condition)                                                      \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value v = fp[op.operand];                                                                  \
        if (condition) JUMP(op.target);                                                            \
        NEXT();                                                                                    \
    }
CONDITIONAL(JumpIfTrue, cond, v.is_boolean() ? v.is_true() : to_boolean(v))
CONDITIONAL(JumpIfFalse, cond, v.is_boolean() ? v.is_false() : !to_boolean(v))
CONDITIONAL(JumpIfUndefined, value, v.is_undefined())
CONDITIONAL(JumpIfNotUndefined, value, !v.is_undefined())
CONDITIONAL(JumpIfNull, value, v.is_null())
CONDITIONAL(JumpIfNotNull, value, !v.is_null())
CONDITIONAL(JumpIfNullish, value, v.is_nullish())
CONDITIONAL(JumpIfNotNullish, value, !v.is_nullish())
CONDITIONAL(JumpIfEmpty, value, v.is_empty())
CONDITIONAL(JumpIfNotEmpty, value, !v.is_empty())
CONDITIONAL(JumpIfTypeOf, value, rt::typeof_is(v, TypeOfKind(op.type)))
CONDITIONAL(JumpIfNotTypeOf, value, !rt::typeof_is(v, TypeOfKind(op.type)))

HANDLER(LoopIfTrue) {
    OPERANDS(LoopIfTrue);
    LOOP_IF(to_boolean(fp[op.cond]));
}

HANDLER(LoopIfFalse) {
    OPERANDS(LoopIfFalse);
    LOOP_IF(!to_boolean(fp[op.cond]));
}

HANDLER(SwitchInt) {
    OPERANDS(SwitchInt);
    Value v = fp[op.value];
    int32_t i;
    if (JSX_LIKELY(is_int(v, int_tag))) {
        i = v.as_int32();
    } else {
        double d = is_num(v, int_tag) ? v.as_double() : 0.5;
        if (!(d >= -0x1p31 && d < 0x1p31)) JUMP(op.target);
        i = int32_t(d);
        if (double(i) != d) JUMP(op.target);
    }
    uint64_t row = uint64_t(int64_t(i)) - uint64_t(int64_t(op.min));
    if (row < op.count) JUMP(op.table()[row].target);
    JUMP(op.target);
}

}  // namespace jsx::interp
