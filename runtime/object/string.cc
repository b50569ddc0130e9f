#include "runtime/object/string.h"

#include "runtime/object/isolate.h"
#include "runtime/object/string_access.h"
#include "runtime/object/string_table.h"
#include "support/numbers/number_to_string.h"
#include "support/numbers/string_to_number.h"

#include <cstdlib>
#include <cstring>

namespace jsx {

namespace {

/// Shorter results are copied: a rope or slice would be no smaller than the text.
constexpr uint32_t kMinRopeLength = 13;

/// A piece of a rope whose place in the flat text, [begin, end), is known.
struct Piece {
    String* string;
    uint32_t begin, end;
};

/// The pieces still to be written; grows off the heap, so depth costs no native stack.
class PieceStack {
public:
    ~PieceStack() {
        if (data_ != inline_) std::free(data_);
    }
    bool is_empty() const { return size_ == 0; }
    Piece pop() { return data_[--size_]; }
    void push(Piece piece) {
        if (size_ == capacity_) grow();
        data_[size_++] = piece;
    }

private:
    void grow() {
        auto* bigger = static_cast<Piece*>(std::malloc(capacity_ * 2 * sizeof(Piece)));
        JSX_CHECK_MEMORY(bigger);
        std::memcpy(bigger, data_, size_ * sizeof(Piece));
        if (data_ != inline_) std::free(data_);
        data_ = bigger;
        capacity_ *= 2;
    }
    Piece inline_[32];
    Piece* data_ = inline_;
    size_t size_ = 0, capacity_ = 32;
};

template <class Unit> void copy_flat(String* s, Unit* to) {
    FlatContent c = s->content_nogc();
    if (c.is_latin1) {
        copy_units(to, c.latin1(), c.length);
    } else {
        copy_units(to, c.utf16(), c.length);
    }
}

/// Writes a rope's text. Follows the side that is a rope in place, so left-deep and right-deep
/// ropes need no stack.
template <class Unit> void copy_rope(RopeString* rope, Unit* to) {
    PieceStack pending;
    Piece at{rope, 0, rope->length()};
    for (;;) {
        while (at.string->is_rope()) {
            auto* r = static_cast<RopeString*>(at.string);
            String *left = r->left(), *right = r->right();
            uint32_t middle = at.begin + left->length();
            if (right->is_flat()) {
                copy_flat(right, to + middle);
                at = {left, at.begin, middle};
            } else if (left->is_flat()) {
                copy_flat(left, to + at.begin);
                at = {right, middle, at.end};
            } else {
                pending.push({left, at.begin, middle});
                at = {right, middle, at.end};
            }
        }
        copy_flat(at.string, to + at.begin);
        if (pending.is_empty()) return;
        at = pending.pop();
    }
}

FlatString* allocate_flat(Isolate& iso, uint32_t length, bool latin1) {
    return iso.heap.make_sized<FlatString>(
        sizeof(FlatString) + (size_t(length) << (latin1 ? 0 : 1)), length, latin1);
}

}  // namespace

size_t FlatString::cell_size(const gc::Cell* cell) {
    auto* s = static_cast<const FlatString*>(cell);
    return sizeof(FlatString) + (size_t(s->length_) << (s->is_latin1() ? 0 : 1));
}

// ---- Forms -------------------------------------------------------------------------------------

void StringAccess::copy_to(String* s, Latin1* to) {
    if (s->is_rope()) return copy_rope(static_cast<RopeString*>(s), to);
    copy_flat(s, to);
}
void StringAccess::copy_to(String* s, char16_t* to) {
    if (s->is_rope()) return copy_rope(static_cast<RopeString*>(s), to);
    copy_flat(s, to);
}

void StringAccess::forward_to_atom(String* s, FlatString* atom) {
    if (s->kind_ != gc::CellKind::kSliceString) return;
    auto* slice = static_cast<SliceString*>(s);
    slice->flags_ = uint8_t((slice->flags_ & ~String::kLatin1) | (atom->flags_ & String::kLatin1));
    slice->offset_ = 0;
    slice->parent_.set(slice, atom);
}

void StringAccess::become_slice(RopeString* rope, FlatString* flat) {
    // Both classes have the header and two words: the first is a traced pointer in either.
    rope->right_.clear();
    rope->kind_ = gc::CellKind::kSliceString;
    auto* slice = static_cast<SliceString*>(static_cast<String*>(rope));
    slice->offset_ = 0;
    slice->parent_.set(slice, flat);
}

void String::flatten(Isolate& iso) {
    if (!is_rope()) return;
    auto* rope = static_cast<RopeString*>(this);
    FlatString* flat = allocate_flat(iso, length_, is_latin1());
    if (is_latin1()) {
        copy_rope(rope, flat->latin1());
    } else {
        copy_rope(rope, flat->utf16());
    }
    StringAccess::become_slice(rope, flat);
}

uint32_t String::compute_hash(Isolate& iso) {
    FlatContent c = content(iso);
    TextHash hash = c.is_latin1 ? hash_text(c.latin1_span()) : hash_text(c.utf16_span());
    StringAccess::set_hash(this, hash);
    return hash_;
}

// ---- Making ------------------------------------------------------------------------------------

String* new_string(Isolate& iso, std::span<const Latin1> text) {
    if (text.size() <= 1) return text.empty() ? iso.names.empty : iso.single_characters[text[0]];
    JSX_DCHECK(text.size() <= String::kMaxLength);
    FlatString* s = allocate_flat(iso, uint32_t(text.size()), true);
    std::memcpy(s->latin1(), text.data(), text.size());
    return s;
}

String* new_string(Isolate& iso, std::span<const char16_t> text) {
    if (text.empty()) return iso.names.empty;
    if (text.size() == 1) return single_character_string(iso, text[0]);
    JSX_DCHECK(text.size() <= String::kMaxLength);
    bool narrow = fits_latin1(text);
    FlatString* s = allocate_flat(iso, uint32_t(text.size()), narrow);
    if (narrow) {
        copy_units(s->latin1(), text.data(), text.size());
    } else {
        std::memcpy(s->utf16(), text.data(), text.size_bytes());
    }
    return s;
}

String* new_string(Isolate& iso, std::string_view latin1_text) {
    return new_string(
        iso, std::span(reinterpret_cast<const Latin1*>(latin1_text.data()), latin1_text.size()));
}

Completion<FlatString*> new_flat_string(Isolate& iso, uint64_t length, bool latin1) {
    if (length > String::kMaxLength) return iso.throw_range_error("Invalid string length");
    void* memory = iso.heap.try_allocate(sizeof(FlatString) + (size_t(length) << (latin1 ? 0 : 1)),
                                         FlatString::kKind);
    if (!memory) return iso.throw_range_error("Invalid string length");
    return new (memory) FlatString(uint32_t(length), latin1);
}

String* single_character_string(Isolate& iso, char16_t unit) {
    if (unit < 256) return iso.single_characters[unit];
    FlatString* s = allocate_flat(iso, 1, false);
    s->utf16()[0] = unit;
    return s;
}

Completion<String*> concat(Isolate& iso, String* left, String* right) {
    if (left->is_empty()) return right;
    if (right->is_empty()) return left;
    uint64_t length = uint64_t(left->length()) + right->length();
    if (length >= kMinRopeLength) {
        if (JSX_UNLIKELY(length > String::kMaxLength))
            return iso.throw_range_error("Invalid string length");
        return iso.heap.make<RopeString>(left, right);
    }
    // Short strings are no ropes.
    bool latin1 = left->is_latin1() && right->is_latin1();
    FlatString* s = allocate_flat(iso, uint32_t(length), latin1);
    if (latin1) {
        copy_flat(left, s->latin1());
        copy_flat(right, s->latin1() + left->length());
    } else {
        copy_flat(left, s->utf16());
        copy_flat(right, s->utf16() + left->length());
    }
    return s;
}

String* substring(Isolate& iso, String* string, uint32_t begin, uint32_t end) {
    JSX_DCHECK(end <= string->length());
    if (begin >= end) return iso.names.empty;
    uint32_t length = end - begin;
    if (length == string->length()) return string;
    FlatContent c = string->content(iso);
    if (length == 1) return single_character_string(iso, c[begin]);
    if (length < kMinRopeLength) {
        return c.is_latin1 ? new_string(iso, c.latin1_span().subspan(begin, length))
                           : new_string(iso, c.utf16_span().subspan(begin, length));
    }
    FlatString* parent;
    uint32_t offset = begin;
    if (string->kind() == gc::CellKind::kSliceString) {
        parent = static_cast<SliceString*>(string)->parent();
        offset += static_cast<SliceString*>(string)->offset();
    } else {
        parent = static_cast<FlatString*>(string);
    }
    return iso.heap.make<SliceString>(parent, offset, length);
}

String* atomize(Isolate& iso, String* string) {
    return string->is_atom() ? string : iso.atoms->intern(iso, string);
}
String* atomize(Isolate& iso, std::span<const Latin1> text) {
    return iso.atoms->intern(iso, text);
}
String* atomize(Isolate& iso, std::span<const char16_t> text) {
    return iso.atoms->intern(iso, text);
}
String* atomize(Isolate& iso, std::string_view latin1_text) {
    return iso.atoms->intern(
        iso, std::span(reinterpret_cast<const Latin1*>(latin1_text.data()), latin1_text.size()));
}

// ---- Numbers -----------------------------------------------------------------------------------

static String* string_of_digits(Isolate& iso, const char* text, size_t length) {
    return new_string(iso, std::string_view(text, length));
}

String* number_to_string(Isolate& iso, double number) {
    Value v = Value::number(number);
    if (v.is_int32()) return int32_to_string(iso, v.as_int32());
    if (number != number) return iso.names.NaN;
    if (number == 0) return iso.single_characters['0'];
    if (String* cached = iso.atoms->cached_number(v.bits())) return cached;
    char text[numbers::kNumberTextMax];
    String* s = string_of_digits(iso, text, numbers::number_to_string(number, text));
    iso.atoms->cache_number(v.bits(), s);
    return s;
}

String* int32_to_string(Isolate& iso, int32_t number) {
    if (number >= 0 && number <= 9) return iso.single_characters['0' + number];
    uint64_t bits = Value::int32(number).bits();
    if (String* cached = iso.atoms->cached_number(bits)) return cached;
    char text[numbers::kNumberTextMax];
    String* s = string_of_digits(iso, text, numbers::int32_to_string(number, text));
    // As a property key it is an index, and known to be one.
    if (number > 0) StringAccess::set_hash(s, {uint32_t(number), true});
    iso.atoms->cache_number(bits, s);
    return s;
}

// https://tc39.es/ecma262/#sec-stringtonumber
double string_to_number(Isolate& iso, String* string) {
    // FAST: an array index is its number. Asks only what is known already.
    if (string->flags() & String::kIndex) return string->stored_hash();
    FlatContent c = string->content(iso);
    return c.is_latin1 ? numbers::string_to_number(c.latin1(), c.length)
                       : numbers::string_to_number(c.utf16(), c.length);
}

}  // namespace jsx
