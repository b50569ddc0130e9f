// Error objects (tc39.es/ecma262/#sec-error-objects).
//
// The own properties of a new error come in V8's order: stack (an accessor, see capture_stack_trace in hooks.h),
// message, cause. What `stack` answers from lies in stack_: a trace until it is first read, then the text.
#pragma once

#include "runtime/object/isolate.h"
#include "runtime/object/object.h"

namespace jsx {

class ErrorObject final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kError;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&ErrorObject::stack_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    ErrorObject(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}

    /// Undefined until a trace is captured. A StackTrace cell, or the value that `stack` has.
    Value stack() const { return stack_; }
    void set_stack(Value v) { stack_.set(this, v); }

private:
    gc::Slot stack_{Value::undefined()};
};

/// An error of this shape with the stack captured, then `message` unless that is null. Frames up to and including
/// the topmost call of `skip_until` are left out.
ErrorObject* create_error(Isolate& iso, Shape* shape, String* message, Object* skip_until = nullptr);

/// https://tc39.es/ecma262/#sec-installerrorcause
Completion<void> install_error_cause(Isolate& iso, Object* error, Value options);

}  // namespace jsx
