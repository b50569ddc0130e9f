for (let i = 0, fs = []; i < 3; i++) { fs.push(() => i); if (i === 2) console.log(fs.map(f => f())); }
var fs = []; for (var i = 0; i < 3; i++) fs.push(() => i); console.log(fs.map(f => f()));
for (const k in { b: 1, a: 2, 1: 3, 0: 4 }) console.log(k);
for (const k in 'ab') console.log(k); for (const c of 'ab') console.log(c);
for (const [k, v] of new Map([[1, 2], [3, 4]])) console.log(k, v);
class P { constructor() { this.own = 1; } } P.prototype.inherited = 2; for (const k in new P()) console.log(k);
outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; console.log(i, j); } }
let n = 3; while (n-- > 0) { if (n === 1) continue; console.log('w', n); } do { console.log('d', n); } while (n++ < 0);
function sw(x) { switch (x) { case 1: return 'one'; case '1': return 'string'; case 2: case 3: { let y = x; return 'few' + y; } default: return 'many'; case 100: return 'hundred'; } }
console.log(sw(1), sw('1'), sw(2), sw(3), sw(4), sw(100), sw(NaN));
switch (3) { default: console.log('default'); case 1: console.log('falls'); break; case 2: console.log('not'); }
function fin(k) { try { if (k === 0) return 'try'; if (k === 1) throw 'err'; return 'end'; } catch (e) { return 'catch ' + e; } finally { console.log('finally', k); if (k === 2) return 'overridden'; } }
console.log(fin(0), fin(1), fin(2));
function loops() { const out = []; for (let i = 0; i < 4; i++) { try { if (i === 1) continue; if (i === 3) break; out.push(i); } finally { out.push('f' + i); } } return out; }
console.log(loops());
try { try { throw 1; } finally { console.log('inner'); } } catch (e) { console.log('outer', e); }
try { null.x; } catch ({ name, message }) { console.log(name, message); }
{ function hoisted() { return 'block'; } } console.log(hoisted(), typeof later); var later = 1;
console.log(typeof inner); if (true) { function inner() {} } console.log(typeof inner);
try { tdz; let tdz = 1; } catch (e) { console.log(e.message); }
try { (() => { const c = 1; c = 2; })(); } catch (e) { console.log(e.message); }
with ({ x: 1, y: 2 }) { console.log(x + y); var z = x; } console.log(z);
var e1 = (function () { var v = 1; eval('var v = 2; var w = 3'); return v + w; })(); console.log(e1);
a: b: for (;;) { break a; }
if (0) console.log('no'); else if (1) console.log('yes'); else console.log('no');
;;; {} ; { ; }
debugger;
for (var x1 of [1, 2, 3]) if (x1 === 2) break; console.log(x1);
for (let [a, { b = 5, ...c }] of [[1, { d: 2 }]]) console.log(a, b, c);
var obj = {}; for (obj.key of [7]); console.log(obj.key); for ([obj.p, obj.q] of [[1, 2]]); console.log(obj);
console.log((() => { for (const x of [1, 2]) { return x; } })());
