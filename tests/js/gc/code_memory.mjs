// modes: none
// What eval and function constructors compile counts towards the next collection, and goes with it.
import { heap } from 'jsx:engine';

let most;  // bytes
const watch = (name, f) => {
  most = 0;
  for (let i = 0; i < 20000; i++) {
    f(i);
    if (i % 100 === 0) most = Math.max(most, heap().external);
  }
  console.log(name, most > 1e6, most < 100e6);
};
watch('eval', () => (0, eval)('1'));
watch('direct eval', (i) => eval('i'));
watch('Function', (i) => new Function('return ' + i)());
watch('syntax error', () => {
  try {
    (0, eval)('(');
  } catch {}
});
watch('lazy functions', () => (0, eval)('(function () { return function () { return [1, 2, 3].map((x) => x * 2); }; })')()());
