// Tree to Program.
//
// Two passes. analyze() learns of each node whether it can match without consuming, which code units
// can come first, and about how large its code is. emit() then writes code with the knowledge of
// what follows (Next), which removes choices: an alternative is entered without a way back if the
// next unit excludes all others, and a scan whose members cannot begin what follows is never resumed.
//
// Lookbehind is matched right to left by the forward instructions: a character is "step back, match,
// step back", and sequences are emitted last to first. Nothing is known there of what comes next.
#include "runtime/builtins/regexp/ast.h"
#include "runtime/builtins/regexp/ops.h"

#include <unordered_map>

namespace jsx::regexp {

namespace {

constexpr size_t kMaxCodeWords = 1 << 22;
constexpr uint32_t kMaxUnrolled = 48;         // cost of a loop emitted as copies
constexpr uint32_t kMaxLinearCost = 20'000;
constexpr uint32_t kUnknownCost = 1 << 30;

uint32_t saturating(uint64_t n) {
    return uint32_t(std::min<uint64_t>(n, kUnknownCost));
}

/// What is known of everything that is matched after a node.
struct Next {
    const CharSet* first = nullptr;  // units it may begin with, unless unknown
    bool unknown = true;
    bool at_end = true;     // it may match at the end of input
    bool accepts = false;   // it is nothing: the match, or the lookaround, is complete
};

class Compiler {
public:
    Compiler(Program& program, TreeArena& arena, StackLimit stack_limit, bool linear)
        : program_(program), arena_(arena), stack_limit_(stack_limit), linear_(linear),
          unicode_(program.is_unicode()) {}

    const char* compile(Tree& tree) {
        program_.capture_count = tree.capture_count;
        program_.names = std::move(tree.names);
        program_.register_count = tree.capture_count * 2;
        analyze(tree.root);
        if (failed_ || (linear_ && tree.root->linear_cost > kMaxLinearCost)) return kTooLarge;
        program_.linear_possible = !has_linear_obstacle_ && mark_depth_max_ <= kMaxLinearMarks &&
                                   tree.root->linear_cost <= kMaxLinearCost;
        op(Op::kExhausted);
        emit(tree.root, Next{.accepts = true});
        op(Op::kMatch);
        if (failed_ || program_.code.size() > kMaxCodeWords) return kTooLarge;
        if (!linear_) choose_prefilter(tree.root);
        program_.literals8.resize(program_.literals.size());
        for (size_t i = 0; i < program_.literals.size(); i++)
            program_.literals8[i] = program_.literals[i] < 256 ? char(program_.literals[i]) : '\0';
        return nullptr;
    }

private:
    // ---- Analysis ------------------------------------------------------------------------------

    static bool is_single(const Node* n) {
        return n->kind == NodeKind::kChar || n->kind == NodeKind::kClass;
    }
    bool needs_code_points(const CharSet& set) const {
        return unicode_ && std::any_of(set.ranges().begin(), set.ranges().end(), [](Range r) {
                   return r.last > 0xffff || (r.first <= 0xdfff && r.last >= 0xd800);
               });
    }
    const CharSet* set_of(Node* n) {
        if (n->kind == NodeKind::kChar && !n->set) n->set = arena_.keep(CharSet{{n->c, n->c}});
        return n->set;
    }
    const CharSet* merge(const CharSet* a, const CharSet* b) {
        if (!a || a->is_empty()) return b;
        if (!b || b->is_empty() || a == b) return a;
        CharSet both = *a;
        both.add(*b);
        both.normalize();
        return arena_.keep(both.first_units());
    }

