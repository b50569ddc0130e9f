#include "runtime/builtins/array_iterator.h"

#include "runtime/builtins/array.h"
#include "runtime/builtins/array_buffer.h"
#include "runtime/object/typed_array.h"

namespace jsx {

ArrayIterator* create_array_iterator(Isolate& iso, Object* array, ArrayIterationKind kind) {
    Object* prototype = iso.realm()->object(iso, RealmObject::kArrayIteratorPrototype);
    return iso.heap.make<ArrayIterator>(iso, Shape::root(iso, prototype, 0), array, kind);
}

// https://tc39.es/ecma262/#sec-array.prototype.entries
Completion<Value> array_entries(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    return create_array_iterator(iso, o, ArrayIterationKind::kEntries);
}
// https://tc39.es/ecma262/#sec-array.prototype.keys
Completion<Value> array_keys(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    return create_array_iterator(iso, o, ArrayIterationKind::kKeys);
}
// https://tc39.es/ecma262/#sec-array.prototype.values
Completion<Value> array_values(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    return create_array_iterator(iso, o, ArrayIterationKind::kValues);
}

// https://tc39.es/ecma262/#sec-%arrayiteratorprototype%.next
static Completion<Value> array_iterator_next(Isolate& iso, Arguments args) {
    ArrayIterator* iterator = TRY(this_as<ArrayIterator>(iso, args, "Array Iterator.prototype.next"));
    Object* array = iterator->array();
    if (!array) return create_iterator_result(iso, Value::undefined(), true);
    double index = iterator->index_;
    double length;
    if (auto* typed = cell_as<TypedArray>(Value(array))) {
        if (typed->is_out_of_bounds()) {
            return throw_out_of_bounds(iso, "Array Iterator.prototype.next");
        }
        length = double(typed->length());
    } else {
        length = TRY(length_of_array_like(iso, array));
    }
    if (index >= length) {
        iterator->finish();
        return create_iterator_result(iso, Value::undefined(), true);
    }
    iterator->index_ = index + 1;
    if (iterator->iteration() == ArrayIterationKind::kKeys) {
        return create_iterator_result(iso, Value::number(index), false);
    }
    Value element = TRY(get(iso, array, index_key(iso, index)));
    if (iterator->iteration() == ArrayIterationKind::kValues) return create_iterator_result(iso, element, false);
    Value pair[] = {Value::number(index), element};
    return create_iterator_result(iso, Value(new_array(iso, std::span<const Value>(pair))), false);
}

static constexpr BuiltinSpec kArrayIteratorRows[] = {
    {.name = "next", .attributes = kWatchedMethod, .fn = array_iterator_next},
    to_string_tag("Array Iterator"),
};

const ClassSpec kArrayIteratorClass = {
    .prototype_id = RealmObject::kArrayIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kArrayIteratorRows,
};

}  // namespace jsx
