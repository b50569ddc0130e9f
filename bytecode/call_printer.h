// What the source calls a value that an op complains of: "a.b(...).c is not a function". [doc:call-sites]
//
// Nothing is kept for this while programs run: the function is parsed again when an error needs the text, and the
// expression is found by the position of the op that threw. The rendering is V8's.
#pragma once

#include <string>

#include "bytecode/function.h"

namespace jsx::bytecode {

enum class CallSiteKind : uint8_t {
    kCall,         ///< the callee of a call, new or tagged template
    kIterable,     ///< what is iterated: for-of, spread, yield*, array patterns
    kDestructure,  ///< what an object pattern takes apart
    kSpreadCall,   ///< the spread argument of a call
};

struct CallSite {
    std::string text;             ///< UTF-8; empty: the source does not say
    bool is_call = false;         ///< kIterable: a call ("x is not a function or its return value is not iterable")
    bool reads_property = false;  ///< kDestructure: V8 speaks of reading the pattern's first property
    std::string property;         ///< of `text`: a pattern inside takes its value apart; empty: `text` itself is
};

/// The expression of the op at `pc` (code units).
CallSite find_call_site(const BytecodeFunction& code, uint32_t pc, CallSiteKind kind);

}  // namespace jsx::bytecode
