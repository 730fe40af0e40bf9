"""Which of two spellings of a name is the slip: that of its uses, or its declaration.

Whoever writes a name ten times in one way and declares it once in another has slipped
where it is declared.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from katch_protocols.sentences.nearness import nearest

__all__ = ["OF_DECLARED_NAMES", "Misspelt", "NamePlace", "Spelling", "misspelt"]

OF_DECLARED_NAMES = frozenset(
    f"unknown-{kind}"
    for kind in (
        "activity",
        "agency",
        "checklist",
        "data-category",
        "document",
        "event",
        "fact",
        "family",
        "function",
        "initial",
        "measured",
        "party",
        "phase",
        "principle",
        "qualification",
        "role",
        "source",
        "state",
        "target",
    )
)
"""The findings of names that somebody declares as a key."""

Spelling = tuple[str, str]
"""A name as it is used where nobody declares it, and as it is declared."""


class NamePlace(NamedTuple):
    """Where a name stands in the files; all count from 0."""

    file: str
    row: int
    column: int


class Misspelt(NamedTuple):
    """What is no slip of the uses of a name.

    Attributes:
        kept: Spellings whose uses are not to be changed.
        declared: Of these, where the declaration is to be changed instead. Where none
            is, a person decides.
    """

    kept: frozenset[Spelling]
    declared: Mapping[Spelling, NamePlace]


def misspelt(
    uses: Iterable[tuple[Spelling, NamePlace]], lines: Mapping[str, Sequence[str]]
) -> Misspelt:
    """Return where more uses agree than there are places that have the declared name.

    The declaration is to be changed if nothing else has its spelling and no other name
    is declared as the uses have it. Else either could be meant. One that reads as its
    title does is no slip, however many write it otherwise.

    Args:
        uses: Each use of an unknown name that is near to a known one.
        lines: Of each file, its lines.
    """
    kept: set[Spelling] = set()
    declared: dict[Spelling, NamePlace] = {}
    found = defaultdict[Spelling, set[NamePlace]](set)
    for (used, known), spot in uses:
        if nearest(used, [known]):
            found[used, known].add(spot)
    for (used, known), at in found.items():
        spots = [*_written(known, lines)]
        if len(at) <= max(len(spots), 1) or _is_as_titled(known, spots, lines):
            continue
        kept.add((used, known))
        rivals = (each for each in found if each[1] == known and each[0] != used)
        is_most = all(len(found[each]) < len(at) for each in rivals)
        others = (spot for spot in _written(used, lines) if spot not in at)
        is_free = not any(_is_key(used, spot, lines) for spot in others)
        if len(spots) == 1 and is_most and is_free and _is_key(known, spots[0], lines):
            declared[used, known] = spots[0]
    return Misspelt(frozenset(kept), declared)


def _written(name: str, lines: Mapping[str, Sequence[str]]) -> Iterator[NamePlace]:
    """Yield where a name stands as a word of its own, comments left out."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for file, rows in lines.items():
        for row, line in enumerate(rows):
            if name in line and not line.lstrip().startswith("#"):
                written = line.partition(" #")[0]
                for found in word.finditer(written):
                    yield NamePlace(file, row, found.start())


_TITLE = re.compile(r"title: *(?:\{\w+: *)?[\"']?([^\"'{},]+)")


def _is_as_titled(
    name: str, spots: Sequence[NamePlace], lines: Mapping[str, Sequence[str]]
) -> bool:
    """Tell whether a name is declared and has the words of the title beside it."""
    for spot in spots:
        if _is_key(name, spot, lines):
            below = lines[spot.file][spot.row : spot.row + 2]
            found = _TITLE.search("\n".join(below), spot.column)
            if found and re.sub(r"\W+", "_", found[1].strip().lower()) == name:
                return True
    return False


def _is_key(name: str, spot: NamePlace, lines: Mapping[str, Sequence[str]]) -> bool:
    return lines[spot.file][spot.row].startswith(f"{name}:", spot.column)
