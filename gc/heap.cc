#include "gc/heap.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "gc/compactor.h"
#include "gc/heap_impl.h"
#include "gc/marker.h"
#include "gc/scavenger.h"

namespace jsx::gc {

namespace {

constexpr size_t kMiB = size_t(1) << 20;
/// A major collection is never due before this much has been added to what the last one left.
constexpr size_t kLeastGrowth = 32 * kMiB;
/// So much off-heap memory taken since the last collection makes a scavenge due.
constexpr size_t kExternalStep = 32 * kMiB;
/// --gc-stress=alloc, pin: a scavenge every so many allocations.
constexpr unsigned kStressInterval = 8;
/// A chunk with fewer bytes in cells than this is worth emptying, and how much one collection moves at most.
constexpr size_t kSparseBytes = kChunkUsableBytes * 3 / 10;
constexpr size_t kMostMoved = 4 * kMiB;
constexpr size_t kSparseBytesLastResort = kChunkUsableBytes * 8 / 10;
/// Major collections in a row that leave the heap nearly full, before we give up.
constexpr unsigned kFutileMajors = 4;

double now_ms() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

size_t filler_size(const Cell* cell) { return CellAccess::shape_id_in(CellAccess::word(cell)); }

}  // namespace

// ---- Heap: the public face ----

Heap::Heap(const HeapOptions& options) : options_(options) { impl_ = new HeapImpl(*this); }

Heap::~Heap() { delete impl_; }

void Heap::set_kind_info(CellKind kind, const KindInfo& info) {
    JSX_CHECK(!kinds_[size_t(kind)].name && info.name);
    kinds_[size_t(kind)] = info;
}

void Heap::start(const void* stack_base) {
    for (size_t i = 1; i < size_t(CellKind::kCount); i++) {
        if (kinds_[i].name) continue;
        std::fprintf(stderr, "jsx: cell kind %zu has not been registered\n", i);
        JSX_CHECK(kinds_[i].name);
    }
    impl_->start(stack_base);
}

void Heap::add_root_provider(RootProvider* provider) { impl_->providers.push_back(provider); }

void Heap::remove_root_provider(RootProvider* provider) { std::erase(impl_->providers, provider); }

void* Heap::allocate_slow(size_t bytes, CellKind kind) { return impl_->allocate_slow(bytes, kind); }

void* Heap::try_allocate(size_t bytes, CellKind kind) { return impl_->try_allocate(bytes, kind); }

void* Heap::allocate_old(size_t bytes, CellKind kind) { return impl_->allocate_old(bytes, kind); }

void* Heap::allocate_shape(size_t bytes) { return impl_->allocate_shape(bytes); }

void Heap::note_finalizable(Cell* cell) {
    (impl_->in_nursery(cell) ? impl_->young_finalizable : impl_->old_finalizable).push_back(cell);
}

void Heap::external_allocated(size_t bytes) { impl_->note_external(int64_t(bytes)); }

void Heap::external_freed(size_t bytes) { impl_->note_external(-int64_t(bytes)); }

void Heap::collect(GcKind kind, GcReason reason) { impl_->collect(kind, reason); }

SpaceKind Heap::space_of(const Cell* cell) const {
    if (!impl_->chunks.contains(uint64_t(cell))) return SpaceKind::kNone;
    switch (impl_->chunks.kind_of(cell)) {
    case ChunkKind::kFree: return SpaceKind::kNone;
    case ChunkKind::kNew:
    case ChunkKind::kFrom: return SpaceKind::kNew;
    case ChunkKind::kOld: return SpaceKind::kOld;
    case ChunkKind::kSparse: return impl_->in_nursery(cell) ? SpaceKind::kNew : SpaceKind::kOld;
    case ChunkKind::kLarge:
    case ChunkKind::kLargeTail: return SpaceKind::kLarge;
    case ChunkKind::kShape: return SpaceKind::kShape;
    }
    JSX_UNREACHABLE();
}

int Heap::age_of(const Cell* cell) const {
    if (!impl_->in_nursery(cell)) return 2;
    return impl_->nursery.is_survivor(cell) ? 1 : 0;
}

size_t Heap::size_of(const Cell* cell) const { return impl_->size_of(cell); }

const HeapStatistics& Heap::statistics() {
    impl_->update_statistics();
    return impl_->statistics;
}

void Heap::verify() { impl_->verify(); }

void Heap::for_each_cell(void (*f)(Cell*, void*), void* data) {
    collect(GcKind::kMajor, GcReason::kExplicit);
    impl_->nursery.fill_area();
    impl_->for_each_cell([&](Cell* cell) { f(cell, data); });
}

// ---- HeapImpl: allocation ----

HeapImpl::HeapImpl(Heap& h)
    : heap(h), nursery(h, chunks), old(chunks, layouts), large(chunks), shapes(chunks), remembered(chunks) {
    // Room for both semi-spaces, and for chunks that a pin keeps, several times over.
    chunks.reserve(this, 8 * std::max(h.options_.max_semi_space_size, 4 * kChunkBytes));
    h.shape_base_ = shapes.base();
}

HeapImpl::~HeapImpl() {
    for (auto* cells : {&young_finalizable, &old_finalizable}) {
        for (Cell* cell : *cells) info_of(cell).finalize(heap, cell);
    }
}

void HeapImpl::start(const void* stack_base) {
    stack_base_ = stack_base;
    started_ms_ = now_ms();
    KindInfo filler;
    filler.name = "Free";
    filler.size = filler_size;
    heap.kinds_[size_t(CellKind::kFree)] = filler;
    for (size_t i = 0; i < size_t(CellKind::kCount); i++) layouts.set(CellKind(i), heap.kinds_[i]);
    nursery.start();
    set_limit();
    stress_countdown_ = kStressInterval;
    fail_countdown_ = heap.options_.fail_allocation_at;
}

void* HeapImpl::take_from_area(size_t bytes) {
    char* cell = heap.area_.top;
    heap.area_.top = cell + bytes;
    if (is_stress(HeapOptions::Stress::kAlloc) || is_stress(HeapOptions::Stress::kPin) || fail_countdown_ != 0) {
        heap.area_.limit = heap.area_.top;  // the next allocation comes here again
    }
    *reinterpret_cast<uint64_t*>(cell) = 0;
    return cell;
}

void* HeapImpl::allocate_slow(size_t bytes, CellKind kind) {
    if (fails_now()) out_of_memory();
    if (JSX_LIKELY(bytes <= Heap::kLargeCellSize)) return allocate_young(bytes, kind);
    void* cell = allocate_large(bytes, kind);
    if (!cell) out_of_memory();
    return cell;
}

void* HeapImpl::allocate_young(size_t bytes, CellKind kind) {
    collect_under_stress();
    if (external_since_gc_ > kExternalStep) {
        collect(GcKind::kMinor, GcReason::kExternalPressure);
        if (is_over_limit()) collect(GcKind::kMajor, GcReason::kExternalPressure);
    }
    if (JSX_LIKELY(nursery.open_area(bytes))) {
        old.sweep_one();
        return take_from_area(bytes);
    }
    // Pinned cells all over the nursery leave hardly anything to a cycle: then old space serves for a while.
    if (bytes <= crowded_bytes_) {
        crowded_bytes_ -= bytes;
        return allocate_in_old_space(bytes, kind);
    }
    if (nursery.allocated_in_cycle() < nursery.capacity() / 8) crowded_bytes_ = nursery.capacity() / 2;
    collect_for_allocation();
    if (JSX_LIKELY(nursery.open_area(bytes))) return take_from_area(bytes);
    return allocate_in_old_space(bytes, kind);
}

void HeapImpl::collect_for_allocation() {
    if (!is_over_limit()) collect(GcKind::kMinor, GcReason::kAllocation);
    if (is_over_limit()) collect(GcKind::kMajor, GcReason::kAllocation);
}

void HeapImpl::collect_under_stress() {
    switch (heap.options_.stress) {
    case HeapOptions::Stress::kNone: return;
    case HeapOptions::Stress::kMove: collect(GcKind::kMajor, GcReason::kStress); return;
    case HeapOptions::Stress::kAlloc:
    case HeapOptions::Stress::kPin:
        if (--stress_countdown_ == 0) {
            stress_countdown_ = kStressInterval;
            collect(GcKind::kMinor, GcReason::kStress);
        }
        return;
    }
}

bool HeapImpl::make_room(size_t bytes) {
    size_t most = heap.options_.max_old_space_size;
    if (bytes > most) return false;
    if (is_over_limit(bytes)) collect(GcKind::kMajor, GcReason::kAllocation);
    if (old_bytes() + bytes <= most) return true;
    collect(GcKind::kMajor, GcReason::kLastResort);
    return old_bytes() + bytes <= most;
}

void* HeapImpl::allocate_large(size_t bytes, CellKind kind) {
    collect_under_stress();
    if (!make_room(bytes)) return nullptr;
    Cell* cell = large.allocate(bytes);
    if (!cell) {
        collect(GcKind::kMajor, GcReason::kLastResort);
        cell = large.allocate(bytes);
        if (!cell) return nullptr;
    }
    return finish_old(cell, bytes, kind);
}

/// A cell's first word, for one born outside the nursery: remembered, for its constructor stores without barriers.
void* HeapImpl::finish_old(Cell* cell, size_t bytes, CellKind kind) {
    allocated_old_ += bytes;
    CellAccess::word(cell) = 0;
    const Layout& layout = layouts[kind];
    if (layout.has(Layout::kLeaf)) {
        CellAccess::set_state(cell, RememberedSet::clean_state(bytes));
    } else {
        remembered.add_whole(cell);
        if (layout.has(Layout::kWeakMinor) && heap.kinds_[size_t(kind)].weak_policy == WeakPolicy::kAlways) {
            weak_old.push_back(cell);
        }
    }
    return cell;
}

void* HeapImpl::try_allocate(size_t bytes, CellKind kind) {
    bytes = (bytes + 7) & ~size_t(7);
    if (fails_now()) return nullptr;
    if (bytes > Heap::kLargeCellSize) return allocate_large(bytes, kind);
    return bytes <= size_t(heap.area_.limit - heap.area_.top) ? take_from_area(bytes) : allocate_young(bytes, kind);
}

void* HeapImpl::allocate_old(size_t bytes, CellKind kind) {
    bytes = (bytes + 7) & ~size_t(7);
    if (bytes > Heap::kLargeCellSize) return allocate_slow(bytes, kind);
    if (fails_now()) out_of_memory();
    return allocate_in_old_space(bytes, kind);
}

void* HeapImpl::allocate_in_old_space(size_t bytes, CellKind kind) {
    if (is_over_limit()) collect(GcKind::kMajor, GcReason::kAllocation);
    char* cell = old.allocate(bytes);
    if (!cell) out_of_memory();
    return finish_old(reinterpret_cast<Cell*>(cell), bytes, kind);
}

void* HeapImpl::allocate_shape(size_t bytes) {
    bytes = (bytes + 7) & ~size_t(7);
    if (fails_now()) out_of_memory();
    if (is_over_limit()) collect(GcKind::kMajor, GcReason::kAllocation);
    Cell* cell = shapes.allocate(bytes);
    if (!cell) {
        collect(GcKind::kMajor, GcReason::kLastResort);
        cell = shapes.allocate(bytes);
        if (!cell) out_of_memory();
    }
    return finish_old(cell, bytes, CellKind::kShape);
}

void HeapImpl::note_external(int64_t bytes) {
    JSX_DCHECK(int64_t(external_) + bytes >= 0);
    external_ = size_t(int64_t(external_) + bytes);
    if (bytes <= 0) return;
    external_since_gc_ += size_t(bytes);
    // Close the area: the next allocation sees to it.
    if (external_since_gc_ > kExternalStep) heap.area_.limit = heap.area_.top;
}

// ---- limits ----

bool HeapImpl::is_over_limit(size_t more) const {
    size_t bytes = old_bytes() + more;
    return bytes > heap.options_.max_old_space_size || bytes + external_ > limit_ || idle_settled > kMostIdle;
}

void HeapImpl::set_limit() {
    size_t live = old_bytes() + external_;
    size_t growth = live < 512 * kMiB ? live : live / 2;
    limit_ = live + std::max(growth, kLeastGrowth);
}

void HeapImpl::check_exhaustion() {
    size_t most = heap.options_.max_old_space_size;
    size_t live = old_bytes();
    futile_majors_ = live > most - most / 32 ? futile_majors_ + 1 : 0;
    if (live > most || futile_majors_ >= kFutileMajors) out_of_memory();
}

void HeapImpl::out_of_memory() {
    std::fflush(stdout);
    std::fprintf(stderr,
                 "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory "
                 "(%zu MB in use, limit %zu MB, external %zu MB)\n",
                 old_bytes() / kMiB, heap.options_.max_old_space_size / kMiB, external_ / kMiB);
    _exit(kOutOfMemoryExitCode);
}

// ---- collections ----

JSX_NOINLINE void HeapImpl::collect(GcKind kind, GcReason reason) {
    // Whatever the callers keep in preserved registers is in this array or further up the stack; the
    // scan begins below, in the frame of collect_with.
    SavedRegisters registers;
    registers.capture();
    collect_with(registers, kind, reason);
}

void HeapImpl::collect_with(const SavedRegisters& registers, GcKind kind, GcReason reason) {
    JSX_CHECK(!collecting_);
    collecting_ = true;
    double start = now_ms();
    CollectionRecord record{.kind = kind, .reason = reason, .at_ms = start - started_ms_};
    update_statistics();
    record.used_before = statistics.nursery_used + old_bytes();
    record.capacity_before = statistics.nursery_capacity + statistics.old_capacity + large.used_bytes() +
                             shapes.used_bytes();
    if (heap.options_.verify) verify();

    std::vector<uint64_t> candidates;
    find_stack_candidates(chunks, registers, __builtin_frame_address(0), stack_base_, candidates);
    bool move_all = is_stress(HeapOptions::Stress::kMove);
    scavenge(kind == GcKind::kMajor && !move_all, candidates, record);
    if (kind == GcKind::kMajor) {
        mark_compact(candidates, record);
        set_limit();
        // Half of what may be allocated until the next one is kept at hand.
        chunks.trim(chunks.general, (limit_ - old_bytes()) / 2 / kChunkBytes);
        nursery.trim();
    }
    external_since_gc_ = 0;
    if (heap.options_.verify) verify();

    record.pause_ms = now_ms() - start;
    statistics.copied_total += record.copied;
    statistics.promoted_total += record.promoted;
    statistics.pinned_last = record.pinned;
    statistics.last_pause_ms = record.pause_ms;
    statistics.total_pause_ms += record.pause_ms;
    if (kind == GcKind::kMajor) {
        statistics.major_collections++;
        statistics.max_major_pause_ms = std::max(statistics.max_major_pause_ms, record.pause_ms);
    } else {
        statistics.minor_collections++;
        statistics.max_minor_pause_ms = std::max(statistics.max_minor_pause_ms, record.pause_ms);
    }
    update_statistics();
    record.used_after = statistics.nursery_used + old_bytes();
    record.capacity_after = statistics.nursery_capacity + statistics.old_capacity + large.used_bytes() +
                            shapes.used_bytes();
    if (heap.options_.trace) trace(record);
    if (heap.observer_) heap.observer_(record, heap.observer_data_);
    collecting_ = false;
    if (kind == GcKind::kMajor) check_exhaustion();
}

void HeapImpl::clear_marks() {
    auto clear = [&](const std::vector<uint32_t>& indexes) {
        for (uint32_t index : indexes) {
            std::memset(chunks.marks_of(index), 0, kChunkBytes / 64);
            chunks.infos[index].live_bytes = 0;
        }
    };
    clear(nursery.live_chunks);
    clear(old.chunks_in_use);
    clear(shapes.chunks_in_use);
    for (uint32_t index : large.runs) chunks.clear_mark(large.cell_at(index));
}

void HeapImpl::mark_compact(const std::vector<uint64_t>& candidates, CollectionRecord& record) {
    old.finish_sweeping();
    old.forget_free_runs();
    clear_marks();
    bool move_all = is_stress(HeapOptions::Stress::kMove);
    bool last_resort = record.reason == GcReason::kLastResort;
    size_t sparse = move_all      ? old.choose_sparse(kChunkBytes, SIZE_MAX)
                    : last_resort ? old.choose_sparse(kSparseBytesLastResort, SIZE_MAX)
                                  : old.choose_sparse(kSparseBytes, kMostMoved);

    choose_settled_chunks();

    Marker marker(*this, sparse != 0 || settled_count != 0);
    marker.mark_roots(candidates);
    marker.mark_ephemerons();
    nursery.judge_promotions();
    Compactor compactor(*this, marker);
    if (sparse || settled_count) record.moved = compactor.run();
    for (const Marker::Pin& pin : marker.pins) record.pinned += !in_nursery(pin.cell);  // a scavenge has counted those

    weak_old.clear();
    for (Cell* cell : marker.weak) {
        const KindInfo& info = info_of(cell);
        compactor.saw_young = false;
        if (info.visit_ephemerons) info.visit_ephemerons(cell, compactor);  // updates the values
        if (info.process_weak) info.process_weak(heap, cell, compactor);
        if (in_nursery(cell) || info.weak_policy == WeakPolicy::kMajorOnly) continue;
        if (compactor.saw_young || info.weak_policy == WeakPolicy::kAlways) weak_old.push_back(cell);
    }
    process_weak_roots(compactor);
    drop_dead_remembered(compactor);
    finalize_dead(young_finalizable, compactor);
    finalize_dead(old_finalizable, compactor);
    large.sweep();
    shapes.sweep();
    old.begin_sweeping();
    sweep_nursery();
}

void HeapImpl::drop_dead_remembered(Liveness& liveness) {
    size_t kept = 0;
    for (Cell* cell : remembered.cells) {
        if (Cell* now = liveness.survivor(cell)) {
            remembered.cells[kept++] = now;
        } else if (CellAccess::state(cell) == kOldCardsDirty) {
            remembered.clear_cards(cell, size_of(cell));
        }
    }
    remembered.cells.resize(kept);
}

void HeapImpl::finalize_dead(std::vector<Cell*>& cells, Liveness& liveness) {
    size_t kept = 0;
    for (Cell* cell : cells) {
        if (Cell* now = liveness.survivor(cell)) {
            cells[kept++] = now;
        } else {
            info_of(cell).finalize(heap, cell);
        }
    }
    cells.resize(kept);
}

/// What is left in a chunk with settled cells has been pinned: its start bits name all of its cells, as evacuation wants it.
void HeapImpl::choose_settled_chunks() {
    for (const Pin& pin : pins) {
        if (pin.is_settled()) chunks.kinds[chunks.index_of(pin.cell)] = ChunkKind::kSparse;
    }
}

/// Sizes of cells of which some have moved.
struct SizesThroughForwarding {
    const Layouts& layouts;
    size_t size_of(const Cell* cell) const {
        uint64_t header = CellAccess::word(cell);
        return layouts.size_of(CellAccess::state_in(header) == kForwarded ? CellAccess::forwarding_in(header) : cell);
    }
};

/// Turns the nursery's dead cells, whose targets are about to be freed, and those that have moved into fillers.
void HeapImpl::sweep_nursery() {
    std::erase_if(pins, [this](const Pin& pin) { return !chunks.is_marked(pin.cell); });
    settled_count = size_t(std::ranges::count_if(pins, &Pin::is_settled));
    idle_settled = 0;
    nursery.fill_area();
    for (uint32_t index : nursery.live_chunks) {
        chunks.kinds[index] = ChunkKind::kNew;
        nursery.walk_chunk(index, SizesThroughForwarding{layouts}, [&](Cell* cell, size_t bytes) {
            if (chunks.is_marked(cell)) return;
            chunks.clear_start(cell);
            write_filler(cell, bytes);
        });
    }
}

}  // namespace jsx::gc
