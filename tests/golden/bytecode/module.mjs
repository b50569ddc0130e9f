import d, { a as b } from "./m.mjs";
import * as ns from "./m.mjs";
export let count = 0;
export function up() { count += b + d; return ns; }
export default class {}
await up();
