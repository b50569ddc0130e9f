#include "gc/stack_scan.h"

#include <algorithm>

#if JSX_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace jsx::gc {

namespace {

__attribute__((no_sanitize("address"))) JSX_NOINLINE void scan_words(
    const ChunkMap& chunks, const uint64_t* first, const uint64_t* end, std::vector<uint64_t>& out) {
    for (const uint64_t* at = first; at < end; at++) {
        uint64_t word = *at;  // a copy: push_back would read the stack under instrumentation
        if (chunks.contains(word)) out.push_back(word);
    }
}

#if JSX_ASAN
/// Locals of frames that may outlive their function live in memory of their own; the real frame points there.
__attribute__((no_sanitize("address"))) JSX_NOINLINE void scan_fake_frames(
    const ChunkMap& chunks, const uint64_t* first, const uint64_t* end, std::vector<uint64_t>& out) {
    void* fake_stack = __asan_get_current_fake_stack();
    if (!fake_stack) return;
    for (const uint64_t* at = first; at < end; at++) {
        void *begin = nullptr, *after = nullptr;
        if (!__asan_addr_is_in_fake_stack(fake_stack, reinterpret_cast<void*>(*at), &begin, &after)) continue;
        scan_words(chunks, static_cast<uint64_t*>(begin), static_cast<uint64_t*>(after), out);
    }
}
#endif

}  // namespace

void find_stack_candidates(const ChunkMap& chunks, const SavedRegisters& registers, const void* low,
                           const void* high, std::vector<uint64_t>& candidates) {
    auto* first = reinterpret_cast<const uint64_t*>((uint64_t(low) + 7) & ~uint64_t(7));
    auto* end = static_cast<const uint64_t*>(high);
    scan_words(chunks, registers.words, registers.words + SavedRegisters::kCount, candidates);
    scan_words(chunks, first, end, candidates);
#if JSX_ASAN
    scan_fake_frames(chunks, first, end, candidates);
#endif
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
}

}  // namespace jsx::gc
