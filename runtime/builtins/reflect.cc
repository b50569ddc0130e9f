// Reflect (tc39.es/ecma262/#sec-reflect-object).
#include "interpreter/frame.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

Completion<Object*> target_object(Isolate& iso, Arguments args, const char* method) {
    if (is_object(args[0])) return as_object(args[0]);
    return iso.throw_type_error("%s called on non-object", method);
}

// https://tc39.es/ecma262/#sec-reflect.apply
Completion<Value> reflect_apply(Isolate& iso, Arguments args) {
    Value target = args[0];
    if (!is_callable(target)) return throw_called_on_non_function(iso, "apply", target);
    CellArray* list = TRY(create_list_from_array_like(iso, args[2]));
    interp::hide_frame(args);
    return call(iso, target, args[1], std::span<const Value>(list->values(), list->length()));
}

// https://tc39.es/ecma262/#sec-reflect.construct
Completion<Value> reflect_construct(Isolate& iso, Arguments args) {
    Value target = args[0];
    if (!is_constructor(target)) return iso.throw_type_error("%V is not a constructor", &target);
    Value new_target = args.count() > 2 ? args[2] : target;
    if (!is_constructor(new_target)) return iso.throw_type_error("%V is not a constructor", &new_target);
    CellArray* list = TRY(create_list_from_array_like(iso, args[1]));
    interp::hide_frame(args);
    return TRY(construct(iso, as_object(target), std::span<const Value>(list->values(), list->length()),
                         as_object(new_target)));
}

// https://tc39.es/ecma262/#sec-reflect.defineproperty
Completion<Value> reflect_define_property(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.defineProperty"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    PropertyDescriptor desc = TRY(to_property_descriptor(iso, args[2]));
    return Value::boolean(TRY(define_own_property(iso, target, key, desc)));
}

// https://tc39.es/ecma262/#sec-reflect.deleteproperty
Completion<Value> reflect_delete_property(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.deleteProperty"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return Value::boolean(TRY(delete_property(iso, target, key)));
}

// https://tc39.es/ecma262/#sec-reflect.get
Completion<Value> reflect_get(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.get"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return get(iso, target, key, args.count() > 2 ? args[2] : Value(target));
}

// https://tc39.es/ecma262/#sec-reflect.getownpropertydescriptor
Completion<Value> reflect_get_own_property_descriptor(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.getOwnPropertyDescriptor"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    PropertyDescriptor desc;
    if (!TRY(get_own_property(iso, target, key, &desc))) return Value::undefined();
    return from_property_descriptor(iso, desc);
}

// https://tc39.es/ecma262/#sec-reflect.getprototypeof
Completion<Value> reflect_get_prototype_of(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.getPrototypeOf"));
    return get_prototype_of(iso, target);
}

// https://tc39.es/ecma262/#sec-reflect.has
Completion<Value> reflect_has(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.has"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return Value::boolean(TRY(has_property(iso, target, key)));
}

// https://tc39.es/ecma262/#sec-reflect.isextensible
Completion<Value> reflect_is_extensible(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.isExtensible"));
    return Value::boolean(TRY(is_extensible(iso, target)));
}

// https://tc39.es/ecma262/#sec-reflect.ownkeys
Completion<Value> reflect_own_keys(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.ownKeys"));
    CellArray* keys = TRY(own_property_keys(iso, target));
    return new_array(iso, std::span<const Value>(keys->values(), keys->length()));
}

// https://tc39.es/ecma262/#sec-reflect.preventextensions
Completion<Value> reflect_prevent_extensions(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.preventExtensions"));
    return Value::boolean(TRY(prevent_extensions(iso, target)));
}

// https://tc39.es/ecma262/#sec-reflect.set
Completion<Value> reflect_set(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.set"));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return Value::boolean(TRY(set(iso, target, key, args[2], args.count() > 3 ? args[3] : Value(target))));
}

// https://tc39.es/ecma262/#sec-reflect.setprototypeof
Completion<Value> reflect_set_prototype_of(Isolate& iso, Arguments args) {
    Object* target = TRY(target_object(iso, args, "Reflect.setPrototypeOf"));
    Value prototype = args[1];
    if (!is_object(prototype) && !prototype.is_null()) {
        return iso.throw_type_error("Object prototype may only be an Object or null: %V", &prototype);
    }
    Object* p = prototype.is_null() ? nullptr : as_object(prototype);
    return Value::boolean(TRY(set_prototype_of(iso, target, p)));
}

constexpr BuiltinSpec kReflectRows[] = {
    method("defineProperty", 3, reflect_define_property),
    method("deleteProperty", 2, reflect_delete_property),
    method("apply", 3, reflect_apply),
    method("construct", 2, reflect_construct),
    method("get", 2, reflect_get),
    method("getOwnPropertyDescriptor", 2, reflect_get_own_property_descriptor),
    method("getPrototypeOf", 1, reflect_get_prototype_of),
    method("has", 2, reflect_has),
    method("isExtensible", 1, reflect_is_extensible),
    method("ownKeys", 1, reflect_own_keys),
    method("preventExtensions", 1, reflect_prevent_extensions),
    method("set", 3, reflect_set),
    method("setPrototypeOf", 2, reflect_set_prototype_of),
    to_string_tag("Reflect"),
};

}  // namespace

const ClassSpec kReflectClass = {
    .name = "Reflect",
    .prototype_id = RealmObject::kReflect,
    .prototype = kReflectRows,
};

}  // namespace jsx
