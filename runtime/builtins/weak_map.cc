// WeakMap and WeakSet objects (tc39.es/ecma262/#sec-weakmap-objects, #sec-weakset-objects).
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/weak_collection.h"

namespace jsx {

// ---- WeakMap ----

static Thrown throw_invalid_key(Isolate& iso) { return iso.throw_type_error("Invalid value used as weak map key"); }

// https://tc39.es/ecma262/#sec-weakmap.prototype.set
static Completion<Value> weak_map_set(Isolate& iso, Arguments args) {
    auto* map = TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.set"));
    if (!can_be_held_weakly(args[0])) return throw_invalid_key(iso);
    (void)TRY(map->set(iso, args[0], args[1]));
    return map;
}

// https://tc39.es/ecma262/#sec-weakmap-iterable
static Completion<Value> weak_map_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "WeakMap");
    auto* map = TRY(create_from_constructor<WeakMap>(iso, args.new_target(), RealmObject::kWeakMapPrototype));
    if (args[0].is_nullish()) return map;
    Value adder = TRY(get(iso, map, PropertyKey(iso.names.set)));
    if (!is_callable(adder)) {
        Value receiver(map);
        return iso.throw_type_error("'%V' returned for property 'set' of object '%V' is not a function", &adder, &receiver);
    }
    (void)TRY(iterate_argument(iso, args[0], [&](Value item) -> Completion<void> {
        if (!is_object(item)) return iso.throw_type_error("Iterator value %V is not an entry object", &item);
        Value key = TRY(get(iso, as_object(item), PropertyKey::index(0)));
        Value value = TRY(get(iso, as_object(item), PropertyKey::index(1)));
        (void)TRY(call(iso, adder, Value(map), {key, value}));
        return {};
    }));
    return map;
}

// https://tc39.es/ecma262/#sec-weakmap.prototype.delete
static Completion<Value> weak_map_delete(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.delete"))->remove(args[0]));
}

// https://tc39.es/ecma262/#sec-weakmap.prototype.get
static Completion<Value> weak_map_get(Isolate& iso, Arguments args) {
    auto* map = TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.get"));
    int64_t i = map->find(args[0]);
    return i < 0 ? Value::undefined() : map->table()->entries()[i].value;
}

// https://tc39.es/ecma262/#sec-weakmap.prototype.has
static Completion<Value> weak_map_has(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.has"))->find(args[0]) >= 0);
}

// https://tc39.es/ecma262/#sec-weakmap.prototype.getorinsert
static Completion<Value> weak_map_get_or_insert(Isolate& iso, Arguments args) {
    auto* map = TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.getOrInsert"));
    if (!can_be_held_weakly(args[0])) return throw_invalid_key(iso);
    int64_t i = map->find(args[0]);
    if (i >= 0) return map->table()->entries()[i].value;
    (void)TRY(map->set(iso, args[0], args[1]));
    return args[1];
}

// https://tc39.es/ecma262/#sec-weakmap.prototype.getorinsertcomputed
static Completion<Value> weak_map_get_or_insert_computed(Isolate& iso, Arguments args) {
    auto* map = TRY(this_as<WeakMap>(iso, args, "WeakMap.prototype.getOrInsertComputed"));
    if (!can_be_held_weakly(args[0])) return throw_invalid_key(iso);
    if (!is_callable(args[1])) return throw_not_a_function(iso, args[1]);
    int64_t i = map->find(args[0]);
    if (i >= 0) return map->table()->entries()[i].value;
    Value value = TRY(call(iso, args[1], Value::undefined(), {args[0]}));
    (void)TRY(map->set(iso, args[0], value));
    return value;
}

static constexpr BuiltinSpec kWeakMapRows[] = {
    method("delete", 1, weak_map_delete),
    method("get", 1, weak_map_get),
    method("set", 2, weak_map_set),
    method("has", 1, weak_map_has),
    method("getOrInsert", 2, weak_map_get_or_insert),
    method("getOrInsertComputed", 2, weak_map_get_or_insert_computed),
    to_string_tag("WeakMap"),
};
const ClassSpec kWeakMapClass = {
    .name = "WeakMap",
    .constructor = weak_map_constructor,
    .length = 0,
    .constructor_id = RealmObject::kWeakMap,
    .prototype_id = RealmObject::kWeakMapPrototype,
    .prototype = kWeakMapRows,
};

// ---- WeakSet ----

// https://tc39.es/ecma262/#sec-weakset.prototype.add
static Completion<Value> weak_set_add(Isolate& iso, Arguments args) {
    auto* set = TRY(this_as<WeakSet>(iso, args, "WeakSet.prototype.add"));
    if (!can_be_held_weakly(args[0])) return iso.throw_type_error("Invalid value used in weak set");
    (void)TRY(set->set(iso, args[0], Value::boolean(true)));
    return set;
}

// https://tc39.es/ecma262/#sec-weakset-iterable
static Completion<Value> weak_set_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "WeakSet");
    auto* set = TRY(create_from_constructor<WeakSet>(iso, args.new_target(), RealmObject::kWeakSetPrototype));
    if (args[0].is_nullish()) return set;
    Value adder = TRY(get(iso, set, PropertyKey(iso.names.add)));
    if (!is_callable(adder)) {
        Value receiver(set);
        return iso.throw_type_error("'%V' returned for property 'add' of object '%V' is not a function", &adder, &receiver);
    }
    (void)TRY(iterate_argument(iso, args[0], [&](Value value) -> Completion<void> {
        (void)TRY(call(iso, adder, Value(set), {value}));
        return {};
    }));
    return set;
}

// https://tc39.es/ecma262/#sec-weakset.prototype.delete
static Completion<Value> weak_set_delete(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<WeakSet>(iso, args, "WeakSet.prototype.delete"))->remove(args[0]));
}

// https://tc39.es/ecma262/#sec-weakset.prototype.has
static Completion<Value> weak_set_has(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<WeakSet>(iso, args, "WeakSet.prototype.has"))->find(args[0]) >= 0);
}

static constexpr BuiltinSpec kWeakSetRows[] = {
    method("delete", 1, weak_set_delete),
    method("has", 1, weak_set_has),
    method("add", 1, weak_set_add),
    to_string_tag("WeakSet"),
};
const ClassSpec kWeakSetClass = {
    .name = "WeakSet",
    .constructor = weak_set_constructor,
    .length = 0,
    .constructor_id = RealmObject::kWeakSet,
    .prototype_id = RealmObject::kWeakSetPrototype,
    .prototype = kWeakSetRows,
};

}  // namespace jsx
