// Limits, fall-over, names and dumps; what patterns match is in cases.txt.
#include "runtime/builtins/regexp/regexp.h"

#include <gtest/gtest.h>

namespace jsx::regexp {
namespace {

Text text(std::string_view s) {
    return Text(s);
}
ProgramPtr must_compile(std::string_view pattern, Flags flags = 0) {
    const char* error;
    ProgramPtr program = compile(text(pattern), flags, &error);
    EXPECT_TRUE(program) << error;
    return program;
}
std::string repeat(std::string_view s, size_t n) {
    std::string out;
    while (n--) out += s;
    return out;
}
/// "start,end" of the match, or the name of the result.
std::string find(const Program& program, std::string_view subject, Scratch& scratch,
                 Anchor anchor = Anchor::kByFlags) {
    std::vector<int32_t> captures(capture_count(program) * 2);
    switch (match(program, text(subject), 0, captures.data(), scratch, anchor)) {
    case MatchResult::kNoMatch:
        return "none";
    case MatchResult::kOutOfMemory:
        return "memory";
    case MatchResult::kInterrupted:
        return "interrupted";
    case MatchResult::kMatch:
        return std::to_string(captures[0]) + "," + std::to_string(captures[1]);
    }
    return "";
}

TEST(RegExp, DeepPatternsAreRefusedNotFatal) {
    // The parser nests groups on the heap; what the compiler walks is as deep as the tree.
    for (const char* open : {"(?:", "(?i:", "(?=", "(?:|", "(?<!"}) {
        std::string deep = repeat(open, 200000) + repeat(")", 200000);
        EXPECT_EQ(check_syntax(text(deep), 0), nullptr) << open;
        EXPECT_STREQ(check_syntax(text(deep + ")"), 0), "Unmatched ')'") << open;
        EXPECT_STREQ(check_syntax(text(repeat(open, 200000)), 0), "Unterminated group") << open;
    }
    for (const char* open : {"(?=", "(?:|", "(?<!"}) {
        const char* error;
        EXPECT_FALSE(compile(text(repeat(open, 200000) + repeat(")", 200000)), 0, &error)) << open;
        EXPECT_STREQ(error, "Regular expression too large") << open;
    }
    Scratch scratch;
    EXPECT_EQ(find(*must_compile(repeat("(?:", 200000) + "a" + repeat(")", 200000)), "ba", scratch), "1,2");
    std::string classes = repeat("[", 50000) + repeat("]", 50000);
    EXPECT_STREQ(check_syntax(text(classes), kUnicodeSets), "Regular expression too large");
    EXPECT_STREQ(check_syntax(text(repeat("()", 32768)), 0), "Too many captures");
    EXPECT_EQ(check_syntax(text(repeat("()", 32767)), 0), nullptr);
    // Names stand at any depth, and only alternatives part them.
    std::string named = repeat("(?:", 100000) + "(?<a>)" + repeat(")", 100000);
    EXPECT_EQ(check_syntax(text(named + "|" + named), 0), nullptr);
    EXPECT_STREQ(check_syntax(text(named + named), 0), "Duplicate capture group name");
    EXPECT_EQ(find(*must_compile(repeat("(?:", 100) + "a" + repeat("){2,3}", 100)), "b", scratch),
              "none");
}

TEST(RegExp, LongSubjectsUseTheHeapNotTheStack) {
    Scratch scratch;
    std::string subject = repeat("ab", 500000);
    EXPECT_EQ(find(*must_compile("(?:a|b)*"), subject, scratch), "0,1000000");
    EXPECT_EQ(find(*must_compile("(a|b)*$"), subject, scratch), "0,1000000");
    scratch.max_stack_bytes = 1 << 16;
    Scratch small;
    small.max_stack_bytes = 1 << 16;
    EXPECT_EQ(find(*must_compile("(?:(a)|b)*\\1c"), subject, small), "memory");
}

TEST(RegExp, FallsOverToTheLinearMatcher) {
    Scratch scratch;
    std::string as = repeat("a", 5000);
    EXPECT_EQ(find(*must_compile("(a+)+b"), as, scratch), "none");
    EXPECT_EQ(find(*must_compile("(?:a*)*(?:a*)*c|a$"), as, scratch), "4999,5000");
    EXPECT_EQ(find(*must_compile("(x+x+)+y"), repeat("x", 3000) + "y", scratch), "0,3001");
    EXPECT_EQ(find(*must_compile("^(?:(?:\\w+\\s?)+)+!$"), repeat("word ", 2000), scratch), "none");
    EXPECT_EQ(find(*must_compile("\\s+$"), repeat(" ", 50000) + "x", scratch), "none");
    EXPECT_EQ(find(*must_compile("(?:a|aa){1,100}$"), as + "b", scratch), "none");
}

TEST(RegExp, Interrupts) {
    Scratch scratch;
    int calls = 0;
    scratch.interrupt_data = &calls;
    scratch.interrupt = [](void* data) { return ++*static_cast<int*>(data) == 5; };
    EXPECT_EQ(find(*must_compile("(?:(a+)+)+\\1b"), repeat("a", 64), scratch), "interrupted");
    EXPECT_EQ(calls, 5);
}

TEST(RegExp, Anchors) {
    Scratch scratch;
    auto sticky = must_compile("b", kSticky);
    EXPECT_EQ(find(*sticky, "ab", scratch), "none");
    EXPECT_EQ(find(*sticky, "ab", scratch, Anchor::kSearch), "1,2");
    EXPECT_EQ(find(*must_compile("b"), "ab", scratch, Anchor::kSticky), "none");
}

TEST(RegExp, GroupNames) {
    auto program = must_compile("(?<year>\\d)|(x)(?<day>a)(?:(?<m>b)|(?<m>c))");
    ASSERT_EQ(group_names(*program).size(), 3u);
    EXPECT_EQ(capture_count(*program), 6u);
    EXPECT_EQ(group_names(*program)[1].name, u"day");
    EXPECT_EQ(group_names(*program)[2].groups, (std::vector<uint32_t>{4, 5}));
}

TEST(RegExp, Flags) {
    Flags flags;
    EXPECT_TRUE(parse_flags(text("dgimsuy"), flags));
    EXPECT_EQ(flags, Flags(0xff & ~kUnicodeSets));
    EXPECT_TRUE(parse_flags(text(""), flags) && flags == 0);
    EXPECT_FALSE(parse_flags(text("gg"), flags) || parse_flags(text("uv"), flags) ||
                 parse_flags(text("x"), flags));
}

TEST(RegExp, Prints) {
    EXPECT_EQ(print(*must_compile("(\\w+)@[^]*?x|abc\\b", kIgnoreCase)),
              R"(captures 2, registers 4, prefilter [0-9A-Z_a-z], linear possible
    0  Exhausted                                  ; no match begins here
    1  SplitClass      [0-9A-Z_a-z] -> 17         ; if the next unit is of the class, as Split; else go on there
    3  Save            r2                         ; r = position
    4  ScanPossessive  [0-9A-Z_a-z] 1 inf         ; min to max units of the class, never fewer than there are
    7  Save            r3                         ; r = position
    8  Char            '@'                        ; this unit
    9  ScanLazy        [\x00-\u{10ffff}] 0 [Xx]   ; at least n units of the class; what follows begins with the last class
   12  LazyStep        [\x00-\u{10ffff}] [Xx]     ; tried again: one unit more
   14  CharEither      'X' 'x'                    ; either unit
   16  Jump            -> 24                      ; go on there
   17  CharEither      'A' 'a'                    ; either unit
   19  CharEither      'B' 'b'                    ; either unit
   21  CharEither      'C' 'c'                    ; either unit
   23  Boundary        [0-9A-Z_a-z]               ; between a word character and another
   24  Match                                      ; the match ends here
)");
}

}  // namespace
}  // namespace jsx::regexp
