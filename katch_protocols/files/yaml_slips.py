"""The slip that made a fault of YAML: libyaml often meets the fault lines later."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from katch_protocols.files.slips import DASHES
from katch_protocols.files.yaml_nodes import mark

__all__ = ["Fault", "earlier", "within_brackets"]


class Fault(NamedTuple):
    """Where a file stops being YAML, by our own kind.

    Attributes:
        rule: The kind.
        at: The mark of the slip.
        facts: What the finding says besides.
    """

    rule: str
    at: int
    facts: Mapping[str, str] = {}


_COLUMNS = mark(1, 0)
_ID = "[a-z][a-z_0-9]*"
_BEFORE_COLON = re.compile(rf"(?:(?P<value>.*[^\s,:{{\[])(?P<gap>[\s;.|]+))?{_ID}")
"""What stands in brackets before a second colon: a value, and the next key."""


def within_brackets(text: str, opened: int, here: int) -> Fault:
    """Tell what is wrong inside brackets: what ends an entry, or what closes them.

    Args:
        text: The file.
        opened: Where the bracket opens.
        here: What cannot stand there.
    """
    lines = text.split("\n")
    start, line = opened // _COLUMNS, here // _COLUMNS
    column = here % _COLUMNS
    row = lines[line] if line < len(lines) else ""
    if closed := _closed_in_comment(lines[start], opened):
        return closed
    if line > start and _indent(row) <= _indent(lines[start]):
        return Fault("unclosed-bracket", opened)
    begin = opened % _COLUMNS + 1 if line == start else _indent(row)
    entry = max(begin, *(row.rfind(sign, begin, column) + 1 for sign in ",{["))
    if row[column : column + 1] == ":":
        return _before_colon(row[entry:column], line, entry, here)
    if row[:column].rstrip().endswith(("'", '"')) and row[column:].strip():
        return _behind_end(lines, line, column)
    return Fault("unclosed-bracket", opened)


def _closed_in_comment(row: str, opened: int) -> Fault | None:
    """Tell of a bracket that is closed, but behind a sign that begins a comment."""
    line, column = opened // _COLUMNS, opened % _COLUMNS
    at = row.find(" #", column)
    closing = {"{": "}", "[": "]"}.get(row[column : column + 1], "}")
    if at < 0 or row[column:at].count('"') % 2 or closing not in row[at:]:
        return None
    # What is closed before it was another bracket.
    inner = row[column:at]
    is_open = inner.count("{") + inner.count("[") > inner.count("}") + inner.count("]")
    return Fault("hash-in-text", mark(line, at + 1)) if is_open else None


def _before_colon(entry: str, line: int, start: int, here: int) -> Fault:
    """Tell of two colons in one entry: two entries, or one text that has a colon."""
    key, colon, value = entry.partition(":")
    found = _BEFORE_COLON.fullmatch(value.strip())
    if not colon or found is None or found["value"] is None:
        return Fault("colon-in-text", here)
    begin = start + len(key) + 1 + len(value) - len(value.lstrip())
    name = value.strip()[found.end("gap") :]
    return Fault("comma-missing", mark(line, begin + found.end("value")), {"key": name})


_SHIFTED = frozenset(
    {"colon-in-text", "colon-missing", "uneven-indent", "two-documents"}
)
"""Faults that libyaml often meets one line after the slip that made them."""

_SPACE = re.compile("[^\\S \\t\\r\\n]|\\u200b|\\ufeff")
"""A space that is none to YAML."""

_SEMICOLON = re.compile(rf" *(?:- )?{_ID}(;)(?: |$)")
_NO_SPACE = re.compile(rf" *(?:- )?{_ID}(:)(?=[^\s:/])")
_REMARK = re.compile(r" *(?=//|--(?!-))")
_DASH = re.compile(rf" *([{DASHES}]) +(?=[{{\[]|{_ID})")
_NO_COLON = re.compile(rf" *(?:- )?{_ID}( ) *[^ :#][^:#]*$")
_ALONE = re.compile(rf" *{_ID}(?= *(?:#.*)?$)")
_KEY = re.compile(rf" *(?:- )?{_ID}:(?: |$)")
_SIBLING = re.compile(rf" *{_ID}:(?: |$)")
_HEAD = re.compile(rf" *(?:- )?{_ID}: *(?:#.*)?$")
_QUOTES = "'\""
_OPENS_TEXT = re.compile(r"(?:[:,] +|- +|[\[{] *)$")
_BEHIND_KEY = re.compile(r" *(?:- )?[^\s:#][^:#]*: +")


def earlier(rule: str, at: int, text: str) -> Fault:
    """Look for the slip in the line of a fault and in the one before it.

    Args:
        rule: What the fault seems to be.
        at: Where libyaml met it.
        text: The file.
    """
    if rule not in _SHIFTED:
        return Fault(rule, at)
    lines = text.split("\n")
    line = min(at // _COLUMNS, len(lines) - 1)
    above = next((one for one in range(line - 1, -1, -1) if lines[one].strip()), line)
    if rule == "two-documents":
        ended = lines[above].startswith("...")
        return Fault(rule, mark(above, 0)) if ended else Fault("uneven-indent", at)
    found = next(_seen(rule, at, lines, line, above), None)
    if found is not None:
        return found
    if rule != "uneven-indent" and (missing := _NO_COLON.match(lines[above])):
        return Fault("colon-missing", mark(above, missing.start(1)))
    second = rule == "colon-in-text" and ": " in lines[line][: at % _COLUMNS]
    if second or not (_KEY.match(lines[above]) and _KEY.match(lines[line])):
        return Fault(rule, at)
    return _shallow(lines, line, above) or Fault(rule, at)


def _seen(
    rule: str, at: int, lines: Sequence[str], line: int, above: int
) -> Iterator[Fault]:
    """Yield the slips that the two lines show, the surest first."""
    for number in dict.fromkeys((above, line)):
        yield from _signs(lines[number], number)
    column, row = at % _COLUMNS, lines[line]
    if rule == "uneven-indent" and column > _indent(row):
        yield _behind(lines, line, column)
    if hyphen := _hyphen_among_keys(rule, lines, line):
        yield hyphen
    if alone := _lonely(lines, line, above):
        yield alone
    alike = above < line and _indent(lines[above]) == _indent(row)
    first = rule == "colon-missing" or ": " not in row[:column]
    if alike and first and _KEY.match(row) and _ALONE.match(lines[above]):
        # Half a line: nobody knows what it was to become.
        yield Fault("colon-missing", mark(above, _indent(lines[above])))
    if rule == "uneven-indent" and (outer := _shallow_above(lines, line)):
        yield outer


def _hyphen_among_keys(rule: str, lines: Sequence[str], line: int) -> Fault | None:
    """Find a hyphen before one of several keys: here, or in the line beside above."""
    row = lines[line]
    above = (at for at in range(line - 1, -1, -1) if lines[at].strip())
    near = next((at for at in above if _indent(lines[at]) <= _indent(row)), -1)
    if near < 0 or _indent(lines[near]) != _indent(row):
        return None
    upper = ((near, line),) if rule == "uneven-indent" else ()
    for at, other in ((line, near), *upper):
        key = lines[at].lstrip()
        if key.startswith("- ") and _SIBLING.match(lines[other]):
            example = f"{key.lstrip(' -').partition(':')[0]}: …"
            return Fault("not-a-mapping", mark(at, _indent(row)), {"example": example})
    return None


def _signs(row: str, number: int) -> Iterator[Fault]:
    """Yield the signs of a line that are other ones to YAML."""
    if odd := _SPACE.search(row):
        yield Fault("unusual-space", mark(number, odd.start()))
    if odd := _SEMICOLON.match(row):
        yield Fault("semicolon-for-colon", mark(number, odd.start(1)))
    if odd := _NO_SPACE.match(row):
        yield Fault("space-missing", mark(number, odd.start(1)), {"sign": ":"})
    if odd := _DASH.match(row):
        yield Fault("dash-for-hyphen", mark(number, odd.start(1)), {"sign": odd[1]})
    if odd := _REMARK.match(row):
        sign = row[odd.end() : odd.end() + 2]
        yield Fault("not-a-comment", mark(number, odd.end()), {"sign": sign})


def _behind(lines: Sequence[str], line: int, column: int) -> Fault:
    """Tell of what stands in a line behind the end of its text, or before one."""
    row = lines[line]
    begins = _BEHIND_KEY.match(row)
    if begins is not None and row[begins.end() : begins.end() + 1] in set("-*&"):
        return Fault("reserved-character", mark(line, begins.end()))
    return _behind_end(lines, line, column)


def _behind_end(lines: Sequence[str], line: int, column: int) -> Fault:
    """Tell of what stands behind quotes: a text was never closed, if it began above."""
    row = lines[line][:column].rstrip()
    sign = row[-1:]
    if sign and sign in _QUOTES and row.count(sign) % 2:
        for above in range(line - 1, -1, -1):
            if lines[above].count(sign) % 2 == 0:
                continue
            begun = lines[above].rfind(sign)
            if _OPENS_TEXT.search(lines[above], 0, begun):
                return Fault("unclosed-quote", mark(above, begun))
            break
    return Fault("text-behind-end", mark(line, column), {"sign": sign})


def _lonely(lines: Sequence[str], line: int, above: int) -> Fault | None:
    """Find a key that lacks its colon: a word alone, with keys further in below it."""
    found = _ALONE.match(lines[above])
    before = next((each for each in reversed(lines[:above]) if each.strip()), "")
    goes_on = not _HEAD.match(before) and _indent(before) < _indent(lines[above])
    if found is None or goes_on or _indent(lines[line]) <= _indent(lines[above]):
        return None
    return Fault("colon-missing", mark(above, found.end()))


def _shallow_above(lines: Sequence[str], line: int) -> Fault | None:
    """Find a line further up that stands too far left, as all around it shows.

    It is a key with lines inside; what stands beside it before and behind is further
    in, and its own lines are as deep as theirs.
    """
    own = _indent(lines[line])
    rows = [each for each in range(line) if lines[each].strip()]
    outer = next((one for one in reversed(rows) if _indent(lines[one]) < own), None)
    if outer is None or not _HEAD.match(lines[outer]):
        return None
    beside = [one for one in rows if one < outer and _indent(lines[one]) == own]
    inner = [one for one in rows if one > outer]
    if not beside or not inner or not _HEAD.match(lines[beside[-1]]):
        return None
    depth = _indent(lines[inner[0]])
    before = [one for one in rows if beside[-1] < one < outer]
    alike = bool(before) and _indent(lines[before[0]]) == depth > own
    return Fault("uneven-indent", mark(outer, _indent(lines[outer]))) if alike else None


def _shallow(lines: Sequence[str], line: int, above: int) -> Fault | None:
    """Tell which of two lines stands apart: the upper, if the next is as the lower."""
    own = _indent(lines[line])
    if own == _indent(lines[above]):
        return None
    below = next((one for one in lines[line + 1 :] if one.strip()), "")
    alone = above if _indent(below) == own else line
    return Fault("uneven-indent", mark(alone, _indent(lines[alone])))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
