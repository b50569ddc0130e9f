// The functions of the embedded JavaScript sources. [doc:js-builtins] is in js_builtins.cc.
#pragma once

#include "runtime/object/function.h"
#include "runtime/object/hooks.h"

namespace jsx {

/// A closure in `realm` over a function of a source, with the source's name and length.
Function* js_builtin_function(Isolate& iso, Realm* realm, const char* source, const char* function);

}  // namespace jsx
