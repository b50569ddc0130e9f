function counter(start) {
    let count = start;
    return { next: () => count++, get value() { return count; } };
}
function outer(a) { return function () { return () => a + b; }; }
