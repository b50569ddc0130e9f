// modes: none
// What must compile in linear time and memory: the cases ran for minutes together where they were quadratic.
const run = (name, f) => {
    try {
        console.log(name, f());
    } catch (e) {
        console.log(name, `${e.name}: ${e.message}`);
    }
};
const list = (count, f) => Array.from({ length: count }, (_, i) => f(i)).join('');

run('vars of one name in nested blocks', () => {
    const n = 3000;
    return new Function('{'.repeat(n) + 'var x = 1;'.repeat(n) + '}'.repeat(n) + 'return x')();
});
run('vars of many names in nested blocks', () => {
    const n = 1000;
    return new Function(list(n, i => `{ let a${i};`) + list(30000, i => `var v${i} = ${i};`) + '}'.repeat(n) + 'return v29999')();
});
run('a let after vars further in', () => {
    const n = 1000;
    return new Function('{'.repeat(n) + list(40000, i => `var v${i};`) + '}'.repeat(n - 1) + 'let v39999; }');
});
run('names of the functions around', () => {
    const n = 60000;
    return new Function(list(n, i => `let v${i} = ${i};`) + `return () => { ${list(n, i => `v${i};`)} return v${n - 1} }`)()();
});
run('private names', () => {
    const n = 40000;
    const C = new Function(`return class { ${list(n, i => `static #v${i} = ${i};`)} static m() { return ${list(n, i => `this.#v${i} + `)} 0; } }`)();
    return C.m();
});
run('vars of an eval', () => {
    const n = 50000;
    return new Function(list(n, i => `var v${i};`) + `eval('${list(n, i => `var v${i} = ${i};`)}'); return v${n - 1}`)();
});
run('functions in blocks of an eval', () => {
    const n = 30000;
    return new Function(list(n, i => `var v${i};`) + `eval('{${list(n, i => `function v${i}() {}`)}}'); return v${n - 1}.name`)();
});
run('functions in a block of a script', () => {
    const n = 50000;
    return (0, eval)(`{${list(n, i => `function global${i}() {}`)}} global${n - 1}.name`);
});
run('functions of one name in a block', () => {
    const n = 100000;
    return new Function(`{${list(n, i => `function f() { return ${i} }`)}} return f()`)();
});
run('functions in the cases of a switch', () => {
    const n = 50000;
    return new Function(`switch (1) { ${list(n, i => `case ${i}: function f${i}() {}`)} } return f${n - 1}.name`)();
});
