#include "runtime/object/property_key.h"

#include "runtime/object/isolate.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

PropertyKey PropertyKey::from_string(Isolate& iso, String* string) {
    // FAST: an atom that is no index says so itself.
    if (string->is_atom() && !(string->flags() & String::kIndex)) return PropertyKey(string);
    uint32_t i;
    if (string->is_array_index(iso, &i)) return index(i);
    return PropertyKey(atomize(iso, string));
}

PropertyKey PropertyKey::from_large_index(Isolate& iso, uint64_t i) {
    char text[numbers::kNumberTextMax];
    return PropertyKey(atomize(iso, std::string_view(text, numbers::uint64_to_string(i, text))));
}

Value PropertyKey::to_value(Isolate& iso) const {
    if (!is_index()) return bits_;
    uint32_t i = as_index();
    if (i <= INT32_MAX) return Value(int32_to_string(iso, int32_t(i)));
    return Value(number_to_string(iso, i));
}

}  // namespace jsx
