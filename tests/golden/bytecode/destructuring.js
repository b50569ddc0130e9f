function objects(o) { const { a, b: { c = 1 }, ["x" + a]: d, ...rest } = o; return a + c + d + rest; }
function arrays(it, o) { let [x, , y = 2, ...z] = it; [o.p, x] = [x, y]; return z; }
