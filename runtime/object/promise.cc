#include "runtime/object/promise.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/job_queue.h"

namespace jsx {

struct PromiseAccess {
    static void settle(Promise* promise, PromiseState state, Value result) {
        promise->result_.set(promise, result);
        promise->state_ = state;
    }
    static void set_reactions(Promise* promise, PromiseReaction* reactions) {
        promise->result_.set(promise, Value(reactions));
    }
    static PromiseReaction* reactions(Promise* promise) { return cell_as<PromiseReaction>(promise->result_); }
    static void set_handled(Promise* promise) { promise->is_handled_ = true; }
};

Promise* new_promise_with_shape(Isolate& iso, Shape* shape) { return iso.heap.make<Promise>(iso, shape); }

Promise* new_promise(Isolate& iso) {
    Object* prototype = iso.realm()->object(iso, RealmObject::kPromisePrototype);
    return new_promise_with_shape(iso, Shape::root(iso, prototype, 0));
}

// ---- capabilities ----

namespace {
enum : uint32_t { kCapabilityPromise, kCapabilityResolve, kCapabilityReject, kCapabilityFields };
}

Value capability_to_value(Isolate& iso, const PromiseCapability& capability) {
    if (capability.resolve.is_empty()) return capability.promise;
    CellArray* fields = CellArray::create(iso, kCapabilityFields);
    fields->set(kCapabilityPromise, capability.promise);
    fields->set(kCapabilityResolve, capability.resolve);
    fields->set(kCapabilityReject, capability.reject);
    return Value(fields);
}

PromiseCapability capability_from_value(Value v) {
    auto* fields = cell_as<CellArray>(v);
    if (!fields) return {v, Value::empty(), Value::empty()};
    return {fields->get(kCapabilityPromise), fields->get(kCapabilityResolve), fields->get(kCapabilityReject)};
}

Completion<void> capability_resolve(Isolate& iso, const PromiseCapability& capability, Value value) {
    if (capability.resolve.is_empty()) {
        resolve_promise(iso, static_cast<Promise*>(capability.promise.as_cell()), value);
    } else {
        (void)TRY(call(iso, capability.resolve, Value::undefined(), {value}));
    }
    return {};
}

Completion<void> capability_reject(Isolate& iso, const PromiseCapability& capability, Value reason) {
    if (capability.reject.is_empty()) {
        reject_promise(iso, static_cast<Promise*>(capability.promise.as_cell()), reason);
    } else {
        (void)TRY(call(iso, capability.reject, Value::undefined(), {reason}));
    }
    return {};
}

static CellArray* captured_fields(Arguments args) {
    return static_cast<CellArray*>(static_cast<NativeFunction*>(args.callee())->data().as_cell());
}

// https://tc39.es/ecma262/#sec-getcapabilitiesexecutor-functions
static Completion<Value> capabilities_executor(Isolate& iso, Arguments args) {
    CellArray* fields = captured_fields(args);
    if (!fields->get(kCapabilityResolve).is_undefined() || !fields->get(kCapabilityReject).is_undefined()) {
        return iso.throw_type_error("Promise executor has already been invoked with non-undefined arguments");
    }
    fields->set(kCapabilityResolve, args[0]);
    fields->set(kCapabilityReject, args[1]);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-newpromisecapability
Completion<PromiseCapability> new_promise_capability(Isolate& iso, Value constructor) {
    // FAST: %Promise% itself would hand out functions that only settle the promise.
    if (constructor == Value(iso.realm()->object(iso, RealmObject::kPromise))) {
        return PromiseCapability{Value(new_promise(iso)), Value::empty(), Value::empty()};
    }
    // 1. If IsConstructor(C) is false, throw a TypeError exception.
    if (!is_constructor(constructor)) return iso.throw_type_error("%V is not a constructor", &constructor);
    // 3-5. executor keeps what it is given in resolvingFunctions.
    CellArray* fields = CellArray::create(iso, kCapabilityFields);
    auto* executor = new_native_function(iso, capabilities_executor, iso.names.empty, 2, Value(fields));
    // 6. Let promise be ? Construct(C, « executor »).
    Object* promise = TRY(construct(iso, as_object(constructor), {Value(executor)}));
    // 7-8. Both must be callable.
    Value resolve = fields->get(kCapabilityResolve), reject = fields->get(kCapabilityReject);
    if (!is_callable(resolve) || !is_callable(reject)) {
        return iso.throw_type_error("Promise resolve or reject function is not callable");
    }
    return PromiseCapability{Value(promise), resolve, reject};
}

// ---- settling ----

/// The realm in which a handler's job runs: its function's, if that can be told.
static Realm* job_realm(Isolate& iso, Value handler) {
    if (!is_callable(handler)) return nullptr;
    Completion<Realm*> realm = get_function_realm(iso, as_object(handler));
    if (!realm.threw()) return realm.take();
    (void)iso.take_pending();
    return iso.realm();
}

/// The pending exception is the interpreter's order to stop, a private name: no promise carries it on.
static bool is_termination(Isolate& iso) { return is_symbol(iso.pending) && as_symbol(iso.pending)->is_private(); }

// https://tc39.es/ecma262/#sec-newpromisereactionjob
static Completion<void> reaction_job(Isolate& iso, Job* job) {
    auto* reaction = static_cast<PromiseReaction*>(job->argument(0).as_cell());
    auto state = PromiseState(job->argument(1).as_int32());
    Value argument = job->argument(2);
    if (PromiseContinuation go_on = reaction->continuation()) {
        return go_on(iso, as_object(reaction->target()), state, argument);
    }
    Value handler = reaction->handler(state);
    bool threw = false;
    Value result = argument;
    if (handler.is_undefined()) {
        threw = state == PromiseState::kRejected;
    } else {
        Completion<Value> c = call(iso, handler, Value::undefined(), {argument});
        threw = c.threw();
        if (threw && (reaction->target().is_undefined() || is_termination(iso))) return c.thrown();
        result = threw ? iso.take_pending() : c.take();
    }
    if (reaction->target().is_undefined()) return {};
    PromiseCapability capability = capability_from_value(reaction->target());
    return threw ? capability_reject(iso, capability, result) : capability_resolve(iso, capability, result);
}

static void enqueue_reaction(Isolate& iso, PromiseReaction* reaction, PromiseState state, Value argument) {
    Realm* realm = reaction->continuation() ? nullptr : job_realm(iso, reaction->handler(state));
    enqueue_job(iso, reaction_job, realm, {Value(reaction), Value::int32(int32_t(state)), argument});
}

// https://tc39.es/ecma262/#sec-triggerpromisereactions, after settling.
static void settle(Isolate& iso, Promise* promise, PromiseState state, Value result) {
    JSX_DCHECK(promise->is_pending());
    // The list is newest first: turn it round.
    PromiseReaction* oldest = nullptr;
    for (PromiseReaction* r = PromiseAccess::reactions(promise); r;) {
        PromiseReaction* next = r->next();
        r->set_next(oldest);
        oldest = r;
        r = next;
    }
    PromiseAccess::settle(promise, state, result);
    for (PromiseReaction* r = oldest; r; r = r->next()) enqueue_reaction(iso, r, state, result);
}

static void tell_host(Isolate& iso, Promise* promise, PromiseRejection operation, Value reason) {
    const HostHooks& hooks = iso.jobs->hooks;
    if (hooks.promise_rejection) hooks.promise_rejection(iso, hooks.data, promise, operation, reason);
}

// https://tc39.es/ecma262/#sec-fulfillpromise
void fulfill_promise(Isolate& iso, Promise* promise, Value value) {
    settle(iso, promise, PromiseState::kFulfilled, value);
}

// https://tc39.es/ecma262/#sec-rejectpromise
void reject_promise(Isolate& iso, Promise* promise, Value reason) {
    bool is_handled = promise->is_handled();
    settle(iso, promise, PromiseState::kRejected, reason);
    // 7. If promise.[[PromiseIsHandled]] is false, perform HostPromiseRejectionTracker(promise, "reject").
    if (!is_handled) tell_host(iso, promise, PromiseRejection::kReject, reason);
}

void mark_promise_handled(Isolate& iso, Promise* promise) {
    if (promise->is_handled()) return;
    PromiseAccess::set_handled(promise);
    if (promise->state() == PromiseState::kRejected) {
        tell_host(iso, promise, PromiseRejection::kHandle, Value::undefined());
    }
}

/// A promise whose `then` and `constructor` are the built-in ones: following it is unobservable.
static bool is_pristine(Isolate& iso, Promise* promise) {
    Realm* realm = iso.realm();
    Object* prototype = realm->object_if_made(RealmObject::kPromisePrototype);
    return prototype && promise->prototype(iso) == prototype && promise->shape(iso)->property_count() == 0 &&
           realm->holds(Realm::kPromiseThen);
}

/// Passes a settlement on to the promise that was resolved with the settled one.
static Completion<void> adopt_state(Isolate& iso, Object* target, PromiseState state, Value result) {
    auto* promise = static_cast<Promise*>(target);
    if (state == PromiseState::kFulfilled) {
        // The functions that `then` would be given resolve: a value that is a thenable is followed in turn.
        resolve_promise(iso, promise, result);
    } else {
        reject_promise(iso, promise, result);
    }
    return {};
}

// https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob
static Completion<void> thenable_job(Isolate& iso, Job* job) {
    auto* promise = static_cast<Promise*>(job->argument(0).as_cell());
    Value thenable = job->argument(1), then = job->argument(2);
    // FAST: the built-in then of an untouched promise would make a derived promise that nobody sees.
    if (auto* other = cell_as<Promise>(thenable);
        other && then == Value(iso.realm()->object_if_made(RealmObject::kPromiseThen)) && is_pristine(iso, other)) {
        perform_promise_then(iso, other, adopt_state, promise);
        return {};
    }
    Value resolve, reject;
    create_resolving_functions(iso, promise, &resolve, &reject);
    Completion<Value> c = call(iso, then, thenable, {resolve, reject});
    if (c.threw()) (void)TRY(call(iso, reject, Value::undefined(), {iso.take_pending()}));
    return {};
}

// https://tc39.es/ecma262/#sec-promise-resolve-functions steps 7-15
void resolve_promise(Isolate& iso, Promise* promise, Value resolution) {
    // 7. A promise cannot wait for itself.
    if (resolution == Value(promise)) {
        Value self = resolution;
        (void)iso.throw_type_error("Chaining cycle detected for promise %V", &self);
        return reject_promise(iso, promise, iso.take_pending());
    }
    // 8. If resolution is not an Object, fulfill.
    if (!is_object(resolution)) return fulfill_promise(iso, promise, resolution);
    // 9-10. Let then be Completion(Get(resolution, "then")).
    Completion<Value> then = get(iso, as_object(resolution), PropertyKey(iso.names.then));
    if (then.threw()) return reject_promise(iso, promise, iso.take_pending());
    // 12. If IsCallable(thenAction) is false, fulfill.
    if (!is_callable(then.take())) return fulfill_promise(iso, promise, resolution);
    // 13-15. Let job be NewPromiseResolveThenableJob(promise, resolution, thenJobCallback).
    enqueue_job(iso, thenable_job, job_realm(iso, then.take()), {Value(promise), resolution, then.take()});
}

namespace {
enum : uint32_t { kResolvingPromise, kResolvingDone, kResolvingFields };
}

/// The promise to settle, or null if one of the pair of functions was called before.
static Promise* take_unresolved(CellArray* fields) {
    if (fields->get(kResolvingDone).is_true()) return nullptr;
    fields->set(kResolvingDone, Value::boolean(true));
    return static_cast<Promise*>(fields->get(kResolvingPromise).as_cell());
}

// https://tc39.es/ecma262/#sec-promise-resolve-functions
static Completion<Value> resolve_function(Isolate& iso, Arguments args) {
    if (Promise* promise = take_unresolved(captured_fields(args))) resolve_promise(iso, promise, args[0]);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-promise-reject-functions
static Completion<Value> reject_function(Isolate& iso, Arguments args) {
    if (Promise* promise = take_unresolved(captured_fields(args))) reject_promise(iso, promise, args[0]);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-createresolvingfunctions
void create_resolving_functions(Isolate& iso, Promise* promise, Value* resolve, Value* reject) {
    CellArray* fields = CellArray::create(iso, kResolvingFields);
    fields->set(kResolvingPromise, Value(promise));
    fields->set(kResolvingDone, Value::boolean(false));
    *resolve = Value(new_native_function(iso, resolve_function, iso.names.empty, 1, Value(fields)));
    *reject = Value(new_native_function(iso, reject_function, iso.names.empty, 1, Value(fields)));
}

Promise* resolving_function_promise(Value v) {
    auto* f = cell_as<NativeFunction>(v);
    if (!f || (f->fn() != resolve_function && f->fn() != reject_function)) return nullptr;
    return static_cast<Promise*>(static_cast<CellArray*>(f->data().as_cell())->get(kResolvingPromise).as_cell());
}

// ---- PromiseResolve, then ----

// https://tc39.es/ecma262/#sec-promise-resolve
Completion<Object*> promise_resolve(Isolate& iso, Object* constructor, Value x) {
    // 1. If IsPromise(x) is true, then
    if (auto* promise = cell_as<Promise>(x)) {
        // a-b. Let xConstructor be ? Get(x, "constructor"); if it is C, return x.
        Value x_constructor = TRY(get(iso, promise, PropertyKey(iso.names.constructor)));
        if (x_constructor == Value(constructor)) return promise;
    }
    // 2-4. Resolve a new capability with x.
    PromiseCapability capability = TRY(new_promise_capability(iso, Value(constructor)));
    (void)TRY(capability_resolve(iso, capability, x));
    return as_object(capability.promise);
}

Completion<Promise*> promise_resolve(Isolate& iso, Value x) {
    if (auto* promise = cell_as<Promise>(x)) {
        // FAST: nothing shadows or changed the constructor property.
        if (is_pristine(iso, promise)) return promise;
        Value constructor = TRY(get(iso, promise, PropertyKey(iso.names.constructor)));
        if (constructor == Value(iso.realm()->object(iso, RealmObject::kPromise))) return promise;
    }
    Promise* promise = new_promise(iso);
    resolve_promise(iso, promise, x);
    return promise;
}

static void add_reaction(Isolate& iso, Promise* promise, Value on_fulfilled, Value on_rejected, Value target,
                         PromiseContinuation continuation) {
    PromiseReaction* rest = promise->is_pending() ? PromiseAccess::reactions(promise) : nullptr;
    auto* reaction = iso.heap.make<PromiseReaction>(rest, on_fulfilled, on_rejected, target, continuation);
    if (promise->is_pending()) {
        PromiseAccess::set_reactions(promise, reaction);
        PromiseAccess::set_handled(promise);
        return;
    }
    // 11.c. A rejection that was reported is handled after all.
    mark_promise_handled(iso, promise);
    enqueue_reaction(iso, reaction, promise->state(), promise->result());
}

// https://tc39.es/ecma262/#sec-performpromisethen
void perform_promise_then(Isolate& iso, Promise* promise, Value on_fulfilled, Value on_rejected, Value capability) {
    if (!is_callable(on_fulfilled)) on_fulfilled = Value::undefined();
    if (!is_callable(on_rejected)) on_rejected = Value::undefined();
    add_reaction(iso, promise, on_fulfilled, on_rejected, capability, nullptr);
}

void perform_promise_then(Isolate& iso, Promise* promise, PromiseContinuation continuation, Object* target) {
    add_reaction(iso, promise, Value::undefined(), Value::undefined(), Value(target), continuation);
}

}  // namespace jsx
