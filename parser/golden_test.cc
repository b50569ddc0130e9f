// Dumps of the scripts in tests/golden/ast against the .expected files beside them.
#include "parser/print.h"
#include "parser/testing.h"
#include "support/golden.h"

namespace jsx::parser {
namespace {

std::string golden_folder;

std::string dump(const std::string&, const std::string& text, bool is_module) {
    TestParse parse(text);
    parse.request.goal = is_module ? ParseGoal::kModule : ParseGoal::kScript;
    parse.run();
    if (!parse.result.ok()) {
        return parse.result.error.message + "\n" +
               parse.source->code_frame(parse.result.error.start, parse.result.error.end);
    }
    const FunctionLiteral* program = parse.result.function;
    return "# tokens\n" + print_tokens(*parse.source, program, parse.atoms, is_module) + "\n# ast\n" +
           print_ast(*program, parse.atoms) + "\n# scopes\n" + print_scopes(*program, parse.atoms);
}

TEST(Golden, DumpsAreAsExpected) { jsx::testing::expect_goldens(golden_folder, dump); }

}  // namespace
}  // namespace jsx::parser

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1) jsx::parser::golden_folder = argv[1];
    return RUN_ALL_TESTS();
}
