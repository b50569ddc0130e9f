// Set objects (tc39.es/ecma262/#sec-set-objects) and their iterators.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/hash_collection.h"

namespace jsx {

static Completion<Value> set_add(Isolate& iso, Arguments args);

static bool is_untouched_set(Isolate& iso, Value v) {
    auto* set = cell_as<Set>(v);
    if (!set) return false;
    Realm* realm = iso.realm();
    Shape* shape = set->shape(iso);
    return realm->holds(Realm::kSetIteration) && shape->property_count() == 0 &&
           shape->prototype() == realm->object(iso, RealmObject::kSetPrototype);
}

// https://tc39.es/ecma262/#sec-set-iterable
static Completion<Value> set_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is undefined, throw a TypeError exception.
    if (!args.is_construct()) return throw_requires_new(iso, "Set");
    // 2-3. Let set be ? OrdinaryCreateFromConstructor(NewTarget, "%Set.prototype%", « [[SetData]] »).
    Set* set = TRY(create_from_constructor<Set>(iso, args.new_target(), RealmObject::kSetPrototype));
    // 4. If iterable is either undefined or null, return set.
    if (args[0].is_nullish()) return set;
    // 5-6. Let adder be ? Get(set, "add"); if it is not callable, throw a TypeError exception.
    Value adder = TRY(get(iso, set, PropertyKey(iso.names.add)));
    if (!is_callable(adder)) {
        Value receiver(set);
        return iso.throw_type_error("'%V' returned for property 'add' of object '%V' is not a function", &adder, &receiver);
    }
    bool direct = is_native(adder, set_add);
    // FAST: a Set that nobody has tampered with is copied.
    if (direct && is_untouched_set(iso, args[0])) {
        (void)TRY(set->copy_from(iso, static_cast<Set*>(args[0].as_cell())));
        return set;
    }
    // 7-8. Add each value.
    (void)TRY(iterate_argument(iso, args[0], [&](Value value) -> Completion<void> {
        if (direct) return set->add(iso, value);
        (void)TRY(call(iso, adder, Value(set), {value}));
        return {};
    }));
    return set;
}

// https://tc39.es/ecma262/#sec-set.prototype.add
static Completion<Value> set_add(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.add"));
    (void)TRY(set->add(iso, args[0]));
    return set;
}

// https://tc39.es/ecma262/#sec-set.prototype.has
static Completion<Value> set_has(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<Set>(iso, args, "Set.prototype.has"))->has(iso, args[0]));
}

// https://tc39.es/ecma262/#sec-set.prototype.delete
static Completion<Value> set_delete(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_as<Set>(iso, args, "Set.prototype.delete"))->remove(iso, args[0]));
}

// https://tc39.es/ecma262/#sec-set.prototype.clear
static Completion<Value> set_clear(Isolate& iso, Arguments args) {
    TRY(this_as<Set>(iso, args, "Set.prototype.clear"))->clear(iso);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-get-set.prototype.size
static Completion<Value> set_size(Isolate& iso, Arguments args) {
    return Value::number(TRY(this_as<Set>(iso, args, "get Set.prototype.size"))->size());
}

// https://tc39.es/ecma262/#sec-set.prototype.foreach
static Completion<Value> set_for_each(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.forEach"));
    if (!is_callable(args[0])) return throw_not_a_function(iso, args[0]);
    HashCursor cursor(set);
    for (int64_t i; (i = cursor.next()) >= 0;) {
        Value key = cursor.key(i);
        (void)TRY(call(iso, args[0], args[1], {key, key, Value(set)}));
    }
    return Value::undefined();
}

static Completion<Value> make_iterator(Isolate& iso, Arguments args, const char* method, HashIterator::What what) {
    Set* set = TRY(this_as<Set>(iso, args, method));
    Object* prototype = iso.realm()->object(iso, RealmObject::kSetIteratorPrototype);
    return iso.heap.make<SetIterator>(iso, Shape::root(iso, prototype, 0), set, what);
}
// https://tc39.es/ecma262/#sec-set.prototype.entries
static Completion<Value> set_entries(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "Set.prototype.entries", HashIterator::What::kEntries);
}
// https://tc39.es/ecma262/#sec-set.prototype.values
static Completion<Value> set_values(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "Set.prototype.values", HashIterator::What::kValues);
}

// ---- set algebra ----

namespace {
/// https://tc39.es/ecma262/#sec-set-records
struct SetRecord {
    Object* object;
    double size;
    Value has, keys;
};
}  // namespace

