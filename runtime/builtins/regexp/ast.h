// The tree between parser and compiler. Nodes live in a TreeArena and are never freed singly.
#pragma once

#include "runtime/builtins/regexp/char_set.h"
#include "runtime/builtins/regexp/regexp.h"
#include "support/arena.h"
#include "support/compiler.h"

#include <algorithm>
#include <deque>
#include <span>
#include <vector>

namespace jsx::regexp {

constexpr uint32_t kInfinite = 0x7fffffff;

enum class NodeKind : uint8_t {
    kEmpty,
    kChar,         // one code point (or unit without u/v) that matches itself alone
    kClass,        // one code point out of a set
    kSequence,     // children in order
    kDisjunction,  // children in order of preference
    kCapture,      // group `index` around `body`
    kBackReference,
    kAssertion,
    kLook,  // lookahead or lookbehind
    kRepeat,
};

enum class AssertionKind : uint8_t {
    kInputStart,
    kInputEnd,
    kLineStart,
    kLineEnd,
    kBoundary,
    kNotBoundary,
};

struct Node {
    explicit Node(NodeKind kind) : kind(kind) {}

    NodeKind kind;
    AssertionKind assertion = {};
    bool greedy = false;       // kRepeat
    bool behind = false;       // kLook
    bool negative = false;     // kLook
    bool ignore_case = false;  // kBackReference; kAssertion: word characters include case variants
    // Filled in by the compiler's analysis.
    bool nullable = false;       // may match without consuming
    bool first_unknown = false;  // anything may come first
    bool at_end = false;         // if not nullable: may still match at the end of input
    char32_t c = 0;              // kChar
    uint32_t index = 0;          // kCapture
    uint32_t min = 0, max = 0;   // kRepeat
    uint32_t capture_from = 0, capture_to = 0;  // kRepeat, kLook: groups inside, [from, to)
    bool zero_width = false;     // never consumes
    bool has_captures = false;
    bool unroll = false;         // kRepeat: copies of the body instead of a counter
    uint32_t cost = 0;           // about the number of instructions
    uint32_t linear_cost = 0;    // the same for the linear matcher, where every count is unrolled
    const CharSet* set = nullptr;    // kClass
    const CharSet* first = nullptr;  // analysis: units a consuming match may begin with
    Node* body = nullptr;            // kCapture, kLook, kRepeat
    std::span<Node*> children;       // kSequence, kDisjunction
    std::span<uint32_t> groups;      // kBackReference
};

/// Owner of a tree: its nodes, its arrays, and the sets they point to.
class TreeArena {
public:
    Node* node(NodeKind kind) { return arena_.make<Node>(kind); }
    template <class T>
    std::span<T> copy(const std::vector<T>& items) {
        T* data = arena_.allocate_array<T>(items.size());
        std::copy(items.begin(), items.end(), data);
        return {data, items.size()};
    }
    const CharSet* keep(CharSet set) { return &sets_.emplace_back(std::move(set)); }

private:
    Arena arena_;
    std::deque<CharSet> sets_;
};

struct Tree {
    Node* root = nullptr;
    uint32_t capture_count = 1;
    std::vector<GroupName> names;
};

inline uintptr_t default_stack_limit() {
    return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - (256 << 10);
}
inline bool stack_exhausted(StackLimit limit) {
    return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < limit;
}
constexpr const char* kTooLarge = "Regular expression too large";

/// Returns null on success. With syntax_only the sets of classes are left empty.
const char* parse(Text pattern, Flags flags, StackLimit stack_limit, bool syntax_only, TreeArena& arena,
                  Tree& tree);

}  // namespace jsx::regexp
