// Function: its prototype's methods, functions made from text, bound functions, errors.
const log = (...values) => console.log(...values.map(String));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
function f(a, b) { return [this, a, b, arguments.length].join(); }
log(f.call('t', 1, 2, 3), f.apply('t', [1, 2]), f.apply('t'), f.apply('t', null), f.apply('t', { length: 2, 0: 'x' }), f.apply('t', [, 1]));
(function () { log(f.apply(this, arguments)); }).call('args', 1, 2);
const bound = f.bind('bt', 1);
log(bound(2), bound.name, bound.length, bound.call('ignored', 9), f.bind().bind().name, 'prototype' in bound);
function C(x, y) { this.x = x; this.y = y; }
const B = C.bind('no', 'bx');
const made = new B('by');
log(made.x, made.y, made instanceof C, made instanceof B, Object.getPrototypeOf(made) === C.prototype);
log((class A { static m() {} }).bind().name, Object.defineProperty(function () {}, 'length', { value: 2 ** 40 }).bind(null, 1).length, Object.defineProperty(function () {}, 'name', { value: 1 }).bind().name === 'bound ');
log(Function('a', 'b', 'return a + b')(1, 2), new Function('a, b', 'c', 'return a + b + c').length, Function('return this')() === globalThis, Function().name, Function('a', 'b').toString());
log(f.toString() === 'function f(a, b) { return [this, a, b, arguments.length].join(); }', (class { x = 1 }).toString(), (() => 1).toString(), ({ get x() { return 1; } }, { async *['m']() {} }).m.toString(), Math.max.toString(), bound.toString(), Object.getOwnPropertyDescriptor(Array, Symbol.species).get.toString(), Function.prototype.toString(), new Proxy(f, {}).constructor === Function, Function.prototype.toString.call(new Proxy(f, {})));
log(Function.prototype(), Function.prototype.name === '', Function.prototype.length, typeof Function.prototype, Function.prototype[Symbol.hasInstance].call(C, made), Object.getOwnPropertyNames(Function.prototype).join());
const GeneratorFunction = (function* () {}).constructor;
const AsyncFunction = (async () => {}).constructor;
const AsyncGeneratorFunction = (async function* () {}).constructor;
log(GeneratorFunction.name, [...GeneratorFunction('n', 'yield n; yield n + 1')(5)].join(), AsyncFunction('return 1')() instanceof Promise, AsyncGeneratorFunction.name, Object.getPrototypeOf(GeneratorFunction) === Function, GeneratorFunction('').toString(), AsyncFunction('a', '').toString());
for (const g of [
    () => Function.prototype.call.call(1), () => Function.prototype.apply.call({}), () => f.apply(1, 2), () => f.apply(1, 'x'), () => Function.prototype.bind.call({}), () => Function.prototype.toString.call({}),
    () => Function('/*', '*/){'), () => Function('a){', '}'), () => Function('} x {'), () => new Function('a b'), () => Function.prototype.caller, () => { 'use strict'; return (function () { return arguments.callee; })(); },
    () => (class A {}).call(), () => new (() => 1)(), () => new f.call(), () => 1 instanceof 1, () => ({}) instanceof (() => 1), () => f.bind().missing.x,
]) attempt(g);
log(eval('1 + 1'), (0, eval)('typeof parseInt'), eval({ not: 'text' }).not, parseInt('0x1f'), parseInt('12px', 10), parseInt('z', 36), parseInt(''), parseFloat('3.14abc'), parseFloat('.5.'), parseFloat('-Infinity!'), isNaN('x'), isFinite('12'), isFinite(Infinity));
log(encodeURIComponent('a b&ü€😀/'), encodeURI('http://x/ü?q=1#h'), decodeURIComponent('%C3%BC%E2%82%AC%F0%9F%98%80'), decodeURI('%23%41%2F'), escape('a ü€'), unescape('%u20AC%FC%zz%u12'));
for (const g of [() => decodeURI('%'), () => decodeURIComponent('%ff'), () => decodeURIComponent('%C0%80'), () => decodeURIComponent('%ED%A0%80'), () => encodeURI('\ud800'), () => eval('1 +'), () => isNaN(Symbol()), () => isFinite(1n), () => parseInt(Symbol())]) attempt(g);
