// The Proxy constructor (tc39.es/ecma262/#sec-proxy-constructor); what proxies do is runtime/object/proxy.h.
#include "runtime/object/proxy.h"

#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

// https://tc39.es/ecma262/#sec-proxy-target-handler
Completion<Value> proxy_constructor(Isolate& iso, Arguments args) {
    if (!args.is_construct()) return throw_requires_new(iso, "Proxy");
    return TRY(proxy_create(iso, args[0], args[1]));
}

/// The revoker closure: captures the proxy, once.
Completion<Value> revoke_proxy(Isolate&, Arguments args) {
    if (captured(args).is_null()) return Value::undefined();
    captured_as<Proxy>(args)->revoke();
    static_cast<NativeFunction*>(args.callee())->set_data(Value::null());
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-proxy.revocable
Completion<Value> proxy_revocable(Isolate& iso, Arguments args) {
    Proxy* proxy = TRY(proxy_create(iso, args[0], args[1]));
    Object* revoker = new_native_function(iso, revoke_proxy, iso.names.empty, 0, Value(proxy));
    Object* result = new_object(iso);
    result->add_named(iso, PropertyKey(iso.names.proxy), Value(proxy), kAllAttributes);
    result->add_named(iso, PropertyKey(iso.names.revoke), Value(revoker), kAllAttributes);
    return result;
}

constexpr BuiltinSpec kProxyRows[] = {method("revocable", 2, proxy_revocable)};

}  // namespace

const ClassSpec kProxyClass = {
    .name = "Proxy",
    .constructor = proxy_constructor,
    .length = 2,
    .constructor_id = RealmObject::kProxy,
    .statics = kProxyRows,
};

}  // namespace jsx
