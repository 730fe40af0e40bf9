"""By when an opened case must be taken up, where only the opener's log tells it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from katch_protocols.charts.chart import ChartOpening
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    instant_of_micros,
    micros,
)

__all__ = ["with_due"]


def with_due(cases: Sequence[LogCase]) -> Iterator[LogCase]:
    """Yield each case, and with it by when it must be taken up.

    It counts from the opener's last event that can open it, before it was opened.
    """
    known: Mapping[str, LogCase] = {each.key: each for each in cases}
    for case in cases:
        opener = known.get(case.opener or "")
        if case.due is not None or opener is None:
            yield case
            continue
        yield replace(case, due=_due(case, opener))


def _due(case: LogCase, opener: LogCase) -> int | None:
    found: tuple[LogEvent, ChartOpening] | None = None
    for event in opener.events:
        if event.at > case.opened:
            break
        for each in _openings(opener, event.activity):
            if each.protocol == case.compiled.protocol.id:
                found = event, each
    if found is None or found[1].within is None:
        return None
    event, limit = found[0], found[1].within.limit
    later = opener.compiled.clocks.calendar.later
    return micros(later(instant_of_micros(event.at), limit))


def _openings(case: LogCase, activity: str) -> Iterator[ChartOpening]:
    known = case.compiled.activities.get(activity)
    for row in () if known is None else known.rows:
        yield from row.opens
