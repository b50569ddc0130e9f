// DataView objects (tc39.es/ecma262/#sec-dataview-objects).
#include <algorithm>
#include <cstring>

#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-dataview-buffer-byteoffset-bytelength
static Completion<Value> data_view_constructor(Isolate& iso, Arguments args) {
    // 1-2. A buffer, with new.
    if (!args.is_construct()) return throw_requires_new(iso, "DataView");
    auto* buffer = cell_as<ArrayBuffer>(args[0]);
    if (!buffer) return iso.throw_type_error("First argument to DataView constructor must be an ArrayBuffer");
    auto bad_offset = [&](double offset) {
        Value v = Value::number(offset);
        return iso.throw_range_error("Start offset %V is outside the bounds of the buffer", &v);
    };
    auto bad_length = [&](double length) {
        Value v = Value::number(length);
        return iso.throw_range_error("Invalid DataView length %V", &v);
    };
    // 3. Let offset be ? ToIndex(byteOffset).
    double offset = TRY(to_integer_or_infinity(iso, args[1]));
    if (offset < 0 || offset > 9007199254740991.0) return bad_offset(offset);
    // 4-6. Within the buffer.
    if (buffer->is_detached()) return throw_detached(iso, "DataView constructor");
    double bytes = double(buffer->byte_length());
    if (offset > bytes) return bad_offset(offset);
    // 7-9. The length: given, the rest, or what follows the buffer.
    bool tracks = args[2].is_undefined() && buffer->is_resizable();
    double length = bytes - offset;
    if (!args[2].is_undefined()) {
        // The conversion may shrink or detach the buffer, which step 11 is about.
        length = TRY(to_integer_or_infinity(iso, args[2]));
        if (length < 0 || offset + length > bytes) return bad_length(length);
    }
    // 10. Let O be ? OrdinaryCreateFromConstructor(NewTarget, "%DataView.prototype%").
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kDataViewPrototype));
    // 11-14. That may have changed the buffer.
    if (buffer->is_detached()) return throw_detached(iso, "DataView constructor");
    if (offset > double(buffer->byte_length())) return bad_offset(offset);
    if (!args[2].is_undefined() && offset + length > double(buffer->byte_length())) return bad_length(length);
    return DataView::create(iso, shape, buffer, size_t(offset), tracks ? TypedArray::kTracking : size_t(length));
}

// https://tc39.es/ecma262/#sec-get-dataview.prototype.buffer
static Completion<Value> get_buffer(Isolate& iso, Arguments args) {
    return Value(TRY(this_as<DataView>(iso, args, "get DataView.prototype.buffer"))->buffer());
}
// https://tc39.es/ecma262/#sec-get-dataview.prototype.bytelength
static Completion<Value> get_byte_length(Isolate& iso, Arguments args) {
    constexpr const char* kName = "get DataView.prototype.byteLength";
    DataView* view = TRY(this_as<DataView>(iso, args, kName));
    if (view->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    return Value::number(uint64_t(view->byte_length()));
}
// https://tc39.es/ecma262/#sec-get-dataview.prototype.byteoffset
static Completion<Value> get_byte_offset(Isolate& iso, Arguments args) {
    constexpr const char* kName = "get DataView.prototype.byteOffset";
    DataView* view = TRY(this_as<DataView>(iso, args, kName));
    if (view->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    return Value::number(uint64_t(view->raw_byte_offset()));
}

/// ToIndex with the text of accesses.
static Completion<double> access_index(Isolate& iso, Value v) {
    double index = TRY(to_integer_or_infinity(iso, v));
    if (index < 0 || index > 9007199254740991.0) {
        return iso.throw_range_error("Offset is outside the bounds of the DataView");
    }
    return index;
}

static Completion<uint8_t*> bytes_at(Isolate& iso, DataView* view, double index, size_t size, const char* method) {
    if (view->is_out_of_bounds()) return throw_out_of_bounds(iso, method);
    if (index + double(size) > double(view->byte_length())) {
        return iso.throw_range_error("Offset is outside the bounds of the DataView");
    }
    return view->data() + size_t(index);
}

// https://tc39.es/ecma262/#sec-getviewvalue
template <ElementType kType>
static Completion<Value> get_view_value(Isolate& iso, Arguments args, const char* method) {
    constexpr size_t kSize = element_size(kType);
    DataView* view = TRY(this_as<DataView>(iso, args, method));
    double index = TRY(access_index(iso, args[0]));
    bool little_endian = to_boolean(args[1]);
    uint8_t bytes[kSize];
    std::memcpy(bytes, TRY(bytes_at(iso, view, index, kSize, method)), kSize);
    if (kSize > 1 && !little_endian) std::reverse(bytes, bytes + kSize);
    return raw_bytes_to_numeric(iso, kType, bytes);
}

// https://tc39.es/ecma262/#sec-setviewvalue
template <ElementType kType>
static Completion<Value> set_view_value(Isolate& iso, Arguments args, const char* method) {
    constexpr size_t kSize = element_size(kType);
    DataView* view = TRY(this_as<DataView>(iso, args, method));
    if (view->buffer()->is_immutable()) return throw_immutable(iso, method);
    double index = TRY(access_index(iso, args[0]));
    Value value = TRY(to_element_value(iso, kType, args[1]));
    bool little_endian = to_boolean(args[2]);
    uint8_t bytes[kSize];
    numeric_to_raw_bytes(iso, kType, value, bytes);
    if (kSize > 1 && !little_endian) std::reverse(bytes, bytes + kSize);
    std::memcpy(TRY(bytes_at(iso, view, index, kSize, method)), bytes, kSize);
    return Value::undefined();
}

#define VIEW_ACCESSORS(X)                                                                          \
    X(Int8) X(Uint8) X(Int16) X(Uint16) X(Int32) X(Uint32) X(Float16) X(Float32) X(Float64) X(BigInt64) X(BigUint64)
#define DEFINE(type)                                                                               \
    static Completion<Value> get_##type(Isolate& iso, Arguments args) {                            \
        return get_view_value<ElementType::k##type>(iso, args, "DataView.prototype.get" #type);    \
    }                                                                                              \
    static Completion<Value> set_##type(Isolate& iso, Arguments args) {                            \
        return set_view_value<ElementType::k##type>(iso, args, "DataView.prototype.set" #type);    \
    }
VIEW_ACCESSORS(DEFINE)
#undef DEFINE

static constexpr BuiltinSpec kDataViewRows[] = {
    getter("buffer", get_buffer),
    getter("byteLength", get_byte_length),
    getter("byteOffset", get_byte_offset),
#define ROWS(type) method("get" #type, 1, get_##type), method("set" #type, 2, set_##type),
    VIEW_ACCESSORS(ROWS)
#undef ROWS
    to_string_tag("DataView"),
};
const ClassSpec kDataViewClass = {
    .name = "DataView",
    .constructor = data_view_constructor,
    .length = 1,
    .constructor_id = RealmObject::kDataView,
    .prototype_id = RealmObject::kDataViewPrototype,
    .prototype = kDataViewRows,
};

}  // namespace jsx
