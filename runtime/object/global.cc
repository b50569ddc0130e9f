// Global objects: cells for data properties, made lazily where they name intrinsics.
#include "runtime/object/isolate.h"
#include "runtime/object/realm.h"

namespace jsx {

void Global::set_realm(Realm* realm) { realm_.set(this, realm); }
Realm* Global::realm() const { return static_cast<Realm*>(realm_.get()); }

void Global::add_lazy(Isolate& iso, PropertyKey key, uint32_t object, uint8_t attributes) {
    JSX_DCHECK(shape(iso)->find(key) < 0);
    Shape* s = PrototypeChain::begin_addition(iso, this);
    PrototypeChain::reserve_entry(iso, s);
    s->table_->append(key, {object, uint8_t(attributes | kCustom)});
    s->property_count_ = s->table_->count();
    s->note_attributes(kCustom);
}

PropertyCell* Global::cell(Isolate& iso, PropertyKey key) {
    PropertyInfo info;
    if (!shape(iso)->lookup(key, &info)) return nullptr;
    if (info.attributes & kCustom) {
        Object* object = realm()->object(iso, RealmObject(info.slot));
        // Making it may have touched the property.
        if (!shape(iso)->lookup(key, &info)) return nullptr;
        if (info.attributes & kCustom) redefine_named(iso, key, Value(object), info.attributes & kAllAttributes);
        shape(iso)->lookup(key, &info);
    }
    return info.attributes & kCell ? static_cast<PropertyCell*>(slot(info.slot).as_cell()) : nullptr;
}

void Global::supersede_cell(Isolate& iso, PropertyKey key) {
    PropertyInfo info;
    if (!shape(iso)->lookup(key, &info) || !(info.attributes & kCell)) return;
    auto* old = static_cast<PropertyCell*>(slot(info.slot).as_cell());
    set_slot(info.slot, Value(iso.heap.make<PropertyCell>(old->value(), old->flags())));
    old->set(Value::empty());
}

}  // namespace jsx
