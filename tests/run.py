#!/usr/bin/env python3
"""Runs the tests: `./dev test [FILTER...]`. A test runs if its name holds one of the filters.

    unit/NAME       the tests that Meson knows (unit tests, goldens, freshness of generated pages)
    js/NAME         tests/js/**/NAME.js under jsx: standard output must equal NAME.expected
    js/NAME@MODE    the same under --gc-stress and --verify-heap
    memory/NAME@N   a JS test under --fail-alloc-at=N: it must go on, or throw RangeErrors, or end with the heap's last words
    npm/NAME        tests/npm/NAME.mjs under `jsx --shell`: output must equal NAME.expected, which Node made
    shell/NAME      one case of tests/shell/cases.py: command line, input, output, exit code
    bad/NAME        one case of tests/bad/broken.py: a broken program, its error and exit code
    fuzz/NAME       a fixed short run of the fuzzer (docs/fuzzing.md), and a check of the fuzzer itself
    conformance/test262  the whole of test262 must do as test262/expectations.txt says; only with --conformance, and
                    after the others, for it uses every core. Where there is no copy of the suite and none can be
                    fetched, that is said and the test is not counted.

The first lines of a JS test may say `// flags: --expose-gc`, `// exit: 1`, `// modes: none` (no stress modes).
The last line printed is 'N passed, N failed'; the exit code is 1 if any failed.
"""
import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STRESS = {
    "move": ["--gc-stress=move", "--verify-heap"],
    "alloc": ["--gc-stress=alloc"],
    "pin": ["--gc-stress=pin", "--verify-heap"],
}


class Unavailable(Exception):
    """What the test needs is not here and cannot be fetched."""


