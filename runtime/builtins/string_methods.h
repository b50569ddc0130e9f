// [doc:string-builtins] The String built-ins, by file: string.cc (the class, access, search, parts), string_case.cc
// (case, normalization, collation), string_pattern.cc (what takes patterns), string_html.cc (Annex B), string_iterator.cc.
#pragma once

#include "runtime/builtins/builtins.h"

namespace jsx {

/// RequireObjectCoercible(this), then ToString. `method`: "String.prototype.at".
inline Completion<String*> this_to_string(Isolate& iso, Arguments args, const char* method) {
    Value v = args.this_value();
    if (is_string(v)) return as_string(v);
    (void)TRY(require_object_coercible(iso, v, method));
    return to_string(iso, v);
}

/// The code point at unit i of the text, and its length in units (a lone surrogate is 1).
inline char32_t code_point_at(const FlatContent& text, uint32_t i, uint32_t* length) {
    char16_t lead = text[i];
    *length = 1;
    if ((lead & 0xFC00) != 0xD800 || i + 1 >= text.length) return lead;
    char16_t trail = text[i + 1];
    if ((trail & 0xFC00) != 0xDC00) return lead;
    *length = 2;
    return 0x10000 + ((char32_t(lead) - 0xD800) << 10) + (trail - 0xDC00);
}

/// https://tc39.es/ecma262/#sec-trimstring
String* trim_string(Isolate& iso, String* string, bool start, bool end);

/// https://tc39.es/ecma262/#sec-getsubstitution, appended to `out`. captures: strings or undefined, from group 1 on.
Completion<void> append_substitution(Isolate& iso, StringBuilder& out, String* matched, String* string, uint32_t position,
                                     std::span<const Value> captures, Value named_captures, String* replacement);

/// The parts of `string` between occurrences of `separator`, at most `limit`.
Completion<Array*> split_string(Isolate& iso, String* string, String* separator, uint32_t limit);

// Methods by file.
#define STRING_METHOD(name) Completion<Value> string_##name(Isolate& iso, Arguments args);
// string_case.cc
STRING_METHOD(to_lower_case)
STRING_METHOD(to_upper_case)
STRING_METHOD(to_locale_lower_case)
STRING_METHOD(to_locale_upper_case)
STRING_METHOD(normalize)
STRING_METHOD(locale_compare)
// string_pattern.cc
STRING_METHOD(match)
STRING_METHOD(match_all)
STRING_METHOD(replace)
STRING_METHOD(replace_all)
STRING_METHOD(search)
STRING_METHOD(split)
// string_html.cc
STRING_METHOD(anchor)
STRING_METHOD(big)
STRING_METHOD(blink)
STRING_METHOD(bold)
STRING_METHOD(fixed)
STRING_METHOD(fontcolor)
STRING_METHOD(fontsize)
STRING_METHOD(italics)
STRING_METHOD(link)
STRING_METHOD(small)
STRING_METHOD(strike)
STRING_METHOD(sub)
STRING_METHOD(sup)
// string_iterator.cc
STRING_METHOD(iterator)
#undef STRING_METHOD

/// %StringIteratorPrototype% objects.
class StringIterator final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kStringIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&StringIterator::string_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    StringIterator(Isolate& iso, Shape* shape, String* string) : Object(iso, kKind, shape), string_(string) {}
    /// Null when the iterator is done.
    String* string() const { return string_; }
    uint32_t position() const { return position_; }
    /// The next code point as a string; null when done.
    String* step(Isolate& iso);

private:
    gc::Member<String> string_;
    uint64_t position_ = 0;
};

}  // namespace jsx
