#include "runtime/builtins/shadow_realm.h"

#include "interpreter/frame.h"
#include "interpreter/module.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/object/error.h"
#include "runtime/object/promise.h"

namespace jsx {

namespace {

Completion<Value> get_wrapped_value(Isolate& iso, Realm* caller_realm, Value v);

/// The realm in which the errors of this scope are made.
class RealmScope {
public:
    RealmScope(Isolate& iso, Realm* realm) : iso_(iso), outer_(iso.enter_realm(realm)) {}
    ~RealmScope() { iso_.enter_realm(outer_); }
    RealmScope(const RealmScope&) = delete;

private:
    Isolate& iso_;
    Realm* outer_;
};

/// CreateTypeErrorCopy: the pending exception gives way to a TypeError of the realm; nothing of it gets through but text.
Thrown throw_type_error_copy(Isolate& iso, Realm* realm, const char* what) {
    if (interp::is_terminating(iso)) return iso.rethrow();
    Value original = iso.take_pending();
    RealmScope scope(iso, realm);
    return iso.throw_type_error("%s threw (%V)", what, &original);
}

// https://tc39.es/proposal-shadowrealm/#sec-ordinary-wrapped-function-call
Completion<Value> call_wrapped(Isolate& iso, Value* fp) {
    Arguments args(fp);
    auto* function = static_cast<WrappedFunction*>(args.callee());
    Value target(function->target());
    Realm* caller_realm = function->code()->realm();
    Realm* target_realm = TRY(get_function_realm(iso, function->target()));
    CellArray* wrapped = CellArray::create(iso, args.count());
    for (uint32_t i = 0; i < args.count(); i++) wrapped->set(i, TRY(get_wrapped_value(iso, target_realm, args[i])));
    Value wrapped_this = TRY(get_wrapped_value(iso, target_realm, args.this_value()));
    Completion<Value> result = call(iso, target, wrapped_this, std::span<const Value>(wrapped->values(), args.count()));
    if (result.threw()) return throw_type_error_copy(iso, caller_realm, "WrappedFunction");
    return get_wrapped_value(iso, caller_realm, result.take());
}

JSX_HANDLER uint64_t wrapped_entry(HANDLER_PARAMETERS) {
    iso->top_frame = fp;
    fp[kFramePc] = interp::tagged_pointer(nullptr);
    return call_wrapped(*iso, fp).raw().bits();
}

// https://tc39.es/proposal-shadowrealm/#sec-copynameandlength
Completion<void> copy_name_and_length(Isolate& iso, Object* function, Object* target) {
    double length = 0;
    if (TRY(has_own_property(iso, target, PropertyKey(iso.names.length)))) {
        Value target_length = TRY(get(iso, target, PropertyKey(iso.names.length)));
        if (target_length.is_number()) length = std::fmax(MUST(to_integer_or_infinity(iso, target_length)), 0);
    }
    function->add_named(iso, PropertyKey(iso.names.length), Value::number(length), kConfigurable);
    Value name = TRY(get(iso, target, PropertyKey(iso.names.name)));
    if (!is_string(name)) name = Value(iso.names.empty);
    function->add_named(iso, PropertyKey(iso.names.name), name, kConfigurable);
    return {};
}

// https://tc39.es/proposal-shadowrealm/#sec-wrappedfunctioncreate
Completion<Value> wrapped_function_create(Isolate& iso, Realm* caller_realm, Object* target) {
    Shape* shape = Shape::root(iso, caller_realm->object(iso, RealmObject::kFunctionPrototype), 0);
    FunctionCode* code = FunctionCode::create_trampoline(iso, caller_realm, wrapped_entry);
    auto* wrapped = iso.heap.make<WrappedFunction>(iso, shape, code, target);
    if (copy_name_and_length(iso, wrapped, target).threw()) {
        return throw_type_error_copy(iso, caller_realm, "WrappedFunctionCreate");
    }
    return wrapped;
}

// https://tc39.es/proposal-shadowrealm/#sec-getwrappedvalue
Completion<Value> get_wrapped_value(Isolate& iso, Realm* caller_realm, Value v) {
    if (!is_object(v)) return v;
    if (!is_callable(v)) {
        // The running function's realm is the one to see this.
        return iso.throw_type_error("%V is not a function", &v);
    }
    return wrapped_function_create(iso, caller_realm, as_object(v));
}

// https://tc39.es/proposal-shadowrealm/#sec-shadowrealm
Completion<Value> shadow_realm_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "ShadowRealm");
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kShadowRealmPrototype));
    return iso.heap.make<ShadowRealm>(iso, shape, Realm::create(iso));
}

