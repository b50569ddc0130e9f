// Case mapping (tables of support/unicode.h), normalization and collation (ICU).
#include <cstring>
#include <vector>

#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/string_methods.h"
#include "support/unicode.h"

namespace jsx {

// ---- case ----

/// https://www.unicode.org/reports/tr44/#Final_Sigma for the sigma at unit i.
static bool is_final_sigma(const FlatContent& text, uint32_t i) {
    bool cased_before = false;
    for (uint32_t j = i; j > 0;) {
        char32_t c = text[--j];
        if ((c & 0xFC00) == 0xDC00 && j > 0 && (text[j - 1] & 0xFC00) == 0xD800) {
            uint32_t length;
            c = code_point_at(text, --j, &length);
        }
        if (unicode::is_case_ignorable(c)) continue;
        cased_before = unicode::is_cased(c);
        break;
    }
    if (!cased_before) return false;
    for (uint32_t j = i + 1; j < text.length;) {
        uint32_t length;
        char32_t c = code_point_at(text, j, &length);
        j += length;
        if (unicode::is_case_ignorable(c)) continue;
        return !unicode::is_cased(c);
    }
    return true;
}

static Latin1 latin1_lower(Latin1 c) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? Latin1(c + 32) : c;
    return c >= 0xC0 && c <= 0xDE && c != 0xD7 ? Latin1(c + 32) : c;
}

static Completion<String*> to_lower(Isolate& iso, String* s) {
    FlatContent text = s->content(iso);
    uint32_t i = 0;
    if (text.is_latin1) {
        // FAST: Latin-1 maps unit by unit into itself.
        while (i < text.length && latin1_lower(text.latin1()[i]) == text.latin1()[i]) i++;
        if (i == text.length) return s;
        FlatString* result = TRY(new_flat_string(iso, text.length, true));
        text = s->content_nogc();
        Latin1* out = result->latin1();
        std::memcpy(out, text.latin1(), i);
        for (; i < text.length; i++) out[i] = latin1_lower(text.latin1()[i]);
        return result;
    }
    StringBuilder out(iso);
    while (i < text.length) {
        uint32_t length;
        char32_t c = code_point_at(text, i, &length);
        if (c == 0x3A3) {
            out.append(is_final_sigma(text, i) ? u'\u03C2' : u'\u03C3');
        } else {
            char32_t mapped[3];
            int n = unicode::to_lower(c, mapped);
            for (int k = 0; k < n; k++) out.append_code_point(mapped[k]);
        }
        i += length;
    }
    return out.finish();
}

/// False where the mapping leaves Latin-1 or is longer: micro sign, sharp s, y with diaeresis.
static bool latin1_upper(Latin1 c, Latin1* out) {
    if (c < 128) {
        *out = c >= 'a' && c <= 'z' ? Latin1(c - 32) : c;
        return true;
    }
    if (c == 0xB5 || c == 0xDF || c == 0xFF) return false;
    *out = c >= 0xE0 && c != 0xF7 ? Latin1(c - 32) : c;
    return true;
}

static Completion<String*> to_upper(Isolate& iso, String* s) {
    FlatContent text = s->content(iso);
    if (text.is_latin1) {
        bool changes = false, plain = true;
        for (uint32_t i = 0; i < text.length && plain; i++) {
            Latin1 upper;
            plain = latin1_upper(text.latin1()[i], &upper);
            changes |= plain && upper != text.latin1()[i];
        }
        if (plain) {
            // FAST: all stays in Latin-1.
            if (!changes) return s;
            FlatString* result = TRY(new_flat_string(iso, text.length, true));
            text = s->content_nogc();
            for (uint32_t i = 0; i < text.length; i++) latin1_upper(text.latin1()[i], result->latin1() + i);
            return result;
        }
    }
    StringBuilder out(iso);
    for (uint32_t i = 0; i < text.length;) {
        uint32_t length;
        char32_t mapped[3];
        int n = unicode::to_upper(code_point_at(text, i, &length), mapped);
        for (int k = 0; k < n; k++) out.append_code_point(mapped[k]);
        i += length;
    }
    return out.finish();
}

