// [doc:hash-collections] Map and Set: hash tables that keep insertion order.
//
//   Map, Set --> HashTable: header | next | counts | entries (key, value of Maps) ... | hash, chain of each | buckets
//
// Entries stand in the order of insertion; a deleted one becomes a tombstone (an empty key) until the table is
// rehashed. Iterators hold a table and a position in it. A table that is replaced while iterators may exist
// keeps a link to its successor and its tombstones (its other entries are blanked), from which an iterator finds its
// new position; one that was cleared says so. Order never depends on addresses, as objects are hashed by their stored
// identity hash. Keys are normalised: -0 is 0, integral doubles are int32; so numbers compare by their bits.
#pragma once

#include "runtime/object/abstract_ops.h"

namespace jsx {

class HashTable final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kHashTable;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&HashTable::next_); }
    static auto tail_count() { return &HashTable::used_words_; }
    static size_t cell_size(const gc::Cell* cell);
    enum Flags : uint8_t { kHasValues = 1, kCleared = 2 };
    static constexpr uint32_t kMinCapacity = 4;
    static constexpr uint32_t kMaxCapacity = 1u << 26;

    /// Empty, with room for `capacity` (a power of two) entries; null when the heap cannot hold it.
    static HashTable* try_create(Isolate& iso, bool has_values, uint32_t capacity);

    bool has_values() const { return flags_ & kHasValues; }
    uint32_t width() const { return has_values() ? 2 : 1; }  // words an entry
    uint32_t capacity() const { return capacity_; }
    uint32_t live() const { return live_; }
    /// Entries, tombstones included.
    uint32_t used() const { return used_words_ >> (has_values() ? 1 : 0); }
    /// Entries before it are tombstones; it is not, unless it is used().
    uint32_t first() const { return first_; }
    /// Empty for a tombstone.
    Value key(uint32_t i) const { return words()[size_t(i) * width()]; }
    Value value(uint32_t i) const { return words()[size_t(i) * 2 + 1]; }
    void set_value(uint32_t i, Value v) {
        Value* slot = &words()[size_t(i) * 2 + 1];
        *slot = v;
        gc::write_barrier(this, slot, v);
    }
    /// Entry of the normalised `key`, or -1. May flatten strings.
    int64_t find(Isolate& iso, Value key, uint32_t hash) const;
    /// The caller knows that the key is not there and that used() < capacity().
    void append(Value key, uint32_t hash, Value value);
    void erase(uint32_t i);

    /// What replaced this table, or null while it is in use.
    HashTable* successor() const { return next_; }
    bool was_cleared() const { return flags_ & kCleared; }
    uint32_t hash_at(uint32_t i) const { return hashes()[i]; }
    /// Out of use: blanks the entries but for the tombstones.
    void retire(HashTable* successor, bool cleared);

private:
    HashTable(bool has_values, uint32_t capacity);
    friend class gc::Heap;
    Value* words() { return reinterpret_cast<Value*>(this + 1); }
    const Value* words() const { return reinterpret_cast<const Value*>(this + 1); }
    uint32_t* hashes() { return reinterpret_cast<uint32_t*>(words() + size_t(capacity_) * width()); }
    const uint32_t* hashes() const { return const_cast<HashTable*>(this)->hashes(); }
    uint32_t* chains() { return hashes() + capacity_; }
    const uint32_t* chains() const { return const_cast<HashTable*>(this)->chains(); }
    uint32_t* buckets() { return hashes() + 2 * size_t(capacity_); }
    const uint32_t* buckets() const { return const_cast<HashTable*>(this)->buckets(); }

    gc::Member<HashTable> next_;
    uint32_t used_words_ = 0;
    uint32_t capacity_;
    uint32_t live_ = 0;
    uint32_t first_ = 0;
};
static_assert(sizeof(HashTable) == 32);

/// -0 becomes 0, integral doubles int32; all else as it is.
inline Value normalize_key(Value v) {
    if (v.is_double()) return v.as_double() == 0 ? Value::int32(0) : Value::number(v.as_double());
    return v;
}

