// Tokens: kinds, spellings, binary precedence.
#pragma once

#include "support/atoms.h"

#include <cstdint>

namespace jsx::parser {

// Punctuators with more than one use in expressions are ordered so that ranges make questions:
// assignment operators are contiguous, and in the order of the binary operators they apply.
#define JSX_PUNCTUATORS(T)                                                                         \
    T(LeftBrace, "{") T(RightBrace, "}") T(LeftParen, "(") T(RightParen, ")")                      \
    T(LeftBracket, "[") T(RightBracket, "]") T(Semicolon, ";") T(Comma, ",") T(Colon, ":")         \
    T(Dot, ".") T(Ellipsis, "...") T(Question, "?") T(QuestionDot, "?.") T(Arrow, "=>")            \
    T(Not, "!") T(BitNot, "~") T(Increment, "++") T(Decrement, "--") T(At, "@")                    \
    T(Assign, "=") T(AssignAnd, "&&=") T(AssignOr, "||=") T(AssignNullish, "\?\?=")                  \
    T(AssignAdd, "+=") T(AssignSub, "-=") T(AssignMul, "*=") T(AssignDiv, "/=")                    \
    T(AssignMod, "%=") T(AssignExp, "**=") T(AssignBitAnd, "&=") T(AssignBitOr, "|=")              \
    T(AssignBitXor, "^=") T(AssignShl, "<<=") T(AssignSar, ">>=") T(AssignShr, ">>>=")             \
    T(And, "&&") T(Or, "||") T(Nullish, "\?\?")                                                      \
    T(Add, "+") T(Sub, "-") T(Mul, "*") T(Div, "/") T(Mod, "%") T(Exp, "**")                       \
    T(BitAnd, "&") T(BitOr, "|") T(BitXor, "^") T(Shl, "<<") T(Sar, ">>") T(Shr, ">>>")            \
    T(Eq, "==") T(Ne, "!=") T(StrictEq, "===") T(StrictNe, "!==")                                  \
    T(Lt, "<") T(Gt, ">") T(Le, "<=") T(Ge, ">=")

enum class Tok : uint8_t {
    kEnd,
    kIllegal,  // see Lexer::error
#define T(name, text) k##name,
    JSX_PUNCTUATORS(T)
#undef T
    kNumber,
    kBigInt,
    kString,
    kTemplate,        // from ` or } to ` or ${
    kRegExp,
    kPrivateName,     // #x; the atom includes the #
    kIdentifier,      // any IdentifierName that is not always reserved; see the atom
    kEscapedKeyword,  // a reserved word written with an escape
    // Reserved words, in the order of their atoms.
#define RESERVED(name, text) k##name,
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
    kCount,
};

constexpr Tok token_of_keyword(AtomId name) {
    return Tok(uint8_t(Tok::kBreak) + (name - atom::kFirstReserved));
}
static_assert(token_of_keyword(atom::kWith) == Tok::kWith);

constexpr bool is_keyword(Tok kind) { return kind >= Tok::kBreak && kind <= Tok::kWith; }
/// IdentifierName, whatever it is written with.
constexpr bool is_name(Tok kind) { return kind >= Tok::kIdentifier && kind <= Tok::kWith; }
constexpr bool is_assignment(Tok kind) {
    return kind >= Tok::kAssign && kind <= Tok::kAssignShr;
}

/// Of punctuators and keywords.
const char* token_text(Tok kind);

/// Of binary operators, `in` and the logical ones; 0 for all else. Nullish is the lowest (1).
struct PrecedenceTable {
    uint8_t of[size_t(Tok::kCount)];
};
constexpr PrecedenceTable make_precedence_table() {
    PrecedenceTable table{};
    auto set = [&](Tok kind, int level) { table.of[size_t(kind)] = uint8_t(level); };
    set(Tok::kNullish, 1);
    set(Tok::kOr, 2);
    set(Tok::kAnd, 3);
    set(Tok::kBitOr, 4);
    set(Tok::kBitXor, 5);
    set(Tok::kBitAnd, 6);
    for (Tok kind : {Tok::kEq, Tok::kNe, Tok::kStrictEq, Tok::kStrictNe}) set(kind, 7);
    for (Tok kind : {Tok::kLt, Tok::kGt, Tok::kLe, Tok::kGe, Tok::kIn, Tok::kInstanceof}) set(kind, 8);
    for (Tok kind : {Tok::kShl, Tok::kSar, Tok::kShr}) set(kind, 9);
    for (Tok kind : {Tok::kAdd, Tok::kSub}) set(kind, 10);
    for (Tok kind : {Tok::kMul, Tok::kDiv, Tok::kMod}) set(kind, 11);
    set(Tok::kExp, 12);
    return table;
}
inline constexpr PrecedenceTable kPrecedence = make_precedence_table();
inline int precedence(Tok kind) { return kPrecedence.of[size_t(kind)]; }

struct Token {
    Tok kind = Tok::kEnd;
    bool newline_before = false;
    bool has_escape = false;      // names and strings
    bool is_template_tail = false;
    AtomId atom = atom::kNone;    // names
    uint32_t start = 0;           // units
    uint32_t end = 0;
};

}  // namespace jsx::parser
