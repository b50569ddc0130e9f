// [[DefineOwnProperty]] of ordinary objects and of array lengths.
#include "runtime/object/abstract_ops.h"
#include "runtime/object/exotic.h"

namespace jsx {

using State = Lookup::State;

// https://tc39.es/ecma262/#sec-validateandapplypropertydescriptor, but for its last step
bool is_compatible_descriptor(Isolate& iso, bool extensible, const PropertyDescriptor& desc, bool has_current,
                              const PropertyDescriptor& current) {
    // 2. If current is undefined, it depends on extensible alone.
    if (!has_current) return extensible;
    // 4. If Desc has no fields, return true.
    // 5. If current.[[Configurable]] is false, then
    if (current.configurable()) return true;
    // 5.a-b. It stays so, and as enumerable as it is.
    if (desc.has(kConfigurable) && desc.configurable()) return false;
    if (desc.has(kEnumerable) && desc.enumerable() != current.enumerable()) return false;
    // 5.c. Neither kind of property becomes the other.
    if (!desc.is_generic() && desc.is_accessor() != current.is_accessor()) return false;
    // 5.d. An accessor keeps its functions.
    if (current.is_accessor()) {
        if (!desc.getter.is_empty() && desc.getter != current.getter) return false;
        return desc.setter.is_empty() || desc.setter == current.setter;
    }
    // 5.e. A read-only value stays what it is.
    if (current.writable()) return true;
    if (desc.has(kWritable) && desc.writable()) return false;
    return desc.value.is_empty() || same_value(iso, desc.value, current.value);
}

/// The attributes after `desc` is applied to a property that has `current` ones.
static uint8_t merged_attributes(const PropertyDescriptor& desc, uint8_t current) {
    return uint8_t((current & ~desc.present) | (desc.attributes & desc.present));
}

/// Adds the property that `desc` describes, absent fields as their defaults.
static Completion<bool> create_property(Isolate& iso, Object* o, PropertyKey key, const PropertyDescriptor& desc) {
    uint8_t attributes = desc.attributes & desc.present;
    Value v = desc.value.is_empty() ? Value::undefined() : desc.value;
    if (desc.is_accessor()) {
        attributes = uint8_t((attributes & ~kWritable) | kAccessor);
        v = Value(iso.heap.make<Accessor>(desc.getter.is_empty() ? Value::undefined() : desc.getter,
                                          desc.setter.is_empty() ? Value::undefined() : desc.setter));
    }
    if (key.is_index()) {
        (void)TRY(define_element(iso, o, key.as_index(), v, attributes));
    } else {
        o->add_named(iso, key, v, attributes);
    }
    return true;
}

Completion<bool> ordinary_define_own_property(Isolate& iso, Object* o, PropertyKey key, const PropertyDescriptor& desc) {
    Lookup l = lookup_own_ordinary(iso, o, key);
    if (l.state == State::kNotFound) {
        if (!o->shape(iso)->is_extensible()) return false;
        return create_property(iso, o, key, desc);
    }
    PropertyDescriptor current;
    (void)ordinary_get_own_property(iso, o, key, &current);
    if (!is_compatible_descriptor(iso, true, desc, true, current)) return false;
    // The value of a global that was custom is there now.
    l = lookup_own_ordinary(iso, o, key);

    // 6. Apply.
    uint8_t old_attributes = l.attributes & kAllAttributes;
    uint8_t attributes = merged_attributes(desc, current.attributes);
    Value v;
    bool becomes_accessor = desc.is_accessor() || (current.is_accessor() && desc.is_generic());
    if (becomes_accessor) {
        // 6.a, c. A data property gives up its value and writability.
        if (desc.is_accessor()) {
            Value getter = current.is_accessor() ? current.getter : Value::undefined();
            Value setter = current.is_accessor() ? current.setter : Value::undefined();
            if (!desc.getter.is_empty()) getter = desc.getter;
            if (!desc.setter.is_empty()) setter = desc.setter;
            v = Value(iso.heap.make<Accessor>(getter, setter));
        } else {
            v = key.is_index() ? static_cast<SparseElements*>(o->elements())->value_at(l.slot) : o->slot(l.slot);
        }
        attributes = uint8_t((attributes & ~kWritable) | kAccessor);
    } else {
        // 6.b. An accessor becomes a data property, read-only unless desc says otherwise.
        if (current.is_accessor()) {
            v = desc.value.is_empty() ? Value::undefined() : desc.value;
            if (!desc.has(kWritable)) attributes &= uint8_t(~kWritable);
        } else {
            if (desc.value.is_empty() && attributes == old_attributes) return true;
            v = desc.value.is_empty() ? current.value : desc.value;
            if (attributes == old_attributes && l.state != State::kCustom) {
                store_found(iso, l, key, v);
                return true;
            }
        }
    }
    if (key.is_index()) {
        (void)TRY(define_element(iso, o, key.as_index(), v, attributes));
    } else {
        o->redefine_named(iso, key, v, attributes);
    }
    return true;
}

// https://tc39.es/ecma262/#sec-arraysetlength
Completion<bool> array_define_length(Isolate& iso, Array* array, const PropertyDescriptor& desc) {
    // 3-5. The number conversions come first, and both are seen.
    uint32_t new_length = array->length();
    if (!desc.value.is_empty()) {
        if (desc.value.is_int32() && desc.value.as_int32() >= 0) {
            new_length = uint32_t(desc.value.as_int32());
        } else {
            new_length = TRY(to_uint32(iso, desc.value));
            double number = TRY(to_number(iso, desc.value));
            if (double(new_length) != number) return iso.throw_range_error("Invalid array length");
        }
    }
    // 7-12. `length` is neither enumerable nor configurable, and read-only for good once it is.
    if (desc.is_accessor() || (desc.has(kConfigurable) && desc.configurable()) ||
        (desc.has(kEnumerable) && desc.enumerable())) {
        return false;
    }
    bool writable = array->is_length_writable();
    if (!writable) {
        if (desc.has(kWritable) && desc.writable()) return false;
        if (!desc.value.is_empty() && new_length != array->length()) return false;
        return true;
    }
    // 15-17. Elements are deleted from the end, as far as they can be.
    bool complete = desc.value.is_empty() || TRY(set_array_length(iso, array, new_length));
    // 17.b.iii, 18. Read-only comes last, and in any case.
    if (desc.has(kWritable) && !desc.writable()) array->change_attributes(iso, PropertyKey(iso.names.length), kNoAttributes);
    return complete;
}

}  // namespace jsx
