// What an op does to registers and where control goes after it, read from the generated tables. [doc:operands]
//
// The verifier, liveness and the printer ask here, so the roles of ops.def are interpreted in one place.
#pragma once

#include "bytecode/function.h"
#include "bytecode/generated/ops.h"

namespace jsx::bytecode {

inline int32_t read32(const uint16_t* at) { return int32_t(uint32_t(at[0]) | uint32_t(at[1]) << 16); }

/// Registers that `operand` of the op at `pc` spans: a fixed number, or as a u16 operand says.
inline uint32_t operand_span(const uint16_t* pc, const OperandInfo& operand) {
    return operand.count_unit ? pc[operand.count_unit] : operand.count;
}

/// Calls f(first, count, reads, writes) for each run of registers that the op at `pc` touches.
template <class F>
void for_each_register(const uint16_t* pc, F f) {
    const OpInfo& info = op_info(*pc);
    for (uint32_t i = 0; i < info.operand_count; i++) {
        const OperandInfo& operand = info.operands[i];
        uint32_t base = pc[operand.unit];
        switch (operand.role) {
        case Role::kIn: f(base, operand_span(pc, operand), true, false); break;
        case Role::kOut: f(base, operand_span(pc, operand), false, true); break;
        case Role::kInOut: f(base, operand_span(pc, operand), true, true); break;
        case Role::kWindow:
            f(base + kThisRegister, 1u, true, false);
            [[fallthrough]];
        case Role::kArgs:
            f(base + kCalleeRegister, 1u, true, false);
            f(base + kFrameHeader, operand_span(pc, operand), true, false);
            break;
        case Role::kMethod:
            f(base + kCalleeRegister, 1u, false, true);
            f(base + kThisRegister, 1u, false, true);
            break;
        case Role::kAtom:
        case Role::kConst:
        case Role::kSlot:
        case Role::kLabel:
        case Role::kU16:
        case Role::kI16:
        case Role::kI32: break;
        }
    }
}

/// The first register of the call window whose registers are all dead after the op; kNoRegister if it has none.
inline Register window_base(const uint16_t* pc) {
    const OpInfo& info = op_info(*pc);
    for (uint32_t i = 0; i < info.operand_count; i++) {
        Role role = info.operands[i].role;
        if (role == Role::kWindow || role == Role::kArgs) return pc[info.operands[i].unit];
    }
    return kNoRegister;
}

/// Calls f(target) with the offset in code units of each place the op at `pc` may jump to; not for falling through.
template <class F>
void for_each_target(const BytecodeFunction& code, uint32_t pc, F f) {
    const uint16_t* op = &code.code[pc];
    const OpInfo& info = op_info(*op);
    for (uint32_t i = 0; i < info.operand_count; i++) {
        if (info.operands[i].role == Role::kLabel) f(uint32_t(int32_t(pc) + read32(op + info.operands[i].unit)));
    }
    if (!info.table_unit) return;
    for (uint32_t i = 0; i < op[info.table_unit]; i++) f(uint32_t(int32_t(pc) + read32(op + info.length + 2 * i)));
}

}  // namespace jsx::bytecode
