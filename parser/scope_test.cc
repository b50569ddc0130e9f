// What scope analysis says of variables, and that lazily compiled functions see the same.
#include "parser/print.h"
#include "parser/testing.h"

#include <gtest/gtest.h>

namespace jsx::parser {
namespace {

/// The scopes of a script, without their ranges.
std::string scopes_of(std::string_view text, ParseGoal goal = ParseGoal::kScript) {
    TestParse parse(text);
    parse.request.goal = goal;
    parse.run();
    if (!parse.result.ok()) return parse.verdict();
    std::string out = print_scopes(*parse.result.function, parse.atoms);
    for (size_t open; (open = out.find(" [")) != out.npos;) out.erase(open, out.find(')', open) + 1 - open);
    return out;
}

TEST(Scopes, CapturedVariablesAreInEnvironments) {
    EXPECT_EQ(scopes_of("function f(a, b) { let c = 1, d; return () => b + c; }"),
              "script\n"
              "  function f: global\n"
              "  function environment=2\n"
              "    parameter a: parameter 0\n"
              "    parameter b: environment 0 captured\n"
              "    let c: environment 1 captured\n"
              "    let d: unused\n"
              "    function (arrow)\n");
}

TEST(Scopes, ThisIsAVariableOnlyForArrows) {
    EXPECT_EQ(scopes_of("function f() { this.x; } function g() { () => this; } () => this"),
              "script this\n"
              "  function f: global\n"
              "  function g: global\n"
              "  function this\n"
              "  function environment=1 this\n"
              "    this this: environment 0 captured\n"
              "    function (arrow) this\n"
              "  function (arrow) this\n");
    // super() may run in the arrow function: all of the constructor's own uses go through the variable.
    EXPECT_EQ(scopes_of("class A extends B { constructor() { () => super(); } }"),
              "script\n"
              "  class A: global\n"
              "  class strict\n"
              "    class name A: unused\n"
              "    function (derived constructor) strict environment=3 this\n"
              "      this this: environment 0 captured tdz\n"
              "      new.target new.target: environment 1 captured\n"
              "      active function .active_function: environment 2 captured\n"
              "      function (arrow) strict this\n");
}

TEST(Scopes, LoopsCopyOnlyWhatIsCaptured) {
    EXPECT_EQ(scopes_of("for (let i = 0, n = 9; i < n; i++) () => i;"),
              "script\n"
              "  for environment=1 copied-per-iteration\n"
              "    let i: environment 0 captured assigned\n"
              "    let n: register\n"
              "    function (arrow)\n");
    EXPECT_EQ(scopes_of("for (let i = 0; i < 9; i++) f(i);"),
              "script\n"
              "  for\n"
              "    let i: register assigned\n");
}

TEST(Scopes, TemporalDeadZones) {
    // Uses after the initialisation need no check, not even in closures made after it.
    EXPECT_EQ(scopes_of("{ let x = 1; x; () => x; }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("{ x; let x = 1; }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("{ let x = x; }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("{ let [x, y = x] = [1]; }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("{ f = () => x; let x = 1; }").find("tdz"), std::string::npos);
    // A declaration may be called from above.
    EXPECT_NE(scopes_of("{ let x = 1; function f() { x } }").find("tdz"), std::string::npos);
    EXPECT_EQ(scopes_of("{ let x = 1; (() => { function f() { x } })(); }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("switch (1) { case 0: let x = 1; case 1: x; }").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("for (let x of x);").find("tdz"), std::string::npos);
    EXPECT_EQ(scopes_of("for (let x of y) x;").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("(a = b, b) => 1").find("parameter b: register tdz"), std::string::npos);
    EXPECT_EQ(scopes_of("(a, b = a) => 1").find("tdz"), std::string::npos);
    // A class's own name is bound when its elements run, but not in heritage and computed keys.
    EXPECT_EQ(scopes_of("(class A { static x = A; y = A; m() { () => A } static { A } })").find("tdz"),
              std::string::npos);
    EXPECT_NE(scopes_of("(class A { [A]; })").find("class name A: register tdz"), std::string::npos);
    EXPECT_NE(scopes_of("(class A extends f(() => A) {})").find("tdz"), std::string::npos);
    EXPECT_NE(scopes_of("(class A { [class { static x = A }]; })").find("tdz"), std::string::npos);
}

TEST(Scopes, Arguments) {
    // The elements and the length only: nobody can tell the object from a copy.
    EXPECT_EQ(scopes_of("(function (a) { a; return arguments[0] + arguments.length; })").find("mapped"),
              std::string::npos);
    EXPECT_EQ(scopes_of("(function (a) { return f(arguments); })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a; return f(arguments); })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a = 1; return arguments[0]; })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a; arguments[0] = 1; })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a; arguments[0](); })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a; delete arguments[0]; })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { a; [arguments[0]] = 1; })").find("mapped"), std::string::npos);
    EXPECT_NE(scopes_of("(function (a) { () => a++; return arguments[0]; })").find("mapped"),
              std::string::npos);
    EXPECT_EQ(scopes_of("(function (a) { 'use strict'; a = 1; return f(arguments); })").find("mapped"),
              std::string::npos);
    EXPECT_EQ(scopes_of("(function (a = 1) { a = 1; return f(arguments); })").find("mapped"),
              std::string::npos);
    EXPECT_NE(scopes_of("(function (arguments) { arguments })").find("parameter arguments: parameter 0"),
              std::string::npos);
    EXPECT_NE(scopes_of("(function () { var arguments; arguments })").find("arguments-object"),
              std::string::npos);
    EXPECT_NE(scopes_of("(function () { () => arguments })").find("arguments arguments: environment"),
              std::string::npos);
}

TEST(Scopes, ParametersWithClosuresHaveABodyScope) {
    EXPECT_EQ(scopes_of("function f(a, b = () => a) { var a; var c; a; c; }"),
              "script\n"
              "  function f: global\n"
              "  function environment=1\n"
              "    parameter a: environment 0 captured\n"
              "    parameter b: parameter 1\n"
              "    function (arrow)\n"
              "    function body\n"
              "      var a: register\n"
              "      var c: register\n");
    EXPECT_EQ(scopes_of("function f(a, b = a) { var a; }").find("body"), std::string::npos);
}

TEST(Scopes, AnnexB) {
    EXPECT_NE(scopes_of("function g() { { function f() {} } f; }").find("var f: register assigned annex-b"),
              std::string::npos);
    for (std::string_view text : {
             "function g() { let f; { function f() {} } }",
             "function g() { { let f; { function f() {} } } }",
             "function g() { { { function f() {} } let f; } }",
             "function g(f) { { function f() {} } }",
             "function g() { 'use strict'; { function f() {} } }",
             "function g() { { function arguments() {} } }",
             "function g() { { function* f() {} } }",
             "function g() { { async function f() {} } }",
             "function g() { for (let f;;) { function f() {} } }",
             "function g() { try {} catch ([f]) { { function f() {} } } }",
         }) {
        EXPECT_EQ(scopes_of(text).find("annex-b"), std::string::npos) << text;
    }
    EXPECT_NE(scopes_of("try {} catch (f) { { function f() {} } }").find("annex-b"), std::string::npos);
    EXPECT_NE(scopes_of("if (1) function f() {}").find("annex-b"), std::string::npos);
    EXPECT_NE(scopes_of("switch (1) { case 1: function f() {} }").find("annex-b"), std::string::npos);
}

TEST(Scopes, DirectEvalSeesEverything) {
    EXPECT_EQ(scopes_of("(function f(a) { let b; { let c; eval(''); } })"),
              "script inner-eval\n"
              "  function environment=7 this mapped-arguments inner-eval extended-by-eval\n"
              "    parameter a: environment 1 captured\n"
              "    let b: environment 2 captured tdz\n"
              "    arguments arguments: environment 3 captured\n"
              "    function name f: environment 4 captured\n"
              "    this this: environment 5 captured\n"
              "    new.target new.target: environment 6 captured\n"
              "    block environment=1 calls-eval\n"
              "      let c: environment 0 captured tdz\n");
    // Strict evals keep their variables to themselves; an eval under another name is not direct.
    EXPECT_EQ(scopes_of("(function () { 'use strict'; eval(''); })").find("extended"), std::string::npos);
    EXPECT_EQ(scopes_of("(function () { (0, eval)(''); eval?.(''); new eval(''); })").find("eval"),
              std::string::npos);
    // In the parameters of an arrow function it is the arrow's.
    EXPECT_EQ(scopes_of("(function () { (a = eval('')) => 1 })").find("calls-eval extended"),
              scopes_of("(function () { (a = eval('')) => 1 })").rfind("calls-eval"));
}

TEST(Scopes, Modules) {
    EXPECT_EQ(scopes_of("import {a, b} from 'm'; export let c; let d, e; a; () => d; e; function f() {} f;",
                        ParseGoal::kModule),
              "module strict environment=4\n"
              "  import a: environment 0 captured\n"
              "  import b: unused\n"
              "  let c: environment 1 captured tdz exported\n"
              "  let d: environment 2 captured\n"
              "  let e: register\n"
              "  function f: environment 3 captured\n"
              "  function (arrow) strict\n"
              "  function strict\n");
}

TEST(Scopes, PrivateNames) {
    EXPECT_EQ(scopes_of("class A { #f; #m() {} get #p() { return this.#f } set #p(v) { this.#m } "
                        "static #s() { A.#s; this.#p } accessor z; [q] = 1 }"),
              "script\n"
              "  class A: global\n"
              "  class strict environment=10\n"
              "    class name A: environment 0 captured\n"
              "    private field #f: environment 1 captured\n"
              "    private method #m: environment 2 captured\n"
              "    internal .brand: environment 3 captured\n"
              "    private accessor pair #p: environment 4 captured\n"
              "    private #p: environment 5 captured\n"
              "    private method #s: environment 6 static captured\n"
              "    internal .static_brand: environment 7 captured\n"
              "    internal .accessor_storage: environment 8 captured\n"
              "    internal .computed_key: environment 9 captured\n"
              "    function (method) strict\n"
              "    function (getter) strict this\n"
              "    function (setter) strict this\n"
              "      parameter v: parameter 0\n"
              "    function (method) strict this\n"
              "    function (field initializer) strict\n");
}

// ---- Lazy functions and eval ---------------------------------------------------------------------

/// Finds the first lazy function in the list of statements.
const FunctionLiteral* first_lazy(const ParseResult& result) {
    for (Stmt* statement : result.function->body) {
        if (statement->kind != NodeKind::kFunctionDeclaration) continue;
        const FunctionLiteral* function = statement->as<FunctionDeclaration>()->function;
        if (function->lazy) return function;
    }
    return nullptr;
}

TEST(LazyFunctions, AreRecordedCompactly) {
    TestParse parse("function f(a, ...b) { x = a; x; y; g(() => x + z); function h() { return f; } }");
    parse.request.allow_lazy = true;
    parse.run();
    const FunctionLiteral* function = first_lazy(parse.result);
    ASSERT_NE(function, nullptr);
    const LazyFunction& lazy = *function->lazy;
    EXPECT_EQ(lazy.length, 1u);
    EXPECT_EQ(lazy.parameter_count, 1u);
    EXPECT_TRUE(lazy.is_declaration);
    EXPECT_EQ(lazy.inner_count, 2u);
    EXPECT_EQ(lazy.inner[0]->kind, FunctionKind::kArrow);
    ASSERT_EQ(lazy.free_count, 5u);  // x y g z f, each once
    EXPECT_TRUE(lazy.free_names[0] & LazyFunction::kFreeAssigned);
    EXPECT_EQ(parse.source->utf8(lazy.free_names[0] & LazyFunction::kFreeMask,
                                 (lazy.free_names[0] & LazyFunction::kFreeMask) + 1), "x");
}

TEST(LazyFunctions, ResolveAgainstTheChain) {
    TestParse parse("function outer() { let a = 1; { let b = 2; function inner(p) { return a + b + "
                    "p + c; } } }");
    parse.request.allow_lazy = true;
    parse.run();
    const FunctionLiteral* outer = first_lazy(parse.result);
    ASSERT_NE(outer, nullptr);

    // outer is compiled: inner is lazy in it, and the chain is described for it.
    Arena arena;
    ParseRequest request = parse.request;
    request.arena = &arena;
    ParseResult compiled = parse_lazy_function(request, *outer->lazy);
    ASSERT_TRUE(compiled.ok()) << compiled.error.message;
    EXPECT_EQ(compiled.function->name, parse.atoms.intern("outer"));
    Scope* function_scope = compiled.function->scope;
    const Block* block = compiled.function->body[1]->as<Block>();
    ASSERT_TRUE(block->scope && block->scope->needs_environment);
    const FunctionLiteral* inner = block->statements[1]->as<FunctionDeclaration>()->function;
    ASSERT_TRUE(inner->lazy);
    const ScopeChain* chain = describe_scope(*function_scope, parse.atoms, nullptr, parse.script_arena);
    chain = describe_scope(*block->scope, parse.atoms, chain, parse.script_arena);
    AtomId b = parse.atoms.intern("b");
    ASSERT_NE(chain->find(parse.atoms.text(b), parse.atoms.hash(b)), nullptr);
    EXPECT_EQ(chain->outer->find(parse.atoms.text(b), parse.atoms.hash(b)), nullptr);

    Arena inner_arena;
    request.arena = &inner_arena;
    request.outer = chain;
    ParseResult result = parse_lazy_function(request, *inner->lazy);
    ASSERT_TRUE(result.ok());
    std::string text = print_ast(*result.function, parse.atoms);
    EXPECT_NE(text.find("Identifier a (environment 1.0) tdz"), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier b (environment 0.0) tdz"), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier p (parameter 0)"), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier c (free)"), std::string::npos) << text;
}

TEST(EvalCode, ResolvesAgainstTheChain) {
    TestParse parse("(function f(p) { let a; with (o) eval(''); })");
    parse.run();
    Scope* function_scope = parse.result.function->scope->first_child;
    Scope* with_scope = function_scope->first_child;
    ASSERT_EQ(with_scope->kind, ScopeKind::kWith);
    const ScopeChain* chain = describe_scope(*function_scope, parse.atoms, nullptr, parse.script_arena);
    const ScopeChain* with_chain = describe_scope(*with_scope, parse.atoms, chain, parse.script_arena);

    auto eval = [&](std::string_view text, const ScopeChain* outer) {
        TestParse inner(text);
        inner.request.goal = ParseGoal::kDirectEval;
        inner.request.outer = outer;
        inner.run();
        if (!inner.result.ok()) return inner.verdict();
        return print_ast(*inner.result.function, inner.atoms) +
               print_scopes(*inner.result.function, inner.atoms);
    };
    std::string text = eval("a; p; q; this; var v = 1; function p() {}", chain);
    EXPECT_NE(text.find("Identifier a (environment 0.2) tdz [0-1)"), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier p (environment 0.1) [3-4)"), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier q (free) dynamic"), std::string::npos) << text;
    EXPECT_NE(text.find("ThisExpr (environment 0."), std::string::npos) << text;
    EXPECT_NE(text.find("Identifier v (free) dynamic"), std::string::npos) << text;
    EXPECT_NE(text.find("var v: global"), std::string::npos) << text;
    EXPECT_EQ(text.find("function p: global"), std::string::npos) << text;  // the parameter is assigned to

    EXPECT_NE(eval("a", with_chain).find("Identifier a (environment 1.2) tdz dynamic"), std::string::npos)
        << eval("a", with_chain);
    EXPECT_EQ(eval("var a", chain), "1:5-1 Identifier 'a' has already been declared");
    EXPECT_NE(eval("'use strict'; var a; a", chain).find("var a: register"), std::string::npos);
    EXPECT_EQ(eval("{ function a() {} }", chain).find("var: "), std::string::npos);
    // To the function's own variable, past the `with` object.
    EXPECT_NE(eval("{ function p() {} }", with_chain).find("var: Identifier p (environment 1.1) ["),
              std::string::npos) << eval("{ function p() {} }", with_chain);
    EXPECT_NE(eval("{ function w() {} }", chain).find("var: Identifier w (free) dynamic"), std::string::npos);
}

}  // namespace
}  // namespace jsx::parser
