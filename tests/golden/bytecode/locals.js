function swap(a, b) { const t = a; a = b; b = t; return a - b; }
function order(a) { return a + (a = 2) + a++ - --a; }
function tdz(f) { f(x); let x = 1; return x; }
