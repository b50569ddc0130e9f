// Arrays: making them, and their length.
#include <algorithm>
#include <cstdlib>

#include "runtime/object/isolate.h"
#include "runtime/object/object.h"
#include "runtime/object/realm.h"

namespace jsx {

Shape* array_shape(Isolate& iso, Object* prototype) {
    uint32_t slot;
    return Shape::root(iso, prototype, 0, Shape::kArrayObjects)
        ->with_property(iso, PropertyKey(iso.names.length), kWritable | kCustom, &slot);
}

Array* new_array(Isolate& iso, uint32_t capacity) {
    auto* array = iso.heap.make<Array>(iso, iso.realm()->shape(iso, RealmShape::kArray));
    if (capacity) array->set_elements(Elements::create(iso, capacity));
    return array;
}

Array* new_array(Isolate& iso, std::span<const Value> values) {
    Array* array = new_array(iso, uint32_t(values.size()));
    if (values.empty()) return array;
    array->fast_elements()->append(values);
    array->set_length_nocheck(uint32_t(values.size()));
    return array;
}

/// Deletes the elements from `length` on, last first; how long the array is then.
static uint32_t truncate_sparse(Isolate& iso, Array* array, uint32_t length) {
    auto* sparse = static_cast<SparseElements*>(array->elements());
    uint32_t count;
    uint32_t* indices = sparse->sorted_indices(&count);
    uint32_t result = length;
    while (count > 0 && indices[count - 1] >= length) {
        uint32_t index = indices[--count];
        int64_t at = sparse->find(index);
        if (!(sparse->attributes_at(at) & kConfigurable)) {
            result = index + 1;
            break;
        }
        sparse->erase(at);
    }
    std::free(indices);
    if (sparse->live() == 0) array->set_elements(iso.empty_elements);
    return result;
}

static uint32_t truncate_fast(Isolate& iso, Array* array, uint32_t length) {
    Elements* elements = array->fast_elements();
    if (length >= elements->length()) return length;
    if (elements->flags() & (Elements::kSealed | Elements::kFrozen)) {
        uint32_t last = elements->length();
        while (last > length && elements->get(last - 1).is_empty()) last--;
        length = last;
    }
    if (length == 0) {
        array->set_elements(iso.empty_elements);
    } else if ((elements->flags() & Elements::kCopyOnWrite) || elements->capacity() / 2 >= length + 16) {
        // Shared, or more room than is ever likely to be used again.
        Elements* copy = Elements::create(iso, length);
        copy->add_flags(uint8_t(elements->flags() & ~Elements::kCopyOnWrite));
        for (uint32_t i = 0; i < length; i++) copy->push(elements->get(i));
        array->set_elements(copy);
    } else {
        elements->set_length(length);
    }
    return length;
}

Completion<bool> set_array_length(Isolate& iso, Array* array, uint32_t length) {
    if (length >= array->length()) {
        array->set_length_nocheck(length);
        return true;
    }
    uint32_t reached = array->elements()->is_sparse() ? truncate_sparse(iso, array, length)
                                                      : truncate_fast(iso, array, length);
    array->set_length_nocheck(reached);
    return reached == length;
}

}  // namespace jsx