class Test:
    UNAVAILABLE = 77

    def __init__(self, name, command, cwd=ROOT, stdin="", stdout=None, stderr=None, exit=0, seconds=60, files=None):
        self.name, self.command, self.cwd, self.stdin, self.files = name, command, cwd, stdin, files
        self.stdout, self.stderr, self.exit, self.seconds = stdout, stderr, exit, seconds

    def run(self, slow):
        """None if it passed, else what went wrong."""
        if self.files is None:
            return self.run_in(self.cwd, slow)
        with tempfile.TemporaryDirectory() as folder:
            for name, text in self.files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
            return self.run_in(folder, slow)

    def run_in(self, cwd, slow):
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:abort_on_error=0:detect_stack_use_after_return=0",
                           UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1", TZ="UTC", LANG="C.UTF-8")
        try:
            done = subprocess.run(self.command, cwd=cwd, input=self.stdin.encode(), env=environment,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=self.seconds * slow)
        except subprocess.TimeoutExpired:
            return f"did not end within {self.seconds * slow:.0f} s"
        if done.returncode == self.UNAVAILABLE:
            raise Unavailable(done.stderr.decode("utf-8", "replace").strip())
        return self.judge(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    def judge(self, exit, out, err):
        problems = []
        if exit != self.exit:
            problems.append(f"exit code {exit}, expected {self.exit}")
        for label, got, wanted in (("stdout", out, self.stdout), ("stderr", err, self.stderr)):
            if wanted is None:
                continue
            if isinstance(wanted, re.Pattern):
                if not wanted.search(got):
                    problems.append(f"{label} does not match /{wanted.pattern}/:\n{got[:2000]}")
            elif got != wanted:
                diff = difflib.unified_diff(wanted.splitlines(), got.splitlines(), "expected", label, lineterm="", n=1)
                problems.append("\n".join(list(diff)[:40]))
        if not problems:
            return None
        if self.stderr is None and err:
            problems.append("stderr:\n" + err[-3000:])
        if self.stdout is None and out:
            problems.append("stdout:\n" + out[-3000:])
        return "\n".join(problems)


class MemoryTest(Test):
    """One allocation of the program fails."""

    def judge(self, exit, out, err):
        last_words = re.fullmatch("FATAL ERROR: Reached heap limit .* JavaScript heap out of memory .*\n", err)
        if exit == 134 and last_words and self.stdout.startswith(out):
            return None
        if exit == 0 and not err and (out == self.stdout or "RangeError: " in out):
            return None
        if exit == 1 and re.search("^(Uncaught )?RangeError: ", err, re.M):
            return None
        return f"exit code {exit}\n{err[-3000:]}\nstdout:\n{out[-1000:]}"


def unit_tests(build):
    listed = subprocess.run(["meson", "introspect", "--tests", build], check=True, stdout=subprocess.PIPE)
    for test in json.loads(listed.stdout):
        yield Test("unit/" + test["name"], test["cmd"], cwd=test["workdir"] or build,
                   seconds=test["timeout"] or 600)


def header_of(source):
    """The `// key: value` lines that a test begins with."""
    header = {}
    for line in source.splitlines():
        m = re.match(r"// (flags|exit|modes): *(.*)$", line)
        if not m:
            break
        header[m[1]] = m[2]
    return header


def js_tests(jsx):
    for path in sorted((ROOT / "tests/js").rglob("*.*js")):
        expected = path.with_suffix(".expected")
        if not expected.exists():
            continue  # a module that others import
        header = header_of(path.read_text())
        name = str(path.relative_to(ROOT / "tests/js"))
        flags = shlex.split(header.get("flags", ""))
        exit_code = int(header.get("exit", 0))
        stderr = path.with_suffix(".stderr")
        modes = {"": []}
        if header.get("modes") != "none":
            modes.update({"@" + mode: options for mode, options in STRESS.items()})
        for suffix, options in modes.items():
            yield Test(f"js/{name}{suffix}", [jsx, *options, *flags, path.name], cwd=path.parent,
                       stdout=expected.read_text(), stderr=stderr.read_text() if stderr.exists() else None,
                       exit=exit_code, seconds=60 if not suffix else 240)


def memory_tests(jsx):
    # The first allocations, some hundreds, set the realm up; those of a program come after them.
    places = [int(1.7**i) for i in range(1, 16)] + list(range(800, 3400, 29))
    for name in ("gc/exhaustion", "language/generators", "language/classes"):
        path = ROOT / "tests/js" / f"{name}.js"
        for place in places if name == "gc/exhaustion" else places[::4]:
            yield MemoryTest(f"memory/{name}@{place}", [jsx, f"--fail-alloc-at={place}", path.name], cwd=path.parent,
                             stdout=path.with_suffix(".expected").read_text())
    if b"__asan_init" in pathlib.Path(jsx).read_bytes():
        return  # which reserves more than the limit below
    for name, program in {"source": "(0, eval)('x=1;'.repeat(2e7))", "pattern": "new RegExp('a'.repeat(1e8))",
                          "sort": "new Array(3e7).fill(1.5).sort()", "output": "console.log('x'.repeat(5e8))"}.items():
        yield Test(f"memory/little for {name}", ["prlimit", "--as=1500000000", jsx, "-e", program], exit=134,
                   stderr=re.compile("^FATAL ERROR: .*out of memory"))


def npm_tests(jsx):
    folder = ROOT / "tests/npm"
    for path in sorted(folder.glob("*.mjs")):
        expected = path.with_suffix(".expected")
        if expected.exists():
            yield Test(f"npm/{path.stem}", [jsx, "--shell", path.name], cwd=folder, stdout=expected.read_text(),
                       seconds=300)


def shell_tests(jsx):
    sys.path.insert(0, str(ROOT / "tests/shell"))
    import cases

    for case in cases.CASES:
        yield Test(f"shell/{case['name']}", [jsx, *case.get("args", [])], cwd=ROOT / "tests/shell",
                   stdin=case.get("stdin", ""), stdout=case.get("stdout"), stderr=case.get("stderr"),
                   exit=case.get("exit", 0), files=case.get("files"))


def bad_tests(jsx):
    sys.path.insert(0, str(ROOT / "tests/bad"))
    import broken

    for case in broken.all_cases():
        yield Test(f"bad/{case['name']}", [jsx, *case["args"]], files=case.get("files", {}), stdin=case.get("stdin", ""),
                   stdout=case.get("stdout"), stderr=case.get("stderr"), exit=case.get("exit", 0))


def fuzz_tests(jsx):
    yield Test("fuzz/finds what is wrong", [sys.executable, "fuzz/self_test.py"])
    yield Test("fuzz/fixed seed", [sys.executable, "fuzz/run.py", "--jsx", jsx, "--seed", "ci", "--batches", "4", "-j1", "--suite", ""],
               seconds=300)


def conformance_tests(jsx):
    yield Test("conformance/test262", [sys.executable, ROOT / "test262/run.py", "--jsx", jsx, "--no-summary"], seconds=3600)


def show(test, problem):
    command = " ".join(shlex.quote(str(part)) for part in test.command)
    print(f"FAILED {test.name}\n{problem}\n  repeat: cd {test.cwd} && {command}\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filters", nargs="*")
    parser.add_argument("--jsx", required=True, help="the binary under test")
    parser.add_argument("--unit", required=True, help="the build folder whose unit tests to run")
    parser.add_argument("--slow", type=float, default=1, help="factor on the time limits")
    parser.add_argument("--conformance", action="store_true", help="run test262, too")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--list", action="store_true", help="print the names only")
    options = parser.parse_args()
    jsx = str(pathlib.Path(options.jsx).resolve())

    tests = [*unit_tests(options.unit), *js_tests(jsx), *memory_tests(jsx), *npm_tests(jsx), *shell_tests(jsx), *bad_tests(jsx),
             *fuzz_tests(jsx)]
    last = [*conformance_tests(jsx)] if options.conformance else []
    if options.filters:
        tests, last = ([t for t in group if any(f in t.name for f in options.filters)] for group in (tests, last))
    if options.list:
        print("\n".join(t.name for t in tests + last))
        return 0
    failed = 0
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(t.run, options.slow): t for t in tests}
        for done in concurrent.futures.as_completed(running):
            test, problem = running[done], done.result()
            if problem is not None:
                failed += 1
                show(test, problem)
    for test in last:
        try:
            problem = test.run(options.slow)
        except Unavailable as missing:
            print(f"NOT RUN {test.name}\n{missing}\n", flush=True)
            continue
        tests.append(test)
        if problem is not None:
            failed += 1
            show(test, problem)
    print(f"{len(tests)} tests in {time.monotonic() - start:.1f} s")
    if not tests:
        print("no test of that name")
        return 1
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
