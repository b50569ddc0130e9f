// Validity of prototype chains.
//
// A chain's validity cell lies with its first prototype. Making it registers each prototype of the
// chain with the next one up, so that a change anywhere finds the cells below it. Once invalid, a cell
// stays so, and the registrations are dropped; who asks again gets a new cell.
#include <vector>

#include "runtime/object/isolate.h"
#include "runtime/object/shape.h"

namespace jsx {

/// Appends to the weak list of users, whose entries may have died.
static void add_user(Isolate& iso, PrototypeInfo* info, Shape* user) {
    TransitionTable* list = info->users_;
    if (!list || list->used() == list->capacity()) {
        uint32_t live = 0;
        for (uint32_t i = 0; list && i < list->used(); i++) live += TransitionTable::is_shape(list->at(i));
        TransitionTable* grown = TransitionTable::create(iso, live < 2 ? 4 : live * 2);
        list = info->users_;
        uint32_t n = 0;
        for (uint32_t i = 0; list && i < list->used(); i++) {
            if (TransitionTable::is_shape(list->at(i))) grown->put(n++, list->at(i));
        }
        grown->set_used(n);
        info->users_.set(info, grown);
        list = grown;
    }
    list->put(list->used(), user);
    list->set_used(list->used() + 1);
}

ValidityCell* PrototypeChain::validity_of(Isolate& iso, Object* prototype) {
    ValidityCell* first = nullptr;
    Shape* below = nullptr;
    for (Object* p = prototype; p;) {
        Shape* shape = p->shape(iso);
        PrototypeInfo* info = shape->info_;
        if (below) add_user(iso, info, below);
        if (info->validity_) {
            // Its chain is registered further up already.
            if (!first) first = info->validity_;
            break;
        }
        auto* cell = iso.heap.make<ValidityCell>();
        info->validity_.set(info, cell);
        if (!first) first = cell;
        below = shape;
        p = shape->prototype();
    }
    return first;
}

void PrototypeChain::invalidate(Shape* shape) {
    if (!shape->info_ || !shape->info_->validity_) return;
    std::vector<Shape*> work{shape};
    while (!work.empty()) {
        Shape* s = work.back();
        work.pop_back();
        PrototypeInfo* info = s->info_;
        if (!info || !info->validity_) continue;
        info->validity_->invalidate();
        info->validity_.clear();
        TransitionTable* users = info->users_;
        for (uint32_t i = 0; users && i < users->used(); i++) {
            if (TransitionTable::is_shape(users->at(i))) work.push_back(users->at(i));
        }
        info->users_.clear();
    }
}

Shape* PrototypeChain::begin_change(Isolate& iso, Object* o) {
    Shape* old = o->shape(iso);
    JSX_DCHECK(old->is_unique());
    if (!old->is_prototype()) return old;
    invalidate(old);
    if (old->is_dictionary()) return old;  // no cache knows it as a receiver's
    Shape* shape = old->derive(iso);
    shape->flags_ = old->flags_;
    shape->free_slot_ = old->free_slot_;
    shape->info_.set(shape, old->info_);
    // The old shape lives on in caches only; nothing is looked up in it any more.
    old->table_.clear();
    old->info_.clear();
    old->property_count_ = 0;
    o->set_shape(shape);
    return shape;
}

Shape* PrototypeChain::begin_addition(Isolate& iso, Object* o) {
    Shape* shape = o->shape(iso);
    if (!shape->is_prototype()) return shape;
    // A cache that relies on a property's absence has asked for one of the two cells.
    if (shape->chain_validity_ && !shape->is_dictionary()) return begin_change(iso, o);
    invalidate(shape);
    return shape;
}

void PrototypeChain::reserve_entry(Isolate& iso, Shape* shape) {
    JSX_DCHECK(shape->is_unique());
    PropertyTable* table = shape->table_;
    if (!table) {
        shape->table_.set(shape, PropertyTable::create(iso, 4));
        return;
    }
    if (table->count() < table->capacity()) return;
    uint32_t live = table->live_;
    // Many tombstones: about the same room without them will do.
    uint32_t capacity = live < table->capacity() / 4 * 3 ? live + live / 2 + 2 : table->capacity() * 2;
    PropertyTable* grown = table->copy(iso, table->count(), capacity);
    shape->table_.set(shape, grown);
    shape->property_count_ = grown->count();
}

}  // namespace jsx
