function calls(f, o) { f(1, 2); o.m(f); o[f](); new f(o); f(...o); o?.a?.(1).b; }
"use strict";
function tail(n) { "use strict"; return n ? tail(n - 1) : f`a${n}`; }
