// modes: none
// Depth ends in an error of the program, as it does in JSON.stringify.
const deep = [];
let at = deep;
for (let i = 0; i < 1e6; i++) at.push(at = []);
try {
  structuredClone(deep);
} catch (e) {
  console.log(e.name, e.message);
}
