const { a, b: [c = 1, , ...d], ["e" + 1]: e, ...rest } = f();
[g.h, { i = 2 }] = [1, {}];
for (const [k, v] of map) ({ k, v });
(({ p }, [q] = [], ...r) => p + q);
