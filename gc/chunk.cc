#include "gc/chunk.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#if JSX_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace jsx::gc {

namespace {

constexpr size_t kReservation = size_t(64) << 30;
constexpr size_t kSmallestReservation = size_t(1) << 30;
constexpr size_t kShapeShare = 32;       // shapes get this part of the range, at most kMaxShapeBytes
constexpr size_t kMaxShapeBytes = size_t(2) << 30;
constexpr size_t kCommitChunks = 16;     // made accessible at a time

void* map(size_t bytes, int protection) {
    void* memory = mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
}

}  // namespace

void wipe_freed(void* memory, size_t bytes) {
#if JSX_ASAN
    ASAN_POISON_MEMORY_REGION(memory, bytes);
#elif JSX_DEBUG
    std::memset(memory, 0xDB, bytes);
#else
    (void)memory, (void)bytes;
#endif
}

void unpoison(void* memory, size_t bytes) {
#if JSX_ASAN
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
#else
    (void)memory, (void)bytes;
#endif
}

void ChunkMap::reserve(HeapImpl* heap, size_t nursery_bytes) {
    heap_ = heap;
    for (size_t bytes = kReservation; bytes >= kSmallestReservation; bytes /= 2) {
        size_t chunks = bytes >> kChunkShift;
        // kinds, infos, marks, starts, cards.
        tables_bytes_ = chunks + chunks * sizeof(ChunkInfo) + 2 * (bytes / 64) + (bytes >> kCardShift);
        mapping_bytes_ = bytes + kChunkBytes;
        mapping_ = map(mapping_bytes_, PROT_NONE);
        if (!mapping_) continue;
        tables_ = map(tables_bytes_, PROT_READ | PROT_WRITE);
        if (!tables_) {
            munmap(mapping_, mapping_bytes_);
            continue;
        }
        bytes_ = bytes;
        base_ = reinterpret_cast<char*>((uint64_t(mapping_) + kChunkBytes - 1) & ~(kChunkBytes - 1));
        char* table = static_cast<char*>(tables_);
        marks = reinterpret_cast<uint64_t*>(table);
        table += bytes / 64;
        starts = reinterpret_cast<uint64_t*>(table);
        table += bytes / 64;
        infos = reinterpret_cast<ChunkInfo*>(table);
        table += chunks * sizeof(ChunkInfo);
        cards = reinterpret_cast<uint8_t*>(table);
        table += bytes >> kCardShift;
        kinds = reinterpret_cast<ChunkKind*>(table);

        size_t shape_bytes = bytes / kShapeShare < kMaxShapeBytes ? bytes / kShapeShare : kMaxShapeBytes;
        size_t most = bytes / 4;
        nursery_bytes_ = nursery_bytes < most ? nursery_bytes : most;
        size_t nursery_end = nursery_bytes_ >> kChunkShift;
        size_t shape_end = nursery_end + (shape_bytes >> kChunkShift);
        auto set = [](Region& r, size_t first, size_t end) { r = {first, end, first, first, first}; };
        set(nursery, 0, nursery_end);
        set(shapes, nursery_end, shape_end);
        set(general, shape_end, chunks);
        return;
    }
    std::fprintf(stderr, "jsx: cannot reserve %zu MiB of address space for the heap\n",
                 kSmallestReservation >> 20);
    std::_Exit(1);
}

ChunkMap::~ChunkMap() {
    if (!mapping_) return;
    for (Region* region : {&nursery, &shapes, &general}) {
        unpoison(chunk_at(region->first), (region->committed_end - region->first) << kChunkShift);
    }
    munmap(mapping_, mapping_bytes_);
    munmap(tables_, tables_bytes_);
}

void ChunkMap::commit(Region& region, size_t end) {
    if (end <= region.committed_end) return;
    end = region.first + (end - region.first + kCommitChunks - 1) / kCommitChunks * kCommitChunks;
    if (end > region.end) end = region.end;
    char* from = chunk_at(region.committed_end);
    JSX_CHECK_MEMORY(mprotect(from, size_t(chunk_at(end) - from), PROT_READ | PROT_WRITE) == 0);
    region.committed_end = end;
}

