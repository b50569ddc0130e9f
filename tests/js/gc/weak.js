// flags: --expose-gc
// Weak collections, references and finalizers. What is dead may be kept by a word on the stack: counts have room.
function section(name, f) { console.log(name, f()); }

section('chain of ephemerons', () => {
  const map = new WeakMap(), head = {};
  for (let key = head, i = 0; i < 300; i++, key = map.get(key)) map.set(key, { i });
  gc('minor');
  gc();
  let length = 0;
  for (let key = head; (key = map.get(key)) !== undefined; length++) if (key.i !== length) return 'wrong link';
  return length;
});

section('chain over two maps, backwards', () => {
  const maps = [new WeakMap(), new WeakMap()], keys = [];
  for (let i = 0; i < 200; i++) keys.push({ i });
  for (let i = 198; i >= 0; i--) maps[i % 2].set(keys[i], keys[i + 1]);
  const head = keys[0];
  keys.length = 0;
  gc('minor');
  gc('minor');
  gc();
  let length = 0;
  for (let key = head; key; key = maps[length++ % 2].get(key)) if (key.i !== length) return 'wrong link';
  return length;
});

section('maps as values', () => {
  let map = new WeakMap();
  const keys = [], first = map;
  for (let i = 0; i < 50; i++) {
    keys.push({});
    const inner = new WeakMap();
    map.set(keys[i], inner);
    map = inner;
  }
  gc('minor');
  gc();
  let depth = 0;
  for (map = first; map; map = map.get(keys[depth++]));
  return depth;
});

// A new WeakRef keeps its target until all jobs are done: these are asked in a finalizer.
const values = (() => {
  const map = new WeakMap(), refs = [];
  for (let i = 0; i < 100; i++) {
    const key = { i }, value = { key };
    map.set(key, value);
    refs.push(new WeakRef(value));
  }
  return { map, refs, live: new WeakRef(map) };
})();

section('symbols as keys', () => {
  const set = new WeakSet(), symbols = [];
  for (let i = 0; i < 100; i++) {
    const s = Symbol('s' + i);
    if (i % 3 === 0) symbols.push(s);
    set.add(s);
  }
  gc('minor');
  gc();
  return symbols.every(s => set.has(s)) && set.has(Symbol.iterator) === false;
});

section('unregister', () => {
  const registry = new FinalizationRegistry(() => {});
  const tokens = [{}, {}, {}];
  const targets = [];
  for (let i = 0; i < 60; i++) {
    targets.push({});
    registry.register(targets[i], i, tokens[i % 3]);
  }
  gc('minor');
  const first = tokens.map(t => registry.unregister(t)), again = tokens.map(t => registry.unregister(t));
  return first.join() + ' ' + again.join();
});

// Finalizers run once nothing else is to be done, and may allocate, register and collect.
const cleaned = new Set();
const registry = new FinalizationRegistry(held => {
  cleaned.add(held.i);
  ({}).x = [held.i];
  if (held.i < 500 && held.i % 100 === 3) registry.register({}, { i: 1000 + held.i });
});
(() => {
  for (let i = 0; i < 500; i++) registry.register({ i }, { i });
})();

// The second hundred dies when the finalizers of all registries that the first collection made due have run.
let calls = 0;
const end = new FinalizationRegistry(() => {
  calls++;
  if (calls === 30) registerHundred();
  if (calls === 30) gc();
  if (calls !== 130) return;
  const held = [...cleaned];
  console.log('finalized', held.length >= 490, held.every(i => i < 500 || i % 100 === 3));
  console.log('dead values', values.refs.filter(r => r.deref() === undefined).length >= 90);
  console.log('live reference', values.live.deref() === values.map);
});
function registerHundred() {
  for (let i = 0; i < 100; i++) end.register({}, 0);
}
registerHundred();
Promise.resolve().then(() => gc());
