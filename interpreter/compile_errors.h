// Errors of the front end as JavaScript exceptions.
#pragma once

#include "parser/parser.h"
#include "runtime/object/function.h"
#include "runtime/object/isolate.h"

namespace jsx::interp {

/// Throws the error that compiling (a function of) `script` gave; it remembers the place.
Thrown throw_parse_error(Isolate& iso, Script* script, const parser::ParseError& error);

}  // namespace jsx::interp
