// Equality, order and search of strings.
#include "runtime/object/isolate.h"
#include "runtime/object/string_access.h"

#include <cstdlib>
#include <cstring>

namespace jsx {

namespace {

/// The contents of two strings at once: flattening either comes before both are read.
struct TwoContents {
    FlatContent a, b;
};
TwoContents contents(Isolate& iso, String* a, String* b) {
    a->flatten(iso);
    b->flatten(iso);
    return {a->content_nogc(), b->content_nogc()};
}

template <class F> auto with_units(const FlatContent& c, F f) {
    return c.is_latin1 ? f(c.latin1()) : f(c.utf16());
}

bool same_text(const FlatContent& a, const FlatContent& b) {
    return with_units(a, [&](auto* x) {
        return with_units(b, [&](auto* y) { return equal_units(x, y, a.length); });
    });
}

/// Position of the first difference, or n.
template <class A, class B> size_t first_difference(const A* a, const B* b, size_t n) {
    size_t i = 0;
    while (i + 16 <= n && equal_units(a + i, b + i, 16))
        i += 16;
    while (i < n && a[i] == b[i])
        i++;
    return i;
}

/// Texts read forwards or backwards, for one search algorithm.
template <class Unit, bool kBackwards> struct Reader {
    const Unit* data;
    size_t length;
    Unit operator[](size_t i) const { return kBackwards ? data[length - 1 - i] : data[i]; }
};

/// Start of the maximal suffix of the needle under one of two orders of units, and its period
/// (Crochemore and Perrin).
template <class R> size_t maximal_suffix(const R& needle, bool reversed, size_t* period) {
    size_t suffix = 0, candidate = 1, k = 0;
    *period = 1;
    while (candidate + k < needle.length) {
        auto a = needle[candidate + k], b = needle[suffix + k];
        if (a == b) {
            if (++k == *period) {
                candidate += *period;
                k = 0;
            }
        } else if ((a < b) != reversed) {
            candidate += k + 1;
            k = 0;
            *period = candidate - suffix;
        } else {
            suffix = candidate++;
            k = 0;
            *period = 1;
        }
    }
    return suffix;
}

/// Two-way search: linear time, constant space. Position of the first occurrence, or -1.
template <class R> int64_t two_way_search(const R& text, const R& needle) {
    size_t n = needle.length;
    size_t p, q;
    size_t a = maximal_suffix(needle, false, &p);
    size_t b = maximal_suffix(needle, true, &q);
    size_t critical = a > b ? a : b;
    size_t period = a > b ? p : q;
    bool periodic = true;
    for (size_t i = 0; i < critical; i++) {
        if (i + period >= n || needle[i] != needle[i + period]) {
            periodic = false;
            break;
        }
    }
    if (!periodic) period = (critical > n - critical ? critical : n - critical) + 1;
    size_t memory = 0;  // units at the needle's start known to match
    for (size_t at = 0; at + n <= text.length;) {
        size_t i = critical > memory ? critical : memory;
        while (i < n && needle[i] == text[at + i])
            i++;
        if (i < n) {
            at += i - critical + 1;
            memory = 0;
            continue;
        }
        size_t j = critical;
        while (j > memory && needle[j - 1] == text[at + j - 1])
            j--;
        if (j <= memory) return int64_t(at);
        at += period;
        memory = periodic ? n - period : 0;
    }
    return -1;
}

/// From this length on searches guard against quadratic time.
constexpr size_t kLongNeedle = 16;

const char16_t* find_unit(const char16_t* at, const char16_t* end, char16_t unit) {
    for (; at + 16 <= end; at += 16) {
        uint32_t hit = 0;
        for (int k = 0; k < 16; k++)
            hit |= uint32_t(at[k] == unit);
        if (hit) break;
    }
    while (at < end && *at != unit)
        at++;
    return at;
}

int64_t find_forwards(const Latin1* text, size_t length, const Latin1* needle, size_t n,
                      size_t from) {
    // memmem is linear, and vectorised where it counts.
    auto* hit = static_cast<const Latin1*>(memmem(text + from, length - from, needle, n));
    return hit ? hit - text : -1;
}

int64_t find_forwards(const char16_t* text, size_t length, const char16_t* needle, size_t n,
                      size_t from) {
    if (n >= kLongNeedle) {
        using R = Reader<char16_t, false>;
        int64_t at = two_way_search(R{text + from, length - from}, R{needle, n});
        return at < 0 ? -1 : at + int64_t(from);
    }
    const char16_t* end = text + length - n + 1;
    for (const char16_t* at = text + from; (at = find_unit(at, end, needle[0])) < end; at++) {
        if (std::memcmp(at, needle, n * sizeof(char16_t)) == 0) return at - text;
    }
    return -1;
}

/// The last occurrence that starts at or before `from`, where `from + n <= length`.
template <class Unit>
int64_t find_backwards(const Unit* text, const Unit* needle, size_t n, size_t from) {
    if (n >= kLongNeedle) {
        using R = Reader<Unit, true>;
        int64_t at = two_way_search(R{text, from + n}, R{needle, n});
        return at < 0 ? -1 : int64_t(from) - at;
    }
    for (size_t at = from + 1; at-- > 0;) {
        if (text[at] == needle[0] && std::memcmp(text + at, needle, n * sizeof(Unit)) == 0)
            return int64_t(at);
    }
    return -1;
}

/// Calls f(text, length, needle, n) with both in the text's width; -1 if the needle cannot occur.
template <class F>
int64_t with_same_width(const FlatContent& text, const FlatContent& needle, F f) {
    if (text.is_latin1 == needle.is_latin1) {
        return text.is_latin1 ? f(text.latin1(), needle.latin1()) : f(text.utf16(), needle.utf16());
    }
    if (text.is_latin1 && !fits_latin1(needle.utf16_span())) return -1;
    constexpr uint32_t kInline = 128;
    char16_t inline_buffer[kInline];
    void* buffer =
        needle.length <= kInline ? inline_buffer : std::malloc(size_t(needle.length) * 2);
    JSX_CHECK_MEMORY(buffer);
    int64_t result;
    if (text.is_latin1) {
        auto* narrow = static_cast<Latin1*>(buffer);
        copy_units(narrow, needle.utf16(), needle.length);
        result = f(text.latin1(), static_cast<const Latin1*>(narrow));
    } else {
        auto* wide = static_cast<char16_t*>(buffer);
        copy_units(wide, needle.latin1(), needle.length);
        result = f(text.utf16(), static_cast<const char16_t*>(wide));
    }
    if (buffer != inline_buffer) std::free(buffer);
    return result;
}

}  // namespace

bool strings_equal(Isolate& iso, String* a, String* b) {
    if (a == b) return true;
    if (a->length() != b->length()) return false;
    if (a->is_atom() && b->is_atom()) return false;
    if ((a->flags() & b->flags() & String::kHashed) && a->stored_hash() != b->stored_hash())
        return false;
    auto [x, y] = contents(iso, a, b);
    return same_text(x, y);
}

int compare_strings(Isolate& iso, String* a, String* b) {
    if (a == b) return 0;
    auto [x, y] = contents(iso, a, b);
    uint32_t shorter = x.length < y.length ? x.length : y.length;
    if (x.is_latin1 && y.is_latin1) {
        if (int order = std::memcmp(x.data, y.data, shorter)) return order;
    } else {
        size_t i = with_units(x, [&](auto* p) {
            return with_units(y, [&](auto* q) { return first_difference(p, q, shorter); });
        });
        if (i < shorter) return int(x[uint32_t(i)]) - int(y[uint32_t(i)]);
    }
    return x.length == y.length ? 0 : x.length < y.length ? -1 : 1;
}

int64_t index_of(Isolate& iso, String* string, String* needle, uint32_t from) {
    if (from > string->length()) return -1;
    if (needle->is_empty()) return from;
    if (needle->length() > string->length() - from) return -1;
    auto [text, wanted] = contents(iso, string, needle);
    return with_same_width(text, wanted, [&](auto* t, auto* n) {
        return find_forwards(t, text.length, n, wanted.length, from);
    });
}

int64_t last_index_of(Isolate& iso, String* string, String* needle, uint32_t from) {
    if (needle->length() > string->length()) return -1;
    uint32_t last = string->length() - needle->length();
    if (from > last) from = last;
    if (needle->is_empty()) return from;
    auto [text, wanted] = contents(iso, string, needle);
    return with_same_width(
        text, wanted, [&](auto* t, auto* n) { return find_backwards(t, n, wanted.length, from); });
}

}  // namespace jsx
