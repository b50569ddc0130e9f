// [doc:arguments] Arguments objects (tc39.es/ecma262/#sec-arguments-exotic-objects).
//
// `length`, `callee` and @@iterator are plain slots of the realm's kArguments / kStrictArguments shapes, the values
// are elements. In a mapped one, element i may stand for a formal that lives in a slot of the function's
// environment: then the map holds that slot's number, the object is exotic, and the element store's value is stale.
#pragma once

#include "runtime/object/function.h"

namespace jsx {

class ArgumentsObject final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kArguments;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Object::fields().with(&ArgumentsObject::environment_, &ArgumentsObject::map_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    ArgumentsObject(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}

    /// The environment slot that index stands for, or -1.
    int32_t mapped_slot(uint32_t index) const {
        if (!map_ || index >= map_->length()) return -1;
        Value v = map_->get(index);
        return v.is_int32() ? v.as_int32() : -1;
    }
    Environment* environment() const { return environment_; }
    void map(Environment* environment, CellArray* slots) {
        environment_.set(this, environment);
        map_.set(this, slots);
        flags_ |= kExotic;
    }
    void unmap(uint32_t index) { map_->set(index, Value::undefined()); }

private:
    gc::Member<Environment> environment_;
    gc::Member<CellArray> map_;  // int32 slots, undefined where not mapped; null: nothing ever was
};

/// CreateUnmappedArgumentsObject.
ArgumentsObject* create_unmapped_arguments(Isolate& iso, std::span<const Value> args);
/// CreateMappedArgumentsObject: argument i < min(args, slots) stands for environment slot slots[i] unless that is
/// negative.
ArgumentsObject* create_mapped_arguments(Isolate& iso, Object* callee, std::span<const Value> args,
                                         Environment* environment, std::span<const int32_t> slots);

}  // namespace jsx
