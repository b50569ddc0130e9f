// Limits, laziness and properties of the code that listings do not show well.
#include "bytecode/compiler/compiler.h"

#include <gtest/gtest.h>

#include <string>

#include "bytecode/generated/ops.h"
#include "bytecode/print.h"
#include "bytecode/verify.h"

namespace jsx::bytecode {
namespace {

struct Compiled {
    CompilationUnit* unit;
    parser::ParseError error;

    explicit Compiled(const std::string& text, CompileOptions options = {},
                      parser::ParseGoal goal = parser::ParseGoal::kScript)
        : unit(CompilationUnit::create(SourceText::from_utf8(text, "test.js"))) {
        error = compile_program(*unit, goal, options);
    }
    ~Compiled() { unit->release(); }
    bool ok() const { return error.type == parser::ErrorType::kNone; }
    const BytecodeFunction& program() const { return *unit->program->code; }
    const BytecodeFunction& function(size_t i) const { return *program().functions[i]->code; }
};

CompileOptions eager() {
    CompileOptions options;
    options.allow_lazy = false;
    return options;
}

int count(const BytecodeFunction& f, Op op) {
    int n = 0;
    for (uint32_t pc = 0; pc < f.code.size(); pc += op_length(&f.code[pc])) n += Op(f.code[pc]) == op;
    return n;
}

std::string repeat(const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; i++) text += part;
    return text;
}

TEST(Compiler, LeftDeepChainsNeedNoStack) {
    CompileOptions options;
    options.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 256 * 1024;
    EXPECT_TRUE(Compiled("x" + repeat("+a", 100000), options).ok());
    EXPECT_TRUE(Compiled("x" + repeat("&&a", 100000), options).ok());
    EXPECT_TRUE(Compiled("if (x" + repeat("||a", 100000) + ");", options).ok());
    EXPECT_TRUE(Compiled("x" + repeat(".a(1)", 100000), options).ok());
    EXPECT_TRUE(Compiled("x" + repeat(".a[1]", 100000), options).ok());
}

TEST(Compiler, DeepNestingIsARangeError) {
    CompileOptions options;
    options.stack_limit = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 256 * 1024;
    Compiled c(repeat("[", 100000) + repeat("]", 100000), options);
    EXPECT_EQ(c.error.type, parser::ErrorType::kRangeError);
    EXPECT_EQ(c.error.message, "Maximum call stack size exceeded");
}

TEST(Compiler, TooManyRegistersIsARangeError) {
    std::string names;
    for (int i = 0; i < 70000; i++) names += (i ? ",v" : "v") + std::to_string(i) + "=0";
    std::string uses;
    for (int i = 0; i < 70000; i++) uses += "v" + std::to_string(i) + "++;";
    Compiled c("(function () { var " + names + ";" + uses + " })", eager());
    EXPECT_EQ(c.error.type, parser::ErrorType::kRangeError);
}

TEST(Compiler, LazyFunctionsAreCompiledWhenAsked) {
    Compiled c("let a = 1; function f(b) { return () => a + b + this.c; }");
    ASSERT_TRUE(c.ok());
    FunctionTemplate* f = c.program().functions[0];
    ASSERT_TRUE(f->lazy);
    EXPECT_FALSE(f->code);
    CompileOptions options;
    EXPECT_EQ(compile_lazy(*f, options).type, parser::ErrorType::kNone);
    EXPECT_EQ(verify(*f->code), "");
    FunctionTemplate* arrow = f->code->functions[0];
    if (!arrow->code) EXPECT_EQ(compile_lazy(*arrow, options).type, parser::ErrorType::kNone);
    EXPECT_EQ(verify(*arrow->code), "");
    EXPECT_EQ(count(*arrow->code, Op::kLoadEnv), 2);  // b and this
}

TEST(Compiler, EachLoopHasOneBackEdge) {
    Compiled c("function f(n) { for (let i = 0; i < n; i++) if (i & 1) continue; while (n--) if (!n) continue; }", eager());
    const BytecodeFunction& f = c.function(0);
    int edges = 0;
    for (uint32_t pc = 0; pc < f.code.size(); pc += op_length(&f.code[pc])) {
        edges += (kOpInfo[f.code[pc]].traits & kTraitLoop) != 0;
    }
    EXPECT_EQ(edges, 2);
}

TEST(Compiler, DeadCodeIsDropped) {
    Compiled c("function f() { return 1; g(); if (false) h(); while (0) h(); }", eager());
    EXPECT_EQ(count(c.function(0), Op::kGetGlobal), 0);
}

TEST(Compiler, UnusedEnvironmentsAreNotLoaded) {
    Compiled c("function f(a) { return a; }", eager());
    EXPECT_EQ(count(c.function(0), Op::kLoadClosureEnvironment), 0);
}

TEST(Compiler, PositionsAreThoseOfTheNames) {
    std::string text = "function f(o) { return o.first.second; }";
    Compiled c(text, eager());
    const BytecodeFunction& f = c.function(0);
    std::vector<uint32_t> places;
    for (uint32_t pc = 0; pc < f.code.size(); pc += op_length(&f.code[pc])) {
        if (Op(f.code[pc]) == Op::kGetById) places.push_back(f.source_position(pc));
    }
    EXPECT_EQ(places, (std::vector<uint32_t>{uint32_t(text.find("first")), uint32_t(text.find("second"))}));
}

TEST(Compiler, ScriptDeclarationsKeepTheOrderOfTheStandard) {
    Compiled c("let x; var v; function a() {} function b() {} function a() {} { function blocked() {} }");
    const auto& d = c.program().global_declarations.at(0);
    ASSERT_EQ(d.lexicals.size(), 1u);
    ASSERT_EQ(d.functions.size(), 2u);
    EXPECT_EQ(c.unit->atoms.to_utf8(d.functions[0]), "b");  // by the last declaration of each name
    EXPECT_EQ(c.unit->atoms.to_utf8(d.functions[1]), "a");
    ASSERT_EQ(d.vars.size(), 1u);
    EXPECT_EQ(count(c.program(), Op::kDeclareGlobalVarAnnexB), 1);
}

TEST(Compiler, ModulesSayWhatTheyLink) {
    Compiled c("import a, { b as c } from 'm'; export { a, c as d }; export * from 'n'; export let e = 1; export default 2; await 0;",
               {}, parser::ParseGoal::kModule);
    ASSERT_TRUE(c.ok()) << c.error.message;
    const ModuleInfo& info = *c.unit->module;
    EXPECT_EQ(info.requests.size(), 2u);
    EXPECT_EQ(info.indirect_exports.size(), 2u);
    EXPECT_EQ(info.local_exports.size(), 2u);
    EXPECT_EQ(info.star_exports.size(), 1u);
    EXPECT_TRUE(info.has_top_level_await);
    EXPECT_TRUE(c.unit->program->flags.async);
}

TEST(Compiler, IntrinsicsHaveNames) {
    int id = intrinsic_id("ToObject");
    ASSERT_GE(id, 0);
    EXPECT_STREQ(intrinsic_name(uint32_t(id)), "ToObject");
    EXPECT_EQ(intrinsic_id("NoSuchThing"), -1);
}

}  // namespace
}  // namespace jsx::bytecode
