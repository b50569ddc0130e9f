#!/usr/bin/env python3
"""Checks that folders include only what is below them (tools/layers.toml), and that headers compile alone.

    check_layers.py ROOT [--headers CXX FLAG...]

With --headers each header is also compiled by itself with the given compiler and flags. Prints a line for each fault.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tomllib

root = pathlib.Path(sys.argv[1])
config = tomllib.loads((root / "tools/layers.toml").read_text())
ranks, sideways, overrides = config["ranks"], config["sideways"], config["overrides"]


def folder_of(path):
    """The longest ranked folder that the path lies in, or None."""
    parts = path.split("/")
    for length in range(len(parts) - 1, 0, -1):
        folder = "/".join(parts[:length])
        if folder in overrides or folder in ranks:
            return folder
    return None


def rank(folder):
    return overrides.get(folder, ranks.get(folder))


def files(*patterns):
    for pattern in patterns:
        for path in root.rglob(pattern):
            name = path.relative_to(root).as_posix()
            if not name.startswith(("build/", "tests/", "test262/suite/")) and "node_modules" not in name:
                yield name


faults = []
for name in sorted(files("*.h", "*.cc")):
    folder = folder_of(name)
    if folder is None:
        faults.append(f"{name}: in no folder of tools/layers.toml")
        continue
    is_test = name.endswith(("_test.cc", "bench.cc")) or "test_" in pathlib.Path(name).name
    for number, line in enumerate((root / name).read_text().splitlines(), 1):
        m = re.match(r'\s*#\s*include "([^"]+)"', line)
        if not m:
            continue
        target = folder_of(m[1])
        if target is None or target == folder or target in sideways.get(folder, []):
            continue
        if rank(target) >= rank(folder) and not is_test:
            faults.append(f"{name}:{number}: {folder} (rank {rank(folder)}) includes {m[1]} (rank {rank(target)})")

if len(sys.argv) > 3 and sys.argv[2] == "--headers":
    compiler = sys.argv[3:]

    def check(name):
        source = f'#include "{name}"\n'
        done = subprocess.run([*compiler, "-fsyntax-only", "-x", "c++", "-"], cwd=root, input=source.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return None if done.returncode == 0 else f"{name} does not stand alone:\n{done.stdout.decode()[:800]}"

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        faults += filter(None, pool.map(check, sorted(files("*.h"))))

print("\n".join(faults) if faults else "every include goes down")
sys.exit(1 if faults else 0)
