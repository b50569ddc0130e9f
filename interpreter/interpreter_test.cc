// Programs in a realm without built-ins (test_floors.cc): what they return, or what they throw.
#include "interpreter/interpreter.h"

#include <gtest/gtest.h>

#include "interpreter/compile.h"
#include "interpreter/stack_trace.h"
#include "runtime/object/job_queue.h"

namespace jsx {
namespace {

class Engine {
public:
    explicit Engine(gc::HeapOptions heap = {}) : iso_(options(heap)) {
        interp::initialize(iso_);
        realm_ = Realm::create(iso_);
        iso_.set_default_realm(realm_);
    }

    /// The completion value as a string; "throws: " and the exception's text.
    std::string run(std::string_view text) {
        Completion<Value> result = run_raw(text);
        if (result.threw()) return describe_exception();
        run_jobs(iso_);
        return describe(result.take());
    }
    /// The same, with the value of the global `out` once all jobs are done.
    std::string run_async(std::string_view text) {
        Completion<Value> result = run_raw(text);
        if (result.threw()) return describe_exception();
        run_jobs(iso_);
        return run("out");
    }
    Isolate& isolate() { return iso_; }

private:
    static IsolateOptions options(gc::HeapOptions heap) {
        IsolateOptions o;
        o.heap = heap;
        return o;
    }
    Completion<Value> run_raw(std::string_view text) {
        FunctionCode* code = TRY(compile_script(iso_, realm_, SourceText::from_utf8(text, "test.js")));
        return run_script(iso_, realm_, code);
    }
    std::string describe(Value v) {
        Completion<String*> s = to_string(iso_, v);
        if (s.threw()) return describe_exception();
        Utf8Text text(iso_, s.take());
        return std::string(text.view());
    }
    std::string describe_exception() { return "throws: " + describe(iso_.take_pending()); }

