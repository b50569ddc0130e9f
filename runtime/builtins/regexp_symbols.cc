// RegExp.prototype[@@match, @@matchAll, @@replace, @@search, @@split], and the iterator of matchAll. Each follows the
// standard step by step; a pristine RegExp (regexp_object.h) takes a path that runs the engine directly.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/builtins/string_methods.h"

#include <algorithm>

namespace jsx {

namespace {
/// Keeps a compiled pattern while program code runs that may recompile its RegExp.
class CompiledHold {
public:
    explicit CompiledHold(CompiledRegExp* compiled) : compiled_(compiled) { compiled->ref(); }
    ~CompiledHold() { compiled_->unref(); }
    CompiledHold(const CompiledHold&) = delete;
    const CompiledRegExp& operator*() const { return *compiled_; }
    const CompiledRegExp* operator->() const { return compiled_; }

private:
    CompiledRegExp* compiled_;
};
}  // namespace

static bool contains(Isolate& iso, String* s, char16_t unit) {
    FlatContent text = s->content(iso);
    for (uint32_t i = 0; i < text.length; i++) {
        if (text[i] == unit) return true;
    }
    return false;
}

static bool is_full_unicode(regexp::Flags flags) { return flags & (regexp::kUnicode | regexp::kUnicodeSets); }

static Completion<void> set_last_index(Isolate& iso, Object* rx, double index) {
    if (auto* r = cell_as<RegExp>(Value(rx))) return r->set_last_index(iso, index);
    return set_or_throw(iso, rx, PropertyKey(iso.names.lastIndex), Value::number(index));
}

static Completion<Object*> this_object(Isolate& iso, Arguments args, const char* method) {
    if (is_object(args.this_value())) return as_object(args.this_value());
    return throw_incompatible_receiver(iso, method, args.this_value());
}

/// After an empty match of a global expression: lastIndex moves on.
static Completion<void> step_over_empty_match(Isolate& iso, Object* rx, String* s, bool full_unicode) {
    double index = TRY(to_length(iso, TRY(get(iso, rx, PropertyKey(iso.names.lastIndex)))));
    return set_last_index(iso, rx, index >= s->length() ? index + 1
                                                        : double(advance_string_index(iso, s, uint64_t(index), full_unicode)));
}

/// FAST: calls visit(captures) for each match of a pristine global RegExp; visit runs no JavaScript. Leaves lastIndex 0.
/// Returns whether anything matched.
template <class Visit>
static Completion<bool> for_each_match(Isolate& iso, RegExp* r, String* s, Visit visit) {
    const CompiledRegExp& compiled = *r->compiled();
    Captures captures(compiled.capture_count), last(compiled.capture_count);
    bool matched = false;
    (void)TRY(r->set_last_index(iso, 0));
    for (uint64_t at = 0; at <= s->length();) {
        if (!TRY(regexp_run(iso, compiled, s, uint32_t(at), captures))) break;
        matched = true;
        std::copy_n(captures.data(), 2 * size_t(compiled.capture_count), last.data());
        (void)TRY(visit(captures));
        at = captures.end(0);
        if (captures.start(0) == captures.end(0)) {
            at = advance_string_index(iso, s, at, is_full_unicode(compiled.flags));
        }
    }
    if (matched) regexp_note_match(iso, r, s, last);
    return matched;
}

// https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.match%
Completion<Value> regexp_match(Isolate& iso, Arguments args) {
    Object* rx = TRY(this_object(iso, args, "RegExp.prototype.@@match"));
    String* s = TRY(to_string(iso, args[0]));
    if (is_pristine_regexp(iso, Value(rx))) {
        auto* r = static_cast<RegExp*>(rx);
        if (!(r->flags() & regexp::kGlobal)) return regexp_builtin_exec(iso, r, s);
        Array* result = new_array(iso);
        bool matched = TRY(for_each_match(iso, r, s, [&](const Captures& match) {
            return put_element(iso, result, result->length(), match.text(iso, s, 0));
        }));
        return matched ? Value(result) : Value::null();
    }
    // 4. Let flags be ? ToString(? Get(rx, "flags")).
    String* flags = TRY(to_string(iso, TRY(get(iso, rx, PropertyKey(iso.names.flags)))));
    // 5. Without "g", return ? RegExpExec(rx, S).
    if (!contains(iso, flags, 'g')) return regexp_exec(iso, rx, s);
    // 6. All matches.
    bool full_unicode = contains(iso, flags, 'u') || contains(iso, flags, 'v');
    (void)TRY(set_last_index(iso, rx, 0));
    Array* result = new_array(iso);
    for (uint32_t n = 0;; n++) {
        Value match = TRY(regexp_exec(iso, rx, s));
        if (match.is_null()) return n == 0 ? Value::null() : Value(result);
        String* text = TRY(to_string(iso, TRY(get(iso, as_object(match), PropertyKey::index(0)))));
        (void)TRY(put_element(iso, result, n, Value(text)));
        if (text->is_empty()) (void)TRY(step_over_empty_match(iso, rx, s, full_unicode));
    }
}

// https://tc39.es/ecma262/#sec-regexp-prototype-%symbol.matchall%
Completion<Value> regexp_match_all(Isolate& iso, Arguments args) {
    Object* rx = TRY(this_object(iso, args, "RegExp.prototype.@@matchAll"));
    String* s = TRY(to_string(iso, args[0]));
    // 4-6. A copy of the expression.
    Object* constructor = TRY(species_constructor(iso, rx, iso.realm()->object(iso, RealmObject::kRegExp)));
    String* flags = TRY(to_string(iso, TRY(get(iso, rx, PropertyKey(iso.names.flags)))));
    Object* matcher = TRY(construct(iso, constructor, {Value(rx), Value(flags)}));
    // 7-8. Its lastIndex.
    double last_index = TRY(to_length(iso, TRY(get(iso, rx, PropertyKey(iso.names.lastIndex)))));
    (void)TRY(set_last_index(iso, matcher, last_index));
    bool full_unicode = contains(iso, flags, 'u') || contains(iso, flags, 'v');
    Object* prototype = iso.realm()->object(iso, RealmObject::kRegExpStringIteratorPrototype);
    return iso.heap.make<RegExpStringIterator>(iso, Shape::root(iso, prototype, 0), matcher, s, contains(iso, flags, 'g'),
                                               full_unicode);
}

// https://tc39.es/ecma262/#sec-%regexpstringiteratorprototype%.next
static Completion<Value> regexp_string_iterator_next(Isolate& iso, Arguments args) {
    auto* iterator = TRY(this_as<RegExpStringIterator>(iso, args, "%RegExpStringIterator%.prototype.next"));
    Object* rx = iterator->regexp();
    if (!rx) return create_iterator_result(iso, Value::undefined(), true);
    Completion<Value> c = regexp_exec(iso, rx, iterator->string());
    if (c.threw()) {
        iterator->finish();
        return c;
    }
    Value match = c.take();
    if (match.is_null()) {
        iterator->finish();
        return create_iterator_result(iso, Value::undefined(), true);
    }
    if (!iterator->is_global()) {
        iterator->finish();
        return create_iterator_result(iso, match, false);
    }
    auto step = [&]() -> Completion<void> {
        String* text = TRY(to_string(iso, TRY(get(iso, as_object(match), PropertyKey::index(0)))));
        if (!text->is_empty()) return {};
        return step_over_empty_match(iso, rx, iterator->string(), iterator->is_unicode());
    };
    Completion<void> stepped = step();
    if (stepped.threw()) {
        iterator->finish();
        return stepped.thrown();
    }
    return create_iterator_result(iso, match, false);
}

static constexpr BuiltinSpec kIteratorRows[] = {
    method("next", 0, regexp_string_iterator_next),
    to_string_tag("RegExp String Iterator"),
};
const ClassSpec kRegExpStringIteratorClass = {
    .name = "RegExp String Iterator",
    .prototype_id = RealmObject::kRegExpStringIteratorPrototype,
    .prototype_parent = RealmObject::kIteratorPrototype,
    .prototype = kIteratorRows,
};

// ---- replace ----

/// Of the matches that a replacing function is called for: a gigabyte.
static constexpr size_t kMaxPositions = 1u << 28;

/// FAST: @@replace of a pristine RegExp. `replacer` is a function, or `replacement` the template.
static Completion<Value> replace_pristine(Isolate& iso, RegExp* r, String* s, Value replacer, String* replacement) {
    CompiledHold compiled(r->compiled());
    const uint32_t groups = compiled->capture_count;
    bool is_template = replacement && contains(iso, replacement, '$');
    bool has_names = !regexp::group_names(*compiled->program).empty();
    StringBuilder out(iso);
    gc::RootVector values(iso.heap);
    uint32_t done = 0;
    auto replace = [&](const Captures& match) -> Completion<void> {
        out.append(s, done, match.start(0));
        done = match.end(0);
        if (replacement && !is_template) {
            out.append(replacement);
            return {};
        }
        values.resize(0);
        for (uint32_t g = 0; g < groups; g++) values.push(match.text(iso, s, g));
        Value named = has_names ? regexp_groups(iso, *compiled, s, match) : Value::undefined();
        if (replacement) {
            return append_substitution(iso, out, static_cast<String*>(values[0].as_cell()), s, match.start(0),
                                       {values.data() + 1, groups - 1}, named, replacement);
        }
        values.push(Value::number(match.start(0)));
        values.push(Value(s));
        if (has_names) values.push(named);
        Value result = TRY(call(iso, replacer, Value::undefined(), std::span<const Value>(values.data(), values.size())));
        out.append(TRY(to_string(iso, result)));
        return {};
    };
    if (!(compiled->flags & regexp::kGlobal)) {
        Captures captures(groups);
        if (!TRY(regexp_builtin_match(iso, r, s, r->last_index().as_int32(), captures))) return s;
        (void)TRY(replace(captures));
    } else if (replacement) {
        if (!TRY(for_each_match(iso, r, s, replace))) return s;
    } else {
        // All matches are found before the function is called.
        const size_t width = 2 * size_t(groups);
        std::vector<int32_t> positions;
        bool matched = TRY(for_each_match(iso, r, s, [&](Captures& match) -> Completion<void> {
            if (positions.size() + width > kMaxPositions) return iso.throw_range_error("Invalid array length");
            positions.insert(positions.end(), match.data(), match.data() + width);
            return {};
        }));
        if (!matched) return s;
        for (size_t i = 0; i < positions.size(); i += width) (void)TRY(replace(Captures(groups, &positions[i])));
    }
    out.append(s, done, s->length());
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.replace%
Completion<Value> regexp_replace(Isolate& iso, Arguments args) {
    // 1-4. The receiver and the subject.
    Object* rx = TRY(this_object(iso, args, "RegExp.prototype.@@replace"));
    String* s = TRY(to_string(iso, args[0]));
    // 5-6. The replacement: a function or a template.
    Value replacer = args[1];
    bool functional = is_callable(replacer);
    String* replacement = functional ? nullptr : TRY(to_string(iso, replacer));
    if (is_pristine_regexp(iso, Value(rx)) && static_cast<RegExp*>(rx)->last_index().is_int32() &&
        static_cast<RegExp*>(rx)->last_index().as_int32() >= 0) {
        return replace_pristine(iso, static_cast<RegExp*>(rx), s, replacer, replacement);
    }
    // 7-9. The flags.
    String* flags = TRY(to_string(iso, TRY(get(iso, rx, PropertyKey(iso.names.flags)))));
    bool global = contains(iso, flags, 'g');
    bool full_unicode = contains(iso, flags, 'u') || contains(iso, flags, 'v');
    if (global) (void)TRY(set_last_index(iso, rx, 0));
    // 10-12. All results, first.
    gc::RootVector results(iso.heap);
    for (;;) {
        Value result = TRY(regexp_exec(iso, rx, s));
        if (result.is_null()) break;
        results.push(result);
        if (!global) break;
        String* text = TRY(to_string(iso, TRY(get(iso, as_object(result), PropertyKey::index(0)))));
        if (text->is_empty()) (void)TRY(step_over_empty_match(iso, rx, s, full_unicode));
    }
    // 13-15. Then their replacements.
    StringBuilder out(iso);
    gc::RootVector values(iso.heap);
    uint32_t done = 0;
    for (size_t i = 0; i < results.size(); i++) {
        Object* result = as_object(results[i]);
        double length = TRY(length_of_array_like(iso, result));
        String* matched = TRY(to_string(iso, TRY(get(iso, result, PropertyKey::index(0)))));
        double index = TRY(to_integer_or_infinity(iso, TRY(get(iso, result, PropertyKey(iso.names.index)))));
        uint32_t position = index <= 0 ? 0 : index >= s->length() ? s->length() : uint32_t(index);
        values.resize(0);
        values.push(Value(matched));
        for (double n = 1; n < length; n++) {
            Value capture = TRY(get(iso, result, PropertyKey::from_index(iso, uint64_t(n))));
            if (!capture.is_undefined()) capture = Value(TRY(to_string(iso, capture)));
            values.push(capture);
        }
        Value named = TRY(get(iso, result, PropertyKey(iso.names.groups)));
        StringBuilder text(iso);
        if (functional) {
            values.push(Value::number(position));
            values.push(Value(s));
            if (!named.is_undefined()) values.push(named);
            Value v = TRY(call(iso, replacer, Value::undefined(), std::span<const Value>(values.data(), values.size())));
            text.append(TRY(to_string(iso, v)));
        } else {
            if (!named.is_undefined()) named = Value(TRY(to_object(iso, named)));
            (void)TRY(append_substitution(iso, text, matched, s, position, {values.data() + 1, values.size() - 1}, named,
                                          replacement));
        }
        String* replaced = TRY(text.finish());
        if (position >= done) {
            out.append(s, done, position);
            out.append(replaced);
            uint64_t end = uint64_t(position) + matched->length();
            done = end < s->length() ? uint32_t(end) : s->length();
        }
    }
    out.append(s, done, s->length());
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.search%
Completion<Value> regexp_search(Isolate& iso, Arguments args) {
    Object* rx = TRY(this_object(iso, args, "RegExp.prototype.@@search"));
    String* s = TRY(to_string(iso, args[0]));
    if (is_pristine_regexp(iso, Value(rx))) {
        // FAST: lastIndex is put back in the end, so it is not touched.
        auto* r = static_cast<RegExp*>(rx);
        Captures captures(r->compiled()->capture_count);
        if (!TRY(regexp_run(iso, *r->compiled(), s, 0, captures))) return Value::int32(-1);
        regexp_note_match(iso, r, s, captures);
        return Value::number(captures.start(0));
    }
    PropertyKey key(iso.names.lastIndex);
    Value previous = TRY(get(iso, rx, key));
    if (!same_value(iso, previous, Value::int32(0))) (void)TRY(set_last_index(iso, rx, 0));
    Value result = TRY(regexp_exec(iso, rx, s));
    Value current = TRY(get(iso, rx, key));
    if (!same_value(iso, current, previous)) (void)TRY(set_or_throw(iso, rx, key, previous));
    if (result.is_null()) return Value::int32(-1);
    return get(iso, as_object(result), PropertyKey(iso.names.index));
}

// ---- split ----

/// FAST: split by a pristine RegExp whose species is %RegExp%. The standard's sticky match at each position in turn
/// finds what a search does.
static Completion<Value> split_pristine(Isolate& iso, RegExp* r, String* s, Value limit) {
    CompiledHold compiled(r->compiled());
    uint32_t lim = limit.is_undefined() ? 0xFFFF'FFFF : TRY(to_uint32(iso, limit));
    Array* result = new_array(iso);
    if (lim == 0) return result;
    Captures captures(compiled->capture_count);
    uint32_t size = s->length();
    uint32_t n = 0;
    auto push = [&](Value v) { return put_element(iso, result, n++, v); };
    if (size == 0) {
        if (!TRY(regexp_run(iso, *compiled, s, 0, captures, regexp::Anchor::kSticky))) (void)TRY(push(Value(s)));
        return result;
    }
    uint32_t p = 0;
    for (uint64_t q = 0; q < size;) {
        if (!TRY(regexp_run(iso, *compiled, s, uint32_t(q), captures, regexp::Anchor::kSearch))) break;
        regexp_note_match(iso, r, s, captures);
        uint32_t start = captures.start(0), end = captures.end(0);
        if (start >= size) break;
        if (end == p) {
            q = advance_string_index(iso, s, start, is_full_unicode(compiled->flags));
            continue;
        }
        (void)TRY(push(Value(substring(iso, s, p, start))));
        if (n == lim) break;
        p = end;
        for (uint32_t g = 1; g < captures.count() && n < lim; g++) (void)TRY(push(captures.text(iso, s, g)));
        if (n == lim) break;
        q = p;
    }
    if (n < lim) (void)TRY(push(Value(substring(iso, s, p, size))));
    return result;
}

// https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.split%
Completion<Value> regexp_split(Isolate& iso, Arguments args) {
    Object* rx = TRY(this_object(iso, args, "RegExp.prototype.@@split"));
    String* s = TRY(to_string(iso, args[0]));
    // 4. Let C be ? SpeciesConstructor(rx, %RegExp%).
    Object* regexp_constructor = iso.realm()->object(iso, RealmObject::kRegExp);
    Object* constructor = TRY(species_constructor(iso, rx, regexp_constructor));
    // FAST: a limit that is an object would be asked for its number after the flags are read, and may change anything.
    if (constructor == regexp_constructor && is_pristine_regexp(iso, Value(rx)) && !is_object(args[1])) {
        return split_pristine(iso, static_cast<RegExp*>(rx), s, args[1]);
    }
    // 5-10. The splitter: a sticky copy.
    String* flags = TRY(to_string(iso, TRY(get(iso, rx, PropertyKey(iso.names.flags)))));
    bool unicode = contains(iso, flags, 'u') || contains(iso, flags, 'v');
    if (!contains(iso, flags, 'y')) flags = TRY(concat(iso, flags, single_character_string(iso, 'y')));
    Object* splitter = TRY(construct(iso, constructor, {Value(rx), Value(flags)}));
    // 11-14. The limit.
    Array* result = new_array(iso);
    uint32_t lim = args[1].is_undefined() ? 0xFFFF'FFFF : TRY(to_uint32(iso, args[1]));
    if (lim == 0) return result;
    // 15. An empty subject is split into itself, unless it matches.
    uint32_t size = s->length();
    uint32_t n = 0;
    auto push = [&](Value v) { return put_element(iso, result, n++, v); };
    if (size == 0) {
        if (TRY(regexp_exec(iso, splitter, s)).is_null()) (void)TRY(push(Value(s)));
        return result;
    }
    // 16-19. Match at each position.
    uint32_t p = 0;
    for (uint64_t q = 0; q < size;) {
        (void)TRY(set_last_index(iso, splitter, double(q)));
        Value z = TRY(regexp_exec(iso, splitter, s));
        if (z.is_null()) {
            q = advance_string_index(iso, s, q, unicode);
            continue;
        }
        double e = TRY(to_length(iso, TRY(get(iso, splitter, PropertyKey(iso.names.lastIndex)))));
        uint32_t end = e < size ? uint32_t(e) : size;
        if (end == p) {
            q = advance_string_index(iso, s, q, unicode);
            continue;
        }
        (void)TRY(push(Value(substring(iso, s, p, uint32_t(q)))));
        if (n == lim) return result;
        p = end;
        double count = TRY(length_of_array_like(iso, as_object(z)));
        for (double i = 1; i < count; i++) {
            (void)TRY(push(TRY(get(iso, as_object(z), PropertyKey::from_index(iso, uint64_t(i))))));
            if (n == lim) return result;
        }
        q = p;
    }
    // 20-22. The rest.
    (void)TRY(push(Value(substring(iso, s, p, size))));
    return result;
}

}  // namespace jsx
