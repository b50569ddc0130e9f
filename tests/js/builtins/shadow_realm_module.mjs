// Imported by shadow_realm.mjs into a realm of its own.
export const value = "a value";
let n = 0;
export const count = () => ++n;
export const object = {};
