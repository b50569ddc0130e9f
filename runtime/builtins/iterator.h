// Iterator helpers, wrapped iterators, sync iterators in async clothes (tc39.es/ecma262/#sec-iterator-objects).
#pragma once

#include "runtime/object/object.h"

namespace jsx {

/// The objects of %IteratorHelperPrototype%, %WrapForValidIteratorPrototype% and %AsyncFromSyncIteratorPrototype%.
class IteratorObject final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Object::fields().with(&IteratorObject::underlying_, &IteratorObject::step_, &IteratorObject::close_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    enum class Role : uint8_t {
        /// What lazy methods return. In the specification a generator; here two closures: `step` gives the next result
        /// object, or undefined at the end; `close` closes what is open (undefined: IteratorClose of the underlying
        /// iterator does).
        kHelper,
        kWrapped,        // Iterator.from: `step` is the underlying iterator's next method
        kAsyncFromSync,  // the same
    };
    enum class State : uint8_t { kSuspended, kExecuting, kCompleted };
    IteratorObject(Isolate& iso, Shape* shape, Role role, Value underlying, Value step, Value close)
        : Object(iso, kKind, shape), underlying_(underlying), step_(step), close_(close), role_(role) {}
    Role role() const { return role_; }
    Value underlying() const { return underlying_; }
    Value step() const { return step_; }
    Value close() const { return close_; }
    State state() const { return state_; }
    bool has_started() const { return started_; }
    void set_state(State state) {
        state_ = state;
        started_ = true;
    }
    /// Completed: lets go of everything.
    void complete() {
        state_ = State::kCompleted;
        underlying_.set_nobarrier(Value::undefined());
        step_.set_nobarrier(Value::undefined());
        close_.set_nobarrier(Value::undefined());
    }

private:
    gc::Slot underlying_, step_, close_;
    Role role_;
    State state_ = State::kSuspended;
    bool started_ = false;
};

IteratorObject* create_iterator_helper(Isolate& iso, Value underlying, Value step, Value close);
/// The iterator of GetIteratorFlattenable(v, ...) (tc39.es/ecma262/#sec-getiteratorflattenable); `next` is not read yet.
Completion<Object*> get_iterator_flattenable(Isolate& iso, Value v, bool allow_strings, const char* method);

}  // namespace jsx
