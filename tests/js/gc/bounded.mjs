// modes: none
// A program that makes and drops one of everything, for ever, lives in bounded memory. Arguments: rounds (20), or a
// duration as `60s`: then each fifth of it prints a line. `jsx --shell tests/js/gc/bounded.mjs 60s` prints what is resident too.
import { heap, gc } from 'jsx:engine';

const argument = globalThis.arguments?.[0] ?? '20';
const seconds = argument.endsWith('s') ? parseFloat(argument) : 0;
const rounds = seconds ? Infinity : +argument;
const keep = [];  // what lives for a while: 100 rounds' worth at most
const registry = new FinalizationRegistry(() => { finalized++; });
const cache = new WeakMap();
let finalized = 0, n = 0;

/// Lets a turn of the event loop pass, so that WeakRefs let go and finalizers run.
const word = new Int32Array(new SharedArrayBuffer(4));
const turn = () => Atomics.waitAsync(word, 0, 0, 0.01).value ?? 0;

const churn = {
  objects() {
    const list = [];
    for (let i = 0; i < 300; i++) list.push({ i, next: list[i - 1], text: 'item ' + i });
    const wide = {};
    for (let i = 0; i < 60; i++) wide['key' + n + '_' + i] = i;  // atoms and shapes that nobody else has
    delete wide['key' + n + '_3'];
    return [list, wide];
  },
  strings() {
    let rope = '';
    for (let i = 0; i < 200; i++) rope += 'é' + n + i;
    return [rope.split('é'), rope.slice(10, 500), rope.toUpperCase(), JSON.parse(JSON.stringify({ rope }))];
  },
  collections() {
    const map = new Map(), set = new Set();
    for (let i = 0; i < 300; i++) map.set(i % 2 ? i : { i }, set.add('s' + i));
    for (let i = 1; i < 300; i += 2) map.delete(i);
    return [map, set, map.entries()];
  },
  functions() {
    const made = new Function('x', `return function inner${n}(y) { return x + y + ${n}; }`)(n);
    const C = class { #p = n; static s = 1; get p() { return this.#p; } };
    const generator = (function* () { let i = 0; while (true) yield [i++, generator]; })();
    generator.next();
    return [made(1), new C().p, generator, (0, eval)(`(() => ${n})`), [1, 2, 3].map(i => () => i)];
  },
  arrays() {
    const sparse = [];
    sparse[100000 + n % 7] = 1;
    return [Array.from({ length: 2000 }, (_, i) => i * 1.5), sparse, Array(20000).fill(n), [3, 1, 2].toSorted(), [..."abc"]];
  },
  buffers() {
    const b = new ArrayBuffer(200_000), r = new ArrayBuffer(1000, { maxByteLength: 100_000 });
    r.resize(50_000);
    return [new Uint8Array(b).fill(7), new DataView(b), r, new Float64Array(100), b.transfer(300_000), new SharedArrayBuffer(5000)];
  },
  weak() {
    const refs = [];
    for (let i = 0; i < 50; i++) {
      const key = { i }, token = {};
      cache.set(key, { key, n });
      refs.push(new WeakRef(key), new WeakSet([key]));
      registry.register(key, { i }, token);
      if (i % 3 === 0) registry.unregister(token);
      cache.set(Symbol('weak' + i), key);
    }
    return refs;
  },
  errors() {
    const list = [];
    for (let i = 0; i < 20; i++) try { null.x; } catch (e) { if (i % 2) e.stack; list.push(e); }
    try { (function f() { f(); })(); } catch (e) { list.push(e); }
    try { new Function('let ='); } catch (e) { list.push(e); }
    return list;
  },
  others() {
    const regexp = new RegExp(`(a|b${n})*c`, 'dg');
    return [regexp.exec('aac'), 'x1y2'.replace(/\d/g, d => d + n), 7n ** 200n * BigInt(n), new Proxy({}, {}), new Date(n),
            Symbol('s' + n), Object.freeze([n]), structured(n)];
  },
};
const structured = n => { const a = [n]; a.push(a, { a }); return a; };

async function tasks() {
  const waiting = [];
  for (let i = 0; i < 50; i++) waiting.push((async () => { await null; return i; })());
  await Promise.allSettled([...waiting, Promise.reject(n)]);
  await Promise.race([new Promise(() => {}), 1]);
  return waiting;
}

async function round() {
  for (let i = 0; i < 4; i++, n++) {
    const all = [];
    for (const name in churn) all.push(churn[name]());
    all.push(await tasks());
    keep[n % 10] = all;
  }
  await turn();
}

async function measure() {
  await turn();
  gc();
  await turn();
  gc();
  const h = heap();
  return { live: h.old.used + h.new.used + h.large.used + h.shape.used, external: h.external, shapes: h.shape.used,
           capacity: h.old.capacity + h.new.capacity + h.large.capacity };
}
const resident = () => globalThis.read ? /VmRSS:\s*(\d+)/.exec(read('/proc/self/status'))[1] / 1024 : 0;

if (seconds) {
  const start = performance.now();
  for (let part = 1; part <= 10; part++) {
    while (performance.now() - start < part * seconds * 100) await round();
    const before = resident(), m = await measure();
    console.log(`${Math.round((performance.now() - start) / 1000)} s, ${n} turns: resident ${before.toFixed(1)} MB (${resident().toFixed(1)} after collecting), ` +
      `live ${(m.live / 1e6).toFixed(2)} MB, shapes ${m.shapes >> 10} KB, external ${(m.external / 1e6).toFixed(2)} MB, capacity ${(m.capacity / 1e6).toFixed(1)} MB`);
  }
} else {
  for (let i = 0; i < 5; i++) await round();
  const early = await measure();
  let most = 0;
  for (let i = 0; i < rounds; i++) {
    await round();
    const h = heap();
    most = Math.max(most, h.old.capacity + h.new.capacity + h.large.capacity + h.external);
  }
  const late = await measure();
  const grown = late.live - early.live;
  console.log('live heap is flat:', grown < 200_000 || grown);
  console.log('shapes are flat:', late.shapes <= early.shapes * 1.5 || [early.shapes, late.shapes]);
  console.log('external memory is flat:', late.external <= early.external * 1.2 || [early.external, late.external]);
  console.log('heap and external memory stay below 200 MB:', most < 200e6 || most);
  console.log('finalizers run:', finalized > n * 20 || [finalized, n]);
}
