// CallSite objects: what Error.prepareStackTrace gets for each frame.
//
// A CallSite is a plain object whose private property holds [trace, index].
#include "interpreter/stack_trace.h"
#include "interpreter/state.h"
#include "runtime/object/builtin_spec.h"

namespace jsx::interp {

namespace {

enum : uint32_t { kSiteTrace, kSiteIndex, kSiteFields };

/// The frame of the CallSite `this`.
bool find_frame(Isolate& iso, Value site, StackTrace** trace, uint32_t* index) {
    PropertyInfo info;
    if (!is_object(site) || as_object(site)->kind() != gc::CellKind::kObject ||
        !as_object(site)->shape(iso)->lookup(PropertyKey(state_of(iso).stack_symbol), &info)) {
        return false;
    }
    auto* fields = cell_as<CellArray>(as_object(site)->slot(info.slot));
    if (!fields) return false;
    *trace = static_cast<StackTrace*>(fields->get(kSiteTrace).as_cell());
    *index = uint32_t(fields->get(kSiteIndex).as_int32());
    return true;
}

Value string_or_null(String* s) { return s ? Value(s) : Value::null(); }

Completion<Value> utf8_value(Isolate& iso, const std::string& text) { return Value(TRY(new_string_utf8(iso, text))); }

LineColumn place_of(const FrameFacts& facts) {
    return facts.code->script()->unit()->source().line_column(facts.position());
}
LineColumn enclosing_place_of(const FrameFacts& facts) {
    return facts.code->script()->unit()->source().line_column(facts.code->function()->source_start);
}

/// getThis and getFunction tell nothing of strict code and the engine's own.
bool is_guarded(const FrameFacts& facts) { return !facts.is_javascript() || facts.code->is_strict(); }

// Each method is a function of the frame's facts; the receiver is checked once for all.
using SiteFn = Completion<Value> (*)(Isolate& iso, const FrameFacts& facts, StackTrace* trace, uint32_t index);

template <SiteFn F>
Completion<Value> site_method(Isolate& iso, Arguments args) {
    StackTrace* trace;
    uint32_t index;
    if (!find_frame(iso, args.this_value(), &trace, &index)) {
        String* name = static_cast<NativeFunction*>(args.callee())->name();
        return iso.throw_type_error("CallSite method %S expects CallSite as receiver", name);
    }
    return F(iso, FrameFacts(trace->frame(index)), trace, index);
}

#define SITE_METHOD(name)                                                                          \
    Completion<Value> name([[maybe_unused]] Isolate& iso, [[maybe_unused]] const FrameFacts& facts, \
                           [[maybe_unused]] StackTrace* trace, [[maybe_unused]] uint32_t index)

SITE_METHOD(get_column_number) {
    return facts.is_javascript() ? Value::number(place_of(facts).column) : Value::null();
}
SITE_METHOD(get_line_number) { return facts.is_javascript() ? Value::number(place_of(facts).line) : Value::null(); }
SITE_METHOD(get_enclosing_column_number) {
    return facts.is_javascript() ? Value::number(enclosing_place_of(facts).column) : Value::null();
}
SITE_METHOD(get_enclosing_line_number) {
    return facts.is_javascript() ? Value::number(enclosing_place_of(facts).line) : Value::null();
}
SITE_METHOD(get_position) { return facts.is_javascript() ? Value::number(facts.position()) : Value::int32(0); }
SITE_METHOD(get_eval_origin) {
    if (!facts.is_eval()) return Value::undefined();
    return utf8_value(iso, facts.eval_origin());
}
SITE_METHOD(get_file_name) {
    if (!facts.is_javascript()) return Value::null();
    const std::string* name = facts.script_name();
    if (!name) return Value::undefined();
    return utf8_value(iso, *name);
}
SITE_METHOD(get_function) { return is_guarded(facts) ? Value::undefined() : Value(facts.frame.function); }
SITE_METHOD(get_this) { return is_guarded(facts) ? Value::undefined() : facts.frame.receiver; }
SITE_METHOD(get_function_name) { return string_or_null(facts.function_name(iso)); }
SITE_METHOD(get_method_name) { return string_or_null(facts.method_name(iso)); }
SITE_METHOD(get_type_name) { return string_or_null(facts.is_eval() ? nullptr : facts.type_name(iso)); }
SITE_METHOD(get_promise_index) {
    return facts.is_combinator() ? Value::number(facts.frame.pc) : Value::null();
}
SITE_METHOD(is_async) { return Value::boolean(facts.is_async()); }
SITE_METHOD(is_constructor) { return Value::boolean(facts.is_constructor()); }
SITE_METHOD(is_eval) { return Value::boolean(facts.is_eval()); }
SITE_METHOD(is_native) { return Value::boolean(false); }
SITE_METHOD(is_promise_all) {
    if (!facts.is_combinator()) return Value::boolean(false);
    String* name = facts.function_name(iso);
    return Value::boolean(name && strings_equal(iso, name, new_string(iso, std::string_view("all"))));
}
SITE_METHOD(is_toplevel) { return Value::boolean(facts.is_toplevel() && !facts.is_constructor()); }
SITE_METHOD(to_string_method) { return Value(frame_text(iso, trace, index)); }

constexpr BuiltinSpec kCallSite[] = {
    method("getColumnNumber", 0, site_method<get_column_number>),
    method("getEnclosingColumnNumber", 0, site_method<get_enclosing_column_number>),
    method("getEnclosingLineNumber", 0, site_method<get_enclosing_line_number>),
    method("getEvalOrigin", 0, site_method<get_eval_origin>),
    method("getFileName", 0, site_method<get_file_name>),
    method("getFunction", 0, site_method<get_function>),
    method("getFunctionName", 0, site_method<get_function_name>),
    method("getLineNumber", 0, site_method<get_line_number>),
    method("getMethodName", 0, site_method<get_method_name>),
    method("getPosition", 0, site_method<get_position>),
    method("getPromiseIndex", 0, site_method<get_promise_index>),
    method("getScriptNameOrSourceURL", 0, site_method<get_file_name>),
    method("getThis", 0, site_method<get_this>),
    method("getTypeName", 0, site_method<get_type_name>),
    method("isAsync", 0, site_method<is_async>),
    method("isConstructor", 0, site_method<is_constructor>),
    method("isEval", 0, site_method<is_eval>),
    method("isNative", 0, site_method<is_native>),
    method("isPromiseAll", 0, site_method<is_promise_all>),
    method("isToplevel", 0, site_method<is_toplevel>),
    method("toString", 0, site_method<to_string_method>),
};

Object* site_prototype(Isolate& iso, Realm* realm) {
    if (Object* made = realm->object_if_made(RealmObject::kCallSitePrototype)) return made;
    Object* prototype = new_object_with_prototype(iso, realm->object(iso, RealmObject::kObjectPrototype));
    realm->set_object(RealmObject::kCallSitePrototype, prototype);
    for (const BuiltinSpec& row : kCallSite) {
        String* name = atomize(iso, std::string_view(row.name));
        auto* f = new_native_function(iso, row.fn, name, row.length);
        prototype->add_named(iso, PropertyKey(name), Value(f), row.attributes);
    }
    return prototype;
}

}  // namespace

Array* make_call_sites(Isolate& iso, Realm* realm, StackTrace* trace) {
    Shape* shape = Shape::root(iso, site_prototype(iso, realm), 1);
    Array* sites = new_array(iso, trace->frame_count());
    for (uint32_t i = 0; i < trace->frame_count(); i++) {
        CellArray* fields = CellArray::create(iso, kSiteFields);
        fields->set(kSiteTrace, Value(trace));
        fields->set(kSiteIndex, Value::int32(int32_t(i)));
        Object* site = Object::create(iso, shape);
        site->add_named(iso, PropertyKey(state_of(iso).stack_symbol), Value(fields), kNoAttributes);
        sites->fast_elements()->push(Value(site));
        sites->set_length_nocheck(i + 1);
    }
    return sites;
}

}  // namespace jsx::interp
