#include "gc/remembered_set.h"

#include <cstring>

namespace jsx::gc {

void RememberedSet::note_store(Cell* owner, const void* slot) {
    uint8_t state = CellAccess::state(owner);
    if (slot) {
        if (!chunks_.in_nursery(*static_cast<const uint64_t*>(slot))) return;
        if (state != kOldClean) {
            JSX_DCHECK(state == kOldCards || state == kOldCardsDirty);
            JSX_DCHECK(chunks_.contains(uint64_t(slot)));
            *chunks_.card_of(slot) = 1;
            if (state == kOldCardsDirty) return;
            CellAccess::set_state(owner, kOldCardsDirty);
            cells.push_back(owner);
            return;
        }
    }
    if (state != kOldCardsDirty) cells.push_back(owner);
    CellAccess::set_state(owner, kNoBarrier);
}

void RememberedSet::clear_cards(const Cell* cell, size_t bytes) {
    const uint8_t* first = chunks_.card_of(cell);
    const uint8_t* last = chunks_.card_of(reinterpret_cast<const char*>(cell) + bytes - 1);
    std::memset(const_cast<uint8_t*>(first), 0, size_t(last - first) + 1);
}

}  // namespace jsx::gc
