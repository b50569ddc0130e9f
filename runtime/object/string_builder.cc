#include <cstdlib>
#include <cstring>

#include "runtime/object/isolate.h"
#include "runtime/object/string_access.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

StringBuilder::~StringBuilder() { std::free(data_); }

void StringBuilder::reserve(uint64_t more) {
    uint64_t needed = length_ + more;
    if (needed <= capacity_) return;
    if (needed > String::kMaxLength) {
        overflowed_ = true;
        return;
    }
    uint64_t capacity = capacity_ ? capacity_ * 2 : 64;
    if (capacity < needed) capacity = needed;
    void* data = std::realloc(data_, capacity << (is_latin1_ ? 0 : 1));
    if (!data) {
        overflowed_ = true;
        return;
    }
    data_ = data;
    capacity_ = capacity;
}

void StringBuilder::widen() {
    auto* wide = static_cast<char16_t*>(std::malloc((capacity_ ? capacity_ : 1) * sizeof(char16_t)));
    if (!wide) {
        overflowed_ = true;
        return;
    }
    copy_units(wide, static_cast<const Latin1*>(data_), length_);
    std::free(data_);
    data_ = wide;
    is_latin1_ = false;
}

void StringBuilder::append_slow(char16_t unit) {
    append(std::span<const char16_t>(&unit, 1));
}

void StringBuilder::append_code_point(char32_t c) {
    if (c < 0x10000) return append(char16_t(c));
    char16_t pair[2] = {char16_t(0xD7C0 + (c >> 10)), char16_t(0xDC00 | (c & 0x3FF))};
    append(std::span<const char16_t>(pair));
}

void StringBuilder::append(std::string_view latin1_text) {
    append(std::span(reinterpret_cast<const Latin1*>(latin1_text.data()), latin1_text.size()));
}

void StringBuilder::append(std::span<const Latin1> text) {
    reserve(text.size());
    if (overflowed_) return;
    if (is_latin1_) {
        copy_units(static_cast<Latin1*>(data_) + length_, text.data(), text.size());
    } else {
        copy_units(static_cast<char16_t*>(data_) + length_, text.data(), text.size());
    }
    length_ += text.size();
}

void StringBuilder::append(std::span<const char16_t> text) {
    if (is_latin1_ && !fits_latin1(text)) widen();
    reserve(text.size());
    if (overflowed_) return;
    if (is_latin1_) {
        copy_units(static_cast<Latin1*>(data_) + length_, text.data(), text.size());
    } else {
        copy_units(static_cast<char16_t*>(data_) + length_, text.data(), text.size());
    }
    length_ += text.size();
}

void StringBuilder::append(String* string) { append(string, 0, string->length()); }

void StringBuilder::append(String* string, uint32_t begin, uint32_t end) {
    if (begin >= end) return;
    FlatContent c = string->content(iso_);
    if (c.is_latin1) {
        append(c.latin1_span().subspan(begin, end - begin));
    } else {
        append(c.utf16_span().subspan(begin, end - begin));
    }
}

void StringBuilder::append_int(int64_t number) {
    char text[numbers::kNumberTextMax];
    size_t sign = 0;
    uint64_t magnitude = uint64_t(number);
    if (number < 0) {
        text[sign++] = '-';
        magnitude = 0 - magnitude;
    }
    size_t length = sign + numbers::uint64_to_string(magnitude, text + sign);
    append(std::string_view(text, length));
}

Completion<String*> StringBuilder::finish() {
    if (overflowed_) return iso_.throw_range_error("Invalid string length");
    // What fits the nursery cannot fail; the rest may be more than the heap can hold.
    bool narrow = is_latin1_ || fits_latin1({static_cast<const char16_t*>(data_), length_});
    if (length_ <= 1024) {
        return is_latin1_ ? new_string(iso_, std::span(static_cast<const Latin1*>(data_), length_))
                          : new_string(iso_, std::span(static_cast<const char16_t*>(data_), length_));
    }
    FlatString* s = TRY(new_flat_string(iso_, length_, narrow));
    if (is_latin1_) {
        std::memcpy(s->latin1(), data_, length_);
    } else if (narrow) {
        copy_units(s->latin1(), static_cast<const char16_t*>(data_), length_);
    } else {
        std::memcpy(s->utf16(), data_, length_ * sizeof(char16_t));
    }
    return s;
}

}  // namespace jsx
