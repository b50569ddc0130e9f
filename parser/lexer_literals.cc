// Numbers, strings, templates and regular expressions: their extent, and their values on demand.
#include "parser/lexer.h"

#include "parser/scan.h"
#include "support/numbers/string_to_number.h"
#include "support/unicode.h"

namespace jsx::parser {

namespace {

constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
constexpr int hex_value(char32_t c) {
    unsigned value = numbers::digit_value(c);
    return value < 16 ? int(value) : -1;
}

}  // namespace

// ---- Numbers ------------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-literals-numeric-literals
template <class Unit>
void Lexer::scan_number(const Unit* start) {
    const Unit* at = start;
    bool is_integer = true;   // may take a BigInt suffix
    const char* separator_error = nullptr;
    // Digits below `radix` with single separators between them; at least one unless `may_be_empty`.
    auto digits = [&](unsigned radix, bool may_be_empty) {
        const Unit* first = at;
        bool separator = false;
        for (;; at++) {
            if (*at == '_') {
                if (separator) {
                    separator_error = "Only one underscore is allowed as numeric separator";
                    return false;
                }
                if (at == first) break;
                separator = true;
            } else if (numbers::digit_value(*at) < radix) {
                separator = false;
            } else {
                break;
            }
        }
        if (separator) {
            separator_error = "Numeric separators are not allowed at the end of numeric literals";
            return false;
        }
        return may_be_empty || at != first;
    };
    auto fail = [&] {
        if (!separator_error) return illegal(at);
        illegal(at, separator_error, offset(at), offset(at) + 1);
    };

    bool is_legacy_octal = false;
    if (*at == '0' && (at[1] | 0x20) != 'e' && at[1] != '.') {
        at++;
        unsigned radix = (*at | 0x20) == 'x' ? 16 : (*at | 0x20) == 'o' ? 8 : (*at | 0x20) == 'b' ? 2 : 0;
        if (radix) {
            at++;
            if (!digits(radix, false)) return fail();
        } else if (is_digit(*at)) {
            is_integer = false;
            is_legacy_octal = true;
            for (; is_digit(*at); at++) is_legacy_octal &= *at < '8';
            if (is_legacy_octal) {
                octal = {"Octal literals are not allowed in strict mode.", offset(start), offset(at)};
            } else {
                octal = {"Decimals with leading zeros are not allowed in strict mode.", offset(start),
                         offset(at)};
                if (*at == '.') {
                    at++;
                    if (!digits(10, true)) return fail();
                }
            }
            if (*at == '_') {
                if (is_legacy_octal) {
                    separator_error = "Numeric separator can not be used after leading 0.";
                    return fail();
                }
                return illegal(at, "Invalid or unexpected token", offset(at), offset(at) + 1);
            }
        } else if (*at == '_') {
            separator_error = "Numeric separator can not be used after leading 0.";
            return fail();
        }
        if (radix || is_legacy_octal) goto suffix;
    } else {
        if (*at != '.' && !digits(10, false)) return fail();
        if (*at == '.') {
            is_integer = false;
            at++;
            if (*at == '_') return fail();
            if (!digits(10, true)) return fail();
        }
    }
    if ((*at | 0x20) == 'e') {
        is_integer = false;
        at++;
        if (*at == '+' || *at == '-') at++;
        if (!digits(10, false)) return fail();
    }
suffix:
    Tok kind = Tok::kNumber;
    if (*at == 'n' && is_integer) {
        at++;
        kind = Tok::kBigInt;
    }
    uint32_t units;
    if (is_digit(*at) || *at == '\\' || unicode::is_id_start(code_point(at, &units))) return fail();
    token.kind = kind;
    position_ = token.end = offset(at);
}

template void Lexer::scan_number(const uint8_t*);
template void Lexer::scan_number(const char16_t*);

double Lexer::number_value(const Token& number) {
    uint32_t length = number.end - number.start;
    if (is_latin1_) {
        // Most literals are one or two digits.
        const uint8_t* digits = latin1_ + number.start;
        if (length == 1) return digits[0] - '0';
        if (length == 2 && is_digit(digits[0]) && digits[0] != '0' && is_digit(digits[1])) {
            return (digits[0] - '0') * 10 + (digits[1] - '0');
        }
        return numbers::numeric_literal_value(digits, length);
    }
    return numbers::numeric_literal_value(utf16_ + number.start, length);
}

AtomId Lexer::bigint_text(const Token& number) {
    buffer_.clear();
    for (uint32_t i = number.start; i + 1 < number.end; i++) {
        if (unit(i) != '_') buffer_.push_back(unit(i));
    }
    return atoms_.intern(buffer_.data(), buffer_.size());
}

// ---- Escapes ------------------------------------------------------------------------------------

template <class Unit>
int32_t Lexer::read_unicode_escape(const Unit** at_, LexError* error) {
    const Unit* at = *at_ + 1;  // after the u
    uint32_t begin = offset(*at_) - 1;
    if (*at == '{') {
        at++;
        uint32_t value = 0;
        const Unit* first = at;
        for (int digit; (digit = hex_value(*at)) >= 0; at++) {
            value = value * 16 + unsigned(digit);
            if (value > unicode::kMaxCodePoint) {
                *error = {"Undefined Unicode code-point", begin, offset(at) + 1};
                *at_ = at;
                return -1;
            }
        }
        if (at == first || *at != '}') {
            *error = {"Invalid Unicode escape sequence", offset(at), offset(at) + 1};
            *at_ = at;
            return -1;
        }
        *at_ = at + 1;
        return int32_t(value);
    }
    uint32_t value = 0;
    for (int i = 0; i < 4; i++, at++) {
        int digit = hex_value(*at);
        if (digit < 0) {
            *error = {"Invalid Unicode escape sequence", begin, begin + 6};
            *at_ = at;
            return -1;
        }
        value = value * 16 + unsigned(digit);
    }
    *at_ = at;
    return int32_t(value);
}

template int32_t Lexer::read_unicode_escape(const uint8_t**, LexError*);
template int32_t Lexer::read_unicode_escape(const char16_t**, LexError*);

/// `at` is a backslash; returns what follows the escape. In templates what is wrong goes to `error`
/// too where strings allow it.
template <class Unit>
const Unit* Lexer::check_escape(const Unit* at, LexError* error, bool is_template) {
    uint32_t begin = offset(at);
    at++;
    Unit c = *at;
    switch (c) {
    case 'x':
        if (hex_value(at[1]) < 0 || hex_value(at[2]) < 0) {
            *error = {"Invalid hexadecimal escape sequence", begin, begin + 4};
            return at + 1;
        }
        return at + 3;
    case 'u':
        read_unicode_escape(&at, error);
        return at;
    case '\r':
        return at + (at[1] == '\n' ? 2 : 1);
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        if (c == '0' && !is_digit(at[1])) return at + 1;
        if (c < '8') {
            int more = c <= '3' ? 2 : 1;
            for (at++; more > 0 && *at >= '0' && *at <= '7'; more--) at++;
            begin = offset(at) - 2;
        } else {
            at++;
        }
        if (is_template) {
            *error = {c < '8' ? "Octal escape sequences are not allowed in template strings."
                              : "\\8 and \\9 are not allowed in template strings.",
                      begin, begin + 1};
        } else {
            octal = {c < '8' ? "Octal escape sequences are not allowed in strict mode."
                             : "\\8 and \\9 are not allowed in strict mode.",
                     begin, begin + 1};
        }
        return at;
    case 0:
        // The backslash may be the last unit of the text.
        return at < text<Unit>() + length_ ? at + 1 : at;
    default:
        return at + 1;
    }
}

// ---- Strings ------------------------------------------------------------------------------------

template <class Unit>
void Lexer::scan_string(const Unit* start) {
    Unit quote = *start;
    const Unit* at = start + 1;
    LexError escape_error;
    for (;;) {
        at = scan::find_string_special(at, quote);
        if (*at == quote) break;
        if (*at == '\\') {
            token.has_escape = true;
            at = check_escape(at, &escape_error, false);
            if (escape_error) {
                return illegal(at, escape_error.message, escape_error.start, escape_error.end);
            }
        } else if (*at == 0 && at < text<Unit>() + length_) {
            at++;
        } else {
            return illegal(at);  // a line end, or the end of the text
        }
    }
    token.kind = Tok::kString;
    position_ = token.end = offset(at) + 1;
}

template void Lexer::scan_string(const uint8_t*);
template void Lexer::scan_string(const char16_t*);

/// The value of escapes and of plain text between. In templates \r and \r\n are \n.
template <class Unit>
AtomId Lexer::decode_escapes(const Unit* at, const Unit* end, bool is_template) {
    buffer_.clear();
    auto append = [&](char32_t c) {
        if (c > 0xFFFF) {
            buffer_.push_back(char16_t(0xD800 + ((c - 0x10000) >> 10)));
            buffer_.push_back(char16_t(0xDC00 + ((c - 0x10000) & 0x3FF)));
        } else {
            buffer_.push_back(char16_t(c));
        }
    };
    while (at < end) {
        Unit c = *at++;
        if (c == '\r' && is_template) {
            if (at < end && *at == '\n') at++;
            append('\n');
            continue;
        }
        if (c != '\\') {
            buffer_.push_back(c);
            continue;
        }
        c = *at++;
        switch (c) {
        case 'n': append('\n'); break;
        case 't': append('\t'); break;
        case 'r': append('\r'); break;
        case 'b': append('\b'); break;
        case 'f': append('\f'); break;
        case 'v': append('\v'); break;
        case '\r':
            if (*at == '\n') at++;
            break;
        case '\n':
            break;
        case 'x':
            append(char32_t(hex_value(at[0]) * 16 + hex_value(at[1])));
            at += 2;
            break;
        case 'u': {
            at--;
            LexError ignored;
            append(char32_t(read_unicode_escape(&at, &ignored)));
            break;
        }
        case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': {
            // LegacyOctalEscapeSequence: up to three digits, at most \377.
            uint32_t value = uint32_t(c - '0');
            int more = c <= '3' ? 2 : 1;
            for (; more > 0 && *at >= '0' && *at <= '7'; more--) value = value * 8 + uint32_t(*at++ - '0');
            append(value);
            break;
        }
        default:
            if (sizeof(Unit) == 2 && (c == 0x2028 || c == 0x2029)) break;
            buffer_.push_back(c);
            break;
        }
    }
    return atoms_.intern(buffer_.data(), buffer_.size());
}

