// The TypeScript compiler transpiles files, and type-checks one against a small library.
import { summary } from './hash.mjs';

load('node_modules/typescript/lib/typescript.js');
print(`typescript ${ts.version}`);
const sample = `
import { type A, b } from "./x";
enum Colour { Red = 1, Green = "g".length, Blue }
namespace N { export const x = 1; export namespace M { export let y = x + 1; } }
abstract class Shape<T> { constructor(protected readonly name: string, private items?: T[]) {} abstract area(): number; }
@sealed class Circle extends Shape<number> { @log() area(): number { return Math.PI * (this.items?.[0] ?? 1) ** 2; } declare z: number; }
export async function* walk<T>(xs: AsyncIterable<T>, f = (x: T) => x!): AsyncGenerator<T> { for await (const x of xs) yield f(x); }
const { a, ...rest } = b satisfies A as any;
export default <T,>(x: T) => ({ a, ...rest, x, c: Colour.Blue, n: N.M.y });
`;
for (const target of ['ES5', 'ES2015', 'ES2022']) {
  const { outputText, diagnostics } = ts.transpileModule(sample, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget[target], module: ts.ModuleKind.CommonJS, experimentalDecorators: true, downlevelIteration: true },
  });
  print(`--- ${target}`);
  print(outputText);
  for (const d of diagnostics) print(ts.flattenDiagnosticMessageText(d.messageText, '\n'));
}
const large = read('node_modules/lodash/lodash.js');
summary('lodash to ES5', ts.transpileModule(large, { compilerOptions: { target: ts.ScriptTarget.ES5, allowJs: true } }).outputText);

const files = new Map([
  ['lib.d.ts', 'interface Array<T> { length: number; [i: number]: T } interface Boolean {} interface Function {} interface CallableFunction {} interface NewableFunction {} interface IArguments {} interface Number {} interface Object {} interface RegExp {} interface String {}'],
  ['main.ts', 'interface P { x: number; y?: string }\nconst p: P = { x: "1" };\nfunction f(n: number): string { return n; }\nf(p.y);\nlet u: unknown = p; u.x;\n'],
]);
const host = {
  fileExists: name => files.has(name),
  readFile: name => files.get(name),
  getSourceFile: (name, version) => files.has(name) ? ts.createSourceFile(name, files.get(name), version) : undefined,
  getDefaultLibFileName: () => 'lib.d.ts',
  writeFile: (name, text) => print(`${name}:\n${text}`),
  getCurrentDirectory: () => '',
  getCanonicalFileName: name => name,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => '\n',
};
const program = ts.createProgram(['main.ts'], { strict: true, target: ts.ScriptTarget.ES2020, types: [] }, host);
for (const d of ts.getPreEmitDiagnostics(program)) {
  const where = d.file ? d.file.getLineAndCharacterOfPosition(d.start) : { line: -1, character: -1 };
  print(`${where.line + 1}:${where.character + 1} TS${d.code}: ${ts.flattenDiagnosticMessageText(d.messageText, '\n')}`);
}
program.emit();
