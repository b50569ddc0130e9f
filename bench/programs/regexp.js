// library: regular expressions
const log = Array.from({ length: 6000 }, (_, i) => `2026-0${i % 9 + 1}-1${i % 10} 12:${String(i % 60).padStart(2, '0')}:07 [${['INFO', 'WARN', 'ERROR'][i % 3]}] user${i}@example${i % 7}.com GET /items/${i * 13}?q=a%20b&n=${i} ${200 + i % 5} ${i * 3}ms`).join('\n');
let total = 0;
for (let k = 0; k < 12; k++) {
  for (const m of log.matchAll(/^(\d{4})-(\d\d)-(\d\d) (\S+) \[(\w+)\] ([\w.]+@[\w.]+) (GET|POST) (\S+) (\d+) (\d+)ms$/gm)) total += m[6].length + Number(m[10]);
  total += (log.match(/\bERROR\b.*?items\/\d+/g) || []).length;
  total += log.replace(/user(\d+)@example(\d)\.com/g, (all, a, b) => b + a).length;
  total += log.replace(/%[0-9a-f]{2}/gi, ' ').length;
  total += log.split(/[\s?&=]+/).length;
}
const email = /^[^\s@]+@([a-z0-9-]+\.)+[a-z]{2,}$/i, number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/;
for (let i = 0; i < 300000; i++) { if (email.test('user' + i + '@mail.example.org')) total++; if (number.test(i % 2 ? '-' + i + '.5e3' : 'x' + i)) total++; }
console.log(total);
