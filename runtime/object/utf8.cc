// Strings from and to UTF-8, by the rules of the Encoding Standard.
#include <cstdlib>
#include <cstring>

#include "runtime/object/abstract_ops.h"
#include "runtime/object/string_access.h"

namespace jsx {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Length of the ASCII prefix.
size_t ascii_prefix(const uint8_t* p, size_t n) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        std::memcpy(&word, p + i, 8);
        if (word & 0x8080'8080'8080'8080) break;
    }
    while (i < n && p[i] < 0x80) i++;
    return i;
}

/// Decodes the character at *at (not ASCII) and moves on; a maximal part of a bad sequence is one U+FFFD.
char32_t decode(const uint8_t* p, size_t n, size_t* at) {
    uint8_t lead = p[(*at)++];
    int more;
    uint8_t low = 0x80, high = 0xBF;  // bounds of the second byte
    char32_t c;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        c = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        c = lead & 0x0F;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        c = lead & 0x07;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return kReplacement;
    }
    for (; more > 0; more--) {
        if (*at == n || p[*at] < low || p[*at] > high) return kReplacement;
        c = c << 6 | (p[(*at)++] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    return c;
}

/// The code point at units[i]; lone surrogates become U+FFFD.
char32_t next_code_point(const char16_t* units, size_t n, size_t* i) {
    char16_t unit = units[(*i)++];
    if ((unit & 0xF800) != 0xD800) return unit;
    if (unit < 0xDC00 && *i < n && (units[*i] & 0xFC00) == 0xDC00) {
        return 0x10000 + (char32_t(unit & 0x3FF) << 10) + (units[(*i)++] & 0x3FF);
    }
    return kReplacement;
}

size_t utf8_length(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

char* encode(char* out, char32_t c) {
    switch (utf8_length(c)) {
    case 1: *out++ = char(c); return out;
    case 2: *out++ = char(0xC0 | c >> 6); break;
    case 3:
        *out++ = char(0xE0 | c >> 12);
        *out++ = char(0x80 | (c >> 6 & 0x3F));
        break;
    case 4:
        *out++ = char(0xF0 | c >> 18);
        *out++ = char(0x80 | (c >> 12 & 0x3F));
        *out++ = char(0x80 | (c >> 6 & 0x3F));
        break;
    }
    *out++ = char(0x80 | (c & 0x3F));
    return out;
}

}  // namespace

Completion<String*> new_string_utf8(Isolate& iso, std::string_view utf8) {
    auto* p = reinterpret_cast<const uint8_t*>(utf8.data());
    size_t n = utf8.size();
    size_t ascii = ascii_prefix(p, n);
    if (ascii == n) {
        if (n < 2) return new_string(iso, std::span(p, n));
        FlatString* s = TRY(new_flat_string(iso, n, true));
        std::memcpy(s->latin1(), p, n);
        return s;
    }
    // Count the units, and see whether they fit Latin-1.
    uint64_t length = ascii;
    char32_t all = 0;
    for (size_t at = ascii; at < n;) {
        size_t run = ascii_prefix(p + at, n - at);
        length += run;
        at += run;
        if (at == n) break;
        char32_t c = decode(p, n, &at);
        all |= c;
        length += c < 0x10000 ? 1 : 2;
    }
    bool latin1 = all < 0x100;
    if (length == 1 && all < 0x10000) return single_character_string(iso, char16_t(all));
    FlatString* s = TRY(new_flat_string(iso, length, latin1));
    auto fill = [&](auto* out) {
        using Unit = std::remove_pointer_t<decltype(out)>;
        copy_units(out, p, ascii);
        out += ascii;
        for (size_t at = ascii; at < n;) {
            if (p[at] < 0x80) {
                *out++ = p[at++];
                continue;
            }
            char32_t c = decode(p, n, &at);
            if (c < 0x10000) {
                *out++ = Unit(c);
            } else {
                *out++ = Unit(0xD7C0 + (c >> 10));
                *out++ = Unit(0xDC00 | (c & 0x3FF));
            }
        }
    };
    if (latin1) {
        fill(s->latin1());
    } else {
        fill(s->utf16());
    }
    return s;
}

Utf8Text::Utf8Text(Isolate& iso, String* string) {
    FlatContent c = string->content(iso);
    size_t size = 0;
    if (c.is_latin1) {
        size = c.length;
        for (uint32_t i = 0; i < c.length; i++) size += c.latin1()[i] >> 7;
    } else {
        for (size_t i = 0; i < c.length;) size += utf8_length(next_code_point(c.utf16(), c.length, &i));
    }
    data_ = static_cast<char*>(std::malloc(size + 1));
    JSX_CHECK_MEMORY(data_);
    size_ = size;
    char* out = data_;
    if (c.is_latin1 && size == c.length) {
        copy_units(reinterpret_cast<Latin1*>(out), c.latin1(), c.length);
        out += size;
    } else if (c.is_latin1) {
        for (uint32_t i = 0; i < c.length; i++) out = encode(out, c.latin1()[i]);
    } else {
        for (size_t i = 0; i < c.length;) out = encode(out, next_code_point(c.utf16(), c.length, &i));
    }
    *out = 0;
}

Utf8Text::~Utf8Text() { std::free(data_); }

}  // namespace jsx
