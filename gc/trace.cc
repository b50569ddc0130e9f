// Statistics, and the line of --trace-gc.
#include <unistd.h>

#include <cstdio>

#include "gc/heap_impl.h"

namespace jsx::gc {

void HeapImpl::update_statistics() {
    statistics.nursery_used = nursery.used_bytes();
    statistics.nursery_capacity = nursery.capacity();
    statistics.old_used = old.used_bytes();
    statistics.old_capacity = old.capacity_bytes();
    statistics.large_used = large.used_bytes();
    statistics.shape_used = shapes.used_bytes();
    statistics.external = external_;
    statistics.allocated_total = nursery.allocated_total() + allocated_old_;
}

const char* text_of(GcReason reason) {
    switch (reason) {
    case GcReason::kAllocation: return "allocation failure";
    case GcReason::kExternalPressure: return "external memory pressure";
    case GcReason::kExplicit: return "requested";
    case GcReason::kStress: return "stress";
    case GcReason::kLastResort: return "last resort";
    }
    JSX_UNREACHABLE();
}

/// [4711:0x7f..]      52 ms: Scavenge 2.3 (5.0) -> 1.1 (5.0) MB, 0.31 ms, copied 96 KB, promoted 12 KB,
///     moved 0 KB, 3 pinned (0.4 KB retained) allocation failure
void HeapImpl::trace(const CollectionRecord& r) const {
    auto mb = [](size_t bytes) { return double(bytes) / 1048576; };
    auto kb = [](size_t bytes) { return double(bytes) / 1024; };
    const char* name = r.kind == GcKind::kMinor ? "Scavenge" : r.moved ? "Mark-Compact" : "Mark-Sweep";
    std::fprintf(stderr,
                 "[%d:%p] %7.0f ms: %s %.1f (%.1f) -> %.1f (%.1f) MB, %.2f ms, copied %.0f KB, "
                 "promoted %.0f KB, moved %.0f KB, %zu pinned (%.1f KB retained) %s\n",
                 int(getpid()), static_cast<const void*>(&heap), r.at_ms, name, mb(r.used_before),
                 mb(r.capacity_before), mb(r.used_after), mb(r.capacity_after), r.pause_ms, kb(r.copied),
                 kb(r.promoted), kb(r.moved), r.pinned, kb(r.retained_by_pins), text_of(r.reason));
}

}  // namespace jsx::gc
