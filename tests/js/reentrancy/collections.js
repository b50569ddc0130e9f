// Maps and sets that change while they are walked; JSON, Object and iterator helpers whose callbacks change what they work on.
const t = (label, f) => { let r; try { r = f(); } catch (e) { r = `${e.name}: ${e.message}`; } console.log(label, JSON.stringify(r, (k, v) => v === undefined ? 'undefined' : typeof v === 'bigint' ? `${v}n` : v)); };
const changes = {
    clear: m => m.clear(),
    deleteAll: m => { for (const k of [...m.keys()]) m.delete(k); },
    deleteNext: m => m.delete(3),
    deleteSeen: m => { m.delete(1); m.delete(2); },
    add: m => { for (let i = 0; i < 20; i++) (m.add ?? m.set).call(m, `n${i}`, i); },
    clearAdd: m => { m.clear(); (m.add ?? m.set).call(m, 9, 9); (m.add ?? m.set).call(m, 1, 1); },
    reinsert: m => { m.delete(2); (m.add ?? m.set).call(m, 2, 'again'); },
    rehash: m => { for (let i = 0; i < 500; i++) (m.add ?? m.set).call(m, i, i); for (let i = 4; i < 500; i++) m.delete(i); },
};
const walks = {
    forEach: (m, once) => { const out = []; m.forEach((v, k) => { if (out.push(k) < 40) once(); }); return out; },
    forOf: (m, once) => { const out = []; for (const x of m) { if (out.push(x) > 40) break; once(); } return out; },
    keys: (m, once) => { const it = m.keys(), out = [it.next().value]; once(); for (const k of it) if (out.push(k) > 40) break; out.push(it.next().done); once(); out.push(it.next().done); return out; },
    two: (m, once) => { const a = m.values(), b = m.entries(); a.next(); b.next(); b.next(); once(); return [[...a].slice(0, 9), [...b].slice(0, 9)]; },
    helpers: (m, once) => m.values().map(x => { once(); return x; }).filter(x => x !== 2).take(8).toArray(),
    construct: (m, once) => [...new m.constructor(m.entries().map(x => { once(); return x; }))].length,
    spread: (m, once) => [...m.keys().map(x => { once(); return x; })].slice(0, 12),
    from: (m, once) => Array.from(m, x => { once(); return x; }).slice(0, 12),
};
for (const walk in walks) for (const change in changes) for (const make of [() => new Map([[1, 'a'], [2, 'b'], [3, 'c'], [4, 'd']]), () => new Set([1, 2, 3, 4])]) {
    const m = make();
    let done = false;
    t(`${walk} ${change} ${m instanceof Map ? 'map' : 'set'}`, () => [walks[walk](m, () => { if (!done) { done = true; changes[change](m); } }), m.size]);
}
for (const name of ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']) for (const change in changes) for (const size of [2, 40]) {
    const s = new Set([1, 2, 3, 4]);
    let done = false;
    const once = () => { if (!done) { done = true; changes[change](s); } };
    const other = { get size() { return size; }, has(x) { once(); return x !== 3; }, keys() { return { n: 0, next() { once(); return this.n++ < 5 ? { value: this.n, done: false } : { done: true }; }, return() { return {}; } }; } };
    t(`${name} ${change} ${size}`, () => { const r = s[name](other); return [r instanceof Set ? [...r].slice(0, 12) : r, s.size]; });
}
t('groupBy', () => { const a = [1, 2, 3, 4]; return [...Map.groupBy(a, x => { a.length = 2; return x % 2; })]; });
t('getOrInsertComputed', () => { const m = new Map([[1, 1]]); return [m.getOrInsertComputed(2, () => { m.set(2, 'inner'); m.delete(1); return 'outer'; }), [...m]]; });
t('weakmap', () => { const w = new WeakMap(), o = {}; return [w.getOrInsertComputed(o, () => { w.set(o, 'inner'); return 'outer'; }), w.get(o)]; });
t('constructor adder', () => { class M extends Map { set(k, v) { if (k < 3) super.set(k + 10, v); return super.set(k, v); } } return [...new M([[1, 1], [2, 2]])]; });
// JSON
t('toJSON mutates', () => { const a = [1, { toJSON() { a.length = 2; a.push('late'); return 'j'; } }, 3, 4]; return JSON.stringify(a); });
t('toJSON deletes', () => { const o = { a: { toJSON() { delete o.b; o.c = 9; o.d = 4; return 1; } }, b: 2, c: 3 }; return JSON.stringify(o); });
t('replacer mutates', () => { const o = { a: 1, b: [1, 2, 3], c: 3 }; return JSON.stringify(o, function (k, v) { if (k === 'a') { o.b.length = 1; delete o.c; } return v; }); });
t('replacer list', () => { const list = ['a', { toString() { list.length = 0; return 'x'; } }, 'b', Object('c')]; return JSON.stringify({ a: 1, b: 2, c: 3 }, list); });
t('getter mutates', () => { const o = { get a() { Object.defineProperty(o, 'b', { get() { return 'got'; }, enumerable: true }); return 1; }, b: 2 }; return JSON.stringify(o); });
t('space', () => JSON.stringify([1], null, { __proto__: Number.prototype }));
t('reviver deletes', () => JSON.parse('{"a":1,"b":2,"c":[1,2,3]}', function (k, v) { if (k === 'a') { delete this.b; this.c = { z: 1, y: [2] }; } return v; }));
t('reviver grows', () => JSON.parse('[1,2,3]', function (k, v) { if (k === '0') this.push(7, 8); return v; }));
t('reviver shrinks', () => JSON.parse('[1,[2,3],4]', function (k, v) { if (k === '0' && this.length === 3) this.length = 1; return v; }));
t('reviver proxies', () => JSON.parse('{"a":[1,2],"b":3}', function (k, v) { if (k === '0') this.constructor = 1, Object.setPrototypeOf(this, null); return k === 'a' ? new Proxy(v, {}) : v; }));
t('proxy stringify', () => { const log = []; return [JSON.stringify(new Proxy({ a: 1, b: 2, c: 3 }, { ownKeys(o) { log.push('keys'); return ['c', 'a', 'b']; }, get(o, k) { log.push(String(k)); if (k === 'c') delete o.a; return o[k]; } })), log]; });
// Object
t('assign', () => { const s = { get a() { delete s.b; s.c = 5; return 1; }, b: 2, c: 3 }; return Object.assign({}, s); });
t('assign setter', () => { const s = { a: 1, b: 2, c: 3 }, o = { set a(v) { delete s.b; Object.freeze(o); } }; try { Object.assign(o, s); } catch (e) { return [e.message, Object.keys(o)]; } });
t('spread', () => { const s = { get a() { delete s.b; s.z = 1; return 1; }, b: 2, c: 3 }; return { ...s }; });
t('rest', () => { const s = { a: 1, get b() { delete s.c; return 2; }, c: 3, d: 4 }; const { a, ...r } = s; return r; });
t('entries', () => { const s = { get a() { delete s.b; s.c = 9; return 1; }, b: 2, c: 3 }; return Object.entries(s); });
t('values', () => { const s = { get a() { Object.defineProperty(s, 'b', { enumerable: false }); return 1; }, b: 2, c: 3 }; return Object.values(s); });
t('defineProperties', () => { const d = { get a() { delete d.b; return { value: 1, enumerable: true }; }, b: { value: 2, enumerable: true }, c: { value: 3, enumerable: true } }; return Object.defineProperties({}, d); });
t('descriptor', () => { const o = {}; Object.defineProperty(o, 'x', { get value() { Object.preventExtensions(o); return 1; } }); return o; });
t('fromEntries', () => { const a = [['a', 1], { get 0() { a.length = 2; return 'b'; }, 1: 2 }, ['c', 3]]; return Object.fromEntries(a); });
t('getOwnPropertyDescriptors', () => { const o = { a: 1, b: 2 }; return Object.getOwnPropertyDescriptors(new Proxy(o, { getOwnPropertyDescriptor(x, k) { delete o.b; return Reflect.getOwnPropertyDescriptor(x, k); } })); });
t('freeze proxy', () => { const o = { a: 1, b: 2 }; Object.freeze(new Proxy(o, { defineProperty(x, k, d) { if (k === 'a') delete x.b; return Reflect.defineProperty(x, k, d); } })); return Object.getOwnPropertyNames(o); });
t('groupBy object', () => { const a = [1, 2, 3]; return Object.groupBy(a, x => ({ toString() { a.push(4); return a.length > 8 ? (a.length = 0, 'z') : 'k' + x % 2; } })); });
t('for-in', () => { const o = { a: 1, b: 2, c: 3 }, out = []; for (const k in o) { out.push(k); delete o.b; o.d = 4; } return out; });
t('for-in proto', () => { const p = { x: 1, y: 2 }, o = Object.create(p, { a: { value: 1, enumerable: true } }), out = []; for (const k in o) { out.push(k); if (k === 'a') { delete p.x; Object.defineProperty(o, 'y', { value: 1, enumerable: false }); } } return out; });
t('for-in array', () => { const a = [1, 2, 3, 4], out = []; for (const k in a) { out.push(k); a.length = 2; a.x = 1; } return out; });
t('setPrototypeOf in getter', () => { const o = { __proto__: { get x() { Object.setPrototypeOf(o, { y: 'new' }); return o.y; }, y: 'old' } }; return [o.x, o.y]; });
t('delete in getter', () => { const o = { get x() { delete o.x; o.x = 5; return 1; } }; return [o.x, o.x, Object.keys(o)]; });
t('super', () => { const p = { m() { return 'p'; } }, q = { m() { return 'q'; } }, o = { __proto__: p, m() { Object.setPrototypeOf(o, q); return super.m(); } }; return o.m(); });
// Iterators
const closing = (log, steps) => ({ [Symbol.iterator]() { return this; }, n: 0, next() { log.push('next'); return { value: this.n++, done: this.n > steps }; }, return(v) { log.push('return'); return {}; }, throw() { log.push('throw'); return {}; } });
for (const [name, use] of Object.entries({
    destructuring: it => { const [a, b = (() => { throw new Error('default'); })()] = it; },
    short: it => { const [a] = it; return a; },
    target: it => { [{ set x(v) { throw new Error('set'); } }.x] = it; },
    forOf: it => { for (const x of it) { if (x === 1) throw new Error('body'); } },
    label: it => { outer: for (const a of [1, 2]) { for (const x of it) continue outer; } },
    from: it => Array.from(it, () => { throw new Error('map'); }),
    map: it => new Map(it), set: it => { class S extends Set { add() { throw new Error('add'); } } return new S(it); },
    all: it => { class P extends Promise { static resolve() { throw new Error('resolve'); } } P.all(it).catch(() => 0); },
    fromEntries: it => Object.fromEntries(it), helper: it => Iterator.from(it).map(x => { throw new Error('helper'); }).next(), take: it => Iterator.from(it).take(1).toArray(),
    flatMap: it => Iterator.from(it).flatMap(() => 5).next(), every: it => Iterator.from(it).every(x => x < 1), drop: it => Iterator.from(it).drop(-1), concat: it => Iterator.concat(it, 5),
    groupBy: it => Object.groupBy(it, () => { throw new Error('key'); }), yield: it => { function* g() { yield* it; } const i = g(); i.next(); return i.return(3); }, yieldThrow: it => { function* g() { yield* it; } const i = g(); i.next(); return i.throw(new Error('t')); },
    spread: it => Math.max(...it), weakset: it => new WeakSet(it), typed: it => new Uint8Array(it),
})) { const log = []; t(`close ${name}`, () => { try { return [use(closing(log, 3)), log]; } catch (e) { return [e.message, log]; } }); }
t('generator reentry', () => { const g = (function* () { yield 1; try { g.next(); } catch (e) { yield e.message; } try { g.return(); } catch (e) { yield e.message; } yield [...g].length; })(); const out = []; try { for (const x of g) out.push(x); } catch (e) { out.push(e.message); } return out; });
t('helper reentry', () => { let it; const out = []; it = [1, 2].values().map(x => { try { it.next(); } catch (e) { out.push(e.message); } try { it.return(); } catch (e) { out.push(e.message); } return x; }); return [[...it], out]; });
t('array from', () => { const a = [1, 2, 3, 4]; return Array.from(a, (x, i) => { a.length = 2; return x; }); });
t('array like', () => { const o = { length: 3, get 0() { o.length = 0; delete o[1]; return 'a'; }, 1: 'b', 2: 'c' }; return Array.from(o); });
t('apply', () => { const o = { get length() { return 3; }, get 0() { delete o[1]; return 1; }, 1: 2, 2: 3 }; return ((...a) => a).apply(null, o); });
t('bind', () => { const f = function () {}; Object.defineProperty(f, 'length', { get() { delete f.name; return 5; } }); const b = f.bind(); return [b.length, b.name]; });
t('instanceof', () => { const f = function () {}; const o = {}; Object.defineProperty(f, 'prototype', { writable: true, value: new Proxy({}, { getPrototypeOf() { Object.setPrototypeOf(o, f.prototype); return null; } }) }); return o instanceof f; });
t('class heritage', () => { let B = class { static x = 1; }; class A extends (() => { const C = B; B = null; return C; })() { static [(() => { Object.setPrototypeOf(A ?? {}, null); })()] = 1; } return A.x; });
(async () => {
    const out = [];
    const a = [1, Promise.resolve(2), 3, 4];
    out.push(await Array.fromAsync(a, x => { a.length = 3; return x; }));
    const s = new Set([1, 2, 3]);
    out.push(await Array.fromAsync(s, async x => { s.delete(x + 1); await 0; return x; }));
    const like = { length: 3, 0: 'a', get 1() { like.length = 0; return 'b'; }, 2: Promise.reject(new Error('late')) };
    try { out.push(await Array.fromAsync(like)); } catch (e) { out.push(e.message); }
    const log = [];
    try { await Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next() { return { value: 1, done: false }; }, return() { log.push('return'); return {}; } }) }, () => { throw new Error('map'); }); } catch (e) { out.push(e.message, log); }
    let resolve; const p = new Promise(r => { resolve = r; }); const order = [];
    p.then(() => { order.push(1); p.then(() => order.push(3)); }); p.then(() => order.push(2)); resolve({ get then() { order.push('then'); return undefined; } });
    for (let i = 0; i < 20; i++) await 0; out.push(order);
    const thenable = { get then() { Object.defineProperty(thenable, 'then', { value: undefined }); return r => r('once'); } };
    out.push(await thenable);
    out.push(await Promise.all([1, { then(r) { r(2); r(3); } }, { then(r, j) { r(4); j(5); throw 6; } }]));
    async function* g() { try { yield 1; yield 2; } finally { out.push(await it.next().then(x => 'queued', e => 'error')); } }
    const it = g(); await it.next(); const queued = it.return('r'); it.next(); for (let i = 0; i < 20; i++) await 0;
    console.log('async', JSON.stringify(out));
})();
