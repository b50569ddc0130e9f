// terser minifies lodash.
import { summary } from './hash.mjs';

globalThis.sourceMap = {};
load('node_modules/terser/dist/bundle.min.js');
const source = read('node_modules/lodash/lodash.js');
const plain = await Terser.minify(source, { compress: true, mangle: true });
summary('compress and mangle', plain.code);
const pretty = await Terser.minify({ 'lodash.js': source }, {
  compress: { passes: 2, unsafe: true, ecma: 2020 },
  mangle: { toplevel: true },
  format: { beautify: true, comments: false },
});
summary('two passes, beautified', pretty.code);
const bad = await Terser.minify('let a = 1; let a = (').catch(e => e);
print(`${bad.name}: ${bad.message} (${bad.line}:${bad.col})`);
