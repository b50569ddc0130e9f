// Writes code units: one member function per opcode (generated), labels, constants, feedback slots,
// register allocation and the tables that go with the code.
//
// Registers above the arguments are one stack: block-scoped locals and temporaries are allocated at
// its top and freed in reverse order, so a call window made at the top is above all that is alive.
//
// Code that cannot be reached is not written: after an op that never falls through, everything is
// muted until a label is bound that some jump refers to.
#pragma once

#include <memory>
#include <vector>

#include "bytecode/function.h"
#include "bytecode/generated/ops.h"
#include "support/compiler.h"

namespace jsx::bytecode {

/// A place in the code. A label is bound once; jumps may come before or after.
class Label {
public:
    bool is_bound() const { return position_ >= 0; }
    bool is_referenced() const { return referenced_; }

private:
    friend class Emitter;
    int32_t position_ = -1;  // code units
    int32_t fixups_ = -1;    // the newest of a list in Emitter::fixups_
    bool referenced_ = false;
};

class Emitter {
public:
    explicit Emitter(BytecodeFunction& out);

#include "bytecode/generated/emitter.inc"
    /// SwitchInt with its table: `targets` are jumped to for min, min + 1, ...
    void switch_int(Register value, int32_t min, std::vector<Label*>& targets, Label& otherwise);

    void bind(Label& label);
    /// The next op can be executed.
    bool is_reachable() const { return reachable_; }
    uint32_t pc() const { return uint32_t(out_.code.size()); }
    /// Binds the top of a loop whose test, below, was jumped to.
    void bind_loop(Label& top, bool is_entered) {
        bind(top);
        reachable_ |= is_entered;
    }
    /// No longer treat the code here as reachable (an endless construct ended).
    void set_unreachable() { reachable_ = false; }
    /// pc(), as a bound that stays where it is: the op before is not dropped afterwards.
    uint32_t mark() {
        barrier_ = pc();
        return barrier_;
    }
    /// Removes the code units [start, end), which nothing jumps over or into.
    void erase(uint32_t start, uint32_t end);
    /// What follows can be entered by an exception.
    void begin_handler() { reachable_ = true; barrier_ = pc(); }

    // Where errors of the ops that follow are reported (UTF-16 units). V8's rule: the first thing evaluated in a
    // statement reports the statement's place, whatever its own; then each op reports the last place given.
    void at_statement(uint32_t source) {
        position_ = source;
        is_statement_ = true;
    }
    void at(uint32_t source) {
        if (!is_statement_) position_ = source;
    }
    /// Something was evaluated that needed no op.
    void touch() { is_statement_ = false; }
    uint32_t position() const { return position_; }

    /// Guards [start, end) by `handler`; call in the order inner ranges first.
    void add_exception_range(uint32_t start, uint32_t end, uint32_t handler, Register exception);

    // ---- Constants: each returns an index; equal constants share one.
    uint32_t constant_atom(AtomId atom);
    uint32_t constant_number(double number);
    uint32_t constant_bigint(AtomId text);
    uint32_t constant_undefined();
    uint32_t constant_entry(ConstantKind kind, uint32_t index);
    /// dst = number, by the shortest op.
    void load_number(Register dst, double number);
    void move(Register dst, Register src) {
        if (dst != src) Move(dst, src);
    }

    // ---- Registers
    Register top() const { return top_; }
    Register allocate() { return allocate(1); }
    /// `count` consecutive registers at the top.
    Register allocate(uint32_t count) {
        uint32_t first = top_;
        if (JSX_UNLIKELY(first + count >= kMaxRegisters)) {
            overflow_ = true;
            return kFrameHeader;
        }
        top_ = Register(first + count);
        if (top_ > out_.register_count) out_.register_count = top_;
        return Register(first);
    }
    /// Frees all registers from `mark` on.
    void free_to(Register mark) {
        JSX_DCHECK(overflow_ || mark <= top_);
        top_ = mark;
    }
    /// The function needs more registers than an operand can name.
    bool overflowed() const { return overflow_; }

    /// Resolves slot operands, sorts and packs the tables.
    void finish();

private:
    static constexpr uint32_t kMaxRegisters = 0xFFF0;
    struct Fixup {
        uint32_t operand;   // code units: where the offset goes
        uint32_t op_start;  // code units: what it is relative to
        int32_t next;
    };
    struct Position {
        uint32_t pc, source;
    };

    void begin(Op op) {
        is_statement_ = false;
        muted_ = !reachable_;
        if (muted_) return;
        op_start_ = pc();
        last_op_ = op_start_;
        const OpInfo& info = kOpInfo[size_t(op)];
        if (position_ != recorded_position_) record_position();
        if (info.traits & kTraitEnds) reachable_ = false;
        out_.code.push_back(uint16_t(op));
    }
    void put(uint16_t unit) {
        if (!muted_) out_.code.push_back(unit);
    }
    void put32(uint32_t value) {
        if (muted_) return;
        out_.code.push_back(uint16_t(value));
        out_.code.push_back(uint16_t(value >> 16));
    }
    void put_label(Label& label);
    void put_slot(SlotKind kind);
    void record_position();
    void patch32(uint32_t at, uint32_t value) {
        out_.code[at] = uint16_t(value);
        out_.code[at + 1] = uint16_t(value >> 16);
    }
    uint32_t constant(ConstantKind kind, uint64_t payload);

    BytecodeFunction& out_;
    std::vector<Fixup> fixups_;
    std::vector<uint32_t> slot_operands_;  // code units
    std::vector<Position> positions_;
    std::vector<uint32_t> constant_table_;  // open addressing: index + 1
    uint32_t slot_words_ = 0;
    uint32_t op_start_ = 0;
    uint32_t last_op_ = UINT32_MAX;  // start of the op before pc(), unless a label lies between
    uint32_t barrier_ = 0;           // a label is bound here
    uint32_t position_ = 0;
    uint32_t recorded_position_ = UINT32_MAX;
    Register top_ = kFrameHeader;
    bool is_statement_ = false;
    bool reachable_ = true;
    bool muted_ = false;
    bool overflow_ = false;
};

}  // namespace jsx::bytecode
