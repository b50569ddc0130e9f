// The backtracking matcher: one small function an instruction, each ending in a tail call of the
// next, so that the state of the match stays in machine registers.
//
// The backtrack stack holds 8-byte entries of three kinds, told apart by the high bits of `where`:
//   choice  where = code index    value = position to resume at
//   undo    kUndo | register      value = what the register held
//   datum   kDatum                value = for the choice above it (the shortest length of a scan)
// To fail is to pop: undo entries restore their register, a choice is resumed.
#include "runtime/builtins/regexp/ops.h"
#include "support/compiler.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace jsx::regexp {

namespace {

constexpr uint32_t kUndo = 1u << 31, kDatum = 1u << 30;

/// Internal result: the step budget is used up, and the linear matcher can take over.
constexpr MatchResult kFallOver = MatchResult(255);

struct Entry {
    uint32_t where;
    int32_t value;
};

}  // namespace

class Machine {
public:
    Machine(const Program& program, Scratch& scratch)
        : program(program), code(program.code.data()), classes(program.classes.data()),
          scratch(scratch) {
        if (!scratch.stack_) {
            scratch.stack_bytes_ = 4096;
            scratch.stack_ = std::malloc(scratch.stack_bytes_);
            JSX_CHECK_MEMORY(scratch.stack_);
        }
        base = static_cast<Entry*>(scratch.stack_);
        limit = base + scratch.stack_bytes_ / sizeof(Entry);
        budget = slice();
        if (scratch.registers_.size() < program.register_count)
            scratch.registers_.resize(program.register_count);
        std::fill_n(scratch.registers_.begin(), program.capture_count * 2, -1);
    }

    int64_t slice() const { return std::min<int64_t>(scratch.step_budget, 1 << 20); }
    int32_t* registers() { return scratch.registers_.data(); }

    /// Doubles the stack; null at the limit.
    JSX_COLD Entry* grow(Entry* sp) {
        size_t used = size_t(sp - base), bytes = scratch.stack_bytes_ * 2;
        if (bytes > scratch.max_stack_bytes) return nullptr;
        void* grown = std::realloc(scratch.stack_, bytes);
        if (!grown) return nullptr;
        scratch.stack_ = grown;
        scratch.stack_bytes_ = bytes;
        base = static_cast<Entry*>(grown);
        limit = base + bytes / sizeof(Entry);
        return base + used;
    }

    /// At the end of a slice of the budget: kMatch to go on.
    JSX_COLD MatchResult refill() {
        if (scratch.interrupt && scratch.interrupt(scratch.interrupt_data))
            return MatchResult::kInterrupted;
        spent += slice();
        if (program.linear_possible && !program.linear_failed && spent >= scratch.step_budget)
            return kFallOver;
        budget = slice();
        return MatchResult::kMatch;
    }

    const Program& program;
    const uint32_t* code;
    const CharClass* classes;
    Entry* base;
    Entry* limit;
    int64_t budget;
    int64_t spent = 0;
    Scratch& scratch;
};

Scratch::~Scratch() {
    std::free(stack_);
}

