"""Where a file stops being YAML, in our own kinds; libyaml's words reach nobody."""

import re
from collections.abc import Iterable, Sequence

from yaml import YAMLError

from katch_protocols.files.yaml_nodes import mark

__all__ = ["explain"]

_OPENED = {
    "while scanning a quoted scalar": "unclosed-quote",
    "while parsing a flow mapping": "unclosed-bracket",
    "while parsing a flow sequence": "unclosed-bracket",
}
"""Faults that are best shown where the part was opened."""

_ESCAPES = (
    "found unknown escape character",
    "did not find expected hexdecimal number",
    "found invalid Unicode character escape code",
)

_BEGINNING = "found character that cannot start"
_FOUND = {
    "mapping values are not allowed in this context": "colon-in-text",
    "could not find expected ':'": "colon-missing",
    "found unexpected ':'": "colon-missing",
    "did not find expected key": "uneven-indent",
    "did not find expected '-' indicator": "uneven-indent",
    "block sequence entries are not allowed in this context": "uneven-indent",
    # libyaml looks ahead, and has a bound of its own.
    "exceeded maximum nesting depth": "too-deep",
}


def explain(error: YAMLError, text: str) -> tuple[str, int]:
    """Return the rule and the mark of a fault that libyaml met in a text."""
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    here = _mark(getattr(error, "problem_mark", None))
    opened = getattr(error, "context_mark", None)
    if problem in _ESCAPES:
        return "unknown-escape", here
    if context in _OPENED and opened is not None:
        return _OPENED[context], _mark(opened)
    if problem.startswith(_BEGINNING):
        return _start(error, text), here
    if "tab character" in problem:
        return "tab-in-indent", here
    return _earlier(_FOUND.get(problem, "not-yaml"), here, text)


_SHIFTED = frozenset({"colon-in-text", "colon-missing", "uneven-indent"})
"""Faults that libyaml often meets one line after the slip that made them."""

_SPACE = re.compile("[^\\S \\t\\r\\n]|\\u200b|\\ufeff")
"""A space that is none to YAML."""

_SEMICOLON = re.compile(r" *(?:- )?[a-z][a-z_0-9]*(;)(?: |$)")
_NO_COLON = re.compile(r" *(?:- )?[a-z][a-z_0-9]*( ) *[^ :#][^:#]*$")
_KEY = re.compile(r" *(?:- )?[a-z][a-z_0-9]*:(?: |$)")


def _earlier(rule: str, at: int, text: str) -> tuple[str, int]:
    """Look for the slip in the line of a fault and in the one before it."""
    if rule not in _SHIFTED:
        return rule, at
    lines = text.split("\n")
    line = min(at // mark(1, 0), len(lines) - 1)
    above = next((one for one in range(line - 1, -1, -1) if lines[one].strip()), line)
    if odd := _sign(lines, dict.fromkeys((above, line))):
        return odd
    if rule != "uneven-indent" and (missing := _NO_COLON.match(lines[above])):
        return "colon-missing", mark(above, missing.start(1))
    second = rule == "colon-in-text" and ": " in lines[line][: at % mark(1, 0)]
    if second or not (_KEY.match(lines[above]) and _KEY.match(lines[line])):
        return rule, at
    return _shallow(lines, line, above) or (rule, at)


def _sign(lines: Sequence[str], numbers: Iterable[int]) -> tuple[str, int] | None:
    """Find a sign that is another one to YAML."""
    for number in numbers:
        if odd := _SPACE.search(lines[number]):
            return "unusual-space", mark(number, odd.start())
        if odd := _SEMICOLON.match(lines[number]):
            return "semicolon-for-colon", mark(number, odd.start(1))
    return None


def _shallow(lines: Sequence[str], line: int, above: int) -> tuple[str, int] | None:
    """Tell which of two lines stands apart: the upper, if the next is as the lower."""
    own = _indent(lines[line])
    if own == _indent(lines[above]):
        return None
    below = next((one for one in lines[line + 1 :] if one.strip()), "")
    alone = above if _indent(below) == own else line
    return "uneven-indent", mark(alone, _indent(lines[alone]))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _start(error: YAMLError, text: str) -> str:
    index = getattr(getattr(error, "problem_mark", None), "index", 0)
    at_tab = text[index : index + 1] == "\t"
    return "tab-in-indent" if at_tab else "reserved-character"


def _mark(found: object) -> int:
    line, column = getattr(found, "line", 0), getattr(found, "column", 0)
    return mark(int(line), int(column))
