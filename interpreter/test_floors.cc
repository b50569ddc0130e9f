// Stand-ins for the built-ins, so that the interpreter is tested alone: a realm has the prototypes that the language
// itself reaches for, with the few methods that tests call.
#include "interpreter/generator.h"
#include "interpreter/interpreter.h"
#include "parser/parser.h"
#include "runtime/object/builtin_spec.h"
#include "runtime/object/error.h"
#include "runtime/object/hooks.h"

namespace jsx {

using interp::Generator;
using interp::Resumption;

void register_builtin_kinds(gc::Heap& heap) {
    for (size_t kind = 0; kind < size_t(gc::CellKind::kCount); kind++) {
        if (heap.kind_info(gc::CellKind(kind)).name) continue;
        gc::KindInfo info;
        info.name = "unused";
        info.fixed_size = sizeof(gc::Cell);
        heap.set_kind_info(gc::CellKind(kind), info);
    }
}

const char* check_regexp_syntax(parser::RegExpText, parser::RegExpText) { return nullptr; }
Completion<Value> new_regexp_literal(Isolate& iso, String* pattern, String*) { return Value(pattern); }
Completion<Value> call_intrinsic(Isolate& iso, uint32_t, Value*, uint32_t) {
    return iso.throw_type_error("no intrinsics here");
}
Object* create_async_from_sync_iterator(Isolate&, const IteratorRecord& sync) { return sync.iterator; }

Object* new_suppressed_error(Isolate& iso, Value error, Value suppressed) {
    Object* o = iso.new_error(ErrorKind::kError, new_string(iso, std::string_view("suppressed")));
    o->put_named(iso, PropertyKey(iso.names.error), error, kAllAttributes);
    o->put_named(iso, PropertyKey(iso.names.suppressed), suppressed, kAllAttributes);
    return o;
}

bool combinator_element(Value, CombinatorElement*) { return false; }

Object* js_builtin(Isolate&, Realm*, const char*, const char*, String*, uint32_t) { JSX_UNREACHABLE(); }

namespace {

Completion<Value> return_this(Isolate&, Arguments args) { return args.this_value(); }

template <Resumption M>
Completion<Value> generator_method(Isolate& iso, Arguments args) {
    auto* generator = cell_as<Generator>(args.this_value());
    if (!generator) return iso.throw_type_error("not a generator");
    interp::GeneratorStep step = TRY(interp::generator_resume(iso, generator, M, args[0]));
    return step.delegated ? step.value : Value(create_iterator_result(iso, step.value, step.done));
}
template <Resumption M>
Completion<Value> async_generator_method(Isolate& iso, Arguments args) {
    return interp::async_generator_enqueue(iso, args.this_value(), M, args[0]);
}

Completion<Value> error_to_string(Isolate& iso, Arguments args) {
    Object* o = as_object(args.this_value());
    StringBuilder b(iso);
    b.append(TRY(to_string(iso, TRY(get(iso, o, PropertyKey(iso.names.name))))));
    b.append(std::string_view(": "));
    b.append(TRY(to_string(iso, TRY(get(iso, o, PropertyKey(iso.names.message))))));
    return Value(TRY(b.finish()));
}

Completion<Value> error_constructor(Isolate& iso, Arguments args) {
    String* message = args[0].is_undefined() ? nullptr : TRY(to_string(iso, args[0]));
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kErrorPrototype));
    return Value(create_error(iso, shape, message, args.callee()));
}

Completion<Value> promise_constructor(Isolate& iso, Arguments args) {
    Promise* promise = new_promise(iso);
    Value resolve, reject;
    create_resolving_functions(iso, promise, &resolve, &reject);
    if (call(iso, args[0], Value::undefined(), {resolve, reject}).threw()) {
        reject_promise(iso, promise, iso.take_pending());
    }
    return Value(promise);
}

Completion<Value> promise_then(Isolate& iso, Arguments args) {
    auto* promise = cell_as<Promise>(args.this_value());
    if (!promise) return iso.throw_type_error("not a promise");
    Promise* derived = new_promise(iso);
    perform_promise_then(iso, promise, args[0], args[1], Value(derived));
    return Value(derived);
}

Completion<Value> array_push(Isolate& iso, Arguments args) {
    auto* array = cell_as<Array>(args.this_value());
    for (uint32_t i = 0; i < args.count(); i++) (void)TRY(put_element(iso, array, array->length(), args[i]));
    return Value::number(array->length());
}