// https://tc39.es/proposal-shadowrealm/#sec-shadowrealm.prototype.evaluate
Completion<Value> shadow_realm_evaluate(Isolate& iso, Arguments args) {
    ShadowRealm* shadow = TRY(this_as<ShadowRealm>(iso, args, "ShadowRealm.prototype.evaluate"));
    if (!is_string(args[0])) return iso.throw_type_error("Source text must be a string");
    Realm* caller_realm = callee_realm(args);
    // PerformShadowRealmEval
    Completion<Value> result = interp::indirect_eval(iso, shadow->realm(), args[0]);
    if (result.threw()) {
        // A text that does not parse is the caller's SyntaxError: no other error of that realm can come from inside.
        auto* error = cell_as<ErrorObject>(iso.pending);
        if (error && error->prototype(iso) == caller_realm->object_if_made(RealmObject::kSyntaxErrorPrototype)) {
            return result;
        }
        return throw_type_error_copy(iso, caller_realm, "ShadowRealm.prototype.evaluate");
    }
    return get_wrapped_value(iso, caller_realm, result.take());
}

/// The ExportGetter function: captures the export's name.
Completion<Value> get_export(Isolate& iso, Arguments args) {
    Object* module_namespace = as_object(args[0]);
    PropertyKey key = PropertyKey::from_string(iso, captured_as<String>(args));
    if (!TRY(has_own_property(iso, module_namespace, key))) {
        return iso.throw_type_error("The requested module does not provide an export named '%K'", &key);
    }
    Value v = TRY(get(iso, module_namespace, key));
    return get_wrapped_value(iso, callee_realm(args), v);
}

Completion<Value> import_failed(Isolate& iso, Arguments args) {
    (void)iso.throw_value(args[0]);
    return throw_type_error_copy(iso, callee_realm(args), "ShadowRealm.prototype.importValue");
}

/// The Module or Script of the nearest caller that has source text, which relative specifiers mean; or undefined.
Value calling_script(Arguments args) {
    for (Value* fp = args.frame(); fp; fp = interp::untag_frame(fp[kFrameCaller])) {
        auto* function = cell_as<Function>(fp[kFrameCallee]);
        if (!function || function->code()->function()->flags.native_builtin) continue;
        Script* script = function->code()->script();
        return script->host_defined().is_undefined() ? Value(script) : script->host_defined();
    }
    return Value::undefined();
}

// https://tc39.es/proposal-shadowrealm/#sec-shadowrealm.prototype.importvalue
Completion<Value> shadow_realm_import_value(Isolate& iso, Arguments args) {
    ShadowRealm* shadow = TRY(this_as<ShadowRealm>(iso, args, "ShadowRealm.prototype.importValue"));
    String* specifier = TRY(to_string(iso, args[0]));
    Value name = args[1];
    if (!is_string(name)) return iso.throw_type_error("%V is not a string", &name);
    // ShadowRealmImportValue
    Value inner;
    {
        Value referrer = calling_script(args);
        RealmScope scope(iso, shadow->realm());
        inner = TRY(dynamic_import(iso, referrer, Value(specifier), Value::undefined(),
                                   bytecode::ImportPhase::kEvaluation));
    }
    Value on_fulfilled(new_native_function(iso, get_export, iso.names.empty, 1, name));
    Value on_rejected(new_native_function(iso, import_failed, iso.names.empty, 1));
    Promise* promise = new_promise(iso);
    perform_promise_then(iso, static_cast<Promise*>(inner.as_cell()), on_fulfilled, on_rejected, Value(promise));
    return promise;
}

constexpr BuiltinSpec kShadowRealmRows[] = {
    method("evaluate", 1, shadow_realm_evaluate),
    method("importValue", 2, shadow_realm_import_value),
    to_string_tag("ShadowRealm"),
};

}  // namespace

const ClassSpec kShadowRealmClass = {
    .name = "ShadowRealm",
    .constructor = shadow_realm_constructor,
    .length = 0,
    .constructor_id = RealmObject::kShadowRealm,
    .prototype_id = RealmObject::kShadowRealmPrototype,
    .prototype = kShadowRealmRows,
};

}  // namespace jsx
