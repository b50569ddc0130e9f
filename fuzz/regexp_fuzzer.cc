// Regular expressions: a byte of flags, the pattern, a line feed, the subject. The check of literals and the compiler must agree
// whether the pattern is well formed; the linear matcher, which starts at once here, must find what backtracking finds.
#include "runtime/builtins/regexp/regexp.h"

#include "support/compiler.h"

#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace jsx;
using namespace jsx::regexp;

/// The captures of the first match; empty if there is none or the budget of interrupts is used up.
std::vector<int32_t> search(const Program& program, Text subject, int64_t step_budget, bool* is_complete) {
    int slices = 20;
    Scratch scratch;
    scratch.interrupt = [](void* left) { return --*static_cast<int*>(left) <= 0; };
    scratch.interrupt_data = &slices;
    scratch.step_budget = step_budget;
    scratch.max_stack_bytes = 16u << 20;
    std::vector<int32_t> captures(capture_count(program) * 2);
    MatchResult result = match(program, subject, 0, captures.data(), scratch);
    *is_complete = result == MatchResult::kMatch || result == MatchResult::kNoMatch;
    if (result != MatchResult::kMatch) captures.clear();
    for (int32_t at : captures) JSX_CHECK(at >= -1 && at <= int32_t(subject.length()));
    return captures;
}

void run(Text pattern, Text subject, Flags flags) {
    const char* error = nullptr;
    const char* early = check_syntax(pattern, flags);
    ProgramPtr program = compile(pattern, flags, &error);
    if (!program) {
        JSX_CHECK(error);
        // What is only too large for the compiler passes the check.
        JSX_CHECK(early ? !std::strcmp(early, error) : std::strstr(error, "too large") != nullptr);
        return;
    }
    JSX_CHECK(!early);
    (void)print(*program);
    bool is_complete = false, is_linear_complete = false;
    std::vector<int32_t> found = search(*program, subject, 100'000, &is_complete);
    std::vector<int32_t> linear = search(*program, subject, 0, &is_linear_complete);
    if (is_complete && is_linear_complete) JSX_CHECK(found == linear);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    Flags flags = data[0];
    if ((flags & kUnicode) && (flags & kUnicodeSets)) flags &= Flags(~kUnicode);
    std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    size_t line = text.find('\n');
    std::string_view pattern = text.substr(0, line), subject = line == text.npos ? text : text.substr(line + 1);
    run(Text(pattern), Text(subject), flags);
    // The same as UTF-16, with pairs of bytes for units, so that surrogates and wide characters come up.
    auto widen = [](std::string_view bytes) {
        std::u16string wide(bytes.size() / 2, u'\0');
        std::memcpy(wide.data(), bytes.data(), wide.size() * 2);
        return wide;
    };
    std::u16string wide_subject = widen(subject);
    run(Text(pattern), Text(std::u16string_view(wide_subject)), flags);
    std::u16string wide_pattern = widen(pattern);
    run(Text(std::u16string_view(wide_pattern)), Text(std::u16string_view(wide_subject)), flags);
    return 0;
}
