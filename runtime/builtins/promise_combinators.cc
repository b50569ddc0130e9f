// Promise.all, allSettled, any, race, allKeyed, allSettledKeyed (tc39.es/ecma262/#sec-promise.all and its neighbours).
#include "runtime/builtins/promise.h"
#include "runtime/object/error.h"

namespace jsx {

namespace {

enum class Combinator : uint8_t { kAll, kAllSettled, kAny, kRace };

/// What the element functions of one call share, in a CellArray.
enum SharedSlot : uint32_t {
    kValues,     // Array: results (errors, for any) by index
    kRemaining,  // int32: elements not settled yet, and one for the loop
    kResolve,    // what to call when none is left: the capability's resolve (reject, for any)
    kKeys,       // CellArray of keys for the keyed functions, else undefined
    kIsAny,
    kFunction,   // the combinator itself
    kSharedCount,
};
/// What an element's functions capture: [[AlreadyCalled]] is the index being undefined.
enum ElementSlot : uint32_t { kShared, kIndex, kElementCount };

/// The values as the capability's resolve function gets them.
Value combined_result(Isolate& iso, CellArray* shared) {
    auto* values = static_cast<Array*>(shared->get(kValues).as_cell());
    if (shared->get(kIsAny).is_true()) {
        // A new AggregateError whose `errors` are the reasons.
        Object* prototype = iso.realm()->object(iso, RealmObject::kAggregateErrorPrototype);
        Object* error = create_error(iso, Shape::root(iso, prototype, 0), new_string(iso, "All promises were rejected"));
        error->put_named(iso, PropertyKey(iso.names.errors), Value(values), kWritable | kConfigurable);
        return Value(error);
    }
    if (shared->get(kKeys).is_undefined()) return Value(values);
    // CreateKeyedPromiseCombinatorResultObject(keys, values)
    auto* keys = static_cast<CellArray*>(shared->get(kKeys).as_cell());
    Object* o = new_object_with_prototype(iso, nullptr);
    for (uint32_t i = 0; i < values->length(); i++) {
        PropertyKey key = MUST(to_property_key(iso, keys->get(i)));
        MUST(create_data_property(iso, o, key, values->fast_elements()->get(i)));
    }
    return Value(o);
}

/// One fewer to wait for; the last settles the result.
Completion<Value> count_down(Isolate& iso, CellArray* shared) {
    int32_t remaining = shared->get(kRemaining).as_int32() - 1;
    shared->set(kRemaining, Value::int32(remaining));
    if (remaining > 0) return Value::undefined();
    return call(iso, shared->get(kResolve), Value::undefined(), {combined_result(iso, shared)});
}

enum class ElementKind : uint8_t { kPlain, kFulfilled, kRejected };

/// The resolve and reject element functions: store the value, wrapped for allSettled, and count down.
template <ElementKind kKind>
Completion<Value> element_function(Isolate& iso, Arguments args) {
    auto* element = captured_as<CellArray>(args);
    // 1-4. If alreadyCalled, return undefined.
    if (element->get(kIndex).is_undefined()) return Value::undefined();
    uint32_t index = uint32_t(element->get(kIndex).as_int32());
    element->set(kIndex, Value::undefined());
    auto* shared = static_cast<CellArray*>(element->get(kShared).as_cell());
    Value v = args[0];
    if constexpr (kKind != ElementKind::kPlain) {
        constexpr bool kIsFulfilled = kKind == ElementKind::kFulfilled;
        Object* o = new_object(iso);
        o->add_named(iso, PropertyKey(iso.names.status), Value(kIsFulfilled ? iso.names.fulfilled : iso.names.rejected), kAllAttributes);
        o->add_named(iso, PropertyKey(kIsFulfilled ? iso.names.value : iso.names.reason), v, kAllAttributes);
        v = Value(o);
    }
    static_cast<Array*>(shared->get(kValues).as_cell())->fast_elements()->set(index, v);
    return count_down(iso, shared);
}

/// The state of one call of a combinator.
class Combination {
public:
    Combination(Isolate& iso, Arguments args, Combinator kind, const PromiseCapability& capability)
        : iso_(iso), kind_(kind), constructor_(args.this_value()), function_(args.callee()), capability_(capability) {}