// https://tc39.es/ecma262/#sec-getsetrecord
static Completion<SetRecord> get_set_record(Isolate& iso, Value v, const char* method) {
    if (!is_object(v)) return iso.throw_type_error("%s argument must be an object", method);
    SetRecord record{as_object(v), 0, Value::undefined(), Value::undefined()};
    // 2-5. The size, a number.
    double size = TRY(to_number(iso, TRY(get(iso, record.object, PropertyKey(iso.names.size)))));
    if (size != size) return iso.throw_type_error("The .size property is NaN");
    // 6-7. If intSize < 0, throw a RangeError exception.
    record.size = std::trunc(size);
    if (record.size < 0) return iso.throw_range_error("'%g' is an invalid size", record.size);
    // 8-11. has and keys, callable.
    record.has = TRY(get(iso, record.object, PropertyKey(iso.names.has)));
    if (!is_callable(record.has)) return iso.throw_type_error("string \"has\" is not a function");
    record.keys = TRY(get(iso, record.object, PropertyKey(iso.names.keys)));
    if (!is_callable(record.keys)) return iso.throw_type_error("string \"keys\" is not a function");
    return record;
}

static Completion<bool> record_has(Isolate& iso, const SetRecord& record, Value v) {
    // FAST: the built-in on a Set.
    if (record.object->is<Set>() && is_native(record.has, set_has)) return record.object->as<Set>()->has(iso, v);
    return to_boolean(TRY(call(iso, record.has, Value(record.object), {v})));
}

namespace {
/// The keys of a SetRecord: GetIteratorFromMethod(record, keys), stepped.
class KeyWalk {
public:
    Completion<void> start(Isolate& iso, const SetRecord& record) {
        // FAST: a Set's own keys with the built-in iterator.
        if (record.object->is<Set>() && is_native(record.keys, set_values) &&
            iso.realm()->holds(Realm::kSetIteration)) {
            direct_ = record.object->as<Set>();
            direct_->note_iterated();
            cursor_ = HashCursor(direct_, direct_->table(), 0);
            return {};
        }
        Value iterator = TRY(call(iso, record.keys, Value(record.object)));
        if (!is_object(iterator)) return iso.throw_type_error("Result of the keys method is not an object");
        iterator_ = TRY(get_iterator_direct(iso, as_object(iterator)));
        return {};
    }
    Completion<bool> next(Isolate& iso, Value* out) {
        if (!direct_) {
            if (!TRY(iterator_step_value(iso, iterator_, out))) return false;
            *out = normalize_key(*out);
            return true;
        }
        int64_t i = cursor_.next();
        if (i < 0) return false;
        *out = cursor_.key(i);
        return true;
    }
    Completion<void> close(Isolate& iso) {
        if (direct_) return {};
        return iterator_close(iso, iterator_);
    }

private:
    Set* direct_ = nullptr;
    HashCursor cursor_{nullptr, nullptr, 0};
    IteratorRecord iterator_;
};
}  // namespace

static Completion<Set*> copy_of(Isolate& iso, Set* set) {
    Set* copy = new_set(iso);
    (void)TRY(copy->copy_from(iso, set));
    return copy;
}

// https://tc39.es/ecma262/#sec-set.prototype.union
static Completion<Value> set_union(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.union"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.union"));
    KeyWalk keys;
    (void)TRY(keys.start(iso, other));
    Set* result = TRY(copy_of(iso, set));
    for (Value key; TRY(keys.next(iso, &key));) (void)TRY(result->add(iso, key));
    return result;
}

// https://tc39.es/ecma262/#sec-set.prototype.intersection
static Completion<Value> set_intersection(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.intersection"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.intersection"));
    Set* result = new_set(iso);
    if (set->size() <= other.size) {
        HashCursor cursor(set);
        for (int64_t i; (i = cursor.next()) >= 0;) {
            Value key = cursor.key(i);
            if (TRY(record_has(iso, other, key))) (void)TRY(result->add(iso, key));
        }
    } else {
        KeyWalk keys;
        (void)TRY(keys.start(iso, other));
        for (Value key; TRY(keys.next(iso, &key));) {
            if (set->has(iso, key)) (void)TRY(result->add(iso, key));
        }
    }
    return result;
}

// https://tc39.es/ecma262/#sec-set.prototype.difference
static Completion<Value> set_difference(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.difference"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.difference"));
    Set* result = TRY(copy_of(iso, set));
    if (set->size() <= other.size) {
        HashCursor cursor(result);
        for (int64_t i; (i = cursor.next()) >= 0;) {
            Value key = cursor.key(i);
            if (TRY(record_has(iso, other, key))) result->remove(iso, key);
        }
    } else {
        KeyWalk keys;
        (void)TRY(keys.start(iso, other));
        for (Value key; TRY(keys.next(iso, &key));) result->remove(iso, key);
    }
    return result;
}

