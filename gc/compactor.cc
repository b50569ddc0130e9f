#include "gc/compactor.h"

#include <cstring>

namespace jsx::gc {

JSX_INLINE void Compactor::update_words(uint64_t* first, size_t count) {
    for (uint64_t* end = first + count; first < end; first++) {
        uint64_t word = *first;
        if (!chunks_.contains(word)) continue;
        auto* cell = reinterpret_cast<Cell*>(word);
        uint64_t header = chunks_.kind_of(cell) == ChunkKind::kSparse ? CellAccess::word(cell) : 0;
        if (CellAccess::state_in(header) == kForwarded) {
            *first = uint64_t(CellAccess::forwarding_in(header));
        } else if (heap_.in_nursery(cell)) {
            saw_young = true;
        }
    }
}

void Compactor::visit_range(Value* first, size_t count) {
    update_words(reinterpret_cast<uint64_t*>(first), count);
}

void Compactor::update_cell(Cell* cell) {
    const Layout& layout = heap_.layouts[cell->kind()];
    if (layout.has(Layout::kLeaf)) return;
    visit_traced(cell, layout, [this](uint64_t* first, size_t count) { update_words(first, count); });
    if (layout.has(Layout::kExtra)) heap_.info_of(cell).visit_extra(cell, *this);
}

void Compactor::evacuate(size_t index) {
    ChunkInfo& info = chunks_.infos[index];
    chunks_.for_each_bit(chunks_.marks_of(index), index, [&](Cell* cell) {
        uint8_t state = CellAccess::state(cell);
        if (state == kPinned) return;
        size_t bytes = heap_.size_of(cell);
        char* to = heap_.old.allocate(bytes);
        if (JSX_UNLIKELY(!to)) heap_.out_of_memory();
        std::memcpy(to, static_cast<void*>(cell), bytes);
        auto* moved = reinterpret_cast<Cell*>(to);
        if (heap_.in_nursery(cell)) {
            heap_.remembered.add_whole(moved);
        } else if (state == kOldCardsDirty) {  // the cards stay behind
            heap_.remembered.clear_cards(cell, bytes);
            CellAccess::set_state(moved, kNoBarrier);
        }
        CellAccess::forward(cell, to);
        chunks_.clear_mark(cell);
        chunks_.set_mark(to);
        chunks_.info_of(to).live_bytes += uint32_t(bytes);
        info.live_bytes -= uint32_t(bytes);
        moved_bytes_ += bytes;
        moved_.push_back(moved);
    });
}

size_t Compactor::run() {
    std::vector<uint32_t> sparse;
    for (auto* indexes : {&heap_.old.chunks_in_use, &heap_.nursery.live_chunks}) {
        for (uint32_t index : *indexes) {
            if (chunks_.kinds[index] == ChunkKind::kSparse) sparse.push_back(index);
        }
    }
    for (uint32_t index : sparse) evacuate(index);

    for (uint64_t* slot : marker_.slots) {
        if (chunks_.kind_of(slot) != ChunkKind::kSparse) update_words(slot, 1);
    }
    for (Cell* cell : moved_) update_cell(cell);
    for (const Marker::Pin& pin : marker_.pins) update_cell(pin.cell);
    for (Cell* cell : marker_.extra_owners) {
        if (chunks_.kind_of(cell) != ChunkKind::kSparse) update_cell(cell);
    }
    heap_.visit_roots(*this);
    for (Cell*& cell : marker_.weak) update_words(reinterpret_cast<uint64_t*>(&cell), 1);
    for (const Marker::Pin& pin : marker_.pins) CellAccess::set_state(pin.cell, pin.state);
    return moved_bytes_;
}

Cell* Compactor::survivor(Cell* cell) {
    if (chunks_.kind_of(cell) == ChunkKind::kSparse) {
        uint64_t header = CellAccess::word(cell);
        if (CellAccess::state_in(header) == kForwarded) return CellAccess::forwarding_in(header);
    }
    if (!chunks_.is_marked(cell)) return nullptr;
    if (heap_.in_nursery(cell)) saw_young = true;
    return cell;
}

}  // namespace jsx::gc
