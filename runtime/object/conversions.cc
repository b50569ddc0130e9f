// Type conversion (tc39.es/ecma262/#sec-type-conversion).
#include "runtime/object/abstract_ops.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/messages.h"
#include "support/numbers/math.h"

#include <cmath>

namespace jsx {

// https://tc39.es/ecma262/#sec-toprimitive
Completion<Value> to_primitive(Isolate& iso, Value v, PreferredType preferred) {
    // 2. Return input.
    if (!is_object(v)) return v;
    // 1.a. Let exoticToPrim be ? GetMethod(input, @@toPrimitive).
    Value exotic = TRY(get(iso, as_object(v), PropertyKey(iso.symbols.to_primitive)));
    // 1.c-d. Return ? OrdinaryToPrimitive(input, preferredType), "default" meaning number.
    if (exotic.is_nullish()) {
        return ordinary_to_primitive(iso, as_object(v),
                                     preferred == PreferredType::kString ? PreferredType::kString
                                                                         : PreferredType::kNumber);
    }
    if (!is_callable(exotic))
        return iso.throw_type_error("%S is not a function", call_site_rendering(iso, exotic));
    // 1.b. Call it with the hint; an object will not do.
    String* hint = preferred == PreferredType::kDefault  ? iso.names.default_
                   : preferred == PreferredType::kString ? iso.names.string
                                                         : iso.names.number;
    Value result = TRY(call(iso, exotic, v, {Value(hint)}));
    if (is_object(result)) return iso.throw_type_error("Cannot convert object to primitive value");
    return result;
}

// https://tc39.es/ecma262/#sec-ordinarytoprimitive
Completion<Value> ordinary_to_primitive(Isolate& iso, Object* o, PreferredType hint) {
    bool string_first = hint == PreferredType::kString;
    // 3. For each element name of methodNames, do
    for (int i = 0; i < 2; i++) {
        String* name = (i == 0) == string_first ? iso.names.toString : iso.names.valueOf;
        Value method = TRY(get(iso, o, PropertyKey(name)));
        if (!is_callable(method)) continue;
        Value result = TRY(call(iso, method, Value(o)));
        if (!is_object(result)) return result;
    }
    // 4. Throw a TypeError exception.
    return iso.throw_type_error("Cannot convert object to primitive value");
}

// https://tc39.es/ecma262/#sec-toboolean
bool to_boolean_slow(Value v) {
    if (v.is_boolean()) return v.is_true();
    if (v.is_number()) {
        double d = v.as_number();
        return d == d && d != 0;
    }
    if (!v.is_cell()) return false;
    if (is_string(v)) return !as_string(v)->is_empty();
    if (is_bigint(v)) return !as_bigint(v)->is_zero();
    return !is_object(v) || !as_object(v)->is_html_dda();
}

// https://tc39.es/ecma262/#sec-tonumeric
Completion<Value> to_numeric(Isolate& iso, Value v) {
    if (v.is_number()) return v;
    Value primitive = TRY(to_primitive(iso, v, PreferredType::kNumber));
    if (is_bigint(primitive)) return primitive;
    return Value::number(TRY(to_number(iso, primitive)));
}

// https://tc39.es/ecma262/#sec-tonumber
Completion<double> to_number_slow(Isolate& iso, Value v) {
    for (;;) {
        if (v.is_number()) return v.as_number();
        if (v.is_undefined()) return std::numeric_limits<double>::quiet_NaN();
        if (v.is_boolean()) return double(v.is_true());
        if (!v.is_cell()) return 0.0;
        if (is_string(v)) return string_to_number(iso, as_string(v));
        if (is_symbol(v)) return iso.throw_type_error("Cannot convert a Symbol value to a number");
        if (is_bigint(v)) return iso.throw_type_error("Cannot convert a BigInt value to a number");
        v = TRY(to_primitive(iso, v, PreferredType::kNumber));
    }
}

// https://tc39.es/ecma262/#sec-tointegerorinfinity
Completion<double> to_integer_or_infinity(Isolate& iso, Value v) {
    if (v.is_int32()) return double(v.as_int32());
    return numbers::to_integer_or_infinity(TRY(to_number(iso, v)));
}

int32_t double_to_int32(double d) {
    return numbers::to_int32(d);
}

// https://tc39.es/ecma262/#sec-toint32
Completion<int32_t> to_int32(Isolate& iso, Value v) {
    if (v.is_int32()) return v.as_int32();
    return numbers::to_int32(TRY(to_number(iso, v)));
}

// https://tc39.es/ecma262/#sec-touint32
Completion<uint32_t> to_uint32(Isolate& iso, Value v) {
    if (v.is_int32()) return uint32_t(v.as_int32());
    return numbers::to_uint32(TRY(to_number(iso, v)));
}

// https://tc39.es/ecma262/#sec-tostring
Completion<String*> to_string_slow(Isolate& iso, Value v) {
    for (;;) {
        if (is_string(v)) return as_string(v);
        if (v.is_int32()) return int32_to_string(iso, v.as_int32());
        if (v.is_number()) return number_to_string(iso, v.as_double());
        if (v.is_boolean()) return v.is_true() ? iso.names.true_ : iso.names.false_;
        if (v.is_undefined()) return iso.names.undefined;
        if (v.is_null()) return iso.names.null_;
        if (is_symbol(v)) return iso.throw_type_error("Cannot convert a Symbol value to a string");
        if (is_bigint(v)) return bigint_to_string(iso, as_bigint(v));
        v = TRY(to_primitive(iso, v, PreferredType::kString));
    }
}

// https://tc39.es/ecma262/#sec-toobject
Completion<Object*> to_object(Isolate& iso, Value v) {
    if (is_object(v)) return as_object(v);
    if (v.is_nullish()) return iso.throw_type_error("Cannot convert undefined or null to object");
    bool is_text = is_string(v);
    RealmObject prototype = is_text          ? RealmObject::kStringPrototype
                            : v.is_number()  ? RealmObject::kNumberPrototype
                            : v.is_boolean() ? RealmObject::kBooleanPrototype
                            : is_symbol(v)   ? RealmObject::kSymbolPrototype
                                             : RealmObject::kBigIntPrototype;
    Shape* shape = Shape::root(iso, iso.realm()->object(iso, prototype), 0);
    gc::CellKind kind = is_text ? gc::CellKind::kStringWrapper : gc::CellKind::kPrimitiveWrapper;
    void* memory = iso.heap.allocate(sizeof(PrimitiveWrapper), kind);
    return static_cast<Object*>(new (memory) PrimitiveWrapper(iso, kind, shape, v));
}

// https://tc39.es/ecma262/#sec-topropertykey
Completion<PropertyKey> to_property_key(Isolate& iso, Value v) {
    // FAST: the keys that need no conversion.
    if (v.is_int32() && v.as_int32() >= 0) return PropertyKey::index(uint32_t(v.as_int32()));
    if (is_string(v)) return PropertyKey::from_string(iso, as_string(v));
    if (is_symbol(v)) return PropertyKey(as_symbol(v));
    if (v.is_double()) {
        double d = v.as_double();
        if (d >= 0 && d <= double(PropertyKey::kMaxIndex) && double(uint32_t(d)) == d) {
            return PropertyKey::index(uint32_t(d));
        }
    }
    // 1. Let key be ? ToPrimitive(argument, string).
    Value key = TRY(to_primitive(iso, v, PreferredType::kString));
    // 2. If key is a Symbol, return it.
    if (is_symbol(key)) return PropertyKey(as_symbol(key));
    // 3. Return ! ToString(key).
    return PropertyKey::from_string(iso, TRY(to_string(iso, key)));
}

// https://tc39.es/ecma262/#sec-tolength
Completion<double> to_length(Isolate& iso, Value v) {
    double length = TRY(to_integer_or_infinity(iso, v));
    if (length <= 0) return 0.0;
    return length < 0x1p53 - 1 ? length : 0x1p53 - 1;
}

// https://tc39.es/ecma262/#sec-toindex
Completion<double> to_index(Isolate& iso, Value v) {
    double integer = TRY(to_integer_or_infinity(iso, v));
    if (integer < 0 || integer > 0x1p53 - 1) {
        return iso.throw_range_error("Invalid value: not (convertible to) a safe integer");
    }
    return integer;
}

// https://tc39.es/ecma262/#sec-requireobjectcoercible
Completion<void> require_object_coercible(Isolate& iso, Value v, const char* method) {
    if (v.is_nullish()) return iso.throw_type_error("%s called on null or undefined", method);
    return {};
}

}  // namespace jsx
