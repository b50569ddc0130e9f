// Iterator, %IteratorHelperPrototype%, %WrapForValidIteratorPrototype% (tc39.es/ecma262/#sec-iterator-objects). The methods
// that call functions of the program are in iterator.js.
#include "runtime/builtins/iterator.h"

#include "runtime/builtins/builtin_util.h"

namespace jsx {

using Role = IteratorObject::Role;
using State = IteratorObject::State;

IteratorObject* create_iterator_helper(Isolate& iso, Value underlying, Value step, Value close) {
    Object* prototype = iso.realm()->object(iso, RealmObject::kIteratorHelperPrototype);
    return iso.heap.make<IteratorObject>(iso, Shape::root(iso, prototype, 0), Role::kHelper, underlying, step, close);
}

Completion<Object*> get_iterator_flattenable(Isolate& iso, Value v, bool allow_strings, const char* method) {
    // 1. If obj is not an Object, it must be a String, where those are allowed.
    if (!is_object(v) && !(allow_strings && is_string(v))) {
        return iso.throw_type_error("%s called on non-object", method);
    }
    // 2-4. Let iterator be obj itself if it has no @@iterator method, else what that returns.
    Value open = TRY(get_method(iso, v, PropertyKey(iso.symbols.iterator)));
    Value iterator = open.is_undefined() ? v : TRY(call(iso, open, v));
    // 5. If iterator is not an Object, throw a TypeError exception.
    if (!is_object(iterator)) return iso.throw_type_error("%V is not iterable", &v);
    return as_object(iterator);
}

namespace {

Completion<IteratorObject*> this_with_role(Isolate& iso, Arguments args, Role role, const char* method) {
    auto* iterator = cell_as<IteratorObject>(args.this_value());
    if (iterator && iterator->role() == role) return iterator;
    return throw_incompatible_receiver(iso, method, args.this_value());
}

// ---- the constructor ----

// https://tc39.es/ecma262/#sec-iterator
Completion<Value> iterator_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is either undefined or the active function object, throw a TypeError exception.
    if (!args.is_construct()) return throw_requires_new(iso, "Iterator");
    if (args.new_target() == Value(args.callee())) {
        return iso.throw_type_error("Abstract class Iterator not directly constructable");
    }
    Object* prototype =
        TRY(get_prototype_from_constructor(iso, as_object(args.new_target()), RealmObject::kIteratorPrototype));
    return new_object_with_prototype(iso, prototype);
}

// https://tc39.es/ecma262/#sec-iterator.from
Completion<Value> iterator_from(Isolate& iso, Arguments args) {
    // 1. Let iteratorRecord be ? GetIteratorFlattenable(O, iterate-string-primitives).
    Object* iterator = TRY(get_iterator_flattenable(iso, args[0], true, "Iterator.from"));
    Value next = TRY(get(iso, iterator, PropertyKey(iso.names.next)));
    // 2-3. An iterator that inherits from %Iterator.prototype% is returned as it is.
    Realm* realm = callee_realm(args);
    bool has_instance = TRY(ordinary_has_instance(iso, Value(realm->object(iso, RealmObject::kIterator)), Value(iterator)));
    if (has_instance) return iterator;
    // 4-6.
    Object* prototype = realm->object(iso, RealmObject::kWrapForValidIteratorPrototype);
    return iso.heap.make<IteratorObject>(iso, Shape::root(iso, prototype, 0), Role::kWrapped, Value(iterator), next,
                                         Value::undefined());
}

// ---- Iterator.prototype ----

// https://tc39.es/ecma262/#sec-iterator.prototype-%symbol.dispose%
Completion<Value> iterator_dispose(Isolate& iso, Arguments args) {
    Value method = TRY(get_method(iso, args.this_value(), PropertyKey(iso.names.return_)));
    if (!method.is_undefined()) (void)TRY(call(iso, method, args.this_value()));
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-SetterThatIgnoresPrototypeProperties
Completion<void> set_ignoring_prototype(Isolate& iso, Value self, Object* home, PropertyKey key, Value v, const char* method) {
    // 1. If this is not an Object, throw a TypeError exception.
    if (!is_object(self)) return iso.throw_type_error("%s called on non-object", method);
    // 2. If this is home: as a write to a read-only property in strict code.
    if (self == Value(home)) {
        return iso.throw_type_error("Cannot assign to read only property '%K' of object '[object Object]'", &key);
    }
    // 3-5.
    PropertyDescriptor desc;
    if (!TRY(get_own_property(iso, as_object(self), key, &desc))) {
        return create_data_property_or_throw(iso, as_object(self), key, v);
    }
    return set_or_throw(iso, as_object(self), key, v);
}

// https://tc39.es/ecma262/#sec-iterator.prototype.constructor
Completion<Value> iterator_get_constructor(Isolate& iso, Arguments args) {
    return callee_realm(args)->object(iso, RealmObject::kIterator);
}
Completion<Value> iterator_set_constructor(Isolate& iso, Arguments args) {
    Object* home = callee_realm(args)->object(iso, RealmObject::kIteratorPrototype);
    (void)TRY(set_ignoring_prototype(iso, args.this_value(), home, PropertyKey(iso.names.constructor), args[0],
                                     "set Iterator.prototype.constructor"));
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-iterator.prototype-%symbol.tostringtag%
Completion<Value> iterator_get_to_string_tag(Isolate& iso, Arguments) { return new_string(iso, "Iterator"); }
Completion<Value> iterator_set_to_string_tag(Isolate& iso, Arguments args) {
    Object* home = callee_realm(args)->object(iso, RealmObject::kIteratorPrototype);
    (void)TRY(set_ignoring_prototype(iso, args.this_value(), home, PropertyKey(iso.symbols.to_string_tag), args[0],
                                     "set Iterator.prototype[Symbol.toStringTag]"));
    return Value::undefined();
}

// ---- Iterator Helper objects ----

constexpr const char* kHelperNext = "Iterator Helper.prototype.next";
constexpr const char* kHelperReturn = "Iterator Helper.prototype.return";

// https://tc39.es/ecma262/#sec-%iteratorhelperprototype%.next
Completion<Value> helper_next(Isolate& iso, Arguments args) {
    IteratorObject* helper = TRY(this_with_role(iso, args, Role::kHelper, kHelperNext));
    if (helper->state() == State::kExecuting) return iso.throw_type_error("Generator is already running");
    if (helper->state() == State::kCompleted) return create_iterator_result(iso, Value::undefined(), true);
    helper->set_state(State::kExecuting);
    Completion<Value> result = call(iso, helper->step(), Value::undefined());
    if (result.threw()) {
        helper->complete();
        return result;
    }
    if (result.take().is_undefined()) {
        helper->complete();
        return create_iterator_result(iso, Value::undefined(), true);
    }
    helper->set_state(State::kSuspended);
    return result;
}

// https://tc39.es/ecma262/#sec-%iteratorhelperprototype%.return
Completion<Value> helper_return(Isolate& iso, Arguments args) {
    IteratorObject* helper = TRY(this_with_role(iso, args, Role::kHelper, kHelperReturn));
    if (helper->state() == State::kExecuting) return iso.throw_type_error("Generator is already running");
    if (helper->state() == State::kSuspended) {
        Value close = helper->close(), underlying = helper->underlying();
        // A helper that has not begun is completed first, one that has is running while it closes.
        bool started = helper->has_started();
        if (started) {
            helper->set_state(State::kExecuting);
        } else {
            helper->complete();
        }
        auto finish = [&]() -> Completion<void> {
            if (close.is_undefined()) {
                return iterator_close(iso, {as_object(underlying), Value::undefined(), false});
            }
            (void)TRY(call(iso, close, Value::undefined()));
            return {};
        };
        Completion<void> closed = finish();
        helper->complete();
        if (closed.threw()) return closed.thrown();
    }
    return create_iterator_result(iso, Value::undefined(), true);
}

// ---- wrapped iterators ----

// https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%.next
Completion<Value> wrapped_next(Isolate& iso, Arguments args) {
    IteratorObject* wrapper =
        TRY(this_with_role(iso, args, Role::kWrapped, "%WrapForValidIteratorPrototype%.next"));
    return call(iso, wrapper->step(), wrapper->underlying());
}

// https://tc39.es/ecma262/#sec-%wrapforvaliditeratorprototype%.return
Completion<Value> wrapped_return(Isolate& iso, Arguments args) {
    IteratorObject* wrapper =
        TRY(this_with_role(iso, args, Role::kWrapped, "%WrapForValidIteratorPrototype%.return"));
    Value method = TRY(get_method(iso, wrapper->underlying(), PropertyKey(iso.names.return_)));
    if (method.is_undefined()) return create_iterator_result(iso, Value::undefined(), true);
    return call(iso, method, wrapper->underlying());
}

constexpr BuiltinSpec kIteratorPrototypeRows[] = {
    js_method("reduce", 1),
    js_method("toArray", 0),
    js_method("forEach", 1),
    js_method("some", 1),
    js_method("every", 1),
    js_method("find", 1),
    js_method("map", 1),
    js_method("filter", 1),
    js_method("take", 1),
    js_method("drop", 1),
    js_method("flatMap", 1),
    js_method("chunks", 1),
    js_method("windows", 1),
    js_method("includes", 1),
    js_method("join", 1),
    method("@@iterator", 0, return_this),
    getter("@@toStringTag", iterator_get_to_string_tag, iterator_set_to_string_tag),
    method("@@dispose", 0, iterator_dispose),
};
constexpr BuiltinSpec kIteratorRows[] = {
    method("from", 1, iterator_from),
    js_method("concat", 0),
    js_method("zip", 1),
    js_method("zipKeyed", 1),
};

/// `constructor` is an accessor, for the sake of programs that assign to it on objects that inherit it.
void finish_iterator(Isolate& iso, Realm* realm, Object*, Object* prototype) {
    PropertyKey key(iso.names.constructor);
    Object* get = new_function_in(iso, realm, iterator_get_constructor, new_string(iso, "get constructor"), 0);
    Object* set = new_function_in(iso, realm, iterator_set_constructor, new_string(iso, "set constructor"), 1);
    MUST(define_own_property(iso, prototype, key, PropertyDescriptor::accessor(Value(get), Value(set), kConfigurable)));
}

constexpr BuiltinSpec kIteratorHelperRows[] = {
    method("next", 0, helper_next),
    method("return", 0, helper_return),
    to_string_tag("Iterator Helper"),
};
constexpr BuiltinSpec kWrapForValidIteratorRows[] = {
    method("next", 0, wrapped_next),
    method("return", 0, wrapped_return),
};

}  // namespace

const ClassSpec kIteratorClass = {
    .name = "Iterator",
    .constructor = iterator_constructor,
    .length = 0,
    .constructor_id = RealmObject::kIterator,
    .prototype_id = RealmObject::kIteratorPrototype,
    .prototype = kIteratorPrototypeRows,
    .statics = kIteratorRows,
    .js_source = "iterator.js",
    .finish = finish_iterator,
};

const ClassSpec kIteratorHelperClass = {
    .prototype_id = RealmObject::kIteratorHelperPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kIteratorHelperRows,
};

const ClassSpec kWrapForValidIteratorClass = {
    .prototype_id = RealmObject::kWrapForValidIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kWrapForValidIteratorRows,
};

}  // namespace jsx
