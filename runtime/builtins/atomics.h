// Atomics.waitAsync and the host: promises of waits that time out or are notified, perhaps by other threads, are settled
// when the event loop asks.
#pragma once

#include <chrono>

#include "runtime/object/isolate.h"

namespace jsx {

/// Whether waits are pending: then the program is not over.
bool has_async_waits(Isolate& iso);
/// Settles the promises of waits that have ended; true if there were any. If there are none, sleeps until one ends, but not
/// beyond `until`.
bool settle_async_waits(Isolate& iso, std::chrono::steady_clock::time_point until = {});
/// [[CanBlock]] of the isolate's agent: whether Atomics.wait may be called. It may, unless the host says otherwise.
void set_can_block(Isolate& iso, bool can_block);

}  // namespace jsx
