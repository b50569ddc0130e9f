// TypedArray constructors and creation (tc39.es/ecma262/#sec-typedarray-objects).
#include <algorithm>
#include <cstring>
#include <string>

#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/typed_array_builtins.h"

namespace jsx {

static constexpr const char* kMixed = "Cannot mix BigInt and other types, use explicit conversions";

RealmObject typed_array_constructor_id(ElementType type) {
    return RealmObject(uint16_t(RealmObject::kInt8Array) + 2 * uint16_t(type));
}
static RealmObject prototype_id(ElementType type) {
    return RealmObject(uint16_t(typed_array_constructor_id(type)) + 1);
}
static_assert(uint16_t(RealmObject::kFloat64ArrayPrototype) ==
              uint16_t(RealmObject::kInt8Array) + 2 * uint16_t(ElementType::kFloat64) + 1);

// ---- creation ----

/// V8 has two texts, depending on how it implements the method.
static Thrown throw_not_typed_array(Isolate& iso, Value v, const char* method) {
    for (const char* name : {"at", "join", "slice", "sort", "toReversed", "toSorted", "toLocaleString"}) {
        if (std::string_view(method).ends_with(std::string(".") + name)) return throw_incompatible_receiver(iso, method, v);
    }
    return iso.throw_type_error("this is not a typed array.");
}

Completion<TypedArray*> validate_typed_array(Isolate& iso, Value v, const char* method, Access access) {
    auto* array = cell_as<TypedArray>(v);
    if (!array) return throw_not_typed_array(iso, v, method);
    if (access == Access::kWrite && array->buffer()->is_immutable()) return throw_immutable(iso, method);
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, method);
    return array;
}

Completion<TypedArray*> create_typed_array(Isolate& iso, Object* constructor, std::span<const Value> args, const char* method,
                                           Access access, double length) {
    Value made(TRY(construct(iso, constructor, args, constructor)));
    if (!cell_as<TypedArray>(made)) return throw_incompatible_receiver(iso, method, made);
    TypedArray* array = TRY(validate_typed_array(iso, made, method, access));
    if (length >= 0 && double(array->length()) < length) {
        return iso.throw_type_error("Derived TypedArray constructor created an array which was too small");
    }
    return array;
}

Completion<TypedArray*> typed_array_species_create(Isolate& iso, TypedArray* exemplar, std::span<const Value> args,
                                                   const char* method, Access access, double length) {
    Object* standard = iso.realm()->object(iso, typed_array_constructor_id(exemplar->type()));
    Object* constructor = TRY(species_constructor(iso, exemplar, standard));
    TypedArray* array = TRY(create_typed_array(iso, constructor, args, method, access, length));
    if (is_bigint_type(array->type()) != is_bigint_type(exemplar->type())) return iso.throw_type_error("%s", kMixed);
    return array;
}

static Thrown throw_bad_length(Isolate& iso, Value length) {
    return iso.throw_range_error("Invalid typed array length: %V", &length);
}

/// AllocateTypedArray with a buffer of its own.
static Completion<TypedArray*> allocate(Isolate& iso, Shape* shape, ElementType type, double length) {
    double bytes = length * element_size(type);
    if (bytes > 9007199254740991.0) return throw_bad_length(iso, Value::number(length));
    ArrayBuffer* buffer = TRY(new_array_buffer(iso, bytes));
    return TypedArray::create(iso, shape, type, buffer, 0, size_t(length));
}

Completion<TypedArray*> new_typed_array(Isolate& iso, ElementType type, double length) {
    return allocate(iso, Shape::root(iso, iso.realm()->object(iso, prototype_id(type)), 0), type, length);
}

// ---- the constructors ----

// https://tc39.es/ecma262/#sec-initializetypedarrayfromtypedarray
static Completion<TypedArray*> from_typed_array(Isolate& iso, Shape* shape, ElementType type, TypedArray* source) {
    if (source->is_out_of_bounds()) return throw_out_of_bounds(iso, "Construct");
    size_t length = source->length();
    TypedArray* array = TRY(allocate(iso, shape, type, double(length)));
    if (is_bigint_type(type) != is_bigint_type(source->type())) return iso.throw_type_error("%s", kMixed);
    if (type == source->type()) {
        if (length) std::memcpy(array->data(), source->data(), length << source->shift());
    } else {
        for (size_t i = 0; i < length; i++) array->store(iso, i, source->load(iso, i));
    }
    return array;
}

