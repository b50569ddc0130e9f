// Runs pattern, flags, subject and start of every line of cases.txt (or of the files given as
// arguments) and compares with the expected captures or message. A line is five fields with tabs
// between: flags, pattern, subject, start, expectation; a code unit outside printable ASCII, and %,
// is written %HHHH (hexadecimal). gen_cases.mjs writes such files. With --linear the linear matcher takes every
// pattern it can; with --print the compiled patterns are shown.
#include "runtime/builtins/regexp/regexp.h"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>

namespace jsx::regexp {
namespace {

std::vector<std::string> files;
bool linear = false, printing = false;

std::u16string decode(const std::string& field) {
    std::u16string out;
    for (size_t i = 0; i < field.size(); i++) {
        if (field[i] == '%') {
            out.push_back(char16_t(std::stoul(field.substr(i + 1, 4), nullptr, 16)));
            i += 4;
        } else {
            out.push_back(char16_t(uint8_t(field[i])));
        }
    }
    return out;
}

std::string to_latin1(const std::u16string& text, bool& fits) {
    std::string out;
    fits = true;
    for (char16_t c : text) {
        fits &= c < 256;
        out.push_back(char(c));
    }
    return out;
}

std::string run(const std::u16string& pattern, Flags flags, Text subject, size_t start,
                Scratch& scratch) {
    const char* error;
    bool narrow;
    std::string latin1 = to_latin1(pattern, narrow);
    Text text = narrow ? Text(std::string_view(latin1)) : Text(std::u16string_view(pattern));
    const char* syntax_error = check_syntax(text, flags);
    ProgramPtr program = compile(text, flags, &error);
    if (!program != bool(syntax_error) || (error && std::strcmp(error, syntax_error)))
        return "check_syntax and compile disagree";
    if (!program) return std::string("!") + error;
    if (printing) std::puts(print(*program).c_str());
    std::vector<int32_t> captures(capture_count(*program) * 2);
    switch (match(*program, subject, start, captures.data(), scratch)) {
    case MatchResult::kNoMatch:
        return "null";
    case MatchResult::kOutOfMemory:
        return "out of memory";
    case MatchResult::kInterrupted:
        return "interrupted";
    case MatchResult::kMatch:
        break;
    }
    std::string out;
    for (size_t i = 0; i < captures.size(); i += 2) {
        if (i) out += ' ';
        out += std::to_string(captures[i]) + ',' + std::to_string(captures[i + 1]);
    }
    return out;
}

TEST(RegExp, Cases) {
    size_t cases = 0, failures = 0;
    for (const std::string& file : files) {
        std::ifstream in(file);
        ASSERT_TRUE(in.is_open()) << file;
        std::string line;
        while (std::getline(in, line)) {
            if (line.empty() || line[0] == '#') continue;
            std::vector<std::string> fields;
            size_t from = 0;
            for (size_t tab; (tab = line.find('\t', from)) != std::string::npos; from = tab + 1)
                fields.push_back(line.substr(from, tab - from));
            fields.push_back(line.substr(from));
            ASSERT_EQ(fields.size(), 5u) << line;
            Flags flags;
            ASSERT_TRUE(parse_flags(Text(std::string_view(fields[0])), flags)) << line;
            std::u16string pattern = decode(fields[1]), subject = decode(fields[2]);
            size_t start = std::stoul(fields[3]);
            Scratch scratch;
            if (linear) scratch.step_budget = 0;
            bool narrow;
            std::string latin1 = to_latin1(subject, narrow);
            std::string wide = run(pattern, flags, Text(std::u16string_view(subject)), start, scratch);
            cases++;
            if (wide != fields[4] && ++failures < 100)
                ADD_FAILURE() << "/" << fields[1] << "/" << fields[0] << " on " << fields[2] << " from "
                              << start << "\n  gives    " << wide << "\n  expected " << fields[4];
            if (!narrow) continue;
            std::string thin = run(pattern, flags, Text(std::string_view(latin1)), start, scratch);
            if (thin != wide && ++failures < 100)
                ADD_FAILURE() << line << "\n  Latin-1 subject gives " << thin;
        }
    }
    std::printf("%zu cases, %zu failures\n", cases, failures);
    EXPECT_EQ(failures, 0u);
}

}  // namespace
}  // namespace jsx::regexp

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; i++) {
        if (!std::strcmp(argv[i], "--linear"))
            jsx::regexp::linear = true;
        else if (!std::strcmp(argv[i], "--print"))
            jsx::regexp::printing = true;
        else
            jsx::regexp::files.push_back(argv[i]);
    }
    return RUN_ALL_TESTS();
}
