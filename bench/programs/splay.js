// allocation: a splay tree of records with churn
class SplayNode { constructor(key, value) { this.key = key; this.value = value; this.left = null; this.right = null; } }
class SplayTree {
  constructor() { this.root = null; }
  splay(key) {
    if (!this.root) return;
    const dummy = new SplayNode(0, null);
    let left = dummy, right = dummy, current = this.root;
    for (;;) {
      if (key < current.key) {
        if (!current.left) break;
        if (key < current.left.key) { const t = current.left; current.left = t.right; t.right = current; current = t; if (!current.left) break; }
        right.left = current; right = current; current = current.left;
      } else if (key > current.key) {
        if (!current.right) break;
        if (key > current.right.key) { const t = current.right; current.right = t.left; t.left = current; current = t; if (!current.right) break; }
        left.right = current; left = current; current = current.right;
      } else break;
    }
    left.right = current.left; right.left = current.right; current.left = dummy.right; current.right = dummy.left; this.root = current;
  }
  insert(key, value) {
    if (!this.root) { this.root = new SplayNode(key, value); return; }
    this.splay(key);
    if (this.root.key === key) return;
    const node = new SplayNode(key, value);
    if (key > this.root.key) { node.left = this.root; node.right = this.root.right; this.root.right = null; }
    else { node.right = this.root; node.left = this.root.left; this.root.left = null; }
    this.root = node;
  }
  remove(key) {
    this.splay(key);
    if (this.root.key !== key) return null;
    const removed = this.root;
    if (!this.root.left) this.root = this.root.right;
    else { const right = this.root.right; this.root = this.root.left; this.splay(key); this.root.right = right; }
    return removed;
  }
  greatestLessThan(key) {
    if (!this.root) return null;
    this.splay(key);
    if (this.root.key < key) return this.root;
    let n = this.root.left;
    if (!n) return null;
    while (n.right) n = n.right;
    return n;
  }
}
let seed = 49734321;
function random() { seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff; return seed / 0x7fffffff; }
function payload(depth, tag) { return depth === 0 ? { array: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], string: 'String for key ' + tag + ' in leaf node' } : { left: payload(depth - 1, tag), right: payload(depth - 1, tag) }; }
const tree = new SplayTree();
function insertNew() { let key; do key = random(); while (tree.root && (tree.splay(key), tree.root.key === key)); tree.insert(key, payload(4, key)); return key; }
for (let i = 0; i < 8000; i++) insertNew();
let removed = 0;
for (let i = 0; i < 24000; i++) { const key = insertNew(); const g = tree.greatestLessThan(key); tree.remove(g ? g.key : key); removed++; }
let count = 0;
(function walk(n) { if (n) { walk(n.left); count++; walk(n.right); } })(tree.root);
console.log(count, removed);
