// ShadowRealm and the functions that cross its boundary (tc39.es/proposal-shadowrealm).
#pragma once

#include "runtime/object/function.h"
#include "runtime/object/realm.h"

namespace jsx {

class ShadowRealm final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kShadowRealm;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&ShadowRealm::realm_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    ShadowRealm(Isolate& iso, Shape* shape, Realm* realm) : Object(iso, kKind, shape), realm_(realm) {}
    Realm* realm() const { return realm_; }

private:
    gc::Member<Realm> realm_;
};

/// tc39.es/proposal-shadowrealm/#sec-wrapped-function-exotic-objects; its realm is that of its code.
class WrappedFunction final : public Callable {
public:
    static constexpr auto kKind = gc::CellKind::kWrappedFunction;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Callable::fields().with(&WrappedFunction::target_); }
    WrappedFunction(Isolate& iso, Shape* shape, FunctionCode* code, Object* target)
        : Callable(iso, kKind, shape, kCallable, code), target_(target) {}
    Object* target() const { return target_; }

private:
    gc::Member<Object> target_;
};

}  // namespace jsx
