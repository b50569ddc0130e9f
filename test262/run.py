#!/usr/bin/env python3
"""Runs test262: `./dev test262 [options] [SUITE]`. docs/test262.md says how it works.

A run passes if it ends as the test says. Which are known to fail is written in expectations.txt; what differs from
it, for better or worse, fails the whole. The last line printed is 'N passed, N failed', where failed means
unexpected; the exit code is 1 if any did.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shlex
import sys
import time

import expectations
import suite
import worker

DONE, FAILED = "Test262:AsyncTestComplete", "Test262:AsyncTestFailure:"


def judge(run, answer):
    """None if the answer is what the test says, else what is wrong, in one line."""
    if answer is None:
        return "timeout: killed"
    if isinstance(answer, worker.Crash):
        return answer.summary()
    if answer.get("timeout"):
        return "timeout"
    thrown = None
    if answer.get("phase"):
        thrown = f"{answer['phase']} {answer['error']}: {answer['message']}"
    if run.matter.negative:
        phase, error = run.matter.negative
        if not thrown:
            return f"expected {phase} {error}, nothing was thrown"
        if (answer["phase"], answer["error"]) == (phase, error):
            return None
        return f"expected {phase} {error}, got {thrown}"
    if thrown:
        return thrown
    if run.is_async:
        for line in answer["printed"].splitlines():
            if line.startswith(FAILED):
                return line[len(FAILED):].strip() or "async failure"
            if line == DONE:
                return None
        return "$DONE was not called"
    if answer.get("unsettled"):
        return "top-level await never settled"
    return None


def one_line(text, limit=300):
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit - 3] + "..."


VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|«.*?»|(?<![\w-])-?\d[\w.]*")


def cause(failure):
    """What failures for one reason have in common: the message without what it quotes."""
    return one_line(VARYING.sub("_", failure), 110)


class Outcome:
    def __init__(self, run, failure, milliseconds, crash=None):
        self.run, self.failure, self.milliseconds, self.crash = run, failure, milliseconds, crash


class Session:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.selection = suite.Selection(options.filter, options.features, options.shard, options.sample)
        self.paths = suite.list_tests(folder, self.selection)
        self.expected = expectations.read(options.expectations)
        self.outcomes = []
        self.again = []  # runs that ran out of time once
        self.flags = shlex.split(options.jsx_flags)
        self.begun = time.monotonic()
        self.position = 0
        self.unexpected = 0
        self.is_terminal = sys.stderr.isatty() and not os.environ.get("CI")
        self.shown_at = 0.0

    # ---- running ----

    def run(self):
        command = [self.options.jsx, *self.flags, "--test262-worker"]
        pool = worker.Pool(command, self.options.j, self.folder, self.finish)
        seconds = self.options.timeout

        def jobs():
            for self.position, path in enumerate(self.paths):
                for run in suite.runs_of(self.folder, path, self.selection):
                    yield pool.make_job(run, seconds)
            self.position = len(self.paths)

        pool.run(jobs())
        # A machine under load is no reason to fail: what ran out of time has a second try with more of it.
        again, self.again = self.again, None
        pool.run(pool.make_job(run, 3 * seconds) for run in again)
        self.clear_progress()

    def finish(self, job, answer):
        failure = judge(job.run, answer)
        is_timeout = answer is None or (isinstance(answer, dict) and answer.get("timeout"))
        if is_timeout and self.again is not None and job.run.name not in self.expected:
            self.again.append(job.run)
            return
        milliseconds = answer.get("ms", 0) if isinstance(answer, dict) else 1000 * job.seconds
        crash = answer if isinstance(answer, worker.Crash) else None
        outcome = Outcome(job.run, failure, milliseconds, crash)
        self.outcomes.append(outcome)
        if self.is_unexpected(outcome):
            self.unexpected += 1
        self.progress()

    def is_unexpected(self, outcome):
        return (outcome.failure is not None) != (outcome.run.name in self.expected)

    def progress(self):
        now = time.monotonic()
        if not self.is_terminal or now - self.shown_at < 0.1:
            return
        self.shown_at = now
        share = self.position / max(1, len(self.paths))
        bar = ("#" * int(share * 30)).ljust(30)
        sys.stderr.write(f"\r[{bar}] {share:4.0%}  {len(self.outcomes)} runs, {self.unexpected} unexpected, "
                         f"{now - self.begun:.0f} s ")
        sys.stderr.flush()

    def clear_progress(self):
        if self.is_terminal:
            sys.stderr.write("\r\x1b[K")

    # ---- telling ----

    def repro(self, run):
        """The command that runs one test."""
        def shown(path):
            relative = os.path.relpath(path)
            return relative if len(relative) < len(str(path)) else str(path)

        command = [shown(self.options.jsx), *self.flags, "--test262"]
        command += {"module": ["--module"], "strict": ["--strict"]}.get(run.mode, [])
        for name in run.preludes():
            command += ["--prelude", shown(self.folder / "harness" / name)]
        return shlex.join([*command, shown(self.folder / run.path)])

    def table(self, title, rows):
        """`rows`: name -> [passed, total]; those with failures, most first."""
        rows = [(name, passed, total) for name, (passed, total) in rows.items() if passed < total]
        if not rows:
            return
        rows.sort(key=lambda row: (row[1] - row[2], row[0]))
        print(f"\n{title:<58}{'failed':>8}{'of':>8}{'passed':>9}")
        for name, passed, total in rows:
            print(f"{name:<58}{total - passed:>8}{total:>8}{passed / total:>9.2%}")

    def summary(self):
        directories = collections.defaultdict(lambda: [0, 0])
        features = collections.defaultdict(lambda: [0, 0])
        for outcome in self.outcomes:
            parts = outcome.run.path.split("/")[1:-1]
            counts = [directories["/".join(parts[:depth])] for depth in range(1, min(3, len(parts)) + 1)]
            counts += [features[name] for name in outcome.run.matter.features]
            for count in counts:
                count[0] += outcome.failure is None
                count[1] += 1
        self.table("directory", directories)
        self.table("feature", features)

    def causes(self, failures):
        """Failures by cause, most first, with an example of each."""
        groups = collections.defaultdict(list)
        for outcome in failures:
            groups[cause(outcome.failure)].append(outcome)
        print(f"\n{len(groups)} causes")
        for name, group in sorted(groups.items(), key=lambda item: -len(item[1]))[:self.options.causes]:
            print(f"{len(group):>7}  {name}\n         {group[0].run.name} {one_line(group[0].failure, 160)}")

    def report(self):
        """Prints everything. True if all is as expected."""
        self.outcomes.sort(key=lambda outcome: (outcome.run.path, outcome.run.mode))
        failures = [o for o in self.outcomes if o.failure is not None]
        if self.options.summary:
            self.summary()
        if self.options.causes and failures:
            self.causes(failures)
        worse = [o for o in failures if o.run.name not in self.expected]
        better = [o for o in self.outcomes if o.failure is None and o.run.name in self.expected]
        seen = {outcome.run.name for outcome in self.outcomes}
        gone = []
        if self.selection.is_everything:
            gone = [name for name in self.expected if name not in seen]
        if self.options.update:
            kept = {} if self.selection.is_everything else {n: r for n, r in self.expected.items() if n not in seen}
            kept |= {o.run.name: self.expected.get(o.run.name) or one_line(o.failure, 160) for o in failures}
            expectations.write(self.options.expectations, kept)
            print(f"\n{self.options.expectations}: {len(kept)} entries; "
                  f"{len(worse)} added, {len(better) + len(gone)} removed")
            worse, better, gone = [], [], []
        if worse:
            print(f"\nfails, and is not expected to: {len(worse)}")
        for outcome in worse[:self.options.show]:
            print(f"  FAIL {outcome.run.name} {one_line(outcome.failure)}\n       {self.repro(outcome.run)}")
            if outcome.crash:
                print("".join(f"       | {line}\n" for line in outcome.crash.text.splitlines()[-12:]), end="")
                print(f"       after these: {self.write_history(outcome)}")
        if len(worse) > self.options.show:
            print(f"  ... and {len(worse) - self.options.show} more (--show N, --json FILE)")
        for title, names in (("passes, and is expected to fail (--update takes it off the list)",
                              [o.run.name for o in better]),
                             ("is expected to fail, and is not in the suite", gone)):
            if names:
                print(f"\n{title}: {len(names)}")
                for name in names[:self.options.show]:
                    print(f"  {name}")
        seconds = time.monotonic() - self.begun
        passed = len(self.outcomes) - len(failures)
        print(f"\n{len(self.outcomes)} runs of {len({o.run.path for o in self.outcomes})} tests in {seconds:.0f} s: "
              f"{passed} pass ({passed / max(1, len(self.outcomes)):.2%}), {len(failures)} fail")
        if self.options.json:
            self.write_json(self.options.json)
        unexpected = len(worse) + len(better) + len(gone)
        print(f"{len(self.outcomes) - len(worse) - len(better)} passed, {unexpected} failed")
        return unexpected == 0

    def write_history(self, outcome):
        """The lines that a worker had been given when it died, as its input for another time."""
        folder = suite.ROOT / "build" / "test262"
        folder.mkdir(parents=True, exist_ok=True)
        name = outcome.run.path.removeprefix("test/").removesuffix(".js").replace("/", "-")
        path = folder / f"{name}-{outcome.run.mode}.jobs"
        path.write_text("".join(outcome.crash.history))
        return f"{shlex.join([self.options.jsx, *self.flags])} --test262-worker < {shlex.quote(str(path))}"

    def write_json(self, path):
        tests = [{"path": o.run.path, "mode": o.run.mode, "passed": o.failure is None,
                  "expected": not self.is_unexpected(o), "message": o.failure, "ms": o.milliseconds,
                  "features": list(o.run.matter.features)} for o in self.outcomes]
        passed = sum(test["passed"] for test in tests)
        document = {"suite": suite.COMMIT, "flags": self.flags, "runs": len(tests), "passed": passed,
                    "failed": len(tests) - passed, "seconds": round(time.monotonic() - self.begun, 1), "tests": tests}
        pathlib.Path(path).write_text(json.dumps(document, indent=0) + "\n")


def shard(text):
    index, _, count = text.partition("/")
    if not (index.isdigit() and count.isdigit() and 1 <= int(index) <= int(count)):
        raise argparse.ArgumentTypeError("a shard is I/N with I from 1 to N")
    return int(index), int(count)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="dev test262", description=__doc__.split("\n")[0])
    parser.add_argument("suite", nargs="?", help="the suite's folder (default: $TEST262_DIR, else test262/suite)")
    parser.add_argument("--jsx", default=str(suite.ROOT / "build" / "release" / "jsx"), help="the engine")
    parser.add_argument("--filter", action="append", default=[], metavar="TEXT",
                        help="only tests whose path holds TEXT; may be repeated, to run those that hold any")
    parser.add_argument("--features", type=lambda text: text.split(","), default=[], metavar="A,B",
                        help="only tests that need one of these features")
    parser.add_argument("--shard", type=shard, default=(1, 1), metavar="I/N", help="the I-th of N equal parts")
    parser.add_argument("--sample", type=float, default=100.0, metavar="PERCENT", help="that share, always the same")
    parser.add_argument("-j", type=int, default=os.cpu_count(), metavar="N", help="worker processes")
    parser.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS", help="for each run (20)")
    parser.add_argument("--jsx-flags", default="", metavar="FLAGS", help="more options of jsx, in one argument")
    parser.add_argument("--json", metavar="FILE", help="write every result there")
    parser.add_argument("--show", type=int, default=50, metavar="N", help="print so many failures (50)")
    parser.add_argument("--causes", type=int, default=0, metavar="N", help="group all failures, print N causes")
    parser.add_argument("--no-summary", dest="summary", action="store_false", help="print no tables")
    parser.add_argument("--expectations", default=str(suite.HERE / "expectations.txt"), metavar="FILE",
                        help="the list of known failures")
    parser.add_argument("--update", action="store_true", help="rewrite the list for the tests that ran, keeping reasons")
    return parser.parse_args()


def main():
    options = parse_arguments()
    if not os.access(options.jsx, os.X_OK):
        sys.exit(f"test262: no engine at {options.jsx}: run ./dev build, or give --jsx")
    options.jsx = os.path.abspath(options.jsx)
    session = Session(options, suite.locate(options.suite))
    if not session.paths:
        sys.exit("test262: no test is selected")
    session.run()
    return 0 if session.report() else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
