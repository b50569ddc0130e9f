// Operations on objects (tc39.es/ecma262/#sec-operations-on-objects).
#include "runtime/object/abstract_ops.h"
#include "runtime/object/messages.h"
#include "runtime/object/module_namespace.h"
#include "runtime/object/typed_array.h"

#include <algorithm>
#include <cmath>

namespace jsx {

/// Where the properties of a value are looked up: itself, or a primitive's prototype object; null
/// for nullish ones.
static Object* property_base(Isolate& iso, Value v) {
    if (is_object(v)) return as_object(v);
    Realm* realm = iso.realm();
    if (v.is_number()) return realm->object(iso, RealmObject::kNumberPrototype);
    if (v.is_boolean()) return realm->object(iso, RealmObject::kBooleanPrototype);
    if (is_string(v)) return realm->object(iso, RealmObject::kStringPrototype);
    if (is_symbol(v)) return realm->object(iso, RealmObject::kSymbolPrototype);
    if (is_bigint(v)) return realm->object(iso, RealmObject::kBigIntPrototype);
    return nullptr;
}

// https://tc39.es/ecma262/#sec-getv
Completion<Value> get_v(Isolate& iso, Value v, PropertyKey key) {
    Object* base = property_base(iso, v);
    if (JSX_UNLIKELY(!base)) {
        const char* type = v.is_null() ? "null" : "undefined";
        if (key == PropertyKey(iso.symbols.iterator)) {
            return iso.throw_type_error(
                "%s is not iterable (cannot read property Symbol(Symbol.iterator))", v.is_null() ? "object null" : type);
        }
        return iso.throw_type_error("Cannot read properties of %s (reading '%K')", type, &key);
    }
    if (is_string(v)) {
        // The own properties that a String object of it would have.
        String* s = as_string(v);
        if (key.is_index()) {
            if (key.as_index() < s->length())
                return single_character_string(iso, s->at(iso, key.as_index()));
        } else if (key == PropertyKey(iso.names.length)) {
            return Value::int32(int32_t(s->length()));
        }
    }
    return get(iso, base, key, v);
}

// https://tc39.es/ecma262/#sec-set-o-p-v-throw
Completion<void> set_or_throw(Isolate& iso, Object* o, PropertyKey key, Value v) {
    if (!TRY(set(iso, o, key, v, Value(o)))) return throw_set_failed(iso, Value(o), key);
    return {};
}

// ---- Texts of failed operations -----------------------------------------------------------------

/// The proxy's handler has this trap (looked up without side effects).
static bool has_trap(Isolate& iso, Proxy* proxy, const char* name) {
    return proxy->handler() && !get_data_property(iso, proxy->handler(),
                                                  PropertyKey(atomize(iso, std::string_view(name))))
                                    .is_nullish();
}

/// "'set' on proxy: trap returned falsish for property 'x'".
static Thrown throw_trap_falsish(Isolate& iso, const char* trap, PropertyKey key) {
    return iso.throw_type_error("'%s' on proxy: trap returned falsish for property '%K'", trap,
                                &key);
}

/// The first of the proxies that o stands for with one of the traps, for a message; null if no trap
/// refused.
static const char* refusing_trap(Isolate& iso, Object* o,
                                 std::initializer_list<const char*> traps) {
    while (o && o->is_proxy()) {
        auto* proxy = static_cast<Proxy*>(o);
        for (const char* trap : traps) {
            if (has_trap(iso, proxy, trap)) return trap;
        }
        o = proxy->target();
    }
    return nullptr;
}

Thrown throw_set_failed(Isolate& iso, Value target, PropertyKey key) {
    String* type = typeof_string(iso, target);
    auto read_only = [&] {
        return iso.throw_type_error("Cannot assign to read only property '%K' of %S '%V'", &key,
                                    type, &target);
    };
    auto no_setter = [&] {
        return iso.throw_type_error("Cannot set property %K of %V which has only a getter", &key,
                                    &target);
    };
    if (is_string(target)) {
        bool own = key.is_index() ? key.as_index() < as_string(target)->length()
                                  : key == PropertyKey(iso.names.length);
        if (own) return read_only();
    }
    Object* o = property_base(iso, target);
    if (is_object(target) && o->is_proxy()) {
        if (const char* trap = refusing_trap(iso, o, {"set"})) return throw_trap_falsish(iso, trap, key);
    }
    if (auto* array = o->is_array_object() ? static_cast<Array*>(o) : nullptr) {
        // An element that cannot be deleted stopped the length; a length that cannot change stopped an element.
        if (key == PropertyKey(iso.names.length) && array->is_length_writable()) {
            PropertyKey last = PropertyKey::index(array->length() - 1);
            return iso.throw_type_error("Cannot delete property '%K' of [object Array]", &last);
        }
        if (key.is_index() && key.as_index() >= array->length() && !array->is_length_writable() &&
            array->shape(iso)->is_extensible()) {
            key = PropertyKey(iso.names.length);
            return read_only();
        }
    }
    for (; o; o = o->prototype(iso)) {
        while (o && o->is_proxy())
            o = static_cast<Proxy*>(o)->target();
        if (!o) break;
        if (o->kind() == gc::CellKind::kModuleNamespace) {
            return iso.throw_type_error("Cannot assign to property '%K' of [object Module]", &key);
        }
        Lookup l = lookup_own(iso, o, key);
        switch (l.state) {
        case Lookup::State::kNotFound:
            continue;
        case Lookup::State::kAccessor:
            return no_setter();
        case Lookup::State::kElement:
            if (o->elements()->flags() & Elements::kFrozen) return read_only();
            break;
        case Lookup::State::kSparse:
        case Lookup::State::kCustom:
        case Lookup::State::kData:
            if (l.attributes & kAccessor) return no_setter();
            if (!(l.attributes & kWritable)) return read_only();
            break;
        case Lookup::State::kExotic: {
            PropertyDescriptor desc;
            Completion<bool> found = get_own_property(iso, o, key, &desc);
            if (found.threw()) return found.thrown();
            if (!found.take()) continue;
            if (desc.is_accessor()) return no_setter();
            if (!desc.writable()) return read_only();
            break;
        }
        }
        break;
    }
    if (!is_object(target)) {
        return iso.throw_type_error("Cannot create property '%K' on %S '%V'", &key, type, &target);
    }
    if (as_object(target)->is_proxy()) {
        if (const char* trap = refusing_trap(iso, as_object(target), {"defineProperty"})) {
            return throw_trap_falsish(iso, trap, key);
        }
        return iso.throw_type_error("Cannot define property %K, object is not extensible", &key);
    }
    return iso.throw_type_error("Cannot add property %K, object is not extensible", &key);
}

/// What V8 says when [[DefineOwnProperty]] returned false.
static Thrown throw_define_failed(Isolate& iso, Object* o, PropertyKey key) {
    if (const char* trap = refusing_trap(iso, o, {"defineProperty"}))
        return throw_trap_falsish(iso, trap, key);
    double index;
    if (o->kind() == gc::CellKind::kTypedArray && is_canonical_numeric_key(iso, key, &index) &&
        !(index >= 0 && index < double(static_cast<TypedArray*>(o)->length()))) {
        return iso.throw_type_error("Invalid typed array index");
    }
    PropertyDescriptor existing;
    Completion<bool> has = get_own_property(iso, o, key, &existing);
    if (has.threw()) return has.thrown();
    if (has.take() || o->kind() == gc::CellKind::kModuleNamespace) {
        return iso.throw_type_error("Cannot redefine property: %K", &key);
    }
    return iso.throw_type_error("Cannot define property %K, object is not extensible", &key);
}

// ---- Properties --------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-createdataproperty
Completion<bool> create_data_property(Isolate& iso, Object* o, PropertyKey key, Value v) {
    return define_own_property(iso, o, key, PropertyDescriptor::data(v, kAllAttributes));
}

// https://tc39.es/ecma262/#sec-createdatapropertyorthrow
Completion<void> create_data_property_or_throw(Isolate& iso, Object* o, PropertyKey key, Value v) {
    if (!TRY(create_data_property(iso, o, key, v))) return throw_define_failed(iso, o, key);
    return {};
}

// https://tc39.es/ecma262/#sec-definepropertyorthrow
Completion<void> define_property_or_throw(Isolate& iso, Object* o, PropertyKey key,
                                          const PropertyDescriptor& desc) {
    if (!TRY(define_own_property(iso, o, key, desc))) return throw_define_failed(iso, o, key);
    return {};
}

// https://tc39.es/ecma262/#sec-deletepropertyorthrow
Completion<void> delete_property_or_throw(Isolate& iso, Object* o, PropertyKey key) {
    if (TRY(delete_property(iso, o, key))) return {};
    if (const char* trap = refusing_trap(iso, o, {"deleteProperty"}))
        return throw_trap_falsish(iso, trap, key);
    Value shown(o);
    return iso.throw_type_error("Cannot delete property '%K' of %V", &key, &shown);
}

// https://tc39.es/ecma262/#sec-getmethod
Completion<Value> get_method(Isolate& iso, Value v, PropertyKey key) {
    // 1. Let func be ? GetV(V, P).
    Value method = TRY(get_v(iso, v, key));
    // 2. If func is either undefined or null, return undefined.
    if (method.is_nullish()) return Value::undefined();
    // 3. If IsCallable(func) is false, throw a TypeError exception.
    if (!is_callable(method)) {
        return iso.throw_type_error(
            "'%V' returned for property '%K' of object '%V' is not a function", &method, &key, &v);
    }
    return method;
}

// https://tc39.es/ecma262/#sec-hasownproperty
Completion<bool> has_own_property(Isolate& iso, Object* o, PropertyKey key) {
    // FAST: what needs no descriptor.
    Lookup l = lookup_own(iso, o, key);
    if (l.state == Lookup::State::kNotFound) return false;
    if (l.state != Lookup::State::kExotic) return true;
    PropertyDescriptor desc;
    return get_own_property(iso, o, key, &desc);
}

// https://tc39.es/ecma262/#sec-invoke
Completion<Value> invoke(Isolate& iso, Value v, PropertyKey key, std::span<const Value> args) {
    Value method = TRY(get_v(iso, v, key));
    if (!is_callable(method))
        return iso.throw_type_error("%S is not a function", call_site_rendering(iso, method));
    return call(iso, method, v, args);
}

// ---- Integrity ---------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-setintegritylevel
Completion<bool> set_integrity_level(Isolate& iso, Object* o, IntegrityLevel level) {
    bool freeze = level == IntegrityLevel::kFrozen;
    // FAST: one shape transition where nothing can watch.
    if (try_set_integrity(iso, o, freeze ? Shape::Transition::kFreeze : Shape::Transition::kSeal))
        return true;
    // 1-2. Let status be ? O.[[PreventExtensions]]().
    if (!TRY(prevent_extensions(iso, o))) return false;
    // 3. Let keys be ? O.[[OwnPropertyKeys]]().
    CellArray* keys = TRY(own_property_keys(iso, o));
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyKey key = MUST(to_property_key(iso, keys->get(i)));
        PropertyDescriptor desc;
        desc.set(kConfigurable, false);
        if (freeze) {
            // 5.b. Data properties become read-only too.
            PropertyDescriptor current;
            if (!TRY(get_own_property(iso, o, key, &current))) continue;
            if (!current.is_accessor()) desc.set(kWritable, false);
        }
        (void)TRY(define_property_or_throw(iso, o, key, desc));
    }
    return true;
}

