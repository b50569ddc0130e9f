// modes: none
// What must take linear time and memory: each case ran for minutes, or out of memory, where it was quadratic.
const run = (name, f) => {
    try {
        console.log(name, f());
    } catch (e) {
        console.log(name, `${e.name}: ${e.message}`);
    }
};

run('delete in order', () => {
    const a = new Array(2e6).fill(1);
    for (let i = 0; i < a.length; i++) delete a[i];
    return [a.length, Object.keys(a).length];
});
run('delete and set one element', () => {
    const a = new Array(1e6).fill(1);
    for (let i = 0; i < 1e5; i++) {
        delete a[4096];
        a[4096] = i;
    }
    return [a.length, a[4096]];
});
run('names of a replacer', () => {
    const names = [];
    for (let i = 0; i < 150000; i++) names.push('name' + i % 100000);
    return JSON.stringify({ name99999: 2, other: 3, name5: 1 }, names);
});
run('tokens of a registry', () => {
    const registry = new FinalizationRegistry(() => {}), tokens = [];
    for (let i = 0; i < 100000; i++) {
        const o = {};
        tokens.push(o);
        registry.register(o, i, o);
        if (i % 3 === 0) registry.register({}, i, o);
    }
    let removed = 0;
    for (const token of tokens) removed += registry.unregister(token);
    for (const token of tokens) removed += registry.unregister(token);
    return removed;
});
for (const make of [() => ({}), () => []]) {
    run('indices far apart', () => {
        const o = make();
        for (let i = 0; i < 300000; i++) o[i * 1000] = i;
        let sum = 0;
        for (const key in o) sum += o[key];
        return [Object.keys(o).length, sum];
    });
    run('indices some way apart', () => {
        const o = make();
        for (let i = 0; i < 100000; i++) o[i * 12] = i;
        for (let i = 0; i < 1200000; i++) o[i] ??= -1;
        return [Object.keys(o).length, o[12000], o[12001]];
    });
}
run('holes of JSON', () => {
    const a = [1];
    a[2147483646] = 1;
    return JSON.stringify(a);
});
run('shared parts of JSON', () => {
    let a = 'x'.repeat(1 << 20);
    for (let i = 0; i < 40; i++) a = [a, a];
    return JSON.stringify(a);
});
run('groups of matches', () => {
    const text = 'a'.repeat(1e5), expression = new RegExp('()'.repeat(300) + 'a', 'g');
    return [text.replace(expression, 'b').length, text.match(expression).length, text.replace(expression, '$300$&').length];
});
run('chain of bound functions', () => {
    let f = (...args) => args.length;
    const args = new Array(45).fill(1);
    for (let i = 0; i < 2e5; i++) f = f.bind(null, ...args);
    return f();
});
run('chain of bound functions without arguments', () => {
    let f = function (...args) { return [this.valueOf(), ...args] };
    f = f.bind(1, 'a').bind(2, 'b', 'c');
    for (let i = 0; i < 1e6; i++) f = f.bind(3);
    return f('d').join();
});
// The native frame of the combinator holds one cell that the functions it makes, old by then, all point to.
run('values of a combinator', () => {
    const values = [];
    for (let i = 0; i < 1e6; i++) values.push(i);
    return String(Promise.all(values));
});
run('replacements that name no group', () => 'x'.replace(/(?<a>x)/, '$<'.repeat(500000)).length);
run('replacements without end', () => 'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1e6)));
run('waiters of one index', () => {
    const words = new Int32Array(new SharedArrayBuffer(8));
    for (let i = 0; i < 2e5; i++) Atomics.waitAsync(words, 0, 0);
    for (let i = 0; i < 2e5; i++) Atomics.waitAsync(words, 1, 0);
    return [Atomics.notify(words, 1), Atomics.notify(words, 0, 1e5), Atomics.notify(words, 0)];
});
