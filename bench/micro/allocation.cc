// Allocation as programs do it; gc_heap_bench measures the allocator and the collectors by themselves.
#include "bench/micro/cases.h"

namespace jsx::bench {

namespace {

constexpr Case kCases[] = {
    {"Allocate/EmptyObject", "", "", "sink = {};"},
    {"Allocate/Object", "", "", "sink = { a: i, b: 2, c: 3 };"},
    {"Allocate/ObjectOfTen", "", "", "sink = { a: i, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10 };"},
    {"Allocate/ObjectSpread", "", "const o = { a: 1, b: 2, c: 3 };", "sink = { ...o, d: i };"},
    {"Allocate/EmptyArray", "", "", "sink = [];"},
    {"Allocate/Array", "", "", "sink = [i, 2, 3];"},
    {"Allocate/ArraySpread", "", "const list = [1, 2, 3, 4, 5, 6, 7, 8];", "sink = [...list];"},
    {"Allocate/ArrayOfThousand", "", "", "sink = new Array(1000).fill(0);"},
    {"Allocate/Closure", "", "", "sink = () => i;"},
    {"Allocate/Environment", "", "", "let v = i; const f = () => v++; sink = f;"},
    {"Allocate/RegExp", "", "", "sink = /a+b/;"},
    {"Allocate/Error", "", "", "sink = new Error('message');"},
    {"Allocate/Map", "", "", "sink = new Map;"},
    {"Allocate/MapEntry", "", "const m = new Map;", "m.set(i, i);"},
    {"Allocate/Promise", "", "", "sink = Promise.resolve(i);"},
    {"Allocate/ArrayBuffer", "", "", "sink = new ArrayBuffer(64);"},
    {"Allocate/Float64Array", "", "", "sink = new Float64Array(8);"},
    {"Allocate/BigInt", "", "let b = 2n ** 70n;", "sink = b + 1n;"},
    // Every object stays until the batch ends: what dies young in the cases above is copied here.
    {"Allocate/Surviving", "", "const kept = [];", "kept.push({ a: i, b: 2 });"},
    // A window of old objects, each overwritten after 1,000 turns: barriers, promotion, the old space.
    {"Allocate/Window", "var kept = new Array(1000).fill(null);", "const list = kept;", "list[i % 1000] = { a: i, next: list[(i + 1) % 1000] && null };"},
    {"Allocate/Tree", "function tree(d) { return d === 0 ? null : { left: tree(d - 1), right: tree(d - 1) }; }", "", "sink = tree(6);"},
};

}  // namespace

std::span<const Case> allocation_cases() { return kCases; }

}  // namespace jsx::bench
