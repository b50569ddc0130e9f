// ArrayBuffer and SharedArrayBuffer objects (tc39.es/ecma262/#sec-arraybuffer-objects, #sec-sharedarraybuffer-objects).
#include "runtime/builtins/array_buffer.h"

#include <algorithm>
#include <cstring>

#include "runtime/builtins/builtins.h"

namespace jsx {

// ---- what others use ----

Thrown throw_detached(Isolate& iso, const char* method) {
    return iso.throw_type_error("Cannot perform %s on a detached ArrayBuffer", method);
}
Thrown throw_out_of_bounds(Isolate& iso, const char* method) {
    return iso.throw_type_error("Cannot perform %s on a detached or out-of-bounds ArrayBuffer", method);
}
Thrown throw_immutable(Isolate& iso, const char* method) {
    return iso.throw_type_error("Cannot perform %s on an immutable ArrayBuffer", method);
}

Completion<void> detach_array_buffer(Isolate& iso, ArrayBuffer* buffer, Value key) {
    if (buffer->is_immutable()) return throw_immutable(iso, "detach");
    if (!same_value(iso, buffer->detach_key(), key)) {
        return iso.throw_type_error("Provided key did not match [[ArrayBufferDetachKey]]");
    }
    buffer->store()->detach();
    buffer->account(iso);
    return {};
}

static Shape* buffer_shape(Isolate& iso) {
    return Shape::root(iso, iso.realm()->object(iso, RealmObject::kArrayBufferPrototype), 0);
}

Completion<ArrayBuffer*> new_array_buffer(Isolate& iso, double byte_length) {
    BackingStore* store = TRY(allocate_store(iso, byte_length));
    return ArrayBuffer::create(iso, buffer_shape(iso), store);
}

Completion<ArrayBuffer*> new_immutable_array_buffer(Isolate& iso, std::span<const uint8_t> bytes) {
    BackingStore* store = BackingStore::create(bytes.size(), bytes.size(), BackingStore::kImmutable);
    if (!store) return iso.throw_range_error("Array buffer allocation failed");
    if (!bytes.empty()) std::memcpy(store->data(), bytes.data(), bytes.size());
    return ArrayBuffer::create(iso, buffer_shape(iso), store);
}

// ---- the constructors ----

// https://tc39.es/ecma262/#sec-getarraybuffermaxbytelengthoption; -1 for empty
static Completion<double> max_byte_length_option(Isolate& iso, Value options) {
    if (!is_object(options)) return -1.0;
    Value max = TRY(get(iso, as_object(options), PropertyKey(iso.names.maxByteLength)));
    if (max.is_undefined()) return -1.0;
    return to_index(iso, max);
}

static Completion<double> buffer_length(Isolate& iso, Value v) {
    double n = TRY(to_integer_or_infinity(iso, v));
    if (n < 0 || n > 9007199254740991.0) return iso.throw_range_error("Invalid array buffer length");
    return n;
}

/// ArrayBuffer(length, options) and SharedArrayBuffer(length, options).
static Completion<Value> construct_buffer(Isolate& iso, Arguments args, const char* name, RealmObject prototype, bool shared) {
    // 1. If NewTarget is undefined, throw a TypeError exception.
    if (!args.is_construct()) return throw_requires_new(iso, name);
    // 2-3. The lengths.
    double length = TRY(buffer_length(iso, args[0]));
    double max = TRY(max_byte_length_option(iso, args[1]));
    // 4. Return ? AllocateArrayBuffer(NewTarget, byteLength, requestedMaxByteLength).
    if (max >= 0 && length > max) return iso.throw_range_error("Invalid array buffer max length");
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), prototype));
    uint8_t flags = uint8_t((shared ? BackingStore::kShared : 0) | (max >= 0 ? BackingStore::kResizable : 0));
    // Beyond what a size can say, there is no memory.
    double needed = max >= 0 ? max : length;
    BackingStore* store =
        needed < 0x1p47 ? BackingStore::create(size_t(length), size_t(max >= 0 ? max : length), flags) : nullptr;
    if (!store) return iso.throw_range_error("Array buffer allocation failed");
    return ArrayBuffer::create(iso, shape, store);
}
// https://tc39.es/ecma262/#sec-arraybuffer-length
static Completion<Value> array_buffer_constructor(Isolate& iso, Arguments args) {
    return construct_buffer(iso, args, "ArrayBuffer", RealmObject::kArrayBufferPrototype, false);
}
// https://tc39.es/ecma262/#sec-sharedarraybuffer-length
static Completion<Value> shared_constructor(Isolate& iso, Arguments args) {
    return construct_buffer(iso, args, "SharedArrayBuffer", RealmObject::kSharedArrayBufferPrototype, true);
}

