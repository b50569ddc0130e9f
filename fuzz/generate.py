"""The generator: random programs over the whole language, biased to what an engine gets wrong.

Variables have rough types, so that most calls do something. Callbacks, accessors, traps and valueOf methods mutate what
the caller may be walking. Every loop and every function asks tick() first, so a program ends whatever it does.
"""
from grammar import (ASSIGN, BINARY, INDICES, KEYS, METHODS, NAMES, NUMBERS, REGEXPS, STATICS, STRINGS, TRAPS, TYPED,
                     UNARY)

TYPES = ["array", "array", "array", "typed", "typed", "buffer", "view", "string", "regexp", "map", "set", "object", "object",
         "function", "iterator", "promise", "number", "bigint", "symbol", "date", "weakmap", "class", "proxy"]
LETTERS = {"i": "index", "n": "number", "v": "any", "s": "string", "k": "key", "o": "object", "e": "evil", "f": "callback",
           "a": "array", "t": "typed", "b": "buffer", "r": "regexp", "g": "iterable", "B": "bigint", "m": "map", "S": "set",
           "c": "class", "y": "symbol", "p": "promise", "d": "descriptor"}

WIDEN = ["", " * 0.5", " + ''", " % 3"]  # of the index: what an array of them holds


class Generator:
    def __init__(self, random):
        self.random = random
        self.count = 0
        self.depth = 0
        self.scopes = [[]]          # of (name, type)
        self.in_function = self.in_generator = self.in_async = False
        self.labels = []
        self.in_loop = False
        self.strict = random.random() < 0.4

    def program(self):
        lines = ["'use strict';"] if self.strict else []
        for kind in self.random.sample(TYPES, 6):
            lines.append(self.guarded(self.declare(kind, "var")))
        for _ in range(self.random.randint(4, 14)):
            lines.append(self.guarded(self.statement()))
        lines += [self.guarded(f"show({name});") for name, _ in self.scopes[0][-8:]]
        return "\n".join(lines) + "\n"

    # ---- Choice --------------------------------------------------------------------------------------------------

    def chance(self, share):
        return self.random.random() < share

    def pick(self, choices):
        return self.random.choice(choices)

    def name(self):
        self.count += 1
        return f"v{self.count}"

    def variable(self, kind=None):
        """A visible variable of this type, or None."""
        found = [n for scope in self.scopes for n, k in scope if kind is None or k == kind]
        return self.pick(found[-10:]) if found else None

    def declare(self, kind, how=None):
        value = self.fresh(kind)
        name = self.name()
        self.scopes[-1].append((name, kind))
        return f"{how or self.pick(['var', 'let', 'let', 'const'])} {name} = {value};"

    def guarded(self, statement):
        if statement.startswith(("let ", "const ", "class ", "function", "async function")):
            return statement
        return f"try {{ {statement} }} catch (e) {{ show(e); }}"

    # ---- Values --------------------------------------------------------------------------------------------------

    def expression(self, kind="any"):
        self.depth += 1
        try:
            if self.depth > 6:
                return self.leaf(kind)
            return self.any() if kind == "any" else self.typed(kind)
        finally:
            self.depth -= 1

    def leaf(self, kind):
        if kind in ("index", "evil"):
            return self.pick(INDICES)
        if kind == "key":
            return self.pick(KEYS)
        if kind == "callback":
            return "x => x"
        return self.variable(None if kind in ("any", "iterable", "descriptor") else kind) or self.pick(NUMBERS)

    def typed(self, kind):
        if kind == "index":
            return self.pick(INDICES) if self.chance(0.8) else self.evil()
        if kind == "evil":
            return self.evil() if self.chance(0.5) else self.pick(INDICES)
        if kind == "key":
            return self.pick(KEYS) if self.chance(0.85) else self.expression()
        if kind == "callback":
            return self.callback()
        if kind == "iterable":
            return self.expression(self.pick(["array", "typed", "map", "set", "iterator", "string", "array"]))
        if kind == "descriptor":
            return self.descriptor()
        if kind == "object" and self.chance(0.5):
            kind = self.pick(["array", "typed", "object", "function", "proxy", "map", "class", "regexp", "iterator"])
        if self.chance(0.05):
            return self.expression()
        return (self.variable(kind) if self.chance(0.7) else None) or self.fresh(kind)

    def fresh(self, kind):
        pick, e = self.pick, self.expression
        if kind == "array":
            return pick([
                lambda: "[" + ", ".join(pick(["1", "2", "3", "-5", "100"]) for _ in range(self.random.randint(0, 8))) + "]",
                lambda: "[" + ", ".join(pick(["1.5", "2", "-0", "NaN", ""]) for _ in range(self.random.randint(1, 8))) + "]",
                lambda: "[" + ", ".join(pick([e(), "", "..." + e("iterable")]) for _ in range(self.random.randint(0, 5))) + "]",
                lambda: f"new Array({pick(['0', '3', '10', '70000', '300'])})",
                lambda: f"Array.from({{ length: {pick(['3', '17', '100'])} }}, (x, i) => i{pick(WIDEN)})",
                lambda: "new (class extends Array { static get [Symbol.species]() { " + self.body() + " } })(3)",
            ])()
        if kind == "typed":
            name = pick(TYPED)
            return pick([
                lambda: f"new {name}({pick(['0', '4', '10', '64'])})",
                lambda: f"new {name}(new ArrayBuffer({pick(['8', '16', '64'])}, {{ maxByteLength: {pick(['64', '128'])} }}))",
                lambda: f"new {name}({self.variable('buffer') or 'new ArrayBuffer(32)'})",
                lambda: f"new {name}({self.variable('buffer') or 'new ArrayBuffer(32)'}, {pick(['0', '8'])}, {pick(['1', '2', '0'])})",
                lambda: f"{name}.{pick(['from', 'of'])}({e('array')})",
            ])()
        if kind == "buffer":
            return pick(["new ArrayBuffer(16)", "new ArrayBuffer(16, { maxByteLength: 64 })", "new ArrayBuffer(0, { maxByteLength: 8 })",
                         "new SharedArrayBuffer(16, { maxByteLength: 32 })"])
        if kind == "view":
            return f"new DataView({self.variable('buffer') or 'new ArrayBuffer(16, { maxByteLength: 32 })'})"
        if kind == "string":
            return pick([lambda: pick(STRINGS), lambda: pick(STRINGS), lambda: f"`a${{{e()}}}b`", lambda: f"({e('string')} + {e()})",
                         lambda: f"String({e()})"])()
        if kind == "regexp":
            return pick(REGEXPS)
        if kind == "map":
            return pick(["new Map()", "new Map([[1, 2], ['a', 'b'], [NaN, 0]])", f"new Map([[{e()}, {e()}], [{e()}, 1]])"])
        if kind == "set":
            return pick(["new Set()", "new Set([1, 2, 3])", f"new Set([{e()}, {e()}, {e()}])"])
        if kind == "object":
            return self.object()
        if kind == "function":
            return "(" + self.function() + ")"
        if kind == "iterator":
            return pick([lambda: f"({e('iterable')})[Symbol.iterator]()", lambda: f"({self.generator()})()",
                         lambda: f"Iterator.from({e('iterable')})",
                         lambda: f"{{ next() {{ {self.body()} }}, {pick(['return', 'throw'])}() {{ {self.body()} }}, [Symbol.iterator]() "
                                 "{ return this; } }"])()
        if kind == "promise":
            return pick([lambda: f"Promise.resolve({e()})", lambda: f"Promise.reject({e()})", lambda: f"({self.function('async ')})()",
                         lambda: f"new Promise((a, b) => {{ {self.body()} }})", lambda: f"{{ then(a, b) {{ {self.body()} a(1); }} }}"])()
        if kind == "number":
            return pick(NUMBERS)
        if kind == "bigint":
            return pick(["0n", "1n", "-1n", "123456789012345678901234567890n", "2n ** 64n", "-(2n ** 63n)", "0xffn"])
        if kind == "symbol":
            return pick(["Symbol()", "Symbol('s')", "Symbol.iterator", "Symbol.for('x')"])
        if kind == "date":
            return "new Date(-864e10)"  # as a key it is no array index, as a length it is 0
        if kind == "weakmap":
            return "new WeakMap()"
        if kind == "class":
            return "(" + self.class_expression("") + ")"
        if kind == "proxy":
            traps = ", ".join(f"{t}(t, k, d) {{ {self.body(True)} return Reflect.{t}(...arguments); }}"
                              for t in self.random.sample(TRAPS, self.random.randint(0, 4)))
            return f"new Proxy({e('object')}, {{ {traps} }})"
        return self.expression()

    def any(self):
        pick, e = self.pick, self.expression
        choice = self.random.randint(0, 24)
        if choice <= 2:
            return self.variable() or pick(NUMBERS)
        if choice <= 4:
            return pick(NUMBERS + STRINGS + ["undefined", "null", "true", "false"])
        if choice <= 8:
            return self.call()
        if choice <= 10:
            return self.fill(pick(STATICS))
        if choice == 11:
            return f"(({e()}) {pick(BINARY)} {e()})"
        if choice == 12:
            return f"({pick(UNARY)}{e()})"
        if choice == 13:
            return f"({e()} ? {e()} : {e()})"
        if choice == 14:
            return f"({e()} ?? {e()})"
        if choice == 15:
            return f"{self.parenthesized(e('object'))}[{e('key')}]"
        if choice == 16:
            return f"({self.target()} {pick(ASSIGN)} {e()})"
        if choice == 17:
            return f"({pick(['++', '--'])}{self.target()})" if self.chance(0.5) else f"({self.target()}{pick(['++', '--'])})"
        if choice == 18:
            return f"{self.parenthesized(e())}?.{pick(['x', '[0]', '(1)', 'length', 'y.z'])}"
        if choice == 19:
            return f"new {self.parenthesized(e('class'))}({e()})"
        if choice == 20:
            return f"{self.parenthesized(e('function'))}({e()}, ...{e('iterable')})"
        if choice == 21:
            return f"({self.pattern()} = {e('iterable')})" if self.chance(0.5) else f"({{ x: {self.target()}, ...{self.target()} }} = {e('object')})"
        if choice == 22:
            return pick([lambda: f"(delete ({e('object')})[{e('key')}])", lambda: f"(typeof {e()})", lambda: f"({e()}, {e()})",
                         lambda: f"{self.parenthesized(e('function'))}`a${{{e()}}}b`", lambda: self.evaluated()])()
        if choice == 23 and self.in_generator:
            return f"(yield{pick(['', '* ' + e('iterable'), ' ' + e()])})"
        if choice == 23 and self.in_async:
            return f"(await {e(pick(['promise', 'any']))})"
        return self.fresh(pick(TYPES))

    def parenthesized(self, expression):
        return f"({expression})"

    def call(self):
        kind = self.pick(list(METHODS))
        receiver = self.variable(kind)
        if receiver is None:
            receiver = self.fresh(kind) if self.chance(0.3) else self.variable()
            if receiver is None:
                return self.pick(NUMBERS)
        member = self.fill(self.pick(METHODS[kind]))
        return f"({receiver}){'' if member.startswith('[') else '.'}{member}"

    def fill(self, template):
        parts = template.split("$")
        return parts[0] + "".join(self.expression(LETTERS[part[0]]) + part[1:] for part in parts[1:])

    def target(self):
        name = self.variable() or "globalThis.g"
        # Lengths are set by `mutation` alone: one that is huge is walked for minutes, in any engine.
        names = [n for n in NAMES if n != "length"]
        keys = [k for k in KEYS if k != "'length'"]
        return self.pick([lambda: name, lambda: f"({name}).{self.pick(names)}",
                          lambda: f"({name})[{self.variable() or self.pick(keys)}]", lambda: f"({name})[{self.pick(keys)}]"])()

    def pattern(self):
        parts = [self.pick([self.target, lambda: "", lambda: f"{self.target()} = {self.expression()}",
                            lambda: f"[{self.target()}]"])() for _ in range(self.random.randint(1, 3))]
        if self.chance(0.3):
            parts.append("..." + self.target())
        return "[" + ", ".join(parts) + "]"

    def descriptor(self):
        if self.chance(0.5):
            flags = ", ".join(f"{f}: {self.pick(['true', 'false'])}"
                              for f in self.random.sample(["writable", "enumerable", "configurable"], 2))
            return f"{{ value: {self.expression()}, {flags} }}"
        return f"{{ get() {{ {self.body()} }}, set(v) {{ {self.body()} }}, configurable: {self.pick(['true', 'false'])} }}"

    def evaluated(self):
        """A direct or indirect eval, or a Function, of code that sees the same variables."""
        code = self.simple_statement().replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
        return self.pick([f"eval(`{code}`)", f"eval(`{code}`)", f"(0, eval)(`{code}`)", f"Function('a', `{code}`)(1)"])

    # ---- Functions -----------------------------------------------------------------------------------------------

    def mutation(self):
        """A statement that changes something under the feet of whoever is walking it."""
        v = self.variable
        choices = ["gc();", "gc();"]
        if v("array"):
            choices += [f"{v('array')}.length = {self.pick(['0', '1', '2', '100'])};", f"{v('array')}.push({self.leaf('any')});",
                        f"{v('array')}.shift();", f"delete {v('array')}[1];", f"{v('array')}[{self.pick(['0', '3', '5000'])}] = {self.pick(['1.5', 'null', '{}', '1'])};",
                        f"Object.defineProperty({v('array')}, {self.pick('0123')}, {{ get() {{ return 1; }}, configurable: true }});",
                        f"Object.freeze({v('array')});", f"{v('array')}.splice(1, 2);", f"{v('array')}.__proto__ = {v() or 'null'};",
                        f"{v('array')}.sort();", f"{v('array')}.reverse();", f"{v('array')}.unshift(1, 2, 3);"]
        if v("buffer"):
            choices += [f"{v('buffer')}.resize({self.pick(['0', '1', '8', '64'])});", f"{v('buffer')}.transfer();",
                        f"$262.detachArrayBuffer({v('buffer')});"] * 3
        if v("typed"):
            choices += [f"{v('typed')}.buffer.resize({self.pick(['0', '3', '8', '64'])});", f"$262.detachArrayBuffer({v('typed')}.buffer);",
                        f"{v('typed')}.fill(1);"] * 3
        if v("map"):
            choices += [f"{v('map')}.clear();", f"{v('map')}.delete(1);", f"{v('map')}.set({{}}, 1);"]
        if v("set"):
            choices += [f"{v('set')}.clear();", f"{v('set')}.add({{}});", f"{v('set')}.delete(1);"]
        if v("object"):
            choices += [f"delete {v('object')}.x;", f"{v('object')}.q{self.random.randint(0, 40)} = 1;", f"Object.freeze({v('object')});",
                        f"{v('object')}.__proto__ = {v() or 'null'};"]
        if v("regexp"):
            choices += [f"{v('regexp')}.lastIndex = {self.pick(['0', '1', '-1', '100'])};", f"{v('regexp')}.compile('b', 'g');"]
        return self.pick(choices)

    def evil(self):
        how = self.pick(["valueOf", "valueOf", "toString", "[Symbol.toPrimitive]"])
        return f"{{ {how}() {{ {self.mutation()} return {self.pick(['0', '1', '2', '5', '-1', '100'])}; }} }}"

    def callback(self):
        if self.chance(0.25) and self.variable("function"):
            return self.variable("function")
        arrow = self.pick(["(x, y) => {", "function (x, y) {", "(x, ...y) => {", "async x => {", "(x, y = x) => {"])
        end = self.pick(["return x;", "return x - y;", "return y;", "return x > y ? 1 : -1;", f"return {self.leaf('any')};", ""])
        inner = self.body(True) if self.chance(0.7) else ""
        return f"{arrow} if (!tick()) return x; {inner} {end} }}"

    def body(self, short=False):
        """Statements of a method, accessor or trap."""
        parts = ["if (!tick()) return;"]
        if self.chance(0.6):
            parts.append(self.mutation())
        if not short:
            parts.append(f"return {self.leaf('any')};" if self.depth > 3 else f"return {self.expression()};")
        return " ".join(parts)

    def enter(self, **flags):
        saved = {k: getattr(self, k) for k in ("in_function", "in_generator", "in_async", "in_loop", "labels", "strict")}
        self.in_function, self.in_generator, self.in_async = True, False, False
        self.in_loop, self.labels = False, []
        for key, value in flags.items():
            setattr(self, key, value)
        self.scopes.append([])
        self.depth += 1
        return saved

    def leave(self, saved):
        for key, value in saved.items():
            setattr(self, key, value)
        self.scopes.pop()
        self.depth -= 1

    def block_of(self, low, high):
        return " ".join(self.guarded(s) if self.chance(0.3) else s
                        for s in (self.statement() for _ in range(self.random.randint(low, high))))

    def function(self, prefix=None, name=""):
        prefix = self.pick(["", "", "", "async ", "*", "async *"]) if prefix is None else prefix
        star = "*" if "*" in prefix else ""
        saved = self.enter(in_generator=bool(star), in_async="async" in prefix)
        self.scopes[-1] += [("a", "any"), ("b", "any")]
        parameters = self.pick(["a, b", "a, b", "a, b = 1", "a, ...b", "{ x: a, y: b } = {}", "[a, b] = [1, 2]", "a, b = a"])
        directive = "'use strict'; " if self.chance(0.1) and parameters == "a, b" else ""
        self.strict = self.strict or bool(directive)
        inner = self.block_of(1, 4) if self.depth < 5 else ""
        ending = self.pick(["return a;", f"return {self.expression()};", "return arguments.length;", "return this;", "return arguments;",
                            f"return {self.call()};"])
        self.leave(saved)
        return (f"{'async ' if 'async' in prefix else ''}function{star} {name}({parameters}) {{ {directive}if (!tick()) return; "
                f"{inner} {ending} }}")

    def generator(self):
        saved = self.enter(in_generator=True)
        inner = self.block_of(1, 2) if self.depth < 5 else ""
        values = " ".join(f"yield {self.leaf('any')};" for _ in range(self.random.randint(1, 3)))
        ending = self.pick(["", f" finally {{ {self.mutation()} }}", " catch { yield 1; }"])
        self.leave(saved)
        return f"function* () {{ if (!tick()) return; {inner} {f'try {{ {values} }}{ending}' if ending else values} }}"

    def object(self):
        def member():
            key = self.pick([lambda: self.pick(NAMES), lambda: f"[{self.expression('key')}]", lambda: self.pick(["0", "1", "'a b'"])])()
            return self.pick([lambda: f"{key}: {self.expression()}", lambda: f"{key}: {self.expression()}",
                              lambda: f"get {key}() {{ {self.body()} }}", lambda: f"set {key}(v) {{ {self.body(True)} }}",
                              lambda: f"{key}() {{ {self.body()} }}", lambda: f"*{key}() {{ {self.body()} }}",
                              lambda: f"async {key}() {{ {self.body()} }}", lambda: f"...{self.expression('object')}",
                              lambda: "length: 3", lambda: f"valueOf() {{ {self.mutation()} return 1; }}",
                              lambda: f"*[Symbol.iterator]() {{ {self.mutation()} yield* [1, 2, 3]; }}",
                              lambda: f"toJSON() {{ {self.mutation()} return 1; }}"])()
        return "{ " + ", ".join(member() for _ in range(self.random.randint(0, 5))) + " }"

    def class_expression(self, name):
        private = f"#p{self.random.randint(0, 3)}"
        saved = self.enter(strict=True)
        e = self.expression
        members = [f"{private} = {e()};", f"static {self.pick(['s', 't'])} = {e()};", f"x = {e()};", f"get y() {{ {self.body()} }}",
                   f"set y(v) {{ {self.body(True)} }}", f"static {{ {self.mutation()} }}", f"m(a) {{ if (!tick()) return; return this.{private}; }}",
                   f"static has(o) {{ return {private} in o; }}", f"*[Symbol.iterator]() {{ {self.mutation()} yield* [1, 2]; }}",
                   f"static get [Symbol.species]() {{ {self.body()} }}", f"[{e('key')}]() {{ {self.body()} }}", f"accessor acc = {e()};",
                   "n() { return new.target; }", f"async am() {{ {self.body()} }}", f"static [{e('key')}] = {e()};"]
        self.leave(saved)
        heritage = self.pick(["", "", "", " extends Array", " extends Object", " extends Map", f" extends {self.variable('class') or 'Function'}",
                              " extends Uint8Array", " extends Promise", " extends null", " extends Error"])
        constructor = ""
        if self.chance(0.4):
            constructor = f"constructor(a) {{ if (!tick()) return {{}}; {'super(...arguments);' if heritage else ''} this.w = a; }}"
        chosen = self.random.sample(members[1:], self.random.randint(1, 5))
        return f"class {name}{heritage} {{ {members[0]} {constructor} {' '.join(chosen)} }}"

    # ---- Statements ----------------------------------------------------------------------------------------------

    def simple_statement(self):
        return self.pick([lambda: f"show({self.expression()});", lambda: f"{self.target()} = {self.expression()};",
                          lambda: f"var {self.name()} = {self.expression()};", lambda: self.mutation(), lambda: f"show({self.call()});"])()

    def statement(self):
        if self.depth > 4:
            return self.simple_statement()
        self.depth += 1
        try:
            return self.pick(STATEMENTS)(self)
        finally:
            self.depth -= 1

    def block(self, low=1, high=3, loop=False):
        saved, self.in_loop = self.in_loop, self.in_loop or loop
        self.scopes.append([])
        inner = self.block_of(low, high)
        self.scopes.pop()
        self.in_loop = saved
        return f"{{ {inner} }}"

    def loop_block(self):
        return "{ if (!tick()) break; " + self.block(1, 3, loop=True)[1:]

    def declaration(self):
        return self.declare(self.pick(TYPES), "var" if self.depth == 1 else None)

    def conditional(self):
        return f"if ({self.expression()}) {self.block()}" + (f" else {self.block()}" if self.chance(0.5) else "")

    def counted(self):
        i = self.name()
        bound = self.pick(["3", "10", "30", f"({self.variable() or '5'}).length"])
        head = f"for ({self.pick(['let', 'let', 'var'])} {i} = 0; {i} < {bound}; {i}++)"
        self.scopes.append([(i, "number")])
        inner = self.loop_block()
        self.scopes.pop()
        return f"{head} {inner}"

    def iterated(self):
        x = self.name()
        self.scopes.append([(x, "any")])
        inner = self.loop_block()
        self.scopes.pop()
        how = self.pick([f"const {x} of {self.expression('iterable')}", f"const {x} in {self.expression('object')}",
                         f"var {x} of {self.expression('iterable')}", f"const [{x}] of {self.expression('map')}"])
        if self.in_async and self.chance(0.3):
            return f"for await (const {x} of {self.expression('iterable')}) {inner}"
        return f"for ({how}) {inner}"

    def labelled(self):
        label = self.name()
        self.labels = self.labels + [label]
        inner = self.loop_block()
        self.labels = self.labels[:-1]
        return f"{label}: {self.pick(['while (tick())', 'for (;;)'])} {inner[:-1]} if ({self.expression()}) continue {label}; break {label}; }}"

    def jump(self):
        choices = [self.simple_statement()]
        if self.in_loop:
            choices += [f"if ({self.expression()}) break;", f"if ({self.expression()}) continue;"]
            choices += [f"if ({self.expression()}) {self.pick(['break', 'continue'])} {label};" for label in self.labels]
        if self.in_function:
            choices += [f"if ({self.expression()}) return {self.expression()};"]
        choices += [f"if ({self.expression()}) throw {self.expression()};"]
        return self.pick(choices)

    def guarded_block(self):
        text = f"try {self.block()}"
        if self.chance(0.7):
            text += f" catch (e) {{ show(e); {self.statement()} }}"
            if self.chance(0.5):
                return text
        return text + f" finally {self.block()}"

    def switch(self):
        cases = " ".join(f"case {self.expression()}: {self.simple_statement()} {self.pick(['break;', ''])}"
                         for _ in range(self.random.randint(1, 4)))
        return f"switch ({self.expression()}) {{ {cases} default: {self.simple_statement()} }}"

    def function_declaration(self):
        name = self.name()
        text = self.function(None, name)
        self.scopes[-1].append((name, "function"))
        return text

    def class_declaration(self):
        name = self.name()
        text = self.class_expression(name)
        self.scopes[-1].append((name, "class"))
        return text

    def hot(self):
        """A small function called often with operands of changing shape, so that its caches fill and overflow."""
        f = self.name()
        operation = self.pick(["o.x", "o.x = 1", "o[k]", "o[k] = i", "o.length", "k in o", "o.x?.y", "o?.[k]", "o + k", "o.x += i",
                               "delete o.x", "o.toString()", "o instanceof Array", "[...o]", "({ ...o })", "o === k", "o < k", "o[i]",
                               "o[i] = k", "o.m?.(i)", "new o(k)", "o(i)", "`${o}`", "typeof o[k]"])
        values = ", ".join(self.expression(self.pick(TYPES)) for _ in range(self.random.randint(1, 5)))
        return (f"{{ function {f}(o, k, i) {{ return {operation}; }} for (const o of [{values}]) for (let i = 0; i < {self.pick(['3', '9', '40'])}; "
                f"i++) {{ if (!tick()) break; try {{ show({f}(o, {self.expression('key')}, i)); }} catch (e) {{ show(e); break; }} }} }}")

    def dynamic(self):
        if self.strict:
            return f"{self.evaluated()};"
        return f"with ({self.expression('object')}) {{ x = {self.expression()}; show(y); {self.simple_statement()} }}"

    def disposal(self):
        if self.in_async and self.chance(0.5):
            return f"{{ await using {self.name()} = {{ async [Symbol.asyncDispose]() {{ {self.body()} }} }}; {self.statement()} }}"
        return f"{{ using {self.name()} = {{ [Symbol.dispose]() {{ {self.body()} }} }}; {self.statement()} }}"

    def unpacking(self):
        a, b = self.name(), self.name()
        self.scopes[-1] += [(a, "any"), (b, "any")]
        pattern = self.pick([f"[{a}, {b}] = {self.expression('iterable')}", f"[{a} = {self.expression()}, ...{b}] = {self.expression('iterable')}",
                             f"{{ x: {a}, ...{b} }} = {self.expression('object')}",
                             f"{{ [{self.expression('key')}]: {a} = {self.expression()}, length: {b} }} = {self.expression('object')}"])
        return f"{'var' if self.depth == 1 else self.pick(['let', 'const', 'var'])} {pattern};"

    def asynchronous(self):
        return f"({self.function('async ')})({self.expression()}).then(show, show);"

    def tail(self):
        f = self.name()
        saved = self.enter(strict=True)
        step = self.expression()
        self.leave(saved)
        return (f"{{ function {f}(n, a) {{ 'use strict'; if (!tick() || n <= 0) return a; return {self.pick(['', 'n < 0 ? 1 : ', 'n && ', 'n, '])}"
                f"{f}(n - 1, {step}); }} show({f}(50, 0)); }}")


STATEMENTS = [Generator.simple_statement] * 5 + [
    Generator.declaration, Generator.declaration, Generator.conditional, Generator.counted, Generator.counted, Generator.iterated,
    Generator.iterated, Generator.labelled, Generator.jump, Generator.guarded_block, Generator.guarded_block, Generator.switch,
    Generator.function_declaration, Generator.class_declaration, Generator.hot, Generator.hot, Generator.dynamic, Generator.disposal,
    Generator.unpacking, Generator.asynchronous, Generator.tail]


def generate(random):
    return Generator(random).program()
