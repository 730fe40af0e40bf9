"""Which event of a log takes up a case that another one opened."""

from collections.abc import Iterable

from katch_protocols.cases.event import EventKind
from katch_protocols.cases.receiving import receivers, receives
from katch_protocols.cases.state import CaseState
from katch_protocols.evidence.logs.events import LogEvent, instant_of_micros

__all__ = ["taking_up"]


def taking_up(
    state: CaseState, events: Iterable[LogEvent], over: int
) -> LogEvent | None:
    """Return the first event that takes a case up, or may: nobody knows for whom.

    Once it has ended, at the latest at ``over``, nobody need take it up.
    """
    roles = receivers(state)
    for event in events:
        if event.kind is EventKind.ACTIVITY and event.at <= over:
            at = instant_of_micros(event.at)
            if not event.agencies or receives(state, roles, at, *event.agencies):
                return event
    return None
