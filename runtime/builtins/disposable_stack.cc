#include "runtime/builtins/disposable_stack.h"

#include "runtime/builtins/builtin_util.h"
#include "runtime/object/promise.h"

namespace jsx {

using Disposal = DisposableStack::Disposal;
using Resource = DisposableStack::Resource;

static constexpr uint32_t kResourceWords = 3;

void DisposableStack::push(Isolate& iso, const Resource& resource) {
    uint32_t at = count_ * kResourceWords;
    if (!resources_ || at == resources_->length()) {
        CellArray* grown = CellArray::create(iso, at == 0 ? 4 * kResourceWords : 2 * at);
        for (uint32_t i = 0; i < at; i++) grown->set(i, resources_->get(i));
        resources_.set(this, grown);
    }
    resources_->set(at, resource.value);
    resources_->set(at + 1, resource.method);
    resources_->set(at + 2, Value::int32(int32_t(resource.disposal)));
    count_++;
}

Resource DisposableStack::pop() {
    uint32_t at = --count_ * kResourceWords;
    return {resources_->get(at), resources_->get(at + 1), Disposal(resources_->get(at + 2).as_int32())};
}

void DisposableStack::take_resources(DisposableStack* from) {
    resources_.set(this, from->resources_);
    count_ = from->count_;
    from->resources_.clear();
    from->count_ = 0;
}

namespace {

Completion<DisposableStack*> this_stack(Isolate& iso, Arguments args, bool is_async, const char* method) {
    auto* stack = cell_as<DisposableStack>(args.this_value());
    if (stack && stack->is_async() == is_async) return stack;
    return throw_incompatible_receiver(iso, method, args.this_value());
}

/// The same for one that is not disposed yet, else ReferenceError.
Completion<DisposableStack*> this_open_stack(Isolate& iso, Arguments args, bool is_async, const char* method) {
    DisposableStack* stack = TRY(this_stack(iso, args, is_async, method));
    if (!stack->is_disposed()) return stack;
    return iso.throw_reference_error("Cannot call %s on an already-disposed %s", method,
                                     is_async ? "AsyncDisposableStack" : "DisposableStack");
}

#define CLASS_METHOD(name) (kIsAsync ? "AsyncDisposableStack.prototype." name : "DisposableStack.prototype." name)

/// Calls a resource's method.
Completion<Value> dispose_resource(Isolate& iso, const Resource& r) {
    switch (r.disposal) {
    case Disposal::kAdopted: return call(iso, r.method, Value::undefined(), {r.value});
    case Disposal::kDeferred: return call(iso, r.method, Value::undefined());
    default: return call(iso, r.method, r.value);
    }
}

/// The error so far with one more: steps of DisposeResources.
Value add_error(Isolate& iso, Value previous, Value error) {
    return previous.is_empty() ? error : Value(new_suppressed_error(iso, error, previous));
}

// https://tc39.es/ecma262/#sec-disposablestack and https://tc39.es/ecma262/#sec-asyncdisposablestack
template <bool kIsAsync>
Completion<Value> stack_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, kIsAsync ? "AsyncDisposableStack" : "DisposableStack");
    RealmObject fallback = kIsAsync ? RealmObject::kAsyncDisposableStackPrototype : RealmObject::kDisposableStackPrototype;
    return TRY(create_from_constructor<DisposableStack>(iso, args.new_target(), fallback, kIsAsync));
}

/// GetMethod in the words of V8's disposal.
Completion<Value> get_dispose_method(Isolate& iso, Value v, Symbol* symbol) {
    Value method = TRY(get(iso, as_object(v), PropertyKey(symbol)));
    if (method.is_nullish()) return Value::undefined();
    if (!is_callable(method)) return iso.throw_type_error("%S is not a function", symbol_descriptive_string(iso, symbol));
    return method;
}

