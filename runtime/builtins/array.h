// Parts of Array that its files share, and the fast paths' conditions.
#pragma once

#include <cstdlib>

#include "runtime/builtins/builtin_util.h"

namespace jsx {

/// The array if all its elements can be read directly: fast, without holes. Reading them runs no JavaScript.
inline Array* as_packed(Value v) {
    auto* array = cell_as<Array>(v);
    return array && array->is_packed() ? array : nullptr;
}

/// What no fast path that moves or removes elements may see: sealed, frozen, not extensible.
inline constexpr uint8_t kElementsFixed = Elements::kNoAdd | Elements::kSealed | Elements::kFrozen;

/// The array if its elements can be moved about, added and removed directly: packed, extensible, `length` writable.
/// The store may still be shared copy-on-write (make_elements_private).
inline Array* as_movable(Value v) {
    Array* array = as_packed(v);
    if (!array || (array->elements()->flags() & kElementsFixed) || !array->is_length_writable()) return nullptr;
    return array;
}

/// True if a new own element of `array` meets nothing on its prototypes: Array.prototype and Object.prototype of this
/// realm are all there is, and without elements.
inline bool is_plain_array(Isolate& iso, Array* array) {
    Realm* realm = iso.realm();
    return realm->holds(Realm::kNoElementsOnPrototypes) &&
           array->prototype(iso) == realm->object(iso, RealmObject::kArrayPrototype);
}

/// An index from which on a plain array holds nothing, however long it says it is; infinity for anything else.
inline double filled_length(Isolate& iso, Object* o) {
    auto* array = cell_as<Array>(Value(o));
    if (!array || array->elements()->is_sparse() || !is_plain_array(iso, array)) return INFINITY;
    return array->elements()->fast_length();
}

/// True if ArraySpeciesCreate(array, n) is ArrayCreate(n): nothing to be seen.
inline bool has_plain_species(Isolate& iso, Array* array) {
    Realm* realm = iso.realm();
    return realm->holds(Realm::kArraySpecies) && array->shape_id() == realm->shape(iso, RealmShape::kArray)->id();
}

/// Moves `count` values within a store, barriers included.
void move_elements(Elements* elements, uint32_t to, uint32_t from, uint32_t count);

/// An array with sparse elements that are all plain data, and none on its prototypes: reading it runs no JavaScript, and
/// only the indices that are there matter.
bool is_sparse_and_plain(Isolate& iso, Object* o);
/// Calls f(index, value) -> Completion<void> for the elements of such an array that are there, in order, as long as the
/// store is the same.
template <class F>
Completion<void> for_each_sparse(Array* array, F f) {
    auto* elements = static_cast<SparseElements*>(array->elements());
    uint32_t count = 0;
    uint32_t* indices = elements->sorted_indices(&count);
    auto walk = [&]() -> Completion<void> {
        for (uint32_t i = 0; i < count && array->elements() == elements; i++) {
            int64_t slot = elements->find(indices[i]);
            if (slot >= 0) (void)TRY(f(indices[i], elements->value_at(slot)));
        }
        return {};
    };
    Completion<void> result = walk();
    std::free(indices);
    return result;
}

// ---- array.cc ----
Completion<Value> array_copy_within(Isolate& iso, Arguments args);
Completion<Value> array_fill(Isolate& iso, Arguments args);
Completion<Value> array_pop(Isolate& iso, Arguments args);
Completion<Value> array_push(Isolate& iso, Arguments args);
Completion<Value> array_reverse(Isolate& iso, Arguments args);
Completion<Value> array_shift(Isolate& iso, Arguments args);
Completion<Value> array_splice(Isolate& iso, Arguments args);
Completion<Value> array_unshift(Isolate& iso, Arguments args);

// ---- array_access.cc ----
Completion<Value> array_at(Isolate& iso, Arguments args);
Completion<Value> array_concat(Isolate& iso, Arguments args);
Completion<Value> array_flat(Isolate& iso, Arguments args);
Completion<Value> array_includes(Isolate& iso, Arguments args);
Completion<Value> array_index_of(Isolate& iso, Arguments args);
Completion<Value> array_last_index_of(Isolate& iso, Arguments args);
Completion<Value> array_slice(Isolate& iso, Arguments args);
Completion<Value> array_to_reversed(Isolate& iso, Arguments args);
Completion<Value> array_to_spliced(Isolate& iso, Arguments args);
Completion<Value> array_with(Isolate& iso, Arguments args);

// ---- array_join.cc ----
Completion<Value> array_join(Isolate& iso, Arguments args);
Completion<Value> array_to_locale_string(Isolate& iso, Arguments args);
Completion<Value> array_to_string(Isolate& iso, Arguments args);

// ---- array_iterator.cc ----
Completion<Value> array_entries(Isolate& iso, Arguments args);
Completion<Value> array_keys(Isolate& iso, Arguments args);
Completion<Value> array_values(Isolate& iso, Arguments args);

// ---- array_sort.cc: the parts of sort and toSorted (array.js) that call no comparator ----
/// SortIndexedProperties without the sorting: a fresh array of the values that are not undefined, then one more element,
/// the number of those that are.
Completion<Value> sort_collect(Isolate& iso, Object* o, double length, bool skip_holes);
/// Sorts all but the last element of such a list by the text of the values.
Completion<void> sort_default(Isolate& iso, Array* list);
/// Writes such a list to o[0 ...], then the undefined values, and deletes what is left up to `length`.
Completion<void> sort_write_back(Isolate& iso, Object* o, Array* list, double length);

}  // namespace jsx
