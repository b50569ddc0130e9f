// console.table.
#include <algorithm>
#include <cmath>

#include "runtime/builtins/console.h"
#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/inspect.h"
#include "runtime/object/name_table.h"

namespace jsx {

using Text = std::u16string;

namespace {
struct Column {
    Text head;
    std::vector<Text> cells;
    Text cell(size_t i) const { return i < cells.size() ? cells[i] : Text(); }
};
}  // namespace

static Text render(const std::vector<Column>& columns) {
    size_t rows = 0;
    std::vector<size_t> widths;
    for (const Column& column : columns) {
        rows = std::max(rows, column.cells.size());
        size_t width = display_width(column.head);
        for (const Text& cell : column.cells) width = std::max(width, display_width(cell));
        widths.push_back(width);
    }
    auto divider = [&](char16_t left, char16_t middle, char16_t right) {
        Text line(1, left);
        for (size_t i = 0; i < widths.size(); i++) {
            if (i > 0) line += middle;
            line.append(widths[i] + 2, u'─');
        }
        return line + right;
    };
    auto row = [&](auto cell_of) {
        Text line = u"│ ";
        for (size_t i = 0; i < columns.size(); i++) {
            Text cell = cell_of(columns[i]);
            if (i > 0) line += u" │ ";
            line += cell;
            line.append(widths[i] - display_width(cell), u' ');
        }
        return line + u" │\n";
    };
    Text out = divider(u'┌', u'┬', u'┐') + u"\n";
    out += row([](const Column& c) { return c.head; });
    out += divider(u'├', u'┼', u'┤') + u"\n";
    for (size_t i = 0; i < rows; i++) out += row([i](const Column& c) { return c.cell(i); });
    return out + divider(u'└', u'┴', u'┘');
}

static Completion<CellArray*> enumerable_keys(Isolate& iso, Object* o) {
    Array* keys = TRY(enumerable_own_properties(iso, o, PropertyListKind::kKeys));
    return create_list_from_array_like(iso, Value(keys));
}

static Completion<Text> cell_text(Isolate& iso, Value v) {
    InspectOptions options;
    options.depth = 0;
    options.max_array_length = 3;
    options.break_length = INFINITY;
    if (is_object(v) && !as_object(v)->is_callable() && !TRY(is_array(iso, v)) &&
        as_object(v)->kind() != gc::CellKind::kTypedArray) {
        if (TRY(enumerable_keys(iso, as_object(v)))->length() > 2) options.depth = -1;
    }
    Text text;
    (void)TRY(inspect_to(iso, v, options, text));
    return text;
}

/// Maps, Sets and their iterators: rows in order.
static Completion<bool> collection_columns(Isolate& iso, Object* o, std::vector<Column>& columns) {
    bool is_iterator = HashIterator::is_kind(o->kind());
    if (!is_iterator && !HashCollection::is_kind(o->kind())) return false;
    bool is_map = o->kind() == gc::CellKind::kMap || o->kind() == gc::CellKind::kMapIterator;
    bool has_keys = o->kind() == gc::CellKind::kMap, has_values = is_map;
    gc::RootVector keys(iso.heap), values(iso.heap);
    auto take = [&](HashCursor cursor) {
        for (int64_t i; (i = cursor.next()) >= 0;) {
            keys.push(cursor.key(i));
            values.push(has_values ? cursor.value(i) : cursor.key(i));
        }
    };
    if (is_iterator) {
        auto* iterator = static_cast<HashIterator*>(o);
        has_keys = iterator->what() == HashIterator::What::kEntries;
        has_values = is_map && iterator->what() != HashIterator::What::kKeys;
        if (iterator->collection()) take(iterator->cursor());
    } else {
        take(HashCursor(static_cast<HashCollection*>(o)));
    }
    columns.push_back({u"(iteration index)", {}});
    if (has_keys) columns.push_back({u"Key", {}});
    columns.push_back({u"Values", {}});
    for (size_t i = 0; i < keys.size(); i++) {
        columns.front().cells.push_back(number_text(iso, double(i)));
        if (has_keys) columns[1].cells.push_back(TRY(cell_text(iso, keys[i])));
        columns.back().cells.push_back(TRY(cell_text(iso, values[i])));
    }
    return true;
}

/// Objects and arrays: a row for each property, a column for each property of those.
static Completion<void> property_columns(Isolate& iso, Object* o, CellArray* wanted, std::vector<Column>& columns) {
    std::vector<Column> found;
    gc::RootVector found_keys(iso.heap);  // PropertyKey::stored() of each
    NameTable places(iso);                // and its index
    Column values{u"Values", {}};
    bool has_primitives = false;
    CellArray* rows = TRY(enumerable_keys(iso, o));
    columns.push_back({u"(index)", {}});
    for (uint32_t i = 0; i < rows->length(); i++) {
        columns[0].cells.push_back(to_u16(iso, as_string(rows->get(i))));
        Value item = TRY(get(iso, o, TRY(to_property_key(iso, rows->get(i)))));
        if (!is_object(item) && !wanted) {
            has_primitives = true;
            values.cells.resize(i + 1);
            values.cells[i] = TRY(cell_text(iso, item));
            continue;
        }
        CellArray* keys = wanted ? wanted : TRY(enumerable_keys(iso, as_object(item)));
        for (uint32_t k = 0; k < keys->length(); k++) {
            String* name = TRY(to_string(iso, keys->get(k)));
            PropertyKey key = PropertyKey::from_string(iso, name);
            uint32_t at = places.find(name).value_or(uint32_t(found.size()));
            if (at == found.size()) {
                places.add(name, at);
                found_keys.push(key.stored());
                found.push_back({to_u16(iso, name), {}});
            }
            std::vector<Text>& cells = found[at].cells;
            cells.resize(i + 1);
            if (is_object(item) && TRY(has_own_property(iso, as_object(item), key))) {
                cells[i] = TRY(cell_text(iso, TRY(get(iso, as_object(item), key))));
            }
        }
    }
    // Columns are properties of an object: indices come first, in order.
    std::vector<size_t> indices;
    for (size_t i = 0; i < found.size(); i++) {
        if (PropertyKey::from_stored(found_keys[i]).is_index()) indices.push_back(i);
    }
    std::sort(indices.begin(), indices.end(), [&](size_t a, size_t b) {
        return PropertyKey::from_stored(found_keys[a]).as_index() < PropertyKey::from_stored(found_keys[b]).as_index();
    });
    for (size_t i : indices) columns.push_back(std::move(found[i]));
    for (size_t i = 0; i < found.size(); i++) {
        if (!PropertyKey::from_stored(found_keys[i]).is_index()) columns.push_back(std::move(found[i]));
    }
    if (has_primitives) columns.push_back(std::move(values));
    return {};
}

// https://console.spec.whatwg.org/#table
Completion<Value> console_table(Isolate& iso, Arguments args) {
    if (!args[1].is_undefined() && !TRY(is_array(iso, args[1]))) {
        Text received;
        (void)TRY(inspect_to(iso, args[1], {}, received));
        String* text = to_js_string(iso, received);
        return iso.throw_type_error("The \"properties\" argument must be an instance of Array. Received %S", text);
    }
    if (!is_object(args[0]) || as_object(args[0])->is_callable()) {
        Text text;
        (void)TRY(format_arguments(iso, {args.rest().data(), args.count() ? size_t(1) : size_t(0)}, text));
        if (args.count() == 0) text = u"undefined";
        write_to_console(iso, ConsoleStream::kOut, text);
        return Value::undefined();
    }
    std::vector<Column> columns;
    if (!TRY(collection_columns(iso, as_object(args[0]), columns))) {
        CellArray* wanted = args[1].is_undefined() ? nullptr : TRY(create_list_from_array_like(iso, args[1]));
        (void)TRY(property_columns(iso, as_object(args[0]), wanted, columns));
    }
    write_to_console(iso, ConsoleStream::kOut, render(columns));
    return Value::undefined();
}

}  // namespace jsx
