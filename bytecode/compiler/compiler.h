// Source text to bytecode. [doc:compiler]
//
// The compiler walks the tree the parser left, once, and writes code as it goes: expressions are
// compiled into a register that the consumer chose, locals are used where they lie, conditions
// become fused compare-and-branch ops. Functions inside a function become FunctionTemplates; those
// the parser left lazy are compiled by compile_lazy when they are first called.
//
// No heap and no isolate: it may run on any thread that owns the unit.
#pragma once

#include "bytecode/function.h"
#include "parser/parser.h"

namespace jsx::bytecode {

/// What compilations have cost, for statistics.
struct CompileTimes {
    uint64_t programs = 0;    ///< scripts, modules, evals
    uint64_t functions = 0;   ///< compiled by themselves, at their first call
    uint64_t source_units = 0;  ///< UTF-16 units of the programs' texts
    double parse_ms = 0;      ///< text to tree; of lazy functions too
    double generate_ms = 0;   ///< tree to bytecode
};

struct CompileOptions {
    CompileTimes* times = nullptr;      ///< is added to, unless null
    uintptr_t stack_limit = 0;          ///< address below which recursion stops with a RangeError; 0: none
    parser::RegExpSyntaxChecker check_regexp = nullptr;
    bool allow_lazy = true;             ///< false: compile every function now
    bool want_completion_value = true;  ///< a script's or eval's value is used (files: false)
    bool allow_top_level_return = false;
    bool allow_top_level_await_script = false;  ///< REPL: the script is an async function
    // Direct eval: where it was called.
    const EvalScope* eval_scope = nullptr;
    uint32_t dynamic_parameters_end = 0;  ///< kDynamicFunction: see ParseRequest
};

/// Parses and compiles the unit's source. On success unit.program is the script, module (with
/// unit.module), eval or dynamic function; else the result says what is wrong.
parser::ParseError compile_program(CompilationUnit& unit, parser::ParseGoal goal,
                                   const CompileOptions& options);

/// Compiles a function that has no code yet. Fails only for want of stack or registers (RangeError).
parser::ParseError compile_lazy(FunctionTemplate& function, const CompileOptions& options);

/// id of a %Name, or -1.
int intrinsic_id(std::string_view name);
/// Name of an intrinsic id.
const char* intrinsic_name(uint32_t id);

}  // namespace jsx::bytecode
