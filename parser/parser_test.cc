// Error messages and places (errors.txt, whose path is the first argument), limits, goals.
#include "parser/print.h"
#include "parser/testing.h"
#include "support/read_file.h"

#include <gtest/gtest.h>

#include <vector>

namespace jsx::parser {
namespace {

std::string errors_path;

std::string verdict_of(std::string_view text, ParseGoal goal = ParseGoal::kScript) {
    TestParse parse(text);
    parse.request.goal = goal;
    parse.run();
    return parse.verdict();
}

TEST(ParserErrors, AreV8s) {
    std::string table = testing::read_file(errors_path);
    ASSERT_FALSE(table.empty()) << errors_path;
    int checked = 0;
    for (size_t at = 0; at < table.size();) {
        size_t end = std::min(table.find('\n', at), table.size());
        std::string line = table.substr(at, end - at);
        at = end + 1;
        if (line.starts_with("OURS:")) line.erase(0, 5);
        size_t tab = line.find('\t');
        if (line.starts_with("##") || tab == line.npos) continue;
        std::string source = line.substr(0, tab);
        std::string expected = line.substr(tab + 1);
        ParseGoal goal = ParseGoal::kScript;
        if (source.starts_with("M:")) {
            goal = ParseGoal::kModule;
            source.erase(0, 2);
        }
        constexpr std::string_view kLineFeed = "\u23ce";
        for (size_t i; (i = source.find(kLineFeed)) != source.npos;)
            source.replace(i, kLineFeed.size(), "\n");
        for (bool lazy : {false, true}) {
            TestParse parse(source);
            parse.request.goal = goal;
            parse.request.allow_lazy = lazy;
            parse.run();
            std::string verdict = parse.verdict();
            if (expected.starts_with("? ")) verdict.replace(0, verdict.find(' '), "?");
            EXPECT_EQ(verdict, expected) << source << (lazy ? " (lazy)" : "");
        }
        checked++;
    }
    EXPECT_GT(checked, 1000);
}

TEST(ParserErrors, CodeFrame) {
    TestParse parse("var ok;\n  let let = 1;");
    parse.run();
    EXPECT_EQ(parse.source->code_frame(parse.result.error.start, parse.result.error.end),
              "test.js:2\n  let let = 1;\n      ^^^\n");
}

TEST(ParserErrors, RegularExpressionsAreChecked) {
    TestParse parse("f(/(/u)");
    parse.request.check_regexp = [](RegExpText pattern, RegExpText flags) -> const char* {
        return pattern.length == 1 && flags.length == 1 ? "Unterminated group" : nullptr;
    };
    parse.run();
    EXPECT_EQ(parse.verdict(), "1:3-4 Invalid regular expression: /(/u: Unterminated group");
}

// ---- Limits -------------------------------------------------------------------------------------

std::string repeat(std::string_view text, size_t count) {
    std::string result;
    for (size_t i = 0; i < count; i++) result += text;
    return result;
}

TEST(ParserLimits, DeepNestingIsARangeError) {
    for (std::string_view piece : {"[",
                                   "(",
                                   "{",
                                   "{a:[",
                                   "x=>",
                                   "()=>{",
                                   "- ",
                                   "new ",
                                   "`${",
                                   "function f(){",
                                   "class extends ",
                                   "a?b:",
                                   "a**",
                                   "a=",
                                   "if(a);else ",
                                   "async(",
                                   "let [",
                                   "async x=>",
                                   "class A{static{",
                                   "for(;;)",
                                   "class A{x=",
                                   "({get a(){",
                                   "@(",
                                   "yield*",
                                   "await ",
                                   "with(a)",
                                   "switch(a){case ",
                                   "[...",
                                   "a?.["}) {
        for (bool lazy : {false, true}) {
            TestParse parse("x =" + repeat(piece, 100'000));
            parse.request.allow_lazy = lazy;
            parse.run();
            EXPECT_FALSE(parse.result.ok()) << piece;
        }
    }
    TestParse parse(repeat("[", 1'000'000));
    parse.run();
    EXPECT_EQ(parse.result.error.type, ErrorType::kRangeError);
    EXPECT_EQ(parse.result.error.message, "Maximum call stack size exceeded");
}

TEST(ParserLimits, LongChainsParse) {
    EXPECT_EQ(verdict_of("x = a" + repeat("+a", 100'000)), "ok");
    EXPECT_EQ(verdict_of("x = a" + repeat("&&a", 100'000)), "ok");
    EXPECT_EQ(verdict_of("x = a" + repeat(".b", 100'000)), "ok");
    EXPECT_EQ(verdict_of("x = a" + repeat("()", 100'000)), "ok");
    EXPECT_EQ(verdict_of("x = [" + repeat("a,", 100'000) + "]"), "ok");
    EXPECT_EQ(verdict_of("x = (" + repeat("a,", 100'000) + "b)"), "ok");
    EXPECT_EQ(verdict_of(repeat("var a;", 100'000)), "ok");
    EXPECT_EQ(verdict_of("f(" + repeat("a,", 65535) + ")"), "ok");
    EXPECT_EQ(verdict_of("f(" + repeat("a,", 65536) + ")"),
              "1:131074-1 Too many arguments in function call (only 65535 allowed)");
}

// ---- Goals --------------------------------------------------------------------------------------

TEST(ParserGoals, EvalTakesWhatItsPlaceAllows) {
    auto verdict = [](std::string_view text, FunctionContext context) {
        TestParse parse(text);
        parse.request.goal = ParseGoal::kDirectEval;
        parse.request.context = context;
        parse.run();
        return parse.verdict();
    };
    EXPECT_EQ(verdict("new.target", {}), "1:5-6 new.target expression is not allowed here");
    EXPECT_EQ(verdict("new.target", {.allow_new_target = true}), "ok");
    EXPECT_EQ(verdict("super.x", {}), "1:1-5 'super' keyword unexpected here");
    EXPECT_EQ(verdict("() => super.x", {.allow_super_property = true}), "ok");
    EXPECT_EQ(verdict("super()", {.allow_super_property = true}), "1:1-5 'super' keyword unexpected here");
    EXPECT_EQ(verdict("super()", {.allow_super_call = true}), "ok");
    EXPECT_EQ(verdict("arguments", {.is_class_field_initializer = true}),
              "1:1-9 'arguments' is not allowed in class field initializer or static initialization block");
    EXPECT_EQ(verdict("function f() { arguments }", {.is_class_field_initializer = true}), "ok");
    EXPECT_EQ(verdict("with (a);", {.is_strict = true}),
              "1:1-4 Strict mode code may not include a with statement");
    EXPECT_EQ(verdict("return", {}), "1:1-6 Illegal return statement");
}

TEST(ParserGoals, TopLevelReturnAndAwait) {
    TestParse returns("return 1");
    returns.request.allow_top_level_return = true;
    returns.run();
    EXPECT_EQ(returns.verdict(), "ok");
    TestParse awaits("await 1; for await (x of y);");
    awaits.request.allow_top_level_await_script = true;
    awaits.run();
    EXPECT_EQ(awaits.verdict(), "ok");
}

TEST(ParserGoals, DynamicFunction) {
    TestParse parse("async function* anonymous(a, b\n) {\nyield await a\n}");
    parse.request.goal = ParseGoal::kDynamicFunction;
    parse.run();
    ASSERT_EQ(parse.verdict(), "ok");
    EXPECT_EQ(parse.result.function->name, AtomId(atom::kAnonymous));
    EXPECT_TRUE(parse.result.function->is_async);
    EXPECT_TRUE(parse.result.function->is_generator);
    EXPECT_EQ(parse.result.function->length, 2u);
    EXPECT_EQ(parse.result.function->scope->parent->kind, ScopeKind::kScript);

    // Parameters and body must each be whole.
    TestParse smuggled("function anonymous(a) { }, function(\n) {\n\n}");
    smuggled.request.goal = ParseGoal::kDynamicFunction;
    smuggled.request.dynamic_parameters_end = 38;
    smuggled.run();
    EXPECT_EQ(smuggled.verdict(), "1:21-1 Arg string terminates parameters early");
}

TEST(ParserGoals, Intrinsics) {
    EXPECT_EQ(verdict_of("%Foo(1)"), "1:1-1 Unexpected token '%'");
    TestParse parse("%Foo(a % %Bar())");
    parse.request.allow_natives = true;
    parse.run();
    EXPECT_EQ(parse.verdict(), "ok");
}

TEST(ParserGoals, ModuleRecord) {
    TestParse parse(
        "import a, {b as c, default as d} from 'm';\n"
        "import * as ns from 'm';\n"
        "import defer * as later from 'm';\n"
        "import source mod from 'm' with {type: 'x'};\n"
        "export {c, ns, e as 'any name'};\n"
        "export * from 'n'; export * as all from 'n'; export {x as y} from 'n';\n"
        "let e; export default class {}\n"
        "await 1;\n");
    parse.request.goal = ParseGoal::kModule;
    parse.run();
    ASSERT_EQ(parse.verdict(), "ok");
    const ModuleRecord& module = *parse.result.module;
    EXPECT_EQ(module.requests.size, 4u);
    EXPECT_EQ(module.requests[1].phase, ImportPhase::kDefer);
    EXPECT_EQ(module.requests[2].phase, ImportPhase::kSource);
    EXPECT_EQ(module.requests[2].attributes.size, 1u);
    EXPECT_EQ(module.imports.size, 6u);
    EXPECT_EQ(module.star_exports.size, 1u);
    EXPECT_TRUE(module.has_top_level_await);
    // c is re-exported, ns (a namespace) and e are local.
    std::string locals, indirect;
    for (const LocalExport& entry : module.local_exports) {
        locals += parse.atoms.to_utf8(entry.export_name) + " ";
        EXPECT_EQ(entry.local->location, Location::kEnvironment);
    }
    for (const IndirectExport& entry : module.indirect_exports) {
        indirect += parse.atoms.to_utf8(entry.import_name) + ":" +
                    parse.atoms.to_utf8(entry.export_name) + " ";
    }
    EXPECT_EQ(locals, "ns any name default ");
    EXPECT_EQ(indirect, "*namespace*:all x:y b:c ");
}

TEST(ParserTree, EagerHints) {
    TestParse parse(
        "(function () {})(); (() => {})(); !function () {}(); (function () {}); f(function () {})");
    parse.request.allow_lazy = true;
    parse.run();
    std::string text = print_ast(*parse.result.function, parse.atoms);
    int eager = 0, lazy = 0;
    for (size_t at = 0; (at = text.find(" eager", at)) != text.npos; at++) eager++;
    for (size_t at = 0; (at = text.find(" lazy", at)) != text.npos; at++) lazy++;
    EXPECT_EQ(eager, 4);
    EXPECT_EQ(lazy, 1);
}

TEST(ParserTree, PositionsOfCalls) {
    TestParse parse("a.b.c(1); f(); (g)()");
    parse.run();
    const auto* call = parse.result.function->body[0]->as<ExpressionStatement>()->expression->as<Call>();
    EXPECT_EQ(call->position, 4u);
    EXPECT_EQ(call->callee->as<Member>()->position, 4u);
}

TEST(ParserTree, NothingIsSharedBetweenParses) {
    // A failed parse leaves nothing behind in what the next one uses.
    AtomTable atoms;
    Arena script_arena;
    for (std::string_view text :
         {"function f() { let a; { var a", "class A { #x; m() { this.#y } }", "let a; a"}) {
        Arena arena;
        TestParse parse(text);
        parse.request.atoms = &atoms;
        parse.request.script_arena = &script_arena;
        parse.run();
        EXPECT_EQ(parse.result.ok(), text == "let a; a");
    }
}

}  // namespace
}  // namespace jsx::parser

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1) jsx::parser::errors_path = argv[1];
    return RUN_ALL_TESTS();
}
