// DOMException, the errors of web interfaces (webidl.spec.whatwg.org/#idl-DOMException).
#pragma once

#include "runtime/object/error.h"

namespace jsx {

/// Throws one of the given name ("DataCloneError").
Thrown throw_dom_exception(Isolate& iso, const char* name, String* message);
Thrown throw_dom_exception(Isolate& iso, const char* name, const char* message);
/// True for the objects that `new DOMException` and throw_dom_exception made.
bool is_dom_exception(Isolate& iso, ErrorObject* error);
/// Another one of the same name and message, in the running realm.
ErrorObject* copy_dom_exception(Isolate& iso, ErrorObject* error);

}  // namespace jsx
