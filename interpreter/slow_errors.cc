// TypeErrors that quote the source: what was called, iterated or taken apart.
#include "bytecode/call_printer.h"
#include "interpreter/slow_paths.h"

namespace jsx::interp::rt {

using bytecode::CallSiteKind;

/// How V8 shows a value for which the source has no name: its type, and the value if that is plain.
static String* default_call_site(Isolate& iso, Value v) {
    StringBuilder b(iso);
    b.append(typeof_string(iso, v));
    if (is_string(v)) {
        b.append(std::string_view(" \""));
        b.append(as_string(v));
        b.append(u'"');
    } else if (v.is_null() || v.is_boolean() || v.is_number()) {
        b.append(u' ');
        b.append(MUST(to_string(iso, v)));
    }
    Completion<String*> text = b.finish();
    if (!text.threw()) return text.take();
    (void)iso.take_pending();
    return typeof_string(iso, v);
}

static bytecode::CallSite find_site(Value* fp, CallSiteKind kind) {
    FunctionCode* code = frame_callee(fp)->code();
    if (code->call_flags_ & FunctionCode::kNativeBuiltin) return {};
    uint32_t pc = uint32_t(untag_pc(fp[kFramePc]) - code->first_op());
    return bytecode::find_call_site(*code->bytecode(), pc, kind);
}

/// UTF-8 text as a string; null if there is none.
static String* utf8_string(Isolate& iso, const std::string& utf8) {
    if (utf8.empty()) return nullptr;
    Completion<String*> text = new_string_utf8(iso, utf8);
    if (!text.threw()) return text.take();
    (void)iso.take_pending();
    return nullptr;
}

/// The source's text for the op at the frame's pc; null if it does not say.
static String* call_site(Isolate& iso, Value* fp, CallSiteKind kind) {
    return utf8_string(iso, find_site(fp, kind).text);
}

/// "Cannot destructure property 'p' of 'source' as it is undefined."; either text may be null.
static Thrown cannot_destructure(Isolate& iso, Value v, String* property, String* source) {
    if (!source) source = default_call_site(iso, v);
    const char* what = v.is_null() ? "null" : "undefined";
    if (!property) return iso.throw_type_error("Cannot destructure '%S' as it is %s.", source, what);
    return iso.throw_type_error("Cannot destructure property '%S' of '%S' as it is %s.", property, source, what);
}

static bool is_construct_op(bytecode::Op op) {
    return op == bytecode::Op::kConstruct || op == bytecode::Op::kConstructSpread;
}

Thrown throw_not_callable_at(Isolate& iso, Value* fp, Value callee) {
    String* text = call_site(iso, fp, CallSiteKind::kCall);
    if (!text) text = default_call_site(iso, callee);
    bool is_construct = is_construct_op(bytecode::Op(*untag_pc(fp[kFramePc])));
    return iso.throw_type_error(is_construct ? "%S is not a constructor" : "%S is not a function", text);
}

/// The array that the ArraySpread at the frame's pc fills becomes the arguments of a call, not a literal.
static bool is_spread_of_call(Value* fp) {
    FunctionCode* code = frame_callee(fp)->code();
    const uint16_t* pc = untag_pc(fp[kFramePc]);
    const uint16_t* end = code->first_op() + code->bytecode()->code.size();
    const bytecode::Register array = ops::ArraySpread::at(pc).array;
    for (; pc < end; pc += bytecode::op_length(pc)) {
        switch (bytecode::Op(*pc)) {
        case bytecode::Op::kCallSpread:
            if (ops::CallSpread::at(pc).base + kFrameHeader == array) return true;
            break;
        case bytecode::Op::kConstructSpread:
            if (ops::ConstructSpread::at(pc).base + kFrameHeader == array) return true;
            break;
        case bytecode::Op::kSuperCallSpread:
            if (ops::SuperCallSpread::at(pc).base + kFrameHeader == array) return true;
            break;
        case bytecode::Op::kNewArray:
            if (ops::NewArray::at(pc).dst == array) return false;
            break;
        default: break;
        }
    }
    return false;
}

Thrown throw_not_iterable_at(Isolate& iso, Value* fp, Value v) {
    if (bytecode::Op(*untag_pc(fp[kFramePc])) == bytecode::Op::kArraySpread) {
        String* text = is_spread_of_call(fp) ? call_site(iso, fp, CallSiteKind::kSpreadCall) : nullptr;
        if (text) {
            if (v.is_nullish()) return iso.throw_type_error("%S is not iterable (cannot read property undefined)", text);
            return iso.throw_type_error("Spread syntax requires ...iterable[Symbol.iterator] to be a function");
        }
    }
    bytecode::CallSite site = find_site(fp, CallSiteKind::kIterable);
    String* text = utf8_string(iso, site.text);
    if (v.is_nullish() && !site.property.empty()) {
        return cannot_destructure(iso, v, utf8_string(iso, site.property), text);
    }
    if (!text || !site.property.empty()) {
        return iso.throw_type_error("%S is not iterable (cannot read property Symbol(Symbol.iterator))",
                                    default_call_site(iso, v));
    }
    if (site.is_call) return iso.throw_type_error("%S is not a function or its return value is not iterable", text);
    return iso.throw_type_error("%S is not iterable", text);
}

Thrown throw_not_async_iterable_at(Isolate& iso, Value* fp, Value v) {
    bytecode::CallSite site = find_site(fp, CallSiteKind::kIterable);
    String* text = utf8_string(iso, site.text);
    if (!text) text = default_call_site(iso, v);
    if (site.is_call) return iso.throw_type_error("%S is not a function or its return value is not async iterable", text);
    return iso.throw_type_error("%S is not async iterable", text);
}

RT(throw_destructure, CheckDestructure) {
    Value v = fp[op.value];
    Value first = constant(md, op.property);
    String* property = is_string(first) ? as_string(first) : nullptr;
    bytecode::CallSite site = find_site(fp, CallSiteKind::kDestructure);
    if (site.reads_property && property) {
        const char* what = v.is_null() ? "null" : "undefined";
        return iso.throw_type_error("Cannot read properties of %s (reading '%S')", what, property);
    }
    if (!site.property.empty()) property = utf8_string(iso, site.property);
    return cannot_destructure(iso, v, property, utf8_string(iso, site.text));
}

}  // namespace jsx::interp::rt
