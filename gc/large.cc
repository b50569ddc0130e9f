#include "gc/large.h"

#include <cstring>

namespace jsx::gc {

Cell* LargeSpace::allocate(size_t bytes) {
    size_t count = (bytes + kChunkHeaderBytes + kChunkBytes - 1) >> kChunkShift;
    if (count > chunks_.chunk_count()) return nullptr;
    char* chunk = chunks_.acquire(chunks_.general, count, ChunkKind::kLarge);
    if (!chunk) return nullptr;
    auto index = uint32_t(chunks_.index_of(chunk));
    chunks_.infos[index].large_bytes = bytes;
    runs.push_back(index);
    used_ += bytes;
    Cell* cell = cell_at(index);
    chunks_.set_start(cell);
    return cell;
}

void LargeSpace::sweep() {
    size_t kept = 0;
    for (uint32_t index : runs) {
        Cell* cell = cell_at(index);
        if (chunks_.is_marked(cell)) {
            runs[kept++] = index;
            continue;
        }
        ChunkInfo& info = chunks_.infos[index];
        used_ -= info.large_bytes;
        chunks_.clear_start(cell);
        chunks_.release(chunks_.general, index, info.run_chunks, ChunkMap::Memory::kReturn);
    }
    runs.resize(kept);
}

Cell* LargeSpace::cell_containing(const void* address) const {
    const ChunkInfo& info = chunks_.info_of(address);
    uint32_t first = info.run_first;
    Cell* cell = cell_at(first);
    auto* target = static_cast<const char*>(address);
    auto* begin = reinterpret_cast<const char*>(cell);
    if (target < begin || target >= begin + chunks_.infos[first].large_bytes) return nullptr;
    return cell;
}

}  // namespace jsx::gc
