// Objects: slots, and changes of named properties that nothing can observe.
#include "runtime/object/object.h"

#include <algorithm>

#include "runtime/object/isolate.h"
#include "runtime/object/realm.h"
#include "runtime/object/trace.h"

namespace jsx {

// ---- parts ----

Slots* Slots::create(Isolate& iso, uint32_t capacity, uint32_t identity_hash) {
    auto* slots = iso.heap.make_sized<Slots>(sizeof(Slots) + capacity * sizeof(Value), capacity, identity_hash);
    std::fill_n(slots->values(), capacity, Value::undefined());
    return slots;
}

CellArray* CellArray::create(Isolate& iso, uint32_t length, Value fill) {
    auto* array = iso.heap.make_sized<CellArray>(sizeof(CellArray) + length * sizeof(Value), length);
    std::fill_n(array->values(), length, fill);
    return array;
}

PrimitiveWrapper::PrimitiveWrapper(Isolate& iso, gc::CellKind kind, Shape* shape, Value value)
    : Object(iso, kind, shape, kind == gc::CellKind::kStringWrapper ? kExotic : 0), value_(value) {}

uint32_t Object::identity_hash(Isolate& iso) {
    if (slots_ && slots_->identity_hash()) return slots_->identity_hash();
    uint32_t hash = iso.next_hash();
    if (slots_) {
        slots_->set_identity_hash(hash);
    } else {
        slots_.set(this, Slots::create(iso, 0, hash));
    }
    return hash;
}

// ---- slots ----

/// Overflow slots enough for number `needed` - 1.
static Slots* grown_slots(Isolate& iso, Slots* old, uint32_t needed) {
    uint32_t capacity = old ? old->capacity() : 0;
    capacity += capacity < 16 ? std::max(capacity, 4u) : capacity / 2;
    Slots* slots = Slots::create(iso, std::max(capacity, needed), old ? old->identity_hash() : 0);
    for (uint32_t i = 0; old && i < old->capacity(); i++) slots->set(i, old->get(i));
    return slots;
}

void Object::store_new_slot(Isolate& iso, uint32_t slot, Value v) {
    uint32_t inline_capacity = aux_;
    if (slot >= inline_capacity) {
        uint32_t i = slot - inline_capacity;
        if (!slots_ || i >= slots_->capacity()) slots_.set(this, grown_slots(iso, slots_, i + 1));
    }
    set_slot(slot, v);
}

void Object::add_slot(Isolate& iso, Shape* shape, uint32_t slot, Value v) {
    store_new_slot(iso, slot, v);
    set_shape(shape);
}

// ---- named properties ----

/// A global object's data properties stand in cells; what is private (private names, an error's trace) has no caches of cells.
static bool is_in_cell(const Object* o, PropertyKey key) { return o->kind() == gc::CellKind::kGlobal && !key.is_private(); }

/// What stands in a global object's slot for a data property.
static PropertyCell* new_global_cell(Isolate& iso, Value v, uint8_t attributes) {
    return iso.heap.make<PropertyCell>(v, uint8_t(attributes & kWritable ? 0 : PropertyCell::kReadOnly));
}

void Object::add_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes) {
    JSX_DCHECK(!key.is_index());
    JSX_DCHECK(shape(iso)->find(key) < 0);
    if (is_in_cell(this, key) && !(attributes & (kAccessor | kCustom | kCell))) {
        v = Value(new_global_cell(iso, v, attributes));
        attributes |= kCell;
    }
    Shape* s = shape(iso);
    bool is_crowded = s->has_many_children() && !s->find_transition(key, attributes);
    if (!s->is_unique() && (s->property_count() >= kMaxFastProperties || is_crowded)) {
        make_dictionary(iso);
        s = shape(iso);
    }
    if (!s->is_unique()) {
        uint32_t slot;
        Shape* next = s->with_property(iso, key, attributes, &slot);
        if (attributes & kCustom) {
            set_shape(next);
        } else {
            add_slot(iso, next, slot, v);
        }
        return;
    }
    s = PrototypeChain::begin_addition(iso, this);
    PrototypeChain::reserve_entry(iso, s);
    uint32_t slot = 0;
    if (!(attributes & kCustom)) {
        slot = s->take_slot(this);
        store_new_slot(iso, slot, v);
    }
    s->table_->append(key, {slot, attributes});
    s->property_count_ = s->table_->count();
    s->note_attributes(attributes);
}

