// String methods that take patterns: match, matchAll, replace, replaceAll, search, split.
#include <algorithm>
#include <cstring>

#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/builtins/string_methods.h"

namespace jsx {

/// GetMethod(pattern, symbol), for patterns that are objects; undefined otherwise.
static Completion<Value> pattern_method(Isolate& iso, Value pattern, Symbol* symbol) {
    if (!is_object(pattern)) return Value::undefined();
    return get_method(iso, pattern, PropertyKey(symbol));
}

/// The steps that match, matchAll and search share: ask the pattern, else make a RegExp of it and ask that.
static Completion<Value> match_with(Isolate& iso, Arguments args, const char* name, Symbol* symbol, const char* flags) {
    (void)TRY(require_object_coercible(iso, args.this_value(), name));
    Value method = TRY(pattern_method(iso, args[0], symbol));
    if (!method.is_undefined()) return call(iso, method, args[0], {args.this_value()});
    String* s = TRY(to_string(iso, args.this_value()));
    Value flags_value = flags ? Value(atomize(iso, flags)) : Value::undefined();
    RegExp* rx = TRY(regexp_create(iso, args[0], flags_value));
    return invoke(iso, Value(rx), PropertyKey(symbol), std::initializer_list<Value>{Value(s)});
}

// https://tc39.es/ecma262/#sec-string.prototype.match
Completion<Value> string_match(Isolate& iso, Arguments args) {
    return match_with(iso, args, "String.prototype.match", iso.symbols.match, nullptr);
}

// https://tc39.es/ecma262/#sec-string.prototype.search
Completion<Value> string_search(Isolate& iso, Arguments args) {
    return match_with(iso, args, "String.prototype.search", iso.symbols.search, nullptr);
}

/// matchAll and replaceAll insist on the global flag of what says it is a regular expression.
static Completion<void> check_global(Isolate& iso, Value pattern, const char* name) {
    if (!is_object(pattern) || !TRY(is_regexp(iso, pattern))) return {};
    Value flags = TRY(get(iso, as_object(pattern), PropertyKey(iso.names.flags)));
    (void)TRY(require_object_coercible(iso, flags, name));
    FlatContent text = TRY(to_string(iso, flags))->content(iso);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text[i] == 'g') return {};
    }
    return iso.throw_type_error("%s called with a non-global RegExp argument", name);
}

// https://tc39.es/ecma262/#sec-string.prototype.matchall
Completion<Value> string_match_all(Isolate& iso, Arguments args) {
    constexpr const char* kName = "String.prototype.matchAll";
    (void)TRY(require_object_coercible(iso, args.this_value(), kName));
    (void)TRY(check_global(iso, args[0], kName));
    return match_with(iso, args, kName, iso.symbols.match_all, "g");
}

// ---- replace ----

/// Where the ASCII unit stands next, at or after `from`; the length if nowhere.
static uint32_t find_unit(const FlatContent& text, char unit, uint32_t from) {
    if (from >= text.length) return text.length;
    if (text.is_latin1) {
        auto* at = static_cast<const Latin1*>(std::memchr(text.latin1() + from, unit, text.length - from));
        return at ? uint32_t(at - text.latin1()) : text.length;
    }
    return uint32_t(std::find(text.utf16() + from, text.utf16() + text.length, char16_t(unit)) - text.utf16());
}

Completion<void> append_substitution(Isolate& iso, StringBuilder& out, String* matched, String* string, uint32_t position,
                                     std::span<const Value> captures, Value named_captures, String* replacement) {
    uint64_t match_end = uint64_t(position) + matched->length();
    uint32_t size = replacement->length();
    FlatContent text = replacement->content(iso);
    bool has_no_close = false;  // no '>' from here on
    for (uint32_t i = 0; i < size && (!out.has_overflowed() || !named_captures.is_undefined());) {
        text = replacement->content_nogc();
        uint32_t dollar = find_unit(text, '$', i);
        if (dollar > i) {
            out.append(replacement, i, dollar);
            i = dollar;
            continue;
        }
        if (i + 1 >= size) {
            out.append(u'$');
            break;
        }
        char16_t next = text[i + 1];
        if (next == '$') {
            out.append(u'$');
            i += 2;
        } else if (next == '&') {
            out.append(matched);
            i += 2;
        } else if (next == '`') {
            out.append(string, 0, position);
            i += 2;
        } else if (next == '\'') {
            if (match_end < string->length()) out.append(string, uint32_t(match_end), string->length());
            i += 2;
        } else if (next >= '0' && next <= '9') {
            // Two digits if there are so many groups, else one.
            uint32_t digits = 1, group = uint32_t(next - '0');
            if (i + 2 < size && text[i + 2] >= '0' && text[i + 2] <= '9') {
                uint32_t two = group * 10 + (text[i + 2] - '0');
                if (two >= 1 && two <= captures.size()) {
                    digits = 2;
                    group = two;
                }
            }
            if (group >= 1 && group <= captures.size()) {
                Value capture = captures[group - 1];
                if (!capture.is_undefined()) out.append(as_string(capture));
            } else {
                out.append(u'$');
                out.append(next);
            }
            i += 1 + digits;
        } else if (next == '<' && !named_captures.is_undefined() && !has_no_close) {
            uint32_t close = find_unit(text, '>', i + 2);
            if (close == size) {
                has_no_close = true;
                continue;
            }
            PropertyKey name = PropertyKey::from_string(iso, substring(iso, replacement, i + 2, close));
            Value capture = TRY(get(iso, as_object(named_captures), name));
            if (!capture.is_undefined()) out.append(TRY(to_string(iso, capture)));
            i = close + 1;
        } else {
            out.append(u'$');
            i++;
        }
    }
    return {};
}

