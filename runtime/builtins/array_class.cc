// The Array constructor and the tables of its class (tc39.es/ecma262/#sec-array-objects).
#include "runtime/builtins/array.h"

namespace jsx {

namespace {

// https://tc39.es/ecma262/#sec-array
Completion<Value> array_constructor(Isolate& iso, Arguments args) {
    // 1-2. NewTarget, or the active function object; its prototype.
    Object* prototype = nullptr;
    if (args.is_construct() && args.new_target() != Value(args.callee())) {
        prototype = TRY(get_prototype_from_constructor(iso, as_object(args.new_target()), RealmObject::kArrayPrototype));
    }
    // 3-4. No arguments, or one that is a length.
    if (args.count() <= 1) {
        Value length = args[0];
        if (args.count() == 0 || !length.is_number()) {
            Array* array = TRY(array_create(iso, 0, prototype));
            if (args.count() == 1) (void)TRY(put_element(iso, array, 0, length));
            return array;
        }
        double n = length.as_number();
        if (n < 0 || n > 4294967295.0 || n != std::trunc(n)) return iso.throw_range_error("Invalid array length");
        return TRY(array_create(iso, n, prototype));
    }
    // 5. The arguments are the elements.
    if (!prototype) return new_array(iso, args.rest());
    Array* array = TRY(array_create(iso, 0, prototype));
    for (uint32_t k = 0; k < args.count(); k++) (void)TRY(put_element(iso, array, k, args[k]));
    return array;
}

// https://tc39.es/ecma262/#sec-array.isarray
Completion<Value> array_is_array(Isolate& iso, Arguments args) { return Value::boolean(TRY(is_array(iso, args[0]))); }

// https://tc39.es/ecma262/#sec-array.of
Completion<Value> array_of(Isolate& iso, Arguments args) {
    uint32_t length = args.count();
    Value c = args.this_value();
    // FAST: the realm's own constructor.
    if (c == Value(callee_realm(args)->object(iso, RealmObject::kArray))) return new_array(iso, args.rest());
    // 4. If IsConstructor(C) is true, let A be ? Construct(C, « lenNumber »); else ? ArrayCreate(len).
    Object* a = is_constructor(c) ? TRY(construct(iso, as_object(c), {Value::number(length)}))
                                  : TRY(array_create(iso, length));
    // 6. Define the elements.
    for (uint32_t k = 0; k < length; k++) (void)TRY(create_data_property_or_throw(iso, a, PropertyKey::index(k), args[k]));
    // 7. Perform ? Set(A, "length", lenNumber, true).
    (void)TRY(set_or_throw(iso, a, PropertyKey(iso.names.length), Value::number(length)));
    return a;
}

constexpr BuiltinSpec kArrayStaticRows[] = {
    method("isArray", 1, array_is_array),
    js_method("from", 1),
    js_method("fromAsync", 1),
    method("of", 0, array_of),
    getter("@@species", return_this),
};

constexpr BuiltinSpec kArrayPrototypeRows[] = {
    method("at", 1, array_at),
    method("concat", 1, array_concat),
    method("copyWithin", 2, array_copy_within),
    method("fill", 1, array_fill),
    js_method("find", 1),
    js_method("findIndex", 1),
    js_method("findLast", 1),
    js_method("findLastIndex", 1),
    method("lastIndexOf", 1, array_last_index_of),
    method("pop", 0, array_pop),
    method("push", 1, array_push),
    method("reverse", 0, array_reverse),
    method("shift", 0, array_shift),
    method("unshift", 1, array_unshift),
    method("slice", 2, array_slice),
    js_method("sort", 1),
    method("splice", 2, array_splice),
    method("includes", 1, array_includes),
    method("indexOf", 1, array_index_of),
    method("join", 1, array_join),
    method("keys", 0, array_keys),
    method("entries", 0, array_entries),
    method("values", 0, array_values, RealmObject::kArrayProtoValues),
    js_method("forEach", 1),
    js_method("filter", 1),
    method("flat", 0, array_flat),
    js_method("flatMap", 1),
    js_method("map", 1),
    js_method("every", 1),
    js_method("some", 1),
    js_method("reduce", 1),
    js_method("reduceRight", 1),
    method("toReversed", 0, array_to_reversed),
    js_method("toSorted", 1),
    method("toSpliced", 2, array_to_spliced),
    method("with", 2, array_with),
    method("toLocaleString", 0, array_to_locale_string),
    method("toString", 0, array_to_string, RealmObject::kArrayProtoToString),
    alias("@@iterator", "values", kWritable | kConfigurable | kWatched),
};

Object* make_array_prototype(Isolate& iso, Realm* realm) {
    Object* parent = realm->object(iso, RealmObject::kObjectPrototype);
    return iso.heap.make<Array>(iso, array_shape(iso, parent));
}

// https://tc39.es/ecma262/#sec-array.prototype-%symbol.unscopables%
void finish_array(Isolate& iso, Realm*, Object*, Object* prototype) {
    Object* list = new_object_with_prototype(iso, nullptr);
    for (const char* name : {"at", "copyWithin", "entries", "fill", "find", "findIndex", "findLast", "findLastIndex",
                             "flat", "flatMap", "includes", "keys", "toReversed", "toSorted", "toSpliced", "values"}) {
        list->add_named(iso, PropertyKey(atomize(iso, name)), Value::boolean(true), kAllAttributes);
    }
    prototype->add_named(iso, PropertyKey(iso.symbols.unscopables), Value(list), kConfigurable);
}

}  // namespace

const ClassSpec kArrayClass = {
    .name = "Array",
    .constructor = array_constructor,
    .length = 1,
    .constructor_id = RealmObject::kArray,
    .prototype_id = RealmObject::kArrayPrototype,
    .prototype = kArrayPrototypeRows,
    .statics = kArrayStaticRows,
    .js_source = "array.js",
    .make_prototype = make_array_prototype,
    .finish = finish_array,
};

}  // namespace jsx
