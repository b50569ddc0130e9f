// [doc:strings] Strings: flat (Latin-1 or UTF-16, characters in the cell), ropes, slices; atoms.
//
//   header | length:u32 hash:u32 | flat: characters      rope: left, right      slice: parent, offset
//
// A rope that is read flattens once and becomes a slice of its flat copy, in place (both cells are 32
// bytes). A string that fits Latin-1 may still be stored as UTF-16 only while it is a slice or rope of such;
// flat strings made by this interface are Latin-1 whenever they can be known to fit cheaply, but equality and
// hashing never rely on it. Atoms are flat, interned per isolate, and compared by pointer: property
// names are atoms or symbols. A string that is a canonical array index (0 .. 2^32 - 2) has the index
// as its hash and carries kIndex; it never is a property name (PropertyKey holds the index instead).
#pragma once

#include <span>
#include <string_view>

#include "gc/cell.h"
#include "gc/kinds.h"
#include "runtime/object/completion.h"

namespace jsx {

class Isolate;

using Latin1 = uint8_t;

/// Where a string's characters lie. Valid until the next allocation (flat cells move).
struct FlatContent {
    const void* data;
    uint32_t length;  // in units
    bool is_latin1;
    const Latin1* latin1() const { return static_cast<const Latin1*>(data); }
    const char16_t* utf16() const { return static_cast<const char16_t*>(data); }
    char16_t operator[](uint32_t i) const { return is_latin1 ? latin1()[i] : utf16()[i]; }
    std::span<const Latin1> latin1_span() const { return {latin1(), length}; }
    std::span<const char16_t> utf16_span() const { return {utf16(), length}; }
};

class String : public gc::Cell {
public:
    static bool is_kind(gc::CellKind k) {
        return k >= gc::CellKind::kFlatString && k <= gc::CellKind::kSliceString;
    }
    /// In units. V8's limit: longer ones are RangeError "Invalid string length".
    static constexpr uint32_t kMaxLength = (1u << 29) - 24;
    enum : uint8_t { kLatin1 = 1, kAtom = 2, kHashed = 4, kIndex = 8, kNotIndex = 16 };

    uint32_t length() const { return length_; }
    bool is_empty() const { return length_ == 0; }
    bool is_latin1() const { return flags_ & kLatin1; }
    bool is_atom() const { return flags_ & kAtom; }
    bool is_flat() const { return kind_ != gc::CellKind::kRopeString; }
    bool is_rope() const { return kind_ == gc::CellKind::kRopeString; }
    /// Content hash; flattens a rope first, so may allocate (never throws: ropes' lengths are bounded).
    uint32_t hash(Isolate& iso) { return flags_ & kHashed ? hash_ : compute_hash(iso); }
    /// Stored hash of an atom or any string hashed before.
    uint32_t stored_hash() const { return hash_; }
    /// True if the string is a canonical array index; then `*index` is set.
    bool is_array_index(Isolate& iso, uint32_t* index) {
        if (!(flags_ & kHashed)) compute_hash(iso);
        if (!(flags_ & kIndex)) return false;
        *index = hash_;
        return true;
    }

    /// The characters; flattens a rope (may allocate, so fetch other strings' contents afterwards).
    FlatContent content(Isolate& iso) {
        if (is_rope()) flatten(iso);
        return content_nogc();
    }
    /// The characters of a string that is flat already.
    FlatContent content_nogc() const;
    char16_t at(Isolate& iso, uint32_t i) { return content(iso)[i]; }
    void flatten(Isolate& iso);

protected:
    String(gc::CellKind kind, uint32_t length, uint8_t flags)
        : Cell(kind, kStringShapeId, flags), length_(length) {}
    uint32_t compute_hash(Isolate& iso);
    static constexpr uint32_t kStringShapeId = 1;  // Isolate reserves the first shape ids
    uint32_t length_;
    uint32_t hash_ = 0;
    friend class StringTable;
    friend struct StringAccess;
};

class FlatString final : public String {
public:
    static constexpr auto kKind = gc::CellKind::kFlatString;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const gc::Cell* cell);
    FlatString(uint32_t length, bool latin1) : String(kKind, length, latin1 ? kLatin1 : 0) {}
    Latin1* latin1() { return reinterpret_cast<Latin1*>(this + 1); }
    char16_t* utf16() { return reinterpret_cast<char16_t*>(this + 1); }
    const void* data() const { return this + 1; }
};
static_assert(sizeof(FlatString) == 16);

class RopeString final : public String {
public:
    static constexpr auto kKind = gc::CellKind::kRopeString;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&RopeString::left_, &RopeString::right_); }
    RopeString(String* left, String* right)
        : String(kKind, left->length() + right->length(),
                 left->flags() & right->flags() & kLatin1),
          left_(left), right_(right) {}
    String* left() const { return left_; }
    String* right() const { return right_; }

