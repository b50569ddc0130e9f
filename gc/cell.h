// [doc:cells] Cell: the header that every heap object begins with, and the fields that point on.
//
//   byte 0..3  shape id    of the cell's Shape; 0 for cells without one
//        4     kind        CellKind
//        5     flags       the class's own
//        6     gc state    0: writes need no barrier; anything else: the barrier's slow path
//        7     aux         the class's own (plain objects: inline slot capacity)
//
// The collector's other facts (mark bits, age, pins) lie in side tables of the chunk. A cell class
// declares its traced fields once (`fields()`, `tail()`); all walks read that list.
#pragma once

#include <cstdint>

#include "gc/value.h"
#include "support/compiler.h"

namespace jsx::gc {

class Heap;

enum class CellKind : uint8_t {
#define CELL_KIND(name) k##name,
#include "gc/cell_kinds.def"
    kCount,
};

class Cell {
public:
    uint32_t shape_id() const { return shape_id_; }
    CellKind kind() const { return kind_; }
    uint8_t flags() const { return flags_; }
    uint8_t aux() const { return aux_; }

    bool is_string() const {
        return kind_ >= CellKind::kFlatString && kind_ <= CellKind::kSliceString;
    }
    bool is_object() const { return kind_ >= CellKind::kObject; }
    template <class T>
    bool is() const {
        return T::is_kind(kind_);
    }
    /// Unchecked downcast (checked in debug builds).
    template <class T>
    T* as() {
        JSX_DCHECK(T::is_kind(kind_));
        return static_cast<T*>(this);
    }

    static constexpr size_t kHeaderSize = 8;
    static constexpr size_t kShapeIdOffset = 0, kKindOffset = 4, kFlagsOffset = 5,
                            kGcStateOffset = 6, kAuxOffset = 7;

protected:
    Cell(CellKind kind, uint32_t shape_id, uint8_t flags = 0, uint8_t aux = 0)
        : shape_id_(shape_id), kind_(kind), flags_(flags), aux_(aux) {}
    // gc_state_ is the collector's: the allocator sets it before the constructor runs.
    uint32_t shape_id_;
    CellKind kind_;
    uint8_t flags_;
    uint8_t gc_state_;
    uint8_t aux_;

    friend class Heap;
    friend struct CellAccess;
    friend void write_barrier(Cell* owner, const void* slot, Value value);
};
static_assert(sizeof(Cell) == Cell::kHeaderSize);

/// Slow half of the write barrier: `slot` in `owner` (old, or black while marking) now holds a cell.
JSX_COLD void write_barrier_slow(Cell* owner, const void* slot);

/// To be called after `value` was stored at `slot` inside `owner` (or in off-heap memory that
/// `owner` visits; then `slot` is null). One byte compare; not needed while `owner` is the most
/// recent allocation, and for values that are not cells.
JSX_INLINE void write_barrier(Cell* owner, const void* slot, Value value) {
    if (JSX_UNLIKELY(owner->gc_state_ != 0) && value.is_cell()) write_barrier_slow(owner, slot);
}

/// A traced pointer field of a cell, null allowed. Reads are free; writes name the owner.
template <class T>
class Member {
public:
    Member() = default;
    /// For constructors only: the owner is fresh, no barrier.
    Member(T* cell) : cell_(cell) {}
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    T* get() const { return cell_; }
    T* operator->() const { return cell_; }
    operator T*() const { return cell_; }
    void set(Cell* owner, T* cell) {
        cell_ = cell;
        write_barrier(owner, this, Value(cell));
    }
    void clear() { cell_ = nullptr; }

private:
    T* cell_ = nullptr;
};

/// A traced Value field of a cell.
class Slot {
public:
    Slot() = default;
    /// For constructors only: the owner is fresh, no barrier.
    Slot(Value value) : value_(value) {}
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    Value get() const { return value_; }
    operator Value() const { return value_; }
    void set(Cell* owner, Value value) {
        value_ = value;
        write_barrier(owner, this, value);
    }
    /// For values known not to be cells, and for fresh owners.
    void set_nobarrier(Value value) { value_ = value; }

private:
    Value value_;
};
static_assert(sizeof(Slot) == 8 && sizeof(Member<Cell>) == 8);

}  // namespace jsx::gc
