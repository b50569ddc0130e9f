// util.format: what console.log makes of its arguments.
#include <cmath>

#include "runtime/builtins/inspector.h"
#include "runtime/builtins/json.h"
#include "runtime/object/bigint_ops.h"
#include "support/numbers/string_to_number.h"

namespace jsx {

using Text = std::u16string;

/// Whether String(o) would say nothing of its own: then inspect says more.
static Completion<bool> has_builtin_to_string(Isolate& iso, Object* o) {
    while (auto* proxy = cell_as<Proxy>(Value(o))) {
        if (!proxy->target()) return true;
        o = proxy->target();
    }
    PropertyKey to_string_key(iso.names.toString), to_primitive_key(iso.symbols.to_primitive);
    bool looks_for_string = is_callable(TRY(get(iso, o, to_string_key)));
    bool looks_for_primitive = is_callable(TRY(get(iso, o, to_primitive_key)));
    if (!looks_for_string && !looks_for_primitive) return true;
    if (looks_for_string && TRY(has_own_property(iso, o, to_string_key))) return false;
    if (looks_for_primitive && TRY(has_own_property(iso, o, to_primitive_key))) return false;
    // The prototype that has the method: is it a built-in's?
    for (PrototypeWalk walk(iso);;) {
        Value prototype = TRY(walk.above(o));
        if (prototype.is_null()) return true;
        o = as_object(prototype);
        if (looks_for_string && TRY(has_own_property(iso, o, to_string_key))) break;
        if (looks_for_primitive && TRY(has_own_property(iso, o, to_primitive_key))) break;
    }
    PropertyDescriptor desc;
    if (!TRY(get_own_property(iso, o, PropertyKey(iso.names.constructor), &desc)) || !is_callable(desc.value)) return false;
    Value name = TRY(get(iso, as_object(desc.value), PropertyKey(iso.names.name)));
    return is_string(name) && is_builtin_class_name(to_u16(iso, as_string(name)));
}

static Completion<void> append_string(Isolate& iso, Value v, Text& out) {
    if (v.is_number() || is_bigint(v)) return inspect_to(iso, v, {}, out);
    if (is_symbol(v)) {
        out += to_u16(iso, symbol_descriptive_string(iso, as_symbol(v)));
        return {};
    }
    bool is_plain_object = is_object(v) && !as_object(v)->is_callable();
    if (!is_plain_object || !TRY(has_builtin_to_string(iso, as_object(v)))) {
        out += to_u16(iso, TRY(to_string(iso, v)));
        return {};
    }
    InspectOptions options;
    options.depth = 0;
    return inspect_to(iso, v, options, out);
}

/// %d, %i, %f: the number by `convert`, BigInts as they are, symbols as NaN.
static Completion<void> append_number(Isolate& iso, Value v, char16_t kind, Text& out) {
    if (is_symbol(v)) {
        out += u"NaN";
        return {};
    }
    if (is_bigint(v) && kind != 'f') return inspect_to(iso, v, {}, out);
    double number;
    if (kind == 'd') {
        Value numeric = TRY(to_numeric(iso, v));
        number = is_bigint(numeric) ? bigint_to_number(as_bigint(numeric)) : numeric.as_number();
    } else {
        FlatContent text = TRY(to_string(iso, v))->content(iso);
        if (kind == 'i') {
            number = text.is_latin1 ? numbers::parse_int(text.latin1(), text.length, 0)
                                    : numbers::parse_int(text.utf16(), text.length, 0);
        } else {
            number = text.is_latin1 ? numbers::parse_float(text.latin1(), text.length)
                                    : numbers::parse_float(text.utf16(), text.length);
        }
    }
    out += number_text(iso, number);
    return {};
}

static Completion<void> append_json(Isolate& iso, Value v, Text& out) {
    Completion<Value> text = stringify_json(iso, v);
    if (!text.threw()) {
        out += is_string(text.take()) ? to_u16(iso, as_string(text.take())) : Text(u"undefined");
        return {};
    }
    Value exception = iso.pending;
    if (is_object(exception)) {
        Value saved = iso.take_pending();
        Value message = TRY(get(iso, as_object(saved), PropertyKey(iso.names.message)));
        if (is_string(message) && to_u16(iso, as_string(message)).starts_with(u"Converting circular structure to JSON")) {
            out += u"[Circular]";
            return {};
        }
        return iso.throw_value(saved);
    }
    return text.thrown();
}

/// One placeholder; false if the letter is none.
static Completion<bool> append_placeholder(Isolate& iso, char16_t letter, Value v, Text& out) {
    switch (letter) {
    case 's': (void)TRY(append_string(iso, v, out)); return true;
    case 'd':
    case 'i':
    case 'f': (void)TRY(append_number(iso, v, letter, out)); return true;
    case 'j': (void)TRY(append_json(iso, v, out)); return true;
    case 'O': (void)TRY(inspect_to(iso, v, {}, out)); return true;
    case 'o': {
        InspectOptions options;
        options.show_hidden = true;
        options.show_proxy = true;
        options.depth = 4;
        (void)TRY(inspect_to(iso, v, options, out));
        return true;
    }
    case 'c': return true;
    default: return false;
    }
}

Completion<void> format_arguments(Isolate& iso, std::span<const Value> args, Text& out) {
    size_t next = 0;
    if (!args.empty() && is_string(args[0])) {
        Text format = to_u16(iso, as_string(args[0]));
        if (args.size() == 1) {
            out += format;
            return {};
        }
        size_t done = 0;
        for (size_t i = 0; i + 1 < format.size(); i++) {
            if (format[i] != '%') continue;
            char16_t letter = format[++i];
            if (letter == '%') {
                out.append(format, done, i - done);
                done = i + 1;
                continue;
            }
            if (next + 1 == args.size()) continue;
            Text shown;
            if (!TRY(append_placeholder(iso, letter, args[next + 1], shown))) continue;
            next++;
            out.append(format, done, i - 1 - done);
            out += shown;
            done = i + 1;
        }
        if (done == 0) {
            out += format;
        } else {
            out.append(format, done, Text::npos);
        }
        next++;
    }
    for (size_t i = next; i < args.size(); i++) {
        if (i > 0) out += u' ';
        if (is_string(args[i])) {
            out += to_u16(iso, as_string(args[i]));
        } else {
            (void)TRY(inspect_to(iso, args[i], {}, out));
        }
    }
    return {};
}

}  // namespace jsx
