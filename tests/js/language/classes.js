class A { static #count = 0; #x; y = 1; static z = A.name + '!'; ['comp' + 'uted'] = 2; constructor(x) { this.#x = x; A.#count++; } get x() { return this.#x; } set x(v) { this.#x = v * 2; } #priv() { return 'p' + this.#x; } callPriv() { return this.#priv(); } static count() { return A.#count; } static { this.init = 'block'; } static has(o) { return #x in o; } }
class B extends A { #x = 'own'; constructor() { super(5); this.b = super.x; } get x() { return 'B' + super.x; } set x(v) { super.x = v; } callPriv() { return super.callPriv() + this.#x; } static count() { return super.count() + 100; } toString() { return `B(${this.x})`; } }
const a = new A(1), b = new B();
console.log(a.x, (a.x = 4, a.x), a.y, A.z, a.computed, a.callPriv(), A.count(), A.init, A.has(a), A.has({}));
console.log(b.x, (b.x = 10, b.x), b.b, b.callPriv(), B.count(), `${b}`, b instanceof A, Object.keys(b), B.z, A.has(b));
try { A.prototype.callPriv.call({}); } catch (e) { console.log(e.message); } try { Object.getOwnPropertyDescriptor(A.prototype, 'x').get.call({}); } catch (e) { console.log(e.message); }
class C extends Array { sum() { return this.reduce((p, q) => p + q, 0); } static get [Symbol.species]() { return Array; } } const c = C.from([1, 2, 3]); console.log(c, c.sum(), c.map(x => x) instanceof C, c.length, c instanceof C);
class E2 extends Error { constructor(m, code) { super(m); this.code = code; } get name() { return 'E2'; } } const e = new E2('bad', 7); console.log(String(e), e.code, e instanceof Error, e.stack.split('\n')[0]);
const Mixin = Base => class extends Base { mixed() { return 'mixed ' + this.name; } }; class N { name = 'n'; } console.log(new (Mixin(N))().mixed());
class D { constructor() { this.t = new.target.name; } } class D2 extends D {} console.log(new D2().t, Reflect.construct(D, [], D2).t, Object.getPrototypeOf(D2) === D);
class G { *[Symbol.iterator]() { yield 1; yield 2; } async m() { return 1; } static async *ag() { yield 3; } 'quoted key'() { return 'q'; } 123() { return 'num'; } } console.log([...new G()], new G()['quoted key'](), new G()[123]());
const o = { __proto__: { hi() { return 'proto hi'; } }, hi() { return super.hi() + '!'; }, get [`g${1}`]() { return 'getter'; } }; console.log(o.hi(), o.g1);
try { class X extends null { constructor() { super(); } } new X(); } catch (e) { console.log(e.message); } try { class X extends A { constructor() { this.x; } } new X(); } catch (e) { console.log(e.message); } try { class X extends 5 {} } catch (e) { console.log(e.message); }
class F { a = this.constructor.name; b = () => this.a; static s = 1; static t = this.s + 1; 'c d' = 3; } console.log(new F().b(), F.t, new F());
console.log(class {}.name, (class Named {}).name, typeof class {}, Object.getOwnPropertyNames(class { static m() {} }), Object.getOwnPropertyNames(A.prototype));
class Acc { static accessor = 1; static get = 2; static set = 3; static static = 4; static async = 5; get; set; async; } console.log(Acc.accessor, Acc.get, Acc.set, Acc.static, Acc.async, Object.keys(new Acc()));
class Priv { static #m() { return 'sm'; } static get #g() { return 'sg'; } static read() { return this.#m() + this.#g; } get #acc() { return this.v; } set #acc(x) { this.v = x; } run() { this.#acc = 4; return this.#acc++ + this.#acc; } } console.log(Priv.read(), new Priv().run());
