// [doc:typed-array-builtins] TypedArray built-ins, by file: typed_array_class.cc (constructors, creation, from, of),
// typed_array.cc (methods), typed_array.js (methods that call functions of the program), uint8_array.cc (base64, hex).
#pragma once

#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

enum class Access : uint8_t { kRead, kWrite };

/// ValidateTypedArray: a typed array, within its buffer, which is not immutable if it is to be written.
Completion<TypedArray*> validate_typed_array(Isolate& iso, Value v, const char* method, Access access = Access::kRead);
/// TypedArrayCreateFromConstructor; `length` < 0: it is not checked.
Completion<TypedArray*> create_typed_array(Isolate& iso, Object* constructor, std::span<const Value> args, const char* method,
                                           Access access = Access::kWrite, double length = -1);
/// TypedArraySpeciesCreate with these arguments.
Completion<TypedArray*> typed_array_species_create(Isolate& iso, TypedArray* exemplar, std::span<const Value> args,
                                                   const char* method, Access access = Access::kWrite, double length = -1);
/// One of the realm's own, of this type and length.
Completion<TypedArray*> new_typed_array(Isolate& iso, ElementType type, double length);
RealmObject typed_array_constructor_id(ElementType type);
/// Sorts the first `length` elements as numbers.
Completion<void> sort_typed_array(Isolate& iso, TypedArray* array, size_t length);

Completion<Value> typed_array_constructor(Isolate& iso, Arguments args);
Completion<Value> uint8_array_constructor(Isolate& iso, Arguments args);
Completion<Value> typed_array_from(Isolate& iso, Arguments args);
Completion<Value> typed_array_of(Isolate& iso, Arguments args);

}  // namespace jsx
