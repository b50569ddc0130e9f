// Array methods that call functions: order, holes, changes under way, errors, the receiver.
const log = (...values) => console.log(...values.map((v) => (Array.isArray(v) ? '[' + Array.from(v, (x, i) => (i in v ? String(x) : '-')).join(' ') + ']' : String(v))));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
const holey = [1, , 3];
const seen = [];
holey.forEach((v, k, o) => seen.push(v, k, o === holey));
log(seen, holey.map((x) => x * 2), holey.filter(() => true), holey.some((x) => x === undefined), holey.every((x) => x > 0), holey.find((x) => x === undefined), holey.findIndex((x) => x === undefined), holey.findLast((x) => x < 3), holey.findLastIndex((x) => x === 1));
log([1, 2, 3].reduce((a, b) => a + b), [1, 2, 3].reduceRight((a, b) => a + '-' + b), [].reduce((a, b) => a, 'init'), [, 5, ,].reduce((a, b) => 'never'), [1].reduceRight((a, b) => a + b, undefined));
attempt(() => [].reduce((a, b) => a));
attempt(() => [, ,].reduceRight((a, b) => a));
for (const name of ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight', 'flatMap']) {
    attempt(() => [][name](1));
    attempt(() => [][name]());
    attempt(() => [][name]({}));
    attempt(() => [][name]('f'));
    attempt(() => Array.prototype[name].call(null, () => 1));
}
(function () {
    [1].forEach(function () { log(this === globalThis); });
})();
(function () {
    'use strict';
    [1].forEach(function () { log(this); });
    [1].map(function () { log(this); }, 'this');
    [1, 2].reduce(function () { log(this, arguments.length); });
})();
// Lengths are taken once, elements when their turn comes.
const changing = [1, 2, 3, 4];
const visited = [];
changing.forEach((v, i) => { visited.push(v); if (i === 0) { changing.push('late'); changing[2] = 'new'; delete changing[1]; } });
log(visited, changing);
const shrinking = [1, 2, 3, 4];
log(shrinking.map((x) => { shrinking.length = 2; return x; }));
log(Array.prototype.map.call('abc', (x) => x + x), Array.prototype.filter.call({ length: 3, 0: 'a', 2: 'c' }, () => true));
class Sub extends Array {}
log(new Sub(1, 2, 3).map((x) => x) instanceof Sub, new Sub(1, 2, 3).filter((x) => x > 1).length, new Sub(1, 2).flatMap((x) => [x, x]).constructor === Sub);
class Plain extends Array { static get [Symbol.species]() { return Array; } }
log(new Plain(1, 2, 3).map((x) => x) instanceof Plain);
attempt(() => { const a = [1]; a.constructor = { [Symbol.species]: 1 }; return a.map((x) => x); });
// Proxies see has, then get.
const trace = [];
const proxy = new Proxy(['p', , 'q'], { has(t, k) { trace.push('has ' + k); return k in t; }, get(t, k) { trace.push('get ' + String(k)); return t[k]; } });
Array.prototype.some.call(proxy, () => false);
Array.prototype.find.call(proxy, () => false);
log(trace.join('; '));
attempt(() => [1].map(class A {}));
attempt(() => [1, 2].forEach((x) => { throw new TypeError('from callback ' + x); }));
const nested = [1, 2].map((x) => [10, 20].map((y) => [100].reduce((s, z) => s + x + y + z, 0)));
log(nested.map(String));
