// Map objects (tc39.es/ecma262/#sec-map-objects) and their iterators.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/hash_collection.h"

namespace jsx {

static Completion<Value> map_set(Isolate& iso, Arguments args);

/// AddEntriesFromIterable with an adder other than the built-in one, or this one.
static Completion<void> add_entries(Isolate& iso, Map* map, Value iterable, Value adder) {
    bool direct = is_native(adder, map_set);
    // FAST: a Map that nobody has tampered with is copied.
    if (direct) {
        if (auto* other = cell_as<Map>(iterable)) {
            Realm* realm = iso.realm();
            Shape* shape = other->shape(iso);
            if (realm->holds(Realm::kMapIteration) && shape->property_count() == 0 && map->size() == 0 &&
                shape->prototype() == realm->object(iso, RealmObject::kMapPrototype)) {
                return map->copy_from(iso, other);
            }
        }
    }
    return iterate_argument(iso, iterable, [&](Value item) -> Completion<void> {
        if (!is_object(item)) return iso.throw_type_error("Iterator value %V is not an entry object", &item);
        Value key = TRY(get(iso, as_object(item), PropertyKey::index(0)));
        Value value = TRY(get(iso, as_object(item), PropertyKey::index(1)));
        if (direct) return map->set(iso, key, value);
        (void)TRY(call(iso, adder, Value(map), {key, value}));
        return {};
    });
}

// https://tc39.es/ecma262/#sec-map-iterable
static Completion<Value> map_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is undefined, throw a TypeError exception.
    if (!args.is_construct()) return throw_requires_new(iso, "Map");
    // 2-3. Let map be ? OrdinaryCreateFromConstructor(NewTarget, "%Map.prototype%", « [[MapData]] »).
    Map* map = TRY(create_from_constructor<Map>(iso, args.new_target(), RealmObject::kMapPrototype));
    // 4. If iterable is either undefined or null, return map.
    if (args[0].is_nullish()) return map;
    // 5-6. Let adder be ? Get(map, "set"); if it is not callable, throw a TypeError exception.
    Value adder = TRY(get(iso, map, PropertyKey(iso.names.set)));
    if (!is_callable(adder)) {
        Value receiver(map);
        return iso.throw_type_error("'%V' returned for property 'set' of object '%V' is not a function", &adder, &receiver);
    }
    // 7. Return ? AddEntriesFromIterable(map, iterable, adder).
    (void)TRY(add_entries(iso, map, args[0], adder));
    return map;
}

// https://tc39.es/ecma262/#sec-map.groupby
static Completion<Value> map_group_by(Isolate& iso, Arguments args) {
    // GroupBy, 1-2.
    (void)TRY(require_object_coercible(iso, args[0], "Map.groupBy"));
    Value callback = args[1];
    if (!is_callable(callback)) return iso.throw_type_error("%V is not a function", &callback);
    Map* map = new_map(iso);
    double k = 0;
    (void)TRY(iterate_argument(iso, args[0], [&](Value value) -> Completion<void> {
        Value key = TRY(call(iso, callback, Value::undefined(), {value, Value::number(k++)}));
        uint32_t entry;
        (void)TRY(map->add(iso, key, &entry));
        Value group = map->table()->value(entry);
        if (group.is_undefined()) {
            group = Value(new_array(iso));
            // The allocation runs no program code, so the entry stands where it was.
            map->table()->set_value(entry, group);
        }
        auto* array = static_cast<Array*>(group.as_cell());
        return put_element(iso, array, array->length(), value);
    }));
    return map;
}

// https://tc39.es/ecma262/#sec-map.prototype.get
static Completion<Value> map_get(Isolate& iso, Arguments args) {
    return TRY(this_as<Map>(iso, args, "Map.prototype.get"))->get(iso, args[0]);
}

// https://tc39.es/ecma262/#sec-map.prototype.set
static Completion<Value> map_set(Isolate& iso, Arguments args) {
    Map* map = TRY(this_as<Map>(iso, args, "Map.prototype.set"));
    (void)TRY(map->set(iso, args[0], args[1]));
    return map;
}

// https://tc39.es/ecma262/#sec-map.prototype.has
static Completion<Value> map_has(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<Map>(iso, args, "Map.prototype.has"))->has(iso, args[0]));
}

// https://tc39.es/ecma262/#sec-map.prototype.delete
static Completion<Value> map_delete(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<Map>(iso, args, "Map.prototype.delete"))->remove(iso, args[0]));
}

