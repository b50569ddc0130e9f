// Small things that the built-ins of texts, numbers, collections and binary data share.
#pragma once

#include "runtime/builtins/builtins.h"

namespace jsx {

/// How V8 names a value where it has no source text to show: number 5, string "a", object.
String* call_site_text(Isolate& iso, Value v);
/// Attributes of methods that a realm's protectors watch.
inline constexpr uint8_t kWatchedMethod = kWritable | kConfigurable | kWatched;

/// True for a native function that runs `fn`.
inline bool is_native(Value v, NativeFn fn) {
    auto* function = cell_as<NativeFunction>(v);
    return function && function->fn() == fn;
}

/// GetIterator(v, sync) with the text that V8's constructors of collections give: "number 5 is not iterable (cannot
/// read property Symbol(Symbol.iterator))".
Completion<IteratorRecord> get_iterator_of_argument(Isolate& iso, Value v);

/// An array whose iteration runs no program code: its values may be read by index.
inline bool is_pristine_array(Isolate& iso, Value v) {
    auto* array = cell_as<Array>(v);
    if (!array) return false;
    Realm* realm = iso.realm();
    return array->shape_id() == realm->shape(iso, RealmShape::kArray)->id() &&
           realm->holds(Realm::kArrayIteration);
}

/// iterate() of abstract_ops.h with get_iterator_of_argument and a direct walk of pristine arrays.
template <class F>
Completion<void> iterate_argument(Isolate& iso, Value iterable, F f) {
    if (is_pristine_array(iso, iterable)) {
        // FAST: %ArrayIteratorPrototype%.next does no more than this.
        auto* array = static_cast<Array*>(iterable.as_cell());
        for (uint32_t i = 0; i < array->length(); i++) {
            Value v = i < array->elements()->fast_length() ? array->fast_elements()->get(i) : Value::empty();
            if (v.is_empty()) v = TRY(get(iso, array, PropertyKey::index(i)));
            (void)TRY(f(v));
        }
        return {};
    }
    IteratorRecord record = TRY(get_iterator_of_argument(iso, iterable));
    for (;;) {
        Value v;
        if (!TRY(iterator_step_value(iso, record, &v))) return {};
        Completion<void> c = f(v);
        if (c.threw()) return iterator_close_throwing(iso, record);
    }
}

/// OrdinaryCreateFromConstructor for an object of class T(Isolate&, Shape*).
template <class T, class... A>
Completion<T*> create_from_constructor(Isolate& iso, Value new_target, RealmObject fallback, A... args) {
    Shape* shape = TRY(shape_from_constructor(iso, new_target, fallback));
    return iso.heap.make<T>(iso, shape, args...);
}

}  // namespace jsx
