"""Broken programs: what they print and how they end. Run by tests/run.py as bad/NAME.

SYNTAX    programs that do not parse, and the error
DEEP      programs nested a million deep, in every construct that nests
THROWN    programs that throw, and the error; OVERFLOW is short for that of the stack
FINE      programs that look as if they would break the engine, and their value
UNCAUGHT  what ends a program, and what is printed of it
FILES     files that are no programs; modules that do not fit together
"""
import re

N = 1_000_000

SYNTAX = r"""
let x = ;                                   | Unexpected token ';'
foo bar                                     | Unexpected identifier 'bar'
var 1a                                      | Invalid or unexpected token
'abc                                        | Invalid or unexpected token
"a\                                         | Invalid or unexpected token
`abc                                        | Unexpected end of input
`a${                                        | Unexpected end of input
`a${b                                       | Missing } in template expression
/abc                                        | Invalid regular expression: missing /
/[/                                         | Invalid regular expression: missing /
/a/gg                                       | Invalid regular expression flags
/(/                                         | Invalid regular expression: /(/: Unterminated group
/)/                                         | Invalid regular expression: /)/: Unmatched ')'
/a**/                                       | Invalid regular expression: /a**/: Nothing to repeat
/[b-a]/                                     | Invalid regular expression: /[b-a]/: Range out of order in character class
/a{2,1}/                                    | Invalid regular expression: /a{2,1}/: numbers out of order in {} quantifier
/\u{110000}/u                               | Invalid regular expression: /\u{110000}/u: Invalid Unicode escape
/(?<a>.)(?<a>.)/                            | Invalid regular expression: /(?<a>.)(?<a>.)/: Duplicate capture group name
/\k<b>(?<a>.)/                              | Invalid regular expression: /\k<b>(?<a>.)/: Invalid named capture referenced
/(?<=a)*/u                                  | Invalid regular expression: /(?<=a)*/u: Invalid quantifier
/\p{Nope}/u                                 | Invalid regular expression: /\p{Nope}/u: Invalid property name
/[a--b]/u                                   | Invalid regular expression: /[a--b]/u: Range out of order in character class
/[(]/v                                      | Invalid regular expression: /[(]/v: Invalid character in character class
/(?i-i:a)/                                  | Invalid regular expression: /(?i-i:a)/: Repeated flag in flag group
/* open                                     | Invalid or unexpected token
(                                           | Unexpected end of input
[1, 2                                       | Unexpected end of input
{ a                                         | Unexpected end of input
f(1, 2                                      | missing ) after argument list
}                                           | Unexpected token '}'
)                                           | Unexpected token ')'
if (                                        | Unexpected end of input
if (1 {                                     | Unexpected token '{'
for (;;                                     | Unexpected end of input
for (let x of a, b);                        | Unexpected token ','
for (let x = 1 of []);                      | for-of loop variable declaration may not have an initializer.
for (let of []);                            | Unexpected token '['
for (async of []);                          | The left-hand side of a for-of loop may not be 'async'.
for (const x;;);                            | Missing initializer in const declaration
while (1                                    | Unexpected end of input
do ; while                                  | Unexpected end of input
switch (1) { case                           | Unexpected end of input
switch (1) { default: default: }            | More than one default clause in switch statement
switch (1) { case 1: let a; case 2: let a } | Identifier 'a' has already been declared
try {}                                      | Missing catch or finally after try
try { } catch (a) { let a }                 | Identifier 'a' has already been declared
catch (e) {}                                | Unexpected token 'catch'
function (                                  | Function statements require a function name
function f(                                 | Unexpected end of input
function f(a, a) { 'use strict' }           | Duplicate parameter name not allowed in this context
function f(a = 1) { 'use strict' }          | Illegal 'use strict' directive in function with non-simple parameter list
function f(...a, b) {}                      | Rest parameter must be last formal parameter
(a, b) => { let a }                         | Identifier 'a' has already been declared
x => {} ()                                  | Unexpected token '('
x \n => 1                                   | Unexpected token '=>'
async x \n => 1                             | Unexpected token '=>'
() + 1                                      | Unexpected token ')'
(a, ...b)                                   | Unexpected token '...'
async () => await                           | Unexpected end of input
async function f() { function g() { await 1 } } | await is only valid in async functions and the top level bodies of modules
function* g() { yield \n * 2 }              | Unexpected token '*'
function* g() { function yield() { 'use strict' } } | Unexpected identifier 'yield'
class { }                                   | Unexpected token '{'
class A { constructor() {} constructor() {} } | A class may only have one constructor
class A { get constructor() {} }            | Class constructor may not be an accessor
class A { static prototype() {} }           | Classes may not have a static property named 'prototype'
class A { constructor() { super() } }       | 'super' keyword unexpected here
class A extends B { m() { super() } }       | 'super' keyword unexpected here
class A { #x; #x }                          | Identifier '#x' has already been declared
class A { m() { this.#y } }                 | Private field '#y' must be declared in an enclosing class
class A { #x; m() { delete this.#x } }      | Private fields can not be deleted
class A { x = arguments }                   | 'arguments' is not allowed in class field initializer or static initialization block
class A { static { await } }                | Unexpected reserved word
class A { static { return } }               | Illegal return statement
class A extends B, C {}                     | Unexpected token ','
#x in y                                     | Private field '#x' must be declared in an enclosing class
({ a: 1, b c })                             | Unexpected identifier 'c'
({ a = 1 })                                 | Invalid shorthand property initializer
({ __proto__: 1, __proto__: 2 })            | Duplicate __proto__ fields are not allowed in object literals
({ get a(x) {} })                           | Getter must not have any formal parameters.
({ set a() {} })                            | Setter must have exactly one formal parameter.
({ async *[a] })                            | Unexpected token '}'
[a, ...b, c] = d                            | Rest element must be last element
({ ...{ a } } = b)                          | `...` must be followed by an assignable reference in assignment contexts
let [a, a] = b                              | Identifier 'a' has already been declared
let { a }                                   | Missing initializer in destructuring declaration
const x                                     | Missing initializer in const declaration
let let = 1                                 | let is disallowed as a lexically bound name
let a; let a                                | Identifier 'a' has already been declared
let a; var a                                | Identifier 'a' has already been declared
let a; function a() {}                      | Identifier 'a' has already been declared
if (1) class C {}                           | Unexpected token 'class'
while (0) function f() {}                   | In non-strict mode code, functions can only be declared at top level, inside a block, or as the body of an if statement.
if (1) async function f() {}                | Async functions can only be declared at the top level or inside a block.
a: a: 1                                     | Label 'a' has already been declared
break                                       | Illegal break statement
continue                                    | Illegal continue statement: no surrounding iteration statement
break a                                     | Undefined label 'a'
a: { continue a }                           | Illegal continue statement: 'a' does not denote an iteration statement
return                                      | Illegal return statement
new.target                                  | new.target expression is not allowed here
super.x                                     | 'super' keyword unexpected here
import.meta                                 | Cannot use 'import.meta' outside a module
import x from 'y'                           | Cannot use import statement outside a module
export default 1                            | Unexpected token 'export'
import()                                    | import() requires a specifier
new import('x')                             | Cannot use new with import
await 1                                     | await is only valid in async functions and the top level bodies of modules
1 = 2                                       | Invalid left-hand side in assignment
a?.b = 1                                    | Invalid left-hand side in assignment
a?.b`c`                                     | Invalid tagged template on optional chain
new a?.b()                                  | Invalid optional chain from new expression
++a++                                       | Invalid left-hand side expression in prefix operation
1++                                         | Invalid left-hand side expression in postfix operation
for (1 of []);                              | Invalid left-hand side in for-loop
-1 ** 2                                     | Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence
a ?? b || c                                 | Unexpected token '||'
a ? b                                       | Unexpected end of input
1..a.b.3                                    | Unexpected number
1_                                          | Numeric separators are not allowed at the end of numeric literals
1__0                                        | Only one underscore is allowed as numeric separator
0b12                                        | Invalid or unexpected token
0xg                                         | Invalid or unexpected token
1n.5                                        | Unexpected number
01n                                         | Invalid or unexpected token
3in []                                      | Invalid or unexpected token
\u{110000}                                  | Undefined Unicode code-point
'\u{110000}'                                | Undefined Unicode code-point
'\x1'                                       | Invalid hexadecimal escape sequence
'\u12'                                      | Invalid Unicode escape sequence
`\u`                                        | Invalid Unicode escape sequence
v\u0061r x                                  | Keyword must not contain escaped characters
'use strict'; with (a) {}                   | Strict mode code may not include a with statement
'use strict'; 010                           | Octal literals are not allowed in strict mode.
'use strict'; '\01'                         | Octal escape sequences are not allowed in strict mode.
'use strict'; delete x                      | Delete of an unqualified identifier in strict mode.
'use strict'; eval = 1                      | Unexpected eval or arguments in strict mode
'use strict'; var public                    | Unexpected strict mode reserved word
'use strict'; if (1) function f() {}        | In strict mode code, functions can only be declared at top level or inside a block.
using x                                     | Unexpected identifier 'x'
{ using x }                                 | Missing initializer in using declaration
{ using [a] = b; let [c] }                  | Missing initializer in destructuring declaration
debugger debugger                           | Unexpected token 'debugger'
throw \n 1                                  | Illegal newline after throw
enum                                        | Unexpected reserved word
"""

