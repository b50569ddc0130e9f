// [doc:parser-dumps] What --print-tokens, --print-ast and --print-scopes show. Text for people and for
// golden tests: one thing a line, two spaces a level, no addresses. Ranges are [start-end) in units.
//
// An identifier is followed by where it was found to live:
//     (parameter 0)  (register)  (unused)  (global)
//     (environment 2.1)   slot 1, two environments out
//     (free)              not known before run time: a property of the global object, or nothing
// and by `tdz` (checked on use) and `dynamic` (a `with` object or an eval's variable may intervene).
#pragma once

#include "parser/parser.h"

#include <string>

namespace jsx::parser {

std::string print_ast(const FunctionLiteral& function, const AtomTable& atoms);
std::string print_scopes(const FunctionLiteral& function, const AtomTable& atoms);
/// `program` is the tree of the same source, built with allow_lazy false: it knows which slashes begin
/// regular expressions. Null if the source does not parse: then slashes are taken for operators.
std::string print_tokens(const SourceText& source, const FunctionLiteral* program, AtomTable& atoms,
                         bool is_module);

const char* node_kind_name(NodeKind kind);
const char* scope_kind_name(ScopeKind kind);
const char* variable_mode_name(VariableMode mode);
const char* function_kind_name(FunctionKind kind);

}  // namespace jsx::parser