// https://tc39.es/ecma262/#sec-string.prototype.tolowercase
Completion<Value> string_to_lower_case(Isolate& iso, Arguments args) {
    return TRY(to_lower(iso, TRY(this_to_string(iso, args, "String.prototype.toLowerCase"))));
}
// https://tc39.es/ecma262/#sec-string.prototype.touppercase
Completion<Value> string_to_upper_case(Isolate& iso, Arguments args) {
    return TRY(to_upper(iso, TRY(this_to_string(iso, args, "String.prototype.toUpperCase"))));
}

// ---- locales ----

/// Whether the text has the outer form of a language tag (RFC 5646): 2, 3 or 5 to 8 letters, then subtags of 1 to 8
/// letters or digits, none of which ends the tag as a singleton.
static bool is_language_tag(std::string_view tag) {
    size_t start = 0, last = 0;
    for (bool first = true;; first = false) {
        size_t end = tag.find('-', start);
        if (end == std::string_view::npos) end = tag.size();
        size_t n = end - start;
        if (n < 1 || n > 8 || (first && (n == 1 || n == 4))) return false;
        for (size_t i = start; i < end; i++) {
            bool letter = (tag[i] | 32) >= 'a' && (tag[i] | 32) <= 'z';
            if (!letter && (first || tag[i] < '0' || tag[i] > '9')) return false;
        }
        last = n;
        if (end == tag.size()) return last > 1;
        start = end + 1;
    }
}

/// The first locale of a `locales` argument, as the start of https://tc39.es/ecma402/#sec-canonicalizelocalelist;
/// "" for the default.
static Completion<String*> requested_locale(Isolate& iso, Value locales) {
    if (locales.is_undefined()) return iso.names.empty;
    Value first = locales;
    if (!is_string(locales)) {
        Object* list = TRY(to_object(iso, locales));
        double length = TRY(length_of_array_like(iso, list));
        if (length == 0) return iso.names.empty;
        first = TRY(get(iso, list, PropertyKey::index(0)));
        if (!is_string(first) && !is_object(first)) return iso.throw_type_error("Language ID should be string or object.");
    }
    String* tag = TRY(to_string(iso, first));
    Utf8Text text(iso, tag);
    if (!is_language_tag(text.view())) return iso.throw_range_error("Invalid language tag: %S", tag);
    return tag;
}

static std::vector<char16_t> utf16_of(Isolate& iso, String* s) {
    FlatContent text = s->content(iso);
    std::vector<char16_t> units(text.length);
    for (uint32_t i = 0; i < text.length; i++) units[i] = text[i];
    return units;
}

/// Case by the rules of a locale where they differ: Turkish, Azeri, Lithuanian, and Greek capitals.
static Completion<Value> locale_case(Isolate& iso, Arguments args, const char* method, bool upper) {
    String* s = TRY(this_to_string(iso, args, method));
    String* locale = TRY(requested_locale(iso, args[0]));
    Utf8Text tag(iso, locale);
    std::string language(tag.view().substr(0, tag.view().find('-')));
    for (char& c : language) c |= 32;
    bool is_special = language == "tr" || language == "az" || language == "lt" || (upper && language == "el");
    if (!is_special) return upper ? TRY(to_upper(iso, s)) : TRY(to_lower(iso, s));
    std::vector<char16_t> in = utf16_of(iso, s);
    std::vector<char16_t> out(in.size() + 16);
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = upper ? u_strToUpper(out.data(), int32_t(out.size()), in.data(), int32_t(in.size()), language.c_str(), &status)
                          : u_strToLower(out.data(), int32_t(out.size()), in.data(), int32_t(in.size()), language.c_str(), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            out.resize(size_t(n));
            continue;
        }
        if (uint32_t(n) > String::kMaxLength) return iso.throw_range_error("Invalid string length");
        return new_string(iso, std::span<const char16_t>(out.data(), size_t(n)));
    }
}
// https://tc39.es/ecma262/#sec-string.prototype.tolocalelowercase
Completion<Value> string_to_locale_lower_case(Isolate& iso, Arguments args) {
    return locale_case(iso, args, "String.prototype.toLocaleLowerCase", false);
}
// https://tc39.es/ecma262/#sec-string.prototype.tolocaleuppercase
Completion<Value> string_to_locale_upper_case(Isolate& iso, Arguments args) {
    return locale_case(iso, args, "String.prototype.toLocaleUpperCase", true);
}

