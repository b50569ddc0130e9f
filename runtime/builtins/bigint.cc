// BigInt objects (tc39.es/ecma262/#sec-bigint-objects).
#include "runtime/object/bigint_ops.h"

#include "runtime/builtins/builtins.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-bigint-constructor-number-value
static Completion<Value> bigint_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is not undefined, throw a TypeError exception.
    if (args.is_construct()) return iso.throw_type_error("BigInt is not a constructor");
    // 2-4. A Number must be integral; all else is ToBigInt's.
    Value primitive = TRY(to_primitive(iso, args[0], PreferredType::kNumber));
    if (primitive.is_number()) return TRY(number_to_bigint(iso, primitive.as_number()));
    return TRY(to_bigint(iso, primitive));
}

static Completion<double> bits_argument(Isolate& iso, Value v) {
    double bits = TRY(to_integer_or_infinity(iso, v));
    if (!(bits >= 0 && bits <= 9007199254740991.0)) {
        return iso.throw_range_error("Invalid value: not (convertible to) a safe integer");
    }
    return bits;
}
// https://tc39.es/ecma262/#sec-bigint.asintn
static Completion<Value> bigint_as_int_n_method(Isolate& iso, Arguments args) {
    double bits = TRY(bits_argument(iso, args[0]));
    return TRY(bigint_as_int_n(iso, uint64_t(bits), TRY(to_bigint(iso, args[1]))));
}
// https://tc39.es/ecma262/#sec-bigint.asuintn
static Completion<Value> bigint_as_uint_n_method(Isolate& iso, Arguments args) {
    double bits = TRY(bits_argument(iso, args[0]));
    return TRY(bigint_as_uint_n(iso, uint64_t(bits), TRY(to_bigint(iso, args[1]))));
}

// https://tc39.es/ecma262/#sec-thisbigintvalue
static Completion<BigInt*> this_bigint_value(Isolate& iso, Arguments args, const char* method) {
    Value v = args.this_value();
    if (is_bigint(v)) return as_bigint(v);
    if (auto* wrapper = cell_as<PrimitiveWrapper>(v); wrapper && is_bigint(wrapper->value())) {
        return as_bigint(wrapper->value());
    }
    return iso.throw_type_error("%s requires that 'this' be a BigInt", method);
}
// https://tc39.es/ecma262/#sec-bigint.prototype.tostring
static Completion<Value> bigint_to_string_method(Isolate& iso, Arguments args) {
    BigInt* x = TRY(this_bigint_value(iso, args, "BigInt.prototype.toString"));
    double radix = args[0].is_undefined() ? 10 : TRY(to_integer_or_infinity(iso, args[0]));
    if (radix < 2 || radix > 36) return iso.throw_range_error("toString() radix argument must be between 2 and 36");
    return TRY(bigint_to_string(iso, x, int(radix)));
}
// https://tc39.es/ecma262/#sec-bigint.prototype.tolocalestring
static Completion<Value> bigint_to_locale_string(Isolate& iso, Arguments args) {
    BigInt* x = TRY(this_bigint_value(iso, args, "BigInt.prototype.toLocaleString"));
    String* digits = TRY(bigint_to_string(iso, x));
    FlatContent text = digits->content(iso);
    StringBuilder out(iso);
    for (uint32_t i = 0; i < text.length; i++) {
        out.append(text[i]);
        if ((text.length - i - 1) % 3 == 0 && i + 1 < text.length && text[i] != '-') out.append(u',');
    }
    return TRY(out.finish());
}
// https://tc39.es/ecma262/#sec-bigint.prototype.valueof
static Completion<Value> bigint_value_of(Isolate& iso, Arguments args) {
    return TRY(this_bigint_value(iso, args, "BigInt.prototype.valueOf"));
}

static constexpr BuiltinSpec kBigIntStatics[] = {
    method("asUintN", 2, bigint_as_uint_n_method),
    method("asIntN", 2, bigint_as_int_n_method),
};
static constexpr BuiltinSpec kBigIntRows[] = {
    method("toLocaleString", 0, bigint_to_locale_string),
    method("toString", 0, bigint_to_string_method),
    method("valueOf", 0, bigint_value_of),
    to_string_tag("BigInt"),
};
const ClassSpec kBigIntClass = {
    .name = "BigInt",
    .constructor = bigint_constructor,
    .length = 1,
    .constructor_id = RealmObject::kBigInt,
    .prototype_id = RealmObject::kBigIntPrototype,
    .prototype = kBigIntRows,
    .statics = kBigIntStatics,
};

}  // namespace jsx