namespace {

template <class C>
JSX_INLINE bool in_class(const Machine* m, const CharClass& k, C c) {
    if constexpr (sizeof(C) == 1) {
        return k.latin1[c];
    } else {
        return c < 256 ? k.latin1[c] : m->program.contains(k, c);
    }
}

/// The end of the longest run of members in [at, limit).
template <class C>
JSX_INLINE intptr_t scan(const Machine* m, const CharClass& k, const C* s, intptr_t at,
                         intptr_t limit) {
    if (k.all) return limit;
    for (; at + 4 <= limit; at += 4) {
        if (!in_class(m, k, s[at])) return at;
        if (!in_class(m, k, s[at + 1])) return at + 1;
        if (!in_class(m, k, s[at + 2])) return at + 2;
        if (!in_class(m, k, s[at + 3])) return at + 3;
    }
    while (at < limit && in_class(m, k, s[at])) at++;
    return at;
}

/// The first member in [at, end), or end.
template <class C>
JSX_INLINE intptr_t find_member(const Machine* m, const CharClass& k, const C* s, intptr_t at,
                                intptr_t end) {
    for (; at + 4 <= end; at += 4) {
        if (in_class(m, k, s[at])) return at;
        if (in_class(m, k, s[at + 1])) return at + 1;
        if (in_class(m, k, s[at + 2])) return at + 2;
        if (in_class(m, k, s[at + 3])) return at + 3;
    }
    while (at < end && !in_class(m, k, s[at])) at++;
    return at;
}

/// The code point at `at` (< end), and its width.
template <class C>
JSX_INLINE char32_t decode(const C* s, intptr_t at, intptr_t end, intptr_t& width) {
    char32_t c = s[at];
    width = 1;
    if constexpr (sizeof(C) == 2) {
        if (is_lead(c) && at + 1 < end && is_trail(s[at + 1])) {
            width = 2;
            return combine(c, s[at + 1]);
        }
    }
    return c;
}

/// The start of the code point before `at` (> 0).
template <class C>
JSX_INLINE intptr_t point_before(const C* s, intptr_t at) {
    if constexpr (sizeof(C) == 2)
        if (at > 1 && is_trail(s[at - 1]) && is_lead(s[at - 2])) return at - 2;
    return at - 1;
}

template <class C>
JSX_INLINE bool splits_pair(const C* s, intptr_t at, intptr_t end) {
    if constexpr (sizeof(C) == 2)
        return at > 0 && at < end && is_trail(s[at]) && is_lead(s[at - 1]);
    return false;
}

/// Is [a, a + length) equal to [b, b + length) under Canonicalize?
template <class C>
bool equal_ignoring_case(const C* a, const C* b, intptr_t length, bool unicode) {
    for (intptr_t i = 0; i < length;) {
        if (!unicode) {
            if (a[i] != b[i] &&
                unicode::legacy_canonicalize(a[i]) != unicode::legacy_canonicalize(b[i]))
                return false;
            i++;
            continue;
        }
        intptr_t width_a, width_b;
        char32_t x = decode(a, i, length, width_a), y = decode(b, i, length, width_b);
        if (width_a != width_b ||
            (x != y && unicode::simple_case_fold(x) != unicode::simple_case_fold(y)))
            return false;
        i += width_a;
    }
    return true;
}

#define STATE                                                                                      \
    [[maybe_unused]] const uint32_t *pc, [[maybe_unused]] intptr_t at,                             \
        [[maybe_unused]] const C *s, [[maybe_unused]] intptr_t end, [[maybe_unused]] Entry *sp,    \
        [[maybe_unused]] int32_t *regs, [[maybe_unused]] Machine *m
#define PASS pc, at, s, end, sp, regs, m
#define HANDLER(name) static JSX_PRESERVE_NONE MatchResult name(STATE)
#define DISPATCH() JSX_MUSTTAIL return kHandlers[*pc & 0xff](PASS)
#define NEXT(words)                                                                                \
    do {                                                                                           \
        pc += (words);                                                                             \
        DISPATCH();                                                                                \
    } while (0)
#define FAIL() JSX_MUSTTAIL return backtrack(PASS)
#define GOTO(target)                                                                               \
    do {                                                                                           \
        pc = m->code + (target);                                                                   \
        DISPATCH();                                                                                \
    } while (0)
/// Before any side effect of the handler: it may be run again on a larger stack.
#define ENSURE(count)                                                                              \
    if (JSX_UNLIKELY(m->limit - sp < (count))) JSX_MUSTTAIL return grow_and_retry(PASS)
#define A (*pc >> 8)

template <class C>
struct Handlers {
    using Handler = MatchResult JSX_PRESERVE_NONE (*)(STATE);
    static const Handler kHandlers[];

    static JSX_INLINE uint32_t index(const Machine* m, const uint32_t* pc) {
        return uint32_t(pc - m->code);
    }
    static JSX_INLINE bool is_next(const Machine* m, const C* s, intptr_t at, intptr_t end,
                                   uint32_t k) {
        return at < end && in_class(m, m->classes[k], s[at]);
    }

    HANDLER(backtrack) {
        Entry e = *--sp;
        while (e.where & kUndo) {
            regs[e.where & ~kUndo] = e.value;
            e = *--sp;
        }
        if (JSX_UNLIKELY(--m->budget < 0)) {
            MatchResult result = m->refill();
            if (result != MatchResult::kMatch) return result;
        }
        at = e.value;
        GOTO(e.where);
    }
    HANDLER(grow_and_retry) {
        sp = m->grow(sp);
        if (!sp) return MatchResult::kOutOfMemory;
        DISPATCH();
    }

