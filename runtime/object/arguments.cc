// Arguments objects. Mapped elements are holes of the fast store, so that every fast path passes them by; once the
// store is sparse, their entries hold stale values and only the attributes count.
#include "runtime/object/arguments.h"

#include <algorithm>

#include "runtime/object/exotic.h"
#include "runtime/object/isolate.h"
#include "runtime/object/realm.h"

namespace jsx {

/// The slots of both shapes, in the order of the properties.
enum : uint32_t { kLengthSlot, kSecondSlot, kThirdSlot };

static ArgumentsObject* create_arguments(Isolate& iso, RealmShape which, std::span<const Value> args, uint32_t mapped,
                                         std::span<const int32_t> slots) {
    Shape* shape = iso.realm()->shape(iso, which);
    auto* o = iso.heap.make<ArgumentsObject>(iso, shape);
    if (!args.empty()) {
        Elements* elements = Elements::create(iso, uint32_t(args.size()));
        for (uint32_t i = 0; i < args.size(); i++) {
            elements->push(i < mapped && slots[i] >= 0 ? Value::empty() : args[i]);
        }
        o->set_elements(elements);
    }
    o->store_new_slot(iso, kLengthSlot, Value::int32(int32_t(args.size())));
    return o;
}

// https://tc39.es/ecma262/#sec-createunmappedargumentsobject
ArgumentsObject* create_unmapped_arguments(Isolate& iso, std::span<const Value> args) {
    Realm* realm = iso.realm();
    auto* o = create_arguments(iso, RealmShape::kStrictArguments, args, 0, {});
    Value thrower(realm->object(iso, RealmObject::kThrowTypeError));
    o->set_slot(kSecondSlot, Value(realm->object(iso, RealmObject::kArrayProtoValues)));
    o->set_slot(kThirdSlot, Value(iso.heap.make<Accessor>(thrower, thrower)));
    return o;
}

// https://tc39.es/ecma262/#sec-createmappedargumentsobject
ArgumentsObject* create_mapped_arguments(Isolate& iso, Object* callee, std::span<const Value> args,
                                         Environment* environment, std::span<const int32_t> slots) {
    uint32_t mapped = uint32_t(std::min(args.size(), slots.size()));
    while (mapped > 0 && slots[mapped - 1] < 0) mapped--;
    auto* o = create_arguments(iso, RealmShape::kArguments, args, mapped, slots);
    o->set_slot(kSecondSlot, Value(callee));
    o->set_slot(kThirdSlot, Value(iso.realm()->object(iso, RealmObject::kArrayProtoValues)));
    if (mapped > 0) {
        CellArray* map = CellArray::create(iso, mapped);
        for (uint32_t i = 0; i < mapped; i++) {
            if (slots[i] >= 0) map->set(i, Value::int32(slots[i]));
        }
        o->map(environment, map);
    }
    return o;
}

/// The element of the store that `index`, a mapped one, has; null if the store is sparse.
static Value* fast_element(ArgumentsObject* o, uint32_t index) {
    return o->elements()->is_sparse() ? nullptr : &o->fast_elements()->values()[index];
}

// https://tc39.es/ecma262/#sec-arguments-exotic-objects-defineownproperty-p-desc (of a mapped index)
Completion<bool> arguments_define_own_property(Isolate& iso, ArgumentsObject* o, uint32_t index,
                                               const PropertyDescriptor& desc) {
    uint32_t slot = uint32_t(o->mapped_slot(index));
    // The ordinary algorithm sees the present value.
    Value present = o->environment()->get(slot);
    if (o->elements()->is_sparse()) {
        auto* sparse = static_cast<SparseElements*>(o->elements());
        sparse->set_value(sparse->find(index), present);
    } else {
        o->fast_elements()->set(index, present);
    }
    // 4-6. Value and attributes are defined as usual.
    bool ok = TRY(ordinary_define_own_property(iso, o, PropertyKey::index(index), desc));
    if (ok && desc.is_accessor()) {
        // 7.a. An accessor ends the mapping.
        o->unmap(index);
    } else if (ok) {
        // 7.b. A value goes to the formal; read-only ends the mapping.
        if (!desc.value.is_empty()) o->environment()->set(slot, desc.value);
        if (desc.has(kWritable) && !desc.writable()) o->unmap(index);
    }
    if (o->mapped_slot(index) >= 0) {
        if (Value* element = fast_element(o, index)) *element = Value::empty();
    }
    return ok;
}

// https://tc39.es/ecma262/#sec-arguments-exotic-objects-delete-p (of a mapped index)
bool arguments_delete(Isolate& iso, ArgumentsObject* o, uint32_t index) {
    // In a fast store the element is a hole already.
    if (o->elements()->is_sparse() && !delete_element(iso, o, index)) return false;
    o->unmap(index);
    return true;
}

}  // namespace jsx
