// interpreter: a small operating-system scheduler: virtual calls, queues, state machines
class Packet { constructor(link, id, kind) { this.link = link; this.id = id; this.kind = kind; this.datum = 0; this.data = [0, 0, 0, 0]; }
  appendTo(queue) { this.link = null; if (!queue) return this; let p = queue; while (p.link) p = p.link; p.link = this; return queue; } }
class Task { constructor(s, id, priority, queue) { this.s = s; this.id = id; this.priority = priority; this.queue = queue; this.held = false; this.suspended = !queue; this.runnable = !!queue; this.next = s.list; s.list = this; s.blocks[id] = this; }
  get blocked() { return this.held || (this.suspended && !this.runnable); }
  step() { let p = null; if (this.suspended && this.runnable) { p = this.queue; this.queue = p.link; this.suspended = false; this.runnable = !!this.queue; } return this.run(p); }
  receive(task, packet) { if (!this.queue) { this.queue = packet; this.runnable = true; if (this.priority > task.priority) return this; } else this.queue = packet.appendTo(this.queue); return task; } }
class Idle extends Task { constructor(s, id, pri, count) { super(s, id, pri, null); this.suspended = false; this.runnable = true; this.v = 1; this.count = count; }
  step() { return this.run(); }
  run() { this.count--; if (this.count === 0) return this.s.hold(); if ((this.v & 1) === 0) { this.v >>= 1; return this.s.release(4); } this.v = this.v >> 1 ^ 0xD008; return this.s.release(5); } }
class Worker extends Task { constructor(s, id, pri, q) { super(s, id, pri, q); this.v1 = 2; this.v2 = 0; }
  run(p) { if (!p) return this.s.suspend(); this.v1 = this.v1 === 2 ? 3 : 2; p.id = this.v1; p.datum = 0; for (let i = 0; i < 4; i++) { this.v2++; if (this.v2 > 26) this.v2 = 1; p.data[i] = this.v2; } return this.s.send(p); } }
class Handler extends Task { constructor(s, id, pri, q) { super(s, id, pri, q); this.v1 = null; this.v2 = null; }
  run(p) { if (p) { if (p.kind === 1) this.v1 = p.appendTo(this.v1); else this.v2 = p.appendTo(this.v2); }
    if (this.v1) { const count = this.v1.datum; if (count < 4) { if (this.v2) { const v = this.v2; this.v2 = v.link; v.datum = this.v1.data[count]; this.v1.datum = count + 1; return this.s.send(v); } } else { const v = this.v1; this.v1 = v.link; return this.s.send(v); } }
    return this.s.suspend(); } }
class Device extends Task { constructor(s, id, pri) { super(s, id, pri, null); this.v = null; }
  run(p) { if (!p) { if (!this.v) return this.s.suspend(); const v = this.v; this.v = null; return this.s.send(v); } this.v = p; return this.s.hold(); } }
class Scheduler { constructor() { this.list = null; this.blocks = new Array(6).fill(null); this.current = null; this.sent = 0; this.holds = 0; }
  schedule() { this.current = this.list; while (this.current) { if (this.current.blocked || (this.current.suspended && !this.current.runnable)) this.current = this.current.next; else this.current = this.current.step(); } }
  hold() { this.holds++; this.current.held = true; return this.current.next; }
  release(id) { const t = this.blocks[id]; if (!t) return t; t.held = false; return t.priority > this.current.priority ? t : this.current; }
  suspend() { this.current.suspended = true; return this.current; }
  send(p) { const t = this.blocks[p.id]; if (!t) return t; this.sent++; p.link = null; p.id = this.current.id; return t.receive(this.current, p); } }
let sent = 0, holds = 0;
for (let round = 0; round < 60; round++) {
  const s = new Scheduler();
  new Idle(s, 0, 0, 10000);
  let q = new Packet(null, 1, 1); q = new Packet(q, 1, 1); new Worker(s, 1, 1000, q);
  q = new Packet(null, 4, 0); q = new Packet(q, 4, 0); q = new Packet(q, 4, 0); new Handler(s, 2, 2000, q);
  q = new Packet(null, 5, 0); q = new Packet(q, 5, 0); q = new Packet(q, 5, 0); new Handler(s, 3, 3000, q);
  new Device(s, 4, 4000); new Device(s, 5, 5000);
  s.schedule();
  sent += s.sent; holds += s.holds;
}
console.log(sent, holds);
