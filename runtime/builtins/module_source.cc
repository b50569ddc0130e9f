// %AbstractModuleSource% (tc39.es/proposal-source-phase-imports): what module sources of hosts inherit from.
#include "interpreter/module.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

// https://tc39.es/proposal-source-phase-imports/#sec-%abstractmodulesource%
Completion<Value> module_source_constructor(Isolate& iso, Arguments) {
    return iso.throw_type_error("Abstract class AbstractModuleSource not directly constructable");
}

// https://tc39.es/proposal-source-phase-imports/#sec-get-%abstractmodulesource%.prototype.@@tostringtag
Completion<Value> module_source_to_string_tag(Isolate&, Arguments args) {
    auto* source = cell_as<ModuleSource>(args.this_value());
    return source ? Value(source->class_name()) : Value::undefined();
}

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
