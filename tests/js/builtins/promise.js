// Promise: order of jobs, subclasses, combinators, errors.
const log = (...values) => console.log(...values.map(String));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
for (const f of [
    () => Promise(), () => new Promise(), () => new Promise(1), () => Promise.resolve.call(1), () => Promise.reject.call(1), () => Promise.all.call(1), () => Promise.race.call(undefined), () => Promise.prototype.then.call(1), () => Promise.prototype.finally.call(1), () => Promise.resolve.call(function () {}),
    () => Promise.resolve.call(function (e) { e(() => 1, () => 1); e(1, 2); }), () => Promise.try.call(1), () => Promise.withResolvers.call(1), () => Promise.prototype.catch.call(1),
]) attempt(f);
for (const o of [Promise.prototype, Promise.resolve(1), new (class P extends Promise {})(() => {})]) log(Object.prototype.toString.call(o), Reflect.ownKeys(o).length);
const events = [];
const note = (x) => events.push(x);
Promise.resolve().then(() => note('a1')).then(() => note('a2')).then(() => note('a3'));
Promise.resolve().then(() => note('b1')).finally(() => note('b2')).then(() => note('b3'));
new Promise((resolve) => resolve({ then(f) { note('thenable'); f('t'); } })).then(note);
Promise.reject(new Error('r')).catch((e) => note(e.message)).then(() => note('caught'));
queueMicrotask(() => note('micro'));
Promise.resolve(Promise.resolve(1)).then(note);
(async () => { note('sync'); await null; note('await1'); await new Promise((r) => r()); note('await2'); })();
new Promise((resolve, reject) => { resolve('first'); reject('second'); throw 'third'; }).then((v) => note('settled ' + v));
Promise.try((a, b) => a + b, 1, 2).then((v) => note('try ' + v));
Promise.try(() => { throw 'thrown'; }).catch((v) => note('try ' + v));
const { promise, resolve } = Promise.withResolvers();
promise.then((v) => note('with ' + v));
resolve('resolvers');
let settle;
const self = new Promise((r) => { settle = r; });
settle(self);
self.catch((e) => log(e.name, e.message));
const show = (label) => [(v) => log(label, 'ok', JSON.stringify(v)), (e) => log(label, 'failed', e && e.name ? e.name + ': ' + e.message : e, e && e.errors ? e.errors.join() : '')];
(async () => {
    for (let i = 0; i < 20; i++) await null;
    log(events.join(' '));
    await Promise.all([1, Promise.resolve(2), { then(f) { f(3); } }]).then(...show('all'));
    await Promise.all([1, Promise.reject('no')]).then(...show('all'));
    await Promise.all([]).then(...show('all'));
    await Promise.allSettled([1, Promise.reject('no')]).then(...show('allSettled'));
    await Promise.any([Promise.reject('x'), 5]).then(...show('any'));
    await Promise.any([Promise.reject('x'), Promise.reject('y')]).then(...show('any'));
    await Promise.race([new Promise(() => {}), 'fast']).then(...show('race'));
    for (const name of ['all', 'race', 'any', 'allSettled']) await Promise[name](1).then(...show(name));
    const original = Promise.resolve;
    Promise.resolve = 1;
    await Promise.all([1]).then(...show('patched'));
    Promise.resolve = original;
    class Sub extends Promise { static get [Symbol.species]() { return Promise; } }
    log(Sub.resolve(1) instanceof Sub, Sub.resolve(1).then() instanceof Sub, Sub.all([]) instanceof Sub, new Sub(() => {}).finally(() => {}) instanceof Sub);
    let closed = 0;
    const iterable = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return() { closed++; return {}; } }) };
    const resolveOnce = Promise.resolve;
    Promise.resolve = () => { throw new Error('resolve'); };
    await resolveOnce.call(Promise, null);
    await Promise.all(iterable).catch((e) => log(e.message, closed));
    Promise.resolve = resolveOnce;
    await Promise.reject(1).finally(() => { throw 2; }).catch(log);
    await Promise.reject(1).finally(() => 3).catch(log);
    await Promise.resolve(1).finally(() => 3).then(log);
    async function* ag() { yield 1; yield Promise.resolve(2); return 3; }
    const seen = [];
    for await (const x of ag()) seen.push(x);
    for await (const x of [4, Promise.resolve(5)]) seen.push(x);
    log(seen.join());
    try { for await (const x of [Promise.reject(new Error('rejected'))]); } catch (e) { log(e.message); }
    const generator = ag();
    log(JSON.stringify(await Promise.all([generator.next(), generator.next(), generator.return('early'), generator.next()])));
    log(JSON.stringify(await Array.fromAsync(ag(), (x) => x * 2)), JSON.stringify(await Array.fromAsync([Promise.resolve(1), 2])), JSON.stringify(await Array.fromAsync({ length: 2, 0: 'p', 1: Promise.resolve('q') })));
    await Array.fromAsync(null).catch((e) => log(e.message));
    await Array.fromAsync([1], 1).catch((e) => log(e.message));
    await generator.next.call(1).catch((e) => log(e.message));
    for (const o of [Promise.prototype]) log(Reflect.ownKeys(o).map(String).join(' '));
})();
