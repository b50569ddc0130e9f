#include "runtime/builtins/weak_collection.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "runtime/builtins/builtin_state.h"

namespace jsx {

// ---- EphemeronTable ----

size_t EphemeronTable::cell_size(const gc::Cell* cell) {
    return sizeof(EphemeronTable) + size_t(static_cast<const EphemeronTable*>(cell)->capacity_) * sizeof(Entry);
}

EphemeronTable::EphemeronTable(uint32_t capacity) : Cell(kKind, 0), capacity_(capacity) {
    std::memset(static_cast<void*>(entries()), 0, capacity * sizeof(Entry));
}

EphemeronTable* EphemeronTable::try_create(Isolate& iso, uint32_t capacity) {
    void* memory = iso.heap.try_allocate(sizeof(EphemeronTable) + size_t(capacity) * sizeof(Entry), kKind);
    return memory ? new (memory) EphemeronTable(capacity) : nullptr;
}

/// 0 for an object without a hash: it is in no table.
static uint32_t stored_hash(Value key) {
    gc::Cell* cell = key.as_cell();
    if (!cell->is_object()) return static_cast<Symbol*>(cell)->hash();
    Slots* overflow = static_cast<Object*>(cell)->overflow();
    return overflow ? overflow->identity_hash() : 0;
}

static uint32_t place_of(uint32_t hash, uint32_t mask) { return uint32_t(hash * 0x9E3779B97F4A7C15 >> 32) & mask; }

int64_t EphemeronTable::find(Value key, uint32_t hash) const {
    uint32_t mask = capacity_ - 1;
    for (uint32_t i = place_of(hash, mask);; i = (i + 1) & mask) {
        Value k = entries()[i].key;
        if (k == key) return i;
        if (k.is_empty()) return -1;
    }
}

void EphemeronTable::add(Value key, uint32_t hash, Value value) {
    uint32_t mask = capacity_ - 1;
    uint32_t i = place_of(hash, mask);
    while (!entries()[i].key.is_empty() && !entries()[i].key.is_null()) i = (i + 1) & mask;
    Entry& entry = entries()[i];
    if (entry.key.is_empty()) used_++;
    live_++;
    entry = {key, value};
    gc::write_barrier(this, &entry.key, key);
    gc::write_barrier(this, &entry.value, value);
}

void EphemeronTable::visit_ephemerons(gc::Cell* cell, gc::EphemeronVisitor& visitor) {
    auto* table = static_cast<EphemeronTable*>(cell);
    for (uint32_t i = 0; i < table->capacity_; i++) {
        Entry& entry = table->entries()[i];
        if (entry.key.is_cell() && entry.value.is_cell()) visitor.visit_ephemeron(entry.key.as_cell(), entry.value);
    }
}

void EphemeronTable::process_weak(gc::Heap&, gc::Cell* cell, gc::Liveness& liveness) {
    auto* table = static_cast<EphemeronTable*>(cell);
    for (uint32_t i = 0; i < table->capacity_; i++) {
        Entry& entry = table->entries()[i];
        if (!entry.key.is_cell()) continue;
        if (gc::Cell* key = liveness.survivor(entry.key.as_cell())) {
            entry.key = Value(key);
        } else {
            table->erase(i);
        }
    }
}

// ---- WeakMap, WeakSet ----

int64_t WeakCollection::find(Value key) const {
    if (!table_ || !(jsx::is_object(key) || is_symbol(key))) return -1;
    uint32_t hash = stored_hash(key);
    return hash ? table_->find(key, hash) : -1;
}

Completion<void> WeakCollection::set(Isolate& iso, Value key, Value value) {
    uint32_t hash = jsx::is_object(key) ? as_object(key)->identity_hash(iso) : as_symbol(key)->hash();
    EphemeronTable* table = table_;
    if (table) {
        int64_t i = table->find(key, hash);
        if (i >= 0) {
            table->set_value(i, value);
            return {};
        }
    }
    // At most three quarters are in use, so that searches end.
    if (!table || table->used() + 1 > table->capacity() / 4 * 3) {
        uint32_t capacity = EphemeronTable::kMinCapacity;
        while (table && capacity / 2 < table->live() + 1) capacity *= 2;
        EphemeronTable* fresh = EphemeronTable::try_create(iso, capacity);
        if (!fresh) {
            return iso.throw_range_error("%s maximum size exceeded", kind() == gc::CellKind::kWeakMap ? "WeakMap" : "WeakSet");
        }
        // The allocation may have collected, and dropped entries.
        for (uint32_t i = 0; table && i < table->capacity(); i++) {
            const EphemeronTable::Entry& e = table->entries()[i];
            if (e.key.is_cell()) fresh->add(e.key, stored_hash(e.key), e.value);
        }
        table_.set(this, fresh);
        table = fresh;
    }
    table->add(key, hash, value);
    return {};
}

bool WeakCollection::remove(Value key) {
    int64_t i = find(key);
    if (i < 0) return false;
    table_->erase(i);
    return true;
}

// ---- WeakRef ----

void WeakRef::process_weak(gc::Heap&, gc::Cell* cell, gc::Liveness& liveness) {
    auto* ref = static_cast<WeakRef*>(cell);
    if (ref->target_) ref->target_ = liveness.survivor(ref->target_);
}

// ---- FinalizationRegistry ----

FinalizationRegistry* FinalizationRegistry::create(Isolate& iso, Shape* shape, Value callback) {
    BuiltinState::of(iso);  // it must stand when a collection finds something due
    auto* registry = iso.heap.make<FinalizationRegistry>(iso, shape, callback);
    iso.heap.note_finalizable(registry);
    return registry;
}

void FinalizationRegistry::visit_extra(gc::Cell* cell, gc::SlotVisitor& visitor) {
    auto* registry = static_cast<FinalizationRegistry*>(cell);
    for (uint32_t i = 0; i < registry->count_; i++) visitor.visit(registry->entries_[i].held);
}

void FinalizationRegistry::process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness) {
    auto* registry = static_cast<FinalizationRegistry*>(cell);
    bool died = false;
    for (uint32_t i = 0; i < registry->count_; i++) {
        Entry& entry = registry->entries_[i];
        if (entry.token) entry.token = liveness.survivor(entry.token);
        if (!entry.target) continue;
        entry.target = liveness.survivor(entry.target);
        if (!entry.target) died = true;
    }
    if (!died || registry->is_due_) return;
    // The heap is the isolate's first part.
    auto& iso = reinterpret_cast<Isolate&>(heap);
    JSX_DCHECK(&iso.heap == &heap);
    registry->note_due(iso);
}

