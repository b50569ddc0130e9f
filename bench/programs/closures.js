// interpreter: closures, captured variables, higher-order functions
function counter() { let n = 0; return { inc: () => ++n, get: () => n }; }
const compose = (...fs) => x => fs.reduce((v, f) => f(v), x);
const curry = f => a => b => c => f(a, b, c);
let sum = 0;
for (let i = 0; i < 500000; i++) {
  const c = counter();
  c.inc(); c.inc();
  sum += c.get();
}
const pipeline = compose(x => x + 1, x => x * 2, x => x - 3, x => x ^ 5);
for (let i = 0; i < 1000000; i++) sum = (sum + pipeline(i)) | 0;
const add3 = curry((a, b, c) => a + b + c);
for (let i = 0; i < 1000000; i++) sum = (sum + add3(i)(1)(2)) | 0;
console.log(sum);