// ---- normalization ----

// https://tc39.es/ecma262/#sec-string.prototype.normalize
Completion<Value> string_normalize(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.normalize"));
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* (*instance)(UErrorCode*) = unorm2_getNFCInstance;
    if (!args[0].is_undefined()) {
        String* form = TRY(to_string(iso, args[0]));
        Utf8Text text(iso, form);
        if (text.view() == "NFC") {
            instance = unorm2_getNFCInstance;
        } else if (text.view() == "NFD") {
            instance = unorm2_getNFDInstance;
        } else if (text.view() == "NFKC") {
            instance = unorm2_getNFKCInstance;
        } else if (text.view() == "NFKD") {
            instance = unorm2_getNFKDInstance;
        } else {
            return iso.throw_range_error("The normalization form should be one of NFC, NFD, NFKC, NFKD.");
        }
    }
    FlatContent text = s->content(iso);
    if (text.is_latin1) {
        // FAST: ASCII is normal in every form, Latin-1 in NFC.
        bool is_normal = instance == unorm2_getNFCInstance;
        for (uint32_t i = 0; !is_normal; i++) {
            if (i == text.length) is_normal = true;
            else if (text.latin1()[i] >= 128) break;
        }
        if (is_normal) return s;
    }
    const UNormalizer2* normalizer = instance(&status);
    if (U_FAILURE(status)) return iso.throw_range_error("Internal error. Icu error.");
    std::vector<char16_t> in = utf16_of(iso, s);
    int32_t done = unorm2_spanQuickCheckYes(normalizer, in.data(), int32_t(in.size()), &status);
    if (size_t(done) == in.size()) return s;
    std::vector<char16_t> out(in.size() + in.size() / 2 + 16);
    for (;;) {
        status = U_ZERO_ERROR;
        int32_t n = unorm2_normalize(normalizer, in.data(), int32_t(in.size()), out.data(), int32_t(out.size()), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            out.resize(size_t(n));
            continue;
        }
        if (U_FAILURE(status) || uint32_t(n) > String::kMaxLength) return iso.throw_range_error("Invalid string length");
        return new_string(iso, std::span<const char16_t>(out.data(), size_t(n)));
    }
}

// ---- collation ----

static UCollator* open_collator(const char* locale) {
    UErrorCode status = U_ZERO_ERROR;
    UCollator* collator = ucol_open(locale, &status);
    // Canonically equivalent strings are to be equal.
    if (U_SUCCESS(status)) ucol_setAttribute(collator, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
    JSX_CHECK(U_SUCCESS(status));
    return collator;
}

// https://tc39.es/ecma262/#sec-string.prototype.localecompare
Completion<Value> string_locale_compare(Isolate& iso, Arguments args) {
    String* s = TRY(this_to_string(iso, args, "String.prototype.localeCompare"));
    String* that = TRY(to_string(iso, args[0]));
    String* locale = TRY(requested_locale(iso, args[1]));
    if (s == that || strings_equal(iso, s, that)) return Value::int32(0);
    BuiltinState& state = BuiltinState::of(iso);
    UCollator* collator = nullptr;
    if (locale->is_empty()) {
        if (!state.collator) state.collator = open_collator("en_US");
        collator = state.collator;
    } else {
        Utf8Text tag(iso, locale);
        char id[ULOC_FULLNAME_CAPACITY];
        UErrorCode status = U_ZERO_ERROR;
        uloc_forLanguageTag(std::string(tag.view()).c_str(), id, sizeof id, nullptr, &status);
        collator = open_collator(U_SUCCESS(status) ? id : "en_US");
    }
    std::vector<char16_t> a = utf16_of(iso, s);
    std::vector<char16_t> b = utf16_of(iso, that);
    UCollationResult order = ucol_strcoll(collator, a.data(), int32_t(a.size()), b.data(), int32_t(b.size()));
    if (!locale->is_empty()) ucol_close(collator);
    return Value::int32(order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : 0);
}

}  // namespace jsx
