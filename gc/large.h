// [doc:large] LargeSpace: cells above Heap::kLargeCellSize, each alone in a run of chunks. They never move.
#pragma once

#include <vector>

#include "gc/chunk.h"

namespace jsx::gc {

class LargeSpace {
public:
    explicit LargeSpace(ChunkMap& chunks) : chunks_(chunks) {}

    /// Memory for a cell of `bytes`, or null when the address range cannot hold it.
    Cell* allocate(size_t bytes);
    /// Frees the cells that are not marked.
    void sweep();

    size_t used_bytes() const { return used_; }
    size_t size_of(const Cell* cell) const { return chunks_.info_of(cell).large_bytes; }
    /// The cell that `address`, in a large chunk, points into; or null.
    Cell* cell_containing(const void* address) const;
    Cell* cell_at(uint32_t index) const {
        return reinterpret_cast<Cell*>(chunks_.chunk_at(index) + kChunkHeaderBytes);
    }

    std::vector<uint32_t> runs;  // index of each cell's first chunk

private:
    ChunkMap& chunks_;
    size_t used_ = 0;
};

}  // namespace jsx::gc
