// inspect: options, primitive values, proxies, custom inspection functions.
#include "runtime/builtins/inspect.h"

#include <cmath>

#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/inspector.h"
#include "runtime/builtins/language_state.h"
#include "runtime/object/bigint_ops.h"

namespace jsx {

using Text = std::u16string;

// ---- what others call ----

Inspector::Inspector(Isolate& iso, const InspectOptions& options)
    : iso_(iso), options_(options), seen_(iso.heap) {
    if (options_.custom_inspect) {
        custom_symbol_ = LanguageState::of(iso).registered_symbol(atomize(iso, "nodejs.util.inspect.custom"));
    }
}

Completion<void> inspect_to(Isolate& iso, Value value, const InspectOptions& options, Text& out) {
    Inspector inspector(iso, options);
    LongText text;
    (void)TRY(inspector.format_value(text, value, 0));
    out += text.joined();
    return {};
}

Completion<String*> inspect(Isolate& iso, Value value, const InspectOptions& options) {
    Text text;
    (void)TRY(inspect_to(iso, value, options, text));
    if (text.size() > String::kMaxLength) return iso.throw_range_error("Invalid string length");
    return to_js_string(iso, text);
}

// ---- options, custom inspection ----

Completion<void> read_inspect_options(Isolate& iso, Value object, InspectOptions& options) {
    if (!is_object(object)) return {};
    auto read = [&](const char* name, auto set) -> Completion<void> {
        PropertyKey key(atomize(iso, name));
        if (!TRY(has_property(iso, as_object(object), key))) return {};
        Value v = TRY(get(iso, as_object(object), key));
        if (!v.is_undefined()) set(v);
        return {};
    };
    auto limit = [](double& field) {
        return [&field](Value v) {
            if (v.is_null()) field = INFINITY;
            if (v.is_number()) field = v.as_number();
        };
    };
    auto flag = [](bool& field) { return [&field](Value v) { field = to_boolean(v); }; };
    (void)TRY(read("showHidden", flag(options.show_hidden)));
    (void)TRY(read("depth", limit(options.depth)));
    (void)TRY(read("customInspect", flag(options.custom_inspect)));
    (void)TRY(read("showProxy", flag(options.show_proxy)));
    (void)TRY(read("maxArrayLength", limit(options.max_array_length)));
    (void)TRY(read("maxStringLength", limit(options.max_string_length)));
    (void)TRY(read("breakLength", limit(options.break_length)));
    (void)TRY(read("compact", [&](Value v) {
        if (v.is_boolean()) options.compact = v.is_true() ? InspectOptions::kCompactAlways : 0;
        if (v.is_number()) options.compact = int(v.as_number());
    }));
    (void)TRY(read("sorted", flag(options.sorted)));
    return read("getters", [&](Value v) {
        using enum InspectOptions::Getters;
        options.getters = to_boolean(v) ? kAll : kNo;
        if (!is_string(v)) return;
        Utf8Text text(iso, as_string(v));
        options.getters = text.view() == "get" ? kGetOnly : text.view() == "set" ? kGetSet : kNo;
    });
}

static Completion<Value> inspect_function(Isolate& iso, Arguments args) {
    InspectOptions options;
    (void)TRY(read_inspect_options(iso, args[1], options));
    return TRY(inspect(iso, args[0], options));
}
static Completion<Value> stylize_function(Isolate&, Arguments args) { return args[0]; }

static Value limit_value(double limit) { return std::isinf(limit) ? Value::raw_double(INFINITY) : Value::number(limit); }

/// The options that a custom inspection function gets.
static Object* options_object(Isolate& iso, const InspectOptions& options) {
    Object* o = new_object(iso);
    auto put = [&](const char* name, Value v) { o->put_named(iso, PropertyKey(atomize(iso, name)), v, kAllAttributes); };
    put("stylize", Value(new_native_function(iso, stylize_function, atomize(iso, "stylize"), 2)));
    put("showHidden", Value::boolean(options.show_hidden));
    put("depth", limit_value(options.depth));
    put("colors", Value::boolean(false));
    put("customInspect", Value::boolean(options.custom_inspect));
    put("showProxy", Value::boolean(options.show_proxy));
    put("maxArrayLength", limit_value(options.max_array_length));
    put("maxStringLength", limit_value(options.max_string_length));
    put("breakLength", limit_value(options.break_length));
    put("compact", options.compact <= 0 ? Value::boolean(options.compact != 0) : Value::int32(options.compact));
    put("sorted", Value::boolean(options.sorted));
    put("getters", Value::boolean(options.getters != InspectOptions::Getters::kNo));
    put("numericSeparator", Value::boolean(false));
    return o;
}

static Text indented(const Text& text, size_t indentation) {
    Text out;
    for (char16_t c : text) {
        out += c;
        if (c == '\n') out.append(indentation, u' ');
    }
    return out;
}

/// True if the object's own inspection function made the text.
Completion<bool> Inspector::format_custom(LongText& out, Value context, Object* o, double depth) {
    Value custom = TRY(get(iso_, o, PropertyKey(custom_symbol_)));
    if (!is_callable(custom)) return false;
    // Not for prototype objects, which only hold the function for others.
    PropertyDescriptor desc;
    if (TRY(get_own_property(iso_, o, PropertyKey(iso_.names.constructor), &desc)) && is_object(desc.value)) {
        Value prototype = TRY(get(iso_, as_object(desc.value), PropertyKey(iso_.names.prototype)));
        if (prototype == Value(o)) return false;
    }
    double left = options_.depth - depth;
    Value function(new_native_function(iso_, inspect_function, atomize(iso_, "inspect"), 2));
    Value result = TRY(call(iso_, custom, context,
                            {limit_value(left), Value(options_object(iso_, options_)), function}));
    if (result == context) return false;
    if (is_string(result)) {
        out += indented(to_u16(iso_, as_string(result)), indentation_);
    } else {
        (void)TRY(format_value(out, result, depth));
    }
    return true;
}

// ---- values ----

Text Inspector::primitive(Value v) {
    if (is_string(v)) {
        Text text = to_u16(iso_, as_string(v));
        Text trailer;
        if (double(text.size()) > options_.max_string_length) {
            size_t remaining = text.size() - size_t(options_.max_string_length);
            text.resize(size_t(options_.max_string_length));
            trailer = u"... " + number_text(iso_, double(remaining)) + u" more character" + (remaining > 1 ? u"s" : u"");
        }
        constexpr size_t kMinLine = 16;
        bool is_long = text.size() > kMinLine && double(text.size()) > options_.break_length - double(indentation_) - 4;
        if (options_.compact == InspectOptions::kCompactAlways || !is_long) return quote_text(text) + trailer;
        // A long text is shown line by line.
        Text out;
        for (size_t start = 0; start < text.size();) {
            size_t end = text.find(u'\n', start);
            end = end == Text::npos ? text.size() : end + 1;
            if (start > 0) out += u" +\n" + Text(indentation_ + 2, u' ');
            out += quote_text(text.substr(start, end - start));
            start = end;
        }
        return out + trailer;
    }
    if (v.is_number()) return number_text(iso_, v.as_number());
    if (is_bigint(v)) return to_u16(iso_, MUST(bigint_to_string(iso_, as_bigint(v)))) + u'n';
    if (is_symbol(v)) return to_u16(iso_, symbol_descriptive_string(iso_, as_symbol(v)));
    if (v.is_boolean()) return v.is_true() ? u"true" : u"false";
    return v.is_null() ? u"null" : u"undefined";
}

Completion<void> Inspector::format_proxy(LongText& out, Proxy* proxy, double depth) {
    if (depth > options_.depth) {
        out += u"Proxy [Array]";
        return {};
    }
    indentation_ += 2;
    std::vector<LongText> entries(2);
    (void)TRY(format_value(entries[0], Value(proxy->target()), depth + 1));
    (void)TRY(format_value(entries[1], Value(proxy->handler()), depth + 1));
    indentation_ -= 2;
    out += join_entries(std::move(entries), {}, u"Proxy [", u"]", Layout::kArrayWithExtras, depth + 1, nullptr);
    return {};
}

Completion<void> Inspector::format_value(LongText& out, Value v, double depth, bool in_typed_array) {
    if (!is_object(v)) {
        out += primitive(v);
        return {};
    }
    Object* o = as_object(v);
    size_t proxies = 0;
    Text opening;
    if (auto* proxy = cell_as<Proxy>(v)) {
        if (options_.show_proxy) {
            if (proxy->handler()) return format_proxy(out, proxy, depth);
            out += u"<Revoked Proxy>";
            return {};
        }
        for (; proxy; proxy = cell_as<Proxy>(Value(o))) {
            o = proxy->target();
            if (!o) {
                // The innermost is no proxy of anything.
                out += opening + u"<Revoked Proxy>" + Text(proxies, u')');
                return {};
            }
            opening += u"Proxy(";
            proxies++;
        }
    }
    if (custom_symbol_ && TRY(format_custom(out, v, o, depth))) return {};
    out += opening;
    bool is_circular = false;
    for (size_t i = 0; i < seen_.size() && !is_circular; i++) is_circular = seen_[i] == Value(o);
    if (is_circular) {
        if (!circular_) circular_ = new_map(iso_);
        Value number = circular_->get(iso_, Value(o));
        if (number.is_undefined()) {
            number = Value::number(circular_->size() + 1);
            (void)TRY(circular_->set(iso_, Value(o), number));
        }
        out += u"[Circular *" + number_text(iso_, number.as_number()) + u"]";
    } else {
        (void)TRY(format_raw(out, o, depth, in_typed_array));
    }
    out += Text(proxies, u')');
    return {};
}

}  // namespace jsx
