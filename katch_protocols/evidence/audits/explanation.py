"""How a case is explained: what happened, what is missing, what does not belong."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.evidence.logs.events import LogEvent
from katch_protocols.model.noun import Id
from katch_protocols.semantics.table import Row

__all__ = ["ExplainedKind", "ExplainedMove", "Explanation"]


class ExplainedKind(StrEnum):
    """What a move of an explanation is."""

    DONE = "done"
    """An event of the log is a step of the protocol."""
    CLOCK = "clock"
    """The clock made a step that no log need tell."""
    UNLOGGED = "unlogged"
    """A step that this system never writes."""
    MISSING = "missing"
    """A step that must have happened and is not in the log."""
    SURPLUS = "surplus"
    """An event that was not possible there."""


class ExplainedMove(NamedTuple):
    """One move.

    Attributes:
        kind: What it is.
        event: The event of the log; ``None`` where there is none.
        row: The step of the table; ``None`` for what does not belong.
        first: The earliest that it can have been, in microseconds since 1970, UTC.
        last: The latest.
        early: Whether the log tells a step of the clock before it was due.
    """

    kind: ExplainedKind
    event: LogEvent | None
    row: Row | None
    first: int
    last: int
    early: bool = False


class Explanation(Struct, frozen=True):
    """The explanation of a case with the fewest edits.

    Attributes:
        moves: What happened, in turn.
        word: The word in which the case began.
        entered: The nodes that it entered as it began; empty where it began before.
        edits: How many steps are missing and events surplus; ``None``: more than are
            looked for.
        from_start: Whether it is told from the case's beginning.
        is_decided: Whether the search came to its end.
        afterwards: The steps that the clock makes after the last event.
        facts: The values with which the case began, as far as they are known.
    """

    moves: tuple[ExplainedMove, ...]
    word: int
    entered: tuple[int, ...]
    edits: int | None
    from_start: bool = True
    is_decided: bool = True
    afterwards: tuple[ExplainedMove, ...] = ()
    facts: Mapping[Id, str] = field(default_factory=dict)
