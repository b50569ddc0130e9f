"""The mutator: programs made from the JavaScript tests of this tree and of test262, by lines and by tokens.

The assertions of a test become prints, so that a changed program does not stop at the first of them.
"""
import functools
import pathlib
import re

from grammar import ASSIGN, BINARY, INDICES, KEYS, NUMBERS, STRINGS

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"""\s+|//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[\w$#]+"""
                   r"""|=>|\.\.\.|\?\.|\?\?=?|\*\*=?|>>>?=?|<<=?|[=!]==?|&&=?|\|\|=?|[-+*/%&|^<>]=|\+\+|--|.""", re.S | re.X)
OPERATORS = set(BINARY) | set(ASSIGN)
KEYWORDS = set("""await async break case catch class const continue debugger default delete do else export extends finally
    for function get if import in instanceof let new of return set static super switch this throw try typeof using var void
    while with yield""".split())
# Stands for the harness: what it would assert is printed.
ASSERTIONS = """
var console = { log(...a) { for (const x of a) show(x); }, error() {} };
function Test262Error(m) { this.message = m; }
function assert(v) { show(v); }
assert.sameValue = assert.notSameValue = (a, b) => { show(a); show(b); };
assert.compareArray = assert.deepEqual = assert.sameValue;
assert.throws = (C, f) => { try { show(f()); } catch (e) { show(e); } };
var compareArray = assert.sameValue, $DONE = show, $DONOTEVALUATE = () => {}, $ERROR = show, asyncTest = f => f().then(show, show);
var verifyProperty = (o, k) => show(Object.getOwnPropertyDescriptor(o, k)), verifyCallableProperty = verifyProperty;
var isConstructor = f => typeof f === 'function', fnGlobalObject = () => globalThis;
"""
SNIPPETS = ["gc();", "show(this);", "{0}.length = 0;", "Object.freeze({0});", "{0} = [1.5, , {0}];", "{0}.__proto__ = null;", "delete {0}[0];",
            "for (const q of {0}) {{ if (!tick()) break; gc(); show(q); }}", "show(eval('{0}'));", "{0} = new Proxy({0}, {{}});",
            "{0} = {{ valueOf() {{ gc(); return 1; }}, __proto__: {0} }};", "Object.defineProperty({0}, 0, {{ get() {{ gc(); return 1; }} }});",
            "show(JSON.stringify({0}));", "(async () => {{ for await (const q of {0}) show(q); }})().then(show, show);",
            "$262.detachArrayBuffer({0}.buffer ?? {0});", "[...{0}, ...{0}].sort(() => {{ gc(); return -1; }});", "show(structured({0}));"]


@functools.cache
def corpus(suite):
    """The tests to start from: (path, harness files it needs)."""
    found = sorted((ROOT / "tests/js").rglob("*.js")) * 20
    tests = pathlib.Path(suite) / "test" if suite else None
    if tests and tests.is_dir():
        for folder in ("built-ins", "language", "annexB", "staging"):
            found += sorted(p for p in (tests / folder).rglob("*.js") if "_FIXTURE" not in p.name)
    return found


@functools.cache
def harness(suite, name):
    path = pathlib.Path(suite) / "harness" / name
    return path.read_text() if path.exists() and name not in ("assert.js", "sta.js", "doneprintHandle.js") else ""


def take(random, suite):
    """A test's text without its front matter, and the harness it needs."""
    path = random.choice(corpus(suite))
    text = path.read_text(errors="surrogateescape")
    matter = re.search(r"/\*---(.*?)---\*/", text, re.S)
    needs = ""
    if matter:
        if "module" in matter[1] or "negative:" in matter[1]:
            return take(random, suite)
        includes = re.search(r"includes:\s*(?:\[([^\]]*)\]|((?:\n\s*-\s*\S+)+))", matter[1])
        names = re.findall(r"[\w.-]+\.js", includes[0]) if includes else []
        needs = "\n".join(harness(suite, name) for name in names)
    body = re.sub(r"/\*---.*?---\*/|^//.*\n", "", text, flags=re.S | re.M)
    return needs, body


def mutate(random, suite):
    needs, body = take(random, suite)
    if random.random() < 0.3:
        more, other = take(random, suite)
        lines = other.split("\n")
        start = random.randrange(len(lines))
        body = splice(random, body, "\n".join(lines[start:start + random.randint(1, 12)]))
        if len(needs + more) < 40_000:
            needs += more
    for _ in range(random.choice([1, 1, 2, 3, 6])):
        body = random.choice([by_line, by_token, by_token, by_token, by_snippet])(random, body)
    return ASSERTIONS + needs + "\n", body


def splice(random, body, text):
    lines = body.split("\n")
    at = random.randint(0, len(lines))
    return "\n".join(lines[:at] + [text] + lines[at:])


def by_line(random, body):
    lines = body.split("\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            del lines[a]
        case 1:
            lines[a], lines[b] = lines[b], lines[a]
        case 2:
            lines.insert(a, lines[b])
        case 3:
            lines[a] = f"for (let q = 0; q < 20 && tick(); q++) {{ {lines[a]} }}"
    return "\n".join(lines)


def by_token(random, body):
    tokens = TOKEN.findall(body)
    solid = [i for i, t in enumerate(tokens) if t.strip() and not t.startswith(("//", "/*"))]
    if not solid:
        return body
    at = random.choice(solid)
    token = tokens[at]
    names = [tokens[i] for i in solid if re.match(r"[A-Za-z_$]", tokens[i]) and tokens[i] not in KEYWORDS]
    if token[0].isdigit():
        tokens[at] = random.choice(NUMBERS + INDICES)
    elif token in OPERATORS:
        tokens[at] = random.choice(ASSIGN if token in ASSIGN else BINARY)
    elif token[0] in "'\"`":
        tokens[at] = random.choice(STRINGS + KEYS)
    elif token in KEYWORDS or not names:
        tokens[at] = random.choice([token, token + " " + token, "", "async " + token])
    elif re.match(r"[A-Za-z_$]", token):
        tokens[at] = random.choice([random.choice(names), f"({token})", f"{token}?.x", f"[{token}, ...[{token}]]", f"(gc(), {token})",
                                    f"new Proxy({token}, {{}})", f"eval('{token}')", f"`${{{token}}}`"])
    else:
        tokens[at] = random.choice([token + token, "", tokens[random.choice(solid)]])
    return "".join(tokens)


def by_snippet(random, body):
    names = re.findall(r"(?:var|let|const|function|class) ([A-Za-z_$][\w$]*)", body) or ["globalThis"]
    return splice(random, body, "try { " + random.choice(SNIPPETS).format(random.choice(names)) + " } catch (e) { show(e); }")
