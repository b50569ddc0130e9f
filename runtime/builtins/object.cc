// Object and Object.prototype (tc39.es/ecma262/#sec-object-objects); the functions of the constructor are in
// object_static.cc.
#include "runtime/builtins/object.h"

#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

// https://tc39.es/ecma262/#sec-object-value
Completion<Value> object_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is neither undefined nor the active function object, then
    if (args.is_construct() && args.new_target() != Value(args.callee())) {
        Object* prototype =
            TRY(get_prototype_from_constructor(iso, as_object(args.new_target()), RealmObject::kObjectPrototype));
        return new_object_with_prototype(iso, prototype);
    }
    // 2. If value is undefined or null, return OrdinaryObjectCreate(%Object.prototype%).
    if (args[0].is_nullish()) return new_object(iso);
    // 3. Return ! ToObject(value).
    return TRY(to_object(iso, args[0]));
}

// https://tc39.es/ecma262/#sec-object.prototype.hasownproperty
Completion<Value> object_has_own_property(Isolate& iso, Arguments args) {
    PropertyKey key = TRY(to_property_key(iso, args[0]));
    Object* o = TRY(to_object(iso, args.this_value()));
    return Value::boolean(TRY(has_own_property(iso, o, key)));
}

// https://tc39.es/ecma262/#sec-object.prototype.isprototypeof
Completion<Value> object_is_prototype_of(Isolate& iso, Arguments args) {
    // 1. If V is not an Object, return false.
    if (!is_object(args[0])) return Value::boolean(false);
    // 2. Let O be ? ToObject(this value).
    Object* o = TRY(to_object(iso, args.this_value()));
    // 3. Walk V's chain.
    Value v = args[0];
    PrototypeWalk walk(iso);
    for (;;) {
        v = TRY(walk.above(as_object(v)));
        if (v.is_null()) return Value::boolean(false);
        if (v == Value(o)) return Value::boolean(true);
    }
}

// https://tc39.es/ecma262/#sec-object.prototype.propertyisenumerable
Completion<Value> object_property_is_enumerable(Isolate& iso, Arguments args) {
    PropertyKey key = TRY(to_property_key(iso, args[0]));
    Object* o = TRY(to_object(iso, args.this_value()));
    PropertyDescriptor desc;
    if (!TRY(get_own_property(iso, o, key, &desc))) return Value::boolean(false);
    return Value::boolean(desc.enumerable());
}

// https://tc39.es/ecma262/#sec-object.prototype.tolocalestring
Completion<Value> object_to_locale_string(Isolate& iso, Arguments args) {
    Value self = args.this_value();
    (void)TRY(require_object_coercible(iso, self, "Object.prototype.toLocaleString"));
    return invoke(iso, self, PropertyKey(iso.names.toString));
}

/// The builtinTag of Object.prototype.toString, steps 4-14.
Completion<const char*> builtin_tag(Isolate& iso, Object* o) {
    bool is_array_like = TRY(is_array(iso, Value(o)));
    if (is_array_like) return "Array";
    switch (o->kind()) {
    case gc::CellKind::kArguments: return "Arguments";
    case gc::CellKind::kError: return "Error";
    case gc::CellKind::kDate: return "Date";
    case gc::CellKind::kRegExp: return "RegExp";
    case gc::CellKind::kStringWrapper: return "String";
    case gc::CellKind::kPrimitiveWrapper: {
        Value v = static_cast<PrimitiveWrapper*>(o)->value();
        if (v.is_boolean()) return "Boolean";
        if (v.is_number()) return "Number";
        return "Object";
    }
    default: return o->is_callable() ? "Function" : "Object";
    }
}

