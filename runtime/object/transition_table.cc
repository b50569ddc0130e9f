// TransitionTable: weakly held shapes. What dies leaves the mark deleted().
#include <cstring>

#include "runtime/object/isolate.h"
#include "runtime/object/shape.h"

namespace jsx {

size_t TransitionTable::cell_size(const gc::Cell* cell) {
    return sizeof(TransitionTable) +
           size_t(static_cast<const TransitionTable*>(cell)->capacity_) * sizeof(Shape*);
}

TransitionTable* TransitionTable::create(Isolate& iso, uint32_t capacity) {
    size_t bytes = sizeof(TransitionTable) + size_t(capacity) * sizeof(Shape*);
    auto* table = iso.heap.make_sized<TransitionTable>(bytes, capacity);
    std::memset(static_cast<void*>(table->shapes()), 0, size_t(capacity) * sizeof(Shape*));
    return table;
}

void TransitionTable::process_weak(gc::Heap&, gc::Cell* cell, gc::Liveness& liveness) {
    if (!liveness.is_major()) return;
    auto* table = static_cast<TransitionTable*>(cell);
    for (uint32_t i = 0; i < table->capacity_; i++) {
        Shape* shape = table->at(i);
        if (is_shape(shape) && !liveness.survivor(shape)) table->put(i, deleted());
    }
}

}  // namespace jsx