// https://tc39.es/ecma262/#sec-testintegritylevel
Completion<bool> test_integrity_level(Isolate& iso, Object* o, IntegrityLevel level) {
    if (TRY(is_extensible(iso, o))) return false;
    CellArray* keys = TRY(own_property_keys(iso, o));
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyDescriptor current;
        if (!TRY(get_own_property(iso, o, MUST(to_property_key(iso, keys->get(i))), &current)))
            continue;
        if (current.configurable()) return false;
        if (level == IntegrityLevel::kFrozen && current.is_data() && current.writable())
            return false;
    }
    return true;
}

// ---- Lists and arrays --------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-createarrayfromlist
Array* create_array_from_list(Isolate& iso, std::span<const Value> values) {
    return new_array(iso, values);
}

// https://tc39.es/ecma262/#sec-lengthofarraylike
Completion<double> length_of_array_like(Isolate& iso, Object* o) {
    // FAST: an array's length is a field.
    if (o->is_array_object()) return double(static_cast<Array*>(o)->length());
    Value length = TRY(get(iso, o, PropertyKey(iso.names.length)));
    if (length.is_int32()) return double(length.as_int32() > 0 ? length.as_int32() : 0);
    return to_length(iso, length);
}

// https://tc39.es/ecma262/#sec-createlistfromarraylike
Completion<CellArray*> create_list_from_array_like(Isolate& iso, Value v, bool property_keys) {
    // 2. If obj is not an Object, throw a TypeError exception.
    if (!is_object(v)) return iso.throw_type_error("CreateListFromArrayLike called on non-object");
    Object* o = as_object(v);
    // 3. Let len be ? LengthOfArrayLike(obj).
    double length = TRY(length_of_array_like(iso, o));
    if (length > double(1u << 26)) return iso.throw_range_error("Invalid array length");
    auto count = uint32_t(length);
    CellArray* list = CellArray::create(iso, count);
    for (uint32_t i = 0; i < count; i++) {
        // FAST: elements that are there are read in place.
        Value next;
        if (!o->is_exotic() && i < o->elements()->fast_length()) next = o->fast_elements()->get(i);
        if (next.is_empty()) next = TRY(get(iso, o, PropertyKey::index(i)));
        // 6.c. If validElementTypes is property-key and next is neither a String nor a Symbol,
        // throw.
        if (property_keys && !is_string(next) && !is_symbol(next)) {
            return iso.throw_type_error("%V is not a valid property name", &next);
        }
        list->set(i, next);
    }
    return list;
}

