// Typed arrays whose buffer is detached, shrunk or grown by an argument's valueOf, by a callback or by a getter.
const dump = v => {
    if (ArrayBuffer.isView(v)) return `${v.constructor.name}(${v instanceof DataView ? '' : Array.prototype.join.call(v)})`;
    if (Array.isArray(v)) return `[${v.map(dump)}]`;
    return typeof v === 'object' && v !== null ? Object.prototype.toString.call(v) : Object.is(v, -0) ? '-0' : String(v);
};
const changes = {
    detach: b => { b.transfer(); },
    empty: b => { b.resize(0); },
    shrink: b => { b.resize(11); },
    grow: b => { b.resize(32); },
};
const views = {
    tracking: b => new Int16Array(b),
    fixed: b => new Int16Array(b, 4, 4),
    offset: b => new Int16Array(b, 4),
    bytes: b => new Uint8Array(b),
    big: b => new BigInt64Array(b, 8),
};
const T = Object.getPrototypeOf(Int8Array.prototype);
const one = t => t instanceof BigInt64Array ? 1n : 1;
const methods = {
    at: (t, n) => T.at.call(t, n(1)),
    copyWithin: (t, n) => T.copyWithin.call(t, n(0), 1),
    copyWithinEnd: (t, n) => T.copyWithin.call(t, 1, 0, n(9)),
    fill: (t, n) => T.fill.call(t, { valueOf() { n(0).valueOf(); return one(t); } }),
    fillFrom: (t, n) => T.fill.call(t, one(t), n(1)),
    fillEnd: (t, n) => T.fill.call(t, one(t), 0, n(9)),
    includes: (t, n) => T.includes.call(t, undefined, n(0)),
    indexOf: (t, n) => T.indexOf.call(t, one(t), n(0)),
    lastIndexOf: (t, n) => T.lastIndexOf.call(t, one(t), n(5)),
    join: (t, n) => T.join.call(t, { toString() { n(0).valueOf(); return '-'; } }),
    slice: (t, n) => T.slice.call(t, n(1)),
    sliceEnd: (t, n) => T.slice.call(t, 0, n(9)),
    sliceSpecies: (t, n) => { t.constructor = { [Symbol.species]: function (length) { n(0).valueOf(); return new t.__proto__.constructor(length); } }; return T.slice.call(t); },
    mapSpecies: (t, n) => { t.constructor = { [Symbol.species]: function (length) { n(0).valueOf(); return new t.__proto__.constructor(length); } }; return T.map.call(t, x => x); },
    subarray: (t, n) => T.subarray.call(t, n(1), 3),
    subarrayEnd: (t, n) => T.subarray.call(t, 0, n(3)),
    set: (t, n) => T.set.call(t, { get length() { n(0).valueOf(); return 2; }, 0: one(t), 1: one(t) }),
    setElement: (t, n) => T.set.call(t, [{ valueOf() { n(0).valueOf(); return one(t); } }, one(t), one(t)]),
    setOffset: (t, n) => T.set.call(t, [one(t)], n(2)),
    setSelf: (t, n) => T.set.call(t, t, n(0)),
    with: (t, n) => T.with.call(t, n(1), one(t)),
    withValue: (t, n) => T.with.call(t, 1, { valueOf() { n(0).valueOf(); return one(t); } }),
    sort: (t, n) => T.sort.call(t, (a, b) => { n(0).valueOf(); return a < b ? 1 : -1; }),
    toSorted: (t, n) => T.toSorted.call(t, (a, b) => { n(0).valueOf(); return a < b ? 1 : -1; }),
    reduce: (t, n) => T.reduce.call(t, (s, x) => { n(0).valueOf(); return s + '|' + String(x); }, ''),
    reduceRight: (t, n) => T.reduceRight.call(t, (s, x) => { n(0).valueOf(); return s + '|' + String(x); }, ''),
    toLocaleString: (t, n) => { const before = Number.prototype.toLocaleString; Number.prototype.toLocaleString = BigInt.prototype.toLocaleString = function () { n(0).valueOf(); return 'x'; }; try { return T.toLocaleString.call(t); } finally { Number.prototype.toLocaleString = before; } },
    element: (t, n) => { t[1] = { valueOf() { n(0).valueOf(); return one(t); } }; return t[1]; },
    forOf: (t, n) => { const out = []; for (const x of t) { out.push(x); n(0).valueOf(); if (out.length > 40) break; } return out; },
    entries: (t, n) => { const out = []; for (const [i, x] of t.entries()) { out.push(i, x); n(0).valueOf(); if (out.length > 40) break; } return out; },
    spread: (t, n) => { const it = t.values(); return [...{ [Symbol.iterator]: () => ({ next() { n(0).valueOf(); return it.next(); } }) }]; },
    from: (t, n) => t.constructor.from(t, x => { n(0).valueOf(); return x; }),
    fromInto: (t, n) => t.constructor.from.call(function () { return t; }, { length: 2, get 0() { n(0).valueOf(); return one(t); }, 1: one(t) }),
    of: (t, n) => t.constructor.of.call(function () { return t; }, { valueOf() { n(0).valueOf(); return one(t); } }, one(t)),
    construct: (t, n) => new t.constructor(t.buffer, n(0), 1),
    constructLength: (t, n) => new t.constructor(t.buffer, 0, n(1)),
    arrayConcat: (t, n) => { t[Symbol.isConcatSpreadable] = true; return [].concat({ get [Symbol.isConcatSpreadable]() { n(0).valueOf(); return false; } }, t).length; },
    arraySlice: (t, n) => Array.prototype.slice.call(t, n(0)).length,
    arrayFill: (t, n) => Array.prototype.fill.call(t, { valueOf() { n(0).valueOf(); return one(t); } }),
    arraySort: (t, n) => Array.prototype.sort.call(t, (a, b) => { n(0).valueOf(); return a < b ? 1 : -1; }),
    define: (t, n) => Reflect.defineProperty(t, 1, { value: { valueOf() { n(0).valueOf(); return one(t); } } }),
    assign: (t, n) => Object.assign(t, { get 0() { n(0).valueOf(); return one(t); }, get 1() { return one(t); } }),
    objectKeys: (t, n) => Object.entries(new Proxy(t, { ownKeys(o) { const keys = Reflect.ownKeys(o); n(0).valueOf(); return keys; } })).length,
    json: (t, n) => JSON.stringify(t, (k, v) => { n(0).valueOf(); return typeof v === 'bigint' ? String(v) : v; }),
    apply: (t, n) => Math.max.apply({ get x() { return n(0).valueOf(); } }.x, t instanceof BigInt64Array ? [] : t),
    atomicsAdd: (t, n) => Atomics.add(t, n(0), one(t)),
    atomicsStore: (t, n) => Atomics.store(t, 0, { valueOf() { n(0).valueOf(); return one(t); } }),
    atomicsExchange: (t, n) => Atomics.exchange(t, 0, { valueOf() { n(0).valueOf(); return one(t); } }),
    bufferSlice: (t, n) => t.buffer.slice(n(0), 8).byteLength,
    bufferTransfer: (t, n) => t.buffer.transfer(n(8)).byteLength,
    bufferResize: (t, n) => t.buffer.resize(n(4)),
    viewConstruct: (t, n) => new DataView(t.buffer, n(2)).byteLength,
    viewConstructLength: (t, n) => new DataView(t.buffer, 2, n(4)).byteLength,
    viewGet: (t, n) => new DataView(t.buffer).getInt32(n(10)),
    viewSet: (t, n) => new DataView(t.buffer, 4).setFloat64(0, n(1)),
    viewLength: (t, n) => { const v = new DataView(t.buffer, 4, 4); n(0).valueOf(); return v.byteLength; },
};
for (const name of ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']) {
    methods[name] = (t, n) => { const seen = []; return [T[name].call(t, x => { seen.push(x); n(0).valueOf(); return name === 'every' || name === 'filter' ? true : name === 'map' ? x ?? one(t) : false; }), seen]; };
}
for (const method in methods) for (const change in changes) {
    // V8 takes a shrunk array for a detached one here, where the standard finds the index too large.
    if (method.startsWith('atomics') && (change === 'empty' || change === 'shrink')) continue;
    const line = [];
    for (const kind in views) {
        const b = new ArrayBuffer(24, { maxByteLength: 40 }), t = views[kind](b);
        for (let i = 0; i < t.length; i++) t[i] = t instanceof BigInt64Array ? BigInt(i) : i;
        let done = false;
        const n = value => ({ valueOf() { if (!done) { done = true; changes[change](b); } return value; } });
        let result;
        try { result = dump(methods[method](t, n)); } catch (e) { result = e.message; }
        line.push(`${result} ${t.length}`);
    }
    console.log(`${method} ${change}: ${line.join('; ')}`);
}
