// The Math object (tc39.es/ecma262/#sec-math-object). Results agree with V8's to the last bit where glibc's do.
#include "support/numbers/math.h"

#include <cmath>
#include <memory>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtin_util.h"
#include "support/numbers/float16.h"

namespace jsx {

// ---- functions of one number ----

#define MATH_UNARY(id, expression)                                                                 \
    static Completion<Value> math_##id(Isolate& iso, Arguments args) {                             \
        double x = TRY(to_number(iso, args[0]));                                                   \
        return Value::number(expression);                                                          \
    }
MATH_UNARY(acos, std::acos(x))
MATH_UNARY(acosh, std::acosh(x))
MATH_UNARY(asin, std::asin(x))
MATH_UNARY(asinh, std::asinh(x))
MATH_UNARY(atan, std::atan(x))
MATH_UNARY(atanh, std::atanh(x))
// In extended precision: the double function is off by a bit for some cubes.
MATH_UNARY(cbrt, double(std::cbrt(static_cast<long double>(x))))
MATH_UNARY(cos, std::cos(x))
MATH_UNARY(cosh, std::cosh(x))
MATH_UNARY(exp, std::exp(x))
MATH_UNARY(expm1, std::expm1(x))
MATH_UNARY(f16round, numbers::float16_to_double(numbers::float16_from_double(x)))
MATH_UNARY(fround, double(float(x)))
MATH_UNARY(log, std::log(x))
MATH_UNARY(log10, std::log10(x))
MATH_UNARY(log1p, std::log1p(x))
MATH_UNARY(log2, std::log2(x))
MATH_UNARY(sign, x > 0 ? 1 : x < 0 ? -1 : x)
MATH_UNARY(sin, std::sin(x))
MATH_UNARY(sinh, std::sinh(x))
MATH_UNARY(sqrt, std::sqrt(x))
MATH_UNARY(tan, std::tan(x))
MATH_UNARY(tanh, std::tanh(x))
#undef MATH_UNARY

/// The same for functions that leave integers as they are.
#define MATH_ROUNDING(id, expression)                                                              \
    static Completion<Value> math_##id(Isolate& iso, Arguments args) {                             \
        if (args[0].is_int32()) return args[0];                                                    \
        double x = TRY(to_number(iso, args[0]));                                                   \
        return Value::number(expression);                                                          \
    }
MATH_ROUNDING(ceil, std::ceil(x))
MATH_ROUNDING(floor, std::floor(x))
MATH_ROUNDING(round, numbers::round_half_up(x))
MATH_ROUNDING(trunc, std::trunc(x))
#undef MATH_ROUNDING

// https://tc39.es/ecma262/#sec-math.abs
static Completion<Value> math_abs(Isolate& iso, Arguments args) {
    if (args[0].is_int32() && args[0].as_int32() >= 0) return args[0];
    return Value::number(std::fabs(TRY(to_number(iso, args[0]))));
}

// https://tc39.es/ecma262/#sec-math.clz32
static Completion<Value> math_clz32(Isolate& iso, Arguments args) {
    return Value::int32(std::countl_zero(TRY(to_uint32(iso, args[0]))));
}

// ---- functions of several ----

// https://tc39.es/ecma262/#sec-math.atan2
static Completion<Value> math_atan2(Isolate& iso, Arguments args) {
    double y = TRY(to_number(iso, args[0]));
    double x = TRY(to_number(iso, args[1]));
    return Value::number(std::atan2(y, x));
}

// https://tc39.es/ecma262/#sec-math.imul
static Completion<Value> math_imul(Isolate& iso, Arguments args) {
    uint32_t a = TRY(to_uint32(iso, args[0]));
    uint32_t b = TRY(to_uint32(iso, args[1]));
    return Value::int32(int32_t(a * b));
}

// https://tc39.es/ecma262/#sec-math.pow
static Completion<Value> math_pow(Isolate& iso, Arguments args) {
    double base = TRY(to_number(iso, args[0]));
    double exponent = TRY(to_number(iso, args[1]));
    return Value::number(numbers::power(base, exponent));
}

// https://tc39.es/ecma262/#sec-math.hypot
static Completion<Value> math_hypot(Isolate& iso, Arguments args) {
    uint32_t count = args.count();
    double few[8];
    std::unique_ptr<double[]> many;
    double* values = few;
    if (count > 8) {
        many = std::make_unique<double[]>(count);
        values = many.get();
    }
    for (uint32_t i = 0; i < count; i++) values[i] = TRY(to_number(iso, args[i]));
    return Value::number(numbers::hypot(values, count));
}

