function* gen(a) { const x = yield a; yield* x; return 1; }
async function wait(p) { try { return await p; } finally { p(); } }
async function* both(p) { yield p; }
