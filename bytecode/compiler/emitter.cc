#include "bytecode/compiler/emitter.h"

#include <bit>
#include <cmath>

namespace jsx::bytecode {

Emitter::Emitter(BytecodeFunction& out) : out_(out) { out_.code.reserve(64); }

void Emitter::put_label(Label& label) {
    if (muted_) return;
    label.referenced_ = true;
    if (label.is_bound()) return put32(uint32_t(label.position_ - int32_t(op_start_)));
    fixups_.push_back({pc(), op_start_, label.fixups_});
    label.fixups_ = int32_t(fixups_.size()) - 1;
    put32(0);
}

void Emitter::put_slot(SlotKind kind) {
    if (muted_) return;
    slot_operands_.push_back(pc());
    put32(slot_words_);
    out_.slots.push_back({kind, slot_words_});
    slot_words_ += slot_words(kind);
}

void Emitter::record_position() {
    recorded_position_ = position_;
    if (!positions_.empty() && positions_.back().pc == op_start_)
        positions_.back().source = position_;
    else
        positions_.push_back({op_start_, position_});
}

void Emitter::bind(Label& label) {
    JSX_DCHECK(!label.is_bound());
    // A jump to the op right after it is dropped.
    uint32_t here = pc();
    if (label.fixups_ >= 0 && last_op_ != UINT32_MAX && barrier_ != here) {
        Fixup& newest = fixups_[label.fixups_];
        if (newest.op_start == last_op_ && newest.operand + 2 == here &&
            out_.code[last_op_] == uint16_t(Op::kJump)) {
            label.fixups_ = newest.next;
            out_.code.resize(last_op_);
            while (!positions_.empty() && positions_.back().pc >= last_op_) positions_.pop_back();
            recorded_position_ = positions_.empty() ? UINT32_MAX : positions_.back().source;
            here = last_op_;
            reachable_ = true;
        }
    }
    label.position_ = int32_t(here);
    if (label.referenced_) reachable_ = true;
    for (int32_t i = label.fixups_; i >= 0; i = fixups_[i].next)
        patch32(fixups_[i].operand, uint32_t(int32_t(here) - int32_t(fixups_[i].op_start)));
    label.fixups_ = -1;
    last_op_ = UINT32_MAX;
    barrier_ = here;
}

void Emitter::switch_int(Register value, int32_t min, std::vector<Label*>& targets, Label& otherwise) {
    SwitchInt(value, min, uint16_t(targets.size()), otherwise);
    for (Label* target : targets) put_label(*target);
}

void Emitter::erase(uint32_t start, uint32_t end) {
    uint32_t length = end - start;
    auto shift = [&](uint32_t& at) {
        if (at >= end) at -= length;
    };
    out_.code.erase(out_.code.begin() + start, out_.code.begin() + end);
    for (uint32_t& at : slot_operands_) shift(at);
    for (ExceptionEntry& entry : out_.exceptions) shift(entry.start), shift(entry.end), shift(entry.handler);
    std::erase_if(positions_, [&](const Position& p) { return p.pc >= start && p.pc < end; });
    for (Position& p : positions_) shift(p.pc);
}

void Emitter::add_exception_range(uint32_t start, uint32_t end, uint32_t handler, Register exception) {
    if (start < end) out_.exceptions.push_back({start, end, handler, exception});
}

uint32_t Emitter::constant(ConstantKind kind, uint64_t payload) {
    auto key = [](const Constant& c) {
        return c.kind == ConstantKind::kNumber ? std::bit_cast<uint64_t>(c.number) : uint64_t(c.index);
    };
    auto hash = [](ConstantKind kind, uint64_t payload) {
        uint64_t h = (payload + uint64_t(kind) * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
        return size_t(h >> 32);
    };
    auto& all = out_.constants;
    if ((all.size() + 1) * 2 > constant_table_.size()) {
        constant_table_.assign(constant_table_.empty() ? 16 : constant_table_.size() * 2, 0);
        for (uint32_t i = 0; i < all.size(); i++) {
            size_t mask = constant_table_.size() - 1, at = hash(all[i].kind, key(all[i])) & mask;
            while (constant_table_[at]) at = (at + 1) & mask;
            constant_table_[at] = i + 1;
        }
    }
    size_t mask = constant_table_.size() - 1, at = hash(kind, payload) & mask;
    for (; constant_table_[at]; at = (at + 1) & mask) {
        const Constant& c = all[constant_table_[at] - 1];
        if (c.kind == kind && key(c) == payload) return constant_table_[at] - 1;
    }
    Constant c{kind, {}};
    if (kind == ConstantKind::kNumber)
        c.number = std::bit_cast<double>(payload);
    else
        c.index = uint32_t(payload);
    all.push_back(c);
    constant_table_[at] = uint32_t(all.size());
    return uint32_t(all.size()) - 1;
}

uint32_t Emitter::constant_atom(AtomId atom) { return constant(ConstantKind::kString, atom); }
uint32_t Emitter::constant_number(double number) {
    return constant(ConstantKind::kNumber, std::bit_cast<uint64_t>(number));
}
uint32_t Emitter::constant_bigint(AtomId text) { return constant(ConstantKind::kBigInt, text); }
uint32_t Emitter::constant_undefined() { return constant(ConstantKind::kUndefined, 0); }
uint32_t Emitter::constant_entry(ConstantKind kind, uint32_t index) { return constant(kind, index); }

void Emitter::load_number(Register dst, double number) {
    if (number >= -2147483648.0 && number <= 2147483647.0 && number == std::trunc(number) &&
        !(number == 0 && std::signbit(number))) {
        int32_t value = int32_t(number);
        if (value == int16_t(value))
            LoadInt(dst, int16_t(value));
        else
            LoadInt32(dst, value);
    } else {
        LoadConst(dst, constant_number(number));
    }
}

void Emitter::finish() {
    uint32_t constants = uint32_t(out_.constants.size());
    for (uint32_t at : slot_operands_)
        patch32(at, (uint32_t(out_.code[at]) | uint32_t(out_.code[at + 1]) << 16) + constants);
    for (SlotInfo& slot : out_.slots) slot.offset += constants;
    out_.metadata_words = constants + slot_words_;

    // (pc delta, zigzag source delta) pairs in base 128; see BytecodeFunction::source_position.
    auto write = [this](uint32_t value) {
        for (; value > 0x7f; value >>= 7) out_.positions.push_back(uint8_t(value | 0x80));
        out_.positions.push_back(uint8_t(value));
    };
    uint32_t at = 0, source = out_.function ? out_.function->source_start : 0;
    for (const Position& p : positions_) {
        write(p.pc - at);
        int32_t delta = int32_t(p.source - source);
        write(uint32_t(delta) << 1 ^ uint32_t(delta >> 31));
        at = p.pc;
        source = p.source;
    }
    out_.code.shrink_to_fit();
    out_.constants.shrink_to_fit();
    out_.slots.shrink_to_fit();
    out_.positions.shrink_to_fit();
}

}  // namespace jsx::bytecode