// https://tc39.es/ecma262/#sec-math.max
static Completion<Value> math_max(Isolate& iso, Arguments args) {
    if (args.count() == 2 && args[0].is_int32() && args[1].is_int32()) {
        return args[0].as_int32() > args[1].as_int32() ? args[0] : args[1];
    }
    double highest = -INFINITY;
    for (uint32_t i = 0; i < args.count(); i++) {
        double x = TRY(to_number(iso, args[i]));
        if (x > highest || x != x || (x == 0 && highest == 0 && !std::signbit(x))) {
            if (highest == highest) highest = x;
        }
    }
    return Value::number(highest);
}

// https://tc39.es/ecma262/#sec-math.min
static Completion<Value> math_min(Isolate& iso, Arguments args) {
    if (args.count() == 2 && args[0].is_int32() && args[1].is_int32()) {
        return args[0].as_int32() < args[1].as_int32() ? args[0] : args[1];
    }
    double lowest = INFINITY;
    for (uint32_t i = 0; i < args.count(); i++) {
        double x = TRY(to_number(iso, args[i]));
        if (x < lowest || x != x || (x == 0 && lowest == 0 && std::signbit(x))) {
            if (lowest == lowest) lowest = x;
        }
    }
    return Value::number(lowest);
}

// https://tc39.es/ecma262/#sec-math.random
static Completion<Value> math_random(Isolate& iso, Arguments) {
    return Value::number(BuiltinState::of(iso).random.next());
}

// https://tc39.es/ecma262/#sec-math.sumprecise
static Completion<Value> math_sum_precise(Isolate& iso, Arguments args) {
    (void)TRY(require_object_coercible(iso, args[0], "Math.sumPrecise"));
    auto sum = std::make_unique<numbers::ExactSum>();
    (void)TRY(iterate_argument(iso, args[0], [&](Value v) -> Completion<void> {
        if (!v.is_number()) return iso.throw_type_error("%V is not a number", &v);
        sum->add(v.as_number());
        return {};
    }));
    return Value::number(sum->result());
}

static constexpr BuiltinSpec kMathRows[] = {
    method("abs", 1, math_abs),
    method("acos", 1, math_acos),
    method("acosh", 1, math_acosh),
    method("asin", 1, math_asin),
    method("asinh", 1, math_asinh),
    method("atan", 1, math_atan),
    method("atanh", 1, math_atanh),
    method("atan2", 2, math_atan2),
    method("ceil", 1, math_ceil),
    method("cbrt", 1, math_cbrt),
    method("expm1", 1, math_expm1),
    method("clz32", 1, math_clz32),
    method("cos", 1, math_cos),
    method("cosh", 1, math_cosh),
    method("exp", 1, math_exp),
    method("floor", 1, math_floor),
    method("f16round", 1, math_f16round),
    method("fround", 1, math_fround),
    method("hypot", 2, math_hypot),
    method("imul", 2, math_imul),
    method("log", 1, math_log),
    method("log1p", 1, math_log1p),
    method("log2", 1, math_log2),
    method("log10", 1, math_log10),
    method("max", 2, math_max),
    method("min", 2, math_min),
    method("pow", 2, math_pow),
    method("random", 0, math_random),
    method("round", 1, math_round),
    method("sign", 1, math_sign),
    method("sin", 1, math_sin),
    method("sinh", 1, math_sinh),
    method("sqrt", 1, math_sqrt),
    method("sumPrecise", 1, math_sum_precise),
    method("tan", 1, math_tan),
    method("tanh", 1, math_tanh),
    method("trunc", 1, math_trunc),
    number_constant("E", 2.718281828459045),
    number_constant("LN10", 2.302585092994046),
    number_constant("LN2", 0.6931471805599453),
    number_constant("LOG10E", 0.4342944819032518),
    number_constant("LOG2E", 1.4426950408889634),
    number_constant("PI", 3.141592653589793),
    number_constant("SQRT1_2", 0.7071067811865476),
    number_constant("SQRT2", 1.4142135623730951),
    to_string_tag("Math"),
};
const ClassSpec kMathClass = {.name = "Math", .prototype_id = RealmObject::kMath, .prototype = kMathRows};

}  // namespace jsx
