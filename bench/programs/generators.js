// interpreter: generators, iterators, destructuring, spread
function* range(n) { for (let i = 0; i < n; i++) yield i; }
function* map(it, f) { for (const x of it) yield f(x); }
function* filter(it, f) { for (const x of it) if (f(x)) yield x; }
function* tree(depth) { if (depth > 0) { yield* tree(depth - 1); yield depth; yield* tree(depth - 1); } }
let sum = 0;
for (const x of filter(map(range(1200000), x => x * 3), x => x % 2 === 0)) sum = (sum + x) | 0;
for (const x of tree(16)) sum += x;
const pairs = Array.from({ length: 1000 }, (_, i) => [i, { v: i, w: [i, i + 1] }]);
for (let k = 0; k < 300; k++) for (const [i, { v, w: [a, ...rest] }] of pairs) sum = (sum + i + v + a + rest[0]) | 0;
console.log(sum);
