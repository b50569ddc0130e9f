// Matching: RegExpBuiltinExec, RegExpExec, exec and test, result objects, the legacy static properties.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/builtins/string_methods.h"

namespace jsx {

// ---- running the engine ----

Completion<bool> regexp_run(Isolate& iso, const CompiledRegExp& compiled, String* subject, uint32_t start,
                            Captures& captures, regexp::Anchor anchor) {
    FlatContent text = subject->content(iso);
    regexp::Text view = text.is_latin1 ? regexp::Text(text.latin1(), text.length)
                                       : regexp::Text(std::u16string_view(text.utf16(), text.length));
    auto result = regexp::match(*compiled.program, view, start, captures.data(),
                                BuiltinState::of(iso).regexp_scratch, anchor);
    switch (result) {
    case regexp::MatchResult::kNoMatch: return false;
    case regexp::MatchResult::kMatch: return true;
    case regexp::MatchResult::kOutOfMemory:
    case regexp::MatchResult::kInterrupted: return iso.throw_stack_overflow();
    }
    JSX_UNREACHABLE();
}

Completion<double> regexp_last_index(Isolate& iso, RegExp* r) {
    Value v = r->last_index();
    return v.is_int32() && v.as_int32() >= 0 ? Completion<double>(v.as_int32()) : to_length(iso, v);
}

Completion<bool> regexp_builtin_match(Isolate& iso, RegExp* r, String* subject, double last_index, Captures& captures) {
    // It counts only if the expression is global or sticky.
    bool uses_last_index = r->flags() & (regexp::kGlobal | regexp::kSticky);
    if (!uses_last_index) last_index = 0;
    bool matched = false;
    if (last_index <= subject->length()) {
        matched = TRY(regexp_run(iso, *r->compiled(), subject, uint32_t(last_index), captures));
    }
    if (matched) regexp_note_match(iso, r, subject, captures);
    if (uses_last_index) (void)TRY(r->set_last_index(iso, matched ? captures.end(0) : 0));
    return matched;
}

// ---- result objects ----

Value regexp_groups(Isolate& iso, const CompiledRegExp& compiled, String* subject, const Captures& captures) {
    const auto& names = regexp::group_names(*compiled.program);
    if (names.empty()) return Value::undefined();
    Object* groups = new_object_with_prototype(iso, nullptr);
    for (const regexp::GroupName& name : names) {
        Value text = Value::undefined();
        for (uint32_t group : name.groups) {
            if (captures.is_present(group)) text = captures.text(iso, subject, group);
        }
        String* key = atomize(iso, std::span<const char16_t>(name.name.data(), name.name.size()));
        groups->put_named(iso, PropertyKey(key), text, kAllAttributes);
    }
    return Value(groups);
}

// https://tc39.es/ecma262/#sec-makematchindicesindexpairarray
static Array* make_indices(Isolate& iso, RegExp* r, const Captures& captures) {
    auto pair_of = [&](uint32_t group) {
        if (!captures.is_present(group)) return Value::undefined();
        Value pair[2] = {Value::number(captures.start(group)), Value::number(captures.end(group))};
        return Value(new_array(iso, pair));
    };
    Array* result = new_array(iso, captures.count());
    for (uint32_t i = 0; i < captures.count(); i++) (void)MUST(put_element(iso, result, i, pair_of(i)));
    const auto& names = regexp::group_names(*r->compiled()->program);
    Value groups = Value::undefined();
    if (!names.empty()) {
        Object* o = new_object_with_prototype(iso, nullptr);
        groups = Value(o);
        for (const regexp::GroupName& name : names) {
            Value pair = Value::undefined();
            for (uint32_t group : name.groups) {
                if (captures.is_present(group)) pair = result->fast_elements()->get(group);
            }
            String* key = atomize(iso, std::span<const char16_t>(name.name.data(), name.name.size()));
            o->put_named(iso, PropertyKey(key), pair, kAllAttributes);
        }
    }
    result->add_named(iso, PropertyKey(iso.names.groups), groups, kAllAttributes);
    return result;
}

static RegExpResultShapes& result_shapes(Isolate& iso) {
    RegExpResultShapes& shapes = BuiltinState::of(iso).regexp_result_shapes;
    Shape* array = iso.realm()->shape(iso, RealmShape::kArray);
    if (shapes.array.get() != array) {
        uint32_t slot;
        shapes.array.set(array);
        shapes.index.set(array->with_property(iso, PropertyKey(iso.names.index), kAllAttributes, &slot));
        shapes.input.set(shapes.index->with_property(iso, PropertyKey(iso.names.input), kAllAttributes, &slot));
        shapes.groups.set(shapes.input->with_property(iso, PropertyKey(iso.names.groups), kAllAttributes, &slot));
        shapes.indices.set(shapes.groups->with_property(iso, PropertyKey(iso.names.indices), kAllAttributes, &slot));
    }
    return shapes;
}

/// RegExpBuiltinExec, from the match on.
static Array* make_result(Isolate& iso, RegExp* r, String* subject, const Captures& captures) {
    Array* result = new_array(iso, captures.count());
    for (uint32_t i = 0; i < captures.count(); i++) {
        (void)MUST(put_element(iso, result, i, captures.text(iso, subject, i)));
    }
    RegExpResultShapes& shapes = result_shapes(iso);
    result->add_slot(iso, shapes.index.get(), 0, Value::number(captures.start(0)));
    result->add_slot(iso, shapes.input.get(), 1, Value(subject));
    result->add_slot(iso, shapes.groups.get(), 2, regexp_groups(iso, *r->compiled(), subject, captures));
    if (r->flags() & regexp::kHasIndices) {
        result->add_slot(iso, shapes.indices.get(), 3, Value(make_indices(iso, r, captures)));
    }
    return result;
}

Completion<Value> regexp_builtin_exec(Isolate& iso, RegExp* r, String* subject) {
    // 2. Let lastIndex be ? ToLength(! Get(R, "lastIndex")). This may run compile().
    double last_index = TRY(regexp_last_index(iso, r));
    Captures captures(r->compiled()->capture_count);
    if (!TRY(regexp_builtin_match(iso, r, subject, last_index, captures))) return Value::null();
    return make_result(iso, r, subject, captures);
}

Completion<Value> regexp_exec(Isolate& iso, Object* r, String* subject) {
    // 1-2. Let exec be ? Get(R, "exec"); if callable, it is asked.
    if (is_pristine_regexp(iso, Value(r))) return regexp_builtin_exec(iso, static_cast<RegExp*>(r), subject);
    Value exec = TRY(get(iso, r, PropertyKey(iso.names.exec)));
    if (is_callable(exec) && !(is_native(exec, regexp_proto_exec) && r->is<RegExp>())) {
        Value result = TRY(call(iso, exec, Value(r), {Value(subject)}));
        if (!is_object(result) && !result.is_null()) {
            return iso.throw_type_error("RegExp exec method returned something other than an Object or null");
        }
        return result;
    }
    // 3-4. Perform ? RequireInternalSlot(R, [[RegExpMatcher]]); return ? RegExpBuiltinExec(R, S).
    if (!r->is<RegExp>()) return throw_incompatible_receiver(iso, "RegExp.prototype.exec", Value(r));
    return regexp_builtin_exec(iso, static_cast<RegExp*>(r), subject);
}

uint64_t advance_string_index(Isolate& iso, String* s, uint64_t index, bool unicode) {
    if (!unicode || index + 1 >= s->length()) return index + 1;
    uint32_t length;
    code_point_at(s->content(iso), uint32_t(index), &length);
    return index + length;
}

// https://tc39.es/ecma262/#sec-regexp.prototype.exec
Completion<Value> regexp_proto_exec(Isolate& iso, Arguments args) {
    RegExp* r = TRY(this_as<RegExp>(iso, args, "RegExp.prototype.exec"));
    String* s = TRY(to_string(iso, args[0]));
    return regexp_builtin_exec(iso, r, s);
}

// https://tc39.es/ecma262/#sec-regexp.prototype.test
Completion<Value> regexp_proto_test(Isolate& iso, Arguments args) {
    Value v = args.this_value();
    if (!is_object(v)) return throw_incompatible_receiver(iso, "RegExp.prototype.test", v);
    String* s = TRY(to_string(iso, args[0]));
    if (is_pristine_regexp(iso, v)) {
        // FAST: no result object.
        auto* r = static_cast<RegExp*>(v.as_cell());
        double last_index = TRY(regexp_last_index(iso, r));
        Captures captures(r->compiled()->capture_count);
        return Value::boolean(TRY(regexp_builtin_match(iso, r, s, last_index, captures)));
    }
    return Value::boolean(!TRY(regexp_exec(iso, as_object(v), s)).is_null());
}

}  // namespace jsx
