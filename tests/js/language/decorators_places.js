// Decorators: where they may stand, auto-accessors, scopes, statics and private names. TypeScript's translation prints the
// same in Node.
let n = 0; const d = (v, c) => { n++; }; const o = { d, f: () => d, p: { q: d } };
@d class A1 {}
@o.d class A2 {}
@o.p.q class A3 {}
@o.f() class A4 {}
@(o["d"]) class A5 {}
@d @d class A6 { @d @o.d @(d) x; @d static y; @d async m() {} @d *g() {} @d async *ag() {} @d get z() { return 1 } @d set z(v) {} @d accessor w; @d 'str'; @d 1; @d [1 + 1]; @d static async *sag() {} @d accessor; @d get; @d set; @d async; }
class P { #d = d; static t(p) { class X { @(p.#d) m() {} } return X; } } P.t(new P);
const E = @d class {}; const F = @d class Named {}; (@d class {}); [@d class {}];
console.log(n);
class Acc { accessor a = 1; static accessor b = 2; accessor #c = 3; accessor
d = 4; accessor "s" = 5; accessor 7 = 8; accessor [`k`] = 9; c() { return this.#c; } setc(v) { this.#c = v; } }
const acc = new Acc; acc.setc(10);
console.log(acc.a, Acc.b, acc.c(), acc.accessor, acc.d, acc.s, acc[7], acc.k, Object.getOwnPropertyNames(Acc.prototype).join(), Object.keys(acc).join());
const ad = Object.getOwnPropertyDescriptor(Acc.prototype, "a"); console.log(ad.enumerable, ad.configurable, ad.get.name, ad.set.name, ad.get.length, ad.set.length);
try { ad.get.call({}); } catch (e) { console.log(e.name); }
try { ad.set.call({}, 1); } catch (e) { console.log(e.name); }
// TDZ, evaluation in outer scope, private names
let seen; { class C2 { @((v, c) => { seen = () => C2; }) m() {} } console.log(seen() === C2); }
@((v, c) => { c.addInitializer(function () { console.log("class init", this.name, this.x); }); }) class D3 { static x = 1; }
// this in decorators
(function () { @(this.d) class Z { @(this.d) m() {} } }).call(o);
// order: initializers with inheritance
const seq = []; const add = (name) => (v, c) => { c.addInitializer(function () { seq.push(name); }); if (c.kind === "field") return (x) => { seq.push("init " + name); return x; }; if (c.kind === "accessor") return { init(x) { seq.push("init " + name); return x; } }; };
class Par { @add("pm") m() {} @add("pf") f = seq.push("pf value"); constructor() { seq.push("Par body"); } }
class Chi extends Par { @add("cm") m() {} @add("cf") f = seq.push("cf value"); @add("ca") accessor a = seq.push("ca value"); constructor() { seq.push("before super"); super(); seq.push("Chi body"); } }
new Chi; console.log(seq.join("; "));
seq.length = 0;
@add("cls") @add("cls2") class St { @add("m1") @add("m2") static m() {} @add("f1") @add("f2") static f = seq.push("f value"); static g = seq.push("g value"); @add("a1") static accessor a = seq.push("a value"); static { seq.push("block"); } @add("p") static #p = seq.push("p value"); }
console.log(seq.join("; "));
// errors thrown by decorators propagate; later ones do not run
const ran = []; try { class T { @((v, c) => ran.push("a")) @((v, c) => { throw new Error("boom"); }) m() {} } } catch (e) { console.log(e.message, ran.length); }
// static private methods and `this`
class SP { @((v) => function () { return "wrapped " + v.call(this); }) static #p() { return this === SP; } static call() { return SP.#p(); } } console.log(SP.call());
class GP { @((v) => function () { return v.call(this) * 2; }) get #x() { return 21; } @((v) => function (x) { v.call(this, x + 1); }) set #x(v) { this.y = v; } r() { this.#x = 1; return [this.#x, this.y]; } } console.log(new GP().r().join());
// a getter and a setter of one name, each decorated
class GS { @((v) => function () { return "g" + v.call(this); }) get x() { return this._x; } @((v) => function (x) { v.call(this, x + "s"); }) set x(v) { this._x = v; } } const gs = new GS; gs.x = 1; console.log(gs.x);
// addInitializer this for methods
class AI { @((v, c) => { c.addInitializer(function () { this[c.name] = v.bind(this); }); }) m() { return this.q; } q = 5; } const { m } = new AI; console.log(m());
// context is fresh for each decorator
