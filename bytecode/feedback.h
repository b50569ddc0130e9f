// Feedback slots: where an op keeps what it has seen. [doc:feedback]
//
// The compiler gives each op that has a `slot(Kind)` operand a slot of that kind. A function's metadata block is
//
//     md -> | constant 0 | ... | constant n-1 | slot | slot | ...        (8-byte words)
//
// and the operand is the slot's word offset in the block, so a handler finds everything from one base
// register: `md[op.name]`, `reinterpret_cast<GetIC*>(md + op.ic)`. Sizes are in feedback.def.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jsx::bytecode {

enum class SlotKind : uint8_t {
#define JSX_SLOT(kind, words, text) k##kind,
#include "bytecode/feedback.def"
#undef JSX_SLOT
};

inline constexpr uint8_t kSlotWords[] = {
#define JSX_SLOT(kind, words, text) words,
#include "bytecode/feedback.def"
#undef JSX_SLOT
};

inline constexpr const char* kSlotNames[] = {
#define JSX_SLOT(kind, words, text) #kind,
#include "bytecode/feedback.def"
#undef JSX_SLOT
};

inline constexpr size_t kSlotKindCount = sizeof(kSlotWords);

/// Size of a slot in 8-byte words.
constexpr uint32_t slot_words(SlotKind kind) { return kSlotWords[size_t(kind)]; }
constexpr const char* slot_name(SlotKind kind) { return kSlotNames[size_t(kind)]; }

#define JSX_SLOT(kind, words, text) inline constexpr uint32_t k##kind##Words = words;
#include "bytecode/feedback.def"
#undef JSX_SLOT

}  // namespace jsx::bytecode
