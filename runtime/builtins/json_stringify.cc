// JSON.stringify (tc39.es/ecma262/#sec-json.stringify).
#include <algorithm>
#include <cmath>

#include "runtime/builtins/json_internal.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/name_table.h"

namespace jsx {

namespace {

class JsonWriter {
public:
    explicit JsonWriter(Isolate& iso) : iso_(iso), out_(iso), stack_(iso.heap), keys_(iso.heap) {}

    Value replacer = Value::undefined();
    CellArray* property_list = nullptr;  // strings
    String* gap = nullptr;               // null: none

    Completion<Value> write(Value value) {
        Object* wrapper = nullptr;
        if (!replacer.is_undefined()) {
            wrapper = new_object(iso_);
            wrapper->put_named(iso_, PropertyKey(iso_.names.empty), value, kAllAttributes);
        }
        value = TRY(prepare(value, wrapper, PropertyKey(iso_.names.empty)));
        if (!is_serializable(value)) return Value::undefined();
        (void)TRY(write_value(value, PropertyKey(iso_.names.empty)));
        return TRY(out_.finish());
    }

private:
    static bool is_serializable(Value v) {
        if (v.is_undefined() || is_symbol(v)) return false;
        return !is_callable(v);
    }

    /// SerializeJSONProperty, steps 2 to 4: toJSON, the replacer function, wrappers.
    Completion<Value> prepare(Value value, Object* holder, PropertyKey key) {
        if (is_object(value) || is_bigint(value)) {
            Value to_json = TRY(get_v(iso_, value, PropertyKey(iso_.names.toJSON)));
            if (is_callable(to_json)) value = TRY(call(iso_, to_json, value, {key_text(key)}));
        }
        if (!replacer.is_undefined()) {
            value = TRY(call(iso_, replacer, Value(holder), {key_text(key), value}));
        }
        if (auto* wrapper = cell_as<PrimitiveWrapper>(value)) {
            Value inner = wrapper->value();
            if (inner.is_number()) return Value::number(TRY(to_number(iso_, value)));
            if (is_string(inner)) return TRY(to_string(iso_, value));
            if (inner.is_boolean() || is_bigint(inner)) return inner;
        }
        return value;
    }

    Value key_text(PropertyKey key) { return key.to_value(iso_); }

    /// `key`: how the value is called in messages.
    Completion<void> write_value(Value v, PropertyKey key) {
        if (v.is_int32()) {
            out_.append_int(v.as_int32());
        } else if (v.is_number()) {
            double d = v.as_double();
            if (std::isfinite(d)) {
                out_.append(number_to_string(iso_, d));
            } else {
                out_.append(std::string_view("null"));
            }
        } else if (is_string(v)) {
            quote(as_string(v));
        } else if (v.is_null()) {
            out_.append(std::string_view("null"));
        } else if (v.is_boolean()) {
            out_.append(std::string_view(v.is_true() ? "true" : "false"));
        } else if (is_bigint(v)) {
            return iso_.throw_type_error("Do not know how to serialize a BigInt");
        } else if (is_raw_json(v)) {
            Value text = static_cast<Object*>(v.as_cell())->get_named(iso_, PropertyKey(atomize(iso_, "rawJSON")));
            out_.append(as_string(text));
        } else {
            return write_object(as_object(v), key);
        }
        return {};
    }

    // https://tc39.es/ecma262/#sec-quotejsonstring
    void quote(String* s) {
        FlatContent text = s->content(iso_);
        out_.append(u'"');
        uint32_t done = 0;
        auto flush = [&](uint32_t to) {
            if (to == done) return;
            if (text.is_latin1) {
                out_.append(text.latin1_span().subspan(done, to - done));
            } else {
                out_.append(text.utf16_span().subspan(done, to - done));
            }
        };
        for (uint32_t i = 0; i < text.length; i++) {
            char16_t c = text[i];
            if (c >= 0x20 && c != '"' && c != '\\' && (c & 0xF800) != 0xD800) continue;
            if ((c & 0xFC00) == 0xD800 && i + 1 < text.length && (text[i + 1] & 0xFC00) == 0xDC00) {
                i++;
                continue;
            }
            flush(i);
            done = i + 1;
            out_.append(u'\\');
            switch (c) {
            case '"':
            case '\\': out_.append(c); break;
            case '\b': out_.append(u'b'); break;
            case '\f': out_.append(u'f'); break;
            case '\n': out_.append(u'n'); break;
            case '\r': out_.append(u'r'); break;
            case '\t': out_.append(u't'); break;
            default:
                out_.append(u'u');
                for (int shift = 12; shift >= 0; shift -= 4) out_.append(u"0123456789abcdef"[c >> shift & 15]);
            }
        }
        flush(text.length);
        out_.append(u'"');
    }

