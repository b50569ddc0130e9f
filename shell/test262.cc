// Running a test: its preludes, its script or module, its jobs; and `jsx --test262 FILE` for runners of others.
#include "shell/test262.h"

#include <cstdio>
#include <unistd.h>

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "runtime/builtins/atomics.h"
#include "runtime/object/messages.h"
#include "runtime/object/promise.h"

namespace jsx::shell::test262 {

Preludes::~Preludes() {
    for (auto& [path, unit] : units_) unit->release();
}

Completion<FunctionCode*> Preludes::get(Engine& engine, const std::string& path, std::string* failure) {
    Isolate& iso = engine.isolate();
    if (auto found = units_.find(path); found != units_.end()) {
        found->second->retain();
        return instantiate_script(iso, engine.realm(), found->second);
    }
    std::string text;
    if (!read_file(path, &text, failure)) return iso.throw_error(ErrorKind::kError, "%s", failure->c_str());
    FunctionCode* code = TRY(compile_script(iso, engine.realm(), SourceText::from_utf8(text, path)));
    bytecode::CompilationUnit* unit = code->script()->unit();
    unit->retain();
    units_[path] = unit;
    return code;
}

/// Takes the pending exception.
Outcome Host::thrown(const char* phase) {
    Isolate& iso = engine_.isolate();
    Outcome outcome;
    outcome.phase = phase;
    outcome.error = "Error";
    if (interp::is_terminating(iso)) {
        interp::cancel_termination(iso);
        outcome.message = "terminated";
        return outcome;
    }
    Value exception = iso.take_pending();
    if (!is_object(exception)) {
        outcome.message = Utf8Text(iso, value_for_message(iso, exception)).view();
        return outcome;
    }
    auto property = [&](Value object, String* key) {
        Completion<Value> v = is_object(object) ? jsx::get(iso, as_object(object), PropertyKey(key))
                                                : Completion<Value>(Value::undefined());
        if (!v.threw()) return v.take();
        (void)iso.take_pending();
        return Value::undefined();
    };
    auto text = [&](Value v, std::string* out) {
        if (v.is_undefined() || is_object(v)) return false;
        Completion<String*> s = to_string(iso, v);
        if (s.threw()) return iso.take_pending(), false;
        *out = Utf8Text(iso, s.take()).view();
        return !out->empty();
    };
    if (!text(property(property(exception, iso.names.constructor), iso.names.name), &outcome.error)) {
        text(property(exception, iso.names.name), &outcome.error);
    }
    text(property(exception, iso.names.message), &outcome.message);
    return outcome;
}

bool Host::run_preludes(const Test& test, Preludes& preludes, Outcome* outcome) {
    Isolate& iso = engine_.isolate();
    for (const std::string& path : test.preludes) {
        Completion<FunctionCode*> code = preludes.get(engine_, path, &outcome->failure);
        if (code.threw() || jsx::run_script(iso, engine_.realm(), code.take()).threw()) {
            Outcome failed = thrown("runtime");
            if (outcome->failure.empty()) outcome->failure = path + ": " + failed.error + ": " + failed.message;
            return false;
        }
    }
    return true;
}

Outcome Host::run_script(const Test& test) {
    Isolate& iso = engine_.isolate();
    Outcome outcome;
    std::string text;
    if (!read_file(test.path, &text, &outcome.failure)) return outcome;
    if (test.is_strict) text.insert(0, "\"use strict\";\n");
    Completion<FunctionCode*> code = compile_script(iso, engine_.realm(), SourceText::from_utf8(text, test.path));
    if (code.threw()) return thrown("parse");
    if (jsx::run_script(iso, engine_.realm(), code.take()).threw()) return thrown("runtime");
    if (!drain(test.is_async ? Until::kDone : Until::kIdle)) return thrown("runtime");
    return outcome;
}

Outcome Host::run_module(const Test& test) {
    Isolate& iso = engine_.isolate();
    Completion<Module*> loaded = engine_.loader().load_file(test.path);
    if (loaded.threw()) return thrown("parse");
    gc::Root<Module> module(iso.heap, loaded.take());
    if (module->link(iso).threw()) return thrown("resolution");
    gc::Root<Object> promise(iso.heap, module->evaluate(iso));
    auto* settled = static_cast<Promise*>(promise.get());
    mark_promise_handled(iso, settled);
    if (!drain(test.is_async ? Until::kDone : Until::kIdle)) return thrown("runtime");
    settled = static_cast<Promise*>(promise.get());
    Outcome outcome;
    if (settled->state() == PromiseState::kRejected) {
        (void)iso.throw_value(settled->result());
        return thrown("runtime");
    }
    outcome.is_unsettled = settled->is_pending();
    return outcome;
}

Outcome Host::run(const Test& test, Preludes& preludes) {
    Outcome outcome;
    set_can_block(engine_.isolate(), test.can_block);
    if (!run_preludes(test, preludes, &outcome)) return outcome;
    return test.is_module ? run_module(test) : run_script(test);
}

/// "Uncaught runtime TypeError: message" on standard error, for runners that read it.
static int report(const Outcome& outcome, const std::string& path) {
    std::fflush(stdout);
    if (!outcome.failure.empty()) return std::fprintf(stderr, "jsx: %s\n", outcome.failure.c_str()), kBadUsage;
    if (outcome.phase) {
        std::fprintf(stderr, "Uncaught %s %s: %s\n", outcome.phase, outcome.error.c_str(), outcome.message.c_str());
        return kUncaught;
    }
    if (outcome.is_unsettled) {
        std::fprintf(stderr, "Unsettled top-level await in %s\n", path.c_str());
        return kUnsettledAwait;
    }
    return kSuccess;
}

int run_file(const Options& options, const std::string& path, bool is_module) {
    Test test{.path = path, .preludes = options.prelude, .is_module = is_module, .is_strict = options.strict};
    for (const std::string& prelude : options.prelude) {
        if (prelude.ends_with("doneprintHandle.js")) test.is_async = true;
    }
    Preludes preludes;
    Engine engine(options);
    Host host(engine);
    host.set_up(engine.realm());
    int code = report(host.run(test, preludes), path);
    // An agent that does not end would use what is destroyed now.
    if (!host.clear()) {
        std::fflush(stdout);
        _exit(code);
    }
    return code;
}

}  // namespace jsx::shell::test262
