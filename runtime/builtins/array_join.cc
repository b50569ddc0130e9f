// Array.prototype.join, toString and toLocaleString.
#include "runtime/builtins/array.h"
#include "runtime/builtins/language_state.h"

namespace jsx {

/// Marks an object as being joined as long as it stands on the native stack: an array inside itself joins as "".
class JoinScope {
public:
    JoinScope(Isolate& iso, Object* o) : state_(LanguageState::of(iso)), o_(o), outer_(state_.innermost_join) {
        for (const JoinScope* scope = outer_; scope; scope = scope->outer_) is_cyclic_ |= scope->o_ == o;
        state_.innermost_join = this;
    }
    ~JoinScope() { state_.innermost_join = outer_; }
    JoinScope(const JoinScope&) = delete;
    bool is_cyclic() const { return is_cyclic_; }

private:
    LanguageState& state_;
    Object* o_;  // on the stack, so it is not moved
    JoinScope* outer_;
    bool is_cyclic_ = false;
};

static Completion<void> append_element(Isolate& iso, StringBuilder& out, Value v) {
    if (v.is_nullish()) return {};
    if (is_string(v)) {
        out.append(as_string(v));
    } else if (v.is_int32()) {
        out.append_int(v.as_int32());
    } else {
        out.append(TRY(to_string(iso, v)));
    }
    return {};
}

// https://tc39.es/ecma262/#sec-array.prototype.join
Completion<Value> array_join(Isolate& iso, Arguments args) {
    // 1-2.
    Object* o = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, o));
    // 3-4. If separator is undefined, let sep be ","; else ? ToString(separator).
    String* separator = args[0].is_undefined() ? single_character_string(iso, u',') : TRY(to_string(iso, args[0]));
    (void)TRY(check_stack(iso));
    JoinScope scope(iso, o);
    if (scope.is_cyclic()) return iso.names.empty;
    // Nothing but separators would still be too long.
    if ((length - 1) * separator->length() > String::kMaxLength) return iso.throw_range_error("Invalid string length");
    StringBuilder out(iso);
    for (double k = 0; k < length; k++) {
        if (separator->is_empty() && k >= filled_length(iso, o)) break;
        if (k > 0) out.append(separator);
        // FAST: converting elements may change the array, so each step looks again.
        Value element;
        if (Array* array = as_packed(Value(o)); array && k < array->length()) {
            element = array->fast_elements()->get(uint32_t(k));
        } else {
            element = TRY(get(iso, o, index_key(iso, k)));
        }
        (void)TRY(append_element(iso, out, element));
        if (out.length() > String::kMaxLength) break;
    }
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-array.prototype.tostring
Completion<Value> array_to_string(Isolate& iso, Arguments args) {
    Object* array = TRY(to_object(iso, args.this_value()));
    Value join = TRY(get(iso, array, PropertyKey(iso.names.join)));
    if (!is_callable(join)) join = Value(callee_realm(args)->object(iso, RealmObject::kObjectProtoToString));
    return call(iso, join, Value(array));
}

// https://tc39.es/ecma262/#sec-array.prototype.tolocalestring
Completion<Value> array_to_locale_string(Isolate& iso, Arguments args) {
    Object* array = TRY(to_object(iso, args.this_value()));
    double length = TRY(length_of_array_like(iso, array));
    (void)TRY(check_stack(iso));
    JoinScope scope(iso, array);
    if (scope.is_cyclic()) return iso.names.empty;
    StringBuilder out(iso);
    for (double k = 0; k < length; k++) {
        if (k > 0) out.append(u',');
        Value element = TRY(get(iso, array, index_key(iso, k)));
        if (element.is_nullish()) continue;
        Value text = TRY(invoke(iso, element, PropertyKey(iso.names.toLocaleString)));
        out.append(TRY(to_string(iso, text)));
        if (out.length() > String::kMaxLength) break;
    }
    return TRY(out.finish());
}

}  // namespace jsx
