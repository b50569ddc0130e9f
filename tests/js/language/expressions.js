console.log(1 + 2 * 3 ** 2, (1, 2), 7 % -3, -7 % 3, 2 ** -1, 5 / 0, -5 / 0, 0 / 0, 1 / -0);
console.log('a' + 1, 1 + 'a', 1 + null, 1 + undefined, [] + {}, [1] + [2], true + true);
console.log(1 < 2, '10' < '9', 10 < '9', NaN < 1, null >= 0, undefined == null, undefined === null, '1' == 1, [1] == 1);
console.log(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 31, 1 << 32, -1 >> 1, -1 >>> 0, -1 >>> 28, 2 ** 32 >> 0, 2 ** 31 | 0);
let a = 1, b = 2;
console.log(a++ + ++a, a-- - --a, a, b += a *= 3, b, a);
console.log(a + (a = 10) + a, (a = 5, a) + a++);
console.log(typeof undefined, typeof null, typeof 1, typeof 1n, typeof '', typeof Symbol(), typeof {}, typeof (() => 1), typeof nope);
console.log(void 0, !0, !'', !!'x', -'3', +'0x1f', +'', +' 12 ', +'1e3', +'abc', +[], +{}, +null, +true);
let o = { x: { y: null } };
console.log(o?.x?.y?.z, o.q?.r.s.t, o.q?.[1](), o.f?.(), delete o?.x, o, null ?? 'd', 0 ?? 'd', 0 || 'd', '' && 'd');
let u; u ??= 3; u ||= 4; u &&= 5; console.log(u);
console.log('x' in { x: 1 }, 0 in [1], 'length' in [], [] instanceof Array, (() => 1) instanceof Function, Object.create(null) instanceof Object);
console.log(0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, -0, [-0], 1 / 3, 100, 1e300 * 1e10, 4.35, 0.000001, 1.7976931348623157e308);
console.log(`t${1 + 1}${`n${'ested'}`}`, String.raw`\n${1}`, ((s, ...v) => s.raw.join('|') + v)`a${1}\t${2}`);
const f = (s) => s; console.log(f`x` === f`x`, (() => { const g = () => f`y`; return g() === g(); })());
console.log([1, , 3], [, ].length, [1, 2, ...'ab', ...new Set([3])], { ...{ a: 1, b: 2 }, b: 3, ...null, ...'hi' });
console.log(9007199254740993n * 3n, 2n ** 64n, -7n / 2n, -7n % 2n, 5n & 3n, ~5n, 1n << 70n, -1n >> 3n, 0x1fn, 10n > 9, 1n == 1, BigInt(2 ** 60));
label: { console.log('in'); break label; }
console.log(((x) => x * 2)(21), (function () { return this === undefined; }).call(undefined), (function () { 'use strict'; return this; }).call(7));
console.log(eval('1;;;'), eval('var q = 3; q * 2'), (0, eval)('typeof nowhere'), new Function('a', 'b', 'return a + b')(1, 2));
var { length } = 'hello'; console.log(length, [..."a😀b"].length, '😀'.length, '\u{1F600}' === '😀', '\x41\101');
{
    // Truncated sums: int32 wrap, doubles do not, everything else takes the long way and throws where it must.
    const sum = (a, b) => (a + b) | 0, difference = (a, b) => a - b | 0;
    const valueOf = { valueOf() { return 5; } };
    for (const [a, b] of [[2147483647, 1], [-2147483648, 1], [0.5, 0.75], [2 ** 40, 3], ['1', 2], [valueOf, 2], [NaN, 1], [null, true]]) console.log(sum(a, b), difference(a, b));
    for (const f of [sum, difference]) for (const [a, b] of [[1n, 1n], [1n, 1], [Symbol(), 1]]) try { f(a, b); } catch (e) { console.log(e.message); }
    let accumulator = 2147483000;
    for (let i = 0; i < 1000; i++) accumulator = (accumulator + i) | 0;
    console.log(accumulator);
}
{
    // One call site meets one function, closures of one body, natives, proxies, classes, more and fewer arguments.
    const call = (f, ...args) => { try { return f(args[0], args[1]); } catch (e) { return e.message; } };
    const make = (n) => (a, b) => [n, a, b].join();
    const fixed = make(0);
    const seen = [];
    for (let i = 0; i < 3; i++) seen.push(call(fixed, i));
    for (let i = 0; i < 3; i++) seen.push(call(make(i), i, i));
    seen.push(call(Math.max, 4, 5), call(new Proxy(fixed, {}), 1), call(fixed.bind(null, 'bound'), 2), call(class {}, 1), call(1), call(undefined), call({}));
    seen.push(call(function () { return arguments.length; }), call((...rest) => rest.length), call((a) => a, 3), call((a, b, c) => typeof c, 3), call(fixed, 9));
    console.log(seen.join(' | '));
    const construct = (C) => { try { return new C(1, 2); } catch (e) { return e.message; } };
    class Point { constructor(x) { this.x = x; } }
    function Old(x, y, z) { this.y = y; this.z = z; }
    console.log([Point, Point, Old, Old, class extends Point {}, new Proxy(Point, {}), Array, () => 1, Math.max].map(construct));
}
