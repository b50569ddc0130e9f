// --verify-heap: the invariants of the heap, checked by walking all of it.
//
//   1. Nursery chunks are sequences of cells and fillers, of known kinds and gc state 0.
//   2. Every traced word that looks like a heap address is the start of a cell, of a space that has it.
//   3. A cell outside the nursery that points into it, but for settled cells, is remembered, and by the right card.
//   4. Old chunks' cells do not overlap, and their sizes sum to what the chunk says.
//   5. Block starts of nursery chunks name cells.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <unordered_set>

#include "gc/heap_impl.h"

namespace jsx::gc {

namespace {

class Verifier final : public SlotVisitor {
public:
    explicit Verifier(HeapImpl& heap) : heap_(heap), chunks_(heap.chunks) {}
    void run();

    void visit_range(Value* first, size_t count) override {
        for (size_t i = 0; i < count; i++) check_word(reinterpret_cast<uint64_t*>(first + i));
    }
    void visit_shape_id(uint32_t id) override { check_shape(id); }

private:
    void check_nursery_chunk(uint32_t index);
    void check_old_chunk(uint32_t index);
    void check_cell(Cell* cell);
    void check_word(const uint64_t* slot);
    void check_shape(uint32_t id);
    [[noreturn]] __attribute__((format(printf, 2, 3))) void fail(const char* format, ...);

    HeapImpl& heap_;
    ChunkMap& chunks_;
    bool is_young(const Cell* cell) const {
        uint64_t granule = chunks_.granule_of(cell);
        return uint64_t(cell) % 8 == 0 && young_[granule >> 6] & ChunkMap::bit_of(granule);
    }

