// Decorators (tc39.es/proposal-decorators): order, results, access, initializers, metadata. TypeScript's translation
// prints the same in Node.
{
const log = [];
function d(name) { return (v, c) => { log.push(name + " " + c.kind + " " + String(c.name) + " static=" + c.static + " private=" + c.private + " access=" + Object.keys(c.access ?? {}) + " meta=" + typeof c.metadata); c.addInitializer(function () { log.push("init " + name + " " + (typeof this)); }); }; }
@d("C") class C {
  @d("m") m() {}
  @d("sm") static sm() {}
  @d("g") get g() { return 1; }
  @d("s") set g(v) {}
  @d("f") f = 1;
  @d("sf") static sf = 1;
  @d("a") accessor a = 1;
  @d("sa") static accessor sa = 1;
  @d("pm") #pm() {}
  @d("pf") #pf = 2;
  @d("pa") accessor #pa = 2;
  @d("spm") static #spm() {}
}
new C;
for (const l of log) console.log(l);
console.log(Symbol.metadata, C[Symbol.metadata]);
}
const log = [];
const note = (x, y) => (log.push(x), y);
const dec = (n) => note("eval " + n, (v, c) => { log.push("call " + n + " " + typeof v); });
class Base { constructor() { log.push("Base()"); } }
@dec("c1") @dec("c2") class A extends note("heritage", Base) {
  @dec("s1") static [note("key s", "s")] = note("static field");
  @dec("m1") @dec("m2") [note("key m", "m")]() {}
  @dec("f1") @dec("f2") [note("key f", "f")] = note("field init");
  plain = note("plain");
  @dec("a") accessor [note("key a", "a")] = note("accessor init");
  static { log.push("static block"); }
  @dec("sm") static sm() {}
  constructor() { super(); log.push("A()"); }
}
new A;
console.log(log.join("\n"));

