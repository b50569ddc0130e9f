// structuredClone(value, { transfer }): a copy of a graph of objects, cycles and all.
#pragma once

#include "runtime/object/function.h"

namespace jsx {

Completion<Value> structured_clone(Isolate& iso, Arguments args);

}  // namespace jsx
