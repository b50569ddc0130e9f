// What sort and toSorted do besides calling a comparator: array.js has the merge sort that does.
#include <algorithm>
#include <vector>

#include "runtime/builtins/array.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-sortindexedproperties
Completion<Value> sort_collect(Isolate& iso, Object* o, double length, bool skip_holes) {
    Array* list = new_array(iso);
    double undefined_count = 0;
    uint32_t count = 0;
    // FAST: packed elements are read directly.
    if (Array* array = as_packed(Value(o)); array && array->length() == length) {
        Elements* store = TRY(ensure_elements(iso, list, array->length() + 1));
        Elements* from = array->fast_elements();
        for (uint32_t k = 0; k < from->length(); k++) {
            Value v = from->get(k);
            if (v.is_undefined()) {
                undefined_count++;
            } else {
                store->push(v);
            }
        }
        count = store->length();
        list->set_length_nocheck(count);
    } else if (skip_holes && is_sparse_and_plain(iso, o)) {
        (void)TRY(for_each_sparse(static_cast<Array*>(o), [&](uint32_t index, Value v) -> Completion<void> {
            if (index >= length) return {};
            if (!v.is_undefined()) return put_element(iso, list, count++, v);
            undefined_count++;
            return {};
        }));
    } else {
        for (double k = 0; k < length; k++) {
            PropertyKey key = index_key(iso, k);
            if (skip_holes && !TRY(has_property(iso, o, key))) continue;
            Value v = TRY(get(iso, o, key));
            if (v.is_undefined()) {
                undefined_count++;
            } else {
                (void)TRY(put_element(iso, list, count++, v));
            }
        }
    }
    (void)TRY(put_element(iso, list, count, Value::number(undefined_count)));
    return list;
}

namespace {

/// Orders int32 values by their decimal text, without making it.
int compare_int_texts(int32_t a, int32_t b) {
    if (a == b) return 0;
    char text_a[numbers::kNumberTextMax], text_b[numbers::kNumberTextMax];
    size_t length_a = numbers::int32_to_string(a, text_a), length_b = numbers::int32_to_string(b, text_b);
    return std::string_view(text_a, length_a).compare({text_b, length_b});
}

int compare_flat(const FlatContent& a, const FlatContent& b) {
    uint32_t common = std::min(a.length, b.length);
    if (a.is_latin1 && b.is_latin1) {
        int c = std::memcmp(a.data, b.data, common);
        if (c != 0) return c;
    } else {
        for (uint32_t i = 0; i < common; i++) {
            if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
        }
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

}  // namespace

Completion<void> sort_default(Isolate& iso, Array* list) {
    uint32_t count = list->length() - 1;
    Elements* elements = list->fast_elements();
    Value* values = elements->values();
    if (!(elements->flags() & Elements::kNotInt32)) {
        // FAST: integers only, of which equal ones cannot be told apart.
        std::sort(values, values + count,
                  [](Value a, Value b) { return compare_int_texts(a.as_int32(), b.as_int32()) < 0; });
        return {};
    }
    // Every value's text once. It is kept in an array of its own: making the next one may collect.
    Array* texts = new_array(iso, count);
    for (uint32_t i = 0; i < count; i++) {
        String* text = TRY(to_string(iso, list->fast_elements()->get(i)));
        (void)text->content(iso);
        (void)TRY(put_element(iso, texts, i, Value(text)));
    }
    // Nothing is allocated on the heap from here on.
    struct Entry {
        FlatContent text;
        Value value;
        uint32_t index;
    };
    std::vector<Entry> entries(count);
    for (uint32_t i = 0; i < count; i++) {
        entries[i] = {as_string(texts->fast_elements()->get(i))->content_nogc(), list->fast_elements()->get(i), i};
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        int order = compare_flat(a.text, b.text);
        return order != 0 ? order < 0 : a.index < b.index;
    });
    for (uint32_t i = 0; i < count; i++) list->fast_elements()->set(i, entries[i].value);
    return {};
}

Completion<void> sort_write_back(Isolate& iso, Object* o, Array* list, double length) {
    uint32_t count = list->length() - 1;
    uint32_t undefined_count = uint32_t(list->fast_elements()->get(count).as_number());
    double item_count = double(count) + undefined_count;
    // FAST: a packed array that still is what was collected.
    if (Array* array = as_movable(Value(o)); array && array->length() == length && item_count == length) {
        Elements* to = TRY(ensure_elements(iso, array, array->length()));
        for (uint32_t i = 0; i < count; i++) to->set(i, list->fast_elements()->get(i));
        for (uint32_t i = count; i < to->length(); i++) to->set(i, Value::undefined());
        return {};
    }
    double j = 0;
    for (; j < count; j++) {
        (void)TRY(set_or_throw(iso, o, index_key(iso, j), list->fast_elements()->get(uint32_t(j))));
    }
    for (; j < item_count; j++) (void)TRY(set_or_throw(iso, o, index_key(iso, j), Value::undefined()));
    // The remaining indices are deleted, to keep the number of holes. Of an array only those that are there need be.
    if (auto* array = cell_as<Array>(Value(o))) {
        if (array->elements()->is_sparse()) {
            return for_each_sparse(array, [&](uint32_t index, Value) -> Completion<void> {
                if (index < j || index >= length) return {};
                return delete_property_or_throw(iso, array, PropertyKey::index(index));
            });
        }
        length = std::min(length, double(array->elements()->fast_length()));
    }
    for (; j < length; j++) {
        PropertyKey key = index_key(iso, j);
        (void)TRY(delete_property_or_throw(iso, o, key));
    }
    return {};
}

}  // namespace jsx
