// Listings of the scripts in tests/golden/bytecode against the .expected files beside them. With
// JSX_REGOLDEN=1 in the environment the files are rewritten instead; read the difference before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <string>
#include <vector>

#include "bytecode/compiler/compiler.h"
#include "bytecode/print.h"
#include "bytecode/verify.h"

namespace jsx::bytecode {
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

TEST(Golden, ListingsAreAsExpected) {
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
        std::string text = dump(name, read_file(path), name.ends_with(".mjs"));
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
}  // namespace jsx::bytecode

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1) jsx::bytecode::golden_folder = argv[1];
    return RUN_ALL_TESTS();
}
