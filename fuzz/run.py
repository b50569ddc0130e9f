#!/usr/bin/env python3
"""Fuzzes the engine: `./dev fuzz [options]`. docs/fuzzing.md says how it works.

Each program runs in several modes (lazy and eager compilation, the stress modes of the collector). A finding is a crash, a
report of a sanitizer or of the heap verifier, a time-out of a generated program, or a difference between two modes'
output. Findings are reduced and saved with the command that repeats them; the exit code is 1 if there was any.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import sys
import tempfile
import time

import generate
import mutate
import reduce
from execute import BOUNDARY, MODES, command_line, execute

ROOT = pathlib.Path(__file__).resolve().parent.parent
PRELUDE = (ROOT / "fuzz/prelude.js").read_text()
BATCH = 8  # programs that share a process, each in a realm of its own


class Program:
    def __init__(self, seed, number, source, suite):
        self.name = f"{seed}-{number}"
        chance = random.Random(self.name)
        self.is_generated = chance.random() >= source
        self.head, self.body = PRELUDE, ""
        if self.is_generated:
            self.body = generate.generate(chance)
        else:
            shims, self.body = mutate.mutate(chance, suite)
            self.head += shims

    def text(self, body=None):
        return self.head + (self.body if body is None else body)


def batch_text(programs):
    """One program that runs others, each in its own realm."""
    texts = json.dumps([p.text() for p in programs])
    return (f"for (const text of {texts}) {{\n    print({json.dumps(BOUNDARY.strip())});\n    try {{ $262.createRealm().evalScript(text); }} "
            "catch (e) { try { print('threw ' + e); } catch { print('threw'); } }\n}\n")


class Fuzzer:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.findings)
        self.scratch = tempfile.TemporaryDirectory()
        self.signatures = {}
        self.programs = 0

    def write(self, name, text):
        path = pathlib.Path(self.scratch.name) / f"{name}.js"
        path.write_text(text, errors="surrogateescape")
        return path

    def modes_of(self, number):
        """Plain, and two of the others in turn."""
        others = [m for m in MODES if m != "plain"]
        return ["plain", others[number % len(others)], others[(number + 1 + number // len(others)) % len(others)]]

    def finding(self, path, modes, generated, seconds):
        """(what, mode, outcome) if this program shows a fault, else None."""
        plain = None
        for mode in modes:
            outcome = execute(self.options.jsx, path, mode, seconds)
            if outcome.kind == "crash":
                return outcome.signature, mode, outcome
            if outcome.kind == "timeout" and generated and mode in ("plain", "eager"):
                return "time-out", mode, outcome
            if outcome.kind != "ok":
                return None
            if plain is None:
                plain = outcome
            elif not plain.same_output(outcome):
                return "difference", mode, outcome
        return None

    def run_batch(self, number):
        o = self.options
        programs = [Program(o.seed, number * BATCH + i, o.mutated, o.suite) for i in range(BATCH)]
        modes = self.modes_of(number)
        path = self.write(f"batch-{number}", batch_text(programs))
        found = self.finding(path, modes, True, o.timeout * 2)
        results = []
        if found:
            for program in programs:
                alone = self.write(program.name, program.text())
                result = self.finding(alone, modes, program.is_generated, o.timeout)
                if result:
                    results.append((program, result, modes))
            if not results and found[0] != "time-out":
                whole = Program.__new__(Program)
                whole.name, whole.head, whole.body, whole.is_generated = f"{o.seed}-batch-{number}", "", batch_text(programs), True
                results.append((whole, found, modes))
        path.unlink()
        return len(programs), results

    def save(self, program, found, modes):
        what, mode, outcome = found
        count = self.signatures[what] = self.signatures.get(what, 0) + 1
        if what not in ("difference", "time-out") and count > 3:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        tried = ["plain", mode] if what == "difference" else [mode]
        body, limit = program.body, time.monotonic() + self.options.reduce
        if self.options.reduce and what != "time-out":
            scratch = f"{program.name}-reduced"

            def fails(candidate):
                again = self.finding(self.write(scratch, program.text(candidate)), tried, program.is_generated, self.options.timeout)
                return again is not None and again[0] == what

            body = reduce.reduce(body, fails, lambda: time.monotonic() > limit)
        path = self.folder / f"{program.name}.js"
        path.write_text(program.text(body), errors="surrogateescape")
        command = command_line(self.options.jsx, path, mode)
        (self.folder / f"{program.name}.txt").write_text(f"{what} under {mode}\n{command}\n\n{outcome.output[-6000:]}\n")
        print(f"\nFOUND {what} ({mode})\n  {command}\n" + "\n".join("  | " + line[:300] for line in body.strip().split("\n")[:12]), flush=True)

    def run(self):
        o = self.options
        print(f"seed {o.seed}", flush=True)
        start, number, findings = time.monotonic(), 0, 0
        with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
            running = set()
            while True:
                over = number >= o.batches if o.batches else time.monotonic() - start > o.minutes * 60
                while not over and len(running) < o.jobs * 2 and not (o.batches and number >= o.batches):
                    running.add(pool.submit(self.run_batch, number))
                    number += 1
                if not running:
                    break
                done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
                for future in done:
                    count, results = future.result()
                    self.programs += count
                    for result in results:
                        findings += 1
                        self.save(*result)
        print(f"{self.programs} programs in {time.monotonic() - start:.0f} s, {findings} findings"
              + (f" in {self.folder}" if findings else ""))
        return 1 if findings else 0


def main():
    parser = argparse.ArgumentParser(prog="dev fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jsx", default=str(ROOT / "build/release/jsx"), help="the engine")
    parser.add_argument("--minutes", type=float, default=1, metavar="N", help="how long (1)")
    parser.add_argument("--batches", type=int, metavar="N", help=f"instead: N batches of {BATCH} programs, which is the same work everywhere")
    parser.add_argument("--seed", default=None, help="of the programs; a new one without it. The same seed makes the same programs")
    parser.add_argument("--mutated", type=float, default=0.4, metavar="SHARE", help="share of programs made from tests (0.4)")
    parser.add_argument("--suite", default=os.environ.get("TEST262_DIR", str(ROOT / "test262/suite")), help="test262, for the mutator")
    parser.add_argument("--timeout", type=int, default=10, metavar="SECONDS", help="processor time for each program and mode (10)")
    parser.add_argument("--reduce", type=float, default=120, metavar="SECONDS", help="to spend on reducing a finding (120); 0: none")
    parser.add_argument("--findings", default=str(ROOT / "build/fuzz"), metavar="FOLDER", help="where to save (build/fuzz)")
    parser.add_argument("--program", metavar="NAME", help="print the program of this name (seed-number) and stop")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    if options.program:
        seed, number = options.program.rsplit("-", 1)
        print(Program(seed, int(number), options.mutated, options.suite).text(), end="")
        return 0
    options.seed = options.seed or f"{time.time_ns() // 1000 % 10 ** 9}"
    return Fuzzer(options).run()


if __name__ == "__main__":
    sys.exit(main())
