// [doc:atoms] An AtomTable gives each distinct name of one parse a small number, so that the front
// end compares names by comparing words. It knows no heap: whoever runs the code makes cells of the
// names it needs. Names that fit Latin-1 are always held as Latin-1, so equal names have equal ids
// whatever the encoding of the source. Well-known names have fixed ids (atoms.def), the same in
// every table: a new table starts as a copy of a constant image.
#pragma once

#include "support/arena.h"
#include "support/compiler.h"

#include <string>
#include <string_view>

namespace jsx {

/// A name in an AtomTable. Ids below `atom::kWellKnownCount` are the same in every table.
using AtomId = uint32_t;

namespace atom {
enum : AtomId {
    kNone = 0,   // no name
    kEmpty = 1,  // ""
#define RESERVED(name, text) k##name,
#define STRICT(name, text) k##name,
#define CONTEXTUAL(name, text) k##name,
#define PSEUDO(name, text) k##name,
#define ATOM(name, text) k##name,
#include "support/atoms.def"
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
#undef PSEUDO
#undef ATOM
    kWellKnownCount,
    kFirstReserved = kBreak,
    kLastReserved = kWith,
    kFirstStrict = kImplements,
    kLastStrict = kYield,
};
}  // namespace atom

/// The characters of a name: Latin-1 if `is_latin1`, else UTF-16 with at least one unit above 0xFF.
/// The memory belongs to the table.
struct AtomText {
    const void* data;
    uint32_t length;  // units
    bool is_latin1;

    const uint8_t* latin1() const { return static_cast<const uint8_t*>(data); }
    const char16_t* utf16() const { return static_cast<const char16_t*>(data); }
    char16_t operator[](uint32_t i) const { return is_latin1 ? latin1()[i] : utf16()[i]; }
    std::string_view ascii() const { return {static_cast<const char*>(data), length}; }
};

/// Hash of a name: the same for every table and run. `data` of hash_latin1 must be readable for
/// 16 bytes past its end.
uint32_t hash_latin1(const uint8_t* data, size_t length);
uint32_t hash_utf16(const char16_t* data, size_t length);

class AtomTable {
public:
    AtomTable();
    ~AtomTable();
    AtomTable(const AtomTable&) = delete;
    AtomTable& operator=(const AtomTable&) = delete;

    AtomId intern(std::string_view latin1);
    /// `data` readable for 16 bytes past its end.
    AtomId intern_padded(const uint8_t* data, size_t length) {
        return intern_hashed(data, length, hash_latin1(data, length));
    }
    AtomId intern_hashed(const uint8_t* padded, size_t length, uint32_t hash);
    /// Narrows to Latin-1 where that is possible.
    AtomId intern(const char16_t* data, size_t length);

    AtomText text(AtomId id) const { return {entries_[id].data, entries_[id].length, entries_[id].is_latin1 != 0}; }
    uint32_t hash(AtomId id) const { return entries_[id].hash; }
    /// A word beside each name for whoever works with the table: 0 at first, and to be left so.
    uint32_t scratch(AtomId id) const { return entries_[id].scratch; }
    void set_scratch(AtomId id, uint32_t value) { entries_[id].scratch = value; }
    /// Ids are dense: every id is below size().
    uint32_t size() const { return size_; }

    /// UTF-8, for messages and dumps; lone surrogates become U+FFFD.
    std::string to_utf8(AtomId id) const;

    size_t memory_bytes() const;

private:
    struct Entry {
        const void* data;
        uint32_t length;
        uint32_t hash;
        uint32_t is_latin1;
        uint32_t scratch;
    };
    struct Slot {
        uint32_t hash;
        AtomId id;  // 0: free
    };
    AtomId add(const void* data, size_t length, uint32_t hash, bool is_latin1, size_t slot);
    void grow_slots();

    Entry* entries_;
    uint32_t size_;
    uint32_t capacity_;
    Slot* slots_;
    uint32_t slot_mask_;
    Arena arena_;
    struct Image;
    friend struct Image;
};

}  // namespace jsx
