// allocation: binary trees
class Node { constructor(left, right) { this.left = left; this.right = right; } check() { return this.left ? 1 + this.left.check() + this.right.check() : 1; } }
function make(depth) { return depth === 0 ? new Node(null, null) : new Node(make(depth - 1), make(depth - 1)); }
const max = 15, long = make(max);
for (let depth = 4; depth <= max; depth += 4) {
  const n = 1 << (max - depth + 4);
  let check = 0;
  for (let i = 0; i < n; i++) check += make(depth).check();
  console.log(`${n} trees of depth ${depth} check: ${check}`);
}
console.log(`long lived: ${long.check()}`);
