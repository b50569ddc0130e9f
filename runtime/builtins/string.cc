// String objects (tc39.es/ecma262/#sec-string-objects): the class, access to characters, search, parts.
#include <cstring>

#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/string_methods.h"
#include "support/numbers/math.h"
#include "support/unicode.h"

namespace jsx {

// ---- the constructor ----

// https://tc39.es/ecma262/#sec-string-constructor-string-value
static Completion<Value> string_constructor(Isolate& iso, Arguments args) {
    // 1-2. The string.
    String* s = iso.names.empty;
    if (args.count() > 0) {
        if (!args.is_construct() && is_symbol(args[0])) return symbol_descriptive_string(iso, as_symbol(args[0]));
        s = TRY(to_string(iso, args[0]));
    }
    // 3. If NewTarget is undefined, return s.
    if (!args.is_construct()) return s;
    // 4. Return StringCreate(s, ? GetPrototypeFromConstructor(NewTarget, "%String.prototype%")).
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kStringPrototype));
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kStringWrapper, shape, Value(s));
}

// https://tc39.es/ecma262/#sec-string.fromcharcode
static Completion<Value> string_from_char_code(Isolate& iso, Arguments args) {
    if (args.count() == 1) return single_character_string(iso, char16_t(TRY(to_uint32(iso, args[0]))));
    StringBuilder text(iso);
    for (uint32_t i = 0; i < args.count(); i++) text.append(char16_t(TRY(to_uint32(iso, args[i]))));
    return TRY(text.finish());
}

// https://tc39.es/ecma262/#sec-string.fromcodepoint
static Completion<Value> string_from_code_point(Isolate& iso, Arguments args) {
    StringBuilder text(iso);
    for (uint32_t i = 0; i < args.count(); i++) {
        // a-c. Let nextCP be ? ToNumber(next): an integral Number from 0 to 0x10FFFF.
        double c = TRY(to_number(iso, args[i]));
        if (!(c >= 0 && c <= 0x10FFFF && c == std::trunc(c))) {
            Value v = Value::number(c);
            return iso.throw_range_error("Invalid code point %V", &v);
        }
        text.append_code_point(char32_t(c));
    }
    return TRY(text.finish());
}

// https://tc39.es/ecma262/#sec-string.raw
static Completion<Value> string_raw(Isolate& iso, Arguments args) {
    // 2-4. The literals and their count.
    Object* cooked = TRY(to_object(iso, args[0]));
    Object* literals = TRY(to_object(iso, TRY(get(iso, cooked, PropertyKey(iso.names.raw)))));
    double count = TRY(length_of_array_like(iso, literals));
    StringBuilder text(iso);
    for (double i = 0; i < count; i++) {
        text.append(TRY(to_string(iso, TRY(get(iso, literals, PropertyKey::from_index(iso, uint64_t(i)))))));
        if (i + 1 < count && i + 1 < args.count()) text.append(TRY(to_string(iso, args[uint32_t(i) + 1])));
    }
    return TRY(text.finish());
}

// ---- the value ----

static Completion<Value> this_string_value(Isolate& iso, Arguments args, const char* method) {
    Value v = args.this_value();
    if (is_string(v)) return v;
    if (v.is_cell() && v.as_cell()->kind() == gc::CellKind::kStringWrapper) {
        return static_cast<PrimitiveWrapper*>(v.as_cell())->value();
    }
    return iso.throw_type_error("%s requires that 'this' be a String", method);
}
// https://tc39.es/ecma262/#sec-string.prototype.tostring
static Completion<Value> string_to_string(Isolate& iso, Arguments args) {
    return this_string_value(iso, args, "String.prototype.toString");
}
// https://tc39.es/ecma262/#sec-string.prototype.valueof
static Completion<Value> string_value_of(Isolate& iso, Arguments args) {
    return this_string_value(iso, args, "String.prototype.valueOf");
}

// ---- characters ----

/// ToIntegerOrInfinity of a position, when it lies within the string; else -1.
static Completion<int64_t> position_within(Isolate& iso, Value v, String* s) {
    if (v.is_int32()) return uint32_t(v.as_int32()) < s->length() ? int64_t(v.as_int32()) : int64_t(-1);
    double d = TRY(to_integer_or_infinity(iso, v));
    return d >= 0 && d < s->length() ? int64_t(d) : int64_t(-1);
}

// https://tc39.es/ecma262/#sec-string.prototype.charat
static Completion<Value> string_char_at(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.charAt"));
    int64_t i = TRY(position_within(iso, args[0], s));
    if (i < 0) return iso.names.empty;
    return single_character_string(iso, s->at(iso, uint32_t(i)));
}

