#include "interpreter/compile.h"

#include "bytecode/compiler/compiler.h"
#include "interpreter/compile_errors.h"
#include "interpreter/interpreter.h"
#include "interpreter/slow_paths.h"
#include "interpreter/stack_trace.h"
#include "interpreter/state.h"
#include "runtime/object/error.h"
#include "runtime/object/hooks.h"

namespace jsx {

namespace interp {

void set_error_place(Value error, Script* script, uint32_t start, uint32_t end) {
    auto* o = cell_as<ErrorObject>(error);
    auto* trace = o ? cell_as<StackTrace>(o->stack()) : nullptr;
    if (trace) trace->set_place(script, start, end);
}

Thrown throw_parse_error(Isolate& iso, Script* script, const parser::ParseError& e) {
    ErrorKind kind;
    switch (e.type) {
    case parser::ErrorType::kRangeError: return iso.throw_stack_overflow();
    case parser::ErrorType::kReferenceError: kind = ErrorKind::kReferenceError; break;
    case parser::ErrorType::kNone:
    case parser::ErrorType::kSyntaxError: kind = ErrorKind::kSyntaxError; break;
    }
    Completion<String*> message = new_string_utf8(iso, e.message);
    if (message.threw()) return message.thrown();
    Object* error = iso.new_error(kind, message.take());
    set_error_place(Value(error), script, e.start, e.end);
    return iso.throw_value(Value(error));
}

namespace {

bytecode::CompileOptions compile_options(Isolate& iso) {
    bytecode::CompileOptions options;
    options.stack_limit = reinterpret_cast<uintptr_t>(iso.native_stack_limit);
    options.check_regexp = check_regexp_syntax;
    options.times = state_of(iso).compile_times;
    return options;
}

/// Compiles a unit, whose one reference the caller gives away.
Completion<FunctionCode*> compile_unit(Isolate& iso, Realm* realm, bytecode::CompilationUnit* unit,
                                       parser::ParseGoal goal, const bytecode::CompileOptions& options,
                                       Value host_defined) {
    Script* script = Script::create(iso, realm, unit);
    script->set_host_defined(host_defined);
    if (unit->source().length() > SourceText::kMaxLength) return iso.throw_range_error("Invalid string length");
    parser::ParseError error = bytecode::compile_program(*unit, goal, options);
    script->charge(iso.heap);
    if (error.type != parser::ErrorType::kNone) return throw_parse_error(iso, script, error);
    return FunctionCode::create(iso, script, unit->program);
}

/// The innermost frame of JavaScript at or below `fp`; null if none.
Value* javascript_frame(Value* fp) {
    while (fp && !frame_callee(fp)->code()->bytecode()) fp = untag_frame(fp[kFrameCaller]);
    return fp;
}

/// Notes in the unit of an eval that the frame of `fp` made it.
void set_origin(Isolate& iso, bytecode::CompilationUnit* unit, Value* fp) {
    fp = javascript_frame(fp);
    if (!fp) return;
    FunctionCode* code = frame_callee(fp)->code();
    unit->set_outer(code->script()->unit());
    const uint16_t* pc = untag_pc(fp[kFramePc]);
    unit->origin = std::make_unique<bytecode::CompilationUnit::Origin>();
    // What eval or a function constructor made has no name here.
    const bytecode::CompilationUnit* outer = unit->outer();
    if (!outer->origin || code->function() != outer->program) {
        Utf8Text name(iso, rt::function_name(iso, static_cast<Function*>(frame_callee(fp))));
        unit->origin->function = std::string(name.view());
    }
    unit->origin->position = pc ? code->bytecode()->source_position(uint32_t(pc - code->first_op())) : 0;
}

/// What import() in code made by `script` goes by: its module or the script itself.
Value referrer_of(Script* script) {
    return script->host_defined().is_undefined() ? Value(script) : script->host_defined();
}
Value referrer_of_caller(Value* fp) {
    fp = javascript_frame(fp);
    return fp ? referrer_of(frame_callee(fp)->code()->script()) : Value::undefined();
}

/// The name that a text gives itself by `//# sourceURL=name`, its last one; empty if none.
std::string source_url(Isolate& iso, String* text) {
    static constexpr std::string_view kMark = "# sourceURL=";
    if (text->length() < kMark.size() + 2) return {};
    String* mark = new_string(iso, kMark);
    int64_t at = last_index_of(iso, text, mark, text->length());
    if (at < 2) return {};
    FlatContent content = text->content(iso);
    if (content[uint32_t(at) - 1] != u'/' && content[uint32_t(at) - 1] != u'*') return {};
    uint32_t begin = uint32_t(at) + uint32_t(kMark.size()), end = begin;
    while (end < content.length && content[end] > u' ' && content[end] != u'"' && content[end] != u'\'') end++;
    Utf8Text url(iso, substring(iso, text, begin, end));
    return std::string(url.view());
}

}  // namespace

Completion<Value> direct_eval(Isolate& iso, Value* fp, Value source, const bytecode::EvalScope& scope, Value env) {
    // 1. If x is not a String, return x.
    if (!is_string(source)) return source;
    Callable* caller = frame_callee(fp);
    FunctionCode* outer = caller->code();
    auto* unit = bytecode::CompilationUnit::create(
        source_from_string(iso, as_string(source), source_url(iso, as_string(source))));
    set_origin(iso, unit, fp);
    bytecode::CompileOptions options = compile_options(iso);
    options.eval_scope = &scope;
    FunctionCode* code = TRY(compile_unit(iso, outer->realm(), unit, parser::ParseGoal::kDirectEval, options,
                                          referrer_of(outer->script())));
    // Eval code takes `this` of functions from their environments; what reaches its own frame is that of global code.
    Value self = fp[kFrameThis];
    if (outer->function()->kind == bytecode::FunctionKind::kArrow) self = Value(outer->realm()->global_this());
    return call(iso, Value(new_closure(iso, code, env)), self);
}

Completion<Value> indirect_eval(Isolate& iso, Realm* realm, Value source) {
    if (!is_string(source)) return source;
    auto* unit = bytecode::CompilationUnit::create(
        source_from_string(iso, as_string(source), source_url(iso, as_string(source))));
    set_origin(iso, unit, iso.top_frame);
    FunctionCode* code = TRY(compile_unit(iso, realm, unit, parser::ParseGoal::kIndirectEval, compile_options(iso),
                                          referrer_of_caller(iso.top_frame)));
    return call(iso, Value(new_closure(iso, code, Value::undefined())), Value(realm->global_this()));
}

}  // namespace interp

std::unique_ptr<SourceText> source_from_string(Isolate& iso, String* text, std::string name) {
    FlatContent content = text->content(iso);
    return content.is_latin1 ? SourceText::from_latin1(content.latin1_span(), std::move(name))
                             : SourceText::from_utf16(content.utf16_span(), std::move(name));
}

Completion<FunctionCode*> compile_script(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source,
                                         const ScriptOptions& options) {
    auto* unit = bytecode::CompilationUnit::create(std::move(source));
    unit->allow_natives = options.allow_natives;
    bytecode::CompileOptions o = interp::compile_options(iso);
    o.want_completion_value = options.want_completion_value;
    o.allow_top_level_return = options.allow_top_level_return;
    o.allow_top_level_await_script = options.allow_top_level_await;
    o.allow_lazy = !options.is_eager;
    return interp::compile_unit(iso, realm, unit, parser::ParseGoal::kScript, o, options.host_defined);
}

FunctionCode* instantiate_script(Isolate& iso, Realm* realm, bytecode::CompilationUnit* unit) {
    Script* script = Script::create(iso, realm, unit);
    script->charge(iso.heap);
    return FunctionCode::create(iso, script, unit->program);
}

Completion<FunctionCode*> compile_module(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source) {
    auto* unit = bytecode::CompilationUnit::create(std::move(source));
    return interp::compile_unit(iso, realm, unit, parser::ParseGoal::kModule, interp::compile_options(iso),
                                Value::undefined());
}

// https://tc39.es/ecma262/#sec-runtime-semantics-scriptevaluation
Completion<Value> run_script(Isolate& iso, Realm* realm, FunctionCode* code) {
    return call(iso, Value(new_closure(iso, code, Value::undefined())), Value(realm->global_this()));
}

// https://tc39.es/ecma262/#sec-createdynamicfunction
Completion<Value> create_dynamic_function(Isolate& iso, Object* constructor, Value new_target,
                                          DynamicFunctionKind kind, std::span<const Value> args) {
    struct KindFacts {
        std::string_view prefix;
        RealmObject prototype;
    };
    static constexpr KindFacts kFacts[] = {
        {"function anonymous(", RealmObject::kFunctionPrototype},
        {"function* anonymous(", RealmObject::kGeneratorFunctionPrototype},
        {"async function anonymous(", RealmObject::kAsyncFunctionPrototype},
        {"async function* anonymous(", RealmObject::kAsyncGeneratorFunctionPrototype},
    };
    const KindFacts& facts = kFacts[size_t(kind)];
    Realm* realm = static_cast<Callable*>(constructor)->code()->realm();
    // 7-12. The parameters joined by commas, then the body.
    StringBuilder text(iso);
    text.append(facts.prefix);
    for (size_t i = 0; i + 1 < args.size(); i++) {
        if (i) text.append(u',');
        text.append(TRY(to_string(iso, args[i])));
    }
    text.append(u'\n');
    uint64_t parameters_end = text.length();
    text.append(std::string_view(") {\n"));
    if (!args.empty()) text.append(TRY(to_string(iso, args.back())));
    text.append(std::string_view("\n}"));
    String* source = TRY(text.finish());
    // 13-22. Parse; early errors.
    auto* unit = bytecode::CompilationUnit::create(source_from_string(iso, source, interp::source_url(iso, source)));
    interp::set_origin(iso, unit, iso.top_frame);
    bytecode::CompileOptions options = interp::compile_options(iso);
    options.dynamic_parameters_end = uint32_t(parameters_end);
    FunctionCode* code = TRY(interp::compile_unit(iso, realm, unit, parser::ParseGoal::kDynamicFunction, options,
                                                  interp::referrer_of_caller(iso.top_frame)));
    // 23. Let proto be ? GetPrototypeFromConstructor(newTarget, fallbackProto).
    Function* f = new_closure(iso, code, Value::undefined());
    if (!new_target.is_undefined() && new_target != Value(constructor)) {
        Object* prototype = TRY(get_prototype_from_constructor(iso, as_object(new_target), facts.prototype));
        if (prototype != f->prototype(iso)) f->set_prototype_nocheck(iso, prototype);
    }
    return Value(f);
}

}  // namespace jsx
