// What built-ins written in JavaScript call as %Name(...): runtime/builtins/intrinsics.def lists and describes them.
#include "runtime/builtins/array.h"
#include "runtime/builtins/iterator.h"
#include "runtime/builtins/js_builtins.h"
#include "runtime/builtins/typed_array_builtins.h"

namespace jsx {

namespace {

using IntrinsicFn = Completion<Value> (*)(Isolate& iso, Value* args, uint32_t count);
#define INTRINSIC(name) Completion<Value> intrinsic_##name([[maybe_unused]] Isolate& iso, [[maybe_unused]] Value* args, [[maybe_unused]] uint32_t count)

constexpr double kMaxSafeInteger = 9007199254740991.0;

// ---- conversions and tests ----

INTRINSIC(ToObject) { return TRY(to_object(iso, args[0])); }
INTRINSIC(ToLength) { return Value::number(TRY(to_length(iso, args[0]))); }
INTRINSIC(ToIntegerOrInfinity) { return Value::number(TRY(to_integer_or_infinity(iso, args[0]))); }
INTRINSIC(ToString) { return TRY(to_string(iso, args[0])); }
INTRINSIC(ToNumber) { return Value::number(TRY(to_number(iso, args[0]))); }
INTRINSIC(ToPropertyKey) {
    PropertyKey key = TRY(to_property_key(iso, args[0]));
    return key.to_value(iso);
}
INTRINSIC(LengthOfArrayLike) {
    if (auto* array = cell_as<Array>(args[0])) return Value::number(array->length());
    return Value::number(TRY(length_of_array_like(iso, as_object(args[0]))));
}
INTRINSIC(IsCallable) { return Value::boolean(is_callable(args[0])); }
INTRINSIC(IsConstructor) { return Value::boolean(is_constructor(args[0])); }
INTRINSIC(IsObject) { return Value::boolean(is_object(args[0])); }
INTRINSIC(IsArray) { return Value::boolean(TRY(is_array(iso, args[0]))); }
INTRINSIC(SameValueZero) { return Value::boolean(same_value_zero(iso, args[0], args[1])); }
INTRINSIC(ToObjectFor) {
    if (is_object(args[0])) return args[0];
    Utf8Text method(iso, as_string(args[1]));
    (void)TRY(require_object_coercible(iso, args[0], std::string(method.view()).c_str()));
    return TRY(to_object(iso, args[0]));
}
INTRINSIC(ArgumentCount) {
    return Value::int32(iso.top_frame[kFrameArgumentCount].as_int32() & ~kConstructFlag);
}

// ---- objects ----

INTRINSIC(HasProperty) {
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    return Value::boolean(TRY(has_property(iso, as_object(args[0]), key)));
}
INTRINSIC(Call) { return call(iso, args[0], args[1], std::span<const Value>(args + 2, count - 2)); }
INTRINSIC(Construct) {
    return TRY(construct(iso, as_object(args[0]), std::span<const Value>(args + 2, count - 2), as_object(args[1])));
}
INTRINSIC(SpeciesConstructor) { return TRY(species_constructor(iso, as_object(args[0]), as_object(args[1]))); }
INTRINSIC(ArraySpeciesCreate) { return TRY(array_species_create(iso, as_object(args[0]), args[1].as_number())); }
INTRINSIC(ArrayCreate) { return TRY(array_create(iso, args[0].as_number())); }
INTRINSIC(CreateDataProperty) {
    // FAST: one more element of an array.
    auto* array = cell_as<Array>(args[0]);
    if (array && args[1].is_int32()) {
        uint32_t index = uint32_t(args[1].as_int32());
        ElementsBase* elements = array->elements();
        if (elements->fast_length() == index && array->length() >= index && !elements->is_sparse() &&
            !(elements->flags() & (Elements::kNoStore | kElementsFixed)) &&
            (array->length() > index || array->is_length_writable())) {
            Elements* store = array->fast_elements();
            if (JSX_LIKELY(store->length() < store->capacity())) {
                store->push(args[2]);
                if (array->length() == index) array->set_length_nocheck(index + 1);
            } else {
                (void)TRY(put_element(iso, array, index, args[2]));
            }
            return Value::undefined();
        }
    }
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    (void)TRY(create_data_property_or_throw(iso, as_object(args[0]), key, args[2]));
    return Value::undefined();
}
INTRINSIC(DeletePropertyOrThrow) {
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    (void)TRY(delete_property_or_throw(iso, as_object(args[0]), key));
    return Value::undefined();
}
INTRINSIC(OwnPropertyKeys) {
    CellArray* keys = TRY(own_property_keys(iso, as_object(args[0])));
    return new_array(iso, std::span<const Value>(keys->values(), keys->length()));
}
INTRINSIC(HasOwnEnumerable) {
    PropertyKey key = TRY(to_property_key(iso, args[1]));
    PropertyDescriptor desc;
    bool has = TRY(get_own_property(iso, as_object(args[0]), key, &desc));
    return Value::boolean(has && desc.enumerable());
}
INTRINSIC(ObjectFromLists) {
    auto* keys = static_cast<Array*>(args[0].as_cell());
    auto* values = static_cast<Array*>(args[1].as_cell());
    Object* o = new_object_with_prototype(iso, nullptr);
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyKey key = MUST(to_property_key(iso, keys->fast_elements()->get(i)));
        MUST(create_data_property(iso, o, key, values->fast_elements()->get(i)));
    }
    return o;
}

// ---- errors ----

/// A text in which each %V stands for the next argument, as messages show values.
Completion<String*> format_message(Isolate& iso, Value* args, uint32_t count) {
    FlatContent format = as_string(args[0])->content(iso);
    StringBuilder out(iso);
    uint32_t next = 1;
    for (uint32_t i = 0; i < format.length; i++) {
        if (format[i] == u'%' && i + 1 < format.length && format[i + 1] == u'V' && next < count) {
            out.append(value_for_message(iso, args[next++]));
            i++;
        } else {
            out.append(format[i]);
        }
    }
    return out.finish();
}
INTRINSIC(ThrowTypeError) {
    String* message = TRY(format_message(iso, args, count));
    return iso.throw_type_error("%S", message);
}
INTRINSIC(ThrowRangeError) {
    String* message = TRY(format_message(iso, args, count));
    return iso.throw_range_error("%S", message);
}
INTRINSIC(CheckCallback) {
    if (!is_callable(args[0])) return throw_not_a_function(iso, args[0]);
    return Value::undefined();
}
INTRINSIC(CheckComparator) {
    if (!is_callable(args[0])) {
        return iso.throw_type_error("The comparison function must be either a function or undefined: %V", &args[0]);
    }
    return Value::undefined();
}
INTRINSIC(ThrowNotAFunction) { return throw_not_a_function(iso, args[0]); }
INTRINSIC(CheckIterator) {
    if (!is_object(args[0])) return iso.throw_type_error("Result of the Symbol.iterator method is not an object");
    return Value::undefined();
}
INTRINSIC(CheckIteratorResult) {
    if (!is_object(args[0])) return iso.throw_type_error("Iterator result %V is not an object", &args[0]);
    return Value::undefined();
}

// ---- lists, sorting ----

INTRINSIC(NewList) {
    uint32_t length = uint32_t(args[0].as_int32());
    Array* list = new_array(iso, length);
    Elements* elements = TRY(ensure_elements(iso, list, length));
    for (uint32_t i = 0; i < length; i++) elements->push(Value::undefined());
    list->set_length_nocheck(length);
    return list;
}
INTRINSIC(CopyList) {
    auto* list = static_cast<Array*>(args[0].as_cell());
    uint32_t from = uint32_t(args[1].as_int32());
    return new_array(iso, std::span<const Value>(list->fast_elements()->values() + from, list->length() - from));
}
INTRINSIC(MergeSort) { return iso.realm()->object(iso, RealmObject::kMergeSort); }
INTRINSIC(SortCollect) { return sort_collect(iso, as_object(args[0]), args[1].as_number(), args[2].is_true()); }
INTRINSIC(SortDefault) {
    (void)TRY(sort_default(iso, static_cast<Array*>(args[0].as_cell())));
    return Value::undefined();
}
INTRINSIC(SortWriteBack) {
    (void)TRY(sort_write_back(iso, as_object(args[0]), static_cast<Array*>(args[1].as_cell()), args[2].as_number()));
    return Value::undefined();
}

// ---- iterators ----

INTRINSIC(GetIterator) {
    Value method = TRY(get_method(iso, args[0], PropertyKey(iso.symbols.iterator)));
    if (method.is_undefined()) {
        return iso.throw_type_error("%S is not iterable (cannot read property Symbol(Symbol.iterator))",
                                    call_site_text(iso, args[0]));
    }
    Value iterator = TRY(call(iso, method, args[0]));
    if (!is_object(iterator)) return iso.throw_type_error("Result of the Symbol.iterator method is not an object");
    return iterator;
}
INTRINSIC(GetIteratorMethod) {
    if (args[0].is_nullish()) {
        return iso.throw_type_error("%S is not iterable (cannot read property Symbol(Symbol.iterator))",
                                    call_site_text(iso, args[0]));
    }
    Value method = TRY(get_v(iso, args[0], PropertyKey(iso.symbols.iterator)));
    if (method.is_nullish()) return Value::undefined();
    if (!is_callable(method)) {
        return iso.throw_type_error("%%Array%%.from requires that the property of the first argument, "
                                    "items[Symbol.iterator], when exists, be a function");
    }
    return method;
}
INTRINSIC(IsPristineArray) {
    Realm* realm = iso.realm();
    return Value::boolean(is_pristine_array(iso, args[0]) &&
                          args[1] == Value(realm->object(iso, RealmObject::kArrayProtoValues)));
}
INTRINSIC(GetAsyncIterator) {
    Value method = TRY(get_method(iso, args[0], PropertyKey(iso.symbols.async_iterator)));
    if (!method.is_undefined()) {
        Value iterator = TRY(call(iso, method, args[0]));
        if (!is_object(iterator)) {
            return iso.throw_type_error("Result of the Symbol.asyncIterator method is not an object");
        }
        return iterator;
    }
    method = TRY(get_method(iso, args[0], PropertyKey(iso.symbols.iterator)));
    if (method.is_undefined()) return Value::undefined();
    IteratorRecord sync = TRY(get_iterator_from_method(iso, args[0], method));
    return create_async_from_sync_iterator(iso, sync);
}
INTRINSIC(IteratorClose) {
    (void)TRY(iterator_close(iso, {as_object(args[0]), Value::undefined(), false}));
    return Value::undefined();
}
/// IteratorClose for a throw completion that the caller holds: whatever `return` does is forgotten.
void close_silently(Isolate& iso, Object* iterator) {
    Completion<Value> method = get_method(iso, Value(iterator), PropertyKey(iso.names.return_));
    if (method.threw()) {
        (void)iso.take_pending();
        return;
    }
    if (method.take().is_undefined()) return;
    if (call(iso, method.take(), Value(iterator)).threw()) (void)iso.take_pending();
}
INTRINSIC(IteratorCloseSilently) {
    close_silently(iso, as_object(args[0]));
    return Value::undefined();
}
// https://tc39.es/ecma262/#sec-iteratorcloseall
INTRINSIC(IteratorCloseAllSilently) {
    auto* list = static_cast<Array*>(args[0].as_cell());
    for (uint32_t i = list->length(); i > 0; i--) {
        Value iterator = list->fast_elements()->get(i - 1);
        if (!iterator.is_undefined()) close_silently(iso, as_object(iterator));
    }
    return Value::undefined();
}
INTRINSIC(IteratorCloseAll) {
    auto* list = static_cast<Array*>(args[0].as_cell());
    Value error = Value::empty();
    for (uint32_t i = list->length(); i > 0; i--) {
        Value iterator = list->fast_elements()->get(i - 1);
        if (iterator.is_undefined()) continue;
        if (!error.is_empty()) {
            close_silently(iso, as_object(iterator));
        } else if (iterator_close(iso, {as_object(iterator), Value::undefined(), false}).threw()) {
            error = iso.take_pending();
        }
    }
    if (!error.is_empty()) return iso.throw_value(error);
    return Value::undefined();
}
INTRINSIC(CreateIteratorHelper) {
    return create_iterator_helper(iso, args[0], args[1], count > 2 ? args[2] : Value::undefined());
}
INTRINSIC(GetIteratorFlattenable) {
    Utf8Text method(iso, as_string(args[1]));
    return TRY(get_iterator_flattenable(iso, args[0], false, std::string(method.view()).c_str()));
}
// https://tc39.es/ecma262/#sec-iterator.concat , step 2
INTRINSIC(GetConcatMethod) {
    if (!is_object(args[0])) return iso.throw_type_error("Iterator.concat called on non-object");
    Value method = TRY(get_method(iso, args[0], PropertyKey(iso.symbols.iterator)));
    if (method.is_undefined()) return iso.throw_type_error("%V is not iterable", &args[0]);
    return method;
}
INTRINSIC(ToPositiveLimit) {
    double number = TRY(to_number(iso, args[0]));
    if (number != number) return iso.throw_range_error("%V must be positive", &args[0]);
    double limit = std::trunc(number) + 0.0;
    if (limit < 0 || (std::isfinite(number) && number > kMaxSafeInteger)) return iso.throw_range_error("%V must be positive", &args[0]);
    return Value::number(limit);
}
INTRINSIC(CheckChunkSize) {
    if (!args[0].is_number() || args[0].as_number() != std::trunc(args[0].as_number()) ||
        std::isinf(args[0].as_number())) {
        return iso.throw_type_error("%V is not an integral Number", &args[0]);
    }
    double size = args[0].as_number();
    if (size < 1 || size > 4294967295.0) return iso.throw_range_error("%V is out of range", &args[0]);
    return Value::undefined();
}
INTRINSIC(CheckSkippedElements) {
    double n = args[0].is_number() ? args[0].as_number() : NAN;
    if (n != n || (std::isfinite(n) && n != std::trunc(n))) {
        return iso.throw_type_error("%V is not an integral Number", &args[0]);
    }
    if (n < 0 || (std::isfinite(n) && n > kMaxSafeInteger)) return iso.throw_range_error("%V is out of range", &args[0]);
    return Value::number(n);
}
INTRINSIC(ZipMode) {
    Value mode = args[0].is_undefined() ? args[0] : TRY(get(iso, as_object(args[0]), PropertyKey(iso.names.mode)));
    if (mode.is_undefined()) return new_string(iso, "shortest");
    if (is_string(mode)) {
        for (const char* name : {"shortest", "longest", "strict"}) {
            if (strings_equal(iso, as_string(mode), new_string(iso, name))) return mode;
        }
    }
    return iso.throw_type_error("%V is not a valid mode", &mode);
}
INTRINSIC(CreateZip) {
    Object* zip_step = iso.realm()->object(iso, RealmObject::kZipStep);
    return call(iso, Value(zip_step), Value::undefined(), std::span<const Value>(args, count));
}

// ---- typed arrays ----

INTRINSIC(ValidateTypedArray) {
    Access access = args[2].is_true() ? Access::kWrite : Access::kRead;
    Utf8Text method(iso, as_string(args[1]));
    TypedArray* array = TRY(validate_typed_array(iso, args[0], std::string(method.view()).c_str(), access));
    return Value::number(uint64_t(array->length()));
}
INTRINSIC(TypedArraySpeciesCreate) {
    Utf8Text method(iso, as_string(args[2]));
    auto* exemplar = static_cast<TypedArray*>(args[0].as_cell());
    return TRY(typed_array_species_create(iso, exemplar, {args + 1, 1}, std::string(method.view()).c_str(), Access::kWrite,
                                          args[1].as_number()));
}
INTRINSIC(TypedArrayCreateSameType) {
    return TRY(new_typed_array(iso, static_cast<TypedArray*>(args[0].as_cell())->type(), args[1].as_number()));
}
INTRINSIC(TypedArraySort) {
    (void)TRY(sort_typed_array(iso, static_cast<TypedArray*>(args[0].as_cell()), size_t(args[1].as_number())));
    return Value::undefined();
}
INTRINSIC(TypedArrayToList) {
    auto* array = static_cast<TypedArray*>(args[0].as_cell());
    uint32_t length = uint32_t(args[1].as_number());
    Array* list = new_array(iso);
    Elements* elements = TRY(ensure_elements(iso, list, length));
    for (uint32_t i = 0; i < length; i++) elements->push(array->load(iso, i));
    list->set_length_nocheck(length);
    return list;
}
// https://tc39.es/proposal-decorators/#sec-runtime-semantics-classdefinitionevaluation, as amended by
// https://github.com/tc39/proposal-decorator-metadata
INTRINSIC(CreateMetadata) {
    // The parent of a class without heritage is Function.prototype, whose metadata is null.
    Value parent = TRY(get_prototype_of(iso, as_object(args[0])));
    Value inherited = is_object(parent) ? TRY(get(iso, as_object(parent), PropertyKey(iso.symbols.metadata))) : Value::null();
    if (inherited.is_undefined()) inherited = Value::null();
    if (!is_object(inherited) && !inherited.is_null()) {
        return iso.throw_type_error("Object prototype may only be an Object or null: %V", &inherited);
    }
    return new_object_with_prototype(iso, inherited.is_null() ? nullptr : as_object(inherited));
}
INTRINSIC(SetMetadata) {
    (void)TRY(define_property_or_throw(iso, as_object(args[1]), PropertyKey(iso.symbols.metadata),
                                       PropertyDescriptor::data(args[0], kWritable | kConfigurable)));
    return Value::undefined();
}
INTRINSIC(TypedArrayWriteBack) {
    auto* array = static_cast<TypedArray*>(args[0].as_cell());
    auto* list = static_cast<Array*>(args[1].as_cell());
    for (uint32_t i = 0; i < list->length() && i < array->length(); i++) array->store(iso, i, list->fast_elements()->get(i));
    return Value::undefined();
}

constexpr IntrinsicFn kIntrinsics[] = {
#define JSX_INTRINSIC(name, count) intrinsic_##name,
#include "bytecode/generated/intrinsics.inc"
#undef JSX_INTRINSIC
};

}  // namespace

Completion<Value> call_intrinsic(Isolate& iso, uint32_t id, Value* args, uint32_t count) {
    JSX_DCHECK(id < sizeof(kIntrinsics) / sizeof(kIntrinsics[0]));
    return kIntrinsics[id](iso, args, count);
}

}  // namespace jsx
