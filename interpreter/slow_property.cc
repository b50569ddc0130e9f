// Property access: lookups that fill inline caches, keyed access, super, private names, deletion.
#include "interpreter/slow_paths.h"
#include "runtime/object/typed_array.h"

namespace jsx::interp::rt {

using namespace ic;

/// Where a primitive's properties are looked up; null for undefined and null.
static Object* lookup_start(Isolate& iso, Value v) {
    if (is_object(v)) return as_object(v);
    Realm* realm = iso.realm();
    if (v.is_number()) return realm->object(iso, RealmObject::kNumberPrototype);
    if (v.is_boolean()) return realm->object(iso, RealmObject::kBooleanPrototype);
    if (is_string(v)) return realm->object(iso, RealmObject::kStringPrototype);
    if (is_symbol(v)) return realm->object(iso, RealmObject::kSymbolPrototype);
    if (is_bigint(v)) return realm->object(iso, RealmObject::kBigIntPrototype);
    return nullptr;
}

static FunctionCode* running_code(Value* fp) { return frame_callee(fp)->code(); }

static Completion<Value> value_of(Isolate& iso, const Lookup& l, Value receiver, PropertyKey key) {
    switch (l.state) {
    case Lookup::State::kNotFound: return Value::undefined();
    case Lookup::State::kData:
    case Lookup::State::kCustom:
    case Lookup::State::kElement: return lookup_value(iso, l, key);
    case Lookup::State::kSparse:
        if (!(l.attributes & kAccessor)) return lookup_value(iso, l, key);
        break;
    case Lookup::State::kAccessor: {
        auto* accessor = static_cast<Accessor*>(l.holder->slot(l.slot).as_cell());
        Value getter = accessor->getter_;
        if (getter.is_undefined()) return Value::undefined();
        return call(iso, getter, receiver);
    }
    case Lookup::State::kExotic: break;
    }
    Object* start = lookup_start(iso, receiver);
    return get(iso, start, key, receiver);
}

/// The entry of a receiver's shape, if it still holds; null if there is none.
template <class Entry>
static const Entry* find_entry(PropertyIC<Entry>& ic, uint32_t shape) {
    if (shape == 0) return nullptr;
    for (uint32_t i = 0; i < ic.count; i++) {
        const Entry* e = ic.entry(i);
        if (e->shape == shape) return !e->validity || e->validity->is_valid() ? e : nullptr;
    }
    return nullptr;
}

static Value load_at(const void* base, uint32_t offset) {
    return *reinterpret_cast<const Value*>(static_cast<const char*>(base) + offset);
}

/// The Accessor that an entry of a getter or setter names; null for the other kinds.
static Accessor* accessor_of(const GetEntry& e, Value base) {
    switch (e.kind) {
    case GetKind::kOwnGetterInline: return static_cast<Accessor*>(load_at(as_object(base), e.offset).as_cell());
    case GetKind::kOwnGetterSlots:
        return static_cast<Accessor*>(load_at(as_object(base)->overflow(), e.offset).as_cell());
    case GetKind::kProtoGetterInline: return static_cast<Accessor*>(load_at(e.holder, e.offset).as_cell());
    case GetKind::kProtoGetterSlots: return static_cast<Accessor*>(load_at(e.holder->overflow(), e.offset).as_cell());
    case GetKind::kNone:
    case GetKind::kOwnInline:
    case GetKind::kOwnSlots:
    case GetKind::kProtoInline:
    case GetKind::kProtoSlots:
    case GetKind::kAbsent:
    case GetKind::kArrayLength:
    case GetKind::kStringLength:
    case GetKind::kCustom: return nullptr;
    }
    JSX_UNREACHABLE();
}
static Accessor* accessor_of(const SetEntry& e, Value base) {
    if (e.kind == SetKind::kSetterOwn) return static_cast<Accessor*>(as_object(base)->slot(e.offset).as_cell());
    if (e.kind == SetKind::kSetterProto) return static_cast<Accessor*>(e.holder->slot(e.offset).as_cell());
    return nullptr;
}

Completion<Value> get_named(Isolate& iso, Value* fp, Value base, Value name, GetIC& ic) {
    PropertyKey key(as_string(name));
    // FAST: what is cached but has to run something.
    if (const GetEntry* e = find_entry(ic, shape_for_cache(base))) {
        if (Accessor* accessor = accessor_of(*e, base)) {
            Value getter = accessor->getter_;
            return getter.is_undefined() ? Completion<Value>(Value::undefined()) : call(iso, getter, base);
        }
        if (e->kind == GetKind::kCustom) return custom_get(iso, as_object(base), key);
    }
    if (is_string(base) && name == Value(iso.names.length)) {
        attach(iso, running_code(fp), ic, {.shape = shape_for_cache(base), .kind = GetKind::kStringLength});
        return Value::int32(int32_t(as_string(base)->length()));
    }
    Object* start = lookup_start(iso, base);
    if (JSX_UNLIKELY(!start)) return get_v(iso, base, key);  // throws
    Lookup l = lookup(iso, start, key);
    GetEntry entry = describe_get(iso, base, key, l);
    if (entry.kind != GetKind::kNone) {
        attach(iso, running_code(fp), ic, entry);
        if (ic.megamorphic) {
            iso.stub_cache->entries[stub_index(entry.shape, name)] = {name, entry};
        }
    } else if (ic.misses != UINT32_MAX) {
        ic.misses++;
    }
    return value_of(iso, l, base, key);
}

RT(get_by_id, GetById) {
    fp[op.dst] = TRY(get_named(iso, fp, fp[op.obj], constant(md, op.name), feedback<GetIC>(md, op.ic)));
    return {};
}
RT(get_length, GetLength) {
    fp[op.dst] = TRY(get_named(iso, fp, fp[op.obj], constant(md, op.name), feedback<GetIC>(md, op.ic)));
    return {};
}
RT(get_method_op, GetMethod) {
    Value base = fp[op.obj];
    Value v = TRY(get_named(iso, fp, base, constant(md, op.name), feedback<GetIC>(md, op.ic)));
    fp[op.base] = v;
    fp[op.base + kFrameThis] = base;
    return {};
}

/// Objects and arrays with the realm's own prototypes, on which no elements are: what they lack is undefined.
static bool lacks_inherited_elements(Isolate& iso, const Object* o) {
    if (o->is_exotic() || (o->kind() != gc::CellKind::kObject && !o->is_array_object())) return false;
    Realm* realm = iso.realm();
    const Object* prototype = o->prototype(iso);
    return realm->holds(Realm::kNoElementsOnPrototypes) &&
           (prototype == realm->object(iso, RealmObject::kObjectPrototype) ||
            prototype == realm->object(iso, RealmObject::kArrayPrototype));
}

Completion<Value> get_keyed(Isolate& iso, Value base, Value key_value, ElementIC& ic) {
    if (key_value.is_double()) {
        double d = key_value.as_double();
        if (d >= 0 && d <= double(PropertyKey::kMaxIndex) && double(uint32_t(d)) == d) {
            key_value = Value::number(d);
            if (key_value.is_int32()) {
                Object* o = cell_as<Object>(base);
                if (o && key_value.as_int32() < int64_t(o->elements()->fast_length())) {
                    Value v = o->fast_elements()->get(uint32_t(key_value.as_int32()));
                    if (!v.is_empty()) return v;
                }
            }
        }
    }
    if (key_value.is_int32() && key_value.as_int32() >= 0) {
        uint32_t i = uint32_t(key_value.as_int32());
        if (is_object(base)) {
            Object* o = as_object(base);
            ic.seen |= o->elements()->is_sparse() ? kSeenSlowReceiver
                       : i >= o->elements()->fast_length() ? kSeenOutOfBounds : kSeenHole;
            if (!o->elements()->is_sparse() && lacks_inherited_elements(iso, o)) {
                Value v = i < o->elements()->fast_length() ? o->fast_elements()->get(i) : Value::empty();
                return v.is_empty() ? Value::undefined() : v;
            }
            return get(iso, o, PropertyKey::index(i), base);
        }
        if (is_string(base)) {
            ic.seen |= kSeenStringIndex;
            String* s = as_string(base);
            if (i < s->length()) return single_character_string(iso, s->at(iso, i));
        }
        return get_v(iso, base, PropertyKey::index(i));
    }
    Object* start = lookup_start(iso, base);
    if (JSX_UNLIKELY(!start)) {
        // RequireObjectCoercible comes first; V8 shows the key if it is printable without side effects.
        if (is_string(key_value) || is_symbol(key_value) || key_value.is_number()) {
            return get_v(iso, base, TRY(to_property_key(iso, key_value)));
        }
        return iso.throw_type_error("Cannot read properties of %s (reading '%V')", base.is_null() ? "null" : "undefined", &key_value);
    }
    PropertyKey key = TRY(to_property_key(iso, key_value));
    if (key.is_index()) return get_v(iso, base, key);
    ic.seen |= kSeenNamedKey;
    if (is_string(base)) return get_v(iso, base, key);
    Lookup l = lookup(iso, start, key);
    GetEntry entry = describe_get(iso, base, key, l);
    if (entry.kind != GetKind::kNone) {
        iso.stub_cache->entries[stub_index(entry.shape, key.stored())] = {key.stored(), entry};
    }
    return value_of(iso, l, base, key);
}

RT(get_by_val, GetByVal) {
    fp[op.dst] = TRY(get_keyed(iso, fp[op.obj], fp[op.key], feedback<ElementIC>(md, op.ic)));
    return {};
}
RT(get_by_val_update, GetByValUpdate) {
    Value base = fp[op.obj], key = fp[op.key];
    // The key is converted once, after the check of the base; primitives convert alike each time.
    if (is_object(key) && !base.is_nullish()) key = TRY(to_property_key(iso, key)).to_value(iso);
    fp[op.dst] = TRY(get_keyed(iso, base, key, feedback<ElementIC>(md, op.ic)));
    fp[op.key_out] = key;
    return {};
}
RT(get_by_int, GetByInt) {
    fp[op.dst] = TRY(get_keyed(iso, fp[op.obj], Value::int32(op.index), feedback<ElementIC>(md, op.ic)));
    return {};
}
RT(get_method_by_val, GetMethodByVal) {
    Value base = fp[op.obj];
    Value v = TRY(get_keyed(iso, base, fp[op.key], feedback<ElementIC>(md, op.ic)));
    fp[op.base] = v;
    fp[op.base + kFrameThis] = base;
    return {};
}

// ---- writes ----

static uint32_t slot_offset(const Shape* shape, uint32_t slot, bool* is_inline) {
    uint32_t capacity = shape->inline_capacity();
    *is_inline = slot < capacity;
    return *is_inline ? uint32_t(Object::kInlineSlotsOffset + 8 * slot)
                      : uint32_t(Slots::kValuesOffset + 8 * (slot - capacity));
}

/// The entry for an addition that just happened.
static SetEntry describe_add(Isolate& iso, Shape* old_shape, Shape* new_shape, uint32_t slot,
                             ValidityCell* validity) {
    bool is_inline;
    uint32_t offset = slot_offset(new_shape, slot, &is_inline);
    return {.shape = old_shape->id(), .kind = is_inline ? SetKind::kAddInline : SetKind::kAddSlots,
            .offset = offset, .new_shape = new_shape->id(), .validity = validity};
}

/// Adds a named property to an ordinary extensible object, and says how in `*entry` if that can be cached.
static void add_and_describe(Isolate& iso, Object* o, PropertyKey key, Value v, uint8_t attributes, SetEntry* entry) {
    Shape* old_shape = o->shape(iso);
    ValidityCell* validity = old_shape->is_unique() ? nullptr : old_shape->chain_validity(iso);
    o->add_named(iso, key, v, attributes);
    Shape* new_shape = o->shape(iso);
    if (!validity || new_shape->is_unique() || !validity->is_valid()) return;
    *entry = describe_add(iso, old_shape, new_shape, new_shape->slot_count() - 1, validity);
}

/// An ordinary write of a named property, with the entry to repeat it. False if the generic [[Set]] must do it.
static bool set_ordinary(Isolate& iso, Object* o, PropertyKey key, Value v, const Lookup& l, SetEntry* entry) {
    Shape* shape = o->shape(iso);
    if (l.state == Lookup::State::kData) {
        if (!(l.attributes & kWritable) || (l.attributes & (kCell | kWatched))) return false;
        if (l.holder == o) {
            o->set_slot(l.slot, v);
            if (!shape->is_dictionary()) {
                bool is_inline;
                uint32_t offset = slot_offset(shape, l.slot, &is_inline);
                *entry = {.shape = shape->id(), .kind = is_inline ? SetKind::kOwnInline : SetKind::kOwnSlots, .offset = offset};
            }
            return true;
        }
    } else if (l.state != Lookup::State::kNotFound) {
        return false;
    }
    if (o->is_exotic() || !shape->is_extensible() || o->kind() == gc::CellKind::kGlobal) return false;
    add_and_describe(iso, o, key, v, kAllAttributes, entry);
    return true;
}

Completion<void> set_named(Isolate& iso, Value* fp, Value base, Value name, Value v, SetIC& ic, bool strict) {
    PropertyKey key(as_string(name));
    if (is_object(base)) {
        Object* o = as_object(base);
        if (const SetEntry* e = find_entry(ic, o->shape_id())) {
            Accessor* accessor = accessor_of(*e, base);
            if (accessor && !accessor->setter_.get().is_undefined()) {
                (void)TRY(call(iso, accessor->setter_, base, {v}));
                return {};
            }
        }
        Lookup l = lookup(iso, o, key);
        SetEntry entry;
        if (set_ordinary(iso, o, key, v, l, &entry)) {
            if (entry.kind != SetKind::kNone) attach(iso, running_code(fp), ic, entry);
            return {};
        }
        if (l.state == Lookup::State::kAccessor) {
            Value setter = static_cast<Accessor*>(l.holder->slot(l.slot).as_cell())->setter_;
            if (!setter.is_undefined()) {
                Shape* shape = o->shape(iso);
                if (!shape->is_dictionary() && !o->is_exotic()) {
                    bool is_own = l.holder == o;
                    attach(iso, running_code(fp), ic,
                           {.shape = shape->id(), .kind = is_own ? SetKind::kSetterOwn : SetKind::kSetterProto,
                            .offset = l.slot, .holder = is_own ? nullptr : l.holder,
                            .validity = is_own ? nullptr : shape->chain_validity(iso)});
                }
                (void)TRY(call(iso, setter, base, {v}));
                return {};
            }
        }
        bool ok = TRY(set(iso, o, key, v, base));
        if (!ok && strict) return throw_set_failed(iso, base, key);
        return {};
    }
    if (base.is_nullish()) {
        return iso.throw_type_error("Cannot set properties of %s (setting '%K')", base.is_null() ? "null" : "undefined", &key);
    }
    bool ok = TRY(set(iso, lookup_start(iso, base), key, v, base));
    if (!ok && strict) return throw_set_failed(iso, base, key);
    return {};
}

/// No object of the chain has indexed properties or could have them observed.
static bool chain_has_no_elements(Isolate& iso, Object* o) {
    for (Object* p = o->prototype(iso); p; p = p->prototype(iso)) {
        if (p->elements()->fast_length() != 0 || p->elements()->is_sparse() || p->is_exotic()) return false;
    }
    return true;
}

Completion<void> set_keyed(Isolate& iso, Value* fp, Value base, Value key_value, Value v, ElementIC& ic, bool strict) {
    if (JSX_UNLIKELY(base.is_nullish())) {
        if (is_string(key_value) || is_symbol(key_value) || key_value.is_number()) {
            PropertyKey key = TRY(to_property_key(iso, key_value));
            return iso.throw_type_error("Cannot set properties of %s (setting '%K')", base.is_null() ? "null" : "undefined", &key);
        }
        return iso.throw_type_error("Cannot set properties of %s (setting '%V')", base.is_null() ? "null" : "undefined", &key_value);
    }
    PropertyKey key = TRY(to_property_key(iso, key_value));
    if (is_object(base)) {
        Object* o = as_object(base);
        if (key.is_index()) {
            uint32_t i = key.as_index();
            // FAST: an array or plain object with fast elements grows, or fills a hole, where no chain object interferes.
            if ((o->kind() == gc::CellKind::kArray || o->kind() == gc::CellKind::kObject) && !o->elements()->is_sparse() &&
                !(o->elements()->flags() & (Elements::kFrozen | Elements::kNoAdd)) && o->shape(iso)->is_extensible()) {
                ElementsBase* elements = o->elements();
                auto* array = cell_as<Array>(base);
                if ((i < elements->fast_length() && !static_cast<Elements*>(elements)->get(i).is_empty()) ||
                    (i <= elements->fast_length() && (!array || i < array->length() || array->is_length_writable()) &&
                     chain_has_no_elements(iso, o))) {
                    ic.seen |= i < elements->fast_length() ? kSeenHole : kSeenAppend;
                    return put_element(iso, o, i, v);
                }
            }
        } else {
            ic.seen |= kSeenNamedKey;
            Lookup l = lookup(iso, o, key);
            SetEntry entry;
            if (set_ordinary(iso, o, key, v, l, &entry)) return {};
        }
        bool ok = TRY(set(iso, o, key, v, base));
        if (!ok && strict) return throw_set_failed(iso, base, key);
        return {};
    }
    bool ok = TRY(set(iso, lookup_start(iso, base), key, v, base));
    if (!ok && strict) return throw_set_failed(iso, base, key);
    return {};
}

Completion<void> define_field_named(Isolate& iso, Value* fp, Value obj, Value name, Value v, SetIC& ic) {
    PropertyKey key(as_string(name));
    Object* o = as_object(obj);
    Shape* shape = o->shape(iso);
    PropertyInfo info;
    if (!o->is_exotic() && o->kind() != gc::CellKind::kGlobal && shape->is_extensible() && !shape->lookup(key, &info)) {
        SetEntry entry;
        add_and_describe(iso, o, key, v, kAllAttributes, &entry);
        if (entry.kind != SetKind::kNone) {
            // A definition does not look at the prototype chain.
            attach(iso, running_code(fp), ic, entry);
        }
        return {};
    }
    return create_data_property_or_throw(iso, o, key, v);
}

RT(delete_by_id, DeleteById) {
    PropertyKey key(as_string(constant(md, op.name)));
    Value base = fp[op.obj];
    if (base.is_nullish()) {
        return iso.throw_type_error("Cannot convert undefined or null to object");
    }
    Object* o = TRY(to_object(iso, base));
    bool ok = TRY(delete_property(iso, o, key));
    if (!ok && op.strict) {
        return iso.throw_type_error("Cannot delete property '%K' of %V", &key, &base);
    }
    fp[op.dst] = Value::boolean(ok);
    return {};
}

RT(delete_by_val, DeleteByVal) {
    Value base = fp[op.obj];
    Object* o = TRY(to_object(iso, base));
    PropertyKey key = TRY(to_property_key(iso, fp[op.key]));
    bool ok = TRY(delete_property(iso, o, key));
    if (!ok && op.strict) {
        return iso.throw_type_error("Cannot delete property '%K' of %V", &key, &base);
    }
    fp[op.dst] = Value::boolean(ok);
    return {};
}

RT(in_op, In) {
    Value obj = fp[op.obj], key_value = fp[op.key];
    if (!is_object(obj)) {
        return iso.throw_type_error("Cannot use 'in' operator to search for '%V' in %V", &key_value, &obj);
    }
    PropertyKey key = TRY(to_property_key(iso, key_value));
    fp[op.dst] = Value::boolean(TRY(has_property(iso, as_object(obj), key)));
    return {};
}

/// Remembers a function that `instanceof` may ask without any call.
static void cache_instance_of(Isolate& iso, Value* fp, Value target, InstanceOfIC& ic) {
    auto* f = cell_as<Function>(target);
    if (!f) return;
    Shape* shape = f->shape(iso);
    if (shape->is_dictionary()) return;
    Lookup has_instance = lookup(iso, f, PropertyKey(iso.symbols.has_instance));
    Object* function_prototype = f->code()->realm()->object(iso, RealmObject::kFunctionPrototype);
    if (has_instance.state != Lookup::State::kData || has_instance.holder != function_prototype) return;
    if (lookup_own(iso, f, PropertyKey(iso.names.prototype)).state != Lookup::State::kCustom) return;
    ic.validity = shape->chain_validity(iso);
    ic.constructor = f;
    ic.shape = shape->id();
    gc::write_barrier(running_code(fp), nullptr, target);
}

RT(instance_of_op, InstanceOf) {
    cache_instance_of(iso, fp, fp[op.rhs], feedback<InstanceOfIC>(md, op.ic));
    fp[op.dst] = Value::boolean(TRY(instance_of(iso, fp[op.lhs], fp[op.rhs])));
    return {};
}

// ---- super ----

RT(get_super_base, GetSuperBase) {
    fp[op.dst] = TRY(get_prototype_of(iso, as_object(fp[op.home])));
    return {};
}
RT(get_super_by_id, GetSuperById) {
    PropertyKey key(as_string(constant(md, op.name)));
    if (!is_object(fp[op.base])) return iso.throw_type_error("Cannot read properties of null (reading '%K')", &key);
    fp[op.dst] = TRY(get(iso, as_object(fp[op.base]), key, fp[op.receiver]));
    return {};
}
RT(get_super_by_val, GetSuperByVal) {
    PropertyKey key = TRY(to_property_key(iso, fp[op.key]));
    if (!is_object(fp[op.base])) return iso.throw_type_error("Cannot read properties of null (reading '%K')", &key);
    fp[op.dst] = TRY(get(iso, as_object(fp[op.base]), key, fp[op.receiver]));
    return {};
}
static Completion<void> set_super(Isolate& iso, Value base, PropertyKey key, Value v, Value receiver, bool strict) {
    if (!is_object(base)) return iso.throw_type_error("Cannot set properties of null (setting '%K')", &key);
    bool ok = TRY(set(iso, as_object(base), key, v, receiver));
    if (!ok && strict) return throw_set_failed(iso, receiver, key);
    return {};
}
RT(set_super_by_id, SetSuperById) {
    return set_super(iso, fp[op.base], PropertyKey(as_string(constant(md, op.name))), fp[op.value], fp[op.receiver], op.strict);
}
RT(set_super_by_val, SetSuperByVal) {
    PropertyKey key = TRY(to_property_key(iso, fp[op.key]));
    return set_super(iso, fp[op.base], key, fp[op.value], fp[op.receiver], op.strict);
}

// ---- private names: symbols with kPrivate, found in the object's own shape only ----

RT(create_private_name, CreatePrivateName) {
    auto* name = new_symbol(iso, as_string(constant(md, op.description)), Symbol::kPrivate);
    fp[op.dst] = Value(name);
    return {};
}

static bool find_private(Isolate& iso, Value base, Value name, PropertyInfo* info) {
    return is_object(base) && as_object(base)->shape(iso)->lookup(PropertyKey(as_symbol(name)), info);
}

static GetEntry private_entry(Isolate& iso, Object* o, Value name, const PropertyInfo& info) {
    Shape* shape = o->shape(iso);
    if (shape->is_dictionary() || !info.is_data()) return {};
    bool is_inline;
    uint32_t offset = slot_offset(shape, info.slot, &is_inline);
    return {.shape = shape->id(), .kind = is_inline ? GetKind::kOwnInline : GetKind::kOwnSlots, .offset = offset,
            .holder = reinterpret_cast<Object*>(name.as_cell())};
}

/// Private caches have one entry: a site sees one name almost always.
template <class IC, class Entry>
static void set_private_entry(Value* fp, IC& ic, const Entry& entry) {
    ic.first = entry;
    ic.count = 1;
    gc::write_barrier(running_code(fp), nullptr, Value(entry.holder));
}

RT(get_private, GetPrivate) {
    Value base = fp[op.obj];
    PropertyInfo info;
    if (!find_private(iso, base, fp[op.name], &info)) {
        String* name = as_symbol(fp[op.name])->description();
        return iso.throw_type_error("Cannot read private member %S from an object whose class did not declare it", name);
    }
    Object* o = as_object(base);
    GetEntry entry = private_entry(iso, o, fp[op.name], info);
    if (entry.kind != GetKind::kNone) set_private_entry(fp, feedback<GetIC>(md, op.ic), entry);
    fp[op.dst] = o->slot(info.slot);
    return {};
}
RT(set_private, SetPrivate) {
    Value base = fp[op.obj];
    PropertyInfo info;
    if (!find_private(iso, base, fp[op.name], &info)) {
        String* name = as_symbol(fp[op.name])->description();
        return iso.throw_type_error("Cannot write private member %S to an object whose class did not declare it", name);
    }
    Object* o = as_object(base);
    GetEntry e = private_entry(iso, o, fp[op.name], info);
    if (e.kind != GetKind::kNone) {
        SetEntry entry{.shape = e.shape, .kind = e.kind == GetKind::kOwnInline ? SetKind::kOwnInline : SetKind::kOwnSlots,
                       .offset = e.offset, .holder = e.holder};
        set_private_entry(fp, feedback<SetIC>(md, op.ic), entry);
    }
    o->set_slot(info.slot, fp[op.value]);
    return {};
}
RT(define_private, DefinePrivate) {
    Object* o = as_object(fp[op.obj]);
    PropertyKey key(as_symbol(fp[op.name]));
    PropertyInfo info;
    if (find_private(iso, fp[op.obj], fp[op.name], &info)) {
        return iso.throw_type_error("Cannot initialize %S twice on the same object", as_symbol(fp[op.name])->description());
    }
    if (!o->shape(iso)->is_extensible()) {
        return iso.throw_type_error("Cannot define private member %S on a non-extensible object", as_symbol(fp[op.name])->description());
    }
    SetEntry entry;
    add_and_describe(iso, o, key, fp[op.value], kWritable, &entry);
    if (entry.kind != SetKind::kNone) {
        entry.holder = reinterpret_cast<Object*>(fp[op.name].as_cell());
        set_private_entry(fp, feedback<SetIC>(md, op.ic), entry);
    }
    return {};
}
RT(add_brand, AddBrand) {
    Object* o = as_object(fp[op.obj]);
    PropertyInfo info;
    if (find_private(iso, fp[op.obj], fp[op.brand], &info)) {
        return iso.throw_type_error("Cannot initialize private methods of class %S twice on the same object", as_symbol(fp[op.brand])->description());
    }
    if (!o->shape(iso)->is_extensible()) {
        return iso.throw_type_error("Cannot define private methods of class %S on a non-extensible object", as_symbol(fp[op.brand])->description());
    }
    o->add_named(iso, PropertyKey(as_symbol(fp[op.brand])), Value::undefined(), kNoAttributes);
    return {};
}
RT(check_brand, CheckBrand) {
    PropertyInfo info;
    if (!find_private(iso, fp[op.obj], fp[op.brand], &info)) {
        String* name = as_symbol(fp[op.brand])->description();
        return iso.throw_type_error("Receiver must be an instance of class %S", name);
    }
    GetEntry entry = private_entry(iso, as_object(fp[op.obj]), fp[op.brand], info);
    if (entry.kind != GetKind::kNone) set_private_entry(fp, feedback<GetIC>(md, op.ic), entry);
    return {};
}
RT(private_in, PrivateIn) {
    Value obj = fp[op.obj];
    if (!is_object(obj)) {
        String* name = as_symbol(fp[op.name])->description();
        return iso.throw_type_error("Cannot use 'in' operator to search for '%S' in %V", name, &obj);
    }
    PropertyInfo info;
    fp[op.dst] = Value::boolean(find_private(iso, obj, fp[op.name], &info));
    return {};
}

}  // namespace jsx::interp::rt