void Object::put_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes) {
    if (shape(iso)->find(key) >= 0) {
        redefine_named(iso, key, v, attributes);
    } else {
        add_named(iso, key, v, attributes);
    }
}

Value Object::get_named(Isolate& iso, PropertyKey key) const {
    PropertyInfo info;
    if (!shape(iso)->lookup(key, &info) || (info.attributes & kAccessor)) return Value::empty();
    if (info.attributes & kCustom) return custom_get(iso, const_cast<Object*>(this), key);
    Value v = slot(info.slot);
    return info.attributes & kCell ? static_cast<PropertyCell*>(v.as_cell())->value() : v;
}

/// The realm whose protectors watch `holder`.
static void note_watched(Isolate& iso, Object* holder, PropertyKey key) {
    Realm* realm = nullptr;
    if (holder->is_callable()) {
        realm = static_cast<Callable*>(holder)->code()->realm();
    } else if (PrototypeInfo* info = holder->shape(iso)->prototype_info(); info && info->realm_.get().is_cell()) {
        realm = static_cast<Realm*>(info->realm_.get().as_cell());
    }
    if (realm) realm->watched_property_changed(iso, holder, key);
}

void Object::remove_named(Isolate& iso, PropertyKey key) {
    Shape* s = shape(iso);
    int32_t found = s->find(key);
    if (found < 0) return;
    PropertyInfo info = s->table()->info_at(uint32_t(found));
    if (info.attributes & kWatched) note_watched(iso, this, key);
    if (info.attributes & kCell) static_cast<PropertyCell*>(slot(info.slot).as_cell())->set(Value::empty());
    bool has_slot = !(info.attributes & kCustom);
    if (s->is_added_last(key)) {
        if (has_slot) set_slot(info.slot, Value::undefined());
        set_shape(s->parent());
        return;
    }
    if (!s->is_unique()) {
        make_dictionary(iso);
        s = shape(iso);
        found = s->find(key);
    } else {
        s = PrototypeChain::begin_change(iso, this);
    }
    s->table_->erase(uint32_t(found));
    if (has_slot) {
        set_slot(info.slot, Value::int32(int32_t(s->free_slot_)));
        s->free_slot_ = info.slot;
    }
}

void Object::change_attributes(Isolate& iso, PropertyKey key, uint8_t attributes) {
    Shape* s = shape(iso);
    int32_t found = s->find(key);
    if (found < 0) return;
    PropertyInfo info = s->table()->info_at(uint32_t(found));
    attributes = uint8_t((attributes & kAllAttributes) | (info.attributes & ~kAllAttributes));
    if (info.attributes == attributes) return;
    if (info.attributes & kCell) {
        auto* cell = static_cast<PropertyCell*>(slot(info.slot).as_cell());
        uint8_t flags = uint8_t(cell->flags() & ~PropertyCell::kReadOnly);
        cell->set_flags(attributes & kWritable ? flags : uint8_t(flags | PropertyCell::kReadOnly));
    }
    if (is_array_object() && !(attributes & kWritable) && key == PropertyKey(iso.names.length)) {
        static_cast<Array*>(this)->set_length_read_only();
    }
    if (!s->is_unique()) {
        set_shape(s->with_attributes(iso, uint32_t(found), attributes));
        return;
    }
    s = PrototypeChain::begin_change(iso, this);
    s->table_->set_info(uint32_t(found), {info.slot, attributes});
    s->note_attributes(attributes);
}

void Object::watch_named(Isolate& iso, PropertyKey key) {
    Shape* s = shape(iso);
    int32_t found = s->find(key);
    if (found < 0) return;
    PropertyInfo info = s->table()->info_at(uint32_t(found));
    info.attributes |= kWatched;
    if (s->is_unique()) {
        PrototypeChain::begin_change(iso, this)->table_->set_info(uint32_t(found), info);
    } else {
        set_shape(s->with_attributes(iso, uint32_t(found), info.attributes));
    }
}

