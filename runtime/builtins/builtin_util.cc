#include "runtime/builtins/builtin_util.h"

namespace jsx {

String* call_site_text(Isolate& iso, Value v) {
    StringBuilder text(iso);
    text.append(typeof_string(iso, v));
    if (is_string(v)) {
        text.append(" \"");
        text.append(as_string(v));
        text.append(u'"');
    } else if (v.is_null() || v.is_boolean() || v.is_number()) {
        text.append(u' ');
        text.append(value_for_message(iso, v));
    }
    Completion<String*> result = text.finish();
    if (!result.threw()) return result.take();
    (void)iso.take_pending();
    return typeof_string(iso, v);
}

Completion<IteratorRecord> get_iterator_of_argument(Isolate& iso, Value v) {
    auto fail = [&] {
        String* text = call_site_text(iso, v);
        return iso.throw_type_error("%S is not iterable (cannot read property Symbol(Symbol.iterator))", text);
    };
    if (v.is_nullish()) return fail();
    Value method = TRY(get_v(iso, v, PropertyKey(iso.symbols.iterator)));
    if (!is_callable(method)) return fail();
    return get_iterator_from_method(iso, v, method);
}

Thrown throw_not_a_function(Isolate& iso, Value v) {
    return iso.throw_type_error("%S is not a function", call_site_text(iso, v));
}

}  // namespace jsx
