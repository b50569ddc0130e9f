// [doc:scavenger] Scavenger: one minor collection, Cheney's copy in the mostly-copying form.
//
// The nursery's chunks become from-space. Cells that conservative words point into are pinned: their gc state says so and
// they stay; those that stay long are promoted in place. Then everything reachable from roots and remembered cells is
// copied: what has survived before goes to old space, the rest to fresh chunks, which are scanned as they fill. What only
// the pins reach follows last, and is counted. A chunk without pins is given back; one with pins becomes nursery again,
// its gaps free.
#pragma once

#include <vector>

#include "gc/ephemerons.h"
#include "gc/heap_impl.h"

namespace jsx::gc {

class Scavenger final : public SlotVisitor, public EphemeronVisitor, public Liveness {
public:
    Scavenger(HeapImpl& heap, bool promote_all);
    void run(const std::vector<uint64_t>& candidates, CollectionRecord& record);

    void visit_range(Value* first, size_t count) override;
    void visit_shape_id(uint32_t) override {}  // shapes do not move, and old ones are alive
    void visit_ephemeron(Cell* key, Value& value) override;
    Cell* survivor(Cell* cell) override;
    bool is_major() const override { return false; }

private:
    class RootPinner;
    void flip();
    void pin(Cell* cell);
    void hold(HeapImpl::Pin pin);
    void reach(Cell* cell);
    void scan_remembered();
    void trace_pins(CollectionRecord& record);
    void trace_ephemerons();
    void visit_tables();
    JSX_NOINLINE Cell* copy_awaited(Cell* cell);
    void process_weak_cells();
    void finalize_dead();
    void finish();
    void keep_pins(size_t index, size_t& next_pin);

    JSX_INLINE void visit_words(uint64_t* first, size_t count);
    JSX_INLINE void visit_word(uint64_t* slot);
    JSX_INLINE Cell* copy(Cell* cell, uint64_t header);
    JSX_NOINLINE char* allocate_copy_slow(size_t bytes);
    JSX_NOINLINE void note_weak(Cell* cell);
    JSX_INLINE void prefetch_targets(const char* begin, size_t bytes);
    JSX_INLINE void scan_cell(Cell* cell, const Layout& layout);
    bool scan_old_cell(Cell* cell);
    bool scan_cards(Cell* cell, const Layout& layout, size_t bytes, bool all);
    void drain();

    HeapImpl& heap_;
    ChunkMap& chunks_;
    const uint64_t base_;
    const uint64_t nursery_bytes_;
    const ChunkKind* const kinds_;
    const bool promote_all_;
    bool saw_young_ = false;        // since last cleared, a visited word points into the nursery still
    BumpSegment to_;
    std::vector<char*> to_chunks_;
    size_t scan_chunk_ = 0;         // in to_chunks_
    char* scan_at_ = nullptr;
    std::vector<Cell*> promoted_;   // to be scanned
    std::vector<Cell*> pinned_to_scan_;
    std::vector<HeapImpl::Pin> pinned_;
    size_t settled_before_ = 0, settled_pinned_ = 0;  // settled cells, and how many of them something pins still
    Cell* last_settled_ = nullptr;  // of those: words that pin the same cell come one after the other
    std::vector<Cell*> weak_;
    bool is_indexing_ = false;      // ephemerons_ is in use
    EphemeronIndex ephemerons_;
    std::vector<Value*> found_values_;  // of ephemerons whose key has been reached; to be visited
    std::vector<uint32_t> from_chunks_;
    Cell* last_promoted_ = nullptr;
    size_t copied_ = 0, promoted_bytes_ = 0, pinned_bytes_ = 0;
};

}  // namespace jsx::gc
