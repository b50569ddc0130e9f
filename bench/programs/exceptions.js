// interpreter: try, catch, finally; error objects
class NotFound extends Error { constructor(key) { super('no ' + key); this.name = 'NotFound'; this.key = key; } }
function find(o, k) { if (k in o) return o[k]; throw new NotFound(k); }
function attempt(o, k) { let steps = 0; try { steps++; return find(o, k); } catch (e) { if (!(e instanceof NotFound)) throw e; steps += e.key; return -steps; } finally { total += steps; } }
let total = 0, sum = 0;
const table = { 0: 1, 2: 3, 4: 5 };
for (let i = 0; i < 250000; i++) sum = (sum + attempt(table, i % 6)) | 0;
for (let i = 0; i < 1000000; i++) { try { if (i % 3 === 0) throw i; sum++; } catch (x) { sum ^= x; } }
console.log(sum, total);
