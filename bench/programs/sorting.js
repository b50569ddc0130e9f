// library: sorting and array methods
let seed = 12345;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 4294967296;
const numbers = Array.from({ length: 300000 }, () => Math.floor(random() * 1e6));
const records = numbers.slice(0, 40000).map((n, i) => ({ n, name: 'n' + n % 1000, i }));
const a = numbers.slice().sort((x, y) => x - y);
const b = records.slice().sort((x, y) => x.name < y.name ? -1 : x.name > y.name ? 1 : x.n - y.n);
const c = numbers.slice(0, 30000).map(String).sort();
const d = numbers.map(x => x * 2).filter(x => x % 3 === 0).reduce((s, x) => (s + x) | 0, 0);
const e = records.flatMap(r => [r.n, r.i]).findLast(x => x % 977 === 0);
function quick(list, lo, hi) {
  while (lo < hi) {
    const p = list[(lo + hi) >> 1];
    let i = lo, j = hi;
    while (i <= j) { while (list[i] < p) i++; while (list[j] > p) j--; if (i <= j) { const t = list[i]; list[i] = list[j]; list[j] = t; i++; j--; } }
    if (j - lo < hi - i) { quick(list, lo, j); lo = i; } else { quick(list, i, hi); hi = j; }
  }
}
const f = numbers.slice();
quick(f, 0, f.length - 1);
console.log(a[500], b[77].name, c[99], d, e, f[500] === a[500]);
