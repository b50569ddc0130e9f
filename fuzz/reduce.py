"""Delta debugging: removes what a program does not need to show a finding, by lines, by bracketed groups, by tokens."""
from mutate import TOKEN

OPEN, CLOSE = "([{", ")]}"


def without(parts, fails, give_up):
    """The parts that are left when larger and then smaller runs of them have been taken away (ddmin)."""
    size = max(1, len(parts) // 2)
    while size:
        at, removed = 0, False
        while at < len(parts) and not give_up():
            shorter = parts[:at] + parts[at + size:]
            if fails("".join(shorter)):
                parts, removed = shorter, True
            else:
                at += size
        if give_up():
            break
        if not removed or size > len(parts):
            size //= 2
    return parts


def split_statements(text):
    """The text cut after every ; and before and after every brace."""
    parts, current = [], ""
    for token in TOKEN.findall(text):
        current += token
        if token in ";{}" or "\n" in token:
            parts.append(current)
            current = ""
    return parts + [current]


def without_groups(text, fails, give_up):
    """Empties bracketed groups, outermost first, or replaces them by what they hold."""
    at = 0
    while not give_up():
        tokens = TOKEN.findall(text)
        while at < len(tokens) and tokens[at] not in OPEN:
            at += 1
        if at >= len(tokens):
            break
        depth, end = 0, at
        for end in range(at, len(tokens)):
            depth += (tokens[end] in OPEN) - (tokens[end] in CLOSE)
            if depth == 0:
                break
        head, inner, tail = "".join(tokens[:at]), "".join(tokens[at + 1:end]), "".join(tokens[end + 1:])
        for candidate in (head + tail, head + tokens[at] + tokens[end] + tail, head + "0" + tail, head + inner + tail):
            if candidate != text and len(candidate) < len(text) and fails(candidate):
                text = candidate
                break
        else:
            at += 1
    return text


def reduce(text, fails, give_up):
    """The smallest text found for which fails(text) still holds."""
    before = None
    while text != before and not give_up():
        before = text
        text = "".join(without(text.splitlines(keepends=True), fails, give_up))
        text = "".join(without(split_statements(text), fails, give_up))
        text = without_groups(text, fails, give_up)
        text = "".join(without(TOKEN.findall(text), fails, give_up))
    return text