// https://tc39.es/ecma262/#sec-initializetypedarrayfromarraybuffer
static Completion<TypedArray*> from_buffer(Isolate& iso, Shape* shape, ElementType type, ArrayBuffer* buffer, Value byte_offset,
                                           Value length) {
    uint32_t size = element_size(type);
    const char* name = element_type_name(type);
    auto bad_offset = [&] {
        return iso.throw_range_error("Start offset %V is outside the bounds of the buffer", &byte_offset);
    };
    // 2-3. Let offset be ? ToIndex(byteOffset), a multiple of the element's size.
    double offset = TRY(to_integer_or_infinity(iso, byte_offset));
    if (offset < 0 || offset > 9007199254740991.0) return bad_offset();
    if (uint64_t(offset) % size != 0) {
        return iso.throw_range_error("start offset of %s should be a multiple of %u", name, size);
    }
    // 4-5. The length, if one is given.
    double elements = 0;
    if (!length.is_undefined()) {
        elements = TRY(to_integer_or_infinity(iso, length));
        if (elements < 0 || elements > 9007199254740991.0) return throw_bad_length(iso, length);
    }
    // 6. If IsDetachedBuffer(buffer) is true, throw a TypeError exception.
    if (buffer->is_detached()) return throw_detached(iso, "Construct");
    double bytes = double(buffer->byte_length());
    // 8. Without a length, a view of a resizable buffer follows its length.
    if (length.is_undefined() && buffer->is_resizable()) {
        if (offset > bytes) return bad_offset();
        return TypedArray::create(iso, shape, type, buffer, size_t(offset), TypedArray::kTracking);
    }
    // 9. Else it is fixed.
    if (length.is_undefined()) {
        if (uint64_t(bytes) % size != 0) {
            return iso.throw_range_error("byte length of %s should be a multiple of %u", name, size);
        }
        if (offset > bytes) return bad_offset();
        elements = (bytes - offset) / size;
    } else if (offset + elements * size > bytes) {
        return throw_bad_length(iso, length);
    }
    return TypedArray::create(iso, shape, type, buffer, size_t(offset), size_t(elements));
}

/// Elements from a list that the program cannot see.
static Completion<TypedArray*> from_list(Isolate& iso, Shape* shape, ElementType type, Array* values) {
    TypedArray* array = TRY(allocate(iso, shape, type, double(values->length())));
    for (uint32_t i = 0; i < values->length(); i++) {
        Value v = values->fast_elements()->get(i);
        if (i < array->length() && array->store_fast(i, v)) continue;
        (void)TRY(set_typed_element(iso, array, double(i), v));
    }
    return array;
}

// https://tc39.es/ecma262/#sec-initializetypedarrayfromarraylike
static Completion<TypedArray*> from_array_like(Isolate& iso, Shape* shape, ElementType type, Object* source) {
    double length = TRY(length_of_array_like(iso, source));
    TypedArray* array = TRY(allocate(iso, shape, type, length));
    for (double i = 0; i < length; i++) {
        Value v = TRY(get(iso, source, PropertyKey::from_index(iso, uint64_t(i))));
        (void)TRY(set_typed_element(iso, array, i, v));
    }
    return array;
}

/// The values of an iterable whose @@iterator method is `method`; in the heap, whose limit bounds them.
static Completion<Array*> collect(Isolate& iso, Value iterable, Value method) {
    IteratorRecord record = TRY(get_iterator_from_method(iso, iterable, method));
    Array* values = new_array(iso);
    for (Value v; TRY(iterator_step_value(iso, record, &v));) (void)TRY(put_element(iso, values, values->length(), v));
    return values;
}

// https://tc39.es/ecma262/#sec-typedarray
static Completion<Value> construct_typed_array(Isolate& iso, Arguments args, ElementType type) {
    // 1. If NewTarget is undefined, throw a TypeError exception.
    if (!args.is_construct()) return throw_requires_new(iso, element_type_name(type));
    Value first = args[0];
    if (!is_object(first)) {
        // 6.c. A length.
        double length = TRY(to_integer_or_infinity(iso, first));
        if (length < 0 || length > 9007199254740991.0) return throw_bad_length(iso, first);
        Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), prototype_id(type)));
        return TRY(allocate(iso, shape, type, length));
    }
    // 6.b. An object: a typed array, a buffer, something iterable, something like an array.
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), prototype_id(type)));
    if (auto* source = cell_as<TypedArray>(first)) return TRY(from_typed_array(iso, shape, type, source));
    if (auto* buffer = cell_as<ArrayBuffer>(first)) return TRY(from_buffer(iso, shape, type, buffer, args[1], args[2]));
    if (is_pristine_array(iso, first) && !is_bigint_type(type)) {
        auto* numbers = static_cast<Array*>(first.as_cell());
        if (numbers->is_packed() && !(numbers->elements()->flags() & Elements::kNotNumber)) {
            // FAST: nothing of the program is called.
            return TRY(from_array_like(iso, shape, type, numbers));
        }
    }
    Value method = TRY(get_method(iso, first, PropertyKey(iso.symbols.iterator)));
    if (method.is_undefined()) return TRY(from_array_like(iso, shape, type, as_object(first)));
    return TRY(from_list(iso, shape, type, TRY(collect(iso, first, method))));
}

// https://tc39.es/ecma262/#sec-%typedarray%
Completion<Value> typed_array_constructor(Isolate& iso, Arguments) {
    return iso.throw_type_error("Abstract class TypedArray not directly constructable");
}

