// Root<T>, RootVector<T>: cells held by C++ memory that neither a cell nor the native stack owns.
#pragma once

#include "gc/heap.h"

namespace jsx::gc {

/// A doubly linked registration in the heap; base of the root classes.
class RootBase {
public:
    explicit RootBase(Heap& heap);
    ~RootBase();
    RootBase(const RootBase&) = delete;
    RootBase& operator=(const RootBase&) = delete;
    virtual void visit(SlotVisitor& visitor) = 0;

private:
    friend class HeapImpl;
    Heap& heap_;
    RootBase* next_;
    RootBase* previous_;
};

/// One cell pointer or Value held from off-heap memory; updated when the cell moves.
template <class T>
class Root final : public RootBase {
public:
    explicit Root(Heap& heap, T* cell = nullptr) : RootBase(heap), cell_(cell) {}
    T* get() const { return cell_; }
    T* operator->() const { return cell_; }
    void set(T* cell) { cell_ = cell; }
    void visit(SlotVisitor& visitor) override { visitor.visit(cell_); }

private:
    T* cell_;
};
template <>
class Root<Value> final : public RootBase {
public:
    explicit Root(Heap& heap, Value value = Value()) : RootBase(heap), value_(value) {}
    Value get() const { return value_; }
    void set(Value value) { value_ = value; }
    void visit(SlotVisitor& visitor) override { visitor.visit(value_); }

private:
    Value value_;
};

/// A growable array of Values (or of cells, as Values) in C++ memory.
class RootVector final : public RootBase {
public:
    explicit RootVector(Heap& heap) : RootBase(heap) {}
    ~RootVector();
    void push(Value value);
    size_t size() const { return size_; }
    bool is_empty() const { return size_ == 0; }
    Value& operator[](size_t i) { return data_[i]; }
    Value* data() { return data_; }
    Value pop() { return data_[--size_]; }
    void resize(size_t size, Value fill = Value::undefined());
    void visit(SlotVisitor& visitor) override;

private:
    Value* data_ = nullptr;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

}  // namespace jsx::gc