private:
    gc::Member<String> left_;
    gc::Member<String> right_;
    friend struct StringAccess;
};

class SliceString final : public String {
public:
    static constexpr auto kKind = gc::CellKind::kSliceString;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&SliceString::parent_); }
    SliceString(FlatString* parent, uint32_t offset, uint32_t length)
        : String(kKind, length, parent->flags() & kLatin1), parent_(parent), offset_(offset) {}
    FlatString* parent() const { return parent_; }
    uint32_t offset() const { return offset_; }

private:
    gc::Member<FlatString> parent_;
    uint64_t offset_;
    friend struct StringAccess;
};
static_assert(sizeof(SliceString) == sizeof(RopeString));

inline FlatContent String::content_nogc() const {
    JSX_DCHECK(is_flat());
    bool latin1 = is_latin1();
    if (kind_ == gc::CellKind::kFlatString) {
        return {static_cast<const FlatString*>(this)->data(), length_, latin1};
    }
    auto* slice = static_cast<const SliceString*>(this);
    auto* data = static_cast<const char*>(slice->parent()->data());
    return {data + (size_t(slice->offset()) << (latin1 ? 0 : 1)), length_, latin1};
}

// ---- making strings. Functions that can exceed kMaxLength return a Completion. ----

/// Strings of one Latin-1 unit are preallocated; UTF-16 input that fits Latin-1 is narrowed.
String* new_string(Isolate& iso, std::span<const Latin1> text);
String* new_string(Isolate& iso, std::span<const char16_t> text);
/// ASCII or Latin-1 bytes of a C++ literal.
String* new_string(Isolate& iso, std::string_view latin1_text);
/// UTF-8, invalid sequences replaced by U+FFFD.
Completion<String*> new_string_utf8(Isolate& iso, std::string_view utf8);
/// A fresh flat string whose characters the caller writes before anything else is allocated.
/// Throws RangeError "Invalid string length".
Completion<FlatString*> new_flat_string(Isolate& iso, uint64_t length, bool latin1);
String* single_character_string(Isolate& iso, char16_t unit);
/// Rope above a few characters, flat below. Throws RangeError "Invalid string length".
Completion<String*> concat(Isolate& iso, String* left, String* right);
/// Units [begin, end); a slice above a few characters, else a copy.
String* substring(Isolate& iso, String* string, uint32_t begin, uint32_t end);
/// The one atom with this content.
String* atomize(Isolate& iso, String* string);
String* atomize(Isolate& iso, std::span<const Latin1> text);
String* atomize(Isolate& iso, std::span<const char16_t> text);
String* atomize(Isolate& iso, std::string_view latin1_text);

bool strings_equal(Isolate& iso, String* a, String* b);
/// <0, 0, >0 by UTF-16 code units.
int compare_strings(Isolate& iso, String* a, String* b);
/// First occurrence of `needle` at or after `from`, or -1; and the last at or before `from`.
int64_t index_of(Isolate& iso, String* string, String* needle, uint32_t from);
int64_t last_index_of(Isolate& iso, String* string, String* needle, uint32_t from);
String* number_to_string(Isolate& iso, double number);
String* int32_to_string(Isolate& iso, int32_t number);
/// StringToNumber (tc39.es/ecma262/#sec-stringtonumber).
double string_to_number(Isolate& iso, String* string);
/// Appends the string's UTF-8 to a buffer (lone surrogates as U+FFFD); for printing.
class Utf8Buffer;

/// Builds one string from pieces: starts Latin-1, widens on demand. Off-heap buffer; lives on the stack.
class StringBuilder {
public:
    explicit StringBuilder(Isolate& iso) : iso_(iso) {}
    ~StringBuilder();
    StringBuilder(const StringBuilder&) = delete;
    StringBuilder& operator=(const StringBuilder&) = delete;
    void append(char16_t unit) {
        if (unit < 256 && is_latin1_ && length_ < capacity_) {
            static_cast<Latin1*>(data_)[length_++] = Latin1(unit);
        } else {
            append_slow(unit);
        }
    }
    void append_code_point(char32_t c);
    void append(std::string_view latin1_text);
    void append(std::span<const Latin1> text);
    void append(std::span<const char16_t> text);
    void append(String* string);
    void append(String* string, uint32_t begin, uint32_t end);
    void append_int(int64_t number);
    uint64_t length() const { return length_; }
    /// Too much was appended: finish will throw.
    bool has_overflowed() const { return overflowed_; }
    /// Throws RangeError "Invalid string length" if too much was appended.
    Completion<String*> finish();

private:
    void append_slow(char16_t unit);
    void reserve(uint64_t more);
    void widen();
    Isolate& iso_;
    void* data_ = nullptr;
    uint64_t length_ = 0, capacity_ = 0;  // in units
    bool is_latin1_ = true;
    bool overflowed_ = false;
};

}  // namespace jsx
