// %AbstractModuleSource% (tc39.es/proposal-source-phase-imports): what module sources of hosts inherit from. No host of this
// engine makes one yet.
#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

// https://tc39.es/proposal-source-phase-imports/#sec-%abstractmodulesource%
Completion<Value> module_source_constructor(Isolate& iso, Arguments) {
    return iso.throw_type_error("Abstract class AbstractModuleSource not directly constructable");
}

/// get %AbstractModuleSource%.prototype [ @@toStringTag ]: the class name of a module source, undefined for anything else.
Completion<Value> module_source_to_string_tag(Isolate&, Arguments) { return Value::undefined(); }

constexpr BuiltinSpec kModuleSourceRows[] = {getter("@@toStringTag", module_source_to_string_tag)};

}  // namespace

const ClassSpec kAbstractModuleSourceClass = {
    .name = "AbstractModuleSource",
    .constructor = module_source_constructor,
    .length = 0,
    .constructor_id = RealmObject::kAbstractModuleSource,
    .prototype_id = RealmObject::kAbstractModuleSourcePrototype,
    .prototype = kModuleSourceRows,
};

}  // namespace jsx
