// Object and Object.prototype, Reflect, Proxy basics, Symbol.
const log = (...values) => console.log(...values.map(String));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
const J = JSON.stringify;
log(J(Object.assign({ a: 1 }, { b: 2 }, null, 'xy', { get c() { return 3; } })));
const order = [];
Object.assign({ set a(v) { order.push('set a ' + v); }, set b(v) { order.push('set b ' + v); } }, { get a() { order.push('get a'); return 1; }, b: 2 });
log(order.join());
const symbol = Symbol('s');
const from = { [symbol]: 1, x: 2, 1: 3 };
log(Reflect.ownKeys(Object.assign({}, from)).map(String).join());
// A setter that changes the source while it is copied.
const source = { a: 1, b: 2, c: 3 };
log(J(Object.assign({ set a(v) { delete source.b; source.c = 30; } }, source)));
log(J(Object.entries({ b: 1, a: 2, 1: 3 })), J(Object.values('ab')), J(Object.keys([4, , 5])), J(Object.fromEntries(new Map([['k', 'v'], [1, 2]]))));
log(J(Object.groupBy([1, 2, 3, 4], (x, i) => (x % 2 ? 'odd' : 'even'))), Object.getPrototypeOf(Object.groupBy([], String)));
log(J(Object.getOwnPropertyDescriptor({ get x() { return 1; } }, 'x')), J(Object.getOwnPropertyDescriptors({ a: 1 })), Object.getOwnPropertyNames('ab').join(), Object.getOwnPropertySymbols(from).length);
const frozen = Object.freeze({ a: 1, b: {} });
log(Object.isFrozen(frozen), Object.isSealed(frozen), Object.isExtensible(frozen), Object.isFrozen('a'), Object.isFrozen({}), Object.isFrozen(Object.preventExtensions({})));
const sealed = Object.seal([1, 2]);
sealed[0] = 9;
log(Object.isSealed(sealed), Object.isFrozen(sealed), sealed[0], Reflect.deleteProperty(sealed, 0), Reflect.set(sealed, 5, 1));
const made = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } });
log(J(made), made.inherited, made.hidden, Object.create(null) instanceof Object);
log(Object.is(NaN, NaN), Object.is(0, -0), Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn([1], 0), ({}).hasOwnProperty.call('abc', 1));
log([null, undefined, 1, 'x', true, [], () => 1, /a/, new Date(0), new Error('e'), (function () { return arguments; })(), { [Symbol.toStringTag]: 'Tag' }, Symbol.iterator, 1n, new Proxy([], {}), JSON, Math].map((v) => Object.prototype.toString.call(v)).join(' '));
log(({}).__proto__ === Object.prototype, ({ __proto__: null }).__proto__, Object.getPrototypeOf(1) === Number.prototype, Object.setPrototypeOf(1, null));
const p = {};
p.__defineGetter__('g', () => 'got');
p.__defineSetter__('g', function (v) { this.v = v; });
p.g = 5;
log(p.g, p.v, typeof p.__lookupGetter__('g'), p.__lookupSetter__('none'), Object.create(p).__lookupGetter__('g') === p.__lookupGetter__('g'));
class Derived extends Object { constructor() { super(1, 2); } }
log(new Derived() instanceof Derived, typeof new Object(1), Object(symbol) instanceof Symbol, new Object(null) instanceof Object, Object.prototype.propertyIsEnumerable.call([1], 'length'), [].propertyIsEnumerable('0'));
for (const f of [
    () => Object.assign(null), () => Object.create(1), () => Object.create(undefined), () => Object.defineProperty(1, 'x', {}), () => Object.defineProperties(1, {}),
    () => Object.defineProperty({}, 'x', 1), () => Object.defineProperty({}, 'x', { get: 1 }), () => Object.defineProperty({}, 'x', { get() {}, value: 1 }),
    () => Object.defineProperty(Object.freeze({}), 'x', { value: 1 }), () => Object.defineProperty(Object.freeze({ x: 2 }), 'x', { value: 1 }),
    () => Object.entries(null), () => Object.setPrototypeOf(undefined, {}), () => Object.setPrototypeOf({}, 1), () => Object.setPrototypeOf(Object.freeze({}), {}),
    () => { const a = {}; Object.setPrototypeOf(a, Object.create(a)); }, () => Object.setPrototypeOf(Object.prototype, {}), () => Object.fromEntries(null), () => Object.fromEntries([1]),
    () => Object.groupBy(null), () => Object.groupBy([1], 3), () => Object.prototype.__defineGetter__.call({}, 'x', 1), () => Object.prototype.toLocaleString.call(null),
    () => Object.prototype.isPrototypeOf.call(null, {}), () => Object.freeze(new Proxy({}, { preventExtensions() { return false; } })), () => Object.freeze(new Uint8Array(2)),
    () => { 'use strict'; Object.freeze({ a: 1 }).a = 2; }, () => Object.getOwnPropertyNames(null),
    () => Reflect.apply(1), () => Reflect.construct(1), () => Reflect.construct(function () {}, [], 1), () => Reflect.construct(() => 1, []), () => Reflect.get(1), () => Reflect.ownKeys('a'), () => Reflect.setPrototypeOf({}, 1),
    () => Proxy(), () => new Proxy({}, 1), () => { const r = Proxy.revocable({}, {}); r.revoke(); r.revoke(); return r.proxy.x; },
    () => new Symbol(), () => Symbol(Symbol()), () => Symbol.keyFor(1), () => Symbol.prototype.toString.call(1), () => Symbol.prototype.description, () => `${symbol}`, () => +symbol,
]) attempt(f);
log(Reflect.apply(Math.max, null, [1, 3, 2]), Reflect.construct(Date, [0]).getTime(), Reflect.construct(function () { return new.target; }, [], Array) === Array, Reflect.has({ a: 1 }, 'a'), Reflect.defineProperty(frozen, 'z', {}), Reflect.set({}, 'a', 1), Reflect.set(Object.freeze([1]), 0, 2), Reflect.get({ get x() { return this; } }, 'x', 'receiver'), J(Reflect.ownKeys({ b: 1, 2: 1, a: 1, 1: 1 })));
log(Symbol.for('k') === Symbol.for('k'), Symbol.keyFor(Symbol.for('k')), Symbol.keyFor(symbol), symbol.description, Symbol().description, symbol.toString(), Object(symbol) == symbol, Symbol.iterator.description, Symbol.for().description);
for (let i = 0; i < 100; i++) Symbol.for('many' + i);
log(Symbol.for('many7') === Symbol.for('many7'), Symbol.for('many7').description);
for (const o of [Object, Object.prototype, Reflect, Proxy, Symbol, Symbol.prototype]) log(Reflect.ownKeys(o).map(String).join(' '));
