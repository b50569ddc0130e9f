function sync(r) { using a = r(); a.use(); }
async function later(r) { await using a = r(); return a.use(); }
