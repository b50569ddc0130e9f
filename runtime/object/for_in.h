// [doc:for-in] for-in enumeration (tc39.es/ecma262/#sec-enumerate-object-properties), in V8's order: the own enumerable
// string keys (indices ascending, then names in order of creation), then those of each prototype, each name once;
// names that are own but not enumerable shadow those further up.
#pragma once

#include "runtime/object/object.h"

namespace jsx {

struct ForInKeys {
    CellArray* keys = nullptr;  // strings
    /// The keys depend on the shape and its chain_validity alone: any object of this shape that has no elements
    /// enumerates the same while the validity cell holds, and a key needs no check while the object's shape lasts.
    bool is_cacheable = false;
};

/// Collects the keys. May run JavaScript (proxies) and throw.
Completion<ForInKeys> for_in_keys(Isolate& iso, Object* o);
/// True if `key` is still a property of `o`: to be asked before each key is visited, unless it cannot have changed.
Completion<bool> for_in_has(Isolate& iso, Object* o, Value key);

}  // namespace jsx
