// structuredClone (html.spec.whatwg.org/multipage/structured-data.html). Node prints the same.
const attempt = (name, f) => {
  try {
    console.log(name, f());
  } catch (e) {
    console.log(name, "threw", e.constructor.name, e.name, e.code, e.message);
  }
};

// ---- values ----
console.log([undefined, null, true, 1.5, -0, NaN, 10n, "text"].map((v) => Object.is(structuredClone(v), v)));
for (const v of [new Boolean(false), new Number(3), new String("s"), Object(1n), new Date(0), new Date(NaN), /a+b/giu]) {
  const copy = structuredClone(v);
  console.log(copy, copy !== v, Object.getPrototypeOf(copy) === Object.getPrototypeOf(v));
}
{
  const r = /x/g;
  r.lastIndex = 3;
  r.extra = 1;
  const copy = structuredClone(r);
  console.log(copy.lastIndex, copy.extra, copy.test("axb"));
}
console.log(structuredClone({ a: 1, b: { c: [1, , 3, { d: "e" }] }, 7: "seven" }));
console.log(structuredClone(Object.assign([1, 2], { x: 1 })), structuredClone(new Array(3)));
console.log(structuredClone(Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } })));
console.log(structuredClone({ get a() { return 3; } }), structuredClone(Object.freeze({ f: 1 })), Object.isFrozen(structuredClone(Object.freeze({}))));
class Point { constructor() { this.x = 1; } get y() { return 2; } #hidden = 3; }
console.log(structuredClone(new Point()), structuredClone(new Point()) instanceof Point, structuredClone({ [Symbol("s")]: 1, t: 2 }));
console.log(structuredClone(new Map([[1, new Set([2, "three"])], [{ k: 1 }, "v"]])), structuredClone(new Set([[1], [2]])));
{
  const m = Object.assign(new Map([["a", 1]]), { extra: 1 });
  console.log(structuredClone(m).extra, structuredClone(new (class M extends Map {})([[1, 2]])).constructor.name);
}

// ---- identity and cycles ----
{
  const shared = { n: 1 };
  const copy = structuredClone({ a: shared, b: shared, list: [shared] });
  console.log(copy.a === copy.b, copy.a === copy.list[0], copy.a !== shared);
  const cycle = { name: "cycle" };
  cycle.self = cycle;
  cycle.map = new Map([[cycle, cycle]]);
  cycle.set = new Set([cycle]);
  cycle.array = [cycle];
  const c = structuredClone(cycle);
  console.log(c !== cycle, c.self === c, c.map.get(c) === c, c.set.has(c), c.array[0] === c);
}

// ---- binary data ----
{
  const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  const part = structuredClone(bytes.subarray(2, 6));
  console.log(part, part.byteOffset, part.buffer.byteLength);
  const both = structuredClone({ a: new Int16Array(bytes.buffer, 2, 2), b: new DataView(bytes.buffer, 1, 3), buffer: bytes.buffer });
  console.log(both.a, both.a.buffer === both.buffer, both.b.buffer === both.buffer, both.b.byteOffset, both.b.byteLength);
  both.a[0] = 99;
  console.log(bytes[2], both.b.getUint8(1));
  for (const T of [Int8Array, Uint8ClampedArray, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, Float16Array]) {
    console.log(structuredClone(new T([1, 2])));
  }
  console.log(structuredClone(new BigInt64Array([-1n])), structuredClone(new BigUint64Array([1n])));
  const resizable = structuredClone(new ArrayBuffer(4, { maxByteLength: 8 }));
  console.log(resizable.resizable, resizable.byteLength, resizable.maxByteLength);
  const grown = new ArrayBuffer(4, { maxByteLength: 8 });
  const tracking = structuredClone(new Uint8Array(grown));
  tracking.buffer.resize(6);
  console.log(tracking.length);
  const memory = new SharedArrayBuffer(4);
  const view = structuredClone(new Uint8Array(memory));
  view[0] = 5;
  console.log(new Uint8Array(memory)[0], view.buffer instanceof SharedArrayBuffer);
  class Bytes extends Uint8Array {}
  console.log(structuredClone(new Bytes(2)).constructor.name);
}

// ---- transfer ----
{
  const buffer = new ArrayBuffer(8);
  new Uint8Array(buffer)[0] = 42;
  const { b, v } = structuredClone({ b: buffer, v: new Uint8Array(buffer, 0, 4) }, { transfer: [buffer] });
  console.log(buffer.byteLength, buffer.detached, b.byteLength, v[0], v.buffer === b, v.length);
  const unused = new ArrayBuffer(3);
  console.log(structuredClone(1, { transfer: new Set([unused]) }), unused.detached);
  const resizable = new ArrayBuffer(2, { maxByteLength: 4 });
  const moved = structuredClone(resizable, { transfer: [resizable] });
  moved.resize(4);
  console.log(moved.byteLength, resizable.detached);
  const kept = new ArrayBuffer(1);
  attempt("failed clone", () => structuredClone([kept, () => {}], { transfer: [kept] }));
  console.log(kept.detached);
  attempt("twice", () => structuredClone(kept, { transfer: [kept, kept] }));
  attempt("detached", () => structuredClone(buffer));
  attempt("view of detached", () => { const u = new Uint8Array(4); u.buffer.transfer(); return structuredClone(u); });
  attempt("transfer of detached", () => structuredClone(buffer, { transfer: [buffer] }));
  attempt("shared", () => structuredClone(1, { transfer: [new SharedArrayBuffer(1)] }));
  attempt("object", () => structuredClone(1, { transfer: [{}] }));
}

// ---- errors ----
for (const E of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) {
  const e = new E("message " + E.name);
  const copy = structuredClone(e);
  console.log(copy instanceof E, Object.getPrototypeOf(copy) === E.prototype, copy.name, copy.message, copy.stack === e.stack);
}
{
  class Special extends TypeError {}
  const e = new Special("special", { cause: { a: 1 } });
  e.extra = 1;
  const copy = structuredClone(e);
  console.log(copy.constructor.name, copy.message, copy.cause, copy.extra, Object.getOwnPropertyNames(copy));
  console.log(Object.getOwnPropertyNames(structuredClone(new Error)), structuredClone(Object.assign(new Error("n"), { name: "Odd" })).name);
  console.log(structuredClone(Object.assign(new Error("n"), { name: "RangeError" })) instanceof RangeError);
  console.log(structuredClone(new AggregateError([1], "many")).constructor.name);
}

// ---- what cannot be cloned ----
attempt("function", () => structuredClone(() => {}));
attempt("nested function", () => structuredClone({ a: [function named() { return 1; }] }));
attempt("class", () => structuredClone(class K {}));
attempt("symbol", () => structuredClone(Symbol("x")));
attempt("symbol object", () => structuredClone(Object(Symbol("x"))));
attempt("weak map", () => structuredClone(new WeakMap()));
attempt("weak ref", () => structuredClone(new WeakRef({})));
attempt("promise", () => structuredClone(Promise.resolve()));
attempt("proxy", () => structuredClone(new Proxy({}, {})));
attempt("generator", () => structuredClone((function* () {})()));
attempt("iterator", () => structuredClone([].values()));
attempt("arguments", () => structuredClone((function () { return arguments; })(1)));
attempt("nothing", () => { try { structuredClone(); } catch (e) { return e.constructor.name; } });
attempt("options", () => { try { structuredClone(1, 1); } catch (e) { return e.message; } });
attempt("transfer", () => { try { structuredClone(1, { transfer: 1 }); } catch (e) { return e.message; } });
attempt("transfer of 1", () => { try { structuredClone(1, { transfer: [1] }); } catch (e) { return e.message; } });
attempt("getter", () => structuredClone({ get a() { throw new RangeError("from the getter"); } }));
// What getters do to the object while it is read.
console.log(structuredClone({ get a() { delete this.b; this.c = 1; return 1; }, b: 2 }));

// ---- DOMException ----
{
  const e = new DOMException("what", "AbortError");
  console.log(e.name, e.message, e.code, String(e), e instanceof Error, e instanceof DOMException, Object.prototype.toString.call(e));
  console.log(new DOMException().name, new DOMException("m", "Custom").code, DOMException.DATA_CLONE_ERR, e.ABORT_ERR, DOMException.length);
  console.log(new DOMException("m", { name: "N", cause: 5 }).cause, Object.keys(DOMException.prototype).slice(0, 4), Object.keys(DOMException).length);
  const copy = structuredClone(e);
  console.log(copy instanceof DOMException, copy.name, copy.message, copy.code);
  attempt("call", () => DOMException("a"));
  attempt("getter", () => { try { Reflect.get(DOMException.prototype, "name"); } catch (e) { return e.constructor.name; } });
  console.log(e.stack.split("\n")[0], Error.isError(e));
}
console.log(structuredClone.length, structuredClone.name, Object.getOwnPropertyDescriptor(globalThis, "structuredClone").enumerable);
