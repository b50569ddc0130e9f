// Which registers an op's future reads: what the tiers keep in frame states and machine registers. [doc:liveness]
#pragma once

#include "bytecode/register_set.h"
#include "bytecode/function.h"

namespace jsx::bytecode {

class Liveness {
public:
    explicit Liveness(const BytecodeFunction& code);
    /// The value in `r` before the op at `pc` (an op's first unit) may be read by it or later.
    bool is_live_before(uint32_t pc, Register r) const { return before_[pc].has(r); }

private:
    std::vector<RegisterSet> before_;  // by code unit; unset between ops
};

}  // namespace jsx::bytecode
