// Error and its kin (tc39.es/ecma262/#sec-error-objects).
#include "runtime/object/error.h"

#include "runtime/builtins/builtin_util.h"

namespace jsx {

namespace {

/// The object of an error constructor, with stack and message: steps 1-3 that all of them share.
Completion<ErrorObject*> construct_error(Isolate& iso, Arguments args, RealmObject fallback, Value message) {
    // 1. If NewTarget is undefined, let newTarget be the active function object.
    Value new_target = args.is_construct() ? args.new_target() : Value(args.callee());
    // 2. Let O be ? OrdinaryCreateFromConstructor(newTarget, ...).
    Shape* shape = TRY(shape_from_constructor(iso, new_target, fallback));
    // 3. If message is not undefined, then let msg be ? ToString(message).
    String* text = message.is_undefined() ? nullptr : TRY(to_string(iso, message));
    return create_error(iso, shape, text, as_object(new_target));
}

// https://tc39.es/ecma262/#sec-error-message and https://tc39.es/ecma262/#sec-nativeerror
template <RealmObject kPrototype>
Completion<Value> error_constructor(Isolate& iso, Arguments args) {
    ErrorObject* error = TRY(construct_error(iso, args, kPrototype, args[0]));
    // 4. Perform ? InstallErrorCause(O, options).
    (void)TRY(install_error_cause(iso, error, args[1]));
    return error;
}

// https://tc39.es/ecma262/#sec-aggregate-error
Completion<Value> aggregate_error_constructor(Isolate& iso, Arguments args) {
    ErrorObject* error = TRY(construct_error(iso, args, RealmObject::kAggregateErrorPrototype, args[1]));
    (void)TRY(install_error_cause(iso, error, args[2]));
    // 5-6. errorsList = ? IteratorToList(? GetIterator(errors, sync)); define `errors`.
    Array* errors = new_array(iso);
    (void)TRY(iterate_argument(iso, args[0], [&](Value v) { return put_element(iso, errors, errors->length(), v); }));
    error->put_named(iso, PropertyKey(iso.names.errors), Value(errors), kWritable | kConfigurable);
    return error;
}

void add_suppressed(Isolate& iso, ErrorObject* e, Value error, Value suppressed) {
    e->put_named(iso, PropertyKey(iso.names.error), error, kWritable | kConfigurable);
    e->put_named(iso, PropertyKey(iso.names.suppressed), suppressed, kWritable | kConfigurable);
}

// https://tc39.es/ecma262/#sec-suppressederror
Completion<Value> suppressed_error_constructor(Isolate& iso, Arguments args) {
    ErrorObject* error = TRY(construct_error(iso, args, RealmObject::kSuppressedErrorPrototype, args[2]));
    add_suppressed(iso, error, args[0], args[1]);
    return error;
}

// https://tc39.es/ecma262/#sec-error.prototype.tostring
Completion<Value> error_to_string(Isolate& iso, Arguments args) {
    if (!is_object(args.this_value())) {
        return throw_incompatible_receiver(iso, "Error.prototype.toString", args.this_value());
    }
    Object* o = as_object(args.this_value());
    // 3-4. Let name be ? Get(O, "name"); undefined stands for "Error".
    Value name_value = TRY(get(iso, o, PropertyKey(iso.names.name)));
    String* name = name_value.is_undefined() ? iso.names.Error : TRY(to_string(iso, name_value));
    // 5-6. Let msg be ? Get(O, "message"); undefined stands for "".
    Value message_value = TRY(get(iso, o, PropertyKey(iso.names.message)));
    String* message = message_value.is_undefined() ? iso.names.empty : TRY(to_string(iso, message_value));
    // 7-9.
    if (name->is_empty()) return message;
    if (message->is_empty()) return name;
    StringBuilder out(iso);
    out.append(name);
    out.append(": ");
    out.append(message);
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-error.iserror
Completion<Value> error_is_error(Isolate&, Arguments args) {
    return Value::boolean(cell_as<ErrorObject>(args[0]) != nullptr);
}

// V8's stack trace API (v8.dev/docs/stack-trace-api).
Completion<Value> error_capture_stack_trace(Isolate& iso, Arguments args) {
    if (!is_object(args[0]) || as_object(args[0])->is_proxy()) return iso.throw_type_error("invalid_argument");
    Object* o = as_object(args[0]);
    if (!TRY(is_extensible(iso, o))) {
        return iso.throw_type_error("Cannot define property stack, object is not extensible");
    }
    PropertyDescriptor present;
    if (TRY(get_own_property(iso, o, PropertyKey(iso.names.stack), &present)) && !present.configurable()) {
        return iso.throw_type_error("Cannot redefine property: stack");
    }
    capture_stack_trace(iso, o, is_callable(args[1]) ? as_object(args[1]) : args.callee());
    return Value::undefined();
}

#define ERROR_PROTOTYPE_ROWS(name_text)                                                            \
    {.name = "name", .kind = BuiltinKind::kString, .text = name_text}, {                           \
        .name = "message", .kind = BuiltinKind::kString, .text = ""                                \
    }

constexpr BuiltinSpec kErrorPrototypeRows[] = {ERROR_PROTOTYPE_ROWS("Error"), method("toString", 0, error_to_string)};
constexpr BuiltinSpec kErrorRows[] = {
    method("captureStackTrace", 2, error_capture_stack_trace),
    method("isError", 1, error_is_error),
    {.name = "stackTraceLimit", .kind = BuiltinKind::kNumber, .attributes = kAllAttributes, .number = 10},
};
constexpr BuiltinSpec kTypeErrorRows[] = {ERROR_PROTOTYPE_ROWS("TypeError")};
constexpr BuiltinSpec kRangeErrorRows[] = {ERROR_PROTOTYPE_ROWS("RangeError")};
constexpr BuiltinSpec kSyntaxErrorRows[] = {ERROR_PROTOTYPE_ROWS("SyntaxError")};
constexpr BuiltinSpec kReferenceErrorRows[] = {ERROR_PROTOTYPE_ROWS("ReferenceError")};
constexpr BuiltinSpec kURIErrorRows[] = {ERROR_PROTOTYPE_ROWS("URIError")};
constexpr BuiltinSpec kEvalErrorRows[] = {ERROR_PROTOTYPE_ROWS("EvalError")};
constexpr BuiltinSpec kAggregateErrorRows[] = {ERROR_PROTOTYPE_ROWS("AggregateError")};
constexpr BuiltinSpec kSuppressedErrorRows[] = {ERROR_PROTOTYPE_ROWS("SuppressedError")};

}  // namespace

Object* new_suppressed_error(Isolate& iso, Value error, Value suppressed) {
    Object* prototype = iso.realm()->object(iso, RealmObject::kSuppressedErrorPrototype);
    ErrorObject* e = create_error(iso, Shape::root(iso, prototype, 0),
                                  new_string(iso, "An error was suppressed during disposal"));
    add_suppressed(iso, e, error, suppressed);
    return e;
}

const ClassSpec kErrorClass = {
    .name = "Error",
    .constructor = error_constructor<RealmObject::kErrorPrototype>,
    .length = 1,
    .constructor_id = RealmObject::kError,
    .prototype_id = RealmObject::kErrorPrototype,
    .prototype = kErrorPrototypeRows,
    .statics = kErrorRows,
};

#define NATIVE_ERROR(Name, fn, argument_count)                                                     \
    const ClassSpec k##Name##Class = {                                                             \
        .name = #Name,                                                                             \
        .constructor = fn,                                                                         \
        .length = argument_count,                                                                  \
        .constructor_id = RealmObject::k##Name,                                                    \
        .prototype_id = RealmObject::k##Name##Prototype,                                           \
        .parent = RealmObject::kError,                                                             \
        .prototype_parent = RealmObject::kErrorPrototype,                                          \
        .prototype = k##Name##Rows,                                                                \
    };
NATIVE_ERROR(TypeError, error_constructor<RealmObject::kTypeErrorPrototype>, 1)
NATIVE_ERROR(RangeError, error_constructor<RealmObject::kRangeErrorPrototype>, 1)
NATIVE_ERROR(SyntaxError, error_constructor<RealmObject::kSyntaxErrorPrototype>, 1)
NATIVE_ERROR(ReferenceError, error_constructor<RealmObject::kReferenceErrorPrototype>, 1)
NATIVE_ERROR(URIError, error_constructor<RealmObject::kURIErrorPrototype>, 1)
NATIVE_ERROR(EvalError, error_constructor<RealmObject::kEvalErrorPrototype>, 1)
NATIVE_ERROR(AggregateError, aggregate_error_constructor, 2)
NATIVE_ERROR(SuppressedError, suppressed_error_constructor, 3)
#undef NATIVE_ERROR

}  // namespace jsx
