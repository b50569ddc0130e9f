// [doc:nursery] Nursery: where cells are born, chunk by chunk, and the survivors of one scavenge.
//
// Allocation bumps Heap::area_ through a *segment*: a fresh chunk, the rest of the last chunk the scavenger
// copied to, or a gap between pinned cells. A segment is opened one 16 KiB block at a time, so
// that the slow path notes a cell start for each block although handlers allocate without telling anyone. At
// every moment between allocations a nursery chunk is, from its header on, a sequence of cells and fillers, the
// unopened rest of the current segment apart.
#pragma once

#include <vector>

#include "gc/chunk.h"
#include "gc/heap.h"
#include "gc/layout.h"

namespace jsx::gc {

/// Where a bump allocator stands in a nursery chunk: [top, limit) is open, up to end is free.
struct BumpSegment {
    char* top = nullptr;
    char* limit = nullptr;
    char* end = nullptr;

    /// Opens enough blocks for `bytes` more and notes `top` as their cell start; false if end is in the way.
    bool extend(ChunkMap& chunks, size_t bytes);
    /// Makes [top, end) a filler, so that the chunk can be walked.
    void fill(ChunkMap& chunks);

private:
    void note_starts(ChunkMap& chunks, const char* after);
};

class Nursery {
public:
    Nursery(Heap& heap, ChunkMap& chunks) : heap_(heap), chunks_(chunks) {}
    void start();

    /// Opens nursery memory so that Heap::area_ holds `bytes`; false when the nursery is used up.
    bool open_area(size_t bytes);
    /// Turns what is left of the area into a filler: the nursery is then walkable.
    void close_area();
    /// Makes the nursery walkable and keeps the area as it is.
    void fill_area();

    /// A new chunk, with no cells; null if the region is full.
    char* acquire_chunk();
    void release_chunk(size_t index);
    /// Returns the memory of chunks that the next cycles will hardly need.
    void trim() { chunks_.trim(chunks_.nursery, 2 * capacity_ / kChunkBytes); }

    /// Forgets the segments: their chunks are from-space now.
    void begin_collection() { segments_.clear(); }
    /// Sets the segments and the budget of the next cycle. `tail` is the free rest of the last survivor chunk.
    void begin_cycle(BumpSegment tail, size_t survived_bytes, size_t promoted_bytes);
    /// One of the cells that the last scavenge promoted, or null.
    void note_promoted(const Cell* sample);
    /// After marking: were recent promotions too early?
    void judge_promotions();
    /// A free run between pinned cells; to be called before begin_cycle.
    void add_gap(char* begin, char* end);

    /// Calls f(Cell*, word) for every cell and filler of a chunk, in address order.
    template <class Sizes, class F>
    void walk_chunk(size_t index, const Sizes& sizes, F f) const;

    /// The nursery's cell that `address` points into, or null.
    template <class Sizes>
    Cell* cell_containing(const void* address, const Sizes& sizes) const;

    bool is_survivor(const Cell* cell) const {
        const ChunkInfo& info = chunks_.info_of(cell);
        return reinterpret_cast<const char*>(cell) < info.survivor_end ||
               (info.keeps_pins && chunks_.is_start(cell));
    }

    size_t used_bytes() const;
    /// Bytes allocated since the last scavenge.
    size_t allocated_in_cycle() const { return allocated_total() - allocated_at_cycle_; }
    /// Nearly everything survives: a second round in the nursery would only be another copy.
    bool is_promoting_early() const { return hold_cycles_ > 0; }
    size_t capacity() const { return capacity_; }
    /// Bytes allocated by the mutator since the heap began.
    size_t allocated_total() const { return allocated_ + size_t(heap_.area_.top - area_begin_); }

    std::vector<uint32_t> live_chunks;  // indexes of the chunks with cells

private:
    void resize(size_t kept_bytes);

    Heap& heap_;
    ChunkMap& chunks_;
    std::vector<BumpSegment> segments_;
    char* area_begin_ = nullptr;  // of the current segment
    char* area_end_ = nullptr;
    size_t capacity_ = 0;         // bytes
    size_t max_capacity_ = 0;
    int64_t budget_ = 0;          // bytes of chunks still to be taken in this cycle
    size_t allocated_ = 0;
    size_t survived_ = 0;         // bytes in the nursery at the start of the cycle
    size_t allocated_at_cycle_ = 0;
    unsigned hold_cycles_ = 0;    // still to be spent at a small size
    unsigned next_hold_ = kShortestHold;
    bool is_worth_pauses_ = false;  // a large nursery lets most cells die young
    struct Sample {
        const Cell* cell;
        size_t allocated;  // allocated_total() when it was promoted
    };
    static constexpr size_t kSamples = 32;
    std::vector<Sample> samples_;  // of cells promoted early since the last major collection
    static constexpr size_t kFirstCapacity = size_t(1) << 20;
    static constexpr size_t kHeldCapacity = size_t(512) << 10;
    static constexpr unsigned kShortestHold = 64, kLongestHold = 1024;  // cycles
    static constexpr size_t kSmallestGap = 1024;
};

template <class Sizes, class F>
void Nursery::walk_chunk(size_t index, const Sizes& sizes, F f) const {
    char* at = chunks_.chunk_at(index) + kChunkHeaderBytes;
    char* end = chunks_.chunk_at(index) + kChunkBytes;
    while (at < end) {
        auto* cell = reinterpret_cast<Cell*>(at);
        size_t size = sizes.size_of(cell);
        JSX_CHECK(size != 0 && size <= size_t(end - at));
        f(cell, size);
        at += size;
    }
}

template <class Sizes>
Cell* Nursery::cell_containing(const void* address, const Sizes& sizes) const {
    auto* target = static_cast<const char*>(address);
    char* chunk = chunks_.chunk_at(chunks_.index_of(address));
    size_t block = size_t(target - chunk) / kBlockBytes;
    char* at = chunk + chunks_.info_of(address).block_start[block];
    if (target < at) return nullptr;  // in the chunk's header
    for (;;) {
        auto* cell = reinterpret_cast<Cell*>(at);
        uint64_t word = CellAccess::word(cell);
        size_t size = sizes.size_of(cell, word);
        JSX_DCHECK(size != 0);
        if (target < at + size) return CellAccess::kind_in(word) == CellKind::kFree ? nullptr : cell;
        at += size;
    }
}

}  // namespace jsx::gc
