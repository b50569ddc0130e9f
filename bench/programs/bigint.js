// library: BigInt
function pi(digits) {
  let q = 1n, r = 0n, t = 1n, k = 1n, n = 3n, l = 3n, out = '';
  while (out.length < digits) {
    if (4n * q + r - t < n * t) { out += n; const nr = 10n * (r - n * t); n = 10n * (3n * q + r) / t - 10n * n; q *= 10n; r = nr; }
    else { const nr = (2n * q + r) * l, nn = (q * 7n * k + 2n + r * l) / (t * l); q *= k; t *= l; l += 2n; k += 1n; n = nn; r = nr; }
  }
  return out;
}
function modpow(b, e, m) { let r = 1n; b %= m; while (e > 0n) { if (e & 1n) r = r * b % m; b = b * b % m; e >>= 1n; } return r; }
let f = 1n;
for (let i = 1n; i <= 4000n; i++) f *= i;
let small = 0n;
for (let i = 0n; i < 2000000n; i++) small = (small * 3n + i) & 0xffffffffn;
console.log(pi(2500).slice(-10), f.toString().length, modpow(3n, (1n << 521n) - 3n, (1n << 521n) - 1n).toString(16).slice(0, 12), small);
