// sort and toSorted: default order, comparators, stability, holes, receivers.
const show = (v) => '[' + Array.from(v, (x, i) => (i in v ? String(x) : '-')).join(' ') + ']';
const log = (...values) => console.log(...values.map((v) => (Array.isArray(v) ? show(v) : String(v))));
const attempt = (f) => {
    try {
        log(f());
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
};
log([3, 20, 100, 1].sort(), [3, 20, 100, 1].sort((a, b) => a - b), ['b', undefined, 'a', , 'c'].sort(), [-1, -2, 5, 10, 0].sort(), [true, false, null, 'm'].sort(), [].sort(), [1].sort());
log([2.5, 10, 'x', -0].sort(), ['é', 'z', 'a', 'Z', '😀', '\uffff'].sort().length, [5, , 1, undefined, 3].sort((a, b) => a - b));
let random = 12345;
const next = () => (random = (random * 1103515245 + 12345) & 0x7fffffff);
for (const n of [2, 5, 16, 31, 32, 33, 64, 100, 511, 1000]) {
    const items = Array.from({ length: n }, (_, i) => ({ key: next() % 10, i }));
    let calls = 0;
    items.sort((a, b) => (calls++, a.key - b.key));
    let stable = true;
    for (let i = 1; i < n; i++) {
        if (items[i - 1].key > items[i].key || (items[i - 1].key === items[i].key && items[i - 1].i > items[i].i)) stable = false;
    }
    const numbers = Array.from({ length: n }, () => next() % 1000);
    const sorted = numbers.toSorted((a, b) => b - a);
    let descending = true;
    for (let i = 1; i < n; i++) if (sorted[i - 1] < sorted[i]) descending = false;
    log(n, stable, descending, calls < n * 12, sorted.length === n);
}
let calls = 0;
Array.from({ length: 1000 }, (_, i) => i).sort((a, b) => (calls++, a - b));
log(calls < 1100);
const log2 = [];
[1, 2].sort((a, b) => { log2.push(a + ',' + b); return a - b; });
log(log2.join(' '));
attempt(() => [1].sort(1));
attempt(() => [1].sort(null));
attempt(() => [1].toSorted({}));
attempt(() => [3, 2, 1].sort(() => { throw new RangeError('comparator'); }));
attempt(() => [3, 2, 1].sort(() => 1n));
attempt(() => [Symbol('x'), 1].sort());
attempt(() => Object.freeze([2, 1]).sort());
log([3, 1, 2].sort(() => NaN), [3, 1, 2].sort(() => undefined), [1, 2, 3].sort((a, b) => b > a), [1, 3, 2].sort((a, b) => String(a < b ? -1 : 1)));
const like = { length: 4, 0: 'd', 2: 'b', 3: undefined };
Array.prototype.sort.call(like);
log(Object.keys(like).join(), like[0], like[1], 3 in like);
log([5, , 1].toSorted(), Array.prototype.toSorted.call({ length: 2, 0: 2, 1: 1 }));
const touched = [3, 2, 1];
touched.sort((a, b) => { touched.length = 0; return a - b; });
log(touched);
class Sub extends Array {}
const sub = new Sub(3, 1, 2);
log(sub.sort() === sub, sub);
const words = 'the quick brown fox jumps over the lazy dog and runs away from the other quick foxes in the end'.split(' ');
log(words.toSorted(), words.toSorted((a, b) => a.length - b.length));
