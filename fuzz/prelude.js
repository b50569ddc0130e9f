// What every generated program begins with. `show` prints a value, the same in every mode of the engine; `tick`
// answers false once the program has used up its time, which ends its loops; `structured` copies data.
const { show, tick, structured, gc } = (() => {
    const { ownKeys, getOwnPropertyDescriptor, apply } = Reflect, { stringify, parse } = JSON, { isArray } = Array;
    const { is } = Object, toText = String, print_ = print, tag = Object.prototype.toString, { gc: collect } = $262;
    const describe = Object.getOwnPropertyDescriptor(Symbol.prototype, 'description').get;
    let ticks = 1500, lines = 400, collections = 30;
    function text(v, depth) {
        switch (typeof v) {
        case 'number': return is(v, -0) ? '-0' : toText(v);
        case 'string': return v.length > 200 ? stringify([v.length, v[0], v[100], v[v.length - 1]]) : stringify(v);
        case 'bigint': return (v > -(10n ** 60n) && v < 10n ** 60n ? toText(v) : 'long') + 'n';
        case 'symbol': return 'symbol ' + apply(describe, v, []);
        case 'undefined': case 'boolean': return toText(v);
        }
        if (v === null) return 'null';
        let out = typeof v === 'function' ? 'function' : isArray(v) ? 'array' : apply(tag, v, []);
        if (depth <= 0) return out;
        const keys = ownKeys(v), count = keys.length < 24 ? keys.length : 24;
        out += '{' + (keys.length > 24 ? keys.length + ': ' : '');
        for (let i = 0; i < count; i++) {
            const key = keys[i], d = getOwnPropertyDescriptor(v, key);
            if (key === 'stack') continue;
            out += (typeof key === 'symbol' ? '@' : '') + toText(key);
            if (d) {
                out += (d.writable || d.get ? '' : '!') + (d.enumerable ? '' : '.') + (d.configurable ? '' : '^');
                out += 'value' in d ? ':' + text(d.value, depth - 1) : '()';
            }
            out += ' ';
        }
        return out + '}';
    }
    function show(v) {
        if (lines-- <= 0) return v;
        let line;
        try {
            line = text(v, 2);
            if (typeof v === 'object' && v !== null && typeof v.stack === 'string') line += v.stack;
        } catch {
            line = 'cannot show';
        }
        print_(line);
        return v;
    }
    return { show, tick: () => ticks-- > 0, structured: v => parse(stringify(v)), gc: () => collections-- > 0 && collect() };
})();
