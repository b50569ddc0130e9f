// Promise: the constructor, its plain functions, and Promise.prototype (tc39.es/ecma262/#sec-promise-objects). The operations
// behind them are runtime/object/promise.h.
#include "runtime/builtins/promise.h"

namespace jsx {

Completion<PromiseCapability> new_capability_with_functions(Isolate& iso, Value constructor) {
    PromiseCapability capability = TRY(new_promise_capability(iso, constructor));
    if (capability.resolve.is_empty()) {
        create_resolving_functions(iso, static_cast<Promise*>(capability.promise.as_cell()), &capability.resolve,
                                   &capability.reject);
    }
    return capability;
}

namespace {

// https://tc39.es/ecma262/#sec-promise-executor
Completion<Value> promise_constructor(Isolate& iso, Arguments args) {
    // 1-2.
    if (!args.is_construct()) return iso.throw_type_error("Promise constructor cannot be invoked without 'new'");
    Value executor = args[0];
    if (!is_callable(executor)) return iso.throw_type_error("Promise resolver %V is not a function", &executor);
    // 3-7. Let promise be ? OrdinaryCreateFromConstructor(NewTarget, "%Promise.prototype%").
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kPromisePrototype));
    Promise* promise = new_promise_with_shape(iso, shape);
    // 8. Let resolvingFunctions be CreateResolvingFunctions(promise).
    Value functions[2];
    create_resolving_functions(iso, promise, &functions[0], &functions[1]);
    // 9-10. Call the executor; what it throws rejects the promise.
    if (call(iso, executor, Value::undefined(), std::span<const Value>(functions)).threw()) {
        Value reason = iso.take_pending();
        (void)TRY(call(iso, functions[1], Value::undefined(), {reason}));
    }
    return promise;
}

// https://tc39.es/ecma262/#sec-promise.resolve
Completion<Value> promise_static_resolve(Isolate& iso, Arguments args) {
    if (!is_object(args.this_value())) return iso.throw_type_error("PromiseResolve called on non-object");
    return TRY(promise_resolve(iso, as_object(args.this_value()), args[0]));
}

// https://tc39.es/ecma262/#sec-promise.reject
Completion<Value> promise_static_reject(Isolate& iso, Arguments args) {
    if (!is_object(args.this_value())) return iso.throw_type_error("PromiseReject called on non-object");
    PromiseCapability capability = TRY(new_promise_capability(iso, args.this_value()));
    (void)TRY(capability_reject(iso, capability, args[0]));
    return capability.promise;
}

// https://tc39.es/ecma262/#sec-promise.withResolvers
Completion<Value> promise_with_resolvers(Isolate& iso, Arguments args) {
    if (!is_object(args.this_value())) return iso.throw_type_error("Promise.withResolvers called on non-object");
    PromiseCapability capability = TRY(new_capability_with_functions(iso, args.this_value()));
    Object* o = new_object(iso);
    o->add_named(iso, PropertyKey(iso.names.promise), capability.promise, kAllAttributes);
    o->add_named(iso, PropertyKey(iso.names.resolve), capability.resolve, kAllAttributes);
    o->add_named(iso, PropertyKey(iso.names.reject), capability.reject, kAllAttributes);
    return o;
}

// https://tc39.es/ecma262/#sec-promise.try
Completion<Value> promise_try(Isolate& iso, Arguments args) {
    if (!is_object(args.this_value())) return iso.throw_type_error("Promise.try called on non-object");
    PromiseCapability capability = TRY(new_promise_capability(iso, args.this_value()));
    Completion<Value> status = call(iso, args[0], Value::undefined(), args.rest(1));
    if (status.threw()) {
        Value reason = iso.take_pending();
        (void)TRY(capability_reject(iso, capability, reason));
    } else {
        (void)TRY(capability_resolve(iso, capability, status.take()));
    }
    return capability.promise;
}

// ---- Promise.prototype ----

// https://tc39.es/ecma262/#sec-promise.prototype.then
Completion<Value> promise_then(Isolate& iso, Arguments args) {
    // 1-2. If IsPromise(promise) is false, throw a TypeError exception.
    Promise* promise = TRY(this_as<Promise>(iso, args, "Promise.prototype.then"));
    // 3-4. The result's capability. FAST: nothing was changed that SpeciesConstructor could see.
    Realm* realm = callee_realm(args);
    PromiseCapability capability;
    if (realm->holds(Realm::kPromiseThen) && promise->prototype(iso) == realm->object(iso, RealmObject::kPromisePrototype) &&
        promise->shape(iso)->property_count() == 0) {
        capability.promise = Value(new_promise(iso));
    } else {
        Object* constructor = TRY(species_constructor(iso, promise, realm->object(iso, RealmObject::kPromise)));
        capability = TRY(new_promise_capability(iso, Value(constructor)));
    }
    // 5. Return PerformPromiseThen(promise, onFulfilled, onRejected, resultCapability).
    perform_promise_then(iso, promise, args[0], args[1], capability_to_value(iso, capability));
    return capability.promise;
}

