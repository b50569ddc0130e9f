// flags: --max-old-space-size=64
// modes: none
// Arrays that grow until the heap cannot hold them: an error each time, and no copy for each of the last elements.
const until_error = (name, f) => {
    const a = [];
    try {
        for (let i = 0;; i++) f(a, i);
    } catch (e) {
        console.log(name, `${e.name}: ${e.message}`, a.length > 1e6);
    }
};
until_error('push', a => a.push(1));
until_error('index', (a, i) => { a[i] = i });
until_error('two at a time', (a, i) => { a[2 * i + 1] = i });
until_error('define', (a, i) => Object.defineProperty(a, i, { value: i, configurable: true, enumerable: true, writable: true }));
{
    const long = [1];
    long[2e7] = 1;
    until_error('spread', a => a.push(...[...long]));
}
