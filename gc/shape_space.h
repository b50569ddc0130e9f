// [doc:shape-space] ShapeSpace: cells that never move and are named by 32-bit ids.
//
// An id is the offset from the space's base in units of 8 bytes. The first chunk's header takes ids
// 0..7, which therefore name no shape; strings, symbols and the like use them as marks. All cells here have one
// size; freed ones are used again, ids included.
#pragma once

#include <vector>

#include "gc/chunk.h"

namespace jsx::gc {

class ShapeSpace {
public:
    explicit ShapeSpace(ChunkMap& chunks) : chunks_(chunks) {}

    /// Null when the space is full.
    Cell* allocate(size_t bytes);
    /// Frees the cells that are not marked.
    void sweep();
    size_t used_bytes() const { return used_; }
    char* base() const { return chunks_.chunk_at(chunks_.shapes.first); }

    std::vector<uint32_t> chunks_in_use;

private:
    struct FreeShape {
        uint64_t bytes;
        FreeShape* next;
    };
    ChunkMap& chunks_;
    FreeShape* free_ = nullptr;
    char* top_ = nullptr;
    char* limit_ = nullptr;
    size_t cell_bytes_ = 0;
    size_t used_ = 0;
};

static_assert(kChunkHeaderBytes == 8 * 8, "shape ids 0..7 lie in the first chunk's header");

}  // namespace jsx::gc
