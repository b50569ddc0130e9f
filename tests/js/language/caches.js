// Inline caches that must notice what changes around them.
const run = (name, f) => {
    try {
        console.log(name, f());
    } catch (e) {
        console.log(name, `${e.name}: ${e.message}`);
    }
};

// instanceof, when the prototype becomes a primitive
{
    const F = function () {}, is = o => o instanceof F;
    is({});
    for (const prototype of ['x', 1, Symbol('s'), 10n, true, undefined, null, {}]) {
        F.prototype = prototype;
        run('instanceof', () => is({}));
        run('instanceof of a primitive', () => is(1));
    }
}

// for-in, when a prototype gets elements
{
    const keys = o => {
        let s = '';
        for (const p in o) s += p + ',';
        return s;
    };
    class A {}
    class B extends A {}
    const o = new B;
    o.x = 1;
    run('for-in', () => keys(o) + keys(o));
    A.prototype[5] = 1;
    run('for-in', () => keys(o));
    delete A.prototype[5];
    run('for-in', () => keys(o));
    const a = [];
    keys(a);
    keys(a);
    Array.prototype[3] = 1;
    run('for-in of an array', () => keys(a));
    delete Array.prototype[3];
    run('for-in of an array', () => keys(a));
}

// private names and traces of the global object
{
    class Return { constructor(o) { return o } }
    class P extends Return {
        #p = {};
        #n = 1;
        static read(o) { return [typeof o.#p, String(o.#n)] }
        static write(o, v) { o.#n = v }
        static has(o) { return #p in o }
    }
    new P(globalThis);
    for (let i = 0; i < 3; i++) {
        run('private name of the global object', () => P.read(globalThis).join() + P.has(globalThis));
        P.write(globalThis, 'w' + i);
    }
    run('keys of private names', () => Reflect.ownKeys(globalThis).filter(k => String(k).includes('#')).length);
    Error.captureStackTrace(globalThis);
    run('trace of the global object', () => [typeof globalThis.stack, new Map([[globalThis.stack, 1]]).size]);
    globalThis.stack = 5;
    run('trace of the global object', () => globalThis.stack + 1);
}

// Error.captureStackTrace keeps what cannot be changed
run('captureStackTrace', () => Error.captureStackTrace(Object.defineProperty({}, 'stack', { value: 1 })));
run('captureStackTrace', () => Error.captureStackTrace(Object.freeze(new Error('x'))));
run('captureStackTrace', () => Error.captureStackTrace(Object.preventExtensions({})));
run('captureStackTrace', () => {
    const o = { stack: 1 };
    Error.captureStackTrace(o);
    const { configurable, enumerable } = Object.getOwnPropertyDescriptor(o, 'stack');
    return [typeof o.stack, configurable, enumerable];
});
