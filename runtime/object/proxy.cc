// Proxies. Every method may run JavaScript; each checks the native stack first, since proxies nest at will.
#include "runtime/object/proxy.h"

#include "runtime/object/abstract_ops.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-proxycreate
Completion<Proxy*> proxy_create(Isolate& iso, Value target, Value handler) {
    if (!is_object(target) || !is_object(handler)) {
        return iso.throw_type_error("Cannot create proxy with a non-object as target or handler");
    }
    Object* t = as_object(target);
    uint8_t flags = t->flags() & (Object::kCallable | Object::kConstructor);
    Shape* shape = Shape::root(iso, nullptr, 0);
    return iso.heap.make<Proxy>(iso, shape, iso.realm()->proxy_code(), t, as_object(handler), flags);
}

namespace {

/// What every internal method starts with: the target, and the trap (undefined if the handler has none).
struct Trapped {
    Object* target = nullptr;
    Value handler;
    Value trap;
    bool has_trap() const { return !trap.is_undefined(); }
};

}  // namespace

/// A prototype chain may lead back to the proxy it came from. So that the stack overflows then, the call of the target's
/// internal method must not become a jump.
#define KEEPS_FRAME __attribute__((disable_tail_calls))

static Completion<Trapped> trapped(Isolate& iso, Proxy* proxy, String* name) {
    (void)TRY(check_stack(iso));
    // ValidateNonRevokedProxy.
    if (!proxy->handler()) {
        return iso.throw_type_error("Cannot perform '%S' on a proxy that has been revoked", name);
    }
    Trapped t;
    t.target = proxy->target();
    t.handler = Value(proxy->handler());
    t.trap = TRY(get_method(iso, t.handler, PropertyKey(name)));
    return t;
}

/// An invariant broken, in V8's words, which begin alike.
#define BROKEN(text, ...) iso.throw_type_error("'%S' on proxy: " text __VA_OPT__(, ) __VA_ARGS__)

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-getprototypeof
Completion<Value> proxy_get_prototype_of(Isolate& iso, Proxy* proxy) {
    String* name = iso.names.getPrototypeOf;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return get_prototype_of(iso, t.target);
    Value prototype = TRY(call(iso, t.trap, t.handler, {Value(t.target)}));
    // 8. It must be an object or null,
    if (!is_object(prototype) && !prototype.is_null()) {
        return BROKEN("trap returned neither object nor null", name);
    }
    // 9-12. and that of a target that is not extensible.
    if (TRY(is_extensible(iso, t.target))) return prototype;
    if (TRY(get_prototype_of(iso, t.target)) != prototype) {
        return BROKEN("proxy target is non-extensible but the trap did not return its actual prototype", name);
    }
    return prototype;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-setprototypeof-v
Completion<bool> proxy_set_prototype_of(Isolate& iso, Proxy* proxy, Object* prototype) {
    String* name = iso.names.setPrototypeOf;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return set_prototype_of(iso, t.target, prototype);
    Value v = prototype ? Value(prototype) : Value::null();
    if (!to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target), v})))) return false;
    if (TRY(is_extensible(iso, t.target))) return true;
    if (TRY(get_prototype_of(iso, t.target)) != v) {
        return BROKEN("trap returned truish for setting a new prototype on the non-extensible proxy target", name);
    }
    return true;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-isextensible
Completion<bool> proxy_is_extensible(Isolate& iso, Proxy* proxy) {
    String* name = iso.names.isExtensible;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return is_extensible(iso, t.target);
    bool result = to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target)})));
    bool actual = TRY(is_extensible(iso, t.target));
    if (result != actual) {
        return BROKEN("trap result does not reflect extensibility of proxy target (which is '%s')", name,
                      actual ? "true" : "false");
    }
    return result;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-preventextensions
Completion<bool> proxy_prevent_extensions(Isolate& iso, Proxy* proxy) {
    String* name = iso.names.preventExtensions;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return prevent_extensions(iso, t.target);
    if (!to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target)})))) return false;
    if (TRY(is_extensible(iso, t.target))) return BROKEN("the proxy target is extensible", name);
    return true;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-getownproperty-p