// https://tc39.es/ecma262/#sec-string.prototype.charcodeat
static Completion<Value> string_char_code_at(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.charCodeAt"));
    int64_t i = TRY(position_within(iso, args[0], s));
    if (i < 0) return Value::number(NAN);
    return Value::int32(s->at(iso, uint32_t(i)));
}

// https://tc39.es/ecma262/#sec-string.prototype.codepointat
static Completion<Value> string_code_point_at(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.codePointAt"));
    int64_t i = TRY(position_within(iso, args[0], s));
    if (i < 0) return Value::undefined();
    uint32_t length;
    return Value::int32(int32_t(code_point_at(s->content(iso), uint32_t(i), &length)));
}

// https://tc39.es/ecma262/#sec-string.prototype.at
static Completion<Value> string_at(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.at"));
    double relative = TRY(to_integer_or_infinity(iso, args[0]));
    double k = relative >= 0 ? relative : s->length() + relative;
    if (k < 0 || k >= s->length()) return Value::undefined();
    return single_character_string(iso, s->at(iso, uint32_t(k)));
}

// ---- search ----

/// A position clamped to [0, length].
static Completion<uint32_t> clamped_position(Isolate& iso, Value v, uint32_t length, uint32_t fallback) {
    if (v.is_undefined()) return fallback;
    double d = TRY(to_integer_or_infinity(iso, v));
    return d <= 0 ? 0 : d >= length ? length : uint32_t(d);
}

// https://tc39.es/ecma262/#sec-string.prototype.indexof
static Completion<Value> string_index_of(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.indexOf"));
    String* needle = TRY(to_string(iso, args[0]));
    uint32_t from = TRY(clamped_position(iso, args[1], s->length(), 0));
    return Value::number(index_of(iso, s, needle, from));
}

// https://tc39.es/ecma262/#sec-string.prototype.lastindexof
static Completion<Value> string_last_index_of(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.lastIndexOf"));
    String* needle = TRY(to_string(iso, args[0]));
    // 4-5. NaN stands for +Infinity.
    double position = TRY(to_number(iso, args[1]));
    position = position != position ? INFINITY : numbers::to_integer_or_infinity(position);
    if (needle->length() > s->length()) return Value::int32(-1);
    double last = double(s->length() - needle->length());
    uint32_t start = position <= 0 ? 0 : uint32_t(position < last ? position : last);
    return Value::number(last_index_of(iso, s, needle, start));
}

/// The search string of includes, startsWith, endsWith: no regular expression.
static Completion<String*> search_string(Isolate& iso, Value v, const char* method) {
    if (is_string(v)) return as_string(v);
    if (TRY(is_regexp(iso, v))) {
        return iso.throw_type_error("First argument to %s must not be a regular expression", method);
    }
    return to_string(iso, v);
}

static bool matches_at(Isolate& iso, String* s, String* part, uint32_t at) {
    if (part->length() > s->length() || at > s->length() - part->length()) return false;
    part->content(iso);
    FlatContent a = s->content(iso);
    FlatContent b = part->content(iso);
    if (a.is_latin1 && b.is_latin1) return std::memcmp(a.latin1() + at, b.latin1(), b.length) == 0;
    for (uint32_t i = 0; i < b.length; i++) {
        if (a[at + i] != b[i]) return false;
    }
    return true;
}

// https://tc39.es/ecma262/#sec-string.prototype.includes
static Completion<Value> string_includes(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.includes"));
    String* needle = TRY(search_string(iso, args[0], "String.prototype.includes"));
    uint32_t from = TRY(clamped_position(iso, args[1], s->length(), 0));
    return Value::boolean(index_of(iso, s, needle, from) >= 0);
}

// https://tc39.es/ecma262/#sec-string.prototype.startswith
static Completion<Value> string_starts_with(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.startsWith"));
    String* part = TRY(search_string(iso, args[0], "String.prototype.startsWith"));
    uint32_t start = TRY(clamped_position(iso, args[1], s->length(), 0));
    return Value::boolean(matches_at(iso, s, part, start));
}

// https://tc39.es/ecma262/#sec-string.prototype.endswith
static Completion<Value> string_ends_with(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.endsWith"));
    String* part = TRY(search_string(iso, args[0], "String.prototype.endsWith"));
    uint32_t end = TRY(clamped_position(iso, args[1], s->length(), s->length()));
    if (part->length() > end) return Value::boolean(false);
    return Value::boolean(matches_at(iso, s, part, end - part->length()));
}

// ---- parts ----

// https://tc39.es/ecma262/#sec-string.prototype.slice
static Completion<Value> string_slice(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.slice"));
    double from = TRY(relative_index(iso, args[0], s->length(), 0));
    double to = TRY(relative_index(iso, args[1], s->length(), s->length()));
    if (from >= to) return iso.names.empty;
    return substring(iso, s, uint32_t(from), uint32_t(to));
}

