// Functions of the Object constructor, and what Reflect shares with them.
#pragma once

#include "runtime/object/abstract_ops.h"
#include "runtime/object/function.h"

namespace jsx {

/// O.[[SetPrototypeOf]](prototype), an object or null; throws V8's TypeError when it answers false.
Completion<void> set_prototype_or_throw(Isolate& iso, Object* o, Value prototype);

Completion<Value> object_assign(Isolate& iso, Arguments args);
Completion<Value> object_create(Isolate& iso, Arguments args);
Completion<Value> object_define_properties(Isolate& iso, Arguments args);
Completion<Value> object_define_property(Isolate& iso, Arguments args);
Completion<Value> object_entries(Isolate& iso, Arguments args);
Completion<Value> object_freeze(Isolate& iso, Arguments args);
Completion<Value> object_from_entries(Isolate& iso, Arguments args);
Completion<Value> object_get_own_property_descriptor(Isolate& iso, Arguments args);
Completion<Value> object_get_own_property_descriptors(Isolate& iso, Arguments args);
Completion<Value> object_get_own_property_names(Isolate& iso, Arguments args);
Completion<Value> object_get_own_property_symbols(Isolate& iso, Arguments args);
Completion<Value> object_get_prototype_of(Isolate& iso, Arguments args);
Completion<Value> object_group_by(Isolate& iso, Arguments args);
Completion<Value> object_has_own(Isolate& iso, Arguments args);
Completion<Value> object_is(Isolate& iso, Arguments args);
Completion<Value> object_is_extensible(Isolate& iso, Arguments args);
Completion<Value> object_is_frozen(Isolate& iso, Arguments args);
Completion<Value> object_is_sealed(Isolate& iso, Arguments args);
Completion<Value> object_keys(Isolate& iso, Arguments args);
Completion<Value> object_prevent_extensions(Isolate& iso, Arguments args);
Completion<Value> object_seal(Isolate& iso, Arguments args);
Completion<Value> object_set_prototype_of(Isolate& iso, Arguments args);
Completion<Value> object_values(Isolate& iso, Arguments args);

}  // namespace jsx
