// Writes the expectations of cases.txt by running this list, and with --random N that many random
// patterns, in the JavaScript engine that runs this script.
const encode = s => Array.from({ length: s.length }, (_, i) => s.charCodeAt(i))
    .map(c => (c < 32 || c > 126 || c === 37 ? '%' + c.toString(16).padStart(4, '0')
                                             : String.fromCharCode(c))).join('');
const lines = [];
function add(pattern, flags, subject, start = 0) {
    let expected;
    try {
        const re = new RegExp(pattern, flags + (flags.includes('d') ? '' : 'd') +
            (flags.includes('g') || flags.includes('y') ? '' : 'g'));
        re.lastIndex = start;
        const m = re.exec(subject);
        expected = m ? m.indices.map(x => (x ? x.join(',') : '-1,-1')).join(' ') : 'null';
    } catch (e) {
        const prefix = `Invalid regular expression: /${pattern}/`;
        if (!e.message.startsWith(prefix)) return;
        expected = '!' + e.message.slice(e.message.indexOf(': ', prefix.length) + 2);
    }
    lines.push([flags, encode(pattern), encode(subject), start, expected].join('\t'));
}

const errors = String.raw`( ) a(? (?<a (?<a> (?<1>a) (?<a>.)(?<a>.) * a** + ? {1} {1 a{2,1} a{1 } ] [ [b-a]
[\d-a] [a-\d] [\d-\w] \ \u \u{ \u{110000} \u{61 \u12 \ud83d\u \x1 \c \c1 [\c1] [\c] [\c_] [\c \1 \2(a) \01 \8 \9 [\8] \k \k<a>
\k<a>(?<b>.) \k(?<b>.) \k<(?<b>.) \k<a(?<b>.) (?<a>.)\k (?<a>.)\k<b> (?<a>.)\k<b [\k](?<a>.) [\k]
\p \p{ \p{} \p{X} [\p{X}] \P [\P \P{RGI_Emoji} [^\p{RGI_Emoji}] \p{RGI_Emoji} [\P{Basic_Emoji}] [[^\p{Basic_Emoji}]]
\p{Script=} \p{=Lu} \p{Lu \pL \p{Lu=Lu} \p{Script} \p{gc=Lu} \p{Any} [a--b&&c] [a&&b--c] [a&&&b] [a&&b&&&c] [(] [a-z&&b]
[&&a] [a&&] [a--] [!!] [a!!b] [\q] [\q{a] [\q{abc}-z] [^\q{abc}] [z-a] [[a-z]-b] [a-[b]] [a-] [-a] [a [| [|] [a{] [[a] [[ [a[
[a- [a&& [a-- [^ [^] [_^^] [^^^] [a^^b] [&&& [a&&& [a&&[b]&& [a&&b-c] [a&&bc] [a&&b&c] [a--b-- [a--bc] [\w-a [\w- [\w-]
[\q{ [\q{\ [\ [\q{a| [\p{Lu}-z] [a-z]- \q{a} [\q{a}] [\d--\q{1|ab}] [\u{61}-\u{5f}] [^\q{a|b}] [^\q{}] [^\q{ab}&&\q{cd}] [^\q{ab}--\q{cd}]
(?i:a (?ii:a) (?i-i:a) (?-:a) (?-i:a) (?i-:a) (?g:a) (?i (?i- (?i)a (?) (?-) (?i-) (? (?= (?<= (?<! (?< (?: (?--i:a) (?i--:a) (?I:a) (?imsx:a) (?ms-i:a) (?-s
(?=a)* (?!a)? (?<=a)* (?<!a)? (?=a)+ \b* ^* $* a??? a++ a?+ a*+ a{1}{2} {2} a|{2} a{2}{ a{2}{3 x{1}} x{1, a{,5} x{ ]
\- [\-] [\-a] \a \_ [\b] [\B] [\1] [\00] [\0] [\x] [\u] \0 \00 \09 \e \/ [\/] [\a] [\_] [\&] [\!] \& (?<𝒜>.) (?<\u{1d49c}>.) (?<\ud835\udc9c>.) (?<\ud835>.)
(?<a\u>.) (?<\>.) (?<>a) (?<a b>a) (?a (?𝒜 a|* (*) (?:+) (?<a>x)|(?<a>y) (?:(?<a>x)|(?<a>y))(?<a>z) (?<a>(?<a>x)) (?<a>a)|(?:(?<b>b)|(?<a>c)) (?:(?<a>a)|b)(?<a>c)
\k<a>|(?<a>x)|(?<a>y) [a~~] [a&b] [\b-\q{a}] [a-\q{b}] [a-b-c] [^\P{RGI_Emoji}] [^[[\p{RGI_Emoji}]]] [^[\p{RGI_Emoji}&&a]] [^\p{RGI_Emoji}--a] [^a--\p{RGI_Emoji}]
a{2147483648,2147483647} a{2147483648,2147483648} a{99999999999999999999,1} (?<$𐒤>a) (?<_\u200C>a) (?<a‍>b)`.split(/\s+/);
for (const p of errors) for (const f of ['', 'u', 'v']) add(p, f, 'abc');

