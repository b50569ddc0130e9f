// Rewrites the expectations of errors.txt from the running Node (the messages and places are V8's):
//
//     node --experimental-vm-modules parser/gen_errors.mjs parser/errors.txt
//
// A line is SOURCE, a tab, and what is expected: "ok", or LINE:COLUMN-LENGTH MESSAGE. In the source ⏎ is a
// line feed; M: before it makes it a module (V8 tells no place then: "?"). Lines that begin with OURS: are
// ours on purpose and left alone, those with ## are comments.
import fs from 'node:fs';
import vm from 'node:vm';

const path = process.argv[2];
const lines = fs.readFileSync(path, 'utf8').split('\n').map((line) => {
  if (!line.trim() || line.startsWith('##') || line.startsWith('OURS:')) return line;
  const source = line.split('\t')[0];
  const isModule = source.startsWith('M:');
  const text = (isModule ? source.slice(2) : source).replaceAll('⏎', '\n');
  try {
    if (isModule) new vm.SourceTextModule(text, { identifier: 'x' });
    else new vm.Script(text, { filename: 'x' });
    return `${source}\tok`;
  } catch (error) {
    const place = /^x:(\d+)\n(.*)\n( *)(\^+)/.exec(error.stack);
    const where = place ? `${place[1]}:${place[3].length + 1}-${place[4].length}` : '?';
    return `${source}\t${where} ${error.message}`;
  }
});
fs.writeFileSync(path, lines.join('\n'));
