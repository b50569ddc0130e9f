// acorn parses the TypeScript compiler: every node, its place and its literals go into the hash.
import * as acorn from './node_modules/acorn/dist/acorn.mjs';
import { Hash } from './hash.mjs';

const source = read('node_modules/typescript/lib/typescript.js');
const ast = acorn.parse(source, { ecmaVersion: 'latest', sourceType: 'script', locations: true });
const counts = new Map();
const hash = new Hash();
const stack = [ast];
while (stack.length) {
  const node = stack.pop();
  counts.set(node.type, (counts.get(node.type) ?? 0) + 1);
  hash.add(`${node.type}:${node.start}-${node.end}:${node.loc.start.line},${node.loc.start.column}`);
  if (node.type === 'Literal') hash.add(String(node.raw));
  if (node.type === 'Identifier') hash.add(node.name);
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (item && typeof item.type === 'string') stack.push(item);
    } else if (value && typeof value === 'object' && typeof value.type === 'string') {
      stack.push(value);
    }
  }
}
print(`acorn ${acorn.version}: ${source.length} units, hash ${hash}`);
for (const [type, count] of [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))) print(`${type} ${count}`);
for (const bad of ['let x = ;', 'a +', '"use strict"; with (a) b', 'class A { constructor() {} constructor() {} }', '/(/']) {
  try {
    acorn.parse(bad, { ecmaVersion: 'latest' });
    print(`${bad}: parsed`);
  } catch (e) {
    print(`${bad}: ${e.name}: ${e.message} (pos ${e.pos})`);
  }
}
