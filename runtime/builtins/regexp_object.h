// [doc:regexp-objects] RegExp objects, over the engine of runtime/builtins/regexp.
//
// `lastIndex` is the first own property of every RegExp, a data property that cannot be deleted: it always is slot 0, and
// writable as long as the object has its realm's initial shape. A RegExp of that shape, while the realm's kRegExpExec
// protector holds (nobody changed the methods and getters of %RegExp.prototype%), is *pristine*: match, replace, split and
// so on run the engine directly, without result objects in between.
//
// The legacy static properties (RegExp.$1 ...) are kept as positions in the last subject, in a CellArray that the
// realm's %RegExp% function captures.
#pragma once

#include <memory>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

class RegExp final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kRegExp;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&RegExp::source_, &RegExp::realm_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static void finalize(gc::Heap& heap, gc::Cell* cell);
    /// kClassBits: made by %RegExp% itself, not by a subclass.
    static constexpr uint8_t kLegacyFeatures = 16;

    /// RegExpAlloc: not initialised, lastIndex undefined. `shape`: a root shape.
    static RegExp* create(Isolate& iso, Realm* realm, Shape* shape, bool legacy_features);

    /// [[OriginalSource]] as it was given; null before initialisation.
    String* source() const { return source_; }
    regexp::Flags flags() const { return compiled_->flags; }
    bool is_initialized() const { return compiled_; }
    CompiledRegExp* compiled() const { return compiled_; }
    Realm* realm() const { return realm_; }
    bool has_legacy_features() const { return flags_ & kLegacyFeatures; }
    /// Takes over one reference.
    void initialize(String* source, CompiledRegExp* compiled);

    Value last_index() const { return slot(0); }
    Completion<void> set_last_index(Isolate& iso, double index);

private:
    friend class gc::Heap;
    RegExp(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}
    gc::Member<String> source_;
    gc::Member<Realm> realm_;
    CompiledRegExp* compiled_ = nullptr;
};

/// Positions of a match's groups; room for a few on the stack.
class Captures {
public:
    explicit Captures(uint32_t count) : count_(count), data_(inline_) {
        if (count > kInline) {
            heap_ = std::make_unique<int32_t[]>(2 * size_t(count));
            data_ = heap_.get();
        }
    }
    /// Over positions that the caller keeps.
    Captures(uint32_t count, int32_t* data) : count_(count), data_(data) {}
    uint32_t count() const { return count_; }
    int32_t* data() { return data_; }
    bool is_present(uint32_t group) const { return data_[2 * group] >= 0; }
    uint32_t start(uint32_t group) const { return uint32_t(data_[2 * group]); }
    uint32_t end(uint32_t group) const { return uint32_t(data_[2 * group + 1]); }
    /// The group's text, or undefined.
    Value text(Isolate& iso, String* subject, uint32_t group) const {
        return is_present(group) ? Value(substring(iso, subject, start(group), end(group))) : Value::undefined();
    }

private:
    static constexpr uint32_t kInline = 16;
    uint32_t count_;
    int32_t* data_;
    int32_t inline_[2 * kInline];
    std::unique_ptr<int32_t[]> heap_;
};

// ---- regexp_object.cc ----

/// The initial shape of the realm's RegExps, `lastIndex` included.
Shape* regexp_shape(Isolate& iso, Realm* realm);
/// See above; of the running function's realm.
bool is_pristine_regexp(Isolate& iso, Value v);
/// https://tc39.es/ecma262/#sec-regexpcreate; SyntaxError.
Completion<RegExp*> regexp_create(Isolate& iso, Value pattern, Value flags);
/// https://tc39.es/ecma262/#sec-regexpinitialize
Completion<void> regexp_initialize(Isolate& iso, RegExp* r, Value pattern, Value flags);
/// https://tc39.es/ecma262/#sec-escaperegexppattern
String* regexp_escaped_source(Isolate& iso, RegExp* r);
/// "dgimsuvy" as they are set.
String* regexp_flags_text(Isolate& iso, regexp::Flags flags);

// ---- regexp_exec.cc ----

/// Runs the engine from `start`. True for a match.
Completion<bool> regexp_run(Isolate& iso, const CompiledRegExp& compiled, String* subject, uint32_t start,
                            Captures& captures, regexp::Anchor anchor = regexp::Anchor::kByFlags);
/// ToLength(lastIndex); may run JavaScript where that is an object.
Completion<double> regexp_last_index(Isolate& iso, RegExp* r);
/// RegExpBuiltinExec, from there up to the result object: false for no match.
Completion<bool> regexp_builtin_match(Isolate& iso, RegExp* r, String* subject, double last_index, Captures& captures);
/// https://tc39.es/ecma262/#sec-regexpbuiltinexec: an Array or null.
Completion<Value> regexp_builtin_exec(Isolate& iso, RegExp* r, String* subject);
/// https://tc39.es/ecma262/#sec-regexpexec
Completion<Value> regexp_exec(Isolate& iso, Object* r, String* subject);
/// The `groups` object of a match, or undefined.
Value regexp_groups(Isolate& iso, const CompiledRegExp& compiled, String* subject, const Captures& captures);
/// https://tc39.es/ecma262/#sec-advancestringindex
uint64_t advance_string_index(Isolate& iso, String* s, uint64_t index, bool unicode);

/// Remembers a match of `r` for the legacy properties (regexp_legacy.cc).
void regexp_note_match(Isolate& iso, RegExp* r, String* subject, const Captures& captures);

#define REGEXP_METHOD(name) Completion<Value> regexp_##name(Isolate& iso, Arguments args);
REGEXP_METHOD(proto_exec)
REGEXP_METHOD(proto_test)
// regexp_symbols.cc
REGEXP_METHOD(match)
REGEXP_METHOD(match_all)
REGEXP_METHOD(replace)
REGEXP_METHOD(search)
REGEXP_METHOD(split)
#undef REGEXP_METHOD

/// Rows of the legacy static properties.
std::span<const BuiltinSpec> regexp_legacy_rows();

/// %RegExpStringIteratorPrototype% objects.
class RegExpStringIterator final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kRegExpStringIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Object::fields().with(&RegExpStringIterator::regexp_, &RegExpStringIterator::string_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    RegExpStringIterator(Isolate& iso, Shape* shape, Object* regexp, String* string, bool global, bool unicode)
        : Object(iso, kKind, shape), regexp_(regexp), string_(string), global_(global), unicode_(unicode) {}
    /// Null when done.
    Object* regexp() const { return regexp_; }
    String* string() const { return string_; }
    bool is_global() const { return global_; }
    bool is_unicode() const { return unicode_; }
    void finish() { regexp_.clear(); }

private:
    gc::Member<Object> regexp_;
    gc::Member<String> string_;
    bool global_;
    bool unicode_;
};

}  // namespace jsx
