// modes: none
// As scaling.js, for collections, rest patterns and the console.
const run = (name, f) => {
    try {
        console.log(name, f());
    } catch (e) {
        console.log(name, `${e.name}: ${e.message}`);
    }
};
// The length of the text that shows a value, which is not printed.
function shown_length(value, options) {
    let length;
    const custom = (depth, _, inspect) => {
        length = inspect(value, options).length;
        throw new Error();
    };
    try {
        console.dir({ [Symbol.for('nodejs.util.inspect.custom')]: custom }, { customInspect: true });
    } catch {
        return length;
    }
}

for (const make of [n => new Set(Array(n).keys()), n => new Map(Array(n).keys().map(i => [i, i]))]) {
    run('collection as a queue', () => {
        const queue = make(300000);
        let sum = 0;
        while (queue.size > 0) {
            const first = queue.keys().next().value;
            queue.delete(first);
            if (first % 4 === 1) queue.has(-first) || (queue.set ?? queue.add).call(queue, -first, 0);
            sum += first;
        }
        return sum;
    });
}
run('rest beside many keys', () => {
    const o = { rest: 1, [Symbol.iterator]: 2 };
    let pattern = '';
    for (let i = 0; i < 40000; i++) {
        o['name' + i] = i;
        pattern += `["name" + ${i}]: last, `;
    }
    return Function('o', `let last, rest; ({ ${pattern} ...rest } = o); return [last, rest]`)(o);
});
run('labels of timers', () => {
    for (let i = 0; i < 200000; i++) console.time('label' + i);
});
run('columns of a table', () => {
    const row = {};
    for (let i = 0; i < 150000; i++) row['column' + i] = i;
    console.table([row, { get last() { throw new RangeError('not printed') } }]);
});
run('circular objects', () => {
    const a = [];
    for (let i = 0; i < 100000; i++) {
        const o = {};
        o.self = o;
        a.push(o);
    }
    return shown_length(a, { maxArrayLength: null });
});
run('nested arrays', () => {
    let a = [];
    for (let i = 0; i < 999; i++) a = [a];
    let length = 0;
    for (let i = 0; i < 10; i++) length += shown_length(a, { depth: Infinity });
    return length;
});
// Last, as its callbacks run when all else is done.
const registries = [];
let called = 0;
for (let i = 0; i < 200000; i++) {
    const registry = new FinalizationRegistry(() => { if (++called === 100000) console.log('registries', called) });
    registry.register({}, 1);
    registries.push(registry);
}
