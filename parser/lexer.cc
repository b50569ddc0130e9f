#include "parser/lexer.h"

#include "parser/scan.h"
#include "support/atoms_inl.h"
#include "support/unicode.h"

namespace jsx::parser {

const char* token_text(Tok kind) {
    static constexpr const char* kTexts[] = {
        "end of input",
        "ILLEGAL",
#define T(name, text) text,
        JSX_PUNCTUATORS(T)
#undef T
            "number",
        "bigint",
        "string",
        "template",
        "regular expression",
        "private name",
        "identifier",
        "escaped keyword",
#define RESERVED(name, text) text,
#define STRICT(name, text)
#define CONTEXTUAL(name, text)
#define PSEUDO(name, text)
#define ATOM(name, text)
#include "support/atoms.def"
#undef RESERVED
#undef STRICT
#undef CONTEXTUAL
#undef PSEUDO
#undef ATOM
    };
    static_assert(std::size(kTexts) == size_t(Tok::kCount));
    return kTexts[size_t(kind)];
}

Lexer::Lexer(const SourceText& source, AtomTable& atoms, bool is_module)
    : latin1_(source.is_latin1() ? source.latin1() : nullptr),
      utf16_(source.is_latin1() ? nullptr : source.utf16()), length_(source.length()),
      is_latin1_(source.is_latin1()), is_module_(is_module), atoms_(atoms) {
    // A hashbang is a comment, at the very start only.
    if (length_ >= 2 && unit(0) == '#' && unit(1) == '!') {
        position_ = is_latin1_ ? offset(scan::find_line_end(latin1_)) : offset(scan::find_line_end(utf16_));
        while (position_ < length_ && unit(position_) == 0) {
            position_++;
            position_ = is_latin1_ ? offset(scan::find_line_end(latin1_ + position_))
                                   : offset(scan::find_line_end(utf16_ + position_));
        }
    }
}

void Lexer::stop() {
    position_ = length_;
    token = Token{};
    token.start = token.end = length_;
}

/// The end of a // comment, past zeros that are not the text's end.
template <class Unit>
static const Unit* line_comment_end(const Unit* at, const Unit* text_end) {
    for (;; at++) {
        at = scan::find_line_end(at);
        if (*at || at >= text_end) return at;
    }
}

/// `at` is after the opening; returns what follows the closing, or null if there is none. Notes
/// line ends in token.newline_before.
template <class Unit>
const Unit* Lexer::skip_multi_line_comment(const Unit* at) {
    const Unit* text_end = text<Unit>() + length_;
    for (;;) {
        at = token.newline_before ? scan::find_star(at) : scan::find_star_or_line_end(at);
        if (*at == '*') {
            if (at[1] == '/') return at + 2;
        } else if (*at == 0) {
            if (at >= text_end) return nullptr;
        } else {
            token.newline_before = true;
        }
        at++;
    }
}

template <class Unit>
JSX_INLINE AtomId Lexer::intern_ascii(const Unit* start, const Unit* end) {
    auto length = size_t(end - start);
    if constexpr (sizeof(Unit) == 1) {
        uint32_t hash = JSX_LIKELY(length <= 16) ? hash_short_latin1(start, length)
                                                 : hash_latin1(start, length);
        return atoms_.intern_hashed(start, length, hash);
    } else {
        uint8_t narrow[64 + 16];
        if (length > 64) return atoms_.intern(start, length);
        for (size_t i = 0; i < length; i++) narrow[i] = uint8_t(start[i]);
        std::memset(narrow + length, 0, 16);
        return atoms_.intern_padded(narrow, length);
    }
}

/// A name that holds escapes or characters beyond ASCII: `at` is the first of those, ASCII identifier
/// characters are before it.
template <class Unit>
JSX_NOINLINE void Lexer::scan_name(const Unit* start, const Unit* at, bool is_private) {
    buffer_.assign(start, at);
    bool has_escape = false;
    bool at_start = at == start + (is_private ? 1 : 0);
    const Unit* text_end = text<Unit>() + length_;
    while (at < text_end) {
        char32_t c;
        const Unit* from = at;
        if (*at == '\\') {
            has_escape = true;
            if (at[1] != 'u') return illegal(at + 1);
            at++;
            LexError escape_error;
            int32_t value = read_unicode_escape(&at, &escape_error);
            if (value < 0) {
                return illegal(at, escape_error.message, escape_error.start, escape_error.end);
            }
            c = char32_t(value);
            if (!(at_start ? unicode::is_id_start(c) : unicode::is_id_continue(c))) {
                return illegal(at, "Invalid Unicode escape sequence", offset(from), offset(at));
            }
        } else {
            uint32_t units;
            c = code_point(at, &units);
            if (!(at_start ? unicode::is_id_start(c) : unicode::is_id_continue(c))) break;
            at += units;
        }
        at_start = false;
        if (c > 0xFFFF) {
            buffer_.push_back(char16_t(0xD800 + ((c - 0x10000) >> 10)));
            buffer_.push_back(char16_t(0xDC00 + ((c - 0x10000) & 0x3FF)));
        } else {
            buffer_.push_back(char16_t(c));
        }
    }
    if (at_start) return illegal(is_private ? at : at + (at < text_end));
    token.atom = atoms_.intern(buffer_.data(), buffer_.size());
    token.has_escape = has_escape;
    if (is_private) return finish(Tok::kPrivateName, at);
    if (token.atom >= atom::kFirstReserved && token.atom <= atom::kLastReserved) {
        return finish(has_escape ? Tok::kEscapedKeyword : token_of_keyword(token.atom), at);
    }
    finish(Tok::kIdentifier, at);
}

template <class Unit>
void Lexer::scan() {
    const Unit* at = text<Unit>() + position_;
    token.newline_before = position_ == 0;
    token.has_escape = false;
    for (;;) {
        Unit c = *at;
        switch (c) {
        case ' ':
            if (*++at == ' ') at = scan::skip_blanks(at);
            continue;
        case '\t':
            at = scan::skip_blanks(at + 1);
            continue;
        case '\v':
        case '\f':
            at++;
            continue;
        case '\n':
        case '\r':
            token.newline_before = true;
            if (*++at == ' ' || *at == '\t') at = scan::skip_blanks(at);
            continue;
        default:
            break;
        }
        token.start = offset(at);
        switch (c) {
        case 'a': case 'b': case 'c': case 'd': case 'e': case 'f': case 'g': case 'h': case 'i':
        case 'j': case 'k': case 'l': case 'm': case 'n': case 'o': case 'p': case 'q': case 'r':
        case 's': case 't': case 'u': case 'v': case 'w': case 'x': case 'y': case 'z':
        case 'A': case 'B': case 'C': case 'D': case 'E': case 'F': case 'G': case 'H': case 'I':
        case 'J': case 'K': case 'L': case 'M': case 'N': case 'O': case 'P': case 'Q': case 'R':
        case 'S': case 'T': case 'U': case 'V': case 'W': case 'X': case 'Y': case 'Z':
        case '_': case '$': {
            const Unit* end = scan::skip_ascii_identifier(at);
            if (JSX_UNLIKELY(*end >= 0x80 || *end == '\\')) return scan_name(at, end, false);
            AtomId name = intern_ascii(at, end);
            token.atom = name;
            Tok kind = Tok::kIdentifier;
            if (name - atom::kFirstReserved <= atom::kLastReserved - atom::kFirstReserved) {
                kind = token_of_keyword(name);
            }
            return finish(kind, end);
        }
        case '.':
            if (at[1] >= '0' && at[1] <= '9') return scan_number(at);
            if (at[1] == '.' && at[2] == '.') return finish(Tok::kEllipsis, at + 3);
            return finish(Tok::kDot, at + 1);
        case '(': return finish(Tok::kLeftParen, at + 1);
        case ')': return finish(Tok::kRightParen, at + 1);
        case ',': return finish(Tok::kComma, at + 1);
        case ';': return finish(Tok::kSemicolon, at + 1);
        case '{': return finish(Tok::kLeftBrace, at + 1);
        case '}': return finish(Tok::kRightBrace, at + 1);
        case '[': return finish(Tok::kLeftBracket, at + 1);
        case ']': return finish(Tok::kRightBracket, at + 1);
        case ':': return finish(Tok::kColon, at + 1);
        case '~': return finish(Tok::kBitNot, at + 1);
        case '@': return finish(Tok::kAt, at + 1);
        case '"':
        case '\'':
            return scan_string(at);
        case '`':
            return scan_template(at);
        case '0': case '1': case '2': case '3': case '4':
        case '5': case '6': case '7': case '8': case '9':
            return scan_number(at);
        case '=':
            if (at[1] == '=') {
                return at[2] == '=' ? finish(Tok::kStrictEq, at + 3) : finish(Tok::kEq, at + 2);
            }
            if (at[1] == '>') return finish(Tok::kArrow, at + 2);
            return finish(Tok::kAssign, at + 1);
        case '!':
            if (at[1] == '=') {
                return at[2] == '=' ? finish(Tok::kStrictNe, at + 3) : finish(Tok::kNe, at + 2);
            }
            return finish(Tok::kNot, at + 1);
        case '+':
            if (at[1] == '+') return finish(Tok::kIncrement, at + 2);
            if (at[1] == '=') return finish(Tok::kAssignAdd, at + 2);
            return finish(Tok::kAdd, at + 1);
        case '-':
            if (at[1] == '-') {
                if (at[2] == '>' && token.newline_before) {  // HTML-like comment
                    if (is_module_) {
                        return illegal(at + 3, "HTML comments are not allowed in modules", offset(at),
                                       offset(at) + 3);
                    }
                    at = line_comment_end(at + 3, text<Unit>() + length_);
                    continue;
                }
                return finish(Tok::kDecrement, at + 2);
            }
            if (at[1] == '=') return finish(Tok::kAssignSub, at + 2);
            return finish(Tok::kSub, at + 1);
        case '*':
            if (at[1] == '*') {
                return at[2] == '=' ? finish(Tok::kAssignExp, at + 3) : finish(Tok::kExp, at + 2);
            }
            if (at[1] == '=') return finish(Tok::kAssignMul, at + 2);
            return finish(Tok::kMul, at + 1);
        case '/':
            if (at[1] == '/') {
                at = line_comment_end(at + 2, text<Unit>() + length_);
                continue;
            }
            if (at[1] == '*') {
                const Unit* end = skip_multi_line_comment(at + 2);
                if (!end) return illegal(text<Unit>() + length_);
                at = end;
                continue;
            }
            if (at[1] == '=') return finish(Tok::kAssignDiv, at + 2);
            return finish(Tok::kDiv, at + 1);
        case '%':
            if (at[1] == '=') return finish(Tok::kAssignMod, at + 2);
            return finish(Tok::kMod, at + 1);
        case '&':
            if (at[1] == '&') {
                return at[2] == '=' ? finish(Tok::kAssignAnd, at + 3) : finish(Tok::kAnd, at + 2);
            }
            if (at[1] == '=') return finish(Tok::kAssignBitAnd, at + 2);
            return finish(Tok::kBitAnd, at + 1);
        case '|':
            if (at[1] == '|') {
                return at[2] == '=' ? finish(Tok::kAssignOr, at + 3) : finish(Tok::kOr, at + 2);
            }
            if (at[1] == '=') return finish(Tok::kAssignBitOr, at + 2);
            return finish(Tok::kBitOr, at + 1);
        case '^':
            if (at[1] == '=') return finish(Tok::kAssignBitXor, at + 2);
            return finish(Tok::kBitXor, at + 1);
        case '?':
            if (at[1] == '?') {
                return at[2] == '=' ? finish(Tok::kAssignNullish, at + 3) : finish(Tok::kNullish, at + 2);
            }
            // `a?.5:b` is a conditional.
            if (at[1] == '.' && !(at[2] >= '0' && at[2] <= '9')) {
                return finish(Tok::kQuestionDot, at + 2);
            }
            return finish(Tok::kQuestion, at + 1);
        case '<':
            if (at[1] == '<') {
                return at[2] == '=' ? finish(Tok::kAssignShl, at + 3) : finish(Tok::kShl, at + 2);
            }
            if (at[1] == '=') return finish(Tok::kLe, at + 2);
            if (at[1] == '!' && at[2] == '-' && at[3] == '-') {  // HTML-like comment
                if (is_module_) {
                    return illegal(at + 4, "HTML comments are not allowed in modules", offset(at),
                                   offset(at) + 4);
                }
                at = line_comment_end(at + 4, text<Unit>() + length_);
                continue;
            }
            return finish(Tok::kLt, at + 1);
        case '>':
            if (at[1] == '>') {
                if (at[2] == '>') {
                    return at[3] == '=' ? finish(Tok::kAssignShr, at + 4) : finish(Tok::kShr, at + 3);
                }
                return at[2] == '=' ? finish(Tok::kAssignSar, at + 3) : finish(Tok::kSar, at + 2);
            }
            return at[1] == '=' ? finish(Tok::kGe, at + 2) : finish(Tok::kGt, at + 1);
        case '#': {
            const Unit* end = at + 1;
            uint32_t units;
            if (*end == '\\' || *end >= 0x80) return scan_name(at, end, true);
            if (!unicode::is_id_start(code_point(end, &units))) return illegal(at + 1);
            end = scan::skip_ascii_identifier(end);
            if (*end >= 0x80 || *end == '\\') return scan_name(at, end, true);
            token.atom = intern_ascii(at, end);
            return finish(Tok::kPrivateName, end);
        }
        case '\\':
            return scan_name(at, at, false);
        case 0:
            if (at >= text<Unit>() + length_) return finish(Tok::kEnd, at);
            return illegal(at + 1);
        default:
            break;
        }
        if (c < 0x80) return illegal(at + 1);
        if (unicode::is_line_terminator(c)) {
            token.newline_before = true;
            at++;
        } else if (unicode::is_white_space(c)) {
            at++;
        } else {
            return scan_name(at, at, false);
        }
    }
}

template void Lexer::scan<uint8_t>();
template void Lexer::scan<char16_t>();

template <class Unit>
JSX_INLINE void Lexer::scan_property_name(bool need_atom) {
    const Unit* at = text<Unit>() + position_;
    Unit first = *at;
    if (((first | 0x20) >= 'a' && (first | 0x20) <= 'z') || first == '_' || first == '$') {
        const Unit* end = scan::skip_ascii_identifier(at);
        if (*end < 0x80 && *end != '\\') {
            token.newline_before = false;
            token.has_escape = false;
            token.start = offset(at);
            token.atom = need_atom ? intern_ascii(at, end) : AtomId(atom::kNone);
            return finish(Tok::kIdentifier, end);
        }
    }
    scan<Unit>();
    if (is_keyword(token.kind) || token.kind == Tok::kEscapedKeyword) token.kind = Tok::kIdentifier;
}

void Lexer::next_property_name(bool need_atom) {
    if (JSX_LIKELY(is_latin1_)) {
        scan_property_name<uint8_t>(need_atom);
    } else {
        scan_property_name<char16_t>(need_atom);
    }
}

AtomId Lexer::name_at(uint32_t start) {
    State saved = save();
    position_ = start;
    next();
    AtomId name = token.atom;
    restore(saved);
    return name;
}

AtomId Lexer::slice(uint32_t start, uint32_t end) {
    if (is_latin1_) return atoms_.intern_padded(latin1_ + start, end - start);
    return atoms_.intern(utf16_ + start, end - start);
}

}  // namespace jsx::parser
