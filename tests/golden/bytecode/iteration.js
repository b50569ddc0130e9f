function each(list, f) { for (const x of list) { if (x) break; f(x); } }
function keys(o) { for (const k in o) if (o[k]) return k; }
async function drain(s) { for await (const x of s) x(); }
