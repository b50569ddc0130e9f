// [doc:heap-impl] HeapImpl: the parts of a heap, and when each collector runs.
//
// A minor collection is a scavenge. A major one begins with a scavenge that promotes everything not pinned, so
// that marking sees a nursery of pinned cells only; then it marks, moves the cells of sparse chunks, and leaves
// the rest to lazy sweeping. Weak roots are therefore asked twice in it, once by each.
#pragma once

#include <vector>

#include "gc/chunk.h"
#include "gc/heap.h"
#include "gc/large.h"
#include "gc/layout.h"
#include "gc/nursery.h"
#include "gc/old_space.h"
#include "gc/remembered_set.h"
#include "gc/roots.h"
#include "gc/shape_space.h"
#include "gc/stack_scan.h"

namespace jsx::gc {

class HeapImpl {
public:
    explicit HeapImpl(Heap& heap);
    ~HeapImpl();
    static HeapImpl& of(Heap& heap) { return *heap.impl_; }

    void start(const void* stack_base);
    void* allocate_slow(size_t bytes, CellKind kind);
    void* try_allocate(size_t bytes, CellKind kind);
    void* allocate_old(size_t bytes, CellKind kind);
    void* allocate_shape(size_t bytes);
    void note_external(int64_t bytes);
    void collect(GcKind kind, GcReason reason);
    void verify();
    void update_statistics();

    void link(RootBase& root);
    void unlink(RootBase& root);
    void visit_roots(SlotVisitor& visitor);
    void process_weak_roots(Liveness& liveness);

    /// Calls f(Cell*) for every cell; dead ones not yet swept are swept first. The nursery must be walkable.
    template <class F>
    void for_each_cell(F f);

    const KindInfo& info_of(const Cell* cell) const { return heap.kinds_[size_t(cell->kind())]; }
    size_t size_of(const Cell* cell) const { return layouts.size_of(cell); }
    bool in_nursery(const Cell* cell) const { return chunks.in_nursery(uint64_t(cell)); }
    bool is_stress(HeapOptions::Stress mode) const { return heap.options_.stress == mode; }
    /// Bytes in cells of all spaces but the nursery.
    size_t old_bytes() const { return old.used_bytes() + large.used_bytes() + shapes.used_bytes(); }
    /// Prints one line and ends the process.
    [[noreturn]] JSX_COLD void out_of_memory();

    Heap& heap;
    ChunkMap chunks;
    Layouts layouts;
    Nursery nursery;
    OldSpace old;
    LargeSpace large;
    ShapeSpace shapes;
    RememberedSet remembered;
    std::vector<RootProvider*> providers;
    std::vector<Cell*> young_finalizable, old_finalizable;
    /// A cell that the last scavenge left where it was.
    struct Pin {
        static constexpr unsigned kSettleAfter = 4;
        Cell* cell;
        unsigned scavenges;  // that have pinned it, in a row
        /// Promoted in place: alive until the next major collection, and pointers to it need not be remembered.
        bool is_settled() const { return scavenges >= kSettleAfter; }
    };
    std::vector<Pin> pins;  // in the order of their addresses
    size_t settled_count = 0;
    size_t idle_settled = 0;  // of these, how many the last scavenge has found no pin for
    /// Cells outside the nursery whose weak fields the next scavenge must look at.
    std::vector<Cell*> weak_old;
    HeapStatistics statistics;

private:
    JSX_NOINLINE void collect_with(const SavedRegisters& registers, GcKind kind, GcReason reason);
    void scavenge(bool promote_all, const std::vector<uint64_t>& candidates, CollectionRecord& record);
    void mark_compact(const std::vector<uint64_t>& candidates, CollectionRecord& record);
    void clear_marks();
    void drop_dead_remembered(Liveness& liveness);
    void finalize_dead(std::vector<Cell*>& cells, Liveness& liveness);
    /// More idle settled cells than this, each of which every scavenge visits, are worth a major collection.
    static constexpr size_t kMostIdle = 2048;
    void choose_settled_chunks();
    void sweep_nursery();

    void collect_for_allocation();
    void collect_under_stress();
    /// With `more` bytes, is a major collection due?
    bool is_over_limit(size_t more = 0) const;
    void set_limit();
    void check_exhaustion();
    /// Makes room for `bytes` more outside the nursery; false if the heap's limit forbids it.
    bool make_room(size_t bytes);
    void* allocate_young(size_t bytes, CellKind kind);
    void* allocate_in_old_space(size_t bytes, CellKind kind);
    /// --fail-alloc-at: whether the allocation that begins is to fail.
    bool fails_now() { return JSX_UNLIKELY(fail_countdown_ != 0) && --fail_countdown_ == 0; }
    void* take_from_area(size_t bytes);
    void* allocate_large(size_t bytes, CellKind kind);
    void* finish_old(Cell* cell, size_t bytes, CellKind kind);
    void trace(const CollectionRecord& record) const;

    RootBase* first_root_ = nullptr;
    const void* stack_base_ = nullptr;
    bool collecting_ = false;
    size_t limit_ = 0;               // bytes outside the nursery and external: above, a major collection is due
    size_t external_ = 0;            // bytes
    size_t external_since_gc_ = 0;   // bytes
    size_t crowded_bytes_ = 0;       // still to be allocated in old space, for want of a nursery
    size_t allocated_old_ = 0;       // bytes allocated by the mutator outside the nursery
    unsigned futile_majors_ = 0;     // in a row, that left the heap full
    unsigned stress_countdown_ = 0;
    uint64_t fail_countdown_ = 0;    // allocations; 0: off, or it has failed
    double started_ms_ = 0;
};

template <class F>
void HeapImpl::for_each_cell(F f) {
    old.finish_sweeping();
    for (uint32_t index : nursery.live_chunks) {
        nursery.walk_chunk(index, layouts, [&](Cell* cell, size_t) {
            if (cell->kind() != CellKind::kFree) f(cell);
        });
    }
    for (uint32_t index : old.chunks_in_use) chunks.for_each_bit(chunks.starts_of(index), index, f);
    for (uint32_t index : large.runs) f(large.cell_at(index));
    for (uint32_t index : shapes.chunks_in_use) chunks.for_each_bit(chunks.starts_of(index), index, f);
}

}  // namespace jsx::gc
