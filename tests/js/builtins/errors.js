// Error classes: properties in order, cause, toString, captureStackTrace, disposal.
const log = (...values) => console.log(...values.map(String));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
for (const E of [Error, TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError]) {
    const e = E('m', { cause: 'c' });
    log(e, e.name, e instanceof E, e instanceof Error, Object.keys(e).length, Reflect.ownKeys(e).join(), e.cause, E.length, E.prototype.name, Object.getPrototypeOf(E).name, Reflect.ownKeys(E.prototype).join());
}
const aggregate = new AggregateError([1, 2], 'many', { cause: 0 });
log(aggregate, aggregate.errors, Reflect.ownKeys(aggregate).join(), AggregateError.length);
const suppressed = new SuppressedError('e', 's', 'm');
log(suppressed, suppressed.error, suppressed.suppressed, Reflect.ownKeys(suppressed).join(), SuppressedError.length);
log('cause' in new Error('x', {}), 'cause' in new Error('x', { cause: undefined }), 'message' in Object.assign(Object.create(null), new Error()), Object.hasOwn(new Error(), 'message'), Object.hasOwn(new Error(undefined), 'message'), new Error(null).message);
log(Error.prototype.toString.call({ name: 'N', message: 'M' }), Error.prototype.toString.call({ name: '', message: 'M' }), Error.prototype.toString.call({ name: 'N', message: '' }), Error.prototype.toString.call({}), Error.prototype.toString.call({ name: undefined, message: undefined }));
log(Error.isError(new TypeError()), Error.isError({ __proto__: Error.prototype }), Error.isError(1), Object.prototype.toString.call(new Error()));
class Mine extends Error { constructor(m) { super(m); this.extra = 1; } get name() { return 'Mine'; } }
log(new Mine('text'), new Mine('t') instanceof Mine, new Mine('t').stack.split('\n')[0]);
const captured = {};
Error.captureStackTrace(captured);
log(typeof captured.stack, captured.stack.split('\n')[0]);
function outer() { return inner(); }
function inner() { const o = {}; Error.captureStackTrace(o, inner); return o.stack.split('\n')[1].trim().split(' ')[1]; }
log(outer(), Error.stackTraceLimit);
Error.stackTraceLimit = 1;
log(new Error('short').stack.split('\n').length);
Error.stackTraceLimit = 10;
for (const f of [() => Error.captureStackTrace(1), () => Error.captureStackTrace(Object.freeze({})), () => Error.prototype.toString.call(1), () => new Error(Symbol()), () => new AggregateError(1), () => new Error('x', { get cause() { throw new RangeError('getter'); } })]) attempt(f);

const stack = new DisposableStack();
const order = [];
stack.use({ [Symbol.dispose]() { order.push('used'); } });
stack.adopt('value', (v) => order.push('adopted ' + v));
stack.defer(() => order.push('deferred'));
log(stack.use(null), stack.disposed);
const moved = stack.move();
log(stack.disposed, moved.disposed, moved instanceof DisposableStack);
moved.dispose();
moved.dispose();
log(order.join(), moved.disposed, DisposableStack.prototype[Symbol.dispose] === DisposableStack.prototype.dispose);
const failing = new DisposableStack();
failing.defer(() => { throw new Error('first'); });
failing.defer(() => { throw new Error('second'); });
try { failing.dispose(); } catch (e) { log(e.name, e.error.message, e.suppressed.message, e.message); }
for (const f of [() => stack.use({}), () => new DisposableStack().use(1), () => new DisposableStack().use({}), () => new DisposableStack().adopt(1, 1), () => new DisposableStack().defer(1), () => DisposableStack(), () => DisposableStack.prototype.use.call(1), () => DisposableStack.prototype.disposed, () => AsyncDisposableStack.prototype.adopt.call({})]) attempt(f);
const asyncStack = new AsyncDisposableStack();
asyncStack.use({ async [Symbol.asyncDispose]() { order.push('async'); } });
asyncStack.use({ [Symbol.dispose]() { order.push('sync'); } });
asyncStack.use(null);
asyncStack.defer(async () => { throw new Error('a'); });
asyncStack.defer(() => { throw new Error('b'); });
order.length = 0;
asyncStack.disposeAsync().then(() => log('no'), (e) => log(e.name, e.error.message, e.suppressed.message, order.join(), asyncStack.disposed));
AsyncDisposableStack.prototype.disposeAsync.call(1).catch((e) => log(e.message));
