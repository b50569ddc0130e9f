// [doc:old-space] OldSpace: cells that survived two scavenges, or were born old.
//
// Each cell has a start bit. Allocation bumps through a run of free memory: first the runs of chunks already
// swept, from bins by size, then those of chunks still to be swept, then a fresh chunk. A major collection
// leaves chunks unswept; their dead cells are turned into runs when the allocator gets there or when the
// mutator opens the next nursery block. Before the next marking all are swept.
#pragma once

#include <vector>

#include "gc/chunk.h"
#include "gc/layout.h"

namespace jsx::gc {

class OldSpace {
public:
    OldSpace(ChunkMap& chunks, const Layouts& layouts) : chunks_(chunks), layouts_(layouts) {}

    /// Memory for a cell of `bytes`, with its start bit set; null only when the address range is full.
    JSX_INLINE char* allocate(size_t bytes) {
        char* cell = top_;
        if (JSX_UNLIKELY(bytes > size_t(limit_ - cell))) return allocate_slow(bytes);
        top_ = cell + bytes;
        chunks_.set_start(cell);
        return cell;
    }

    /// Bytes in cells, those that died since the last major collection included.
    size_t used_bytes() const { return used_ - size_t(limit_ - top_); }
    size_t capacity_bytes() const { return chunks_in_use.size() * kChunkBytes; }

    bool sweep_one();
    void finish_sweeping() {
        while (sweep_one()) {}
    }
    bool is_sweeping() const { return !unswept_.empty(); }

    /// Chunks so empty that a collection should move their cells out become kSparse: those with at most
    /// `most_used` bytes in cells, emptiest first, until `most_moved` bytes are chosen. Returns how many.
    size_t choose_sparse(size_t most_used, size_t most_moved);
    /// Forgets all free runs: from here to the end of the collection only fresh chunks are allocated from.
    void forget_free_runs();
    /// After marking and evacuation: gives up empty chunks and queues the rest for sweeping.
    void begin_sweeping();

    /// Gives the rest of the current run back, so that bins and start bits tell the whole story.
    void flush();

    std::vector<uint32_t> chunks_in_use;

private:
    JSX_NOINLINE char* allocate_slow(size_t bytes);
    void add_run(char* begin, size_t bytes);
    bool take_run(size_t bytes, size_t at_least);
    void use_run(char* begin, size_t bytes);
    void sweep(size_t index);

    struct FreeRun {
        uint64_t bytes;  // the filler's header
        FreeRun* next;
    };
    static constexpr size_t kSmallestRun = 32;
    static constexpr size_t kFirstBin = 5;  // log2 of kSmallestRun
    static constexpr size_t kBins = kChunkShift - kFirstBin + 1;
    static constexpr size_t kGoodRun = 2048;
    static size_t bin_of(size_t bytes) { return 63 - size_t(__builtin_clzll(bytes)) - kFirstBin; }

    ChunkMap& chunks_;
    const Layouts& layouts_;
    char* top_ = nullptr;
    char* limit_ = nullptr;
    size_t used_ = 0;  // bytes, the rest of the current run included
    FreeRun* bins_[kBins] = {};
    std::vector<uint32_t> unswept_;
};

}  // namespace jsx::gc
