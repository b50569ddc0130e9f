// [doc:chunks] ChunkMap: the reserved address range, and what lies where in it.
//
//   base ┌─────────────┬──────────────┬───────────────────────────────────────────────┐
//        │ nursery     │ shapes       │ old chunks, runs of chunks for large cells    │
//        └─────────────┴──────────────┴───────────────────────────────────────────────┘
//
// The range is cut into 256 KiB chunks, aligned to their size. Everything known of an address is
// found by arithmetic from its offset in the range: the chunk's kind (one byte each), its ChunkInfo, and three
// side tables: a mark bit and a start bit for each 8 bytes, a card byte for each 512. All are mapped
// without being committed, so untouched parts cost nothing. One compare of the offset answers "is this word a
// heap address" for any 64-bit word, boxed numbers included; another answers "is it in the nursery".
//
// A chunk begins with a 64-byte header that names the heap, so the write barrier finds it from a cell.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gc/cell.h"

namespace jsx::gc {

class HeapImpl;

constexpr size_t kChunkShift = 18;
constexpr size_t kChunkBytes = size_t(1) << kChunkShift;
constexpr size_t kChunkHeaderBytes = 64;
constexpr size_t kChunkUsableBytes = kChunkBytes - kChunkHeaderBytes;
/// A nursery chunk knows one cell start for each block: the scan for a cell's start is that short.
constexpr size_t kBlockBytes = 16 << 10;
constexpr size_t kBlocksPerChunk = kChunkBytes / kBlockBytes;
constexpr size_t kCardShift = 9;
constexpr size_t kCardBytes = size_t(1) << kCardShift;

enum class ChunkKind : uint8_t {
    kFree,
    kNew,        // nursery
    kFrom,       // nursery, being evacuated
    kOld,
    kSparse,     // old, or nursery with settled cells: being evacuated
    kLarge,      // first chunk of a large cell
    kLargeTail,  // the others
    kShape,
};

struct ChunkInfo {
    uint32_t used_bytes;   // old: in cells, dead ones not yet swept included
    uint32_t live_bytes;   // old: marked by the last major collection
    uint32_t run_chunks;   // large: chunks in the run
    uint32_t run_first;    // large tail: index of the run's first chunk
    size_t large_bytes;    // large: size of the cell
    char* survivor_end;    // new: cells below have survived one scavenge
    bool unswept;          // old: dead cells are still there
    bool has_pins;         // from: holds a pinned cell
    bool keeps_pins;       // new: start bits tell the cells that survived (they were pinned)
    bool is_protected;     // free: mapped without access (debug builds)
    bool is_returned;      // free: without memory
    uint32_t block_start[kBlocksPerChunk];  // new: offset of a cell at or before the block's start
};

class ChunkMap {
public:
    ChunkMap() = default;
    ~ChunkMap();
    ChunkMap(const ChunkMap&) = delete;
    ChunkMap& operator=(const ChunkMap&) = delete;

    /// Reserves the range; aborts with a message if even a small one cannot be had.
    void reserve(HeapImpl* heap, size_t nursery_bytes);

    struct Region {
        size_t first = 0, end = 0;  // chunk indexes
        size_t lowest_free = 0;     // no free chunk below
        size_t used_end = 0;        // chunks from here on have never been used
        size_t committed_end = 0;
    };
    Region nursery, shapes, general;

    /// `count` adjacent chunks as `kind` (further ones of a large run as tails), or null if the region is full.
    char* acquire(Region& region, size_t count, ChunkKind kind);
    enum class Memory { kKeep, kReturn };
    /// Gives chunks back; kReturn drops their pages. Debug builds bar access.
    void release(Region& region, size_t first, size_t count, Memory memory);
    /// Returns the pages of free chunks to the system, but for the first `keep` of them.
    void trim(Region& region, size_t keep);