// https://tc39.es/ecma262/#sec-arraycreate
Completion<Array*> array_create(Isolate& iso, double length, Object* prototype) {
    // 1. If length > 2^32 - 1, throw a RangeError exception.
    if (length > 4294967295.0) return iso.throw_range_error("Invalid array length");
    Realm* realm = iso.realm();
    Shape* shape = prototype ? array_shape(iso, prototype) : realm->shape(iso, RealmShape::kArray);
    auto* array = iso.heap.make<Array>(iso, shape);
    // Room for what is likely to be filled; a large length alone costs nothing.
    constexpr uint32_t kMaxPreallocated = 1u << 16;
    auto n = uint32_t(length);
    if (n > 0 && n <= kMaxPreallocated) (void)TRY(ensure_elements(iso, array, n));
    array->set_length_nocheck(n);
    return array;
}

// https://tc39.es/ecma262/#sec-arrayspeciescreate
Completion<Object*> array_species_create(Isolate& iso, Object* o, double length) {
    auto plain = [&]() -> Completion<Object*> { return TRY(array_create(iso, length)); };
    // 1-2. If originalArray is no array, return ? ArrayCreate(length).
    if (!TRY(is_array(iso, Value(o)))) return plain();
    Realm* realm = iso.realm();
    // FAST: an array whose constructor and its @@species are the built-in ones.
    if (realm->holds(Realm::kArraySpecies) &&
        o->shape_id() == realm->shape(iso, RealmShape::kArray)->id())
        return plain();
    // 3. Let C be ? Get(originalArray, "constructor").
    Value c = TRY(get(iso, o, PropertyKey(iso.names.constructor)));
    // 4. Another realm's %Array% does not count.
    if (is_constructor(c)) {
        Realm* other = TRY(get_function_realm(iso, as_object(c)));
        if (other != realm && as_object(c) == other->object_if_made(RealmObject::kArray))
            c = Value::undefined();
    }
    // 5. If C is an Object, let C be ? Get(C, @@species).
    if (is_object(c)) {
        c = TRY(get(iso, as_object(c), PropertyKey(iso.symbols.species)));
        if (c.is_null()) c = Value::undefined();
    }
    // 6. If C is undefined, return ? ArrayCreate(length).
    if (c.is_undefined()) return plain();
    // 7-8. Return ? Construct(C, « length »).
    if (!is_constructor(c))
        return iso.throw_type_error("object.constructor[Symbol.species] is not a constructor");
    return construct(iso, as_object(c), {Value::number(length)});
}

