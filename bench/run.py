#!/usr/bin/env python3
"""Runs the benchmark programs in jsx and in other engines, interleaved, and prints ratios.

    ./dev bench                                     jsx alone
    ./dev bench --peer 'node=node --jitless'        ratios of speed: 2.00 means jsx is twice as fast
    ./dev bench --peer ... fib splay                only programs whose name holds one of the words
    ./dev bench --micro [String/Slice ...]          the small benchmarks of single operations and parts (docs/bench.md)

Each program runs once in each engine per round, so that a change of the machine's speed meets all of them. A row
gives the median of each engine's whole-process times, and of the ratios pair by pair. The geometric means are over
all programs, and over those of the group `interpreter` (what the interpreter itself decides; the others measure
built-ins and the collector as well). Engines must print the same.
"""
import argparse
import math
import pathlib
import re
import shlex
import statistics
import subprocess
import sys
import threading
import time

PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"
MICRO = ["bench/engine_bench", "parser/parser_bench", "runtime/builtins/regexp/regexp_bench", "gc/gc_heap_bench"]


def watch_peak(pid, peak):
    """Reads the peak resident KiB of a process until it is gone. (The kernel's own count for a finished child, ru_maxrss,
    begins with the size of the parent that forked it.)"""
    pattern = re.compile(rb"VmHWM:\s+(\d+)")
    while True:
        try:
            with open(f"/proc/{pid}/status", "rb") as status:
                found = pattern.search(status.read())
        except OSError:
            return
        if not found:  # a zombie has no memory
            return
        peak[0] = max(peak[0], int(found[1]))
        time.sleep(0.001)


def measure(command):
    """(wall seconds, peak resident MiB, output) of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peak = [0]
    watcher = threading.Thread(target=watch_peak, args=(process.pid, peak))
    watcher.start()
    out, err = process.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    if process.returncode != 0:
        sys.exit(f"{shlex.join(command)}: exit code {process.returncode}\n{err.decode(errors='replace')[-2000:]}")
    return seconds, peak[0] / 1024, out


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def run_micro(build, words, rounds):
    """The Google Benchmark executables of a build, one after the other; words are regular expressions."""
    for name in MICRO:
        path = build / name
        if not path.exists():
            sys.exit(f"there is no {path}: is libbenchmark-dev installed, and the build newer than that?")
        options = [f"--benchmark_filter={'|'.join(words)}"] if words else []
        if rounds:
            options += [f"--benchmark_repetitions={rounds}", "--benchmark_report_aggregates_only=true"]
        found = subprocess.run([path, *options, "--benchmark_list_tests"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if found.stdout.strip():
            subprocess.run([path, *options], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only programs whose name holds one of these")
    parser.add_argument("--jsx", required=True, help="the binary")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND", help="another engine; may be repeated")
    parser.add_argument("-n", "--rounds", type=int, help="runs of each program in each engine (3), repetitions of a small benchmark (1)")
    parser.add_argument("--micro", action="store_true", help="the small benchmarks instead of the programs")
    options = parser.parse_args()
    if options.micro:
        return run_micro(pathlib.Path(options.jsx).resolve().parent, options.words, options.rounds)
    options.rounds = options.rounds or 3

    engines = {"jsx": [options.jsx]}
    for peer in options.peer:
        name, _, command = peer.partition("=")
        if not command:
            sys.exit(f"--peer wants NAME='COMMAND', not '{peer}'")
        engines[name] = shlex.split(command)
    peers = [name for name in engines if name != "jsx"]

    empty = PROGRAMS.parent / "empty.js"
    programs = [empty, *sorted(PROGRAMS.glob("*.js"))]
    if options.words:
        programs = [p for p in programs if any(word in p.stem for word in options.words)]
    if not programs:
        sys.exit("no program of that name")

    print(f"{'program':16}{'group':13}" + "".join(f"{name + ' s':>12}{'MiB':>7}" for name in engines) +
          "".join(f"{'x ' + name:>12}" for name in peers))
    ratios = {name: {} for name in peers}
    for path in programs:
        first = re.match(r"// (\w+):", path.read_text())
        group = first[1] if first else "start-up"
        runs = {name: [] for name in engines}
        rounds = options.rounds if path != empty else max(options.rounds, 15)
        for _ in range(rounds):
            for name, command in engines.items():
                runs[name].append(measure([*command, str(path)]))
        outputs = {name: {out for _, _, out in measured} for name, measured in runs.items()}
        for name in peers:
            if outputs[name] != outputs["jsx"]:
                sys.exit(f"{path.stem}: jsx and {name} print different things: {outputs['jsx']} {outputs[name]}")
            pairs = [theirs[0] / ours[0] for ours, theirs in zip(runs["jsx"], runs[name])]
            if path != empty:
                ratios[name].setdefault(group, []).append(statistics.median(pairs))
        cells = "".join(f"{statistics.median(r[0] for r in measured):12.4f}{max(r[1] for r in measured):7.0f}"
                        for measured in runs.values())
        cells += "".join(f"{statistics.median([t[0] / o[0] for o, t in zip(runs['jsx'], runs[name])]):12.2f}"
                         for name in peers)
        print(f"{path.stem:16}{group:13}{cells}", flush=True)
    for name in peers:
        groups = ratios[name]
        everything = [r for group in groups.values() for r in group]
        if everything:
            parts = [f"{group} {geometric_mean(values):.2f}" for group, values in sorted(groups.items())]
            print(f"geometric mean x {name}: {geometric_mean(everything):.2f}   ({', '.join(parts)})")


if __name__ == "__main__":
    main()
