#include "gc/nursery.h"

#include <algorithm>

namespace jsx::gc {

static uint64_t block_at_or_above(const char* address) {
    return (uint64_t(address) + kBlockBytes - 1) & ~uint64_t(kBlockBytes - 1);
}

/// The blocks that begin in [top, after) start at the cell that `top` will be.
void BumpSegment::note_starts(ChunkMap& chunks, const char* after) {
    char* chunk = reinterpret_cast<char*>(ChunkHeader::of(top));
    ChunkInfo& info = chunks.info_of(top);
    size_t first = (block_at_or_above(top) - uint64_t(chunk)) / kBlockBytes;
    size_t end_block = (block_at_or_above(after) - uint64_t(chunk)) / kBlockBytes;
    for (size_t block = first; block < end_block; block++) info.block_start[block] = uint32_t(top - chunk);
}

bool BumpSegment::extend(ChunkMap& chunks, size_t bytes) {
    if (bytes > size_t(end - top)) return false;
    char* wanted = reinterpret_cast<char*>(block_at_or_above(top + bytes));
    limit = wanted < end ? wanted : end;
    note_starts(chunks, limit);
    return true;
}

void BumpSegment::fill(ChunkMap& chunks) {
    if (top == end) return;
    write_filler(top, size_t(end - top));
    note_starts(chunks, end);
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
            if (budget_ < int64_t(kChunkBytes / 2)) return false;
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
    if (area_end_) BumpSegment{heap_.area_.top, heap_.area_.limit, area_end_}.fill(chunks_);
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

/// Many survivors: a longer cycle lets more of them die young, so the nursery grows, unless as large a part of a larger
/// one would be too much to copy in one pause. Where it may not grow although most of it survives, it falls back to a size
/// that stays in the CPU's cache, whose survivors are promoted at once, and tries again after a while, ever more rarely.
/// If the next major collection finds that most of what was promoted so would not have outlived the largest
/// nursery, it may grow up to that, whatever the pauses, until it turns out that most survives even there.
/// Hardly any survivors: a shorter cycle has as few, and should the program begin to keep what it makes, the first pause
/// is a shorter one too.
void Nursery::resize(size_t kept_bytes) {
    if (hold_cycles_ > 0) {
        hold_cycles_--;
    } else if (kept_bytes > capacity_ / 8) {
        bool is_short = is_worth_pauses_ || 2 * kept_bytes <= max_capacity_ / 4;
        if (capacity_ < max_capacity_ && is_short) {
            capacity_ = std::min(capacity_ * 2, max_capacity_);
        } else if (kept_bytes > capacity_ / 2) {
            is_worth_pauses_ = false;
            hold_cycles_ = next_hold_;
            next_hold_ = std::min(next_hold_ * 2, kLongestHold);
            capacity_ = std::min(kHeldCapacity, max_capacity_);
        }
    } else {
        next_hold_ = kShortestHold;
        if (kept_bytes < capacity_ / 128 && capacity_ > kFirstCapacity) capacity_ /= 2;
    }
}

void Nursery::note_promoted(const Cell* sample) {
    if (!is_promoting_early() || !sample) return;
    if (samples_.size() == kSamples) samples_.erase(samples_.begin());
    samples_.push_back({sample, allocated_total()});
}

void Nursery::judge_promotions() {
    size_t recent = 0, dead = 0;
    for (const Sample& sample : samples_) {
        if (allocated_total() - sample.allocated > max_capacity_) continue;
        recent++;
        dead += !chunks_.is_marked(sample.cell);
    }
    samples_.clear();
    if (recent < kSamples / 2 || dead <= recent / 2) return;
    is_worth_pauses_ = true;
    hold_cycles_ = 0;
}

void Nursery::begin_cycle(BumpSegment tail, size_t survived_bytes, size_t promoted_bytes) {
    resize(survived_bytes + promoted_bytes);
    if (tail.top < tail.end) {
        tail.fill(chunks_);
        segments_.push_back({tail.top, tail.top, tail.end});
    }
    budget_ = int64_t(capacity_) - int64_t(survived_bytes);
    for (const BumpSegment& segment : segments_) budget_ -= segment.end - segment.top;
    budget_ = std::max(budget_, int64_t(capacity_ / 2));
    survived_ = survived_bytes;
    allocated_at_cycle_ = allocated_total();
}

size_t Nursery::used_bytes() const { return survived_ + allocated_in_cycle(); }

}  // namespace jsx::gc
