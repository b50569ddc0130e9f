// Array methods whose arguments and callbacks change the array being walked: every method with every change.
const dump = (v, depth = 2) => {
    if (typeof v === 'string') return JSON.stringify(v);
    if (typeof v === 'function' || v === null || typeof v !== 'object') return Object.is(v, -0) ? '-0' : String(v);
    if (!Array.isArray(v)) return Object.prototype.toString.call(v);
    const parts = [];
    for (let i = 0; i < v.length && i < 12; i++) parts.push(Object.hasOwn(v, i) ? depth ? dump(v[i], depth - 1) : '...' : '');
    return `[${parts}${v.length > 12 ? ` +${v.length - 12}` : ''}]`;
};
const kinds = {
    ints: () => [1, 2, 3, 4, 5, 6],
    doubles: () => [1.5, 2.5, -0, 4.5],
    mixed: () => ['a', {}, 3, null, undefined],
    holes: () => [1, , 3, , 5],
    sparse: () => { const a = [1, 2, 3]; a[5000] = 4; a.length = 6; return a; },
    dictionary: () => { const a = [1, 2, 3]; Object.defineProperty(a, 1, { value: 9, enumerable: true, configurable: true }); return a; },
};
const changes = {
    empty: a => { a.length = 0; },
    cut: a => { a.length = 2; },
    grow: a => { a.push(7, 8); },
    widen: a => { a[0] = 0.25; a[1] = 'text'; },
    delete: a => { delete a[1]; delete a[2]; },
    far: a => { a[3000] = 1; a.length = 5; },
    freeze: a => { Object.freeze(a); },
    accessor: a => { Object.defineProperty(a, 2, { get() { return 'got'; }, configurable: true }); },
    prototype: a => { Object.setPrototypeOf(a, { 1: 'inherited', 3: 'too', length: 1 }); },
    shift: a => { a.shift(); },
    reverse: a => { Array.prototype.reverse.call(a); },
    truncate: a => { a.splice(1, 3); },
};
const A = Array.prototype;
const methods = {
    at: (a, n) => A.at.call(a, n(1)),
    concat: (a, n, once) => A.concat.call(a, { get [Symbol.isConcatSpreadable]() { once(); return true; }, length: 2, 0: 'x', 1: 'y' }, a),
    copyWithin: (a, n) => A.copyWithin.call(a, n(0), 1),
    copyWithinEnd: (a, n) => A.copyWithin.call(a, 1, 0, n(9)),
    fill: (a, n) => A.fill.call(a, 'f', n(1)),
    fillEnd: (a, n) => A.fill.call(a, 'f', 0, n(3)),
    flat: (a, n) => A.flat.call(a, n(1)),
    includes: (a, n) => A.includes.call(a, undefined, n(0)),
    indexOf: (a, n) => A.indexOf.call(a, 3, n(0)),
    lastIndexOf: (a, n) => A.lastIndexOf.call(a, 3, n(5)),
    join: (a, n, once) => A.join.call(a, { toString() { once(); return '-'; } }),
    joinElement: (a, n, once) => { a[0] = { toString() { once(); return 'e'; } }; return A.join.call(a); },
    slice: (a, n) => A.slice.call(a, n(1)),
    sliceEnd: (a, n) => A.slice.call(a, 0, n(4)),
    splice: (a, n) => A.splice.call(a, n(1), 1, 'n'),
    spliceCount: (a, n) => A.splice.call(a, 1, n(2), 'n', 'm', 'o'),
    toSpliced: (a, n) => A.toSpliced.call(a, n(1), 1, 'n'),
    with: (a, n) => A.with.call(a, n(1), 'w'),
    sort: (a, n, once) => A.sort.call(a, (x, y) => { once(); return x < y ? 1 : x > y ? -1 : 0; }),
    sortText: (a, n, once) => { a[0] = { toString() { once(); return '2'; } }; return A.sort.call(a); },
    toSorted: (a, n, once) => A.toSorted.call(a, (x, y) => { once(); return x < y ? 1 : x > y ? -1 : 0; }),
    reduce: (a, n, once) => A.reduce.call(a, (s, x) => { once(); return s + '|' + String(x); }, ''),
    reduceRight: (a, n, once) => A.reduceRight.call(a, (s, x) => { once(); return s + '|' + String(x); }, ''),
    from: (a, n, once) => Array.from(a, x => { once(); return x; }),
    spread: (a, n, once) => { const it = A.values.call(a), next = it.next; it.__proto__.next; return [...{ [Symbol.iterator]: () => ({ next() { once(); return next.call(it); } }) }]; },
    forOf: (a, n, once) => { const out = []; for (const x of A.values.call(a)) { if (out.push(x) > 20) break; once(); } return out; },
    entries: (a, n, once) => { const out = []; for (const [i, x] of A.entries.call(a)) { if (out.push(i, x) > 40) break; once(); } return out; },
    forIn: (a, n, once) => { const out = []; for (const k in a) { out.push(k); once(); } return out; },
    destructuring: (a, n, once) => { let x, y, z, rest; [x, y = once(), z, ...rest] = A.values.call(a); return [x, y, z, rest]; },
    apply: (a, n, once) => { Object.defineProperty(a, 0, { get() { once(); return 'z'; }, configurable: true }); return ((...r) => r).apply(null, a); },
    push: (a, n, once) => { a.__defineSetter__(a.length, () => once()); return A.push.call(a, 1, 2); },
    species: (a, n, once) => { a.constructor = { get [Symbol.species]() { once(); return undefined; } }; return A.slice.call(a, 0, 5); },
    flatMap: (a, n, once) => A.flatMap.call(a, x => { once(); return [x, [x]]; }),
};
for (const name of ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']) {
    methods[name] = (a, n, once) => { const seen = []; return [A[name].call(a, (x, i) => { seen.push(i, x); once(); return name === 'every' || name === 'filter'; }), seen]; };
}
for (const method in methods) for (const change in changes) {
    const line = [];
    for (const kind in kinds) {
        const a = kinds[kind]();
        let done = false;
        const once = () => { if (!done) { done = true; changes[change](a); } };
        const n = value => ({ valueOf() { once(); return value; } });
        let result;
        try { result = dump(methods[method](a, n, once)); } catch (e) { result = e.message; }
        Object.setPrototypeOf(a, A);
        line.push(`${result} ${dump(a)}`);
    }
    console.log(`${method} ${change}: ${line.join('; ')}`);
}
