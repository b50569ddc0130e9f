#include "gc/scavenger.h"

#include <algorithm>
#include <cstring>

namespace jsx::gc {

/// --gc-stress=pin: what precise roots point to is pinned as if the stack pointed there.
class Scavenger::RootPinner final : public SlotVisitor {
public:
    explicit RootPinner(Scavenger& scavenger) : scavenger_(scavenger) {}
    void visit_range(Value* first, size_t count) override {
        for (size_t i = 0; i < count; i++) {
            uint64_t word = first[i].bits();
            if (scavenger_.chunks_.in_nursery(word)) scavenger_.pin(first[i].as_cell());
        }
    }
    void visit_shape_id(uint32_t) override {}

private:
    Scavenger& scavenger_;
};

Scavenger::Scavenger(HeapImpl& heap, bool promote_all)
    : heap_(heap), chunks_(heap.chunks), base_(uint64_t(heap.chunks.base())),
      nursery_bytes_(heap.chunks.nursery_bytes()), kinds_(heap.chunks.kinds), promote_all_(promote_all) {}

// ---- the inner loop ----

JSX_INLINE void Scavenger::visit_word(uint64_t* slot) {
    uint64_t word = *slot;
    uint64_t offset = word - base_;
    if (offset >= nursery_bytes_) return;
    if (kinds_[offset >> kChunkShift] != ChunkKind::kFrom) {
        saw_young_ = true;
        return;
    }
    auto* cell = reinterpret_cast<Cell*>(word);
    uint64_t header = CellAccess::word(cell);
    uint8_t state = CellAccess::state_in(header);
    Cell* to;
    if (state == kNoBarrier) {
        to = copy(cell, header);
    } else if (state == kForwarded) {
        to = CellAccess::forwarding_in(header);
    } else if (state == kAwaited) {
        to = copy_awaited(cell);
    } else {
        if (state == kSettled) return;
        if (state == kPinned) {
            CellAccess::set_state(cell, kPinnedReached);
            reach(cell);
        }
        saw_young_ = true;
        return;
    }
    *slot = uint64_t(to);
    if (uint64_t(to) - base_ < nursery_bytes_) saw_young_ = true;
}

JSX_INLINE void Scavenger::visit_words(uint64_t* first, size_t count) {
    for (uint64_t* end = first + count; first < end; first++) visit_word(first);
}

static JSX_INLINE void copy_words(char* to, const char* from, size_t bytes) {
    if (bytes > 256) {
        std::memcpy(to, from, bytes);
        return;
    }
    size_t i = 0;
    for (; i + 16 <= bytes; i += 16) __builtin_memcpy_inline(to + i, from + i, 16);
    if (i < bytes) __builtin_memcpy_inline(to + i, from + i, 8);
}

/// Fetches the headers of young cells that words of [begin, begin + bytes) point to: the scan gets there soon.
JSX_INLINE void Scavenger::prefetch_targets(const char* begin, size_t bytes) {
    for (size_t i = 0; i < bytes; i += 8) {
        uint64_t word;
        __builtin_memcpy_inline(&word, begin + i, 8);
        if (word - base_ < nursery_bytes_) __builtin_prefetch(reinterpret_cast<const void*>(word));
    }
}

JSX_INLINE Cell* Scavenger::copy(Cell* cell, uint64_t header) {
    const Layout& layout = heap_.layouts[CellAccess::kind_in(header)];
    size_t bytes = heap_.layouts.size_of(cell, header, layout);
    char* to = nullptr;
    if (!promote_all_ && !heap_.nursery.is_survivor(cell)) {
        to = to_.top;
        if (JSX_LIKELY(bytes <= size_t(to_.limit - to))) {
            to_.top = to + bytes;
        } else {
            to = allocate_copy_slow(bytes);
        }
    }
    auto* result = reinterpret_cast<Cell*>(to);
    if (JSX_LIKELY(to != nullptr)) {
        copied_ += bytes;
        copy_words(to, reinterpret_cast<char*>(cell), bytes);
    } else {
        to = heap_.old.allocate(bytes);
        if (JSX_UNLIKELY(!to)) heap_.out_of_memory();
        result = reinterpret_cast<Cell*>(to);
        promoted_bytes_ += bytes;
        last_promoted_ = result;
        copy_words(to, reinterpret_cast<char*>(cell), bytes);
        CellAccess::set_state(result, RememberedSet::clean_state(bytes));
        if (!layout.has(Layout::kLeaf)) promoted_.push_back(result);
    }
    CellAccess::forward(cell, to);
    if (JSX_UNLIKELY(layout.has(Layout::kWeakMinor))) note_weak(result);
    return result;
}

/// Null if the nursery's address range is used up: then the cell is promoted.
char* Scavenger::allocate_copy_slow(size_t bytes) {
    if (!to_.extend(chunks_, bytes)) {
        char* chunk = heap_.nursery.acquire_chunk();
        if (!chunk) return nullptr;
        if (to_.top) {
            to_.fill(chunks_);
            chunks_.info_of(to_chunks_.back()).survivor_end = to_.end;
        }
        to_chunks_.push_back(chunk);
        to_ = {chunk + kChunkHeaderBytes, chunk + kChunkHeaderBytes, chunk + kChunkBytes};
        if (!scan_at_) scan_at_ = to_.top;
        to_.extend(chunks_, bytes);
    }
    char* result = to_.top;
    to_.top += bytes;
    return result;
}

/// Reaches the key of ephemerons: their values are alive too.
Cell* Scavenger::copy_awaited(Cell* cell) {
    ephemerons_.take(cell, [this](Value* value) { found_values_.push_back(value); });
    CellAccess::set_state(cell, kNoBarrier);
    return copy(cell, CellAccess::word(cell));
}

void Scavenger::note_weak(Cell* cell) { weak_.push_back(cell); }

JSX_INLINE void Scavenger::scan_cell(Cell* cell, const Layout& layout) {
    visit_traced(cell, layout, [this](uint64_t* first, size_t count) { visit_words(first, count); });
    if (JSX_UNLIKELY(layout.has(Layout::kExtra))) heap_.info_of(cell).visit_extra(cell, *this);
}

/// Scans a cell outside the nursery; true if it still points into the nursery.
bool Scavenger::scan_old_cell(Cell* cell) {
    const Layout& layout = heap_.layouts[cell->kind()];
    size_t bytes = heap_.layouts.size_of(cell);
    if (JSX_UNLIKELY(bytes > kCardCellBytes)) return scan_cards(cell, layout, bytes, true);
    saw_young_ = false;
    scan_cell(cell, layout);
    return saw_young_;
}

/// Scans the dirty cards (or all) of a large cell and leaves those dirty that still hold young pointers.
bool Scavenger::scan_cards(Cell* cell, const Layout& layout, size_t bytes, bool all) {
    auto* begin = reinterpret_cast<char*>(cell);
    char* end = begin + bytes;
    saw_young_ = false;
    if (layout.has(Layout::kExtra)) heap_.info_of(cell).visit_extra(cell, *this);
    for (size_t i = 0; i < layout.run_count; i++) {
        visit_words(reinterpret_cast<uint64_t*>(begin + layout.runs[i].offset), layout.runs[i].count);
    }
    bool any_young = saw_young_;
    char* at = begin + layout.tail_offset;
    char* tail_end = at + 8 * tail_words(cell, layout);
    while (at < tail_end) {
        char* card_begin = reinterpret_cast<char*>(uint64_t(at) & ~(kCardBytes - 1));
        char* card_end = card_begin + kCardBytes;
        char* next = std::min(card_end, tail_end);
        bool shared = card_begin < begin || card_end > end;
        uint8_t& card = *chunks_.card_of(at);
        if (all || shared || card) {
            saw_young_ = false;
            visit_words(reinterpret_cast<uint64_t*>(at), size_t(next - at) / 8);
            if (!shared) card = saw_young_;
            any_young |= saw_young_;
        }
        at = next;
    }
    return any_young;
}

/// Scans all that has been copied or reached and not been scanned yet.
void Scavenger::drain() {
    for (;;) {
        while (scan_chunk_ < to_chunks_.size()) {
            bool last = scan_chunk_ + 1 == to_chunks_.size();
            char* end = last ? to_.top : to_chunks_[scan_chunk_] + kChunkBytes;
            if (scan_at_ == end) {
                if (last) break;
                scan_at_ = to_chunks_[++scan_chunk_] + kChunkHeaderBytes;
                continue;
            }
            auto* cell = reinterpret_cast<Cell*>(scan_at_);
            uint64_t header = CellAccess::word(cell);
            const Layout& layout = heap_.layouts[CellAccess::kind_in(header)];
            size_t bytes = heap_.layouts.size_of(cell, header, layout);
            constexpr size_t kAhead = 256;  // bytes
            if (bytes + kAhead <= size_t(end - scan_at_)) prefetch_targets(scan_at_ + kAhead, bytes);
            scan_at_ += bytes;
            scan_cell(cell, layout);
        }
        if (!promoted_.empty()) {
            Cell* cell = promoted_.back();
            promoted_.pop_back();
            if (scan_old_cell(cell)) {
                if (CellAccess::state(cell) == kOldCards) {
                    CellAccess::set_state(cell, kOldCardsDirty);
                    heap_.remembered.cells.push_back(cell);
                } else {
                    heap_.remembered.add_whole(cell);
                }
            }
        } else if (!pinned_to_scan_.empty()) {
            Cell* cell = pinned_to_scan_.back();
            pinned_to_scan_.pop_back();
            scan_cell(cell, heap_.layouts[cell->kind()]);
        } else if (!found_values_.empty()) {
            Value* value = found_values_.back();
            found_values_.pop_back();
            visit(*value);
        } else {
            return;
        }
    }
}

// ---- SlotVisitor, Liveness ----

void Scavenger::visit_range(Value* first, size_t count) {
    visit_words(reinterpret_cast<uint64_t*>(first), count);
}

void Scavenger::visit_ephemeron(Cell* key, Value& value) {
    if (survivor(key)) {
        visit(value);
    } else if (is_indexing_) {
        CellAccess::set_state(key, kAwaited);
        ephemerons_.add(key, &value);
    }
}

Cell* Scavenger::survivor(Cell* cell) {
    uint64_t offset = uint64_t(cell) - base_;
    if (offset >= nursery_bytes_) return cell;
    if (kinds_[offset >> kChunkShift] == ChunkKind::kFrom) {
        uint64_t header = CellAccess::word(cell);
        switch (CellAccess::state_in(header)) {
        case kForwarded: cell = CellAccess::forwarding_in(header); break;
        case kSettled: return cell;
        case kPinnedReached: break;
        default: return nullptr;
        }
    }
    if (heap_.in_nursery(cell)) saw_young_ = true;
    return cell;
}

// ---- the phases ----

void Scavenger::run(const std::vector<uint64_t>& candidates, CollectionRecord& record) {
    flip();
    for (HeapImpl::Pin pin : heap_.pins) {
        if (pin.is_settled()) hold(pin);
    }
    settled_before_ = pinned_.size();
    for (uint64_t word : candidates) {
        if (!chunks_.in_nursery(word)) break;  // sorted, and the nursery comes first
        auto* address = reinterpret_cast<const void*>(word);
        if (chunks_.kind_of(address) != ChunkKind::kFrom) continue;
        if (Cell* cell = heap_.nursery.cell_containing(address, heap_.layouts)) pin(cell);
    }
    if (heap_.is_stress(HeapOptions::Stress::kPin)) {
        RootPinner pinner(*this);
        heap_.visit_roots(pinner);
    }
    heap_.visit_roots(*this);
    scan_remembered();
    drain();
    trace_pins(record);
    trace_ephemerons();
    process_weak_cells();
    heap_.process_weak_roots(*this);
    finalize_dead();
    finish();
    record.copied += copied_;
    record.promoted += promoted_bytes_;
    record.pinned += heap_.pins.size();
}

void Scavenger::flip() {
    heap_.nursery.close_area();
    heap_.nursery.begin_collection();
    from_chunks_.swap(heap_.nursery.live_chunks);
    for (uint32_t index : from_chunks_) chunks_.kinds[index] = ChunkKind::kFrom;
    weak_.swap(heap_.weak_old);
}

void Scavenger::pin(Cell* cell) {
    if (CellAccess::state(cell) != kNoBarrier) {
        if (CellAccess::state(cell) == kSettled && cell != last_settled_) settled_pinned_++;
        last_settled_ = cell;
        return;
    }
    auto before = std::ranges::lower_bound(heap_.pins, cell, {}, &HeapImpl::Pin::cell);
    bool was_pinned = before != heap_.pins.end() && before->cell == cell;
    hold({cell, was_pinned ? before->scavenges + 1 : 1});
}

/// Keeps a cell where it is. Settled ones count as reached.
void Scavenger::hold(HeapImpl::Pin pin) {
    CellAccess::set_state(pin.cell, pin.is_settled() ? kSettled : kPinned);
    chunks_.info_of(pin.cell).has_pins = true;
    pinned_.push_back(pin);
    if (pin.is_settled()) reach(pin.cell);
}

/// Sees to it that what a cell which stays points to is visited.
void Scavenger::reach(Cell* cell) {
    const Layout& layout = heap_.layouts[cell->kind()];
    if (!layout.has(Layout::kLeaf)) pinned_to_scan_.push_back(cell);
    if (layout.has(Layout::kWeakMinor)) weak_.push_back(cell);
}

void Scavenger::scan_remembered() {
    std::vector<Cell*> cells;
    cells.swap(heap_.remembered.cells);
    bool added_weak = false;
    constexpr size_t kAhead = 8;
    for (size_t i = 0; i < cells.size(); i++) {
        if (i + kAhead < cells.size()) __builtin_prefetch(cells[i + kAhead]);
        Cell* cell = cells[i];
        const Layout& layout = heap_.layouts[cell->kind()];
        size_t bytes = heap_.layouts.size_of(cell);
        bool young = CellAccess::state(cell) == kOldCardsDirty ? scan_cards(cell, layout, bytes, false)
                                                                : scan_old_cell(cell);
        if (!young) {
            CellAccess::set_state(cell, RememberedSet::clean_state(bytes));
        } else {
            CellAccess::set_state(cell, bytes > kCardCellBytes ? kOldCardsDirty : kNoBarrier);
            heap_.remembered.cells.push_back(cell);
        }
        if (JSX_UNLIKELY(layout.has(Layout::kWeakMinor)) &&
            heap_.info_of(cell).weak_policy == WeakPolicy::kBarriered) {
            weak_.push_back(cell);
            added_weak = true;
        }
    }
    if (added_weak) {  // some may have been there since the last scavenge
        std::sort(weak_.begin(), weak_.end());
        weak_.erase(std::unique(weak_.begin(), weak_.end()), weak_.end());
    }
}

void Scavenger::trace_pins(CollectionRecord& record) {
    size_t before = copied_ + promoted_bytes_;
    for (auto [cell, scavenges] : pinned_) {
        size_t bytes = heap_.layouts.size_of(cell);
        pinned_bytes_ += bytes;
        if (CellAccess::state(cell) != kPinned) continue;
        record.retained_by_pins += bytes;
        CellAccess::set_state(cell, kPinnedReached);
        reach(cell);
    }
    drain();
    record.retained_by_pins += copied_ + promoted_bytes_ - before;
}

void Scavenger::trace_ephemerons() {
    for (int round = 0; round < kEphemeronRounds; round++) {
        size_t before = copied_ + promoted_bytes_;
        visit_tables();
        if (copied_ + promoted_bytes_ == before) return;
    }
    is_indexing_ = true;
    visit_tables();
}

/// Visits the ephemerons of all tables to be looked at; draining may find further ones.
void Scavenger::visit_tables() {
    for (size_t i = 0; i < weak_.size(); i++) {
        Cell* cell = weak_[i];
        if (auto visit_ephemerons = heap_.info_of(cell).visit_ephemerons) visit_ephemerons(cell, *this);
        if (i + 1 == weak_.size()) drain();
    }
}

void Scavenger::process_weak_cells() {
    for (size_t i = 0; i < weak_.size(); i++) {
        Cell* cell = weak_[i];
        const KindInfo& info = heap_.info_of(cell);
        saw_young_ = false;
        if (info.process_weak) info.process_weak(heap_.heap, cell, *this);
        if (heap_.in_nursery(cell)) continue;
        // Nothing is left to reach; this shows whether a value is young.
        if (info.visit_ephemerons) info.visit_ephemerons(cell, *this);
        if (saw_young_ || info.weak_policy == WeakPolicy::kAlways) heap_.weak_old.push_back(cell);
    }
}

void Scavenger::finalize_dead() {
    std::vector<Cell*>& young = heap_.young_finalizable;
    size_t kept = 0;
    for (Cell* cell : young) {
        Cell* now = survivor(cell);
        if (!now) {
            heap_.info_of(cell).finalize(heap_.heap, cell);
        } else if (heap_.in_nursery(now)) {
            young[kept++] = now;
        } else {
            heap_.old_finalizable.push_back(now);
        }
    }
    young.resize(kept);
}

void Scavenger::finish() {
    if (to_.top) chunks_.info_of(to_chunks_.back()).survivor_end = to_.top;
    std::ranges::sort(pinned_, {}, &HeapImpl::Pin::cell);
    std::sort(from_chunks_.begin(), from_chunks_.end());
    size_t next_pin = 0;
    for (uint32_t index : from_chunks_) {
        if (chunks_.infos[index].has_pins) {
            keep_pins(index, next_pin);
        } else {
            heap_.nursery.release_chunk(index);
        }
    }
    heap_.nursery.note_promoted(last_promoted_);
    heap_.settled_count = size_t(std::ranges::count_if(pinned_, &HeapImpl::Pin::is_settled));
    heap_.idle_settled = settled_before_ - std::min(settled_before_, settled_pinned_);
    heap_.pins = std::move(pinned_);
    heap_.nursery.begin_cycle(to_, copied_ + pinned_bytes_, promoted_bytes_);
}

/// Makes nursery again of a chunk with pinned cells: they stay, what is between them is free.
void Scavenger::keep_pins(size_t index, size_t& next_pin) {
    ChunkInfo& info = chunks_.infos[index];
    char* chunk = chunks_.chunk_at(index);
    char* end = chunk + kChunkBytes;
    std::memset(chunks_.starts_of(index), 0, kChunkBytes / 64);
    size_t block = 0;
    // [begin, after) is one cell or filler: note it for the blocks that start in it.
    auto note_start = [&](char* begin, char* after) {
        for (; block < kBlocksPerChunk && chunk + block * kBlockBytes < after; block++) {
            info.block_start[block] = uint32_t(begin - chunk);
        }
    };
    char* at = chunk + kChunkHeaderBytes;
    auto free_until = [&](char* after) {
        if (at == after) return;
        heap_.nursery.add_gap(at, after);
        note_start(at, after);
    };
    while (next_pin < pinned_.size() && reinterpret_cast<char*>(pinned_[next_pin].cell) < end) {
        Cell* cell = pinned_[next_pin++].cell;
        auto* begin = reinterpret_cast<char*>(cell);
        free_until(begin);
        CellAccess::set_state(cell, kNoBarrier);
        chunks_.set_start(cell);
        at = begin + heap_.layouts.size_of(cell);
        note_start(begin, at);
    }
    free_until(end);
    chunks_.kinds[index] = ChunkKind::kNew;
    info.survivor_end = nullptr;
    info.has_pins = false;
    info.keeps_pins = true;
    heap_.nursery.live_chunks.push_back(uint32_t(index));
}

void HeapImpl::scavenge(bool promote_all, const std::vector<uint64_t>& candidates, CollectionRecord& record) {
    Scavenger(*this, promote_all || nursery.is_promoting_early()).run(candidates, record);
}

}  // namespace jsx::gc