    void analyze(Node* n) {
        if (stack_exhausted(stack_limit_)) failed_ = true;
        if (failed_) return;
        n->cost = n->linear_cost = 1;
        switch (n->kind) {
        case NodeKind::kEmpty:
            n->nullable = n->zero_width = true;
            break;
        case NodeKind::kChar:
        case NodeKind::kClass:
            n->first = arena_.keep(set_of(n)->first_units());
            break;
        case NodeKind::kSequence:
            n->nullable = n->zero_width = true;
            for (Node* child : n->children) {
                analyze(child);
                if (n->nullable) {
                    n->first = merge(n->first, child->first);
                    n->first_unknown |= child->first_unknown;
                    n->at_end |= child->at_end;
                    n->nullable = child->nullable;
                }
                n->zero_width &= child->zero_width;
                add_costs(n, child);
            }
            break;
        case NodeKind::kDisjunction:
            n->zero_width = true;
            for (Node* child : n->children) {
                analyze(child);
                n->first = merge(n->first, child->first);
                n->first_unknown |= child->first_unknown;
                n->at_end |= child->at_end;
                n->nullable |= child->nullable;
                n->zero_width &= child->zero_width;
                add_costs(n, child);
                n->cost = saturating(uint64_t(n->cost) + 2);
            }
            break;
        case NodeKind::kCapture:
            analyze(n->body);
            copy_first(n);
            n->nullable = n->body->nullable;
            n->zero_width = n->body->zero_width;
            n->has_captures = true;
            add_costs(n, n->body);
            n->cost += 2;
            n->linear_cost += 2;
            break;
        case NodeKind::kBackReference:
            n->nullable = n->first_unknown = true;
            has_linear_obstacle_ = true;
            break;
        case NodeKind::kAssertion:
            n->zero_width = true;
            n->at_end = n->assertion == AssertionKind::kInputEnd;
            n->nullable = !n->at_end;
            break;
        case NodeKind::kLook:
            analyze(n->body);
            add_costs(n, n->body);
            n->nullable = n->zero_width = true;
            n->has_captures = n->capture_from < n->capture_to;
            has_linear_obstacle_ = true;
            break;
        case NodeKind::kRepeat:
            analyze_repeat(n);
            break;
        }
        if (!n->first) n->first = &empty_;
    }

    void add_costs(Node* n, const Node* child) {
        n->cost = saturating(uint64_t(n->cost) + child->cost);
        n->linear_cost = saturating(uint64_t(n->linear_cost) + child->linear_cost);
        n->has_captures |= child->has_captures;
    }
    void copy_first(Node* n) {
        n->first = n->body->first;
        n->first_unknown = n->body->first_unknown;
        n->at_end = n->body->at_end;
    }

    void analyze_repeat(Node* n) {
        Node* body = n->body;
        bool marks = false;
        if (n->max > n->min) {
            mark_depth_++;
            analyze(body);
            marks = body->nullable || body->at_end;
            if (!marks) mark_depth_--;
            mark_depth_max_ = std::max(mark_depth_max_, mark_depth_);
            if (marks) mark_depth_--;
        } else {
            analyze(body);
        }
        // A body that consumes nothing can be repeated once at most to any effect: what is not
        // required fails its empty check.
        if (body->zero_width) {
            n->min = std::min(n->min, 1u);
            n->max = n->min;
        }
        copy_first(n);
        n->nullable = n->min == 0 || body->nullable;
        n->zero_width = body->zero_width || n->max == 0;
        n->has_captures = body->has_captures;
        uint32_t extra = n->max == kInfinite ? 1 : n->max - n->min;
        uint64_t copies = uint64_t(n->min) + extra;
        n->linear_cost = saturating(copies * (uint64_t(body->linear_cost) + 3));
        uint64_t unrolled = copies * (uint64_t(body->cost) + 3);
        n->unroll = linear_ || unrolled <= kMaxUnrolled || (n->min == 0 && extra == 1) ||
                    (n->min <= 1 && n->max == kInfinite && body->cost <= kMaxUnrolled) || copies <= 1;
        n->cost = is_single(body) ? 5 : saturating(n->unroll ? unrolled : uint64_t(body->cost) + 12);
    }

    // ---- Emission ------------------------------------------------------------------------------

