// The engine's small benchmarks: one JavaScript operation each, in a loop of its own. [doc:micro]
//
// A case becomes the function
//
//     (n) => { LOCALS; let sink; for (let i = 0; i < n; i++) { BODY } return sink; }
//
// after its GLOBALS have run once as a script. A time is that of one turn of the loop; `Loop/Empty` says what the loop
// itself costs of that, `Loop/Sink` what it costs to keep a result.
#pragma once

#include <span>

namespace jsx::bench {

struct Case {
    const char* name;
    const char* globals;  ///< a script, run once
    const char* locals;   ///< before the loop, once in kBatch turns
    const char* body;     ///< what is measured; may use i, n and sink
};

std::span<const Case> property_cases();
std::span<const Case> call_cases();
std::span<const Case> string_cases();
std::span<const Case> allocation_cases();

}  // namespace jsx::bench
