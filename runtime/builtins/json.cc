// The JSON object (tc39.es/ecma262/#sec-json-object). The parser is in json_parse.cc, the writer in json_stringify.cc.
#include "runtime/builtins/json_internal.h"

namespace jsx {

// ---- parse ----

/// The record of element i, or of property `key`; null if there is none.
static CellArray* child_record(Isolate& iso, CellArray* record, uint64_t i) {
    if (!record) return nullptr;
    Value children = record->get(kRecordChildren);
    if (!children.is_cell()) return nullptr;
    auto* list = static_cast<CellArray*>(children.as_cell());
    return i < list->length() ? static_cast<CellArray*>(list->get(uint32_t(i)).as_cell()) : nullptr;
}
static CellArray* child_record(Isolate& iso, CellArray* record, String* key) {
    if (!record) return nullptr;
    Value children = record->get(kRecordChildren);
    if (!children.is_cell()) return nullptr;
    auto* list = static_cast<CellArray*>(children.as_cell());
    // Of equal names the last counts.
    for (uint32_t i = list->length(); i >= 2; i -= 2) {
        if (strings_equal(iso, as_string(list->get(i - 2)), key)) return static_cast<CellArray*>(list->get(i - 1).as_cell());
    }
    return nullptr;
}

// https://tc39.es/ecma262/#sec-internalizejsonproperty
static Completion<Value> internalize(Isolate& iso, Object* holder, PropertyKey key, Value reviver, CellArray* record) {
    (void)TRY(check_stack(iso));
    // 1. Let val be ? Get(holder, name).
    Value v = TRY(get(iso, holder, key));
    // 2-3. What was parsed is known only while the value is what was parsed.
    Object* context = new_object(iso);
    if (record && !same_value(iso, record->get(kRecordValue), v)) record = nullptr;
    if (record && !is_object(v)) {
        context->put_named(iso, PropertyKey(iso.names.source), record->get(kRecordSource), kAllAttributes);
    }
    // 4. Elements and properties first.
    if (is_object(v)) {
        Object* o = as_object(v);
        auto revive = [&](PropertyKey child, CellArray* child_record) -> Completion<void> {
            Value replaced = TRY(internalize(iso, o, child, reviver, child_record));
            if (replaced.is_undefined()) {
                (void)TRY(delete_property(iso, o, child));
            } else {
                (void)TRY(create_data_property(iso, o, child, replaced));
            }
            return {};
        };
        if (TRY(is_array(iso, v))) {
            if (record && !(is_object(record->get(kRecordValue)) && as_object(record->get(kRecordValue))->is_array_object())) {
                record = nullptr;
            }
            double length = TRY(length_of_array_like(iso, o));
            for (double i = 0; i < length; i++) {
                (void)TRY(revive(PropertyKey::from_index(iso, uint64_t(i)), child_record(iso, record, uint64_t(i))));
            }
        } else {
            Array* names = TRY(enumerable_own_properties(iso, o, PropertyListKind::kKeys));
            CellArray* list = TRY(create_list_from_array_like(iso, Value(names)));
            for (uint32_t i = 0; i < list->length(); i++) {
                PropertyKey child = TRY(to_property_key(iso, list->get(i)));
                (void)TRY(revive(child, child_record(iso, record, as_string(list->get(i)))));
            }
        }
    }
    // 5. Return ? Call(reviver, holder, « name, val, context »).
    return call(iso, reviver, Value(holder), {key.to_value(iso), v, Value(context)});
}

// https://tc39.es/ecma262/#sec-json.parse
static Completion<Value> json_parse(Isolate& iso, Arguments args) {
    String* text = TRY(to_string(iso, args[0]));
    if (!is_callable(args[1])) return parse_json(iso, text);
    CellArray* record = nullptr;
    Value unfiltered = TRY(parse_json(iso, text, &record));
    Object* root = new_object(iso);
    PropertyKey empty(iso.names.empty);
    root->put_named(iso, empty, unfiltered, kAllAttributes);
    return internalize(iso, root, empty, args[1], record);
}

// https://tc39.es/ecma262/#sec-json.stringify
static Completion<Value> json_stringify(Isolate& iso, Arguments args) {
    return stringify_json(iso, args[0], args[1], args[2]);
}

// ---- raw JSON (tc39.es/proposal-json-parse-with-source) ----

static Completion<Value> json_raw_json(Isolate& iso, Arguments args) {
    // 1. Let jsonString be ? ToString(text).
    String* text = TRY(to_string(iso, args[0]));
    // 2-3. Not empty, no space around, no array or object.
    FlatContent content = text->content(iso);
    if (content.length == 0) return iso.throw_syntax_error("Invalid value for JSON.rawJSON");
    auto is_space = [](char16_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    char16_t first = content[0];
    if (is_space(first) || first == '{' || first == '[') return throw_unexpected_json(iso, text, 0);
    if (is_space(content[content.length - 1])) return iso.throw_syntax_error("Invalid value for JSON.rawJSON");
    // 4. Parse it, for its errors.
    (void)TRY(parse_json(iso, text));
    // 5-8. A frozen object that holds it.
    auto* o = iso.heap.make<Object>(iso, gc::CellKind::kObject, Shape::root(iso, nullptr, 0), kRawJsonFlag);
    o->put_named(iso, PropertyKey(atomize(iso, "rawJSON")), Value(text), kAllAttributes);
    (void)TRY(set_integrity_level(iso, o, IntegrityLevel::kFrozen));
    return o;
}

static Completion<Value> json_is_raw_json(Isolate&, Arguments args) { return Value::boolean(is_raw_json(args[0])); }

static constexpr BuiltinSpec kJsonRows[] = {
    method("parse", 2, json_parse),
    method("stringify", 3, json_stringify),
    method("rawJSON", 1, json_raw_json),
    method("isRawJSON", 1, json_is_raw_json),
    to_string_tag("JSON"),
};
const ClassSpec kJSONClass = {.name = "JSON", .prototype_id = RealmObject::kJSON, .prototype = kJsonRows};

}  // namespace jsx
