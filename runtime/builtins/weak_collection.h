// [doc:weak-collections] WeakMap, WeakSet, WeakRef and FinalizationRegistry.
//
//   WeakMap, WeakSet --> EphemeronTable: header | capacity, live, used | key, value | key, value | ...
//
// An EphemeronTable is hashed by the keys' stored hashes, with open addressing, so that it need not be rebuilt when
// the collector moves things. Its words are not traced as fields: a value is marked once its key is reached otherwise
// (visit_ephemerons), and the entries of dead keys are dropped (process_weak).
//
// A FinalizationRegistry notes in process_weak which targets died and puts itself on the isolate's list of those with
// something due; the event loop asks for that between jobs.
#pragma once

#include "runtime/object/abstract_ops.h"

namespace jsx {

/// https://tc39.es/ecma262/#sec-canbeheldweakly
inline bool can_be_held_weakly(Value v) {
    if (is_object(v)) return true;
    return is_symbol(v) && !as_symbol(v)->is_registered();
}

class EphemeronTable final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kEphemeronTable;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const gc::Cell* cell);
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kBarriered;
    static void visit_ephemerons(gc::Cell* cell, gc::EphemeronVisitor& visitor);
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    static constexpr uint32_t kMinCapacity = 8;

    /// Empty, `capacity` (a power of two) places; null when the heap cannot hold it.
    static EphemeronTable* try_create(Isolate& iso, uint32_t capacity);

    struct Entry {
        Value key;  // empty: never used; null: deleted
        Value value;
    };
    uint32_t capacity() const { return capacity_; }
    uint32_t live() const { return live_; }
    /// Places not empty, deleted ones included.
    uint32_t used() const { return used_; }
    Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
    const Entry* entries() const { return reinterpret_cast<const Entry*>(this + 1); }
    /// Place of `key`, or -1.
    int64_t find(Value key, uint32_t hash) const;
    /// The caller knows that the key is not there and that a place is free.
    void add(Value key, uint32_t hash, Value value);
    void set_value(int64_t i, Value value) {
        entries()[i].value = value;
        gc::write_barrier(this, &entries()[i].value, value);
    }
    void erase(int64_t i) {
        entries()[i] = {Value::null(), Value::undefined()};
        live_--;
    }

private:
    explicit EphemeronTable(uint32_t capacity);
    friend class gc::Heap;
    uint32_t capacity_;
    uint32_t live_ = 0;
    uint32_t used_ = 0;
    uint32_t unused_ = 0;
};

/// WeakMap and WeakSet objects.
class WeakCollection : public Object {
public:
    static bool is_kind(gc::CellKind k) { return k == gc::CellKind::kWeakMap || k == gc::CellKind::kWeakSet; }
    static constexpr auto fields() { return Object::fields().with(&WeakCollection::table_); }
    static constexpr auto kTail = gc::TailCount::kNone;

    EphemeronTable* table() const { return table_; }  // null until something is added
    /// Place in table(), or -1. Any value may be asked for.
    int64_t find(Value key) const;
    /// `key` can be held weakly. RangeError "WeakMap maximum size exceeded".
    Completion<void> set(Isolate& iso, Value key, Value value);
    bool remove(Value key);

protected:
    WeakCollection(Isolate& iso, gc::CellKind kind, Shape* shape) : Object(iso, kind, shape) {}

private:
    gc::Member<EphemeronTable> table_;
};

class WeakMap final : public WeakCollection {
public:
    static constexpr auto kKind = gc::CellKind::kWeakMap;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    WeakMap(Isolate& iso, Shape* shape) : WeakCollection(iso, kKind, shape) {}
};

class WeakSet final : public WeakCollection {
public:
    static constexpr auto kKind = gc::CellKind::kWeakSet;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    WeakSet(Isolate& iso, Shape* shape) : WeakCollection(iso, kKind, shape) {}
};

class WeakRef final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kWeakRef;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields(); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kBarriered;
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    WeakRef(Isolate& iso, Shape* shape, gc::Cell* target) : Object(iso, kKind, shape), target_(target) {}
    /// Null when it has died.
    gc::Cell* target() const { return target_; }

private:
    gc::Cell* target_;
};

class FinalizationRegistry final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kFinalizationRegistry;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&FinalizationRegistry::callback_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static void visit_extra(gc::Cell* cell, gc::SlotVisitor& visitor);
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kBarriered;
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    static void finalize(gc::Heap& heap, gc::Cell* cell);
    static FinalizationRegistry* create(Isolate& iso, Shape* shape, Value callback);

    /// `token`: undefined for none.
    void add(Isolate& iso, gc::Cell* target, Value held, Value token);
    /// Removes what was registered with `token`; false if there was nothing.
    bool remove(Value token);
    /// Calls the callback for each dead target. Stops where it throws.
    Completion<void> clean_up(Isolate& iso);

private:
    friend class gc::Heap;
    FinalizationRegistry(Isolate& iso, Shape* shape, Value callback)
        : Object(iso, kKind, shape), callback_(callback) {}
    static constexpr uint32_t kNone = ~uint32_t(0);
    struct Entry {
        gc::Cell* target = nullptr;   // weak; null when it has died
        Value held = Value::empty();  // empty: its callback was called, or it was unregistered
        gc::Cell* token = nullptr;    // weak; null for none
        uint32_t next = kNone;        // in the chain of the token's bucket
        bool is_finished() const { return held.is_empty(); }
    };
    uint32_t& bucket_of(Value token);
    void link_all();
    void finish(Entry& entry);
    void drop_finished();
    void note_due(Isolate& iso);
    gc::Slot callback_;
    Entry* entries_ = nullptr;     // off the heap
    uint32_t* buckets_ = nullptr;  // off the heap, capacity_ of them: index of the first entry whose token's hash is there
    uint32_t count_ = 0;
    uint32_t capacity_ = 0;     // a power of two
    uint32_t finished_ = 0;     // entries that are finished
    bool is_due_ = false;       // on the isolate's list
    bool is_cleaning_ = false;  // callbacks are running
};

/// https://tc39.es/ecma262/#sec-addtokeptobjects
void add_to_kept_objects(Isolate& iso, Value v);
/// https://tc39.es/ecma262/#sec-clear-kept-objects: after every job.
void clear_kept_objects(Isolate& iso);
/// Whether a registry has callbacks to run.
bool has_due_finalizers(Isolate& iso);
/// Runs the callbacks that are due; stops where one throws (the rest stay due).
Completion<void> run_due_finalizers(Isolate& iso);

}  // namespace jsx