/// Map and Set objects.
class HashCollection : public Object {
public:
    static bool is_kind(gc::CellKind k) { return k == gc::CellKind::kMap || k == gc::CellKind::kSet; }
    static constexpr auto fields() { return Object::fields().with(&HashCollection::table_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    /// kClassBits: there may be iterators.
    static constexpr uint8_t kIterated = 16;

    HashTable* table() const { return table_; }  // null until something is added
    uint32_t size() const { return table_ ? table_->live() : 0; }
    bool has(Isolate& iso, Value key) const { return find(iso, key) >= 0; }
    /// Entry in table(), or -1.
    int64_t find(Isolate& iso, Value key) const;
    /// Adds the key, or finds it. RangeError "Map maximum size exceeded". `*entry` is its place in table().
    Completion<void> add(Isolate& iso, Value key, uint32_t* entry = nullptr);
    bool remove(Isolate& iso, Value key);
    void clear(Isolate& iso);
    void note_iterated() { flags_ |= kIterated; }
    /// Takes a copy of another collection's live entries; this one is empty.
    Completion<void> copy_from(Isolate& iso, HashCollection* other);

protected:
    HashCollection(Isolate& iso, gc::CellKind kind, Shape* shape) : Object(iso, kind, shape) {}

private:
    Completion<HashTable*> rehash(Isolate& iso, uint32_t capacity);
    gc::Member<HashTable> table_;
};

class Map final : public HashCollection {
public:
    static constexpr auto kKind = gc::CellKind::kMap;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    Map(Isolate& iso, Shape* shape) : HashCollection(iso, kKind, shape) {}
    /// undefined when absent.
    Value get(Isolate& iso, Value key) const {
        int64_t i = find(iso, key);
        return i < 0 ? Value::undefined() : table()->value(uint32_t(i));
    }
    Completion<void> set(Isolate& iso, Value key, Value value) {
        uint32_t i;
        (void)TRY(add(iso, key, &i));
        table()->set_value(i, value);
        return {};
    }
};

class Set final : public HashCollection {
public:
    static constexpr auto kKind = gc::CellKind::kSet;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    Set(Isolate& iso, Shape* shape) : HashCollection(iso, kKind, shape) {}
};
static_assert(sizeof(Map) == sizeof(HashCollection) && sizeof(Set) == sizeof(HashCollection));

/// A position in a collection that survives whatever happens to it. On the native stack only.
class HashCursor {
public:
    explicit HashCursor(HashCollection* collection) : HashCursor(collection, collection->table(), 0) {
        collection->note_iterated();
    }
    HashCursor(HashCollection* collection, HashTable* table, uint32_t index)
        : collection_(collection), table_(table), index_(index) {}
    /// The entry's number in table(), or -1 at the end. Moves past it.
    int64_t next();
    HashTable* table() const { return table_; }
    uint32_t index() const { return index_; }
    Value key(int64_t i) const { return table_->key(uint32_t(i)); }
    Value value(int64_t i) const { return table_->value(uint32_t(i)); }

private:
    HashCollection* collection_;
    HashTable* table_;
    uint32_t index_;
};

/// %MapIteratorPrototype% and %SetIteratorPrototype% objects.
class HashIterator : public Object {
public:
    static bool is_kind(gc::CellKind k) { return k == gc::CellKind::kMapIterator || k == gc::CellKind::kSetIterator; }
    static constexpr auto fields() { return Object::fields().with(&HashIterator::collection_, &HashIterator::table_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    enum class What : uint8_t { kKeys, kValues, kEntries };
    What what() const { return what_; }
    /// Null when the iterator is done.
    HashCollection* collection() const { return collection_; }
    /// A cursor at this iterator's place, for looking ahead.
    HashCursor cursor() const { return {collection_, table_, index_}; }
    /// False when done; else the next result's value is in *out.
    bool step(Isolate& iso, Value* out);

protected:
    HashIterator(Isolate& iso, gc::CellKind kind, Shape* shape, HashCollection* collection, What what)
        : Object(iso, kind, shape), collection_(collection), table_(collection->table()), what_(what) {
        collection->note_iterated();
    }

private:
    gc::Member<HashCollection> collection_;
    gc::Member<HashTable> table_;
    uint32_t index_ = 0;
    What what_;
};

class MapIterator final : public HashIterator {
public:
    static constexpr auto kKind = gc::CellKind::kMapIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    MapIterator(Isolate& iso, Shape* shape, HashCollection* map, What what) : HashIterator(iso, kKind, shape, map, what) {}
};

class SetIterator final : public HashIterator {
public:
    static constexpr auto kKind = gc::CellKind::kSetIterator;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    SetIterator(Isolate& iso, Shape* shape, HashCollection* set, What what) : HashIterator(iso, kKind, shape, set, what) {}
};

Map* new_map(Isolate& iso);
Set* new_set(Isolate& iso);

}  // namespace jsx
