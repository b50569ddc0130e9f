#include "parser/lexer.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace jsx::parser {
namespace {

std::unique_ptr<SourceText> widen(const SourceText& text) {
    std::u16string units;
    for (uint32_t i = 0; i < text.length(); i++) units.push_back(text[i]);
    return SourceText::from_utf16(units, "wide.js");
}

/// Runs a check over the text as it is and as UTF-16.
template <class Check>
void both_widths(std::string_view utf8, Check check) {
    auto source = SourceText::from_utf8(utf8, "test.js");
    auto wide = widen(*source);
    for (const SourceText* text : {source.get(), wide.get()}) {
        SCOPED_TRACE(text->is_latin1() ? "Latin-1" : "UTF-16");
        AtomTable atoms;
        Lexer lexer(*text, atoms, false);
        check(lexer, atoms);
    }
}

std::vector<Tok> kinds(std::string_view utf8) {
    std::vector<Tok> result;
    both_widths(utf8, [&](Lexer& lexer, AtomTable&) {
        std::vector<Tok> list;
        do {
            lexer.next();
            list.push_back(lexer.token.kind);
        } while (lexer.token.kind != Tok::kEnd && lexer.token.kind != Tok::kIllegal);
        if (!result.empty()) EXPECT_EQ(result, list);
        result = list;
    });
    return result;
}

using enum Tok;
using Kinds = std::vector<Tok>;

TEST(Lexer, Punctuators) {
    // Every punctuator but those that begin something else.
    std::string all;
    Kinds expected;
    for (int i = int(kLeftBrace); i <= int(kGe); i++) {
        all += std::string(token_text(Tok(i))) + " ";
        expected.push_back(Tok(i));
    }
    expected.push_back(kEnd);
    EXPECT_EQ(kinds(all), expected);
    EXPECT_EQ(kinds("a?.b"), (Kinds{kIdentifier, kQuestionDot, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("a?.5:b"), (Kinds{kIdentifier, kQuestion, kNumber, kColon, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("a..b"), (Kinds{kIdentifier, kDot, kDot, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("x>>>=y"), (Kinds{kIdentifier, kAssignShr, kIdentifier, kEnd}));
}

TEST(Lexer, NamesAndKeywords) {
    both_widths("while whilex $_9 a\\u0062c \\u{77}hile #priv #\\u0061", [](Lexer& lexer, AtomTable& atoms) {
        auto expect = [&](Tok kind, const char* name, bool escaped) {
            lexer.next();
            EXPECT_EQ(lexer.token.kind, kind) << name;
            EXPECT_EQ(atoms.to_utf8(lexer.token.atom), name);
            EXPECT_EQ(lexer.token.has_escape, escaped) << name;
        };
        expect(kWhile, "while", false);
        expect(kIdentifier, "whilex", false);
        expect(kIdentifier, "$_9", false);
        expect(kIdentifier, "abc", true);
        expect(kEscapedKeyword, "while", true);
        expect(kPrivateName, "#priv", false);
        expect(kPrivateName, "#a", true);
    });
    // Beyond Latin-1, and equal to the same name written with an escape.
    both_widths("\u03b1\u03b2 \\u03b1\\u03b2 \U00010400x caf\u00e9 ", [](Lexer& lexer, AtomTable& atoms) {
        lexer.next();
        AtomId first = lexer.token.atom;
        lexer.next();
        EXPECT_EQ(lexer.token.atom, first);
        lexer.next();
        EXPECT_EQ(atoms.to_utf8(lexer.token.atom), "\U00010400x");
        lexer.next();
        EXPECT_EQ(lexer.token.atom, atoms.intern("caf\xe9"));
    });
}

TEST(Lexer, NamesAcrossVectorWidths) {
    for (size_t length = 1; length < 70; length++) {
        std::string name(length, 'q');
        both_widths(name + "(" + name, [&](Lexer& lexer, AtomTable& atoms) {
            lexer.next();
            EXPECT_EQ(lexer.token.end, length);
            EXPECT_EQ(atoms.to_utf8(lexer.token.atom), name);
            lexer.next();
            EXPECT_EQ(lexer.token.kind, kLeftParen);
            lexer.next();
            EXPECT_EQ(lexer.token.end, 2 * length + 1);
        });
    }
}

TEST(Lexer, Numbers) {
    auto value = [](std::string_view text) {
        double result = -1;
        both_widths(text, [&](Lexer& lexer, AtomTable&) {
            lexer.next();
            EXPECT_EQ(lexer.token.kind, kNumber) << text;
            EXPECT_EQ(lexer.token.end, text.size()) << text;
            result = lexer.number_value(lexer.token);
        });
        return result;
    };
    EXPECT_EQ(value("0"), 0);
    EXPECT_EQ(value("7"), 7);
    EXPECT_EQ(value("42"), 42);
    EXPECT_EQ(value("1_000_000"), 1e6);
    EXPECT_EQ(value("0.5"), 0.5);
    EXPECT_EQ(value(".5e1"), 5);
    EXPECT_EQ(value("5."), 5);
    EXPECT_EQ(value("1e-3"), 1e-3);
    EXPECT_EQ(value("0xFF"), 255);
    EXPECT_EQ(value("0b1010"), 10);
    EXPECT_EQ(value("0o17"), 15);
    EXPECT_EQ(value("017"), 15);
    EXPECT_EQ(value("089"), 89);
    EXPECT_EQ(value("08.5"), 8.5);
    EXPECT_EQ(kinds("1n"), (Kinds{kBigInt, kEnd}));
    for (const char* bad : {"0x", "0b2", "1__0", "1_", "0_1", "1e", "3in", "0o8", "01n", "1.5n", "1_.5"}) {
        EXPECT_EQ(kinds(bad).back(), kIllegal) << bad;
    }
}

TEST(Lexer, Strings) {
    auto value = [](std::string_view text) {
        std::string result;
        both_widths(text, [&](Lexer& lexer, AtomTable& atoms) {
            lexer.next();
            EXPECT_EQ(lexer.token.kind, kString) << text;
            result = atoms.to_utf8(lexer.string_value(lexer.token));
        });
        return result;
    };
    EXPECT_EQ(value("''"), "");
    EXPECT_EQ(value("\"it's\""), "it's");
    EXPECT_EQ(value("'\\n\\t\\\\\\'\\x41\\u0042\\u{43}'"), "\n\t\\'ABC");
    EXPECT_EQ(value("'a\\\nb\\\r\nc'"), "abc");
    EXPECT_EQ(value("'\\101\\7\\400'"), std::string("A\7 0"));
    EXPECT_EQ(value("'\u20ac\u2028'"), "\u20ac\u2028");
    EXPECT_EQ(value("'\\u{1F600}'"), "\U0001F600");
    std::string text(100, 'x');
    EXPECT_EQ(value("'" + text + "'"), text);
    EXPECT_EQ(kinds("'abc").back(), kIllegal);
    EXPECT_EQ(kinds("'a\nb'").back(), kIllegal);
    EXPECT_EQ(kinds("'\\u{110000}'").back(), kIllegal);
}

TEST(Lexer, Templates) {
    both_widths("`a\r\nb${ x }\\u0041`", [](Lexer& lexer, AtomTable& atoms) {
        lexer.next();
        ASSERT_EQ(lexer.token.kind, kTemplate);
        EXPECT_FALSE(lexer.token.is_template_tail);
        EXPECT_EQ(atoms.to_utf8(lexer.template_raw(lexer.token)), "a\nb");
        lexer.next();
        EXPECT_EQ(lexer.token.kind, kIdentifier);
        lexer.next();
        EXPECT_EQ(lexer.token.kind, kRightBrace);
        lexer.rescan_template();
        EXPECT_TRUE(lexer.token.is_template_tail);
        EXPECT_EQ(atoms.to_utf8(lexer.template_raw(lexer.token)), "\\u0041");
        EXPECT_EQ(atoms.to_utf8(lexer.template_cooked(lexer.token)), "A");
    });
    both_widths("`\\u`", [](Lexer& lexer, AtomTable&) {
        lexer.next();
        EXPECT_EQ(lexer.token.kind, kTemplate);
        EXPECT_TRUE(bool(lexer.template_error));  // legal when tagged
    });
}

TEST(Lexer, RegularExpressions) {
    both_widths("/[/]\\//gi.x", [](Lexer& lexer, AtomTable& atoms) {
        lexer.next();
        EXPECT_EQ(lexer.token.kind, kDiv);
        lexer.rescan_regexp();
        ASSERT_EQ(lexer.token.kind, kRegExp);
        const RegExpParts& parts = lexer.regexp();
        EXPECT_EQ(atoms.to_utf8(lexer.slice(parts.body_start, parts.body_end)), "[/]\\/");
        EXPECT_EQ(atoms.to_utf8(lexer.slice(parts.flags_start, parts.flags_end)), "gi");
        lexer.next();
        EXPECT_EQ(lexer.token.kind, kDot);
    });
}

TEST(Lexer, CommentsAndLines) {
    EXPECT_EQ(kinds("#!shebang\na"), (Kinds{kIdentifier, kEnd}));
    EXPECT_EQ(kinds("a // b\nc /* d\ne */ f"), (Kinds{kIdentifier, kIdentifier, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("<!-- a\nb\n--> c\nd"), (Kinds{kIdentifier, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("a --> b"), (Kinds{kIdentifier, kDecrement, kGt, kIdentifier, kEnd}));
    EXPECT_EQ(kinds("/* a"), (Kinds{kIllegal}));
    EXPECT_EQ(kinds("\xEF\xBB\xBF\u00a0\u2003\u3000a"), (Kinds{kIdentifier, kEnd}));
    for (std::string_view line_end : {"\n", "\r", "\r\n", "\u2028", "\u2029", "/*\n*/", "// x\n"}) {
        both_widths("a" + std::string(line_end) + "b c", [](Lexer& lexer, AtomTable&) {
            lexer.next();
            lexer.next();
            EXPECT_TRUE(lexer.token.newline_before);
            lexer.next();
            EXPECT_FALSE(lexer.token.newline_before);
        });
    }
}

TEST(Lexer, ZeroUnitsAreNotTheEnd) {
    EXPECT_EQ(kinds(std::string_view("// a\0b\nc", 8)), (Kinds{kIdentifier, kEnd}));
    EXPECT_EQ(kinds(std::string_view("/* \0 */c", 8)), (Kinds{kIdentifier, kEnd}));
    EXPECT_EQ(kinds(std::string_view("'\0'", 3)), (Kinds{kString, kEnd}));
    EXPECT_EQ(kinds(std::string_view("a\0", 2)), (Kinds{kIdentifier, kIllegal}));
}

TEST(Lexer, PropertyNames) {
    both_widths("a.class.\n delete.x", [](Lexer& lexer, AtomTable& atoms) {
        lexer.next();
        lexer.next();
        lexer.next_property_name(true);
        EXPECT_EQ(lexer.token.kind, kIdentifier);
        EXPECT_EQ(lexer.token.atom, AtomId(atom::kClass));
        lexer.next();
        lexer.next_property_name(true);
        EXPECT_EQ(lexer.token.kind, kIdentifier);
        EXPECT_EQ(lexer.token.atom, AtomId(atom::kDelete));
        EXPECT_EQ(atoms.to_utf8(lexer.name_at(2)), "class");
    });
}

}  // namespace
}  // namespace jsx::parser