// ---- from, of ----

static Completion<Object*> this_constructor(Isolate& iso, Arguments args) {
    Value c = args.this_value();
    if (!is_constructor(c)) return iso.throw_type_error("%V is not a constructor", &c);
    return as_object(c);
}

static Completion<void> set_element(Isolate& iso, TypedArray* target, double k, Value v) {
    if (k < double(target->length()) && target->store_fast(size_t(k), v)) return {};
    return set_or_throw(iso, target, PropertyKey::from_index(iso, uint64_t(k)), v);
}

// https://tc39.es/ecma262/#sec-%typedarray%.from
Completion<Value> typed_array_from(Isolate& iso, Arguments args) {
    constexpr const char* kName = "%TypedArray%.from";
    Object* constructor = TRY(this_constructor(iso, args));
    Value source = args[0], mapper = args[1], this_arg = args[2];
    bool maps = !mapper.is_undefined();
    if (maps && !is_callable(mapper)) {
        String* text = call_site_text(iso, mapper);
        return iso.throw_type_error("%S is not a function", text);
    }
    if (source.is_nullish()) {
        String* text = call_site_text(iso, source);
        return iso.throw_type_error("%S is not iterable (cannot read property Symbol(Symbol.iterator))", text);
    }
    auto map_value = [&](Value v, double k) -> Completion<Value> {
        return maps ? call(iso, mapper, this_arg, {v, Value::number(k)}) : Completion<Value>(v);
    };
    // 5-6. Something iterable: a list first.
    Value method = TRY(get_method(iso, source, PropertyKey(iso.symbols.iterator)));
    if (!method.is_undefined()) {
        Array* values = TRY(collect(iso, source, method));
        Value length = Value::number(values->length());
        TypedArray* target = TRY(create_typed_array(iso, constructor, {&length, 1}, kName, Access::kWrite, values->length()));
        for (uint32_t k = 0; k < values->length(); k++) {
            (void)TRY(set_element(iso, target, k, TRY(map_value(values->fast_elements()->get(k), k))));
        }
        return target;
    }
    // 8-13. Something like an array.
    Object* like = TRY(to_object(iso, source));
    double count = TRY(length_of_array_like(iso, like));
    Value length = Value::number(count);
    TypedArray* target = TRY(create_typed_array(iso, constructor, {&length, 1}, kName, Access::kWrite, count));
    for (double k = 0; k < count; k++) {
        Value v = TRY(get(iso, like, PropertyKey::from_index(iso, uint64_t(k))));
        (void)TRY(set_element(iso, target, k, TRY(map_value(v, k))));
    }
    return target;
}

// https://tc39.es/ecma262/#sec-%typedarray%.of
Completion<Value> typed_array_of(Isolate& iso, Arguments args) {
    Object* constructor = TRY(this_constructor(iso, args));
    Value length = Value::number(args.count());
    TypedArray* target =
        TRY(create_typed_array(iso, constructor, {&length, 1}, "%TypedArray%.of", Access::kWrite, args.count()));
    for (uint32_t k = 0; k < args.count(); k++) (void)TRY(set_element(iso, target, k, args[k]));
    return target;
}

// ---- the tables ----

template <ElementType kType>
static Completion<Value> typed_constructor(Isolate& iso, Arguments args) {
    return construct_typed_array(iso, args, kType);
}
template <ElementType kType>
static constexpr BuiltinSpec kElementSizeRows[] = {number_constant("BYTES_PER_ELEMENT", element_size(kType))};

#define PLAIN_CLASS(type)                                                                          \
    const ClassSpec k##type##ArrayClass = {                                                        \
        .name = #type "Array",                                                                     \
        .constructor = typed_constructor<ElementType::k##type>,                                    \
        .length = 3,                                                                               \
        .constructor_id = RealmObject::k##type##Array,                                             \
        .prototype_id = RealmObject::k##type##ArrayPrototype,                                      \
        .parent = RealmObject::kTypedArray,                                                        \
        .prototype_parent = RealmObject::kTypedArrayPrototype,                                     \
        .prototype = kElementSizeRows<ElementType::k##type>,                                       \
        .statics = kElementSizeRows<ElementType::k##type>,                                         \
    };
PLAIN_CLASS(Int8)
PLAIN_CLASS(Uint8Clamped)
PLAIN_CLASS(Int16)
PLAIN_CLASS(Uint16)
PLAIN_CLASS(Int32)
PLAIN_CLASS(Uint32)
PLAIN_CLASS(BigInt64)
PLAIN_CLASS(BigUint64)
PLAIN_CLASS(Float16)
PLAIN_CLASS(Float32)
PLAIN_CLASS(Float64)
#undef PLAIN_CLASS

Completion<Value> uint8_array_constructor(Isolate& iso, Arguments args) {
    return construct_typed_array(iso, args, ElementType::kUint8);
}

}  // namespace jsx
