// tc39.es/proposal-immutable-arraybuffer: what a typed array of a read-only buffer answers.
'use strict';
const u = new Uint8Array(new Uint8Array([1, 2]).buffer.transferToImmutable());
const t = f => { try { return f() } catch (e) { return e.name + ': ' + e.message } };
console.log(t(() => { u[0] = 5; return u[0] }));
console.log(t(() => Reflect.set(u, 0, 9)), u[0]);
console.log(t(() => Reflect.set(u, 5, 9)), u[0]);
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(u, 0)));
console.log(t(() => Object.isFrozen(u)), t(() => Object.isFrozen(Object.freeze(u))));
console.log(t(() => Object.defineProperty(u, 0, { value: 1 }) === u), t(() => Object.defineProperty(u, 0, { value: 3 }) === u), t(() => Object.defineProperty(u, 0, { value: 1, writable: true })), u[0]);
console.log(t(() => { const o = Object.create(u); o[0] = 1; return o[0] }));
console.log(t(() => { const o = Object.create(u); return Reflect.set(o, 0, 4) }));
console.log(t(() => delete u[0]), t(() => delete u[7]));
for (let i = 0; i < 300; i++) t(() => { u[1] = i }); console.log(u[1]);
