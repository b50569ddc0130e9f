// library: promises and async functions
const tick = x => Promise.resolve(x);
async function leaf(i) { return (await tick(i)) + 1; }
async function level(i) { const a = await leaf(i); const b = await leaf(a); return a + b; }
async function* numbers(n) { for (let i = 0; i < n; i++) yield await tick(i); }
(async () => {
  let sum = 0;
  for (let i = 0; i < 200000; i++) sum = (sum + await level(i)) | 0;
  for await (const x of numbers(200000)) sum = (sum + x) | 0;
  const all = await Promise.all(Array.from({ length: 100000 }, (_, i) => leaf(i)));
  console.log(sum, all.length, all[99999]);
})();
