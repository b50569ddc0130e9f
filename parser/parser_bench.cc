// Speed of the front end. JSX_BENCH_FILE names a script; without it a source is generated.
//
//     JSX_BENCH_FILE=bundle.js parser_bench
#include "parser/lexer.h"
#include "parser/parser.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace jsx;
using namespace jsx::parser;

std::string load_text() {
    std::string text;
    if (const char* path = std::getenv("JSX_BENCH_FILE")) {
        FILE* file = std::fopen(path, "rb");
        if (!file) {
            std::fprintf(stderr, "cannot read %s\n", path);
            std::exit(1);
        }
        char buffer[65536];
        for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file)) > 0;) text.append(buffer, n);
        std::fclose(file);
        return text;
    }
    for (int i = 0; i < 4000; i++) {
        std::string n = std::to_string(i);
        text += "// The function number " + n + ", of many that look alike.\n"
                "function compute" + n + "(first, second, options) {\n"
                "    const total = first.length + second[options.index] * " + n + ";\n"
                "    if (options.verbose && total > 100) {\n"
                "        console.log(\"total of compute" + n + "\", total, { first, second });\n"
                "    }\n"
                "    return options.items.map((item) => item.value + total).filter(Boolean);\n"
                "}\n";
    }
    return text;
}

const SourceText& source(bool wide) {
    static const std::unique_ptr<SourceText> narrow_text = SourceText::from_utf8(load_text(), "bench.js");
    if (!wide) return *narrow_text;
    static const std::unique_ptr<SourceText> wide_text = [] {
        std::u16string units;
        for (uint32_t i = 0; i < narrow_text->length(); i++) units.push_back((*narrow_text)[i]);
        return SourceText::from_utf16(units, "bench.js");
    }();
    return *wide_text;
}

void report(benchmark::State& state, const SourceText& text) {
    state.SetBytesProcessed(int64_t(state.iterations()) * text.length());
}

bool ends_operand(Tok kind) {
    return kind == Tok::kIdentifier || kind == Tok::kNumber || kind == Tok::kString ||
           kind == Tok::kRightParen || kind == Tok::kRightBracket || kind == Tok::kThis ||
           kind == Tok::kTemplate;
}

void lex(benchmark::State& state) {
    const SourceText& text = source(state.range(0));
    int64_t tokens = 0;
    for (auto _ : state) {
        AtomTable atoms;
        Lexer lexer(text, atoms, false);
        // No parser to say which slashes begin regular expressions and which braces go on with a
        // template: the token before decides, well enough for a measurement.
        Tok previous = Tok::kSemicolon;
        std::vector<bool> braces;
        for (;;) {
            lexer.next();
            Tok kind = lexer.token.kind;
            if (kind == Tok::kEnd) break;
            if ((kind == Tok::kDiv || kind == Tok::kAssignDiv) && !ends_operand(previous)) {
                lexer.rescan_regexp();
            } else if (kind == Tok::kRightBrace && !braces.empty()) {
                if (braces.back()) lexer.rescan_template();
                braces.pop_back();
            } else if (kind == Tok::kLeftBrace) {
                braces.push_back(false);
            }
            if (lexer.token.kind == Tok::kTemplate && !lexer.token.is_template_tail) braces.push_back(true);
            previous = lexer.token.kind;
            tokens++;
        }
    }
    report(state, text);
    state.counters["tokens"] = double(tokens) / double(state.iterations());
}

void parse(benchmark::State& state, bool lazy) {
    const SourceText& text = source(state.range(0));
    size_t memory = 0;
    for (auto _ : state) {
        AtomTable atoms;
        Arena arena, script_arena;
        ParseRequest request;
        request.source = &text;
        request.arena = &arena;
        request.script_arena = &script_arena;
        request.atoms = &atoms;
        request.allow_lazy = lazy;
        request.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 512 * 1024;
        ParseResult result = parse_program(request);
        if (!result.ok()) state.SkipWithError(result.error.message.c_str());
        memory = arena.reserved_bytes() + script_arena.reserved_bytes() + atoms.memory_bytes();
    }
    report(state, text);
    state.counters["memory"] = double(memory);
}

void pre_parse(benchmark::State& state) { parse(state, true); }
void full_parse(benchmark::State& state) { parse(state, false); }

// The argument: 0 Latin-1, 1 UTF-16.
BENCHMARK(lex)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(pre_parse)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(full_parse)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