void Object::redefine_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes) {
    Shape* s = shape(iso);
    int32_t found = s->find(key);
    JSX_DCHECK(found >= 0);
    PropertyInfo info = s->table()->info_at(uint32_t(found));
    attributes &= kAllAttributes | kAccessor | kCell;
    if (info.attributes & kWatched) note_watched(iso, this, key);
    if (auto* function = kind_ == gc::CellKind::kFunction ? static_cast<Function*>(this) : nullptr;
        function && (info.attributes & kCustom) && key == PropertyKey(iso.names.prototype)) {
        function->set_extra(iso, Function::kInitialShape, Value::undefined());
        if (!(attributes & kAccessor)) {
            // It can go on answering for itself.
            function->set_prototype_value(iso, v);
            change_attributes(iso, key, attributes);
            return;
        }
    }
    if (is_in_cell(this, key)) {
        auto* cell = info.attributes & kCell ? static_cast<PropertyCell*>(slot(info.slot).as_cell()) : nullptr;
        if (attributes & kAccessor) {
            if (cell) cell->set(Value::empty());  // caches of the cell look again
        } else {
            if (cell) {
                cell->set(v);
                cell->set_flags(attributes & kWritable ? 0 : PropertyCell::kReadOnly);
            } else {
                cell = new_global_cell(iso, v, attributes);
            }
            v = Value(cell);
            attributes |= kCell;
        }
    }
    if (attributes == info.attributes) {
        set_slot(info.slot, v);
        return;
    }
    bool needs_slot = info.attributes & kCustom;
    if (!s->is_unique()) {
        Shape* next = s->with_attributes(iso, uint32_t(found), attributes);
        uint32_t slot = needs_slot ? next->slot_count() - 1 : info.slot;
        store_new_slot(iso, slot, v);
        set_shape(next);
        return;
    }
    s = PrototypeChain::begin_change(iso, this);
    uint32_t slot = needs_slot ? s->take_slot(this) : info.slot;
    store_new_slot(iso, slot, v);
    s->table_->set_info(uint32_t(found), {slot, attributes});
    s->note_attributes(attributes);
}

// ---- shapes ----

void Object::make_dictionary(Isolate& iso) {
    Shape* s = shape(iso);
    if (s->is_dictionary()) return;
    if (Tracer* tracer = Tracer::wanting(iso, Tracer::kShapes)) {
        TraceEvent(*tracer, "shapes", "dictionary").put("from", s->id()).put("properties", s->property_count());
    }
    if (s->is_prototype()) {
        s = PrototypeChain::begin_change(iso, this);
        s->flags_ |= Shape::kDictionary;
        return;
    }
    set_shape(s->unique_copy(iso, Shape::kDictionary));
}

void Object::become_prototype(Isolate& iso) {
    Shape* s = shape(iso);
    if (JSX_LIKELY(s->is_prototype())) return;
    if (!s->is_unique()) {
        set_shape(s->unique_copy(iso, Shape::kPrototype));
        return;
    }
    s->info_.set(s, iso.heap.make<PrototypeInfo>());
    s->flags_ |= Shape::kPrototype;
}

void Object::set_prototype_nocheck(Isolate& iso, Object* prototype) {
    Shape* s = shape(iso);
    if (s->prototype() == prototype) return;
    if (prototype) prototype->become_prototype(iso);
    if (!s->is_unique()) {
        set_shape(s->with_prototype(iso, prototype));
        return;
    }
    s = PrototypeChain::begin_change(iso, this);
    s->prototype_.set(s, prototype);
    s->chain_validity_.clear();
    if (PrototypeInfo* info = s->info_; info && info->realm_.get().is_cell()) {
        // What the new prototype brings along is not watched.
        auto* realm = static_cast<Realm*>(info->realm_.get().as_cell());
        realm->break_protector(Realm::kNoElementsOnPrototypes);
    }
}

Object* new_object(Isolate& iso) { return Object::create(iso, iso.realm()->shape(iso, RealmShape::kObject)); }

Object* new_object_with_prototype(Isolate& iso, Object* prototype) {
    return Object::create(iso, Shape::root(iso, prototype, Realm::kDefaultInlineSlots));
}

}  // namespace jsx
