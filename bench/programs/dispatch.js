// interpreter: a bytecode interpreter's switch loop
const PUSH = 0, ADD = 1, SUB = 2, MUL = 3, DUP = 4, SWAP = 5, JNZ = 6, LOAD = 7, STORE = 8, LT = 9, JZ = 10, HALT = 11, MOD = 12;
function run(code, memory) {
  const stack = [];
  let pc = 0, steps = 0;
  for (;;) {
    steps++;
    switch (code[pc++]) {
      case PUSH: stack.push(code[pc++]); break;
      case ADD: { const b = stack.pop(); stack[stack.length - 1] = stack[stack.length - 1] + b | 0; break; }
      case SUB: { const b = stack.pop(); stack[stack.length - 1] -= b; break; }
      case MUL: { const b = stack.pop(); stack[stack.length - 1] = Math.imul(stack[stack.length - 1], b); break; }
      case MOD: { const b = stack.pop(); stack[stack.length - 1] %= b; break; }
      case DUP: stack.push(stack[stack.length - 1]); break;
      case SWAP: { const a = stack.pop(), b = stack.pop(); stack.push(a, b); break; }
      case JNZ: { const t = code[pc++]; if (stack.pop() !== 0) pc = t; break; }
      case JZ: { const t = code[pc++]; if (stack.pop() === 0) pc = t; break; }
      case LOAD: stack.push(memory[code[pc++]]); break;
      case STORE: memory[code[pc++]] = stack.pop(); break;
      case LT: { const b = stack.pop(), a = stack.pop(); stack.push(a < b ? 1 : 0); break; }
      case HALT: return steps;
    }
  }
}
const code = [PUSH, 0, STORE, 0, PUSH, 1, STORE, 1,
  LOAD, 0, PUSH, 700000, LT, JZ, 31,
  LOAD, 1, PUSH, 31, MUL, LOAD, 0, ADD, STORE, 1, LOAD, 0, PUSH, 1, ADD, STORE, 0, PUSH, 1, JNZ, 8, HALT];
code[14] = code.length - 1; code[31] = 0;
const memory = [0, 0];
console.log(run(code, memory), memory[1]);