Completion<bool> proxy_get_own_property(Isolate& iso, Proxy* proxy, PropertyKey key, PropertyDescriptor* out) {
    String* name = iso.names.getOwnPropertyDescriptor;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return get_own_property(iso, t.target, key, out);
    Value result = TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso)}));
    // 8. The result is an object or undefined.
    if (!is_object(result) && !result.is_undefined()) {
        return BROKEN("trap returned neither object nor undefined for property '%K'", name, &key);
    }
    PropertyDescriptor target_desc;
    bool has_target = TRY(get_own_property(iso, t.target, key, &target_desc));
    // 10. What cannot go may not be hidden.
    if (result.is_undefined()) {
        if (!has_target) return false;
        if (!target_desc.configurable()) {
            return BROKEN("trap returned undefined for property '%K' which is non-configurable in the proxy target",
                          name, &key);
        }
        if (!TRY(is_extensible(iso, t.target))) {
            return BROKEN("trap returned undefined for property '%K' which exists in the non-extensible proxy target",
                          name, &key);
        }
        return false;
    }
    // 11-13. Let resultDesc be ? ToPropertyDescriptor(trapResultObj), completed.
    bool extensible = TRY(is_extensible(iso, t.target));
    PropertyDescriptor desc = TRY(to_property_descriptor(iso, result));
    if (desc.is_accessor()) {
        if (desc.getter.is_empty()) desc.getter = Value::undefined();
        if (desc.setter.is_empty()) desc.setter = Value::undefined();
        desc.attributes &= desc.present;
        desc.present |= kEnumerable | kConfigurable;
    } else {
        if (desc.value.is_empty()) desc.value = Value::undefined();
        desc.attributes &= desc.present;
        desc.present = kAllAttributes;
    }
    // 14-15. It agrees with the target.
    if (!is_compatible_descriptor(iso, extensible, desc, has_target, target_desc)) {
        return BROKEN("trap returned descriptor for property '%K' that is incompatible with the existing property "
                      "in the proxy target", name, &key);
    }
    // 16. Not configurable only if the target's is.
    if (!desc.configurable()) {
        if (!has_target || target_desc.configurable()) {
            return BROKEN("trap reported non-configurability for property '%K' which is either non-existent or "
                          "configurable in the proxy target", name, &key);
        }
        if (!desc.is_accessor() && !desc.writable() && target_desc.writable()) {
            return BROKEN("trap reported non-configurable and writable for property '%K' which is "
                          "non-configurable, writable in the proxy target", name, &key);
        }
    }
    *out = desc;
    return true;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-defineownproperty-p-desc
Completion<bool> proxy_define_own_property(Isolate& iso, Proxy* proxy, PropertyKey key, const PropertyDescriptor& desc) {
    String* name = iso.names.defineProperty;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return define_own_property(iso, t.target, key, desc);
    Value desc_object = from_property_descriptor(iso, desc);
    if (!to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso), desc_object})))) return false;
    PropertyDescriptor target_desc;
    bool has_target = TRY(get_own_property(iso, t.target, key, &target_desc));
    bool extensible = TRY(is_extensible(iso, t.target));
    bool setting_nonconfigurable = desc.has(kConfigurable) && !desc.configurable();
    if (!has_target) {
        // 14. New properties need an extensible target, and the fixed ones are there already.
        if (!extensible) {
            return BROKEN("trap returned truish for adding property '%K'  to the non-extensible proxy target", name, &key);
        }
        if (setting_nonconfigurable) {
            return BROKEN("trap returned truish for defining non-configurable property '%K' which is either "
                          "non-existent or configurable in the proxy target", name, &key);
        }
        return true;
    }
    // 15. The definition agrees with the target.
    if (!is_compatible_descriptor(iso, extensible, desc, true, target_desc)) {
        return BROKEN("trap returned truish for adding property '%K'  that is incompatible with the existing property "
                      "in the proxy target", name, &key);
    }
    if (setting_nonconfigurable && target_desc.configurable()) {
        return BROKEN("trap returned truish for defining non-configurable property '%K' which is either "
                      "non-existent or configurable in the proxy target", name, &key);
    }
    if (target_desc.is_data() && !target_desc.configurable() && target_desc.writable() && desc.has(kWritable) &&
        !desc.writable()) {
        return BROKEN("trap returned truish for defining non-configurable property '%K' which cannot be non-writable",
                      name, &key);
    }
    return true;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-hasproperty-p