    HANDLER(Exhausted) { return MatchResult::kNoMatch; }
    HANDLER(Match) {
        regs[1] = int32_t(at);
        return MatchResult::kMatch;
    }
    HANDLER(Fail) { FAIL(); }

    // ---- Characters ----------------------------------------------------------------------------

    HANDLER(Char) {
        if (at >= end || s[at] != A) FAIL();
        at++;
        NEXT(1);
    }
    HANDLER(CharEither) {
        if (at >= end || (s[at] != A && s[at] != pc[1])) FAIL();
        at++;
        NEXT(2);
    }
    HANDLER(String) {
        uint32_t offset = A, length = pc[1];
        if (end - at < intptr_t(length)) FAIL();
        if constexpr (sizeof(C) == 1) {
            const char16_t* literal = m->program.literals.data() + offset;
            for (uint32_t i = 0; i < length; i++)
                if (s[at + i] != literal[i]) FAIL();
        } else {
            if (std::memcmp(s + at, m->program.literals.data() + offset, length * 2)) FAIL();
        }
        at += length;
        NEXT(2);
    }
    HANDLER(Class) {
        if (at >= end || !in_class(m, m->classes[A], s[at])) FAIL();
        at++;
        NEXT(1);
    }
    HANDLER(ClassU) {
        if (at >= end) FAIL();
        intptr_t width;
        char32_t c = decode(s, at, end, width);
        if (!m->program.contains(m->classes[A], c)) FAIL();
        at += width;
        NEXT(1);
    }
    HANDLER(Back) {
        at -= A;
        if (at < 0) FAIL();
        NEXT(1);
    }
    HANDLER(BackPoint) {
        if (at == 0) FAIL();
        at = point_before(s, at);
        NEXT(1);
    }

    // ---- Branches ------------------------------------------------------------------------------

    HANDLER(Jump) {
        // Loops that need no backtracking spend here; search() looks at the budget after each attempt.
        m->budget--;
        GOTO(A);
    }
    HANDLER(Split) {
        ENSURE(1);
        *sp++ = {A, int32_t(at)};
        NEXT(1);
    }
    HANDLER(SplitClass) {
        if (!is_next(m, s, at, end, A)) GOTO(pc[1]);
        ENSURE(1);
        *sp++ = {pc[1], int32_t(at)};
        NEXT(2);
    }
    HANDLER(SplitChar) {
        if (at >= end || s[at] != A) GOTO(pc[1]);
        ENSURE(1);
        *sp++ = {pc[1], int32_t(at)};
        NEXT(2);
    }
    HANDLER(GotoUnlessClass) {
        if (!is_next(m, s, at, end, A)) GOTO(pc[1]);
        NEXT(2);
    }
    HANDLER(GotoUnlessChar) {
        if (at >= end || s[at] != A) GOTO(pc[1]);
        NEXT(2);
    }

    // ---- Registers -----------------------------------------------------------------------------

    HANDLER(Save) {
        ENSURE(1);
        uint32_t r = A;
        *sp++ = {kUndo | r, regs[r]};
        regs[r] = int32_t(at);
        NEXT(1);
    }
    HANDLER(Clear) {
        ENSURE(intptr_t(pc[1] - A));
        for (uint32_t r = A; r < pc[1]; r++) {
            if (regs[r] < 0) continue;
            *sp++ = {kUndo | r, regs[r]};
            regs[r] = -1;
        }
        NEXT(2);
    }
    HANDLER(SetCounter) {
        ENSURE(1);
        *sp++ = {kUndo | A, regs[A]};
        regs[A] = 0;
        NEXT(1);
    }
    HANDLER(IncCounter) {
        ENSURE(1);
        *sp++ = {kUndo | A, regs[A]};
        // Past the largest bound that can be written, the count no longer matters.
        if (regs[A] != INT32_MAX) regs[A]++;
        NEXT(1);
    }
    HANDLER(LoopGreedy) {
        uint32_t count = uint32_t(regs[A]);
        if (count >= pc[1]) {
            if (count >= pc[2]) GOTO(pc[3]);
            ENSURE(1);
            *sp++ = {pc[3], int32_t(at)};
        }
        NEXT(4);
    }
    HANDLER(LoopLazy) {
        uint32_t count = uint32_t(regs[A]);
        if (count >= pc[1]) {
            if (count < pc[2]) {
                ENSURE(1);
                *sp++ = {index(m, pc) + 4, int32_t(at)};
            }
            GOTO(pc[3]);
        }
        NEXT(4);
    }
    HANDLER(EmptyCheck) {
        if (regs[A] == at) FAIL();
        NEXT(1);
    }
    HANDLER(EmptyCheckMin) {
        if (regs[A] == at && uint32_t(regs[pc[1]]) > pc[2]) FAIL();
        NEXT(3);
    }

