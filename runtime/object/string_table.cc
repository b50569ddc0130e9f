#include "runtime/object/string_table.h"

#include "runtime/object/isolate.h"
#include "runtime/object/string_access.h"
#include "support/atoms.h"

#include <cstdlib>
#include <cstring>

namespace jsx {

namespace {

constexpr uint32_t kInitialCapacity = 2048;
/// hash_latin1 may read this many bytes past its text.
constexpr size_t kHashPadding = 16;

/// Hashes text wherever it lies: reading on is safe within the page of its last byte.
uint32_t hash_unpadded(const Latin1* data, size_t length) {
    constexpr uintptr_t kPage = 4096;
    uintptr_t end = reinterpret_cast<uintptr_t>(data) + length;
    if (!JSX_ASAN && (end & (kPage - 1)) <= kPage - kHashPadding) return hash_latin1(data, length);
    Latin1 buffer[256 + kHashPadding];
    if (length <= 256) {
        std::memcpy(buffer, data, length);
        std::memset(buffer + length, 0, kHashPadding);
        return hash_latin1(buffer, length);
    }
    auto* copy = static_cast<Latin1*>(std::calloc(length + kHashPadding, 1));
    JSX_CHECK_MEMORY(copy);
    std::memcpy(copy, data, length);
    uint32_t hash = hash_latin1(copy, length);
    std::free(copy);
    return hash;
}

/// The text as a canonical array index, 0 .. 2^32 - 2.
template <class Unit> bool parse_index(std::span<const Unit> text, uint32_t* index) {
    if (text.empty() || text.size() > 10) return false;
    uint32_t first = uint32_t(text[0]) - '0';
    if (first > 9) return false;
    if (first == 0) {
        *index = 0;
        return text.size() == 1;
    }
    uint64_t value = first;
    for (size_t i = 1; i < text.size(); i++) {
        uint32_t digit = uint32_t(text[i]) - '0';
        if (digit > 9) return false;
        value = value * 10 + digit;
    }
    if (value > 0xFFFF'FFFE) return false;
    *index = uint32_t(value);
    return true;
}

template <class Unit> bool has_text(const FlatString* atom, std::span<const Unit> text) {
    if (atom->length() != text.size()) return false;
    FlatContent content = atom->content_nogc();
    if constexpr (sizeof(Unit) == 1) {
        return content.is_latin1 && std::memcmp(content.data, text.data(), text.size()) == 0;
    } else {
        if (!content.is_latin1)
            return std::memcmp(content.data, text.data(), text.size_bytes()) == 0;
        return equal_units(content.latin1(), text.data(), text.size());
    }
}

}  // namespace

bool fits_latin1(std::span<const char16_t> text) {
    size_t i = 0;
    for (; i + 32 <= text.size(); i += 32) {
        uint32_t all = 0;
        for (size_t k = 0; k < 32; k++)
            all |= text[i + k];
        if (all > 0xFF) return false;
    }
    uint32_t all = 0;
    for (; i < text.size(); i++)
        all |= text[i];
    return all <= 0xFF;
}

TextHash hash_text(std::span<const Latin1> text) {
    uint32_t index;
    if (parse_index(text, &index)) return {index, true};
    return {hash_unpadded(text.data(), text.size()), false};
}

TextHash hash_text(std::span<const char16_t> text) {
    if (!fits_latin1(text)) return {hash_utf16(text.data(), text.size()), false};
    uint32_t index;
    if (parse_index(text, &index)) return {index, true};
    Latin1 buffer[256 + kHashPadding] = {};
    auto* narrow = text.size() <= 256
                       ? buffer
                       : static_cast<Latin1*>(std::calloc(text.size() + kHashPadding, 1));
    JSX_CHECK_MEMORY(narrow);
    copy_units(narrow, text.data(), text.size());
    uint32_t hash = hash_latin1(narrow, text.size());
    if (narrow != buffer) std::free(narrow);
    return {hash, false};
}

StringTable::StringTable()
    : entries_(static_cast<Entry*>(std::calloc(kInitialCapacity, sizeof(Entry)))),
      mask_(kInitialCapacity - 1) {
    JSX_CHECK_MEMORY(entries_);
}

StringTable::~StringTable() {
    std::free(entries_);
}

template <class Unit>
FlatString* StringTable::find(std::span<const Unit> text, TextHash hash) const {
    for (uint32_t i = place(hash.hash);; i = (i + 1) & mask_) {
        const Entry& e = entries_[i];
        if (!e.atom) return nullptr;
        if (e.hash == hash.hash && e.is_index == hash.is_index && is_atom(e.atom) &&
            has_text(e.atom, text)) {
            return e.atom;
        }
    }
}

/// Indices are their own hashes, so the hash is spread once more.
uint32_t StringTable::place(uint32_t hash) const {
    return (hash * 0x9E3779B1u >> 7 ^ hash) & mask_;
}

void StringTable::insert(Isolate& iso, FlatString* atom, TextHash hash) {
    // At most three quarters full; a table that is mostly tombstones is rebuilt at the same size.
    if ((used_ + 1) * 4 > (mask_ + 1) * 3) rehash(size() * 2 > mask_ ? (mask_ + 1) * 2 : mask_ + 1);
    uint32_t i = place(hash.hash);
    while (is_atom(entries_[i].atom))
        i = (i + 1) & mask_;
    if (entries_[i].atom) {
        deleted_--;
    } else {
        used_++;
    }
    bool is_young = iso.heap.space_of(atom) == gc::SpaceKind::kNew;
    entries_[i] = {hash.hash, hash.is_index, is_young, atom};
    if (is_young) young_.push_back(i);
    StringAccess::set_hash(atom, hash);
    StringAccess::set_atom(atom);
}

void StringTable::rehash(uint32_t capacity) {
    Entry* old = entries_;
    uint32_t old_capacity = mask_ + 1;
    entries_ = static_cast<Entry*>(std::calloc(capacity, sizeof(Entry)));
    JSX_CHECK_MEMORY(entries_);
    mask_ = capacity - 1;
    used_ = deleted_ = 0;
    young_.clear();
    for (uint32_t k = 0; k < old_capacity; k++) {
        if (!is_atom(old[k].atom)) continue;
        uint32_t i = place(old[k].hash);
        while (entries_[i].atom)
            i = (i + 1) & mask_;
        entries_[i] = old[k];
        used_++;
        if (old[k].is_young) young_.push_back(i);
    }
    std::free(old);
}

FlatString* StringTable::add_copy(Isolate& iso, std::span<const Latin1> text, TextHash hash) {
    auto* atom = iso.heap.make_old<FlatString>(sizeof(FlatString) + text.size(),
                                               uint32_t(text.size()), true);
    if (!text.empty()) std::memcpy(atom->latin1(), text.data(), text.size());
    insert(iso, atom, hash);
    return atom;
}

FlatString* StringTable::add_copy(Isolate& iso, std::span<const char16_t> text, TextHash hash) {
    bool narrow = fits_latin1(text);
    size_t bytes = sizeof(FlatString) + (narrow ? text.size() : text.size_bytes());
    auto* atom = iso.heap.make_old<FlatString>(bytes, uint32_t(text.size()), narrow);
    if (narrow) {
        copy_units(atom->latin1(), text.data(), text.size());
    } else {
        std::memcpy(atom->utf16(), text.data(), text.size_bytes());
    }
    insert(iso, atom, hash);
    return atom;
}

String* StringTable::intern(Isolate& iso, std::span<const Latin1> text) {
    TextHash hash = hash_text(text);
    FlatString* atom = find(text, hash);
    return atom ? atom : add_copy(iso, text, hash);
}

String* StringTable::intern(Isolate& iso, std::span<const char16_t> text) {
    TextHash hash = hash_text(text);
    FlatString* atom = find(text, hash);
    return atom ? atom : add_copy(iso, text, hash);
}

String* StringTable::intern(Isolate& iso, String* string) {
    if (string->is_atom()) return string;
    if (FlatString* atom = StringAccess::atom_behind(string)) return atom;
    uint32_t hash_value = string->hash(iso);  // flattens
    TextHash hash{hash_value, bool(string->flags() & String::kIndex)};
    FlatContent content = string->content_nogc();
    FlatString* atom =
        content.is_latin1 ? find(content.latin1_span(), hash) : find(content.utf16_span(), hash);
    if (!atom) {
        // The flat cell that holds exactly this text serves, unless it is wider than it must be.
        FlatString* flat = StringAccess::whole_flat(string);
        if (flat && (content.is_latin1 || !fits_latin1(content.utf16_span()))) {
            insert(iso, flat, hash);
            atom = flat;
        } else {
            atom = content.is_latin1 ? add_copy(iso, content.latin1_span(), hash)
                                     : add_copy(iso, content.utf16_span(), hash);
        }
    }
    // A slice becomes one of its atom, so that the next look-up is a load.
    StringAccess::forward_to_atom(string, atom);
    return atom;
}

void StringTable::process_weak(gc::Heap& heap, gc::Liveness& liveness) {
    std::memset(numbers_, 0, sizeof(numbers_));
    auto update = [&](uint32_t i) {
        Entry& e = entries_[i];
        auto* survivor = liveness.survivor_of(e.atom);
        if (!survivor) {
            e.atom = deleted();
            e.is_young = false;
            deleted_++;
            return;
        }
        e.atom = survivor;
        e.is_young = heap.space_of(survivor) == gc::SpaceKind::kNew;
    };
    if (!liveness.is_major()) {
        size_t kept = 0;
        for (uint32_t i : young_) {
            update(i);
            if (entries_[i].is_young) young_[kept++] = i;
        }
        young_.resize(kept);
        return;
    }
    young_.clear();
    for (uint32_t i = 0; i <= mask_; i++) {
        if (!is_atom(entries_[i].atom)) continue;
        update(i);
        if (entries_[i].is_young) young_.push_back(i);
    }
}

}  // namespace jsx