    size_t here() const { return program_.code.size(); }
    size_t op(Op o, uint32_t a = 0) {
        size_t at = here();
        if (at > kMaxCodeWords) failed_ = true;
        program_.code.push_back(uint32_t(o) | a << 8);
        return at;
    }
    template <class... Rest>
    size_t op(Op o, uint32_t a, Rest... rest) {
        size_t at = op(o, a);
        (program_.code.push_back(uint32_t(rest)), ...);
        return at;
    }
    /// Lets the instruction at `at`, whose last operand is a target, go to the current place.
    void bind(size_t at) {
        const OpInfo& info = kOps[program_.code[at] & 0xff];
        if (info.words == 1)
            program_.code[at] = (program_.code[at] & 0xff) | uint32_t(here()) << 8;
        else
            program_.code[at + info.words - 1] = uint32_t(here());
    }

    uint32_t class_index(const CharSet& set) {
        std::string key(reinterpret_cast<const char*>(set.ranges().data()),
                        set.ranges().size() * sizeof(Range));
        auto [it, is_new] = class_indexes_.try_emplace(std::move(key), program_.classes.size());
        if (!is_new) return it->second;
        CharClass k;
        char32_t top = unicode_ ? unicode::kMaxCodePoint : 0xffff;
        k.changes = uint32_t(program_.changes.size());
        for (Range r : set.ranges()) {
            for (char32_t c = r.first; c <= r.last && c < 256; c++) k.latin1[c] = 1;
            if (r.first <= 256 && r.last >= 256)
                k.high = true;
            else if (r.first > 256)
                program_.changes.push_back(r.first);
            if (r.last >= 256 && r.last < top)
                program_.changes.push_back(r.last + 1);
        }
        k.change_count = uint32_t(program_.changes.size()) - k.changes;
        k.all = set.ranges().size() == 1 && set.ranges()[0].first == 0 && set.ranges()[0].last >= top;
        program_.classes.push_back(k);
        return it->second;
    }

    Next next_before(const Node* n, const Next& next) {
        Next result{.accepts = false};
        result.first = n->first;
        result.unknown = n->first_unknown;
        result.at_end = n->at_end;
        if (n->nullable) {
            result.first = merge(n->first, next.first);
            result.unknown |= next.unknown;
            result.at_end |= next.at_end;
        }
        if (!result.first) result.first = &empty_;
        return result;
    }
    static constexpr Next kAnything{};

    void emit(Node* n, const Next& next) {
        if (stack_exhausted(stack_limit_)) failed_ = true;
        if (failed_) return;
        switch (n->kind) {
        case NodeKind::kEmpty:
            break;
        case NodeKind::kChar:
        case NodeKind::kClass:
            emit_single(n);
            break;
        case NodeKind::kSequence:
            emit_sequence(n, next);
            break;
        case NodeKind::kDisjunction:
            emit_disjunction(n, next);
            break;
        case NodeKind::kCapture: {
            uint32_t r = n->index * 2;
            op(Op::kSave, behind_ ? r + 1 : r);
            emit(n->body, next);
            op(Op::kSave, behind_ ? r : r + 1);
            break;
        }
        case NodeKind::kBackReference:
            emit_back_reference(n);
            break;
        case NodeKind::kAssertion:
            emit_assertion(n);
            break;
        case NodeKind::kLook:
            emit_look(n);
            break;
        case NodeKind::kRepeat:
            emit_repeat(n, next);
            break;
        }
    }

    bool is_literal(const Node* n) const {
        return n->kind == NodeKind::kChar &&
               !(unicode_ && n->c >= 0xd800 && n->c <= 0xdfff);
    }
    void append_literal(char32_t c) {
        if (c > 0xffff) {
            program_.literals.push_back(char16_t(0xd7c0 + (c >> 10)));
            c = 0xdc00 + (c & 0x3ff);
        }
        program_.literals.push_back(char16_t(c));
    }

    void step_back(const CharSet& set) {
        if (needs_code_points(set))
            op(Op::kBackPoint);
        else
            op(Op::kBack, 1);
    }