# Nested N deep; a pair is what opens and what closes a level around 1.
DEEP = {
    "brackets": "[" * N, "closed brackets": ("[", "]"), "parentheses": "(" * N, "closed parentheses": ("(", ")"),
    "blocks": "{" * N, "closed blocks": ("{", "}"), "objects": ("({a:", "})"), "templates": ("`${", "}`"), "open templates": "`${" * N,
    "arrows": "a=>" * N, "arrows in parentheses": "(a)=>" * N, "arrow defaults": "(a=" * N, "async arrows": "async a=>" * N,
    "async arrow defaults": "async(a=" * N, "conditionals": ("1?", ":1"), "conditionals to the right": "1?1:" * N, "not": "!" * N + "1",
    "minus": "- " * N + "1", "typeof": "typeof " * N + "1", "void": "void " * N + "1", "delete": "delete " * N + "1", "increments": "++" * N + "a",
    "await": "async function f(){" + "await " * N + "1}", "yield": "function* f(){" + "yield " * N + "1}", "new": "new " * N + "x",
    "new with arguments": ("new ", "()"), "calls": ("f(", ")"), "indices": ("a[", "]"), "import calls": "import(" * N,
    "tagged templates": "a" + "``" * N, "classes": ("class A{m(){", "}}"), "heritage": "class A extends " * N, "static blocks": ("class A{static{", "}}"),
    "fields": "class A{x=" * N, "computed names": ("(class{[", "](){}})"), "functions": ("function f(){", "}"), "function expressions": ("(function(){", "})"),
    "function defaults": "function f(a=" * N, "async functions": ("async function f(){", "}"), "generators": ("function*f(){", "}"), "getters": ("({get a(){", "}})"),
    "array patterns": "let " + "[" * N, "object patterns": "let " + "{a:" * N, "array assignments": ("[", "]"), "decorators": "@(" * N,
    "if": "if(1)" * N, "else": "if(1);else " * N, "while": "while(0)" * N, "for": "for(;0;)" * N, "for-of": "for(x of [])" * N, "do": ("do ", ";while(0);"),
    "try": ("try{", "}finally{}"), "switch": ("switch(1){case 1:", "}"), "exponents": "1**" * N + "1", "assignments": "a=" * N + "1",
    "spreads": ("[...", "]"), "using": ("{using a=null;", "}"), "closures": ("{let a;()=>a;", "}"),
}

