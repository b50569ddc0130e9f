// Listings of the scripts in tests/golden/bytecode against the .expected files beside them. See support/golden.h.
#include "bytecode/compiler/compiler.h"
#include "bytecode/print.h"
#include "bytecode/verify.h"
#include "support/golden.h"

namespace jsx::bytecode {
namespace {

std::string golden_folder;

/// The listing of a function and of those inside it, in the order of their constants.
void list(const FunctionTemplate& function, std::string& out) {
    if (!out.empty()) out += "\n";
    out += print(*function.code);
    EXPECT_EQ(verify(*function.code), "");
    for (const FunctionTemplate* inner : function.code->functions) list(*inner, out);
}

std::string dump(const std::string& name, const std::string& text, bool is_module) {
    CompilationUnit* unit = CompilationUnit::create(SourceText::from_utf8(text, name));
    CompileOptions options;
    options.allow_lazy = false;
    options.want_completion_value = false;
    auto goal = is_module ? parser::ParseGoal::kModule : parser::ParseGoal::kScript;
    parser::ParseError error = compile_program(*unit, goal, options);
    std::string out;
    if (error.type != parser::ErrorType::kNone) {
        out = error.message + "\n";
    } else {
        if (unit->module && unit->module->declarations) list(*unit->module->declarations, out);
        list(*unit->program, out);
    }
    unit->release();
    return out;
}

TEST(Golden, ListingsAreAsExpected) { jsx::testing::expect_goldens(golden_folder, dump); }

}  // namespace
}  // namespace jsx::bytecode

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1) jsx::bytecode::golden_folder = argv[1];
    return RUN_ALL_TESTS();
}
