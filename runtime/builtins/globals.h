// Functions of the global object, and %ThrowTypeError%.
#pragma once

#include "runtime/object/realm.h"

namespace jsx {

/// Makes and records one of them; false if `which` is none.
bool make_global_function(Isolate& iso, Realm* realm, RealmObject which);

}  // namespace jsx
