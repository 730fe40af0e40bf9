"""The clocks of one case: since when each state is, and for how long it was paused."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from msgspec import Struct

from katch_protocols.cases.clock_parts import ClockParts
from katch_protocols.cases.clock_rules import LONG_AGO, ClockRules, TouchedDuty
from katch_protocols.cases.owed import (
    OPENING,
    DutyRule,
    Moment,
    OwedDuties,
    OwedSince,
    after_step,
)
from katch_protocols.charts.chart import ChartNode, ChartTimer
from katch_protocols.model.states import OnPause
from katch_protocols.semantics.table import Row

__all__ = ["CaseClock"]


class _Pause(Struct, frozen=True):
    """A stretch in which a composite was left, until it was taken up as it was."""

    node: int
    since: datetime
    until: Moment


class CaseClock:
    """Follows a case step by step and knows when each of its clocks began.

    Its mappings are never changed in place, so that a shallow copy stays as it is.
    """

    __slots__ = (
        "_entered",
        "_fired",
        "_happened",
        "_left",
        "_owed",
        "_pauses",
        "_rules",
    )

    def __init__(
        self, rules: ClockRules, at: datetime, word: int, entered: tuple[int, ...]
    ) -> None:
        self._rules = rules
        self._entered: dict[int, Moment] = {}
        self._fired: dict[str, Moment] = {}
        self._happened: dict[str, Moment] = {}
        self._left: dict[int, datetime] = {}
        self._pauses: tuple[_Pause, ...] = ()
        self._owed: OwedDuties = {}
        for node in entered:
            self._happen(rules.starts.get(node, ()), (at, OPENING))
        self._enter(entered, (at, OPENING))
        every = ((number, rule, False) for number, rule in enumerate(rules.duties))
        self._owe((None, 0, word), (at, OPENING), every)

    def take(self, row: Row, before: int, at: Moment) -> None:
        """Follow one step that was taken, from the word before it."""
        rules = self._rules
        if rules.resumable and (row.entered or row.resumed):
            self._leave(row, before, at)
            self._resume(row.resumed, at)
        if row.timer is not None:
            self._fired = {**self._fired, row.timer.name: at}
        after = row.after(before)
        self._happen(rules.coming(row, after), at)
        self._enter(row.anew, at)
        if rules.duties:
            touched = rules.touching(row, before, after)
            if touched:
                self._owe((row, before, after), at, touched)

    @property
    def parts(self) -> ClockParts:
        """Everything that it knows."""
        return ClockParts(
            self._entered,
            self._fired,
            self._happened,
            self._left,
            tuple((each.node, each.since, each.until) for each in self._pauses),
            {n: (each.since, each.kept) for n, each in self._in_order()},
        )

    def put(self, parts: ClockParts) -> None:
        """Know what the parts say, and nothing else."""
        self._entered, self._left = dict(parts.entered), dict(parts.left)
        self._fired, self._happened = dict(parts.fired), dict(parts.happened)
        self._pauses = tuple(_Pause(*each) for each in parts.pauses)
        self._owed = {n: OwedSince(*each) for n, each in sorted(parts.owed.items())}

    def copy(self) -> "CaseClock":
        """Return the clock as it is now, which no later step of this one changes."""
        other = CaseClock.__new__(CaseClock)
        for name in CaseClock.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    @property
    def made(self) -> AbstractSet[str]:
        """The steps that the clock has made, by name."""
        return self._fired.keys()

    def moments(self, nodes: AbstractSet[int]) -> object:
        """Return all that tells when the clocks of some nodes end; equal by value."""
        entered = ((node, at) for node, at in self._entered.items() if node in nodes)
        return (
            tuple(sorted(entered)),
            tuple(sorted(self._fired.items())),
            tuple(sorted(self._happened.items())),
            tuple(sorted(self._left.items())),
            self._pauses,
        )

    def owed(self) -> Iterator[tuple[DutyRule, Moment]]:
        """Yield each duty that is owed now, and from when its clock counts."""
        for number, found in self._in_order():
            if found.kept:
                continue
            rule = self._rules.duties[number]
            since = self._happened.get(rule.duty.start or "", found.since)
            yield rule, self._counted(since, rule.around)

    def _in_order(self) -> list[tuple[int, OwedSince]]:
        """Return the duties that are owed, in the order of the chart."""
        return sorted(self._owed.items(), key=lambda each: each[0])

    def _owe(
        self,
        step: tuple[Row | None, int, int],
        at: Moment,
        touched: Iterable[TouchedDuty],
    ) -> None:
        """Follow what a step does to duties with a clock of their own."""
        known = self._owed
        found: dict[int, OwedSince] | None = None
        for number, rule, comes in touched:
            owed = after_step(rule, known.get(number), step, at, comes=comes)
            if owed is not known.get(number):
                found = dict(known) if found is None else found
                found.pop(number, None)
                if owed is not None:
                    found[number] = owed
        if found is not None:
            self._owed = found

    def since(self, node: ChartNode, event: str | None = None) -> Moment:
        """Return where the clock of an active node counts from.

        From the last time that ``event`` happened, else from when the node was entered;
        later by as long as the clock stood, or from when it was started again.
        """
        since = self._entered[node.index]
        if event is not None:
            since = self._happened.get(event, since)
        return self._counted(since, self._around(node))

    def _around(self, node: ChartNode) -> AbstractSet[int]:
        return {node.index, *self._rules.table.chart.ancestors(node.index)}

    def _counted(self, since: Moment, around: AbstractSet[int]) -> Moment:
        """Return a start that is moved by the pauses of what stands around.

        A clock that was only stopped began with the same event as before.
        """
        pauses = [pause for pause in self._pauses if pause.node in around]
        if not pauses:
            return since
        restarts = self._of(pauses, OnPause.RESTART)
        at, began = max([since, *(pause.until for pause in restarts)])
        return at + _length(at, self._of(pauses, OnPause.STOP)), began

    def counts(self, node: ChartNode, timer: ChartTimer) -> Moment:
        """Return from when the clock counts that moves a case out of an active node.

        Once it has, it counts anew, so that a state that is taken up again as it was
        is not left again at the same instant, for ever. A pause moves that start too.
        """
        since = max(self._entered[node.index], self._fired.get(timer.name, LONG_AGO))
        return self._counted(since, self._around(node))

    def fires(self, node: ChartNode, timer: ChartTimer) -> datetime:
        """Return the instant at which the clock moves a case out of an active node."""
        since, _ = self.counts(node, timer)
        return self._rules.calendar.later(since, timer.limit)

    def _of(self, pauses: Iterable[_Pause], kind: OnPause) -> Iterator[_Pause]:
        nodes = self._rules.table.chart.nodes
        return (pause for pause in pauses if nodes[pause.node].on_pause is kind)

    def _leave(self, row: Row, before: int, at: Moment) -> None:
        """Note which composites that can be taken up again a step leaves."""
        after = row.after(before)
        left = {
            node: at[0]
            for node, (mask, match) in self._rules.resumable.items()
            if before & mask == match and (node in row.resumed or after & mask != match)
        }
        # What a step enters itself it leaves in passing before it takes it up.
        passed = frozenset(row.resumed).intersection(row.anew)
        left.update(dict.fromkeys(passed, at[0]))
        if left:
            self._left = {**self._left, **left}

    def _resume(self, nodes: tuple[int, ...], at: Moment) -> None:
        if not nodes:
            return
        pauses = (_Pause(node, self._left.get(node, at[0]), at) for node in nodes)
        # A clock that is started again need not know how it once stood.
        places = self._rules.table.chart.nodes
        again = {each for each in nodes if places[each].on_pause is OnPause.RESTART}
        before = (pause for pause in self._pauses if pause.node not in again)
        self._pauses = (*before, *pauses)
        left = self._left.items()
        self._left = {node: since for node, since in left if node not in nodes}

    def _enter(self, anew: tuple[int, ...], at: Moment) -> None:
        begun = self._rules.clocked.intersection(anew)
        if begun:
            self._entered = {**self._entered, **dict.fromkeys(begun, at)}

    def _happen(self, events: tuple[str, ...], at: Moment) -> None:
        """Note events that clocks count from."""
        if events:
            self._happened = {**self._happened, **dict.fromkeys(events, at)}


def _length(since: datetime, pauses: Iterable[_Pause]) -> timedelta:
    """Return how long a clock stood that began at ``since``; no time counts twice."""
    length, covered = timedelta(), since
    for pause in sorted(pauses, key=lambda each: each.since):
        start = max(pause.since, covered)
        until, _ = pause.until
        if until > start:
            length += until - start
            covered = until
    return length
