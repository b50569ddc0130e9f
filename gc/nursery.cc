#include "gc/nursery.h"

#include <algorithm>

namespace jsx::gc {

bool BumpSegment::extend(ChunkMap& chunks, size_t bytes) {
    if (bytes > size_t(end - top)) return false;
    auto up = [](uint64_t address) { return (address + kBlockBytes - 1) & ~uint64_t(kBlockBytes - 1); };
    char* wanted = reinterpret_cast<char*>(up(uint64_t(top) + bytes));
    limit = wanted < end ? wanted : end;
    char* chunk = reinterpret_cast<char*>(ChunkHeader::of(top));
    ChunkInfo& info = chunks.info_of(top);
    size_t first = (up(uint64_t(top)) - uint64_t(chunk)) / kBlockBytes;
    size_t after = (up(uint64_t(limit)) - uint64_t(chunk)) / kBlockBytes;
    for (size_t block = first; block < after; block++) info.block_start[block] = uint32_t(top - chunk);
    return true;
}

void Nursery::start() {
    max_capacity_ = std::max(heap_.options().max_semi_space_size, 2 * kChunkBytes);
    capacity_ = std::min(kFirstCapacity, max_capacity_);
    budget_ = int64_t(capacity_);
}

char* Nursery::acquire_chunk() {
    char* chunk = chunks_.acquire(chunks_.nursery, 1, ChunkKind::kNew);
    if (!chunk) return nullptr;
    ChunkInfo& info = chunks_.info_of(chunk);
    info.block_start[0] = kChunkHeaderBytes;
    live_chunks.push_back(uint32_t(chunks_.index_of(chunk)));
    return chunk;
}

void Nursery::release_chunk(size_t index) {
    chunks_.release(chunks_.nursery, index, 1, ChunkMap::Memory::kKeep);
}

bool Nursery::open_area(size_t bytes) {
    Heap::Area& area = heap_.area_;
    for (;;) {
        if (area.top) {
            BumpSegment segment{area.top, area.limit, area_end_};
            if (segment.extend(chunks_, bytes)) {
                area.limit = segment.limit;
                return true;
            }
            close_area();
        }
        BumpSegment next;
        if (!segments_.empty()) {
            next = segments_.back();
            segments_.pop_back();
        } else {
            if (budget_ <= 0) return false;
            char* chunk = acquire_chunk();
            if (!chunk) return false;
            budget_ -= kChunkBytes;
            next.top = chunk + kChunkHeaderBytes;
            next.end = chunk + kChunkBytes;
        }
        unpoison(next.top, size_t(next.end - next.top));
        area.top = area.limit = area_begin_ = next.top;
        area_end_ = next.end;
    }
}

void Nursery::fill_area() {
    char* top = heap_.area_.top;
    if (top < area_end_) write_filler(top, size_t(area_end_ - top));
}

void Nursery::close_area() {
    Heap::Area& area = heap_.area_;
    fill_area();
    allocated_ += size_t(area.top - area_begin_);
    area.top = area.limit = area_begin_ = area_end_ = nullptr;
}

void Nursery::add_gap(char* begin, char* end) {
    write_filler(begin, size_t(end - begin));
    if (size_t(end - begin) >= kSmallestGap) segments_.push_back({begin, begin, end});
    wipe_freed(begin + 8, size_t(end - begin) - 8);
}

void Nursery::begin_cycle(BumpSegment tail, size_t survived_bytes, size_t promoted_bytes) {
    size_t grown = survived_bytes + promoted_bytes;
    // Many survivors: a longer cycle lets more of them die young.
    if (grown > capacity_ / 8) capacity_ = std::min(capacity_ * 2, max_capacity_);
    if (tail.top && tail.top < tail.end) {
        write_filler(tail.top, size_t(tail.end - tail.top));
        segments_.push_back({tail.top, tail.top, tail.end});
    }
    budget_ = int64_t(capacity_) - int64_t(survived_bytes);
    for (const BumpSegment& segment : segments_) budget_ -= segment.end - segment.top;
    budget_ = std::max(budget_, int64_t(capacity_ / 2));
    survived_ = survived_bytes;
    allocated_at_cycle_ = allocated_total();
}

size_t Nursery::used_bytes() const { return survived_ + (allocated_total() - allocated_at_cycle_); }

}  // namespace jsx::gc
