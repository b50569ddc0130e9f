// mathjs evaluates expressions: numbers, big numbers, fractions, complex, matrices, units, symbolic derivatives.
load('node_modules/mathjs/lib/browser/math.js');

const expressions = [
  '1.2 * (2 + 4.5)', '12.7 cm to inch', 'sin(45 deg) ^ 2', '9 / 3 + 2i', 'det([-1, 2; 3, 1])', 'inv([1, 2; 3, 4])',
  'sqrt(-4)', '2 ^ 100', 'factorial(20)', 'gamma(4.5)', 'bignumber(1) / 3', 'fraction(1, 3) + fraction(1, 6)',
  'e ^ (i * pi)', 'mean(1, 2, 3.5)', 'std([1, 2, 3, 4])', 'a = 5.08 cm + 2 inch', 'f(x, y) = x ^ y', 'f(2, 3)',
  '[1, 2, 3] * [4, 5, 6]', 'eigs([1, 2; 2, 1]).values', 'range(1, 10, 3)', 'sort([3, 1, 2])', 'mod(-7, 3)', 'gcd(48, 18)',
  'combinations(10, 3)', 'bin(10)', 'hex(255)', 'format(1/3, 5)', 'concat("a", "b")', '5 km/h to m/s', 'lusolve([2, 1; 1, 3], [3; 5])',
];
const parser = math.parser();
for (const expression of expressions) {
  const value = parser.evaluate(expression);
  print(`${expression} = ${typeof value === 'function' ? value.syntax : math.format(value, 14)}`);
}
for (const text of ['x^2 + x', 'sin(2x)', 'exp(x^2) * log(x)', 'x^3 / (1 + x)']) {
  print(`d/dx ${text} = ${math.derivative(text, 'x')}`);
}
print(math.simplify('3x + 2x - (x + 1)^2 / (x + 1)').toString());
print(math.parse('a ? b : [1, 2; c, d][1, 2] + -f(x)!').toString());
print(math.parse('1/(x+sqrt(2))').toTex());
const big = math.create(math.all, { number: 'BigNumber', precision: 64 });
print(big.evaluate('pi * sqrt(2)').toString());
for (const bad of ['1 +', 'undefinedName + 1', '[1, 2] + [1, 2, 3]', '5 cm + 3 s', 'f(']) {
  try {
    print(String(math.evaluate(bad)));
  } catch (e) {
    print(`${bad}: ${e.name}: ${e.message}`);
  }
}
