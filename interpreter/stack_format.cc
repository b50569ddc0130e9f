// The text of stack traces, and CallSite objects.
#include "interpreter/slow_paths.h"
#include "interpreter/generator.h"
#include "interpreter/stack_trace.h"
#include "interpreter/state.h"
#include "support/unicode.h"

namespace jsx::interp {

// ---- what is known of a frame ----

FrameFacts::FrameFacts(const StackTrace::Frame& f)
    : frame(f), code(static_cast<Callable*>(f.function)->code()),
      is_native_builtin(code->call_flags_ & FunctionCode::kNativeBuiltin) {}

bool FrameFacts::is_toplevel() const {
    return frame.receiver.is_nullish() || frame.receiver == Value(code->realm()->global_this()) ||
           frame.receiver == Value(code->realm()->global());
}

bool FrameFacts::is_eval() const { return is_javascript() && code->script()->unit()->origin != nullptr; }

uint32_t FrameFacts::position() const { return bytecode()->source_position(frame.pc); }

const std::string* FrameFacts::script_name() const {
    if (!is_javascript()) return nullptr;
    const std::string& name = code->script()->unit()->source().name();
    return name.empty() ? nullptr : &name;
}

/// "name:line:column" of a place in a unit, or its own origin if it is an eval's.
static std::string origin_of(const bytecode::CompilationUnit& unit) {
    const auto& origin = *unit.origin;
    std::string text = "eval at " + (origin.function.empty() ? std::string("<anonymous>") : origin.function) + " (";
    const bytecode::CompilationUnit& outer = *unit.outer();
    if (outer.origin) {
        text += origin_of(outer);
    } else if (outer.source().name().empty()) {
        text += "unknown source";
    } else {
        LineColumn at = outer.source().line_column(origin.position);
        text += outer.source().name() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }
    return text + ")";
}

std::string FrameFacts::eval_origin() const { return origin_of(*code->script()->unit()); }

/// A data property found without running JavaScript, the prototype chain included; empty if there is none.
static Value find_data(Isolate& iso, Object* o, PropertyKey key, bool own_only = false) {
    if (o->is_proxy()) return Value::empty();
    Lookup l = own_only ? lookup_own(iso, o, key) : lookup(iso, o, key);
    if (l.state != Lookup::State::kData && l.state != Lookup::State::kCustom) return Value::empty();
    return lookup_value(iso, l, key);
}

static String* non_empty_string(Value v) {
    return is_string(v) && !as_string(v)->is_empty() ? as_string(v) : nullptr;
}

/// A function's `name`, if that is a string and plain data.
static String* debug_name(Isolate& iso, Object* function) {
    return non_empty_string(find_data(iso, function, PropertyKey(iso.names.name), true));
}

String* FrameFacts::function_name(Isolate& iso) const {
    const bytecode::FunctionTemplate* function = code->function();
    // The function that `new Function` made has no name of its own here.
    bool is_dynamic = is_eval() && function == code->script()->unit()->program;
    String* name = is_dynamic ? nullptr : debug_name(iso, frame.function);
    if (!name && is_eval()) return iso.names.eval;
    return name;
}

/// What made an object, as V8 names it: the class of its constructor, its tag, or what it inherits.
static String* constructor_name(Isolate& iso, Object* o) {
    if (auto* generator = cell_as<Generator>(Value(o)); generator && generator->function_) {
        if (String* name = debug_name(iso, generator->function_)) return name;
    }
    PropertyKey key(iso.names.constructor);
    Object* prototype = o->prototype(iso);
    if (prototype && !prototype->is_proxy()) {
        Value constructor = find_data(iso, prototype, key, true);
        if (is_callable(constructor)) {
            String* name = debug_name(iso, as_object(constructor));
            if (name && name != iso.names.Object) return name;
        }
    }
    if (String* tag = non_empty_string(find_data(iso, o, PropertyKey(iso.symbols.to_string_tag)))) return tag;
    Value constructor = find_data(iso, o, key);
    if (is_callable(constructor)) {
        if (String* name = debug_name(iso, as_object(constructor))) return name;
    }
    return o->is_callable() ? iso.names.Function : iso.names.Object;
}

static Object* receiver_object(Isolate& iso, Value receiver) { return MUST(to_object(iso, receiver)); }

String* FrameFacts::type_name(Isolate& iso) const {
    if (frame.receiver.is_nullish()) return nullptr;
    Object* o = receiver_object(iso, frame.receiver);
    if (o->is_proxy()) return iso.names.Proxy;
    if (o->is_callable()) {
        if (String* name = debug_name(iso, o)) return name;
    }
    return constructor_name(iso, o);
}

static bool is_accessor_of(Value accessor, Value function) {
    auto* a = static_cast<Accessor*>(accessor.as_cell());
    return a->getter_.get() == function || a->setter_.get() == function;
}

String* FrameFacts::method_name(Isolate& iso) const {
    if (frame.receiver.is_nullish()) return nullptr;
    Object* o = receiver_object(iso, frame.receiver);
    if (o->is_proxy()) return nullptr;
    Value function(frame.function);
    // The property that bears the function's own name, most often.
    if (String* name = debug_name(iso, frame.function)) {
        if (name->length() > 4) {
            String* prefix = substring(iso, name, 0, 4);
            if (strings_equal(iso, prefix, new_string(iso, std::string_view("get "))) ||
                strings_equal(iso, prefix, new_string(iso, std::string_view("set ")))) {
                name = substring(iso, name, 4, name->length());
            }
        }
        PropertyKey key = PropertyKey::from_string(iso, name);
        Lookup l = lookup(iso, o, key);
        if (l.state == Lookup::State::kData && lookup_value(iso, l, key) == function) return name;
        if (l.state == Lookup::State::kAccessor && is_accessor_of(l.holder->slot(l.slot), function)) return name;
    }
    // Else the one property, if there is only one, that holds it.
    String* found = nullptr;
    for (Object* p = o; p && !p->is_proxy(); p = p->prototype(iso)) {
        Shape* shape = p->shape(iso);
        for (uint32_t i = 0; i < shape->property_count(); i++) {
            Value key = shape->table()->key_at(i);
            if (!is_string(key)) continue;
            PropertyInfo info = shape->table()->info_at(i);
            if (info.attributes & kCustom) continue;
            Value v = p->slot(info.slot);
            if (info.attributes & kCell) v = static_cast<PropertyCell*>(v.as_cell())->value();
            bool is_it = info.attributes & kAccessor ? is_accessor_of(v, function) : v == function;
            if (!is_it) continue;
            if (found) return nullptr;
            found = as_string(key);
        }
    }
    return found;
}

// ---- text ----

namespace {

void append_utf8(Isolate& iso, StringBuilder& b, const std::string& text) {
    Completion<String*> s = new_string_utf8(iso, text);
    if (s.threw()) {
        (void)iso.take_pending();
        return;
    }
    b.append(s.take());
}

void append_location(Isolate& iso, StringBuilder& b, const FrameFacts& facts) {
    const std::string* name = facts.script_name();
    if (!name && facts.is_eval()) {
        append_utf8(iso, b, facts.eval_origin());
        b.append(std::string_view(", "));
    }
    if (name) {
        append_utf8(iso, b, *name);
    } else {
        b.append(std::string_view("<anonymous>"));
    }
    if (!facts.is_javascript()) return;
    LineColumn at = facts.code->script()->unit()->source().line_column(facts.position());
    b.append(u':');
    b.append_int(at.line);
    b.append(u':');
    b.append_int(at.column);
}

bool is_identifier(Isolate& iso, String* text) {
    FlatContent c = text->content(iso);
    for (uint32_t i = 0; i < c.length; i++) {
        char32_t unit = c[i];
        if (unit >= 0xD800 && unit < 0xDC00 && i + 1 < c.length && c[i + 1] >= 0xDC00 && c[i + 1] < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (c[++i] - 0xDC00);
            if (!(i == 1 ? unicode::is_id_start(unit) : unicode::is_id_continue(unit))) return false;
            continue;
        }
        if (unit == '$' || unit == '_') continue;
        if (!(i == 0 ? unicode::is_id_start(unit) : unicode::is_id_continue(unit))) return false;
    }
    return c.length > 0;
}

/// "f", "A.f" or "get f" name the method f already.
bool ends_with_method(Isolate& iso, String* function, String* method) {
    if (strings_equal(iso, function, method)) return true;
    if (method->length() >= function->length()) return false;
    uint32_t at = function->length() - method->length();
    char16_t before = function->at(iso, at - 1);
    return (before == u'.' || before == u' ') &&
           strings_equal(iso, substring(iso, function, at, function->length()), method);
}

void append_method_call(Isolate& iso, StringBuilder& b, const FrameFacts& facts, String* function) {
    String* type = facts.type_name(iso);
    String* method = facts.method_name(iso);
    if (type && (!function || is_identifier(iso, function))) {
        b.append(type);
        b.append(u'.');
    }
    if (!function) {
        if (method) {
            b.append(method);
        } else {
            b.append(std::string_view("<anonymous>"));
        }
        return;
    }
    b.append(function);
    if (method && !ends_with_method(iso, function, method)) {
        b.append(std::string_view(" [as "));
        b.append(method);
        b.append(u']');
    }
}

void append_frame(Isolate& iso, StringBuilder& b, const FrameFacts& facts) {
    String* function = facts.function_name(iso);
    if (facts.is_async()) b.append(std::string_view("async "));
    if (facts.is_combinator()) {
        b.append(std::string_view("Promise."));
        if (function) b.append(function);
        b.append(std::string_view(" (index "));
        b.append_int(facts.frame.pc);
        b.append(u')');
        return;
    }
    if (facts.is_constructor()) {
        b.append(std::string_view("new "));
        if (function) {
            b.append(function);
        } else {
            b.append(std::string_view("<anonymous>"));
        }
    } else if (!facts.is_toplevel()) {
        append_method_call(iso, b, facts, function);
    } else if (function) {
        b.append(function);
    } else {
        append_location(iso, b, facts);
        return;
    }
    b.append(std::string_view(" ("));
    append_location(iso, b, facts);
    b.append(u')');
}

/// Error.prototype.toString of any object.
Completion<String*> header(Isolate& iso, Object* error) {
    Value name_value = TRY(get(iso, error, PropertyKey(iso.names.name)));
    String* name = name_value.is_undefined() ? iso.names.Error : TRY(to_string(iso, name_value));
    Value message_value = TRY(get(iso, error, PropertyKey(iso.names.message)));
    String* message = message_value.is_undefined() ? iso.names.empty : TRY(to_string(iso, message_value));
    if (name->is_empty()) return message;
    if (message->is_empty()) return name;
    StringBuilder b(iso);
    b.append(name);
    b.append(std::string_view(": "));
    b.append(message);
    return b.finish();
}

/// The header, whatever its making throws.
void append_header(Isolate& iso, StringBuilder& b, Object* error) {
    Completion<String*> text = header(iso, error);
    if (!text.threw()) return b.append(text.take());
    Value thrown = iso.take_pending();
    b.append(std::string_view("<error"));
    if (is_object(thrown)) {
        Completion<String*> inner = header(iso, as_object(thrown));
        if (inner.threw()) {
            (void)iso.take_pending();
        } else {
            b.append(std::string_view(": "));
            b.append(inner.take());
        }
    }
    b.append(u'>');
}

}  // namespace

String* frame_text(Isolate& iso, StackTrace* trace, uint32_t i) {
    StringBuilder b(iso);
    append_frame(iso, b, FrameFacts(trace->frame(i)));
    return MUST(b.finish());
}

Completion<Value> format_stack(Isolate& iso, Realm* realm, Object* error, StackTrace* trace) {
    State& state = state_of(iso);
    if (!state.is_preparing_stack) {
        Value prepare = Value::undefined();
        if (!state.prepare_stack_trace) {
            Object* constructor = realm->object_if_made(RealmObject::kError);
            if (constructor) prepare = TRY(get(iso, constructor, PropertyKey(iso.names.prepareStackTrace)));
        }
        if (state.prepare_stack_trace || is_callable(prepare)) {
            Array* sites = make_call_sites(iso, realm, trace);
            state.is_preparing_stack = true;
            Completion<Value> text =
                state.prepare_stack_trace
                    ? state.prepare_stack_trace(iso, realm, Value(error), sites)
                    : call(iso, prepare, Value(realm->object(iso, RealmObject::kError)), {Value(error), Value(sites)});
            state.is_preparing_stack = false;
            return text;
        }
    }
    StringBuilder b(iso);
    append_header(iso, b, error);
    for (uint32_t i = 0; i < trace->frame_count(); i++) {
        b.append(std::string_view("\n    at "));
        append_frame(iso, b, FrameFacts(trace->frame(i)));
    }
    return Value(TRY(b.finish()));
}

}  // namespace jsx::interp
