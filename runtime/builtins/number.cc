// Number objects (tc39.es/ecma262/#sec-number-objects).
#include <cmath>
#include <limits>

#include "runtime/builtins/builtin_util.h"
#include "runtime/object/bigint_ops.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-number-constructor-number-value
static Completion<Value> number_constructor(Isolate& iso, Arguments args) {
    // 1-2. Let n be the Number of ? ToNumeric(value); +0 without one.
    Value n = Value::int32(0);
    if (args.count() > 0) {
        Value primitive = TRY(to_numeric(iso, args[0]));
        n = is_bigint(primitive) ? Value::number(bigint_to_number(as_bigint(primitive))) : primitive;
    }
    // 3. If NewTarget is undefined, return n.
    if (!args.is_construct()) return n;
    // 4-6. Let O be ? OrdinaryCreateFromConstructor(NewTarget, "%Number.prototype%").
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kNumberPrototype));
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kPrimitiveWrapper, shape, n);
}

// https://tc39.es/ecma262/#sec-number.isfinite
static Completion<Value> number_is_finite(Isolate&, Arguments args) {
    return Value::boolean(args[0].is_number() && std::isfinite(args[0].as_number()));
}
static bool is_integral(Value v) {
    if (v.is_int32()) return true;
    return v.is_double() && std::isfinite(v.as_double()) && std::trunc(v.as_double()) == v.as_double();
}
// https://tc39.es/ecma262/#sec-number.isinteger
static Completion<Value> number_is_integer(Isolate&, Arguments args) { return Value::boolean(is_integral(args[0])); }
// https://tc39.es/ecma262/#sec-number.isnan
static Completion<Value> number_is_nan(Isolate&, Arguments args) {
    return Value::boolean(args[0].is_double() && std::isnan(args[0].as_double()));
}
// https://tc39.es/ecma262/#sec-number.issafeinteger
static Completion<Value> number_is_safe_integer(Isolate&, Arguments args) {
    return Value::boolean(is_integral(args[0]) && std::fabs(args[0].as_number()) <= 9007199254740991.0);
}

// https://tc39.es/ecma262/#sec-thisnumbervalue
static Completion<double> this_number_value(Isolate& iso, Arguments args, const char* method) {
    Value v = args.this_value();
    if (v.is_number()) return v.as_number();
    if (auto* wrapper = cell_as<PrimitiveWrapper>(v); wrapper && wrapper->value().is_number()) {
        return wrapper->value().as_number();
    }
    return iso.throw_type_error("%s requires that 'this' be a Number", method);
}

static String* ascii_string(Isolate& iso, const char* text, size_t length) {
    return new_string(iso, std::string_view(text, length));
}

// https://tc39.es/ecma262/#sec-number.prototype.tostring
static Completion<Value> number_to_string_method(Isolate& iso, Arguments args) {
    double x = TRY(this_number_value(iso, args, "Number.prototype.toString"));
    double radix = args[0].is_undefined() ? 10 : TRY(to_integer_or_infinity(iso, args[0]));
    if (radix < 2 || radix > 36) return iso.throw_range_error("toString() radix argument must be between 2 and 36");
    if (radix == 10) return number_to_string(iso, x);
    if (x >= 0 && x < radix && x == std::trunc(x)) return single_character_string(iso, char16_t(numbers::kDigits[int(x)]));
    char text[numbers::kRadixTextMax];
    return ascii_string(iso, text, numbers::number_to_radix_string(x, int(radix), text));
}

// https://tc39.es/ecma262/#sec-number.prototype.tolocalestring
static Completion<Value> number_to_locale_string(Isolate& iso, Arguments args) {
    double x = TRY(this_number_value(iso, args, "Number.prototype.toLocaleString"));
    if (std::isnan(x)) return iso.names.NaN;
    if (std::isinf(x)) {
        const char16_t text[] = {u'-', u'\u221E'};
        return new_string(iso, x < 0 ? std::span<const char16_t>(text, 2) : std::span<const char16_t>(text + 1, 1));
    }
    char text[numbers::kGroupedTextMax];
    return ascii_string(iso, text, numbers::number_to_grouped(x, text));
}

