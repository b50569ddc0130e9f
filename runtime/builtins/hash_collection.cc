#include "runtime/builtins/hash_collection.h"

#include <algorithm>
#include <cstring>

#include "runtime/object/bigint_ops.h"

namespace jsx {

// ---- HashTable ----

static size_t table_bytes(bool has_values, uint32_t capacity) {
    return sizeof(HashTable) + size_t(capacity) * ((has_values ? 2 : 1) * sizeof(Value) + 3 * sizeof(uint32_t));
}

size_t HashTable::cell_size(const gc::Cell* cell) {
    auto* table = static_cast<const HashTable*>(cell);
    return table_bytes(table->has_values(), table->capacity_);
}

HashTable::HashTable(bool has_values, uint32_t capacity)
    : Cell(kKind, 0, has_values ? uint8_t(kHasValues) : 0), capacity_(capacity) {
    std::memset(buckets(), 0, capacity * sizeof(uint32_t));
}

HashTable* HashTable::try_create(Isolate& iso, bool has_values, uint32_t capacity) {
    void* memory = iso.heap.try_allocate(table_bytes(has_values, capacity), kKind);
    return memory ? new (memory) HashTable(has_values, capacity) : nullptr;
}

static bool same_key(Isolate& iso, Value a, Value b) {
    if (a == b) return true;
    if (!a.is_cell() || !b.is_cell()) return false;
    if (is_string(a)) return is_string(b) && strings_equal(iso, as_string(a), as_string(b));
    return is_bigint(a) && is_bigint(b) && bigint_equal(as_bigint(a), as_bigint(b));
}

int64_t HashTable::find(Isolate& iso, Value key, uint32_t hash) const {
    for (uint32_t e = buckets()[hash & (capacity_ - 1)]; e; e = chains()[e - 1]) {
        if (hashes()[e - 1] == hash && same_key(iso, this->key(e - 1), key)) return e - 1;
    }
    return -1;
}

void HashTable::append(Value key, uint32_t hash, Value value) {
    uint32_t i = used();
    JSX_DCHECK(i < capacity_);
    hashes()[i] = hash;
    uint32_t& bucket = buckets()[hash & (capacity_ - 1)];
    chains()[i] = bucket;
    bucket = i + 1;
    live_++;
    // The words become traced with the count, so they are written first.
    Value* entry = &words()[size_t(i) * width()];
    entry[0] = key;
    if (has_values()) entry[1] = value;
    used_words_ += width();
    gc::write_barrier(this, entry, key);
    if (has_values()) gc::write_barrier(this, entry + 1, value);
}

void HashTable::erase(uint32_t i) {
    Value* entry = &words()[size_t(i) * width()];
    entry[0] = Value::empty();
    if (has_values()) entry[1] = Value::undefined();
    live_--;
    while (first_ < used() && key(first_).is_empty()) first_++;
}

void HashTable::retire(HashTable* successor, bool cleared) {
    for (uint32_t i = 0; i < used(); i++) {
        Value* entry = &words()[size_t(i) * width()];
        if (!entry[0].is_empty()) entry[0] = Value::undefined();
        if (has_values()) entry[1] = Value::undefined();
    }
    if (cleared) flags_ |= kCleared;
    next_.set(this, successor);
}

// ---- hashing ----

static uint32_t mix(uint64_t h) {
    h *= 0x9E3779B97F4A7C15;
    return uint32_t(h >> 32);
}

/// The hash of a normalised key. An object that has none yet is given one if `make`, else the answer is false: it
/// cannot be in any table.
static bool hash_key(Isolate& iso, Value key, bool make, uint32_t* hash) {
    if (!key.is_cell()) {
        *hash = mix(key.bits());
        return true;
    }
    gc::Cell* cell = key.as_cell();
    if (cell->is_string()) {
        *hash = mix(static_cast<String*>(cell)->hash(iso));
    } else if (cell->is_object()) {
        auto* o = static_cast<Object*>(cell);
        Slots* overflow = o->overflow();
        uint32_t h = overflow ? overflow->identity_hash() : 0;
        if (h == 0) {
            if (!make) return false;
            h = o->identity_hash(iso);
        }
        *hash = mix(h);
    } else if (cell->kind() == gc::CellKind::kSymbol) {
        *hash = mix(static_cast<Symbol*>(cell)->hash());
    } else {
        *hash = mix(bigint_hash(static_cast<BigInt*>(cell)));
    }
    return true;
}

// ---- HashCollection ----

int64_t HashCollection::find(Isolate& iso, Value key) const {
    if (!table_) return -1;
    key = normalize_key(key);
    uint32_t hash;
    if (!hash_key(iso, key, false, &hash)) return -1;
    return table_->find(iso, key, hash);
}

Completion<HashTable*> HashCollection::rehash(Isolate& iso, uint32_t capacity) {
    bool has_values = kind() == gc::CellKind::kMap;
    HashTable* fresh = capacity <= HashTable::kMaxCapacity ? HashTable::try_create(iso, has_values, capacity) : nullptr;
    if (!fresh) return iso.throw_range_error("%s maximum size exceeded", has_values ? "Map" : "Set");
    if (HashTable* old = table_) {
        for (uint32_t i = 0; i < old->used(); i++) {
            Value key = old->key(i);
            if (key.is_empty()) continue;
            fresh->append(key, old->hash_at(i), has_values ? old->value(i) : Value::undefined());
        }
        if (flags_ & kIterated) old->retire(fresh, false);
    }
    table_.set(this, fresh);
    return fresh;
}

Completion<void> HashCollection::add(Isolate& iso, Value key, uint32_t* entry) {
    key = normalize_key(key);
    uint32_t hash;
    hash_key(iso, key, true, &hash);
    HashTable* table = table_;
    if (!table) {
        table = TRY(rehash(iso, HashTable::kMinCapacity));
    } else {
        int64_t found = table->find(iso, key, hash);
        if (found >= 0) {
            if (entry) *entry = uint32_t(found);
            return {};
        }
        if (table->used() == table->capacity()) {
            uint32_t capacity = table->capacity();
            table = TRY(rehash(iso, table->live() > capacity / 2 ? capacity * 2 : capacity));
        }
    }
    if (entry) *entry = table->used();
    table->append(key, hash, Value::undefined());
    return {};
}

bool HashCollection::remove(Isolate& iso, Value key) {
    int64_t i = find(iso, key);
    if (i < 0) return false;
    HashTable* table = table_;
    table->erase(uint32_t(i));
    if (table->live() < table->capacity() / 8 && table->capacity() >= 64) {
        Completion<HashTable*> smaller = rehash(iso, table->capacity() / 4);
        if (smaller.threw()) (void)iso.take_pending();  // the large one serves on
    }
    return true;
}

void HashCollection::clear(Isolate& iso) {
    HashTable* old = table_;
    if (!old) return;
    if (flags_ & kIterated) {
        HashTable* fresh = HashTable::try_create(iso, old->has_values(), HashTable::kMinCapacity);
        JSX_CHECK_MEMORY(fresh);
        old->retire(fresh, true);
        table_.set(this, fresh);
    } else {
        table_.clear();
    }
}

Completion<void> HashCollection::copy_from(Isolate& iso, HashCollection* other) {
    JSX_DCHECK(!table_);
    HashTable* from = other->table();
    if (!from || from->live() == 0) return {};
    uint32_t capacity = HashTable::kMinCapacity;
    while (capacity < from->live()) capacity *= 2;
    HashTable* to = TRY(rehash(iso, capacity));
    bool both_maps = to->has_values() && from->has_values();
    for (uint32_t i = 0; i < from->used(); i++) {
        Value key = from->key(i);
        if (!key.is_empty()) to->append(key, from->hash_at(i), both_maps ? from->value(i) : Value::undefined());
    }
    return {};
}

// ---- cursors and iterators ----

int64_t HashCursor::next() {
    if (!table_) {
        table_ = collection_->table();
        if (!table_) return -1;
    }
    while (HashTable* successor = table_->successor()) {
        if (table_->was_cleared()) {
            index_ = 0;
        } else {
            uint32_t tombstones = 0;
            for (uint32_t i = 0; i < index_; i++) tombstones += table_->key(i).is_empty();
            index_ -= tombstones;
        }
        table_ = successor;
    }
    index_ = std::max(index_, table_->first());
    for (uint32_t used = table_->used(); index_ < used;) {
        uint32_t i = index_++;
        if (!table_->key(i).is_empty()) return i;
    }
    return -1;
}

bool HashIterator::step(Isolate& iso, Value* out) {
    if (!collection_) return false;
    HashCursor at = cursor();
    int64_t i = at.next();
    if (i < 0) {
        collection_.clear();
        table_.clear();
        return false;
    }
    index_ = at.index();
    if (table_ != at.table()) table_.set(this, at.table());
    Value key = at.key(i);
    bool is_map = kind() == gc::CellKind::kMapIterator;
    switch (what_) {
    case What::kKeys: *out = key; break;
    case What::kValues: *out = is_map ? at.value(i) : key; break;
    case What::kEntries: {
        Value pair[2] = {key, is_map ? at.value(i) : key};
        *out = Value(new_array(iso, pair));
        break;
    }
    }
    return true;
}

Map* new_map(Isolate& iso) {
    return iso.heap.make<Map>(iso, Shape::root(iso, iso.realm()->object(iso, RealmObject::kMapPrototype), 0));
}
Set* new_set(Isolate& iso) {
    return iso.heap.make<Set>(iso, Shape::root(iso, iso.realm()->object(iso, RealmObject::kSetPrototype), 0));
}

}  // namespace jsx
