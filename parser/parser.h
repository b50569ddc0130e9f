// [doc:parser] The front end: source text in, syntax tree with resolved scopes out, or one error.
// No heap and no isolate: it runs on any thread, on what its ParseRequest names.
//
// Three lifetimes: `script_arena` (LazyFunction, ScopeChain) lives as long as functions of the
// script may still be compiled; `arena` (tree, scopes) and `atoms` as long as the compiler needs
// them; everything else dies with the call. Offsets are units of the source.
#pragma once

#include "parser/ast.h"
#include "parser/scope.h"
#include "support/arena.h"
#include "support/atoms.h"
#include "support/source.h"

#include <string>

namespace jsx::parser {

enum class ParseGoal : uint8_t { kScript, kModule, kDirectEval, kIndirectEval, kDynamicFunction };

enum class ErrorType : uint8_t { kNone, kSyntaxError, kReferenceError, kRangeError };

struct ParseError {
    ErrorType type = ErrorType::kNone;
    std::string message;      // UTF-8, V8's text, without "SyntaxError: "
    uint32_t start = 0;       // units
    uint32_t end = 0;
};

/// Checks a regular expression literal's early errors: null if it is well formed, else V8's reason
/// ("Unterminated group"). Characters are Latin-1 or UTF-16, not both. Thread-safe.
struct RegExpText {
    const void* data;
    uint32_t length;  // units
    bool is_latin1;
};
using RegExpSyntaxChecker = const char* (*)(RegExpText pattern, RegExpText flags);

struct ParseRequest {
    const SourceText* source = nullptr;
    ParseGoal goal = ParseGoal::kScript;
    Arena* arena = nullptr;
    Arena* script_arena = nullptr;
    AtomTable* atoms = nullptr;
    bool allow_natives = false;       // %Intrinsic(...)
    bool allow_lazy = true;           // false: build the tree of every function
    bool allow_top_level_return = false;
    bool allow_top_level_await_script = false;  // REPL
    uintptr_t stack_limit = 0;        // an address in the native stack below which to stop; 0: none
    RegExpSyntaxChecker check_regexp = nullptr;
    // Direct eval: where it was called. Lazy functions: where they were created.
    const ScopeChain* outer = nullptr;
    FunctionContext context;
    // kDynamicFunction: the source is "function anonymous(" P "\n) {\n" B "\n}" (or async, generator).
    uint32_t dynamic_parameters_end = 0;  // units: where the `)` must be
};

struct ParseResult {
    ParseError error;                 // type kNone: success
    /// The program as a function of kind kScript, kModule or kEval; or the function compiled. For
    /// kDynamicFunction: the function itself, whose scope's parent is a script scope.
    FunctionLiteral* function = nullptr;
    ModuleRecord* module = nullptr;   // goal kModule
    bool ok() const { return error.type == ErrorType::kNone; }
};

ParseResult parse_program(const ParseRequest& request);

/// The tree of a function that an earlier parse left lazy; functions inside it are lazy in turn, by
/// the data of that earlier parse. request.outer is the chain of the closure's environment.
ParseResult parse_lazy_function(const ParseRequest& request, const LazyFunction& lazy);

}  // namespace jsx::parser
