// [doc:compile] From source text to something that runs: scripts, modules, eval, and functions made from text.
//
// A text that does not parse gives a SyntaxError object that remembers where: describe_error (stack_trace.h) tells
// the shell which line to show.
#pragma once

#include <memory>

#include "runtime/object/abstract_ops.h"
#include "support/source.h"

namespace jsx {

struct ScriptOptions {
    Value host_defined = Value::undefined();  ///< Script::host_defined: the referrer of its import() calls
    bool want_completion_value = true;        ///< run_script's result is used
    bool allow_natives = false;               ///< %Intrinsic(...) is syntax, and its functions are the engine's own
    bool allow_top_level_return = false;      ///< CommonJS bodies
    bool allow_top_level_await = false;       ///< REPL: run_script gives a promise
    bool is_eager = false;                    ///< compile all functions now
};

/// Parses and compiles a script. Throws SyntaxError, RangeError.
Completion<FunctionCode*> compile_script(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source,
                                         const ScriptOptions& options = {});
/// A script that was compiled before, for a realm of any isolate of this thread: what is parsed and compiled is shared.
/// Takes over one reference to the unit.
FunctionCode* instantiate_script(Isolate& iso, Realm* realm, bytecode::CompilationUnit* unit);
/// The body of a module; its linking data is at code->script()->unit()->module.
Completion<FunctionCode*> compile_module(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source);
/// ScriptEvaluation (tc39.es/ecma262/#sec-runtime-semantics-scriptevaluation) in the code's realm; the completion value.
Completion<Value> run_script(Isolate& iso, Realm* realm, FunctionCode* code);

enum class DynamicFunctionKind : uint8_t { kNormal, kGenerator, kAsync, kAsyncGenerator };
/// CreateDynamicFunction (tc39.es/ecma262/#sec-createdynamicfunction): `args` are the parameter texts and the body.
/// `new_target` undefined: the constructor itself.
Completion<Value> create_dynamic_function(Isolate& iso, Object* constructor, Value new_target,
                                          DynamicFunctionKind kind, std::span<const Value> args);

/// The text of a string as a SourceText called `name`.
std::unique_ptr<SourceText> source_from_string(Isolate& iso, String* text, std::string name);

}  // namespace jsx