// ---- Constructors and instances ----------------------------------------------------------------

Completion<Value> PrototypeWalk::above(Object* o) {
    if (JSX_UNLIKELY(o->is_proxy()) && ++proxies_ > kMaxProxies) return iso_.throw_stack_overflow();
    return get_prototype_of(iso_, o);
}

// https://tc39.es/ecma262/#sec-ordinaryhasinstance
Completion<bool> ordinary_has_instance(Isolate& iso, Value c, Value o) {
    (void)TRY(check_stack(iso));
    if (!is_callable(c)) return false;
    // 2. A bound function asks its target.
    if (auto* bound = cell_as<BoundFunction>(c)) return instance_of(iso, o, Value(bound->target()));
    if (!is_object(o)) return false;
    // 4-5. Let P be ? Get(C, "prototype").
    Value p = TRY(get(iso, as_object(c), PropertyKey(iso.names.prototype)));
    if (!is_object(p)) {
        return iso.throw_type_error("Function has non-object prototype '%V' in instanceof check",
                                    &p);
    }
    // 6. Walk the chain.
    PrototypeWalk walk(iso);
    for (Object* at = as_object(o);;) {
        Value prototype = TRY(walk.above(at));
        if (prototype.is_null()) return false;
        if (prototype == p) return true;
        at = as_object(prototype);
    }
}

