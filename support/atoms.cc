#include "support/atoms.h"

#include "support/atoms_inl.h"

#include <array>
#include <bit>

namespace jsx {

using namespace atoms_detail;

static_assert(std::endian::native == std::endian::little);

// ---- Hashing ------------------------------------------------------------------------------------

uint32_t hash_latin1(const uint8_t* data, size_t length) {
    if (length <= 16) return hash_short_latin1(data, length);
    uint64_t state = 0;
    size_t rest = length;
    for (; rest > 16; rest -= 16, data += 16) {
        state = hash_step(state, load_word(data), load_word(data + 8));
    }
    uint64_t low = low_bytes(load_word(data), rest);
    uint64_t high = rest > 8 ? low_bytes(load_word(data + 8), rest - 8) : 0;
    return hash_finish(hash_step(state, low, high), length);
}

uint32_t hash_utf16(const char16_t* data, size_t length) {
    // Seeded, so that wide names do not share buckets with their bytes read as Latin-1.
    uint64_t state = kMul1;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t low, high;
        std::memcpy(&low, data + i, 8);
        std::memcpy(&high, data + i + 4, 8);
        state = hash_step(state, low, high);
    }
    uint64_t tail[2] = {0, 0};
    std::memcpy(tail, data + i, (length - i) * 2);
    return hash_finish(hash_step(state, tail[0], tail[1]), length);
}

namespace {

/// hash_latin1 for constant evaluation.
constexpr uint32_t constant_hash(std::string_view text) {
    auto word_at = [&](size_t from) {
        uint64_t word = 0;
        for (size_t i = 0; i < 8 && from + i < text.size(); i++) {
            word |= uint64_t(uint8_t(text[from + i])) << (8 * i);
        }
        return word;
    };
    uint64_t state = 0;
    size_t at = 0;
    for (; text.size() - at > 16; at += 16) state = hash_step(state, word_at(at), word_at(at + 8));
    return hash_finish(hash_step(state, word_at(at), word_at(at + 8)), text.size());
}

/// The texts of the well-known names, each followed by 16 zero bytes.
constexpr char kTexts[] =
#define TEXT(name, text) text "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define RESERVED(name, text) TEXT(name, text)
#define STRICT(name, text) TEXT(name, text)
#define CONTEXTUAL(name, text) TEXT(name, text)
#define PSEUDO(name, text) TEXT(name, text)
#define ATOM(name, text) TEXT(name, text)
    TEXT(None, "") TEXT(Empty, "")
#include "support/atoms.def"
    ;
#undef TEXT
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
#undef PSEUDO
#undef ATOM

constexpr size_t kTextLengths[] = {
    0, 0,
#define RESERVED(name, text) sizeof(text) - 1,
#define STRICT(name, text) sizeof(text) - 1,
#define CONTEXTUAL(name, text) sizeof(text) - 1,
#define PSEUDO(name, text) sizeof(text) - 1,
#define ATOM(name, text) sizeof(text) - 1,
#include "support/atoms.def"
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
#undef PSEUDO
#undef ATOM
};
static_assert(std::size(kTextLengths) == atom::kWellKnownCount);

}  // namespace

/// What a new table is a copy of.
struct AtomTable::Image {
    static constexpr uint32_t kSlots = 512;
    static_assert(atom::kWellKnownCount * 2 <= kSlots);

    std::array<Entry, atom::kWellKnownCount> entries;
    std::array<Slot, kSlots> slots;

    static constexpr Image make() {
        Image image{};
        const char* text = kTexts;
        for (AtomId id = 0; id < atom::kWellKnownCount; id++) {
            size_t length = kTextLengths[id];
            uint32_t hash = constant_hash({text, length});
            image.entries[id] = {text, uint32_t(length), hash, 1, 0};
            text += length + 16;
            if (id == atom::kNone) continue;
            uint32_t slot = hash & (kSlots - 1);
            while (image.slots[slot].id) slot = (slot + 1) & (kSlots - 1);
            image.slots[slot] = {hash, id};
        }
        return image;
    }
    static const Image kImage;
};
constinit const AtomTable::Image AtomTable::Image::kImage = AtomTable::Image::make();

// ---- The table ----------------------------------------------------------------------------------

/// Names beside the well-known ones for which there is room at first: most texts that eval gets have no more.
static constexpr uint32_t kRoom = 48;

AtomTable::AtomTable() : size_(atom::kWellKnownCount), capacity_(atom::kWellKnownCount + kRoom), slot_mask_(Image::kSlots - 1) {
    entries_ = static_cast<Entry*>(std::malloc(capacity_ * sizeof(Entry)));
    slots_ = static_cast<Slot*>(std::malloc(Image::kSlots * sizeof(Slot)));
    JSX_CHECK_MEMORY(entries_ && slots_);
    std::memcpy(entries_, Image::kImage.entries.data(), sizeof(Image::kImage.entries));
    std::memcpy(slots_, Image::kImage.slots.data(), sizeof(Image::kImage.slots));
}

AtomTable::~AtomTable() {
    std::free(entries_);
    std::free(slots_);
}

