"""Drawings, read back from what their SVG tells a screen reader, row by row."""

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from katch_protocols.words.say import say
from tests.telling.rows import BASES, PARTS, SPAN, Cell, Due, Row, due_in, span_of

__all__ = ["card", "deadlines", "matrix", "pairs"]

_SVG = "{http://www.w3.org/2000/svg}"


def _table(svg: str, role: str, heads: list[str]) -> Iterator[dict[str, str]]:
    """Yield the rows: the title of each group says every cell behind its head."""
    for group in ET.fromstring(svg).iter(f"{_SVG}g"):  # noqa: S314 - our own
        title = group.find(f"{_SVG}title")
        if group.get("class") == role and title is not None:
            ahead = "|".join(map(re.escape, heads))
            said = re.split(rf"(?:^|; )({ahead}): ", (title.text or "").rstrip("."))
            yield dict(zip(said[1::2], said[2::2], strict=True))


def _said(key: str, language: str) -> str:
    domain = "duties" if key.startswith("part-") else "drawings"
    return say(f"{domain}.{key}", language)


def _heads(language: str, *keys: str) -> list[str]:
    return [_said(key, language) for key in keys]


def matrix(svg: str, language: str, parties: Iterable[str]) -> Iterator[Cell]:
    """Yield the signs as letters, of answers too.

    ``parties`` are all names, for some have a comma in them.
    """
    longest = sorted(parties, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, longest)))
    heads = _heads(language, "phase", "duty", "by-when", *(f"part-{p}" for p in PARTS))
    for row in (*_table(svg, "duty", heads), *_table(svg, "answer", heads)):
        due = due_in(row.get(heads[2], ""))
        for part, head in zip(PARTS, heads[3:], strict=True):
            said = row.get(head, "")
            assert not known.sub("", said).strip(", "), f"who is that: {said}"
            for party in known.findall(said):
                yield Cell(party, row[heads[1]], part, due)


def card(svg: str, language: str, body: str) -> Iterator[Row]:
    heads = _heads(language, "duty", "part", "by-when", "rests-on")
    both = _said("part-both", language)
    said = {_said(f"part-{part}", language): part for part in PARTS}
    done_by = say("drawings.done-by", language, who="")
    for row in _table(svg, "duty", heads):
        text = row[heads[1]]
        parts = {said[each] for each in text.split("; ") if each in said}
        if text.startswith(both):
            parts |= {"responsible", "accountable"}
        if text.startswith(done_by):
            parts = {"accountable"}
        yield Row(body, row[heads[0]], frozenset(parts), due_in(row.get(heads[2], "")))


def deadlines(svg: str, language: str) -> Iterator[tuple[str, str, Due]]:
    """Yield what is asked, the step, and the deadline; no moves of the clock."""
    keys = ("phase", "duty", "step", "by-when", "basis", "must-act", "who-answers")
    heads = _heads(language, *keys)
    for row in _table(svg, "deadline", heads):
        if heads[4] in row:
            found = SPAN.match(row[heads[3]])
            assert found is not None, row
            due = Due(*span_of(found), BASES[row[heads[4]]])
            yield row[heads[1]], row[heads[2]], due


def pairs(svg: str) -> Iterator[tuple[str, str]]:
    """Yield who hands a case over, and to whom."""
    for group in ET.fromstring(svg).iter(f"{_SVG}g"):  # noqa: S314 - our own
        title = group.find(f"{_SVG}title")
        if group.get("class") == "handoff" and title is not None:
            sender, receiver = (title.text or "").partition(": ")[0].split(" → ")
            yield sender, receiver
