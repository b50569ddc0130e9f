function dense(x) { switch (x) { case 0: return "a"; case 1: return "b"; case 2: case 4: return "c"; default: return x; } }
function mixed(x, y) { switch (x) { case "s": y = 1; case null: y++; break; case y.z: return 2; } return y; }
