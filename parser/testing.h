// What the parser's tests share: a parse with everything it needs.
#pragma once

#include "parser/parser.h"

#include <memory>
#include <string>
#include <string_view>

namespace jsx::parser {

struct TestParse {
    explicit TestParse(std::string_view text) : source(SourceText::from_utf8(text, "test.js")) {
        request.source = source.get();
        request.arena = &arena;
        request.script_arena = &script_arena;
        request.atoms = &atoms;
        request.allow_lazy = false;
        request.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 900 * 1024;
    }
    ParseResult& run() {
        result = parse_program(request);
        return result;
    }
    /// "1:5-3 message", the place being line, column and length; or "ok".
    std::string verdict() const {
        if (result.ok()) return "ok";
        LineColumn place = source->line_column(result.error.start);
        return std::to_string(place.line) + ":" + std::to_string(place.column) + "-" +
               std::to_string(result.error.end - result.error.start) + " " + result.error.message;
    }

    std::unique_ptr<SourceText> source;
    AtomTable atoms;
    Arena arena, script_arena;
    ParseRequest request;
    ParseResult result;
};

}  // namespace jsx::parser