// https://tc39.es/ecma262/#sec-string.prototype.substring
static Completion<Value> string_substring(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.substring"));
    uint32_t start = TRY(clamped_position(iso, args[0], s->length(), 0));
    uint32_t end = TRY(clamped_position(iso, args[1], s->length(), s->length()));
    return substring(iso, s, start < end ? start : end, start < end ? end : start);
}

// https://tc39.es/ecma262/#sec-string.prototype.substr
static Completion<Value> string_substr(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.substr"));
    double size = s->length();
    double start = TRY(relative_index(iso, args[0], size, 0));
    double length = args[1].is_undefined() ? size : TRY(to_integer_or_infinity(iso, args[1]));
    length = length < 0 ? 0 : length > size ? size : length;
    double end = start + length < size ? start + length : size;
    return start >= end ? iso.names.empty : substring(iso, s, uint32_t(start), uint32_t(end));
}

// https://tc39.es/ecma262/#sec-string.prototype.concat
static Completion<Value> string_concat(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.concat"));
    for (uint32_t i = 0; i < args.count(); i++) s = TRY(concat(iso, s, TRY(to_string(iso, args[i]))));
    return s;
}

/// `s` n times, as a rope of doublings (n >= 1).
static Completion<String*> repeat(Isolate& iso, String* s, uint64_t n) {
    if (n * s->length() > String::kMaxLength) return iso.throw_range_error("Invalid string length");
    String* result = nullptr;
    for (;; s = TRY(concat(iso, s, s))) {
        if (n & 1) result = result ? TRY(concat(iso, result, s)) : s;
        n >>= 1;
        if (n == 0) return result;
    }
}

// https://tc39.es/ecma262/#sec-string.prototype.repeat
static Completion<Value> string_repeat(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.repeat"));
    double n = TRY(to_integer_or_infinity(iso, args[0]));
    if (n < 0 || n == INFINITY) {
        Value count = args[0];
        return iso.throw_range_error("Invalid count value: %V", &count);
    }
    if (n == 0 || s->is_empty()) return iso.names.empty;
    if (n > double(String::kMaxLength)) return iso.throw_range_error("Invalid string length");
    return TRY(repeat(iso, s, uint64_t(n)));
}

// https://tc39.es/ecma262/#sec-stringpad
static Completion<Value> pad(Isolate& iso, Arguments args, const char* method, bool at_start) {
    String* s = TRY(this_to_string(iso, args, method));
    double length = TRY(to_length(iso, args[0]));
    if (length <= s->length()) return s;
    String* filler = args[1].is_undefined() ? single_character_string(iso, ' ') : TRY(to_string(iso, args[1]));
    if (filler->is_empty()) return s;
    if (length > double(String::kMaxLength)) return iso.throw_range_error("Invalid string length");
    uint32_t needed = uint32_t(length) - s->length();
    String* padding = filler;
    if (filler->length() < needed) {
        padding = TRY(repeat(iso, filler, needed / filler->length()));
        uint32_t rest = needed % filler->length();
        if (rest) padding = TRY(concat(iso, padding, substring(iso, filler, 0, rest)));
    } else if (filler->length() > needed) {
        padding = substring(iso, filler, 0, needed);
    }
    return at_start ? TRY(concat(iso, padding, s)) : TRY(concat(iso, s, padding));
}
// https://tc39.es/ecma262/#sec-string.prototype.padend
static Completion<Value> string_pad_end(Isolate& iso, Arguments args) {
    return pad(iso, args, "String.prototype.padEnd", false);
}
// https://tc39.es/ecma262/#sec-string.prototype.padstart
static Completion<Value> string_pad_start(Isolate& iso, Arguments args) {
    return pad(iso, args, "String.prototype.padStart", true);
}

String* trim_string(Isolate& iso, String* s, bool start, bool end) {
    FlatContent text = s->content(iso);
    uint32_t first = 0;
    uint32_t last = text.length;
    while (start && first < last && unicode::is_space_or_line_terminator(text[first])) first++;
    while (end && last > first && unicode::is_space_or_line_terminator(text[last - 1])) last--;
    return first == 0 && last == text.length ? s : substring(iso, s, first, last);
}
// https://tc39.es/ecma262/#sec-string.prototype.trim
static Completion<Value> string_trim(Isolate& iso, Arguments args) {
    return trim_string(iso, TRY(this_to_string(iso, args, "String.prototype.trim")), true, true);
}
// https://tc39.es/ecma262/#sec-string.prototype.trimstart (V8's messages use the old names)
static Completion<Value> string_trim_start(Isolate& iso, Arguments args) {
    return trim_string(iso, TRY(this_to_string(iso, args, "String.prototype.trimLeft")), true, false);
}
// https://tc39.es/ecma262/#sec-string.prototype.trimend
static Completion<Value> string_trim_end(Isolate& iso, Arguments args) {
    return trim_string(iso, TRY(this_to_string(iso, args, "String.prototype.trimRight")), false, true);
}

