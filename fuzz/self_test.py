#!/usr/bin/env python3
"""Checks that the fuzzer finds what is wrong: runs it against engines that are broken on purpose."""
import pathlib
import random
import subprocess
import sys
import tempfile

import generate
import reduce

FUZZ = pathlib.Path(__file__).resolve().parent
# What a broken engine does with the program in the last argument.
ENGINES = {
    "difference": 'case "$*" in *--no-lazy*) grep -c "show(" "$file";; *) echo same;; esac',
    "SIGABRT": 'if grep -q "finally" "$file"; then echo "x.cc:1: check failed: ok" >&2; kill -ABRT $$; fi',
    "time-out": "while :; do :; done",
}


def main():
    problems = []
    texts = [generate.generate(random.Random("same")) for _ in range(2)]
    if texts[0] != texts[1]:
        problems.append("two programs of one seed differ")
    reduced = reduce.reduce("a();\nf(1, { needle: [2] });\nb();\n", lambda t: "needle" in t and t.count("{") == t.count("}"), lambda: False)
    if reduced.strip() != "needle":
        problems.append(f"not reduced: {reduced!r}")
    with tempfile.TemporaryDirectory() as folder:
        for what, action in ENGINES.items():
            engine = pathlib.Path(folder) / "engine"
            engine.write_text(f'#!/bin/sh\nfor file; do :; done\n{action}\n')
            engine.chmod(0o755)
            done = subprocess.run([sys.executable, FUZZ / "run.py", "--jsx", engine, "--seed", "1", "--batches", "1", "-j1", "--timeout", "1",
                                   "--mutated", "0", "--reduce", "1", "--findings", f"{folder}/{what}"], stdout=subprocess.PIPE, text=True)
            if done.returncode != 1 or f"FOUND {what}" not in done.stdout or not list(pathlib.Path(folder, what).glob("1-*.js")):
                problems.append(f"{what} was not found:\n{done.stdout}")
    print("\n".join(problems) or "the fuzzer finds what is wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
