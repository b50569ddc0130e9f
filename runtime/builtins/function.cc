// Function, its kin made from text, and Function.prototype (tc39.es/ecma262/#sec-function-objects).
#include "interpreter/compile.h"
#include "interpreter/frame.h"
#include "runtime/builtins/builtins.h"
#include "support/unicode.h"

namespace jsx {

namespace {

// ---- constructors: functions made from text ----

template <DynamicFunctionKind kKind>
Completion<Value> dynamic_function_constructor(Isolate& iso, Arguments args) {
    return create_dynamic_function(iso, args.callee(), args.new_target(), kKind, args.rest());
}

// ---- Function.prototype ----

/// Function.prototype itself accepts any arguments and returns undefined.
Completion<Value> empty_function(Isolate&, Arguments) { return Value::undefined(); }

// https://tc39.es/ecma262/#sec-function.prototype.apply
Completion<Value> function_apply(Isolate& iso, Arguments args) {
    // 1-2. If IsCallable(func) is false, throw a TypeError exception.
    Value f = args.this_value();
    if (!is_callable(f)) return throw_called_on_non_function(iso, "apply", f);
    // 3. If argArray is undefined or null, return Call(func, thisArg).
    Value array_value = args[1];
    if (array_value.is_nullish()) {
        interp::hide_frame(args);
        return call(iso, f, args[0]);
    }
    // FAST: the elements of a packed array are the list.
    if (auto* array = cell_as<Array>(array_value); array && array->is_packed()) {
        interp::hide_frame(args);
        return call(iso, f, args[0], std::span<const Value>(array->fast_elements()->values(), array->length()));
    }
    // 4. Let argList be ? CreateListFromArrayLike(argArray).
    CellArray* list = TRY(create_list_from_array_like(iso, array_value));
    interp::hide_frame(args);
    return call(iso, f, args[0], std::span<const Value>(list->values(), list->length()));
}

// https://tc39.es/ecma262/#sec-function.prototype.call
Completion<Value> function_call(Isolate& iso, Arguments args) {
    Value f = args.this_value();
    if (!is_callable(f)) return throw_called_on_non_function(iso, "call", f);
    interp::hide_frame(args);
    return call(iso, f, args[0], args.rest(1));
}

/// Steps 4-10 of bind: `length` and `name` of the bound function.
Completion<void> set_bound_properties(Isolate& iso, BoundFunction* bound, Object* target, uint32_t bound_count) {
    double length = 0;
    if (TRY(has_own_property(iso, target, PropertyKey(iso.names.length)))) {
        Value target_length = TRY(get(iso, target, PropertyKey(iso.names.length)));
        if (target_length.is_number()) {
            double d = MUST(to_integer_or_infinity(iso, target_length));
            length = d > bound_count ? d - bound_count : 0;
        }
    }
    bound->add_named(iso, PropertyKey(iso.names.length), Value::number(length), kConfigurable);
    Value target_name = TRY(get(iso, target, PropertyKey(iso.names.name)));
    // A rope, since the name of a function bound often grows each time.
    String* name = is_string(target_name) ? as_string(target_name) : iso.names.empty;
    name = TRY(concat(iso, iso.names.bound_, name));
    bound->add_named(iso, PropertyKey(iso.names.name), Value(name), kConfigurable);
    return {};
}

// https://tc39.es/ecma262/#sec-function.prototype.bind
Completion<Value> function_bind(Isolate& iso, Arguments args) {
    // 1-2. If IsCallable(Target) is false, throw a TypeError exception.
    if (!is_callable(args.this_value())) return iso.throw_type_error("Bind must be called on a function");
    Object* target = as_object(args.this_value());
    // 3. Let F be ? BoundFunctionCreate(Target, thisArg, args).
    Value prototype = TRY(get_prototype_of(iso, target));
    std::span<const Value> bound_args = args.rest(1);
    CellArray* list = CellArray::create(iso, uint32_t(bound_args.size()));
    for (uint32_t i = 0; i < bound_args.size(); i++) list->set(i, bound_args[i]);
    Shape* shape = Shape::root(iso, prototype.is_null() ? nullptr : as_object(prototype), 0);
    uint8_t flags = uint8_t(Object::kCallable | (target->is_constructor() ? Object::kConstructor : 0));
    auto* bound = iso.heap.make<BoundFunction>(iso, shape, callee_realm(args)->bound_code(), target, args[0], list, flags);
    // 4-10.
    (void)TRY(set_bound_properties(iso, bound, target, uint32_t(bound_args.size())));
    return bound;
}

/// True for what may stand in the text of a native function: "x", "get x", "[Symbol.x]". (The getters of RegExp.$& and its
/// like have names that are no property names.)
bool is_source_name(Isolate& iso, String* name) {
    FlatContent text = name->content(iso);
    uint32_t i = 0;
    if (text.length > 4 && text[3] == u' ' && text[1] == u'e' && text[2] == u't') i = 4;
    if (i < text.length && text[i] == u'[') return true;
    if (i < text.length && !unicode::is_id_start(text[i])) return false;
    for (; i < text.length; i++) {
        if (!unicode::is_id_continue(text[i])) return false;
    }
    return true;
}

Completion<Value> native_function_text(Isolate& iso, String* name) {
    StringBuilder out(iso);
    out.append("function ");
    if (name && is_source_name(iso, name)) out.append(name);
    out.append("() { [native code] }");
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-function.prototype.tostring
Completion<Value> function_to_string(Isolate& iso, Arguments args) {
    if (auto* f = cell_as<Function>(args.this_value())) {
        const bytecode::FunctionTemplate* function = f->code()->function();
        if (function->flags.native_builtin) {
            Value name = f->extra(Function::kName);
            return native_function_text(iso, is_string(name) ? as_string(name) : nullptr);
        }
        const SourceText& source = function->unit->source();
        uint32_t start = function->source_start, length = function->source_end - start;
        if (source.is_latin1()) return new_string(iso, std::span<const Latin1>(source.latin1() + start, length));
        return new_string(iso, std::span<const char16_t>(source.utf16() + start, length));
    }
    if (auto* f = cell_as<NativeFunction>(args.this_value())) return native_function_text(iso, f->name());
    if (is_callable(args.this_value())) return native_function_text(iso, nullptr);
    return iso.throw_type_error("Function.prototype.toString requires that 'this' be a Function");
}

// https://tc39.es/ecma262/#sec-function.prototype-%symbol.hasinstance%
Completion<Value> function_has_instance(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(ordinary_has_instance(iso, args.this_value(), args[0])));
}

constexpr BuiltinSpec kFunctionPrototypeRows[] = {
    method("apply", 2, function_apply),
    method("bind", 1, function_bind),
    method("call", 1, function_call),
    method("toString", 0, function_to_string),
    method_with("@@hasInstance", 1, function_has_instance, kNoAttributes),
};

Object* make_function_prototype(Isolate& iso, Realm* realm) {
    // Its shape cannot be that of native functions, whose prototype it is.
    Shape* shape = Shape::root(iso, realm->object(iso, RealmObject::kObjectPrototype), 0);
    auto* prototype = iso.heap.make<NativeFunction>(iso, shape, realm->native_code(), empty_function, iso.names.empty,
                                                    0, Object::kCallable);
    prototype->add_named(iso, PropertyKey(iso.names.length), Value::int32(0), kConfigurable);
    prototype->add_named(iso, PropertyKey(iso.names.name), Value(iso.names.empty), kConfigurable);
    return prototype;
}

// https://tc39.es/ecma262/#sec-addrestrictedfunctionproperties
void finish_function(Isolate& iso, Realm* realm, Object*, Object* prototype) {
    Value thrower(realm->object(iso, RealmObject::kThrowTypeError));
    for (String* name : {iso.names.arguments, iso.names.caller}) {
        MUST(define_own_property(iso, prototype, PropertyKey(name),
                                 PropertyDescriptor::accessor(thrower, thrower, kConfigurable)));
    }
    // https://github.com/tc39/proposal-decorator-metadata: classes without decorators have no metadata.
    prototype->add_named(iso, PropertyKey(iso.symbols.metadata), Value::null(), kNoAttributes);
}

/// %GeneratorFunction.prototype% and kin: `constructor` is not writable, and comes after `prototype`.
void make_constructor_read_only(Isolate& iso, Realm*, Object* constructor, Object* prototype) {
    PropertyKey key(iso.names.constructor);
    prototype->remove_named(iso, key);
    prototype->add_named(iso, key, Value(constructor), kConfigurable);
}

constexpr BuiltinSpec kGeneratorFunctionRows[] = {
    realm_object("prototype", RealmObject::kGeneratorPrototype, kConfigurable),
    to_string_tag("GeneratorFunction"),
};
constexpr BuiltinSpec kAsyncFunctionRows[] = {to_string_tag("AsyncFunction")};
constexpr BuiltinSpec kAsyncGeneratorFunctionRows[] = {
    realm_object("prototype", RealmObject::kAsyncGeneratorPrototype, kConfigurable),
    to_string_tag("AsyncGeneratorFunction"),
};

}  // namespace

Thrown throw_called_on_non_function(Isolate& iso, const char* method, Value self) {
    StringBuilder kind(iso);
    if (self.is_nullish()) {
        kind.append(self.is_null() ? "null" : "undefined");
    } else {
        kind.append(is_object(self) ? "an " : "a ");
        kind.append(typeof_string(iso, self));
    }
    Completion<String*> text = kind.finish();
    if (text.threw()) return text.thrown();
    return iso.throw_type_error("Function.prototype.%s was called on %V, which is %S and not a function", method, &self,
                                text.take());
}

const ClassSpec kFunctionClass = {
    .name = "Function",
    .constructor = dynamic_function_constructor<DynamicFunctionKind::kNormal>,
    .length = 1,
    .constructor_id = RealmObject::kFunction,
    .prototype_id = RealmObject::kFunctionPrototype,
    .prototype = kFunctionPrototypeRows,
    .make_prototype = make_function_prototype,
    .finish = finish_function,
};

const ClassSpec kGeneratorFunctionClass = {
    .name = "GeneratorFunction",
    .constructor = dynamic_function_constructor<DynamicFunctionKind::kGenerator>,
    .length = 1,
    .constructor_id = RealmObject::kGeneratorFunction,
    .prototype_id = RealmObject::kGeneratorFunctionPrototype,
    .parent = RealmObject::kFunction,
    .prototype_parent = RealmObject::kFunctionPrototype,
    .prototype = kGeneratorFunctionRows,
    .finish = make_constructor_read_only,
};

const ClassSpec kAsyncFunctionClass = {
    .name = "AsyncFunction",
    .constructor = dynamic_function_constructor<DynamicFunctionKind::kAsync>,
    .length = 1,
    .constructor_id = RealmObject::kAsyncFunction,
    .prototype_id = RealmObject::kAsyncFunctionPrototype,
    .parent = RealmObject::kFunction,
    .prototype_parent = RealmObject::kFunctionPrototype,
    .prototype = kAsyncFunctionRows,
    .finish = make_constructor_read_only,
};

const ClassSpec kAsyncGeneratorFunctionClass = {
    .name = "AsyncGeneratorFunction",
    .constructor = dynamic_function_constructor<DynamicFunctionKind::kAsyncGenerator>,
    .length = 1,
    .constructor_id = RealmObject::kAsyncGeneratorFunction,
    .prototype_id = RealmObject::kAsyncGeneratorFunctionPrototype,
    .parent = RealmObject::kFunction,
    .prototype_parent = RealmObject::kFunctionPrototype,
    .prototype = kAsyncGeneratorFunctionRows,
    .finish = make_constructor_read_only,
};

}  // namespace jsx
