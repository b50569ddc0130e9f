// for-in: the keys, collected before the first turn of the loop, and the check before each.
#include "runtime/object/for_in.h"

#include <vector>

#include "runtime/object/abstract_ops.h"
#include "runtime/object/exotic.h"
#include "runtime/object/proxy.h"

namespace jsx {

using gc::CellKind;
using State = Lookup::State;

namespace {

/// Keys in order, each once. Names that are not enumerable hide those further up the chain.
class Collector {
public:
    explicit Collector(Isolate& iso) : iso_(iso), keys_(iso.heap) {}

    void add(Value key, bool is_enumerable) {
        if (seen_) {
            PropertyKey k = PropertyKey::from_string(iso_, as_string(key));
            if (seen_->find(k, seen_->count()) >= 0) return;
            remember(k);
        }
        if (is_enumerable) keys_.push(key);
    }
    /// From here on, keys of an object further up are compared with those there are. `o` is the first object, whose
    /// keys need no comparing among themselves but hide others.
    void begin_chain(CellArray* own) {
        seen_ = PropertyTable::create(iso_, own->length() < 8 ? 16 : own->length() * 2);
        for (uint32_t i = 0; i < own->length(); i++) {
            if (is_string(own->get(i))) remember(PropertyKey::from_string(iso_, as_string(own->get(i))));
        }
    }
    bool has_begun_chain() const { return seen_; }
    CellArray* finish() {
        CellArray* array = CellArray::create(iso_, uint32_t(keys_.size()));
        for (uint32_t i = 0; i < keys_.size(); i++) array->set(i, keys_[i]);
        return array;
    }

private:
    void remember(PropertyKey key) {
        if (seen_->count() == seen_->capacity()) seen_ = seen_->copy(iso_, seen_->count(), seen_->capacity() * 2);
        seen_->append(key, {0, 0});
    }
    Isolate& iso_;
    gc::RootVector keys_;
    PropertyTable* seen_ = nullptr;  // the collector lives on the stack
};

}  // namespace

/// Own property `key` of an object that is no proxy is enumerable.
static bool is_own_enumerable(Isolate& iso, Object* o, PropertyKey key) {
    Lookup l = lookup_own(iso, o, key);
    if (l.state != State::kExotic) return l.attributes & kEnumerable;
    if (o->kind() == CellKind::kStringWrapper) return key.is_index();
    if (o->kind() == CellKind::kArguments && o->elements()->is_sparse()) {
        return lookup_own_ordinary(iso, o, key).attributes & kEnumerable;
    }
    return true;
}

/// Some own string key could be seen by for-in.
static bool has_enumerable_names(Shape* shape) {
    for (uint32_t i = 0; i < shape->property_count(); i++) {
        Value v = shape->table()->key_at(i);
        if (v.is_empty() || !(shape->table()->info_at(i).attributes & kEnumerable)) continue;
        if (!PropertyKey::from_stored(v).is_symbol()) return true;
    }
    return false;
}

/// Nothing above `o` adds keys: the common case.
static bool chain_adds_nothing(Isolate& iso, Object* o) {
    for (Object* p = o->prototype(iso); p; p = p->prototype(iso)) {
        if (p->is_proxy() || p->has_elements() || has_enumerable_names(p->shape(iso))) return false;
        if (p->is_exotic() && p->kind() != CellKind::kArguments) {
            // A String or a typed array with elements, or a namespace.
            if (p->kind() != CellKind::kStringWrapper) return false;
            if (!as_string(static_cast<PrimitiveWrapper*>(p)->value())->is_empty()) return false;
        }
    }
    return true;
}

Completion<ForInKeys> for_in_keys(Isolate& iso, Object* o) {
    (void)TRY(check_stack(iso));
    ForInKeys result;
    bool simple_chain = !o->is_proxy() && chain_adds_nothing(iso, o);
    result.is_cacheable = simple_chain && !o->is_exotic() && !o->has_elements() && o->kind() != CellKind::kGlobal &&
                          !o->shape(iso)->is_dictionary();
    Collector collector(iso);
    CellArray* first = nullptr;
    PrototypeWalk walk(iso);
    for (Object* p = o; p;) {
        CellArray* keys = TRY(own_property_keys(iso, p));
        if (p != o && !collector.has_begun_chain()) collector.begin_chain(first);
        if (p == o) first = keys;
        for (uint32_t i = 0; i < keys->length(); i++) {
            Value key = keys->get(i);
            if (!is_string(key)) continue;
            // A proxy is asked for the attributes when the key's turn comes.
            bool enumerable = p->is_proxy() || is_own_enumerable(iso, p, PropertyKey::from_string(iso, as_string(key)));
            collector.add(key, enumerable);
        }
        if (simple_chain) break;
        Value next = TRY(walk.above(p));
        p = next.is_null() ? nullptr : as_object(next);
    }
    result.keys = collector.finish();
    return result;
}

Completion<bool> for_in_has(Isolate& iso, Object* o, Value key_value) {
    PropertyKey key = PropertyKey::from_string(iso, as_string(key_value));
    PrototypeWalk walk(iso);
    for (Object* p = o; p;) {
        Lookup l = lookup_own(iso, p, key);
        if (l.state == State::kExotic) {
            // Proxies and namespaces tell by their own property, which may throw.
            PropertyDescriptor desc;
            if (TRY(get_own_property(iso, p, key, &desc))) return !p->is_proxy() || desc.enumerable();
        } else if (l.state != State::kNotFound) {
            return true;
        }
        Value next = TRY(walk.above(p));
        p = next.is_null() ? nullptr : as_object(next);
    }
    return false;
}

}  // namespace jsx
