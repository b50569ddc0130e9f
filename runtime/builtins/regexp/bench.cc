// Times patterns over a text: bench LIST SUBJECT [wide]. LIST has lines of name, pattern and flags
// with tabs between; SUBJECT is Latin-1. Prints the best of four runs in ms and the matches found.
#include "runtime/builtins/regexp/regexp.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

using namespace jsx::regexp;

int main(int argc, char** argv) {
    if (argc < 3) return 1;
    std::ifstream list(argv[1]), file(argv[2], std::ios::binary);
    std::string subject{std::istreambuf_iterator<char>(file), {}};
    std::u16string wide;
    for (char c : subject) wide.push_back(uint8_t(c));
    Text text = argc > 3 ? Text(std::u16string_view(wide)) : Text(std::string_view(subject));
    std::string line;
    Scratch scratch;
    while (std::getline(list, line)) {
        size_t tab1 = line.find('\t'), tab2 = line.find('\t', tab1 + 1);
        std::string pattern = line.substr(tab1 + 1, tab2 - tab1 - 1);
        Flags flags;
        const char* error;
        if (!parse_flags(Text(std::string_view(line).substr(tab2 + 1)), flags)) return 1;
        ProgramPtr program = compile(Text(std::string_view(pattern)), flags, &error);
        if (!program) {
            std::printf("%s: %s\n", pattern.c_str(), error);
            continue;
        }
        std::vector<int32_t> captures(capture_count(*program) * 2);
        double best = 1e9;
        size_t count = 0;
        for (int run = 0; run < 4; run++) {
            auto start = std::chrono::steady_clock::now();
            count = 0;
            for (size_t at = 0; match(*program, text, at, captures.data(), scratch) ==
                                MatchResult::kMatch;) {
                count++;
                at = size_t(captures[1]) + (captures[0] == captures[1]);
            }
            std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
            best = std::min(best, time.count());
        }
        std::printf("%s\t%.2f\t%zu\n", line.substr(0, tab1).c_str(), best, count);
    }
}
