// Boolean objects (tc39.es/ecma262/#sec-boolean-objects).
#include "runtime/builtins/builtins.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-boolean-constructor-boolean-value
static Completion<Value> boolean_constructor(Isolate& iso, Arguments args) {
    Value b = Value::boolean(to_boolean(args[0]));
    if (!args.is_construct()) return b;
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kBooleanPrototype));
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kPrimitiveWrapper, shape, b);
}

// https://tc39.es/ecma262/#sec-thisbooleanvalue
static Completion<bool> this_boolean_value(Isolate& iso, Arguments args, const char* method) {
    Value v = args.this_value();
    if (v.is_boolean()) return v.is_true();
    if (auto* wrapper = cell_as<PrimitiveWrapper>(v); wrapper && wrapper->value().is_boolean()) {
        return wrapper->value().is_true();
    }
    return iso.throw_type_error("%s requires that 'this' be a Boolean", method);
}
// https://tc39.es/ecma262/#sec-boolean.prototype.tostring
static Completion<Value> boolean_to_string(Isolate& iso, Arguments args) {
    return TRY(this_boolean_value(iso, args, "Boolean.prototype.toString")) ? iso.names.true_ : iso.names.false_;
}
// https://tc39.es/ecma262/#sec-boolean.prototype.valueof
static Completion<Value> boolean_value_of(Isolate& iso, Arguments args) {
    return Value::boolean(TRY(this_boolean_value(iso, args, "Boolean.prototype.valueOf")));
}

static constexpr BuiltinSpec kBooleanRows[] = {
    method("toString", 0, boolean_to_string),
    method("valueOf", 0, boolean_value_of),
};

static Object* make_boolean_prototype(Isolate& iso, Realm* realm) {
    Shape* shape = Shape::root(iso, realm->object(iso, RealmObject::kObjectPrototype), 0);
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kPrimitiveWrapper, shape, Value::boolean(false));
}

const ClassSpec kBooleanClass = {
    .name = "Boolean",
    .constructor = boolean_constructor,
    .length = 1,
    .constructor_id = RealmObject::kBoolean,
    .prototype_id = RealmObject::kBooleanPrototype,
    .prototype = kBooleanRows,
    .make_prototype = make_boolean_prototype,
};

}  // namespace jsx