const S = String.raw;
const matches = [
    [S`abc`, '', 'xabcabc'], [S`abc`, 'y', 'xabc', 1], [S`abc`, 'y', 'xabc'], [S`a|ab`, '', 'abc'],
    [S`((a)|(ab))((c)|(bc))`, '', 'abc'], [S`a[a-z]{2,4}`, '', 'abcdefghi'], [S`a[a-z]{2,4}?`, '', 'abcdefghi'],
    [S`(aa|aabaac|ba|b|c)*`, '', 'aabaac'], [S`(z)((a+)?(b+)?(c))*`, '', 'zaacbbbcac'], [S`(a*)*`, '', 'b'],
    [S`(?=(a+))`, '', 'baaabac'], [S`(?=(a+))a*b\1`, '', 'baaabac'], [S`(.*?)a(?!(a+)b\2c)\2(.*)`, '', 'baaabaac'],
    [S`(?:a*)*b`, '', 'aaab'], [S`(a*)+`, '', 'b'], [S`(?:(a)|b)*`, '', 'ab'], [S`(?:(a)|(b)|(c))+`, '', 'abcab'],
    [S`(?<=\$)\d+(\.\d*)?`, '', 'cost $10.53'], [S`(?<!\$)\b\d+`, '', '$10 20'], [S`(?<=(\d+)(\d+))$`, '', '1053'],
    [S`(?<=\1(\d+))\w`, '', 'a1212b'], [S`(?<=([abc]+)).\1`, '', 'abcdbc'], [S`(?<=a(.\2)b(\1)).{4}`, '', 'aabcacbc'],
    [S`(?<=(?=(\w)\1)..)c`, '', 'bbc'], [S`(?<!abc)\w\w\w`, '', 'abcdef'], [S`(?<=^[a-c]{3})def`, '', 'abcdef'],
    [S`(?<=[\u{1f600}a])b`, 'u', 'x😀b'], [S`(?<=^.)b`, 'u', '😀b'], [S`(?<=^.)b`, '', '😀b'],
    [S`(?<=\u{1f600}{2})x`, 'u', '😀😀x'], [S`(?<=(?<a>\w){3})f`, '', 'abcdef'],
    [S`^abc$`, 'm', 'x\nabc\ny'], [S`^`, 'm', 'a\nb', 1], [S`$`, 'm', 'ab\ncd'], [S`.+`, '', 'ab\ncd'], [S`.+`, 's', 'ab\ncd'],
    [S`\bfoo\b`, '', 'a foo b'], [S`\Boo`, '', 'foo'], [S`\w+`, 'i', 'ſK'], [S`\w+`, 'iu', 'ſK'], [S`\W`, 'iu', 'ſ'],
    [S`\b`, 'iu', 'ſ'], [S`[^\W]`, 'iu', 'ſ'], [S`[\W]`, 'iu', 's'], [S`ſ`, 'i', 's'], [S`ſ`, 'iu', 'S'], [S`[a-z]+`, 'iu', 'K'],
    [S`ß`, 'iu', 'ẞ'], [S`ß`, 'i', 'ẞ'], [S`σ`, 'i', 'ς'], [S`[σ]`, 'i', 'Σ'], [S`(σ)\1`, 'i', 'ςΣ'], [S`(\u{10400})\1`, 'iu', '𐐀𐐨'],
    [S`\u{10400}`, 'iu', '𐐨'], [S`[^x]`, 'iu', 'X'], [S`[^x]`, 'iv', 'X'], [S`\P{Lu}`, 'iu', 'A'], [S`\P{Lu}`, 'iv', 'A'], [S`[^\P{Lu}]`, 'iu', 'a'],
    [S`[^\P{Lu}]`, 'iv', 'a'], [S`\p{Lu}`, 'iu', 'a'], [S`\p{Lu}`, 'iv', 'a'], [S`[^\p{Lu}]`, 'iv', 'a'], [S`[^\p{Lu}]`, 'iu', 'a'],
    [S`\u{1F600}`, 'u', 'x😀'], [S`\ud83d`, 'u', '😀'], [S`\ud83d`, '', '😀'], [S`\ude00`, 'u', '😀'], [S`^[^x]$`, 'u', '😀'], [S`^[^x]$`, '', '😀'],
    [S`.`, 'u', '😀', 1], [S`.`, 'uy', '😀', 1], [S`.`, 'y', '😀', 1], [S`[\ud83d]`, 'u', '\ud83d\ud83d\ude00'], [S`[😀-😂]+`, 'u', 'a😁😂😃'],
    [S`(?:.{2}){2}$`, 'u', 'a😀😀b'], [S`.*\u{1f600}`, 'u', 'a😀b😀c'], [S`.*?\u{1f602}`, 'u', 'a😀b😂c'], [S`[^]*b`, 'u', 'a😀b😀c'], [S`[^a]*?b`, 'u', '😀😀b'],
    [S`(\ud83d).*\1`, '', '\ud83dx😀'], [S`(\ud83d).*\1`, 'u', '\ud83dx😀'], [S`(?<=\1.*(\ud83d))x`, 'u', '\ud83d\ude00\ud83dx'],
    [S`(?<y>\d{4})-(?<m>\d\d)`, '', 'on 2024-05'], [S`(?<a>a)|(?<a>b)`, '', 'b'], [S`(?:(?<a>a)|(?<a>b))\k<a>`, '', 'abb'], [S`(?:(?:(?<a>x)|(?<a>y))\k<a>){2}`, '', 'xxyy'],
    [S`\k<a>(?<a>b)`, '', 'b'], [S`(?<a>.)\k<a>`, 'i', 'xaA'], [S`(?i:a)b`, '', 'Ab'], [S`(?i:a)b`, '', 'AB'], [S`(?-i:a)b`, 'i', 'aB'], [S`(?-i:a)b`, 'i', 'AB'],
    [S`(?s:.)(?-s:.)`, '', '\n\n'], [S`(?m:^a)$`, '', 'b\na'], [S`(?i:(a))\1`, '', 'Aa'], [S`(?i:(a)\1)`, '', 'Aa'], [S`(?i:\b)`, 'u', 'ſ'],
    [S`[\p{L}--[a-z]]+`, 'v', 'abcDE'], [S`[\w&&\d]+`, 'v', 'ab12'], [S`[\q{abc|ab|a}]x`, 'v', 'abcx'], [S`[\q{abc|ab|a}]c`, 'v', 'abcc'], [S`^[\q{|a}]$`, 'v', ''], [S`a[\q{}]b`, 'v', 'ab'],
    [S`[\q{ab|abc|b}]$`, 'v', 'abc'], [S`(?<=[\q{aab|ab|b}])c`, 'v', 'aabc'], [S`^\p{RGI_Emoji}$`, 'v', '👨‍👩‍👧‍👦'], [S`\p{RGI_Emoji_Flag_Sequence}`, 'v', 'x🇫🇷'], [S`^\p{Emoji_Keycap_Sequence}$`, 'v', '1️⃣'],
    [S`^[\p{RGI_Emoji}--\q{👍}]`, 'v', '👍'], [S`^[\p{RGI_Emoji}&&\q{👍|1️⃣}]$`, 'v', '1️⃣'], [S`[\q{AB}]`, 'vi', 'ab'], [S`[\q{KM}--\q{km}]`, 'vi', 'km'],
    [S`[^[a-m]]`, 'v', 'amz'], [S`[a-z&&[aeiou]]`, 'v', 'xyze'], [S`[[a-z]&&[aeiou]]`, 'v', 'xyze'], [S`[[a-z]--[aeiou]]+`, 'v', 'axyze'],
    [S`a{0}b`, '', 'ab'], [S`a{0,0}b`, '', 'ab'], [S`(?:ab){2,3}`, '', 'abababab'], [S`(?:ab){2,3}?`, '', 'abababab'], [S`(?:ab){2,}`, '', 'abababab'], [S`(a|b){10}`, '', 'abababababab'],
    [S`(?:a|(b)){3,20}c`, '', 'abababac'], [S`(?:a?){20}b`, '', 'aaab'], [S`(?:a??){3}b`, '', 'aab'], [S`(?:(a)|b|){3,5}c`, '', 'abc'], [S`((a?)b?){3,9}`, '', 'abbaab'], [S`(?:){3}a`, '', 'a'], [S`(?:a*?){3,5}b`, '', 'aaaab'],
    [S`(?:x*y?){2,}z`, '', 'xxyxyz'], [S`(?:x{30}){2}y`, '', 'x'.repeat(70) + 'y'], [S`(?:[ab]{3}c){5,9}d`, '', 'abac'.repeat(7) + 'd'], [S`(?:\w+\s){3,}x`, '', 'ab cd ef gh x'],
    [S`a+?b`, '', 'aaab'], [S`a*?`, '', 'aaa'], [S`a{2,}?`, '', 'aaaa'], [S`.*?(\d+)`, '', 'abc123'], [S`(.*)(\d+)`, '', 'abc123'], [S`"[^"]*"`, '', 'x"ab"y"'], [S`"(?:[^"\\]|\\.)*"`, '', S`x"a\"b"y`],
    [S`(\w+)\s(\w+)`, '', 'John Smith'], [S`^(?:\+|-)?\d+$`, '', '-12'], [S`(a+)+b`, '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'], [S`(x+x+)+y`, '', 'xxxxxxxxxxy'],
    [S`(?:a|ab)(?:c|bcd)(?:d*)`, '', 'abcd'], [S`(?!foo)...`, '', 'foobar'], [S`(?=.*\d)(?=.*[a-z]).{4,8}`, '', 'abc1'], [S`(?!(a)b)a`, '', 'ac'], [S`(?=(a))?\1b`, '', 'ab'], [S`(?=(a)){0,3}b`, '', 'ab'], [S`(?:(?=(a)))+a`, '', 'a'],
    [S`\1(a)`, '', 'aa'], [S`(\1a)`, '', 'aa'], [S`(?:(a)|(b)\1)+`, '', 'aba'], [S`(a)\2(b)`, '', 'ab'], [S`\2(a)`, '', '\x02a'], [S`\10(a)`, '', '\x08a'], [S`\8`, '', '8'], [S`\08`, '', '\x008'], [S`[\08]+`, '', '\x008'], [S`\377`, '', 'ÿ'], [S`\400`, '', '\x200'],
    [S`\cA`, '', '\x01'], [S`\c`, '', '\\c'], [S`[\c]`, '', 'c'], [S`[\c1]`, '', '\x11'], [S`\x41\u0041\u{2}`, '', 'AAuu'], [S`[\b]`, '', '\b'], [S`[^]`, '', '\n'], [S`[]`, '', 'a'], [S`[]|a`, '', 'a'], [S`[a-]+`, '', 'a-'], [S`[-a]+`, '', 'a-'], [S`[\d-x]+`, '', '1-x'],
    [S`]`, '', ']'], [S`}`, '', '}'], [S`{`, '', '{'], [S`x{1`, '', 'x{1'], [S`x{,1}`, '', 'x{,1}'], [S`\s+`, '', 'a \u2003\ufeff\u2028b'], [S`\S+`, '', ' ab '], [S`\d+`, '', 'a٣12'], [S`é+`, 'i', 'xÉé'], [S`[à-ý]+`, 'i', 'xÀÉÝ'], [S`ÿ`, 'i', 'Ÿ'], [S`[\xff]`, 'i', '\u0178'],
    [S`µ`, 'i', 'μ'], [S`\u0130`, 'i', 'i'], [S`\u0131`, 'i', 'I'], [S`K`, 'i', '\u212a'], [S`K`, 'iu', '\u212a'], [S`(foo|bar|baz|qux)+`, '', 'xbarquxfoo'], [S`(?:foo|foobar)(?:bar)?$`, '', 'foobar'], [S`(?:cat|car|can)t`, '', 'cart'], [S`a*ab`, '', 'aaab'], [S`[ab]*b`, '', 'aabba'], [S`[ab]*?b`, '', 'aabba'], [S`\w*\d`, '', 'abc12 '],
    [S`\p{Script=Greek}+`, 'u', 'abγδ'], [S`\p{scx=Grek}`, 'u', '\u0342'], [S`\P{ASCII}+`, 'u', 'abé😀c'], [S`\p{Lu}\p{Ll}+`, 'u', 'xÉcole'], [S`^(?:\p{L}|\p{N})+$`, 'u', 'été2'],
    [S`$^`, '', ''], [S`^$`, 'm', 'a\n\nb'], [S``, '', 'abc', 2], [S`(?:)`, 'y', 'abc', 3], [S`a|`, '', 'b'], [S`|a`, '', 'a'], [S`(|a)+`, '', 'aaa'], [S`(|a)+?b`, '', 'aab'], [S`(a|)+b`, '', 'aab'], [S`(?:(a)|(b)|)*?c`, '', 'abc'], [S`((?:a|)*)+b`, '', 'aab'],
    [S`((a)|b)*?c`, '', 'abac'], [S`(?:(a)(b)?)*`, '', 'aba'], [S`(?:(a)(b)?){2,7}`, '', 'abaaba'], [S`(?:$|a)*b?`, '', 'aab'], [S`(?:a|$)+`, '', 'aa'], [S`(a$|b|$)*c?`, '', 'ba'], [S`(?:a*$)*`, '', 'aa'], [S`a*$|b`, '', 'aab'], [S`(?:^|,)(\d*)(?=,|$)`, '', 'a,,1', 1],
];
for (const [p, f, s, start] of matches) add(p, f, s, start ?? 0);

