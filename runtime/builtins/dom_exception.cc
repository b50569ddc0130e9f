// An instance is an error whose name and message are properties under private symbols; the getters on the prototype
// read them, and derive the legacy code from the name.
#include "runtime/builtins/dom_exception.h"

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/object/hooks.h"

namespace jsx {

namespace {

// https://webidl.spec.whatwg.org/#idl-DOMException-error-names : a code is the place in this list. Names that never had one of their
// own are null.
struct LegacyCode {
    const char* constant;
    const char* name;
};
constexpr LegacyCode kCodes[] = {
    {"INDEX_SIZE_ERR", "IndexSizeError"},
    {"DOMSTRING_SIZE_ERR", nullptr},
    {"HIERARCHY_REQUEST_ERR", "HierarchyRequestError"},
    {"WRONG_DOCUMENT_ERR", "WrongDocumentError"},
    {"INVALID_CHARACTER_ERR", "InvalidCharacterError"},
    {"NO_DATA_ALLOWED_ERR", nullptr},
    {"NO_MODIFICATION_ALLOWED_ERR", "NoModificationAllowedError"},
    {"NOT_FOUND_ERR", "NotFoundError"},
    {"NOT_SUPPORTED_ERR", "NotSupportedError"},
    {"INUSE_ATTRIBUTE_ERR", "InUseAttributeError"},
    {"INVALID_STATE_ERR", "InvalidStateError"},
    {"SYNTAX_ERR", "SyntaxError"},
    {"INVALID_MODIFICATION_ERR", "InvalidModificationError"},
    {"NAMESPACE_ERR", "NamespaceError"},
    {"INVALID_ACCESS_ERR", "InvalidAccessError"},
    {"VALIDATION_ERR", nullptr},
    {"TYPE_MISMATCH_ERR", "TypeMismatchError"},
    {"SECURITY_ERR", "SecurityError"},
    {"NETWORK_ERR", "NetworkError"},
    {"ABORT_ERR", "AbortError"},
    {"URL_MISMATCH_ERR", "URLMismatchError"},
    {"QUOTA_EXCEEDED_ERR", "QuotaExceededError"},
    {"TIMEOUT_ERR", "TimeoutError"},
    {"INVALID_NODE_TYPE_ERR", "InvalidNodeTypeError"},
    {"DATA_CLONE_ERR", "DataCloneError"},
};

Symbol* private_symbol(Isolate& iso, gc::Root<Symbol>& root, const char* description) {
    if (!root.get()) root.set(new_symbol(iso, new_string(iso, std::string_view(description)), Symbol::kPrivate));
    return root.get();
}
PropertyKey name_key(Isolate& iso) {
    return PropertyKey(private_symbol(iso, BuiltinState::of(iso).dom_exception_name, "name"));
}
PropertyKey message_key(Isolate& iso) {
    return PropertyKey(private_symbol(iso, BuiltinState::of(iso).dom_exception_message, "message"));
}

ErrorObject* create(Isolate& iso, Shape* shape, String* name, String* message, Object* skip_until) {
    auto* error = iso.heap.make<ErrorObject>(iso, shape);
    error->put_named(iso, name_key(iso), Value(name), kNoAttributes);
    error->put_named(iso, message_key(iso), Value(message), kNoAttributes);
    // The trace begins with name and message, which the getters give from now on.
    capture_stack_trace(iso, error, skip_until);
    return error;
}

Shape* root_shape(Isolate& iso) {
    return Shape::root(iso, iso.realm()->object(iso, RealmObject::kDOMExceptionPrototype), 0);
}

// https://webidl.spec.whatwg.org/#dom-domexception-domexception ; the second argument may be { name, cause } as in Node.
Completion<Value> dom_exception_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return iso.throw_type_error("Class constructor DOMException cannot be invoked without 'new'");
    String* message = args[0].is_undefined() ? iso.names.empty : TRY(to_string(iso, args[0]));
    Value name = args[1];
    Object* options = is_object(name) ? as_object(name) : nullptr;
    if (options) name = TRY(get(iso, options, PropertyKey(iso.names.name)));
    String* name_text = name.is_undefined() ? iso.names.Error : TRY(to_string(iso, name));
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kDOMExceptionPrototype));
    ErrorObject* error = create(iso, shape, name_text, message, as_object(args.new_target()));
    if (options) (void)TRY(install_error_cause(iso, error, Value(options)));
    return error;
}

/// The value under a private symbol of `this`.
Completion<Value> hidden(Isolate& iso, Arguments args, PropertyKey key, const char* method) {
    Value v = is_object(args.this_value()) ? as_object(args.this_value())->get_named(iso, key) : Value::empty();
    if (v.is_empty()) return throw_incompatible_receiver(iso, method, args.this_value());
    return v;
}

// https://webidl.spec.whatwg.org/#dom-domexception-name
Completion<Value> get_name(Isolate& iso, Arguments args) { return hidden(iso, args, name_key(iso), "get DOMException.prototype.name"); }
// https://webidl.spec.whatwg.org/#dom-domexception-message
Completion<Value> get_message(Isolate& iso, Arguments args) {
    return hidden(iso, args, message_key(iso), "get DOMException.prototype.message");
}
// https://webidl.spec.whatwg.org/#dom-domexception-code
Completion<Value> get_code(Isolate& iso, Arguments args) {
    Utf8Text name(iso, as_string(TRY(hidden(iso, args, name_key(iso), "get DOMException.prototype.code"))));
    int32_t code = 0;
    for (const LegacyCode& row : kCodes) {
        code++;
        if (row.name && name.view() == row.name) return Value::int32(code);
    }
    return Value::int32(0);
}

constexpr BuiltinSpec enumerable(BuiltinSpec row) {
    row.attributes |= kEnumerable;
    return row;
}
constexpr BuiltinSpec kRows[] = {
    enumerable(getter("name", get_name)),
    enumerable(getter("message", get_message)),
    enumerable(getter("code", get_code)),
    to_string_tag("DOMException"),
};

void add_codes(Isolate& iso, Realm*, Object* constructor, Object* prototype) {
    int32_t code = 0;
    for (const LegacyCode& row : kCodes) {
        PropertyKey key(atomize(iso, row.constant));
        Value value = Value::int32(++code);
        constructor->put_named(iso, key, value, kEnumerable);
        prototype->put_named(iso, key, value, kEnumerable);
    }
}

}  // namespace

Thrown throw_dom_exception(Isolate& iso, const char* name, String* message) {
    return iso.throw_value(Value(create(iso, root_shape(iso), new_string(iso, std::string_view(name)), message, nullptr)));
}
Thrown throw_dom_exception(Isolate& iso, const char* name, const char* message) {
    return throw_dom_exception(iso, name, new_string(iso, std::string_view(message)));
}

bool is_dom_exception(Isolate& iso, ErrorObject* error) { return !error->get_named(iso, name_key(iso)).is_empty(); }

ErrorObject* copy_dom_exception(Isolate& iso, ErrorObject* error) {
    String* name = as_string(error->get_named(iso, name_key(iso)));
    String* message = as_string(error->get_named(iso, message_key(iso)));
    return create(iso, root_shape(iso), name, message, nullptr);
}

const ClassSpec kDOMExceptionClass = {
    .name = "DOMException",
    .constructor = dom_exception_constructor,
    .length = 0,
    .constructor_id = RealmObject::kDOMException,
    .prototype_id = RealmObject::kDOMExceptionPrototype,
    .prototype_parent = RealmObject::kErrorPrototype,
    .prototype = kRows,
    .finish = add_codes,
};

}  // namespace jsx
