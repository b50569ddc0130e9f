#include "gc/marker.h"

namespace jsx::gc {

Marker::Marker(HeapImpl& heap, bool record)
    : heap_(heap), chunks_(heap.chunks), base_(uint64_t(heap.chunks.base())),
      bytes_(heap.chunks.chunk_count() << kChunkShift), record_(record) {}

template <bool kRecord>
JSX_INLINE void Marker::mark_words(uint64_t* first, size_t count) {
    for (uint64_t* end = first + count; first < end; first++) {
        uint64_t word = *first;
        uint64_t offset = word - base_;
        if (offset >= bytes_) continue;
        if (kRecord && chunks_.kinds[offset >> kChunkShift] == ChunkKind::kSparse) slots.push_back(first);
        mark(reinterpret_cast<Cell*>(word));
    }
}

template <bool kRecord>
JSX_INLINE void Marker::scan(Cell* cell) {
    uint64_t header = CellAccess::word(cell);
    const Layout& layout = heap_.layouts[CellAccess::kind_in(header)];
    chunks_.info_of(cell).live_bytes += uint32_t(heap_.layouts.size_of(cell, header, layout));
    if (layout.has(Layout::kLeaf)) return;
    visit_traced(cell, layout, [this](uint64_t* first, size_t count) { mark_words<kRecord>(first, count); });
    if (layout.has(Layout::kShaped)) visit_shape_id(CellAccess::shape_id_in(header));
    if (JSX_UNLIKELY(layout.has(Layout::kExtra))) {
        saw_sparse_ = false;
        heap_.info_of(cell).visit_extra(cell, *this);
        if (saw_sparse_) extra_owners.push_back(cell);
    }
    if (JSX_UNLIKELY(layout.has(Layout::kWeak))) weak.push_back(cell);
}

template <bool kRecord, bool kIndexed>
void Marker::drain() {
    constexpr size_t kRing = 8;
    Cell* ring[kRing] = {};
    size_t at = 0, waiting = 0;
    while (!stack_.empty() || waiting) {
        Cell* cell = nullptr;
        if (!stack_.empty()) {
            cell = stack_.back();
            stack_.pop_back();
            __builtin_prefetch(cell);
            waiting++;
        }
        std::swap(cell, ring[at]);
        at = (at + 1) % kRing;
        if (!cell) continue;
        waiting--;
        if (kIndexed) ephemerons_.take(cell, [this](Value* value) { visit(*value); });
        scan<kRecord>(cell);
    }
}

void Marker::visit_range(Value* first, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word = first[i].bits();
        uint64_t offset = word - base_;
        if (offset >= bytes_) continue;
        if (record_ && chunks_.kinds[offset >> kChunkShift] == ChunkKind::kSparse) saw_sparse_ = true;
        auto* cell = reinterpret_cast<Cell*>(word);
        mark(cell);
        if (JSX_UNLIKELY(pins_roots_)) pin(cell);
    }
}

void Marker::visit_shape_id(uint32_t shape_id) {
    if (shape_id == last_shape_ || shape_id < kChunkHeaderBytes / 8) return;
    last_shape_ = shape_id;
    mark(static_cast<Cell*>(heap_.heap.shape_at(shape_id)));
}

void Marker::pin(Cell* cell) {
    if (chunks_.kind_of(cell) != ChunkKind::kSparse || CellAccess::state(cell) == kPinned) return;
    pins.push_back({cell, CellAccess::state(cell)});
    CellAccess::set_state(cell, kPinned);
}

Cell* Marker::cell_containing(const void* address) const {
    switch (chunks_.kind_of(address)) {
    case ChunkKind::kNew: return heap_.nursery.cell_containing(address, heap_.layouts);
    case ChunkKind::kLarge:
    case ChunkKind::kLargeTail: return heap_.large.cell_containing(address);
    case ChunkKind::kOld:
    case ChunkKind::kSparse:
    case ChunkKind::kShape: {
        Cell* cell = chunks_.start_at_or_below(address);
        if (!cell) return nullptr;
        size_t distance = size_t(static_cast<const char*>(address) - reinterpret_cast<char*>(cell));
        return distance < heap_.layouts.size_of(cell) ? cell : nullptr;
    }
    case ChunkKind::kFree:
    case ChunkKind::kFrom: return nullptr;
    }
    JSX_UNREACHABLE();
}

void Marker::mark_roots(const std::vector<uint64_t>& candidates) {
    for (uint64_t word : candidates) {
        Cell* cell = cell_containing(reinterpret_cast<const void*>(word));
        if (!cell) continue;
        mark(cell);
        pin(cell);
    }
    pins_roots_ = heap_.is_stress(HeapOptions::Stress::kPin);
    heap_.visit_roots(*this);
    pins_roots_ = false;
    drain_all();
}

void Marker::visit_ephemeron(Cell* key, Value& value) {
    if (chunks_.is_marked(key)) {
        visit(value);
    } else if (is_indexing_) {
        ephemerons_.add(key, &value);
    }
}

/// Visits the ephemerons of all live tables; draining may find further ones.
void Marker::visit_tables() {
    for (size_t i = 0; i < weak.size(); i++) {
        Cell* cell = weak[i];
        if (auto visit_ephemerons = heap_.info_of(cell).visit_ephemerons) visit_ephemerons(cell, *this);
        if (i + 1 == weak.size()) drain_all();
    }
}

void Marker::mark_ephemerons() {
    for (int round = 0; round < kEphemeronRounds; round++) {
        size_t before = marked_;
        visit_tables();
        if (marked_ == before) return;
    }
    is_indexing_ = true;
    visit_tables();
}

}  // namespace jsx::gc