    // https://tc39.es/ecma262/#sec-getpromiseresolve
    Completion<void> get_promise_resolve() {
        promise_resolve_ = TRY(get(iso_, as_object(constructor_), PropertyKey(iso_.names.resolve)));
        if (!is_callable(promise_resolve_)) {
            return iso_.throw_type_error("resolve is not a function");
        }
        return {};
    }

    void begin(CellArray* keys) {
        shared_ = CellArray::create(iso_, kSharedCount);
        shared_->set(kValues, Value(new_array(iso_)));
        shared_->set(kRemaining, Value::int32(1));
        shared_->set(kResolve, kind_ == Combinator::kAny ? capability_.reject : capability_.resolve);
        shared_->set(kKeys, keys ? Value(keys) : Value::undefined());
        shared_->set(kIsAny, Value::boolean(kind_ == Combinator::kAny));
        shared_->set(kFunction, Value(function_));
    }

    /// Steps of the loop for one value: subscribes to PromiseResolve(C, value).
    Completion<void> add(Value value) {
        if (kind_ != Combinator::kRace) {
            auto* values = static_cast<Array*>(shared_->get(kValues).as_cell());
            (void)TRY(put_element(iso_, values, index_, Value::undefined()));
        }
        Value next = TRY(call(iso_, promise_resolve_, constructor_, {value}));
        Value handlers[2] = {capability_.resolve, capability_.reject};
        if (kind_ != Combinator::kRace) {
            CellArray* element = CellArray::create(iso_, kElementCount);
            element->set(kShared, Value(shared_));
            element->set(kIndex, Value::int32(int32_t(index_)));
            switch (kind_) {
            case Combinator::kAll: handlers[0] = function(element_function<ElementKind::kPlain>, element); break;
            case Combinator::kAny: handlers[1] = function(element_function<ElementKind::kPlain>, element); break;
            default:
                handlers[0] = function(element_function<ElementKind::kFulfilled>, element);
                handlers[1] = function(element_function<ElementKind::kRejected>, element);
            }
            shared_->set(kRemaining, Value::int32(shared_->get(kRemaining).as_int32() + 1));
        }
        index_++;
        (void)TRY(invoke(iso_, next, PropertyKey(iso_.names.then), std::span<const Value>(handlers)));
        return {};
    }

    /// The loop is over.
    Completion<void> end() {
        if (kind_ != Combinator::kRace) (void)TRY(count_down(iso_, shared_));
        return {};
    }

private:
    Value function(NativeFn fn, CellArray* element) {
        return Value(new_native_function(iso_, fn, iso_.names.empty, 1, Value(element)));
    }

