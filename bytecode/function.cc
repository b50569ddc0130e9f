#include "bytecode/function.h"

#include "bytecode/generated/ops.h"

namespace jsx::bytecode {

const ExceptionEntry* BytecodeFunction::find_handler(uint32_t pc) const {
    for (const ExceptionEntry& entry : exceptions)
        if (pc >= entry.start && pc < entry.end) return &entry;
    return nullptr;
}

// The table is a list of (pc delta, source delta) pairs: pc delta as a base-128 number, source delta
// the same in zigzag form; an entry holds from its pc up to the next one's.
uint32_t BytecodeFunction::source_position(uint32_t pc) const {
    uint32_t at = 0, source = function ? function->source_start : 0, found = source;
    const uint8_t* p = positions.data();
    const uint8_t* end = p + positions.size();
    auto read = [&] {
        uint32_t value = 0;
        for (int shift = 0;; shift += 7) {
            uint8_t byte = *p++;
            value |= uint32_t(byte & 0x7f) << shift;
            if (!(byte & 0x80)) return value;
        }
    };
    while (p < end) {
        at += read();
        if (at > pc) break;
        uint32_t delta = read();
        source += (delta >> 1) ^ -(delta & 1);
        found = source;
    }
    return found;
}

}  // namespace jsx::bytecode
