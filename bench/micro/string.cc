// Strings: joining and flattening, looking, comparing, interning.
#include "bench/micro/cases.h"

namespace jsx::bench {

namespace {

/// `latin` and `wide` have 1,000 units and a needle at the end; `same` equals latin without being it.
constexpr const char* kTexts = R"js(
var latin = "lorem ipsum dolor sit amet ".repeat(37).slice(0, 993) + "needle!";
var wide = "lorem ipsum \u{2202}olor sit amet ".repeat(37).slice(0, 993) + "needle!";
var same = latin.split("").join("");
var words = latin.split(" ");)js";

constexpr Case kCases[] = {
    {"String/Concat", "", "const s = 'prefix of a string';", "sink = s + i;"},
    {"String/ConcatShort", "", "const a = 'ab', b = 'cd';", "sink = a + b;"},
    {"String/Append", "", "let s = '';", "s += 'x';"},
    {"String/RopeFlatten", kTexts, "const a = latin;", "const rope = a + 'x' + i; sink = rope.charCodeAt(0);"},
    {"String/RopeOfTenFlatten", "", "const a = 'ten units.';", "const r = a + i + a + i + a + i + a + i + a + i; sink = r.charCodeAt(0);"},
    {"String/Template", "", "const a = 'first', b = 'second';", "sink = `${a}: ${i}, ${b}`;"},
    {"String/Slice", kTexts, "const s = latin;", "sink = s.slice(100, 200);"},
    {"String/SliceShort", kTexts, "const s = latin;", "sink = s.slice(3, 6);"},
    {"String/SliceOfOne", kTexts, "const s = latin;", "sink = s.slice(3, 4);"},
    {"String/IndexOf", kTexts, "const s = latin;", "sink = s.indexOf('needle');"},
    {"String/IndexOfWide", kTexts, "const s = wide;", "sink = s.indexOf('needle');"},
    {"String/IndexOfUnit", kTexts, "const s = latin;", "sink = s.indexOf('!');"},
    {"String/Includes", kTexts, "const s = latin;", "sink = s.includes('nowhere');"},
    {"String/StartsWith", kTexts, "const s = latin;", "sink = s.startsWith('lorem');"},
    {"String/EqualSame", kTexts, "const a = latin, b = latin;", "sink = a === b;"},
    {"String/EqualCopy", kTexts, "const a = latin, b = same;", "sink = a === b;"},
    {"String/EqualNot", kTexts, "const a = latin, b = same + 'x';", "sink = a === b;"},
    {"String/Less", kTexts, "const a = latin, b = same;", "sink = a < b;"},
    {"String/LocaleCompare", "", "const a = 'abcdef', b = 'abcdeg';", "sink = a.localeCompare(b);"},
    {"String/AtomizeNew", "", "const o = { key10: 1 };", "sink = o['key' + i];"},
    {"String/AtomizeKnown", kTexts, "const o = { lorem: 1 }; const s = latin;", "sink = o[s.slice(0, 5)];"},
    {"String/CharCodeAt", kTexts, "const s = latin;", "sink = s.charCodeAt(i % 1000);"},
    {"String/CharCodeAtLoop", kTexts, "const s = latin;", "let h = 0; for (let k = 0; k < s.length; k++) h = (h * 31 + s.charCodeAt(k)) | 0; sink = h;"},
    {"String/CharCodeAtLoopWide", kTexts, "const s = wide;", "let h = 0; for (let k = 0; k < s.length; k++) h = (h * 31 + s.charCodeAt(k)) | 0; sink = h;"},
    {"String/CodePointAt", kTexts, "const s = wide;", "sink = s.codePointAt(i % 900);"},
    {"String/CharAt", kTexts, "const s = latin;", "sink = s.charAt(i % 1000);"},
    {"String/Iterate", kTexts, "const s = latin;", "for (const c of s) sink = c;"},
    {"String/FromCharCode", "", "", "sink = String.fromCharCode(65 + (i & 15));"},
    {"String/ToUpperCase", kTexts, "const s = latin;", "sink = s.toUpperCase();"},
    {"String/Trim", "", "const s = '  a word between spaces  ';", "sink = s.trim();"},
    {"String/Split", kTexts, "const s = latin;", "sink = s.split(' ');"},
    {"String/Join", kTexts, "const list = words;", "sink = list.join(' ');"},
    {"String/Replace", kTexts, "const s = latin;", "sink = s.replace('needle', 'thread');"},
    {"String/ReplaceAll", kTexts, "const s = latin;", "sink = s.replaceAll('dolor', 'color');"},
    {"String/PadStart", "", "const s = '42';", "sink = s.padStart(8, '0');"},
    {"String/Repeat", "", "const s = 'ab';", "sink = s.repeat(16);"},
    {"String/FromInt", "", "", "sink = String(i);"},
    {"String/FromDouble", "", "", "sink = String(i + 0.1);"},
    {"String/ParseInt", "", "const s = '12345';", "sink = parseInt(s, 10);"},
    {"String/ToNumber", "", "const s = '123.45';", "sink = +s;"},
};

}  // namespace

std::span<const Case> string_cases() { return kCases; }

}  // namespace jsx::bench
