"""What one run tells, as figures by name: estimates are made of them."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from katch_protocols.evidence.simulations.engine.store import (
    MONTH_WIDTH,
    RECORD_WIDTH,
    Kind,
    ToldRun,
)
from katch_protocols.evidence.simulations.estimates import quantile_of_open
from katch_protocols.evidence.simulations.plan import NEVER, Plan
from katch_protocols.evidence.simulations.planning import Planned
from katch_protocols.evidence.simulations.working_time import DAY, open_before

__all__ = ["Key", "RunFigures", "figures_of", "open_by_day"]

Key = tuple[str, int]
"""What a figure is of (``median``, ``in_time`` …), and the number of the thing."""

_HOUR = 3600
_NINE = 0.9


class RunFigures(Struct):
    """The figures of one run; ``None``: too few cases to tell.

    ``months`` are by post: at the end of each month what waits, the load and the wait.
    """

    of: dict[Key, float | None] = field(default_factory=dict)
    months: dict[int, list[tuple[int, float | None, float | None]]] = field(
        default_factory=dict
    )


def _records(store: ToldRun) -> Iterator[list[int]]:
    for at in range(0, len(store.record), RECORD_WIDTH):
        yield store.record[at : at + RECORD_WIDTH]


def open_by_day(store: ToldRun, days: int) -> list[int]:
    """Return how many cases are open at the end of each day."""
    change = [0] * (days + 1)
    for kind, _, _, _, _, _, when, _ in _records(store):
        if kind == Kind.OPENED:
            change[min(days, when // DAY)] += 1
        elif kind == Kind.ENDED:
            change[min(days, when // DAY)] -= 1
    found, total = [], 0
    for each in change[:days]:
        total += each
        found.append(total)
    return found


def figures_of(planned: Planned, store: ToldRun, warm: int) -> RunFigures:
    """Return the figures of a run, of the cases that were opened after ``warm``."""
    found = RunFigures()
    _of_cases(planned, store, warm, found)
    _of_posts(planned.plan, store, warm, found)
    return found


class _RunTally(Struct):
    opened: dict[int, tuple[int, int]] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    times: dict[Key, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    kept: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    took: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    waited: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[Key, int] = field(default_factory=lambda: defaultdict(int))


_COUNTED = {Kind.ENDED: "end", Kind.STUCK: "stuck"}
_ABOUT = {Kind.CLOCK: "clock", Kind.DUTY: "duty"}
_OF_SENTENCES = {Kind.SENTENCE, Kind.UNANSWERED}


def _tally(store: ToldRun, warm: int) -> _RunTally:
    found = _RunTally()
    for kind, _, opened, what, value, kept, when, serial in _records(store):
        if kind == Kind.OPENED:
            found.opened[serial] = (opened, what)
        elif opened < warm:
            continue
        elif kind in _COUNTED:
            found.counts[_COUNTED[kind], what] += 1
            if kind == Kind.ENDED:
                found.ended[serial] = when
        elif kind == Kind.MEASURED:
            found.times["time", what][serial] = value
        elif kind in _OF_SENTENCES:
            never = kind == Kind.UNANSWERED and found.ended.get(serial) == when
            _told(found, kind, what, NEVER if never else value, kept)
        else:
            found.kept[_ABOUT[kind], what].append(kept)
    return found


def _told(found: _RunTally, kind: int, what: int, value: int, kept: int) -> None:
    """Note what is told of a sentence; what may still be in time is not known."""
    has_come, key = kind == Kind.SENTENCE, ("sentence", what)
    (found.took if has_come else found.waited)[key].append(value)
    if has_come or not kept:
        found.kept[key].append(kept)


def _of_cases(planned: Planned, store: ToldRun, warm: int, found: RunFigures) -> None:
    tally, horizon = _tally(store, warm), planned.plan.horizon
    late = {serial: each for serial, each in tally.opened.items() if each[0] >= warm}
    first = sum(1 for _, protocol in late.values() if protocol == 0)
    found.of["cases", 0] = first
    protocols = planned.names.protocols
    for number, measured in enumerate(planned.names.measures):
        times = tally.times["time", number]
        arrived = list(times.values())
        without = {
            serial: opened
            for serial, (opened, protocol) in late.items()
            if protocols[protocol] == measured.protocol and serial not in times
        }
        still = [
            horizon - opened
            for serial, opened in without.items()
            if serial not in tally.ended
        ]
        for key, share in (("median", 0.5), ("nine", _NINE)):
            value = quantile_of_open(arrived, still, share)
            found.of[key, number] = None if value is None else value / _HOUR
        found.of["arrived", number] = len(arrived)
        found.of["open", number] = len(still)
        found.of["never", number] = len(without) - len(still)
    for (what, number), values in tally.kept.items():
        found.of[f"{what}-kept", number] = sum(values) / len(values)
        found.of[f"{what}-cases", number] = len(values)
    for (what, number), lengths in tally.took.items():
        still = tally.waited[what, number]
        for key, share in ((f"{what}-median", 0.5), (f"{what}-nine", _NINE)):
            value = quantile_of_open(lengths, still, share)
            found.of[key, number] = None if value is None else value / _HOUR
    for counted, count in tally.counts.items():
        found.of[counted] = count


def _of_posts(plan: Plan, store: ToldRun, warm: int, found: RunFigures) -> None:
    rows: dict[int, list[list[int]]] = defaultdict(list)
    for at in range(0, len(store.monthly), MONTH_WIDTH):
        row = store.monthly[at : at + MONTH_WIDTH]
        rows[row[1]].append(row)
    nothing = [-1, 0, 0, 0, 0, 0, 0, 0]
    for post in range(len(plan.post_people)):
        cut = next((at for at, end in enumerate(plan.months) if end >= warm), 0)
        before = rows[post][cut] if warm else nothing
        start = plan.months[cut] if warm else 0
        _of_post(plan, post, (before, start), rows[post][-1], found)
        months, earlier, since = [], nothing, 0
        for row in rows[post]:
            until = plan.months[row[0]]
            load = _load(plan, post, row[2] - earlier[2], since, until)
            begun = row[5] - earlier[5]
            wait = (row[6] - earlier[6]) / begun / _HOUR if begun else None
            months.append((row[3], load, wait))
            earlier, since = row, until
        found.months[post] = months


def _hours(plan: Plan, post: int, since: int, until: int) -> int:
    if not plan.post_hours[post]:
        return until - since
    opened = open_before(until, plan.before, plan.is_work)
    return opened - open_before(since, plan.before, plan.is_work)


def _load(plan: Plan, post: int, work: int, since: int, until: int) -> float | None:
    hours = _hours(plan, post, since, until) * plan.post_people[post]
    return work / hours if hours else None


def _of_post(
    plan: Plan,
    post: int,
    start: tuple[list[int], int],
    last: list[int],
    found: RunFigures,
) -> None:
    first, since = start
    until = plan.months[-1]
    busy, work = last[2] - first[2], last[7] - first[7]
    found.of["load", post] = _load(plan, post, busy, since, until)
    found.of["demand", post] = _load(plan, post, busy + work, since, until)
    begun = last[5] - first[5]
    waited = last[6] - first[6]
    found.of["wait", post] = waited / begun / _HOUR if begun else None
    found.of["backlog", post] = last[3]
    years = (until - since) / (365 * DAY)
    found.of["growth", post] = (last[3] - first[3]) / years
