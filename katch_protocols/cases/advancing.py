"""Let the clock move a case: every step that it owes, up to a bound for one call."""

from datetime import datetime

from katch_protocols.cases.event import Event
from katch_protocols.cases.ledger import Ledger
from katch_protocols.errors import AdvanceError

__all__ = ["MOST_STEPS", "advance"]

MOST_STEPS = 1_000
"""A clock that ticks by the minute owes half a million steps after a year."""


def advance(ledger: Ledger, at: datetime) -> tuple[Event, ...]:
    """Take the steps that are due at an instant; return their events.

    Raises:
        AdvanceError: There are more than ``MOST_STEPS``; those were taken.
    """
    before = len(ledger.log)
    while ledger.wake <= at:
        due, way = ledger.next_tick()
        if way is None:
            break
        if len(ledger.log) - before == MOST_STEPS:
            raise AdvanceError(MOST_STEPS, ledger.last, due)
        ledger.tick(way, max(due, ledger.last))
        ledger.wind()
    return tuple(ledger.log[before:])