    Isolate iso_;
    Realm* realm_;
};

struct Program {
    const char* text;
    const char* expected;
};

// clang-format off
constexpr Program kPrograms[] = {
    // arithmetic and strings
    {"1 + 2 * 3", "7"},
    {"2147483647 + 1", "2147483648"},
    {"-2147483648 - 1", "-2147483649"},
    {"65536 * 65536", "4294967296"},
    {"7 / 2", "3.5"},
    {"var z = 0, m = -5, f = x => x * 3; 1 / (z * m) + ' ' + 1 / (z * 5) + ' ' + 1 / f(-0) + ' ' + f(z) + ' ' + f(1e9) + ' ' + z * z", "-Infinity Infinity -Infinity 0 3000000000 0"},
    {"1 / (0 * -1)", "-Infinity"},
    {"-7 % 3", "-1"},
    {"1 / (-4 % 2)", "-Infinity"},
    {"2 ** 10", "1024"},
    {"1 << 31", "-2147483648"},
    {"-1 >>> 0", "4294967295"},
    {"4294967295.5 | 0", "-1"},
    {"1e300 | 0", "0"},
    {"~5.7", "-6"},
    {"let a = 5; a++ + ++a", "12"},
    {"let a = 2147483647; a++; a", "2147483648"},
    {"'a' + 1 + 2", "a12"},
    {"1 + 2 + 'a'", "3a"},
    {"'abc'.length", "3"},
    {"'abc'[1]", "b"},
    {"10n ** 20n + 1n + ''", "100000000000000000001"},
    {"0x10n + 0b11n + ''", "19"},
    {"`a${1 + 1}b${'c'}`", "a2bc"},
    {"typeof 1 + typeof '' + typeof undefined + typeof null + typeof {} + typeof (() => 1)", "numberstringundefinedobjectobjectfunction"},
    {"[1 < 2, 2 <= 1, 'a' < 'b', 1 == '1', null == undefined, NaN == NaN, 1 === 1.0, '1' === 1] + ''", "throws: ReferenceError: NaN is not defined"},
    {"[1 < 2, 2 <= 1, 'a' < 'b', 1 == '1', null == undefined, 1 === 1.0, '1' === 1] + ''", "true,false,true,true,true,true,false"},
    // variables and control
    {"var x = 1; { let x = 2; } x", "1"},
    {"let s = 0; for (let i = 0; i < 10; i++) s += i; s", "45"},
    {"let s = 0, i = 0; while (true) { if (i++ > 5) break; if (i & 1) continue; s += i; } s", "12"},
    {"let s = 0; do { s++ } while (s < 5); s", "5"},
    {"let fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); fs[0]() + '' + fs[1]() + fs[2]()", "012"},
    {"outer: for (var i = 0; i < 3; i++) for (var j = 0; j < 3; j++) { if (j == 1) continue outer; if (i == 2) break outer; } i + ',' + j", "2,0"},
    {"let r = ''; for (let k of ['a', 'b']) switch (k) { case 'a': r += 1; case 'b': r += 2; break; default: r += 3 } r", "122"},
    {"let r = ''; for (let i = -1; i < 5; i++) switch (i) { case 0: r += 'z'; break; case 1: r += 'o'; break; case 2: r += 't'; break; case 3: r += 'h'; break; default: r += '-' } r", "-zoth-"},
    {"var r = ''; for (var k in {a: 1, b: 2, 3: 4}) r += k; r", "3ab"},
    {"var r = ''; var o = {a: 1, b: 2, c: 3}; for (var k in o) { r += k; delete o.b } r", "ac"},
    {"x; let x", "throws: ReferenceError: Cannot access 'x' before initialization"},
    {"const c = 1; c = 2", "throws: TypeError: Assignment to constant variable."},
    {"nope", "throws: ReferenceError: nope is not defined"},
    {"typeof nope", "undefined"},
    {"null \?\? 1, 0 \?\? 1", "0"},
    {"let a = null; a \?\?= 4; a ||= 5; a &&= 6; a", "6"},
    {"({a: {b: 1}})?.a?.b + '' + (null)?.x.y.z", "1undefined"},
    // functions
    {"function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) } fib(20)", "6765"},
    {"function f(a, b) { return a + '' + b + arguments.length } f(1) + f(1, 2, 3)", "1undefined1123"},
    {"function f(a) { arguments[0] = 9; return a } f(1)", "9"},
    {"function f(a) { 'use strict'; arguments[0] = 9; return a } f(1)", "1"},
    {"function f(a) { a = 7; return arguments[0] + arguments[1] } f(1, 2)", "9"},
    {"function f(a, ...r) { return a + '|' + r } f(1, 2, 3)", "1|2,3"},
    {"function f(a = 1, {b = 2} = {}, [c] = [3]) { return a + b + c } f()", "6"},
    {"(function f() { return typeof f })()", "function"},
    {"var o = {f() { return this === o }}; o.f()", "true"},
    {"(function() { return this === globalThis })() + '' + (function() { 'use strict'; return this })()", "trueundefined"},
    {"(() => { try { return 1 } finally { globalThis.z = 2 } })() + z", "3"},
    {"(function() { for (var i of [1, 2]) { try { continue } finally { if (i == 2) return 'fin' } } })()", "fin"},
    {"function f() { return new.target === f } new f() instanceof f ? f() + '' : 'no'", "false"},
    {"Math.max(...[1, 5, 3])", "throws: ReferenceError: Math is not defined"},
    {"function f() { return arguments.length } f(...[1, 2], 3, ...[4])", "4"},
    {"function C(a, b) { this.s = a + b } new C(...[1, 2]).s", "3"},
    {"var f = function(a, b) { return this.x + a + b }.bind({x: 1}, 2); f(3)", "6"},
    {"function P(a, b) { this.v = a + b } var B = P.bind(null, 1); new B(2).v + '' + (new B(2) instanceof P)", "3true"},
    {"[1, 2, 3].map(x => x * 2) + ''", "2,4,6"},
    {"function f() { f() } try { f() } catch (e) { e.message }", "Maximum call stack size exceeded"},
    {"var d = 0; function f() { d++; native(f) } try { f() } catch (e) { e.message + (d > 100) }", "Maximum call stack size exceededtrue"},
    {"null.x", "throws: TypeError: Cannot read properties of null (reading 'x')"},
    {"undefined.x = 1", "throws: TypeError: Cannot set properties of undefined (setting 'x')"},
    // destructuring and spread
    {"let {a, b: {c = 5, ...d}, ...e} = {a: 1, b: {x: 2, y: 3}, z: 4, w: 5}; a + '' + c + d.x + d.y + e.z + e.w", "152345"},
    {"let [a, , b = 3, ...c] = [1, 2, undefined, 4, 5]; a + '|' + b + '|' + c", "1|3|4,5"},
    {"let a = 1, b = 2; [a, b] = [b, a]; a + '' + b", "21"},
    {"({...{a: 1, b: 2}, b: 3}).b", "3"},
    {"[...[1, 2], ...[3]] + ''", "1,2,3"},
    // objects, accessors, classes
    {"var o = {get x() { return this.y * 2 }, set x(v) { this.y = v }}; o.x = 5; o.x", "10"},
    {"var o = {['a' + 1]: 1, b() { return 2 }, 'c d': 3}; o.a1 + o.b() + o['c d']", "6"},
    {"var o = {a: 1}; delete o.a; 'a' in o", "false"},
    {"class A { constructor(x) { this.x = x } get d() { return this.x * 2 } static s() { return 'S' } m() { return 1 } } class B extends A { constructor() { super(4) } m() { return super.m() + 1 } } var b = new B; b.x + '' + b.d + B.s() + b.m()", "48S2"},
    {"class A { #p = 1; static #c = 0; inc() { A.#c++; return ++this.#p } static count() { return A.#c } #m() { return 'priv' } call() { return this.#m() } static has(o) { return #p in o } } var a = new A; a.inc() + '' + a.inc() + A.count() + a.call() + A.has(a) + A.has({})", "232privtruefalse"},
    {"class A { x = 1; y = this.x + 1; static z = 'st'; static { A.w = A.z + '!' } } var a = new A; a.x + '' + a.y + A.w", "12st!"},
    {"class A {} A()", "throws: TypeError: Class constructor A cannot be invoked without 'new'"},
    {"class A extends null {} new A", "throws: TypeError: Super constructor null of A is not a constructor"},
    {"class A { constructor() { this.a = 1 } } class B extends A { b = 2 } class C extends B { c = 3 } var c = new C; c.a + c.b + c.c", "6"},
    {"class A { static m() { return this.n } static n = 7 } class B extends A {} B.m()", "7"},
    {"class B extends Object2 {} var Object2", "throws: TypeError: Class extends value undefined is not a constructor or null"},
    {"class E2 extends Error { constructor(m) { super(m); this.name = 'E2' } } try { throw new E2('hi') } catch (e) { e + '' + (e instanceof Error) }", "E2: hitrue"},
    {"class A { constructor() { return {z: 1} } } class B extends A { constructor() { super(); } } new B().z", "1"},
    {"class A { constructor() {} } class B extends A { constructor() { } } new B", "throws: ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor"},
    {"var o = {__proto__: {a: 1}, b: 2}; o.a + o.b", "3"},
    // exceptions
    {"try { throw 1 } catch (e) { e + 1 } finally { }", "2"},
    {"try { try { throw 1 } finally { 2 } } catch { 'c' }", "c"},
    {"(() => { try { throw 1 } catch (e) { return e } finally { return 3 } })()", "3"},
    {"throw new Error('boom')", "throws: Error: boom"},
    {"var e; try { null.f() } catch (x) { e = x } e.message", "Cannot read properties of null (reading 'f')"},
    // generators
    {"function* g() { let x = yield 1; let y = yield x * 2; return y } var i = g(); i.next().value + '' + i.next(5).value + i.next(7).value + i.next().done", "1107true"},
    {"function* g() { yield* [1, 2]; return 3 } var r = ''; for (var x of g()) r += x; r", "12"},
    {"function* a() { var r = yield* b(); yield r } function* b() { yield 1; return 'ret' } [...a()] + ''", "1,ret"},
    {"function* g() { try { yield 1; yield 2 } finally { globalThis.closed = true } } for (var x of g()) break; closed", "true"},
    {"function* g() { try { yield 1 } catch (e) { yield 'caught ' + e } } var i = g(); i.next(); i.throw('x').value", "caught x"},
    {"function* g() { i.next() } var i = g(); i.next()", "throws: TypeError: Generator is already running"},
    {"function* g(a, b = a) { yield arguments.length; yield a + b } var i = g(1, 2, 3); i.next().value + i.next().value", "6"},
    {"var [a, b] = (function*() { yield 1; yield 2; yield 3 })(); a + b", "3"},
    {"function* g() { while (true) yield 1 } var n = 0; for (var x of g()) if (++n > 1000) break; n", "1001"},
    {"var it = {[iteratorSymbol]() { var n = 0; return {next() { return {value: n, done: n++ > 2} }, return() { globalThis.ret = n; return {} }} }}; var s = 0; for (var x of it) { s += x; if (x == 1) break } s + '' + ret", "12"},
    // scopes in objects, eval
    {"var o = {x: 1}; with (o) { x = 2; var y = x } o.x + y", "4"},
    {"var x = 1; (function() { var x = 2; return eval('x + 1') })()", "3"},
    {"(function() { eval('var z = 5'); return z })()", "5"},
    {"(function() { 'use strict'; eval('var z2 = 5'); return typeof z2 })()", "undefined"},
    {"(function(a) { return eval('arguments.length + a') })(4)", "5"},
    {"var x = 'g'; (function() { var x = 'l'; return (0, eval)('x') })()", "g"},
    {"(() => { let q = 3; return eval('(() => q + 1)()') })()", "4"},
    {"class A { m() { return eval('this.v') } v = 8 } new A().m()", "8"},
    {"eval('let a; let a')", "throws: SyntaxError: Identifier 'a' has already been declared"},
    {"eval('1;2;{3}')", "3"},
    {"var f = 1; eval('function f() { return 2 }'); f()", "2"},
    // tagged templates, misc
    {"function t(s, ...v) { return s[0] + v[0] + s[1] + s.raw[1] } t`a${1}b\\n`", "a1b\nb\\n"},
    {"function t(s) { return s } var a = () => t`x`; a() === a()", "true"},
    {"var o = {valueOf() { return 42 }}; o + 1", "43"},
    {"var s = ''; var o = {get a() { s += 'a'; return {get b() { s += 'b'; return () => s } } }}; o.a.b() + o.a.b()", "ababab"},
    {"void 0 === undefined && !0", "true"},
    {"function f() { return [1, 2, 3] } var a = f(); a[0] = 9; f() + '|' + a", "1,2,3|9,2,3"},
    {"function f(x) { return [x, 'a', , 1.5] } var a = [f(1), f(2), f({})]; a[1][2] = 7; a[0] + '|' + a[1] + '|' + (2 in a[0])", "1,a,,1.5|2,a,7,1.5|false"},
    {"class A {} class B extends A {} var r = ''; for (let i = 0; i < 3; i++) r += (new B instanceof A) + ',' + (new A instanceof B) + ','; r", "true,false,true,false,true,false,"},
    {"function F() {} var o = new F, r = ''; for (let i = 0; i < 4; i++) { r += o instanceof F; if (i == 1) F.prototype = {} } r", "truetruefalsefalse"},
    {"var o = {get x() { return this.n++ }, n: 1}, s = 0; for (let i = 0; i < 5; i++) s += o.x; s + ',' + o.n", "15,6"},
    {"var o = {get x() { throw 'g' }}, s = 0; for (let i = 0; i < 5; i++) try { o.x } catch (e) { s++ } s", "5"},
    {"class A { constructor() {} } class B extends A { constructor() { try { return 1 } catch (e) { return {caught: e} } } } try { new B } catch (e) { e.message }", "Derived constructors may only return object or undefined"},
    {"var a = [1, , 3]; a.length + '' + (1 in a) + a[1]", "3falseundefined"},
    {"var a = []; a[5] = 1; a.length", "6"},
    {"var a = []; for (let i = 0; i < 100; i++) a[i] = i * i; a[99] + a.length", "9901"},
    {"var r = ''; { using x = {[disposeSymbol]() { r += 'd' }}; r += 'b' } r", "bd"},
};
// clang-format on

void check_all(Engine& engine, const Program& program) {
    EXPECT_EQ(engine.run(program.text), program.expected) << program.text;
}

TEST(Interpreter, Programs) {
    for (const Program& program : kPrograms) {
        Engine engine;
        check_all(engine, program);
    }
}

TEST(Interpreter, ProgramsWhileEveryCellMoves) {
    gc::HeapOptions heap;
    heap.stress = gc::HeapOptions::Stress::kMove;
    heap.verify = true;
    for (const Program& program : kPrograms) {
        // Deep recursions would scan the whole stack at each allocation.
        if (std::string_view(program.text).find("native(f)") != std::string_view::npos) continue;
        Engine engine(heap);
        check_all(engine, program);
    }
}

constexpr Program kAsyncPrograms[] = {
    {"var out = ''; async function f() { out += 1; await 0; out += 3 } f(); out += 2", "123"},
    {"var out; (async () => { try { await Promise2() } catch (e) { out = e + '' } })()", "ReferenceError: Promise2 is not defined"},
    {"var out = ''; async function f(x) { return x * 2 } (async () => { for (let i = 0; i < 3; i++) out += await f(i) })()", "024"},
    {"var out; async function f() { throw 'bad' } f().then(0, e => out = 'got ' + e)", "got bad"},
    {"var out = ''; async function* g() { yield 1; yield 2; return 3 } (async () => { for await (let x of g()) out += x; out += 'e' })()", "12e"},
    {"var out = ''; async function* g() { try { yield 1; yield 2 } finally { out += 'f' } } (async () => { for await (let x of g()) { out += x; break } out += 'e' })()", "1fe"},
    {"var out = ''; var g = (async function*() { out += await 'a'; var x = yield 'b'; out += x; return 'd' })(); g.next().then(r => out += r.value); g.next('c').then(r => out += r.value + r.done); g.next().then(r => out += r.done)", "acbdtruetrue"},
    {"var out = ''; (async () => { out += await {then(r) { r('t') }} })()", "t"},
    {"var out = ''; (async () => { out += await new Promise(r => r(5)); out += await (async () => 6)() })()", "56"},
    {"var out = ''; async function a() { await null; out += 'a' } async function b() { await null; out += 'b'; await null; out += 'c' } b(); a(); ", "bac"},
    {"var out = ''; async function f(a, ...r) { await 1; return a + r.length + arguments.length } f(1, 2, 3).then(v => out = v)", "6"},
    {"var out; (async () => { await using x = null; out = 'ok' })()", "ok"},
};

TEST(Interpreter, AsyncPrograms) {
    for (const Program& program : kAsyncPrograms) {
        Engine engine;
        EXPECT_EQ(engine.run_async(program.text), program.expected) << program.text;
    }
}

TEST(Interpreter, AsyncProgramsWhileEveryCellMoves) {
    gc::HeapOptions heap;
    heap.stress = gc::HeapOptions::Stress::kMove;
    heap.verify = true;
    for (const Program& program : kAsyncPrograms) {
        Engine engine(heap);
        EXPECT_EQ(engine.run_async(program.text), program.expected) << program.text;
    }
}

constexpr Program kTraces[] = {
    {"function f() { return new Error('m').stack }\nf()", "Error: m\n    at f (test.js:1:23)\n    at test.js:2:1"},
    {"class C { constructor() { this.s = new Error().stack } }\nnew C().s", "Error\n    at new C (test.js:1:36)\n    at test.js:2:1"},
    {"var o = {m() { return new Error().stack }}; var p = {n: o.m};\np.n()", "Error\n    at Object.m [as n] (test.js:1:23)\n    at test.js:2:3"},
    {"[1].map(() => new Error().stack)[0]", "Error\n    at test.js:1:15\n    at Array.map (<anonymous>)\n    at test.js:1:5"},
    {"eval('new Error().stack')", "Error\n    at eval (eval at <anonymous> (test.js:1:1), <anonymous>:1:1)\n    at test.js:1:1"},
    {"Error.prepareStackTrace = (e, s) => s[0].getFunctionName() + s[0].getLineNumber() + ':' + s[0].getColumnNumber() + s[0].isToplevel(); function g() { return new Error().stack }\ng()", "g1:157true"},
    {"try { null.x } catch (e) { e.stack }", "TypeError: Cannot read properties of null (reading 'x')\n    at test.js:1:12"},
};

TEST(StackTrace, Texts) {
    for (const Program& program : kTraces) {
        Engine engine;
        EXPECT_EQ(engine.run(program.text), program.expected) << program.text;
    }
}

TEST(StackTrace, AsyncFrames) {
    Engine engine;
    EXPECT_EQ(engine.run_async("var out;\nasync function a() { await 1; throw new Error('x') }\n"
                               "async function b() { await a() }\nb().then(0, e => out = e.stack)"),
              "Error: x\n    at a (test.js:2:37)\n    at async b (test.js:3:22)");
}

TEST(StackTrace, SyntaxErrorPlace) {
    Engine engine;
    Isolate& iso = engine.isolate();
    Completion<FunctionCode*> code = compile_script(iso, iso.default_realm(), SourceText::from_utf8("let a;\nlet a", "s.js"));
    ASSERT_TRUE(code.threw());
    interp::ErrorPlace place;
    ASSERT_TRUE(interp::error_place(iso, iso.take_pending(), &place));
    EXPECT_TRUE(place.is_syntax_error);
    EXPECT_EQ(place.source->name(), "s.js");
    EXPECT_EQ(place.source->line_column(place.start), (LineColumn{2, 5}));
}

TEST(Interrupt, TerminationIsNotCaught) {
    Engine engine;
    Isolate& iso = engine.isolate();
    interp::request_interrupt(iso, interp::Interrupt::kTerminate);
    FunctionCode* code = MUST(compile_script(iso, iso.default_realm(),
                                             SourceText::from_utf8("for (;;) try { for (;;); } catch {} finally {}", "t.js")));
    ASSERT_TRUE(run_script(iso, iso.default_realm(), code).threw());
    EXPECT_TRUE(interp::is_terminating(iso));
    interp::cancel_termination(iso);
    EXPECT_FALSE(iso.has_pending());
    EXPECT_EQ(engine.run("1"), "1");
}

}  // namespace
}  // namespace jsx
