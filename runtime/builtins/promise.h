// What the files of the Promise class share (tc39.es/ecma262/#sec-promise-objects).
#pragma once

#include "runtime/builtins/builtin_util.h"
#include "runtime/object/promise.h"

namespace jsx {

/// NewPromiseCapability(C) with resolving functions in any case.
Completion<PromiseCapability> new_capability_with_functions(Isolate& iso, Value constructor);

// ---- promise_combinators.cc ----
Completion<Value> promise_all(Isolate& iso, Arguments args);
Completion<Value> promise_all_keyed(Isolate& iso, Arguments args);
Completion<Value> promise_all_settled(Isolate& iso, Arguments args);
Completion<Value> promise_all_settled_keyed(Isolate& iso, Arguments args);
Completion<Value> promise_any(Isolate& iso, Arguments args);
Completion<Value> promise_race(Isolate& iso, Arguments args);

}  // namespace jsx
