// Array methods without callbacks: fast paths, and arrays that just miss them.
const show = (v) => {
    if (!Array.isArray(v)) return typeof v === 'string' ? JSON.stringify(v) : String(v);
    const parts = [];
    for (let i = 0; i < v.length; i++) parts.push(i in v ? show(v[i]) : '-');
    return '[' + parts.join(' ') + ']';
};
const log = (...values) => console.log(values.map(show).join(' '));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};

// push, pop, shift, unshift
const a = [];
log(a.push(1, 'two', 3.5), a, a.pop(), a.shift(), a.unshift('x', null), a);
const holey = [1, , 3];
log(holey.shift(), holey, holey.unshift(0), holey, holey.pop(), holey.pop(), holey);
const queue = [];
for (let i = 0; i < 100; i++) queue.push(i);
let sum = 0;
while (queue.length > 50) sum += queue.shift();
log(sum, queue.length, queue[0]);
const like = { length: 2, 0: 'a', 1: 'b' };
log(Array.prototype.push.call(like, 'c'), like[2], like.length, Array.prototype.shift.call(like), like[0], like.length);
attempt(() => Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1));
attempt(() => Object.freeze([1]).push(2));
attempt(() => Object.freeze([1]).pop());
attempt(() => Array.prototype.unshift.call({ length: 2 ** 53 - 1 }, 1));

// An accessor on the prototype is asked.
let asked = 0;
Object.defineProperty(Array.prototype, 3, { set(v) { asked = v; }, get() { return 'inherited'; }, configurable: true });
const three = [0, 1, 2];
three.push('seen');
log(asked, three.length, three.hasOwnProperty(3), three);
delete Array.prototype[3];

// slice, splice
log([1, 2, 3, 4].slice(1, -1), [1, , 3].slice(0), [].slice(), [1, 2].slice(5), [1, 2, 3].slice(-2), [1, 2, 3].slice(undefined, 2));
const s = [1, 2, 3, 4, 5];
log(s.splice(1, 2), s, s.splice(1, 0, 'a', 'b', 'c'), s, s.splice(-1), s, s.splice(), s, s.splice(undefined, undefined), s.splice(0, 99), s);
log([1, , 3, , 5].splice(1, 3, 'x'));
class Sub extends Array {}
const sub = Sub.from([3, 1, 2]);
log(sub.slice(1) instanceof Sub, sub.splice(0, 1) instanceof Sub, sub.concat([9]) instanceof Sub, sub.toSorted() instanceof Sub, sub.length);

// concat, spreadable or not
log([1].concat(2, [3, [4]], 'five'), [1].concat([, 2]), [].concat());
const spreadable = { length: 2, 0: 'x', 1: 'y', [Symbol.isConcatSpreadable]: true };
const closed = [1, 2];
closed[Symbol.isConcatSpreadable] = false;
log([0].concat(spreadable), [0].concat(closed).length);

// searching
const mixed = [1, NaN, -0, 'a', null, undefined, , 1n, 'a'];
log(mixed.indexOf(NaN), mixed.includes(NaN), mixed.indexOf(0), mixed.includes(undefined), mixed.indexOf(undefined), mixed.indexOf('a'), mixed.lastIndexOf('a'), mixed.indexOf(1n), mixed.includes(1n), mixed.lastIndexOf('a', -2), mixed.indexOf(1, 1), mixed.includes('a', 99));
log([1, 2, 3].indexOf(2.0), [1.5, 2.5].indexOf(2.5), ['ab', 'c'].includes('a' + 'b'), [1, 2, 3].lastIndexOf(3, -5), [, ,].includes(undefined), [].lastIndexOf(1));
log([5, 6, 7].at(-1), [5, 6, 7].at(3), [5, 6, 7].at('1'), [5, 6, 7].at(-4));

// join and text
log([1, null, undefined, 'x', [2, [3]]].join('-'), [1, 2].join(), [,].join(), [, ,].join('.'), String([1, [2, 3]]), [].join());
const cyclic = [1];
cyclic.push(cyclic, [cyclic]);
log(cyclic.join('+'), String(cyclic));
log(Array.prototype.toString.call({ join: () => 'joined' }), Array.prototype.toString.call({}), [1.5, { toLocaleString: () => 'L' }, null].toLocaleString());
attempt(() => [Symbol('s')].join());

// in place
log([1, 2, 3, 4].reverse(), [1, , 3].reverse(), [1, 2, 3, 4].fill(0, 1, -1), new Array(3).fill('f'), [1, 2, 3].fill(9, -1), [1, 2, 3, 4, 5].copyWithin(0, 3), [1, 2, 3, 4, 5].copyWithin(1, 0, 3), [1, , 3, 4].copyWithin(2, 0));
const store = [1, 2, 3];
const copy = store.slice();
store.reverse();
log(store, copy);

// copies
log([3, 1, 2].toSorted(), [1, , 3].toReversed(), [1, 2, 3].with(1, 'w'), [1, 2, 3].with(-1, 'w'), [1, 2, 3, 4].toSpliced(1, 2, 'a', 'b', 'c'), [1, , 2].toSpliced(0, 1), [1, 2].toSpliced());
attempt(() => [1].with(1, 0));
attempt(() => Array.prototype.toReversed.call({ length: 2 ** 32 }));

// flat
log([1, [2, [3, [4]]]].flat(), [1, [2, [3, [4]]]].flat(Infinity), [1, , [2, , 3]].flat(), [[1], [2]].flat(0), [1, 2].flatMap((x) => [x, [x * 2]]), [1, , 3].flatMap((x) => x));

// constructor and statics
log(new Array(3), Array(1, 2), new Array('3'), Array.of(7), Array.of(), Array.isArray(new Proxy([], {})), Array.isArray({ __proto__: Array.prototype }));
attempt(() => new Array(-1));
attempt(() => new Array(1.5));
attempt(() => { [].length = 2 ** 32; });
log(Array.from('añ😀'), Array.from({ length: 2, 0: 'p' }), Array.from([1, 2], (x, i) => x * 10 + i), Array.from(new Set([1, 1, 2])), Array.from([1, , 3]), Array.from({ length: 3 }, (_, i) => i * i));
log(Array.from.call(function (n) { this.n = n; }, [5]).length, Array.of.call(function (n) { this.n = n; }, 5, 6).n);
attempt(() => Array.from(null));
attempt(() => Array.from([], 1));
attempt(() => Array.from({ [Symbol.iterator]: 1 }));
let closedBy = '';
const source = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { closedBy = 'return'; return {}; } }) };
attempt(() => Array.from(source, () => { throw new Error('mapper'); }));
log(closedBy);

// iterators
log([...['a', , 'c'].entries()].map(String), [...['a', 'b'].keys()], [...['a', 'b'].values()], [][Symbol.iterator] === [].values, Object.prototype.toString.call([].values()));
const it = [1, 2].values();
log(it.next().value, it.next().value, it.next().done, it.next().done, it[Symbol.iterator]() === it);
const growing = [1];
let steps = 0;
for (const x of growing) if (steps++ < 3) growing.push(x + 1);
log(growing, steps);
log(Object.getOwnPropertyNames(Array.prototype).join(), Object.keys(Array.prototype[Symbol.unscopables]).join());
log(Array.prototype.length, Array.prototype.concat.length, Array.prototype[Symbol.iterator].name, Array.from.length, Array.fromAsync.length, [].map.name, [].reduce.length, String([].map), 'prototype' in [].map);
attempt(() => new [].map());
