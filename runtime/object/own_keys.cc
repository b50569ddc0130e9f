// [[OwnPropertyKeys]]: indices ascending, then names, then symbols, each in order of creation.
#include <cstdlib>

#include "runtime/object/abstract_ops.h"
#include "runtime/object/exotic.h"
#include "runtime/object/proxy.h"
#include "runtime/object/typed_array.h"

namespace jsx {

using gc::CellKind;

namespace {

/// Fills an array made for the exact number of keys.
class KeyList {
public:
    KeyList(Isolate& iso, uint32_t count) : iso_(iso), array_(CellArray::create(iso, count)) {}
    void add(Value key) { array_->set(count_++, key); }
    void add_index(uint32_t i) { add(PropertyKey::index(i).to_value(iso_)); }
    CellArray* array() const {
        JSX_DCHECK(count_ == array_->length());
        return array_;
    }

private:
    Isolate& iso_;
    CellArray* array_;
    uint32_t count_ = 0;
};

}  // namespace

/// An element of a fast store: a value, or a hole that stands for a formal.
static bool is_present(Object* o, Elements* elements, uint32_t i) {
    if (!elements->get(i).is_empty()) return true;
    return o->kind() == CellKind::kArguments && static_cast<ArgumentsObject*>(o)->mapped_slot(i) >= 0;
}

/// Indices that the object's class adds below those of its elements.
static uint64_t virtual_indices(Object* o) {
    if (o->kind() == CellKind::kStringWrapper) {
        return as_string(static_cast<PrimitiveWrapper*>(o)->value())->length();
    }
    return o->kind() == CellKind::kTypedArray ? static_cast<TypedArray*>(o)->length() : 0;
}

static uint32_t count_elements(Object* o) {
    if (o->elements()->is_sparse()) return static_cast<SparseElements*>(o->elements())->live();
    Elements* elements = o->fast_elements();
    uint32_t count = 0;
    for (uint32_t i = 0; i < elements->length(); i++) count += is_present(o, elements, i);
    return count;
}

static void add_elements(Object* o, KeyList& keys) {
    if (!o->elements()->is_sparse()) {
        Elements* elements = o->fast_elements();
        for (uint32_t i = 0; i < elements->length(); i++) {
            if (is_present(o, elements, i)) keys.add_index(i);
        }
        return;
    }
    uint32_t count;
    uint32_t* indices = static_cast<SparseElements*>(o->elements())->sorted_indices(&count);
    for (uint32_t i = 0; i < count; i++) keys.add_index(indices[i]);
    std::free(indices);
}

/// Calls f(key) for the shape's names, or for its symbols that are properties.
template <class F>
static void for_each_named(Shape* shape, bool symbols, F f) {
    PropertyTable* table = shape->table();
    for (uint32_t i = 0; i < shape->property_count(); i++) {
        Value v = table->key_at(i);
        if (v.is_empty()) continue;
        PropertyKey key = PropertyKey::from_stored(v);
        if (key.is_symbol() == symbols && !key.is_private()) f(v);
    }
}

Completion<CellArray*> own_property_keys(Isolate& iso, Object* o) {
    if (o->is_proxy()) return proxy_own_keys(iso, static_cast<Proxy*>(o));
    Shape* shape = o->shape(iso);
    CellArray* exports = nullptr;
    if (o->kind() == CellKind::kModuleNamespace) {
        auto* ns = static_cast<ModuleNamespace*>(o);
        (void)TRY(namespace_evaluate(iso, ns));
        exports = ns->names();
    }
    bool has_length = o->kind() == CellKind::kStringWrapper;
    uint64_t virtuals = virtual_indices(o);
    uint64_t count = virtuals + count_elements(o) + has_length + (exports ? exports->length() : 0);
    for (bool symbols : {false, true}) for_each_named(shape, symbols, [&](Value) { count++; });
    if (count > (1u << 28)) return iso.throw_range_error("Invalid array length");

    KeyList keys(iso, uint32_t(count));
    for (uint64_t i = 0; i < virtuals; i++) keys.add_index(uint32_t(i));
    add_elements(o, keys);
    for (uint32_t i = 0; exports && i < exports->length(); i++) keys.add(exports->get(i));
    if (has_length) keys.add(Value(iso.names.length));
    for (bool symbols : {false, true}) for_each_named(shape, symbols, [&](Value v) { keys.add(v); });
    return keys.array();
}

}  // namespace jsx