// https://tc39.es/ecma262/#sec-set.prototype.symmetricdifference
static Completion<Value> set_symmetric_difference(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.symmetricDifference"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.symmetricDifference"));
    KeyWalk keys;
    (void)TRY(keys.start(iso, other));
    Set* result = TRY(copy_of(iso, set));
    for (Value key; TRY(keys.next(iso, &key));) {
        if (set->has(iso, key)) {
            result->remove(iso, key);
        } else {
            (void)TRY(result->add(iso, key));
        }
    }
    return result;
}

// https://tc39.es/ecma262/#sec-set.prototype.issubsetof
static Completion<Value> set_is_subset_of(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.isSubsetOf"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.isSubsetOf"));
    if (set->size() > other.size) return Value::boolean(false);
    HashCursor cursor(set);
    for (int64_t i; (i = cursor.next()) >= 0;) {
        if (!TRY(record_has(iso, other, cursor.key(i)))) return Value::boolean(false);
    }
    return Value::boolean(true);
}

// https://tc39.es/ecma262/#sec-set.prototype.issupersetof
static Completion<Value> set_is_superset_of(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.isSupersetOf"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.isSupersetOf"));
    if (set->size() < other.size) return Value::boolean(false);
    KeyWalk keys;
    (void)TRY(keys.start(iso, other));
    for (Value key; TRY(keys.next(iso, &key));) {
        if (set->has(iso, key)) continue;
        (void)TRY(keys.close(iso));
        return Value::boolean(false);
    }
    return Value::boolean(true);
}

// https://tc39.es/ecma262/#sec-set.prototype.isdisjointfrom
static Completion<Value> set_is_disjoint_from(Isolate& iso, Arguments args) {
    Set* set = TRY(this_as<Set>(iso, args, "Set.prototype.isDisjointFrom"));
    SetRecord other = TRY(get_set_record(iso, args[0], "Set.prototype.isDisjointFrom"));
    if (set->size() <= other.size) {
        HashCursor cursor(set);
        for (int64_t i; (i = cursor.next()) >= 0;) {
            if (TRY(record_has(iso, other, cursor.key(i)))) return Value::boolean(false);
        }
        return Value::boolean(true);
    }
    KeyWalk keys;
    (void)TRY(keys.start(iso, other));
    for (Value key; TRY(keys.next(iso, &key));) {
        if (!set->has(iso, key)) continue;
        (void)TRY(keys.close(iso));
        return Value::boolean(false);
    }
    return Value::boolean(true);
}

// https://tc39.es/ecma262/#sec-%setiteratorprototype%.next
static Completion<Value> set_iterator_next(Isolate& iso, Arguments args) {
    auto* iterator = TRY(this_as<SetIterator>(iso, args, "Set Iterator.prototype.next"));
    Value value = Value::undefined();
    bool more = iterator->step(iso, &value);
    return create_iterator_result(iso, value, !more);
}

static constexpr BuiltinSpec kSetStatics[] = {
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kSetRows[] = {
    method("has", 1, set_has),
    method("add", 1, set_add),
    method("delete", 1, set_delete),
    method("difference", 1, set_difference),
    method("clear", 0, set_clear),
    method("entries", 0, set_entries),
    method("forEach", 1, set_for_each),
    method("intersection", 1, set_intersection),
    method("isSubsetOf", 1, set_is_subset_of),
    method("isSupersetOf", 1, set_is_superset_of),
    method("isDisjointFrom", 1, set_is_disjoint_from),
    getter("size", set_size),
    method("symmetricDifference", 1, set_symmetric_difference),
    method("union", 1, set_union),
    method("values", 0, set_values),
    alias("keys", "values"),
    to_string_tag("Set"),
    alias("@@iterator", "values", kWatchedMethod),
};
const ClassSpec kSetClass = {
    .name = "Set",
    .constructor = set_constructor,
    .length = 0,
    .constructor_id = RealmObject::kSet,
    .prototype_id = RealmObject::kSetPrototype,
    .prototype = kSetRows,
    .statics = kSetStatics,
};

static constexpr BuiltinSpec kSetIteratorRows[] = {
    method_with("next", 0, set_iterator_next, kWatchedMethod),
    to_string_tag("Set Iterator"),
};
const ClassSpec kSetIteratorClass = {
    .name = "Set Iterator",
    .prototype_id = RealmObject::kSetIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kSetIteratorRows,
};

}  // namespace jsx
