// The host that test262 asks for (its INTERPRETING.md): print, $262, setTimeout; errors as one line that runners read.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "interpreter/compile.h"
#include "interpreter/stack_trace.h"
#include "runtime/builtins/array_buffer.h"
#include "runtime/object/promise.h"
#include "shell/engine.h"

namespace jsx::shell {

namespace {

/// What `setTimeout` has been given, and what the realm's functions need.
struct Host {
    explicit Host(Engine& engine) : engine(engine), callbacks(engine.isolate().heap) {}
    struct Timer {
        std::chrono::steady_clock::time_point due;
        size_t callback;  // index into callbacks
    };
    Engine& engine;
    std::vector<Timer> timers;  // in order of `due`, first in first out
    gc::RootVector callbacks;
};

Host& host_of(Isolate& iso) { return *static_cast<Host*>(iso.extensions[Isolate::kEmbedder]); }

void define(Isolate& iso, Object* target, const char* name, uint32_t length, NativeFn fn, Value data = Value::undefined()) {
    String* atom = atomize(iso, std::string_view(name));
    target->put_named(iso, PropertyKey(atom), Value(new_native_function(iso, fn, atom, length, data)), kWritable | kConfigurable);
}
void put(Isolate& iso, Object* target, const char* name, Value v) {
    target->put_named(iso, PropertyKey(atomize(iso, std::string_view(name))), v, kWritable | kConfigurable);
}
void define_global(Isolate& iso, Realm* realm, const char* name, Value v) {
    MUST(define_own_property(iso, realm->global(), PropertyKey(atomize(iso, std::string_view(name))),
                             PropertyDescriptor::data(v, kWritable | kConfigurable)));
}

Realm* data_realm(Arguments args) {
    return static_cast<Realm*>(static_cast<NativeFunction*>(args.callee())->data().as_cell());
}

Completion<Value> print(Isolate& iso, Arguments args) {
    Utf8Text text(iso, TRY(to_string(iso, args[0])));
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::putchar('\n');
    return Value::undefined();
}

Completion<Value> eval_script(Isolate& iso, Arguments args) {
    String* text = TRY(to_string(iso, args[0]));
    Realm* realm = data_realm(args);
    FunctionCode* code = TRY(compile_script(iso, realm, source_from_string(iso, text, "evalScript")));
    return run_script(iso, realm, code);
}

Completion<Value> detach_array_buffer(Isolate& iso, Arguments args) {
    auto* buffer = cell_as<ArrayBuffer>(args[0]);
    if (!buffer || buffer->is_shared()) return iso.throw_type_error("detachArrayBuffer wants an ArrayBuffer");
    (void)TRY(detach_array_buffer(iso, buffer, args[1]));
    return Value::null();
}

Completion<Value> collect(Isolate& iso, Arguments) {
    iso.heap.collect(gc::GcKind::kMajor, gc::GcReason::kExplicit);
    return Value::undefined();
}

/// [[IsHTMLDDA]]: callable, undefined-like, answers null.
Completion<Value> html_dda(Isolate&, Arguments) { return Value::null(); }

Object* make_262(Isolate& iso, Realm* realm);

Completion<Value> create_realm(Isolate& iso, Arguments) {
    Realm* before = iso.default_realm();
    Realm* realm = Realm::create(iso);
    iso.set_default_realm(realm);
    Object* result = make_262(iso, realm);
    iso.set_default_realm(before);
    return Value(result);
}

Completion<Value> set_timeout(Isolate& iso, Arguments args) {
    if (!is_callable(args[0])) return iso.throw_type_error("setTimeout wants a function");
    double delay = TRY(to_number(iso, args[1]));
    Host& host = host_of(iso);
    host.callbacks.push(args[0]);
    auto wait = std::chrono::microseconds(delay > 0 ? int64_t(std::min(delay, 1e9) * 1000) : 0);
    Host::Timer timer{std::chrono::steady_clock::now() + wait, host.callbacks.size() - 1};
    auto later = [](const Host::Timer& a, const Host::Timer& b) { return a.due < b.due; };
    host.timers.insert(std::upper_bound(host.timers.begin(), host.timers.end(), timer, later), timer);
    return Value::number(uint32_t(host.callbacks.size()));
}

Object* make_262(Isolate& iso, Realm* realm) {
    Object* host = new_object_with_prototype(iso, realm->object(iso, RealmObject::kObjectPrototype));
    define(iso, host, "createRealm", 0, create_realm);
    define(iso, host, "detachArrayBuffer", 1, detach_array_buffer);
    define(iso, host, "evalScript", 1, eval_script, Value(realm));
    define(iso, host, "gc", 0, collect);
    put(iso, host, "global", Value(realm->global_this()));
    put(iso, host, "IsHTMLDDA", Value(new_native_function(iso, html_dda, iso.names.empty, 0, Value::undefined(), Object::kHtmlDda)));
    define_global(iso, realm, "$262", Value(host));
    define_global(iso, realm, "print", Value(new_native_function(iso, print, iso.names.print, 1)));
    String* name = atomize(iso, std::string_view("setTimeout"));
    define_global(iso, realm, "setTimeout", Value(new_native_function(iso, set_timeout, name, 2)));
    return host;
}

/// "Uncaught runtime TypeError: message" on stderr.
int report_line(Engine& engine, const char* phase, Value exception) {
    Isolate& iso = engine.isolate();
    std::string text;
    auto part = [&](Object* o, String* key) -> std::string {
        auto v = get(iso, o, PropertyKey(key));
        if (v.threw()) return iso.take_pending(), "?";
        auto s = to_string(iso, v.take());
        if (s.threw()) return iso.take_pending(), "?";
        return std::string(Utf8Text(iso, s.take()).view());
    };
    if (is_object(exception)) {
        Object* o = as_object(exception);
        text = part(o, iso.names.name);
        if (text == "undefined") {
            auto constructor = get(iso, o, PropertyKey(iso.names.constructor));
            if (constructor.threw()) (void)iso.take_pending();
            else if (is_object(constructor.take())) text = part(as_object(constructor.take()), iso.names.name);
        }
        text += ": " + part(o, iso.names.message);
    } else {
        text = "Error: " + std::string(Utf8Text(iso, value_for_message(iso, exception)).view());
    }
    std::fflush(stdout);
    std::fprintf(stderr, "Uncaught %s %s\n", phase, text.c_str());
    return kUncaught;
}

/// Jobs, then timers one by one with the jobs of each.
int drain(Engine& engine) {
    Isolate& iso = engine.isolate();
    Host& host = host_of(iso);
    for (;;) {
        run_jobs(iso);
        if (host.timers.empty()) return kSuccess;
        Host::Timer timer = host.timers.front();
        host.timers.erase(host.timers.begin());
        std::this_thread::sleep_until(timer.due);
        Value callback = host.callbacks[timer.callback];
        host.callbacks[timer.callback] = Value::undefined();
        if (call(iso, callback, Value::undefined()).threw()) return report_line(engine, "runtime", iso.take_pending());
    }
}

}  // namespace

void add_test262_host(Engine& engine) {
    Isolate& iso = engine.isolate();
    iso.set_extension(Isolate::kEmbedder, new Host(engine), [](void* host) { delete static_cast<Host*>(host); });
    iso.jobs->hooks = {};
    make_262(iso, engine.realm());
}

int run_test262(Engine& engine, const std::string& path, bool is_module) {
    Isolate& iso = engine.isolate();
    std::string text, error;
    for (const std::string& prelude : engine.options().prelude) {
        text.clear();
        if (!read_file(prelude, &text, &error)) return std::fprintf(stderr, "jsx: %s\n", error.c_str()), kBadUsage;
        auto code = compile_script(iso, engine.realm(), SourceText::from_utf8(text, prelude));
        if (code.threw()) return report_line(engine, "parse", iso.take_pending());
        if (run_script(iso, engine.realm(), code.take()).threw()) return report_line(engine, "runtime", iso.take_pending());
    }
    if (is_module) {
        auto loaded = engine.loader().load_file(path);
        if (loaded.threw()) return report_line(engine, "parse", iso.take_pending());
        gc::Root<Module> module(iso.heap, loaded.take());
        if (module->link(iso).threw()) return report_line(engine, "resolution", iso.take_pending());
        gc::Root<Object> promise(iso.heap, module->evaluate(iso));
        mark_promise_handled(iso, static_cast<Promise*>(promise.get()));
        if (int code = drain(engine)) return code;
        auto* settled = static_cast<Promise*>(promise.get());
        if (settled->is_pending()) {
            std::fprintf(stderr, "Unsettled top-level await in %s\n", path.c_str());
            return kUnsettledAwait;
        }
        return settled->state() == PromiseState::kRejected ? report_line(engine, "runtime", settled->result()) : kSuccess;
    }
    text.clear();
    if (!read_file(path, &text, &error)) return std::fprintf(stderr, "jsx: %s\n", error.c_str()), kBadUsage;
    if (engine.options().strict) text.insert(0, "\"use strict\";");
    auto code = compile_script(iso, engine.realm(), SourceText::from_utf8(text, path));
    if (code.threw()) return report_line(engine, "parse", iso.take_pending());
    if (run_script(iso, engine.realm(), code.take()).threw()) return report_line(engine, "runtime", iso.take_pending());
    return drain(engine);
}

}  // namespace jsx::shell
