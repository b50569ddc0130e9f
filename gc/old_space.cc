#include "gc/old_space.h"

#include <algorithm>
#include <cstring>

namespace jsx::gc {

void OldSpace::add_run(char* begin, size_t bytes) {
    unpoison(begin, bytes < sizeof(FreeRun) ? bytes : sizeof(FreeRun));
    write_filler(begin, bytes);
    if (bytes < kSmallestRun) return;
    auto* run = reinterpret_cast<FreeRun*>(begin);
    FreeRun*& bin = bins_[bin_of(bytes)];
    run->next = bin;
    bin = run;
    wipe_freed(begin + sizeof(FreeRun), bytes - sizeof(FreeRun));
}

void OldSpace::use_run(char* begin, size_t bytes) {
    unpoison(begin, bytes);
    top_ = begin;
    limit_ = begin + bytes;
    used_ += bytes;
    chunks_.info_of(begin).used_bytes += uint32_t(bytes);
}

void OldSpace::flush() {
    size_t rest = size_t(limit_ - top_);
    if (rest) {
        used_ -= rest;
        chunks_.info_of(top_).used_bytes -= uint32_t(rest);
        add_run(top_, rest);
    }
    top_ = limit_ = nullptr;
}

/// Makes a free run of at least `bytes` the current one, if some bin for runs of `at_least` has one.
bool OldSpace::take_run(size_t bytes, size_t at_least) {
    constexpr int kTries = 8;
    size_t lowest = bin_of(std::max({bytes, at_least, kSmallestRun}));
    for (size_t b = kBins; b-- > lowest;) {
        FreeRun** link = &bins_[b];
        for (int tries = 0; *link && tries < kTries; tries++) {
            FreeRun* run = *link;
            if (run->bytes >= bytes) {
                *link = run->next;
                __builtin_prefetch(run->next);  // the next search begins there
                use_run(reinterpret_cast<char*>(run), run->bytes);
                return true;
            }
            link = &run->next;
        }
    }
    return false;
}

char* OldSpace::allocate_slow(size_t bytes) {
    flush();
    bool found = take_run(bytes, kGoodRun);
    while (!found && sweep_one()) found = take_run(bytes, kGoodRun);
    if (!found) found = take_run(bytes, 0);
    if (!found) {
        char* chunk = chunks_.acquire(chunks_.general, 1, ChunkKind::kOld);
        if (!chunk) return nullptr;
        size_t index = chunks_.index_of(chunk);
        std::memset(chunks_.starts_of(index), 0, kChunkBytes / 64);
        std::memset(chunks_.marks_of(index), 0, kChunkBytes / 64);
        chunks_in_use.push_back(uint32_t(index));
        use_run(chunk + kChunkHeaderBytes, kChunkUsableBytes);
    }
    return allocate(bytes);
}

bool OldSpace::sweep_one() {
    if (unswept_.empty()) return false;
    size_t index = unswept_.back();
    unswept_.pop_back();
    sweep(index);
    return true;
}

void OldSpace::sweep(size_t index) {
    ChunkInfo& info = chunks_.infos[index];
    char* at = chunks_.chunk_at(index) + kChunkHeaderBytes;
    chunks_.for_each_bit(chunks_.marks_of(index), index, [&](Cell* cell) {
        auto* address = reinterpret_cast<char*>(cell);
        if (address > at) add_run(at, size_t(address - at));
        at = address + layouts_.size_of(cell);
    });
    char* end = chunks_.chunk_at(index) + kChunkBytes;
    if (at < end) add_run(at, size_t(end - at));
    std::memcpy(chunks_.starts_of(index), chunks_.marks_of(index), kChunkBytes / 64);
    info.unswept = false;
}

size_t OldSpace::choose_sparse(size_t most_used, size_t most_moved) {
    std::vector<uint32_t> candidates;
    for (uint32_t index : chunks_in_use) {
        if (chunks_.infos[index].used_bytes <= most_used) candidates.push_back(index);
    }
    std::sort(candidates.begin(), candidates.end(), [&](uint32_t a, uint32_t b) {
        return chunks_.infos[a].used_bytes < chunks_.infos[b].used_bytes;
    });
    size_t moved = 0, chosen = 0;
    for (uint32_t index : candidates) {
        moved += chunks_.infos[index].used_bytes;
        if (moved > most_moved) break;
        chunks_.kinds[index] = ChunkKind::kSparse;
        chosen++;
    }
    return chosen;
}

void OldSpace::forget_free_runs() {
    flush();
    std::fill(std::begin(bins_), std::end(bins_), nullptr);
}

void OldSpace::begin_sweeping() {
    forget_free_runs();
    size_t kept = 0;
    used_ = 0;
    for (uint32_t index : chunks_in_use) {
        ChunkInfo& info = chunks_.infos[index];
        if (info.live_bytes == 0) {
            chunks_.release(chunks_.general, index, 1, ChunkMap::Memory::kKeep);
            continue;
        }
        chunks_.kinds[index] = ChunkKind::kOld;
        info.used_bytes = info.live_bytes;
        used_ += info.live_bytes;
        info.unswept = true;
        chunks_in_use[kept++] = index;
        unswept_.push_back(index);
    }
    chunks_in_use.resize(kept);
    // The allocator takes from the back: lowest addresses first, so that the top of the range empties.
    std::sort(unswept_.begin(), unswept_.end(), std::greater<>());
}

}  // namespace jsx::gc
