// library: building, slicing, searching and comparing strings
const words = 'the quick brown fox jumps over the lazy dog and runs away from it'.split(' ');
let text = '';
for (let i = 0; i < 500000; i++) text += words[i * 7 % words.length] + (i % 11 === 0 ? '.\n' : ' ');
let sum = text.length;
const counts = {};
for (const line of text.split('\n')) for (const w of line.split(' ')) counts[w] = (counts[w] || 0) + 1;
for (const k of Object.keys(counts).sort()) sum = (sum * 31 + counts[k]) | 0;
let at = -1, hits = 0;
while ((at = text.indexOf('fox', at + 1)) >= 0) hits++;
let hash = 0;
for (let i = 0; i < text.length; i++) hash = (hash * 33 + text.charCodeAt(i)) | 0;
const parts = [];
for (let i = 0; i < 300000; i++) parts.push(text.slice(i, i + 9).toUpperCase().padEnd(12, '-').trim());
const joined = parts.join(',');
let rev = '';
for (let i = 200000; i >= 0; i--) rev += joined[i];
console.log(sum, hits, hash, joined.length, rev.slice(0, 24), 'abc'.repeat(1e5).includes('cab'.repeat(99)));