// ---- surrogates ----

/// First lone surrogate at or after `from`, or the length.
static uint32_t find_lone_surrogate(const FlatContent& text, uint32_t from) {
    if (text.is_latin1) return text.length;
    for (uint32_t i = from; i < text.length;) {
        uint32_t length;
        char32_t c = code_point_at(text, i, &length);
        if ((c & 0xFFFFF800) == 0xD800) return i;
        i += length;
    }
    return text.length;
}

// https://tc39.es/ecma262/#sec-string.prototype.iswellformed
static Completion<Value> string_is_well_formed(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.isWellFormed"));
    FlatContent text = s->content(iso);
    return Value::boolean(find_lone_surrogate(text, 0) == text.length);
}

// https://tc39.es/ecma262/#sec-string.prototype.towellformed
static Completion<Value> string_to_well_formed(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.toWellFormed"));
    FlatContent text = s->content(iso);
    uint32_t at = find_lone_surrogate(text, 0);
    if (at == text.length) return s;
    FlatString* result = TRY(new_flat_string(iso, text.length, false));
    text = s->content(iso);
    std::memcpy(result->utf16(), text.utf16(), size_t(text.length) * 2);
    for (; at < text.length; at = find_lone_surrogate(text, at + 1)) result->utf16()[at] = 0xFFFD;
    return result;
}

// ---- the table ----

static constexpr BuiltinSpec kStringStatics[] = {
    method("fromCharCode", 1, string_from_char_code),
    method("fromCodePoint", 1, string_from_code_point),
    method("raw", 1, string_raw),
};
static constexpr BuiltinSpec kStringRows[] = {
    method("anchor", 1, string_anchor),
    method("at", 1, string_at),
    method("big", 0, string_big),
    method("blink", 0, string_blink),
    method("bold", 0, string_bold),
    method("charAt", 1, string_char_at),
    method("charCodeAt", 1, string_char_code_at),
    method("codePointAt", 1, string_code_point_at),
    method("concat", 1, string_concat),
    method("endsWith", 1, string_ends_with),
    method("fontcolor", 1, string_fontcolor),
    method("fontsize", 1, string_fontsize),
    method("fixed", 0, string_fixed),
    method("includes", 1, string_includes),
    method("indexOf", 1, string_index_of),
    method("isWellFormed", 0, string_is_well_formed),
    method("italics", 0, string_italics),
    method("lastIndexOf", 1, string_last_index_of),
    method("link", 1, string_link),
    method("localeCompare", 1, string_locale_compare),
    method("match", 1, string_match),
    method("matchAll", 1, string_match_all),
    method("normalize", 0, string_normalize),
    method("padEnd", 1, string_pad_end),
    method("padStart", 1, string_pad_start),
    method("repeat", 1, string_repeat),
    method("replace", 2, string_replace),
    method("replaceAll", 2, string_replace_all),
    method("search", 1, string_search),
    method("slice", 2, string_slice),
    method("small", 0, string_small),
    method("split", 2, string_split),
    method("strike", 0, string_strike),
    method("sub", 0, string_sub),
    method("substr", 2, string_substr),
    method("substring", 2, string_substring),
    method("sup", 0, string_sup),
    method("startsWith", 1, string_starts_with),
    method("toString", 0, string_to_string),
    method("toWellFormed", 0, string_to_well_formed),
    method("trim", 0, string_trim),
    method("trimStart", 0, string_trim_start),
    alias("trimLeft", "trimStart"),
    method("trimEnd", 0, string_trim_end),
    alias("trimRight", "trimEnd"),
    method("toLocaleLowerCase", 0, string_to_locale_lower_case),
    method("toLocaleUpperCase", 0, string_to_locale_upper_case),
    method("toLowerCase", 0, string_to_lower_case),
    method("toUpperCase", 0, string_to_upper_case),
    method("valueOf", 0, string_value_of),
    method_with("@@iterator", 0, string_iterator, kWatchedMethod),
};

static Object* make_string_prototype(Isolate& iso, Realm* realm) {
    Shape* shape = Shape::root(iso, realm->object(iso, RealmObject::kObjectPrototype), 0);
    return iso.heap.make<PrimitiveWrapper>(iso, gc::CellKind::kStringWrapper, shape, Value(iso.names.empty));
}

const ClassSpec kStringClass = {
    .name = "String",
    .constructor = string_constructor,
    .length = 1,
    .constructor_id = RealmObject::kString,
    .prototype_id = RealmObject::kStringPrototype,
    .prototype = kStringRows,
    .statics = kStringStatics,
    .make_prototype = make_string_prototype,
};

}  // namespace jsx
