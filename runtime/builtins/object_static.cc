// The functions of the Object constructor (tc39.es/ecma262/#sec-properties-of-the-object-constructor).
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/object.h"
#include "runtime/object/typed_array.h"

namespace jsx {

// ---- properties copied, created, defined ----

/// Set(target, key, v, true), with a plain target looked at directly: a writable property of its own is overwritten, one
/// that nobody on its prototype chain has is added.
static Completion<void> assign_property(Isolate& iso, Object* target, PropertyKey key, Value v) {
    if (target->kind() == gc::CellKind::kObject && !target->is_exotic() && !target->shape(iso)->is_unique()) {
        Lookup l = lookup(iso, target, key);
        if (l.state == Lookup::State::kNotFound && target->shape(iso)->is_extensible()) {
            target->add_named(iso, key, v, kAllAttributes);
            return {};
        }
        if (l.state == Lookup::State::kData && l.holder == target && (l.attributes & kWritable)) {
            target->set_slot(l.slot, v);
            return {};
        }
    }
    return set_or_throw(iso, target, key, v);
}

/// Copies the properties named by strings, or those named by symbols, that `shape` lists: the source's at the start.
static Completion<void> assign_simple(Isolate& iso, Object* target, Object* source, Shape* shape, bool symbols) {
    uint32_t count = shape->property_count();
    for (uint32_t i = 0; i < count; i++) {
        Value stored = shape->table()->key_at(i);
        if (stored.is_empty()) continue;
        PropertyKey key = PropertyKey::from_stored(stored);
        if (key.is_symbol() != symbols || key.is_private()) continue;
        // Setters of the target may change the source.
        PropertyDescriptor desc;
        if (source->shape(iso) == shape) {
            PropertyInfo info = shape->table()->info_at(i);
            if (!(info.attributes & kEnumerable)) continue;
            if (info.is_data()) {
                (void)TRY(assign_property(iso, target, key, source->slot(info.slot)));
                continue;
            }
        } else if (!TRY(get_own_property(iso, source, key, &desc)) || !desc.enumerable()) {
            continue;
        }
        Value v = TRY(get(iso, source, key));
        (void)TRY(set_or_throw(iso, target, key, v));
    }
    return {};
}

// https://tc39.es/ecma262/#sec-object.assign
Completion<Value> object_assign(Isolate& iso, Arguments args) {
    // 1. Let to be ? ToObject(target).
    Object* to = TRY(to_object(iso, args[0]));
    // 3. For each element nextSource of sources, do
    for (uint32_t i = 1; i < args.count(); i++) {
        if (args[i].is_nullish()) continue;
        Object* from = TRY(to_object(iso, args[i]));
        if (is_simple_source(iso, from) && from != to) {
            Shape* shape = from->shape(iso);
            (void)TRY(assign_simple(iso, to, from, shape, false));
            if (has_symbols(shape)) (void)TRY(assign_simple(iso, to, from, shape, true));
            continue;
        }
        CellArray* keys = TRY(own_property_keys(iso, from));
        for (uint32_t k = 0; k < keys->length(); k++) {
            PropertyKey key = MUST(to_property_key(iso, keys->get(k)));
            PropertyDescriptor desc;
            if (!TRY(get_own_property(iso, from, key, &desc)) || !desc.enumerable()) continue;
            Value v = TRY(get(iso, from, key));
            (void)TRY(set_or_throw(iso, to, key, v));
        }
    }
    return to;
}

// https://tc39.es/ecma262/#sec-objectdefineproperties
static Completion<Object*> define_properties(Isolate& iso, Object* o, Value properties) {
    // 1-3. Let props be ? ToObject(Properties); collect the descriptors before any is defined.
    Object* props = TRY(to_object(iso, properties));
    CellArray* keys = TRY(own_property_keys(iso, props));
    constexpr uint32_t kParts = 5;  // key, value, getter, setter, attributes | present << 8
    gc::RootVector descriptors(iso.heap);
    for (uint32_t k = 0; k < keys->length(); k++) {
        PropertyKey key = MUST(to_property_key(iso, keys->get(k)));
        PropertyDescriptor own;
        if (!TRY(get_own_property(iso, props, key, &own)) || !own.enumerable()) continue;
        Value description = TRY(get(iso, props, key));
        PropertyDescriptor desc = TRY(to_property_descriptor(iso, description));
        descriptors.push(keys->get(k));
        descriptors.push(desc.value);
        descriptors.push(desc.getter);
        descriptors.push(desc.setter);
        descriptors.push(Value::int32(desc.attributes | desc.present << 8));
    }
    // 4. Define them.
    for (size_t i = 0; i < descriptors.size(); i += kParts) {
        PropertyDescriptor desc;
        desc.value = descriptors[i + 1];
        desc.getter = descriptors[i + 2];
        desc.setter = descriptors[i + 3];
        desc.attributes = uint8_t(descriptors[i + 4].as_int32());
        desc.present = uint8_t(descriptors[i + 4].as_int32() >> 8);
        PropertyKey key = MUST(to_property_key(iso, descriptors[i]));
        (void)TRY(define_property_or_throw(iso, o, key, desc));
    }
    return o;
}

// https://tc39.es/ecma262/#sec-object.create
Completion<Value> object_create(Isolate& iso, Arguments args) {
    Value prototype = args[0];
    if (!is_object(prototype) && !prototype.is_null()) {
        return iso.throw_type_error("Object prototype may only be an Object or null: %V", &prototype);
    }
    Object* o = new_object_with_prototype(iso, prototype.is_null() ? nullptr : as_object(prototype));
    if (args[1].is_undefined()) return o;
    return TRY(define_properties(iso, o, args[1]));
}

// https://tc39.es/ecma262/#sec-object.defineproperties
Completion<Value> object_define_properties(Isolate& iso, Arguments args) {
    if (!is_object(args[0])) return iso.throw_type_error("Object.defineProperties called on non-object");
    return TRY(define_properties(iso, as_object(args[0]), args[1]));
}

// https://tc39.es/ecma262/#sec-object.defineproperty
Completion<Value> object_define_property(Isolate& iso, Arguments args) {
    if (!is_object(args[0])) return iso.throw_type_error("Object.defineProperty called on non-object");
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    PropertyDescriptor desc = TRY(to_property_descriptor(iso, args[2]));
    (void)TRY(define_property_or_throw(iso, as_object(args[0]), key, desc));
    return args[0];
}

// https://tc39.es/ecma262/#sec-object.fromentries
Completion<Value> object_from_entries(Isolate& iso, Arguments args) {
    if (args[0].is_nullish()) return iso.throw_type_error("undefined is not iterable");
    Object* o = new_object(iso);
    (void)TRY(iterate_argument(iso, args[0], [&](Value entry) -> Completion<void> {
        if (!is_object(entry)) return iso.throw_type_error("Iterator value %V is not an entry object", &entry);
        Value k = TRY(get(iso, as_object(entry), PropertyKey::index(0)));
        Value v = TRY(get(iso, as_object(entry), PropertyKey::index(1)));
        PropertyKey key = TRY(to_property_key(iso, k));
        (void)TRY(create_data_property_or_throw(iso, o, key, v));
        return {};
    }));
    return o;
}

// https://tc39.es/ecma262/#sec-object.groupby
Completion<Value> object_group_by(Isolate& iso, Arguments args) {
    // 1. GroupBy(items, callback, property).
    (void)TRY(require_object_coercible(iso, args[0], "Object.groupBy"));
    Value callback = args[1];
    if (!is_callable(callback)) return iso.throw_type_error("%V is not a function", &callback);
    // The groups are properties of the result at once: nobody can see it yet.
    Object* groups = new_object_with_prototype(iso, nullptr);
    double k = 0;
    (void)TRY(iterate_argument(iso, args[0], [&](Value value) -> Completion<void> {
        Value name = TRY(call(iso, callback, Value::undefined(), {value, Value::number(k)}));
        PropertyKey key = TRY(to_property_key(iso, name));
        k++;
        Value group = MUST(get(iso, groups, key));
        if (group.is_undefined()) {
            MUST(create_data_property(iso, groups, key, Value(new_array(iso, std::span<const Value>(&value, 1)))));
            return {};
        }
        auto* array = static_cast<Array*>(group.as_cell());
        return put_element(iso, array, array->length(), value);
    }));
    return groups;
}

// ---- own properties listed ----

// https://tc39.es/ecma262/#sec-object.getownpropertydescriptor
Completion<Value> object_get_own_property_descriptor(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args[0]));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    PropertyDescriptor desc;
    if (!TRY(get_own_property(iso, o, key, &desc))) return Value::undefined();
    return from_property_descriptor(iso, desc);
}

