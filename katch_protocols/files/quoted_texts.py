"""Texts that want quotation marks: where they begin and end, if that is certain.

What could be two entries as well as one text is left to a person.
"""

import re
from collections.abc import Iterator

from katch_protocols.words.languages import SPOKEN

__all__ = ["Change", "closed", "in_straight", "quoted"]

Change = tuple[int, str, str]
"""Where in a line, counted from 0, which text becomes which."""

_CLOSING = dict(zip("“„«‹‘‚‟‛", "””»›’’””", strict=True))
"""What closes each typographic quotation mark."""

_MARKS = "\"'"
_PEOPLE = "|".join(["title", "note", "short", "cite", *SPOKEN])
_ENTRY = re.compile(rf"( *(?:- )?(?:{_PEOPLE}): +)([^\s\"'{{}}\[\]|>&*!#].*)")
"""A key whose text is for people, and that text on one line, without marks.

No id has a sign that wants quotation marks, so elsewhere they would hide a slip.
"""

_ID = re.compile("[a-z][a-z_0-9]*")
_MAPPING = re.compile(r"[^\w\s]*[{}()\[\]][^\w]*[a-z][a-z_0-9]*: ")
"""The beginning of what was meant as entries in braces, whatever spoils these."""
_INSIDE = re.compile(r".*[{,] *[a-z][a-z_0-9]*: +([^{}\[\],\"':#]+), *")
"""What stands before a second part of a text inside braces."""

_WHOLE = re.compile(r"[^{}\[\]\"':#]+?(?= *(?:, *[a-z][a-z_0-9]*: |\}))")
"""A text inside braces, to the next entry or the end."""


def in_straight(line: str, start: int) -> Iterator[Change]:
    """Put straight quotation marks for curled ones around a text without others."""
    opening = line[start : start + 1]
    end = line.find(_CLOSING.get(opening, opening), start + 1)
    inside = line[start + 1 : end]
    behind = line[end + 1 :].partition(" #")[0].lstrip()
    in_brackets = bool(set(line[:start]) & {"{", "["})
    is_whole = end > 0 and (not behind or (in_brackets and behind[0] in ",]}"))
    is_plain = not set(inside) & {_MARKS[0], "\\"} and _is_text(inside)
    if is_whole and is_plain:
        yield start, line[start : end + 1], f"{_MARKS[0]}{inside}{_MARKS[0]}"


def quoted(
    rule: str, line: str, start: int, value: str, following: str
) -> Iterator[Change]:
    """Put quotation marks around a text that YAML reads otherwise without them.

    Args:
        rule: What was found.
        line: The line; ``following`` is the one behind it.
        start: Where in the line it was found, from 0.
        value: What the finding names.
        following: A text that goes on there ends somewhere else.
    """
    # The sign of a comment in the midst of a text is a part of it.
    known = start + 1 if rule == "hash-in-text" else 0
    sign = " # " if known else " #"
    whole = line[:known] + line[known:].partition(sign)[0]
    entry = _ENTRY.fullmatch(whole.rstrip())
    text, at = "", start
    if rule == "needs-quotes" and line.startswith(value, start):
        text = value
    elif rule == "comma-in-text":
        text, at = _inside(line, start, value)
    elif entry and not _goes_on(line, following):
        found, begins = entry[2], entry.start(2)
        if _is_whole(rule, line, begins, start):
            text, at = found, begins
    if text:
        if unopened := next((each for each in _MARKS if _is_unopened(text, each)), ""):
            yield at, "", unopened
            return
        mark = next((each for each in _MARKS if each not in text), "")
        if mark and "\\" not in text:
            yield at, text, f"{mark}{text}{mark}"


def _is_unopened(text: str, mark: str) -> bool:
    """Tell whether a text has the mark that would close it, and no other sign."""
    return text.find(mark) == len(text) - 1 and "\\" not in text


def _is_whole(rule: str, line: str, begins: int, start: int) -> bool:
    """Tell whether all of a text without marks is meant to be one."""
    match rule:
        case "unopened-quote":
            # What another mark opens ends with the wrong one.
            return begins == start and not set(line[begins:]) & set(_CLOSING)
        case "reserved-character":
            return begins == start
        case "colon-in-text":
            return _is_one(line, begins, start)
        case _:
            return rule == "hash-in-text"


def closed(line: str, start: int, following: str) -> Iterator[Change]:
    """Close a quotation mark at the end of the line in which it opens."""
    end = len(line.rstrip())
    inside = line[start + 1 : end]
    is_block = ": " in line[:start] and not set(line[:start]) & set("{[")
    is_plain = bool(inside) and not set(inside) & {*_MARKS, "\\", "#"}
    is_plain = is_plain and _is_text(inside)
    if is_block and is_plain and not _goes_on(line, following):
        yield end, "", line[start]


def _inside(line: str, start: int, value: str) -> tuple[str, int]:
    """Return a text inside braces of which a comma cut off a part that is no key."""
    before = _INSIDE.fullmatch(line[:start])
    if before is None or _ID.fullmatch(value):
        return "", start
    found = _WHOLE.match(line, before.start(1))
    return (found[0], found.start()) if found else ("", start)


def _is_one(line: str, begins: int, colon: int) -> bool:
    """Tell whether the word before a second colon can be no key of a next entry."""
    if _MAPPING.match(line, begins):
        return False
    word = line[begins:colon].rpartition(" ")[2]
    return colon > begins and not _ID.fullmatch(word)


def _is_text(inside: str) -> bool:
    """Tell whether what marks enclose is neither entries, a list nor a remark."""
    is_list = inside[:1] == "[" and inside.rstrip()[-1:] == "]"
    return not is_list and " #" not in inside and _MAPPING.match(inside) is None


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a text may go on in the next line: that is further in."""
    return bool(following.strip()) and _indent(following) > _indent(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
