// DisposableStack and AsyncDisposableStack objects (tc39.es/ecma262/#sec-disposablestack-objects).
#pragma once

#include "runtime/object/object.h"

namespace jsx {

class DisposableStack final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kDisposableStack;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Object::fields().with(&DisposableStack::resources_, &DisposableStack::promise_, &DisposableStack::error_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    DisposableStack(Isolate& iso, Shape* shape, bool is_async) : Object(iso, kKind, shape), is_async_(is_async) {}

    bool is_async() const { return is_async_; }
    bool is_disposed() const { return is_disposed_; }
    void set_disposed() { is_disposed_ = true; }

    /// How a resource's method is called.
    enum class Disposal : uint8_t {
        kMethod,    // on the value
        kSyncOnly,  // the same, an async stack: what it returns is not awaited
        kAdopted,   // with the value as its argument
        kDeferred,  // with nothing
        kNothing,   // null or undefined in an async stack: one await is due
    };
    struct Resource {
        Value value, method;
        Disposal disposal;
    };
    void push(Isolate& iso, const Resource& resource);
    bool is_empty() const { return count_ == 0; }
    Resource pop();
    /// Takes over all resources of another stack, which is left empty.
    void take_resources(DisposableStack* from);

    // While an async stack is being disposed (by a stack of its own, that programs do not see):
    gc::Slot promise_{Value::undefined()};  // the result
    gc::Slot error_{Value::empty()};        // what was thrown so far
    bool needs_await_ = false;
    bool has_awaited_ = false;

private:
    gc::Member<CellArray> resources_;  // three words each
    uint32_t count_ = 0;
    bool is_async_;
    bool is_disposed_ = false;
};

}  // namespace jsx