// https://tc39.es/ecma262/#sec-object.getownpropertydescriptors
Completion<Value> object_get_own_property_descriptors(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args[0]));
    CellArray* keys = TRY(own_property_keys(iso, o));
    Object* descriptors = new_object(iso);
    for (uint32_t k = 0; k < keys->length(); k++) {
        PropertyKey key = MUST(to_property_key(iso, keys->get(k)));
        PropertyDescriptor desc;
        if (!TRY(get_own_property(iso, o, key, &desc))) continue;
        MUST(create_data_property(iso, descriptors, key, from_property_descriptor(iso, desc)));
    }
    return descriptors;
}

// https://tc39.es/ecma262/#sec-getownpropertykeys
static Completion<Value> get_own_property_keys(Isolate& iso, Value v, bool symbols) {
    Object* o = TRY(to_object(iso, v));
    CellArray* keys = TRY(own_property_keys(iso, o));
    uint32_t count = 0;
    for (uint32_t k = 0; k < keys->length(); k++) {
        if (is_symbol(keys->get(k)) == symbols) keys->set(count++, keys->get(k));
    }
    return new_array(iso, std::span<const Value>(keys->values(), count));
}
// https://tc39.es/ecma262/#sec-object.getownpropertynames
Completion<Value> object_get_own_property_names(Isolate& iso, Arguments args) {
    return get_own_property_keys(iso, args[0], false);
}
// https://tc39.es/ecma262/#sec-object.getownpropertysymbols
Completion<Value> object_get_own_property_symbols(Isolate& iso, Arguments args) {
    return get_own_property_keys(iso, args[0], true);
}

