// marked renders its own README.
import { marked, Lexer } from './node_modules/marked/lib/marked.esm.js';

const source = read('node_modules/marked/README.md');
print(marked.parse(source));
print(JSON.stringify(Lexer.lex('# a\n\n* b\n* c **d** `e`\n\n| x | y |\n|---|---|\n| 1 | 2 |\n'), null, 1));