    // ---- Assertions ----------------------------------------------------------------------------

    HANDLER(InputStart) {
        if (at != 0) FAIL();
        NEXT(1);
    }
    HANDLER(InputEnd) {
        if (at != end) FAIL();
        NEXT(1);
    }
    HANDLER(LineStart) {
        if (at != 0 && !unicode::is_line_terminator(s[at - 1])) FAIL();
        NEXT(1);
    }
    HANDLER(LineEnd) {
        if (at != end && !unicode::is_line_terminator(s[at])) FAIL();
        NEXT(1);
    }
    static JSX_INLINE bool at_boundary(STATE) {
        const CharClass& words = m->classes[A];
        return (at > 0 && in_class(m, words, s[at - 1])) != (at < end && in_class(m, words, s[at]));
    }
    HANDLER(Boundary) {
        if (!at_boundary(PASS)) FAIL();
        NEXT(1);
    }
    HANDLER(NotBoundary) {
        if (at_boundary(PASS)) FAIL();
        NEXT(1);
    }

    // ---- Back references -----------------------------------------------------------------------

    HANDLER(IfUnset) {
        if (regs[A] < 0 || regs[A + 1] < 0) GOTO(pc[1]);
        NEXT(2);
    }
    /// The position after (or, backwards, before) the same text again; -1 if it is not there.
    static intptr_t match_again(STATE) {
        intptr_t from = regs[A], length = regs[A + 1] - from;
        bool ignore_case = pc[1] & 1, unicode = pc[1] & 2, backwards = pc[1] & 4;
        if (backwards ? at < length : end - at < length) return -1;
        intptr_t other = backwards ? at - length : at;
        if (ignore_case ? !equal_ignoring_case(s + from, s + other, length, unicode)
                        : std::memcmp(s + from, s + other, size_t(length) * sizeof(C)) != 0)
            return -1;
        intptr_t result = backwards ? other : at + length;
        return unicode && splits_pair(s, result, end) ? -1 : result;
    }
    HANDLER(BackRef) {
        if (regs[A] >= 0 && regs[A + 1] >= 0) {
            intptr_t result = match_again(PASS);
            if (result < 0) FAIL();
            m->budget -= (regs[A + 1] - regs[A]) >> 4;
            at = result;
        }
        NEXT(2);
    }

    // ---- Lookaround ----------------------------------------------------------------------------

    HANDLER(LookBegin) {
        regs[A] = int32_t(sp - m->base);
        regs[A + 1] = int32_t(at);
        NEXT(1);
    }
    HANDLER(LookEnd) {
        Entry* kept = m->base + regs[A];
        for (Entry* e = kept; e < sp; e++)
            if (e->where & kUndo) *kept++ = *e;
        sp = kept;
        at = regs[A + 1];
        NEXT(1);
    }
    HANDLER(NegLookBegin) {
        ENSURE(1);
        regs[A] = int32_t(sp - m->base);
        *sp++ = {pc[1], int32_t(at)};
        NEXT(2);
    }
    HANDLER(NegLookEnd) {
        for (Entry* bottom = m->base + regs[A]; sp > bottom;) {
            Entry e = *--sp;
            if (e.where & kUndo) regs[e.where & ~kUndo] = e.value;
        }
        FAIL();
    }

    // ---- Scans ---------------------------------------------------------------------------------