char* ChunkMap::acquire(Region& region, size_t count, ChunkKind kind) {
    size_t first = region.lowest_free, run = 0;
    bool first_gap = true;
    for (size_t i = first; i < region.used_end && run < count; i++) {
        if (kinds[i] == ChunkKind::kFree) {
            if (first_gap) region.lowest_free = i, first_gap = false;
            if (run++ == 0) first = i;
        } else {
            run = 0;
        }
    }
    if (run == 0) first = region.used_end;
    if (run < count && first + count > region.end) return nullptr;
    if (first_gap) region.lowest_free = first;
    commit(region, first + count);
    size_t used_end = region.used_end;
    if (first + count > region.used_end) region.used_end = first + count;
    if (region.lowest_free == first) region.lowest_free = first + count;
    char* chunk = chunk_at(first);
    bool is_fresh = false;
    for (size_t i = first; i < first + count; i++) {
        if (i >= used_end || infos[i].is_returned) is_fresh = true;
        if (infos[i].is_protected) mprotect(chunk_at(i), kChunkBytes, PROT_READ | PROT_WRITE);
        infos[i] = ChunkInfo();
        infos[i].run_first = uint32_t(first);
        kinds[i] = i == first || kind != ChunkKind::kLarge ? kind : ChunkKind::kLargeTail;
    }
    infos[first].run_chunks = uint32_t(count);
    unpoison(chunk, count << kChunkShift);
    // One call is cheaper than a page fault for each page, where all will be used: not in the first nursery chunk, which
    // is all that a small program needs.
    bool fills_up = kind == ChunkKind::kOld || (kind == ChunkKind::kNew && first != region.first);
    if (fills_up && is_fresh) madvise(chunk, kChunkBytes, MADV_POPULATE_WRITE);
    reinterpret_cast<ChunkHeader*>(chunk)->heap = heap_;
    return chunk;
}

void ChunkMap::release(Region& region, size_t first, size_t count, Memory memory) {
    char* chunk = chunk_at(first);
    if (memory == Memory::kReturn) madvise(chunk, count << kChunkShift, MADV_DONTNEED);
    for (size_t i = first; i < first + count; i++) {
        kinds[i] = ChunkKind::kFree;
        infos[i].is_returned = memory == Memory::kReturn;
    }
    if (first < region.lowest_free) region.lowest_free = first;
#if JSX_ASAN
    ASAN_POISON_MEMORY_REGION(chunk, count << kChunkShift);
#elif JSX_DEBUG
    mprotect(chunk, count << kChunkShift, PROT_NONE);
    for (size_t i = first; i < first + count; i++) infos[i].is_protected = true;
#endif
}

void ChunkMap::trim(Region& region, size_t keep) {
    for (size_t i = region.first; i < region.used_end; i++) {
        if (kinds[i] != ChunkKind::kFree || infos[i].is_returned) continue;
        if (keep > 0) {
            keep--;
            continue;
        }
        madvise(chunk_at(i), kChunkBytes, MADV_DONTNEED);
        infos[i].is_returned = true;
    }
}

Cell* ChunkMap::start_at_or_below(const void* address) const {
    uint64_t g = granule_of(address);
    uint64_t first_word = (g >> (kChunkShift - 3)) * kBitWordsPerChunk;
    uint64_t w = g >> 6;
    uint64_t bits = starts[w] & (~uint64_t(0) >> (63 - (g & 63)));
    while (bits == 0) {
        if (w == first_word) return nullptr;
        bits = starts[--w];
    }
    return reinterpret_cast<Cell*>(base_ + ((w << 6) + (63 - size_t(__builtin_clzll(bits)))) * 8);
}

}  // namespace jsx::gc