// Random patterns over a small alphabet.
let seed = 1;
const random = n => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
};
const pick = list => list[random(list.length)];
function atom(depth, groups) {
    const r = random(depth > 0 ? 20 : 9);
    if (r < 5) return pick(['a', 'b', 'c', 'ab', 'é', 'σ', 'S', 'k']);
    if (r === 5) return pick(['.', '\\w', '\\d', '\\s', '\\W', '[^a]', '[^]', '[]']);
    if (r === 6) return pick(['[ab]', '[a-c]', '[^bc]', '[a\\d]', '[bσ]', '[😀a]', '[b-é]', '[^\\W]']);
    if (r === 7) return pick(['^', '$', '\\b', '\\B', '😀', '\\ud83d', '\\ude00', '\\u{1F600}']);
    if (r === 8) return '\\' + (1 + random(3));
    if (r < 13) return '(' + disjunction(depth - 1) + ')';
    if (r < 16) return '(?:' + disjunction(depth - 1) + ')';
    if (r === 16) return '(?=' + disjunction(depth - 1) + ')';
    if (r === 17) return '(?!' + disjunction(depth - 1) + ')';
    if (r === 18) return pick(['(?<=', '(?<!']) + disjunction(depth - 1) + ')';
    return pick(['(?i:', '(?-i:', '(?s:', '(?m-i:']) + disjunction(depth - 1) + ')';
}
function term(depth) {
    const a = atom(depth);
    if (random(3)) return a;
    return a + pick(['*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}?', '{2,}', '{3,5}', '{0}', '{12}', '{2,20}', '{1,}?']);
}
function disjunction(depth) {
    const alternatives = [];
    for (let i = random(3) ? 1 : 1 + random(3); i > 0; i--) {
        let s = '';
        for (let k = random(4); k > 0; k--) s += term(depth);
        alternatives.push(s);
    }
    return alternatives.join('|');
}
const subject = () => {
    let s = '';
    for (let i = random(14); i > 0; i--)
        s += pick(['a', 'b', 'c', 'a', 'b', 'aab', 'é', 'σ', 'Σ', 'ς', 'S', 's', 'ſ', 'k', 'K', '1', ' ', '\n', 'A', '😀', '\ud83d', '\ude00']);
    return random(2) ? s.replace(/[^\0-\xff]/g, '') : s;
};
const args = process.argv.slice(2), at = args.indexOf('--random');
const count = at < 0 ? 0 : +args[at + 1];
seed = at < 0 ? 1 : +(args[at + 2] ?? 1);
if (args.includes('--only-random')) lines.length = 0;
for (let i = 0; i < count; i++) {
    const p = disjunction(3), f = pick(['', '', 'i', 'u', 'iu', 'm', 's', 'y', 'v', 'iv', 'uy']);
    for (let k = 0; k < 4; k++) {
        const s = subject();
        add(p, f, s, random(4) ? 0 : random(s.length + 1));
    }
}
process.stdout.write(lines.join('\n') + '\n');
