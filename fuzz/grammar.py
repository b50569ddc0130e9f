"""What the generator knows of the library: calls by the type of their receiver, with letters for arguments.

    $i index or count    $n number      $v any value   $s string     $k property key   $o object    $e evil number
    $f callback          $a array       $t typed array $b buffer     $r regexp         $g iterable  $B BigInt
    $m map               $S set         $c class       $y symbol     $p promise        $d descriptor
"""


def calls(text):
    return [call.strip() for call in text.split("|") if call.strip()]


ITERATE = """
    forEach($f) | map($f) | filter($f) | some($f) | every($f) | find($f) | findIndex($f) | findLast($f) |
    findLastIndex($f) | reduce($f) | reduce($f, $v) | reduceRight($f, $v) | entries() | keys() | values() |
"""

METHODS = {
    "array": calls(ITERATE + """
        at($i) | concat($v, $a) | copyWithin($i, $i, $e) | fill($v, $i, $e) | flat($i) | flatMap($f) |
        includes($v, $e) | indexOf($v, $i) | lastIndexOf($v, $i) | join($s) | pop() | push($v) | push($v, $v, $v) |
        shift() | unshift($v) | unshift($v, $v) | reverse() | slice($i, $e) | sort() | sort($f) | splice($i, $e) |
        splice($i, $i, $v, $v) | toReversed() | toSorted($f) | toSpliced($i, $i, $v) | with($i, $v) | toString() |
        toLocaleString() | length | concat($v)
    """),
    "typed": calls(ITERATE + """
        at($i) | copyWithin($i, $i, $e) | fill($e, $i, $i) | includes($n, $e) | indexOf($n, $i) | lastIndexOf($n, $i) |
        join($s) | reverse() | slice($i, $e) | sort() | sort($f) | subarray($i, $e) | set($a, $i) | set($t, $e) |
        toReversed() | toSorted($f) | with($i, $e) | length | byteLength | byteOffset | buffer | toString()
    """),
    "buffer": calls("""
        slice($i, $e) | resize($i) | resize($e) | transfer() | transfer($i) | transferToFixedLength() | byteLength |
        maxByteLength | resizable | detached
    """),
    "view": calls("""
        getInt8($i) | getUint8($e) | getInt16($i, $v) | getUint16($e, $v) | getInt32($i) | getFloat32($i) |
        getFloat64($e) | getBigInt64($i) | getFloat16($i) | setInt8($i, $n) | setUint8($e, $e) | setInt16($i, $e) |
        setInt32($i, $n, $v) | setFloat32($i, $e) | setFloat64($i, $n) | setBigUint64($i, $B) | byteLength | byteOffset
    """),
    "string": calls("""
        at($i) | charAt($i) | charCodeAt($e) | codePointAt($i) | concat($s, $v) | endsWith($s, $i) | includes($s) |
        indexOf($s, $i) | lastIndexOf($s, $e) | localeCompare($s) | match($r) | matchAll($r) | normalize() |
        padEnd($i, $s) | padStart($i) | repeat(3) | replace($r, $s) | replace($r, $f) | replaceAll($s, $f) |
        search($r) | slice($i, $e) | split($s) | split($r, $i) | startsWith($s) | substring($i, $i) | toLowerCase() |
        toUpperCase() | trim() | trimStart() | isWellFormed() | toWellFormed() | length | substr($i, $e) | anchor($s)
    """),
    "regexp": calls("""
        exec($s) | test($s) | toString() | lastIndex | flags | source | [Symbol.replace]($s, $f) | [Symbol.split]($s) |
        [Symbol.match]($s) | [Symbol.matchAll]($s) | [Symbol.search]($s) | compile($s)
    """),
    "map": calls("""
        get($v) | set($v, $v) | has($v) | delete($v) | clear() | size | forEach($f) | entries() | keys() | values() |
        getOrInsert($v, $v) | getOrInsertComputed($v, $f)
    """),
    "set": calls("""
        add($v) | has($v) | delete($v) | clear() | size | forEach($f) | entries() | values() | union($S) |
        intersection($S) | difference($S) | symmetricDifference($m) | isSubsetOf($S) | isSupersetOf($S) |
        isDisjointFrom($S)
    """),
    "object": calls("""
        hasOwnProperty($k) | propertyIsEnumerable($k) | toString() | valueOf() | isPrototypeOf($v) | __proto__ | x | y | z
        | __defineGetter__($k, $f) | __lookupGetter__($k) | constructor
    """),
    "function": calls("call($v, $v) | apply($v, $a) | bind($v, $v) | toString() | length | name | prototype"),
    "iterator": calls("""
        next() | next($v) | return($v) | throw($v) | map($f) | filter($f) | take(3) | drop(1) | flatMap($f) | toArray() |
        reduce($f, $v) | forEach($f) | some($f) | every($f) | find($f)
    """),
    "promise": calls("then($f) | then($f, $f) | catch($f) | finally($f)"),
    "number": calls("toString(2) | toString(36) | toFixed($i) | toPrecision(5) | toExponential($i) | valueOf()"),
    "bigint": calls("toString(16) | valueOf() | toLocaleString()"),
    "symbol": calls("toString() | description | valueOf()"),
    "date": calls("getTime() | setMonth($e) | toISOString() | toJSON() | getDay() | setFullYear($i, $i) | valueOf()"),
    "weakmap": calls("get($o) | set($o, $v) | has($o) | delete($o)"),
    "class": calls("name | length | prototype | toString()"),
}

