"""What things are called alike is said once: in the languages that stand together.

A paper has one language, a page has several: there two things are one line only where
every language calls them alike, so that a list is as long in each.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from katch_protocols.exercises.nouns import (
    AnswerLine,
    Mark,
    TabletopRole,
    TabletopSheet,
)

__all__ = ["once"]

_MOST_MARKS = 5
_MOST_NAMED = 4
"""How many things one list of a role card names."""

T = TypeVar("T", bound=Hashable)


def once(told: Sequence[TabletopSheet]) -> tuple[TabletopSheet, ...]:
    """Return a sheet in some languages, in which nothing is said twice."""
    roles = _roles([sheet.role for sheet in told])
    answers = _turned([*_answer(told)], len(told))
    marks = _marks([sheet.marks for sheet in told])
    return tuple(
        replace(sheet, role=role, answer=answer, marks=said)
        for sheet, role, answer, said in zip(told, roles, answers, marks, strict=True)
    )


def _joint(
    lists: Sequence[Sequence[T]], most: int | None = None
) -> list[tuple[T, ...]]:
    """Return lists without what stands in all of them alike, or is said in none."""
    rows = (row for row in dict.fromkeys(zip(*lists, strict=True)) if any(row))
    return _turned([*rows][:most], len(lists))


def _turned(rows: Sequence[Sequence[T]], languages: int) -> list[tuple[T, ...]]:
    """Return a list a language, of rows that have every language."""
    return [tuple(row[at] for row in rows) for at in range(languages)]


def _roles(told: Sequence[TabletopRole]) -> Iterator[TabletopRole]:
    holds, may, cannot = (
        _joint(lists, _MOST_NAMED)
        for lists in (
            [role.holds for role in told],
            [role.may for role in told],
            [role.cannot for role in told],
        )
    )
    for role, *lists in zip(told, holds, may, cannot, strict=True):
        yield replace(role, holds=lists[0], may=lists[1], cannot=lists[2])


def _answer(told: Sequence[TabletopSheet]) -> Iterator[list[AnswerLine]]:
    for lines in zip(*(sheet.answer for sheet in told), strict=True):
        most = _MOST_NAMED if lines[0].key == "besides" else None
        said = _joint([line.said for line in lines], most)
        if any(said):
            yield [
                replace(line, said=each) for line, each in zip(lines, said, strict=True)
            ]


def _marks(told: Sequence[Sequence[Mark]]) -> list[tuple[Mark, ...]]:
    found: dict[Hashable, list[Mark]] = {}
    for marks in zip(*told, strict=True):
        said = _joint([mark.said for mark in marks])
        row = [replace(mark, said=each) for mark, each in zip(marks, said, strict=True)]
        found.setdefault(tuple((mark.head, mark.said) for mark in row), row)
    return _turned([*found.values()][:_MOST_MARKS], len(told))
