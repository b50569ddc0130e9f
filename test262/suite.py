"""Where the suite is, which tests are in it, and what is expected of each."""
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import zlib
from dataclasses import dataclass

import frontmatter

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
COMMIT = "be13516fb6441b950ba8a3df97eb34062c186972"
URL = "https://github.com/tc39/test262"
UNAVAILABLE = 77  # exit code: no copy of the suite is here, and none can be fetched


def locate(argument):
    """The suite's folder: as given, $TEST262_DIR, or test262/suite, which is filled first if it is not there."""
    given = argument or os.environ.get("TEST262_DIR")
    if given:
        folder = pathlib.Path(given).resolve()
        if not (folder / "harness" / "assert.js").is_file():
            sys.exit(f"test262: {folder} is not a copy of the suite: it has no harness/assert.js")
        return folder
    folder, stamp = HERE / "suite", HERE / "suite" / ".commit"
    if stamp.is_file() and stamp.read_text() == COMMIT:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    packed = ROOT.parent / "shared" / "data" / "test262.tar.xz"
    if packed.is_file():
        print(f"test262: unpacking {packed}", file=sys.stderr)
        folder.mkdir()
        with tarfile.open(packed) as tar:
            tar.extractall(folder, filter="data")
    else:
        print(f"test262: fetching {URL} at {COMMIT}", file=sys.stderr)
        for command in (["init", "-q", str(folder)],
                        ["-C", str(folder), "-c", "core.autocrlf=false", "fetch", "-q", "--depth=1", URL, COMMIT],
                        ["-C", str(folder), "-c", "core.autocrlf=false", "checkout", "-q", "FETCH_HEAD"]):
            if subprocess.run(["git", *command]).returncode:
                shutil.rmtree(folder, ignore_errors=True)
                print("test262: could not fetch the suite; give the folder of a copy as the argument", file=sys.stderr)
                sys.exit(UNAVAILABLE)
    stamp.write_text(COMMIT)
    return folder


@dataclass(frozen=True)
class Run:
    """One test in one mode: sloppy, strict, module or raw."""
    path: str  # from the suite's folder, with slashes
    mode: str
    matter: frontmatter.FrontMatter

    @property
    def name(self):
        return f"{self.path} [{self.mode}]"

    @property
    def is_async(self):
        return "async" in self.matter.flags

    def preludes(self):
        """Names of the harness files to run first."""
        if "raw" in self.matter.flags:
            return ()
        done = ("doneprintHandle.js",) if self.is_async else ()
        return ("assert.js", "sta.js", *done, *self.matter.includes)


def modes(flags):
    if "module" in flags:
        return ("module",)
    if "raw" in flags:
        return ("raw",)
    if "onlyStrict" in flags:
        return ("strict",)
    if "noStrict" in flags:
        return ("sloppy",)
    return ("sloppy", "strict")


def _bucket(path, salt, count):
    return zlib.crc32(salt + path.encode()) % count


class Selection:
    """Which tests to run: those that hold one of `filters`, of this shard, of this sample, with these features."""

    def __init__(self, filters=(), features=(), shard=(1, 1), sample=100.0):
        self.filters, self.features, self.shard, self.sample = filters, set(features), shard, sample

    def has_path(self, path):
        if self.filters and not any(text in path for text in self.filters):
            return False
        if self.shard[1] > 1 and _bucket(path, b"shard", self.shard[1]) != self.shard[0] - 1:
            return False
        return self.sample >= 100 or _bucket(path, b"sample", 10000) < self.sample * 100

    def has_features(self, features):
        return not self.features or not self.features.isdisjoint(features)

    @property
    def is_everything(self):
        return not self.filters and not self.features and self.shard[1] == 1 and self.sample >= 100


def list_tests(folder, selection):
    """The selected paths, sorted."""
    paths = []
    base = folder / "test"
    for directory, _, names in os.walk(base):
        prefix = pathlib.Path(directory).relative_to(folder).as_posix()
        for name in names:
            if name.endswith(".js") and "_FIXTURE" not in name:
                path = f"{prefix}/{name}"
                if selection.has_path(path):
                    paths.append(path)
    return sorted(paths)


def runs_of(folder, path, selection):
    """The runs of one test."""
    source = (folder / path).read_bytes().decode("utf-8", "replace")
    matter = frontmatter.parse(source)
    if not selection.has_features(matter.features):
        return []
    return [Run(path, mode, matter) for mode in modes(matter.flags)]
