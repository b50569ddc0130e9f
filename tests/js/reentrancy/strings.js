// String and RegExp methods whose arguments, lastIndex, exec or species change the regular expression or the subject's methods.
const t = (label, f) => { let r; try { r = f(); } catch (e) { r = `${e.name}: ${e.message}`; } console.log(label, JSON.stringify(r, (k, v) => v === undefined ? 'undefined' : v)); };
const changes = {
    lastIndex: r => { r.lastIndex = 0; },
    beyond: r => { r.lastIndex = 1000; },
    evilIndex: r => { let n = 0; r.lastIndex = { valueOf() { r.lastIndex = n++; return 1; } }; },
    compile: r => { r.compile('b+', 'g'); },
    compileSticky: r => { r.compile('(.)(.)', 'y'); },
    exec: r => { let n = 0; r.exec = function (s) { return n++ < 2 ? { index: n, length: 3, 0: 'zz', 1: undefined, 2: { toString() { r.lastIndex = 9; return '2'; } }, groups: undefined } : null; }; },
    flags: r => { Object.defineProperty(r, 'flags', { value: 'y', configurable: true }); },
    freeze: r => { Object.freeze(r); },
    proto: r => { Object.setPrototypeOf(r, { __proto__: RegExp.prototype, exec: () => null }); },
};
const uses = {
    replace: (s, r, once) => s.replace(r, (...m) => { once(); return `<${m}>`; }),
    replaceText: (s, r, once) => s.replace(r, { toString() { once(); return '[$&$1]'; } }),
    replaceAll: (s, r, once) => s.replaceAll(r, (...m) => { once(); return `<${m[0]}>`; }),
    split: (s, r, once) => s.split(r, { valueOf() { once(); return 5; } }),
    splitSpecies: (s, r, once) => { r.constructor = { get [Symbol.species]() { once(); return RegExp; } }; return s.split(r); },
    match: (s, r, once) => { Object.defineProperty(r, 'flags', { get() { once(); return 'g'; }, configurable: true }); return s.match(r); },
    matchAll: (s, r, once) => { const out = []; for (const m of s.matchAll(r)) { out.push(m.index, m[0]); once(); if (out.length > 30) break; } return out; },
    matchAllSpecies: (s, r, once) => { r.constructor = { get [Symbol.species]() { once(); return RegExp; } }; return [...s.matchAll(r)].map(m => m[0]); },
    search: (s, r, once) => { r.lastIndex = { valueOf() { once(); return 3; } }; return [s.search(r), typeof r.lastIndex]; },
    test: (s, r, once) => { r.lastIndex = { valueOf() { once(); return 1; } }; return [r.test(s), String(r.lastIndex)]; },
    exec: (s, r, once) => { const out = []; let m; while ((m = r.exec(s)) && out.length < 12) { out.push(m[0]); once(); } return out; },
    symbolReplace: (s, r, once) => RegExp.prototype[Symbol.replace].call(r, { toString() { once(); return s; } }, '-'),
    symbolSplit: (s, r, once) => RegExp.prototype[Symbol.split].call(r, { toString() { once(); return s; } }),
    symbolMatch: (s, r, once) => RegExp.prototype[Symbol.match].call(r, { toString() { once(); return s; } }),
};
for (const use in uses) for (const change in changes) {
    for (const flags of ['g', 'gu', 'y', 'dg']) {
        const r = new RegExp('a(.)?', flags);
        let done = false;
        t(`${use} ${change} ${flags}`, () => uses[use]('xabaacadaeaf', r, () => { if (!done) { done = true; changes[change](r); } }));
    }
}
const evil = (value, act) => ({ toString() { act(); return value; }, valueOf() { act(); return value; } });
let log = [];
for (const [name, ...args] of [['at', 1], ['charAt', 1], ['charCodeAt', 1], ['codePointAt', 0], ['concat', 'x', 'y'], ['endsWith', 'c', 3], ['includes', 'b', 1],
    ['indexOf', 'b', 0], ['lastIndexOf', 'b', 2], ['localeCompare', 'abc'], ['normalize', 'NFC'], ['padEnd', 6, 'xy'], ['padStart', 6, 'xy'], ['repeat', 2], ['slice', 1, 2],
    ['split', 'b', 3], ['startsWith', 'b', 1], ['substring', 2, 0], ['substr', 1, 1], ['replace', 'b', 'c'], ['replaceAll', 'b', 'c'], ['anchor', '"'], ['search', 'c'], ['match', 'c']]) {
    log = [];
    const wrapped = args.map((a, i) => evil(a, () => log.push(i)));
    t(name, () => [String.prototype[name].call(evil('abc', () => log.push('this')), ...wrapped), log]);
}
t('matcher on the prototype', () => { String.prototype[Symbol.replace] = () => 'mine'; try { return 'abc'.replace('b', 'c'); } finally { delete String.prototype[Symbol.replace]; } });
t('raw', () => { const raw = { length: 3, 0: 'a', get 1() { raw.length = 1; delete raw[2]; return 'b'; } }; return String.raw({ raw }, 1, 2); });
t('fromCharCode', () => { const a = [1, 2, 3]; return String.fromCharCode(evil(97, () => { a.length = 0; }), ...a, 98).length; });
t('ropes', () => { let s = 'a'; for (let i = 0; i < 12; i++) s += evil(String(i), () => { s = s + s; s.charCodeAt(0); }); return s.length; });
t('iteration', () => { let s = 'ab\u{1F600}c'; const out = []; for (const c of s) { out.push(c); s = ''; } return out; });
t('legacy', () => { /(b)(c)/.exec('abcd'); const out = []; 'xbcx'.replace(/b/, () => { /(q)/.exec('q'); out.push(RegExp.$1, RegExp.lastMatch); return ''; }); out.push(RegExp.lastMatch, RegExp.leftContext, RegExp.$1); return out; });
t('nested replace', () => { const r = /a/g; return 'aXaXa'.replace(r, m => 'aa'.replace(r, '<') + r.lastIndex); });
