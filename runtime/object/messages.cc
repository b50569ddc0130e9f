#include "runtime/object/messages.h"

#include "runtime/object/bigint_ops.h"
#include "runtime/object/typed_array.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

Value get_data_property(Isolate& iso, Object* o, PropertyKey key) {
    for (int depth = 0; o && depth < 10'000; depth++) {
        // Through proxies only their targets are looked at.
        while (o && o->is_proxy())
            o = static_cast<Proxy*>(o)->target();
        if (!o) break;
        Lookup l = lookup_own(iso, o, key);
        switch (l.state) {
        case Lookup::State::kData:
        case Lookup::State::kElement:
        case Lookup::State::kCustom:
            return lookup_value(iso, l, key);
        case Lookup::State::kSparse:
            if (l.attributes & kAccessor) return Value::undefined();
            return lookup_value(iso, l, key);
        case Lookup::State::kAccessor:
            return Value::undefined();
        case Lookup::State::kNotFound:
            break;
        case Lookup::State::kExotic: {
            if (o->kind() == gc::CellKind::kModuleNamespace) return Value::undefined();
            PropertyDescriptor desc;
            Completion<bool> found = get_own_property(iso, o, key, &desc);
            if (found.threw()) {
                (void)iso.take_pending();
                return Value::undefined();
            }
            if (found.take()) return desc.is_accessor() ? Value::undefined() : desc.value;
            break;
        }
        }
        o = o->prototype(iso);
    }
    return Value::undefined();
}

// ---- Functions ---------------------------------------------------------------------------------

String* function_debug_name(Isolate& iso, Object* function) {
    if (auto* f = cell_as<Function>(Value(function))) {
        Value name = f->extra(Function::kName);
        if (name.is_cell()) return as_string(name);
        FunctionCode* code = f->code();
        AtomId id = code->function() ? code->function()->name : bytecode::kNoAtom;
        return id == bytecode::kNoAtom ? iso.names.empty : code->script()->atom(iso, id);
    }
    if (auto* f = cell_as<NativeFunction>(Value(function)))
        return f->name() ? f->name() : iso.names.empty;
    if (cell_as<BoundFunction>(Value(function))) {
        Value name = get_data_property(iso, function, PropertyKey(iso.names.name));
        if (is_string(name)) return as_string(name);
    }
    return iso.names.empty;
}

static String* finish(StringBuilder& b, String* fallback) {
    Completion<String*> c = b.finish();
    return c.threw() ? fallback : c.take();
}

String* function_text(Isolate& iso, Object* function) {
    auto* f = cell_as<Function>(Value(function));
    const bytecode::FunctionTemplate* code = f ? f->code()->function() : nullptr;
    if (code && !(code->unit->allow_natives || code->flags.native_builtin)) {
        const SourceText& source = code->unit->source();
        uint32_t length = code->source_end - code->source_start;
        if (source.is_latin1())
            return new_string(iso, std::span(source.latin1() + code->source_start, length));
        return new_string(iso, std::span(source.utf16() + code->source_start, length));
    }
    StringBuilder b(iso);
    b.append("function ");
    if (!cell_as<BoundFunction>(Value(function))) b.append(function_debug_name(iso, function));
    b.append("() { [native code] }");
    return finish(b, iso.names.function);
}

/// A function in a message: long texts lose their middle.
static String* function_for_message(Isolate& iso, Object* function) {
    constexpr uint32_t kMaxLength = 128, kKeptStart = 111, kKeptEnd = 2;
    String* text = function_text(iso, function);
    if (text->length() <= kMaxLength) return text;
    StringBuilder b(iso);
    b.append(text, 0, kKeptStart);
    b.append("...<omitted>...");
    b.append(text, text->length() - kKeptEnd, text->length());
    return finish(b, text);
}

// ---- Values ------------------------------------------------------------------------------------

String* symbol_descriptive_string(Isolate& iso, Symbol* symbol) {
    StringBuilder b(iso);
    b.append("Symbol(");
    if (symbol->description()) b.append(symbol->description());
    b.append(u')');
    return finish(b, iso.names.Symbol);
}

/// Error.prototype.toString of what can be seen without side effects.
static String* error_for_message(Isolate& iso, Object* error) {
    auto text_of = [&](String* key, String* fallback) {
        Value v = get_data_property(iso, error, PropertyKey(key));
        return v.is_undefined() ? fallback : value_for_message(iso, v);
    };
    String* name = text_of(iso.names.name, iso.names.Error);
    String* message = text_of(iso.names.message, iso.names.empty);
    if (name->is_empty()) return message;
    if (message->is_empty()) return name;
    StringBuilder b(iso);
    b.append(name);
    b.append(": ");
    b.append(message);
    return finish(b, name);
}

