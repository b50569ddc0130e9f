#include "gc/shape_space.h"

#include "gc/layout.h"

namespace jsx::gc {

Cell* ShapeSpace::allocate(size_t bytes) {
    if (cell_bytes_ == 0) cell_bytes_ = bytes;
    JSX_CHECK(bytes == cell_bytes_ && bytes >= sizeof(FreeShape));
    char* cell;
    if (free_) {
        cell = reinterpret_cast<char*>(free_);
        free_ = free_->next;
        unpoison(cell, bytes);
    } else {
        if (bytes > size_t(limit_ - top_)) {
            char* chunk = chunks_.acquire(chunks_.shapes, 1, ChunkKind::kShape);
            if (!chunk) return nullptr;
            chunks_in_use.push_back(uint32_t(chunks_.index_of(chunk)));
            top_ = chunk + kChunkHeaderBytes;
            limit_ = chunk + kChunkBytes;
        }
        cell = top_;
        top_ += bytes;
    }
    chunks_.set_start(cell);
    used_ += bytes;
    return reinterpret_cast<Cell*>(cell);
}

void ShapeSpace::sweep() {
    for (uint32_t index : chunks_in_use) {
        chunks_.for_each_bit(chunks_.starts_of(index), index, [&](Cell* cell) {
            if (chunks_.is_marked(cell)) return;
            chunks_.clear_start(cell);
            used_ -= cell_bytes_;
            write_filler(cell, cell_bytes_);
            auto* shape = reinterpret_cast<FreeShape*>(cell);
            shape->next = free_;
            free_ = shape;
            wipe_freed(shape + 1, cell_bytes_ - sizeof(FreeShape));
        });
    }
}

}  // namespace jsx::gc
