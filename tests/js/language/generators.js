function* g() { const a = yield 1; console.log('got', a); try { yield 2; } finally { console.log('cleanup'); } return 3; }
let it = g(); console.log(it.next('ignored'), it.next('x'), it.return(9), it.next());
it = g(); it.next(); it.next(); try { it.throw(new Error('boom')); } catch (e) { console.log(e.message); } console.log(it.next());
function* d() { const r = yield* g(); console.log('result', r); yield* [10, 20]; } console.log([...d()]);
function* fibs() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } } for (const x of fibs()) { if (x > 50) break; console.log(x); }
const [p, q, ...r] = (function* () { yield 1; yield 2; yield 3; yield 4; })(); console.log(p, q, r);
const [x] = (function* () { try { yield 1; yield 2; } finally { console.log('closed'); } })(); console.log(x);
const iter = { i: 0, [Symbol.iterator]() { return this; }, next() { return { value: this.i++, done: this.i > 3 }; }, return() { console.log('return called'); return {}; } }; for (const v of iter) { console.log(v); if (v === 1) break; }
try { for (const v of { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return() { console.log('ret'); } }) }) throw new Error('body'); } catch (e) { console.log(e.message); }
console.log(fibs().drop(5).filter(n => n % 2).map(n => n * 10).take(4).toArray(), Iterator.from([1, 2, 3]).reduce((s, v) => s + v), [...Iterator.from({ next() { return { done: this.n > 2, value: this.n++ }; }, n: 0 })]);
console.log(Object.prototype.toString.call(g()), g.constructor.name, typeof g.prototype, g() instanceof g, Object.getPrototypeOf(g).constructor.name);
const o = { *gen() { yield this.v; }, v: 42 }; console.log([...o.gen()], Array.from(o.gen(), v => v + 1), Math.max(...fibs().take(10)));
function* args() { yield arguments.length; yield* arguments; } console.log([...args(7, 8)]); function* withReturn() { return yield yield 1; } const w = withReturn(); console.log(w.next(), w.next(2), w.next(3));
try { const s = (function* () { s.next(); })(); s.next(); } catch (e) { console.log(e.constructor.name, e.message); }
function* nested() { try { yield* (function* () { try { yield 1; } finally { console.log('inner finally'); yield 'from finally'; } })(); } finally { console.log('outer finally'); } } const n = nested(); console.log(n.next(), n.return('r'), n.next(), n.next());

// Traces name the method that runs a generator after the generator's function.
{
    const frames = f => {
        try {
            f();
        } catch (e) {
            console.log(e.stack.split('\n')[2].trim().split(' ')[1]);
        }
    };
    function* thrower() { throw new Error('e') }
    frames(() => thrower().next());
    frames(() => { for (const x of thrower()); });
    frames(() => (function* () { throw new Error('e') })().next());
    frames(() => { class A { *m() { throw new Error('e') } } new A().m().next() });
}