// results
function replace(f) { return (v, c) => f; }
class R {
  @replace(function () { return "new m"; }) m() { return "old"; }
  @replace(function () { return "new g"; }) get g() { return "old"; }
  @replace(function (v) { this.seen = "new s " + v; }) set s(v) { this.seen = "old " + v; }
  @((v, c) => (x) => x + 1) @((v, c) => (x) => x * 10) f = 1;
  @((v, c) => ({ get() { return "got " + v.get.call(this); }, set(x) { v.set.call(this, x + "!"); }, init(x) { return "init " + x; } })) accessor a = "a";
  @((v, c) => ({ init: (x) => x + 1 })) @((v, c) => ({ init: (x) => x * 10 })) accessor b = 1;
  @replace(function () { return "new pm"; }) #pm() { return "old"; }
  pm() { return this.#pm(); }
  @((v, c) => (x) => x + "p") #pf = "f";
  pf() { return this.#pf; }
  @((v, c) => (x) => x + this) static sf = 1;
}
const r = new R;
r.s = 5;
console.log(r.m(), r.g, r.seen, r.f, r.a, r.b, r.pm(), r.pf());
r.a = "z";
console.log(r.a, typeof R.sf);
@((v, c) => class extends v { extra = c.name }) class Repl { static self = Repl; static me() { return Repl; } }
console.log(Repl.name, new Repl().extra, Repl.self === Repl, Repl.me() === Repl, Object.getPrototypeOf(Repl).name);

// errors
function attempt(name, f) { try { f(); console.log(name, "no error"); } catch (e) { console.log(name, e.constructor.name); } }
attempt("method 1", () => { class X { @(() => 1) m() {} } });
attempt("method null", () => { class X { @(() => null) m() {} } });
attempt("field obj", () => { class X { @(() => ({})) f } });
attempt("accessor 1", () => { class X { @(() => 1) accessor f } });
attempt("accessor get 1", () => { class X { @(() => ({ get: 1 })) accessor f } });
attempt("accessor init 1", () => { class X { @(() => ({ init: 1 })) accessor f } });
attempt("class obj", () => { @(() => ({})) class X { } });
attempt("class null", () => { @(() => null) class X { } });
attempt("not callable", () => { @(1) class X { } });
attempt("undefined dec", () => { class X { @(undefined) m() {} } });
attempt("late addInitializer", () => { let add; class X { @((v, c) => { add = c.addInitializer; }) m() {} } add(() => {}); });
attempt("bad initializer", () => { class X { @((v, c) => { c.addInitializer(1); }) m() {} } });

// access
let acc = {};
class Acc {
  @((v, c) => { acc.m = c.access; }) m() { return "m"; }
  @((v, c) => { acc.f = c.access; }) f = "f";
  @((v, c) => { acc.a = c.access; }) accessor a = "a";
  @((v, c) => { acc.g = c.access; }) get g() { return "g"; }
  @((v, c) => { acc.s = c.access; }) set s(v) { this.stored = v; }
  @((v, c) => { acc.pf = c.access; }) #pf = "pf";
  @((v, c) => { acc.pm = c.access; }) #pm() { return "pm"; }
  @((v, c) => { acc.pa = c.access; }) accessor #pa = "pa";
  @((v, c) => { acc.pg = c.access; }) get #pg() { return "pg"; }
  @((v, c) => { acc.sf = c.access; }) static sf = "sf";
  @((v, c) => { acc.spf = c.access; }) static #spf = "spf";
  @((v, c) => { acc.sym = c.access; }) [Symbol.for("k")] = "sym";
  @((v, c) => { acc.num = c.access; }) 12 = "num";
}
const o = new Acc;
for (const k of Object.keys(acc)) {
  const target = k.startsWith("s") && k !== "s" && k !== "sym" ? Acc : o;
  const a = acc[k];
  if (a.get) { let v = a.get(target); console.log(k, "get", typeof v === "function" ? v.call(target) : v); }
  if (a.set) { a.set(target, k + " set"); if (a.get) console.log(k, "get2", a.get(target)); else console.log(target.stored); }
  console.log(k, "has", a.has(target), a.has({}), a.has({ m: 1, f: 1 }));
  console.log(k, Object.keys(a).join());
}
attempt("get private of other", () => acc.pf.get({}));
attempt("set private of other", () => acc.pf.set({}, 1));

// initializers run when
const seq = [];
const on = (n) => (v, c) => { c.addInitializer(function () { seq.push(n + ":" + (typeof this === "function" ? "C" : Object.keys(this).join())); }); };
class I {
  @on("m") m() {}
  a = 1;
  @on("f") b = 2;
  c = 3;
  @on("acc") accessor d = 4;
  @on("sm") static sm() {}
  static x = 1;
  @on("sf") static y = 2;
  static z = 3;
}
new I;
console.log(seq.join("\n"));
// bound receivers
const ns = { tag: "ns", d(v, c) { console.log("this is", this === ns); } };
@ns.d class Q { @ns.d m() {} }
class Meta { @((v, c) => { c.metadata.a = 1; }) m() {} @((v, c) => { c.metadata.b = c.metadata.a; }) f }
class Sub extends Meta { @((v, c) => { c.metadata.c = c.metadata.a; }) g }
console.log(Meta[Symbol.metadata].a, Meta[Symbol.metadata].b, Object.getPrototypeOf(Sub[Symbol.metadata]) === Meta[Symbol.metadata], Object.keys(Sub[Symbol.metadata]).join());
console.log(Object.getPrototypeOf(Meta[Symbol.metadata]));
// names
class N { @((v, c) => console.log(v.name, c.name)) m() {} @((v, c) => console.log(v.name)) get g() { return 1; } @((v, c) => console.log(v.get.name, v.set.name)) accessor a; @((v, c) => console.log(v.name)) #p() {} @((v,c)=>console.log(c.name)) "quoted name"() {} @((v,c)=>console.log(typeof c.name, c.name)) 1() {} }
const anon = @((v, c) => console.log(JSON.stringify(c.name), JSON.stringify(v.name))) class {};
console.log(anon.name);