// https://tc39.es/ecma262/#sec-instanceofoperator
Completion<bool> instance_of(Isolate& iso, Value v, Value target) {
    // 1. If target is not an Object, throw a TypeError exception.
    if (!is_object(target))
        return iso.throw_type_error("Right-hand side of 'instanceof' is not an object");
    // 2. Let instOfHandler be ? GetMethod(target, @@hasInstance).
    Value handler = TRY(get(iso, as_object(target), PropertyKey(iso.symbols.has_instance)));
    if (!handler.is_nullish()) {
        if (!is_callable(handler))
            return iso.throw_type_error("%S is not a function", call_site_rendering(iso, handler));
        return to_boolean(TRY(call(iso, handler, target, {v})));
    }
    // 4. If IsCallable(target) is false, throw a TypeError exception.
    if (!is_callable(target))
        return iso.throw_type_error("Right-hand side of 'instanceof' is not callable");
    return ordinary_has_instance(iso, target, v);
}

// https://tc39.es/ecma262/#sec-speciesconstructor
Completion<Object*> species_constructor(Isolate& iso, Object* o, Object* default_constructor) {
    // 1-2. Let C be ? Get(O, "constructor").
    Value c = TRY(get(iso, o, PropertyKey(iso.names.constructor)));
    if (c.is_undefined()) return default_constructor;
    // 3. If C is not an Object, throw a TypeError exception.
    if (!is_object(c)) return iso.throw_type_error("The .constructor property is not an object");
    // 4-5. Let S be ? Get(C, @@species).
    Value s = TRY(get(iso, as_object(c), PropertyKey(iso.symbols.species)));
    if (s.is_nullish()) return default_constructor;
    // 6. If IsConstructor(S) is true, return S.
    if (is_constructor(s)) return as_object(s);
    return iso.throw_type_error("object.constructor[Symbol.species] is not a constructor");
}

// https://tc39.es/ecma262/#sec-getfunctionrealm
Completion<Realm*> get_function_realm(Isolate& iso, Object* function) {
    for (;;) {
        if (auto* bound = cell_as<BoundFunction>(Value(function))) {
            function = bound->target();
        } else if (function->is_proxy()) {
            auto* proxy = static_cast<Proxy*>(function);
            if (!proxy->handler()) {
                return iso.throw_type_error(
                    "Cannot perform 'get' on a proxy that has been revoked");
            }
            function = proxy->target();
        } else {
            break;
        }
    }
    if (Callable::is_kind(function->kind()))
        return static_cast<Callable*>(function)->code()->realm();
    return iso.realm();
}

// ---- Own properties of a whole object ----------------------------------------------------------

