// Methods of Array.prototype that read, search and copy, without callbacks
// (tc39.es/ecma262/#sec-properties-of-the-array-prototype-object).
#include "runtime/builtins/array.h"

namespace jsx {

static constexpr double kMaxSafeInteger = 9007199254740991.0;
static constexpr double kMaxArrayLength = 4294967295.0;

// https://tc39.es/ecma262/#sec-array.prototype.at
Completion<Value> array_at(Isolate& iso, Arguments args) {
    // FAST
    if (Array* array = as_packed(args.this_value()); array && args[0].is_int32()) {
        int64_t k = args[0].as_int32();
        if (k < 0) k += array->length();
        if (k < 0 || k >= int64_t(array->length())) return Value::undefined();
        return array->fast_elements()->get(uint32_t(k));
    }
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double relative = TRY(to_integer_or_infinity(iso, args[0]));
    double k = relative >= 0 ? relative : length + relative;
    if (k < 0 || k >= length) return Value::undefined();
    return get(iso, o, index_key(iso, k));
}

// ---- searching ----

namespace {

/// The first index of `values` that `matches`, or with `backwards` the last; -1 for none.
template <class Matches>
int64_t scan(std::span<const Value> values, bool backwards, Matches matches) {
    if (backwards) {
        for (size_t i = values.size(); i-- > 0;) {
            if (matches(values[i])) return int64_t(i);
        }
    } else {
        for (size_t i = 0; i < values.size(); i++) {
            if (matches(values[i])) return int64_t(i);
        }
    }
    return -1;
}

/// A number has up to three boxes: int32, double, and zero's other sign.
int64_t scan_for_number(std::span<const Value> values, bool backwards, double number, bool only_int32) {
    const Value canonical = Value::number(number);
    if (only_int32) {
        if (number == 0) return scan(values, backwards, [](Value v) { return v == Value::int32(0); });
        if (!canonical.is_int32()) return -1;
        return scan(values, backwards, [=](Value v) { return v == canonical; });
    }
    if (number == 0) return scan(values, backwards, [](Value v) { return v.is_number() && v.as_number() == 0; });
    const Value boxed = Value::raw_double(number);
    return scan(values, backwards, [=](Value v) { return v == canonical || v == boxed; });
}

/// The index in `count` elements of a packed array, from `first` on, of a value equal to `target` by IsStrictlyEqual or
/// SameValueZero: the first one, or with `backwards` the last. -1 for none. Runs no JavaScript.
int64_t search(Isolate& iso, Array* array, uint32_t first, uint32_t count, Value target, bool same_value_zero,
               bool backwards = false) {
    Elements* elements = array->fast_elements();
    const std::span<const Value> values(elements->values() + first, count);
    const auto found = [&](int64_t i) { return i < 0 ? i : i + first; };
    if (target.is_number()) {
        const double number = target.as_number();
        if (number == number) {
            return found(scan_for_number(values, backwards, number, !(elements->flags() & Elements::kNotInt32)));
        }
        if (!same_value_zero) return -1;
        return found(scan(values, backwards, [](Value v) { return v.is_double() && v.as_double() != v.as_double(); }));
    }
    if (target.is_cell() && (target.as_cell()->is_string() || is_bigint(target))) {
        return found(scan(values, backwards, [&](Value v) {
            return v == target || (v.is_cell() && is_strictly_equal(iso, v, target));
        }));
    }
    return found(scan(values, backwards, [=](Value v) { return v == target; }));
}

}  // namespace

// https://tc39.es/ecma262/#sec-array.prototype.includes
Completion<Value> array_includes(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    if (length == 0) return Value::boolean(false);
    double n = TRY(to_integer_or_infinity(iso, args[1]));
    if (n == INFINITY) return Value::boolean(false);
    double k = n >= 0 ? n : std::fmax(length + n, 0);
    Value target = args[0];
    // FAST
    if (Array* array = as_packed(Value(o)); array && array->length() == length) {
        uint32_t first = uint32_t(std::fmin(k, length));
        return Value::boolean(search(iso, array, first, array->length() - first, target, true) >= 0);
    }
    for (; k < length; k++) {
        if (k >= filled_length(iso, o)) return Value::boolean(target.is_undefined());
        Value v = TRY(get(iso, o, index_key(iso, k)));
        if (same_value_zero(iso, target, v)) return Value::boolean(true);
    }
    return Value::boolean(false);
}

// https://tc39.es/ecma262/#sec-array.prototype.indexof
Completion<Value> array_index_of(Isolate& iso, Arguments args) {
    (void)TRY(require_object_coercible(iso, args.this_value(), "Array.prototype.indexOf"));
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    if (length == 0) return Value::int32(-1);
    double n = TRY(to_integer_or_infinity(iso, args[1]));
    if (n == INFINITY) return Value::int32(-1);
    double k = n >= 0 ? n : std::fmax(length + n, 0);
    Value target = args[0];
    // FAST
    if (Array* array = as_packed(Value(o)); array && array->length() == length) {
        uint32_t first = uint32_t(std::fmin(k, length));
        return Value::number(double(search(iso, array, first, array->length() - first, target, false)));
    }
    for (; k < length && k < filled_length(iso, o); k++) {
        PropertyKey key = index_key(iso, k);
        if (!TRY(has_property(iso, o, key))) continue;
        Value v = TRY(get(iso, o, key));
        if (is_strictly_equal(iso, target, v)) return Value::number(k);
    }
    return Value::int32(-1);
}

// https://tc39.es/ecma262/#sec-array.prototype.lastindexof
Completion<Value> array_last_index_of(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    if (length == 0) return Value::int32(-1);
    // 4. If fromIndex is present, let n be ? ToIntegerOrInfinity(fromIndex); else len - 1.
    double n = args.count() > 1 ? TRY(to_integer_or_infinity(iso, args[1])) : length - 1;
    if (n == -INFINITY) return Value::int32(-1);
    double k = n >= 0 ? std::fmin(n, length - 1) : length + n;
    Value target = args[0];
    // FAST
    if (Array* array = as_packed(Value(o)); array && array->length() == length) {
        uint32_t count = k < 0 ? 0 : uint32_t(k) + 1;
        return Value::number(double(search(iso, array, 0, count, target, false, true)));
    }
    for (; k >= 0; k--) {
        PropertyKey key = index_key(iso, k);
        if (!TRY(has_property(iso, o, key))) continue;
        Value v = TRY(get(iso, o, key));
        if (is_strictly_equal(iso, target, v)) return Value::number(k);
    }
    return Value::int32(-1);
}

// ---- copies ----

// https://tc39.es/ecma262/#sec-array.prototype.slice
Completion<Value> array_slice(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double k = TRY(relative_index(iso, args[0], length, 0));
    double final = TRY(relative_index(iso, args[1], length, length));
    double count = std::fmax(final - k, 0);
    // FAST
    if (Array* array = as_packed(Value(o)); array && array->length() == length && has_plain_species(iso, array)) {
        Array* copy = new_array(iso, uint32_t(count));
        if (count > 0) copy->fast_elements()->append(array->fast_elements(), uint32_t(k), uint32_t(count));
        copy->set_length_nocheck(uint32_t(count));
        return copy;
    }
    // 8. Let A be ? ArraySpeciesCreate(O, count).
    Object* a = TRY(array_species_create(iso, o, count));
    double n = 0;
    for (; k < final; k++, n++) {
        PropertyKey key = index_key(iso, k);
        if (!TRY(has_property(iso, o, key))) continue;
        Value v = TRY(get(iso, o, key));
        (void)TRY(create_data_property_or_throw(iso, a, index_key(iso, n), v));
    }
    (void)TRY(set_or_throw(iso, a, PropertyKey(iso.names.length), Value::number(n)));
    return a;
}

// https://tc39.es/ecma262/#sec-isconcatspreadable
static Completion<bool> is_concat_spreadable(Isolate& iso, Value v) {
    if (!is_object(v)) return false;
    Value spreadable = TRY(get(iso, as_object(v), PropertyKey(iso.symbols.is_concat_spreadable)));
    if (!spreadable.is_undefined()) return to_boolean(spreadable);
    return is_array(iso, v);
}

/// Adds `values` to the end of a plain array that nobody else has seen.
static Completion<void> append_values(Isolate& iso, Array* array, const Elements* from, uint32_t count) {
    uint32_t length = array->length();
    Elements* to = TRY(ensure_elements(iso, array, length + count));
    to->add_flags(from->flags() & (Elements::kNotInt32 | Elements::kNotNumber));
    Value* values = to->values() + length;
    for (uint32_t i = 0; i < count; i++) values[i] = from->get(i);
    gc::write_barrier(to, nullptr, Value(to));  // any of its words
    to->set_length(length + count);
    array->set_length_nocheck(length + count);
    return {};
}

bool is_sparse_and_plain(Isolate& iso, Object* o) {
    auto* array = cell_as<Array>(Value(o));
    if (!array || !array->elements()->is_sparse() || !is_plain_array(iso, array)) return false;
    auto* elements = static_cast<SparseElements*>(array->elements());
    uint32_t count = 0;
    uint32_t* indices = elements->sorted_indices(&count);
    bool plain = true;
    for (uint32_t i = 0; i < count && plain; i++) {
        plain = !(elements->attributes_at(elements->find(indices[i])) & kAccessor);
    }
    std::free(indices);
    return plain;
}

// https://tc39.es/ecma262/#sec-array.prototype.concat
Completion<Value> array_concat(Isolate& iso, Arguments args) {
    // 1-2. Let O be ? ToObject(this value); let A be ? ArraySpeciesCreate(O, 0).
    (void)TRY(require_object_coercible(iso, args.this_value(), "Array.prototype.concat"));
    Object* o = TRY(to_object(iso, args.this_value()));
    Object* a = TRY(array_species_create(iso, o, 0));
    // A plain result can be appended to directly as long as it is what n says.
    auto* plain = cell_as<Array>(Value(a));
    if (plain && !(as_movable(Value(plain)) && plain->length() == 0)) plain = nullptr;
    double n = 0;
    // 5. For each element E of items (O first), do
    for (uint32_t i = 0; i <= args.count(); i++) {
        Value e = i == 0 ? Value(o) : args[i - 1];
        bool spreadable = TRY(is_concat_spreadable(iso, e));
        bool is_direct = plain && as_movable(Value(plain)) && plain->length() == n;
        if (!spreadable) {
            // c. Else (not spreadable)
            if (n >= kMaxSafeInteger) return iso.throw_type_error("Invalid array length");
            if (is_direct && n < PropertyKey::kMaxIndex) {
                (void)TRY(put_element(iso, plain, uint32_t(n), e));
            } else {
                (void)TRY(create_data_property_or_throw(iso, a, index_key(iso, n), e));
            }
            n++;
            continue;
        }
        // FAST: packed elements are copied as a block.
        Array* from = as_packed(e);
        if (from && is_direct && from != plain && n + from->length() < PropertyKey::kMaxIndex) {
            if (from->length() > 0) (void)TRY(append_values(iso, plain, from->fast_elements(), from->length()));
            n += from->length();
            continue;
        }
        Object* object = as_object(e);
        double length = TRY(length_of_array_like(iso, object));
        if (n + length > kMaxSafeInteger) return iso.throw_type_error("Invalid array length");
        // A huge array that is nearly empty: only the indices that are there matter.
        if (is_sparse_and_plain(iso, object) && n + length <= PropertyKey::kMaxIndex) {
            (void)TRY(for_each_sparse(static_cast<Array*>(object), [&](uint32_t index, Value v) {
                return create_data_property_or_throw(iso, a, index_key(iso, n + index), v);
            }));
            n += length;
            continue;
        }
        // Nothing that is seen happens where both arrays are plain, so the holes at the end can be skipped.
        double filled = is_direct ? std::fmin(length, filled_length(iso, object)) : length;
        for (double k = 0; k < filled; k++, n++) {
            PropertyKey key = index_key(iso, k);
            if (!TRY(has_property(iso, object, key))) continue;
            Value v = TRY(get(iso, object, key));
            (void)TRY(create_data_property_or_throw(iso, a, index_key(iso, n), v));
        }
        n += length - filled;
    }
    // 6. Perform ? Set(A, "length", F(n), true).
    (void)TRY(set_or_throw(iso, a, PropertyKey(iso.names.length), Value::number(n)));
    return a;
}

/// CreateDataPropertyOrThrow(target, index, v), with the end of a plain array looked at directly.
static Completion<void> append_flattened(Isolate& iso, Object* target, double index, Value v) {
    if (index >= kMaxSafeInteger) return iso.throw_type_error("Invalid array length");
    if (Array* array = as_movable(Value(target)); array && array->length() == index && index < PropertyKey::kMaxIndex) {
        Elements* elements = array->fast_elements();
        if (elements->length() < elements->capacity() && !(elements->flags() & Elements::kNoStore)) {
            elements->push(v);
            array->set_length_nocheck(array->length() + 1);
            return {};
        }
        return put_element(iso, array, array->length(), v);
    }
    return create_data_property_or_throw(iso, target, index_key(iso, index), v);
}

// https://tc39.es/ecma262/#sec-flattenintoarray
static Completion<double> flatten_into_array(Isolate& iso, Object* target, Object* source, double length, double start,
                                             double depth) {
    (void)TRY(check_stack(iso));
    for (double k = 0; k < length; k++) {
        Value element;
        // FAST: an element of an array that is there needs no asking.
        if (source->is_array_object() && k < source->elements()->fast_length()) {
            element = source->fast_elements()->get(uint32_t(k));
        }
        if (element.is_empty()) {
            PropertyKey key = index_key(iso, k);
            if (!TRY(has_property(iso, source, key))) continue;
            element = TRY(get(iso, source, key));
        }
        if (depth > 0 && is_object(element) && TRY(is_array(iso, element))) {
            double element_length = TRY(length_of_array_like(iso, as_object(element)));
            start = TRY(flatten_into_array(iso, target, as_object(element), element_length, start, depth - 1));
            continue;
        }
        (void)TRY(append_flattened(iso, target, start, element));
        start++;
    }
    return start;
}

// https://tc39.es/ecma262/#sec-array.prototype.flat
Completion<Value> array_flat(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double depth = args[0].is_undefined() ? 1 : TRY(to_integer_or_infinity(iso, args[0]));
    if (depth < 0) depth = 0;
    Object* a = TRY(array_species_create(iso, o, 0));
    (void)TRY(flatten_into_array(iso, a, o, length, 0, depth));
    return a;
}

/// ArrayCreate(length) with room for its elements.
static Completion<Array*> create_list(Isolate& iso, double length) {
    if (length > kMaxArrayLength) return iso.throw_range_error("Invalid array length");
    Array* array = new_array(iso, length < (1 << 20) ? uint32_t(length) : 0);
    return array;
}

// https://tc39.es/ecma262/#sec-array.prototype.toreversed
Completion<Value> array_to_reversed(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    Array* a = TRY(create_list(iso, length));
    for (double k = 0; k < length; k++) {
        Value v = TRY(get(iso, o, index_key(iso, length - k - 1)));
        (void)TRY(put_element(iso, a, uint32_t(k), v));
    }
    return a;
}

// https://tc39.es/ecma262/#sec-array.prototype.tospliced
Completion<Value> array_to_spliced(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double start = TRY(relative_index(iso, args[0], length, 0));
    uint32_t insert_count = args.count() > 2 ? args.count() - 2 : 0;
    double skip_count = 0;
    if (args.count() == 1) {
        skip_count = length - start;
    } else if (args.count() > 1) {
        double n = TRY(to_integer_or_infinity(iso, args[1]));
        skip_count = n < 0 ? 0 : n > length - start ? length - start : n;
    }
    double new_length = length + insert_count - skip_count;
    if (new_length > kMaxSafeInteger) return iso.throw_type_error("Invalid array length");
    Array* a = TRY(create_list(iso, new_length));
    double i = 0;
    for (; i < start; i++) {
        Value v = TRY(get(iso, o, index_key(iso, i)));
        (void)TRY(put_element(iso, a, uint32_t(i), v));
    }
    for (uint32_t k = 0; k < insert_count; k++, i++) (void)TRY(put_element(iso, a, uint32_t(i), args[2 + k]));
    for (double r = start + skip_count; i < new_length; i++, r++) {
        Value v = TRY(get(iso, o, index_key(iso, r)));
        (void)TRY(put_element(iso, a, uint32_t(i), v));
    }
    return a;
}

// https://tc39.es/ecma262/#sec-array.prototype.with
Completion<Value> array_with(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    double relative = TRY(to_integer_or_infinity(iso, args[0]));
    double index = relative >= 0 ? relative : length + relative;
    if (index >= length || index < 0) {
        Value v = args[0];
        return iso.throw_range_error("Invalid index : %V", &v);
    }
    Array* a = TRY(create_list(iso, length));
    for (double k = 0; k < length; k++) {
        Value v = k == index ? args[1] : TRY(get(iso, o, index_key(iso, k)));
        (void)TRY(put_element(iso, a, uint32_t(k), v));
    }
    return a;
}

}  // namespace jsx
