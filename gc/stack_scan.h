// [doc:stack-scan] The conservative roots: every word of the native stack and of the registers that
// the calling convention preserves (the others were spilled by the calls that led here). A word that lies
// in the heap's address range is a candidate; the collectors find out which cell, if any, it points into.
// Under AddressSanitizer, frames that it keeps on its fake stack are followed too.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/chunk.h"

namespace jsx::gc {

/// The preserved registers, as they are where capture() is called.
struct SavedRegisters {
    static constexpr size_t kCount = 12;
    uint64_t words[kCount];
    JSX_INLINE void capture();
};

JSX_INLINE void SavedRegisters::capture() {
    for (uint64_t& word : words) word = 0;
#if defined(__x86_64__)
    asm volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\t"
                 "movq %%r13, 24(%0)\n\tmovq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)"
                 :
                 : "r"(words)
                 : "memory");
#elif defined(__aarch64__)
    asm volatile("stp x19, x20, [%0]\n\tstp x21, x22, [%0, #16]\n\tstp x23, x24, [%0, #32]\n\t"
                 "stp x25, x26, [%0, #48]\n\tstp x27, x28, [%0, #64]\n\tstr x29, [%0, #80]"
                 :
                 : "r"(words)
                 : "memory");
#else
#error "stack scanning knows x86-64 and AArch64"
#endif
}

/// Appends the candidates among the registers and the stack words in [low, high), sorted, each once.
void find_stack_candidates(const ChunkMap& chunks, const SavedRegisters& registers, const void* low,
                           const void* high, std::vector<uint64_t>& candidates);

}  // namespace jsx::gc