KEEPS_FRAME Completion<bool> proxy_has(Isolate& iso, Proxy* proxy, PropertyKey key) {
    String* name = iso.names.has;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return has_property(iso, t.target, key);
    if (to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso)})))) return true;
    PropertyDescriptor target_desc;
    if (!TRY(get_own_property(iso, t.target, key, &target_desc))) return false;
    if (!target_desc.configurable()) {
        return BROKEN("trap returned falsish for property '%K' which exists in the proxy target as non-configurable",
                      name, &key);
    }
    if (!TRY(is_extensible(iso, t.target))) {
        return BROKEN("trap returned falsish for property '%K' but the proxy target is not extensible", name, &key);
    }
    return false;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-get-p-receiver
KEEPS_FRAME Completion<Value> proxy_get(Isolate& iso, Proxy* proxy, PropertyKey key, Value receiver) {
    String* name = iso.names.get;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return get(iso, t.target, key, receiver);
    Value v = TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso), receiver}));
    PropertyDescriptor target_desc;
    if (!TRY(get_own_property(iso, t.target, key, &target_desc)) || target_desc.configurable()) return v;
    if (target_desc.is_data() && !target_desc.writable() && !same_value(iso, v, target_desc.value)) {
        return BROKEN("property '%K' is a read-only and non-configurable data property on the proxy target but the "
                      "proxy did not return its actual value (expected '%V' but got '%V')",
                      name, &key, &target_desc.value, &v);
    }
    if (target_desc.is_accessor() && target_desc.getter.is_undefined() && !v.is_undefined()) {
        return BROKEN("property '%K' is a non-configurable accessor property on the proxy target and does not have a "
                      "getter function, but the trap did not return 'undefined' (got '%V')", name, &key, &v);
    }
    return v;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-set-p-v-receiver
KEEPS_FRAME Completion<bool> proxy_set(Isolate& iso, Proxy* proxy, PropertyKey key, Value v, Value receiver) {
    String* name = iso.names.set;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return set(iso, t.target, key, v, receiver);
    if (!to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso), v, receiver})))) return false;
    PropertyDescriptor target_desc;
    if (!TRY(get_own_property(iso, t.target, key, &target_desc)) || target_desc.configurable()) return true;
    if (target_desc.is_data() && !target_desc.writable() && !same_value(iso, v, target_desc.value)) {
        return BROKEN("trap returned truish for property '%K' which exists in the proxy target as a non-configurable "
                      "and non-writable data property with a different value", name, &key);
    }
    if (target_desc.is_accessor() && target_desc.setter.is_undefined()) {
        return BROKEN("trap returned truish for property '%K' which exists in the proxy target as a non-configurable "
                      "and non-writable accessor property without a setter", name, &key);
    }
    return true;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-delete-p
Completion<bool> proxy_delete(Isolate& iso, Proxy* proxy, PropertyKey key) {
    String* name = iso.names.deleteProperty;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return delete_property(iso, t.target, key);
    if (!to_boolean(TRY(call(iso, t.trap, t.handler, {Value(t.target), key.to_value(iso)})))) return false;
    PropertyDescriptor target_desc;
    if (!TRY(get_own_property(iso, t.target, key, &target_desc))) return true;
    if (!target_desc.configurable()) {
        return BROKEN("trap returned truish for property '%K' which is non-configurable in the proxy target", name, &key);
    }
    if (!TRY(is_extensible(iso, t.target))) {
        return BROKEN("trap returned truish for property '%K' but the proxy target is non-extensible", name, &key);
    }
    return true;
}