    static JSX_INLINE intptr_t scan_limit(intptr_t at, intptr_t end, uint32_t max) {
        return end - at <= intptr_t(max) ? end : at + intptr_t(max);
    }
    /// The last place in [shortest, at] before which a unit of `follow` stands, or shortest.
    static JSX_INLINE intptr_t retreat(const Machine* m, const C* s, intptr_t at, intptr_t shortest,
                                       intptr_t end, uint32_t follow) {
        if (follow == kNoClass) return at;
        const CharClass& k = m->classes[follow];
        if (at == end && at > shortest) at--;
        while (at > shortest && !in_class(m, k, s[at])) at--;
        return at;
    }

    HANDLER(ScanGreedy) {
        ENSURE(2);
        intptr_t stop = scan(m, m->classes[A], s, at, scan_limit(at, end, pc[2]));
        intptr_t shortest = at + intptr_t(pc[1]);
        if (stop < shortest) FAIL();
        m->budget -= (stop - at) >> 4;
        at = retreat(m, s, stop, shortest, end, pc[3]);
        if (at > shortest) {
            sp[0] = {kDatum, int32_t(shortest)};
            sp[1] = {index(m, pc) + 4, int32_t(at)};
            sp += 2;
        }
        NEXT(5);
    }
    HANDLER(ScanBack) {
        intptr_t shortest = sp[-1].value;
        at = retreat(m, s, at - 1, shortest, end, A);
        if (at > shortest)
            *sp++ = {index(m, pc), int32_t(at)};
        else
            sp--;
        NEXT(1);
    }
    HANDLER(ScanPossessive) {
        intptr_t stop = scan(m, m->classes[A], s, at, scan_limit(at, end, pc[2]));
        if (stop - at < intptr_t(pc[1])) FAIL();
        m->budget -= (stop - at) >> 4;
        at = stop;
        NEXT(3);
    }

    /// Scans up to max code points; `shortest` receives where the first min of them end, or -1.
    static JSX_INLINE intptr_t scan_points(const Machine* m, const CharClass& k, const C* s,
                                           intptr_t at, intptr_t end, uint32_t min, uint32_t max,
                                           intptr_t& shortest) {
        shortest = min ? -1 : at;
        for (uint32_t count = 0; count < max && at < end;) {
            intptr_t width;
            char32_t c = decode(s, at, end, width);
            if (!m->program.contains(k, c)) break;
            at += width;
            if (++count == min) shortest = at;
        }
        return at;
    }
    HANDLER(ScanGreedyU) {
        ENSURE(2);
        intptr_t shortest;
        intptr_t stop = scan_points(m, m->classes[A], s, at, end, pc[1], pc[2], shortest);
        if (shortest < 0) FAIL();
        m->budget -= (stop - at) >> 4;
        at = stop;
        if (at > shortest) {
            sp[0] = {kDatum, int32_t(shortest)};
            sp[1] = {index(m, pc) + 4, int32_t(at)};
            sp += 2;
        }
        NEXT(5);
    }
    HANDLER(ScanBackU) {
        intptr_t shortest = sp[-1].value;
        uint32_t follow = A;
        do
            at = point_before(s, at);
        while (follow != kNoClass && at > shortest && !is_next(m, s, at, end, follow));
        if (at > shortest)
            *sp++ = {index(m, pc), int32_t(at)};
        else
            sp--;
        NEXT(1);
    }
    HANDLER(ScanPossessiveU) {
        intptr_t shortest;
        intptr_t stop = scan_points(m, m->classes[A], s, at, end, pc[1], pc[2], shortest);
        if (shortest < 0) FAIL();
        m->budget -= (stop - at) >> 4;
        at = stop;
        NEXT(3);
    }

