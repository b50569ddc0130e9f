// The out-of-line half of the write barrier. The owner's chunk names the heap.
#include "gc/heap_impl.h"

namespace jsx::gc {

void write_barrier_slow(Cell* owner, const void* slot) {
    ChunkHeader::of(owner)->heap->remembered.note_store(owner, slot);
}

}  // namespace jsx::gc
