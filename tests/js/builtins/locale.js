// The toLocale methods without Intl: as for en-US, whatever the arguments and the environment are.
const d = new Date(Date.UTC(2026, 10, 25, 21, 45, 3));
console.log((1234567.891).toLocaleString(), (1234567.891).toLocaleString("de-DE", { minimumFractionDigits: 3 }), (-0).toLocaleString());
console.log(NaN.toLocaleString(), Infinity.toLocaleString(), 1234567890123456789n.toLocaleString("de"));
console.log(d.toLocaleString() === d.toLocaleString("de-DE", { timeZone: "Asia/Tokyo" }), d.toLocaleDateString("fr"), new Date(NaN).toLocaleString());
console.log([1.5, 2000, null, undefined].toLocaleString("de"), new Float64Array([1234.5, 2]).toLocaleString("de"), ({}).toLocaleString("x"));
console.log(["\u00e4", "a", "z", "B"].sort((a, b) => a.localeCompare(b)).join(), "a\u030a".localeCompare("\u00e5"), "a".localeCompare("A"));
console.log("i".toLocaleUpperCase(), "i".toLocaleUpperCase("tr"), "I\u0130".toLocaleLowerCase());
// Elements are asked without arguments.
Number.prototype.toLocaleString = function (...args) { return `<${args.length}>`; };
console.log([1].toLocaleString("de", {}), new Uint8Array(2).toLocaleString("de", {}));
