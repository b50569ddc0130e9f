// Methods of Array.prototype that change the array in place, without callbacks
// (tc39.es/ecma262/#sec-properties-of-the-array-prototype-object).
#include "runtime/builtins/array.h"

#include <cstring>

namespace jsx {

static constexpr double kMaxSafeInteger = 9007199254740991.0;

void move_elements(Elements* elements, uint32_t to, uint32_t from, uint32_t count) {
    Value* values = elements->values();
    std::memmove(values + to, values + from, size_t(count) * sizeof(Value));
    if (!(elements->flags() & Elements::kNotNumber)) return;
    gc::write_barrier(elements, nullptr, Value(elements));  // any of its words
}

static Completion<void> set_length(Isolate& iso, Object* o, double length) {
    return set_or_throw(iso, o, PropertyKey(iso.names.length), Value::number(length));
}

/// O[to] = O[from], or deleted if absent: the step of shift, unshift, splice and copyWithin.
static Completion<void> move_property(Isolate& iso, Object* o, double to, double from) {
    PropertyKey from_key = index_key(iso, from), to_key = index_key(iso, to);
    if (!TRY(has_property(iso, o, from_key))) return delete_property_or_throw(iso, o, to_key);
    Value v = TRY(get(iso, o, from_key));
    return set_or_throw(iso, o, to_key, v);
}

// https://tc39.es/ecma262/#sec-array.prototype.push
Completion<Value> array_push(Isolate& iso, Arguments args) {
    uint32_t count = args.count();
    // FAST: room at the end of a plain array.
    if (auto* array = cell_as<Array>(args.this_value())) {
        uint32_t length = array->length();
        ElementsBase* elements = array->elements();
        if (elements->fast_length() == length && !elements->is_sparse() && !(elements->flags() & kElementsFixed) &&
            array->is_length_writable() && uint64_t(length) + count < PropertyKey::kMaxIndex &&
            is_plain_array(iso, array)) {
            for (uint32_t i = 0; i < count; i++) {
                Elements* store = array->fast_elements();
                if (JSX_LIKELY(!array->elements()->is_sparse() && store->length() == length + i &&
                               store->length() < store->capacity() && !(store->flags() & Elements::kNoStore))) {
                    store->push(args[i]);
                    array->set_length_nocheck(length + i + 1);
                } else {
                    (void)TRY(put_element(iso, array, length + i, args[i]));
                }
            }
            return Value::number(length + count);
        }
    }
    // 1-2.
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    // 4. If len + argCount > 2^53 - 1, throw a TypeError exception.
    if (length + count > kMaxSafeInteger) {
        return iso.throw_type_error("Pushing %u elements on an array-like of length %g is disallowed, as the total "
                                    "surpasses 2**53-1", count, length);
    }
    // 5. Set the elements.
    for (uint32_t i = 0; i < count; i++) {
        PropertyKey key = index_key(iso, length);
        (void)TRY(set_or_throw(iso, o, key, args[i]));
        length++;
    }
    // 6-7.
    (void)TRY(set_length(iso, o, length));
    return Value::number(length);
}

// https://tc39.es/ecma262/#sec-array.prototype.pop
Completion<Value> array_pop(Isolate& iso, Arguments args) {
    // FAST: the last element of a packed array.
    if (Array* array = as_movable(args.this_value()); array && array->length() > 0) {
        uint32_t last = array->length() - 1;
        Elements* elements = array->fast_elements();
        if (JSX_UNLIKELY(elements->flags() & Elements::kCopyOnWrite)) {
            elements = TRY(ensure_elements(iso, array, array->length()));
        }
        Value v = elements->get(last);
        elements->set_length(last);
        array->set_length_nocheck(last);
        return v;
    }
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    if (length == 0) {
        (void)TRY(set_length(iso, o, 0));
        return Value::undefined();
    }
    PropertyKey key = index_key(iso, length - 1);
    Value element = TRY(get(iso, o, key));
    (void)TRY(delete_property_or_throw(iso, o, key));
    (void)TRY(set_length(iso, o, length - 1));
    return element;
}

// https://tc39.es/ecma262/#sec-array.prototype.shift
Completion<Value> array_shift(Isolate& iso, Arguments args) {
    // FAST: packed elements move down as a block.
    if (Array* array = as_movable(args.this_value()); array && array->length() > 0) {
        uint32_t length = array->length();
        Elements* elements = TRY(ensure_elements(iso, array, length));
        Value v = elements->get(0);
        move_elements(elements, 0, 1, length - 1);
        elements->set_length(length - 1);
        array->set_length_nocheck(length - 1);
        return v;
    }
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    if (length == 0) {
        (void)TRY(set_length(iso, o, 0));
        return Value::undefined();
    }
    Value first = TRY(get(iso, o, PropertyKey::index(0)));
    for (double k = 1; k < length; k++) (void)TRY(move_property(iso, o, k - 1, k));
    (void)TRY(delete_property_or_throw(iso, o, index_key(iso, length - 1)));
    (void)TRY(set_length(iso, o, length - 1));
    return first;
}

/// A packed array whose elements may move: makes room for `count` values at `at`, which the caller writes next, or
/// closes the gap of -count. False: the general way must do it.
static Completion<bool> shift_tail(Isolate& iso, Array* array, uint32_t from, uint32_t to) {
    uint32_t length = array->length();
    uint64_t new_length = uint64_t(length) + to - from;
    if (new_length > PropertyKey::kMaxIndex) return false;
    Elements* elements = TRY(ensure_elements(iso, array, uint32_t(new_length > length ? new_length : length)));
    if (to > from) {
        // What lies between is initialised before anything can look.
        elements->set_length(uint32_t(new_length));
        for (uint64_t i = length; i < new_length; i++) elements->values()[i] = Value::undefined();
    }
    move_elements(elements, to, from, length - from);
    elements->set_length(uint32_t(new_length));
    array->set_length_nocheck(uint32_t(new_length));
    return true;
}

// https://tc39.es/ecma262/#sec-array.prototype.unshift
Completion<Value> array_unshift(Isolate& iso, Arguments args) {
    uint32_t count = args.count();
    if (Array* array = as_movable(args.this_value()); array && count > 0 && is_plain_array(iso, array)) {
        if (TRY(shift_tail(iso, array, 0, count))) {
            for (uint32_t i = 0; i < count; i++) array->fast_elements()->set(i, args[i]);
            return Value::number(array->length());
        }
    }
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    // 4. If argCount > 0, then
    if (count > 0) {
        if (length + count > kMaxSafeInteger) return iso.throw_type_error("Invalid array length");
        for (double k = length; k > 0; k--) (void)TRY(move_property(iso, o, k - 1 + count, k - 1));
        for (uint32_t j = 0; j < count; j++) (void)TRY(set_or_throw(iso, o, PropertyKey::index(j), args[j]));
    }
    (void)TRY(set_length(iso, o, length + count));
    return Value::number(length + count);
}

// https://tc39.es/ecma262/#sec-array.prototype.splice
Completion<Value> array_splice(Isolate& iso, Arguments args) {
    // 1-4. O, len, actualStart.
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double start = TRY(relative_index(iso, args[0], length, 0));
    // 5. Let itemCount be the number of elements in items.
    uint32_t item_count = args.count() > 2 ? args.count() - 2 : 0;
    // 6-8. Let actualDeleteCount be the number of elements to remove.
    double delete_count = 0;
    if (args.count() == 1) {
        delete_count = length - start;
    } else if (args.count() > 1) {
        double n = TRY(to_integer_or_infinity(iso, args[1]));
        delete_count = n < 0 ? 0 : n > length - start ? length - start : n;
    }
    // 9. If len + itemCount - actualDeleteCount > 2^53 - 1, throw a TypeError exception.
    if (length + item_count - delete_count > kMaxSafeInteger) return iso.throw_type_error("Invalid array length");

    // FAST: packed, and the removed elements go to a plain array. The conversions above may have changed the length.
    if (Array* array = as_movable(Value(o)); array && array->length() == length && has_plain_species(iso, array) &&
                                             is_plain_array(iso, array)) {
        uint32_t from = uint32_t(start), removed_count = uint32_t(delete_count);
        Array* removed =
            new_array(iso, std::span<const Value>(array->fast_elements()->values() + from, removed_count));
        if (TRY(shift_tail(iso, array, from + removed_count, from + item_count))) {
            for (uint32_t i = 0; i < item_count; i++) array->fast_elements()->set(from + i, args[2 + i]);
            return removed;
        }
    }

    // 10. Let A be ? ArraySpeciesCreate(O, actualDeleteCount).
    Object* removed = TRY(array_species_create(iso, o, delete_count));
    // 11-12. Copy what is removed.
    for (double k = 0; k < delete_count; k++) {
        PropertyKey from = index_key(iso, start + k);
        if (!TRY(has_property(iso, o, from))) continue;
        Value v = TRY(get(iso, o, from));
        (void)TRY(create_data_property_or_throw(iso, removed, index_key(iso, k), v));
    }
    // 13. Perform ? Set(A, "length", F(actualDeleteCount), true).
    (void)TRY(set_length(iso, removed, delete_count));
    // 14-15. Move the tail.
    if (item_count < delete_count) {
        for (double k = start; k < length - delete_count; k++) {
            (void)TRY(move_property(iso, o, k + item_count, k + delete_count));
        }
        for (double k = length; k > length - delete_count + item_count; k--) {
            (void)TRY(delete_property_or_throw(iso, o, index_key(iso, k - 1)));
        }
    } else if (item_count > delete_count) {
        for (double k = length - delete_count; k > start; k--) {
            (void)TRY(move_property(iso, o, k + item_count - 1, k + delete_count - 1));
        }
    }
    // 16-18. Put the items in.
    for (uint32_t i = 0; i < item_count; i++) {
        (void)TRY(set_or_throw(iso, o, index_key(iso, start + i), args[2 + i]));
    }
    (void)TRY(set_length(iso, o, length - delete_count + item_count));
    return removed;
}

// https://tc39.es/ecma262/#sec-array.prototype.reverse
Completion<Value> array_reverse(Isolate& iso, Arguments args) {
    if (Array* array = as_movable(args.this_value()); array && array->length() > 1) {
        Elements* elements = TRY(ensure_elements(iso, array, array->length()));
        for (uint32_t lower = 0, upper = array->length() - 1; lower < upper; lower++, upper--) {
            Value v = elements->get(lower);
            elements->set(lower, elements->get(upper));
            elements->set(upper, v);
        }
        return array;
    }
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double middle = std::floor(length / 2);
    for (double lower = 0; lower != middle; lower++) {
        PropertyKey lower_key = index_key(iso, lower), upper_key = index_key(iso, length - lower - 1);
        Value lower_value, upper_value;
        bool lower_exists = TRY(has_property(iso, o, lower_key));
        if (lower_exists) lower_value = TRY(get(iso, o, lower_key));
        bool upper_exists = TRY(has_property(iso, o, upper_key));
        if (upper_exists) upper_value = TRY(get(iso, o, upper_key));
        if (upper_exists) {
            (void)TRY(set_or_throw(iso, o, lower_key, upper_value));
        } else if (lower_exists) {
            (void)TRY(delete_property_or_throw(iso, o, lower_key));
        }
        if (lower_exists) {
            (void)TRY(set_or_throw(iso, o, upper_key, lower_value));
        } else if (upper_exists) {
            (void)TRY(delete_property_or_throw(iso, o, upper_key));
        }
    }
    return o;
}

// https://tc39.es/ecma262/#sec-array.prototype.fill
Completion<Value> array_fill(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double k = TRY(relative_index(iso, args[1], length, 0));
    double end = TRY(relative_index(iso, args[2], length, length));
    Value value = args[0];
    // FAST: `new Array(n).fill(v)` and packed arrays.
    if (auto* array = cell_as<Array>(Value(o)); array && !array->elements()->is_sparse() &&
                                                !(array->elements()->flags() & kElementsFixed) &&
                                                array->length() == length && length <= (1 << 26) &&
                                                is_plain_array(iso, array)) {
        uint32_t from = uint32_t(k), to = uint32_t(end);
        if (from >= to) return o;
        if (from <= array->elements()->fast_length()) {
            Elements* elements = TRY(ensure_elements(iso, array, to));
            uint32_t had = elements->length();
            if (to > had) {
                for (uint32_t i = had; i < to; i++) elements->values()[i] = Value::undefined();
                elements->set_length(to);
            }
            elements->add_flags(Elements::kind_bits(value));
            for (uint32_t i = from; i < to; i++) elements->values()[i] = value;
            gc::write_barrier(elements, nullptr, value);
            if (from == 0 && to == length) elements->clear_flags(Elements::kHoley);
            return o;
        }
    }
    for (; k < end; k++) (void)TRY(set_or_throw(iso, o, index_key(iso, k), value));
    return o;
}

// https://tc39.es/ecma262/#sec-array.prototype.copywithin
Completion<Value> array_copy_within(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double to = TRY(relative_index(iso, args[0], length, 0));
    double from = TRY(relative_index(iso, args[1], length, 0));
    double final = TRY(relative_index(iso, args[2], length, length));
    double count = std::fmin(final - from, length - to);
    if (count <= 0) return o;
    if (Array* array = as_movable(Value(o)); array && array->length() == length) {
        Elements* elements = TRY(ensure_elements(iso, array, array->length()));
        move_elements(elements, uint32_t(to), uint32_t(from), uint32_t(count));
        return o;
    }
    // 10-11. Copy downwards if the ranges overlap that way.
    double direction = 1;
    if (from < to && to < from + count) {
        direction = -1;
        from += count - 1;
        to += count - 1;
    }
    for (; count > 0; count--) {
        (void)TRY(move_property(iso, o, to, from));
        from += direction;
        to += direction;
    }
    return o;
}

}  // namespace jsx
