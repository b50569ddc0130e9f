// A walk over what a function's inline caches and other feedback slots have recorded.
#pragma once

#include "bytecode/operands.h"
#include "interpreter/ic/ic.h"

namespace jsx::shell {

/// One feedback slot of compiled code.
struct FeedbackSlot {
    uint32_t pc;                      ///< of its op, in code units
    const bytecode::OpInfo& op;
    bytecode::SlotKind kind;
    uint64_t* words;
};

/// Calls f(FeedbackSlot) for each slot, in the order of the code. The function must be compiled.
template <class F>
void for_each_feedback_slot(FunctionCode* code, F f) {
    const bytecode::BytecodeFunction& function = *code->bytecode();
    for (uint32_t pc = 0; pc < function.code.size(); pc += bytecode::op_length(&function.code[pc])) {
        const uint16_t* op = &function.code[pc];
        const bytecode::OpInfo& info = bytecode::op_info(*op);
        for (uint32_t i = 0; i < info.operand_count; i++) {
            const bytecode::OperandInfo& operand = info.operands[i];
            if (operand.role != bytecode::Role::kSlot) continue;
            f(FeedbackSlot{pc, info, operand.slot, code->metadata() + bytecode::read32(op + operand.unit)});
        }
    }
}

}  // namespace jsx::shell
