// Gives Node the helpers that `jsx --shell` has, so that the expected outputs can be made by:
//     node --import ./node_shell.mjs PROGRAM.mjs
import fs from 'node:fs';
import vm from 'node:vm';
globalThis.read = path => fs.readFileSync(path, 'utf8');
globalThis.print = (...args) => process.stdout.write(args.map(String).join(' ') + '\n');
globalThis.load = path => vm.runInThisContext(fs.readFileSync(path, 'utf8'), { filename: path });
