// Making classes from their tables.
#include "runtime/object/builtin_spec.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "runtime/object/hooks.h"
#include "runtime/object/isolate.h"

namespace jsx {

namespace {

/// A row's key, and what its functions are called.
struct RowName {
    PropertyKey key;
    String* text;  // "x" or "[Symbol.x]"
};

}  // namespace

static RowName row_name(Isolate& iso, const char* name) {
    if (std::strncmp(name, "@@", 2) == 0) {
        std::string_view wanted(name + 2);
#define SYMBOL(id, description)                                                                    \
    if (wanted == std::string_view(description).substr(std::strlen("Symbol."))) {                  \
        return {PropertyKey(iso.symbols.id), new_string(iso, "[" description "]")};                \
    }
#include "runtime/object/symbols.def"
        JSX_UNREACHABLE();
    }
    String* text = atomize(iso, std::string_view(name));
    return {PropertyKey::from_string(iso, text), text};
}

static NativeFunction* make_native(Isolate& iso, Realm* realm, NativeFn fn, String* name, uint32_t length,
                                   uint8_t flags = 0) {
    Shape* shape = realm->shape(iso, RealmShape::kNativeFunction);
    return iso.heap.make<NativeFunction>(iso, shape, realm->native_code(), fn, name, length,
                                         uint8_t(flags | Object::kCallable));
}

static String* prefixed(Isolate& iso, const char* prefix, String* name) {
    return MUST(concat(iso, new_string(iso, std::string_view(prefix)), name));
}

static void add_accessor(Isolate& iso, Object* target, const RowName& name, Value getter, Value setter, uint8_t attributes) {
    auto* accessor = iso.heap.make<Accessor>(getter, setter);
    target->put_named(iso, name.key, Value(accessor), uint8_t((attributes & ~kWritable) | kAccessor));
}

/// Where a row's value goes; indices are possible, though no table has them.
static void add_value(Isolate& iso, Object* target, PropertyKey key, Value v, uint8_t attributes) {
    if (key.is_index()) {
        (void)MUST(define_element(iso, target, key.as_index(), v, attributes));
    } else {
        target->put_named(iso, key, v, attributes);
    }
}

static void add_row(Isolate& iso, Realm* realm, Object* target, const BuiltinSpec& row, const char* js_source) {
    RowName name = row_name(iso, row.name);
    Object* function = nullptr;
    switch (row.kind) {
    case BuiltinKind::kMethod: {
        String* text = row.text ? atomize(iso, std::string_view(row.text)) : name.text;
        function = make_native(iso, realm, row.fn, text, row.length);
        break;
    }
    case BuiltinKind::kJsMethod: 
        function = js_builtin(iso, realm, js_source, row.text ? row.text : row.name, name.text, row.length);
        break;
    case BuiltinKind::kGetter: {
        Value setter = Value::undefined();
        if (row.fn2) setter = Value(make_native(iso, realm, row.fn2, prefixed(iso, "set ", name.text), 1));
        Value getter(make_native(iso, realm, row.fn, prefixed(iso, "get ", name.text), 0));
        add_accessor(iso, target, name, getter, setter, row.attributes);
        return;
    }
    case BuiltinKind::kJsGetter: {
        const char* function_name = row.text ? row.text : row.name;
        Value getter(js_builtin(iso, realm, js_source, function_name, prefixed(iso, "get ", name.text), 0));
        add_accessor(iso, target, name, getter, Value::undefined(), row.attributes);
        return;
    }
    case BuiltinKind::kNumber: add_value(iso, target, name.key, Value::number(row.number), row.attributes); return;
    case BuiltinKind::kString:
        add_value(iso, target, name.key, Value(atomize(iso, std::string_view(row.text))), row.attributes);
        return;
    case BuiltinKind::kObject:
        add_value(iso, target, name.key, Value(realm->object(iso, row.object)), row.attributes);
        return;
    case BuiltinKind::kAlias: {
        Value v = target->get_named(iso, row_name(iso, row.text).key);
        JSX_CHECK(!v.is_empty());
        add_value(iso, target, name.key, v, row.attributes);
        return;
    }
    }
    add_value(iso, target, name.key, Value(function), row.attributes);
    if (row.object != RealmObject::kCount) realm->set_object(row.object, function);
}

void add_builtins(Isolate& iso, Realm* realm, Object* target, std::span<const BuiltinSpec> rows, const char* js_source) {
    for (const BuiltinSpec& row : rows) add_row(iso, realm, target, row, js_source);
}

/// The prototype, or the namespace object: inline slots for all its rows, as far as they go.
static Object* make_prototype(Isolate& iso, Realm* realm, const ClassSpec& spec, Object* parent) {
    if (spec.make_prototype) return spec.make_prototype(iso, realm);
    uint32_t slots = uint32_t(spec.prototype.size()) + (spec.constructor ? 1 : 0);
    return Object::create(iso, Shape::root(iso, parent, std::min(slots, Object::kMaxInlineCapacity)));
}

void make_class(Isolate& iso, Realm* realm, const ClassSpec& spec) {
    // Parents first. Making them may come back here: then all is done.
    bool has_prototype = spec.prototype_id != RealmObject::kCount;
    Object* prototype_parent = spec.prototype_parent == RealmObject::kCount || !has_prototype
                                   ? nullptr
                                   : realm->object(iso, spec.prototype_parent);
    bool has_constructor_id = spec.constructor_id != RealmObject::kCount;
    Object* prototype = has_prototype ? realm->object_if_made(spec.prototype_id) : nullptr;
    if (prototype && (!spec.constructor || (has_constructor_id && realm->object_if_made(spec.constructor_id)))) return;
    if (has_prototype && !prototype) {
        prototype = make_prototype(iso, realm, spec, prototype_parent);
        realm->set_object(spec.prototype_id, prototype);
    }
    // The prototype is recorded before any function is made: theirs may be this class's.
    Object* constructor = nullptr;
    if (spec.constructor) {
        Object* parent = realm->object(iso, spec.parent == RealmObject::kCount ? RealmObject::kFunctionPrototype : spec.parent);
        if (has_constructor_id && realm->object_if_made(spec.constructor_id)) return;
        String* name = atomize(iso, std::string_view(spec.name));
        constructor = make_native(iso, realm, spec.constructor, name, spec.length, Object::kConstructor);
        constructor->set_prototype_nocheck(iso, parent);
        if (has_constructor_id) realm->set_object(spec.constructor_id, constructor);
        if (prototype) {
            constructor->add_named(iso, PropertyKey(iso.names.prototype), Value(prototype), kNoAttributes);
            prototype->put_named(iso, PropertyKey(iso.names.constructor), Value(constructor), kWritable | kConfigurable);
        }
    }
    if (prototype) add_builtins(iso, realm, prototype, spec.prototype, spec.js_source);
    if (constructor) add_builtins(iso, realm, constructor, spec.statics, spec.js_source);
    if (spec.finish) spec.finish(iso, realm, constructor, prototype);
}

}  // namespace jsx
