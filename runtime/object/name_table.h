// NameTable: numbers by name, for the engine's own use: properties of an object without a prototype that no program sees.
#pragma once

#include <optional>

#include "runtime/object/abstract_ops.h"

namespace jsx {

class NameTable {
public:
    explicit NameTable(Isolate& iso) : NameTable(iso, new_object_with_prototype(iso, nullptr)) {}
    /// The table that lies in `object`.
    NameTable(Isolate& iso, Object* object) : iso_(iso), object_(object) {}
    /// To be kept where the collector sees it, if the table is to outlive its scope.
    Object* object() const { return object_; }

    /// False if the name is there already, which changes nothing.
    bool add(String* name, uint32_t number = 0) {
        PropertyKey key = PropertyKey::from_string(iso_, name);
        if (lookup_own(iso_, object_, key).state != Lookup::State::kNotFound) return false;
        (void)MUST(create_data_property(iso_, object_, key, Value::number(number)));
        return true;
    }
    std::optional<uint32_t> find(String* name) const {
        PropertyKey key = PropertyKey::from_string(iso_, name);
        Lookup l = lookup_own(iso_, object_, key);
        if (l.state == Lookup::State::kNotFound) return {};
        return uint32_t(lookup_value(iso_, l, key).as_number());
    }

private:
    Isolate& iso_;
    Object* object_;
};

}  // namespace jsx
