"""Slips that a machine can mend: a finding that knows what was meant becomes an edit.

An edit changes a part of one line, or adds one behind it; comments and layout stay byte
for byte.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.files.characters import clean, is_clean
from katch_protocols.files.misspelt_names import OF_DECLARED_NAMES, NamePlace, misspelt
from katch_protocols.files.quoted_texts import Change, closed, in_straight, quoted
from katch_protocols.files.sorted_languages import sorted_languages
from katch_protocols.files.splices import Splice, spliced
from katch_protocols.findings import OTHER_KIND, WRITTEN, Finding, Place
from katch_protocols.words.lists import NAMES

__all__ = ["Edit", "edited", "edits"]


class Edit(Struct, frozen=True, order=True):
    """In a line of a file the text ``old`` at a column becomes ``new``.

    Line and column count from 1. ``rule`` is that of the finding which it mends.
    """

    file: str
    line: int
    column: int
    old: str
    new: str
    rule: str

    def apply(self, line: str) -> str:
        """Return the line with the edit."""
        return spliced(line, (self.splice(0),))

    def splice(self, line_start: int) -> Splice:
        """Return the edit as a change of the text in which its line begins there."""
        start = line_start + self.column - 1
        return Splice(start, start + len(self.old), self.new)


_SIGNS = {
    "semicolon-for-colon": ":",
    "unusual-space": " ",
    "dash-for-hyphen": "-",
    "colon-missing": ":",
    "comma-missing": ",",
    "space-missing": ": ",
    "not-a-comment": "#",
    "smart-quotes": "",
}
"""Findings of one sign that is wrong or missing, and what should stand there."""

_LIKE_COMMAS = frozenset(";\uff0c\uff1b\u060c\u061b\u3001")
"""What stands where a comma should."""

_BRACES = re.compile(r"\{[^{}]*\}")

_OFFERED = frozenset({"known", "expected", "id", OTHER_KIND})
"""Facts that say what could stand there, or of what it is the name."""

_QUOTED = frozenset(
    {
        "needs-quotes",
        "reserved-character",
        "colon-in-text",
        "comma-in-text",
        "hash-in-text",
        "unopened-quote",
    }
)
"""Findings of a text that stands without the quotation marks that it needs."""

_VALUE = re.compile(r":[\w\"'\[{“„«‘]")
"""A colon and what can begin a value behind it."""

_KEY = re.compile("(?: *(?:- )?|.*[{,] *)[a-z][a-z_0-9]*")


def edits(findings: Iterable[Finding], texts: Mapping[str, bytes]) -> tuple[Edit, ...]:
    """Return the edits that mend findings, in order; no two touch one line.

    A finding is mended where what was meant is certain enough to be offered, and what
    was written stands once in its line behind its place. What is left out can be mended
    in the next round, once the others are; so is what would get a name that
    is known nowhere. Where more uses of a name agree than have it as it is declared,
    its declaration is mended, or nothing if either could be meant.
    """
    lines = {name: _lines(data) for name, data in texts.items()}
    every: list[Edit] = []
    for finding in findings:
        place = finding.place
        if place is None or not 0 < place.line <= len(lines.get(place.file, ())):
            continue
        edit = next(_edits(finding, place, lines[place.file]), None)
        if edit is not None:
            every.append(edit)
    every = [*_as_most_write(every, lines)]
    unknown = {edit.old for edit in every if edit.rule.startswith("unknown-")}
    found: dict[tuple[str, int], Edit] = {}
    for edit in every:
        if edit.new not in unknown:
            found.setdefault((edit.file, edit.line), edit)
    return tuple(sorted(found.values()))


def _as_most_write(
    every: Sequence[Edit], lines: Mapping[str, Sequence[str]]
) -> Iterator[Edit]:
    """Yield edits; of a name that is declared by a slip, that of its declaration."""
    named = [edit for edit in every if edit.rule in OF_DECLARED_NAMES]
    uses = (
        ((edit.old, edit.new), NamePlace(edit.file, edit.line - 1, edit.column - 1))
        for edit in named
    )
    found = misspelt(uses, lines)
    told = set[tuple[str, str]]()
    for edit in every:
        spelling = edit.old, edit.new
        if edit.rule not in OF_DECLARED_NAMES or spelling not in found.kept:
            yield edit
        elif spelling in found.declared and spelling not in told:
            told.add(spelling)
            file, row, at = found.declared[spelling]
            yield Edit(file, row + 1, at + 1, edit.new, edit.old, edit.rule)


def edited(text: bytes, some: Iterable[Edit]) -> bytes:
    """Return the text of a file with its edits."""
    said = text.decode("utf-8", errors="surrogateescape")
    starts = [0, *(found.end() for found in re.finditer("\n", said))]
    splices = (each.splice(starts[each.line - 1]) for each in some)
    return spliced(said, splices).encode("utf-8", errors="surrogateescape")


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", errors="surrogateescape").split("\n")


def _edits(finding: Finding, place: Place, lines: Sequence[str]) -> Iterator[Edit]:
    """Yield the edits that would mend a finding in its line, or below it."""
    row = place.line - 1
    if finding.rule == "complete-without-done":
        row, changes = _with_done(lines, row, finding.facts.get("follows", ""))
    elif finding.rule == "languages-out-of-order":
        order = finding.facts["languages"].split(NAMES)
        changes = sorted_languages(lines[row], place.column - 1, order)
    elif finding.rule == "forbidden-character":
        is_ended = lines[row].endswith("\r") and row + 1 < len(lines)
        changes = _seen(lines[row], place.column - 1, "\r\n" if is_ended else "\n")
    elif finding.rule == "not-a-comment" and _is_item(lines, row):
        changes = iter([(place.column - 1, "--", "-")])
    else:
        following = "".join(lines[row + 1 : row + 2])
        changes = _changes(finding, lines[row], place.column - 1, following)
    for at, old, new in changes:
        yield Edit(place.file, row + 1, at + 1, old, new, finding.rule)


def _with_done(
    lines: Sequence[str], row: int, follows: str
) -> tuple[int, Iterator[Change]]:
    """Return the last line of a state, and what adds there where it leads when done."""
    head = lines[row].partition(" #")[0].rstrip()
    margin = _margin(lines[row])
    last, inner = row, ""
    for at, line in enumerate(lines[row + 1 :], row + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            if len(_margin(line)) <= len(margin):
                break
            last, inner = at, inner or _margin(line)
    if not follows or not head.endswith(":") or not inner:
        return row, iter(())
    text = lines[last].rstrip("\r")
    end = lines[last][len(text) :] + "\n"
    return last, iter([(len(text), "", f"{end}{inner}done: {follows}")])


def _is_item(lines: Sequence[str], row: int) -> bool:
    """Tell whether a line that begins with ``--`` stands beside items of a list."""
    margin = _margin(lines[row])
    is_near = lines[row].startswith(f"{margin}--")
    for beside in (reversed(lines[:row]), lines[row + 1 :]):
        rest = (line for line in beside if line.strip())
        inner = (line for line in rest if len(_margin(line)) <= len(margin))
        if is_near and next(inner, "").startswith(f"{margin}- "):
            return True
    return False


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _changes(
    finding: Finding, line: str, start: int, following: str
) -> Iterator[Change]:
    facts = finding.facts
    match finding.rule:
        case rule if rule in _SIGNS:
            yield from _sign(rule, line, start)
        case "braces-for-brackets" if found := _BRACES.match(line, start):
            yield start, found[0], facts["list"]
        case "unclosed-quote":
            yield from closed(line, start, following)
        case rule if rule in _QUOTED:
            yield from quoted(rule, line, start, facts.get("value", ""), following)
        case "ids-not-listed" if not isinstance(finding.path[-1], int):
            yield from _replaced(line, start, [facts["value"]], facts["list"])
        # Whether a gap is closed or is called otherwise now, a person knows.
        case "register-entry-solved":
            return
        case _ if len(finding.near) == 1:
            yield from _as_meant(line, start, facts, finding.near[0])
        case _:
            return


def _sign(rule: str, line: str, start: int) -> Iterator[Change]:
    """Put the right sign in the place of a wrong one, or where none is."""
    old, new = line[start : start + 1], _SIGNS[rule]
    match rule:
        case "colon-missing" if old != new and _KEY.fullmatch(line[:start]):
            yield start, "", new
        case "comma-missing":
            at = start - (line[start - 1 : start] in _LIKE_COMMAS)
            yield at, line[at:start] or old.strip(), new
        case "not-a-comment":
            yield start, line[start : start + 2], new
        case "smart-quotes":
            yield from in_straight(line, start)
        case "space-missing" if _VALUE.match(line, start):
            yield start, old, new
        case "semicolon-for-colon" | "unusual-space" | "dash-for-hyphen":
            yield start, old, new
        case _:
            return


def _seen(line: str, start: int, end: str) -> Iterator[Change]:
    """Put what can be seen for what cannot; lines end as those of the file do."""
    old = line[start : start + 1]
    if old == "\r":
        # Ends of lines of old machines make one line of all that follows.
        old = line[start:].removesuffix(end[:-1])
    if not is_clean(old):
        yield start, old, clean(old).replace("\n", end)


def _as_meant(
    line: str, start: int, facts: Mapping[str, str], meant: str
) -> Iterator[Change]:
    """Put what was meant for what was written: a value, or a part of a sentence."""
    if "sentence" in facts:
        yield from _reworded(line, start, facts, meant)
        return
    one = next((facts[key] for key in WRITTEN if key in facts), None)
    others = (text for key, text in facts.items() if key not in _OFFERED)
    yield from _replaced(line, start, others if one is None else (one,), meant)


def _reworded(
    line: str, start: int, facts: Mapping[str, str], meant: str
) -> Iterator[Change]:
    """Mend the word of a sentence that is wrong, or all of it: several words are all.

    A sentence that the line does not show as it is said is left to a person.
    """
    whole, word = facts["sentence"], facts["word"]
    if line.count(whole) != 1:
        return
    if " " in meant:
        yield line.index(whole), whole, meant
    elif word and line.startswith(word, start):
        yield start, word, meant


def _replaced(
    line: str, start: int, written: Iterable[str], meant: str
) -> Iterator[Change]:
    """Put what was meant for what was written, where that stands once."""
    part = line[start:].partition(" #")[0]
    for text in sorted(set(written), key=len, reverse=True):
        whole = rf"(?<![\w.]){re.escape(text)}(?![\w.])"
        found = list(re.finditer(whole, part)) if text else []
        if len(found) == 1 and text != meant:
            yield start + found[0].start(), text, meant
            return
