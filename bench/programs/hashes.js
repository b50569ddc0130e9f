// interpreter: dynamic keys, for-in, delete, Object methods
let sum = 0;
for (let k = 0; k < 200; k++) {
  const table = {};
  for (let i = 0; i < 2000; i++) table['k' + (i * 37 % 1999)] = i;
  for (const key in table) sum = (sum + table[key]) | 0;
  for (let i = 0; i < 500; i++) delete table['k' + i];
  for (const [key, value] of Object.entries(table)) sum = (sum + key.length + value) | 0;
  const copy = { ...table, extra: 1 };
  sum += Object.keys(copy).length;
}
const memo = {};
function ways(n, m) { const key = n + ',' + m; if (key in memo) return memo[key]; return memo[key] = n === 0 || m === 0 ? 1 : (ways(n - 1, m) + ways(n, m - 1)) % 1000007; }
console.log(sum, ways(400, 400));
