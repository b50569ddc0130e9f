// Cell classes for the collector's tests and benchmarks: one for each way of being traced.
#pragma once

#include <pthread.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "gc/heap.h"
#include "gc/roots.h"

namespace jsx::gc::testing {

/// Like a plain object: shape, two pointers, and `aux` slots behind them.
class Node final : public Cell {
public:
    static constexpr auto kKind = CellKind::kObject;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&Node::left_, &Node::right_); }
    static constexpr bool kHasShape = true;
    static constexpr auto kTail = TailCount::kAux;
    static Node* create(Heap& heap, uint8_t slots, uint32_t shape_id = 0) {
        return heap.make_sized<Node>(sizeof(Node) + 8 * size_t(slots), slots, shape_id);
    }
    Node(uint8_t slots, uint32_t shape_id) : Cell(kKind, shape_id, 0, slots) {
        for (uint8_t i = 0; i < slots; i++) this->slots()[i] = Value::undefined();
    }
    Node* left() const { return left_; }
    Node* right() const { return right_; }
    void set_left(Node* node) { left_.set(this, node); }
    void set_right(Node* node) { right_.set(this, node); }
    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
    Value slot(uint8_t i) { return slots()[i]; }
    void set_slot(uint8_t i, Value v) {
        slots()[i] = v;
        write_barrier(this, &slots()[i], v);
    }
    void set_shape(uint32_t id) { shape_id_ = id; }
    Member<Node> left_;
    Member<Node> right_;
};

/// Like Elements: a length that counts traced words, a capacity that gives the size.
class Vector final : public Cell {
public:
    static constexpr auto kKind = CellKind::kElements;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &Vector::length_; }
    static auto capacity_count() { return &Vector::capacity_; }
    static Vector* create(Heap& heap, uint32_t capacity) {
        return heap.make_sized<Vector>(sizeof(Vector) + 8 * size_t(capacity), capacity);
    }
    explicit Vector(uint32_t capacity) : Cell(kKind, 0), capacity_(capacity) {}
    uint32_t length() const { return length_; }
    uint32_t capacity() const { return capacity_; }
    Value get(uint32_t i) { return values()[i]; }
    void set(uint32_t i, Value v) {
        values()[i] = v;
        write_barrier(this, &values()[i], v);
    }
    void push(Value v) { set(length_++, v); }
    Value* values() { return reinterpret_cast<Value*>(this + 1); }
    uint32_t length_ = 0;
    uint32_t capacity_;
};

/// Like a flat string: no traced words, a size function of its own.
class Bytes final : public Cell {
public:
    static constexpr auto kKind = CellKind::kFlatString;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const Cell* cell) {
        return sizeof(Bytes) + static_cast<const Bytes*>(cell)->length_;
    }
    static Bytes* create(Heap& heap, uint32_t length, uint8_t fill = 0) {
        auto* bytes = heap.make_sized<Bytes>(sizeof(Bytes) + length, length);
        std::memset(bytes->data(), fill, length);
        return bytes;
    }
    explicit Bytes(uint32_t length) : Cell(kKind, 0), length_(length) {}
    uint32_t length() const { return length_; }
    uint8_t* data() { return reinterpret_cast<uint8_t*>(this + 1); }
    uint32_t length_;
    uint32_t tag_ = 0;
};

class TestShape final : public Cell {
public:
    static constexpr auto kKind = CellKind::kShape;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&TestShape::prototype_); }
    static TestShape* create(Heap& heap, Node* prototype) {
        void* memory = heap.allocate_shape(sizeof(TestShape));
        return new (memory) TestShape(heap.shape_id_of(memory), prototype);
    }
    TestShape(uint32_t id, Node* prototype) : Cell(kKind, id), prototype_(prototype) {}
    uint32_t id() const { return shape_id_; }
    Member<Node> prototype_;
    uint64_t tag_ = 0;
};

/// A pointer that does not keep its target alive.
class WeakPointer final : public Cell {
public:
    static constexpr auto kKind = CellKind::kWeakRef;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static void process_weak(Heap&, Cell* cell, Liveness& liveness) {
        auto* self = static_cast<WeakPointer*>(cell);
        if (self->target_) self->target_ = liveness.survivor_of(self->target_);
        self->rounds_++;
    }
    explicit WeakPointer(Cell* target) : Cell(kKind, 0), target_(target) {}
    Cell* target_;
    uint64_t rounds_ = 0;
};

