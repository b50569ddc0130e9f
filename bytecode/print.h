// Bytecode as text, for --print-bytecode, goldens and the engine module. [doc:print]
#pragma once

#include <string>

#include "bytecode/function.h"

namespace jsx::bytecode {

/// A listing: the head with the frame's layout, each op with its constants spelled out and the source line it begins,
/// then handlers and feedback slots. Ends in a newline. No addresses, so it is the same in each run.
std::string print(const BytecodeFunction& code);

/// One op, without its offset: `GetById r7, a0, "x"   GetIC@3`.
std::string print_op(const BytecodeFunction& code, uint32_t pc);

/// The name in listings: the function's own, or where it stands: `<script>`, `<anonymous 3:14>`.
std::string display_name(const FunctionTemplate& function);

}  // namespace jsx::bytecode
