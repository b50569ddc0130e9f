const log = (...a) => console.log(...a);
async function f(x) { log('start', x); await null; log('after', x); return x * 2; }
log('sync 1'); f(1).then(v => log('f', v)); log('sync 2');
Promise.resolve().then(() => log('micro 1')).then(() => log('micro 2')); queueMicrotask(() => log('queued'));
new Promise((_, rej) => rej(new Error('r'))).catch(e => log('caught', e.message)).finally(() => log('finally'));
async function thrower() { try { await Promise.reject(new TypeError('x')); } catch (e) { log(e.name); throw new RangeError('again'); } finally { log('af'); } } thrower().catch(e => log(e.message));
const thenable = { then(r) { log('then called'); r('thenable'); } }; (async () => log(await thenable))();
async function* ag() { try { yield 1; const got = yield Promise.resolve(2); log('got', got); yield* [3, 4]; } finally { log('ag done'); } } (async () => { const it = ag(); log(await it.next()); log(await it.next()); log(await it.next('G')); log(await it.return('R')); log(await it.next()); })();
(async () => { for await (const v of [Promise.resolve('a'), 'b']) log(v); for await (const v of ag()) { log('v', v); if (v === 3) break; } })();
Promise.all([1, Promise.resolve(2), f(5)]).then(v => log('all', v)); Promise.race([new Promise(() => {}), Promise.resolve('fast')]).then(v => log('race', v)); Promise.any([Promise.reject(1), Promise.reject(2)]).catch(e => log(e.constructor.name, e.errors, e.message)); Promise.allSettled([Promise.reject(1), 2]).then(v => log(v));
const { promise, resolve } = Promise.withResolvers(); promise.then(v => log('wr', v)); resolve('resolved'); Promise.try(() => { throw 'tried'; }).catch(v => log(v));
class MyPromise extends Promise {} const mp = MyPromise.resolve(1).then(x => x); log(mp instanceof MyPromise, mp.constructor.name);
(async function () { const results = []; await Promise.all([3, 1, 2].map(async n => { for (let i = 0; i < n; i++) await 0; results.push(n); })); log(results); })();
(async () => { const a = [await 1, await 2], o = { x: await 3, ...await { y: 4 } }; log(a, o, await (await (async () => 5)()), `${await 6}`); })();
(async () => { try { await using(); } catch (e) { log(e.name); } async function using() { throw new SyntaxError('u'); } })(); (async x => { log(await x, 'arrow'); })('await');
log('end');
