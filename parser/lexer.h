// [doc:lexer] Source text to tokens, one at a time, on demand.
//
// The current token is `token`; next() replaces it. Whether a slash starts a regular expression and
// whether a brace continues a template only the parser knows: it asks for a rescan of the current
// token. Nothing is copied: a token is a kind and a range, names come with their atom, and the values
// of numbers, strings and templates are computed when asked for.
//
// A malformed token has kind kIllegal, and `error` says what is wrong with it. After stop() every
// token is kEnd, which makes a parser that has failed run out of input.
#pragma once

#include "parser/token.h"
#include "support/atoms.h"
#include "support/source.h"

#include <vector>

namespace jsx::parser {

/// A message for a range; V8's text.
struct LexError {
    const char* message = nullptr;
    uint32_t start = 0;  // units
    uint32_t end = 0;
    explicit operator bool() const { return message; }
};

struct RegExpParts {
    uint32_t body_start, body_end;    // units
    uint32_t flags_start, flags_end;
};

class Lexer {
public:
    Lexer(const SourceText& source, AtomTable& atoms, bool is_module);
    Lexer(const Lexer&) = delete;
    Lexer& operator=(const Lexer&) = delete;

    Token token;
    LexError error;           // of the last kIllegal token, if not merely "Invalid or unexpected token"
    LexError octal;           // the last legacy octal literal or escape, an error in strict code
    LexError template_error;  // of the current kTemplate: a bad escape, legal in a tagged template

    void next() {
        if (JSX_LIKELY(is_latin1_)) {
            scan<uint8_t>();
        } else {
            scan<char16_t>();
        }
    }
    /// next() where a property name is expected after a dot: kIdentifier for every IdentifierName,
    /// keywords too. `need_atom` false: plain names are left without their atom.
    void next_property_name(bool need_atom);

    /// The current token is / or /=: makes it a kRegExp.
    void rescan_regexp();
    const RegExpParts& regexp() const { return regexp_; }
    /// The current token is }: makes it the kTemplate that goes on from there.
    void rescan_template();

    /// Goes to `offset`; next() reads on from there. The current token stays as it is.
    void seek(uint32_t offset) { position_ = offset; }
    struct State {
        Token token;
        uint32_t position;
        LexError octal;
    };
    State save() const { return {token, position_, octal}; }
    void restore(const State& state) {
        token = state.token;
        position_ = state.position;
        octal = state.octal;
    }
    void stop();

    /// Values of the token at hand or of an earlier one.
    double number_value(const Token& token);
    AtomId bigint_text(const Token& token);
    AtomId string_value(const Token& token);
    AtomId template_raw(const Token& token);
    AtomId template_cooked(const Token& token);  // the token had no template_error
    AtomId slice(uint32_t start, uint32_t end);
    /// The name written at `start`, or '#' and the name.
    AtomId name_at(uint32_t start);

    uint32_t length() const { return length_; }
    char16_t unit(uint32_t at) const { return is_latin1_ ? latin1_[at] : utf16_[at]; }

private:
    template <class Unit>
    const Unit* text() const {
        if constexpr (sizeof(Unit) == 1) {
            return latin1_;
        } else {
            return utf16_;
        }
    }
    template <class Unit>
    void scan();
    template <class Unit>
    void finish(Tok kind, const Unit* end);
    template <class Unit>
    const Unit* skip_multi_line_comment(const Unit* at);
    template <class Unit>
    void scan_name(const Unit* start, const Unit* at, bool is_private);
    template <class Unit>
    void scan_number(const Unit* start);
    template <class Unit>
    void scan_string(const Unit* start);
    template <class Unit>
    void scan_template(const Unit* start);
    template <class Unit>
    void scan_regexp(const Unit* start);
    template <class Unit>
    void scan_property_name(bool need_atom);
    template <class Unit>
    AtomId intern_ascii(const Unit* start, const Unit* end);
    template <class Unit>
    AtomId decode_escapes(const Unit* at, const Unit* end, bool is_template);
    template <class Unit>
    AtomId raw_template(const Unit* at, const Unit* end);
    template <class Unit>
    const Unit* check_escape(const Unit* at, LexError* error, bool is_template);
    template <class Unit>
    uint32_t offset(const Unit* at) const {
        return uint32_t(at - text<Unit>());
    }
    template <class Unit>
    void illegal(const Unit* end);
    template <class Unit>
    void illegal(const Unit* end, const char* message, uint32_t error_start, uint32_t error_end);
    /// The code point at `at`, and its length in units.
    template <class Unit>
    static char32_t code_point(const Unit* at, uint32_t* units);
    /// After a backslash: uHHHH or u{H...}; the code point, or an error (and -1).
    template <class Unit>
    int32_t read_unicode_escape(const Unit** at, LexError* error);

    const uint8_t* latin1_;
    const char16_t* utf16_;
    uint32_t position_ = 0;
    uint32_t length_;
    bool is_latin1_;
    bool is_module_;
    RegExpParts regexp_{};
    AtomTable& atoms_;
    std::vector<char16_t> buffer_;
};

template <class Unit>
JSX_INLINE void Lexer::finish(Tok kind, const Unit* end) {
    token.kind = kind;
    position_ = token.end = offset(end);
}

template <class Unit>
inline void Lexer::illegal(const Unit* end) {
    error = {};
    finish(Tok::kIllegal, end);
}

template <class Unit>
inline void Lexer::illegal(const Unit* end, const char* message, uint32_t error_start, uint32_t error_end) {
    error = {message, error_start, error_end};
    finish(Tok::kIllegal, end);
}

template <class Unit>
inline char32_t Lexer::code_point(const Unit* at, uint32_t* units) {
    char32_t c = *at;
    *units = 1;
    if constexpr (sizeof(Unit) == 2) {
        if ((c & 0xFC00) == 0xD800 && (at[1] & 0xFC00) == 0xDC00) {
            *units = 2;
            c = 0x10000 + ((c & 0x3FF) << 10) + (at[1] & 0x3FF);
        }
    }
    return c;
}

}  // namespace jsx::parser
