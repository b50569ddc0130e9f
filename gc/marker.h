// [doc:marker] Marker: finds the live cells of all spaces.
//
// Tri-colour: white cells have no mark bit; grey ones have it and stand on the marking stack; black ones have been
// scanned. The stack is explicit, so no shape of the heap can overflow the native stack. Cells that leave the stack
// wait in a short ring while their memory is fetched. If chunks are to be evacuated, the words that
// point into them are recorded on the way, so that nothing else needs to be looked at again.
#pragma once

#include <vector>

#include "gc/ephemerons.h"
#include "gc/heap_impl.h"

namespace jsx::gc {

class Marker final : public SlotVisitor, public EphemeronVisitor, public Liveness {
public:
    /// `record`: some chunks are kSparse.
    Marker(HeapImpl& heap, bool record);

    void mark_roots(const std::vector<uint64_t>& candidates);
    void mark_ephemerons();

    void visit_range(Value* first, size_t count) override;
    void visit_shape_id(uint32_t shape_id) override;
    void visit_ephemeron(Cell* key, Value& value) override;
    Cell* survivor(Cell* cell) override { return chunks_.is_marked(cell) ? cell : nullptr; }
    bool is_major() const override { return true; }

    /// Live cells with weak fields.
    std::vector<Cell*> weak;
    /// Words inside cells that point into sparse chunks.
    std::vector<uint64_t*> slots;
    /// Cells whose visit_extra shows such words.
    std::vector<Cell*> extra_owners;
    /// Pinned cells of sparse chunks and the gc state they had.
    struct Pin {
        Cell* cell;
        uint8_t state;
    };
    std::vector<Pin> pins;

private:
    template <bool kRecord>
    JSX_INLINE void mark_words(uint64_t* first, size_t count);
    template <bool kRecord>
    JSX_INLINE void scan(Cell* cell);
    template <bool kRecord, bool kIndexed>
    void drain();
    void drain_all() {
        if (is_indexing_) {
            record_ ? drain<true, true>() : drain<false, true>();
        } else {
            record_ ? drain<true, false>() : drain<false, false>();
        }
    }
    void visit_tables();
    JSX_INLINE void mark(Cell* cell) {
        if (chunks_.set_mark(cell)) {
            marked_++;
            stack_.push_back(cell);
        }
    }
    void pin(Cell* cell);
    Cell* cell_containing(const void* address) const;

    HeapImpl& heap_;
    ChunkMap& chunks_;
    const uint64_t base_;
    const uint64_t bytes_;
    const bool record_;
    bool pins_roots_ = false;
    uint32_t last_shape_ = 0;  // the one marked last
    bool saw_sparse_ = false;
    bool is_indexing_ = false;  // ephemerons_ is in use
    EphemeronIndex ephemerons_;
    size_t marked_ = 0;  // cells
    std::vector<Cell*> stack_;
};

}  // namespace jsx::gc
