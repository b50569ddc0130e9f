// tc39.es/proposal-shadowrealm: evaluation in a realm of its own, and the callable boundary.
const realm = new ShadowRealm();
const attempt = (name, f) => {
  try {
    console.log(name, f());
  } catch (e) {
    console.log(name, "threw", e.constructor === TypeError, e.constructor === SyntaxError, e.message);
  }
};

// Primitives pass; globals are the realm's own.
console.log(realm.evaluate("1 + 1"), realm.evaluate("'text'"), realm.evaluate("10n"), realm.evaluate("void 0"), realm.evaluate("Symbol.for('x')") === Symbol.for("x"));
globalThis.here = "outside";
realm.evaluate("globalThis.here = 'inside'; var declared = 1; let lexical = 2; lexical");
console.log(here, realm.evaluate("here"), realm.evaluate("declared + typeof lexical"), typeof declared);
console.log(realm.evaluate("Array !== this.constructor && typeof Array"), realm.evaluate("Object.getPrototypeOf(Object.getPrototypeOf(async function () {}).constructor) === Function"));
console.log(new ShadowRealm().evaluate("typeof here"), Object.prototype.toString.call(realm), Object.getPrototypeOf(realm) === ShadowRealm.prototype);

// Functions come out wrapped, and arguments go in wrapped.
const add = realm.evaluate("(function add(a, b) { return a + b; })");
console.log(typeof add, add(2, 3), add.name, add.length, Object.getPrototypeOf(add) === Function.prototype, Object.hasOwn(add, "prototype"));
const call = realm.evaluate("(f, ...args) => f(...args)");
console.log(call((a, b) => a * b, 6, 7), call(Math.max, 1, 5, 3));
console.log(realm.evaluate("(f) => Object.getPrototypeOf(f) === Function.prototype")(() => {}));
console.log(realm.evaluate("(f) => f")(add) === add, add(1, 1));
console.log(realm.evaluate("let n = 0; () => ++n")(), realm.evaluate("(function () { return typeof this; })").call(1));
attempt("this that is an object", () => realm.evaluate("(function () {})").call({}));
attempt("new", () => new add(1, 2));
attempt("this object", () => realm.evaluate("'use strict'; (function () { return this === undefined; })").call(undefined));
console.log(realm.evaluate("async () => 1").name, realm.evaluate("(class { static m() {} }).m").name, realm.evaluate("new Proxy(function p() {}, {})")());

// Objects do not pass.
attempt("object out", () => realm.evaluate("({})"));
attempt("array out", () => realm.evaluate("[]"));
attempt("object in", () => add({}, 1));
attempt("object returned", () => call(() => ({})));
attempt("result of wrapped", () => realm.evaluate("() => ({})")());

// Errors become TypeErrors of the caller's realm; syntax errors stay what they are.
attempt("throw", () => realm.evaluate("throw new RangeError('inside')"));
attempt("throw primitive", () => realm.evaluate("throw 1"));
attempt("reference", () => realm.evaluate("nowhere"));
attempt("syntax", () => realm.evaluate("let ="));
attempt("thrown by function", () => realm.evaluate("() => { null.x; }")());
attempt("thrown by callback", () => call(() => { throw new Error("callback"); }));
attempt("not a string", () => realm.evaluate(1));
attempt("receiver", () => ShadowRealm.prototype.evaluate.call({}, "1"));
attempt("without new", () => ShadowRealm());
attempt("bad length", () => realm.evaluate("Object.defineProperty(() => {}, 'length', { get() { throw 1; } })"));

// Scripts run in the global scope of the realm: functions and vars stay, strictness does not.
realm.evaluate("function kept() { return 'kept'; }");
console.log(realm.evaluate("kept()"), realm.evaluate("'use strict'; (() => { try { undeclared = 1; } catch (e) { return e.name; } })()"), realm.evaluate("undeclared2 = 5; undeclared2"));
console.log(realm.evaluate("(0, eval)('1 + 2')"), realm.evaluate("new ShadowRealm().evaluate('3')"));

// importValue
const values = await Promise.allSettled([
  realm.importValue("./shadow_realm_module.mjs", "value"),
  realm.importValue("./shadow_realm_module.mjs", "count"),
  realm.importValue("./shadow_realm_module.mjs", "absent"),
  realm.importValue("./shadow_realm_module.mjs", "object"),
  realm.importValue("./no_such_module.mjs", "x"),
]);
for (const v of values) console.log(v.status, typeof v.value === "function" ? (0, v.value)() + (0, v.value)() : v.value, v.reason?.constructor === TypeError);
attempt("importValue name", () => { realm.importValue("./shadow_realm_module.mjs", 1); });
console.log(ShadowRealm.length, ShadowRealm.prototype.evaluate.length, ShadowRealm.prototype.importValue.length);
