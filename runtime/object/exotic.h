// The internal methods of exotic objects, which property.cc and define_property.cc dispatch to.
#pragma once

#include "runtime/object/arguments.h"
#include "runtime/object/module_namespace.h"
#include "runtime/object/object.h"

namespace jsx {

/// [[GetOwnProperty]] of `o` treats the key in its own way: what the object's shape and elements say is not the answer.
bool is_exotic_key(Isolate& iso, Object* o, PropertyKey key);
/// lookup_own without regard to exotic behaviour.
Lookup lookup_own_ordinary(Isolate& iso, Object* o, PropertyKey key);
/// CreateDataProperty-or-overwrite of OrdinarySetWithOwnDescriptor steps 2.b-e.
Completion<bool> set_on_receiver(Isolate& iso, Value receiver, PropertyKey key, Value v);

// ---- arguments.cc ----
Completion<bool> arguments_define_own_property(Isolate& iso, ArgumentsObject* o, uint32_t index,
                                               const PropertyDescriptor& desc);
bool arguments_delete(Isolate& iso, ArgumentsObject* o, uint32_t index);

// ---- module_namespace.cc; string keys, and symbol-like ones that are not there ----
Completion<bool> namespace_get_own_property(Isolate& iso, ModuleNamespace* ns, PropertyKey key, PropertyDescriptor* out);
Completion<bool> namespace_define_own_property(Isolate& iso, ModuleNamespace* ns, PropertyKey key,
                                               const PropertyDescriptor& desc);
Completion<bool> namespace_has(Isolate& iso, ModuleNamespace* ns, PropertyKey key);
Completion<Value> namespace_get(Isolate& iso, ModuleNamespace* ns, PropertyKey key);
/// Makes a deferred module's exports ready.
Completion<void> namespace_evaluate(Isolate& iso, ModuleNamespace* ns);

// ---- define_property.cc ----
/// ArraySetLength (tc39.es/ecma262/#sec-arraysetlength).
Completion<bool> array_define_length(Isolate& iso, Array* array, const PropertyDescriptor& desc);

}  // namespace jsx
