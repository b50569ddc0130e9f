// interpreter: nested arrays of numbers
function make(n, f) { const m = []; for (let i = 0; i < n; i++) { const row = []; for (let j = 0; j < n; j++) row.push(f(i, j)); m.push(row); } return m; }
function multiply(a, b, n) {
  const c = make(n, () => 0);
  for (let i = 0; i < n; i++) {
    const ai = a[i], ci = c[i];
    for (let k = 0; k < n; k++) {
      const aik = ai[k], bk = b[k];
      for (let j = 0; j < n; j++) ci[j] += aik * bk[j];
    }
  }
  return c;
}
const n = 160;
let a = make(n, (i, j) => (i * j) % 7 + 0.5), b = make(n, (i, j) => (i + j) % 5);
for (let r = 0; r < 3; r++) { a = multiply(a, b, n); for (const row of a) for (let j = 0; j < n; j++) row[j] %= 97; }
console.log(a[3][5].toFixed(3), a[n - 1][n - 1].toFixed(3));