// https://tc39.es/ecma262/#sec-map.prototype.clear
static Completion<Value> map_clear(Isolate& iso, Arguments args) {
    TRY(this_as<Map>(iso, args, "Map.prototype.clear"))->clear(iso);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-get-map.prototype.size
static Completion<Value> map_size(Isolate& iso, Arguments args) {
    return Value::number(TRY(this_as<Map>(iso, args, "get Map.prototype.size"))->size());
}

// https://tc39.es/ecma262/#sec-map.prototype.foreach
static Completion<Value> map_for_each(Isolate& iso, Arguments args) {
    Map* map = TRY(this_as<Map>(iso, args, "Map.prototype.forEach"));
    if (!is_callable(args[0])) return throw_not_a_function(iso, args[0]);
    HashCursor cursor(map);
    for (int64_t i; (i = cursor.next()) >= 0;) {
        (void)TRY(call(iso, args[0], args[1], {cursor.value(i), cursor.key(i), Value(map)}));
    }
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-map.prototype.getorinsert
static Completion<Value> map_get_or_insert(Isolate& iso, Arguments args) {
    Map* map = TRY(this_as<Map>(iso, args, "Map.prototype.getOrInsert"));
    int64_t found = map->find(iso, args[0]);
    if (found >= 0) return map->table()->value(uint32_t(found));
    (void)TRY(map->set(iso, args[0], args[1]));
    return args[1];
}

// https://tc39.es/ecma262/#sec-map.prototype.getorinsertcomputed
static Completion<Value> map_get_or_insert_computed(Isolate& iso, Arguments args) {
    Map* map = TRY(this_as<Map>(iso, args, "Map.prototype.getOrInsertComputed"));
    if (!is_callable(args[1])) return throw_not_a_function(iso, args[1]);
    Value key = normalize_key(args[0]);
    int64_t found = map->find(iso, key);
    if (found >= 0) return map->table()->value(uint32_t(found));
    Value value = TRY(call(iso, args[1], Value::undefined(), {key}));
    // The callback may have added the key itself: its value is replaced.
    (void)TRY(map->set(iso, key, value));
    return value;
}

static Completion<Value> make_iterator(Isolate& iso, Arguments args, const char* method, HashIterator::What what) {
    Map* map = TRY(this_as<Map>(iso, args, method));
    Object* prototype = iso.realm()->object(iso, RealmObject::kMapIteratorPrototype);
    return iso.heap.make<MapIterator>(iso, Shape::root(iso, prototype, 0), map, what);
}
// https://tc39.es/ecma262/#sec-map.prototype.entries
static Completion<Value> map_entries(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "Map.prototype.entries", HashIterator::What::kEntries);
}
// https://tc39.es/ecma262/#sec-map.prototype.keys
static Completion<Value> map_keys(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "Map.prototype.keys", HashIterator::What::kKeys);
}
// https://tc39.es/ecma262/#sec-map.prototype.values
static Completion<Value> map_values(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "Map.prototype.values", HashIterator::What::kValues);
}

// https://tc39.es/ecma262/#sec-%mapiteratorprototype%.next
static Completion<Value> map_iterator_next(Isolate& iso, Arguments args) {
    auto* iterator = TRY(this_as<MapIterator>(iso, args, "Map Iterator.prototype.next"));
    Value value = Value::undefined();
    bool more = iterator->step(iso, &value);
    return create_iterator_result(iso, value, !more);
}

static constexpr BuiltinSpec kMapStatics[] = {
    method("groupBy", 2, map_group_by),
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kMapRows[] = {
    method("get", 1, map_get),
    method("set", 2, map_set),
    method("has", 1, map_has),
    method("delete", 1, map_delete),
    method("clear", 0, map_clear),
    method("entries", 0, map_entries),
    method("forEach", 1, map_for_each),
    method("keys", 0, map_keys),
    getter("size", map_size),
    method("values", 0, map_values),
    method("getOrInsert", 2, map_get_or_insert),
    method("getOrInsertComputed", 2, map_get_or_insert_computed),
    to_string_tag("Map"),
    alias("@@iterator", "entries", kWatchedMethod),
};
const ClassSpec kMapClass = {
    .name = "Map",
    .constructor = map_constructor,
    .length = 0,
    .constructor_id = RealmObject::kMap,
    .prototype_id = RealmObject::kMapPrototype,
    .prototype = kMapRows,
    .statics = kMapStatics,
};

static constexpr BuiltinSpec kMapIteratorRows[] = {
    method_with("next", 0, map_iterator_next, kWatchedMethod),
    to_string_tag("Map Iterator"),
};
const ClassSpec kMapIteratorClass = {
    .name = "Map Iterator",
    .prototype_id = RealmObject::kMapIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kMapIteratorRows,
};

}  // namespace jsx