    void new_line(size_t depth) {
        if (!gap) return;
        out_.append(u'\n');
        for (size_t i = 0; i < depth; i++) out_.append(gap);
    }

    // ---- objects ----

    Completion<void> write_object(Object* o, PropertyKey key) {
        (void)TRY(check_stack(iso_));
        for (size_t i = 0; i < stack_.size(); i++) {
            if (stack_[i] == Value(o)) return throw_circular(i, key);
        }
        stack_.push(Value(o));
        keys_.push(key.stored());
        if (TRY(is_array(iso_, Value(o)))) {
            (void)TRY(write_array(o));
        } else {
            (void)TRY(write_properties(o));
        }
        stack_.pop();
        keys_.pop();
        return {};
    }

    Thrown throw_too_long() { return iso_.throw_range_error("Invalid string length"); }

    // https://tc39.es/ecma262/#sec-serializejsonarray
    Completion<void> write_array(Object* o) {
        double length = TRY(length_of_array_like(iso_, o));
        if (length == 0) {
            out_.append(std::string_view("[]"));
            return {};
        }
        // Each element takes a separator and one character at least.
        if (length > String::kMaxLength / 2) return throw_too_long();
        out_.append(u'[');
        for (double i = 0; i < length; i++) {
            if (out_.has_overflowed()) return throw_too_long();
            if (i > 0) out_.append(u',');
            new_line(stack_.size());
            PropertyKey key = PropertyKey::from_index(iso_, uint64_t(i));
            Value v;
            if (o->is_array_object() && i < o->elements()->fast_length()) v = o->fast_elements()->get(uint32_t(i));
            if (v.is_empty()) v = TRY(get(iso_, o, key));
            v = TRY(prepare(v, o, key));
            if (is_serializable(v)) {
                (void)TRY(write_value(v, key));
            } else {
                out_.append(std::string_view("null"));
            }
        }
        new_line(stack_.size() - 1);
        out_.append(u']');
        return {};
    }

    /// One property, unless its value is not serializable.
    Completion<void> write_property(Object* o, PropertyKey key, Value v, bool* is_first) {
        if (out_.has_overflowed()) return throw_too_long();
        v = TRY(prepare(v, o, key));
        if (!is_serializable(v)) return {};
        if (!*is_first) out_.append(u',');
        *is_first = false;
        new_line(stack_.size());
        quote(as_string(key_text(key)));
        out_.append(u':');
        if (gap) out_.append(u' ');
        return write_value(v, key);
    }

    // https://tc39.es/ecma262/#sec-serializejsonobject
    Completion<void> write_properties(Object* o) {
        bool is_first = true;
        out_.append(u'{');
        Shape* shape = o->shape(iso_);
        bool is_plain = o->kind() == gc::CellKind::kObject && !o->is_exotic() && !property_list && !shape->is_unique() &&
                        o->elements() == iso_.empty_elements;
        if (is_plain) {
            // FAST: the keys are the shape's; it does not change, whatever happens to the object.
            for (uint32_t i = 0; i < shape->property_count(); i++) {
                PropertyKey key = PropertyKey::from_stored(shape->table()->key_at(i));
                PropertyInfo info;
                if (key.is_symbol() || !shape->lookup(key, &info) || !(info.attributes & kEnumerable)) continue;
                bool is_slot = o->shape_id() == shape->id() && info.is_data() && !(info.attributes & kCell);
                Value v = is_slot ? o->slot(info.slot) : TRY(get(iso_, o, key));
                (void)TRY(write_property(o, key, v, &is_first));
            }
        } else {
            CellArray* keys = property_list;
            if (!keys) {
                Array* list = TRY(enumerable_own_properties(iso_, o, PropertyListKind::kKeys));
                keys = TRY(create_list_from_array_like(iso_, Value(list)));
            }
            for (uint32_t i = 0; i < keys->length(); i++) {
                PropertyKey key = TRY(to_property_key(iso_, keys->get(i)));
                (void)TRY(write_property(o, key, TRY(get(iso_, o, key)), &is_first));
            }
        }
        if (!is_first) new_line(stack_.size() - 1);
        out_.append(u'}');
        return {};
    }

    // ---- circles ----

