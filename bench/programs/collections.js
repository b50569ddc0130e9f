// library: Map, Set, WeakMap
const map = new Map(), set = new Set(), weak = new WeakMap();
let sum = 0;
for (let i = 0; i < 700000; i++) { map.set('key' + i % 5000, i); set.add(i * 7 % 30011); }
for (let i = 0; i < 1200000; i++) { if (set.has(i)) sum++; sum = (sum + (map.get('key' + i % 7000) || 1)) | 0; }
for (const [k, v] of map) sum = (sum + k.length * v) | 0;
const objects = Array.from({ length: 60000 }, (_, i) => ({ i }));
for (const o of objects) { weak.set(o, o.i); map.set(o, o); }
for (const o of objects) sum = (sum + weak.get(o) + map.get(o).i) | 0;
for (let i = 0; i < 5000; i++) map.delete('key' + i);
const grouped = Object.groupBy(objects, o => o.i % 10);
console.log(sum, map.size, set.size, Object.keys(grouped).length);