Completion<Value> array_join(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    StringBuilder b(iso);
    for (uint32_t i = 0; i < length; i++) {
        if (i) b.append(u',');
        Value v = TRY(get(iso, o, PropertyKey::index(i)));
        if (!v.is_nullish()) b.append(TRY(to_string(iso, v)));
    }
    return Value(TRY(b.finish()));
}

Completion<Value> array_map(Isolate& iso, Arguments args) {
    auto* array = cell_as<Array>(args.this_value());
    Array* out = new_array(iso);
    for (uint32_t i = 0; i < array->length(); i++) {
        Value v = TRY(get(iso, array, PropertyKey::index(i)));
        Value r = TRY(call(iso, args[0], Value::undefined(), {v, Value::number(i), Value(array)}));
        (void)TRY(put_element(iso, out, i, r));
    }
    return Value(out);
}

Completion<Value> function_call(Isolate& iso, Arguments args) {
    return call(iso, args.this_value(), args[0], args.rest(1));
}
Completion<Value> function_bind(Isolate& iso, Arguments args) {
    auto* target = cell_as<Object>(args.this_value());
    Realm* realm = iso.realm();
    CellArray* bound = CellArray::create(iso, args.count() > 1 ? args.count() - 1 : 0);
    for (uint32_t i = 1; i < args.count(); i++) bound->set(i - 1, args[i]);
    uint8_t flags = Object::kCallable | (target->is_constructor() ? Object::kConstructor : 0);
    return Value(iso.heap.make<BoundFunction>(iso, realm->shape(iso, RealmShape::kNativeFunction), realm->bound_code(),
                                              target, args[0], bound, flags));
}

Completion<Value> number_to_string_method(Isolate& iso, Arguments args) {
    return Value(TRY(to_string(iso, args.this_value())));
}

void add(Isolate& iso, Object* o, PropertyKey key, const char* name, NativeFn fn) {
    auto* f = new_native_function(iso, fn, atomize(iso, std::string_view(name)), 1);
    o->put_named(iso, key, Value(f), kWritable | kConfigurable);
}
void add(Isolate& iso, Object* o, const char* name, NativeFn fn) {
    add(iso, o, PropertyKey(atomize(iso, std::string_view(name))), name, fn);
}

Object* constructor_of(Isolate& iso, Realm* realm, RealmObject prototype_id, const char* name, NativeFn fn) {
    auto* f = new_native_function(iso, fn, atomize(iso, std::string_view(name)), 1, Value::undefined(), Object::kConstructor);
    Object* prototype = realm->object(iso, prototype_id);
    f->put_named(iso, PropertyKey(iso.names.prototype), Value(prototype), kNoAttributes);
    prototype->put_named(iso, PropertyKey(iso.names.constructor), Value(f), kWritable | kConfigurable);
    return f;
}

/// The name of an error class whose prototype this is.
const char* error_name(RealmObject which) {
    switch (which) {
    case RealmObject::kErrorPrototype: return "Error";
    case RealmObject::kTypeErrorPrototype: return "TypeError";
    case RealmObject::kRangeErrorPrototype: return "RangeError";
    case RealmObject::kSyntaxErrorPrototype: return "SyntaxError";
    case RealmObject::kReferenceErrorPrototype: return "ReferenceError";
    default: return nullptr;
    }
}

Completion<Value> eval_function(Isolate& iso, Arguments args) { return interp::indirect_eval(iso, iso.realm(), args[0]); }

}  // namespace

