// Testing and comparison (tc39.es/ecma262/#sec-testing-and-comparison-operations), and typeof.
#include "runtime/object/abstract_ops.h"
#include "runtime/object/bigint_ops.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-isarray
Completion<bool> is_array(Isolate& iso, Value v) {
    if (!is_object(v)) return false;
    Object* o = as_object(v);
    // A loop, so that long chains of proxies need no native stack.
    while (o->is_proxy()) {
        auto* proxy = static_cast<Proxy*>(o);
        if (!proxy->handler())
            return iso.throw_type_error(
                "Cannot perform 'IsArray' on a proxy that has been revoked");
        o = proxy->target();
    }
    return o->is_array_object();
}

// https://tc39.es/ecma262/#sec-isregexp
Completion<bool> is_regexp(Isolate& iso, Value v) {
    if (!is_object(v)) return false;
    // 2. Let matcher be ? Get(argument, @@match).
    Value matcher = TRY(get(iso, as_object(v), PropertyKey(iso.symbols.match)));
    if (!matcher.is_undefined()) return to_boolean(matcher);
    return as_object(v)->kind() == gc::CellKind::kRegExp;
}

/// Equality of cells other than by identity: strings and BigInts by content.
static bool same_cells(Isolate& iso, Value a, Value b) {
    if (!a.is_cell() || !b.is_cell()) return false;
    if (is_string(a)) return is_string(b) && strings_equal(iso, as_string(a), as_string(b));
    if (is_bigint(a)) return is_bigint(b) && bigint_equal(as_bigint(a), as_bigint(b));
    return false;
}

// https://tc39.es/ecma262/#sec-samevalue
bool same_value(Isolate& iso, Value a, Value b) {
    if (a == b) return true;
    // Numbers: int32 and double forms may stand for one value; -0 is only ever a double.
    if (a.is_number()) {
        if (!b.is_number()) return false;
        double x = a.as_number(), y = b.as_number();
        return x == y ? std::signbit(x) == std::signbit(y) : x != x && y != y;
    }
    return same_cells(iso, a, b);
}

// https://tc39.es/ecma262/#sec-samevaluezero
bool same_value_zero(Isolate& iso, Value a, Value b) {
    if (a == b) return true;
    if (a.is_number()) {
        if (!b.is_number()) return false;
        double x = a.as_number(), y = b.as_number();
        return x == y || (x != x && y != y);
    }
    return same_cells(iso, a, b);
}

// https://tc39.es/ecma262/#sec-isstrictlyequal
bool is_strictly_equal(Isolate& iso, Value a, Value b) {
    if (a.is_number()) return b.is_number() && a.as_number() == b.as_number();
    return a == b || same_cells(iso, a, b);
}

// https://tc39.es/ecma262/#sec-islooselyequal
Completion<bool> is_loosely_equal(Isolate& iso, Value a, Value b) {
    for (;;) {
        // 1. The same type: strictly.
        if (a.is_number() && b.is_number()) return a.as_number() == b.as_number();
        // 2-4. undefined and null equal each other, and what has [[IsHTMLDDA]].
        if (a.is_nullish()) return b.is_nullish() || (is_object(b) && as_object(b)->is_html_dda());
        if (b.is_nullish()) return is_object(a) && as_object(a)->is_html_dda();
        if (is_object(a) && is_object(b)) return a == b;
        // 11-12. An object against a primitive: convert it and go on. Booleans convert first
        // (9-10).
        if (a.is_boolean()) {
            if (b.is_boolean()) return a == b;
            a = Value::int32(a.is_true());
            continue;
        }
        if (b.is_boolean()) {
            b = Value::int32(b.is_true());
            continue;
        }
        if (is_object(a)) {
            a = TRY(to_primitive(iso, a));
            continue;
        }
        if (is_object(b)) {
            b = TRY(to_primitive(iso, b));
            continue;
        }
        if (is_symbol(a) || is_symbol(b)) return a == b;
        bool a_is_text = is_string(a), b_is_text = is_string(b);
        if (a_is_text && b_is_text) return strings_equal(iso, as_string(a), as_string(b));
        // 7-8. A BigInt against a string: as BigInts, if the string is one.
        if (is_bigint(a) || is_bigint(b)) {
            if (!is_bigint(a)) std::swap(a, b);
            if (is_bigint(b)) return bigint_equal(as_bigint(a), as_bigint(b));
            if (is_string(b)) {
                BigInt* parsed;
                if (!TRY(string_to_bigint(iso, as_string(b), &parsed))) return false;
                return bigint_equal(as_bigint(a), parsed);
            }
            // 13. A BigInt against a number: by mathematical value.
            return bigint_compare(as_bigint(a), b.as_number()) == numbers::bigint::Order::kEqual;
        }
        // 5-6. A number against a string.
        double x = a_is_text ? string_to_number(iso, as_string(a)) : a.as_number();
        double y = b_is_text ? string_to_number(iso, as_string(b)) : b.as_number();
        return x == y;
    }
}

