// %TypedArray%.prototype (tc39.es/ecma262/#sec-properties-of-the-%typedarrayprototype%-object), but for the methods of
// typed_array.js.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

#include "runtime/builtins/array_iterator.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/typed_array_builtins.h"
#include "runtime/object/bigint_ops.h"

namespace jsx {

// ---- properties ----

// https://tc39.es/ecma262/#sec-get-%typedarray%.prototype.buffer
static Completion<Value> get_buffer(Isolate& iso, Arguments args) {
    return Value(TRY(this_as<TypedArray>(iso, args, "get %TypedArray%.prototype.buffer"))->buffer());
}
// https://tc39.es/ecma262/#sec-get-%typedarray%.prototype.bytelength
static Completion<Value> get_byte_length(Isolate& iso, Arguments args) {
    return Value::number(uint64_t(TRY(this_as<TypedArray>(iso, args, "get TypedArray.prototype.byteLength"))->byte_length()));
}
// https://tc39.es/ecma262/#sec-get-%typedarray%.prototype.byteoffset
static Completion<Value> get_byte_offset(Isolate& iso, Arguments args) {
    return Value::number(uint64_t(TRY(this_as<TypedArray>(iso, args, "get TypedArray.prototype.byteOffset"))->byte_offset()));
}
// https://tc39.es/ecma262/#sec-get-%typedarray%.prototype.length
static Completion<Value> get_length(Isolate& iso, Arguments args) {
    return Value::number(uint64_t(TRY(this_as<TypedArray>(iso, args, "get TypedArray.prototype.length"))->length()));
}
// https://tc39.es/ecma262/#sec-get-%typedarray%.prototype-%symbol.tostringtag%
static Completion<Value> get_tag(Isolate& iso, Arguments args) {
    auto* array = cell_as<TypedArray>(args.this_value());
    return array ? Value(atomize(iso, element_type_name(array->type()))) : Value::undefined();
}

// ---- access ----

static Value element_or_undefined(Isolate& iso, TypedArray* array, double k) {
    return k < double(array->length()) ? array->load(iso, size_t(k)) : Value::undefined();
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.at
static Completion<Value> typed_array_at(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.at"));
    double length = double(array->length());
    double relative = TRY(to_integer_or_infinity(iso, args[0]));
    double k = relative >= 0 ? relative : length + relative;
    if (k < 0 || k >= length) return Value::undefined();
    return element_or_undefined(iso, array, k);
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.with
static Completion<Value> typed_array_with(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.with"));
    double length = double(array->length());
    double relative = TRY(to_integer_or_infinity(iso, args[0]));
    double actual = relative >= 0 ? relative : length + relative;
    Value value = TRY(to_element_value(iso, array->type(), args[1]));
    if (!(actual >= 0 && actual < double(array->length()))) return iso.throw_range_error("Invalid typed array index");
    TypedArray* result = TRY(new_typed_array(iso, array->type(), length));
    for (double k = 0; k < length; k++) {
        Value v = k == actual ? value : element_or_undefined(iso, array, k);
        (void)TRY(set_typed_element(iso, result, k, v));
    }
    return result;
}

/// Calls match(i) for i in [from, to), or from `from` down to 0; the first i for which it is true, or -1.
template <class T, class Match>
static double search(const TypedArray* array, double from, double to, Match match) {
    const T* data = reinterpret_cast<const T*>(array->data());
    for (size_t i = size_t(from); i < size_t(to); i++) {
        if (match(data[i])) return double(i);
    }
    return -1;
}

enum class Search : uint8_t { kFirst, kLast, kIncludes };

/// Where the number or BigInt stands within [from, to).
static double find_value(Isolate& iso, TypedArray* array, Value v, double from, double to, Search how) {
    if (is_bigint_type(array->type()) ? !is_bigint(v) : !v.is_number()) return -1;
    auto equals = [&](Value element) {
        if (is_bigint(v)) return bigint_equal(as_bigint(element), as_bigint(v));
        double a = element.as_number(), b = v.as_number();
        return a == b || (how == Search::kIncludes && a != a && b != b);
    };
    if (how == Search::kLast) {
        for (double i = to; i-- > from;) {
            if (equals(array->load(iso, size_t(i)))) return i;
        }
        return -1;
    }
    // FAST: bytes and doubles are compared as they are.
    if (v.is_number()) {
        double wanted = v.as_number();
        if (array->type() == ElementType::kFloat64 && wanted == wanted) {
            return search<double>(array, from, to, [=](double d) { return d == wanted; });
        }
        if (array->type() == ElementType::kUint8 || array->type() == ElementType::kUint8Clamped) {
            if (!(wanted >= 0 && wanted <= 255 && wanted == std::trunc(wanted))) return -1;
            if (from >= to) return -1;
            const uint8_t* start = array->data() + size_t(from);
            const void* found = std::memchr(start, int(wanted), size_t(to - from));
            return found ? double(static_cast<const uint8_t*>(found) - array->data()) : -1;
        }
    }
    for (double i = from; i < to; i++) {
        if (equals(array->load(iso, size_t(i)))) return i;
    }
    return -1;
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.includes
static Completion<Value> typed_array_includes(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.includes"));
    double length = double(array->length());
    if (length == 0) return Value::boolean(false);
    double from = TRY(relative_index(iso, args[1], length, 0));
    // What ran may have shrunk the array; what has gone reads as undefined.
    double present = std::min(length, double(array->length()));
    if (args[0].is_undefined()) return Value::boolean(from < length && present < length);
    return Value::boolean(find_value(iso, array, args[0], from, present, Search::kIncludes) >= 0);
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.indexof
static Completion<Value> typed_array_index_of(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.indexOf"));
    double length = double(array->length());
    if (length == 0) return Value::int32(-1);
    double from = TRY(relative_index(iso, args[1], length, 0));
    return Value::number(find_value(iso, array, args[0], from, std::min(length, double(array->length())), Search::kFirst));
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.lastindexof
static Completion<Value> typed_array_last_index_of(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.lastIndexOf"));
    double length = double(array->length());
    if (length == 0) return Value::int32(-1);
    double n = args.count() > 1 ? TRY(to_integer_or_infinity(iso, args[1])) : length - 1;
    double last = n >= 0 ? std::min(n, length - 1) : length + n;
    double end = std::min(last + 1, double(array->length()));
    return Value::number(find_value(iso, array, args[0], 0, end, Search::kLast));
}

// ---- texts ----

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.join
static Completion<Value> typed_array_join(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.join"));
    double length = double(array->length());
    String* separator = args[0].is_undefined() ? single_character_string(iso, ',') : TRY(to_string(iso, args[0]));
    StringBuilder text(iso);
    for (double k = 0; k < length; k++) {
        if (k > 0) text.append(separator);
        Value v = element_or_undefined(iso, array, k);
        if (!v.is_undefined()) text.append(TRY(to_string(iso, v)));
        if (text.length() > String::kMaxLength) break;
    }
    return TRY(text.finish());
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.tolocalestring
static Completion<Value> typed_array_to_locale_string(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.toLocaleString"));
    double length = double(array->length());
    StringBuilder text(iso);
    for (double k = 0; k < length; k++) {
        if (k > 0) text.append(u',');
        Value v = element_or_undefined(iso, array, k);
        if (v.is_undefined()) continue;
        text.append(TRY(to_string(iso, TRY(invoke(iso, v, PropertyKey(iso.names.toLocaleString))))));
    }
    return TRY(text.finish());
}

// ---- changes in place ----

/// What copyWithin and fill say of an array that lost its bytes to one of their arguments.
static Thrown throw_lost(Isolate& iso, TypedArray* array, const char* method) {
    if (array->buffer()->is_detached()) return throw_detached(iso, method);
    return iso.throw_type_error("Cannot perform %s out-of-bounds of the ArrayBuffer", method);
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.copywithin
static Completion<Value> typed_array_copy_within(Isolate& iso, Arguments args) {
    constexpr const char* kName = "%TypedArray%.prototype.copyWithin";
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), kName, Access::kWrite));
    double length = double(array->length());
    double to = TRY(relative_index(iso, args[0], length, 0));
    double from = TRY(relative_index(iso, args[1], length, 0));
    double final = TRY(relative_index(iso, args[2], length, length));
    double count = std::min(final - from, length - to);
    if (count <= 0) return array;
    if (array->is_out_of_bounds()) return throw_lost(iso, array, kName);
    // The array may have shrunk.
    length = std::min(length, double(array->length()));
    count = std::min({count, length - from, length - to});
    if (count <= 0) return array;
    uint32_t shift = array->shift();
    std::memmove(array->data() + (size_t(to) << shift), array->data() + (size_t(from) << shift), size_t(count) << shift);
    return array;
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.fill
static Completion<Value> typed_array_fill(Isolate& iso, Arguments args) {
    constexpr const char* kName = "%TypedArray%.prototype.fill";
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), kName, Access::kWrite));
    double length = double(array->length());
    Value value = TRY(to_element_value(iso, array->type(), args[0]));
    double from = TRY(relative_index(iso, args[1], length, 0));
    double to = TRY(relative_index(iso, args[2], length, length));
    if (array->is_out_of_bounds()) return throw_lost(iso, array, kName);
    to = std::min(to, double(array->length()));
    if (from >= to) return array;
    size_t size = element_size(array->type());
    uint8_t bytes[8];
    numeric_to_raw_bytes(iso, array->type(), value, bytes);
    uint8_t* start = array->data() + size_t(from) * size;
    if (size == 1) {
        std::memset(start, bytes[0], size_t(to - from));
    } else {
        for (size_t i = 0; i < size_t(to - from); i++) std::memcpy(start + i * size, bytes, size);
    }
    return array;
}

static void reverse_elements(uint8_t* data, size_t count, size_t size) {
    for (size_t low = 0, high = count; low + 1 < high; low++) {
        high--;
        std::swap_ranges(data + low * size, data + (low + 1) * size, data + high * size);
    }
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.reverse
static Completion<Value> typed_array_reverse(Isolate& iso, Arguments args) {
    TypedArray* array =
        TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.reverse", Access::kWrite));
    reverse_elements(array->data(), array->length(), element_size(array->type()));
    return array;
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.toreversed
static Completion<Value> typed_array_to_reversed(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), "%TypedArray%.prototype.toReversed"));
    TypedArray* result = TRY(new_typed_array(iso, array->type(), double(array->length())));
    if (size_t bytes = result->byte_length()) std::memcpy(result->data(), array->data(), bytes);
    reverse_elements(result->data(), result->length(), element_size(result->type()));
    return result;
}

template <class T>
static void sort_as(uint8_t* bytes, size_t length) {
    T* data = reinterpret_cast<T*>(bytes);
    std::sort(data, data + length);
}
/// Floating point numbers in order of their bits, made monotonous: -0 before 0, NaNs (all positive here) last.
template <class Bits>
static void sort_as_floats(uint8_t* bytes, size_t length, Bits infinity) {
    using Signed = std::make_signed_t<Bits>;
    constexpr int kTop = sizeof(Bits) * 8 - 1;
    Bits* data = reinterpret_cast<Bits*>(bytes);
    for (size_t i = 0; i < length; i++) {
        Bits magnitude = data[i] & Bits(~(Bits(1) << kTop));
        if (magnitude > infinity) data[i] = magnitude;
    }
    auto key = [](Bits b) { return Signed(b >> kTop ? Bits(~b) ^ (Bits(1) << kTop) : b); };
    std::sort(data, data + length, [&](Bits a, Bits b) { return key(a) < key(b); });
}

static void sort_elements(ElementType type, uint8_t* data, size_t length) {
    switch (type) {
    case ElementType::kInt8: return sort_as<int8_t>(data, length);
    case ElementType::kUint8:
    case ElementType::kUint8Clamped: return sort_as<uint8_t>(data, length);
    case ElementType::kInt16: return sort_as<int16_t>(data, length);
    case ElementType::kUint16: return sort_as<uint16_t>(data, length);
    case ElementType::kInt32: return sort_as<int32_t>(data, length);
    case ElementType::kUint32: return sort_as<uint32_t>(data, length);
    case ElementType::kBigInt64: return sort_as<int64_t>(data, length);
    case ElementType::kBigUint64: return sort_as<uint64_t>(data, length);
    case ElementType::kFloat16: return sort_as_floats<uint16_t>(data, length, 0x7C00);
    case ElementType::kFloat32: return sort_as_floats<uint32_t>(data, length, 0x7F800000);
    case ElementType::kFloat64: return sort_as_floats<uint64_t>(data, length, 0x7FF0000000000000);
    }
}

Completion<void> sort_typed_array(Isolate& iso, TypedArray* array, size_t length) {
    length = std::min(length, array->length());
    if (!array->buffer()->is_shared()) {
        sort_elements(array->type(), array->data(), length);
        return {};
    }
    // Other threads may write meanwhile, and a sort whose numbers change under it may leave the array: it sorts a copy.
    const size_t bytes = length << array->shift();
    std::unique_ptr<uint8_t[]> copy(new (std::nothrow) uint8_t[bytes]);
    if (!copy) return iso.throw_range_error("Array buffer allocation failed");
    std::memcpy(copy.get(), array->data(), bytes);
    sort_elements(array->type(), copy.get(), length);
    std::memcpy(array->data(), copy.get(), bytes);
    return {};
}

// ---- set ----

// https://tc39.es/ecma262/#sec-settypedarrayfromtypedarray
static Completion<void> set_from_typed_array(Isolate& iso, TypedArray* target, double offset, TypedArray* source) {
    constexpr const char* kName = "%TypedArray%.prototype.set";
    if (target->is_out_of_bounds() || source->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    if (is_bigint_type(target->type()) != is_bigint_type(source->type())) {
        return iso.throw_type_error("Cannot mix BigInt and other types, use explicit conversions");
    }
    size_t count = source->length();
    if (offset + double(count) > double(target->length())) return iso.throw_range_error("offset is out of bounds");
    if (count == 0) return {};
    uint8_t* to = target->data() + (size_t(offset) << target->shift());
    if (target->type() == source->type()) {
        std::memmove(to, source->data(), count << source->shift());
        return {};
    }
    // Bytes that would be overwritten before they are read are copied first.
    const uint8_t* from = source->data();
    std::unique_ptr<uint8_t[]> copy;
    if (target->buffer()->data() == source->buffer()->data()) {
        size_t bytes = count << source->shift();
        copy.reset(new (std::nothrow) uint8_t[bytes]);
        if (!copy) return iso.throw_range_error("Array buffer allocation failed");
        std::memcpy(copy.get(), from, bytes);
        from = copy.get();
    }
    for (size_t i = 0; i < count; i++) {
        Value v = raw_bytes_to_numeric(iso, source->type(), from + (i << source->shift()));
        target->store(iso, size_t(offset) + i, v);
    }
    return {};
}

// https://tc39.es/ecma262/#sec-settypedarrayfromarraylike
static Completion<void> set_from_array_like(Isolate& iso, TypedArray* target, double offset, Value source) {
    if (target->is_out_of_bounds()) return throw_out_of_bounds(iso, "%TypedArray%.prototype.set");
    double length = double(target->length());
    Object* from = TRY(to_object(iso, source));
    double count = TRY(length_of_array_like(iso, from));
    if (offset + count > length) return iso.throw_range_error("offset is out of bounds");
    for (double i = 0; i < count; i++) {
        Value v = TRY(get(iso, from, PropertyKey::from_index(iso, uint64_t(i))));
        (void)TRY(set_typed_element(iso, target, offset + i, v));
    }
    return {};
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.set
static Completion<Value> typed_array_set(Isolate& iso, Arguments args) {
    auto* target = cell_as<TypedArray>(args.this_value());
    if (!target) return iso.throw_type_error("this is not a typed array.");
    if (target->buffer()->is_immutable()) return throw_immutable(iso, "%TypedArray%.prototype.set");
    double offset = TRY(to_integer_or_infinity(iso, args[1]));
    if (offset < 0) return iso.throw_range_error("offset is out of bounds");
    if (auto* source = cell_as<TypedArray>(args[0])) {
        (void)TRY(set_from_typed_array(iso, target, offset, source));
    } else {
        (void)TRY(set_from_array_like(iso, target, offset, args[0]));
    }
    return Value::undefined();
}

// ---- parts ----

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.slice
static Completion<Value> typed_array_slice(Isolate& iso, Arguments args) {
    constexpr const char* kName = "%TypedArray%.prototype.slice";
    TypedArray* array = TRY(validate_typed_array(iso, args.this_value(), kName));
    double length = double(array->length());
    double from = TRY(relative_index(iso, args[0], length, 0));
    double final = TRY(relative_index(iso, args[1], length, length));
    double count = std::max(final - from, 0.0);
    Value size = Value::number(count);
    TypedArray* result = TRY(typed_array_species_create(iso, array, {&size, 1}, kName, Access::kWrite, count));
    if (count == 0) return result;
    // The constructor may have detached or shrunk the array.
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, kName);
    final = std::min(final, double(array->length()));
    count = std::max(final - from, 0.0);
    if (array->type() == result->type()) {
        size_t bytes = std::min(size_t(count) << array->shift(), result->byte_length());
        uint8_t* to = result->data();
        const uint8_t* source = array->data() + (size_t(from) << array->shift());
        if (array->buffer()->data() != result->buffer()->data()) {
            if (bytes) std::memcpy(to, source, bytes);
        } else {
            // One buffer: the standard copies upward, byte by byte.
            for (size_t i = 0; i < bytes; i++) to[i] = source[i];
        }
        return result;
    }
    for (double n = 0; from < final; from++, n++) {
        Value v = element_or_undefined(iso, array, from);
        (void)TRY(set_or_throw(iso, result, PropertyKey::from_index(iso, uint64_t(n)), v));
    }
    return result;
}

// https://tc39.es/ecma262/#sec-%typedarray%.prototype.subarray
static Completion<Value> typed_array_subarray(Isolate& iso, Arguments args) {
    constexpr const char* kName = "%TypedArray%.prototype.subarray";
    TypedArray* array = TRY(this_as<TypedArray>(iso, args, kName));
    double length = double(array->length());
    double begin = TRY(relative_index(iso, args[0], length, 0));
    Value arguments[3] = {Value(array->buffer()), Value::undefined(), Value::undefined()};
    size_t count = 2;
    if (!(array->is_length_tracking() && args[1].is_undefined())) {
        double end = TRY(relative_index(iso, args[1], length, length));
        arguments[2] = Value::number(std::max(end - begin, 0.0));
        count = 3;
    }
    arguments[1] = Value::number(double(array->raw_byte_offset()) + begin * element_size(array->type()));
    return TRY(typed_array_species_create(iso, array, {arguments, count}, kName, Access::kRead));
}

// ---- iterators ----

static Completion<Value> make_iterator(Isolate& iso, Arguments args, const char* method, ArrayIterationKind kind) {
    return create_array_iterator(iso, TRY(validate_typed_array(iso, args.this_value(), method)), kind);
}
// https://tc39.es/ecma262/#sec-%typedarray%.prototype.entries
static Completion<Value> typed_array_entries(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "%TypedArray%.prototype.entries", ArrayIterationKind::kEntries);
}
// https://tc39.es/ecma262/#sec-%typedarray%.prototype.keys
static Completion<Value> typed_array_keys(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "%TypedArray%.prototype.keys", ArrayIterationKind::kKeys);
}
// https://tc39.es/ecma262/#sec-%typedarray%.prototype.values
static Completion<Value> typed_array_values(Isolate& iso, Arguments args) {
    return make_iterator(iso, args, "%TypedArray%.prototype.values", ArrayIterationKind::kValues);
}

// ---- the table ----

static constexpr BuiltinSpec kTypedArrayStatics[] = {
    method("of", 0, typed_array_of),
    method("from", 1, typed_array_from),
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kTypedArrayRows[] = {
    getter("buffer", get_buffer),
    getter("byteLength", get_byte_length),
    getter("byteOffset", get_byte_offset),
    getter("length", get_length),
    method("entries", 0, typed_array_entries),
    method("keys", 0, typed_array_keys),
    method("values", 0, typed_array_values),
    method("at", 1, typed_array_at),
    method("copyWithin", 2, typed_array_copy_within),
    js_method("every", 1),
    method("fill", 1, typed_array_fill),
    js_method("filter", 1),
    js_method("find", 1),
    js_method("findIndex", 1),
    js_method("findLast", 1),
    js_method("findLastIndex", 1),
    js_method("forEach", 1),
    method("includes", 1, typed_array_includes),
    method("indexOf", 1, typed_array_index_of),
    method("join", 1, typed_array_join),
    method("lastIndexOf", 1, typed_array_last_index_of),
    js_method("map", 1),
    method("reverse", 0, typed_array_reverse),
    js_method("reduce", 1),
    js_method("reduceRight", 1),
    method("set", 1, typed_array_set),
    method("slice", 2, typed_array_slice),
    js_method("some", 1),
    js_method("sort", 1),
    method("subarray", 2, typed_array_subarray),
    method("toReversed", 0, typed_array_to_reversed),
    js_method("toSorted", 1),
    method("with", 2, typed_array_with),
    method("toLocaleString", 0, typed_array_to_locale_string),
    realm_object("toString", RealmObject::kArrayProtoToString),
    alias("@@iterator", "values"),
    getter("@@toStringTag", get_tag),
};
const ClassSpec kTypedArrayClass = {
    .name = "TypedArray",
    .constructor = typed_array_constructor,
    .length = 0,
    .constructor_id = RealmObject::kTypedArray,
    .prototype_id = RealmObject::kTypedArrayPrototype,
    .prototype = kTypedArrayRows,
    .statics = kTypedArrayStatics,
    .js_source = "typed_array.js",
};

}  // namespace jsx