STATICS = calls("""
    Array.from($g) | Array.from($g, $f) | Array.of($v, $v) | Array.isArray($v) | Array.from({ length: $i }, $f) |
    Array($i) | Object.assign($o, $o) | Object.create($o) | Object.defineProperty($o, $k, $d) |
    Object.defineProperties($o, { x: $d, y: $d }) | Object.entries($o) | Object.freeze($o) | Object.fromEntries($g) |
    Object.getOwnPropertyDescriptor($o, $k) | Object.getOwnPropertyDescriptors($o) | Object.getOwnPropertyNames($o) |
    Object.getPrototypeOf($v) | Object.groupBy($g, $f) | Map.groupBy($g, $f) | Object.is($v, $v) |
    Object.isFrozen($o) | Object.keys($o) | Object.preventExtensions($o) | Object.seal($o) |
    Object.setPrototypeOf($o, $o) | Object.setPrototypeOf($o, null) | Object.values($o) | Reflect.apply($f, $v, $a) |
    Reflect.construct($c, $a) | Reflect.construct($c, $a, $c) | Reflect.defineProperty($o, $k, $d) |
    Reflect.deleteProperty($o, $k) | Reflect.get($o, $k, $o) | Reflect.has($o, $k) | Reflect.ownKeys($o) |
    Reflect.set($o, $k, $v, $o) | Reflect.setPrototypeOf($o, $o) | JSON.stringify($v) | JSON.stringify($v, $f) |
    JSON.stringify($o, $a, $i) | JSON.parse(JSON.stringify($v), $f) | JSON.parse($s) | JSON.rawJSON($n) |
    String($v) | Number($v) | Boolean($v) | BigInt($n) | BigInt.asIntN($i, $B) | BigInt.asUintN($i, $B) |
    String.raw($o, $v) | String.fromCharCode($n, $e) | String.fromCodePoint($i) | Math.max($n, $e, $n) |
    Math.hypot($n, $n) | Math.imul($e, $n) | Math.clz32($n) | Math.fround($n) | Math.pow($n, $n) | Math.sign($e) |
    Math.sumPrecise($a) | parseInt($s, $i) | parseFloat($s) | isNaN($e) | Number.isInteger($n) | Symbol.for($s) |
    Symbol($s) | Promise.all($g) | Promise.race($g) | Promise.allSettled($g) | Promise.any($g) | Promise.resolve($v) |
    Promise.try($f, $v) | Iterator.from($g) | Iterator.concat($a, $a) | new Proxy($o, $o) | new Set($g) | new Map() |
    new WeakSet([$o]) | new WeakMap() | new Date($n) | new Error($s, { cause: $v }) | new AggregateError($g) |
    new RegExp($r, 'g') | RegExp.escape($s) | Function('a', 'return a') | structured($v) | encodeURIComponent($s) |
    decodeURI($s) | escape($s) | Atomics.add(new Int32Array(2), $i, $e) | Atomics.store(new Int32Array(2), 0, $e) |
    Array.prototype.concat.call($o, $v) | Array.prototype.slice.call($o, $i, $i) | Array.prototype.push.call($o, $v) |
    Array.prototype.splice.call($o, $i, $e, $v) | Array.prototype.sort.call($o, $f) | Array.prototype.fill.call($o, $v) |
    Array.prototype.includes.call($t, $v) | Array.prototype.reverse.call($o) | Array.fromAsync($g, $f)
""")

