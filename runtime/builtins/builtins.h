// What the built-ins share: the class tables' names, checks of `this` and new.target with V8's texts, states that
// closures of C++ built-ins keep. [doc:builtins]
#pragma once

#include "interpreter/interpreter.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/builtin_spec.h"
#include "runtime/object/hooks.h"

namespace jsx {

/// Every class table by name, as classes.def lists them.
#define BUILTIN_CLASS(name) extern const ClassSpec k##name##Class;
#include "runtime/builtins/classes.def"

/// TypeError "Method Map.prototype.get called on incompatible receiver x".
inline Thrown throw_incompatible_receiver(Isolate& iso, const char* method, Value receiver) {
    return iso.throw_type_error("Method %s called on incompatible receiver %V", method, &receiver);
}

/// TypeError "Constructor Map requires 'new'".
inline Thrown throw_requires_new(Isolate& iso, const char* constructor) {
    return iso.throw_type_error("Constructor %s requires 'new'", constructor);
}

/// TypeError "number 1 is not a function": for callback arguments.
Thrown throw_not_a_function(Isolate& iso, Value v);

/// `this` as a T, or V8's TypeError naming the method.
template <class T>
Completion<T*> this_as(Isolate& iso, Arguments args, const char* method) {
    if (T* cell = cell_as<T>(args.this_value())) return cell;
    return throw_incompatible_receiver(iso, method, args.this_value());
}

/// The realm of the running native function.
inline Realm* callee_realm(Arguments args) {
    return static_cast<NativeFunction*>(args.callee())->code()->realm();
}

/// What a built-in closure captured (NativeFunction::data).
inline Value captured(Arguments args) { return static_cast<NativeFunction*>(args.callee())->data(); }
template <class T>
T* captured_as(Arguments args) {
    return static_cast<T*>(captured(args).as_cell());
}

/// TypeError "Function.prototype.call was called on 1, which is a number and not a function".
Thrown throw_called_on_non_function(Isolate& iso, const char* method, Value self);

/// A native function of a realm that need not be the running one.
inline NativeFunction* new_function_in(Isolate& iso, Realm* realm, NativeFn fn, String* name, uint32_t length) {
    return iso.heap.make<NativeFunction>(iso, realm->shape(iso, RealmShape::kNativeFunction), realm->native_code(), fn,
                                         name, length, Object::kCallable);
}

/// A getter of `get [Symbol.species]` rows: returns `this`.
Completion<Value> return_this(Isolate& iso, Arguments args);

/// An array index for a key, or any integer up to 2^53 - 1.
inline PropertyKey index_key(Isolate& iso, double index) {
    return PropertyKey::from_index(iso, uint64_t(index));
}

/// min and max of a relative index (slice, fill and kin): ToIntegerOrInfinity, negative counted from `length`.
inline Completion<double> relative_index(Isolate& iso, Value v, double length, double fallback) {
    if (v.is_undefined()) return fallback;
    double relative = TRY(to_integer_or_infinity(iso, v));
    if (relative < 0) return relative + length > 0 ? relative + length : 0.0;
    return relative < length ? relative : length;
}

}  // namespace jsx
