"""The list of known failures: lines `path [mode] reason`, sorted. '#' begins a comment line."""
import pathlib
import re

LINE = re.compile(r"(\S+ \[\w+\]) ?(.*)")
HEADER = """\
# Runs of test262 that are known to fail: path [mode] reason. A run that fails and is not here, and one that is here
# and passes, fail `./dev test262`; `./dev test262 --update` rewrites the list.
"""


def read(path):
    """'path [mode]' -> reason."""
    entries = {}
    file = pathlib.Path(path)
    for number, line in enumerate(file.read_text().splitlines() if file.exists() else [], 1):
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            raise SystemExit(f"test262: {path}:{number}: not 'path [mode] reason': {line}")
        entries[match[1]] = match[2]
    return entries


def write(path, entries):
    lines = [f"{name} {reason}".rstrip() + "\n" for name, reason in sorted(entries.items())]
    pathlib.Path(path).write_text(HEADER + "".join(lines))
