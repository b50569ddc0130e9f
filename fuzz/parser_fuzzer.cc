// The lexer and the parser on any text: the first byte says how to read it. A text that parses with lazy functions must
// parse without, and both must say the same of one that does not.
#include "parser/parser.h"

#include "support/compiler.h"

#include <string>
#include <string_view>

namespace {

using namespace jsx;
using namespace jsx::parser;

ParseError parse(const SourceText& source, ParseGoal goal, bool allow_lazy) {
    AtomTable atoms;
    Arena arena, script_arena;
    ParseRequest request;
    request.source = &source;
    request.goal = goal;
    request.arena = &arena;
    request.script_arena = &script_arena;
    request.atoms = &atoms;
    request.allow_lazy = allow_lazy;
    request.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 512 * 1024;
    return parse_program(request).error;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    ParseGoal goal = data[0] & 1 ? ParseGoal::kModule : ParseGoal::kScript;
    std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    auto source = SourceText::from_utf8(text, "fuzz.js");
    ParseError lazy = parse(*source, goal, true), eager = parse(*source, goal, false);
    // Where the native stack ends, the two differ.
    if (lazy.type == ErrorType::kRangeError || eager.type == ErrorType::kRangeError) return 0;
    JSX_CHECK(lazy.type == eager.type && lazy.message == eager.message && lazy.start == eager.start);
    return 0;
}
