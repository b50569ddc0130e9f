// [doc:heap] Heap: the spaces, allocation, and the two collectors.
//
// One reserved address range holds 256 KiB chunks, aligned to their size, and a table says what each
// is. New cells are bumped out of the nursery; a scavenge copies survivors, and what survived
// two is promoted to old space. Large cells have mappings of their own and never move. Shapes
// live in a non-moving space addressed by 32-bit id. Before any cell moves, the native stack and the
// registers are scanned conservatively: a word that points into a cell pins that cell alone.
//
// C++ code therefore holds raw cell pointers in locals, across allocations. Off-heap holders use
// Root<T>, RootVector<T> (gc/roots.h) or are visited by their owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "gc/cell.h"
#include "gc/kinds.h"

namespace jsx::gc {

class HeapImpl;

struct HeapOptions {
    size_t max_old_space_size = size_t(2) << 30;   // bytes, --max-old-space-size
    size_t max_semi_space_size = size_t(16) << 20;  // bytes, --max-semi-space-size
    enum class Stress : uint8_t { kNone, kAlloc, kMove, kPin };
    Stress stress = Stress::kNone;  // --gc-stress
    bool verify = false;            // --verify-heap
    bool trace = false;             // --trace-gc
    uint64_t fail_allocation_at = 0;  // --fail-alloc-at: this allocation, counted from 1, finds no memory; 0: none
};

enum class GcKind : uint8_t { kMinor, kMajor };
enum class GcReason : uint8_t { kAllocation, kExternalPressure, kExplicit, kStress, kLastResort };

/// What one collection did, for traces and observers.
struct CollectionRecord {
    GcKind kind;
    GcReason reason;
    double at_ms = 0;  // since the heap started
    double pause_ms = 0;
    size_t used_before = 0, used_after = 0;          // bytes
    size_t capacity_before = 0, capacity_after = 0;  // bytes
    size_t copied = 0, promoted = 0, moved = 0;      // bytes
    size_t pinned = 0;                               // cells
    size_t retained_by_pins = 0;                     // bytes that nothing but pins kept alive
    /// "scavenge", "mark-sweep", "mark-compact".
    const char* collector() const { return kind == GcKind::kMinor ? "scavenge" : moved ? "mark-compact" : "mark-sweep"; }
};
/// "allocation failure", "requested", ...
const char* text_of(GcReason reason);

/// Counts since the heap began; bytes unless said otherwise.
struct HeapStatistics {
    size_t minor_collections = 0, major_collections = 0;
    size_t nursery_used = 0, nursery_capacity = 0;
    size_t old_used = 0, old_capacity = 0, large_used = 0, shape_used = 0, code_used = 0;
    size_t external = 0;
    size_t allocated_total = 0, promoted_total = 0, copied_total = 0;
    size_t pinned_last = 0;           // cells pinned by the last collection
    double last_pause_ms = 0, max_minor_pause_ms = 0, max_major_pause_ms = 0, total_pause_ms = 0;
};

enum class SpaceKind : uint8_t { kNone, kNew, kOld, kLarge, kShape, kCode };

/// Roots outside the heap, visited in every collection; owners register themselves.
class RootProvider {
public:
    virtual void visit_roots(SlotVisitor& visitor) = 0;
    /// Weak tables (atoms, stub caches): drop or forward what died. Called once per collection.
    virtual void process_weak_roots(Liveness& liveness) = 0;

protected:
    ~RootProvider() = default;
};

class Heap {
public:
    explicit Heap(const HeapOptions& options);
    ~Heap();
    Heap(const Heap&) = delete;
    Heap& operator=(const Heap&) = delete;

    /// Tells the collector of a cell class; once per kind, before start().
    template <class T>
    void register_kind(const char* name) {
        set_kind_info(T::kKind, describe_kind<T>(name));
    }
    void set_kind_info(CellKind kind, const KindInfo& info);
    const KindInfo& kind_info(CellKind kind) const { return kinds_[size_t(kind)]; }
    /// Aborts if a kind has no registration. `stack_base`: the highest address of the native stack
    /// that can hold cells (the scan runs from the current stack pointer up to it).
    void start(const void* stack_base);
    void add_root_provider(RootProvider* provider);
    void remove_root_provider(RootProvider* provider);

