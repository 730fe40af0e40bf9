"""What the clocks of a protocol's cases go by: what each step can change of them."""

from collections.abc import Mapping
from functools import cached_property, reduce
from operator import or_

from msgspec import Struct, field

from katch_protocols.cases.happening import happening
from katch_protocols.cases.instants import EVER, HandbookCalendar
from katch_protocols.cases.owed import (
    OPENING,
    DutyRule,
    Moment,
    OwedSince,
    after_step,
    place_of,
    rules_of,
)
from katch_protocols.charts.chart import Chart
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.table import Row, Table

__all__ = ["LONG_AGO", "ClockRules", "TouchedDuty"]

LONG_AGO: Moment = (EVER, OPENING)
"""Before everything that happens in a case."""


class ClockRules(Struct, frozen=True, eq=False, dict=True):
    """What the clocks of a protocol's cases go by.

    ``clocked`` are the nodes that have a clock. ``starts`` are the events that clocks
    count from, by the activity or the node that brings them. ``resumable`` are the
    composites that can be taken up as they were left; each is active in the words that
    have the bits ``match`` under its ``mask``. ``duties`` are those with a clock of
    their own.
    """

    table: Table
    calendar: HandbookCalendar
    clocked: frozenset[int]
    starts: Mapping[str | int, tuple[str, ...]]
    resumable: Mapping[int, tuple[int, int]]
    duties: tuple[DutyRule, ...] = ()
    _touching: dict[object, tuple["TouchedDuty", ...]] = field(default_factory=dict)

    def touching(self, row: Row, before: int, after: int) -> tuple["TouchedDuty", ...]:
        """Return the duties that a step changes, whatever is known of them before."""
        mask = self._mask
        came = self.coming(row, after)
        key = row.activity, row.entered, row.resumed, came, before & mask, after & mask
        found = self._touching.get(key)
        if found is None:
            if len(self._touching) >= _MOST_KEPT:
                self._touching.clear()
            step = row, before, after
            every = (
                (number, rule, rule.duty.start in came)
                for number, rule in enumerate(self.duties)
            )
            found = tuple(each for each in every if _changes(each, step))
            self._touching[key] = found
        return found

    def coming(self, row: Row, after: int) -> tuple[str, ...]:
        """Return the events that clocks count from and a step brings, each once.

        ``after`` is the word that it leads to.
        """
        if not self.starts:
            return ()
        causes = happening(self.table, row, after)
        found = (name for each in causes for name in self.starts.get(each, ()))
        return tuple(dict.fromkeys(found))

    @cached_property
    def asked_inside(self) -> int:
        """The bits of a word that tell which of these events a resumption brings."""
        nodes = (each for each in self.starts if isinstance(each, int))
        above = self.table.chart.ancestors
        inside = (
            place_of(self.table, node)[0]
            for node in nodes
            if not self.resumable.keys().isdisjoint(above(node))
        )
        return reduce(or_, inside, 0)

    @cached_property
    def _mask(self) -> int:
        """The bits of a word that decide what becomes of any duty."""
        places = (mask for each in self.duties for mask, _ in each.places.values())
        return reduce(or_, (*places, *(each.mask for each in self.duties)), 0)

    @staticmethod
    def of(table: Table, calendar: HandbookCalendar) -> "ClockRules":
        """Return the rules of a compiled protocol, under a handbook's calendar."""
        clocked = (
            node.index for node in table.chart.nodes if node.within or node.timers
        )
        resumed = sorted(table.layout.resumed)
        resumable = {node: place_of(table, node) for node in resumed}
        starts, duties = _starts(table.chart), rules_of(table)
        return ClockRules(
            table, calendar, frozenset(clocked), starts, resumable, duties
        )


TouchedDuty = tuple[int, DutyRule, bool]
"""A duty's number and rule, and whether the event of its clock comes with a step."""

_MOST_KEPT = 4_096
"""Of how many steps of a protocol is kept which duties they change."""

_KNOWN = (None, OwedSince(LONG_AGO), OwedSince(LONG_AGO, kept=True))
"""What can be known of a duty before a step."""


def _changes(touched: TouchedDuty, step: tuple[Row, int, int]) -> bool:
    _, rule, comes = touched
    if not comes and not rule.is_touched(step[0], step[1] ^ step[2]):
        return False
    return any(
        after_step(rule, each, step, LONG_AGO, comes=comes) is not each
        for each in _KNOWN
    )


def _starts(chart: Chart) -> dict[str | int, tuple[str, ...]]:
    found: dict[str | int, tuple[str, ...]] = {}
    clocks = (
        *(node.clock_start for node in chart.nodes),
        *(duty.start for duty in chart.duties),
    )
    for name in dict.fromkeys(clock for clock in clocks if clock is not None):
        event = event_of(chart, name)
        bringing: tuple[str | int, ...] = (*event.activities, *event.nodes)
        for each in bringing:
            found[each] = (*found.get(each, ()), name)
    return found
