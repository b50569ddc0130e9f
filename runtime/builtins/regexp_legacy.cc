// RegExp.$1, RegExp.lastMatch and so on (tc39.es/proposal-regexp-legacy-features).
//
// The state is a CellArray that the realm's %RegExp% captures: the input, the subject of the last match, then positions:
// of the match, of groups 1 to 9, and of the last group. An empty subject field: invalidated by a subclass.
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/regexp_object.h"

namespace jsx {

namespace {
enum : uint32_t { kInput, kSubject, kPositions, kLastGroup = kPositions + 20, kFields = kLastGroup + 2 };
}

static CellArray* legacy_state(Isolate& iso, Object* constructor) {
    auto* function = static_cast<NativeFunction*>(constructor);
    if (function->data().is_cell()) return static_cast<CellArray*>(function->data().as_cell());
    CellArray* state = CellArray::create(iso, kFields, Value::int32(-1));
    state->set(kInput, Value(iso.names.empty));
    state->set(kSubject, Value(iso.names.empty));
    state->set(kPositions, Value::int32(0));
    state->set(kPositions + 1, Value::int32(0));
    function->set_data(Value(state));
    return state;
}

void regexp_note_match(Isolate& iso, RegExp* r, String* subject, const Captures& captures) {
    Realm* realm = iso.realm();
    if (r->realm() != realm) return;
    CellArray* state = legacy_state(iso, realm->object(iso, RealmObject::kRegExp));
    if (!r->has_legacy_features()) {
        state->set(kInput, Value::empty());
        state->set(kSubject, Value::empty());
        return;
    }
    state->set(kInput, Value(subject));
    state->set(kSubject, Value(subject));
    auto put = [&](uint32_t field, uint32_t group) {
        bool present = captures.is_present(group);
        // Integers need no barrier.
        state->values()[field] = Value::int32(present ? int32_t(captures.start(group)) : -1);
        state->values()[field + 1] = Value::int32(present ? int32_t(captures.end(group)) : -1);
    };
    uint32_t n = captures.count() < 10 ? captures.count() : 10;
    for (uint32_t i = 0; i < n; i++) put(kPositions + 2 * i, i);
    for (uint32_t i = n; i < 10; i++) state->values()[kPositions + 2 * i] = Value::int32(-1);
    if (captures.count() > 1) {
        put(kLastGroup, captures.count() - 1);
    } else {
        state->values()[kLastGroup] = Value::int32(-1);
    }
}

/// The state behind `this`, which must be the realm's %RegExp%, with something in `field`.
static Completion<CellArray*> state_of(Isolate& iso, Arguments args, uint32_t field, const char* name) {
    Object* constructor = callee_realm(args)->object(iso, RealmObject::kRegExp);
    if (args.this_value() != Value(constructor)) return throw_incompatible_receiver(iso, name, args.this_value());
    CellArray* state = legacy_state(iso, constructor);
    if (state->get(field).is_empty()) return throw_incompatible_receiver(iso, name, args.this_value());
    return state;
}

static Completion<Value> get_input(Isolate& iso, Arguments args) {
    return TRY(state_of(iso, args, kInput, "get RegExp.input"))->get(kInput);
}
static Completion<Value> set_input(Isolate& iso, Arguments args) {
    Object* constructor = callee_realm(args)->object(iso, RealmObject::kRegExp);
    if (args.this_value() != Value(constructor)) {
        return throw_incompatible_receiver(iso, "set RegExp.input", args.this_value());
    }
    String* s = TRY(to_string(iso, args[0]));
    legacy_state(iso, constructor)->set(kInput, Value(s));
    return Value::undefined();
}
/// Units [from, to) of the subject; positions are fields, or -1 for its start or end.
static Completion<Value> part(Isolate& iso, Arguments args, const char* name, int from, int to) {
    CellArray* state = TRY(state_of(iso, args, kSubject, name));
    auto* subject = static_cast<String*>(state->get(kSubject).as_cell());
    int32_t begin = from < 0 ? 0 : state->get(uint32_t(from)).as_int32();
    int32_t end = to < 0 ? int32_t(subject->length()) : state->get(uint32_t(to)).as_int32();
    return begin < 0 ? iso.names.empty : substring(iso, subject, uint32_t(begin), uint32_t(end));
}
static Completion<Value> get_last_match(Isolate& iso, Arguments args) {
    return part(iso, args, "get RegExp.lastMatch", kPositions, kPositions + 1);
}
static Completion<Value> get_last_paren(Isolate& iso, Arguments args) {
    return part(iso, args, "get RegExp.lastParen", kLastGroup, kLastGroup + 1);
}
static Completion<Value> get_left_context(Isolate& iso, Arguments args) {
    return part(iso, args, "get RegExp.leftContext", -1, kPositions);
}
static Completion<Value> get_right_context(Isolate& iso, Arguments args) {
    return part(iso, args, "get RegExp.rightContext", kPositions + 1, -1);
}
template <int kGroup>
static Completion<Value> get_group(Isolate& iso, Arguments args) {
    constexpr char kName[] = {'g', 'e', 't', ' ', 'R', 'e', 'g', 'E', 'x', 'p', '.', '$', '0' + kGroup, 0};
    return part(iso, args, kName, kPositions + 2 * kGroup, kPositions + 2 * kGroup + 1);
}

static constexpr BuiltinSpec kLegacyRows[] = {
    getter("input", get_input, set_input),
    getter("$_", get_input, set_input),
    getter("lastMatch", get_last_match),
    getter("$&", get_last_match),
    getter("lastParen", get_last_paren),
    getter("$+", get_last_paren),
    getter("leftContext", get_left_context),
    getter("$`", get_left_context),
    getter("rightContext", get_right_context),
    getter("$'", get_right_context),
    getter("$1", get_group<1>),
    getter("$2", get_group<2>),
    getter("$3", get_group<3>),
    getter("$4", get_group<4>),
    getter("$5", get_group<5>),
    getter("$6", get_group<6>),
    getter("$7", get_group<7>),
    getter("$8", get_group<8>),
    getter("$9", get_group<9>),
};
std::span<const BuiltinSpec> regexp_legacy_rows() { return kLegacyRows; }

}  // namespace jsx
