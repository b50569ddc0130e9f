// Dumps of the scripts in tests/golden/ast against the .expected files beside them. With JSX_REGOLDEN=1
// in the environment the files are rewritten instead; read the difference before committing it.
#include "parser/print.h"
#include "parser/testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <vector>

namespace jsx::parser {
namespace {

std::string golden_folder;

std::string read_file(const std::string& path) {
    std::string text;
    FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return text;
    char buffer[65536];
    for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file)) > 0;) text.append(buffer, n);
    std::fclose(file);
    return text;
}

std::string dump(const std::string& text, bool is_module) {
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

TEST(Golden, DumpsAreAsExpected) {
    DIR* folder = opendir(golden_folder.c_str());
    ASSERT_NE(folder, nullptr) << golden_folder;
    std::vector<std::string> names;
    while (dirent* entry = readdir(folder)) {
        std::string name = entry->d_name;
        if (name.ends_with(".js") || name.ends_with(".mjs")) names.push_back(name);
    }
    closedir(folder);
    std::sort(names.begin(), names.end());
    ASSERT_FALSE(names.empty());
    bool rewrite = std::getenv("JSX_REGOLDEN") != nullptr;
    for (const std::string& name : names) {
        std::string path = golden_folder + "/" + name;
        bool is_module = name.ends_with(".mjs");
        std::string text = dump(read_file(path), is_module);
        std::string expected_path = path.substr(0, path.rfind('.')) + ".expected";
        if (rewrite) {
            FILE* file = std::fopen(expected_path.c_str(), "wb");
            ASSERT_NE(file, nullptr) << expected_path;
            std::fwrite(text.data(), 1, text.size(), file);
            std::fclose(file);
            continue;
        }
        EXPECT_EQ(text, read_file(expected_path)) << path;
    }
}

}  // namespace
}  // namespace jsx::parser

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1) jsx::parser::golden_folder = argv[1];
    return RUN_ALL_TESTS();
}