AtomId Lexer::string_value(const Token& string) {
    uint32_t start = string.start + 1;
    uint32_t end = string.end - 1;
    if (!string.has_escape) return slice(start, end);
    return is_latin1_ ? decode_escapes(latin1_ + start, latin1_ + end, false)
                      : decode_escapes(utf16_ + start, utf16_ + end, false);
}

// ---- Templates ----------------------------------------------------------------------------------

/// `start` is the ` or the }.
template <class Unit>
void Lexer::scan_template(const Unit* start) {
    const Unit* at = start + 1;
    const Unit* text_end = text<Unit>() + length_;
    template_error = {};
    for (;;) {
        at = scan::find_template_special(at);
        if (*at == '`') {
            token.is_template_tail = true;
            at++;
            break;
        }
        if (*at == '$') {
            if (at[1] == '{') {
                token.is_template_tail = false;
                at += 2;
                break;
            }
            at++;
        } else if (*at == '\\') {
            token.has_escape = true;
            LexError escape_error;
            at = check_escape(at, &escape_error, true);
            if (escape_error && !template_error) template_error = escape_error;
        } else if (at < text_end) {
            at++;
        } else {
            return illegal(at, "Unexpected end of input", offset(at), offset(at));
        }
    }
    token.kind = Tok::kTemplate;
    position_ = token.end = offset(at);
}