    void emit_single(Node* n) {
        const CharSet& set = *set_of(n);
        if (set.is_empty()) {
            op(Op::kFail);
            return;
        }
        if (!linear_ && is_literal(n) && n->c > 0xffff) return emit_literals({&n, 1});
        if (behind_) step_back(set);
        const auto& ranges = set.ranges();
        if (needs_code_points(set)) {
            op(Op::kClassU, class_index(set));
        } else if (ranges.size() == 1 && ranges[0].first == ranges[0].last) {
            op(Op::kChar, ranges[0].first);
        } else if (ranges.size() == 2 && ranges[0].first == ranges[0].last &&
                   ranges[1].first == ranges[1].last) {
            op(Op::kCharEither, ranges[0].first, ranges[1].first);
        } else {
            op(Op::kClass, class_index(set));
        }
        if (behind_) step_back(set);
    }

    void emit_literals(std::span<Node*> chars) {
        size_t offset = program_.literals.size();
        for (Node* c : chars) append_literal(c->c);
        uint32_t length = uint32_t(program_.literals.size() - offset);
        if (length == 1) {
            program_.literals.pop_back();
            return emit_single(chars[0]);
        }
        if (behind_) op(Op::kBack, length);
        op(Op::kString, uint32_t(offset), length);
        if (behind_) op(Op::kBack, length);
    }

    void emit_sequence(Node* n, const Next& next) {
        std::span<Node*> children = n->children;
        size_t count = children.size();
        std::vector<Next> nexts;
        if (!behind_ && !linear_) {
            nexts.resize(count);
            nexts[count - 1] = next;
            for (size_t i = count - 1; i; i--) nexts[i - 1] = next_before(children[i], nexts[i]);
        }
        for (size_t i = 0; i < count;) {
            // A run of literals in reading order, whichever end we begin at.
            auto at = [&](size_t k) { return behind_ ? count - 1 - k : k; };
            size_t end = i;
            while (!linear_ && end < count && is_literal(children[at(end)])) end++;
            if (end - i > 1) {
                emit_literals(children.subspan(behind_ ? count - end : i, end - i));
                i = end;
            } else {
                emit(children[at(i)], nexts.empty() ? kAnything : nexts[i]);
                i++;
            }
        }
    }

    /// A branch on the next unit: into what follows if `first` may begin there, else to a target
    /// bound later. With `commit` there is no way back.
    size_t branch(const Next& into, bool commit) {
        if (into.unknown || into.at_end || linear_ || behind_) return op(Op::kSplit);
        const auto& ranges = into.first->ranges();
        if (ranges.size() == 1 && ranges[0].first == ranges[0].last)
            return op(commit ? Op::kGotoUnlessChar : Op::kSplitChar, ranges[0].first, 0);
        return op(commit ? Op::kGotoUnlessClass : Op::kSplitClass, class_index(*into.first), 0);
    }
    static bool disjoint(const Next& a, const Next& b) {
        return !a.unknown && !b.unknown && !a.at_end && !a.first->intersects(*b.first);
    }

    void emit_disjunction(Node* n, const Next& next) {
        size_t count = n->children.size();
        // What can come first from alternative i on.
        std::vector<Next> own(count), rest(count);
        if (!linear_ && !behind_) {
            for (size_t i = count; i--;) {
                own[i] = rest[i] = next_before(n->children[i], next);
                if (i + 1 < count) {
                    rest[i].first = merge(rest[i].first, rest[i + 1].first);
                    rest[i].unknown |= rest[i + 1].unknown;
                    rest[i].at_end |= rest[i + 1].at_end;
                }
            }
        }
        std::vector<size_t> exits;
        for (size_t i = 0; i < count; i++) {
            bool last = i + 1 == count;
            size_t split = 0;
            if (!last) split = branch(own[i], disjoint(own[i], rest[i + 1]));
            emit(n->children[i], next);
            if (last) break;
            exits.push_back(op(Op::kJump));
            bind(split);
        }
        for (size_t exit : exits) bind(exit);
    }