// https://tc39.es/ecma262/#sec-disposablestack.prototype.use
template <bool kIsAsync>
Completion<Value> stack_use(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_open_stack(iso, args, kIsAsync, CLASS_METHOD("use")));
    // AddDisposableResource(disposeCapability, value, hint)
    Value v = args[0];
    if (v.is_nullish()) {
        if (kIsAsync) stack->push(iso, {Value::undefined(), Value::undefined(), Disposal::kNothing});
        return v;
    }
    if (!is_object(v)) return iso.throw_type_error("An object is expected with `using` declarations");
    Value method = Value::undefined();
    Disposal disposal = Disposal::kMethod;
    if (kIsAsync) method = TRY(get_dispose_method(iso, v, iso.symbols.async_dispose));
    if (method.is_undefined()) {
        method = TRY(get_dispose_method(iso, v, iso.symbols.dispose));
        if (kIsAsync) disposal = Disposal::kSyncOnly;
    }
    if (method.is_undefined()) {
        return iso.throw_type_error("%S is not a function", symbol_descriptive_string(iso, iso.symbols.dispose));
    }
    stack->push(iso, {v, method, disposal});
    return v;
}

// https://tc39.es/ecma262/#sec-disposablestack.prototype.adopt
template <bool kIsAsync>
Completion<Value> stack_adopt(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_open_stack(iso, args, kIsAsync, CLASS_METHOD("adopt")));
    Value on_dispose = args[1];
    if (!is_callable(on_dispose)) return iso.throw_type_error("%V is not a function", &on_dispose);
    stack->push(iso, {args[0], on_dispose, Disposal::kAdopted});
    return args[0];
}

// https://tc39.es/ecma262/#sec-disposablestack.prototype.defer
template <bool kIsAsync>
Completion<Value> stack_defer(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_open_stack(iso, args, kIsAsync, CLASS_METHOD("defer")));
    Value on_dispose = args[0];
    if (!is_callable(on_dispose)) return iso.throw_type_error("%V is not a function", &on_dispose);
    stack->push(iso, {Value::undefined(), on_dispose, Disposal::kDeferred});
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-disposablestack.prototype.move
template <bool kIsAsync>
Completion<Value> stack_move(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_open_stack(iso, args, kIsAsync, CLASS_METHOD("move")));
    RealmObject which = kIsAsync ? RealmObject::kAsyncDisposableStackPrototype : RealmObject::kDisposableStackPrototype;
    Object* prototype = callee_realm(args)->object(iso, which);
    auto* moved = iso.heap.make<DisposableStack>(iso, Shape::root(iso, prototype, 0), kIsAsync);
    moved->take_resources(stack);
    stack->set_disposed();
    return moved;
}

// https://tc39.es/ecma262/#sec-get-disposablestack.prototype.disposed
template <bool kIsAsync>
Completion<Value> stack_disposed(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_stack(iso, args, kIsAsync,
                                            kIsAsync ? "get AsyncDisposableStack.prototype.disposed"
                                                     : "get DisposableStack.prototype.disposed"));
    return Value::boolean(stack->is_disposed());
}

// https://tc39.es/ecma262/#sec-disposablestack.prototype.dispose
Completion<Value> stack_dispose(Isolate& iso, Arguments args) {
    DisposableStack* stack = TRY(this_stack(iso, args, false, "DisposableStack.prototype.dispose"));
    if (stack->is_disposed()) return Value::undefined();
    stack->set_disposed();
    // DisposeResources(disposeCapability, NormalCompletion(undefined))
    Value error = Value::empty();
    while (!stack->is_empty()) {
        if (dispose_resource(iso, stack->pop()).threw()) error = add_error(iso, error, iso.take_pending());
    }
    if (!error.is_empty()) return iso.throw_value(error);
    return Value::undefined();
}

// ---- async disposal: DisposeResources as a state machine, resumed by promise reactions ----

void continue_disposal(Isolate& iso, DisposableStack* work);

Completion<void> resume_disposal(Isolate& iso, Object* target, PromiseState state, Value result) {
    auto* work = static_cast<DisposableStack*>(target);
    if (state == PromiseState::kRejected) work->error_.set(work, add_error(iso, work->error_, result));
    continue_disposal(iso, work);
    return {};
}

