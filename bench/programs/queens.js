// interpreter: recursion and bit operations; backtracking over arrays
function solve(n, row, cols, d1, d2) { if (row === n) return 1; let count = 0, free = ((1 << n) - 1) & ~(cols | d1 | d2); while (free) { const bit = free & -free; free ^= bit; count += solve(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1); } return count; }
function permutations(n) { const a = Array.from({ length: n }, (_, i) => i), c = new Array(n).fill(0); let count = 1, flips = 0, i = 0; while (i < n) { if (c[i] < i) { const k = i % 2 ? c[i] : 0; const t = a[k]; a[k] = a[i]; a[i] = t; count++; if (a[0] > a[n - 1]) flips++; c[i]++; i = 0; } else c[i++] = 0; } return count + flips; }
console.log(solve(12, 0, 0, 0, 0), permutations(10));
