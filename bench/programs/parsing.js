// interpreter: a tokenizer and recursive-descent parser for an expression language, with an evaluator
const source = Array.from({ length: 400 }, (_, i) => `let v${i} = (a${i % 7} + ${i}) * (3.5 - b) / ${i + 1} + max(${i}, v${i ? i - 1 : 0}, -2 ** 2);`).join('\n');
function tokenize(text) {
  const tokens = [];
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 32 || c === 10) { i++; continue; }
    const start = i;
    if (c >= 97 && c <= 122) { while (i < text.length && ((text.charCodeAt(i) | 32) >= 97 && (text.charCodeAt(i) | 32) <= 122 || text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57)) i++; tokens.push({ type: 'name', text: text.slice(start, i) }); }
    else if (c >= 48 && c <= 57) { while (i < text.length && (text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57 || text[i] === '.')) i++; tokens.push({ type: 'number', text: text.slice(start, i), value: parseFloat(text.slice(start, i)) }); }
    else { if (text[i] === '*' && text[i + 1] === '*') i += 2; else i++; tokens.push({ type: 'op', text: text.slice(start, i) }); }
  }
  tokens.push({ type: 'end', text: '' });
  return tokens;
}
class Parser {
  constructor(tokens) { this.tokens = tokens; this.at = 0; }
  get peek() { return this.tokens[this.at]; }
  take(text) { const t = this.tokens[this.at]; if (text !== undefined && t.text !== text) throw new SyntaxError(`expected ${text}, found ${t.text}`); this.at++; return t; }
  program() { const out = []; while (this.peek.type !== 'end') { this.take('let'); const name = this.take().text; this.take('='); out.push({ kind: 'let', name, value: this.binary(0) }); this.take(';'); } return out; }
  binary(min) {
    let left = this.unary();
    for (;;) { const op = this.peek.text, p = Parser.precedence[op]; if (p === undefined || p < min) return left; this.take(); left = { kind: 'binary', op, left, right: this.binary(op === '**' ? p : p + 1) }; }
  }
  unary() { if (this.peek.text === '-') { this.take(); return { kind: 'neg', value: this.unary() }; } return this.primary(); }
  primary() {
    const t = this.take();
    if (t.type === 'number') return { kind: 'number', value: t.value };
    if (t.text === '(') { const e = this.binary(0); this.take(')'); return e; }
    if (this.peek.text === '(') { this.take(); const args = []; while (this.peek.text !== ')') { args.push(this.binary(0)); if (this.peek.text === ',') this.take(); } this.take(')'); return { kind: 'call', name: t.text, args }; }
    return { kind: 'name', name: t.text };
  }
  static precedence = { '+': 1, '-': 1, '*': 2, '/': 2, '**': 3 };
}
function evaluate(e, env) {
  switch (e.kind) {
    case 'number': return e.value;
    case 'name': return env[e.name] ?? 0;
    case 'neg': return -evaluate(e.value, env);
    case 'call': return Math.max(...e.args.map(a => evaluate(a, env)));
    case 'let': return env[e.name] = evaluate(e.value, env);
    case 'binary': { const a = evaluate(e.left, env), b = evaluate(e.right, env); switch (e.op) { case '+': return a + b; case '-': return a - b; case '*': return a * b; case '/': return a / b; case '**': return a ** b; } }
  }
}
let sum = 0;
for (let k = 0; k < 60; k++) { const env = { a1: 2, b: 0.5 }; for (const s of new Parser(tokenize(source)).program()) sum += evaluate(s, env); }
console.log(sum.toFixed(3));