/// What follows "[object " where nothing better is known.
static String* class_name(Isolate& iso, Object* o) {
    using enum gc::CellKind;
    if (o->is_callable()) return iso.names.Function;
    switch (o->kind()) {
    case kArray:
        return iso.names.Array;
    case kArguments:
        return iso.names.Arguments;
    case kError:
        return iso.names.Error;
    case kDate:
        return iso.names.Date;
    case kRegExp:
        return iso.names.RegExp;
    case kStringWrapper:
        return iso.names.String;
    case kPrimitiveWrapper: {
        Value v = static_cast<PrimitiveWrapper*>(o)->value();
        if (v.is_number()) return iso.names.Number;
        if (v.is_boolean()) return iso.names.Boolean;
        return is_symbol(v) ? iso.names.Symbol : iso.names.BigInt;
    }
    case kTypedArray:
        return atomize(iso, element_type_name(static_cast<TypedArray*>(o)->type()));
    default:
        return iso.names.Object;
    }
}

static String* object_for_message(Isolate& iso, Object* o) {
    while (o->is_proxy()) {
        Object* target = static_cast<Proxy*>(o)->target();
        if (!target) break;
        o = target;
    }
    if (o->is_callable() && !o->is_proxy()) return function_for_message(iso, o);
    if (o->kind() == gc::CellKind::kError) return error_for_message(iso, o);
    StringBuilder b(iso);
    if (!o->is_proxy()) {
        Value to_string = get_data_property(iso, o, PropertyKey(iso.names.toString));
        Realm* realm = iso.realm();
        if (is_object(to_string) && realm &&
            as_object(to_string) == realm->object_if_made(RealmObject::kObjectProtoToString)) {
            Value constructor = get_data_property(iso, o, PropertyKey(iso.names.constructor));
            if (is_callable(constructor)) {
                String* name = function_debug_name(iso, as_object(constructor));
                if (!name->is_empty()) {
                    b.append("#<");
                    b.append(name);
                    b.append(u'>');
                    return finish(b, name);
                }
            }
        }
    }
    b.append("[object ");
    Value tag = o->is_proxy() ? Value::undefined()
                              : get_data_property(iso, o, PropertyKey(iso.symbols.to_string_tag));
    b.append(is_string(tag) ? as_string(tag) : class_name(iso, o));
    b.append(u']');
    return finish(b, iso.names.Object);
}

String* value_for_message(Isolate& iso, Value v) {
    if (is_string(v)) return as_string(v);
    if (v.is_number()) return number_to_string(iso, v.as_number());
    if (v.is_boolean()) return v.is_true() ? iso.names.true_ : iso.names.false_;
    if (v.is_null()) return iso.names.null_;
    if (!v.is_cell()) return iso.names.undefined;
    if (is_symbol(v)) return symbol_descriptive_string(iso, as_symbol(v));
    if (is_bigint(v)) {
        Completion<String*> text = bigint_to_string(iso, as_bigint(v));
        if (!text.threw()) return text.take();
        (void)iso.take_pending();
        return iso.names.BigInt;
    }
    return is_object(v) ? object_for_message(iso, as_object(v)) : iso.names.undefined;
}

String* call_site_rendering(Isolate& iso, Value v) {
    constexpr uint32_t kMaxShown = 100;
    StringBuilder b(iso);
    String* type = typeof_string(iso, v);
    if (v.is_undefined()) return type;
    b.append(type);
    if (is_string(v)) {
        String* s = as_string(v);
        b.append(" \"");
        b.append(s, 0, s->length() < kMaxShown ? s->length() : kMaxShown);
        if (s->length() > kMaxShown) b.append("<...>");
        b.append(u'"');
    } else if (v.is_number() || v.is_boolean() || v.is_null()) {
        b.append(u' ');
        b.append(value_for_message(iso, v));
    }
    return finish(b, type);
}

// ---- Formats -----------------------------------------------------------------------------------

static void append_key(Isolate& iso, StringBuilder& b, PropertyKey key) {
    if (key.is_index()) return b.append_int(key.as_index());
    if (key.is_atom()) return b.append(key.as_atom());
    Symbol* symbol = key.as_symbol();
    if (!symbol->is_private()) return b.append(symbol_descriptive_string(iso, symbol));
    if (symbol->description()) b.append(symbol->description());
}

Completion<String*> format_message(Isolate& iso, const char* format, va_list arguments) {
    StringBuilder b(iso);
    for (const char* p = format; *p; p++) {
        if (*p != '%') {
            b.append(char16_t(uint8_t(*p)));
            continue;
        }
        switch (*++p) {
        case 's':
            b.append(std::string_view(va_arg(arguments, const char*)));
            break;
        case 'd':
            b.append_int(va_arg(arguments, int));
            break;
        case 'u':
            b.append_int(va_arg(arguments, unsigned));
            break;
        case 'g': {
            char text[numbers::kNumberTextMax];
            b.append(
                std::string_view(text, numbers::number_to_string(va_arg(arguments, double), text)));
            break;
        }
        case 'S':
            b.append(va_arg(arguments, String*));
            break;
        case 'K':
            append_key(iso, b, *va_arg(arguments, PropertyKey*));
            break;
        case 'V':
            b.append(value_for_message(iso, *va_arg(arguments, Value*)));
            break;
        default:
            JSX_DCHECK(*p == '%');
            b.append(char16_t(uint8_t(*p)));
            break;
        }
    }
    return b.finish();
}

}  // namespace jsx
