// Lookup, and the essential internal methods (tc39.es/ecma262/#sec-ordinary-object-internal-methods-and-internal-slots).
//
// lookup() walks the prototype chain without side effects as far as objects are ordinary for the key, and says
// where the property is; every method below starts from it. Where it reports kExotic, the holder's own internal
// method decides alone: proxies, typed arrays and namespaces never go on to a prototype, and strings' and
// arguments' exotic keys are always present.
#include "runtime/object/abstract_ops.h"
#include "runtime/object/exotic.h"
#include "runtime/object/proxy.h"
#include "runtime/object/typed_array.h"

namespace jsx {

using gc::CellKind;
using State = Lookup::State;

// ---- exotic keys ----

/// A key that a typed array treats as an index, and the index (-1: none that could exist).
static bool is_numeric_key(Isolate& iso, PropertyKey key, double* index) {
    if (key.is_index()) {
        *index = key.as_index();
        return true;
    }
    if (key.is_symbol()) return false;
    // FAST: canonical numeric strings begin with a digit, '-', or are Infinity and NaN.
    String* s = key.as_atom();
    if (s->is_empty()) return false;
    char16_t c = s->content_nogc()[0];
    if (!((c >= '0' && c <= '9') || c == '-' || c == 'I' || c == 'N')) return false;
    return is_canonical_numeric_key(iso, key, index);
}

/// IsValidIntegerIndex for what is_numeric_key found.
static bool is_valid_index(TypedArray* array, double index) { return index >= 0 && index < double(array->length()); }

static String* wrapped_string(Object* o) { return as_string(static_cast<PrimitiveWrapper*>(o)->value()); }

bool is_exotic_key(Isolate& iso, Object* o, PropertyKey key) {
    switch (o->kind()) {
    case CellKind::kProxy: return true;
    case CellKind::kStringWrapper:
        return key.is_index() ? key.as_index() < wrapped_string(o)->length() : key == PropertyKey(iso.names.length);
    case CellKind::kTypedArray: {
        double index;
        return is_numeric_key(iso, key, &index);
    }
    case CellKind::kArguments:
        return key.is_index() && static_cast<ArgumentsObject*>(o)->mapped_slot(key.as_index()) >= 0;
    case CellKind::kModuleNamespace: {
        // A symbol-like key that is there is an ordinary property; one that is not may not be added, even to an object
        // that inherits from the namespace.
        auto* ns = static_cast<ModuleNamespace*>(o);
        return !ns->is_symbol_like(iso, key) || o->shape(iso)->find(key) < 0;
    }
    default: return false;
    }
}

// ---- lookup ----

Lookup lookup_own_ordinary(Isolate& iso, Object* o, PropertyKey key) {
    Lookup l;
    l.holder = o;
    if (JSX_UNLIKELY(key.is_index())) {
        uint32_t i = key.as_index();
        ElementsBase* base = o->elements();
        if (i < base->fast_length()) {
            auto* elements = static_cast<Elements*>(base);
            if (elements->get(i).is_empty()) return l;
            l.state = State::kElement;
            l.attributes = element_attributes(elements->flags());
            l.slot = i;
        } else if (base->is_sparse()) {
            auto* sparse = static_cast<SparseElements*>(base);
            int64_t at = sparse->find(i);
            if (at < 0) return l;
            l.state = State::kSparse;
            l.attributes = sparse->attributes_at(at);
            l.slot = uint32_t(at);
        }
        return l;
    }
    PropertyInfo info;
    if (!o->shape(iso)->lookup(key, &info)) return l;
    l.attributes = info.attributes;
    l.slot = info.slot;
    l.state = info.attributes & kAccessor ? State::kAccessor : info.attributes & kCustom ? State::kCustom : State::kData;
    return l;
}

Lookup lookup_own(Isolate& iso, Object* o, PropertyKey key) {
    if (JSX_UNLIKELY(o->is_exotic()) && is_exotic_key(iso, o, key)) {
        Lookup l;
        l.state = State::kExotic;
        l.holder = o;
        return l;
    }
    return lookup_own_ordinary(iso, o, key);
}

Lookup lookup(Isolate& iso, Object* o, PropertyKey key) {
    for (;;) {
        Lookup l = lookup_own(iso, o, key);
        if (l.state != State::kNotFound) return l;
        Object* prototype = o->prototype(iso);
        if (!prototype) {
            l.holder = nullptr;
            return l;
        }
        o = prototype;
    }
}

Value lookup_value(Isolate& iso, const Lookup& l, PropertyKey key) {
    switch (l.state) {
    case State::kData: {
        Value v = l.holder->slot(l.slot);
        return l.attributes & kCell ? static_cast<PropertyCell*>(v.as_cell())->value() : v;
    }
    case State::kCustom: return custom_get(iso, l.holder, key);
    case State::kElement: return l.holder->fast_elements()->get(l.slot);
    case State::kSparse: return static_cast<SparseElements*>(l.holder->elements())->value_at(l.slot);
    case State::kNotFound:
    case State::kAccessor:
    case State::kExotic: break;
    }
    JSX_UNREACHABLE();
}

static Accessor* lookup_accessor(const Lookup& l) {
    Value v = l.state == State::kSparse ? static_cast<SparseElements*>(l.holder->elements())->value_at(l.slot)
                                        : l.holder->slot(l.slot);
    return static_cast<Accessor*>(v.as_cell());
}

void store_found(Isolate& iso, const Lookup& l, PropertyKey key, Value v) {
    switch (l.state) {
    case State::kData:
        if (l.attributes & kWatched) {
            l.holder->redefine_named(iso, key, v, uint8_t(l.attributes & kAllAttributes));
        } else if (l.attributes & kCell) {
            static_cast<PropertyCell*>(l.holder->slot(l.slot).as_cell())->set(v);
        } else {
            l.holder->set_slot(l.slot, v);
        }
        return;
    case State::kElement: {
        Elements* elements = l.holder->fast_elements();
        if (elements->flags() & Elements::kCopyOnWrite) {
            elements = MUST(ensure_elements(iso, l.holder, elements->length()));
        }
        elements->set(l.slot, v);
        return;
    }
    case State::kSparse: static_cast<SparseElements*>(l.holder->elements())->set_value(l.slot, v); return;
    case State::kNotFound:
    case State::kAccessor:
    case State::kCustom:
    case State::kExotic: break;
    }
    JSX_UNREACHABLE();
}

// ---- custom properties ----

/// The object that a constructor or generator function's `prototype` starts out as.
static Object* make_function_prototype(Isolate& iso, Function* f) {
    Realm* realm = f->code()->realm();
    const bytecode::FunctionTemplate* source = f->code()->function();
    Object* o;
    if (source->flags.generator) {
        RealmObject parent = source->flags.async ? RealmObject::kAsyncGeneratorPrototype : RealmObject::kGeneratorPrototype;
        o = Object::create(iso, Shape::root(iso, realm->object(iso, parent), Realm::kDefaultInlineSlots));
    } else {
        o = Object::create(iso, realm->shape(iso, RealmShape::kObject));
        o->add_named(iso, PropertyKey(iso.names.constructor), Value(f), kWritable | kConfigurable);
    }
    f->set_extra(iso, Function::kPrototype, Value(o));
    return o;
}

static Value function_property(Isolate& iso, Function* f, PropertyKey key) {
    const bytecode::FunctionTemplate* source = f->code()->function();
    if (key == PropertyKey(iso.names.length)) return Value::int32(source->length);
    if (key == PropertyKey(iso.names.name)) {
        Value name = f->extra(Function::kName);
        if (name.is_cell()) return name;
        if (source->name == bytecode::kNoAtom) return Value(iso.names.empty);
        return Value(f->code()->script()->atom(iso, source->name));
    }
    JSX_DCHECK(key == PropertyKey(iso.names.prototype));
    Value prototype = f->extra(Function::kPrototype);
    return prototype.is_undefined() && !(f->flags() & Function::kPrototypeSet) ? Value(make_function_prototype(iso, f))
                                                                              : prototype;
}

Value custom_get(Isolate& iso, Object* holder, PropertyKey key) {
    switch (holder->kind()) {
    case CellKind::kArray: return Value::number(static_cast<Array*>(holder)->length());
    case CellKind::kFunction: return function_property(iso, static_cast<Function*>(holder), key);
    case CellKind::kNativeFunction: {
        auto* f = static_cast<NativeFunction*>(holder);
        if (key == PropertyKey(iso.names.length)) return Value::number(f->length());
        return Value(f->name() ? f->name() : iso.names.empty);
    }
    case CellKind::kGlobal: {
        auto* global = static_cast<Global*>(holder);
        if (PropertyCell* cell = global->cell(iso, key)) return cell->value();
        break;
    }
    default: break;
    }
    JSX_UNREACHABLE();
}

Completion<bool> custom_set(Isolate& iso, Object* holder, PropertyKey key, Value v) {
    switch (holder->kind()) {
    case CellKind::kArray: {
        PropertyDescriptor desc;
        desc.value = v;
        return array_define_length(iso, static_cast<Array*>(holder), desc);
    }
    case CellKind::kFunction: {
        auto* f = static_cast<Function*>(holder);
        f->set_extra(iso, Function::kInitialShape, Value::undefined());
        f->set_prototype_value(iso, v);
        return true;
    }
    case CellKind::kGlobal: {
        PropertyInfo info;
        if (holder->shape(iso)->lookup(key, &info)) holder->redefine_named(iso, key, v, info.attributes & kAllAttributes);
        return true;
    }
    default: break;
    }
    JSX_UNREACHABLE();
}

// ---- [[GetPrototypeOf]] and [[SetPrototypeOf]] ----

Completion<Value> get_prototype_of(Isolate& iso, Object* o) {
    if (JSX_UNLIKELY(o->is_proxy())) return proxy_get_prototype_of(iso, static_cast<Proxy*>(o));
    Object* prototype = o->prototype(iso);
    return prototype ? Value(prototype) : Value::null();
}

/// Object.prototype and module namespaces (tc39.es/ecma262/#sec-immutable-prototype-exotic-objects).
static bool has_immutable_prototype(Isolate& iso, Object* o) {
    if (o->kind() == CellKind::kModuleNamespace) return true;
    PrototypeInfo* info = o->shape(iso)->prototype_info();
    if (!info || !info->realm_.get().is_cell()) return false;
    return static_cast<Realm*>(info->realm_.get().as_cell())->object_if_made(RealmObject::kObjectPrototype) == o;
}

// https://tc39.es/ecma262/#sec-ordinarysetprototypeof
Completion<bool> set_prototype_of(Isolate& iso, Object* o, Object* prototype) {
    if (o->is_proxy()) return proxy_set_prototype_of(iso, static_cast<Proxy*>(o), prototype);
    // 1-3. If SameValue(V, current) is true, return true.
    if (o->prototype(iso) == prototype) return true;
    if (has_immutable_prototype(iso, o)) return false;
    // 4. If extensible is false, return false.
    if (!o->shape(iso)->is_extensible()) return false;
    // 5-7. No cycle, as far as ordinary objects go.
    for (Object* p = prototype; p; p = p->prototype(iso)) {
        if (p == o) return false;
        if (p->is_proxy()) break;
    }
    // 8. Set O.[[Prototype]] to V.
    o->set_prototype_nocheck(iso, prototype);
    return true;
}

// ---- [[IsExtensible]] and [[PreventExtensions]] ----

Completion<bool> is_extensible(Isolate& iso, Object* o) {
    if (o->is_proxy()) return proxy_is_extensible(iso, static_cast<Proxy*>(o));
    return o->shape(iso)->is_extensible();
}

// https://tc39.es/ecma262/#sec-istypedarrayfixedlength
static bool is_fixed_length(TypedArray* array) {
    if (array->is_length_tracking()) return false;
    return !array->buffer()->is_resizable() || array->buffer()->is_shared();
}

Completion<bool> prevent_extensions(Isolate& iso, Object* o) {
    if (o->is_proxy()) return proxy_prevent_extensions(iso, static_cast<Proxy*>(o));
    if (o->kind() == CellKind::kTypedArray && !is_fixed_length(static_cast<TypedArray*>(o))) return false;
    Shape* shape = o->shape(iso);
    if (!shape->is_extensible()) return true;
    if (shape->is_unique()) {
        PrototypeChain::begin_change(iso, o)->set_not_extensible();
    } else {
        o->set_shape(shape->without_extensions(iso));
    }
    if (!o->elements()->is_sparse() && o->elements() != iso.empty_elements) {
        MUST(ensure_elements(iso, o, o->elements()->fast_length()))->add_flags(Elements::kNoAdd);
    }
    return true;
}

// ---- [[GetOwnProperty]] ----

static void fill_descriptor(Isolate& iso, const Lookup& l, PropertyKey key, PropertyDescriptor* out) {
    if (l.attributes & kAccessor) {
        Accessor* accessor = lookup_accessor(l);
        *out = PropertyDescriptor::accessor(accessor->getter_, accessor->setter_, l.attributes & kAllAttributes);
    } else {
        *out = PropertyDescriptor::data(lookup_value(iso, l, key), l.attributes & kAllAttributes);
    }
}

bool ordinary_get_own_property(Isolate& iso, Object* o, PropertyKey key, PropertyDescriptor* out) {
    Lookup l = lookup_own_ordinary(iso, o, key);
    if (l.state == State::kNotFound) return false;
    fill_descriptor(iso, l, key, out);
    return true;
}

static uint8_t mapped_attributes(ArgumentsObject* o, uint32_t index) {
    if (!o->elements()->is_sparse()) return element_attributes(o->elements()->flags());
    auto* sparse = static_cast<SparseElements*>(o->elements());
    return sparse->attributes_at(sparse->find(index));
}

static Value mapped_value(ArgumentsObject* o, uint32_t index) {
    return o->environment()->get(uint32_t(o->mapped_slot(index)));
}

/// An element of a String object, or its length.
static Value string_property(Isolate& iso, Object* o, PropertyKey key) {
    String* s = wrapped_string(o);
    if (!key.is_index()) return Value::int32(int32_t(s->length()));
    return Value(single_character_string(iso, s->at(iso, key.as_index())));
}

static Completion<bool> exotic_get_own_property(Isolate& iso, Object* o, PropertyKey key, PropertyDescriptor* out) {
    switch (o->kind()) {
    case CellKind::kProxy: return proxy_get_own_property(iso, static_cast<Proxy*>(o), key, out);
    case CellKind::kStringWrapper:
        *out = PropertyDescriptor::data(string_property(iso, o, key), key.is_index() ? kEnumerable : kNoAttributes);
        return true;
    case CellKind::kArguments: {
        auto* arguments = static_cast<ArgumentsObject*>(o);
        *out = PropertyDescriptor::data(mapped_value(arguments, key.as_index()), mapped_attributes(arguments, key.as_index()));
        return true;
    }
    case CellKind::kTypedArray: {
        auto* array = static_cast<TypedArray*>(o);
        double index;
        if (!is_numeric_key(iso, key, &index) || !is_valid_index(array, index)) return false;
        // A buffer that is immutable (tc39.es/proposal-immutable-arraybuffer) makes its elements constants.
        uint8_t attributes = array->store()->is_immutable() ? kEnumerable : kAllAttributes;
        *out = PropertyDescriptor::data(array->load(iso, size_t(index)), attributes);
        return true;
    }
    case CellKind::kModuleNamespace:
        return namespace_get_own_property(iso, static_cast<ModuleNamespace*>(o), key, out);
    default: JSX_UNREACHABLE();
    }
}

Completion<bool> get_own_property(Isolate& iso, Object* o, PropertyKey key, PropertyDescriptor* out) {
    Lookup l = lookup_own(iso, o, key);
    if (l.state == State::kNotFound) return false;
    if (l.state == State::kExotic) return exotic_get_own_property(iso, o, key, out);
    fill_descriptor(iso, l, key, out);
    return true;
}

// ---- [[HasProperty]] ----

Completion<bool> has_property(Isolate& iso, Object* o, PropertyKey key) {
    Lookup l = lookup(iso, o, key);
    if (l.state != State::kExotic) return l.state != State::kNotFound;
    switch (l.holder->kind()) {
    case CellKind::kProxy: return proxy_has(iso, static_cast<Proxy*>(l.holder), key);
    case CellKind::kTypedArray: {
        double index;
        return is_numeric_key(iso, key, &index) && is_valid_index(static_cast<TypedArray*>(l.holder), index);
    }
    case CellKind::kModuleNamespace: return namespace_has(iso, static_cast<ModuleNamespace*>(l.holder), key);
    default: return true;
    }
}

// ---- [[Get]] ----

static Completion<Value> exotic_get(Isolate& iso, Object* o, PropertyKey key, Value receiver) {
    switch (o->kind()) {
    case CellKind::kProxy: return proxy_get(iso, static_cast<Proxy*>(o), key, receiver);
    case CellKind::kStringWrapper: return string_property(iso, o, key);
    case CellKind::kArguments: return mapped_value(static_cast<ArgumentsObject*>(o), key.as_index());
    case CellKind::kTypedArray: {
        auto* array = static_cast<TypedArray*>(o);
        double index;
        if (!is_numeric_key(iso, key, &index) || !is_valid_index(array, index)) return Value::undefined();
        return array->load(iso, size_t(index));
    }
    case CellKind::kModuleNamespace: return namespace_get(iso, static_cast<ModuleNamespace*>(o), key);
    default: JSX_UNREACHABLE();
    }
}

// https://tc39.es/ecma262/#sec-ordinaryget
Completion<Value> get(Isolate& iso, Object* o, PropertyKey key, Value receiver) {
    Lookup l = lookup(iso, o, key);
    switch (l.state) {
    case State::kNotFound: return Value::undefined();
    case State::kSparse:
        if (l.attributes & kAccessor) break;
        return lookup_value(iso, l, key);
    case State::kData:
    case State::kCustom:
    case State::kElement: return lookup_value(iso, l, key);
    case State::kExotic: return exotic_get(iso, l.holder, key, receiver);
    case State::kAccessor: break;
    }
    Value getter = lookup_accessor(l)->getter_;
    if (getter.is_undefined()) return Value::undefined();
    return call(iso, getter, receiver);
}

// ---- [[Set]] ----

Completion<void> set_typed_element(Isolate& iso, TypedArray* array, double index, Value v) {
    Value converted = TRY(to_element_value(iso, array->type(), v));
    // The conversion may have shrunk the array.
    if (is_valid_index(array, index) && !array->store()->is_immutable()) array->store(iso, size_t(index), converted);
    return {};
}

// https://tc39.es/ecma262/#sec-typedarray-set
static Completion<bool> typed_array_set(Isolate& iso, TypedArray* array, PropertyKey key, Value v, Value receiver) {
    double index = -1;
    (void)is_numeric_key(iso, key, &index);
    bool is_own = receiver == Value(array);
    if (!is_own && !is_valid_index(array, index)) return true;
    if (array->store()->is_immutable() && is_valid_index(array, index)) return false;
    if (!is_own) return set_on_receiver(iso, receiver, key, v);
    (void)TRY(set_typed_element(iso, array, index, v));
    return true;
}

static Completion<bool> exotic_set(Isolate& iso, Object* o, PropertyKey key, Value v, Value receiver) {
    switch (o->kind()) {
    case CellKind::kProxy: return proxy_set(iso, static_cast<Proxy*>(o), key, v, receiver);
    case CellKind::kStringWrapper: return false;  // not writable
    case CellKind::kArguments: {
        auto* arguments = static_cast<ArgumentsObject*>(o);
        if (receiver != Value(o)) return set_on_receiver(iso, receiver, key, v);
        arguments->environment()->set(uint32_t(arguments->mapped_slot(key.as_index())), v);
        return true;
    }
    case CellKind::kTypedArray: return typed_array_set(iso, static_cast<TypedArray*>(o), key, v, receiver);
    case CellKind::kModuleNamespace: return false;
    default: JSX_UNREACHABLE();
    }
}

/// Adds a data property to an object that is ordinary for the key and has no such property.
static Completion<bool> add_property(Isolate& iso, Object* o, PropertyKey key, Value v) {
    if (!o->shape(iso)->is_extensible()) return false;
    if (!key.is_index()) {
        o->add_named(iso, key, v, kAllAttributes);
        return true;
    }
    if (o->is_array_object()) {
        auto* array = static_cast<Array*>(o);
        if (key.as_index() >= array->length() && !array->is_length_writable()) return false;
    }
    (void)TRY(put_element(iso, o, key.as_index(), v));
    return true;
}

/// A data property that was found, and is writable, gets another value.
static Completion<bool> overwrite(Isolate& iso, const Lookup& l, PropertyKey key, Value v) {
    if (l.state == State::kCustom) return custom_set(iso, l.holder, key, v);
    store_found(iso, l, key, v);
    return true;
}

Completion<bool> set_on_receiver(Isolate& iso, Value receiver, PropertyKey key, Value v) {
    // b. If Receiver is not an Object, return false.
    if (!is_object(receiver)) return false;
    Object* r = as_object(receiver);
    // c. Let existingDescriptor be ? Receiver.[[GetOwnProperty]](P).
    Lookup l = lookup_own(iso, r, key);
    if (JSX_UNLIKELY(l.state == State::kExotic)) {
        PropertyDescriptor existing;
        if (!TRY(get_own_property(iso, r, key, &existing))) {
            return define_own_property(iso, r, key, PropertyDescriptor::data(v, kAllAttributes));
        }
        if (existing.is_accessor() || !existing.writable()) return false;
        PropertyDescriptor value_only;
        value_only.value = v;
        return define_own_property(iso, r, key, value_only);
    }
    // e. CreateDataProperty(Receiver, P, V).
    if (l.state == State::kNotFound) return add_property(iso, r, key, v);
    // d. An accessor or a read-only property refuses.
    if ((l.attributes & kAccessor) || !(l.attributes & kWritable)) return false;
    return overwrite(iso, l, key, v);
}

// https://tc39.es/ecma262/#sec-ordinaryset
Completion<bool> set(Isolate& iso, Object* o, PropertyKey key, Value v, Value receiver) {
    Lookup l = lookup(iso, o, key);
    if (l.state == State::kExotic) return exotic_set(iso, l.holder, key, v, receiver);
    if (l.state != State::kNotFound) {
        if (l.attributes & kAccessor) {
            Value setter = lookup_accessor(l)->setter_;
            if (setter.is_undefined()) return false;
            (void)TRY(call(iso, setter, receiver, {v}));
            return true;
        }
        if (!(l.attributes & kWritable)) return false;
        // FAST: the receiver's own property.
        if (Value(l.holder) == receiver) return overwrite(iso, l, key, v);
    } else if (receiver == Value(o) && !o->is_exotic()) {
        return add_property(iso, o, key, v);
    }
    return set_on_receiver(iso, receiver, key, v);
}

// ---- [[Delete]] ----

Completion<bool> delete_property(Isolate& iso, Object* o, PropertyKey key) {
    Lookup l = lookup_own(iso, o, key);
    switch (l.state) {
    case State::kNotFound: return true;
    case State::kExotic: break;
    case State::kElement:
    case State::kSparse: return delete_element(iso, o, key.as_index());
    case State::kData:
    case State::kAccessor:
    case State::kCustom:
        if (!(l.attributes & kConfigurable)) return false;
        o->remove_named(iso, key);
        return true;
    }
    switch (o->kind()) {
    case CellKind::kProxy: return proxy_delete(iso, static_cast<Proxy*>(o), key);
    case CellKind::kArguments: return arguments_delete(iso, static_cast<ArgumentsObject*>(o), key.as_index());
    case CellKind::kTypedArray: {
        double index;
        return !(is_numeric_key(iso, key, &index) && is_valid_index(static_cast<TypedArray*>(o), index));
    }
    case CellKind::kModuleNamespace: return !TRY(namespace_has(iso, static_cast<ModuleNamespace*>(o), key));
    default: return false;
    }
}

// ---- [[DefineOwnProperty]] ----

// https://tc39.es/ecma262/#sec-typedarray-defineownproperty
static Completion<bool> typed_array_define(Isolate& iso, TypedArray* array, PropertyKey key, const PropertyDescriptor& desc) {
    double index;
    // i. An index that is not valid: false.
    if (!is_numeric_key(iso, key, &index) || !is_valid_index(array, index)) return false;
    // ii-v. The attributes are what they are; so is an immutable buffer's value.
    bool is_mutable = !array->store()->is_immutable();
    if (desc.has(kConfigurable) && desc.configurable() != is_mutable) return false;
    if (desc.has(kEnumerable) && !desc.enumerable()) return false;
    if (desc.is_accessor()) return false;
    if (desc.has(kWritable) && desc.writable() != is_mutable) return false;
    if (desc.value.is_empty()) return true;
    if (!is_mutable) return same_value(iso, desc.value, array->load(iso, size_t(index)));
    (void)TRY(set_typed_element(iso, array, index, desc.value));
    return true;
}

// https://tc39.es/ecma262/#sec-array-exotic-objects-defineownproperty-p-desc
static Completion<bool> array_define(Isolate& iso, Array* array, PropertyKey key, const PropertyDescriptor& desc) {
    if (key == PropertyKey(iso.names.length)) return array_define_length(iso, array, desc);
    // 2.f. An index beyond a read-only length: false. (The length grows with the element.)
    if (key.is_index() && key.as_index() >= array->length() && !array->is_length_writable()) return false;
    return ordinary_define_own_property(iso, array, key, desc);
}

Completion<bool> define_own_property(Isolate& iso, Object* o, PropertyKey key, const PropertyDescriptor& desc) {
    if (o->is_array_object()) return array_define(iso, static_cast<Array*>(o), key, desc);
    if (JSX_LIKELY(!o->is_exotic()) || !is_exotic_key(iso, o, key)) {
        return ordinary_define_own_property(iso, o, key, desc);
    }
    switch (o->kind()) {
    case CellKind::kProxy: return proxy_define_own_property(iso, static_cast<Proxy*>(o), key, desc);
    case CellKind::kStringWrapper: {
        // https://tc39.es/ecma262/#sec-string-exotic-objects-defineownproperty-p-desc
        PropertyDescriptor current;
        (void)TRY(exotic_get_own_property(iso, o, key, &current));
        return is_compatible_descriptor(iso, o->shape(iso)->is_extensible(), desc, true, current);
    }
    case CellKind::kArguments:
        return arguments_define_own_property(iso, static_cast<ArgumentsObject*>(o), key.as_index(), desc);
    case CellKind::kTypedArray: return typed_array_define(iso, static_cast<TypedArray*>(o), key, desc);
    case CellKind::kModuleNamespace:
        return namespace_define_own_property(iso, static_cast<ModuleNamespace*>(o), key, desc);
    default: JSX_UNREACHABLE();
    }
}

}  // namespace jsx
