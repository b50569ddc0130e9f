import d, { x as y } from "m";
import * as ns from "m" with { type: "json" };
import source s from "w";
import defer * as later from "l";
export let a = y, b;
export { d, b as "c d" };
export default class { m() { return ns; } }
await import.meta.resolve(a);