    void emit_back_reference(Node* n) {
        uint32_t mode = (n->ignore_case ? 1 : 0) | (unicode_ ? 2 : 0) | (behind_ ? 4 : 0);
        std::vector<size_t> exits;
        for (uint32_t group : n->groups) {
            if (group == n->groups.back()) {
                op(Op::kBackRef, group * 2, mode);
                break;
            }
            size_t unset = op(Op::kIfUnset, group * 2, 0);
            op(Op::kBackRef, group * 2, mode);
            exits.push_back(op(Op::kJump));
            bind(unset);
        }
        for (size_t exit : exits) bind(exit);
    }

    void emit_assertion(const Node* n) {
        switch (n->assertion) {
        case AssertionKind::kInputStart:
            op(Op::kInputStart);
            break;
        case AssertionKind::kInputEnd:
            op(Op::kInputEnd);
            break;
        case AssertionKind::kLineStart:
            op(Op::kLineStart);
            break;
        case AssertionKind::kLineEnd:
            op(Op::kLineEnd);
            break;
        case AssertionKind::kBoundary:
        case AssertionKind::kNotBoundary:
            op(n->assertion == AssertionKind::kBoundary ? Op::kBoundary : Op::kNotBoundary,
               class_index(CharSet::words(n->ignore_case)));
            break;
        }
    }

    uint32_t new_registers(uint32_t count) {
        uint32_t r = program_.register_count;
        program_.register_count += count;
        if (program_.register_count > (1 << 20)) failed_ = true;
        return r;
    }

    void emit_look(Node* n) {
        bool outer = std::exchange(behind_, n->behind);
        uint32_t r = new_registers(2);
        if (n->negative) {
            size_t begin = op(Op::kNegLookBegin, r, 0);
            emit(n->body, Next{.accepts = true});
            op(Op::kNegLookEnd, r);
            bind(begin);
        } else {
            op(Op::kLookBegin, r);
            emit(n->body, Next{.accepts = true});
            op(Op::kLookEnd, r);
        }
        behind_ = outer;
    }

    // ---- Loops ---------------------------------------------------------------------------------

    void clear_captures(const Node* n) {
        if (n->body->has_captures && n->capture_from < n->capture_to)
            op(Op::kClear, n->capture_from * 2, n->capture_to * 2);
    }

    void emit_repeat(Node* n, const Next& next) {
        if (n->max == 0) return;
        if (is_single(n->body) && !behind_ && !linear_ && emit_scan(n, next)) return;
        if (n->unroll) return emit_unrolled(n, next);
        emit_counted(n, next);
    }

    bool emit_scan(Node* n, const Next& next) {
        const CharSet& set = *set_of(n->body);
        if (set.is_empty() || (n->max == 1 && n->min == 1)) return false;
        if (n->min == 0 && n->max == 1) return false;  // a branch is cheaper
        bool u = needs_code_points(set);
        uint32_t k = class_index(set);
        uint32_t follow = kNoClass;
        if (!next.unknown && !next.at_end) follow = class_index(*next.first);
        if (n->min == n->max) {
            op(u ? Op::kScanPossessiveU : Op::kScanPossessive, k, n->min, n->max);
        } else if (!n->greedy) {
            if (n->max != kInfinite) return false;
            op(u ? Op::kScanLazyU : Op::kScanLazy, k, n->min, follow);
            op(u ? Op::kLazyStepU : Op::kLazyStep, k, follow);
        } else if (next.accepts || (!next.unknown && !next.first->intersects(*n->body->first))) {
            op(u ? Op::kScanPossessiveU : Op::kScanPossessive, k, n->min, n->max);
        } else {
            op(u ? Op::kScanGreedyU : Op::kScanGreedy, k, n->min, n->max, follow);
            op(u ? Op::kScanBackU : Op::kScanBack, follow);
        }
        return true;
    }