void FinalizationRegistry::finalize(gc::Heap&, gc::Cell* cell) {
    auto* registry = static_cast<FinalizationRegistry*>(cell);
    std::free(registry->entries_);
    std::free(registry->buckets_);
}

uint32_t& FinalizationRegistry::bucket_of(Value token) { return buckets_[place_of(stored_hash(token), capacity_ - 1)]; }

/// Makes the chains anew, after entries or the capacity changed.
void FinalizationRegistry::link_all() {
    std::fill_n(buckets_, capacity_, kNone);
    for (uint32_t i = 0; i < count_; i++) {
        if (!entries_[i].token) continue;
        uint32_t& first = bucket_of(Value(entries_[i].token));
        entries_[i].next = std::exchange(first, i);
    }
}

void FinalizationRegistry::add(Isolate& iso, gc::Cell* target, Value held, Value token) {
    if (jsx::is_object(token)) (void)as_object(token)->identity_hash(iso);
    if (count_ == capacity_) {
        capacity_ = capacity_ ? capacity_ * 2 : 4;
        entries_ = static_cast<Entry*>(std::realloc(static_cast<void*>(entries_), capacity_ * sizeof(Entry)));
        buckets_ = static_cast<uint32_t*>(std::realloc(buckets_, capacity_ * sizeof(uint32_t)));
        JSX_CHECK_MEMORY(entries_ && buckets_);
        link_all();
    }
    Entry& entry = entries_[count_] = {target, held};
    if (token.is_cell()) {
        entry.token = token.as_cell();
        entry.next = std::exchange(bucket_of(token), count_);
    }
    count_++;
    gc::write_barrier(this, nullptr, held);
    // The weak fields too: process_weak must see this registry in the next scavenge.
    gc::write_barrier(this, nullptr, Value(target));
    gc::write_barrier(this, nullptr, token);
}

/// Nothing is left to do for the entry; it stays in its chain.
void FinalizationRegistry::finish(Entry& entry) {
    entry = {.next = entry.next};
    finished_++;
}

bool FinalizationRegistry::remove(Value token) {
    if (count_ == 0 || stored_hash(token) == 0) return false;
    bool removed = false;
    for (uint32_t i = bucket_of(token); i != kNone; i = entries_[i].next) {
        if (entries_[i].token != token.as_cell()) continue;
        finish(entries_[i]);
        removed = true;
    }
    // A callback that runs means that clean_up counts entries.
    if (finished_ > count_ / 2 && !is_cleaning_) drop_finished();
    return removed;
}

void FinalizationRegistry::drop_finished() {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count_; i++) {
        if (!entries_[i].is_finished()) entries_[kept++] = entries_[i];
    }
    count_ = kept;
    finished_ = 0;
    link_all();
}

// https://tc39.es/ecma262/#sec-cleanup-finalization-registry
Completion<void> FinalizationRegistry::clean_up(Isolate& iso) {
    is_due_ = false;  // what dies from here on makes it due again
    is_cleaning_ = true;
    bool threw = false;
    for (uint32_t i = 0; i < count_ && !threw; i++) {
        if (entries_[i].target || entries_[i].is_finished()) continue;
        Value held = entries_[i].held;
        finish(entries_[i]);
        threw = call(iso, callback_, Value::undefined(), {held}).threw();
    }
    is_cleaning_ = false;
    drop_finished();
    if (!threw) return {};
    if (!is_due_) note_due(iso);
    return iso.rethrow();
}

void FinalizationRegistry::note_due(Isolate& iso) {
    is_due_ = true;
    BuiltinState::of(iso).due_registries.push(Value(this));
}

// ---- what the event loop calls ----

void add_to_kept_objects(Isolate& iso, Value v) {
    gc::RootVector& kept = BuiltinState::of(iso).kept_objects;
    if (kept.is_empty() || kept[kept.size() - 1] != v) kept.push(v);
}

void clear_kept_objects(Isolate& iso) {
    auto* state = static_cast<BuiltinState*>(iso.extensions[Isolate::kBuiltins]);
    if (state && !state->kept_objects.is_empty()) state->kept_objects.resize(0);
}

bool has_due_finalizers(Isolate& iso) {
    auto* state = static_cast<BuiltinState*>(iso.extensions[Isolate::kBuiltins]);
    return state && !(state->due_registries.is_empty() && state->next_registries.is_empty());
}

Completion<void> run_due_finalizers(Isolate& iso) {
    while (has_due_finalizers(iso)) {
        // First come, first served: a callback may make its own registry due again.
        BuiltinState& state = BuiltinState::of(iso);
        if (state.next_registries.is_empty()) {
            while (!state.due_registries.is_empty()) state.next_registries.push(state.due_registries.pop());
        }
        TRY(static_cast<FinalizationRegistry*>(state.next_registries.pop().as_cell())->clean_up(iso));
    }
    return {};
}

}  // namespace jsx
