// PropertyTable: insertion-ordered entries, searched in line while few and through an index of entry
// numbers above kLinearLimit. Keys are compared by word; the index follows content hashes, so moving
// keys disturbs nothing.
#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/object/isolate.h"
#include "runtime/object/shape.h"

namespace jsx {

static uint32_t index_size_for(uint32_t capacity) {
    return capacity <= PropertyTable::kLinearLimit ? 0 : std::bit_ceil(capacity * 2);
}
static size_t table_bytes(uint32_t capacity, uint32_t index_size) {
    size_t bytes = sizeof(PropertyTable) + size_t(capacity) * 2 * sizeof(Value) + size_t(index_size) * 4;
    return (bytes + 7) & ~size_t(7);
}
/// Spreads a key's hash over the low bits.
static uint32_t mixed_hash(PropertyKey key) {
    uint32_t h = key.hash() * 0x9E3779B1u;
    return h ^ (h >> 15);
}
static Value pack(PropertyInfo info) {
    return Value::from_bits(Value::kIntTag | uint64_t(info.slot) << 8 | info.attributes);
}

size_t PropertyTable::cell_size(const gc::Cell* cell) {
    auto* table = static_cast<const PropertyTable*>(cell);
    return table_bytes(table->capacity_, table->index_size_);
}

PropertyTable* PropertyTable::create(Isolate& iso, uint32_t capacity) {
    JSX_CHECK(capacity <= kMaxSlots);
    uint32_t index_size = index_size_for(capacity);
    auto* table = iso.heap.make_sized<PropertyTable>(table_bytes(capacity, index_size), capacity, index_size);
    if (index_size) std::memset(table->index(), 0, size_t(index_size) * 4);
    return table;
}

int32_t PropertyTable::find(PropertyKey key, uint32_t limit) const {
    Value stored = key.stored();
    const Value* w = words();
    if (index_size_ == 0) {
        for (uint32_t i = 0; i < limit; i++) {
            if (w[2 * size_t(i)] == stored) return int32_t(i);
        }
        return -1;
    }
    uint32_t mask = index_size_ - 1;
    const uint32_t* entries = index();
    for (uint32_t at = mixed_hash(key) & mask;; at = (at + 1) & mask) {
        uint32_t entry = entries[at];
        if (entry == 0) return -1;
        // A key is in a table once; beyond `limit` it belongs to another shape.
        if (w[2 * size_t(entry - 1)] == stored) return entry - 1 < limit ? int32_t(entry - 1) : -1;
    }
}

void PropertyTable::append(PropertyKey key, PropertyInfo info) {
    JSX_DCHECK(count() < capacity_);
    uint32_t entry = count();
    Value* w = words() + 2 * size_t(entry);
    w[0] = key.stored();
    w[1] = pack(info);
    used_words_ += 2;
    live_++;
    gc::write_barrier(this, &w[0], key.stored());
    if (index_size_ == 0) return;
    uint32_t mask = index_size_ - 1;
    uint32_t* entries = index();
    uint32_t at = mixed_hash(key) & mask;
    while (entries[at] != 0) at = (at + 1) & mask;
    entries[at] = entry + 1;
}

void PropertyTable::set_info(uint32_t i, PropertyInfo info) { words()[2 * size_t(i) + 1] = pack(info); }

void PropertyTable::erase(uint32_t i) {
    // The index keeps naming the entry; an empty key matches nothing, and probes pass on.
    words()[2 * size_t(i)] = Value::empty();
    words()[2 * size_t(i) + 1] = Value::int32(0);
    live_--;
}

PropertyTable* PropertyTable::copy(Isolate& iso, uint32_t limit, uint32_t capacity) const {
    PropertyTable* table = create(iso, capacity);
    for (uint32_t i = 0; i < limit; i++) {
        Value key = key_at(i);
        if (!key.is_empty()) table->append(PropertyKey::from_stored(key), info_at(i));
    }
    return table;
}

}  // namespace jsx