/// Key and value words; a value lives as long as its key does.
class EphemeronTable final : public Cell {
public:
    static constexpr auto kKind = CellKind::kEphemeronTable;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto kWeakPolicy = WeakPolicy::kBarriered;
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const Cell* cell) {
        return sizeof(EphemeronTable) + 16 * size_t(static_cast<const EphemeronTable*>(cell)->capacity_);
    }
    struct Entry {
        Value key, value;
    };
    static EphemeronTable* create(Heap& heap, uint32_t capacity) {
        auto* table = heap.make_sized<EphemeronTable>(sizeof(EphemeronTable) + 16 * size_t(capacity), capacity);
        for (uint32_t i = 0; i < capacity; i++) table->entries()[i] = {};
        return table;
    }
    static void visit_ephemerons(Cell* cell, EphemeronVisitor& visitor) {
        auto* self = static_cast<EphemeronTable*>(cell);
        for (uint32_t i = 0; i < self->capacity_; i++) {
            Entry& e = self->entries()[i];
            if (e.key.is_cell() && e.value.is_cell()) visitor.visit_ephemeron(e.key.as_cell(), e.value);
        }
    }
    static void process_weak(Heap&, Cell* cell, Liveness& liveness) {
        auto* self = static_cast<EphemeronTable*>(cell);
        for (uint32_t i = 0; i < self->capacity_; i++) {
            Entry& e = self->entries()[i];
            if (!e.key.is_cell()) continue;
            if (Cell* key = liveness.survivor(e.key.as_cell())) {
                e.key = Value(key);
            } else {
                e = {};
            }
        }
    }
    explicit EphemeronTable(uint32_t capacity) : Cell(kKind, 0), capacity_(capacity) {}
    void set(uint32_t i, Value key, Value value) {
        entries()[i] = {key, value};
        write_barrier(this, nullptr, key);
        write_barrier(this, nullptr, value);
    }
    Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
    uint32_t live() {
        uint32_t n = 0;
        for (uint32_t i = 0; i < capacity_; i++) n += entries()[i].key.is_cell();
        return n;
    }
    uint32_t capacity_;
    uint32_t unused_ = 0;
};

/// Holds Values in malloc memory, and frees it when it dies.
class Holder final : public Cell {
public:
    static constexpr auto kKind = CellKind::kHost;
    static bool is_kind(CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static void visit_extra(Cell* cell, SlotVisitor& visitor) {
        auto* self = static_cast<Holder*>(cell);
        visitor.visit_range(self->values_->data(), self->values_->size());
    }
    static void finalize(Heap& heap, Cell* cell) {
        auto* self = static_cast<Holder*>(cell);
        if (self->finalized_) ++*self->finalized_;
        heap.external_freed(self->external_);
        delete self->values_;
    }
    static Holder* create(Heap& heap, size_t count, int* finalized = nullptr, size_t external = 0) {
        auto* holder = heap.make<Holder>(count, finalized, external);
        heap.note_finalizable(holder);
        heap.external_allocated(external);
        return holder;
    }
    Holder(size_t count, int* finalized, size_t external)
        : Cell(kKind, 0), values_(new std::vector<Value>(count)), finalized_(finalized), external_(external) {}
    void set(size_t i, Value v) {
        (*values_)[i] = v;
        write_barrier(this, nullptr, v);
    }
    Value get(size_t i) const { return (*values_)[i]; }
    std::vector<Value>* values_;
    int* finalized_;
    size_t external_;
};

/// A heap with these classes registered, and every other kind as a cell without fields.
class TestHeap {
public:
    explicit TestHeap(const HeapOptions& options = {}) : heap(options) {
        heap.register_kind<Node>("Node");
        heap.register_kind<Vector>("Vector");
        heap.register_kind<Bytes>("Bytes");
        heap.register_kind<TestShape>("Shape");
        heap.register_kind<WeakPointer>("WeakPointer");
        heap.register_kind<EphemeronTable>("EphemeronTable");
        heap.register_kind<Holder>("Holder");
        for (size_t i = 1; i < size_t(CellKind::kCount); i++) {
            if (heap.kind_info(CellKind(i)).name) continue;
            KindInfo info;
            info.name = "unused";
            info.fixed_size = 16;
            heap.set_kind_info(CellKind(i), info);
        }
        heap.start(stack_base());
    }
    Heap* operator->() { return &heap; }
    operator Heap&() { return heap; }
    Heap heap;

    static const void* stack_base() {
        pthread_attr_t attributes;
        void* low = nullptr;
        size_t size = 0;
        pthread_getattr_np(pthread_self(), &attributes);
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
        return static_cast<char*>(low) + size;
    }
};

/// Overwrites the dead part of the stack, so that what was there pins nothing. (AddressSanitizer would leave gaps.)
__attribute__((no_sanitize("address"))) JSX_NOINLINE inline void clear_dead_stack() {
    volatile uint64_t words[2048];
    for (size_t i = 0; i < 2048; i++) words[i] = 0;
}

}  // namespace jsx::gc::testing