/// Await(value); false if that threw at once.
bool await_disposal(Isolate& iso, DisposableStack* work, Value value) {
    Completion<Promise*> promise = promise_resolve(iso, value);
    if (promise.threw()) {
        work->error_.set(work, add_error(iso, work->error_, iso.take_pending()));
        return false;
    }
    work->has_awaited_ = true;
    perform_promise_then(iso, promise.take(), resume_disposal, work);
    return true;
}

void continue_disposal(Isolate& iso, DisposableStack* work) {
    while (!work->is_empty()) {
        Resource r = work->pop();
        if (r.disposal == Disposal::kNothing) {
            work->needs_await_ = true;
            continue;
        }
        Completion<Value> result = dispose_resource(iso, r);
        if (result.threw()) {
            work->error_.set(work, add_error(iso, work->error_, iso.take_pending()));
            continue;
        }
        if (await_disposal(iso, work, r.disposal == Disposal::kSyncOnly ? Value::undefined() : result.take())) return;
    }
    if (work->needs_await_ && !work->has_awaited_) {
        work->needs_await_ = false;
        if (await_disposal(iso, work, Value::undefined())) return;
    }
    auto* promise = static_cast<Promise*>(work->promise_.get().as_cell());
    if (work->error_.get().is_empty()) {
        resolve_promise(iso, promise, Value::undefined());
    } else {
        reject_promise(iso, promise, work->error_);
    }
}

// https://tc39.es/ecma262/#sec-asyncdisposablestack.prototype.disposeAsync
Completion<Value> stack_dispose_async(Isolate& iso, Arguments args) {
    Promise* promise = new_promise(iso);
    auto* stack = cell_as<DisposableStack>(args.this_value());
    if (!stack || !stack->is_async()) {
        (void)iso.throw_type_error("Receiver is not an AsyncDisposableStack");
        reject_promise(iso, promise, iso.take_pending());
        return promise;
    }
    if (stack->is_disposed()) {
        resolve_promise(iso, promise, Value::undefined());
        return promise;
    }
    stack->set_disposed();
    auto* work = iso.heap.make<DisposableStack>(iso, stack->shape(iso), true);
    work->take_resources(stack);
    work->promise_.set(work, Value(promise));
    continue_disposal(iso, work);
    return promise;
}

constexpr BuiltinSpec kDisposableStackRows[] = {
    method("use", 1, stack_use<false>),
    method("dispose", 0, stack_dispose),
    method("adopt", 2, stack_adopt<false>),
    method("defer", 1, stack_defer<false>),
    method("move", 0, stack_move<false>),
    getter("disposed", stack_disposed<false>),
    alias("@@dispose", "dispose"),
    to_string_tag("DisposableStack"),
};
constexpr BuiltinSpec kAsyncDisposableStackRows[] = {
    method("use", 1, stack_use<true>),
    method("disposeAsync", 0, stack_dispose_async),
    method("adopt", 2, stack_adopt<true>),
    method("defer", 1, stack_defer<true>),
    method("move", 0, stack_move<true>),
    getter("disposed", stack_disposed<true>),
    alias("@@asyncDispose", "disposeAsync"),
    to_string_tag("AsyncDisposableStack"),
};

}  // namespace

const ClassSpec kDisposableStackClass = {
    .name = "DisposableStack",
    .constructor = stack_constructor<false>,
    .length = 0,
    .constructor_id = RealmObject::kDisposableStack,
    .prototype_id = RealmObject::kDisposableStackPrototype,
    .prototype = kDisposableStackRows,
};

const ClassSpec kAsyncDisposableStackClass = {
    .name = "AsyncDisposableStack",
    .constructor = stack_constructor<true>,
    .length = 0,
    .constructor_id = RealmObject::kAsyncDisposableStack,
    .prototype_id = RealmObject::kAsyncDisposableStackPrototype,
    .prototype = kAsyncDisposableStackRows,
};

}  // namespace jsx
