// interpreter: arrays of booleans and integers
function sieve(n) {
  const composite = new Array(n + 1).fill(false), primes = [];
  for (let i = 2; i <= n; i++) {
    if (composite[i]) continue;
    primes.push(i);
    for (let j = i * i; j <= n; j += i) composite[j] = true;
  }
  return primes;
}
let sum = 0;
for (let i = 0; i < 16; i++) { const p = sieve(500000); sum += p.length + p[p.length - 1]; }
console.log(sum);