/// The list for a simple object whose enumerable properties are all data: null if it has accessors.
static Array* list_simple(Isolate& iso, Object* o, PropertyListKind kind) {
    Shape* shape = o->shape(iso);
    uint32_t count = shape->property_count();
    Array* list = new_array(iso, count);
    uint32_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        Value stored = shape->table()->key_at(i);
        PropertyInfo info = shape->table()->info_at(i);
        if (stored.is_empty() || !(info.attributes & kEnumerable)) continue;
        PropertyKey key = PropertyKey::from_stored(stored);
        if (key.is_symbol()) continue;
        Value pair[] = {key.to_value(iso), Value()};
        if (kind != PropertyListKind::kKeys) {
            if (!info.is_data()) return nullptr;
            pair[1] = o->slot(info.slot);
        }
        Value element = kind == PropertyListKind::kKeys     ? pair[0]
                        : kind == PropertyListKind::kValues ? pair[1]
                                                            : Value(new_array(iso, std::span<const Value>(pair)));
        list->fast_elements()->push(element);
        length++;
    }
    list->set_length_nocheck(length);
    return list;
}

static Completion<Value> list_own_properties(Isolate& iso, Value v, PropertyListKind kind) {
    Object* o = TRY(to_object(iso, v));
    if (is_simple_source(iso, o)) {
        if (Array* list = list_simple(iso, o, kind)) return list;
    }
    return TRY(enumerable_own_properties(iso, o, kind));
}
// https://tc39.es/ecma262/#sec-object.keys
Completion<Value> object_keys(Isolate& iso, Arguments args) {
    return list_own_properties(iso, args[0], PropertyListKind::kKeys);
}
// https://tc39.es/ecma262/#sec-object.values
Completion<Value> object_values(Isolate& iso, Arguments args) {
    return list_own_properties(iso, args[0], PropertyListKind::kValues);
}
// https://tc39.es/ecma262/#sec-object.entries
Completion<Value> object_entries(Isolate& iso, Arguments args) {
    return list_own_properties(iso, args[0], PropertyListKind::kEntries);
}

// https://tc39.es/ecma262/#sec-object.hasown
Completion<Value> object_has_own(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args[0]));
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return Value::boolean(TRY(has_own_property(iso, o, key)));
}

// https://tc39.es/ecma262/#sec-object.is
Completion<Value> object_is(Isolate& iso, Arguments args) {
    return Value::boolean(same_value(iso, args[0], args[1]));
}

// ---- prototypes and integrity ----

// https://tc39.es/ecma262/#sec-object.getprototypeof
Completion<Value> object_get_prototype_of(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args[0]));
    return get_prototype_of(iso, o);
}