static Order from_bigint_order(numbers::bigint::Order order) {
    using O = numbers::bigint::Order;
    if (order == O::kUnordered) return Order::kUndefined;
    return order == O::kLess ? Order::kLess : Order::kNotLess;
}

/// a < b given how b compares with a.
static Order from_reversed_order(numbers::bigint::Order order) {
    using O = numbers::bigint::Order;
    if (order == O::kUnordered) return Order::kUndefined;
    return order == O::kGreater ? Order::kLess : Order::kNotLess;
}

static Order compare_numbers(double x, double y) {
    if (x < y) return Order::kLess;
    return x >= y ? Order::kNotLess : Order::kUndefined;
}

// https://tc39.es/ecma262/#sec-islessthan
Completion<Order> is_less_than(Isolate& iso, Value a, Value b, bool left_first) {
    if (a.is_number() && b.is_number()) return compare_numbers(a.as_number(), b.as_number());
    // 1-2. To primitives, in the order of evaluation.
    if (left_first) {
        a = TRY(to_primitive(iso, a, PreferredType::kNumber));
        b = TRY(to_primitive(iso, b, PreferredType::kNumber));
    } else {
        b = TRY(to_primitive(iso, b, PreferredType::kNumber));
        a = TRY(to_primitive(iso, a, PreferredType::kNumber));
    }
    // 3. Two strings compare by code units.
    if (is_string(a) && is_string(b)) {
        return compare_strings(iso, as_string(a), as_string(b)) < 0 ? Order::kLess
                                                                    : Order::kNotLess;
    }
    // 4.a-b. A BigInt and a string.
    if (is_bigint(a) && is_string(b)) {
        BigInt* parsed;
        if (!TRY(string_to_bigint(iso, as_string(b), &parsed))) return Order::kUndefined;
        return from_bigint_order(bigint_compare(as_bigint(a), parsed));
    }
    if (is_string(a) && is_bigint(b)) {
        BigInt* parsed;
        if (!TRY(string_to_bigint(iso, as_string(a), &parsed))) return Order::kUndefined;
        return from_bigint_order(bigint_compare(parsed, as_bigint(b)));
    }
    // 4.d-e. To numeric values (neither is an object).
    a = TRY(to_numeric(iso, a));
    b = TRY(to_numeric(iso, b));
    if (is_bigint(a)) {
        if (is_bigint(b)) return from_bigint_order(bigint_compare(as_bigint(a), as_bigint(b)));
        return from_bigint_order(bigint_compare(as_bigint(a), b.as_number()));
    }
    if (is_bigint(b)) return from_reversed_order(bigint_compare(as_bigint(b), a.as_number()));
    return compare_numbers(a.as_number(), b.as_number());
}

// https://tc39.es/ecma262/#sec-typeof-operator
String* typeof_string(Isolate& iso, Value v) {
    if (v.is_number()) return iso.names.number;
    if (v.is_boolean()) return iso.names.boolean;
    if (v.is_null()) return iso.names.object;
    if (!v.is_cell()) return iso.names.undefined;
    if (is_string(v)) return iso.names.string;
    if (is_symbol(v)) return iso.names.symbol;
    if (is_bigint(v)) return iso.names.bigint;
    if (!is_object(v) || as_object(v)->is_html_dda()) return iso.names.undefined;
    return as_object(v)->is_callable() ? iso.names.function : iso.names.object;
}

}  // namespace jsx
