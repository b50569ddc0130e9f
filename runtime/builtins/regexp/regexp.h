// [doc:regexp] The regular expression engine. It knows no heap objects: text in, positions out.
//
//   pattern --parser.cc--> AST --compiler.cc--> Program --matcher.cc--> captures
//                         (ast.h)               (ops.h)  \-linear.cc--/
//
// The grammar is ECMA-262's, Annex B included, and early errors carry V8's texts. Case-insensitive
// matching is settled by the parser: under /i a literal becomes the class of its variants and a
// class is closed over them, so only back-references compare case at run time.
//
// A Program is a list of 32-bit words (regexp_ops.def). matcher.cc runs it by backtracking over an
// explicit stack, so that no pattern can overflow the native one. A match that has used up its step
// budget, and whose pattern has neither back-references nor lookaround, is finished by linear.cc,
// which advances all alternatives in step, in time proportional to pattern times subject, and finds
// the same match with the same captures.
//
// Positions are in code units of the subject. All state of a match is in the caller's Scratch;
// a Program is immutable but for its lazily made linear twin, and belongs to one thread.
#pragma once

#include "support/unicode.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jsx::regexp {

using Flags = uint8_t;
enum Flag : Flags {
    kHasIndices = 1,    // d
    kGlobal = 2,        // g
    kIgnoreCase = 4,    // i
    kMultiline = 8,     // m
    kDotAll = 16,       // s
    kUnicode = 32,      // u
    kUnicodeSets = 64,  // v
    kSticky = 128,      // y
};

/// Borrowed text, Latin-1 or UTF-16.
class Text {
public:
    Text(std::string_view latin1) : data_(latin1.data()), length_(latin1.size()), wide_(false) {}
    Text(std::u16string_view utf16) : data_(utf16.data()), length_(utf16.size()), wide_(true) {}
    Text(const uint8_t* latin1, size_t length) : data_(latin1), length_(length), wide_(false) {}

    bool is_wide() const { return wide_; }
    size_t length() const { return length_; }
    const uint8_t* latin1() const { return static_cast<const uint8_t*>(data_); }
    const char16_t* utf16() const { return static_cast<const char16_t*>(data_); }
    char16_t operator[](size_t i) const { return wide_ ? utf16()[i] : latin1()[i]; }

private:
    const void* data_;
    size_t length_;  // in code units
    bool wide_;
};

/// Reads "dgimsuvy" in any order; false on an unknown or repeated letter, or u with v.
bool parse_flags(Text text, Flags& flags);

/// Lowest address the parser's and compiler's native recursion may reach; 0 stands for 256 KiB
/// below the caller. Beyond it the pattern is refused as too large.
using StackLimit = uintptr_t;

/// Early errors only: V8's text after "Invalid regular expression: /x/: ", or null if all is well.
const char* check_syntax(Text pattern, Flags flags, StackLimit stack_limit = 0);

/// A name and the groups that bear it: more than one only in different alternatives.
struct GroupName {
    std::u16string name;
    std::vector<uint32_t> groups;  // ascending
};

struct CharClass;
class Program;

namespace detail {
struct ProgramDeleter {
    void operator()(Program* program) const;
};
}  // namespace detail
using ProgramPtr = std::unique_ptr<Program, detail::ProgramDeleter>;

/// Compiles the pattern; on failure null, and *error is as for check_syntax.
ProgramPtr compile(Text pattern, Flags flags, const char** error, StackLimit stack_limit = 0);

/// Number of groups, the whole match included; captures hold twice as many positions.
uint32_t capture_count(const Program& program);
/// In order of first appearance in the pattern.
const std::vector<GroupName>& group_names(const Program& program);
Flags flags(const Program& program);
/// Bytes held, for external memory accounting.
size_t memory_size(const Program& program);
/// The instruction list, one a line (--print-regexp).
std::string print(const Program& program);

enum class MatchResult : uint8_t { kNoMatch, kMatch, kOutOfMemory, kInterrupted };

/// Called every few milliseconds of matching; true stops the match with kInterrupted.
using Interrupt = bool (*)(void* data);

/// Buffers of one match at a time, kept for the next. One per isolate.
class Scratch {
public:
    Scratch() = default;
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    Interrupt interrupt = nullptr;
    void* interrupt_data = nullptr;
    /// Bytes the backtrack stack may grow to.
    size_t max_stack_bytes = 256u << 20;
    /// Steps after which a suitable pattern falls over to the linear matcher; a step is one
    /// instruction backtracked to or 16 code units scanned. A slice of it is also the interval
    /// between interrupts.
    int64_t step_budget = 1'000'000;

private:
    friend class Machine;
    void* stack_ = nullptr;
    size_t stack_bytes_ = 0;
    std::vector<int32_t> registers_;
};

enum class Anchor : uint8_t { kByFlags, kSticky, kSearch };

/// Finds the first match at or after start (at start alone if sticky). On kMatch captures holds
/// 2 * capture_count positions, -1 where a group took no part.
MatchResult match(const Program& program, Text subject, size_t start, int32_t* captures,
                  Scratch& scratch, Anchor anchor = Anchor::kByFlags);

}  // namespace jsx::regexp