# Long, but not deep: these run.
LONG = {
    "commas": "1," * N + "1", "sums": "1+" * N + "1", "strings": "'a'+" * N + "'a'", "comments": "/**/" * N + "1", "semicolons": ";" * N,
    "variables": "var " + ",".join(f"a{i}" for i in range(N // 10)), "array": "[" + "1," * N + "]", "digits": "1" * N, "logic": "1&&" * N + "1",
    "cases": "switch(1){" + "case 2:" * N + "}", "members": "var a={};a.a=a;a" + ".a" * N, "calls": "var f=()=>f;f" + "()" * N,
    "chains": "var a={};a.b=a;a" + "?.b" * N, "line": "'" + "a" * N * 10 + "'", "alternatives": "/" + "a|" * N + "b/.test('c')",
}

THROWN = r"""
(function f() { f() })()                                                          | OVERFLOW
(function f() { [1].map(f) })()                                                   | OVERFLOW
(function f() { [2, 1].sort(f) })()                                               | OVERFLOW
(function f() { [1, 2].reduce(f) })()                                             | OVERFLOW
(function f() { 'a'.replace('a', f) })()                                          | OVERFLOW
(function f() { 'a'.replace(/a/, f) })()                                          | OVERFLOW
(function f() { Array.from([1], f) })()                                           | OVERFLOW
(function f() { new Uint8Array(2).sort(f) })()                                    | OVERFLOW
(function f() { new Map([[1, 1]]).forEach(f) })()                                 | OVERFLOW
(function f() { JSON.parse('[1]', f) })()                                         | OVERFLOW
(function f() { JSON.stringify([1], f) })()                                       | OVERFLOW
(function f() { Reflect.construct(f, []) })()                                     | OVERFLOW
(function f() { f`` })()                                                          | OVERFLOW
(function f(a = f()) {})()                                                        | OVERFLOW
(function f({ a = f({}) }) {})({})                                                | OVERFLOW
(function* g() { [...g()] })().next()                                             | OVERFLOW
[...(function* g(n) { if (n) yield* g(n - 1) })(1e5)]                             | OVERFLOW
(function f() { eval('f()') })()                                                  | OVERFLOW
var o = { get a() { return o.a } }; o.a                                           | OVERFLOW
var o = { set a(v) { o.a = v } }; o.a = 1                                         | OVERFLOW
var o = { toString() { return '' + o } }; '' + o                                  | OVERFLOW
var o = { valueOf() { return +o } }; +o                                           | OVERFLOW
var o = { [Symbol.toPrimitive]() { return `${o}` } }; `${o}`                      | OVERFLOW
var o = { [Symbol.iterator]() { return [...o] } }; [...o]                         | OVERFLOW
var o = { [Symbol.hasInstance](x) { return x instanceof o } }; 1 instanceof o     | OVERFLOW
var o = { toJSON() { return JSON.stringify(o) } }; JSON.stringify(o)              | OVERFLOW
var o = { get x() { with (o) return x } }; o.x                                    | OVERFLOW
class A { x = new A }; new A                                                      | OVERFLOW
class A { f() { this.f() } } class B extends A { f() { super.f() } } new B().f()  | OVERFLOW
var p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x                            | OVERFLOW
var h = {}, p = new Proxy({}, h); Object.setPrototypeOf(h, p); p.x                | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); o.x | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); 'x' in o | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); o.x = 1 | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); o instanceof Array | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); Array.prototype.isPrototypeOf(o) | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); for (var k in o); | OVERFLOW
var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); o.__lookupGetter__('q') | OVERFLOW
var p = {}; for (let i = 0; i < 1e6; i++) p = new Proxy(p, {}); p.x               | OVERFLOW
var p = {}; for (let i = 0; i < 1e6; i++) p = new Proxy(p, {}); p.x = 1           | OVERFLOW
var p = {}; for (let i = 0; i < 1e6; i++) p = new Proxy(p, {}); delete p.x        | OVERFLOW
var p = {}; for (let i = 0; i < 1e6; i++) p = new Proxy(p, {}); Object.isExtensible(p) | OVERFLOW
var f = function () {}; for (let i = 0; i < 1e6; i++) f = f.bind(null); ({}) instanceof f | OVERFLOW
var a = []; for (let i = 0; i < 1e6; i++) a = [a]; a.flat(Infinity)               | OVERFLOW
var a = []; a.push(a); a.flat(Infinity)                                           | OVERFLOW
var a = []; for (let i = 0; i < 1e6; i++) a = [a]; String(a)                      | OVERFLOW
JSON.parse('['.repeat(1e5) + ']'.repeat(1e5), (k, v) => v)                        | OVERFLOW
JSON.parse('['.repeat(1e6))                                                       | SyntaxError: Unexpected end of JSON input
JSON.parse('[1,]')                                                                | SyntaxError: Unexpected token ']', "[1,]" is not valid JSON
JSON.parse('{"a":1,}')                                                            | SyntaxError: Expected double-quoted property name in JSON at position 7 (line 1 column 8)
JSON.parse('"\\x"')                                                               | SyntaxError: Bad escaped character in JSON at position 2 (line 1 column 3)
JSON.parse('01')                                                                  | SyntaxError: Unexpected number in JSON at position 1 (line 1 column 2)
var o = {}; o.o = o; JSON.stringify(o)                                            | TypeError: Converting circular structure to JSON
JSON.stringify(1n)                                                                | TypeError: Do not know how to serialize a BigInt
'x'.repeat(2 ** 30)                                                               | RangeError: Invalid string length
'x'.repeat(-1)                                                                    | RangeError: Invalid count value: -1
'x'.padStart(2 ** 30)                                                             | RangeError: Invalid string length
new Array(2 ** 20).join('x'.repeat(1000))                                         | RangeError: Invalid string length
var s = 'x'.repeat(2 ** 28); s + s + s                                            | RangeError: Invalid string length
var s = 'x'.repeat(2 ** 28); `${s}${s}${s}`                                       | RangeError: Invalid string length
var s = 'x'.repeat(2 ** 28); s.concat(s, s)                                       | RangeError: Invalid string length
'x'.repeat(2 ** 20).replaceAll('x', 'y'.repeat(1000))                             | RangeError: Invalid string length
'x'.repeat(2 ** 20).replace(/x/g, 'y'.repeat(1000))                               | RangeError: Invalid string length
JSON.stringify('\0'.repeat(2 ** 28))                                              | RangeError: Invalid string length
new Array(-1)                                                                     | RangeError: Invalid array length
new Array(2 ** 32)                                                                | RangeError: Invalid array length
[].length = 1.5                                                                   | RangeError: Invalid array length
Array.from({ length: 2 ** 53 })                                                   | RangeError: Invalid array length
Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1)                             | TypeError: Pushing 1 elements on an array-like of length 9007199254740991 is disallowed, as the total surpasses 2**53-1
Math.max.apply(null, { length: 2 ** 53 })                                         | RangeError: Invalid array length
new ArrayBuffer(2 ** 53)                                                          | RangeError: Invalid array buffer length
new ArrayBuffer(-1)                                                               | RangeError: Invalid array buffer length
new ArrayBuffer(1, { maxByteLength: 0 })                                          | RangeError: Invalid array buffer max length
new Uint8Array(2 ** 53)                                                           | RangeError: Invalid typed array length: 9007199254740992
new Float64Array(new ArrayBuffer(7))                                              | RangeError: byte length of Float64Array should be a multiple of 8
new DataView(new ArrayBuffer(1), 2)                                               | RangeError: Start offset 2 is outside the bounds of the buffer
new DataView(new ArrayBuffer(1)).getInt32(0)                                      | RangeError: Offset is outside the bounds of the DataView
1n << 2n ** 64n                                                                   | RangeError: Maximum BigInt size exceeded
2n ** (2n ** 40n)                                                                 | RangeError: Maximum BigInt size exceeded
1n / 0n                                                                           | RangeError: Division by zero
2n ** -1n                                                                         | RangeError: Exponent must be positive
BigInt(1.5)                                                                       | RangeError: The number 1.5 cannot be converted to a BigInt because it is not an integer
BigInt('x')                                                                       | SyntaxError: Cannot convert x to a BigInt
1n + 1                                                                            | TypeError: Cannot mix BigInt and other types, use explicit conversions
+1n                                                                               | TypeError: Cannot convert a BigInt value to a number
(1).toFixed(101)                                                                  | RangeError: toFixed() digits argument must be between 0 and 100
(1).toString(37)                                                                  | RangeError: toString() radix argument must be between 2 and 36
new Date(NaN).toISOString()                                                       | RangeError: Invalid time value
'a'.normalize('x')                                                                | RangeError: The normalization form should be one of NFC, NFD, NFKC, NFKD.
String.fromCodePoint(-1)                                                          | RangeError: Invalid code point -1
decodeURIComponent('%')                                                           | URIError: URI malformed
encodeURI('\ud800')                                                               | URIError: URI malformed
`${Symbol()}`                                                                     | TypeError: Cannot convert a Symbol value to a string
Object.setPrototypeOf(Object.prototype, {})                                       | TypeError: Immutable prototype object 'Object.prototype' cannot have their prototype set
var o = {}; Object.setPrototypeOf(Object.getPrototypeOf(o.__proto__ = { __proto__: null }), o) | TypeError: Object.setPrototypeOf called on null or undefined
var a = {}, b = { __proto__: a }; a.__proto__ = b                                 | TypeError: Cyclic __proto__ value
var { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy.x                | TypeError: Cannot perform 'get' on a proxy that has been revoked
var g = (function* () { yield* g })(); g.next()                                   | TypeError: Generator is already running
[].reduce((a, b) => a)                                                            | TypeError: Reduce of empty array with no initial value
null.x                                                                            | TypeError: Cannot read properties of null (reading 'x')
undefined.x = 1                                                                   | TypeError: Cannot set properties of undefined (setting 'x')
var [a] = null                                                                    | TypeError: null is not iterable
const c = 1; c = 2                                                                | TypeError: Assignment to constant variable.
x; let x                                                                          | ReferenceError: Cannot access 'x' before initialization
nowhere                                                                           | ReferenceError: nowhere is not defined
new (class A extends null {})                                                     | TypeError: Super constructor null of A is not a constructor
new (class A extends Object { constructor() {} })                                 | ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
RegExp('('.repeat(1e6))                                                           | Too many captures
RegExp('('.repeat(1e4))                                                           | Unterminated group
RegExp('(?:'.repeat(1e6))                                                         | Unterminated group
RegExp('(?='.repeat(1e6) + ')'.repeat(1e6)).test('')                              | Regular expression too large
RegExp('(?:|'.repeat(1e6) + ')'.repeat(1e6)).test('')                             | Regular expression too large
RegExp('['.repeat(1e6) + ']'.repeat(1e6), 'v')                                    | Regular expression too large
Function('a'.repeat(10), '}')                                                     | SyntaxError: Unexpected token '}'
Function(Array.from({ length: 1e5 }, (x, i) => 'a' + i).join(), '')               | SyntaxError: Too many parameters in function definition (only 65534 allowed)
eval('f(' + '1,'.repeat(1e5) + ')')                                               | SyntaxError: Too many arguments in function call (only 65535 allowed)
eval('['.repeat(1e6))                                                             | OVERFLOW
"""

FINE = r"""
JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)).length                              | 1
JSON.stringify(JSON.parse('['.repeat(1e3) + ']'.repeat(1e3))).length              | 2000
new RegExp('(?:'.repeat(5000) + 'a' + ')'.repeat(5000)).test('a')                 | true
new RegExp('(?:'.repeat(1e6) + 'a' + ')'.repeat(1e6)).test('a')                   | true
/(?:a|b)*c/.test('ab'.repeat(1e5))                                                | false
/(a|b)*c/.test('ab'.repeat(1e5))                                                  | false
/^(a+)+$/.test('a'.repeat(40) + 'b')                                              | false
/(?<=(a|b)*)c/.test('ab'.repeat(1e5) + 'c')                                       | true
var o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); o.x               | undefined
var o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); o instanceof Array | false
var f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(); f()                  | 1
var f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(); f.name.length        | 600001
var s = ''; for (let i = 0; i < 1e6; i++) s += 'a'; s.charCodeAt(5e5)             | 97
var s = ''; for (let i = 0; i < 1e6; i++) s = 'ab' + s; s.length                  | 2000000
var a = '', b = ''; for (let i = 0; i < 1e5; i++) { a += 'ab'; b = 'ab' + b } a === b | true
var s = ''; for (let i = 0; i < 1e5; i++) s = i & 1 ? s + 'a' : 'b' + s; ({ [s]: 1 })[s] | 1
Math.max(...Array.from({ length: 1e5 }, (x, i) => i))                             | 99999
(function (...a) { return a.length })(...new Array(1e6))                          | 1000000
String.fromCharCode.apply(null, new Array(2e5).fill(97)).length                   | 200000
var a = []; a.length = 2 ** 32 - 1; [].concat(a).length                           | 4294967295
var a = []; a.length = 2 ** 32 - 1; a.join('').length                             | 0
var a = []; a.length = 2 ** 32 - 1; [a.includes(1), a.includes(), a.indexOf(1)].join() | false,true,-1
var C = class {}; for (let i = 0; i < 1e4; i++) C = class extends C {}; new C instanceof C | true
Function('return ' + '1+'.repeat(1e6) + '1')()                                    | 1000001
(function f(n) { 'use strict'; return n ? f(n - 1) : 'done' })(1e6)               | done
var a = []; a.push(a); String(a)                                                  | 
var a = []; for (let i = 0; i < 1e6; i++) a = [a]; a                              | [ [ [ [Array] ] ] ]
var n = 0; (function f() { n++; try { f() } catch { } })(); n > 1000              | true
"""

# name: (program, exit code, standard error as a regular expression[, standard output])
UNCAUGHT = {
    "null": ("throw null", 1, r"Uncaught null"),
    "undefined": ("throw undefined", 1, r"Uncaught undefined"),
    "a symbol": ("throw Symbol('s')", 1, r"Uncaught Symbol\(s\)"),
    "a string": ("throw 'text'", 1, r"Uncaught 'text'"),
    "a BigInt": ("throw 5n", 1, r"Uncaught 5n"),
    "an object": ("throw { a: 1 }", 1, r"\{ a: 1 \}"),
    "a function": ("throw function f() {}", 1, r"\[Function: f\]"),
    "an array": ("throw [1, [2]]", 1, r"\[ 1, \[ 2 \] \]"),
    "null prototype": ("throw Object.create(null)", 1, r"\[Object: null prototype\] \{\}"),
    "throwing getter": ("throw { get message() { throw 1 }, get stack() { throw 2 } }", 1, r"message: \[Getter\], stack: \[Getter\]"),
    "throwing toString": ("throw { toString() { throw 1 } }", 1, r"toString: \[Function: toString\]"),
    "error with a throwing message": ("var e = new Error; Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e", 1, r"<error>\n    at"),
    "error with a throwing stack": ("var e = new Error('m'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); throw e", 1, r"m"),
    "error with a recursive stack": ("var e = new Error('m'); Object.defineProperty(e, 'stack', { get() { return this.stack } }); throw e", 1, r"Error: m"),
    "error with an odd name": ("throw Object.assign(new Error('m'), { name: { toString() { throw 2 } } })", 1, r"<error>"),
    "error with a symbol for a message": ("var e = new Error; e.message = Symbol('m'); throw e", 1, r"Error"),
    "prepareStackTrace that throws": ("Error.prepareStackTrace = () => { throw 1 }; throw new Error('m')", 1, r"m|1"),
    "prepareStackTrace that recurs": ("Error.prepareStackTrace = () => new Error('inner').stack; throw new Error('m')", 1, r"\S"),
    "a proxy": ("throw new Proxy({}, { get() { throw 1 } })", 1, r"\{\}"),
    "a proxy of an error": ("throw new Proxy(new Error('m'), { get() { throw 1 } })", 1, r"\S"),
    "a revoked proxy": ("var r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy", 1, r"<Revoked Proxy>"),
    "an endless prototype": ("var p = new Proxy({}, {}), o = Object.create(p); Object.setPrototypeOf(p, o); throw o", 1, r"\S"),
    "a custom inspection that throws": ("throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 } }", 1, r"\S"),
    "a cyclic cause": ("var e = new Error('m'); e.cause = e; throw e", 1, r"Error: m\n[^}]*\[Circular \*1\]"),
    "a deep cause": ("var e = new Error('m'); for (let i = 0; i < 1e5; i++) e = new Error('m', { cause: e }); throw e", 1, r"\[cause\]"),
    "a deep AggregateError": ("var e = new Error('m'); for (let i = 0; i < 1e5; i++) e = new AggregateError([e]); throw e", 1, r"\[errors\]"),
    "a cyclic AggregateError": ("var e = new AggregateError([]); e.errors.push(e); throw e", 1, r"Circular"),
    "a deep SuppressedError": ("var e = new Error('m'); for (let i = 0; i < 1e5; i++) e = new SuppressedError(e, e); throw e", 1, r"SuppressedError"),
    "a stack overflow": ("(function f() { f() })()", 1, r"RangeError: Maximum call stack size exceeded\n    at f "),
    "in a job": ("Promise.resolve().then(() => { throw new Error('later') }); console.log('first')", 1, r"Error: later", "first\n"),
    "rejected with nothing": ("Promise.reject()", 1, r"undefined"),
    "rejected with a symbol": ("Promise.reject(Symbol('s'))", 1, r"Symbol\(s\)"),
    "rejected deep": ("async function f(n) { if (n) await f(n - 1); throw new Error('deep') } f(1000)", 1, r"Error: deep"),
    "queued microtasks": ("queueMicrotask(() => { throw new Error('task') })", 1, r"task"),
    "printing what is deep": ("let a = []; for (let i = 0; i < 1e6; i++) a = [a]; console.dir(a, { depth: null }); console.log('on')", 0, r"^$", re.compile(
        r"Inspection interrupted prematurely. Maximum call stack size exceeded.*\non\n", re.S)),
    "printing a deep proxy": ("let p = {}; for (let i = 0; i < 1e4; i++) p = new Proxy(p, {}); console.log(p)", 0, r"^$"),
    "printing an odd format": ("console.log('%s%d%i%f%j%o%O%c%%%', Symbol(), 1n)", 0, r"^$", "Symbol()1n%i%f%j%o%O%c%%\n"),
    "printing a getter": ("console.log({ get a() { throw 1 } })", 0, r"^$", "{ a: [Getter] }\n"),
}

# name: ({file: text or bytes}, arguments, exit code, standard error[, standard output])
FILES = {
    "no such file": ({}, ["none.js"], 1, r"ENOENT: no such file or directory, open 'none.js'"),
    "directory": ({"d/x": ""}, ["d"], 1, r"EISDIR: is a directory"),
    "empty": ({"a.js": ""}, ["a.js"], 0, r"^$"),
    "byte order mark": ({"a.js": b"\xef\xbb\xbfconsole.log(1)"}, ["a.js"], 0, r"^$", "1\n"),
    "hashbang": ({"a.js": "#!/usr/bin/env jsx\nconsole.log(2)"}, ["a.js"], 0, r"^$", "2\n"),
    "hashbang later": ({"a.js": " #!x"}, ["a.js"], 1, r"SyntaxError: Invalid or unexpected token"),
    "bad UTF-8": ({"a.js": b"console.log('a\xff\xc3b'.length)"}, ["a.js"], 0, r"^$", "4\n"),
    "NUL": ({"a.js": b"var a\x00b"}, ["a.js"], 1, r"SyntaxError: Invalid or unexpected token"),
    "a surrogate": ({"a.js": b"console.log('\xed\xa0\x80'.length)"}, ["a.js"], 0, r"^$", "3\n"),
    "binary": ({"a.js": bytes(range(256)) * 40}, ["a.js"], 1, r"SyntaxError: Invalid or unexpected token"),
    "line separators": ({"a.js": "var a = '\u2028'; // x\u2029console.log(a.length)"}, ["a.js"], 0, r"^$", "1\n"),
    "missing module": ({"a.mjs": "import './b.mjs'"}, ["a.mjs"], 1, r"Cannot find module '.*b.mjs' imported from .*a.mjs"),
    "missing package": ({"a.mjs": "import 'nothing'"}, ["a.mjs"], 1, r"nothing"),
    "a directory for a module": ({"a.mjs": "import './d'", "d/x": ""}, ["a.mjs"], 1, r"irectory"),
    "missing export": ({"a.mjs": "import { x } from './b.mjs'", "b.mjs": ""}, ["a.mjs"], 1,
                       r"a.mjs:1\nimport { x } from './b.mjs'\n         \^\n\nSyntaxError: The requested module './b.mjs' does not provide an export named 'x'"),
    "missing default": ({"a.mjs": "import x from './b.mjs'", "b.mjs": ""}, ["a.mjs"], 1, r"does not provide an export named 'default'"),
    "ambiguous export": ({"a.mjs": "import { x } from './b.mjs'", "b.mjs": "export * from './c.mjs'; export * from './d.mjs'",
                          "c.mjs": "export let x", "d.mjs": "export let x"}, ["a.mjs"], 1,
                         r"SyntaxError: The requested module './b.mjs' contains conflicting star exports for name 'x'"),
    "circular export": ({"a.mjs": "export { x } from './b.mjs'", "b.mjs": "export { x } from './a.mjs'"}, ["a.mjs"], 1,
                        r"SyntaxError: Detected cycle while resolving name 'x' in './[ab].mjs'"),
    "duplicate export": ({"a.mjs": "export let x; export { x }"}, ["a.mjs"], 1, r"SyntaxError: Duplicate export of 'x'"),
    "export of nothing": ({"a.mjs": "export { x }"}, ["a.mjs"], 1, r"SyntaxError: Export 'x' is not defined in module"),
    "bad attribute": ({"a.mjs": "import './b.mjs' with { type: 'css' }", "b.mjs": ""}, ["a.mjs"], 1, r"css"),
    "duplicate attribute": ({"a.mjs": "import './b.mjs' with { type: 'json', type: 'json' }"}, ["a.mjs"], 1, r"SyntaxError: Import attribute has duplicate key 'type'"),
    "bad JSON": ({"a.mjs": "import j from './b.json' with { type: 'json' }", "b.json": "{"}, ["a.mjs"], 1, r"SyntaxError: .*JSON"),
    "syntax error in a module": ({"a.mjs": "import './b.mjs'", "b.mjs": "var ;"}, ["a.mjs"], 1, r"b.mjs:1\nvar ;\n    \^\n\nSyntaxError: Unexpected token ';'"),
    "cycle": ({"a.mjs": "import { b } from './b.mjs'; export let a = 1; console.log(b)", "b.mjs": "import { a } from './a.mjs'; export let b = typeof (() => a)"},
              ["a.mjs"], 0, r"^$", "function\n"),
    "cycle before its time": ({"a.mjs": "import { b } from './b.mjs'; export let a = 1", "b.mjs": "import { a } from './a.mjs'; export let b = a"}, ["a.mjs"], 1,
                              r"ReferenceError: Cannot access 'a' before initialization"),
    "cycle that throws": ({"a.mjs": "import './b.mjs'; throw new Error('a')", "b.mjs": "import './a.mjs'; throw new Error('b')"}, ["a.mjs"], 1, r"Error: b"),
    "import of what threw": ({"a.mjs": "for (let i = 0; i < 2; i++) try { await import('./b.mjs') } catch (e) { console.log(e.message) }", "b.mjs": "throw new Error('b')"},
                             ["a.mjs"], 0, r"^$", "b\nb\n"),
    "long cycle": ({f"m{i}.mjs": f"import './m{(i + 1) % 300}.mjs'" for i in range(300)}, ["m0.mjs"], 0, r"^$"),
    "deep imports": ({f"m{i}.mjs": f"import './m{i + 1}.mjs'" if i < 2000 else "console.log('end')" for i in range(2001)}, ["m0.mjs"], 0, r"^$", "end\n"),
    "unsettled top-level await": ({"a.mjs": "await new Promise(() => {})"}, ["a.mjs"], 13, r"unsettled top-level await"),
    "unsettled cycle": ({"a.mjs": "await import('./b.mjs')", "b.mjs": "await import('./a.mjs')"}, ["a.mjs"], 13, r"unsettled top-level await"),
    "rejected top-level await": ({"a.mjs": "await Promise.reject(new Error('tla'))"}, ["a.mjs"], 1, r"Error: tla"),
    "assignment to an import": ({"a.mjs": "import { x } from './b.mjs'; x = 1", "b.mjs": "export let x"}, ["a.mjs"], 1, r"TypeError: Assignment to constant variable."),
    "assignment to a namespace": ({"a.mjs": "import * as n from './b.mjs'; n.x = 1", "b.mjs": "export let x"}, ["a.mjs"], 1,
                                  r"TypeError: Cannot assign to property 'x' of \[object Module\]"),
    "deep script": ({"a.js": "[" * N}, ["a.js"], 1, r"RangeError: Maximum call stack size exceeded"),
}


OVERFLOW = "RangeError: Maximum call stack size exceeded"


def table(text):
    """The rows of a table: what stands before and after the last bar of each line."""
    for line in text.strip("\n").split("\n"):
        program, expected = line.rsplit(" |", 1)
        yield program.rstrip(), expected.strip()


def ends(text):
    """A pattern for a standard error that ends with this line, whatever it says of the place before."""
    return re.compile(re.escape(text) + r"(\n    at .*)*\n$")


def all_cases():
    """Each case as a dict: name, files, args, stdin, stdout, stderr, exit."""
    for program, message in table(SYNTAX):
        yield {"name": f"syntax {program}", "stdin": program.replace(r" \n ", "\n"), "args": ["-"], "exit": 1, "stdout": "",
               "stderr": ends("SyntaxError: " + message)}
    for name, program in DEEP.items():
        text = program if isinstance(program, str) else program[0] * N + "1" + program[1] * N
        yield {"name": f"deep {name}", "stdin": text, "args": ["-"], "exit": 1, "stdout": "", "stderr": re.compile(OVERFLOW)}
    for name, program in LONG.items():
        yield {"name": f"long {name}", "stdin": program, "args": ["-"], "stdout": "", "stderr": ""}
    for program, error in table(THROWN):
        error = OVERFLOW if error == "OVERFLOW" else error
        yield {"name": f"throws {program}", "args": ["-e", program], "exit": 1, "stdout": "", "stderr": re.compile(re.escape(error))}
    for program, value in table(FINE):
        yield {"name": f"fine {program}", "args": ["-p", program], "stdout": value + "\n", "stderr": ""}
    for name, (program, exit_code, error, *out) in UNCAUGHT.items():
        yield {"name": f"uncaught {name}", "args": ["-e", program], "exit": exit_code, "stderr": re.compile(error), "stdout": out[0] if out else None}
    for name, (files, args, exit_code, error, *out) in FILES.items():
        yield {"name": f"file {name}", "files": files, "args": args, "exit": exit_code, "stderr": re.compile(error), "stdout": out[0] if out else None}