    Isolate& iso_;
    Combinator kind_;
    Value constructor_;
    Object* function_;
    const PromiseCapability& capability_;
    Value promise_resolve_;
    CellArray* shared_ = nullptr;
    uint32_t index_ = 0;
};

/// Rejects with the pending exception (IfAbruptRejectPromise).
Completion<Value> reject_with_pending(Isolate& iso, const PromiseCapability& capability) {
    Value reason = iso.take_pending();
    (void)TRY(call(iso, capability.reject, Value::undefined(), {reason}));
    return capability.promise;
}

Completion<Value> combine(Isolate& iso, Arguments args, Combinator kind, const char* name) {
    // 1-2. Let promiseCapability be ? NewPromiseCapability(C).
    Value c = args.this_value();
    if (!is_object(c)) return iso.throw_type_error("%s called on non-object", name);
    PromiseCapability capability = TRY(new_capability_with_functions(iso, c));
    auto steps = [&]() -> Completion<void> {
        // 3-6. promiseResolve, iteratorRecord.
        Combination combination(iso, args, kind, capability);
        (void)TRY(combination.get_promise_resolve());
        IteratorRecord record = TRY(get_iterator_of_argument(iso, args[0]));
        combination.begin(nullptr);
        for (;;) {
            Value value;
            if (!TRY(iterator_step_value(iso, record, &value))) break;
            Completion<void> added = combination.add(value);
            if (added.threw()) return iterator_close_throwing(iso, record);
        }
        return combination.end();
    };
    if (steps().threw()) return reject_with_pending(iso, capability);
    return capability.promise;
}

// https://tc39.es/proposal-await-dictionary/
Completion<Value> combine_keyed(Isolate& iso, Arguments args, Combinator kind, const char* name) {
    Value c = args.this_value();
    if (!is_object(c)) return iso.throw_type_error("%s called on non-object", name);
    PromiseCapability capability = TRY(new_capability_with_functions(iso, c));
    auto steps = [&]() -> Completion<void> {
        Combination combination(iso, args, kind, capability);
        (void)TRY(combination.get_promise_resolve());
        Value promises = args[0];
        if (!is_object(promises)) return iso.throw_type_error("%V is not an object", &promises);
        CellArray* all_keys = TRY(own_property_keys(iso, as_object(promises)));
        CellArray* keys = CellArray::create(iso, all_keys->length());
        uint32_t count = 0;
        combination.begin(keys);
        for (uint32_t i = 0; i < all_keys->length(); i++) {
            PropertyKey key = MUST(to_property_key(iso, all_keys->get(i)));
            PropertyDescriptor desc;
            if (!TRY(get_own_property(iso, as_object(promises), key, &desc)) || !desc.enumerable()) continue;
            Value value = TRY(get(iso, as_object(promises), key));
            keys->set(count++, all_keys->get(i));
            (void)TRY(combination.add(value));
        }
        return combination.end();
    };
    if (steps().threw()) return reject_with_pending(iso, capability);
    return capability.promise;
}

}  // namespace

bool combinator_element(Value v, CombinatorElement* out) {
    auto* f = cell_as<NativeFunction>(v);
    if (!f || (f->fn() != element_function<ElementKind::kPlain> && f->fn() != element_function<ElementKind::kFulfilled> &&
               f->fn() != element_function<ElementKind::kRejected>)) {
        return false;
    }
    auto* element = static_cast<CellArray*>(f->data().as_cell());
    if (element->get(kIndex).is_undefined()) return false;
    auto* shared = static_cast<CellArray*>(element->get(kShared).as_cell());
    out->combinator = as_object(shared->get(kFunction));
    out->index = uint32_t(element->get(kIndex).as_int32());
    out->result = resolving_function_promise(shared->get(kResolve));
    return out->result;
}

// https://tc39.es/ecma262/#sec-promise.all
Completion<Value> promise_all(Isolate& iso, Arguments args) { return combine(iso, args, Combinator::kAll, "Promise.all"); }
// https://tc39.es/ecma262/#sec-promise.allsettled
Completion<Value> promise_all_settled(Isolate& iso, Arguments args) {
    return combine(iso, args, Combinator::kAllSettled, "Promise.allSettled");
}
// https://tc39.es/ecma262/#sec-promise.any
Completion<Value> promise_any(Isolate& iso, Arguments args) { return combine(iso, args, Combinator::kAny, "Promise.any"); }
// https://tc39.es/ecma262/#sec-promise.race
Completion<Value> promise_race(Isolate& iso, Arguments args) {
    return combine(iso, args, Combinator::kRace, "Promise.race");
}
Completion<Value> promise_all_keyed(Isolate& iso, Arguments args) {
    return combine_keyed(iso, args, Combinator::kAll, "Promise.allKeyed");
}
Completion<Value> promise_all_settled_keyed(Isolate& iso, Arguments args) {
    return combine_keyed(iso, args, Combinator::kAllSettled, "Promise.allSettledKeyed");
}

}  // namespace jsx
