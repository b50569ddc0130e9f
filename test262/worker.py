"""Worker processes: `jsx --test262-worker` reads a line for each test and answers with a line of JSON.

A line has fields divided by tabs: id, mode (sloppy or module), flags (letters: s strict, a async, n may not block,
or - for none), seconds, the test's file, then the files of its preludes. Several lines are under way at once; the
answers come in order. A worker that dies takes down the first test that it has not answered; the others are given
to its successor.
"""
import collections
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time

AHEAD = 16  # tests that a worker has been given and not answered
GRACE = 5.0  # seconds between a worker's own time limit and its end by force


class Worker:
    def __init__(self, command, environment):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
                                        env=environment, bufsize=0)
        self.pending = collections.deque()  # jobs given and not answered
        self.history = []  # lines given since it was started
        self.buffer = b""
        self.head_since = 0.0
        self.was_killed = False

    def give(self, jobs):
        if not self.pending:
            self.head_since = time.monotonic()
        lines = [job.line for job in jobs]
        self.pending.extend(jobs)
        self.history.extend(lines)
        try:
            self.process.stdin.write("".join(lines).encode())
        except BrokenPipeError:
            pass  # its end is noticed where its answers are read

    def kill(self):
        self.was_killed = True
        self.process.kill()

    def end(self):
        """Closes everything. The exit code."""
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()
        code = self.process.wait()
        self.errors.close()
        return code

    def error_text(self):
        self.errors.seek(0)
        return self.errors.read()[-8000:].decode("utf-8", "replace").strip()


class Job:
    def __init__(self, number, run, suite, seconds):
        self.run, self.seconds = run, seconds
        flags = ("s" if run.mode == "strict" else "") + ("a" if run.is_async else "")
        flags += "n" if "CanBlockIsFalse" in run.matter.flags else ""
        preludes = [str(suite / "harness" / name) for name in run.preludes()]
        mode = "module" if run.mode == "module" else "sloppy"
        self.line = "\t".join([str(number), mode, flags or "-", f"{seconds:g}", str(suite / run.path), *preludes]) + "\n"


class Crash:
    """How a worker died over a job."""

    def __init__(self, code, text, history):
        self.text, self.history = text, history
        if code < 0:
            self.cause = signal.Signals(-code).name
        else:
            self.cause = f"exit code {code}"

    def summary(self):
        for line in self.text.splitlines():
            if any(mark in line for mark in ("ERROR: AddressSanitizer", "runtime error:", "check failed", "heap")):
                return f"crash: {self.cause}: {line.strip()}"
        last = self.text.splitlines()[-1:] or [""]
        return f"crash: {self.cause}" + (f": {last[0].strip()}" if last[0] else "")


class Pool:
    """Runs jobs on `count` workers. `finish(job, answer)` gets a dict, a Crash, or None for a job that was killed when
    its time was over."""

    def __init__(self, command, count, suite, finish):
        self.command, self.count, self.suite, self.finish = command, count, suite, finish
        self.environment = dict(os.environ, TZ="America/Los_Angeles", LANG="C.UTF-8",
                                ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0",
                                UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
        self.selector = selectors.DefaultSelector()
        self.workers = []
        self.returned = collections.deque()  # jobs of a worker that ended before it came to them
        self.numbers = 0

    def make_job(self, run, seconds):
        self.numbers += 1
        return Job(self.numbers, run, self.suite, seconds)

    def run(self, jobs):
        """`jobs`: an iterator, asked as workers need more."""
        jobs = iter(jobs)
        try:
            while True:
                self._feed(jobs)
                if not self.workers:
                    return
                for key, _ in self.selector.select(timeout=0.5):
                    self._read(key.data)
                now = time.monotonic()
                for worker in self.workers:
                    if worker.pending and now - worker.head_since > worker.pending[0].seconds + GRACE:
                        worker.kill()
        finally:
            for worker in self.workers:
                worker.kill()
                worker.end()

    def _feed(self, jobs):
        def more(room):
            batch = []
            while len(batch) < room:
                job = self.returned.popleft() if self.returned else next(jobs, None)
                if job is None:
                    break
                batch.append(job)
            return batch

        for worker in list(self.workers):
            if len(worker.pending) <= AHEAD // 2:
                batch = more(AHEAD - len(worker.pending))
                if batch:
                    worker.give(batch)
                elif not worker.pending:
                    self._drop(worker)
                    worker.end()
        while len(self.workers) < self.count:
            batch = more(AHEAD)
            if not batch:
                return
            worker = Worker(self.command, self.environment)
            self.workers.append(worker)
            self.selector.register(worker.process.stdout, selectors.EVENT_READ, worker)
            worker.give(batch)

    def _drop(self, worker):
        self.selector.unregister(worker.process.stdout)
        self.workers.remove(worker)

    def _read(self, worker):
        data = worker.process.stdout.read(1 << 16)
        if not data:
            return self._ended(worker)
        lines = (worker.buffer + data).split(b"\n")
        worker.buffer = lines.pop()
        for line in lines:
            answer = json.loads(line.decode("utf-8", "replace"))
            job = worker.pending.popleft()
            worker.head_since = time.monotonic()
            self.finish(job, answer)

    def _ended(self, worker):
        """At the end of its answers: a crash, its own wish (it answered all that it began), or killed."""
        self._drop(worker)
        code = worker.process.wait()
        text = worker.error_text()
        pending, was_killed = worker.pending, worker.was_killed
        worker.end()
        if pending and (was_killed or code != 0):
            job = pending.popleft()
            known = len(worker.history) - len(pending)
            self.finish(job, None if was_killed else Crash(code, text, worker.history[:known]))
        self.returned.extend(pending)
