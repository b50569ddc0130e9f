// [doc:builtin-tables] How built-ins are declared: one constexpr table per class, read when a realm first touches it.
//
//     constexpr BuiltinSpec kArrayPrototype[] = {
//         method("at", 1, array_at), js_method("map", 1), getter("x", get_x), value(...), ... };
//     const ClassSpec kArrayClass = { .name = "Array", .constructor = array_constructor, ... };
//
// Rows keep the specification's property order. JavaScript-written methods name a function of the class's .js
// source (embedded in the binary, compiled on first call).
#pragma once

#include "runtime/object/function.h"
#include "runtime/object/realm.h"

namespace jsx {

enum class BuiltinKind : uint8_t {
    kMethod,     // native function
    kJsMethod,   // function of the class's JavaScript source
    kGetter,     // accessor: fn = getter, fn2 = setter or null
    kJsGetter,
    kNumber,     // constant: number, not writable/enumerable/configurable unless attributes say so
    kString,     // constant string (toStringTag): configurable only
    kObject,     // a RealmObject of the same realm, by id
    kAlias,      // the same function object as the earlier row named `text`
};

struct BuiltinSpec {
    const char* name;              // property name; "@@iterator" names a well-known symbol
    BuiltinKind kind = BuiltinKind::kMethod;
    uint8_t length = 0;
    uint8_t attributes = kWritable | kConfigurable;
    NativeFn fn = nullptr;
    NativeFn fn2 = nullptr;
    const char* text = nullptr;    // kString: the text; kAlias: other row; kJsMethod: function's name in the source
                                   // (default: name); kMethod: the function's `name` if not the property's
    double number = 0;
    RealmObject object = RealmObject::kCount;  // kObject; kMethod: recorded under this id too
};

constexpr BuiltinSpec method(const char* name, uint8_t length, NativeFn fn, RealmObject record = RealmObject::kCount) {
    return {.name = name, .length = length, .fn = fn, .object = record};
}
constexpr BuiltinSpec method_with(const char* name, uint8_t length, NativeFn fn, uint8_t attributes) {
    return {.name = name, .length = length, .attributes = attributes, .fn = fn};
}
/// A method whose function is written in JavaScript: `function_name` in the class's source (default: name).
constexpr BuiltinSpec js_method(const char* name, uint8_t length, const char* function_name = nullptr,
                                RealmObject record = RealmObject::kCount) {
    return {.name = name, .kind = BuiltinKind::kJsMethod, .length = length, .text = function_name, .object = record};
}
constexpr BuiltinSpec getter(const char* name, NativeFn get, NativeFn set = nullptr) {
    return {.name = name, .kind = BuiltinKind::kGetter, .attributes = kConfigurable, .fn = get, .fn2 = set};
}
constexpr BuiltinSpec number_constant(const char* name, double number) {
    return {.name = name, .kind = BuiltinKind::kNumber, .attributes = 0, .number = number};
}
constexpr BuiltinSpec to_string_tag(const char* text) {
    return {.name = "@@toStringTag", .kind = BuiltinKind::kString, .attributes = kConfigurable, .text = text};
}
constexpr BuiltinSpec alias(const char* name, const char* of, uint8_t attributes = kWritable | kConfigurable) {
    return {.name = name, .kind = BuiltinKind::kAlias, .attributes = attributes, .text = of};
}
constexpr BuiltinSpec realm_object(const char* name, RealmObject object, uint8_t attributes = kWritable | kConfigurable) {
    return {.name = name, .kind = BuiltinKind::kObject, .attributes = attributes, .object = object};
}

/// A constructor with its prototype object; or a prototype or namespace object alone (constructor null).
struct ClassSpec {
    const char* name = nullptr;
    NativeFn constructor = nullptr;   // null: none
    uint8_t length = 0;
    RealmObject constructor_id = RealmObject::kCount;
    RealmObject prototype_id = RealmObject::kCount;   // or the namespace object's id
    RealmObject parent = RealmObject::kCount;         // constructor's [[Prototype]]: default %Function.prototype%
    RealmObject prototype_parent = RealmObject::kObjectPrototype;  // kCount: null
    std::span<const BuiltinSpec> prototype = {};      // or the namespace object's rows
    std::span<const BuiltinSpec> statics = {};
    const char* js_source = nullptr;                  // embedded file name, e.g. "array.js"
    /// Makes the prototype object itself where it is not a plain object (Array.prototype, Function.prototype).
    Object* (*make_prototype)(Isolate& iso, Realm* realm) = nullptr;
    /// Last touches, after both objects exist.
    void (*finish)(Isolate& iso, Realm* realm, Object* constructor, Object* prototype) = nullptr;
};

/// Instantiates a class table in a realm; records both objects.
void make_class(Isolate& iso, Realm* realm, const ClassSpec& spec);
/// Adds rows to an object.
void add_builtins(Isolate& iso, Realm* realm, Object* target, std::span<const BuiltinSpec> rows, const char* js_source = nullptr);

}  // namespace jsx