// https://tc39.es/ecma262/#sec-enumerableownproperties
Completion<Array*> enumerable_own_properties(Isolate& iso, Object* o, PropertyListKind kind) {
    // 1. Let ownKeys be ? O.[[OwnPropertyKeys]]().
    CellArray* keys = TRY(own_property_keys(iso, o));
    Array* result = new_array(iso);
    uint32_t count = 0;
    for (uint32_t i = 0; i < keys->length(); i++) {
        Value key_value = keys->get(i);
        if (!is_string(key_value)) continue;
        PropertyKey key = PropertyKey::from_string(iso, as_string(key_value));
        Value item = key_value;
        // FAST: a data property found without asking the object; getters and proxies take the long
        // way.
        Lookup l = lookup_own(iso, o, key);
        bool is_plain = l.state == Lookup::State::kData || l.state == Lookup::State::kElement;
        if (is_plain) {
            if (l.state == Lookup::State::kData && !(l.attributes & kEnumerable)) continue;
            if (kind != PropertyListKind::kKeys) item = lookup_value(iso, l, key);
        } else {
            PropertyDescriptor desc;
            if (!TRY(get_own_property(iso, o, key, &desc)) || !desc.enumerable()) continue;
            if (kind != PropertyListKind::kKeys) item = TRY(get(iso, o, key));
        }
        if (kind == PropertyListKind::kEntries) {
            const Value entry[] = {key_value, item};
            item = Value(new_array(iso, std::span<const Value>(entry)));
        }
        (void)TRY(put_element(iso, result, count++, item));
    }
    return result;
}

bool is_simple_source(Isolate& iso, const Object* o) {
    if (o->kind() != gc::CellKind::kObject || o->is_exotic()) return false;
    return o->elements() == iso.empty_elements && !o->shape(iso)->is_unique();
}

bool has_symbols(const Shape* shape) {
    for (uint32_t i = 0; i < shape->property_count(); i++) {
        Value stored = shape->table()->key_at(i);
        if (!stored.is_empty() && PropertyKey::from_stored(stored).is_symbol()) return true;
    }
    return false;
}

namespace {
/// The keys that CopyDataProperties leaves out. On the native stack only.
class ExcludedKeys {
public:
    ExcludedKeys(Isolate& iso, std::span<const Value> keys) : iso_(iso) {
        if (keys.size() > kFew) many_ = new_object_with_prototype(iso, nullptr);
        for (Value v : keys) {
            PropertyKey key = MUST(to_property_key(iso, v));
            if (many_) {
                (void)MUST(create_data_property(iso, many_, key, Value::undefined()));
            } else {
                few_[count_++] = key.stored();
            }
        }
    }
    bool has(PropertyKey key) const {
        if (many_) return lookup_own(iso_, many_, key).state != Lookup::State::kNotFound;
        return std::find(few_, few_ + count_, key.stored()) != few_ + count_;
    }

private:
    static constexpr size_t kFew = 8;
    Isolate& iso_;
    Object* many_ = nullptr;  // has them as properties, if they are more than a few
    Value few_[kFew];         // else PropertyKey::stored() of each
    size_t count_ = 0;
};
}  // namespace

/// The part of CopyDataProperties for the properties of a simple source named by strings, or those named by symbols.
/// All of them are data properties.
static Completion<void> copy_simple_properties(Isolate& iso, Object* target, Object* from,
                                               const ExcludedKeys& excluded, bool symbols) {
    const Shape* initial = target->shape(iso);
    const bool was_empty = initial->property_count() == 0 && initial->is_extensible() && is_simple_source(iso, target);
    Shape* shape = from->shape(iso);
    for (uint32_t i = 0; i < shape->property_count(); i++) {
        Value stored = shape->table()->key_at(i);
        if (stored.is_empty()) continue;
        PropertyKey key = PropertyKey::from_stored(stored);
        PropertyInfo info = shape->table()->info_at(i);
        if (key.is_symbol() != symbols || key.is_private() || !(info.attributes & kEnumerable)) continue;
        if (excluded.has(key)) continue;
        Value v = from->slot(info.slot);
        if (was_empty) {
            target->add_named(iso, key, v, kAllAttributes);
        } else {
            (void)TRY(create_data_property_or_throw(iso, target, key, v));
        }
    }
    return {};
}

