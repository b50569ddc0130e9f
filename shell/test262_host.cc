// print, setTimeout, $262, and the loop of jobs and timers.
#include <algorithm>
#include <cstdio>

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/atomics.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/job_queue.h"
#include "shell/test262.h"

namespace jsx::shell::test262 {

namespace {

using Clock = std::chrono::steady_clock;

/// How long the loop sleeps at most before it looks around.
constexpr auto kSlice = std::chrono::milliseconds(20);
constexpr auto kShortSlice = std::chrono::milliseconds(1);

void define(Isolate& iso, Object* target, const char* name, Value v) {
    MUST(define_own_property(iso, target, PropertyKey(atomize(iso, std::string_view(name))),
                             PropertyDescriptor::data(v, kWritable | kConfigurable)));
}
void define(Isolate& iso, Object* target, const char* name, uint32_t length, NativeFn fn,
            Value data = Value::undefined()) {
    define(iso, target, name, Value(new_native_function(iso, fn, atomize(iso, std::string_view(name)), length, data)));
}

/// The realm whose $262 the function belongs to.
Realm* data_realm(Arguments args) {
    return static_cast<Realm*>(static_cast<NativeFunction*>(args.callee())->data().as_cell());
}

Completion<Value> print(Isolate& iso, Arguments args) {
    Utf8Text text(iso, TRY(to_string(iso, args[0])));
    Host::of(iso).print(text.view());
    return Value::undefined();
}

Completion<Value> set_timeout(Isolate& iso, Arguments args) {
    if (!is_callable(args[0])) return iso.throw_type_error("setTimeout wants a function");
    Host::of(iso).add_timer(TRY(to_number(iso, args[1])), args[0]);
    return Value::undefined();
}

Completion<Value> eval_script(Isolate& iso, Arguments args) {
    String* text = TRY(to_string(iso, args[0]));
    Realm* realm = data_realm(args);
    Realm* outer = iso.enter_realm(realm);
    Completion<FunctionCode*> code = compile_script(iso, realm, source_from_string(iso, text, "evalScript"));
    iso.enter_realm(outer);
    return run_script(iso, realm, TRY(code));
}

Completion<Value> detach(Isolate& iso, Arguments args) {
    auto* buffer = cell_as<ArrayBuffer>(args[0]);
    if (!buffer || buffer->is_shared()) return iso.throw_type_error("detachArrayBuffer wants an ArrayBuffer");
    (void)TRY(detach_array_buffer(iso, buffer, args[1]));
    return Value::null();
}

Completion<Value> collect(Isolate& iso, Arguments) {
    iso.heap.collect(gc::GcKind::kMajor, gc::GcReason::kExplicit);
    return Value::undefined();
}

/// An object with [[IsHTMLDDA]] answers null when called.
Completion<Value> html_dda(Isolate&, Arguments) { return Value::null(); }

/// The module `<module source>`, all of it a module source.
Module* make_module_source(Isolate& iso, Realm* realm, String* url) {
    // Its class has a prototype of its own, which inherits from that of all module sources.
    Object* prototype =
        new_object_with_prototype(iso, realm->object(iso, RealmObject::kAbstractModuleSourcePrototype));
    Shape* shape = Shape::root(iso, prototype, 0);
    String* class_name = new_string(iso, std::string_view("Test262ModuleSource"));
    Module* module = Module::create_synthetic(iso, realm, url, {}, {});
    module->set_module_source(iso.heap.make<ModuleSource>(iso, shape, class_name));
    return module;
}

Completion<Value> create_realm(Isolate& iso, Arguments) { return Value(Host::of(iso).set_up(Realm::create(iso))); }

}  // namespace

Object* make_host_object(Isolate& iso, Realm* realm, NativeFn create_realm) {
    Object* host = new_object_with_prototype(iso, realm->object(iso, RealmObject::kObjectPrototype));
    define(iso, host, "createRealm", 0, create_realm);
    define(iso, host, "detachArrayBuffer", 1, detach);
    define(iso, host, "evalScript", 1, eval_script, Value(realm));
    define(iso, host, "gc", 0, collect);
    define(iso, host, "global", Value(realm->global_this()));
    return host;
}

Host::Host(Engine& engine, Agent* self)
    : engine_(engine), self_(self), uncaught_(engine.isolate().heap), receiver_(engine.isolate().heap, Value::undefined()) {
    Isolate& iso = engine.isolate();
    iso.set_extension(Isolate::kEmbedder, this, nullptr);
    iso.jobs->hooks = {this, nullptr, [](Isolate&, void* data, Value exception) {
                           auto* host = static_cast<Host*>(data);
                           if (host->uncaught_.get().is_empty()) host->uncaught_.set(exception);
                       }};
}
Host::~Host() {
    Isolate& iso = engine_.isolate();
    iso.jobs->hooks = {};
    iso.set_extension(Isolate::kEmbedder, nullptr, nullptr);
}

Object* Host::set_up(Realm* realm) {
    Isolate& iso = engine_.isolate();
    Realm* outer = iso.enter_realm(realm);
    engine_.loader().add_builtin("<module source>", make_module_source);
    Object* host = make_host_object(iso, realm, create_realm);
    define(iso, host, "agent", Value(make_agent_object(iso)));
    define(iso, host, "AbstractModuleSource", Value(realm->object(iso, RealmObject::kAbstractModuleSource)));
    define(iso, host, "IsHTMLDDA",
           Value(new_native_function(iso, html_dda, iso.names.empty, 0, Value::undefined(), Object::kHtmlDda)));
    define(iso, realm->global(), "$262", Value(host));
    define(iso, realm->global(), "print", 1, test262::print);
    define(iso, realm->global(), "setTimeout", 2, set_timeout);
    iso.enter_realm(outer);
    return host;
}

Agents& Host::agents() {
    if (!agents_) agents_ = std::make_unique<Agents>(engine_.options());
    return *agents_;
}

void Host::print(std::string_view line) {
    if (line == "Test262:AsyncTestComplete" || line.starts_with("Test262:AsyncTestFailure:")) is_done_ = true;
    if (output) {
        output->append(line).push_back('\n');
    } else {
        std::fwrite(line.data(), 1, line.size(), stdout);
        std::putchar('\n');
    }
}

void Host::add_timer(double milliseconds, Value callback) {
    auto wait = std::chrono::microseconds(milliseconds > 0 ? int64_t(std::min(milliseconds, 1e9) * 1000) : 0);
    timers_.emplace(Clock::now() + wait, std::make_unique<gc::Root<Value>>(engine_.isolate().heap, callback));
}

bool Host::drain(Until until) {
    Isolate& iso = engine_.isolate();
    for (;;) {
        run_jobs(iso);
        if (!uncaught_.get().is_empty()) {
            (void)iso.throw_value(uncaught_.get());
            uncaught_.set(Value());
            return false;
        }
        if (is_interrupted(iso) || (until == Until::kDone && is_done_)) return true;
        Clock::time_point now = Clock::now(), next = now + kSlice;
        // Timers that make timers must not keep waits from ending.
        if (until != Until::kIdle && settle_async_waits(iso)) continue;
        if (!timers_.empty()) {
            if (timers_.begin()->first <= now) {
                Value callback = timers_.begin()->second->get();
                timers_.erase(timers_.begin());
                if (call(iso, callback, Value::undefined()).threw()) return false;
                continue;
            }
            next = std::min(next, timers_.begin()->first);
        }
        bool has_waits = until != Until::kIdle && has_async_waits(iso);
        bool has_receiver = !receiver().is_undefined();
        if (timers_.empty() && !has_waits && !has_receiver) return true;
        if (has_receiver) {
            Broadcast message;
            // With waits as well, it looks after both by turns.
            if (self_->cluster->receive(*self_, has_waits ? now : next, &message)) {
                if (!deliver(message)) return false;
                continue;
            }
            if (has_waits) next = now + kShortSlice;
        }
        if (has_waits) {
            (void)settle_async_waits(iso, next);
        } else if (!has_receiver) {
            sleep_until(iso, next);
        }
    }
}

/// Calls the agent's receiver.
bool Host::deliver(const Broadcast& message) {
    Isolate& iso = engine_.isolate();
    Value callback = receiver();
    set_receiver(Value::undefined());
    Shape* shape = Shape::root(iso, engine_.realm()->object(iso, RealmObject::kSharedArrayBufferPrototype), 0);
    Value arguments[2] = {Value(ArrayBuffer::create(iso, shape, message.store)), Value::undefined()};
    if (message.number) arguments[1] = Value::number(*message.number);
    if (!message.bigint.empty()) {
        BigInt* number = nullptr;
        MUST(string_to_bigint(iso, new_string(iso, message.bigint), &number));
        arguments[1] = Value(number);
    }
    return !call(iso, callback, Value::undefined(), arguments).threw();
}

bool is_interrupted(Isolate& iso) {
    return __atomic_load_n(&iso.interrupt, __ATOMIC_ACQUIRE) & uint32_t(interp::Interrupt::kTerminate);
}

void sleep_until(Isolate& iso, Clock::time_point due) {
    while (!is_interrupted(iso)) {
        auto left = due - Clock::now();
        if (left <= Clock::duration::zero()) return;
        std::this_thread::sleep_for(std::min<Clock::duration>(left, std::chrono::milliseconds(20)));
    }
}

bool Host::clear() {
    Isolate& iso = engine_.isolate();
    timers_.clear();
    while (!iso.jobs->is_empty()) (void)iso.jobs->dequeue();
    uncaught_.set(Value());
    receiver_.set(Value::undefined());
    is_done_ = false;
    if (agents_ && !agents_->stop()) {
        (void)agents_.release();  // threads that do not end work on it still
        return false;
    }
    agents_.reset();
    return true;
}

}  // namespace jsx::shell::test262