    size_t index_of(const void* address) const { return offset_of_word(uint64_t(address)) >> kChunkShift; }
    char* chunk_at(size_t index) const { return base_ + (index << kChunkShift); }
    ChunkKind kind_of(const void* address) const { return kinds[index_of(address)]; }
    ChunkInfo& info_of(const void* address) const { return infos[index_of(address)]; }
    /// True for addresses in the range, false for every other word.
    bool contains(uint64_t word) const { return offset_of_word(word) < bytes_; }
    bool in_nursery(uint64_t word) const { return offset_of_word(word) < nursery_bytes_; }
    uint64_t offset_of_word(uint64_t word) const { return word - uint64_t(base_); }

    static constexpr uint64_t bit_of(uint64_t granule) { return uint64_t(1) << (granule & 63); }
    uint64_t granule_of(const void* cell) const { return offset_of_word(uint64_t(cell)) >> 3; }
    bool is_marked(const void* cell) const {
        uint64_t g = granule_of(cell);
        return marks[g >> 6] & bit_of(g);
    }
    /// True if the bit was clear.
    bool set_mark(const void* cell) {
        uint64_t g = granule_of(cell), bit = bit_of(g);
        uint64_t& word = marks[g >> 6];
        if (word & bit) return false;
        word |= bit;
        return true;
    }
    void clear_mark(const void* cell) {
        uint64_t g = granule_of(cell);
        marks[g >> 6] &= ~bit_of(g);
    }
    bool is_start(const void* cell) const {
        uint64_t g = granule_of(cell);
        return starts[g >> 6] & bit_of(g);
    }
    void set_start(const void* cell) {
        uint64_t g = granule_of(cell);
        starts[g >> 6] |= bit_of(g);
    }
    void clear_start(const void* cell) {
        uint64_t g = granule_of(cell);
        starts[g >> 6] &= ~bit_of(g);
    }
    static constexpr size_t kBitWordsPerChunk = kChunkBytes / 8 / 64;
    uint64_t* marks_of(size_t index) { return marks + index * kBitWordsPerChunk; }
    uint64_t* starts_of(size_t index) { return starts + index * kBitWordsPerChunk; }
    /// The last start bit at or below `address` in its chunk, or null.
    Cell* start_at_or_below(const void* address) const;
    uint8_t* card_of(const void* address) const { return cards + (offset_of_word(uint64_t(address)) >> kCardShift); }

    /// Calls f(Cell*) for each set bit of one chunk's bitmap, in address order.
    template <class F>
    void for_each_bit(const uint64_t* words, size_t index, F f) const {
        char* chunk = chunk_at(index);
        for (size_t w = 0; w < kBitWordsPerChunk; w++) {
            for (uint64_t bits = words[w]; bits != 0; bits &= bits - 1) {
                f(reinterpret_cast<Cell*>(chunk + ((w << 6) + size_t(__builtin_ctzll(bits))) * 8));
            }
        }
    }

    // Side tables; by chunk index, granule, or card.
    ChunkKind* kinds = nullptr;
    ChunkInfo* infos = nullptr;
    uint64_t* marks = nullptr;
    uint64_t* starts = nullptr;
    uint8_t* cards = nullptr;

    char* base() const { return base_; }
    size_t chunk_count() const { return bytes_ >> kChunkShift; }
    size_t nursery_bytes() const { return nursery_bytes_; }

private:
    void commit(Region& region, size_t end);

    char* base_ = nullptr;
    uint64_t bytes_ = 0;
    uint64_t nursery_bytes_ = 0;
    HeapImpl* heap_ = nullptr;
    void* mapping_ = nullptr;
    size_t mapping_bytes_ = 0;
    void* tables_ = nullptr;
    size_t tables_bytes_ = 0;
};

/// First bytes of every chunk.
struct ChunkHeader {
    HeapImpl* heap;
    static ChunkHeader* of(const void* cell) {
        return reinterpret_cast<ChunkHeader*>(uint64_t(cell) & ~uint64_t(kChunkBytes - 1));
    }
};

/// Fills freed memory so that stale pointers are noticed: ASan poison, or 0xDB in debug builds.
void wipe_freed(void* memory, size_t bytes);
/// Undoes ASan's poison.
void unpoison(void* memory, size_t bytes);

}  // namespace jsx::gc
