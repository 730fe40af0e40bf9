"""The events of a case that are steps, in their order; of what has none, together."""

from typing import TypeAlias

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.logs.events import LogCase, LogEvent

__all__ = ["MOST_TIED", "EventGroups", "are_tied", "grouped"]

MOST_TIED = 6
"""Of more events at one instant the order of the file counts."""

EventGroups: TypeAlias = tuple[tuple[LogEvent, ...], ...]


def are_tied(event: LogEvent, other: LogEvent) -> bool:
    """Tell whether no number says which of two events of a case was first."""
    return event.number == other.number


def grouped(case: LogCase) -> EventGroups:
    """Return the events of a case; those of one instant, of no order, together."""
    steps = [each for each in case.events if each.kind is not EventKind.STAND_IN]
    groups: list[list[LogEvent]] = []
    until, is_tied = -1, False
    for event in steps:
        if groups and event.at <= until and are_tied(groups[-1][-1], event):
            groups[-1].append(event)
            until, is_tied = max(until, event.until), True
        else:
            groups.append([event])
            until = event.until
    if not is_tied:
        return tuple(zip(steps, strict=True))
    return tuple(
        part
        for group in groups
        for part in (
            [tuple(group)] if len(group) <= MOST_TIED else [(e,) for e in group]
        )
    )
