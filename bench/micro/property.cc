// Property access: by the number of shapes a site sees, by where the property is, by the kind of elements.
#include "bench/micro/cases.h"

namespace jsx::bench {

namespace {

constexpr const char* kFourShapes = R"js(
var objects = [{ x: 1 }, { a: 0, x: 1 }, { a: 0, b: 0, x: 1 }, { a: 0, b: 0, c: 0, x: 1 }];)js";

constexpr const char* kManyShapes = R"js(
var objects = [];
for (let i = 0; i < 64; i++) {
    const o = {};
    o["p" + i] = 0;
    o.x = 1;
    objects.push(o);
})js";

constexpr const char* kChain = R"js(
class A { get g() { return 1; } set s(v) {} m() {} }
A.prototype.x = 1;
class B extends A {}
class C extends B {}
class D extends C {}
var one = new A, four = new D;)js";

constexpr Case kCases[] = {
    {"Property/Get/Monomorphic", "", "const o = { a: 1, b: 2 };", "sink = o.b;"},
    {"Property/Get/Polymorphic", kFourShapes, "const list = objects;", "sink = list[i & 3].x;"},
    {"Property/Get/Megamorphic", kManyShapes, "const list = objects;", "sink = list[i & 63].x;"},
    {"Property/Get/OutOfLine", "", "const o = {}; for (let k = 0; k < 40; k++) o['p' + k] = k;", "sink = o.p39;"},
    {"Property/Get/Dictionary", "", "const o = { a: 1, b: 2, c: 3 }; delete o.a; delete o.b;", "sink = o.c;"},
    {"Property/Get/Prototype", kChain, "const o = one;", "sink = o.x;"},
    {"Property/Get/PrototypeChainOfFour", kChain, "const o = four;", "sink = o.x;"},
    {"Property/Get/Absent", kChain, "const o = four;", "sink = o.nowhere;"},
    {"Property/Get/Getter", kChain, "const o = four;", "sink = o.g;"},
    {"Property/Get/Private", "class P { #x = 1; static read(p) { return p.#x; } }", "const p = new P, read = P.read;", "sink = read(p);"},
    {"Property/Get/ArrayLength", "", "const a = [1, 2, 3];", "sink = a.length;"},
    {"Property/Get/StringLength", "", "const s = 'three';", "sink = s.length;"},
    {"Property/Get/ComputedName", "", "const o = { a: 1, b: 2 }, keys = ['a', 'b'];", "sink = o[keys[i & 1]];"},
    {"Property/Get/Symbol", "", "const s = Symbol(), o = { [s]: 1 };", "sink = o[s];"},
    {"Property/Get/Proxy", "", "const o = new Proxy({ x: 1 }, {});", "sink = o.x;"},
    {"Property/In", "", "const o = { a: 1, b: 2 };", "sink = 'b' in o;"},
    {"Property/Set/Monomorphic", "", "const o = { a: 1, b: 2 };", "o.b = i;"},
    {"Property/Set/Polymorphic", kFourShapes, "const list = objects;", "list[i & 3].x = i;"},
    {"Property/Set/Megamorphic", kManyShapes, "const list = objects;", "list[i & 63].x = i;"},
    {"Property/Set/Setter", kChain, "const o = four;", "o.s = i;"},
    {"Property/Set/Add", "", "", "const o = {}; o.a = i; o.b = i;"},
    {"Property/Global/Var", "var counter = 1;", "", "sink = counter;"},
    {"Property/Global/Let", "let counter = 1;", "", "sink = counter;"},
    {"Property/Global/Assign", "var counter = 1;", "", "counter = i;"},
    {"Property/Global/Builtin", "", "", "sink = Math;"},
    {"Property/Closure/Read", "var read = (() => { let v = 1; return () => v; })();", "const f = read;", "sink = f();"},
    {"Element/Get/Int32", "", "const a = [1, 2, 3, 4];", "sink = a[i & 3];"},
    {"Element/Get/Double", "", "const a = [1.5, 2.5, 3.5, 4.5];", "sink = a[i & 3];"},
    {"Element/Get/Any", "", "const a = ['a', {}, null, 4];", "sink = a[i & 3];"},
    {"Element/Get/Hole", "", "const a = [1, , 3, , 5];", "sink = a[(i & 1) + 1];"},
    {"Element/Get/OutOfBounds", "", "const a = [1, 2];", "sink = a[8];"},
    {"Element/Get/Sparse", "", "const a = []; a[1e6] = 1;", "sink = a[1e6];"},
    {"Element/Get/Float64Array", "", "const a = new Float64Array(4);", "sink = a[i & 3];"},
    {"Element/Get/Uint8Array", "", "const a = new Uint8Array(4);", "sink = a[i & 3];"},
    {"Element/Get/String", "", "const s = 'abcd';", "sink = s[i & 3];"},
    {"Element/Get/Arguments", "function second() { return arguments[1]; }", "const f = second;", "sink = f(1, 2);"},
    {"Element/Set/Int32", "", "const a = [1, 2, 3, 4];", "a[i & 3] = i;"},
    {"Element/Set/Double", "", "const a = [1.5, 2.5, 3.5, 4.5];", "a[i & 3] = 0.5;"},
    {"Element/Set/Any", "", "const a = ['a', {}, null, 4];", "a[i & 3] = a;"},
    {"Element/Set/Append", "", "const a = [];", "a[i] = i;"},
    {"Element/Set/Float64Array", "", "const a = new Float64Array(4);", "a[i & 3] = 0.5;"},
    {"Element/Set/Uint8Array", "", "const a = new Uint8Array(4);", "a[i & 3] = i;"},
    {"Element/Push", "", "const a = [];", "a.push(i);"},
    {"Element/Destructure", "", "const pair = [1, 2];", "const [a, b] = pair; sink = b;"},
};

}  // namespace

std::span<const Case> property_cases() { return kCases; }

}  // namespace jsx::bench
