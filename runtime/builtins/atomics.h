// Atomics.waitAsync and the host: promises of waits that time out or are notified, perhaps by other threads, are settled
// when the event loop asks.
#pragma once

#include "runtime/object/isolate.h"

namespace jsx {

/// Whether waits are pending: then the program is not over.
bool has_async_waits(Isolate& iso);
/// Settles the promises of waits that have ended; true if there were any. With `block`, and none, sleeps until one does.
bool settle_async_waits(Isolate& iso, bool block);

}  // namespace jsx
