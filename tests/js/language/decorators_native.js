// Decorators: what is no syntax, and what translations cannot do.
for (const bad of ["@d function f() {}", "@d let x;", "@d() () class {}", "@a[b] class {}", "@d export class A {} ; 0", "class A { @d constructor() {} }", "class A { @d static {} }", "@d", "class A { @d }", "@new X class A {}", "@this class A {}", "@super.x class A {}", "class A { accessor constructor = 1 }", "class A { accessor #constructor }", "class A { static accessor prototype }", "@a?.b class C {}", "@`x` class C {}", "@ d class C {} ; ({ @d m() {} })", "@d var x = class {}", "({ accessor a: 1 }); class A { accessor async m() {} }", "class A { @d; }", "@await class C {}", "async () => { @await class C {} }", "function* g() { @yield class C {} }"]) {
  let r; try { new Function(bad); r = "parses"; } catch (e) { r = e.name; }
  console.log(r, bad);
}
function* gen() { class G { @(yield "dec") [yield "key"]() { return "v"; } } return new G; }
{ const it = gen(); console.log(it.next().value, it.next((v, c) => console.log(c.kind, c.name)).value, it.next("kk").value.kk()); }
// An accessor decorator's result may be any object, a function too.
{
  class F { @(() => Object.assign(() => {}, { init: (v) => v + 1 })) accessor f = 1; }
  console.log(new F().f);
}
// What translations that define metadata as an enumerable property get wrong.
const d = () => {};
{
  @d class M {}
  const p = Object.getOwnPropertyDescriptor(M, Symbol.metadata);
  console.log(p.writable, p.enumerable, p.configurable, Object.getPrototypeOf(p.value));
  class Plain {}
  console.log(Plain[Symbol.metadata], Object.hasOwn(Plain, Symbol.metadata));
  const f = Object.getOwnPropertyDescriptor(Function.prototype, Symbol.metadata);
  console.log(f.value, f.writable, f.enumerable, f.configurable);
  class Undecorated extends M {}
  @d class Sub extends Undecorated {}
  console.log(Object.getPrototypeOf(Sub[Symbol.metadata]) === M[Symbol.metadata], Undecorated[Symbol.metadata] === M[Symbol.metadata]);
  @d class Null extends null {}
  console.log(Object.getPrototypeOf(Null[Symbol.metadata]));
  M[Symbol.metadata] = 5;
  try { @d class Bad extends M {} } catch (e) { console.log(e.name, e.message); }
  let during;
  @((C) => { during = Object.hasOwn(C, Symbol.metadata); }) class Late { static there = Object.hasOwn(this, Symbol.metadata); }
  console.log(during, Late.there);
  @((C, c) => { c.metadata.replaced = true; return class R {}; }) class Old {}
  console.log(Old.name, Old[Symbol.metadata].replaced);
}
console.log(Symbol.metadata.toString(), Object.getOwnPropertyDescriptor(Symbol, "metadata").writable);
// The context of each call is another object, its functions too; metadata is one.
{
  const contexts = [];
  const keep = (v, c) => { contexts.push(c); };
  class C { @keep @keep m() {} @keep f; }
  const [a, b, c] = contexts;
  console.log(a !== b, a.access !== b.access, a.metadata === b.metadata && b.metadata === c.metadata);
  console.log(Object.keys(a), Object.getPrototypeOf(a) === Object.prototype, Object.keys(a.access));
  console.log(a.addInitializer.length, a.addInitializer.name, a.access.has.name, a.access.get.length, c.access.set.length);
  try { a.addInitializer(() => {}); } catch (e) { console.log(e.message); }
}
for (const [name, f] of Object.entries({
  method: () => { class X { @(() => 1) m() {} } },
  field: () => { class X { @(() => 1) f; } },
  accessor: () => { class X { @(() => 1) accessor a; } },
  get: () => { class X { @(() => ({ get: 1 })) accessor a; } },
  set: () => { class X { @(() => ({ set: 1 })) accessor a; } },
  init: () => { class X { @(() => ({ init: null })) accessor a; } },
  class: () => { @(() => null) class X {} },
  initializer: () => { class X { @((v, c) => c.addInitializer({})) m() {} } },
  decorator: () => { const o = {}; @o.none class X {} },
})) {
  try { f(); } catch (e) { console.log(name + ":", e.name + ":", e.message); }
}
(async () => { @(await Promise.resolve((v) => { console.log("awaited", v.name); })) class H {} })();
try { @((v, c) => C1.name) class C1 {} console.log("no"); } catch (e) { console.log(e.name, e.message); }
// Static fields are those of the class that a decorator put in place, static methods and private names those of the original.
const keep = []; @((C) => { keep.push(C); return class extends C { static z = 3; }; }) class RC { static y = 2; static who() { return RC; } #priv = 1; static has(o) { return #priv in o; } } console.log(RC.y, RC.z, Object.hasOwn(RC, "y"), Object.hasOwn(keep[0], "y"), RC.who() === RC, RC.has(new RC));
