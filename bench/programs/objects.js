// interpreter: property reads and writes, polymorphic sites, small literals
function vec(x, y, z) { return { x, y, z }; }
function add(a, b) { return vec(a.x + b.x, a.y + b.y, a.z + b.z); }
function scale(a, k) { return vec(a.x * k, a.y * k, a.z * k); }
function dot(a, b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
const bodies = [];
for (let i = 0; i < 50; i++) bodies.push({ p: vec(i, i * 2, -i), v: vec(1, 0.5, i % 3), m: 1 + i % 5, tag: i % 2 ? 'a' : 'b' });
let energy = 0;
for (let step = 0; step < 9000; step++) {
  for (const b of bodies) {
    b.p = add(b.p, scale(b.v, 0.01));
    if (b.p.x > 100) b.v.x = -b.v.x;
    energy += b.m * dot(b.v, b.v);
  }
}
console.log(energy.toFixed(6));
