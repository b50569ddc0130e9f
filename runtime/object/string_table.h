// [doc:atom-table] The isolate's table of atoms: the one string cell for each content that serves as a property name.
//
// Open addressing over (hash, cell) pairs; the cells are weak. A flat string that is looked up and not found becomes
// the atom itself, in place, so names computed by a program are not copied; entries whose cell is still in the nursery
// are listed apart, so that a scavenge looks at those alone. An atom's text is Latin-1 whenever it fits. Array
// indices have atoms too (they are strings like any other), but PropertyKey never holds them.
#pragma once

#include <span>
#include <vector>

#include "gc/kinds.h"
#include "runtime/object/string.h"

namespace jsx {

/// The hash of a text (support/atoms.h), or the index if it is an array index.
struct TextHash {
    uint32_t hash;
    bool is_index;
};
TextHash hash_text(std::span<const Latin1> text);
/// Agrees with the Latin-1 one where the text fits.
TextHash hash_text(std::span<const char16_t> text);
/// True if all units are below 256.
bool fits_latin1(std::span<const char16_t> text);

class StringTable {
public:
    StringTable();
    ~StringTable();
    StringTable(const StringTable&) = delete;
    StringTable& operator=(const StringTable&) = delete;

    String* intern(Isolate& iso, String* string);
    String* intern(Isolate& iso, std::span<const Latin1> text);
    String* intern(Isolate& iso, std::span<const char16_t> text);
    /// Drops or forwards the cells that a collection found dead or moved.
    void process_weak(gc::Heap& heap, gc::Liveness& liveness);
    uint32_t size() const { return used_ - deleted_; }

    /// The text of a number, remembered until the next collection.
    String* cached_number(uint64_t bits) const {
        const NumberText& t = numbers_[number_index(bits)];
        return t.bits == bits ? t.text : nullptr;
    }
    void cache_number(uint64_t bits, String* text) { numbers_[number_index(bits)] = {bits, text}; }

private:
    struct Entry {
        uint32_t hash;
        bool is_index;
        bool is_young;     // the atom may be in the nursery
        FlatString* atom;  // null: free; deleted(): was used
    };
    struct NumberText {
        uint64_t bits;
        String* text;
    };
    static constexpr uint32_t kNumberCacheSize = 256;
    static uint32_t number_index(uint64_t bits) {
        return uint32_t((bits * 0x9E3779B97F4A7C15) >> 56) & (kNumberCacheSize - 1);
    }
    static FlatString* deleted() { return reinterpret_cast<FlatString*>(uintptr_t(1)); }
    static bool is_atom(const FlatString* s) { return reinterpret_cast<uintptr_t>(s) > 1; }
    template <class Unit>
    FlatString* find(std::span<const Unit> text, TextHash hash) const;
    void insert(Isolate& iso, FlatString* atom, TextHash hash);
    FlatString* add_copy(Isolate& iso, std::span<const Latin1> text, TextHash hash);
    FlatString* add_copy(Isolate& iso, std::span<const char16_t> text, TextHash hash);
    void rehash(uint32_t capacity);
    uint32_t place(uint32_t hash) const;

    Entry* entries_;
    uint32_t mask_;
    uint32_t used_ = 0;  // deleted ones included
    uint32_t deleted_ = 0;
    std::vector<uint32_t> young_;  // positions of atoms in the nursery
    NumberText numbers_[kNumberCacheSize] = {};
};

}  // namespace jsx
