// [doc:promises] Promises: state, reactions, and the operations of tc39.es/ecma262/#sec-promise-objects that the engine
// itself needs. The constructor and its methods stand in runtime/builtins on these.
//
//   Promise --reactions_--> PromiseReaction -> PromiseReaction ... (newest first, while pending)
//
// A reaction is either a pair of handlers with the capability of the promise that `then` returned, or a native
// continuation: await resumes its frame by one, with no closures and no derived promise.
#pragma once

#include <span>

#include "runtime/object/function.h"
#include "runtime/object/realm.h"

namespace jsx {

enum class PromiseState : uint8_t { kPending, kFulfilled, kRejected };

/// What goes on natively when a promise settles: runs as a job. May run JavaScript; a throw goes to the host.
using PromiseContinuation = Completion<void> (*)(Isolate& iso, Object* target, PromiseState state, Value result);

class PromiseReaction final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kPromiseReaction;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return gc::fields(&PromiseReaction::next_, &PromiseReaction::on_fulfilled_, &PromiseReaction::on_rejected_,
                          &PromiseReaction::target_);
    }
    PromiseReaction(PromiseReaction* next, Value on_fulfilled, Value on_rejected, Value target,
                    PromiseContinuation continuation)
        : Cell(kKind, 0), next_(next), on_fulfilled_(on_fulfilled), on_rejected_(on_rejected), target_(target),
          continuation_(continuation) {}
    PromiseReaction* next() const { return next_; }
    void set_next(PromiseReaction* next) { next_.set(this, next); }
    /// A callable, or undefined (the value passes through).
    Value handler(PromiseState state) const {
        return state == PromiseState::kFulfilled ? on_fulfilled_.get() : on_rejected_.get();
    }
    /// The result capability (see perform_promise_then), or the continuation's target.
    Value target() const { return target_; }
    PromiseContinuation continuation() const { return continuation_; }

private:
    gc::Member<PromiseReaction> next_;
    gc::Slot on_fulfilled_, on_rejected_;
    gc::Slot target_;
    PromiseContinuation continuation_;  // null: handlers
};

class Promise final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kPromise;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&Promise::result_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    Promise(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}

    PromiseState state() const { return state_; }
    bool is_pending() const { return state_ == PromiseState::kPending; }
    /// Value or reason of a settled promise.
    Value result() const { return result_; }
    bool is_handled() const { return is_handled_; }

private:
    friend struct PromiseAccess;
    gc::Slot result_{Value::undefined()};  // pending: the newest PromiseReaction, or undefined
    PromiseState state_ = PromiseState::kPending;
    bool is_handled_ = false;
};

/// NewPromiseCapability's record. `resolve` and `reject` are empty for one made natively: then the promise is settled
/// by resolve_promise and reject_promise.
struct PromiseCapability {
    Value promise, resolve, reject;
};

/// A pending promise of the current realm's %Promise%.
Promise* new_promise(Isolate& iso);
/// A pending promise of a shape (subclasses).
Promise* new_promise_with_shape(Isolate& iso, Shape* shape);

/// The steps of a promise resolve function (tc39.es/ecma262/#sec-promise-resolve-functions), without its
/// [[AlreadyResolved]] check: thenables are followed. Runs the getter of `then`; never throws.
void resolve_promise(Isolate& iso, Promise* promise, Value resolution);
/// RejectPromise (tc39.es/ecma262/#sec-rejectpromise). No JavaScript.
void reject_promise(Isolate& iso, Promise* promise, Value reason);
/// FulfillPromise. No JavaScript.
void fulfill_promise(Isolate& iso, Promise* promise, Value value);
/// CreateResolvingFunctions (tc39.es/ecma262/#sec-createresolvingfunctions): they share one [[AlreadyResolved]].
void create_resolving_functions(Isolate& iso, Promise* promise, Value* resolve, Value* reject);

/// The promise that one of those functions settles; null for other values.
Promise* resolving_function_promise(Value f);

/// PromiseResolve(C, x) (tc39.es/ecma262/#sec-promise-resolve).
Completion<Object*> promise_resolve(Isolate& iso, Object* constructor, Value x);
/// The same for %Promise% of the current realm.
Completion<Promise*> promise_resolve(Isolate& iso, Value x);
/// NewPromiseCapability(C) (tc39.es/ecma262/#sec-newpromisecapability): native when C is the realm's %Promise%.
Completion<PromiseCapability> new_promise_capability(Isolate& iso, Value constructor);
/// Calls a capability's resolve or reject function, or settles its native promise.
Completion<void> capability_resolve(Isolate& iso, const PromiseCapability& capability, Value value);
Completion<void> capability_reject(Isolate& iso, const PromiseCapability& capability, Value reason);
/// A capability as one Value, as perform_promise_then takes it: the Promise of a native one, else a CellArray
/// [promise, resolve, reject]; and back.
Value capability_to_value(Isolate& iso, const PromiseCapability& capability);
PromiseCapability capability_from_value(Value v);

/// PerformPromiseThen (tc39.es/ecma262/#sec-performpromisethen). Handlers that are not callable count as undefined.
/// `capability`: undefined, a Promise or a CellArray (capability_to_value). No JavaScript.
void perform_promise_then(Isolate& iso, Promise* promise, Value on_fulfilled, Value on_rejected, Value capability);
/// The same with a native continuation: Await's half.
void perform_promise_then(Isolate& iso, Promise* promise, PromiseContinuation continuation, Object* target);
/// [[PromiseIsHandled]] = true, telling the host, which heard of it if it was rejected before.
void mark_promise_handled(Isolate& iso, Promise* promise);

}  // namespace jsx
