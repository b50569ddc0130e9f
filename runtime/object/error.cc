#include "runtime/object/error.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/hooks.h"

namespace jsx {

ErrorObject* create_error(Isolate& iso, Shape* shape, String* message, Object* skip_until) {
    auto* error = iso.heap.make<ErrorObject>(iso, shape);
    capture_stack_trace(iso, error, skip_until);
    if (message) error->add_named(iso, PropertyKey(iso.names.message), Value(message), kWritable | kConfigurable);
    return error;
}

// https://tc39.es/ecma262/#sec-installerrorcause
Completion<void> install_error_cause(Isolate& iso, Object* error, Value options) {
    // 1. If options is an Object and ? HasProperty(options, "cause") is true, then
    if (!is_object(options)) return {};
    PropertyKey key(iso.names.cause);
    if (!TRY(has_property(iso, as_object(options), key))) return {};
    // a-b. CreateNonEnumerableDataPropertyOrThrow(O, "cause", ? Get(options, "cause")).
    Value cause = TRY(get(iso, as_object(options), key));
    return define_property_or_throw(iso, error, key, PropertyDescriptor::data(cause, kWritable | kConfigurable));
}

}  // namespace jsx