    /// The first place at or after `at`, with members of k between, before which a unit of `follow`
    /// stands; -1 if there is none.
    static JSX_INLINE intptr_t advance(const Machine* m, const CharClass& k, const C* s, intptr_t at,
                                       intptr_t end, uint32_t follow) {
        if (follow == kNoClass) return at;
        const CharClass& wanted = m->classes[follow];
        for (; at < end; at++) {
            if (in_class(m, wanted, s[at])) return at;
            if (!in_class(m, k, s[at])) return -1;
        }
        return -1;
    }
    HANDLER(ScanLazy) {
        ENSURE(1);
        const CharClass& k = m->classes[A];
        intptr_t stop = scan(m, k, s, at, scan_limit(at, end, pc[1]));
        if (stop - at < intptr_t(pc[1])) FAIL();
        stop = advance(m, k, s, stop, end, pc[2]);
        if (stop < 0) FAIL();
        m->budget -= (stop - at) >> 4;
        at = stop;
        *sp++ = {index(m, pc) + 3, int32_t(at)};
        NEXT(5);
    }
    HANDLER(LazyStep) {
        const CharClass& k = m->classes[A];
        if (at >= end || !in_class(m, k, s[at])) FAIL();
        at = advance(m, k, s, at + 1, end, pc[1]);
        if (at < 0) FAIL();
        *sp++ = {index(m, pc), int32_t(at)};
        NEXT(2);
    }
    static JSX_INLINE intptr_t advance_points(const Machine* m, const CharClass& k, const C* s,
                                              intptr_t at, intptr_t end, uint32_t follow) {
        if (follow == kNoClass) return at;
        while (!is_next(m, s, at, end, follow)) {
            if (at >= end) return -1;
            intptr_t width;
            if (!m->program.contains(k, decode(s, at, end, width))) return -1;
            at += width;
        }
        return at;
    }
    HANDLER(ScanLazyU) {
        ENSURE(1);
        const CharClass& k = m->classes[A];
        intptr_t stop, shortest;
        stop = scan_points(m, k, s, at, end, pc[1], pc[1], shortest);
        if (shortest < 0) FAIL();
        stop = advance_points(m, k, s, stop, end, pc[2]);
        if (stop < 0) FAIL();
        at = stop;
        *sp++ = {index(m, pc) + 3, int32_t(at)};
        NEXT(5);
    }
    HANDLER(LazyStepU) {
        const CharClass& k = m->classes[A];
        intptr_t width;
        if (at >= end || !m->program.contains(k, decode(s, at, end, width))) FAIL();
        at = advance_points(m, k, s, at + width, end, pc[1]);
        if (at < 0) FAIL();
        *sp++ = {index(m, pc), int32_t(at)};
        NEXT(2);
    }
};

template <class C>
const typename Handlers<C>::Handler Handlers<C>::kHandlers[] = {
#define OP(name, operands, text) &Handlers<C>::name,
#include "runtime/builtins/regexp/regexp_ops.def"
#undef OP
};

/// The first unit equal to c in [at, end), or end.
intptr_t find_unit(const uint8_t* s, intptr_t at, intptr_t end, char16_t c) {
    if (c > 0xff || at >= end) return end;
    const void* found = std::memchr(s + at, c, size_t(end - at));
    return found ? static_cast<const uint8_t*>(found) - s : end;
}
intptr_t find_unit(const char16_t* s, intptr_t at, intptr_t end, char16_t c) {
    using Vector = uint16_t __attribute__((vector_size(16), aligned(2)));
    Vector wanted = {};
    wanted += uint16_t(c);
    for (; at + 8 <= end; at += 8) {
        auto equal = reinterpret_cast<const Vector&>(s[at]) == wanted;
        uint64_t halves[2];
        std::memcpy(halves, &equal, sizeof halves);
        if (halves[0]) return at + (__builtin_ctzll(halves[0]) >> 4);
        if (halves[1]) return at + 4 + (__builtin_ctzll(halves[1]) >> 4);
    }
    while (at < end && s[at] != c) at++;
    return at;
}

/// The first occurrence of the program's prefix at or after `at`, or -1.
intptr_t find_prefix(const Program& p, const uint8_t* s, intptr_t at, intptr_t end) {
    if (!p.prefix_is_latin1) return -1;
    const void* found = memmem(s + at, size_t(end - at), p.literals8.data() + p.prefix_offset,
                               p.prefix_length);
    return found ? static_cast<const uint8_t*>(found) - s : -1;
}
intptr_t find_prefix(const Program& p, const char16_t* s, intptr_t at, intptr_t end) {
    const char16_t* prefix = p.literals.data() + p.prefix_offset;
    intptr_t last = end - p.prefix_length;
    for (; at <= last; at++) {
        at = find_unit(s, at, last + 1, prefix[0]);
        if (at > last) return -1;
        if (!std::memcmp(s + at, prefix, p.prefix_length * 2)) return at;
    }
    return -1;
}

/// Runs the code at one position. A frame of its own, without instrumentation: callers of
/// preserve_none functions must not need rbx as a base pointer, which realigned frames do.
template <class C>
__attribute__((noinline, no_sanitize("address", "undefined"))) MatchResult
attempt(const uint32_t* pc, intptr_t at, const C* s, intptr_t end, Entry* sp, int32_t* regs,
        Machine* m) {
    return Handlers<C>::kHandlers[*pc & 0xff](pc, at, s, end, sp, regs, m);
}

template <class C>
MatchResult search(Machine& m, const C* s, intptr_t end, intptr_t at, bool sticky) {
    const Program& p = m.program;
    int32_t* regs = m.registers();
    bool pairs = p.is_unicode() && sizeof(C) == 2;
    if (pairs && splits_pair(s, at, end)) at--;
    if (p.prefilter == Prefilter::kStart) {
        if (at > 0) return MatchResult::kNoMatch;
        sticky = true;
    }
    for (;; at++) {
        if (!sticky) {
            switch (p.prefilter) {
            case Prefilter::kNone:
            case Prefilter::kStart:
                break;
            case Prefilter::kClass: {
                at = find_member(&m, m.classes[p.first_class], s, at, end);
                if (at >= end) return MatchResult::kNoMatch;
                break;
            }
            case Prefilter::kChar:
                at = find_unit(s, at, end, p.first_char);
                if (at >= end) return MatchResult::kNoMatch;
                break;
            case Prefilter::kLiteral:
                at = at > end - intptr_t(p.prefix_length) ? -1 : find_prefix(p, s, at, end);
                if (at < 0) return MatchResult::kNoMatch;
                if (p.literal_only) {
                    regs[0] = int32_t(at);
                    regs[1] = int32_t(at + p.prefix_length);
                    return MatchResult::kMatch;
                }
                break;
            }
            if (at > end) return MatchResult::kNoMatch;
            if (pairs && splits_pair(s, at, end)) continue;
        }
        Entry* sp = m.base;
        *sp++ = {0, 0};
        regs[0] = int32_t(at);
        constexpr size_t kFirst = 1;  // after Exhausted
        MatchResult result = attempt(m.code + kFirst, at, s, end, sp, regs, &m);
        if (result != MatchResult::kNoMatch) return result;
        if (sticky || at >= end) return MatchResult::kNoMatch;
        // Attempts that fail without backtracking are short, or have scanned far.
        if (JSX_UNLIKELY(m.budget < 0)) {
            result = m.refill();
            if (result != MatchResult::kMatch) return result;
        }
    }
}

}  // namespace