// https://tc39.es/ecma262/#sec-promise.prototype.catch
Completion<Value> promise_catch(Isolate& iso, Arguments args) {
    Value arguments[] = {Value::undefined(), args[0]};
    return invoke(iso, args.this_value(), PropertyKey(iso.names.then), std::span<const Value>(arguments));
}

Completion<Value> return_captured(Isolate&, Arguments args) { return captured(args); }
Completion<Value> throw_captured(Isolate& iso, Arguments args) { return iso.throw_value(captured(args)); }

/// The thenFinally and catchFinally closures: capture [onFinally, C].
template <NativeFn kAfter>
Completion<Value> run_finally(Isolate& iso, Arguments args) {
    auto* captures = captured_as<CellArray>(args);
    // 1. Let result be ? Call(onFinally, undefined).
    Value result = TRY(call(iso, captures->get(0), Value::undefined()));
    // 2. Let p be ? PromiseResolve(C, result).
    Object* p = TRY(promise_resolve(iso, as_object(captures->get(1)), result));
    // 3-5. Return ? Invoke(p, "then", « valueThunk or thrower »).
    Value after[] = {Value(new_native_function(iso, kAfter, iso.names.empty, 0, args[0]))};
    return invoke(iso, Value(p), PropertyKey(iso.names.then), std::span<const Value>(after));
}

// https://tc39.es/ecma262/#sec-promise.prototype.finally
Completion<Value> promise_finally(Isolate& iso, Arguments args) {
    // 1-2. If promise is not an Object, throw a TypeError exception.
    if (!is_object(args.this_value())) return iso.throw_type_error("Promise.prototype.finally called on non-object");
    // 3. Let C be ? SpeciesConstructor(promise, %Promise%).
    Object* constructor = TRY(species_constructor(iso, as_object(args.this_value()),
                                                  callee_realm(args)->object(iso, RealmObject::kPromise)));
    // 5-6. Let thenFinally and catchFinally be closures, or onFinally where that is not callable.
    Value handlers[] = {args[0], args[0]};
    if (is_callable(args[0])) {
        CellArray* captures = CellArray::create(iso, 2);
        captures->set(0, args[0]);
        captures->set(1, Value(constructor));
        handlers[0] = Value(new_native_function(iso, run_finally<return_captured>, iso.names.empty, 1, Value(captures)));
        handlers[1] = Value(new_native_function(iso, run_finally<throw_captured>, iso.names.empty, 1, Value(captures)));
    }
    // 7. Return ? Invoke(promise, "then", « thenFinally, catchFinally »).
    return invoke(iso, args.this_value(), PropertyKey(iso.names.then), std::span<const Value>(handlers));
}

constexpr BuiltinSpec kPromisePrototypeRows[] = {
    {.name = "then", .length = 2, .attributes = kWatchedMethod, .fn = promise_then, .object = RealmObject::kPromiseThen},
    method("catch", 1, promise_catch),
    method("finally", 1, promise_finally),
    to_string_tag("Promise"),
};
constexpr BuiltinSpec kPromiseRows[] = {
    method("all", 1, promise_all),
    method("allSettled", 1, promise_all_settled),
    method("any", 1, promise_any),
    method("race", 1, promise_race),
    {.name = "resolve", .length = 1, .attributes = kWatchedMethod, .fn = promise_static_resolve, .object = RealmObject::kPromiseResolve},
    method("reject", 1, promise_static_reject),
    method("withResolvers", 0, promise_with_resolvers),
    method("try", 1, promise_try),
    method("allKeyed", 1, promise_all_keyed),
    method("allSettledKeyed", 1, promise_all_settled_keyed),
    getter("@@species", return_this),
};

}  // namespace

const ClassSpec kPromiseClass = {
    .name = "Promise",
    .constructor = promise_constructor,
    .length = 1,
    .constructor_id = RealmObject::kPromise,
    .prototype_id = RealmObject::kPromisePrototype,
    .prototype = kPromisePrototypeRows,
    .statics = kPromiseRows,
};

}  // namespace jsx
