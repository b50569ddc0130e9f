// The linear matcher: all alternatives advance together, one character at a time, in order of
// preference; of two that reach the same state the less preferred is dropped, since whatever it
// could still match, the other would match first. Time is program times subject, memory program
// times captures.
//
// The state of an alternative is its instruction and, for each loop around it whose body can match
// nothing, whether the current iteration has consumed a character yet (the empty check asks). Every
// character consumed answers yes for all, so such marks live only between two characters.
#include "runtime/builtins/regexp/ops.h"
#include "support/compiler.h"

#include <cstring>

namespace jsx::regexp {

namespace {

template <class C>
class LinearMatcher {
public:
    LinearMatcher(const Program& program, const C* s, intptr_t end, Scratch& scratch)
        : p_(program), s_(s), end_(end), scratch_(scratch), slots_(program.capture_count * 2),
          seen_((program.code.size() << kMaxLinearMarks), 0) {}

    MatchResult run(intptr_t start, bool sticky, int32_t* result) {
        bool matched = false;
        bool pairs = p_.is_unicode() && sizeof(C) == 2;
        int64_t steps = 0;
        for (intptr_t at = start;;) {
            generation_++;
            // Threads that survived the previous character, then a new attempt here.
            std::swap(current_, incoming_);
            incoming_.clear();
            next_.clear();
            pool_[1 - parity_].clear();
            bool cut = false;
            for (Thread& thread : current_) {
                cut = follow(thread.pc, at, captures_of(thread));
                if (cut) break;
            }
            if (!cut && !matched && (at == start || !sticky)) {
                fresh_.assign(slots_, -1);
                fresh_[0] = int32_t(at);
                cut = follow(kFirst, at, fresh_);
            }
            if (cut) {
                matched = true;
                std::memcpy(result, best_.data(), slots_ * sizeof(int32_t));
            }
            if (at >= end_ || (next_.empty() && (matched || sticky))) break;
            char32_t c = s_[at++];
            if (pairs && is_lead(c) && at < end_ && is_trail(s_[at])) c = combine(c, s_[at++]);
            for (Thread thread : next_) {
                if (!accepts(thread.pc, c)) continue;
                thread.pc += kOps[p_.code[thread.pc] & 0xff].words;
                incoming_.push_back(thread);
            }
            parity_ = 1 - parity_;
            steps += int64_t(next_.size()) + 1;
            if (steps > (1 << 19)) {
                steps = 0;
                if (scratch_.interrupt && scratch_.interrupt(scratch_.interrupt_data))
                    return MatchResult::kInterrupted;
            }
        }
        return matched ? MatchResult::kMatch : MatchResult::kNoMatch;
    }

private:
    static constexpr uint32_t kFirst = 1;  // after Exhausted

    struct Thread {
        uint32_t pc;       // at an instruction that consumes, or, in incoming_, past it
        size_t captures;   // offset in the pool
    };
    /// A step of the depth-first walk between two characters: an instruction to visit, or a capture
    /// slot to restore after what was visited under its change.
    struct Visit {
        uint32_t pc;
        uint32_t marks;
        int32_t slot;  // -1 to visit
        int32_t value;
    };

    static size_t copy(std::vector<int32_t>& pool, const std::vector<int32_t>& captures) {
        size_t offset = pool.size();
        pool.insert(pool.end(), captures.begin(), captures.end());
        return offset;
    }
    const std::vector<int32_t>& captures_of(const Thread& thread) {
        auto from = pool_[parity_].begin() + intptr_t(thread.captures);
        copied_.assign(from, from + slots_);
        return copied_;
    }

    bool accepts(uint32_t pc, char32_t c) const {
        uint32_t word = p_.code[pc], a = word >> 8;
        switch (Op(word & 0xff)) {
        case Op::kChar:
            return c == a;
        case Op::kCharEither:
            return c == a || c == p_.code[pc + 1];
        case Op::kClass:
        case Op::kClassU:
            return p_.contains(p_.classes[a], c);
        default:
            JSX_UNREACHABLE();
        }
    }

    bool is_word(intptr_t at, uint32_t k) const {
        return at >= 0 && at < end_ && p_.contains(p_.classes[k], s_[at]);
    }

