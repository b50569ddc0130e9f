#include "include/jsx/jsx.h"

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "interpreter/module.h"
#include "interpreter/stack_trace.h"
#include "runtime/builtins/inspect.h"
#include "runtime/object/host.h"
#include "runtime/object/job_queue.h"
#include "runtime/object/promise.h"
#include "include/jsx/module_loader.h"

namespace jsx::embed {

namespace {

jsx::IsolateOptions engine_options(const IsolateOptions& options) {
    jsx::IsolateOptions result;
    result.heap.max_old_space_size = options.max_old_space_bytes;
    result.heap.max_semi_space_size = options.max_semi_space_bytes;
    result.native_stack_size = options.native_stack_bytes;
    return result;
}

}  // namespace

struct Isolate::Impl {
    explicit Impl(const IsolateOptions& options) : engine(engine_options(options)) { interp::initialize(engine); }
    jsx::Isolate engine;
    std::function<void(const Value&)> uncaught;
    Context* entered = nullptr;  // the newest context: values of jobs belong to it
};

struct Value::Handle {
    Handle(Context& context, jsx::Value value)
        : context(context), root(context.isolate().impl().engine.heap, value) {}
    Context& context;
    gc::Root<jsx::Value> root;
};

struct Context::Impl {
    Impl(jsx::Isolate& iso, Realm* realm) : realm(iso.heap, realm), loader(iso, realm) {}
    gc::Root<Realm> realm;
    ModuleLoader loader;
};

/// Makes the interface's objects out of the engine's.
struct Access {
    static jsx::Isolate& engine(const Context& context) { return context.isolate().impl().engine; }
    static Value wrap(Context& context, jsx::Value v) {
        if (v.is_undefined()) return Value();
        return Value(std::make_shared<Value::Handle>(context, v));
    }
    static jsx::Value unwrap(const Value& value) {
        return value.handle() ? value.handle()->root.get() : jsx::Value::undefined();
    }
    static Call call(Context& context, Value receiver, std::vector<Value> arguments) {
        return Call(context, std::move(receiver), std::move(arguments));
    }
    static Error error(Context& context, jsx::Value exception);
    /// The pending exception.
    static Error pending(Context& context) { return error(context, engine(context).take_pending()); }
    static std::string text(Context& context, String* string) {
        return std::string(Utf8Text(engine(context), string).view());
    }
    template <class T>
    static Result result(Context& context, Completion<T> completion) {
        if (completion.threw()) return pending(context);
        return wrap(context, jsx::Value(completion.take()));
    }
};

Error Access::error(Context& context, jsx::Value exception) {
    jsx::Isolate& iso = engine(context);
    Error error;
    error.exception_ = wrap(context, exception);
    interp::ErrorPlace place;
    if (interp::error_place(iso, exception, &place)) {
        LineColumn at = place.source->line_column(place.start);
        error.file_ = place.source->name();
        error.line_ = at.line;
        error.column_ = at.column;
        error.report_ = place.source->code_frame(place.start, place.end) + "\n";
    }
    auto shown = jsx::inspect(iso, exception);
    if (shown.threw()) (void)iso.take_pending();
    else error.report_ += text(context, shown.take()) + "\n";
    if (is_object(exception)) {
        auto message = jsx::get(iso, as_object(exception), PropertyKey(iso.names.message));
        if (message.threw()) (void)iso.take_pending();
        else if (is_string(message.take())) error.message_ = text(context, as_string(message.take()));
    } else {
        error.message_ = error.exception_.to_string();
    }
    return error;
}

// ---- Isolate ----

Isolate::Isolate(const IsolateOptions& options) : impl_(std::make_unique<Impl>(options)) {
    impl_->engine.jobs->hooks.data = impl_.get();
    impl_->engine.jobs->hooks.uncaught_exception = [](jsx::Isolate&, void* data, jsx::Value exception) {
        auto* impl = static_cast<Impl*>(data);
        if (impl->uncaught && impl->entered) impl->uncaught(Access::wrap(*impl->entered, exception));
    };
}
Isolate::~Isolate() = default;

void Isolate::run_jobs() { jsx::run_jobs(impl_->engine); }
void Isolate::on_uncaught(std::function<void(const Value&)> handler) { impl_->uncaught = std::move(handler); }
void Isolate::collect(bool minor) {
    impl_->engine.heap.collect(minor ? gc::GcKind::kMinor : gc::GcKind::kMajor, gc::GcReason::kExplicit);
}
HeapCounts Isolate::heap_counts() {
    const gc::HeapStatistics& s = impl_->engine.heap.statistics();
    HeapCounts counts;
    counts.used = s.nursery_used + s.old_used + s.large_used + s.shape_used;
    counts.capacity = s.nursery_capacity + s.old_capacity + s.large_used + s.shape_used;
    counts.external = s.external;
    counts.minor_collections = s.minor_collections;
    counts.major_collections = s.major_collections;
    counts.longest_minor_pause_ms = s.max_minor_pause_ms;
    counts.longest_major_pause_ms = s.max_major_pause_ms;
    return counts;
}
void Isolate::terminate() { interp::request_interrupt(impl_->engine, interp::Interrupt::kTerminate); }

// ---- Value ----

Type Value::type() const {
    jsx::Value v = Access::unwrap(*this);
    if (v.is_undefined()) return Type::kUndefined;
    if (v.is_null()) return Type::kNull;
    if (v.is_boolean()) return Type::kBoolean;
    if (v.is_number()) return Type::kNumber;
    if (is_string(v)) return Type::kString;
    if (is_symbol(v)) return Type::kSymbol;
    if (is_bigint(v)) return Type::kBigInt;
    return is_callable(v) ? Type::kFunction : Type::kObject;
}

double Value::as_number() const {
    jsx::Value v = Access::unwrap(*this);
    return v.is_number() ? v.as_number() : std::numeric_limits<double>::quiet_NaN();
}
bool Value::as_boolean() const { return Access::unwrap(*this).is_true(); }

std::string Value::to_string() const {
    if (!handle_) return "undefined";
    Context& context = handle_->context;
    jsx::Isolate& iso = Access::engine(context);
    jsx::Value v = Access::unwrap(*this);
    if (is_symbol(v)) return Access::text(context, symbol_descriptive_string(iso, as_symbol(v)));
    auto text = jsx::to_string(iso, v);
    if (text.threw()) return (void)iso.take_pending(), "";
    return Access::text(context, text.take());
}

std::string Value::inspect() const {
    if (!handle_) return "undefined";
    jsx::Isolate& iso = Access::engine(handle_->context);
    auto text = jsx::inspect(iso, Access::unwrap(*this));
    if (text.threw()) return (void)iso.take_pending(), "";
    return Access::text(handle_->context, text.take());
}

Result Value::get(std::string_view name) const {
    if (!handle_) return Value();
    jsx::Isolate& iso = Access::engine(handle_->context);
    auto key = new_string_utf8(iso, name);
    if (key.threw()) return Access::pending(handle_->context);
    return Access::result(handle_->context, get_v(iso, Access::unwrap(*this), PropertyKey::from_string(iso, key.take())));
}
Result Value::get(uint32_t index) const {
    if (!handle_) return Value();
    jsx::Isolate& iso = Access::engine(handle_->context);
    return Access::result(handle_->context, get_v(iso, Access::unwrap(*this), PropertyKey::from_index(iso, index)));
}

Result Value::set(std::string_view name, const Value& value) const {
    if (!handle_) return Value();
    jsx::Isolate& iso = Access::engine(handle_->context);
    auto object = jsx::to_object(iso, Access::unwrap(*this));
    auto key = new_string_utf8(iso, name);
    if (object.threw() || key.threw()) return Access::pending(handle_->context);
    if (set_or_throw(iso, object.take(), PropertyKey::from_string(iso, key.take()), Access::unwrap(value)).threw()) {
        return Access::pending(handle_->context);
    }
    return Value();
}

std::vector<std::string> Value::keys() const {
    std::vector<std::string> names;
    jsx::Value v = Access::unwrap(*this);
    if (!jsx::is_object(v)) return names;
    jsx::Isolate& iso = Access::engine(handle_->context);
    auto list = enumerable_own_properties(iso, as_object(v), PropertyListKind::kKeys);
    if (list.threw()) return (void)iso.take_pending(), names;
    Array* array = list.take();
    for (uint32_t i = 0; i < array->length(); i++) {
        names.push_back(Access::text(handle_->context, as_string(array->fast_elements()->get(i))));
    }
    return names;
}

static void unwrap_into(gc::RootVector& out, std::span<const Value> values) {
    for (const Value& value : values) out.push(Access::unwrap(value));
}

Result Value::call(const Value& receiver, std::span<const Value> arguments) const {
    if (!handle_) return Value();
    jsx::Isolate& iso = Access::engine(handle_->context);
    gc::RootVector args(iso.heap);
    unwrap_into(args, arguments);
    return Access::result(handle_->context, jsx::call(iso, Access::unwrap(*this), Access::unwrap(receiver),
                                                      std::span<const jsx::Value>(args.data(), args.size())));
}
Result Value::call(std::initializer_list<Value> arguments) const {
    return call(Value(), std::span<const Value>(arguments.begin(), arguments.size()));
}
Result Value::construct(std::initializer_list<Value> arguments) const {
    if (!handle_) return Value();
    jsx::Isolate& iso = Access::engine(handle_->context);
    jsx::Value callee = Access::unwrap(*this);
    if (!is_constructor(callee)) {
        (void)iso.throw_type_error("%V is not a constructor", &callee);
        return Access::pending(handle_->context);
    }
    gc::RootVector args(iso.heap);
    unwrap_into(args, {arguments.begin(), arguments.size()});
    return Access::result(handle_->context, jsx::construct(iso, as_object(callee), {args.data(), args.size()}, as_object(callee)));
}

// ---- Context ----

Context::Context(Isolate& isolate) : isolate_(isolate) {
    jsx::Isolate& iso = isolate.impl().engine;
    Realm* realm = Realm::create(iso);
    iso.set_default_realm(realm);
    impl_ = std::make_unique<Impl>(iso, realm);
    isolate.impl().entered = this;
}
Context::~Context() {
    if (isolate_.impl().entered == this) isolate_.impl().entered = nullptr;
}

Result Context::run(std::string_view source, std::string_view name) {
    Error error;
    std::optional<Script> script = compile(source, name, &error);
    if (!script) return error;
    return script->run();
}

std::optional<Script> Context::compile(std::string_view source, std::string_view name, Error* error) {
    jsx::Isolate& iso = Access::engine(*this);
    auto code = compile_script(iso, impl_->realm.get(), SourceText::from_utf8(source, std::string(name)));
    if (code.threw()) {
        *error = Access::pending(*this);
        return std::nullopt;
    }
    return Script(Access::wrap(*this, jsx::Value(code.take())));
}

Result Script::run() const {
    Context& context = code_.handle()->context;
    jsx::Isolate& iso = Access::engine(context);
    auto* code = static_cast<FunctionCode*>(Access::unwrap(code_).as_cell());
    return Access::result(context, run_script(iso, code->realm(), code));
}

Result Context::import(std::string_view path) {
    jsx::Isolate& iso = Access::engine(*this);
    auto loaded = impl_->loader.load_file(std::string(path));
    if (loaded.threw()) return Access::pending(*this);
    gc::Root<Module> module(iso.heap, loaded.take());
    if (module->link(iso).threw()) return Access::pending(*this);
    gc::Root<Object> promise(iso.heap, module->evaluate(iso));
    mark_promise_handled(iso, static_cast<Promise*>(promise.get()));
    jsx::run_jobs(iso);
    auto* settled = static_cast<Promise*>(promise.get());
    if (settled->state() == PromiseState::kRejected) return Access::error(*this, settled->result());
    if (settled->is_pending()) return error("unsettled top-level await in " + std::string(path));
    return Access::wrap(*this, jsx::Value(module->namespace_object(iso)));
}

Value Context::global() const {
    auto* self = const_cast<Context*>(this);
    return Access::wrap(*self, jsx::Value(impl_->realm->global_this()));
}
Result Context::set_global(std::string_view name, const Value& value) { return global().set(name, value); }

Value Context::null() const { return Access::wrap(*const_cast<Context*>(this), jsx::Value::null()); }
Value Context::boolean(bool value) const { return Access::wrap(*const_cast<Context*>(this), jsx::Value::boolean(value)); }
Value Context::number(double value) const { return Access::wrap(*const_cast<Context*>(this), jsx::Value::number(value)); }
Value Context::string(std::string_view utf8) const {
    jsx::Isolate& iso = Access::engine(*this);
    auto text = new_string_utf8(iso, utf8);
    if (text.threw()) return (void)iso.take_pending(), Value();
    return Access::wrap(*const_cast<Context*>(this), jsx::Value(text.take()));
}
Value Context::object() const {
    return Access::wrap(*const_cast<Context*>(this), jsx::Value(new_object(Access::engine(*this))));
}
Value Context::array(std::span<const Value> values) const {
    jsx::Isolate& iso = Access::engine(*this);
    gc::RootVector list(iso.heap);
    unwrap_into(list, values);
    return Access::wrap(*const_cast<Context*>(this), jsx::Value(new_array(iso, {list.data(), list.size()})));
}

namespace {

/// What a C++ function keeps: its body and the context it was made in.
struct Body {
    Context& context;
    Function run;
};

Completion<jsx::Value> run_body(jsx::Isolate& iso, Arguments args) {
    auto* host = static_cast<HostObject*>(static_cast<NativeFunction*>(args.callee())->data().as_cell());
    auto* body = static_cast<Body*>(host->data());
    std::vector<Value> arguments;
    for (uint32_t i = 0; i < args.count(); i++) arguments.push_back(Access::wrap(body->context, args[i]));
    Result result = body->run(Access::call(body->context, Access::wrap(body->context, args.this_value()), std::move(arguments)));
    if (!result) return iso.throw_value(Access::unwrap(result.error().exception()));
    return Access::unwrap(result.value());
}

}  // namespace

Value Context::function(std::string_view name, uint32_t length, Function body) {
    jsx::Isolate& iso = Access::engine(*this);
    Shape* shape = Shape::root(iso, nullptr, 0);
    HostObject* host = HostObject::create(iso, shape, new Body{*this, std::move(body)},
                                          [](void* data) { delete static_cast<Body*>(data); });
    auto text = new_string_utf8(iso, name);
    if (text.threw()) return (void)iso.take_pending(), Value();
    return Access::wrap(*this, jsx::Value(new_native_function(iso, run_body, text.take(), length, jsx::Value(host))));
}

Error Context::error(std::string_view message) const {
    jsx::Isolate& iso = Access::engine(*this);
    auto text = new_string_utf8(iso, message);
    if (text.threw()) return Access::pending(*const_cast<Context*>(this));
    return Access::error(*const_cast<Context*>(this), jsx::Value(iso.new_error(ErrorKind::kError, text.take())));
}
Error Context::type_error(std::string_view message) const {
    jsx::Isolate& iso = Access::engine(*this);
    auto text = new_string_utf8(iso, message);
    if (text.threw()) return Access::pending(*const_cast<Context*>(this));
    return Access::error(*const_cast<Context*>(this), jsx::Value(iso.new_error(ErrorKind::kTypeError, text.take())));
}

}  // namespace jsx::embed
