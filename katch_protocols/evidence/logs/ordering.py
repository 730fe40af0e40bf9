"""In what order the events of a case are, each once, and which of them count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.events import Heard, LogEvent

__all__ = ["LogWindow", "in_order", "once", "rows_in_order"]


@dataclass(frozen=True, slots=True)
class LogWindow:
    """Within which microseconds a log is complete, and what the time is now."""

    since: int | None
    until: int
    now: int

    def holds(self, event: LogEvent) -> bool:
        """Tell whether an event is within it."""
        begun = self.since is None or event.until >= self.since
        return begun and event.at < self.until


def in_order(events: Sequence[LogEvent], heard: list[Heard]) -> list[LogEvent]:
    """Put events in their order: by number where all have one, else by time.

    Where numbers and times contradict one another, that is heard.
    """
    if not events or any(each.number is None for each in events):
        return sorted(events, key=lambda each: each.at)
    found = sorted(events, key=lambda each: each.number or 0)
    last = found[0].at
    for each in found:
        if each.until < last:
            heard.append(Heard("disorder", each.at, each.place, {"what": "number"}))
        last = max(last, each.at)
    return found


def once(events: Sequence[LogEvent]) -> list[LogEvent]:
    """Return each event once: the same activity, instant and person are the same."""
    known: dict[object, LogEvent] = {}
    for each in events:
        records = tuple(sorted(each.records.items()))
        known.setdefault((each.activity, each.at, each.person, records), each)
    return list(known.values())


def rows_in_order(
    case: NDArray[np.int32], when: NDArray[np.int64], numbers: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return the order of rows: by case, then by number where all have one, or time."""
    keys = (case, when) if numbers is None else (case, numbers, when)
    apart = np.ones(max(len(case) - 1, 0), np.bool_)
    for key in reversed(keys):
        apart = (key[1:] > key[:-1]) | ((key[1:] == key[:-1]) & apart)
    # Most logs are in order as they are written.
    return np.arange(len(case)) if apart.all() else np.lexsort(keys[::-1])