AtomId AtomTable::intern_hashed(const uint8_t* padded, size_t length, uint32_t hash) {
    size_t slot = hash & slot_mask_;
    for (; slots_[slot].id; slot = (slot + 1) & slot_mask_) {
        if (slots_[slot].hash != hash) continue;
        const Entry& entry = entries_[slots_[slot].id];
        if (entry.length == length && entry.is_latin1 &&
            equal_padded_latin1(static_cast<const uint8_t*>(entry.data), padded, length)) {
            return slots_[slot].id;
        }
    }
    auto* copy = static_cast<uint8_t*>(arena_.allocate(length + 16));
    std::memcpy(copy, padded, length);
    std::memset(copy + length, 0, 16);
    return add(copy, length, hash, true, slot);
}

AtomId AtomTable::intern(std::string_view latin1) {
    uint8_t small[128];
    uint8_t* padded = small;
    if (latin1.size() + 16 > sizeof(small)) {
        padded = static_cast<uint8_t*>(std::malloc(latin1.size() + 16));
        JSX_CHECK_MEMORY(padded);
    }
    std::memcpy(padded, latin1.data(), latin1.size());
    std::memset(padded + latin1.size(), 0, 16);
    AtomId id = intern_padded(padded, latin1.size());
    if (padded != small) std::free(padded);
    return id;
}

AtomId AtomTable::intern(const char16_t* data, size_t length) {
    char16_t all = 0;
    for (size_t i = 0; i < length; i++) all |= data[i];
    if (all <= 0xFF) {
        uint8_t small[128];
        uint8_t* narrow = small;
        if (length + 16 > sizeof(small)) {
            narrow = static_cast<uint8_t*>(std::malloc(length + 16));
            JSX_CHECK_MEMORY(narrow);
        }
        for (size_t i = 0; i < length; i++) narrow[i] = uint8_t(data[i]);
        std::memset(narrow + length, 0, 16);
        AtomId id = intern_padded(narrow, length);
        if (narrow != small) std::free(narrow);
        return id;
    }
    uint32_t hash = hash_utf16(data, length);
    size_t slot = hash & slot_mask_;
    for (; slots_[slot].id; slot = (slot + 1) & slot_mask_) {
        if (slots_[slot].hash != hash) continue;
        const Entry& entry = entries_[slots_[slot].id];
        if (entry.length == length && !entry.is_latin1 &&
            std::memcmp(entry.data, data, length * 2) == 0) {
            return slots_[slot].id;
        }
    }
    auto* copy = static_cast<char16_t*>(arena_.allocate(length * 2 + 16));
    std::memcpy(copy, data, length * 2);
    std::memset(copy + length, 0, 16);
    return add(copy, length, hash, false, slot);
}

AtomId AtomTable::add(const void* data, size_t length, uint32_t hash, bool is_latin1, size_t slot) {
    if (size_ == capacity_) {
        capacity_ *= 2;
        entries_ = static_cast<Entry*>(std::realloc(entries_, capacity_ * sizeof(Entry)));
        JSX_CHECK_MEMORY(entries_);
    }
    AtomId id = size_++;
    entries_[id] = {data, uint32_t(length), hash, is_latin1, 0};
    slots_[slot] = {hash, id};
    if (size_ * 2 > slot_mask_) grow_slots();
    return id;
}

void AtomTable::grow_slots() {
    uint32_t count = (slot_mask_ + 1) * 2;
    auto* slots = static_cast<Slot*>(std::calloc(count, sizeof(Slot)));
    JSX_CHECK_MEMORY(slots);
    for (AtomId id = atom::kEmpty; id < size_; id++) {
        size_t slot = entries_[id].hash & (count - 1);
        while (slots[slot].id) slot = (slot + 1) & (count - 1);
        slots[slot] = {entries_[id].hash, id};
    }
    std::free(slots_);
    slots_ = slots;
    slot_mask_ = count - 1;
}

std::string AtomTable::to_utf8(AtomId id) const {
    AtomText text = this->text(id);
    std::string out;
    out.reserve(text.length);
    for (uint32_t i = 0; i < text.length; i++) {
        char32_t c = text[i];
        if ((c & 0xFC00) == 0xD800 && i + 1 < text.length && (text[i + 1] & 0xFC00) == 0xDC00) {
            c = 0x10000 + ((c & 0x3FF) << 10) + (text[++i] & 0x3FF);
        } else if ((c & 0xF800) == 0xD800) {
            c = 0xFFFD;
        }
        if (c < 0x80) {
            out += char(c);
        } else if (c < 0x800) {
            out += char(0xC0 | c >> 6);
            out += char(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out += char(0xE0 | c >> 12);
            out += char(0x80 | (c >> 6 & 0x3F));
            out += char(0x80 | (c & 0x3F));
        } else {
            out += char(0xF0 | c >> 18);
            out += char(0x80 | (c >> 12 & 0x3F));
            out += char(0x80 | (c >> 6 & 0x3F));
            out += char(0x80 | (c & 0x3F));
        }
    }
    return out;
}

size_t AtomTable::memory_bytes() const {
    return capacity_ * sizeof(Entry) + (slot_mask_ + 1) * sizeof(Slot) + arena_.reserved_bytes();
}

}  // namespace jsx
