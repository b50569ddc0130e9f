// A tour of the language as jsx runs it. Each stop prints what it shows; nothing here needs a library.

const stop = (title, f) => {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 66 - title.length))}`);
  return f();
};

stop('Classes: private state, accessors, static blocks', () => {
  class Account {
    static #opened = 0;
    static { Account.bank = 'First Bank of Examples'; }
    #balance = 0;
    constructor(owner) { this.owner = owner; Account.#opened++; }
    get balance() { return this.#balance; }
    deposit(amount) {
      if (!(amount > 0)) throw new RangeError(`cannot deposit ${amount}`);
      this.#balance += amount;
      return this;
    }
    static isAccount(o) { return #balance in o; }
    static get opened() { return Account.#opened; }
  }
  class Savings extends Account {
    constructor(owner, rate) { super(owner); this.rate = rate; }
    addInterest() { return this.deposit(this.balance * this.rate); }
  }
  const ada = new Savings('Ada', 0.05).deposit(100).addInterest();
  console.log(`${ada.owner} has ${ada.balance} at the ${Account.bank}; accounts opened: ${Account.opened}`);
  console.log('isAccount(ada):', Account.isAccount(ada), ' isAccount({}):', Account.isAccount({}));
  console.log(ada);
  try { ada.deposit(-1); } catch (e) { console.log(`${e.name}: ${e.message}`); }
});

stop('Destructuring, spread, defaults, optional chaining', () => {
  const config = { server: { host: 'localhost', ports: [80, 443, 8080] }, debug: null };
  const { server: { host, ports: [http, ...others] }, debug = 'unset', timeout = http * 10 } = config;
  console.log(host, http, others, debug, timeout);
  console.log(config.client?.retry?.count ?? 'no retries', { ...config.server, host: 'example.org' });
});

stop('Generators: an endless sequence, taken lazily', () => {
  function* primes() {
    const found = [];
    for (let n = 2; ; n++) {
      if (found.every(p => n % p)) { found.push(n); yield n; }
    }
  }
  console.log(primes().filter(p => p % 4 === 1).map(p => p * p).take(8).toArray());
  function* walk(tree) { if (tree) { yield* walk(tree.left); yield tree.value; yield* walk(tree.right); } }
  console.log([...walk({ value: 2, left: { value: 1 }, right: { value: 3 } })].join(' < '));
});

stop('Closures and tail calls', () => {
  const counter = (n = 0) => ({ next: () => ++n, reset: () => { n = 0; } });
  const c = counter(10);
  console.log(c.next(), c.next(), (c.reset(), c.next()));
  // In strict code a call in tail position takes its caller's frame: a million deep is no depth at all.
  function sum(n, total) { 'use strict'; return n === 0 ? total : sum(n - 1, total + n); }
  const deep = globalThis.process ? 5_000 : 1_000_000;  // Node has no tail calls
  console.log('calls deep:', deep, ' sum is right:', sum(deep, 0) === deep * (deep + 1) / 2);
});

stop('Numbers: doubles to the last bit, integers without limit', () => {
  console.log(0.1 + 0.2, 1 / 3, 5e-324, 2 ** 53, (25).toString(36), (0.000001234).toExponential(2), 0xff, 0b1010);
  let f = 1n;
  for (let i = 2n; i <= 40n; i++) f *= i;
  console.log('40! =', f);
  console.log('last digits of 7^1000:', String(7n ** 1000n).slice(-12));
});

stop('Collections and sorting', () => {
  const words = 'the quick brown fox jumps over the lazy dog while the cat sleeps'.split(' ');
  const counts = new Map();
  for (const w of words) counts.set(w, (counts.get(w) ?? 0) + 1);
  console.log(counts);
  console.log(Object.groupBy(new Set(words), w => w.length));
  console.log([...counts].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b)).slice(0, 3));
  console.log(new Set([1, 2, 3]).union(new Set([3, 4])), new Set([1, 2, 3]).intersection(new Set([2, 3, 9])));
});

stop('Regular expressions', () => {
  const log = '2026-03-14 12:00:01 [warn] disk at 91%\n2026-03-15 08:30:00 [info] all quiet';
  for (const { groups: { date, level, text } } of log.matchAll(/^(?<date>[\d-]+) \S+ \[(?<level>\w+)\] (?<text>.*)$/gm)) {
    console.log({ date, level, text });
  }
  console.log('naïve café'.replace(/\p{L}+/gu, w => w[0].toUpperCase() + w.slice(1)));
  console.log('price: 42€'.match(/(?<=: )\d+(?=€)/)[0], 'x1y22z'.split(/(\d+)/));
});

stop('Symbols, proxies, reflection', () => {
  const range = { from: 1, to: 5, *[Symbol.iterator]() { for (let i = this.from; i <= this.to; i++) yield i; } };
  console.log([...range], Math.max(...range));
  const log = [];
  const watched = new Proxy({ a: 1 }, {
    get(target, key, receiver) { log.push(`get ${String(key)}`); return Reflect.get(target, key, receiver); },
    has(target, key) { log.push(`has ${String(key)}`); return Reflect.has(target, key); },
  });
  watched.a; 'b' in watched; watched.c;
  console.log(log.join(', '));
});

stop('Typed arrays and buffers', () => {
  const buffer = new ArrayBuffer(16), view = new DataView(buffer);
  view.setFloat64(0, Math.PI);
  view.setUint32(8, 0xCAFEBABE);
  console.log(new Uint8Array(buffer));
  console.log(Float32Array.of(1.5, 2.5, 3.5).map(x => x * 2), new Uint8Array([1, 2, 250]).with(2, 300));
});

stop('JSON, dates, templates', () => {
  const text = JSON.stringify({ when: new Date(Date.UTC(2026, 0, 31)), list: [1, , 'two', undefined], nested: { deep: true } }, null, 2);
  console.log(text);
  console.log(JSON.parse(text, (key, value) => key === 'when' ? new Date(value).getUTCFullYear() : value));
  const tag = (strings, ...values) => strings.raw.map((s, i) => s + (i < values.length ? `[${values[i]}]` : '')).join('');
  console.log(tag`raw \n stays, ${1 + 1} is boxed`);
});

stop('Errors know where they come from', () => {
  const parse = text => {
    try { return JSON.parse(text); } catch (cause) { throw new Error(`bad settings: ${text}`, { cause }); }
  };
  try { parse('{"a": tru}'); } catch (e) { console.log(`${e.message} <- ${e.cause.message}`); }
  try { null.length; } catch (e) { console.log(e.message); }
  try { undefined_name; } catch (e) { console.log(e.message); }
});

stop('Resources are released in reverse order', () => {
  const open = name => ({ name, [Symbol.dispose]() { console.log('close', name); } });
  using a = open('a'), b = open('b');
  console.log('using', a.name, b.name);
});

const pause = value => Promise.resolve(value);
async function* countdown(n) { while (n > 0) yield await pause(n--); }

(async () => {
  const results = await Promise.allSettled([pause(1), Promise.reject(new Error('no')), Promise.any([pause(3)])]);
  let line = '';
  for await (const n of countdown(5)) line += `${n} `;
  stop('Promises and async iteration', () => {
    console.log(results.map(r => r.status === 'fulfilled' ? r.value : r.reason.message));
    console.log(line + 'lift-off');
    console.log('\nEnd of the tour.');
  });
})();