Completion<void> set_prototype_or_throw(Isolate& iso, Object* o, Value prototype) {
    Object* p = prototype.is_null() ? nullptr : as_object(prototype);
    if (TRY(set_prototype_of(iso, o, p))) return {};
    Value v(o);
    if (o->is_proxy()) {
        return iso.throw_type_error("'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'");
    }
    if (Value(o) == Value(iso.realm()->object_if_made(RealmObject::kObjectPrototype))) {
        return iso.throw_type_error("Immutable prototype object 'Object.prototype' cannot have their prototype set");
    }
    bool extensible = TRY(is_extensible(iso, o));
    if (!extensible) return iso.throw_type_error("%V is not extensible", &v);
    for (Object* link = p; link && !link->is_proxy(); link = link->prototype(iso)) {
        if (link == o) return iso.throw_type_error("Cyclic __proto__ value");
    }
    return iso.throw_type_error("Immutable prototype object '%V' cannot have their prototype set", &v);
}

// https://tc39.es/ecma262/#sec-object.setprototypeof
Completion<Value> object_set_prototype_of(Isolate& iso, Arguments args) {
    (void)TRY(require_object_coercible(iso, args[0], "Object.setPrototypeOf"));
    Value prototype = args[1];
    if (!is_object(prototype) && !prototype.is_null()) {
        return iso.throw_type_error("Object prototype may only be an Object or null: %V", &prototype);
    }
    if (!is_object(args[0])) return args[0];
    (void)TRY(set_prototype_or_throw(iso, as_object(args[0]), prototype));
    return args[0];
}

// https://tc39.es/ecma262/#sec-object.isextensible
Completion<Value> object_is_extensible(Isolate& iso, Arguments args) {
    if (!is_object(args[0])) return Value::boolean(false);
    return Value::boolean(TRY(is_extensible(iso, as_object(args[0]))));
}

static Thrown throw_not_prevented(Isolate& iso, Object* o) {
    if (o->is_proxy()) return iso.throw_type_error("'preventExtensions' on proxy: trap returned falsish");
    Value v(o);
    return iso.throw_type_error("Cannot prevent extensions of %V", &v);
}

// https://tc39.es/ecma262/#sec-object.preventextensions
Completion<Value> object_prevent_extensions(Isolate& iso, Arguments args) {
    if (!is_object(args[0])) return args[0];
    Object* o = as_object(args[0]);
    if (!TRY(prevent_extensions(iso, o))) return throw_not_prevented(iso, o);
    return args[0];
}

static Completion<Value> set_integrity(Isolate& iso, Value v, IntegrityLevel level) {
    if (!is_object(v)) return v;
    if (auto* typed = cell_as<TypedArray>(v); typed && typed->length() > 0 && !typed->store()->is_immutable()) {
        // The definition of the first element fails; said in V8's words.
        if (!TRY(prevent_extensions(iso, typed))) return throw_not_prevented(iso, typed);
        const char* verb = level == IntegrityLevel::kFrozen ? "freeze" : "seal";
        return iso.throw_type_error("Cannot %s array buffer views with elements", verb);
    }
    if (!TRY(set_integrity_level(iso, as_object(v), level))) return throw_not_prevented(iso, as_object(v));
    return v;
}
// https://tc39.es/ecma262/#sec-object.freeze
Completion<Value> object_freeze(Isolate& iso, Arguments args) {
    return set_integrity(iso, args[0], IntegrityLevel::kFrozen);
}
// https://tc39.es/ecma262/#sec-object.seal
Completion<Value> object_seal(Isolate& iso, Arguments args) {
    return set_integrity(iso, args[0], IntegrityLevel::kSealed);
}

static Completion<Value> test_integrity(Isolate& iso, Value v, IntegrityLevel level) {
    if (!is_object(v)) return Value::boolean(true);
    return Value::boolean(TRY(test_integrity_level(iso, as_object(v), level)));
}
// https://tc39.es/ecma262/#sec-object.isfrozen
Completion<Value> object_is_frozen(Isolate& iso, Arguments args) {
    return test_integrity(iso, args[0], IntegrityLevel::kFrozen);
}
// https://tc39.es/ecma262/#sec-object.issealed
Completion<Value> object_is_sealed(Isolate& iso, Arguments args) {
    return test_integrity(iso, args[0], IntegrityLevel::kSealed);
}

}  // namespace jsx
