// Each way of asking for memory that may be refused. The tests of --fail-alloc-at refuse one of them at a time.
const sections = {
  elements() {
    const a = [];
    for (let i = 0; i < 40; i++) a.push(i, 'x');
    a.length = 500;
    a.unshift(...a.slice(3, 20));
    return [...a.concat(a, [1.5]).flat().splice(2, 30), ...Array.from({ length: 30 }, (_, i) => i)].length;
  },
  strings() {
    let s = '';
    for (let i = 0; i < 50; i++) s += i + 'é'.repeat(i);
    return [s.toUpperCase(), s.split('é').join('-'), s.replace(/\d/g, '$&$&'), s.padStart(3000, 'ab'), s + '\u1234'].map(t => t.charCodeAt(t.length >> 1)).join();
  },
  bigints() {
    let b = 3n;
    for (let i = 0; i < 8; i++) b = b * b + 1n;
    return String(((b << 100n) / 7n - b) % 1000007n) + (-b >> 3n & 255n);
  },
  maps() {
    const m = new Map(), s = new Set(), w = new WeakMap(), keys = [];
    for (let i = 0; i < 40; i++) keys.push({ i }), m.set(i, keys[i]), s.add('k' + i), w.set(keys[i], i);
    return m.size + s.size + keys.reduce((sum, k) => sum + w.get(k), 0) + Object.groupBy(keys, k => k.i % 3)[1].length;
  },
  objects() {
    const o = {};
    for (let i = 0; i < 60; i++) o['p' + i] = i;
    delete o.p3;
    return JSON.stringify({ ...o, f: () => o }).length + Object.entries(o).length;
  },
  calls() {
    function* g(n) { for (let i = 0; i < n; i++) yield [i, ...arguments]; }
    return [...g(9, 1, 2)].map(([a, ...rest]) => rest.length + a).join() + ((...all) => all.length)(...Array(70));
  },
  errors() {
    try { null.x; } catch (e) { return e.message + typeof e.stack; }
  },
};
for (const name in sections) {
  let result;
  try {
    result = sections[name]();
  } catch (e) {
    result = `${e.name}: ${e.message}`;
  }
  console.log(name, result);
}
