#include "gc/layout.h"

#include <algorithm>

namespace jsx::gc {

Layout Layout::of(const KindInfo& info) {
    Layout l;
    l.fixed_size = (info.fixed_size + 7) & ~7u;
    l.tail = info.tail;
    l.tail_offset = info.tail_offset;
    l.tail_count_offset = info.tail_count_offset;
    if (info.size) {
        l.size = Size::kFunction;
        l.size_function = info.size;
    } else if (info.capacity_offset != 0) {
        l.size = Size::kCount;
        l.size_count_offset = info.capacity_offset;
    } else {
        switch (info.tail) {
        case TailCount::kNone: l.size = Size::kFixed; break;
        case TailCount::kAux: l.size = Size::kAux; break;
        case TailCount::kUint32:
            l.size = Size::kCount;
            l.size_count_offset = info.tail_count_offset;
            break;
        }
    }

    uint16_t offsets[KindInfo::kMaxFields];
    std::copy_n(info.fields, info.field_count, offsets);
    std::sort(offsets, offsets + info.field_count);
    for (size_t i = 0; i < info.field_count; i++) {
        JSX_CHECK(offsets[i] >= Cell::kHeaderSize && offsets[i] % 8 == 0);
        Run* last = l.run_count ? &l.runs[l.run_count - 1] : nullptr;
        if (last && last->offset + 8 * last->count == offsets[i]) {
            last->count++;
        } else {
            l.runs[l.run_count++] = {offsets[i], 1};
        }
    }
    if (l.tail != TailCount::kNone && l.run_count) {
        Run& last = l.runs[l.run_count - 1];
        if (last.offset + 8 * last.count == l.tail_offset) {
            l.tail_offset = last.offset;
            l.tail_extra = last.count;
            l.run_count--;
        }
    }

    if (info.has_shape) l.traits |= kShaped;
    if (info.visit_extra) l.traits |= kExtra;
    if (info.process_weak || info.visit_ephemerons) l.traits |= kWeak;
    if (l.has(kWeak) && info.weak_policy != WeakPolicy::kMajorOnly) l.traits |= kWeakMinor;
    bool traced = l.run_count || l.tail != TailCount::kNone || l.traits != 0;
    if (!traced) l.traits |= kLeaf;
    return l;
}

}  // namespace jsx::gc
