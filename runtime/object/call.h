// Calling JavaScript from C++. Defined by the interpreter.
#pragma once

#include <initializer_list>
#include <span>

#include "runtime/object/function.h"

namespace jsx {

/// Call(F, V, args). Throws TypeError "x is not a function" if not callable.
Completion<Value> call(Isolate& iso, Value callee, Value this_value, std::span<const Value> args);
inline Completion<Value> call(Isolate& iso, Value callee, Value this_value, std::initializer_list<Value> args = {}) {
    return call(iso, callee, this_value, std::span<const Value>(args.begin(), args.size()));
}
/// Construct(F, args, newTarget); both must be constructors.
Completion<Object*> construct(Isolate& iso, Object* constructor, std::span<const Value> args, Object* new_target);
inline Completion<Object*> construct(Isolate& iso, Object* constructor, std::initializer_list<Value> args = {}) {
    return construct(iso, constructor, std::span<const Value>(args.begin(), args.size()), constructor);
}
inline bool is_callable(Value v) {
    return v.is_cell() && v.as_cell()->is_object() && static_cast<Object*>(v.as_cell())->is_callable();
}
inline bool is_constructor(Value v) {
    return v.is_cell() && v.as_cell()->is_object() && static_cast<Object*>(v.as_cell())->is_constructor();
}

/// RangeError "Maximum call stack size exceeded" when the native stack is nearly used up: to be tried first
/// (TRY(check_stack(iso))) by every C++ function that recurses on data of the program.
Completion<void> check_stack(Isolate& iso);

}  // namespace jsx