/// What replace and replaceAll put for the occurrence of `pattern` at `position`.
static Completion<void> append_replacement(Isolate& iso, StringBuilder& out, String* s, String* pattern, uint32_t position,
                                           Value replacer, String* replacement) {
    if (replacement) {
        return append_substitution(iso, out, pattern, s, position, {}, Value::undefined(), replacement);
    }
    Value v = TRY(call(iso, replacer, Value::undefined(), {Value(pattern), Value::number(position), Value(s)}));
    out.append(TRY(to_string(iso, v)));
    return {};
}

// https://tc39.es/ecma262/#sec-string.prototype.replace
Completion<Value> string_replace(Isolate& iso, Arguments args) {
    (void)TRY(require_object_coercible(iso, args.this_value(), "String.prototype.replace"));
    // 2. An object that knows how to replace is asked.
    Value method = TRY(pattern_method(iso, args[0], iso.symbols.replace));
    if (!method.is_undefined()) return call(iso, method, args[0], {args.this_value(), args[1]});
    // 3-6. The texts.
    String* s = TRY(to_string(iso, args.this_value()));
    String* pattern = TRY(to_string(iso, args[0]));
    String* replacement = is_callable(args[1]) ? nullptr : TRY(to_string(iso, args[1]));
    // 7-8. The first occurrence.
    int64_t position = index_of(iso, s, pattern, 0);
    if (position < 0) return s;
    // 9-13. Around it.
    StringBuilder middle(iso);
    (void)TRY(append_replacement(iso, middle, s, pattern, uint32_t(position), args[1], replacement));
    String* before = substring(iso, s, 0, uint32_t(position));
    String* after = substring(iso, s, uint32_t(position) + pattern->length(), s->length());
    return TRY(concat(iso, TRY(concat(iso, before, TRY(middle.finish()))), after));
}

// https://tc39.es/ecma262/#sec-string.prototype.replaceall
Completion<Value> string_replace_all(Isolate& iso, Arguments args) {
    constexpr const char* kName = "String.prototype.replaceAll";
    (void)TRY(require_object_coercible(iso, args.this_value(), kName));
    (void)TRY(check_global(iso, args[0], kName));
    Value method = TRY(pattern_method(iso, args[0], iso.symbols.replace));
    if (!method.is_undefined()) return call(iso, method, args[0], {args.this_value(), args[1]});
    String* s = TRY(to_string(iso, args.this_value()));
    String* pattern = TRY(to_string(iso, args[0]));
    String* replacement = is_callable(args[1]) ? nullptr : TRY(to_string(iso, args[1]));
    uint32_t advance = pattern->length() > 1 ? pattern->length() : 1;
    StringBuilder out(iso);
    uint32_t done = 0;
    bool found = false;
    for (uint64_t from = 0; from <= s->length();) {
        int64_t position = index_of(iso, s, pattern, uint32_t(from));
        if (position < 0) break;
        found = true;
        out.append(s, done, uint32_t(position));
        (void)TRY(append_replacement(iso, out, s, pattern, uint32_t(position), args[1], replacement));
        done = uint32_t(position) + pattern->length();
        from = uint64_t(position) + advance;
    }
    if (!found) return s;
    out.append(s, done, s->length());
    return TRY(out.finish());
}

// ---- split ----

Completion<Array*> split_string(Isolate& iso, String* s, String* separator, uint32_t limit) {
    uint32_t size = s->length(), width = separator->length();
    separator->content(iso);
    s->content(iso);
    // Count first, so that the array is made once.
    uint32_t count = 0;
    if (width == 0) {
        count = size < limit ? size : limit;
    } else {
        count = 1;
        for (int64_t at = 0; count < limit && (at = index_of(iso, s, separator, uint32_t(at))) >= 0; at += width) {
            count++;
            if (at + width > size) break;
        }
    }
    Array* result = new_array(iso);
    Elements* elements = TRY(ensure_elements(iso, result, count));
    uint32_t begin = 0;
    for (uint32_t i = 0; i < count; i++) {
        Value part;
        if (width == 0) {
            part = Value(single_character_string(iso, s->content_nogc()[i]));
        } else {
            int64_t at = index_of(iso, s, separator, begin);
            uint32_t end = at < 0 ? size : uint32_t(at);
            part = Value(substring(iso, s, begin, end));
            begin = end + width;
        }
        elements->push(part);
    }
    result->set_length_nocheck(count);
    return result;
}

// https://tc39.es/ecma262/#sec-string.prototype.split
Completion<Value> string_split(Isolate& iso, Arguments args) {
    (void)TRY(require_object_coercible(iso, args.this_value(), "String.prototype.split"));
    Value method = TRY(pattern_method(iso, args[0], iso.symbols.split));
    if (!method.is_undefined()) return call(iso, method, args[0], {args.this_value(), args[1]});
    String* s = TRY(to_string(iso, args.this_value()));
    uint32_t limit = args[1].is_undefined() ? 0xFFFF'FFFF : TRY(to_uint32(iso, args[1]));
    String* separator = TRY(to_string(iso, args[0]));
    if (limit == 0) return new_array(iso);
    if (args[0].is_undefined()) {
        Value whole(s);
        return new_array(iso, std::span<const Value>(&whole, 1));
    }
    return TRY(split_string(iso, s, separator, limit));
}

}  // namespace jsx
