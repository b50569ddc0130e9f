// Stand-ins for what the floors above define, so that the object model is tested alone: nothing can
// be called, errors have no trace, and a realm's intrinsics are plain objects.
#include "runtime/object/abstract_ops.h"
#include "runtime/object/hooks.h"
#include "runtime/object/realm.h"

namespace jsx {

void register_interpreter_kinds(gc::Heap&) {}

void register_builtin_kinds(gc::Heap& heap) {
    // Kinds of the floors above: no cell of them is ever made.
    for (size_t kind = 0; kind < size_t(gc::CellKind::kCount); kind++) {
        if (heap.kind_info(gc::CellKind(kind)).name) continue;
        gc::KindInfo info;
        info.name = "unused";
        info.fixed_size = sizeof(gc::Cell);
        heap.set_kind_info(gc::CellKind(kind), info);
    }
}

void initialize_realm_code(Isolate&, Realm*) {}
void set_up_global(Isolate&, Realm*) {}
void create_realm_object(Isolate& iso, Realm* realm, RealmObject which) {
    bool is_root = which == RealmObject::kObjectPrototype;
    Object* prototype = is_root ? nullptr : realm->object(iso, RealmObject::kObjectPrototype);
    realm->set_object(which, new_object_with_prototype(iso, prototype));
}

// No code is ever made.
void FunctionCode::visit_extra(gc::Cell*, gc::SlotVisitor&) {}
void FunctionCode::process_weak(gc::Heap&, gc::Cell*, gc::Liveness&) {}
void FunctionCode::finalize(gc::Heap&, gc::Cell*) {}

void capture_stack_trace(Isolate&, Object*, Object*) {}

Completion<Value> call(Isolate& iso, Value, Value, std::span<const Value>) {
    return iso.throw_type_error("no calls here");
}
Completion<Object*> construct(Isolate& iso, Object*, std::span<const Value>, Object*) {
    return iso.throw_type_error("no calls here");
}
Completion<void> check_stack(Isolate&) {
    return {};
}

}  // namespace jsx
