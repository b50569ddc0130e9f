#include "bytecode/liveness.h"

#include "bytecode/operands.h"

namespace jsx::bytecode {

Liveness::Liveness(const BytecodeFunction& code) : before_(code.code.size()) {
    std::vector<uint32_t> ops;
    for (uint32_t pc = 0; pc < code.code.size(); pc += op_length(&code.code[pc])) {
        ops.push_back(pc);
        before_[pc] = RegisterSet(code.register_count);
    }
    // Backward to a fixpoint; one more round for each level of nested loops.
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = ops.size(); i-- > 0;) {
            uint32_t pc = ops[i];
            const uint16_t* op = &code.code[pc];
            const OpInfo& info = op_info(*op);
            RegisterSet live(code.register_count);
            if (!(info.traits & kTraitEnds)) live.unite(before_[pc + op_length(op)]);
            for_each_target(code, pc, [&](uint32_t target) { live.unite(before_[target]); });
            for_each_register(op, [&](uint32_t first, uint32_t count, bool, bool writes) {
                if (writes) live.remove(first, count);
            });
            // An op that throws has written nothing, so what the handler reads is live before it.
            if (info.traits & (kTraitThrows | kTraitCalls)) {
                if (const ExceptionEntry* entry = code.find_handler(pc)) {
                    RegisterSet caught = before_[entry->handler];
                    caught.remove(entry->exception, 1);
                    live.unite(caught);
                }
            }
            for_each_register(op, [&](uint32_t first, uint32_t count, bool reads, bool) {
                if (reads) live.add(first, count);
            });
            changed |= before_[pc].unite(live);
        }
    }
}

}  // namespace jsx::bytecode
