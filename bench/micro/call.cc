// Calls: what is called, and how its arguments come.
#include "bench/micro/cases.h"

namespace jsx::bench {

namespace {

constexpr const char* kClasses = R"js(
class A { constructor(x) { this.x = x; } m(x) { return x; } }
class B extends A { constructor(x) { super(x); } m(x) { return super.m(x); } }
class Empty {}
class Fields { a = 1; b = 2; }
function Old(x) { this.x = x; }
var a = new A(1), b = new B(1);)js";

constexpr Case kCases[] = {
    {"Call/Function", "function f(x) { return x; }", "", "sink = f(i);"},
    {"Call/FunctionOfThree", "function f(x, y, z) { return z; }", "", "sink = f(i, 1, 2);"},
    {"Call/TooFewArguments", "function f(x, y, z) { return z; }", "", "sink = f(i);"},
    {"Call/TooManyArguments", "function f(x) { return x; }", "", "sink = f(i, 1, 2);"},
    {"Call/DefaultParameter", "function f(x, y = 1) { return y; }", "", "sink = f(i);"},
    {"Call/Closure", "", "let total = 0; const f = (x) => { total += x; };", "f(i);"},
    {"Call/Polymorphic", "", "const list = [(x) => x, (x) => x + 1, (x) => x + 2, (x) => x + 3];", "sink = list[i & 3](i);"},
    {"Call/Method", kClasses, "const o = a;", "sink = o.m(i);"},
    {"Call/SuperMethod", kClasses, "const o = b;", "sink = o.m(i);"},
    {"Call/Bound", "", "const f = ((x, y) => y).bind(null, 1);", "sink = f(i);"},
    {"Call/FunctionPrototypeCall", "function f(x) { return x; }", "", "sink = f.call(null, i);"},
    {"Call/FunctionPrototypeApply", "function f(x) { return x; }", "const list = [1];", "sink = f.apply(null, list);"},
    {"Call/ReflectApply", "function f(x) { return x; }", "const list = [1];", "sink = Reflect.apply(f, null, list);"},
    {"Call/Native", "", "const floor = Math.floor;", "sink = floor(i);"},
    {"Call/NativeMethod", "", "", "sink = Math.max(i, 1);"},
    {"Call/Embedder", "", "const f = identity;", "sink = f(i);"},
    {"Call/Spread", "function f(x, y, z) { return z; }", "const list = [1, 2, 3];", "sink = f(...list);"},
    {"Call/Rest", "function f(...rest) { return rest; }", "", "sink = f(i, 1, 2);"},
    {"Call/Arguments", "function f() { return arguments.length; }", "", "sink = f(i, 1, 2);"},
    {"Call/Recursive", "function down(x) { return x === 0 ? 0 : down(x - 1); }", "", "sink = down(9);"},
    {"Call/Callback", "", "const list = [1, 2, 3, 4, 5, 6, 7, 8], f = (x) => x;", "list.forEach(f);"},
    {"Call/Generator", "function* g() { for (;;) yield 1; }", "const it = g();", "sink = it.next().value;"},
    {"Call/Async", "async function f() {}", "", "sink = f();"},
    {"Call/Throw", "function f() { throw 1; }", "", "try { f(); } catch (e) { sink = e; }"},
    {"Call/TaggedTemplate", "function tag(strings, x) { return x; }", "", "sink = tag`a${i}b`;"},
    {"Call/Eval", "", "const text = '1', f = eval;", "sink = f(text);"},
    {"Construct/Function", kClasses, "", "sink = new Old(i);"},
    {"Construct/Empty", kClasses, "", "sink = new Empty;"},
    {"Construct/Class", kClasses, "", "sink = new A(i);"},
    {"Construct/Derived", kClasses, "", "sink = new B(i);"},
    {"Construct/Fields", kClasses, "", "sink = new Fields;"},
    {"Construct/Native", "", "", "sink = new Array(4);"},
    {"Construct/Bound", kClasses, "const C = A.bind(null, 1);", "sink = new C;"},
    {"Construct/Spread", kClasses, "const list = [1];", "sink = new A(...list);"},
    {"Construct/Reflect", kClasses, "const list = [1];", "sink = Reflect.construct(A, list);"},
};

}  // namespace

std::span<const Case> call_cases() { return kCases; }

}  // namespace jsx::bench
