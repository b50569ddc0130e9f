"""Runs a program under the engine and says how it ended."""
import dataclasses
import os
import pathlib
import re
import signal
import subprocess

ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0:allocator_may_return_null=1",
                   UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1", TZ="UTC", LANG="C.UTF-8")
LIMITS = ["--test262", "--max-old-space-size=512"]
MODES = {
    "plain": [],
    "eager": ["--no-lazy"],
    "move": ["--gc-stress=move", "--verify-heap"],
    "alloc": ["--gc-stress=alloc"],
    "pin": ["--gc-stress=pin"],
    "tiny": ["--max-semi-space-size=1", "--verify-heap", "--no-lazy"],
}
# What only a broken engine prints. The lines are also what tells one finding from another.
REPORTS = re.compile(r"check failed: .*|AddressSanitizer: [\w-]+|runtime error: .*|verify: .*|heap verifier.*", re.I)
# Where a program runs out of stack or memory depends on the mode; what it prints from there on does, too.
INCOMPARABLE = ("Maximum call stack size exceeded", "Array buffer allocation failed")
# Printed before each program of a batch, so that only those that cannot be compared are left out.
BOUNDARY = "---- next program ----\n"


@dataclasses.dataclass
class Outcome:
    kind: str          # ok, crash, timeout, memory
    output: str        # standard output, exit code and standard error
    signature: str = ""

    def same_output(self, other):
        if "ok" != self.kind or "ok" != other.kind:
            return True
        ours, theirs = self.output.split(BOUNDARY), other.output.split(BOUNDARY)
        return len(ours) == len(theirs) and all(
            a == b or any(text in a or text in b for text in INCOMPARABLE) for a, b in zip(ours, theirs))


def execute(binary, path, mode, seconds):
    # The limit is on processor time, so that a busy machine makes no findings; the other one is for what sleeps.
    command = ["sh", "-c", 'ulimit -t "$0"; exec "$@"', str(seconds), str(binary), *LIMITS, *MODES[mode], str(path)]
    try:
        done = subprocess.run(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=seconds * 10)
    except subprocess.TimeoutExpired:
        return Outcome("timeout", "", "time-out")
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Outcome("timeout", "", "time-out")
    out, err = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    report = REPORTS.search(err)
    if done.returncode == 134 and "heap out of memory" in err:
        return Outcome("memory", out)
    if done.returncode < 0 or report or done.returncode not in (0, 1, 13):
        name = signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit code {done.returncode}"
        return Outcome("crash", out[-2000:] + err[-8000:], f"{name} {where(err)} {report[0] if report else ''}".strip())
    return Outcome("ok", f"{out}\nexit code {done.returncode}\n{err}")


def where(err):
    """file:line of a failed check, or the first frames of a sanitizer's report."""
    m = re.search(r"([\w./]+:\d+): check failed", err)
    if m:
        return m[1]
    frames = re.findall(r"#\d+ 0x\w+ in (?:jsx::)?([\w:~]+)", err)
    return " < ".join(frame for frame in frames if "sanitizer" not in frame)[:120]


def command_line(binary, path, mode):
    return " ".join([os.path.relpath(binary, pathlib.Path(__file__).parent.parent), *LIMITS, *MODES[mode], str(path)])
