outer: for (let i = 0, n = 3; i < n; i++) {
    fns.push(() => i);
    for (const k in o) { if (k) continue outer; else break; }
    do { switch (i) { case 1: let z = z1; default: z; } } while (i);
}
