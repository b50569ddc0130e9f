// ArrayBuffer operations for other built-ins and the host.
#pragma once

#include "runtime/object/typed_array.h"

namespace jsx {

/// https://tc39.es/ecma262/#sec-detacharraybuffer: TypeError if the key is not the buffer's, or the buffer is immutable.
Completion<void> detach_array_buffer(Isolate& iso, ArrayBuffer* buffer, Value key = Value::undefined());
/// AllocateArrayBuffer(%ArrayBuffer% of the realm, byte_length); RangeError "Array buffer allocation failed".
Completion<ArrayBuffer*> new_array_buffer(Isolate& iso, double byte_length);
/// An immutable buffer with a copy of these bytes (tc39.es/proposal-immutable-arraybuffer).
Completion<ArrayBuffer*> new_immutable_array_buffer(Isolate& iso, std::span<const uint8_t> bytes);
/// TypeError "Cannot perform %TypedArray%.prototype.at on a detached ArrayBuffer".
Thrown throw_detached(Isolate& iso, const char* method);
/// TypeError "Cannot perform ... on a detached or out-of-bounds ArrayBuffer".
Thrown throw_out_of_bounds(Isolate& iso, const char* method);
/// TypeError for a write to an immutable buffer.
Thrown throw_immutable(Isolate& iso, const char* method);

}  // namespace jsx