    /// What an optional iteration begins with: it has to consume, or its empty check fails.
    Next into_body(const Node* n) const {
        return {.first = n->body->first, .unknown = n->body->first_unknown, .at_end = false};
    }
    Next around(const Node* n, const Next& next) {
        Next result = next_before(n->body, next);
        result.first = merge(result.first, next.first);
        result.unknown |= next.unknown;
        result.at_end |= next.at_end;
        return result;
    }

    /// At a place where one more iteration is optional: the branch, to be bound to the exit (greedy)
    /// or already bound to the body (lazy, whose jump to the exit is returned).
    size_t emit_choice(const Node* n, const Next& next) {
        if (n->greedy) {
            Next body = into_body(n);
            return branch(body, disjoint(body, next));
        }
        size_t split = branch(next, disjoint(next, into_body(n)));
        size_t exit = op(Op::kJump);
        bind(split);
        return exit;
    }

    void emit_unrolled(Node* n, const Next& next) {
        bool first = true;
        auto clear = [&] {
            if (!first) clear_captures(n);
            first = false;
        };
        bool checks = n->body->nullable || n->body->at_end;
        Next inside = behind_ || linear_ ? kAnything : around(n, next);
        for (uint32_t i = 0; i < n->min && !failed_; i++) {
            clear();
            emit(n->body, i + 1 == n->max ? next : inside);
        }
        if (n->max == kInfinite) {
            size_t loop = here();
            size_t exit = emit_choice(n, next);
            first = false;
            clear();
            emit_checked(n, inside, checks);
            op(Op::kJump, uint32_t(loop));
            bind(exit);
            return;
        }
        std::vector<size_t> exits;
        for (uint32_t i = n->min; i < n->max && !failed_; i++) {
            exits.push_back(emit_choice(n, next));
            clear();
            emit_checked(n, i + 1 == n->max ? next : inside, checks);
        }
        for (size_t exit : exits) bind(exit);
    }

    void emit_checked(Node* n, const Next& next, bool check) {
        if (!check) return emit(n->body, next);
        // The linear matcher has marks by nesting level, the backtracker registers.
        uint32_t mark = linear_ ? mark_level_++ : new_registers(1);
        op(Op::kSave, linear_ ? kLinearMark + mark : mark);
        // An iteration may end here although nothing may follow: the check is still to come.
        emit(n->body, next.accepts ? kAnything : next);
        op(Op::kEmptyCheck, linear_ ? kLinearMark + mark : mark);
        if (linear_) mark_level_--;
    }

    void emit_counted(Node* n, const Next& next) {
        Next inside = behind_ ? kAnything : around(n, next);
        if (next.accepts) inside = kAnything;
        bool checks = (n->body->nullable || n->body->at_end) && n->max > n->min;
        uint32_t counter = new_registers(checks ? 2 : 1);
        op(Op::kSetCounter, counter);
        size_t loop = here();
        size_t choice = op(n->greedy ? Op::kLoopGreedy : Op::kLoopLazy, counter, n->min, n->max, 0);
        op(Op::kIncCounter, counter);
        clear_captures(n);
        if (checks) op(Op::kSave, counter + 1);
        emit(n->body, inside);
        if (checks) op(Op::kEmptyCheckMin, counter + 1, counter, n->min);
        op(Op::kJump, uint32_t(loop));
        bind(choice);
    }

    // ---- Prefilters ----------------------------------------------------------------------------

    static bool is_anchored(const Node* n) {
        switch (n->kind) {
        case NodeKind::kAssertion:
            return n->assertion == AssertionKind::kInputStart;
        case NodeKind::kSequence:
            return is_anchored(n->children[0]);
        case NodeKind::kCapture:
            return is_anchored(n->body);
        case NodeKind::kDisjunction:
            return std::all_of(n->children.begin(), n->children.end(), is_anchored);
        default:
            return false;
        }
    }

