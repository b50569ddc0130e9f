// interpreter: a counting loop
let total = 0;
function count(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = (sum + i) | 0;
  return sum;
}
total = count(1e8);
console.log(total);
