// Iterator, its helpers, generators, wrapped iterators.
const log = (...values) => console.log(...values.map(String));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
const J = JSON.stringify;
function* count(n = Infinity, closed) { try { for (let i = 0; i < n; i++) yield i; } finally { if (closed) closed.push('closed'); } }
log(J([...count(5).map((x, i) => x * 10 + i)]), J([...count(10).filter((x) => x % 3 === 0)]), J(count().take(3).toArray()), J(count(6).drop(4).toArray()), J(count(3).flatMap((x) => [x, x]).toArray()));
log(count(5).reduce((a, b) => a + b), count(5).reduce((a, b) => a + b, 10), count(5).some((x) => x > 3), count(5).every((x) => x < 3), count().find((x) => x > 10), count(0).find((x) => x));
const each = [];
count(3).forEach((x, i) => each.push(x + ':' + i));
log(each.join());
const closed = [];
log(count(9, closed).some((x) => x === 2), J(count(9, closed).take(1).toArray()), count(9, closed).find((x) => x === 1), closed.length);
attempt(() => count(9, closed).map(() => { throw new Error('mapper'); }).next());
attempt(() => count(9, closed).map(1));
attempt(() => count(9, closed).take(-1));
attempt(() => count(9, closed).take(NaN));
attempt(() => count(9, closed).drop({ valueOf() { throw new Error('valueOf'); } }));
log(closed.length);
const helper = count(9, closed).map((x) => x);
log(J(helper.next()), J(helper.return()), J(helper.next()), closed.length, J(count(3).map((x) => x).return()));
log(Object.prototype.toString.call(helper), helper instanceof Iterator, helper[Symbol.iterator]() === helper, Object.getPrototypeOf(helper).next.length);
const inner = [];
const nested = count(3, closed).flatMap((x) => count(3, inner));
nested.next();
nested.return();
log(inner.join(), closed.length);
attempt(() => { const h = count(3).map(() => h.next()); return h.next(); });
for (const f of [
    () => new Iterator(), () => Iterator(), () => Iterator.from(1), () => Iterator.from({ [Symbol.iterator]: 1 }), () => Iterator.from({ [Symbol.iterator]() { return 1; } }), () => Iterator.prototype.map.call(1, (x) => x), () => Iterator.prototype.toArray.call({}),
    () => count(1).flatMap((x) => 1).next(), () => count(1).flatMap((x) => 'a').next(), () => count(0).reduce((a) => a), () => count(1).reduce(1), () => count(1).flatMap(1), () => count(1).forEach(), () => ({ __proto__: Iterator.prototype, next() { return 1; } }).toArray(),
    () => helper.next.call(1), () => helper.return.call({}), () => Iterator.concat(1), () => Iterator.concat({}), () => Iterator.concat({ [Symbol.iterator]() { return 1; } }).next(), () => { 'use strict'; Iterator.prototype.constructor = 1; }, () => { 'use strict'; Iterator.prototype[Symbol.toStringTag] = 1; },
]) attempt(f);
class Mine extends Iterator { next() { return { done: this.i > 2, value: (this.i = (this.i ?? 0) + 1) }; } }
log(J(new Mine().toArray()), new Mine() instanceof Iterator, Object.prototype.toString.call(new Mine()));
const wrapped = Iterator.from({ i: 0, next() { return { value: this.i++, done: this.i > 3 }; }, return: undefined });
log(J([...wrapped]), wrapped instanceof Iterator, J(wrapped.return()), Iterator.from('ab').toArray().join(), Iterator.from(count(2)) instanceof Iterator);
log(J([...Iterator.concat([1], new Set([2, 3]), 'x'.split(''))]), J([...Iterator.concat()]));
const own = { __proto__: Iterator.prototype };
own.constructor = 5;
own[Symbol.toStringTag] = 'T';
log(own.constructor, Object.hasOwn(own, 'constructor'), String(own), Iterator.prototype.constructor === Iterator, Iterator.prototype[Symbol.toStringTag]);
const disposed = count(3, closed);
disposed.next();
disposed[Symbol.dispose]();
log(closed.length);

// Generators
function* g() { try { const x = yield 1; yield x * 2; } finally { yield 'cleanup'; } return 'end'; }
const it = g();
log(J(it.next('ignored')), J(it.next(21)), J(it.return('r')), J(it.next()), J(it.next()));
const thrown = g();
thrown.next();
log(J(thrown.throw(new Error('lost'))));
attempt(() => thrown.next());
attempt(() => g().throw(new RangeError('not started')));
attempt(() => { const self = (function* () { self.next(); })(); self.next(); });
for (const f of [() => g.prototype.next.call(1), () => g.prototype.next.call({}), () => g.prototype.throw.call(count), () => new g()]) attempt(f);
const GeneratorPrototype = Object.getPrototypeOf(g.prototype);
const AsyncGeneratorPrototype = Object.getPrototypeOf((async function* () {}).prototype);
for (const o of [GeneratorPrototype, AsyncGeneratorPrototype, Object.getPrototypeOf(g), Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(wrapped), Object.getPrototypeOf(helper), Object.getPrototypeOf(AsyncGeneratorPrototype)]) log(Reflect.ownKeys(o).map(String).join(' '));
const delegating = (function* () { const r = yield* g(); yield 'got ' + r; })();
log(J([...delegating]));