// https://tc39.es/ecma262/#sec-arraybuffer.isview
static Completion<Value> array_buffer_is_view(Isolate&, Arguments args) {
    return Value::boolean(cell_as<ArrayBufferView>(args[0]) != nullptr);
}

// ---- methods ----

static Completion<ArrayBuffer*> this_buffer(Isolate& iso, Arguments args, const char* method, bool shared) {
    auto* buffer = cell_as<ArrayBuffer>(args.this_value());
    if (buffer && buffer->is_shared() == shared) return buffer;
    return throw_incompatible_receiver(iso, method, args.this_value());
}

// https://tc39.es/ecma262/#sec-get-arraybuffer.prototype.bytelength
static Completion<Value> get_byte_length(Isolate& iso, Arguments args) {
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, "get ArrayBuffer.prototype.byteLength", false));
    return Value::number(uint64_t(buffer->is_detached() ? 0 : buffer->byte_length()));
}
// https://tc39.es/ecma262/#sec-get-arraybuffer.prototype.maxbytelength
static Completion<Value> get_max_byte_length(Isolate& iso, Arguments args) {
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, "get ArrayBuffer.prototype.maxByteLength", false));
    return Value::number(uint64_t(buffer->is_detached() ? 0 : buffer->max_byte_length()));
}
// https://tc39.es/ecma262/#sec-get-arraybuffer.prototype.resizable
static Completion<Value> get_resizable(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_buffer(iso, args, "get ArrayBuffer.prototype.resizable", false))->is_resizable());
}
// https://tc39.es/ecma262/#sec-get-arraybuffer.prototype.detached
static Completion<Value> get_detached(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_buffer(iso, args, "get ArrayBuffer.prototype.detached", false))->is_detached());
}
// https://tc39.es/proposal-immutable-arraybuffer/#sec-get-arraybuffer.prototype.immutable
static Completion<Value> get_immutable(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_buffer(iso, args, "get ArrayBuffer.prototype.immutable", false))->is_immutable());
}

// https://tc39.es/ecma262/#sec-arraybuffer.prototype.resize
static Completion<Value> array_buffer_resize(Isolate& iso, Arguments args) {
    constexpr const char* kName = "ArrayBuffer.prototype.resize";
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, kName, false));
    if (!buffer->is_resizable()) return throw_incompatible_receiver(iso, kName, args.this_value());
    double length = TRY(to_integer_or_infinity(iso, args[0]));
    if (length < 0 || length > 9007199254740991.0) return iso.throw_range_error("%s: Invalid length parameter", kName);
    if (buffer->is_detached()) return throw_detached(iso, kName);
    if (length > double(buffer->max_byte_length())) return iso.throw_range_error("%s: Invalid length parameter", kName);
    buffer->store()->resize(size_t(length));
    buffer->account(iso);
    return Value::undefined();
}

/// Bytes [first, last) that slice's arguments name.
static Completion<void> slice_bounds(Isolate& iso, Arguments args, double length, double* first, double* last) {
    *first = TRY(relative_index(iso, args[0], length, 0));
    *last = std::max(*first, TRY(relative_index(iso, args[1], length, length)));
    return {};
}

/// The buffer that a species constructor makes for slice.
static Completion<ArrayBuffer*> slice_target(Isolate& iso, ArrayBuffer* buffer, double length, const char* method,
                                             RealmObject constructor_id) {
    bool shared = buffer->is_shared();
    const char* name = shared ? "SharedArrayBuffer" : "ArrayBuffer";
    Object* constructor = TRY(species_constructor(iso, buffer, iso.realm()->object(iso, constructor_id)));
    Value made(TRY(construct(iso, constructor, {Value::number(length)})));
    auto* target = cell_as<ArrayBuffer>(made);
    if (!target || target->is_shared() != shared) return throw_incompatible_receiver(iso, method, made);
    if (target->is_detached()) return throw_detached(iso, method);
    if (target->is_immutable()) return throw_immutable(iso, method);
    bool is_same = target == buffer || (shared && target->store() == buffer->store());
    if (is_same) return iso.throw_type_error("%s subclass returned this from species constructor", name);
    if (double(target->byte_length()) < length) {
        return iso.throw_type_error("Derived %s constructor created a buffer which was too small", name);
    }
    return target;
}

