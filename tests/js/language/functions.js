function defaults(a, b = a + 1, { c = 3, ...d } = {}, [e, ...f] = [4, 5, 6], ...g) { return [a, b, c, d, e, f, g, arguments.length, defaults.length]; }
console.log(defaults(1), defaults(1, undefined, { c: 0, z: 1 }, 'xyz', 8, 9));
function mapped(a, b) { arguments[0] = 9; b = 8; return [a, arguments[1], arguments.length]; } console.log(mapped(1, 2), mapped(1));
function strict(a) { 'use strict'; arguments[0] = 9; return a; } console.log(strict(1));
const arrow = (...args) => args.length; console.log(arrow(1, 2, 3), (a => a)(1), (({ a }) => a)({ a: 5 }), (() => ({}))());
function Old(x) { if (!new.target) return new Old(x); this.x = x; } console.log(Old(1).x, new Old(2).x, new (class { constructor() { return { k: 1 }; } })().k);
console.log(function () {}.name === '', (() => {}).name, ({ m() {} }).m.name, ({ get g() { return 1; } }).g, ({ ['c' + 1]: () => 1 }).c1.name, (class { static s() {} }).s.name);
const f1 = function () {}, { f2 = () => {} } = {}; console.log(f1.name, f2.name, (function named() {}).name, Symbol.iterator in [] && [][Symbol.iterator].name);
console.log(Math.max.apply(null, [1, 3, 2]), Array.prototype.slice.call('abc', 1), ((a, b) => a + b).bind(null, 1)(2), (function () { return this.v; }).bind({ v: 1 }).call({ v: 2 }));
function Bound(a, b) { this.s = a + b; } const B = Bound.bind(null, 1); console.log(new B(2).s, new B(2) instanceof Bound, B.name, B.length);
const fact = n => n <= 1 ? 1 : n * fact(n - 1); console.log(fact(20), (function f(n) { return n ? n + f(n - 1) : 0; })(100));
function outer() { let n = 0; const self = () => { n++; return () => n += 10; }; return [self, () => n]; } const [s, get] = outer(); s()(); s(); console.log(get());
console.log([1, 2, 3].map(parseInt), ['a', 'b'].map((x, i, all) => x + i + all.length), (function () { return typeof this; })(), (function () { 'use strict'; return typeof this; })());
let depth = 0; (function deep() { depth++; deep(); }).constructor; try { (function deep() { depth++; deep(); })(); } catch (e) { console.log(e instanceof RangeError, e.message, depth > 5000); }
console.log((function (a, b) {}).toString(), (async  x => x).toString(), ({ get  a() { return 1 } }).__lookupGetter__('a').toString(), class  A { m(){} }.toString());
try { undefined.foo; } catch (e) { console.log(e.message); } try { let o = {}; o.a.b.c; } catch (e) { console.log(e.message); } try { let o = {}; o.f(); } catch (e) { console.log(e.message); }
try { let o = { a: {} }; o.a.b.c(); } catch (e) { console.log(e.message); } try { (void 0)(); } catch (e) { console.log(e.message); } try { let x = 1; x(); } catch (e) { console.log(e.message); }
try { new (() => 1)(); } catch (e) { console.log(e.message); } try { class A {} A(); } catch (e) { console.log(e.message); } try { [...1]; } catch (e) { console.log(e.message); }
try { const [a] = null; } catch (e) { console.log(e.message); } try { const { a } = null; } catch (e) { console.log(e.message); } try { for (const x of 5); } catch (e) { console.log(e.message); }
try { null[Symbol.iterator]; } catch (e) { console.log(e.message); } try { undefined.x = 1; } catch (e) { console.log(e.message); } try { 'use strict'; Object.freeze([1]).push(2); } catch (e) { console.log(e.message); }
try { x.y; let x; } catch (e) { console.log(e.message); } try { notDefined; } catch (e) { console.log(e.message); } try { BigInt(1.5); } catch (e) { console.log(e.message); } try { 1n + 1; } catch (e) { console.log(e.message); }
try { Symbol() + ''; } catch (e) { console.log(e.message); } try { ({}) instanceof 5; } catch (e) { console.log(e.message); } try { 'x' in 'y'; } catch (e) { console.log(e.message); } try { new Array(-1); } catch (e) { console.log(e.message); }
