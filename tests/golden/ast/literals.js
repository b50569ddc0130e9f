`a${b}\u0041`;
tag`\u${c}`;
/[/]+/gi.test("\x41\
b");
[1, , ...s, 010];
({ __proto__: p, get q() { return 1; }, async *r() {}, [t]: u, "v": 1n, w });