// https://tc39.es/ecma262/#sec-arraybuffer.prototype.slice
static Completion<Value> array_buffer_slice(Isolate& iso, Arguments args) {
    constexpr const char* kName = "ArrayBuffer.prototype.slice";
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, kName, false));
    if (buffer->is_detached()) return throw_detached(iso, kName);
    double first, last;
    (void)TRY(slice_bounds(iso, args, double(buffer->byte_length()), &first, &last));
    ArrayBuffer* target = TRY(slice_target(iso, buffer, last - first, kName, RealmObject::kArrayBuffer));
    // What ran may have detached or shrunk the buffer.
    if (buffer->is_detached()) return throw_detached(iso, kName);
    double end = std::min(last, double(buffer->byte_length()));
    if (first < end) std::memcpy(target->data(), buffer->data() + size_t(first), size_t(end - first));
    return target;
}

// https://tc39.es/proposal-immutable-arraybuffer/#sec-arraybuffer.prototype.slicetoimmutable
static Completion<Value> array_buffer_slice_to_immutable(Isolate& iso, Arguments args) {
    constexpr const char* kName = "ArrayBuffer.prototype.sliceToImmutable";
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, kName, false));
    if (buffer->is_detached()) return throw_detached(iso, kName);
    double first, last;
    (void)TRY(slice_bounds(iso, args, double(buffer->byte_length()), &first, &last));
    if (buffer->is_detached()) return throw_detached(iso, kName);
    // 14. If currentLen < final, throw a RangeError exception.
    if (double(buffer->byte_length()) < last) return iso.throw_range_error("%s: Invalid length parameter", kName);
    return TRY(new_immutable_array_buffer(iso, {buffer->data() + size_t(first), size_t(last - first)}));
}

enum class Keep : uint8_t { kResizability, kFixedLength, kImmutable };

// https://tc39.es/ecma262/#sec-arraybuffercopyanddetach
static Completion<Value> copy_and_detach(Isolate& iso, Arguments args, const char* method, Keep keep) {
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, method, false));
    double length = args[0].is_undefined() ? double(buffer->is_detached() ? 0 : buffer->byte_length())
                                           : TRY(buffer_length(iso, args[0]));
    if (buffer->is_detached()) return throw_detached(iso, method);
    if (buffer->is_immutable()) return throw_immutable(iso, method);
    if (!buffer->detach_key().is_undefined()) {
        return iso.throw_type_error("Provided key did not match [[ArrayBufferDetachKey]]");
    }
    bool resizable = keep == Keep::kResizability && buffer->is_resizable();
    if (resizable && length > double(buffer->max_byte_length())) {
        return iso.throw_range_error("Invalid array buffer length");
    }
    size_t max = resizable ? buffer->max_byte_length() : size_t(std::min(length, 0x1p62));
    uint8_t flags = uint8_t((resizable ? BackingStore::kResizable : 0) | (keep == Keep::kImmutable ? BackingStore::kImmutable : 0));
    BackingStore* store = length < 0x1p47 ? buffer->store()->transfer(size_t(length), max, flags) : nullptr;
    if (!store) return iso.throw_range_error("Array buffer allocation failed");
    buffer->account(iso);
    return ArrayBuffer::create(iso, buffer_shape(iso), store);
}
// https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfer
static Completion<Value> array_buffer_transfer(Isolate& iso, Arguments args) {
    return copy_and_detach(iso, args, "ArrayBuffer.prototype.transfer", Keep::kResizability);
}
// https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfertofixedlength
static Completion<Value> array_buffer_transfer_to_fixed_length(Isolate& iso, Arguments args) {
    return copy_and_detach(iso, args, "ArrayBuffer.prototype.transferToFixedLength", Keep::kFixedLength);
}
// https://tc39.es/proposal-immutable-arraybuffer/#sec-arraybuffer.prototype.transfertoimmutable
static Completion<Value> array_buffer_transfer_to_immutable(Isolate& iso, Arguments args) {
    return copy_and_detach(iso, args, "ArrayBuffer.prototype.transferToImmutable", Keep::kImmutable);
}

