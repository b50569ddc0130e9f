// JSON for C++ code: modules, console's %j.
#pragma once

#include "runtime/object/abstract_ops.h"

namespace jsx {

/// JSON.parse without a reviver. SyntaxError with V8's texts.
Completion<Value> parse_json(Isolate& iso, String* text);
/// JSON.stringify(value): a string, or undefined. May run JavaScript.
Completion<Value> stringify_json(Isolate& iso, Value value);

}  // namespace jsx
