#include "bytecode/verify.h"

#include "bytecode/operands.h"
#include "bytecode/register_set.h"

namespace jsx::bytecode {

namespace {

class Verifier {
public:
    explicit Verifier(const BytecodeFunction& code) : code_(code), is_op_(code.code.size()) {}

    std::string run() {
        if (find_ops() && check_tables()) check_initialisation();
        return problem_;
    }

private:
    bool fail(uint32_t pc, const std::string& text) {
        if (problem_.empty()) {
            problem_ = std::to_string(pc);
            if (pc < code_.code.size() && code_.code[pc] < kOpCount) problem_ += std::string(" ") + op_info(code_.code[pc]).name;
            problem_ += ": " + text;
        }
        return false;
    }
    bool is_op(uint32_t pc) const { return pc < is_op_.size() && is_op_[pc]; }

    bool find_ops() {
        const auto& units = code_.code;
        if (units.empty()) return fail(0, "no code");
        if (code_.register_count < kFrameHeader + code_.formal_count) return fail(0, "frame smaller than its formals");
        for (uint32_t pc = 0; pc < units.size();) {
            if (units[pc] >= kOpCount) return fail(pc, "no such opcode");
            const OpInfo& info = op_info(units[pc]);
            if (pc + info.length > units.size() || pc + op_length(&units[pc]) > units.size()) return fail(pc, "cut off");
            is_op_[pc] = true;
            last_ = pc;
            pc += op_length(&units[pc]);
        }
        if (!(op_info(units[last_]).traits & kTraitEnds)) return fail(last_, "control leaves the code");
        return true;
    }

    bool check_tables() {
        for (uint32_t pc = 0; pc < code_.code.size(); pc += op_length(&code_.code[pc])) {
            if (!check_operands(pc)) return false;
        }
        for (const ExceptionEntry& entry : code_.exceptions) {
            bool is_sane = entry.start < entry.end && is_op(entry.start) && is_op(entry.handler) &&
                           (is_op(entry.end) || entry.end == code_.code.size()) && entry.exception < code_.register_count;
            if (!is_sane) return fail(entry.start, "malformed exception range");
        }
        return true;
    }

    bool check_operands(uint32_t pc) {
        const uint16_t* op = &code_.code[pc];
        const OpInfo& info = op_info(*op);
        for (uint32_t i = 0; i < info.operand_count; i++) {
            const OperandInfo& operand = info.operands[i];
            auto word = [&] { return uint32_t(read32(op + operand.unit)); };  // of the roles that have two units
            switch (operand.role) {
            case Role::kAtom:
                if (word() >= code_.constants.size() || code_.constants[word()].kind != ConstantKind::kString) {
                    return fail(pc, "operand is no name");
                }
                break;
            case Role::kConst:
                if (word() >= code_.constants.size()) return fail(pc, "constant out of range");
                break;
            case Role::kSlot:
                if (!has_slot(operand.slot, word())) return fail(pc, "feedback slot of another kind");
                break;
            case Role::kWindow:
            case Role::kArgs:
            case Role::kMethod:
                if (op[operand.unit] + kFrameHeader > code_.register_count) return fail(pc, "window out of the frame");
                break;
            case Role::kIn:
            case Role::kOut:
            case Role::kInOut:
            case Role::kLabel:
            case Role::kU16:
            case Role::kI16:
            case Role::kI32: break;
            }
        }
        bool is_fine = true;
        for_each_register(op, [&](uint32_t first, uint32_t count, bool, bool) {
            if (first + count > code_.register_count) is_fine = fail(pc, "register out of the frame");
        });
        for_each_target(code_, pc, [&](uint32_t target) {
            if (!is_op(target)) is_fine = fail(pc, "jump into an op");
        });
        return is_fine;
    }

    /// Slots are in order of offset.
    bool has_slot(SlotKind kind, uint32_t offset) const {
        size_t low = 0, high = code_.slots.size();
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (code_.slots[middle].offset < offset) low = middle + 1;
            else high = middle;
        }
        return low < code_.slots.size() && code_.slots[low].offset == offset && code_.slots[low].kind == kind &&
               offset + slot_words(kind) <= code_.metadata_words;
    }

    /// Forward dataflow over block starts: the registers written on every path. A handler may be entered from any op of
    /// its range, before that op wrote anything.
    void check_initialisation() {
        std::vector<RegisterSet> states(code_.code.size());
        std::vector<uint32_t> work;
        auto flow = [&](uint32_t target, const RegisterSet& state) {
            RegisterSet& known = states[target];
            if (known.is_unset()) {
                known = state;
                work.push_back(target);
            } else if (known.intersect(state)) {
                work.push_back(target);
            }
        };
        RegisterSet entry(code_.register_count);
        entry.add(0, kFrameHeader + code_.formal_count);
        flow(0, entry);
        while (!work.empty() && problem_.empty()) {
            uint32_t pc = work.back();
            work.pop_back();
            RegisterSet state = states[pc];
            for (;;) {
                const uint16_t* op = &code_.code[pc];
                const OpInfo& info = op_info(*op);
                for (const ExceptionEntry& handler : code_.exceptions) {
                    if (pc < handler.start || pc >= handler.end || !(info.traits & (kTraitThrows | kTraitCalls))) continue;
                    RegisterSet caught = state;
                    caught.add(handler.exception, 1);
                    flow(handler.handler, caught);
                    break;
                }
                for_each_register(op, [&](uint32_t first, uint32_t count, bool reads, bool) {
                    for (uint32_t r = first; reads && r < first + count; r++) {
                        if (!state.has(r)) fail(pc, "register " + std::to_string(r) + " is read before it is written");
                    }
                });
                if (Register base = window_base(op); base != kNoRegister) state.remove_from(base);
                for_each_register(op, [&](uint32_t first, uint32_t count, bool, bool writes) {
                    if (writes) state.add(first, count);
                });
                for_each_target(code_, pc, [&](uint32_t target) { flow(target, state); });
                if (info.traits & kTraitEnds) break;
                pc += op_length(op);
                RegisterSet& next = states[pc];
                if (!next.is_unset() && !next.intersect(state)) break;  // known already
                next = state;
            }
        }
    }

    const BytecodeFunction& code_;
    std::vector<bool> is_op_;
    uint32_t last_ = 0;
    std::string problem_;
};

}  // namespace

std::string verify(const BytecodeFunction& code) { return Verifier(code).run(); }

}  // namespace jsx::bytecode
