// inspect: the entries of objects: elements, members of collections, properties.
#include <algorithm>
#include <cmath>

#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/inspector.h"
#include "runtime/builtins/weak_collection.h"
#include "runtime/object/promise.h"
#include "runtime/object/typed_array.h"

namespace jsx {

using Text = std::u16string;

Completion<void> Inspector::add_entries(Shown& shown, double depth, bool in_typed_array,
                                        std::vector<LongText>& entries) {
    Object* o = shown.object;
    switch (shown.source) {
    case Source::kNone: break;
    case Source::kArray: (void)TRY(add_array(o, depth, entries)); break;
    case Source::kTypedArray: (void)TRY(add_typed_array(o, entries)); break;
    case Source::kSet:
    case Source::kMap: (void)TRY(add_collection(o, depth, entries)); break;
    case Source::kHashIterator: (void)TRY(add_hash_iterator(shown, depth, entries)); break;
    case Source::kArrayBuffer: add_array_buffer(o, entries); break;
    case Source::kPromise: (void)TRY(add_promise(o, depth, entries)); break;
    case Source::kWeak: (void)TRY(add_weak(o, depth, entries)); break;
    case Source::kNamespace: (void)TRY(add_namespace(shown, depth, entries)); break;
    }
    for (const char* key : shown.extra_keys) (void)TRY(add_extra(o, key, depth, in_typed_array, entries));
    for (size_t i = 0; i < shown.keys.size(); i++) {
        LongText text;
        (void)TRY(format_property(text, o, depth, PropertyKey::from_stored(shown.keys[i]), shown.layout));
        entries.push_back(std::move(text));
    }
    for (LongText& text : shown.prototype_properties) entries.push_back(std::move(text));
    return {};
}

void Inspector::add_rest(double remaining, std::vector<LongText>& entries) {
    if (remaining <= 0) return;
    entries.emplace_back(u"... " + number_text(iso_, remaining) + u" more item" + (remaining > 1 ? u"s" : u""));
}

// ---- arrays ----

Completion<void> Inspector::add_array(Object* o, double depth, std::vector<LongText>& entries) {
    double length = static_cast<Array*>(o)->length();
    double limit = std::min(std::max(0.0, options_.max_array_length), length);
    for (double i = 0; i < limit; i++) {
        PropertyKey key = PropertyKey::index(uint32_t(i));
        PropertyDescriptor desc;
        if (!TRY(get_own_property(iso_, o, key, &desc))) return add_sparse_array(o, length, limit, i, depth, entries);
        LongText text;
        (void)TRY(format_property(text, o, depth, key, Layout::kArrayItem, &desc));
        entries.push_back(std::move(text));
    }
    add_rest(length - limit, entries);
    return {};
}

/// From the first hole, at `index`: runs of holes count as one entry.
Completion<void> Inspector::add_sparse_array(Object* o, double length, double limit, double index, double depth,
                                             std::vector<LongText>& entries) {
    auto add_holes = [&](double n) {
        entries.emplace_back(u"<" + number_text(iso_, n) + u" empty item" + (n > 1 ? u"s" : u"") + u">");
    };
    CellArray* keys = TRY(own_property_keys(iso_, o));
    for (uint32_t i = 0; i < keys->length() && double(entries.size()) < limit; i++) {
        PropertyKey key = TRY(to_property_key(iso_, keys->get(i)));
        if (!key.is_index()) break;
        double at = key.as_index();
        PropertyDescriptor desc;
        if (at < index || !TRY(get_own_property(iso_, o, key, &desc)) || !desc.enumerable()) continue;
        if (at != index) {
            add_holes(at - index);
            index = at;
            if (double(entries.size()) == limit) break;
        }
        LongText text;
        (void)TRY(format_property(text, o, depth, key, Layout::kArrayItem, &desc));
        entries.push_back(std::move(text));
        index++;
    }
    double remaining = length - index;
    if (double(entries.size()) != limit) {
        if (remaining > 0) add_holes(remaining);
    } else {
        add_rest(remaining, entries);
    }
    return {};
}

Completion<void> Inspector::add_typed_array(Object* o, std::vector<LongText>& entries) {
    auto* array = static_cast<TypedArray*>(o);
    double length = double(array->length());
    double limit = std::min(std::max(0.0, options_.max_array_length), length);
    for (size_t i = 0; i < size_t(limit); i++) entries.emplace_back(primitive(array->load(iso_, i)));
    add_rest(length - limit, entries);
    return {};
}

void Inspector::add_array_buffer(Object* o, std::vector<LongText>& entries) {
    auto* buffer = static_cast<ArrayBuffer*>(o);
    if (buffer->is_detached()) {
        entries.emplace_back(u"(detached)");
        return;
    }
    size_t length = buffer->byte_length();
    size_t limit = size_t(std::min(std::max(0.0, options_.max_array_length), double(length)));
    Text text = u"[Uint8Contents]: <";
    for (size_t i = 0; i < limit; i++) {
        if (i > 0) text += u' ';
        text += u"0123456789abcdef"[buffer->data()[i] >> 4];
        text += u"0123456789abcdef"[buffer->data()[i] & 15];
    }
    size_t remaining = length - limit;
    if (remaining > 0) {
        text += u" ... " + number_text(iso_, double(remaining)) + u" more byte" + (remaining > 1 ? u"s" : u"");
    }
    entries.emplace_back(text + u'>');
}

// ---- collections ----

Completion<void> Inspector::add_collection(Object* o, double depth, std::vector<LongText>& entries) {
    auto* collection = static_cast<HashCollection*>(o);
    bool is_map = o->kind() == gc::CellKind::kMap;
    double size = collection->size();
    double limit = std::min(std::max(0.0, options_.max_array_length), size);
    indentation_ += 2;
    HashCursor cursor(collection);
    for (double n = 0; n < limit; n++) {
        int64_t i = cursor.next();
        if (i < 0) break;
        // Program code may run, so both are taken first.
        Value key = cursor.key(i);
        Value value = is_map ? cursor.value(i) : Value::undefined();
        LongText text;
        (void)TRY(format_value(text, key, depth));
        if (is_map) {
            text += u" => ";
            (void)TRY(format_value(text, value, depth));
        }
        entries.push_back(std::move(text));
    }
    add_rest(size - limit, entries);
    indentation_ -= 2;
    return {};
}

/// What the iterator has before it.
Completion<void> Inspector::add_hash_iterator(Shown& shown, double depth, std::vector<LongText>& entries) {
    auto* iterator = static_cast<HashIterator*>(shown.object);
    bool is_map = shown.object->kind() == gc::CellKind::kMapIterator;
    bool is_pairs = iterator->what() == HashIterator::What::kEntries;
    gc::RootVector values(iso_.heap);
    double count = 0;
    if (iterator->collection()) {
        HashCursor cursor = iterator->cursor();
        for (int64_t i; (i = cursor.next()) >= 0; count++) {
            if (is_pairs || !is_map || iterator->what() == HashIterator::What::kKeys) values.push(cursor.key(i));
            if (is_pairs || (is_map && iterator->what() == HashIterator::What::kValues)) {
                values.push(is_map ? cursor.value(i) : cursor.key(i));
            }
        }
    }
    if (is_pairs) {
        constexpr std::u16string_view kTail = u" Iterator] {";
        shown.open.replace(shown.open.size() - kTail.size(), kTail.size(), u" Entries] {");
    }
    double limit = std::min(std::max(0.0, options_.max_array_length), count);
    indentation_ += 2;
    for (size_t i = 0; i < size_t(limit); i++) {
        LongText text;
        if (is_pairs) {
            std::vector<LongText> pair(2);
            (void)TRY(format_value(pair[0], values[2 * i], depth));
            (void)TRY(format_value(pair[1], values[2 * i + 1], depth));
            text = join_entries(std::move(pair), {}, u"[", u"]", Layout::kArrayWithExtras, depth, nullptr);
        } else {
            (void)TRY(format_value(text, values[i], depth));
        }
        entries.push_back(std::move(text));
    }
    indentation_ -= 2;
    add_rest(count - limit, entries);
    return {};
}

/// Shown only on demand, and sorted, as the order means nothing.
Completion<void> Inspector::add_weak(Object* o, double depth, std::vector<LongText>& entries) {
    if (!options_.show_hidden) {
        entries.emplace_back(u"<items unknown>");
        return {};
    }
    bool is_map = o->kind() == gc::CellKind::kWeakMap;
    gc::RootVector members(iso_.heap);
    if (EphemeronTable* table = static_cast<WeakCollection*>(o)->table()) {
        for (uint32_t i = 0; i < table->capacity(); i++) {
            if (!table->entries()[i].key.is_cell()) continue;
            members.push(table->entries()[i].key);
            members.push(table->entries()[i].value);
        }
    }
    double count = double(members.size() / 2);
    double limit = std::min(std::max(0.0, options_.max_array_length), count);
    indentation_ += 2;
    for (size_t i = 0; i < size_t(limit); i++) {
        LongText text;
        (void)TRY(format_value(text, members[2 * i], depth));
        if (is_map) {
            text += u" => ";
            (void)TRY(format_value(text, members[2 * i + 1], depth));
        }
        entries.push_back(std::move(text));
    }
    indentation_ -= 2;
    sort_entries(entries, 0);
    add_rest(count - limit, entries);
    return {};
}

Completion<void> Inspector::add_promise(Object* o, double depth, std::vector<LongText>& entries) {
    auto* promise = static_cast<Promise*>(o);
    if (promise->is_pending()) {
        entries.emplace_back(u"<pending>");
        return {};
    }
    LongText text(promise->state() == PromiseState::kRejected ? u"<rejected> " : u"");
    indentation_ += 2;
    (void)TRY(format_value(text, promise->result(), depth));
    indentation_ -= 2;
    entries.push_back(std::move(text));
    return {};
}

Completion<void> Inspector::add_namespace(Shown& shown, double depth, std::vector<LongText>& entries) {
    for (size_t i = 0; i < shown.keys.size(); i++) {
        PropertyKey key = PropertyKey::from_stored(shown.keys[i]);
        LongText text;
        Completion<void> c = format_property(text, shown.object, depth, key, Layout::kObject);
        if (c.threw()) {
            // Not initialised yet.
            (void)iso_.take_pending();
            text = LongText(property_name(key, true) + u": <uninitialized>");
        }
        entries.push_back(std::move(text));
    }
    shown.keys.resize(0);
    return {};
}

// ---- properties ----

Completion<void> Inspector::add_extra(Object* o, const char* key, double depth, bool in_typed_array,
                                      std::vector<LongText>& entries) {
    LongText text(u"[" + to_u16(key) + u"]: ");
    indentation_ += 2;
    Completion<Value> value = get(iso_, o, PropertyKey(atomize(iso_, key)));
    if (value.threw() && o->kind() == gc::CellKind::kDataView) {
        // A view out of bounds: its buffer answers.
        (void)iso_.take_pending();
        value = get(iso_, static_cast<DataView*>(o)->buffer(), PropertyKey(atomize(iso_, key)));
    }
    (void)TRY(format_value(text, TRY(value), depth, in_typed_array));
    indentation_ -= 2;
    entries.push_back(std::move(text));
    return {};
}

Text Inspector::property_name(PropertyKey key, bool enumerable) {
    Text name;
    if (key.is_symbol()) {
        name = escape_text(to_u16(iso_, symbol_descriptive_string(iso_, key.as_symbol())), '\'');
    } else {
        name = to_u16(iso_, as_string(key.to_value(iso_)));
        bool is_plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
        for (char16_t c : name) {
            is_plain &= (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z' && c < 128) || c == '_';
        }
        if (!is_plain) {
            name = quote_text(name);
        } else if (name == u"__proto__") {
            name = u"['__proto__']";
        }
    }
    return enumerable ? name : u"[" + name + u"]";
}

Completion<void> Inspector::format_getter(LongText& out, const PropertyDescriptor& desc, Object* original,
                                          double depth) {
    using enum InspectOptions::Getters;
    bool has_setter = is_callable(desc.setter);
    Text label = has_setter ? u"[Getter/Setter" : u"[Getter";
    bool is_called = options_.getters == kAll || (options_.getters == kGetOnly && !has_setter) ||
                     (options_.getters == kGetSet && has_setter);
    if (!is_called) {
        out += label + u"]";
        return {};
    }
    indentation_ += 2;
    Completion<Value> result = call(iso_, desc.getter, Value(original));
    if (result.threw()) {
        out += label + u": <Inspection threw (";
        (void)TRY(format_value(out, iso_.take_pending(), depth));
        out += u")>]";
    } else if (is_object(result.take())) {
        out += label + u"] ";
        (void)TRY(format_value(out, result.take(), depth));
    } else {
        out += label + u": " + primitive(result.take()) + u"]";
    }
    indentation_ -= 2;
    return {};
}

Completion<void> Inspector::format_property(LongText& out, Object* o, double depth, PropertyKey key, Layout layout,
                                            const PropertyDescriptor* known, Object* original) {
    PropertyDescriptor desc;
    if (known) {
        desc = *known;
    } else if (!TRY(get_own_property(iso_, o, key, &desc))) {
        // Made up for the occasion: `cause` of an error on its way out.
        desc = PropertyDescriptor::data(TRY(get(iso_, o, key)), kAllAttributes);
    }
    LongText text;
    Text gap = u" ";
    if (!desc.is_accessor()) {
        size_t by = options_.compact != InspectOptions::kCompactAlways || layout != Layout::kObject ? 2 : 3;
        indentation_ += by;
        Value v = desc.value.is_empty() ? Value::undefined() : desc.value;
        (void)TRY(format_value(text, v, depth));
        if (by == 3 && options_.break_length < double(display_width(text.joined()))) {
            gap = u"\n" + Text(indentation_, u' ');
        }
        indentation_ -= by;
    } else if (is_callable(desc.getter)) {
        (void)TRY(format_getter(text, desc, original ? original : o, depth));
    } else {
        text += is_callable(desc.setter) ? u"[Setter]" : u"undefined";
    }
    if (layout != Layout::kArrayItem) out += property_name(key, desc.enumerable()) + u":" + gap;
    out += std::move(text);
    return {};
}

}  // namespace jsx
