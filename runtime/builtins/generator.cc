// %GeneratorPrototype%, %AsyncGeneratorPrototype%, %AsyncIteratorPrototype% (tc39.es/ecma262/#sec-control-abstraction-objects).
#include "interpreter/generator.h"

#include "runtime/builtins/builtin_util.h"
#include "runtime/object/promise.h"

namespace jsx {

using interp::Generator;
using interp::Resumption;

namespace {

// https://tc39.es/ecma262/#sec-generatorvalidate and https://tc39.es/ecma262/#sec-generatorresume
Completion<Value> resume(Isolate& iso, Arguments args, Resumption mode, const char* method) {
    auto* generator = cell_as<Generator>(args.this_value());
    if (!generator || generator->kind() != gc::CellKind::kGenerator) {
        return throw_incompatible_receiver(iso, method, args.this_value());
    }
    interp::GeneratorStep step = TRY(interp::generator_resume(iso, generator, mode, args[0]));
    if (step.delegated) return step.value;
    return create_iterator_result(iso, step.value, step.done);
}

// https://tc39.es/ecma262/#sec-generator.prototype.next
Completion<Value> generator_next(Isolate& iso, Arguments args) {
    return resume(iso, args, Resumption::kNext, "[Generator].prototype.next");
}
// https://tc39.es/ecma262/#sec-generator.prototype.return
Completion<Value> generator_return(Isolate& iso, Arguments args) {
    return resume(iso, args, Resumption::kReturn, "[Generator].prototype.return");
}
// https://tc39.es/ecma262/#sec-generator.prototype.throw
Completion<Value> generator_throw(Isolate& iso, Arguments args) {
    return resume(iso, args, Resumption::kThrow, "[Generator].prototype.throw");
}

// https://tc39.es/ecma262/#sec-asyncgenerator-prototype-next
Completion<Value> async_generator_next(Isolate& iso, Arguments args) {
    return interp::async_generator_enqueue(iso, args.this_value(), Resumption::kNext, args[0]);
}
// https://tc39.es/ecma262/#sec-asyncgenerator-prototype-return
Completion<Value> async_generator_return(Isolate& iso, Arguments args) {
    return interp::async_generator_enqueue(iso, args.this_value(), Resumption::kReturn, args[0]);
}
// https://tc39.es/ecma262/#sec-asyncgenerator-prototype-throw
Completion<Value> async_generator_throw(Isolate& iso, Arguments args) {
    return interp::async_generator_enqueue(iso, args.this_value(), Resumption::kThrow, args[0]);
}

/// The unwrap closure of @@asyncDispose: whatever `return` gave becomes undefined.
Completion<Value> return_undefined(Isolate&, Arguments) { return Value::undefined(); }

// https://tc39.es/ecma262/#sec-%asynciteratorprototype%-%symbol.asyncdispose%
Completion<Value> async_iterator_dispose(Isolate& iso, Arguments args) {
    // 1-2. Let promiseCapability be ! NewPromiseCapability(%Promise%).
    Promise* promise = new_promise(iso);
    auto attempt = [&]() -> Completion<Value> {
        // 3. Let return be GetMethod(O, "return").
        Value method = TRY(get_method(iso, args.this_value(), PropertyKey(iso.names.return_)));
        if (method.is_undefined()) {
            resolve_promise(iso, promise, Value::undefined());
            return Value::undefined();
        }
        // 6. Let result be Call(return, O).
        Value result = TRY(call(iso, method, args.this_value()));
        Promise* wrapper = TRY(promise_resolve(iso, result));
        Object* unwrap = new_native_function(iso, return_undefined, iso.names.empty, 1);
        perform_promise_then(iso, wrapper, Value(unwrap), Value::undefined(), Value(promise));
        return Value::undefined();
    };
    if (attempt().threw()) reject_promise(iso, promise, iso.take_pending());
    return promise;
}

constexpr BuiltinSpec kGeneratorRows[] = {
    realm_object("constructor", RealmObject::kGeneratorFunctionPrototype, kConfigurable),
    {.name = "next", .length = 1, .attributes = kWatchedMethod, .fn = generator_next},
    method("return", 1, generator_return),
    method("throw", 1, generator_throw),
    to_string_tag("Generator"),
};
constexpr BuiltinSpec kAsyncGeneratorRows[] = {
    realm_object("constructor", RealmObject::kAsyncGeneratorFunctionPrototype, kConfigurable),
    method("next", 1, async_generator_next),
    method("return", 1, async_generator_return),
    method("throw", 1, async_generator_throw),
    to_string_tag("AsyncGenerator"),
};
constexpr BuiltinSpec kAsyncIteratorRows[] = {
    method("@@asyncIterator", 0, return_this),
    method("@@asyncDispose", 0, async_iterator_dispose),
};

}  // namespace

const ClassSpec kGeneratorClass = {
    .prototype_id = RealmObject::kGeneratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kGeneratorRows,
};

const ClassSpec kAsyncGeneratorClass = {
    .prototype_id = RealmObject::kAsyncGeneratorPrototype,
    .prototype_parent = RealmObject::kAsyncIteratorPrototype,
    .prototype = kAsyncGeneratorRows,
};

const ClassSpec kAsyncIteratorClass = {
    .prototype_id = RealmObject::kAsyncIteratorPrototype,
    .prototype = kAsyncIteratorRows,
};

}  // namespace jsx
