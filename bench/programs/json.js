// library: JSON
const data = { users: Array.from({ length: 3000 }, (_, i) => ({ id: i, name: `User ${i} "q" \u00e9`, tags: ['a', 'b', String(i)], nested: { x: i / 7, ok: i % 2 === 0, none: null } })) };
let total = 0;
for (let i = 0; i < 50; i++) {
  const text = JSON.stringify(data);
  const back = JSON.parse(text);
  total += text.length + back.users[i].nested.x;
  total += JSON.stringify(back.users.slice(0, 300), null, 2).length;
}
total += JSON.parse(JSON.stringify(data.users.slice(0, 1000)), (k, v) => typeof v === 'number' ? v + 1 : v)[5].id;
console.log(total.toFixed(4));
