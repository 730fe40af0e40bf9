"""A case that moved is a book of chapters: each under the meaning that it had then."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.record import resumed
from katch_protocols.cases.state import CaseState

__all__ = [
    "CaseChapter",
    "Meanings",
    "chapters",
    "moves_in",
    "pin_after",
    "pin_now",
]

Meanings = Callable[[str], CompiledCase]
"""Gives the protocol that a pin means, made ready."""


class CaseChapter(Struct, frozen=True):
    """A case at the end of a chapter; its log goes back to the opening.

    ``first`` is the number of the first event of the chapter, ``start`` the word with
    which it begins.
    """

    state: CaseState
    first: int
    start: int

    @staticmethod
    def of(state: CaseState) -> "CaseChapter":
        """Return the chapter that a case is in."""
        if state.moved is None:
            return CaseChapter(state, 0, state.compiled.table.begun(state.given)[0])
        return CaseChapter(state, state.moved.number + 1, state.moved.word)

    @property
    def told_moves(self) -> Mapping[str, str]:
        """Where states went as the chapter began, as the move tells it."""
        migration = self.state.log[self.first - 1].migration if self.first else None
        return {} if migration is None else migration["moves"]


def moves_in(events: Sequence[Any]) -> list[int]:
    """Return the numbers of the events with which a case moved."""
    return [
        number
        for number, event in enumerate(events)
        if isinstance(event, Mapping) and event.get("kind") == EventKind.MIGRATED
    ]


def pin_now(record: Mapping[str, Any]) -> str:
    """Return what a record means at its end: where it last moved to, if it did."""
    moves = moves_in(record["events"])
    return pin_after(record, moves[-1] if moves else None)


def pin_after(record: Mapping[str, Any], move: int | None) -> str:
    """Return what a record means from an event on with which it moved.

    ``None``: from its opening on.
    """
    if move is None:
        found: str = record["pin"]
        return found
    to: str = record["events"][move]["migration"]["to"]
    return to


def chapters(
    record: Mapping[str, Any], pin: str, compiled_of: Meanings
) -> Iterator[CaseChapter]:
    """Yield each chapter of a record, the first first, step by step under its meaning.

    ``pin`` is what the record means at its end. Raises as ``Case.restore`` does.
    """
    events = record["events"]
    moves = moves_in(events)
    pins = [events[number]["migration"]["from"] for number in moves]
    for known, end in zip([*pins, pin], [*moves, len(events)], strict=True):
        part = {**record, "events": events[:end]}
        if end < len(events):
            part["head"] = events[end]["previous"]
        yield CaseChapter.of(resumed(compiled_of(known), part))
