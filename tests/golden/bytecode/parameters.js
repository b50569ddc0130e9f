function defaults(a, b = a + 1, { c, d: [e] } = {}, ...rest) { return [a, b, c, e, rest]; }
function mapped(a) { arguments[0] = 2; return a; }
function unmapped() { return arguments.length; }
