// Registration of the cell kinds that runtime/object defines.
#pragma once

#include "gc/heap.h"

namespace jsx {

/// Once per heap, before it starts.
void register_object_kinds(gc::Heap& heap);

}  // namespace jsx
