// WeakRef and FinalizationRegistry objects (tc39.es/ecma262/#sec-weak-ref-objects,
// tc39.es/ecma262/#sec-finalization-registry-objects).
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/weak_collection.h"

namespace jsx {

// ---- WeakRef ----

// https://tc39.es/ecma262/#sec-weak-ref-target
static Completion<Value> weak_ref_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "WeakRef");
    // 2. If CanBeHeldWeakly(target) is false, throw a TypeError exception.
    if (!can_be_held_weakly(args[0])) return iso.throw_type_error("WeakRef: invalid target");
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kWeakRefPrototype));
    // 4. Perform AddToKeptObjects(target).
    add_to_kept_objects(iso, args[0]);
    return iso.heap.make<WeakRef>(iso, shape, args[0].as_cell());
}

// https://tc39.es/ecma262/#sec-weak-ref.prototype.deref
static Completion<Value> weak_ref_deref(Isolate& iso, Arguments args) {
    auto* ref = TRY(this_as<WeakRef>(iso, args, "WeakRef.prototype.deref"));
    if (!ref->target()) return Value::undefined();
    add_to_kept_objects(iso, Value(ref->target()));
    return Value(ref->target());
}

static constexpr BuiltinSpec kWeakRefRows[] = {
    method("deref", 0, weak_ref_deref),
    to_string_tag("WeakRef"),
};
const ClassSpec kWeakRefClass = {
    .name = "WeakRef",
    .constructor = weak_ref_constructor,
    .length = 1,
    .constructor_id = RealmObject::kWeakRef,
    .prototype_id = RealmObject::kWeakRefPrototype,
    .prototype = kWeakRefRows,
};

// ---- FinalizationRegistry ----

// https://tc39.es/ecma262/#sec-finalization-registry-cleanup-callback
static Completion<Value> registry_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "FinalizationRegistry");
    if (!is_callable(args[0])) return iso.throw_type_error("FinalizationRegistry: cleanup must be callable");
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kFinalizationRegistryPrototype));
    return FinalizationRegistry::create(iso, shape, args[0]);
}

// https://tc39.es/ecma262/#sec-finalization-registry.prototype.register
static Completion<Value> registry_register(Isolate& iso, Arguments args) {
    constexpr const char* kName = "FinalizationRegistry.prototype.register";
    auto* registry = TRY(this_as<FinalizationRegistry>(iso, args, kName));
    // 3. If CanBeHeldWeakly(target) is false, throw a TypeError exception.
    if (!can_be_held_weakly(args[0])) return iso.throw_type_error("%s: invalid target", kName);
    // 4. If SameValue(target, heldValue) is true, throw a TypeError exception.
    if (args[0] == args[1]) return iso.throw_type_error("%s: target and holdings must not be same", kName);
    // 5. If CanBeHeldWeakly(unregisterToken) is false, it must be undefined.
    Value token = args[2];
    if (!can_be_held_weakly(token) && !token.is_undefined()) {
        return iso.throw_type_error("Invalid unregisterToken ('%V')", &token);
    }
    registry->add(iso, args[0].as_cell(), args[1], token);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-finalization-registry.prototype.unregister
static Completion<Value> registry_unregister(Isolate& iso, Arguments args) {
    auto* registry = TRY(this_as<FinalizationRegistry>(iso, args, "FinalizationRegistry.prototype.unregister"));
    Value token = args[0];
    if (!can_be_held_weakly(token)) return iso.throw_type_error("Invalid unregisterToken ('%V')", &token);
    return Value::boolean(registry->remove(token));
}

static constexpr BuiltinSpec kRegistryRows[] = {
    method("register", 2, registry_register),
    method("unregister", 1, registry_unregister),
    to_string_tag("FinalizationRegistry"),
};
const ClassSpec kFinalizationRegistryClass = {
    .name = "FinalizationRegistry",
    .constructor = registry_constructor,
    .length = 1,
    .constructor_id = RealmObject::kFinalizationRegistry,
    .prototype_id = RealmObject::kFinalizationRegistryPrototype,
    .prototype = kRegistryRows,
};

}  // namespace jsx