    /// Allocates and constructs a T of `bytes` (default sizeof(T); more for a tail). Never null:
    /// exhaustion prints one line and exits with kOutOfMemoryExitCode. May collect.
    template <class T, class... A>
    T* make_sized(size_t bytes, A&&... args) {
        return new (allocate(bytes, T::kKind)) T(std::forward<A>(args)...);
    }
    template <class T, class... A>
    T* make(A&&... args) {
        return make_sized<T>(sizeof(T), std::forward<A>(args)...);
    }

    /// `bytes` of uninitialised cell memory (rounded up to 8) with only the gc state set; the caller
    /// constructs the cell before the next allocation. May collect.
    JSX_INLINE void* allocate(size_t bytes, CellKind kind) {
        bytes = (bytes + 7) & ~size_t(7);
        char* cell = area_.top;
        if (JSX_LIKELY(bytes <= size_t(area_.limit - cell))) {
            area_.top = cell + bytes;
            reinterpret_cast<uint64_t*>(cell)[0] = 0;
            return cell;
        }
        return allocate_slow(bytes, kind);
    }
    /// As allocate, but null when the heap cannot hold it: for sizes a program asks for directly.
    void* try_allocate(size_t bytes, CellKind kind);
    /// Born old (long-lived by nature: atoms, code, realm parts). Needs barriers at once.
    void* allocate_old(size_t bytes, CellKind kind);
    template <class T, class... A>
    T* make_old(size_t bytes, A&&... args) {
        return new (allocate_old(bytes, T::kKind)) T(std::forward<A>(args)...);
    }
    /// A cell of the shape space; its id is shape_id_of(). Never moves.
    void* allocate_shape(size_t bytes);
    uint32_t shape_id_of(const void* shape) const {
        return uint32_t((static_cast<const char*>(shape) - shape_base_) >> 3);
    }
    void* shape_at(uint32_t id) const { return shape_base_ + (size_t(id) << 3); }

    /// Cells whose kind has `finalize` must be announced when made (new space does not sweep).
    void note_finalizable(Cell* cell);

    /// Off-heap bytes kept by cells, counted toward the next collection.
    void external_allocated(size_t bytes);
    void external_freed(size_t bytes);

    /// Collects now. Conservative roots are scanned as at any collection.
    void collect(GcKind kind, GcReason reason);

    SpaceKind space_of(const Cell* cell) const;
    /// Scavenges survived: 0, 1, or 2 for old cells.
    int age_of(const Cell* cell) const;
    size_t size_of(const Cell* cell) const;
    const HeapStatistics& statistics();
    const HeapOptions& options() const { return options_; }
    /// Called after each collection, when cells may be read but none made; null: nobody.
    using Observer = void (*)(const CollectionRecord& record, void* data);
    void set_observer(Observer observer, void* data) {
        observer_ = observer;
        observer_data_ = data;
    }
    /// Aborts with a message if an invariant of the heap is broken (--verify-heap).
    void verify();
    /// Calls f(cell, data) for every live cell; collects first. For dumps and tools.
    void for_each_cell(void (*f)(Cell*, void*), void* data);

    static constexpr size_t kChunkSize = 256 << 10;
    /// Cells above this many bytes go to large space.
    static constexpr size_t kLargeCellSize = 32 << 10;

    /// Bump allocation, for handlers and machine code: [top, limit) is free nursery memory whose
    /// cells start with gc state 0.
    struct Area {
        char* top = nullptr;
        char* limit = nullptr;
    };
    Area area_;

private:
    friend class HeapImpl;
    friend void write_barrier_slow(Cell* owner, const void* slot);
    JSX_NOINLINE void* allocate_slow(size_t bytes, CellKind kind);

    char* shape_base_ = nullptr;
    HeapImpl* impl_ = nullptr;
    HeapOptions options_;
    Observer observer_ = nullptr;
    void* observer_data_ = nullptr;
    KindInfo kinds_[size_t(CellKind::kCount)];
};

}  // namespace jsx::gc
