// [doc:layouts] Layout: a KindInfo made ready for the collector's loops.
//
// Adjacent traced fields become one run of words, and a tail that follows the last run joins it, so
// the usual cell (a plain object: elements, slots, inline slots) is visited by one loop over words.
// The size of a cell is computed from its first word and, at most, one count in it; only kinds with
// a `size` function of their own cost a call.
#pragma once

#include <cstdint>

#include "gc/cell.h"
#include "gc/kinds.h"

namespace jsx::gc {

/// Values of a cell's gc state byte.
enum GcState : uint8_t {
    kNoBarrier = 0,        // young; or old and remembered as a whole
    kOldClean = 1,         // old, holds no pointer into the nursery
    kOldCards = 2,         // the same, of a cell large enough to be remembered by cards
    kOldCardsDirty = 3,    // remembered, by cards
    kPinned = 4,           // during a collection: must not move
    kPinnedReached = 5,    // the same, and known to be alive for another reason than the pin
    kForwarded = 6,        // during a collection: bits 0..47 of the header are the new address
    kAwaited = 7,          // during a scavenge: not reached yet, and the key of ephemerons that wait for it
    kSettled = 8,          // during a scavenge: a settled one of HeapImpl::pins
};

/// Cells above this many bytes are remembered by cards.
constexpr size_t kCardCellBytes = 4 << 10;

/// The header as one word.
struct CellAccess {
    static uint64_t& word(Cell* cell) { return *reinterpret_cast<uint64_t*>(cell); }
    static uint64_t word(const Cell* cell) { return *reinterpret_cast<const uint64_t*>(cell); }
    static uint8_t state(const Cell* cell) { return cell->gc_state_; }
    static void set_state(Cell* cell, uint8_t state) { cell->gc_state_ = state; }
    static constexpr unsigned kStateShift = 8 * Cell::kGcStateOffset;
    static constexpr uint64_t kStateMask = uint64_t(0xff) << kStateShift;
    static constexpr uint64_t kAddressMask = (uint64_t(1) << kStateShift) - 1;

    static constexpr uint8_t state_in(uint64_t word) { return uint8_t(word >> kStateShift); }
    static constexpr CellKind kind_in(uint64_t word) { return CellKind(uint8_t(word >> 32)); }
    static constexpr uint8_t aux_in(uint64_t word) { return uint8_t(word >> 56); }
    static constexpr uint32_t shape_id_in(uint64_t word) { return uint32_t(word); }
    static constexpr uint64_t with_state(uint64_t word, uint8_t state) {
        return (word & ~kStateMask) | uint64_t(state) << kStateShift;
    }
    static Cell* forwarding_in(uint64_t word) { return reinterpret_cast<Cell*>(word & kAddressMask); }
    static void forward(Cell* from, const void* to) {
        word(from) = uint64_t(to) | uint64_t(kForwarded) << kStateShift;
    }
};

/// A filler: its header word is its size. `bytes` is a positive multiple of 8.
inline void write_filler(void* at, size_t bytes) { *static_cast<uint64_t*>(at) = bytes; }
static_assert(uint8_t(CellKind::kFree) == 0);

struct Layout {
    enum class Size : uint8_t { kFixed, kAux, kCount, kFunction };
    enum Traits : uint8_t {
        kLeaf = 1,          // no traced words, on or off the heap, and no shape
        kWeak = 2,          // process_weak or visit_ephemerons
        kExtra = 4,         // visit_extra
        kShaped = 8,        // shape id is an edge
        kWeakMinor = 16,    // kWeak, and a scavenge has to ask too
    };
    struct Run {
        uint16_t offset;  // bytes
        uint16_t count;   // words
    };
    uint32_t fixed_size = 0;
    uint16_t size_count_offset = 0;
    Size size = Size::kFixed;
    uint8_t traits = 0;
    TailCount tail = TailCount::kNone;
    uint8_t run_count = 0;
    uint16_t tail_offset = 0;   // of the words visited together with the tail
    uint16_t tail_extra = 0;    // how many fields come before the counted words
    uint16_t tail_count_offset = 0;
    Run runs[KindInfo::kMaxFields] = {};
    size_t (*size_function)(const Cell*) = nullptr;

    bool has(Traits trait) const { return traits & trait; }
    static Layout of(const KindInfo& info);
};

/// One Layout per kind.
class Layouts {
public:
    void set(CellKind kind, const KindInfo& info) { table_[size_t(kind)] = Layout::of(info); }
    const Layout& operator[](CellKind kind) const { return table_[size_t(kind)]; }

    /// Bytes of `cell` whose header is `word`, a multiple of 8.
    JSX_INLINE size_t size_of(const Cell* cell, uint64_t word) const {
        return size_of(cell, word, table_[size_t(CellAccess::kind_in(word))]);
    }
    JSX_INLINE size_t size_of(const Cell* cell, uint64_t word, const Layout& layout) const {
        switch (layout.size) {
        case Layout::Size::kFixed: return layout.fixed_size;
        case Layout::Size::kAux: return layout.fixed_size + 8 * size_t(CellAccess::aux_in(word));
        case Layout::Size::kCount:
            return layout.fixed_size + 8 * size_t(*reinterpret_cast<const uint32_t*>(
                                               reinterpret_cast<const char*>(cell) + layout.size_count_offset));
        case Layout::Size::kFunction: return (layout.size_function(cell) + 7) & ~size_t(7);
        }
        JSX_UNREACHABLE();
    }
    size_t size_of(const Cell* cell) const { return size_of(cell, CellAccess::word(cell)); }

private:
    Layout table_[size_t(CellKind::kCount)];
};

/// Words in the tail of `cell`, the joined fields included; 0 without a tail.
JSX_INLINE size_t tail_words(const Cell* cell, const Layout& layout) {
    switch (layout.tail) {
    case TailCount::kNone: return 0;
    case TailCount::kAux: return layout.tail_extra + size_t(cell->aux());
    case TailCount::kUint32:
        return layout.tail_extra + size_t(*reinterpret_cast<const uint32_t*>(
                                       reinterpret_cast<const char*>(cell) + layout.tail_count_offset));
    }
    JSX_UNREACHABLE();
}

/// Calls range(first, count) for the traced words of `cell`. visit_extra and the shape are the caller's.
template <class F>
JSX_INLINE void visit_traced(Cell* cell, const Layout& layout, F&& range) {
    char* address = reinterpret_cast<char*>(cell);
    for (size_t i = 0; i < layout.run_count; i++) {
        range(reinterpret_cast<uint64_t*>(address + layout.runs[i].offset), size_t(layout.runs[i].count));
    }
    if (layout.tail != TailCount::kNone) {
        range(reinterpret_cast<uint64_t*>(address + layout.tail_offset), tail_words(cell, layout));
    }
}

}  // namespace jsx::gc
