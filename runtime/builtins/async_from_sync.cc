// %AsyncFromSyncIteratorPrototype% (tc39.es/ecma262/#sec-async-from-sync-iterator-objects): what `for await` and `yield*`
// put around a sync iterator. Programs never hold one.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/iterator.h"
#include "runtime/object/promise.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-createasyncfromsynciterator
Object* create_async_from_sync_iterator(Isolate& iso, const IteratorRecord& sync) {
    Object* prototype = iso.realm()->object(iso, RealmObject::kAsyncFromSyncIteratorPrototype);
    return iso.heap.make<IteratorObject>(iso, Shape::root(iso, prototype, 0), IteratorObject::Role::kAsyncFromSync,
                                         Value(sync.iterator), sync.next, Value::undefined());
}

namespace {

/// The unwrap closure: CreateIteratorResultObject(v, done).
Completion<Value> unwrap_value(Isolate& iso, Arguments args) {
    return create_iterator_result(iso, args[0], captured(args).is_true());
}

/// The closeIterator closure: the sync iterator is closed when the value it gave is rejected.
Completion<Value> close_and_throw(Isolate& iso, Arguments args) {
    (void)iso.throw_value(args[0]);
    return iterator_close_throwing(iso, {captured_as<Object>(args), Value::undefined(), false});
}

// https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation
Completion<void> continue_with(Isolate& iso, Value result, Promise* promise, Object* sync, bool close_on_rejection) {
    if (!is_object(result)) return iso.throw_type_error("Iterator result %V is not an object", &result);
    // 3-6. Let done be ? IteratorComplete(result); let value be ? IteratorValue(result).
    bool done = to_boolean(TRY(get(iso, as_object(result), PropertyKey(iso.names.done))));
    Value value = TRY(get(iso, as_object(result), PropertyKey(iso.names.value)));
    // 7-9. Let valueWrapper be ? PromiseResolve(%Promise%, value), closing the iterator if that throws.
    bool close = !done && close_on_rejection;
    Completion<Promise*> wrapper = promise_resolve(iso, value);
    if (wrapper.threw()) {
        if (close) return iterator_close_throwing(iso, {sync, Value::undefined(), false});
        return wrapper.thrown();
    }
    // 10-14.
    Object* unwrap = new_native_function(iso, unwrap_value, iso.names.empty, 1, Value::boolean(done));
    Value on_rejected = Value::undefined();
    if (close) on_rejected = Value(new_native_function(iso, close_and_throw, iso.names.empty, 1, Value(sync)));
    perform_promise_then(iso, wrapper.take(), Value(unwrap), on_rejected, Value(promise));
    return {};
}

/// Runs the steps of a method; what they throw rejects the promise they return (IfAbruptRejectPromise).
template <class F>
Completion<Value> with_promise(Isolate& iso, Arguments args, F steps) {
    auto* iterator = static_cast<IteratorObject*>(args.this_value().as_cell());
    Promise* promise = new_promise(iso);
    Completion<void> c = steps(iterator, promise);
    if (c.threw()) reject_promise(iso, promise, iso.take_pending());
    return promise;
}

/// The arguments of the call as they go on: `value` only if it is present.
std::span<const Value> value_argument(Arguments args) { return args.rest().first(args.count() > 0 ? 1 : 0); }

// https://tc39.es/ecma262/#sec-%asyncfromsynciteratorprototype%.next
Completion<Value> async_from_sync_next(Isolate& iso, Arguments args) {
    return with_promise(iso, args, [&](IteratorObject* iterator, Promise* promise) -> Completion<void> {
        Value sync = iterator->underlying();
        Value result = TRY(call(iso, iterator->step(), sync, value_argument(args)));
        return continue_with(iso, result, promise, as_object(sync), true);
    });
}

// https://tc39.es/ecma262/#sec-%asyncfromsynciteratorprototype%.return
Completion<Value> async_from_sync_return(Isolate& iso, Arguments args) {
    return with_promise(iso, args, [&](IteratorObject* iterator, Promise* promise) -> Completion<void> {
        Value sync = iterator->underlying();
        Value method = TRY(get_method(iso, sync, PropertyKey(iso.names.return_)));
        if (method.is_undefined()) {
            resolve_promise(iso, promise, Value(create_iterator_result(iso, args[0], true)));
            return {};
        }
        Value result = TRY(call(iso, method, sync, value_argument(args)));
        return continue_with(iso, result, promise, as_object(sync), false);
    });
}

// https://tc39.es/ecma262/#sec-%asyncfromsynciteratorprototype%.throw
Completion<Value> async_from_sync_throw(Isolate& iso, Arguments args) {
    return with_promise(iso, args, [&](IteratorObject* iterator, Promise* promise) -> Completion<void> {
        Value sync = iterator->underlying();
        Value method = TRY(get_method(iso, sync, PropertyKey(iso.names.throw_)));
        if (method.is_undefined()) {
            // The iterator gets a chance to clean up before the protocol violation is reported.
            (void)TRY(iterator_close(iso, {as_object(sync), Value::undefined(), false}));
            return iso.throw_type_error("The iterator does not provide a 'throw' method.");
        }
        Value result = TRY(call(iso, method, sync, value_argument(args)));
        return continue_with(iso, result, promise, as_object(sync), true);
    });
}

constexpr BuiltinSpec kAsyncFromSyncIteratorRows[] = {
    method("next", 1, async_from_sync_next),
    method("return", 1, async_from_sync_return),
    method("throw", 1, async_from_sync_throw),
};

}  // namespace

const ClassSpec kAsyncFromSyncIteratorClass = {
    .prototype_id = RealmObject::kAsyncFromSyncIteratorPrototype,
    .prototype_parent = RealmObject::kAsyncIteratorPrototype,
    .prototype = kAsyncFromSyncIteratorRows,
};

}  // namespace jsx