TYPED = ["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
         "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"]

# None but small ones are array indices or lengths: programs must end soon.
NUMBERS = ["0", "1", "-1", "2", "3", "5", "7", "42", "-0", "NaN", "Infinity", "-Infinity", "0.5", "1.5", "-2.25", "1e21",
           "255", "256", "65535", "2147483646.5", "-2147483648", "-2147483649", "4294967296", "9007199254740991",
           "1e-7", "0x7f", "0b101", "1_000", ".1"]
INDICES = ["0", "0", "1", "1", "2", "2", "3", "4", "-1", "-2", "10", "100", "1000", "undefined", "NaN", "-Infinity",
           "2.7", "'1'", "true", "null"]
STRINGS = ["''", "'a'", "'b'", "'ab'", "'abc'", "'x'", "'0'", "'1'", "'-1'", "'length'", "'\\u{1F600}'", "'\\ud800'",
           "'é'", "'Ā'", "'a,b,c'", "'  a '", "'aaaaaaaaaaaaaaaaaaaaaaaa'", "'constructor'", "'__proto__'", "'{\"x\":[1,2]}'",
           "'ab'.repeat(50)", "('a' + 'bcdefghijklmnopqrstuvwxyz')", "'[1,2,3]'", "'12n'", "'$&$1$<n>'"]
KEYS = ["'x'", "'y'", "'z'", "0", "1", "2", "5", "-1", "'length'", "Symbol.iterator", "Symbol.toPrimitive", "'toString'",
        "'valueOf'", "1000", "'constructor'", "Symbol.toStringTag", "'-0'", "4294967295", "'__proto__'",
        "Symbol.species", "Symbol.hasInstance", "Symbol.isConcatSpreadable"]
# No "next": what an async or generator method of that name returns is never done, so that a spread would not end.
NAMES = ["x", "y", "z", "w", "length", "value"]
REGEXPS = ["/a/", "/a/g", "/a|b/g", "/(a)(b)?/", "/(?<n>a)|b/g", "/^/gm", "/$/", "/[^a]/gi", "/(?:)/g", "/a*?b/y", "/(?=a)/g",
           "/(?<=a)b/g", "/\\b/g", "/./su", "/[\\p{L}--[a-c]]/v", "/(a+)+b/", "/(?<n>.)\\k<n>/", "/\\d{2,3}/dg", "/(?i:A)b/",
           "/(?<!a)./gu", "/((a)|b)*/"]
BINARY = ["+", "+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>", "<", ">", "<=", ">=", "==", "===", "!=", "!==",
          "&&", "||", "in", "instanceof"]
UNARY = ["-", "+", "!", "~", "typeof ", "void "]
ASSIGN = ["=", "=", "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??="]
TRAPS = ["get", "set", "has", "deleteProperty", "ownKeys", "getOwnPropertyDescriptor", "defineProperty", "getPrototypeOf",
         "setPrototypeOf", "isExtensible", "preventExtensions"]
