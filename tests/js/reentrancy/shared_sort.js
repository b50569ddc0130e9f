// flags: --test262
// modes: none
// Another thread writes what is being sorted: the order is nobody's guess, but nothing outside the array may change.
const { agent } = $262;
agent.start(`
  $262.agent.receiveBroadcast(sab => {
    const u = new Int32Array(sab), end = Date.now() + 1200;
    for (let i = 0; Date.now() < end;) for (let n = 0; n < 20000; n++) u[i = (i * 7919 + 13) % u.length] = n & 1 ? -1e9 - n : 1e9 + n;
    $262.agent.report('done');
    $262.agent.leaving();
  });`);
const sab = new SharedArrayBuffer(4 * 3000), u = new Int32Array(sab);
agent.broadcast(sab);
const end = Date.now() + 1000;
while (Date.now() < end) u.sort();
print('sorted');