// https://tc39.es/ecma262/#sec-copydataproperties
Completion<void> copy_data_properties(Isolate& iso, Object* target, Value source,
                                      std::span<const Value> excluded_keys) {
    // 1. If source is either undefined or null, return unused.
    if (source.is_nullish()) return {};
    // 2-3. Let from be ! ToObject(source).
    Object* from = TRY(to_object(iso, source));
    const ExcludedKeys excluded(iso, excluded_keys);
    // FAST: data properties of a plain object.
    if (is_simple_source(iso, from) && from != target && !(from->shape(iso)->flags() & Shape::kHasReadOnly)) {
        (void)TRY(copy_simple_properties(iso, target, from, excluded, false));
        if (has_symbols(from->shape(iso))) return copy_simple_properties(iso, target, from, excluded, true);
        return {};
    }
    CellArray* keys = TRY(own_property_keys(iso, from));
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyKey key = MUST(to_property_key(iso, keys->get(i)));
        // 4.a-b. Excluded names are left out.
        if (excluded.has(key)) continue;
        // 4.c. What is own and enumerable is copied.
        Value v;
        Lookup l = lookup_own(iso, from, key);
        if (l.state == Lookup::State::kData || l.state == Lookup::State::kElement) {
            // FAST: a data property needs no descriptor.
            if (l.state == Lookup::State::kData && !(l.attributes & kEnumerable)) continue;
            v = lookup_value(iso, l, key);
        } else {
            PropertyDescriptor desc;
            if (!TRY(get_own_property(iso, from, key, &desc)) || !desc.enumerable()) continue;
            v = TRY(get(iso, from, key));
        }
        (void)TRY(create_data_property_or_throw(iso, target, key, v));
    }
    return {};
}

// ---- Property descriptors ----------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-topropertydescriptor
Completion<PropertyDescriptor> to_property_descriptor(Isolate& iso, Value v) {
    // 1. If obj is not an Object, throw a TypeError exception.
    if (!is_object(v))
        return iso.throw_type_error("Property description must be an object: %V", &v);
    Object* o = as_object(v);
    PropertyDescriptor desc;
    auto field = [&](String* name, Value* out) -> Completion<bool> {
        PropertyKey key(name);
        if (!TRY(has_property(iso, o, key))) return false;
        *out = TRY(get(iso, o, key));
        return true;
    };
    Value f;
    // 3-8. enumerable, configurable, value, writable.
    if (TRY(field(iso.names.enumerable, &f))) desc.set(kEnumerable, to_boolean(f));
    if (TRY(field(iso.names.configurable, &f))) desc.set(kConfigurable, to_boolean(f));
    (void)TRY(field(iso.names.value, &desc.value));
    if (TRY(field(iso.names.writable, &f))) desc.set(kWritable, to_boolean(f));
    // 9-12. get and set: callable or undefined.
    if (TRY(field(iso.names.get, &desc.getter)) && !desc.getter.is_undefined() &&
        !is_callable(desc.getter)) {
        return iso.throw_type_error("Getter must be a function: %V", &desc.getter);
    }
    if (TRY(field(iso.names.set, &desc.setter)) && !desc.setter.is_undefined() &&
        !is_callable(desc.setter)) {
        return iso.throw_type_error("Setter must be a function: %V", &desc.setter);
    }
    // 13. An accessor cannot be a data property as well.
    if (desc.is_accessor() && desc.is_data()) {
        return iso.throw_type_error("Invalid property descriptor. Cannot both specify accessors "
                                    "and a value or writable attribute, %V",
                                    &v);
    }
    return desc;
}

// https://tc39.es/ecma262/#sec-frompropertydescriptor
Value from_property_descriptor(Isolate& iso, const PropertyDescriptor& desc) {
    Object* o = new_object(iso);
    auto put = [&](String* name, Value v) {
        o->add_named(iso, PropertyKey(name), v, kAllAttributes);
    };
    auto or_undefined = [](Value v) { return v.is_empty() ? Value::undefined() : v; };
    if (!desc.value.is_empty()) put(iso.names.value, desc.value);
    if (desc.has(kWritable)) put(iso.names.writable, Value::boolean(desc.writable()));
    if (desc.is_accessor()) {
        if (!desc.getter.is_empty()) put(iso.names.get, or_undefined(desc.getter));
        if (!desc.setter.is_empty()) put(iso.names.set, or_undefined(desc.setter));
    }
    if (desc.has(kEnumerable)) put(iso.names.enumerable, Value::boolean(desc.enumerable()));
    if (desc.has(kConfigurable)) put(iso.names.configurable, Value::boolean(desc.configurable()));
    return Value(o);
}

}  // namespace jsx