// https://tc39.es/ecma262/#sec-number.prototype.tofixed
static Completion<Value> number_to_fixed_method(Isolate& iso, Arguments args) {
    double x = TRY(this_number_value(iso, args, "Number.prototype.toFixed"));
    double digits = TRY(to_integer_or_infinity(iso, args[0]));
    if (digits < 0 || digits > 100) return iso.throw_range_error("toFixed() digits argument must be between 0 and 100");
    if (!std::isfinite(x)) return number_to_string(iso, x);
    char text[numbers::kFormattedTextMax];
    return ascii_string(iso, text, numbers::number_to_fixed(x, int(digits), text));
}

// https://tc39.es/ecma262/#sec-number.prototype.toexponential
static Completion<Value> number_to_exponential_method(Isolate& iso, Arguments args) {
    double x = TRY(this_number_value(iso, args, "Number.prototype.toExponential"));
    double digits = TRY(to_integer_or_infinity(iso, args[0]));
    if (!std::isfinite(x)) return number_to_string(iso, x);
    if (digits < 0 || digits > 100) return iso.throw_range_error("toExponential() argument must be between 0 and 100");
    char text[numbers::kFormattedTextMax];
    return ascii_string(iso, text, numbers::number_to_exponential(x, args[0].is_undefined() ? -1 : int(digits), text));
}

// https://tc39.es/ecma262/#sec-number.prototype.toprecision
static Completion<Value> number_to_precision_method(Isolate& iso, Arguments args) {
    double x = TRY(this_number_value(iso, args, "Number.prototype.toPrecision"));
    if (args[0].is_undefined()) return number_to_string(iso, x);
    double precision = TRY(to_integer_or_infinity(iso, args[0]));
    if (!std::isfinite(x)) return number_to_string(iso, x);
    if (precision < 1 || precision > 100) {
        return iso.throw_range_error("toPrecision() argument must be between 1 and 100");
    }
    char text[numbers::kFormattedTextMax];
    return ascii_string(iso, text, numbers::number_to_precision(x, int(precision), text));
}

// https://tc39.es/ecma262/#sec-number.prototype.valueof
static Completion<Value> number_value_of(Isolate& iso, Arguments args) {
    return Value::number(TRY(this_number_value(iso, args, "Number.prototype.valueOf")));
}

static constexpr BuiltinSpec kNumberStatics[] = {
    method("isFinite", 1, number_is_finite),
    method("isInteger", 1, number_is_integer),
    method("isNaN", 1, number_is_nan),
    method("isSafeInteger", 1, number_is_safe_integer),
    realm_object("parseFloat", RealmObject::kParseFloat),
    realm_object("parseInt", RealmObject::kParseInt),
    number_constant("MAX_VALUE", std::numeric_limits<double>::max()),
    number_constant("MIN_VALUE", std::numeric_limits<double>::denorm_min()),
    number_constant("NaN", std::numeric_limits<double>::quiet_NaN()),
    number_constant("NEGATIVE_INFINITY", -std::numeric_limits<double>::infinity()),
    number_constant("POSITIVE_INFINITY", std::numeric_limits<double>::infinity()),
    number_constant("MAX_SAFE_INTEGER", 9007199254740991.0),
    number_constant("MIN_SAFE_INTEGER", -9007199254740991.0),
    number_constant("EPSILON", std::numeric_limits<double>::epsilon()),
};
static constexpr BuiltinSpec kNumberRows[] = {
    method("toExponential", 1, number_to_exponential_method),
    method("toFixed", 1, number_to_fixed_method),
    method("toPrecision", 1, number_to_precision_method),
    method("toString", 1, number_to_string_method),
    method("valueOf", 0, number_value_of),
    method("toLocaleString", 0, number_to_locale_string),
};

static Object* make_number_prototype(Isolate& iso, Realm* realm) {
    Shape* shape = Shape::root(iso, realm->object(iso, RealmObject::kObjectPrototype), 0);
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kPrimitiveWrapper, shape, Value::int32(0));
}

const ClassSpec kNumberClass = {
    .name = "Number",
    .constructor = number_constructor,
    .length = 1,
    .constructor_id = RealmObject::kNumber,
    .prototype_id = RealmObject::kNumberPrototype,
    .prototype = kNumberRows,
    .statics = kNumberStatics,
    .make_prototype = make_number_prototype,
};

}  // namespace jsx