/// CreateListFromArrayLike(trapResultArray, property-key), as keys in a CellArray.
static Completion<CellArray*> list_of_keys(Isolate& iso, Value v) {
    if (!is_object(v)) return iso.throw_type_error("CreateListFromArrayLike called on non-object");
    Object* o = as_object(v);
    double length = TRY(to_length(iso, TRY(get(iso, o, PropertyKey(iso.names.length)))));
    gc::RootVector keys(iso.heap);
    for (double i = 0; i < length; i++) {
        Value key = TRY(get(iso, o, PropertyKey::from_index(iso, uint64_t(i))));
        if (!is_string(key) && !is_symbol(key)) return iso.throw_type_error("%V is not a valid property name", &key);
        keys.push(key);
    }
    CellArray* list = CellArray::create(iso, uint32_t(keys.size()));
    for (uint32_t i = 0; i < keys.size(); i++) list->set(i, keys[i]);
    return list;
}

static PropertyKey key_of(Isolate& iso, Value v) {
    return is_symbol(v) ? PropertyKey(as_symbol(v)) : PropertyKey::from_string(iso, as_string(v));
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-ownpropertykeys
Completion<CellArray*> proxy_own_keys(Isolate& iso, Proxy* proxy) {
    String* name = iso.names.ownKeys;
    Trapped t = TRY(trapped(iso, proxy, name));
    if (!t.has_trap()) return own_property_keys(iso, t.target);
    Value array = TRY(call(iso, t.trap, t.handler, {Value(t.target)}));
    CellArray* keys = TRY(list_of_keys(iso, array));
    // 9. Each key once. The table also is the set that steps 18-22 take keys from: slot 1 marks those taken.
    PropertyTable* set = PropertyTable::create(iso, keys->length());
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyKey key = key_of(iso, keys->get(i));
        if (set->find(key, set->count()) >= 0) return BROKEN("trap returned duplicate entries", name);
        set->append(key, {0, 0});
    }
    bool extensible = TRY(is_extensible(iso, t.target));
    CellArray* target_keys = TRY(own_property_keys(iso, t.target));
    // 13-14. Which of the target's keys are fixed?
    gc::RootVector fixed(iso.heap), loose(iso.heap);
    for (uint32_t i = 0; i < target_keys->length(); i++) {
        PropertyDescriptor desc;
        Value key = target_keys->get(i);
        bool found = TRY(get_own_property(iso, t.target, key_of(iso, key), &desc));
        (found && !desc.configurable() ? fixed : loose).push(key);
    }
    // 17. An extensible target without fixed keys lets everything pass.
    if (extensible && fixed.is_empty()) return keys;
    uint32_t taken = 0;
    auto take = [&](gc::RootVector& wanted) -> Completion<void> {
        for (size_t i = 0; i < wanted.size(); i++) {
            PropertyKey key = key_of(iso, wanted[i]);
            int32_t at = set->find(key, set->count());
            if (at < 0) return BROKEN("trap result did not include '%K'", name, &key);
            taken++;
        }
        return {};
    };
    (void)TRY(take(fixed));
    if (extensible) return keys;
    // 20-22. All of them, and none besides, if it is not extensible.
    (void)TRY(take(loose));
    if (taken != keys->length()) {
        return BROKEN("trap returned extra keys but proxy target is non-extensible", name);
    }
    return keys;
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-call-thisargument-argumentslist
Completion<Value> proxy_call(Isolate& iso, Proxy* proxy, Value this_value, std::span<const Value> args) {
    Trapped t = TRY(trapped(iso, proxy, iso.names.apply));
    if (!t.has_trap()) return call(iso, Value(t.target), this_value, args);
    Value list(create_array_from_list(iso, args));
    return call(iso, t.trap, t.handler, {Value(t.target), this_value, list});
}

// https://tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots-construct-argumentslist-newtarget
Completion<Value> proxy_construct(Isolate& iso, Proxy* proxy, std::span<const Value> args, Object* new_target) {
    Trapped t = TRY(trapped(iso, proxy, iso.names.construct));
    if (!t.has_trap()) {
        Object* o = TRY(construct(iso, t.target, args, new_target));
        return Value(o);
    }
    Value list(create_array_from_list(iso, args));
    Value result = TRY(call(iso, t.trap, t.handler, {Value(t.target), list, Value(new_target)}));
    if (!is_object(result)) return BROKEN("trap returned non-object ('%V')", iso.names.construct, &result);
    return result;
}

}  // namespace jsx
