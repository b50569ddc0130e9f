// Operations that the interpreter needs and runtime/builtins defines.
#pragma once

#include "runtime/object/isolate.h"

namespace jsx {

/// RegExpCreate of a literal whose syntax the parser has checked.
Completion<Value> new_regexp_literal(Isolate& iso, String* pattern, String* flags);
/// An intrinsic by its id (runtime/builtins/intrinsics.def).
Completion<Value> call_intrinsic(Isolate& iso, uint32_t id, Value* args, uint32_t count);

}  // namespace jsx