    /// Walks from pc over everything that consumes nothing, and adds the consuming instructions
    /// reached to next_. True if a match was reached, which ends all less preferred alternatives.
    bool follow(uint32_t start, intptr_t at, const std::vector<int32_t>& captures) {
        regs_ = captures;
        stack_.clear();
        stack_.push_back({start, 0, -1, 0});
        while (!stack_.empty()) {
            Visit v = stack_.back();
            stack_.pop_back();
            if (v.slot >= 0) {
                regs_[size_t(v.slot)] = v.value;
                continue;
            }
            for (bool alive = true; alive;) {
                uint64_t& seen = seen_[(size_t(v.pc) << kMaxLinearMarks) | v.marks];
                if (seen == generation_) break;
                seen = generation_;
                uint32_t word = p_.code[v.pc], a = word >> 8;
                Op op = Op(word & 0xff);
                uint32_t after = v.pc + kOps[word & 0xff].words;
                switch (op) {
                case Op::kChar:
                case Op::kCharEither:
                case Op::kClass:
                case Op::kClassU:
                    next_.push_back({v.pc, copy(pool_[1 - parity_], regs_)});
                    alive = false;
                    break;
                case Op::kMatch:
                    best_ = regs_;
                    best_[1] = int32_t(at);
                    return true;
                case Op::kJump:
                    after = a;
                    break;
                case Op::kSplit:
                    stack_.push_back({a, v.marks, -1, 0});
                    break;
                case Op::kSave:
                    if (a >= kLinearMark) {
                        v.marks |= 1u << (a - kLinearMark);
                    } else {
                        stack_.push_back({0, 0, int32_t(a), regs_[a]});
                        regs_[a] = int32_t(at);
                    }
                    break;
                case Op::kClear:
                    for (uint32_t r = a; r < p_.code[v.pc + 1]; r++) {
                        if (regs_[r] < 0) continue;
                        stack_.push_back({0, 0, int32_t(r), regs_[r]});
                        regs_[r] = -1;
                    }
                    break;
                case Op::kEmptyCheck:
                    alive = !(v.marks >> (a - kLinearMark) & 1);
                    break;
                case Op::kInputStart:
                    alive = at == 0;
                    break;
                case Op::kInputEnd:
                    alive = at == end_;
                    break;
                case Op::kLineStart:
                    alive = at == 0 || unicode::is_line_terminator(s_[at - 1]);
                    break;
                case Op::kLineEnd:
                    alive = at == end_ || unicode::is_line_terminator(s_[at]);
                    break;
                case Op::kBoundary:
                    alive = is_word(at - 1, a) != is_word(at, a);
                    break;
                case Op::kNotBoundary:
                    alive = is_word(at - 1, a) == is_word(at, a);
                    break;
                case Op::kFail:
                    alive = false;
                    break;
                default:
                    JSX_UNREACHABLE();
                }
                v.pc = after;
            }
        }
        return false;
    }

    const Program& p_;
    const C* s_;
    intptr_t end_;
    Scratch& scratch_;
    size_t slots_;
    uint64_t generation_ = 0;
    std::vector<uint64_t> seen_;  // generation in which each state was last reached
    std::vector<Thread> current_, incoming_, next_;
    std::vector<int32_t> pool_[2];  // captures of current_ are in [parity_], of next_ in the other
    int parity_ = 0;
    std::vector<int32_t> regs_, fresh_, best_, copied_;
    std::vector<Visit> stack_;
};

}  // namespace

MatchResult match_linear(const Program& linear, Text subject, size_t start, bool sticky,
                         int32_t* captures, Scratch& scratch) {
    intptr_t end = intptr_t(subject.length());
    MatchResult result;
    if (subject.is_wide()) {
        LinearMatcher<char16_t> matcher(linear, subject.utf16(), end, scratch);
        result = matcher.run(intptr_t(start), sticky, captures);
    } else {
        LinearMatcher<uint8_t> matcher(linear, subject.latin1(), end, scratch);
        result = matcher.run(intptr_t(start), sticky, captures);
    }
    if (result == MatchResult::kMatch) {
        for (uint32_t i = 0; i < linear.capture_count * 2; i += 2)
            if (captures[i] < 0 || captures[i + 1] < 0) captures[i] = captures[i + 1] = -1;
    }
    return result;
}

}  // namespace jsx::regexp