MatchResult match(const Program& program, Text subject, size_t start, int32_t* captures,
                  Scratch& scratch, Anchor anchor) {
    if (start > subject.length()) return MatchResult::kNoMatch;
    bool sticky = anchor == Anchor::kByFlags ? program.flags & kSticky : anchor == Anchor::kSticky;
    Machine m(program, scratch);
    intptr_t end = intptr_t(subject.length());
    MatchResult result = subject.is_wide()
                             ? search(m, subject.utf16(), end, intptr_t(start), sticky)
                             : search(m, subject.latin1(), end, intptr_t(start), sticky);
    const int32_t* regs = m.registers();
    if (result == kFallOver) {
        if (!program.linear) program.linear = compile_linear(program);
        if (program.linear) {
            // Attempts before this one have failed; the linear matcher begins with it.
            return match_linear(*program.linear, subject, size_t(regs[0]), sticky, captures,
                                scratch);
        }
        program.linear_failed = true;
        return match(program, subject, size_t(regs[0]), captures, scratch, anchor);
    }
    if (result == MatchResult::kMatch) {
        for (uint32_t i = 0; i < program.capture_count * 2; i += 2) {
            bool set = regs[i] >= 0 && regs[i + 1] >= 0;
            captures[i] = set ? regs[i] : -1;
            captures[i + 1] = set ? regs[i + 1] : -1;
        }
    }
    return result;
}

}  // namespace jsx::regexp
