// Operations that the floors above define: what the object model needs of the interpreter, and both of the built-ins.
#pragma once

#include "runtime/object/abstract_ops.h"
#include "runtime/object/isolate.h"

namespace jsx {

namespace parser {
struct RegExpText;
}

// ---- defined by the interpreter ----

/// Registers the cell kinds of the interpreter (generators, async states, stack traces) before the heap starts.
void register_interpreter_kinds(gc::Heap& heap);
/// Gives a fresh realm the trampolines of native, bound and proxy functions (Realm::set_trampolines).
void initialize_realm_code(Isolate& iso, Realm* realm);
/// Gives `error` its own accessor `stack` over a trace of the frames now running, in the manner of
/// Error.captureStackTrace. Frames above and including the topmost call of `skip_until` are left out (null: none are).
/// For new errors: to be called before `message` is defined, as V8 orders the two.
void capture_stack_trace(Isolate& iso, Object* error, Object* skip_until = nullptr);

// ---- defined by the built-ins ----

/// Registers the cell kinds that the built-ins' classes have, before the heap starts.
void register_builtin_kinds(gc::Heap& heap);
/// Early errors of a regular expression literal (a parser::RegExpSyntaxChecker).
const char* check_regexp_syntax(parser::RegExpText pattern, parser::RegExpText flags);
/// RegExpCreate of a literal whose syntax the parser has checked.
Completion<Value> new_regexp_literal(Isolate& iso, String* pattern, String* flags);
/// An intrinsic by its id (runtime/builtins/intrinsics.def).
Completion<Value> call_intrinsic(Isolate& iso, uint32_t id, Value* args, uint32_t count);
/// A closure in `realm` over `function` of the embedded JavaScript source `source` ("array.js"), with this name and length
/// (rows of kind kJsMethod and kJsGetter). Compiled when first called.
Object* js_builtin(Isolate& iso, Realm* realm, const char* source, const char* function, String* name, uint32_t length);
/// https://tc39.es/ecma262/#sec-createasyncfromsynciterator : the object of the async iterator record.
Object* create_async_from_sync_iterator(Isolate& iso, const IteratorRecord& sync);
/// What an element function of Promise.all, allSettled or any belongs to (stack traces); false for other values.
struct CombinatorElement {
    Object* combinator;  // the function Promise.all, ...
    uint32_t index;
    class Promise* result;
};
bool combinator_element(Value function, CombinatorElement* element);
/// A SuppressedError with these two and the message "An error was suppressed during disposal".
Object* new_suppressed_error(Isolate& iso, Value error, Value suppressed);

}  // namespace jsx
