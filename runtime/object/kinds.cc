#include "runtime/object/kinds.h"

#include "runtime/object/arguments.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/error.h"
#include "runtime/object/function.h"
#include "runtime/object/host.h"
#include "runtime/object/job_queue.h"
#include "runtime/object/module_namespace.h"
#include "runtime/object/object.h"
#include "runtime/object/promise.h"
#include "runtime/object/realm.h"
#include "runtime/object/string.h"
#include "runtime/object/symbol.h"
#include "runtime/object/typed_array.h"

namespace jsx {

void register_object_kinds(gc::Heap& heap) {
    // Strings and other primitives.
    heap.register_kind<FlatString>("FlatString");
    heap.register_kind<RopeString>("RopeString");
    heap.register_kind<SliceString>("SliceString");
    heap.register_kind<Symbol>("Symbol");
    heap.register_kind<BigInt>("BigInt");
    // Parts of objects.
    heap.register_kind<Shape>("Shape");
    heap.register_kind<PropertyTable>("PropertyTable");
    heap.register_kind<TransitionTable>("TransitionTable");
    heap.register_kind<PrototypeInfo>("PrototypeInfo");
    heap.register_kind<ValidityCell>("ValidityCell");
    heap.register_kind<PropertyCell>("PropertyCell");
    heap.register_kind<Accessor>("Accessor");
    heap.register_kind<Elements>("Elements");
    heap.register_kind<SparseElements>("SparseElements");
    heap.register_kind<Slots>("Slots");
    heap.register_kind<Environment>("Environment");
    heap.register_kind<ImportRef>("ImportRef");
    heap.register_kind<CellArray>("CellArray");
    // Code, realms, jobs.
    heap.register_kind<Script>("Script");
    heap.register_kind<FunctionCode>("FunctionCode");
    heap.register_kind<Realm>("Realm");
    heap.register_kind<Job>("Job");
    heap.register_kind<PromiseReaction>("PromiseReaction");
    // Objects.
    heap.register_kind<Object>("Object");
    heap.register_kind<Array>("Array");
    heap.register_kind<ArgumentsObject>("Arguments");
    heap.register_kind<ErrorObject>("Error");
    heap.register_kind<PrimitiveWrapper>("PrimitiveWrapper");
    heap.set_kind_info(gc::CellKind::kStringWrapper, gc::describe_kind<PrimitiveWrapper>("StringWrapper"));
    heap.register_kind<Promise>("Promise");
    heap.register_kind<ArrayBuffer>("ArrayBuffer");
    heap.register_kind<TypedArray>("TypedArray");
    heap.register_kind<DataView>("DataView");
    heap.register_kind<ModuleNamespace>("ModuleNamespace");
    heap.register_kind<Global>("Global");
    heap.register_kind<HostObject>("Host");
    heap.register_kind<Proxy>("Proxy");
    heap.register_kind<Function>("Function");
    heap.register_kind<NativeFunction>("NativeFunction");
    heap.register_kind<BoundFunction>("BoundFunction");
}

}  // namespace jsx
