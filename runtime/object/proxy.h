// [doc:proxies] Proxy internal methods (tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots): each calls its trap
// and checks the invariants the specification puts on the result, with V8's texts.
#pragma once

#include "runtime/object/function.h"

namespace jsx {

Completion<Value> proxy_get_prototype_of(Isolate& iso, Proxy* proxy);
Completion<bool> proxy_set_prototype_of(Isolate& iso, Proxy* proxy, Object* prototype);
Completion<bool> proxy_is_extensible(Isolate& iso, Proxy* proxy);
Completion<bool> proxy_prevent_extensions(Isolate& iso, Proxy* proxy);
Completion<bool> proxy_get_own_property(Isolate& iso, Proxy* proxy, PropertyKey key, PropertyDescriptor* out);
Completion<bool> proxy_define_own_property(Isolate& iso, Proxy* proxy, PropertyKey key, const PropertyDescriptor& desc);
Completion<bool> proxy_has(Isolate& iso, Proxy* proxy, PropertyKey key);
Completion<Value> proxy_get(Isolate& iso, Proxy* proxy, PropertyKey key, Value receiver);
Completion<bool> proxy_set(Isolate& iso, Proxy* proxy, PropertyKey key, Value v, Value receiver);
Completion<bool> proxy_delete(Isolate& iso, Proxy* proxy, PropertyKey key);
Completion<CellArray*> proxy_own_keys(Isolate& iso, Proxy* proxy);
Completion<Value> proxy_call(Isolate& iso, Proxy* proxy, Value this_value, std::span<const Value> args);
Completion<Value> proxy_construct(Isolate& iso, Proxy* proxy, std::span<const Value> args, Object* new_target);

/// ProxyCreate: TypeError "Cannot create proxy with a non-object as target or handler".
Completion<Proxy*> proxy_create(Isolate& iso, Value target, Value handler);

}  // namespace jsx
