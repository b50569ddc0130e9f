// [doc:compactor] Compactor: empties the sparse chunks that were chosen before marking, those with settled cells
// among them.
//
// Their live cells move to fresh chunks, pinned ones excepted, and leave a forwarding address. Then every word that may
// point at a moved cell is updated: those that the marker recorded, all words of the moved cells and of the pinned ones
// beside them, and roots. It is also the Liveness of a
// major collection, which processes weak cells with it: after run(), or with nothing to move, a cell is alive where its
// forwarding or its mark says.
#pragma once

#include <vector>

#include "gc/heap_impl.h"
#include "gc/marker.h"

namespace jsx::gc {

class Compactor final : public SlotVisitor, public EphemeronVisitor, public Liveness {
public:
    Compactor(HeapImpl& heap, Marker& marker) : heap_(heap), chunks_(heap.chunks), marker_(marker) {}
    /// Moves and updates. Returns the bytes moved.
    size_t run();

    void visit_range(Value* first, size_t count) override;
    void visit_shape_id(uint32_t) override {}  // shapes do not move
    void visit_ephemeron(Cell* key, Value& value) override {
        if (survivor(key)) visit(value);
    }
    Cell* survivor(Cell* cell) override;
    bool is_major() const override { return true; }

    /// Set when survivor() has answered with a cell of the nursery, or a visited word points there.
    bool saw_young = false;

private:
    void evacuate(size_t index);
    void update_cell(Cell* cell);
    JSX_INLINE void update_words(uint64_t* first, size_t count);

    HeapImpl& heap_;
    ChunkMap& chunks_;
    Marker& marker_;
    std::vector<Cell*> moved_;  // at their new addresses
    size_t moved_bytes_ = 0;
};

}  // namespace jsx::gc
