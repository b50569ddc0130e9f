// Module namespace exotic objects (tc39.es/ecma262/#sec-module-namespace-exotic-objects).
//
// The exports are sorted by name; each is an ImportRef to the binding's environment slot (a re-exported namespace is
// a slot too). Symbol-keyed properties (@@toStringTag) are ordinary slots.
#pragma once

#include "runtime/object/function.h"

namespace jsx {

class ModuleNamespace final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kModuleNamespace;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Object::fields().with(&ModuleNamespace::names_, &ModuleNamespace::bindings_,
                                     &ModuleNamespace::index_, &ModuleNamespace::module_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    /// kClassBits: an `import defer` namespace: touching a string key evaluates the module first.
    static constexpr uint8_t kDeferred = 16;
    using EvaluateHook = Completion<void> (*)(Isolate& iso, ModuleNamespace* ns);

    /// `names`: atoms or index strings in code-unit order; `bindings`: an ImportRef for each.
    static ModuleNamespace* create(Isolate& iso, Value module, CellArray* names, CellArray* bindings,
                                   EvaluateHook deferred = nullptr);
    CellArray* names() const { return names_; }
    CellArray* bindings() const { return bindings_; }
    Value module() const { return module_; }
    bool is_deferred() const { return flags_ & kDeferred; }
    EvaluateHook evaluate_hook() const { return hook_; }
    /// IsSymbolLikeNamespaceKey: never an export.
    bool is_symbol_like(Isolate& iso, PropertyKey key) const;
    /// Position of the export `key`, or -1.
    int32_t find(PropertyKey key) const { return index_ ? index_->find(key, index_->count()) : -1; }
    /// The binding's value; throws ReferenceError while it is uninitialised.
    Completion<Value> value_at(Isolate& iso, uint32_t i);

private:
    friend class gc::Heap;
    ModuleNamespace(Isolate& iso, Shape* shape) : Object(iso, kKind, shape, kExotic) {}
    gc::Member<CellArray> names_, bindings_;
    gc::Member<PropertyTable> index_;  // name -> position (as its slot)
    gc::Slot module_;
    EvaluateHook hook_ = nullptr;
};

}  // namespace jsx
