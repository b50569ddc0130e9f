"""The list of known failures: lines `path [mode] reason`, sorted; several modes are divided by commas."""
import itertools
import pathlib
import re

LINE = re.compile(r"(\S+) \[([\w,]+)\] ?(.*)")
HEADER = """\
# Runs of test262 that are known to fail: path [mode,...] reason. A run that fails and is not here, and one that is
# here and passes, fail `./dev test262`; `./dev test262 --update` rewrites the list.
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
        for mode in match[2].split(","):
            entries[f"{match[1]} [{mode}]"] = match[3]
    return entries


def write(path, entries):
    split = [(*name[:-1].split(" ["), reason) for name, reason in sorted(entries.items())]
    lines = []
    for (file, reason), group in itertools.groupby(split, key=lambda entry: (entry[0], entry[2])):
        modes = ",".join(mode for _, mode, _ in group)
        lines.append(f"{file} [{modes}] {reason}".rstrip() + "\n")
    pathlib.Path(path).write_text(HEADER + "".join(lines))
