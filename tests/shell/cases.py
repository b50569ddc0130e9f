"""Command lines of jsx: arguments, standard input, what it prints, its exit code. Run by tests/run.py."""
import re

CASES = [
    {"name": "eval", "args": ["-e", "console.log(1 + 1)"], "stdout": "2\n"},
    {"name": "print", "args": ["-p", "[1, 'a', { b: null }]"], "stdout": "[ 1, 'a', { b: null } ]\n"},
    {"name": "print a string", "args": ["-p", "'text'"], "stdout": "text\n"},
    {"name": "version", "args": ["--version"], "stdout": re.compile(r"^\d+\.\d+\.\d+\n$")},
    {"name": "help", "args": ["--help"], "stdout": re.compile(r"usage: jsx .*--print-bytecode", re.S)},
    {"name": "standard input", "stdin": "console.log('from stdin')", "stdout": "from stdin\n"},
    {"name": "standard input by dash", "args": ["-"], "stdin": "console.log('dash')", "stdout": "dash\n"},
    {"name": "module from -e", "args": ["--module", "-e", "console.log(typeof this, import.meta.url !== undefined)"],
     "stdout": "undefined true\n"},
    {"name": "top-level await", "args": ["--module", "-e", "console.log(await Promise.resolve(5))"], "stdout": "5\n"},
    {"name": "bad option", "args": ["--no-such-option"], "exit": 9, "stderr": re.compile(r"bad option: --no-such-option")},
    {"name": "option without its value", "args": ["-e"], "exit": 9, "stderr": re.compile(r"-e requires an argument")},
    {"name": "bad size", "args": ["--max-old-space-size=lots", "-e", "0"], "exit": 9, "stderr": re.compile("whole number of MiB")},
    {"name": "missing file", "args": ["no/such/file.js"], "exit": 1,
     "stderr": "jsx: ENOENT: no such file or directory, open 'no/such/file.js'\n"},
    {"name": "directory as a program", "args": ["."], "exit": 1, "stderr": re.compile("EISDIR: is a directory")},
    {"name": "syntax error", "args": ["-e", "let x = ;"], "exit": 1,
     "stderr": re.compile(r"\[eval\]:1\nlet x = ;\n        \^\n\nSyntaxError: Unexpected token ';'")},
    {"name": "check finds a syntax error", "args": ["--check", "-"], "stdin": "a b", "exit": 1,
     "stderr": re.compile("SyntaxError: Unexpected identifier 'b'")},
    {"name": "check runs nothing", "args": ["--check", "-"], "stdin": "console.log(1)", "stdout": ""},
    {"name": "uncaught error", "args": ["-e", "function f() { null.x }\nf()"], "exit": 1, "stdout": "",
     "stderr": re.compile(r"\[eval\]:1\nfunction f\(\) \{ null\.x \}\n +\^\n\nTypeError: Cannot read properties of null "
                          r"\(reading 'x'\)\n    at f \(\[eval\]:1:21\)\n    at \[eval\]:2:1")},
    {"name": "constructor without super", "args": ["-e", "class A {}\nclass B extends A { constructor() {\n let x = f();\n} }\nfunction f() {}\nnew B()"], "exit": 1,
     "stderr": re.compile(r"\[eval\]:3\n let x = f\(\);\n +\^\n\nReferenceError: Must call super constructor in derived class before accessing 'this' or "
                          r"returning from derived constructor\n    at new B \(\[eval\]:3:\d+\)\n    at \[eval\]:6:1\n")},
    {"name": "constructor that returns a number", "args": ["-e", "class A {}\nclass B extends A { constructor() { return 1 } }\nnew B()"], "exit": 1,
     "stderr": re.compile(r"TypeError: Derived constructors may only return object or undefined\n    at \[eval\]:3:1\n")},
    {"name": "uncaught DOMException", "args": ["-e", "structuredClone(() => {})"], "exit": 1,
     "stderr": re.compile(r"DOMException \[DataCloneError\]: \(\) => \{\} could not be cloned\.\n    at structuredClone \(<anonymous>\)\n    at \[eval\]:1:1\n")},
    {"name": "uncaught primitive", "args": ["-e", "throw 5"], "exit": 1, "stderr": re.compile("Uncaught 5")},
    {"name": "unhandled rejection", "args": ["-e", "Promise.reject(new Error('nobody'))"], "exit": 1,
     "stderr": re.compile("Error: nobody")},
    {"name": "handled rejection", "args": ["-e", "Promise.reject(1).catch(e => console.log('caught', e))"], "stdout": "caught 1\n"},
    {"name": "unsettled top-level await", "args": ["--module", "-e", "let x;\n  x = await new Promise(() => {})"], "exit": 13,
     "stderr": "Warning: Detected unsettled top-level await at [eval]:2\n  x = await new Promise(() => {})\n      ^\n\n"},
    {"name": "unsettled top-level await of modules", "args": ["unsettled/main.mjs"], "exit": 13,
     "stderr": re.compile(r"await at .*first\.mjs:1\nawait .*\n\^\n\nWarning: .*await at .*second\.mjs:2\nfor await \(.*\n +\^\n\n$")},
    {"name": "module with many exports", "args": ["main.mjs"], "stdout": "99999 50001 true\n", "files": {
        "many.mjs": "".join(f"export let e{i} = {i};\n" for i in range(50000)),
        "main.mjs": "import {" + ",".join(f"e{i}" for i in range(50000)) + "} from './many.mjs';\nexport * from './many.mjs';\n"
                    "import * as self from './main.mjs';\nexport { self };\n"
                    "console.log(e49999 + e1 * 0 + 50000, Object.keys(self).length, self.self === self);\n"}},
    {"name": "missing module", "args": ["--module", "-e", "import './nowhere.mjs'"], "exit": 1,
     "stderr": re.compile("Cannot find module '.*nowhere.mjs' imported from")},
    {"name": "missing export", "args": ["--module", "-e", "import { a } from 'data:,' "], "exit": 1,
     "stderr": re.compile("Cannot find module 'data:,'")},
    {"name": "deep recursion is a RangeError", "args": ["-p", "try { (function f() { f() })() } catch (e) { String(e) }"],
     "stdout": "RangeError: Maximum call stack size exceeded\n"},
    {"name": "nested brackets are an error", "args": ["-"], "stdin": "[" * 100000, "exit": 1, "stderr": re.compile("Error")},
    {"name": "huge string is a RangeError", "args": ["-p", "try { 'x'.repeat(2 ** 30) } catch (e) { String(e) }"],
     "stdout": "RangeError: Invalid string length\n"},
    {"name": "huge array is a RangeError", "args": ["-p", "try { new Array(2 ** 32) } catch (e) { String(e) }"],
     "stdout": "RangeError: Invalid array length\n"},
    {"name": "heap exhaustion", "args": ["--max-old-space-size=40", "-e", "console.log('so far'); const a = []; for (;;) a.push({ a: [1, 2, 3] })"],
     "exit": 134, "stdout": "so far\n", "stderr": re.compile("heap")},
    {"name": "gc of --expose-gc", "args": ["--expose-gc", "-p", "gc(), gc('minor'), typeof gc"], "stdout": "function\n"},
    {"name": "shell helpers", "args": ["--shell", "-e", "print(arguments.length, arguments[0], typeof load, typeof read, typeof version())", "x"],
     "stdout": "1 x function function string\n"},
    {"name": "shell read of bytes", "args": ["--shell", "-e",
     "const b = read('unsettled/bytes.bin', 'binary'); print(b, b.constructor.name, new Uint8Array(readbuffer('unsettled/bytes.bin')), "
     "read('unsettled/bytes.bin') === readFile('unsettled/bytes.bin')); try { read('x', 'text') } catch (e) { print(e.message) }"],
     "stdout": "0,255,65,10 Uint8Array 0,255,65,10 true\nread() knows no mode but 'binary'\n"},
    {"name": "shell output", "args": ["--shell", "-e", "write('a', 1); write('b'); print(); printErr('err', 2)"],
     "stdout": "a 1b\n", "stderr": "err 2\n"},
    {"name": "shell timers", "args": ["--shell", "-e",
     "setTimeout(() => print('later'), 20); setTimeout(() => { print('soon'); Promise.resolve().then(() => print('job')) }); print('now')"],
     "stdout": "now\nsoon\njob\nlater\n"},
    {"name": "shell timer that throws", "args": ["--shell", "-e", "setTimeout(() => { throw new Error('late') })"], "exit": 1,
     "stderr": re.compile("Error: late")},
    {"name": "shell realms", "args": ["--shell", "-e",
     "const o = $262.createRealm(); print(o.global !== globalThis, o.evalScript('var v = 3; v * 2'), o.global.v, typeof v, $262.global === globalThis); "
     "const b = new ArrayBuffer(1); $262.detachArrayBuffer(b); print(b.detached); $262.gc()"],
     "stdout": "true 6 3 undefined true\ntrue\n"},
    {"name": "quit", "args": ["--shell", "-e", "print(1); quit(7); print(2)"], "stdout": "1\n", "exit": 7},
    {"name": "readline", "args": ["--shell", "-e", "print(readline(), readline(), readline())"], "stdin": "a\nb\n", "stdout": "a b undefined\n"},
    {"name": "prompt", "args": ["-i"], "stdin": "1 + 1\nlet x = {\na: 2 }\nx\nfoo\n({}).a.b\n'end'\n",
     "stdout": re.compile(r"> 2\n> \.\.\. undefined\n> \{ a: 2 \}\n> > > 'end'\n"), "stderr": re.compile("foo is not defined")},
    {"name": "print bytecode", "args": ["--print-bytecode", "--filter=add", "-e", "function add(a, b) { return a + b } add(1, 2)"],
     "stdout": re.compile(r"^function add .*\n.*\n.*\n.*Add .*a0, a1.*\n.*Return", re.M)},
    {"name": "print shapes", "args": ["--print-shapes", "--filter=Point", "-e", """
class Point { constructor(x, y) { this.x = x; this.y = y; } }
globalThis.kept = [new Point(1, 2), new Point(3, 4), Object.assign(new Point(5, 6), { z: 7 }), Object.freeze(new Point(8, 9))];
Object.defineProperty(kept[0], 'hidden', { value: 1 });
"""], "stdout": re.compile(r"""^Point\.prototype: 6 shapes, 4 objects
  \{\} +\d inline slots +#\d+
    \+ x +inline 0 +#\d+
      \+ y +inline 1 +#\d+ +1 object
        \+ z +inline 2 +#\d+ +1 object
        frozen +#\d+ +1 object
        \+ hidden read-only hidden fixed +\w+ \d +#\d+ +1 object

$""")},
    {"name": "print regexp", "args": ["--print-regexp", "--filter=b+", "-e", "/ab+c|d/i.test('abc'); /x/.test('x'); new RegExp('b+', 'g').test('b')"],
     "stdout": re.compile(r"^/ab\+c\|d/i\ncaptures 1,.*\n +0 +Exhausted +; no match begins here\n.*\n +\d+ +Match +; the match ends here\n\n/b\+/g\n", re.S)},
    {"name": "statistics", "args": ["--stats", "-e", "function f(o) { return o.x } for (const o of [{ x: 1 }, { y: 0, x: 1 }]) f(o); gc = null"],
     "stdout": "", "stderr": re.compile(r"^time +[\d.]+ ms\n  start .*\n  parse +[\d.]+ +1 program of 88 characters, 1 function once.*\n  generate .*\n  collect +[\d.]+ +\d+ minor.*\n"
     r"  run .*\n\ncode +\d+ functions, \d+ of them compiled.*\n.*\n.*\n\ninline caches .*\n  get +\d+ +\d+ +1 +0\n.*\nheap .*\nlive cells .*\n", re.S)},
    {"name": "print ast", "args": ["--print-ast", "-e", "a ?? b"], "stdout": re.compile("Logical \\?\\?")},
    {"name": "print scopes", "args": ["--print-scopes", "-e", "let a; () => a"], "stdout": re.compile("a")},
    {"name": "print tokens", "args": ["--print-tokens", "-e", "a + 1"], "stdout": re.compile("a")},
    {"name": "trace shapes and caches", "args": ["--trace=shapes,ics", "-e", "class P { constructor() { this.x = 1 } } new P().x"],
     "stderr": re.compile(r'"kind":"shapes","event":"transition".*"key":"x"')},
    {"name": "trace of what is not known", "args": ["--trace=nothing", "-e", "0"], "exit": 9, "stderr": re.compile("gc, ics and shapes")},
    {"name": "trace gc", "args": ["--trace-gc", "--expose-gc", "-e", "gc()"], "stderr": re.compile("Mark-")},
    {"name": "engine module", "args": ["--module", "-e",
     "import { sameShape, shape, ics, space } from 'jsx:engine';"
     "class P { constructor(x) { this.x = x } } const a = new P(1), b = new P(2); const f = p => p.x; f(a); f(b);"
     "console.log(sameShape(a, b), shape(a).properties.map(p => p.key), ics(f)[0].state, space({}), space(1))"],
     "stdout": "true [ 'x' ] monomorphic new undefined\n"},
]
