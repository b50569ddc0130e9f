// Module namespace exotic objects (tc39.es/ecma262/#sec-module-namespace-exotic-objects).
#include "runtime/object/module_namespace.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/exotic.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-modulenamespacecreate
ModuleNamespace* ModuleNamespace::create(Isolate& iso, Value module, CellArray* names, CellArray* bindings,
                                         EvaluateHook deferred) {
    Shape* shape = Shape::root(iso, nullptr, 0);
    auto* ns = new (iso.heap.allocate(sizeof(ModuleNamespace), kKind)) ModuleNamespace(iso, shape);
    ns->names_.set(ns, names);
    ns->bindings_.set(ns, bindings);
    ns->module_.set(ns, module);
    ns->hook_ = deferred;
    if (deferred) ns->flags_ |= kDeferred;
    PropertyTable* index = PropertyTable::create(iso, names->length());
    for (uint32_t i = 0; i < names->length(); i++) {
        index->append(PropertyKey::from_string(iso, as_string(names->get(i))), {i, kWritable | kEnumerable});
    }
    ns->index_.set(ns, index);
    Value tag = deferred ? Value(new_string(iso, "Deferred Module")) : Value(iso.names.Module);
    ns->add_named(iso, PropertyKey(iso.symbols.to_string_tag), tag, kNoAttributes);
    ns->set_shape(ns->shape(iso)->without_extensions(iso));
    return ns;
}

Completion<Value> ModuleNamespace::value_at(Isolate& iso, uint32_t i) {
    auto* ref = static_cast<ImportRef*>(bindings_->get(i).as_cell());
    Value v = ref->environment()->get(ref->slot());
    if (v.is_empty()) {
        return iso.throw_reference_error("Cannot access '%S' before initialization", as_string(names_->get(i)));
    }
    return v;
}

// https://tc39.es/proposal-defer-import-eval/#sec-IsSymbolLikeNamespaceKey
bool ModuleNamespace::is_symbol_like(Isolate& iso, PropertyKey key) const {
    return key.is_symbol() || (is_deferred() && key == PropertyKey(iso.names.then));
}

Completion<void> namespace_evaluate(Isolate& iso, ModuleNamespace* ns) {
    if (!ns->is_deferred()) return {};
    return ns->evaluate_hook()(iso, ns);
}

// https://tc39.es/ecma262/#sec-module-namespace-exotic-objects-getownproperty-p
Completion<bool> namespace_get_own_property(Isolate& iso, ModuleNamespace* ns, PropertyKey key, PropertyDescriptor* out) {
    if (ns->is_symbol_like(iso, key)) return false;
    (void)TRY(namespace_evaluate(iso, ns));
    int32_t i = ns->find(key);
    if (i < 0) return false;
    *out = PropertyDescriptor::data(TRY(ns->value_at(iso, uint32_t(i))), kWritable | kEnumerable);
    return true;
}

// https://tc39.es/ecma262/#sec-module-namespace-exotic-objects-defineownproperty-p-desc
Completion<bool> namespace_define_own_property(Isolate& iso, ModuleNamespace* ns, PropertyKey key,
                                               const PropertyDescriptor& desc) {
    PropertyDescriptor current;
    if (!TRY(namespace_get_own_property(iso, ns, key, &current))) return false;
    if (desc.has(kConfigurable) && desc.configurable()) return false;
    if (desc.has(kEnumerable) && !desc.enumerable()) return false;
    if (desc.is_accessor()) return false;
    if (desc.has(kWritable) && !desc.writable()) return false;
    return desc.value.is_empty() || same_value(iso, desc.value, current.value);
}

// https://tc39.es/ecma262/#sec-module-namespace-exotic-objects-hasproperty-p
Completion<bool> namespace_has(Isolate& iso, ModuleNamespace* ns, PropertyKey key) {
    if (ns->is_symbol_like(iso, key)) return false;
    (void)TRY(namespace_evaluate(iso, ns));
    return ns->find(key) >= 0;
}

// https://tc39.es/ecma262/#sec-module-namespace-exotic-objects-get-p-receiver
Completion<Value> namespace_get(Isolate& iso, ModuleNamespace* ns, PropertyKey key) {
    if (ns->is_symbol_like(iso, key)) return Value::undefined();
    (void)TRY(namespace_evaluate(iso, ns));
    int32_t i = ns->find(key);
    if (i < 0) return Value::undefined();
    return ns->value_at(iso, uint32_t(i));
}

}  // namespace jsx