void create_realm_object(Isolate& iso, Realm* realm, RealmObject which) {
    switch (which) {
    case RealmObject::kObjectPrototype:
        return realm->set_object(which, new_object_with_prototype(iso, nullptr));
    case RealmObject::kPromise:
        realm->set_object(which, constructor_of(iso, realm, RealmObject::kPromisePrototype, "Promise", promise_constructor));
        return;
    case RealmObject::kError:
        realm->set_object(which, constructor_of(iso, realm, RealmObject::kErrorPrototype, "Error", error_constructor));
        realm->object(iso, which)->put_named(iso, PropertyKey(iso.names.stackTraceLimit), Value::int32(10), kAllAttributes);
        return;
    case RealmObject::kArray:
        realm->set_object(which, constructor_of(iso, realm, RealmObject::kArrayPrototype, "Array", return_this));
        return;
    case RealmObject::kEval:
        return realm->set_object(which, new_native_function(iso, eval_function, iso.names.eval, 1));
    default: break;
    }
    RealmObject parent = RealmObject::kObjectPrototype;
    if (error_name(which) && which != RealmObject::kErrorPrototype) parent = RealmObject::kErrorPrototype;
    if (which == RealmObject::kGeneratorFunctionPrototype || which == RealmObject::kAsyncFunctionPrototype ||
        which == RealmObject::kAsyncGeneratorFunctionPrototype) {
        parent = RealmObject::kFunctionPrototype;
    }
    Object* o;
    if (which == RealmObject::kFunctionPrototype) {
        // A function without a name.
        Shape* shape = Shape::root(iso, realm->object(iso, parent), 0);
        o = iso.heap.make<NativeFunction>(iso, shape, realm->native_code(), return_this, iso.names.empty, 0u,
                                          uint8_t(Object::kCallable));
    } else if (which == RealmObject::kArrayPrototype) {
        o = iso.heap.make<Array>(iso, array_shape(iso, realm->object(iso, parent)));
    } else {
        o = new_object_with_prototype(iso, realm->object(iso, parent));
    }
    realm->set_object(which, o);
    if (const char* name = error_name(which)) {
        o->put_named(iso, PropertyKey(iso.names.name), Value(atomize(iso, std::string_view(name))), kWritable | kConfigurable);
        add(iso, o, "toString", error_to_string);
    }
    switch (which) {
    case RealmObject::kGeneratorPrototype:
        add(iso, o, "next", generator_method<Resumption::kNext>);
        add(iso, o, "return", generator_method<Resumption::kReturn>);
        add(iso, o, "throw", generator_method<Resumption::kThrow>);
        add(iso, o, PropertyKey(iso.symbols.iterator), "[Symbol.iterator]", return_this);
        break;
    case RealmObject::kAsyncGeneratorPrototype:
        add(iso, o, "next", async_generator_method<Resumption::kNext>);
        add(iso, o, "return", async_generator_method<Resumption::kReturn>);
        add(iso, o, "throw", async_generator_method<Resumption::kThrow>);
        add(iso, o, PropertyKey(iso.symbols.async_iterator), "[Symbol.asyncIterator]", return_this);
        break;
    case RealmObject::kPromisePrototype: add(iso, o, "then", promise_then); break;
    case RealmObject::kArrayPrototype:
        add(iso, o, "push", array_push);
        add(iso, o, "map", array_map);
        add(iso, o, "toString", array_join);
        break;
    case RealmObject::kFunctionPrototype:
        add(iso, o, "call", function_call);
        add(iso, o, "bind", function_bind);
        break;
    case RealmObject::kNumberPrototype: add(iso, o, "toString", number_to_string_method); break;
    default: break;
    }
}

namespace {

Completion<Value> collect_garbage(Isolate& iso, Arguments args) {
    iso.heap.collect(to_boolean(args[0]) ? gc::GcKind::kMinor : gc::GcKind::kMajor, gc::GcReason::kExplicit);
    return Value::undefined();
}

Completion<Value> run_native(Isolate& iso, Arguments args) { return call(iso, args[0], Value::undefined(), args.rest(1)); }

}  // namespace

void set_up_global(Isolate& iso, Realm* realm) {
    Object* global = realm->global();
    auto put = [&](std::string_view name, Value v) {
        global->put_named(iso, PropertyKey(atomize(iso, name)), v, kWritable | kConfigurable);
    };
    auto put_function = [&](std::string_view name, NativeFn fn) {
        put(name, Value(new_native_function(iso, fn, atomize(iso, name), 1)));
    };
    put("undefined", Value::undefined());
    put("globalThis", Value(realm->global_this()));
    put("eval", Value(realm->object(iso, RealmObject::kEval)));
    put("Array", Value(realm->object(iso, RealmObject::kArray)));
    put("Error", Value(realm->object(iso, RealmObject::kError)));
    put("Promise", Value(realm->object(iso, RealmObject::kPromise)));
    put("iteratorSymbol", Value(iso.symbols.iterator));
    put("asyncIteratorSymbol", Value(iso.symbols.async_iterator));
    put("disposeSymbol", Value(iso.symbols.dispose));
    put_function("gc", collect_garbage);
    put_function("native", run_native);
}

}  // namespace jsx
