#include "shell/engine.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <unordered_set>
#include <vector>

#include "bytecode/print.h"
#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "interpreter/stack_trace.h"
#include "runtime/builtins/atomics.h"
#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/inspect.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/builtins/weak_collection.h"
#include "runtime/object/promise.h"
#include "runtime/object/trace.h"

namespace jsx::shell {

namespace {

IsolateOptions isolate_options(const Options& options) {
    IsolateOptions result;
    if (options.max_old_space_size) result.heap.max_old_space_size = size_t(*options.max_old_space_size) << 20;
    if (options.max_semi_space_size) result.heap.max_semi_space_size = size_t(*options.max_semi_space_size) << 20;
    if (options.stack_size) result.native_stack_size = size_t(*options.stack_size) << 20;
    result.heap.trace = options.trace_gc;
    result.heap.verify = options.verify_heap;
    result.heap.fail_allocation_at = options.fail_alloc_at.value_or(0);
    if (options.gc_stress == "alloc") result.heap.stress = gc::HeapOptions::Stress::kAlloc;
    if (options.gc_stress == "move") result.heap.stress = gc::HeapOptions::Stress::kMove;
    if (options.gc_stress == "pin") result.heap.stress = gc::HeapOptions::Stress::kPin;
    return result;
}

void trace_collection(const gc::CollectionRecord& r, void* data) {
    Tracer* tracer = Tracer::wanting(*static_cast<Isolate*>(data), Tracer::kGc);
    if (!tracer) return;
    TraceEvent(*tracer, "gc", "collection").put("collector", r.collector()).put("reason", gc::text_of(r.reason))
        .put("at", r.at_ms).put("pause", r.pause_ms).put("before", double(r.used_before)).put("after", double(r.used_after))
        .put("copied", double(r.copied)).put("promoted", double(r.promoted)).put("moved", double(r.moved))
        .put("pinned", double(r.pinned)).put("retained", double(r.retained_by_pins));
}

void write(FILE* stream, std::string_view text) { std::fwrite(text.data(), 1, text.size(), stream); }

/// --print-bytecode, narrowed by --filter.
void print_compiled(const bytecode::BytecodeFunction& code, void* data) {
    const auto& options = *static_cast<const Options*>(data);
    if (options.filter && bytecode::display_name(*code.function).find(*options.filter) == std::string::npos) return;
    write(stdout, bytecode::print(code) + "\n");
}

void set_tracer(Isolate& iso, Tracer* tracer) {
    iso.set_extension(Isolate::kTracing, tracer, [](void* tracer) { delete static_cast<Tracer*>(tracer); });
}

/// --trace=KINDS[:FILE], checked by parse_trace.
void start_trace(Isolate& iso, const std::string& text) {
    TraceTarget target;
    std::string error;
    JSX_CHECK(parse_trace(text, &target, &error));
    FILE* stream = target.file.empty() ? stderr : std::fopen(target.file.c_str(), "w");
    if (!stream) {
        std::perror(("jsx: cannot write the trace to " + target.file).c_str());
        return;
    }
    set_tracer(iso, new Tracer(iso, stream, target.kinds));
    iso.heap.set_observer(trace_collection, &iso);
}

/// --print-regexp, narrowed by --filter.
void print_pattern(Isolate& iso, String* source, const CompiledRegExp& compiled, void* data) {
    const auto& options = *static_cast<const Options*>(data);
    std::string text(Utf8Text(iso, source).view());
    if (options.filter && text.find(*options.filter) == std::string::npos) return;
    text = "/" + text + "/" + std::string(Utf8Text(iso, regexp_flags_text(iso, compiled.flags)).view());
    write(stdout, text + "\n" + regexp::print(*compiled.program) + "\n");
}

}  // namespace

bool parse_trace(const std::string& text, TraceTarget* out, std::string* error) {
    size_t colon = text.find(':');
    if (colon != std::string::npos) out->file = text.substr(colon + 1);
    std::string kinds = text.substr(0, colon);
    while (!kinds.empty()) {
        size_t comma = kinds.find(',');
        std::string kind = kinds.substr(0, comma);
        if (kind == "gc") out->kinds |= Tracer::kGc;
        else if (kind == "ics") out->kinds |= Tracer::kIcs;
        else if (kind == "shapes") out->kinds |= Tracer::kShapes;
        else {
            *error = "--trace knows gc, ics and shapes, not '" + kind + "'";
            return false;
        }
        kinds = comma == std::string::npos ? "" : kinds.substr(comma + 1);
    }
    return true;
}

Engine::Engine(const Options& options)
    : options_(options), isolate_(isolate_options(options)), realm_(isolate_.heap), unhandled_(isolate_.heap) {
    interp::initialize(isolate_);
    if (options.print_bytecode) {
        interp::set_compile_observer(isolate_, print_compiled, const_cast<Options*>(&options));
    }
    if (options.print_regexp) {
        RegExpCache& regexps = BuiltinState::of(isolate_).regexps;
        regexps.observer = print_pattern;
        regexps.observer_data = const_cast<Options*>(&options);
    }
    if (options.stats) interp::set_compile_times(isolate_, &compile_times_);
    if (options.trace) start_trace(isolate_, *options.trace);
    renew_realm();
    if (options.print_shapes) {
        // From here on: the realm's own shapes are not the program's.
        auto* tracer = static_cast<Tracer*>(isolate_.extensions[Isolate::kTracing]);
        if (!tracer) set_tracer(isolate_, tracer = new Tracer(isolate_, stderr, 0));
        tracer->want(Tracer::kKeepShapes);
    }
    isolate_.jobs->hooks = {this, on_rejection, on_uncaught};
    if (options.expose_gc) add_gc_function(*this);
    if (options.shell) add_shell_helpers(*this);
    start_ms_ = elapsed_ms();
}
Engine::~Engine() = default;

void Engine::renew_realm() {
    realm_.set(Realm::create(isolate_));
    isolate_.set_default_realm(realm_.get());
    loader_.reset();
    loader_.emplace(isolate_, realm_.get());
    loader_->add_builtin("jsx:engine", make_engine_module);
}

// https://tc39.es/ecma262/#sec-host-promise-rejection-tracker
void Engine::on_rejection(Isolate&, void* data, Object* promise, PromiseRejection operation, Value) {
    auto& list = static_cast<Engine*>(data)->unhandled_;
    if (operation == PromiseRejection::kReject) return list.push(Value(promise));
    // It is nearly always the last one: a promise that was born rejected. The others the drain passes over.
    if (!list.is_empty() && list[list.size() - 1] == Value(promise)) list.pop();
}

void Engine::on_uncaught(Isolate&, void* data, Value exception) {
    auto* engine = static_cast<Engine*>(data);
    engine->saw_uncaught_ = true;
    if (!engine->is_exiting_) engine->report(exception);
}

/// A code frame if the place is known, then the error as console.error shows it.
void Engine::report(Value exception) {
    std::fflush(stdout);
    interp::ErrorPlace place;
    std::string text;
    if (interp::error_place(isolate_, exception, &place)) text = place.source->code_frame(place.start, place.end) + "\n";
    if (!is_object(exception)) text += "Uncaught ";
    Completion<String*> shown = inspect(isolate_, exception);
    if (shown.threw()) {
        (void)isolate_.take_pending();
        text += "an exception that cannot be shown";
    } else {
        Utf8Text utf8(isolate_, shown.take());
        // An error without frames is shown in brackets among other values; here it stands by itself.
        std::string_view view = utf8.view();
        bool is_bracketed = place.is_syntax_error && view.starts_with("[") && view.ends_with("]");
        text += is_bracketed ? view.substr(1, view.size() - 2) : view;
    }
    write(stderr, text + "\n");
}

int Engine::report_pending() {
    Value exception = isolate_.take_pending();
    if (is_exiting_) return exit_code_;
    report(exception);
    return kUncaught;
}

int Engine::drain() {
    for (;;) {
        run_jobs(isolate_);
        if (is_exiting_) return exit_code_;
        if (saw_uncaught_) return kUncaught;
        bool saw_rejection = false;
        for (size_t i = 0; i < unhandled_.size(); i++) {
            auto* promise = cell_as<Promise>(unhandled_[i]);
            if (!promise || promise->is_handled()) continue;
            report(promise->result());
            saw_rejection = true;
        }
        unhandled_.resize(0);
        if (saw_rejection) return kUncaught;
        clear_kept_objects(isolate_);
        if (!isolate_.jobs->is_empty()) continue;
        if (!timers_.empty()) {
            if (run_timer().threw()) return report_pending();
        } else if (has_due_finalizers(isolate_)) {
            if (run_due_finalizers(isolate_).threw()) return report_pending();
        } else if (has_async_waits(isolate_)) {
            settle_async_waits(isolate_, std::chrono::steady_clock::now() + std::chrono::seconds(1));
        } else {
            return kSuccess;
        }
    }
}

void Engine::add_timer(double milliseconds, Value callback) {
    auto wait = std::chrono::microseconds(milliseconds > 0 ? int64_t(std::min(milliseconds, 1e9) * 1000) : 0);
    timers_.emplace(Clock::now() + wait, std::make_unique<gc::Root<Value>>(isolate_.heap, callback));
}

/// Waits for the next timer, or a while for what Atomics.waitAsync waits for.
Completion<void> Engine::run_timer() {
    Clock::time_point due = timers_.begin()->first;
    if (has_async_waits(isolate_)) {
        if (settle_async_waits(isolate_, due)) return {};
    } else {
        std::this_thread::sleep_until(due);
    }
    Value callback = timers_.begin()->second->get();
    timers_.erase(timers_.begin());
    (void)TRY(call(isolate_, callback, Value::undefined()));
    return {};
}

void Engine::print_at_exit() {
    double total_ms = elapsed_ms();
    if (options_.print_shapes) print_shapes(*this);
    if (options_.stats) print_statistics(*this, total_ms);
}

int Engine::run_script(std::string text, const std::string& name, Value* value) {
    ScriptOptions options;
    options.want_completion_value = value != nullptr;
    options.allow_natives = options_.allow_natives;
    options.is_eager = options_.eager;
    auto source = SourceText::from_utf8(text, name);
    std::string().swap(text);
    Completion<FunctionCode*> code = compile_script(isolate_, realm_.get(), std::move(source), options);
    if (code.threw()) return report_pending();
    Completion<Value> result = jsx::run_script(isolate_, realm_.get(), code.take());
    if (result.threw()) return report_pending();
    if (value) *value = result.take();
    return kSuccess;
}

int Engine::check(std::string text, const std::string& name, bool is_module) {
    auto source = SourceText::from_utf8(text, name);
    std::string().swap(text);
    bool failed = is_module ? compile_module(isolate_, realm_.get(), std::move(source)).threw()
                            : compile_script(isolate_, realm_.get(), std::move(source)).threw();
    return failed ? report_pending() : kSuccess;
}

/// Shows where the modules of a graph wait, those first that others wait for.
static void warn_of_pending_awaits(Module* root) {
    std::unordered_set<Module*> seen{root};
    std::vector<std::pair<Module*, uint32_t>> path{{root, 0}};  // each with the next request to look at
    while (!path.empty()) {
        auto& [module, next] = path.back();
        if (next < module->request_count()) {
            Module* request = module->request(next++);
            if (request && seen.insert(request).second) path.push_back({request, 0});
            continue;
        }
        if (std::optional<uint32_t> position = module->pending_await()) {
            const SourceText& source = module->script()->unit()->source();
            write(stderr, "Warning: Detected unsettled top-level await at " + source.code_frame(*position, *position) + "\n");
        }
        path.pop_back();
    }
}

int Engine::evaluate(Completion<Module*> loaded) {
    if (loaded.threw()) return report_pending();
    gc::Root<Module> module(isolate_.heap, loaded.take());
    if (module->link(isolate_).threw()) return report_pending();
    gc::Root<Object> promise(isolate_.heap, module->evaluate(isolate_));
    // Its rejection is the program's own: reported by the drain like any other.
    int code = drain();
    if (code != kSuccess) return code;
    if (static_cast<Promise*>(promise.get())->is_pending()) {
        std::fflush(stdout);
        warn_of_pending_awaits(module.get());
        return kUnsettledAwait;
    }
    return kSuccess;
}

int Engine::run_module(const std::string& path) { return evaluate(loader_->load_file(path)); }
int Engine::run_module_text(std::string text, const std::string& name) {
    return evaluate(loader_->load_text(std::move(text), name));
}

}  // namespace jsx::shell