// https://tc39.es/ecma262/#sec-object.prototype.tostring
Completion<Value> object_to_string(Isolate& iso, Arguments args) {
    Value self = args.this_value();
    if (self.is_undefined()) return new_string(iso, "[object Undefined]");
    if (self.is_null()) return new_string(iso, "[object Null]");
    Object* o = TRY(to_object(iso, self));
    const char* fallback = TRY(builtin_tag(iso, o));
    // 15-17. Let tag be ? Get(O, @@toStringTag); if it is not a String, builtinTag.
    Value tag = TRY(get(iso, o, PropertyKey(iso.symbols.to_string_tag)));
    StringBuilder out(iso);
    out.append("[object ");
    if (is_string(tag)) {
        out.append(as_string(tag));
    } else {
        out.append(fallback);
    }
    out.append(u']');
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-object.prototype.valueof
Completion<Value> object_value_of(Isolate& iso, Arguments args) { return TRY(to_object(iso, args.this_value())); }

// https://tc39.es/ecma262/#sec-get-object.prototype.__proto__
Completion<Value> object_get_proto(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    return get_prototype_of(iso, o);
}

// https://tc39.es/ecma262/#sec-set-object.prototype.__proto__
Completion<Value> object_set_proto(Isolate& iso, Arguments args) {
    Value self = args.this_value();
    (void)TRY(require_object_coercible(iso, self, "set Object.prototype.__proto__"));
    if (!is_object(args[0]) && !args[0].is_null()) return Value::undefined();
    if (!is_object(self)) return Value::undefined();
    (void)TRY(set_prototype_or_throw(iso, as_object(self), args[0]));
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-object.prototype.__defineGetter__ and __defineSetter__
Completion<Value> define_accessor_half(Isolate& iso, Arguments args, bool is_getter) {
    Object* o = TRY(to_object(iso, args.this_value()));
    if (!is_callable(args[1])) {
        return iso.throw_type_error("Object.prototype.__define%s__: Expecting function", is_getter ? "Getter" : "Setter");
    }
    PropertyDescriptor desc;
    (is_getter ? desc.getter : desc.setter) = args[1];
    desc.set(kEnumerable, true);
    desc.set(kConfigurable, true);
    PropertyKey key = TRY(to_property_key(iso, args[0]));
    (void)TRY(define_property_or_throw(iso, o, key, desc));
    return Value::undefined();
}
Completion<Value> object_define_getter(Isolate& iso, Arguments args) { return define_accessor_half(iso, args, true); }
Completion<Value> object_define_setter(Isolate& iso, Arguments args) { return define_accessor_half(iso, args, false); }

// https://tc39.es/ecma262/#sec-object.prototype.__lookupGetter__ and __lookupSetter__
Completion<Value> lookup_accessor_half(Isolate& iso, Arguments args, bool is_getter) {
    Object* o = TRY(to_object(iso, args.this_value()));
    PropertyKey key = TRY(to_property_key(iso, args[0]));
    PrototypeWalk walk(iso);
    for (;;) {
        PropertyDescriptor desc;
        if (TRY(get_own_property(iso, o, key, &desc))) {
            if (!desc.is_accessor()) return Value::undefined();
            Value half = is_getter ? desc.getter : desc.setter;
            return half.is_empty() ? Value::undefined() : half;
        }
        Value prototype = TRY(walk.above(o));
        if (prototype.is_null()) return Value::undefined();
        o = as_object(prototype);
    }
}
Completion<Value> object_lookup_getter(Isolate& iso, Arguments args) { return lookup_accessor_half(iso, args, true); }
Completion<Value> object_lookup_setter(Isolate& iso, Arguments args) { return lookup_accessor_half(iso, args, false); }

constexpr BuiltinSpec kObjectPrototypeRows[] = {
    method("__defineGetter__", 2, object_define_getter),
    method("__defineSetter__", 2, object_define_setter),
    method("hasOwnProperty", 1, object_has_own_property),
    method("__lookupGetter__", 1, object_lookup_getter),
    method("__lookupSetter__", 1, object_lookup_setter),
    method("isPrototypeOf", 1, object_is_prototype_of),
    method("propertyIsEnumerable", 1, object_property_is_enumerable),
    method("toString", 0, object_to_string, RealmObject::kObjectProtoToString),
    method("valueOf", 0, object_value_of),
    getter("__proto__", object_get_proto, object_set_proto),
    method("toLocaleString", 0, object_to_locale_string),
};

constexpr BuiltinSpec kObjectStaticRows[] = {
    method("assign", 2, object_assign),
    method("getOwnPropertyDescriptor", 2, object_get_own_property_descriptor),
    method("getOwnPropertyDescriptors", 1, object_get_own_property_descriptors),
    method("getOwnPropertyNames", 1, object_get_own_property_names),
    method("getOwnPropertySymbols", 1, object_get_own_property_symbols),
    method("hasOwn", 2, object_has_own),
    method("is", 2, object_is),
    method("preventExtensions", 1, object_prevent_extensions),
    method("seal", 1, object_seal),
    method("create", 2, object_create),
    method("defineProperties", 2, object_define_properties),
    method("defineProperty", 3, object_define_property),
    method("freeze", 1, object_freeze),
    method("getPrototypeOf", 1, object_get_prototype_of),
    method("setPrototypeOf", 2, object_set_prototype_of),
    method("isExtensible", 1, object_is_extensible),
    method("isFrozen", 1, object_is_frozen),
    method("isSealed", 1, object_is_sealed),
    method("keys", 1, object_keys),
    method("entries", 1, object_entries),
    method("fromEntries", 1, object_from_entries),
    method("values", 1, object_values),
    method("groupBy", 2, object_group_by),
};

}  // namespace

const ClassSpec kObjectClass = {
    .name = "Object",
    .constructor = object_constructor,
    .length = 1,
    .constructor_id = RealmObject::kObject,
    .prototype_id = RealmObject::kObjectPrototype,
    .prototype_parent = RealmObject::kCount,
    .prototype = kObjectPrototypeRows,
    .statics = kObjectStaticRows,
};

}  // namespace jsx
