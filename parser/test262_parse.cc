// Parses every file of a test262 checkout as its front matter says: files with a negative parse
// phase must fail with a SyntaxError, all others must parse, lazily and eagerly alike.
//
//     test262_parse SUITE/test [filter]
//
// Regular expression literals are not checked here (the engine for them stands above the parser):
// negatives that depend on them are skipped.
#include "parser/parser.h"
#include "support/read_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace {

using namespace jsx;
using namespace jsx::parser;

void list_files(const std::string& path, std::vector<std::string>& out) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return;
    if (S_ISREG(info.st_mode)) {
        if (path.ends_with(".js") && path.find("_FIXTURE") == std::string::npos) out.push_back(path);
        return;
    }
    DIR* dir = opendir(path.c_str());
    if (!dir) return;
    std::vector<std::string> names;
    while (dirent* entry = readdir(dir)) {
        if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    }
    closedir(dir);
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) list_files(path + "/" + name, out);
}

struct Meta {
    bool module = false, only_strict = false, no_strict = false, raw = false;
    bool negative_parse = false;
};

Meta read_meta(std::string_view text) {
    Meta meta;
    size_t start = text.find("/*---");
    size_t end = text.find("---*/");
    if (start == text.npos || end == text.npos) return meta;
    std::string_view front = text.substr(start, end - start);
    auto has = [&](std::string_view word) { return front.find(word) != front.npos; };
    size_t flags = front.find("flags:");
    if (flags != front.npos) {
        std::string_view line = front.substr(flags, front.find(']', flags) - flags);
        auto flag = [&](std::string_view word) { return line.find(word) != line.npos; };
        meta.module = flag("module");
        meta.only_strict = flag("onlyStrict");
        meta.no_strict = flag("noStrict");
        meta.raw = flag("raw");
    }
    meta.negative_parse = has("negative:") && has("phase: parse");
    return meta;
}

struct Run {
    int passed = 0, failed = 0, skipped = 0;
};

void run_mode(const std::string& path, const std::string& text, const Meta& meta, bool strict, bool lazy,
              Run& run) {
    std::string source_text = strict ? "\"use strict\";\n" + text : text;
    auto source = SourceText::from_utf8(source_text, path);
    AtomTable atoms;
    Arena arena, script_arena;
    ParseRequest request;
    request.source = source.get();
    request.goal = meta.module ? ParseGoal::kModule : ParseGoal::kScript;
    request.arena = &arena;
    request.script_arena = &script_arena;
    request.atoms = &atoms;
    request.allow_lazy = lazy;
    request.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 4 * 1024 * 1024;
    ParseResult result = parse_program(request);
    bool expected = meta.negative_parse ? result.error.type == ErrorType::kSyntaxError : result.ok();
    if (expected) {
        run.passed++;
        return;
    }
    bool about_regexp = meta.negative_parse && (path.find("/regexp/") != path.npos ||
                                                path.find("/RegExp/") != path.npos);
    if (about_regexp) {
        run.skipped++;
        return;
    }
    run.failed++;
    const char* mode = strict ? "strict" : lazy ? "lazy" : "eager";
    if (meta.negative_parse) {
        std::printf("FAIL (%s) %s: parses\n", mode, path.c_str());
    } else {
        LineColumn place = source->line_column(result.error.start);
        std::printf("FAIL (%s) %s:%u:%u: %s\n", mode, path.c_str(), place.line, place.column,
                    result.error.message.c_str());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: test262_parse SUITE/test [filter]\n");
        return 2;
    }
    std::vector<std::string> files;
    list_files(argv[1], files);
    Run run;
    for (const std::string& path : files) {
        if (argc > 2 && path.find(argv[2]) == path.npos) continue;
        std::string text = testing::read_file(path);
        Meta meta = read_meta(text);
        for (bool lazy : {true, false}) {
            if (!meta.only_strict || meta.module) run_mode(path, text, meta, false, lazy, run);
            if (!meta.no_strict && !meta.raw && !meta.module) run_mode(path, text, meta, true, lazy, run);
        }
    }
    std::printf("%d passed, %d failed, %d skipped\n", run.passed, run.failed, run.skipped);
    return run.failed ? 1 : 0;
}
