// The parts of the JSON object's implementation; see json.cc.
#pragma once

#include "runtime/builtins/builtins.h"
#include "runtime/builtins/json.h"

namespace jsx {

/// A raw JSON object ([[IsRawJSON]]): a plain object with this class bit.
inline constexpr uint8_t kRawJsonFlag = 16;
inline bool is_raw_json(Value v) {
    return v.is_cell() && v.as_cell()->kind() == gc::CellKind::kObject && (v.as_cell()->flags() & kRawJsonFlag);
}

/// Where values came from, for revivers: a CellArray of these fields.
enum JsonRecord : uint32_t {
    kRecordValue,     // the value that was parsed
    kRecordSource,    // a primitive's text, else undefined
    kRecordChildren,  // arrays: records; objects: key, record, key, record ...; else undefined
    kRecordFields,
};

/// Parses the text. `record`, unless null, gets the JsonRecord of the whole.
Completion<Value> parse_json(Isolate& iso, String* text, CellArray** record);
/// Throws the SyntaxError of an unexpected character at a position of a text.
Thrown throw_unexpected_json(Isolate& iso, String* text, uint32_t position);
/// JSON.stringify.
Completion<Value> stringify_json(Isolate& iso, Value value, Value replacer, Value space);

}  // namespace jsx