    /// The class by which V8's message calls an object: of the nearest prototype's constructor.
    String* constructor_name(Object* o) {
        for (Object* p = o->is_proxy() ? nullptr : o->prototype(iso_); p && !p->is_exotic(); p = p->prototype(iso_)) {
            Lookup l = lookup_own(iso_, p, PropertyKey(iso_.names.constructor));
            if (l.state != Lookup::State::kData) continue;
            Value constructor = lookup_value(iso_, l, PropertyKey(iso_.names.constructor));
            if (!is_callable(constructor) || as_object(constructor)->is_proxy()) continue;
            Lookup name = lookup_own(iso_, as_object(constructor), PropertyKey(iso_.names.name));
            if (name.state != Lookup::State::kData && name.state != Lookup::State::kCustom) continue;
            Value text = lookup_value(iso_, name, PropertyKey(iso_.names.name));
            if (is_string(text) && !as_string(text)->is_empty()) return as_string(text);
        }
        return o->is_array_object() ? iso_.names.Array : iso_.names.Object;
    }

    void append_key(StringBuilder& text, PropertyKey key) {
        if (key.is_index()) {
            text.append(std::string_view("index "));
            text.append_int(key.as_index());
        } else {
            text.append(std::string_view("property '"));
            text.append(as_string(key.to_value(iso_)));
            text.append(u'\'');
        }
    }

    /// The object on the stack at `first` is met again under `key`.
    Completion<void> throw_circular(size_t first, PropertyKey key) {
        constexpr size_t kShownFirst = 2, kShownLast = 1;
        StringBuilder text(iso_);
        text.append(std::string_view("Converting circular structure to JSON\n    --> starting at object with constructor '"));
        text.append(constructor_name(as_object(stack_[first])));
        text.append(u'\'');
        size_t count = stack_.size();
        size_t shown_end = std::min(count, first + 1 + kShownFirst);
        auto line = [&](size_t i) {
            text.append(std::string_view("\n    |     "));
            append_key(text, PropertyKey::from_stored(keys_[i]));
            text.append(std::string_view(" -> object with constructor '"));
            text.append(constructor_name(as_object(stack_[i])));
            text.append(u'\'');
        };
        for (size_t i = first + 1; i < shown_end; i++) line(i);
        if (count > shown_end + kShownLast) text.append(std::string_view("\n    |     ..."));
        for (size_t i = std::max(shown_end, count - kShownLast); i < count; i++) line(i);
        text.append(std::string_view("\n    --- "));
        append_key(text, key);
        text.append(std::string_view(" closes the circle"));
        String* message = TRY(text.finish());
        return iso_.throw_type_error("%S", message);
    }

    Isolate& iso_;
    StringBuilder out_;
    gc::RootVector stack_;  // objects under way
    gc::RootVector keys_;   // PropertyKey::stored() of each
};

}  // namespace

/// The replacer's array, as strings without doubles.
static Completion<CellArray*> property_list_of(Isolate& iso, Object* list) {
    double length = TRY(length_of_array_like(iso, list));
    gc::RootVector names(iso.heap);
    NameTable seen(iso);
    for (double i = 0; i < length; i++) {
        Value v = TRY(get(iso, list, PropertyKey::from_index(iso, uint64_t(i))));
        auto* wrapper = cell_as<PrimitiveWrapper>(v);
        bool counts = is_string(v) || v.is_number() ||
                      (wrapper && (wrapper->value().is_number() || is_string(wrapper->value())));
        if (!counts) continue;
        String* name = TRY(to_string(iso, v));
        if (seen.add(name)) names.push(Value(name));
    }
    CellArray* result = CellArray::create(iso, uint32_t(names.size()));
    for (uint32_t i = 0; i < names.size(); i++) result->set(i, names[i]);
    return result;
}

Completion<Value> stringify_json(Isolate& iso, Value value, Value replacer, Value space) {
    JsonWriter writer(iso);
    // 4. The replacer: a function, or the names of properties.
    if (is_object(replacer)) {
        if (is_callable(replacer)) {
            writer.replacer = replacer;
        } else if (TRY(is_array(iso, replacer))) {
            writer.property_list = TRY(property_list_of(iso, as_object(replacer)));
        }
    }
    // 5-8. The gap.
    if (auto* wrapper = cell_as<PrimitiveWrapper>(space)) {
        if (wrapper->value().is_number()) {
            space = Value::number(TRY(to_number(iso, space)));
        } else if (is_string(wrapper->value())) {
            space = Value(TRY(to_string(iso, space)));
        }
    }
    if (space.is_number()) {
        double n = std::min(10.0, TRY(to_integer_or_infinity(iso, space)));
        if (n >= 1) writer.gap = new_string(iso, std::string_view("          ").substr(0, size_t(n)));
    } else if (is_string(space) && !as_string(space)->is_empty()) {
        writer.gap = substring(iso, as_string(space), 0, std::min(10u, as_string(space)->length()));
    }
    // 9-11. Through a wrapper object, where a replacer can see it.
    return writer.write(value);
}

Completion<Value> stringify_json(Isolate& iso, Value value) {
    return stringify_json(iso, value, Value::undefined(), Value::undefined());
}

}  // namespace jsx
