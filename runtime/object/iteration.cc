// Operations on iterator objects (tc39.es/ecma262/#sec-operations-on-iterator-objects).
#include "runtime/object/abstract_ops.h"
#include "runtime/object/messages.h"

namespace jsx {

static Thrown throw_not_iterable(Isolate& iso, Value v) {
    return iso.throw_type_error("%V is not iterable", &v);
}

// https://tc39.es/ecma262/#sec-getiterator with kind sync
Completion<IteratorRecord> get_iterator(Isolate& iso, Value v) {
    if (v.is_nullish()) return throw_not_iterable(iso, v);
    // 2. Let method be ? GetMethod(obj, @@iterator).
    Value method = TRY(get_v(iso, v, PropertyKey(iso.symbols.iterator)));
    // 3. If method is undefined, throw a TypeError exception. (What is not callable throws here
    // too.)
    if (!is_callable(method)) return throw_not_iterable(iso, v);
    return get_iterator_from_method(iso, v, method);
}

// https://tc39.es/ecma262/#sec-getiteratorfrommethod
Completion<IteratorRecord> get_iterator_from_method(Isolate& iso, Value v, Value method) {
    Value iterator = TRY(call(iso, method, v));
    if (!is_object(iterator))
        return iso.throw_type_error("Result of the Symbol.iterator method is not an object");
    return get_iterator_direct(iso, as_object(iterator));
}

// https://tc39.es/ecma262/#sec-getiteratordirect
Completion<IteratorRecord> get_iterator_direct(Isolate& iso, Object* o) {
    Value next = TRY(get(iso, o, PropertyKey(iso.names.next)));
    return IteratorRecord{o, next, false};
}

// https://tc39.es/ecma262/#sec-iteratorstepvalue
Completion<bool> iterator_step_value(Isolate& iso, IteratorRecord& record, Value* value) {
    // Whatever throws here, the iterator counts as done and is not to be closed.
    auto fail = [&](Thrown thrown) {
        record.done = true;
        return thrown;
    };
    if (JSX_UNLIKELY(!is_callable(record.next))) {
        return fail(
            iso.throw_type_error("%S is not a function", call_site_rendering(iso, record.next)));
    }
    // IteratorNext: 1. Let result be Call(next, iterator).
    Completion<Value> result = call(iso, record.next, Value(record.iterator));
    if (result.threw()) return fail(result.thrown());
    Value r = result.take();
    // 4. If result is not an Object, throw a TypeError exception.
    if (!is_object(r)) return fail(iso.throw_type_error("Iterator result %V is not an object", &r));
    // IteratorComplete.
    Completion<Value> done = get(iso, as_object(r), PropertyKey(iso.names.done));
    if (done.threw()) return fail(done.thrown());
    if (to_boolean(done.take())) {
        record.done = true;
        return false;
    }
    // IteratorValue.
    Completion<Value> v = get(iso, as_object(r), PropertyKey(iso.names.value));
    if (v.threw()) return fail(v.thrown());
    *value = v.take();
    return true;
}

// https://tc39.es/ecma262/#sec-iteratorclose for a throw completion
Thrown iterator_close_throwing(Isolate& iso, const IteratorRecord& record) {
    Value exception = iso.take_pending();
    // 3-4. Call `return`; 5. its own failure is forgotten.
    Completion<Value> method =
        get_method(iso, Value(record.iterator), PropertyKey(iso.names.return_));
    if (method.threw()) {
        (void)iso.take_pending();
    } else if (!method.take().is_undefined()) {
        if (call(iso, method.take(), Value(record.iterator)).threw()) (void)iso.take_pending();
    }
    return iso.throw_value(exception);
}

// https://tc39.es/ecma262/#sec-iteratorclose for a completion that is not a throw
Completion<void> iterator_close(Isolate& iso, const IteratorRecord& record) {
    Value method = TRY(get_method(iso, Value(record.iterator), PropertyKey(iso.names.return_)));
    if (method.is_undefined()) return {};
    Value result = TRY(call(iso, method, Value(record.iterator)));
    // 7. If innerResult is not an Object, throw a TypeError exception.
    if (!is_object(result)) return iso.throw_type_error("%V is not an object", &result);
    return {};
}

// https://tc39.es/ecma262/#sec-createiterresultobject
Object* create_iterator_result(Isolate& iso, Value value, bool done) {
    Object* o = Object::create(iso, iso.realm()->shape(iso, RealmShape::kIteratorResult));
    o->set_slot(0, value);
    o->set_slot(1, Value::boolean(done));
    return o;
}

}  // namespace jsx
