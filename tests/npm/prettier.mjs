// prettier's standalone build formats JavaScript, TypeScript, CSS and Markdown.
import * as prettier from './node_modules/prettier/standalone.mjs';
import * as babel from './node_modules/prettier/plugins/babel.mjs';
import * as estree from './node_modules/prettier/plugins/estree.mjs';
import * as typescript from './node_modules/prettier/plugins/typescript.mjs';
import * as postcss from './node_modules/prettier/plugins/postcss.mjs';
import * as markdown from './node_modules/prettier/plugins/markdown.mjs';
import { summary } from './hash.mjs';

const plugins = [babel, estree, typescript, postcss, markdown];
const format = (text, options) => prettier.format(text, { plugins, ...options });
const minified = `const f=async(a,{b,c:[d,...e]}={})=>{for await(const x of a){if(x?.y??d)continue;else throw new Error(\`\${b}\`)}};class A extends B{#p=1;static{this.q=2}get p(){return this.#p}}export default f;`;
print(await format(minified, { parser: 'babel' }));
print(await format('interface A<T extends keyof B>{a?:T;readonly b:[number,string]}enum E{A=1,B}function f<T>(this:A<T>,x:T|null):x is T{return !!x}', { parser: 'typescript' }));
print(await format('a{color:red;background:URL(x.png)}@media (max-width:100px){.b>c{margin:0 1px}}', { parser: 'css' }));
print(await format('# Title\n* a\n* b\n\n|a|b|\n|-|-|\n|1|22222|\n', { parser: 'markdown' }));
summary('lodash', await format(read('node_modules/lodash/lodash.js'), { parser: 'babel', printWidth: 100, singleQuote: true }));
await format('let = (', { parser: 'babel' }).catch(e => print(`${e.name}: ${e.message}`));
