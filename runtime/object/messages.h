// [doc:messages] The texts of errors, as V8 words them: how values, keys and functions are shown, without running JavaScript.
#pragma once

#include <cstdarg>

#include "runtime/object/abstract_ops.h"

namespace jsx {

/// `format` as Isolate::throw_error describes it. Throws RangeError "Invalid string length".
Completion<String*> format_message(Isolate& iso, const char* format, va_list arguments);
/// How V8 names a value that is called, or iterated, where it has no source text to show: `number 5`,
/// `string "abc"`, `object null`, `object`.
String* call_site_rendering(Isolate& iso, Value v);
/// The text of a function as Function.prototype.toString gives it; of a native one "function f() { [native code] }".
String* function_text(Isolate& iso, Object* function);
/// The name V8 shows for a function: what its code or SetFunctionName says, whatever its `name` property is. May be "".
String* function_debug_name(Isolate& iso, Object* function);
/// The value of a data property on o's prototype chain, found without side effects; undefined for anything else.
Value get_data_property(Isolate& iso, Object* o, PropertyKey key);

}  // namespace jsx
