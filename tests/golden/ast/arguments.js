function mapped(a, b) { a = 1; return () => arguments[0]; }
function sliced(a, b) { return a + arguments.length; }
function strict(a) { "use strict"; a = 1; return arguments; }
