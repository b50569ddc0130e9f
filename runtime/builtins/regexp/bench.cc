// Times patterns over a text, from its beginning to its end, match after match.
//
//     JSX_BENCH_FILE=subject.txt JSX_BENCH_PATTERNS=list.tsv regexp_bench
//
// Without JSX_BENCH_FILE the subject is generated. A list has lines of name, pattern and flags with tabs between.
#include "runtime/builtins/regexp/regexp.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace jsx::regexp;

namespace {

struct Pattern {
    std::string name, pattern, flags;
};

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> list = [] {
        std::vector<Pattern> result;
        if (const char* path = std::getenv("JSX_BENCH_PATTERNS")) {
            std::ifstream file(path);
            for (std::string line; std::getline(file, line);) {
                size_t tab1 = line.find('\t'), tab2 = line.find('\t', tab1 + 1);
                if (tab2 == std::string::npos) {
                    std::fprintf(stderr, "%s: not name, pattern and flags with tabs between: %s\n", path, line.c_str());
                    std::exit(1);
                }
                result.push_back({line.substr(0, tab1), line.substr(tab1 + 1, tab2 - tab1 - 1), line.substr(tab2 + 1)});
            }
            return result;
        }
        return std::vector<Pattern>{
            {"Literal", "status", ""},
            {"LiteralIgnoreCase", "status", "i"},
            {"Absent", "nowhere", ""},
            {"Alternatives", "GET|POST|DELETE", ""},
            {"Class", "[0-9]+", ""},
            {"Words", "\\b\\w+\\b", ""},
            {"Lazy", "\".*?\"", ""},
            {"Captures", "(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)", ""},
            {"NamedGroups", "(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)", ""},
            {"LineAnchors", "^.*500$", "m"},
            {"BackReference", "(\\w)\\1", ""},
            {"Lookahead", "\\w+(?= =)", ""},
            {"Lookbehind", "(?<==)\\w+", ""},
            {"UnicodeProperty", "\\p{Lu}\\p{Ll}+", "u"},
            {"NestedRepeat", "(?:[a-z]+/)+[a-z]+\\.html", ""},
        };
    }();
    return list;
}

const std::string& subject() {
    static const std::string text = [] {
        std::string result;
        if (const char* path = std::getenv("JSX_BENCH_FILE")) {
            std::ifstream file(path, std::ios::binary);
            if (!file) {
                std::fprintf(stderr, "cannot read %s\n", path);
                std::exit(1);
            }
            return std::string{std::istreambuf_iterator<char>(file), {}};
        }
        for (unsigned i = 0; i < 2000; i++) {
            std::string n = std::to_string(i);
            result += "2026-0" + std::to_string(i % 9 + 1) + "-1" + std::to_string(i % 10) + " 10.0." + std::to_string(i % 256) + "." +
                      std::to_string(i / 8) + " \"" + (i % 3 ? "GET" : "POST") + " /pages/section/article/item.html?id=" + n +
                      "&colour=Green\" status = " + (i % 7 ? "200" : "500") + "\n";
        }
        return result;
    }();
    return text;
}

void run(benchmark::State& state, const Pattern& pattern, bool is_wide) {
    std::u16string wide;
    if (is_wide) wide.assign(subject().begin(), subject().end());
    Text text = is_wide ? Text(std::u16string_view(wide)) : Text(std::string_view(subject()));
    Flags flags;
    const char* error = "bad flags";
    ProgramPtr program;
    if (parse_flags(Text(std::string_view(pattern.flags)), flags)) program = compile(Text(std::string_view(pattern.pattern)), flags, &error);
    if (!program) return state.SkipWithError(error);
    std::vector<int32_t> captures(capture_count(*program) * 2);
    Scratch scratch;
    size_t matches = 0;
    for (auto _ : state) {
        matches = 0;
        for (size_t at = 0; match(*program, text, at, captures.data(), scratch) == MatchResult::kMatch;) {
            matches++;
            at = size_t(captures[1]) + (captures[0] == captures[1]);
        }
    }
    state.SetBytesProcessed(int64_t(state.iterations() * subject().size()));
    state.counters["matches"] = double(matches);
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    for (const Pattern& pattern : patterns()) {
        for (bool is_wide : {false, true}) {
            std::string name = "RegExp/" + pattern.name + (is_wide ? "/Wide" : "");
            benchmark::RegisterBenchmark(name.c_str(), [&pattern, is_wide](benchmark::State& state) { run(state, pattern, is_wide); })
                ->Unit(benchmark::kMicrosecond);
        }
    }
    benchmark::RunSpecifiedBenchmarks();
}