    /// Appends the literal every match of n begins with; true if that is all of n.
    bool collect_prefix(const Node* n) {
        switch (n->kind) {
        case NodeKind::kChar:
            if (!is_literal(n)) return false;
            append_literal(n->c);
            return true;
        case NodeKind::kSequence:
            return std::all_of(n->children.begin(), n->children.end(),
                               [this](const Node* child) { return collect_prefix(child); });
        case NodeKind::kCapture:
            return collect_prefix(n->body);
        case NodeKind::kEmpty:
            return true;
        default:
            return false;
        }
    }

    void choose_prefilter(const Node* root) {
        Program& p = program_;
        p.prefix_offset = uint32_t(p.literals.size());
        if (is_anchored(root)) {
            p.prefilter = Prefilter::kStart;
            return;
        }
        bool whole = collect_prefix(root);
        p.prefix_length = uint32_t(p.literals.size()) - p.prefix_offset;
        std::u16string_view prefix = std::u16string_view(p.literals).substr(p.prefix_offset);
        p.prefix_is_latin1 =
            std::all_of(prefix.begin(), prefix.end(), [](char16_t c) { return c < 256; });
        if (p.prefix_length >= 2) {
            p.prefilter = Prefilter::kLiteral;
            p.literal_only = whole && p.capture_count == 1;
            return;
        }
        if (root->nullable || root->first_unknown || root->at_end) return;
        const auto& ranges = root->first->ranges();
        if (ranges.size() == 1 && ranges[0].first == ranges[0].last) {
            p.prefilter = Prefilter::kChar;
            p.first_char = char16_t(ranges[0].first);
        } else {
            p.prefilter = Prefilter::kClass;
            p.first_class = class_index(*root->first);
        }
    }

    Program& program_;
    TreeArena& arena_;
    StackLimit stack_limit_;
    bool linear_, unicode_;
    bool behind_ = false;  // emitting right to left
    bool failed_ = false;
    bool has_linear_obstacle_ = false;
    uint32_t mark_depth_ = 0, mark_depth_max_ = 0, mark_level_ = 0;
    const CharSet empty_;
    std::unordered_map<std::string, uint32_t> class_indexes_;
};

std::unique_ptr<Program> compile_text(Text pattern, Flags flags, const char** error,
                                      StackLimit stack_limit, bool linear) {
    if (!stack_limit) stack_limit = default_stack_limit();
    TreeArena arena;
    Tree tree;
    *error = parse(pattern, flags, stack_limit, false, arena, tree);
    if (*error) return nullptr;
    auto program = std::make_unique<Program>();
    program->flags = flags;
    *error = Compiler(*program, arena, stack_limit, linear).compile(tree);
    if (*error) return nullptr;
    program->code.shrink_to_fit();
    return program;
}

}  // namespace

ProgramPtr compile(Text pattern, Flags flags, const char** error, StackLimit stack_limit) {
    auto program = compile_text(pattern, flags, error, stack_limit, false);
    if (program && program->linear_possible) {
        program->pattern.resize(pattern.length());
        for (size_t i = 0; i < pattern.length(); i++) program->pattern[i] = pattern[i];
    }
    return ProgramPtr(program.release());
}

std::unique_ptr<Program> compile_linear(const Program& program) {
    const char* error;
    return compile_text(Text(std::u16string_view(program.pattern)), program.flags, &error, 0, true);
}

void detail::ProgramDeleter::operator()(Program* program) const {
    delete program;
}

uint32_t capture_count(const Program& program) {
    return program.capture_count;
}

const std::vector<GroupName>& group_names(const Program& program) {
    return program.names;
}

Flags flags(const Program& program) {
    return program.flags;
}

size_t memory_size(const Program& program) {
    size_t size = sizeof(Program) + program.code.capacity() * sizeof(uint32_t) +
                  program.classes.capacity() * sizeof(CharClass) +
                  program.changes.capacity() * sizeof(char32_t) +
                  program.literals.capacity() * 3 + program.pattern.capacity() * 2;
    return program.linear ? size + memory_size(*program.linear) : size;
}

}  // namespace jsx::regexp
