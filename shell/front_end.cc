// --print-tokens, --print-ast, --print-scopes: the front end's stages as text, without running anything.
#include <cstdio>

#include "parser/parser.h"
#include "parser/print.h"
#include "shell/engine.h"

namespace jsx::shell {

int print_front_end(const Options& options, const std::string& text, const std::string& name, bool is_module) {
    auto source = SourceText::from_utf8(text, name);
    Arena arena, script_arena;
    AtomTable atoms;
    parser::ParseRequest request;
    request.source = source.get();
    request.goal = is_module ? parser::ParseGoal::kModule : parser::ParseGoal::kScript;
    request.arena = &arena;
    request.script_arena = &script_arena;
    request.atoms = &atoms;
    request.allow_natives = options.allow_natives;
    request.allow_lazy = false;
    parser::ParseResult result = parser::parse_program(request);
    if (options.print_tokens) {
        const parser::FunctionLiteral* program = result.ok() ? result.function : nullptr;
        std::fputs(parser::print_tokens(*source, program, atoms, is_module).c_str(), stdout);
    }
    if (!result.ok()) {
        std::fflush(stdout);
        std::fprintf(stderr, "%s\n\n%s: %s\n", source->code_frame(result.error.start, result.error.end).c_str(),
                     result.error.type == parser::ErrorType::kRangeError ? "RangeError" : "SyntaxError",
                     result.error.message.c_str());
        return kUncaught;
    }
    if (options.print_ast) std::fputs(parser::print_ast(*result.function, atoms).c_str(), stdout);
    if (options.print_scopes) std::fputs(parser::print_scopes(*result.function, atoms).c_str(), stdout);
    return kSuccess;
}

}  // namespace jsx::shell
