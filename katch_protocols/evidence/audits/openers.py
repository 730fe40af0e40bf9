"""What the log of its opener tells of a case that another one opened.

By when it must be taken up; and whether the one that is named can have opened it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.charts.chart import ChartOpening
from katch_protocols.charts.starts import openings_of
from katch_protocols.evidence.logs.events import (
    Heard,
    LogCase,
    LogEvent,
    instant_of_micros,
    micros,
)

__all__ = ["with_openers"]


def with_openers(
    cases: Sequence[LogCase], not_logged: Collection[str] = ()
) -> Iterator[LogCase]:
    """Yield each case, and with it what its opener tells.

    By when it must be taken up counts from the opener's last event that can open it,
    before it was opened. Where the log has the opener from its beginning, and nothing
    that it did can have opened the case, or no further case after those before, that is
    heard; so is a case that opened itself, by whatever way round. Of an opener that is
    not in the log nothing can be told. ``not_logged`` are activities that the log never
    tells.
    """
    yield from _Openers(cases, frozenset(not_logged)).told()


class _Openers(Struct, dict=True):
    cases: Sequence[LogCase]
    not_logged: frozenset[str]
    _opened: Counter[tuple[str, str]] = field(default_factory=Counter)
    _limited: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def known(self) -> Mapping[str, LogCase]:
        return {each.key: each for each in self.cases}

    def told(self) -> Iterator[LogCase]:
        """Yield the cases as they came, each with what its opener tells."""
        found: dict[str, LogCase] = {}
        # In the order in which they were opened: an act opens one case after another.
        for case in sorted(self.cases, key=lambda each: (each.opened, each.key)):
            # A record of a live case tells of its opening all there is.
            if case.opener is not None and case.facts is None:
                found[case.key] = self._asked(case)
        yield from (found.get(case.key, case) for case in self.cases)

    def _asked(self, case: LogCase) -> LogCase:
        if self._is_ring(case):
            return _heard(case, "ring")
        opener = self.known.get(case.opener or "")
        # One of its acts that is told without a time may be the one.
        if opener is None or opener.undated:
            return replace(case, is_due_told=not self._is_limited(case))
        before = [each for each in opener.events if each.at <= case.opening[1]]
        every = [(each, _opened_by(each, opener, case)) for each in before]
        acts = [(each, found) for each, found in every if found]
        number = case.opener or "", case.compiled.protocol.id
        self._opened[number] += 1
        if sum(len(found) for _, found in acts) < self._opened[number]:
            if self._tells_all(case, opener):
                return _heard(case, "again" if acts else "opener")
            if not acts:
                return replace(case, is_due_told=not self._is_limited(case))
        event, found = acts[-1]
        within = found[-1].within
        if within is None:
            return case
        calendar = opener.compiled.clocks.calendar
        # Where only the day of the act is told: in the opener, and before this case.
        ends = max(event.at, opener.opened), min(event.until, case.opening[1])
        begun, last = map(instant_of_micros, sorted(ends))
        due = tuple(map(micros, calendar.spread(begun, last, within.limit)))
        return replace(case, due=due[1], due_first=due[0])

    def _is_ring(self, case: LogCase) -> bool:
        """Tell whether the openings lead back to a case."""
        seen, here = {case.key}, case
        while here.opener is not None:
            if here.opener == case.key:
                return True
            if here.opener in seen or here.opener not in self.known:
                return False
            seen.add(here.opener)
            here = self.known[here.opener]
        return False

    def _is_limited(self, case: LogCase) -> bool:
        """Tell whether anything that opens such a case says by when to take it up."""
        name, handbook = case.compiled.protocol.id, case.compiled.handbook
        if name not in self._limited:
            every = openings_of(name, handbook)
            self._limited[name] = any(each.within is not None for each in every)
        return self._limited[name]

    def _tells_all(self, case: LogCase, opener: LogCase) -> bool:
        """Tell whether the log has everything by which an opener can open a case."""
        if opener.seen is not True or opener.heard:
            return False
        compiled = opener.compiled
        silent = {compiled.full_names.get(each) for each in self.not_logged}
        rows = list(compiled.table.starts)
        rows += [step.row for step in compiled.ticks]
        for activity in compiled.activities.values():
            if activity.name in silent:
                rows += [each.row for each in activity.rows]
        wanted = case.compiled.protocol.id
        return not any(each.protocol == wanted for row in rows for each in row.opens)


def _opened_by(
    event: LogEvent, opener: LogCase, case: LogCase
) -> tuple[ChartOpening, ...]:
    """Return the most that an event of the opener can open of such cases."""
    known = opener.compiled.activities.get(event.activity)
    wanted = case.compiled.protocol.id
    ways = [
        tuple(each for each in row.opens if each.protocol == wanted)
        for row in (() if known is None else known.rows)
    ]
    return max(ways, key=len, default=())


def _heard(case: LogCase, what: str) -> LogCase:
    """Return a case with what contradicts itself in how it was opened."""
    every = [*(each.place for each in case.events), *(e.place for e in case.heard)]
    one = Heard("disorder", case.opened, min(every), {"what": what})
    return replace(case, heard=(*case.heard, one))
