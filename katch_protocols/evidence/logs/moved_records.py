"""Records of cases that moved to another version: how they went on, and their past."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from msgspec.structs import replace

from katch_protocols.cases.chapters import chapters
from katch_protocols.cases.clock_image import parts_of
from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.image import word_in_image
from katch_protocols.cases.owed import Moment
from katch_protocols.cases.retelling import Retelling
from katch_protocols.errors import KatchError
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    MovedCase,
    PastStep,
    RetoldCase,
    micros,
)

__all__ = ["as_moved"]

_Meaning: TypeAlias = Callable[[str], CompiledCase | None]


def as_moved(
    case: LogCase, record: Mapping[str, Any], move: int, meaning: _Meaning
) -> LogCase:
    """Return a case as it went on with the event of its record with which it moved.

    When it should have been taken up is not told: that may have been before.

    Args:
        case: All of it, in the words of the version that it moved to.
        record: Its record.
        move: The number of the event.
        meaning: Gives what a pin means, if anybody knows.

    Raises:
        KeyError, TypeError, ValueError: The record has another shape.
    """
    event = record["events"][move]
    at = micros(datetime.fromisoformat(event["at"]))
    before = {each.number: each for each in case.events if (each.number or 0) < move}
    retelling = _retelling(record, move, case.compiled, meaning)
    gone = {
        number: each.place
        for number, each in before.items()
        if each.kind is not EventKind.STAND_IN or each.lent_until <= at
    }
    image, table = event["migration"]["image"], case.compiled.table
    moved = MovedCase(
        word_in_image(table, image),
        _before(parts_of(image["clocks"], table.chart)),
        at,
        tuple(gone.values()),
        None if retelling is None else _past(retelling, before),
    )
    return replace(
        case,
        seen=False,
        events=tuple(each for each in case.events if each.number not in gone),
        noted=case.noted - len(gone),
        due=None,
        is_due_told=case.due is None,
        moved=moved,
    )


def _before(parts: ClockParts) -> ClockParts:
    """Return what a clock knew, its moments apart from those of events that follow."""

    def moment(at: Moment) -> Moment:
        return at[0], -2 - at[1] if at[1] >= 0 else at[1]

    return ClockParts(
        {node: moment(at) for node, at in parts.entered.items()},
        {name: moment(at) for name, at in parts.fired.items()},
        {name: moment(at) for name, at in parts.happened.items()},
        parts.left,
        tuple((node, since, moment(at)) for node, since, at in parts.pauses),
        {number: (moment(at), kept) for number, (at, kept) in parts.owed.items()},
    )


def _past(told: Retelling, events: Mapping[int | None, LogEvent]) -> RetoldCase:
    steps = tuple(
        PastStep(events[each.number], each.row, each.before, each.after, each.happened)
        for each in told.steps
    )
    word, entered = told.begun
    return RetoldCase(word, tuple(entered), steps, told.is_legal)


def _retelling(
    record: Mapping[str, Any], move: int, compiled: CompiledCase, meaning: _Meaning
) -> Retelling | None:
    """Tell what was before a move in the words of what came after it, if one can."""
    events = record["events"]
    previous, migration = events[move]["previous"], events[move]["migration"]
    part = {**record, "events": events[:move], "head": previous}

    def known(pin: str) -> CompiledCase:
        found = meaning(pin)
        if found is None:
            raise LookupError
        return found

    try:
        read = [*chapters(part, migration["from"], known)]
        return Retelling(read, compiled, migration["moves"])
    except (KatchError, LookupError, TypeError, ValueError, AttributeError):
        return None
