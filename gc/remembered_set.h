// [doc:remembered] RememberedSet: the old cells that may point into the nursery.
//
// A small cell is remembered as a whole: its gc state becomes 0, and its further writes cost nothing until the
// next scavenge has rescanned it. A cell above kCardCellBytes keeps a nonzero state, and each store of a young
// cell dirties the 512-byte card of the slot; the scavenger reads its dirty cards only. Cards at the cell's ends, which
// may be shared with its neighbours, are always read. Cells born outside the nursery start remembered,
// because constructors store without barriers.
#pragma once

#include <vector>

#include "gc/chunk.h"
#include "gc/layout.h"

namespace jsx::gc {

class RememberedSet {
public:
    explicit RememberedSet(ChunkMap& chunks) : chunks_(chunks) {}

    /// The write barrier: `slot` in `owner` now holds a cell; null: any of its words may.
    void note_store(Cell* owner, const void* slot);
    /// All of `cell` is to be scanned in the next scavenge. Not in the set yet.
    void add_whole(Cell* cell) {
        CellAccess::set_state(cell, kNoBarrier);
        cells.push_back(cell);
    }
    /// The state of a cell of `bytes` outside the nursery that holds no young pointer.
    static uint8_t clean_state(size_t bytes) { return bytes > kCardCellBytes ? kOldCards : kOldClean; }
    void clear_cards(const Cell* cell, size_t bytes);

    std::vector<Cell*> cells;

private:
    ChunkMap& chunks_;
};

}  // namespace jsx::gc
