"""Findings as an editor shows them: from where to where, and what else to look at."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.editors.meaning import NameMeanings
from katch_protocols.editors.pages import Declared, WrittenPage
from katch_protocols.editors.positions import Lines
from katch_protocols.editors.written_words import inside
from katch_protocols.files.tokens import FileToken
from katch_protocols.findings import Finding, Path

__all__ = ["ShownProblem", "problems"]

_MOST = 3
"""So many other places are shown beside one finding."""

_REGISTRIES: Mapping[str, tuple[str, ...]] = {
    "agency": ("agencies",),
    "agencies": ("agencies",),
    "role": ("roles", "agencies"),
    "roles": ("roles", "agencies"),
    "holder": ("roles",),
    "receiver": ("roles",),
    "sender": ("roles",),
    "source": ("sources",),
    "sources": ("sources",),
    "function": ("functions",),
    "protocol": ("protocols",),
    "fact": ("facts",),
    "document": ("documents",),
    "region": ("regions",),
    "entry": ("register",),
    "state": ("states", "parallel"),
    "activity": ("activities",),
    "first": ("activities",),
    "second": ("activities",),
    "safeguard": ("safeguards",),
}
"""What a fact of a finding can be the name of."""


class ShownProblem(Struct, frozen=True):
    """A finding in a file, from ``start`` to ``end``, with where its names are."""

    finding: Finding
    start: int
    end: int
    related: tuple[Declared, ...] = ()


def problems(
    page: WrittenPage, found: tuple[Finding, ...], meanings: NameMeanings
) -> Iterator[ShownProblem]:
    """Yield the findings of one file with their places."""
    lines = page.lines()
    starts = {each.start: each for each in reversed(page.tokens)}
    for finding in found:
        start, end = _shown(page, finding, lines, starts)
        yield ShownProblem(
            finding, start, end, tuple(_related(page, finding, meanings))
        )


def _shown(
    page: WrittenPage, finding: Finding, lines: Lines, starts: Mapping[int, FileToken]
) -> tuple[int, int]:
    """Return from where to where a finding is shown: on one line, at its word.

    A finding about a value may stand at its key; what it names of the value is shown.
    """
    start = 0 if finding.place is None else lines.placed(finding.place)
    token, last = starts.get(start), lines.end(lines.position(start)[0])
    if token is None or token.end <= start:
        return start, _word_end(page.text, start, last)
    named = set(finding.facts.values())
    value = page.alone.get(token.path) if token.is_key else None
    if value is not None and value.end <= last:
        begin, raw = inside(page, value)
        for word in _WORD.finditer(raw):
            if word[0] in named:
                return begin + word.start(), begin + word.end()
    return start, min(token.end, last)


_WORD = re.compile(r"[^\s()/]+")
_NAME = re.compile(r"[a-z][\w.]*")


def _word_end(text: str, start: int, end: int) -> int:
    """Return where the word ends that begins at a place."""
    for at in range(start, end):
        if text[at].isspace() and at > start:
            return at
    return end


def _related(
    page: WrittenPage, finding: Finding, meanings: NameMeanings
) -> Iterator[Declared]:
    """Yield where the names are declared of which a finding speaks."""
    shown = 0
    here = None if finding.place is None else (page.file, finding.place.line)
    for fact, value in finding.facts.items():
        for name in _NAME.findall(value) if fact in _REGISTRIES else ():
            for each in _declared(fact, name, finding.path, meanings):
                home = meanings.pages.get(each.file)
                if home is None or shown >= _MOST:
                    continue
                line = home.lines().position(each.token.start)[0] + 1
                if (each.file, line) != here:
                    shown += 1
                    yield each


def _declared(
    fact: str, name: str, path: Path, meanings: NameMeanings
) -> tuple[Declared, ...]:
    declared, registries = meanings.pages.declared, _REGISTRIES[fact]
    shared = meanings.scopes.named(registries, name, path)
    if shared:
        return declared[shared[0]][:1]
    root, bare = path[:2], name.rpartition(".")[2]
    near = (
        each
        for each in declared
        if each[-1] == bare and each[:2] == root and each[-2:-1][0] in registries
    )
    first = next(near, None)
    return () if first is None else declared[first][:1]
