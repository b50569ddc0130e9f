// Array iterators (tc39.es/ecma262/#sec-array-iterator-objects), of arrays, typed arrays and whatever has a length.
#pragma once

#include "runtime/object/object.h"

namespace jsx {

enum class ArrayIterationKind : uint8_t { kKeys, kValues, kEntries };

class ArrayIterator final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kArrayIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&ArrayIterator::array_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    ArrayIterator(Isolate& iso, Shape* shape, Object* array, ArrayIterationKind iteration)
        : Object(iso, kKind, shape), array_(array), iteration_(iteration) {}
    /// Null once the iterator is done.
    Object* array() const { return array_; }
    void finish() { array_.clear(); }
    ArrayIterationKind iteration() const { return iteration_; }

    double index_ = 0;  // of the next element

private:
    gc::Member<Object> array_;
    ArrayIterationKind iteration_;
};

/// https://tc39.es/ecma262/#sec-createarrayiterator
ArrayIterator* create_array_iterator(Isolate& iso, Object* array, ArrayIterationKind kind);

}  // namespace jsx
