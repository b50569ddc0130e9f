function ints(x, y) { return (x + 1) * 2 - y % 10 & 255 | 3 << x >>> 4; }
function folded() { return 24 * 60 * 60 * 1000 + -1; }
function text(a, b) { return `${a}-${b.c}` + typeof a + !b + +a + ~b; }
function bump(o, i) { o.n++; o[i] += 2; return ++o[0]; }
function wrap(a, b, c) { a = (a + b) | 0; return ((a - c | 0) + 1 | 0) + (a * b | 0); }