    std::vector<uint64_t> young_;  // a bit for each 8 bytes of the nursery: a cell starts there
    std::unordered_set<const Cell*> remembered_, settled_;
    const Cell* owner_ = nullptr;    // whose words are being checked; null: roots
    bool is_extra_ = false;          // words are off the heap
    bool has_young_ = false;
};

void Verifier::fail(const char* format, ...) {
    std::fprintf(stderr, "jsx: heap verification failed: ");
    va_list arguments;
    va_start(arguments, format);
    std::vfprintf(stderr, format, arguments);
    va_end(arguments);
    if (owner_) {
        std::fprintf(stderr, " [in %s %p, state %u, %zu bytes]", heap_.info_of(owner_).name,
                     static_cast<const void*>(owner_), CellAccess::state(owner_), heap_.size_of(owner_));
    }
    std::fprintf(stderr, "\n");
    std::abort();
}

void Verifier::check_nursery_chunk(uint32_t index) {
    ChunkInfo& info = chunks_.infos[index];
    if (chunks_.kinds[index] != ChunkKind::kNew) fail("nursery chunk %u has another kind", index);
    char* chunk = chunks_.chunk_at(index);
    size_t block = 0;
    heap_.nursery.walk_chunk(index, heap_.layouts, [&](Cell* cell, size_t bytes) {
        if (cell->kind() >= CellKind::kCount) fail("%p has unknown kind %u", static_cast<void*>(cell), unsigned(cell->kind()));
        if (cell->kind() != CellKind::kFree) {
            owner_ = cell;
            if (CellAccess::state(cell) != kNoBarrier) fail("a young cell has a gc state");
            young_[chunks_.granule_of(cell) >> 6] |= ChunkMap::bit_of(chunks_.granule_of(cell));
        }
        // The block's start lies before its first byte, at some cell; no block is skipped.
        char* end = reinterpret_cast<char*>(cell) + bytes;
        for (; chunk + block * kBlockBytes < end && block < kBlocksPerChunk; block++) {
            char* start = chunk + info.block_start[block];
            bool in_open_area = start >= heap_.heap.area_.top && cell->kind() == CellKind::kFree;
            if (block && !in_open_area && start > chunk + block * kBlockBytes) fail("block start is too high");
        }
    });
    for (size_t b = 0; b < kBlocksPerChunk; b++) {
        auto* start = reinterpret_cast<Cell*>(chunk + info.block_start[b]);
        bool is_used = reinterpret_cast<char*>(start) < heap_.heap.area_.top ||
                       reinterpret_cast<char*>(start) >= heap_.heap.area_.limit;
        if (info.block_start[b] >= kChunkHeaderBytes && is_used && !is_young(start) &&
            start->kind() != CellKind::kFree) {
            fail("block %zu of chunk %u starts inside a cell", b, index);
        }
    }
    owner_ = nullptr;
}

void Verifier::check_old_chunk(uint32_t index) {
    const ChunkInfo& info = chunks_.infos[index];
    if (chunks_.kinds[index] != ChunkKind::kOld) fail("old chunk %u has another kind", index);
    char* end = chunks_.chunk_at(index) + kChunkHeaderBytes;
    size_t used = 0;
    chunks_.for_each_bit(chunks_.starts_of(index), index, [&](Cell* cell) {
        if (reinterpret_cast<char*>(cell) < end) fail("old cell %p overlaps the one before", static_cast<void*>(cell));
        size_t bytes = heap_.size_of(cell);
        used += bytes;
        end = reinterpret_cast<char*>(cell) + bytes;
    });
    if (end > chunks_.chunk_at(index) + kChunkBytes) fail("a cell runs over the end of chunk %u", index);
    if (used != info.used_bytes) fail("chunk %u: %zu bytes in cells, %u in the books", index, used, info.used_bytes);
}

void Verifier::check_word(const uint64_t* slot) {
    uint64_t word = *slot;
    if (!chunks_.contains(word)) return;
    auto* cell = reinterpret_cast<Cell*>(word);
    auto* at = static_cast<const void*>(slot);
    auto* target = static_cast<const void*>(cell);
    switch (chunks_.kind_of(cell)) {
    case ChunkKind::kNew:
        if (!is_young(cell)) fail("word at %p points to %p, no young cell", at, target);
        if (settled_.count(cell)) return;
        has_young_ = true;
        if (owner_ && !is_extra_ && CellAccess::state(owner_) == kOldCardsDirty) {
            auto* card = reinterpret_cast<const char*>(uint64_t(slot) & ~(kCardBytes - 1));
            auto* begin = reinterpret_cast<const char*>(owner_);
            bool shared = card < begin || card + kCardBytes > begin + heap_.size_of(owner_);
            const Layout& layout = heap_.layouts[owner_->kind()];
            bool in_tail = reinterpret_cast<const char*>(slot) >= begin + layout.tail_offset;
            if (!shared && in_tail && !*chunks_.card_of(slot)) fail("card of young pointer at %p is clean", at);
        }
        return;
    case ChunkKind::kOld:
    case ChunkKind::kShape:
        if (word % 8 || !chunks_.is_start(cell)) fail("word at %p points to %p, no old cell", at, target);
        return;
    case ChunkKind::kLarge:
        if (heap_.large.cell_containing(cell) != cell) fail("word at %p points into large cell at %p", at, target);
        return;
    case ChunkKind::kFree:
    case ChunkKind::kFrom:
    case ChunkKind::kSparse:
    case ChunkKind::kLargeTail: fail("word at %p points to %p, not in use", at, target);
    }
}

void Verifier::check_shape(uint32_t id) {
    if (id < kChunkHeaderBytes / 8) return;
    const void* shape = heap_.heap.shape_at(id);
    if (!chunks_.contains(uint64_t(shape)) || chunks_.kind_of(shape) != ChunkKind::kShape ||
        !chunks_.is_start(shape)) {
        fail("shape id %u names no shape", id);
    }
}

void Verifier::check_cell(Cell* cell) {
    owner_ = cell;
    has_young_ = false;
    if (cell->kind() == CellKind::kFree || cell->kind() >= CellKind::kCount) fail("cell of unknown kind");
    const Layout& layout = heap_.layouts[cell->kind()];
    is_extra_ = false;
    visit_traced(cell, layout, [&](uint64_t* first, size_t count) {
        for (size_t i = 0; i < count; i++) check_word(first + i);
    });
    if (layout.has(Layout::kShaped)) check_shape(cell->shape_id());
    if (layout.has(Layout::kExtra)) {
        is_extra_ = true;
        heap_.info_of(cell).visit_extra(cell, *this);
    }
    if (!heap_.in_nursery(cell)) {
        uint8_t state = CellAccess::state(cell);
        bool is_clean = state == kOldClean || state == kOldCards;
        if (state > kOldCardsDirty) fail("gc state of a collection in progress");
        if (has_young_ && is_clean) fail("points into the nursery and is not remembered");
        if (!is_clean && !layout.has(Layout::kLeaf) && !remembered_.count(cell)) {
            fail("says that it is remembered, and is not");
        }
    }
    owner_ = nullptr;
}

void Verifier::run() {
    heap_.old.finish_sweeping();
    heap_.old.flush();
    heap_.nursery.fill_area();
    young_.assign(chunks_.nursery.used_end * ChunkMap::kBitWordsPerChunk, 0);
    for (uint32_t index : heap_.nursery.live_chunks) check_nursery_chunk(index);
    for (uint32_t index : heap_.old.chunks_in_use) check_old_chunk(index);
    for (const HeapImpl::Pin& pin : heap_.pins) {
        if (!pin.is_settled()) continue;
        if (!is_young(pin.cell)) fail("settled cell %p is none of the nursery", static_cast<const void*>(pin.cell));
        if (!settled_.insert(pin.cell).second) fail("%p is settled twice", static_cast<const void*>(pin.cell));
    }
    if (settled_.size() != heap_.settled_count) fail("%zu cells settled, %zu in the books", settled_.size(), heap_.settled_count);
    for (Cell* cell : heap_.remembered.cells) {
        if (!remembered_.insert(cell).second) fail("%p is remembered twice", static_cast<void*>(cell));
        owner_ = cell;
        uint8_t state = CellAccess::state(cell);
        if (state == kOldClean || state == kOldCards) fail("is remembered, and says that it is not");
        owner_ = nullptr;
    }
    heap_.for_each_cell([&](Cell* cell) { check_cell(cell); });
    heap_.visit_roots(*this);
}

}  // namespace

void HeapImpl::verify() { Verifier(*this).run(); }

}  // namespace jsx::gc