template void Lexer::scan_template(const uint8_t*);
template void Lexer::scan_template(const char16_t*);

void Lexer::rescan_template() {
    token.has_escape = false;
    if (is_latin1_) {
        scan_template(latin1_ + token.start);
    } else {
        scan_template(utf16_ + token.start);
    }
}

template <class Unit>
AtomId Lexer::raw_template(const Unit* at, const Unit* end) {
    buffer_.clear();
    while (at < end) {
        Unit c = *at++;
        if (c == '\r') {
            if (at < end && *at == '\n') at++;
            c = '\n';
        }
        buffer_.push_back(c);
    }
    return atoms_.intern(buffer_.data(), buffer_.size());
}

AtomId Lexer::template_raw(const Token& piece) {
    uint32_t start = piece.start + 1;
    uint32_t end = piece.end - (piece.is_template_tail ? 1 : 2);
    for (uint32_t i = start; i < end; i++) {
        if (unit(i) != '\r') continue;
        return is_latin1_ ? raw_template(latin1_ + start, latin1_ + end)
                          : raw_template(utf16_ + start, utf16_ + end);
    }
    return slice(start, end);
}

AtomId Lexer::template_cooked(const Token& piece) {
    if (!piece.has_escape) return template_raw(piece);
    uint32_t start = piece.start + 1;
    uint32_t end = piece.end - (piece.is_template_tail ? 1 : 2);
    return is_latin1_ ? decode_escapes(latin1_ + start, latin1_ + end, true)
                      : decode_escapes(utf16_ + start, utf16_ + end, true);
}

// ---- Regular expressions ------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-literals-regular-expression-literals
template <class Unit>
void Lexer::scan_regexp(const Unit* start) {
    const Unit* at = start + 1;
    bool in_class = false;
    const Unit* text_end = text<Unit>() + length_;
    for (;; at++) {
        Unit c = *at;
        if (c == '\\') c = *++at;
        else if (c == '/' && !in_class) break;
        else if (c == '[') in_class = true;
        else if (c == ']') in_class = false;
        if ((c == 0 && at >= text_end) || unicode::is_line_terminator(c)) {
            return illegal(at, "Invalid regular expression: missing /", token.start, token.end);
        }
    }
    regexp_.body_start = offset(start) + 1;
    regexp_.body_end = offset(at);
    at++;
    regexp_.flags_start = offset(at);
    for (uint32_t units; at < text_end; at += units) {
        if (*at == '\\') {
            return illegal(at, "Invalid regular expression flags", token.start, token.end);
        }
        if (!unicode::is_id_continue(code_point(at, &units))) break;
    }
    regexp_.flags_end = offset(at);
    token.kind = Tok::kRegExp;
    position_ = token.end = offset(at);
}

void Lexer::rescan_regexp() {
    if (is_latin1_) {
        scan_regexp(latin1_ + token.start);
    } else {
        scan_regexp(utf16_ + token.start);
    }
}

}  // namespace jsx::parser
