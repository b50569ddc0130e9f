"""The front matter of a test: the YAML between /*--- and ---*/, as far as test262 uses it."""
import re
from dataclasses import dataclass, field

BLOCK = re.compile(r"/\*---(.*?)---\*/", re.S)
KEY = re.compile(r"^(flags|includes|features|negative):[ \t]*(.*(?:\n(?:[ \t].*|[ \t]*-.*|[ \t]*))*)", re.M)
WORD = re.compile(r"[^\s,\[\]]+")
PHASE = re.compile(r"^\s*phase:\s*(\w+)", re.M)
TYPE = re.compile(r"^\s*type:\s*(\w+)", re.M)
COMMENT = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True)
class FrontMatter:
    flags: frozenset = frozenset()
    includes: tuple = ()
    features: tuple = ()
    negative: tuple = field(default=None)  # (phase, error name)


def words(text):
    """A list in either notation: [a, b] or lines of '- a'."""
    return [word for word in WORD.findall(COMMENT.sub("", text)) if word != "-"]


def parse(source):
    """`source`: the text of a test, with any line ends."""
    block = BLOCK.search(source)
    if not block:
        return FrontMatter()
    text = block[1]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    values = dict.fromkeys(("flags", "includes", "features", "negative"), "")
    values.update((key, value) for key, value in KEY.findall(text))
    negative = None
    if values["negative"].strip():
        negative = (PHASE.search(values["negative"])[1], TYPE.search(values["negative"])[1])
    return FrontMatter(frozenset(words(values["flags"])), tuple(words(values["includes"])),
                       tuple(words(values["features"])), negative)
