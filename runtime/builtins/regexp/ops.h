// Compiled patterns: the instruction set and the Program that holds it.
#pragma once

#include "runtime/builtins/regexp/char_set.h"
#include "runtime/builtins/regexp/regexp.h"

namespace jsx::regexp {

enum class Op : uint8_t {
#define OP(name, operands, text) k##name,
#include "runtime/builtins/regexp/regexp_ops.def"
#undef OP
};

struct OpInfo {
    const char* name;
    const char* operands;
    uint32_t words;
    const char* text;
};
constexpr uint32_t op_words(const char* operands) {
    uint32_t n = 0;
    while (operands[n]) n++;
    return n ? n : 1;
}
constexpr OpInfo kOps[] = {
#define OP(name, operands, text) {#name, operands, op_words(operands), text},
#include "runtime/builtins/regexp/regexp_ops.def"
#undef OP
};

/// "No class" as an operand; classes are numbered from 0.
constexpr uint32_t kNoClass = 0xffffff;

/// A set of code points as the matcher reads it: a byte each for Latin-1; above, the points where
/// membership changes.
struct CharClass {
    uint8_t latin1[256] = {};
    bool high = false;  // U+0100 is a member
    bool all = false;   // everything is
    uint32_t changes = 0, change_count = 0;  // a slice of Program::changes, ascending, > U+0100
};

/// How to find where a match may begin.
enum class Prefilter : uint8_t {
    kNone,     // try everywhere
    kStart,    // only at position 0
    kClass,    // at a unit of first_class
    kChar,     // at first_char
    kLiteral,  // at the literal prefix
};

class Program {
public:
    std::vector<uint32_t> code;
    std::vector<CharClass> classes;
    std::vector<char32_t> changes;
    std::u16string literals;  // of String instructions and the prefix
    std::string literals8;    // the same, for Latin-1 subjects; '\0' where a unit does not fit
    std::vector<GroupName> names;
    std::u16string pattern;   // kept for the linear twin
    uint32_t capture_count = 1;
    uint32_t register_count = 2;  // captures first
    Flags flags = 0;
    Prefilter prefilter = Prefilter::kNone;
    bool literal_only = false;       // the prefix is the whole pattern
    bool prefix_is_latin1 = false;
    bool linear_possible = false;    // linear.cc can run this pattern
    uint32_t first_class = kNoClass;
    char16_t first_char = 0;
    uint32_t prefix_offset = 0, prefix_length = 0;  // in literals
    /// The linear matcher's instructions, made when first needed.
    mutable std::unique_ptr<Program> linear;
    mutable bool linear_failed = false;

    bool is_unicode() const { return flags & (kUnicode | kUnicodeSets); }
    bool contains(const CharClass& k, char32_t c) const {
        if (c < 256) return k.latin1[c];
        if (!k.change_count) return k.high;
        const char32_t* p = &changes[k.changes];
        uint32_t n = k.change_count;
        if (n > 8) {
            // Number of changes at or below c, by halving.
            uint32_t low = 0;
            while (n > 1) {
                uint32_t half = n / 2;
                low += p[low + half - 1] <= c ? half : 0;
                n -= half;
            }
            low += p[low] <= c;
            return k.high ^ (low & 1);
        }
        bool in = k.high;
        for (uint32_t i = 0; i < n && p[i] <= c; i++) in = !in;
        return in;
    }
};

/// Compiles for the linear matcher: plain instructions only, counts unrolled. Null if too large.
std::unique_ptr<Program> compile_linear(const Program& program);

/// Deepest nesting of loops with an empty check that the linear matcher takes.
constexpr uint32_t kMaxLinearMarks = 4;
/// In its code Save and EmptyCheck name such marks by level: register kLinearMark + level.
constexpr uint32_t kLinearMark = 1 << 20;

/// The linear matcher (linear.cc): as match(), from start on.
MatchResult match_linear(const Program& linear, Text subject, size_t start, bool sticky,
                         int32_t* captures, Scratch& scratch);

}  // namespace jsx::regexp
