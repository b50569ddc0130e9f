// Objects that own something of the embedder's, freed when they die.
#pragma once

#include "runtime/object/isolate.h"
#include "runtime/object/object.h"

namespace jsx {

class HostObject final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kHost;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields(); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static void finalize(gc::Heap&, gc::Cell* cell) {
        auto* self = static_cast<HostObject*>(cell);
        if (self->destroy_) self->destroy_(self->data_);
    }
    using Destroy = void (*)(void* data);
    static HostObject* create(Isolate& iso, Shape* shape, void* data, Destroy destroy) {
        auto* o = iso.heap.make<HostObject>(iso, shape, data, destroy);
        iso.heap.note_finalizable(o);
        return o;
    }
    HostObject(Isolate& iso, Shape* shape, void* data, Destroy destroy)
        : Object(iso, kKind, shape), data_(data), destroy_(destroy) {}
    void* data() const { return data_; }

private:
    void* data_;
    Destroy destroy_;
};

}  // namespace jsx
