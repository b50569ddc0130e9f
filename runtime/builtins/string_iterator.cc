// String iterators (tc39.es/ecma262/#sec-%stringiteratorprototype%-object).
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/string_methods.h"

namespace jsx {

String* StringIterator::step(Isolate& iso) {
    String* s = string_;
    if (!s) return nullptr;
    uint32_t at = uint32_t(position_);
    if (at >= s->length()) {
        string_.clear();
        return nullptr;
    }
    uint32_t length;
    FlatContent text = s->content(iso);
    char32_t c = code_point_at(text, at, &length);
    position_ += length;
    return length == 1 ? single_character_string(iso, char16_t(c)) : substring(iso, s, at, at + 2);
}

// https://tc39.es/ecma262/#sec-string.prototype-%symbol.iterator%
Completion<Value> string_iterator(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype[Symbol.iterator]"));
    Object* prototype = iso.realm()->object(iso, RealmObject::kStringIteratorPrototype);
    return iso.heap.make<StringIterator>(iso, Shape::root(iso, prototype, 0), s);
}

// https://tc39.es/ecma262/#sec-%stringiteratorprototype%.next
static Completion<Value> string_iterator_next(Isolate& iso, Arguments args) {
    auto* iterator = TRY(this_as<StringIterator>(iso, args, "String Iterator.prototype.next"));
    String* next = iterator->step(iso);
    return create_iterator_result(iso, next ? Value(next) : Value::undefined(), !next);
}

static constexpr BuiltinSpec kStringIteratorRows[] = {
    method_with("next", 0, string_iterator_next, kWatchedMethod),
    to_string_tag("String Iterator"),
};
const ClassSpec kStringIteratorClass = {
    .name = "String Iterator",
    .prototype_id = RealmObject::kStringIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kStringIteratorRows,
};

}  // namespace jsx
