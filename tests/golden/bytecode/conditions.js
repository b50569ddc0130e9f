function test(a, b) {
    if (a < 10 && b !== "x" || !a) return 1;
    if (typeof b === "function" && b != null) return 2;
    return a > b ? a ?? b : a && b;
}
function assign(o) { o.a ||= 1; o.b ??= o.a; }
