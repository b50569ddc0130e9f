function counter(start, step = 1) {
    let count = start;
    const unused = 0;
    function next() { return count += step; }
    return { next, reset: () => { count = start; return this; } };
}
