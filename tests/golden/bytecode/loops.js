function sum(list) { let s = 0; for (let i = 0; i < list.length; i++) s += list[i]; return s; }
function walk(n) { while (n) n = n.next; do n++; while (n < 9 && n !== 5); }
function closures(f) { for (let i = 0; i < 3; i++) f(() => i); }
function labels(n) { a: for (;;) { for (;;) { if (n) continue a; break a; } } }
