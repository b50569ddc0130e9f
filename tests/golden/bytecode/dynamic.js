function withs(o, x) { with (o) { x = y; f(x); return typeof x; } }
function evals(s) { var a = 1; eval(s); return a + b; }