static constexpr BuiltinSpec kBufferStatics[] = {
    method("isView", 1, array_buffer_is_view),
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kBufferRows[] = {
    getter("byteLength", get_byte_length),
    method("slice", 2, array_buffer_slice),
    getter("maxByteLength", get_max_byte_length),
    getter("resizable", get_resizable),
    method("resize", 1, array_buffer_resize),
    method("transfer", 0, array_buffer_transfer),
    method("transferToFixedLength", 0, array_buffer_transfer_to_fixed_length),
    getter("detached", get_detached),
    getter("immutable", get_immutable),
    method("sliceToImmutable", 2, array_buffer_slice_to_immutable),
    method("transferToImmutable", 0, array_buffer_transfer_to_immutable),
    to_string_tag("ArrayBuffer"),
};
const ClassSpec kArrayBufferClass = {
    .name = "ArrayBuffer",
    .constructor = array_buffer_constructor,
    .length = 1,
    .constructor_id = RealmObject::kArrayBuffer,
    .prototype_id = RealmObject::kArrayBufferPrototype,
    .prototype = kBufferRows,
    .statics = kBufferStatics,
};

// ---- SharedArrayBuffer ----

// https://tc39.es/ecma262/#sec-get-sharedarraybuffer.prototype.bytelength
static Completion<Value> get_shared_byte_length(Isolate& iso, Arguments args) {
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, "get SharedArrayBuffer.prototype.byteLength", true));
    return Value::number(uint64_t(buffer->byte_length()));
}
// https://tc39.es/ecma262/#sec-get-sharedarraybuffer.prototype.maxbytelength
static Completion<Value> get_shared_max_byte_length(Isolate& iso, Arguments args) {
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, "get SharedArrayBuffer.prototype.maxByteLength", true));
    return Value::number(uint64_t(buffer->max_byte_length()));
}
// https://tc39.es/ecma262/#sec-sharedarraybuffer.prototype.growable
static Completion<Value> get_growable(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_buffer(iso, args, "get SharedArrayBuffer.prototype.growable", true))->is_resizable());
}

// https://tc39.es/ecma262/#sec-sharedarraybuffer.prototype.grow
static Completion<Value> shared_grow(Isolate& iso, Arguments args) {
    constexpr const char* kName = "SharedArrayBuffer.prototype.grow";
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, kName, true));
    if (!buffer->is_resizable()) return throw_incompatible_receiver(iso, kName, args.this_value());
    double length = TRY(to_integer_or_infinity(iso, args[0]));
    bool fits = length >= 0 && length <= double(buffer->max_byte_length());
    if (!fits || !buffer->store()->resize(size_t(length))) {
        return iso.throw_range_error("%s: Invalid length parameter", kName);
    }
    buffer->account(iso);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-sharedarraybuffer.prototype.slice
static Completion<Value> shared_slice(Isolate& iso, Arguments args) {
    constexpr const char* kName = "SharedArrayBuffer.prototype.slice";
    ArrayBuffer* buffer = TRY(this_buffer(iso, args, kName, true));
    double first, last;
    (void)TRY(slice_bounds(iso, args, double(buffer->byte_length()), &first, &last));
    ArrayBuffer* target = TRY(slice_target(iso, buffer, last - first, kName, RealmObject::kSharedArrayBuffer));
    if (first < last) std::memcpy(target->data(), buffer->data() + size_t(first), size_t(last - first));
    return target;
}

static constexpr BuiltinSpec kSharedStatics[] = {
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kSharedRows[] = {
    getter("byteLength", get_shared_byte_length),
    method("slice", 2, shared_slice),
    getter("maxByteLength", get_shared_max_byte_length),
    getter("growable", get_growable),
    method("grow", 1, shared_grow),
    to_string_tag("SharedArrayBuffer"),
};
const ClassSpec kSharedArrayBufferClass = {
    .name = "SharedArrayBuffer",
    .constructor = shared_constructor,
    .length = 1,
    .constructor_id = RealmObject::kSharedArrayBuffer,
    .prototype_id = RealmObject::kSharedArrayBufferPrototype,
    .prototype = kSharedRows,
    .statics = kSharedStatics,
};

}  // namespace jsx
