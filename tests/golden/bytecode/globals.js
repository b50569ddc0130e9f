let lexical = 1;
var v = lexical;
{ function block() {} }
function f() { "use strict"; g = h(); return () => this; }
