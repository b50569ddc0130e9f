// Shapes: roots, transitions, and the copies that belong to one object.
//
// A transition is found without allocating: first the only child, then the table hashed by key,
// attributes and kind. Children are weak, so a lineage nobody uses dies with its last object.
#include "runtime/object/shape.h"

#include <algorithm>

#include "runtime/object/abstract_ops.h"
#include "runtime/object/isolate.h"
#include "runtime/object/realm.h"
#include "runtime/object/trace.h"

namespace jsx {

Shape* Shape::allocate(Isolate& iso) {
    void* memory = iso.heap.allocate_shape(sizeof(Shape));
    return new (memory) Shape(iso.heap.shape_id_of(memory));
}

void Shape::process_weak(gc::Heap&, gc::Cell* cell, gc::Liveness& liveness) {
    if (!liveness.is_major()) return;
    auto* shape = static_cast<Shape*>(cell);
    if (shape->only_child_ && !liveness.survivor(shape->only_child_)) shape->only_child_ = nullptr;
}

// ---- roots ----

Shape* Shape::create_root(Isolate& iso, Object* prototype, uint32_t inline_capacity, uint8_t flags) {
    JSX_DCHECK(inline_capacity <= Object::kMaxInlineCapacity);
    if (prototype) prototype->become_prototype(iso);
    Shape* shape = allocate(iso);
    shape->prototype_.set(shape, prototype);
    shape->inline_capacity_ = uint8_t(inline_capacity);
    shape->flags_ = flags;
    return shape;
}

Shape* Shape::root(Isolate& iso, Object* prototype, uint32_t inline_capacity, uint8_t flags) {
    PrototypeInfo* info = nullptr;
    Realm* realm = nullptr;
    CellArray* list = nullptr;
    if (prototype) {
        prototype->become_prototype(iso);
        info = prototype->shape(iso)->info_;
        list = info->root_shapes_;
    } else {
        realm = iso.realm();
        if (!realm) return create_root(iso, nullptr, inline_capacity, flags);
        list = realm->null_roots_;
    }
    uint32_t count = 0;
    uint32_t length = list ? list->length() : 0;
    for (; count < length; count++) {
        Value v = list->get(count);
        if (!v.is_cell()) break;
        auto* shape = static_cast<Shape*>(v.as_cell());
        if (shape->inline_capacity_ == inline_capacity && (shape->flags_ & kRootFlags) == (flags & kRootFlags)) {
            return shape;
        }
    }
    Shape* shape = create_root(iso, prototype, inline_capacity, flags);
    if (count == length) {
        CellArray* grown = CellArray::create(iso, length == 0 ? 2 : length * 2);
        for (uint32_t i = 0; i < length; i++) grown->set(i, list->get(i));
        list = grown;
        if (info) {
            info->root_shapes_.set(info, list);
        } else {
            realm->null_roots_.set(realm, list);
        }
    }
    list->set(count, Value(shape));
    return shape;
}

// ---- transitions ----

static uint32_t transition_hash(Value key, uint8_t attributes, Shape::Transition kind) {
    uint32_t h = key.is_cell() || key.is_int32() ? PropertyKey::from_stored(key).hash() : 0;
    h = (h ^ (uint32_t(attributes) << 8 | uint32_t(kind))) * 0x9E3779B1u;
    return h ^ (h >> 15);
}

Shape* Shape::find_child(Value key, uint8_t attributes, Transition kind) const {
    auto is_it = [&](const Shape* s) {
        return s->key_.get() == key && s->key_attributes_ == attributes && s->transition_ == kind;
    };
    if (only_child_ && is_it(only_child_)) return only_child_;
    TransitionTable* table = transitions_;
    if (!table) return nullptr;
    uint32_t mask = table->capacity() - 1;
    for (uint32_t at = transition_hash(key, attributes, kind) & mask;; at = (at + 1) & mask) {
        Shape* s = table->at(at);
        if (!s) return nullptr;
        if (TransitionTable::is_shape(s) && is_it(s)) return s;
    }
}

Shape* Shape::find_transition(PropertyKey key, uint8_t attributes) const {
    return is_unique() ? nullptr : find_child(key.stored(), attributes, Transition::kAdd);
}

/// Puts a shape into a hashed table that has a free entry.
static void insert_transition(TransitionTable* table, Shape* child, uint32_t hash) {
    uint32_t mask = table->capacity() - 1;
    uint32_t at = hash & mask;
    while (TransitionTable::is_shape(table->at(at))) at = (at + 1) & mask;
    if (!table->at(at)) table->set_used(table->used() + 1);
    table->put(at, child);
}

/// The event of a shape that was made: --trace=shapes.
static void trace_transition(Isolate& iso, Tracer& tracer, Shape* from, Shape* to, Value key, Shape::Transition kind) {
    static constexpr const char* kHow[] = {"add", "change", "no-extensions", "seal", "freeze"};
    TraceEvent event(tracer, "shapes", "transition");
    event.put("from", from->id()).put("to", to->id()).put("how", kHow[size_t(kind)]);
    if (key.is_cell() || key.is_int32()) {
        PropertyKey name = PropertyKey::from_stored(key);
        String* text = name.is_symbol() ? symbol_descriptive_string(iso, name.as_symbol()) : as_string(name.to_value(iso));
        event.put("key", Utf8Text(iso, text).view());
    }
    event.put("properties", to->property_count());
}

void Shape::add_child(Isolate& iso, Shape* child, Value key, uint8_t attributes, Transition kind) {
    child->take_transition(this, key, attributes, kind);
    if (Tracer* tracer = Tracer::wanting(iso, Tracer::kShapes)) trace_transition(iso, *tracer, this, child, key, kind);
    if (Tracer* tracer = Tracer::wanting(iso, Tracer::kKeepShapes)) tracer->keep_shape(child);
    if (!only_child_) {
        only_child_ = child;
        return;
    }
    TransitionTable* table = transitions_;
    if (!table || (table->used() + 1) * 4 > table->capacity() * 3) {
        uint32_t live = 0;
        for (uint32_t i = 0; table && i < table->capacity(); i++) live += TransitionTable::is_shape(table->at(i));
        uint32_t capacity = 4;
        while (capacity < (live + 1) * 2) capacity *= 2;
        TransitionTable* grown = TransitionTable::create(iso, capacity);
        table = transitions_;
        for (uint32_t i = 0; table && i < table->capacity(); i++) {
            Shape* s = table->at(i);
            if (!TransitionTable::is_shape(s)) continue;
            insert_transition(grown, s, transition_hash(s->key_, s->key_attributes_, s->transition_));
        }
        transitions_.set(this, grown);
        table = grown;
    }
    insert_transition(table, child, transition_hash(key, attributes, kind));
}

void Shape::take_transition(Shape* parent, Value key, uint8_t attributes, Transition kind) {
    parent_.set(this, parent);
    key_.set(this, key);
    key_attributes_ = attributes;
    transition_ = kind;
}

Shape* Shape::derive(Isolate& iso) {
    Shape* shape = allocate(iso);
    shape->prototype_.set(shape, prototype_);
    shape->table_.set(shape, table_);
    shape->property_count_ = property_count_;
    shape->slot_count_ = slot_count_;
    shape->inline_capacity_ = inline_capacity_;
    shape->flags_ = uint8_t(flags_ & ~(kDictionary | kPrototype));
    return shape;
}

PropertyTable* Shape::table_for_append(Isolate& iso) {
    PropertyTable* table = table_;
    if (!table) return PropertyTable::create(iso, 4);
    uint32_t room = property_count_ + (property_count_ < 8 ? 4 : property_count_ / 2);
    // Another branch went on from here: it keeps the table.
    if (table->count() != property_count_) return table->copy(iso, property_count_, room);
    if (table->count() < table->capacity()) return table;
    PropertyTable* grown = table->copy(iso, property_count_, room);
    // The lineage moves along, so that the old table is freed.
    for (Shape* s = this; s && s->table_ == table; s = s->parent_) s->table_.set(s, grown);
    return grown;
}

Shape* Shape::with_property(Isolate& iso, PropertyKey key, uint8_t attributes, uint32_t* slot) {
    JSX_DCHECK(!is_unique());
    bool has_slot = !(attributes & kCustom);
    if (Shape* child = find_child(key.stored(), attributes, Transition::kAdd)) {
        *slot = has_slot ? child->slot_count_ - 1 : 0;
        return child;
    }
    PropertyTable* table = table_for_append(iso);
    Shape* child = derive(iso);
    *slot = has_slot ? child->slot_count_++ : 0;
    table->append(key, {*slot, attributes});
    child->table_.set(child, table);
    child->property_count_ = property_count_ + 1;
    child->note_attributes(attributes);
    add_child(iso, child, key.stored(), attributes, Transition::kAdd);
    return child;
}

Shape* Shape::with_attributes(Isolate& iso, uint32_t entry, uint8_t attributes) {
    JSX_DCHECK(!is_unique());
    Value key = table_->key_at(entry);
    if (Shape* child = find_child(key, attributes, Transition::kChange)) return child;
    PropertyInfo info = table_->info_at(entry);
    PropertyTable* table = table_->copy(iso, property_count_, std::max(property_count_, 4u));
    Shape* child = derive(iso);
    if ((info.attributes & kCustom) && !(attributes & kCustom)) info.slot = child->slot_count_++;
    info.attributes = attributes;
    table->set_info(entry, info);
    child->table_.set(child, table);
    child->note_attributes(attributes);
    add_child(iso, child, key, attributes, Transition::kChange);
    return child;
}

Shape* Shape::without_extensions(Isolate& iso) {
    JSX_DCHECK(!is_unique());
    if (!is_extensible()) return this;
    if (Shape* child = find_child(Value::undefined(), 0, Transition::kNoExtensions)) return child;
    Shape* child = derive(iso);
    child->flags_ |= kNotExtensible;
    add_child(iso, child, Value::undefined(), 0, Transition::kNoExtensions);
    return child;
}

/// What an integrity level leaves of a property's attributes.
static uint8_t restricted_attributes(uint8_t attributes, Shape::Transition level) {
    attributes &= uint8_t(~kConfigurable);
    if (level == Shape::Transition::kFreeze && !(attributes & kAccessor)) attributes &= uint8_t(~kWritable);
    return attributes;
}

/// Restricts every entry of a table that nobody shares. Private names are no properties.
static void restrict_table(PropertyTable* table, uint32_t count, Shape::Transition level) {
    for (uint32_t i = 0; i < count; i++) {
        Value key = table->key_at(i);
        if (key.is_empty() || PropertyKey::from_stored(key).is_private()) continue;
        PropertyInfo info = table->info_at(i);
        info.attributes = restricted_attributes(info.attributes, level);
        table->set_info(i, info);
    }
}

Shape* Shape::with_integrity(Isolate& iso, Transition level) {
    if (is_unique()) {
        // In place: the caller began a change.
        flags_ |= kNotExtensible | kHasReadOnly;
        if (table_) restrict_table(table_, property_count_, level);
        return this;
    }
    if (property_count_ == 0) return without_extensions(iso);
    if (Shape* child = find_child(Value::undefined(), 0, level)) return child;
    PropertyTable* table = table_->copy(iso, property_count_, property_count_);
    restrict_table(table, property_count_, level);
    Shape* child = derive(iso);
    child->flags_ |= kNotExtensible | kHasReadOnly;
    child->table_.set(child, table);
    add_child(iso, child, Value::undefined(), 0, level);
    return child;
}

Shape* Shape::with_prototype(Isolate& iso, Object* prototype) {
    JSX_DCHECK(!is_unique());
    // Up to this many properties the lineage is built again from the new prototype's root, so that objects treated
    // alike go on sharing shapes.
    constexpr uint32_t kMaxReplay = 64;
    if (property_count_ <= kMaxReplay) {
        Shape* shape = root(iso, prototype, inline_capacity_, flags_ & kArrayObjects);
        uint32_t i = 0;
        for (; i < property_count_; i++) {
            PropertyInfo info = table_->info_at(i);
            uint32_t slot;
            shape = shape->with_property(iso, PropertyKey::from_stored(table_->key_at(i)), info.attributes, &slot);
            // Slots follow the order of keys unless a custom property got one late.
            if (slot != info.slot) break;
        }
        if (i == property_count_ && shape->slot_count_ == slot_count_) {
            return is_extensible() ? shape : shape->without_extensions(iso);
        }
    }
    if (prototype) prototype->become_prototype(iso);
    Shape* shape = derive(iso);
    shape->prototype_.set(shape, prototype);
    return shape;
}

// ---- shapes of one object ----

Shape* Shape::unique_copy(Isolate& iso, uint8_t flags) {
    PropertyTable* table =
        table_ ? table_->copy(iso, property_count_, property_count_ + property_count_ / 2 + 4) : nullptr;
    Shape* shape = derive(iso);
    shape->table_.set(shape, table);
    shape->property_count_ = table ? table->count() : 0;
    shape->free_slot_ = free_slot_;
    shape->flags_ |= flags;
    if (flags & kPrototype) shape->info_.set(shape, iso.heap.make<PrototypeInfo>());
    return shape;
}

uint32_t Shape::take_slot(const Object* owner) {
    JSX_DCHECK(is_unique());
    if (free_slot_ == ~0u) return slot_count_++;
    // A freed slot holds the number of the next one.
    uint32_t slot = free_slot_;
    free_slot_ = uint32_t(owner->slot(slot).as_int32());
    return slot;
}

ValidityCell* Shape::chain_validity(Isolate& iso) {
    ValidityCell* cell = chain_validity_;
    if (cell && cell->is_valid()) return cell;
    // Nothing lies above an object without a prototype: valid for good.
    cell = prototype_ ? PrototypeChain::validity_of(iso, prototype_) : iso.heap.make<ValidityCell>();
    chain_validity_.set(this, cell);
    return cell;
}

}  // namespace jsx
