// Checks compiled code before anything runs it. [doc:verify]
//
// What handlers take for granted is proved here once: operands in range, jumps onto ops, slots of the right kind, and
// no register read on any path before it was written.
#pragma once

#include <string>

#include "bytecode/function.h"

namespace jsx::bytecode {

/// What is wrong with the code ("12 GetById: register 9 is read before it is written"), or "".
std::string verify(const BytecodeFunction& code);

}  // namespace jsx::bytecode
