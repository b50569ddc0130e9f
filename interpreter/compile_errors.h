// Errors of the front end as JavaScript exceptions.
#pragma once

#include "parser/parser.h"
#include "runtime/object/function.h"
#include "runtime/object/isolate.h"

namespace jsx::interp {

/// Notes where in its source an error of the front end or of the linker is, for its report.
void set_error_place(Value error, Script* script, uint32_t start, uint32_t end);

/// Throws the error that compiling (a function of) `script` gave; it remembers the place.
Thrown throw_parse_error(Isolate& iso, Script* script, const parser::ParseError& error);

}  // namespace jsx::interp
