"""Deadlines that waits alone use up: those that must pass take longer than they."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import look
from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, ChartDuty, ChartNode
from katch_protocols.charts.starts import START
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.kept.answers import KeptAnswer
from katch_protocols.proofs.kept.world import ProofWorld, world_of
from katch_protocols.proofs.kept.written import read_span, written_span
from katch_protocols.proofs.leaving import Leaving
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.time_sums import duration_of
from katch_protocols.proofs.timing.clocks import covers
from katch_protocols.proofs.timing.earliest import LATER
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import TimeQuestion
from katch_protocols.proofs.timing.timed_sentences import Besides, since_last
from katch_protocols.proofs.timing.times import best_case, least_time
from katch_protocols.semantics.arrays import Places, distinct, ranges, starts_of
from katch_protocols.semantics.events import ChartEvent, Filter, event_of
from katch_protocols.semantics.explore import DEFAULT_LIMIT, Exploration
from katch_protocols.semantics.sorting import ordered
from katch_protocols.semantics.table import Row, Table

__all__ = ["Unkeepable", "overdue_duties", "unkeepable_deadlines"]


_Question = tuple[ChartEvent, ChartEvent, bool, str]
"""From what to what; whether that is the entry of a state; the name of the first."""


class Unkeepable(Struct, frozen=True):
    """A deadline that is broken in every case that comes to ``start`` and then to it.

    ``start``: the state itself, or what its clock counts from: a case that has not met
    that may be in time, for there the clock counts from entry. So may be one in which a
    power begins the clock anew; nobody counts on that. ``needed``: the least that the
    waits take from ``start``; ``at_entry``: they pass before ``state`` is even
    entered.
    """

    state: str
    limit: Duration
    needed: Duration
    at_entry: bool
    start: str

    def written(self) -> list[Any]:
        """Return it as plain data."""
        spans = [written_span(each) for each in (self.limit, self.needed)]
        return [self.state, *spans, self.at_entry, self.start]

    @staticmethod
    def read(written: Sequence[Any]) -> "Unkeepable":
        """Return what was written."""
        state, limit, needed, at_entry, start = written
        return Unkeepable(state, read_span(limit), read_span(needed), at_entry, start)


def unkeepable_deadlines(
    chart: Chart,
    handbook: Handbook,
    *,
    limit: int = DEFAULT_LIMIT,
    explore: Callable[[], Exploration] | None = None,
) -> tuple[Unkeepable, ...]:
    """Return the deadlines that waits alone use up, in document order.

    Activities take no time here, so only what waits for the clock (``after``) can use a
    deadline up. With more than ``limit`` configurations a deadline is left out, for
    nothing is known of it then. ``explore`` returns all configurations of the chart,
    where somebody knows them; with them most deadlines are seen to need no wait at
    once. It is asked only where the answer is not kept.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    if not any(node.timers for node in chart.nodes):
        return ()
    world = world_of(chart, handbook, None).without_people
    answer = KeptAnswer(world, "unkeepable", limit, explore is not None)
    told = answer.find()
    if told is None:
        explored = None if explore is None else explore()
        whole = explored if explored is not None and explored.exhausted else None
        found = _found(world, limit, whole)
        told = {"deadlines": [each.written() for each in found]}
        answer.put(told)
    return tuple(Unkeepable.read(each) for each in told["deadlines"])


def overdue_duties(
    world: ProofWorld, explored: Exploration, *, limit: int
) -> Iterator[ChartDuty]:
    """Yield the duties that are never done in time in any case that comes to them.

    As of states: the waits take longer, from where the clock starts. Not told of duties
    with a ``when``, nor of those that outlast one state. ``explored`` are all
    configurations; with more than ``limit`` nothing is known of a duty.
    """
    chart = world.chart
    if any(node.timers for node in chart.nodes):
        search = _WaitSearch.of(world, limit, explored)
        for duty in chart.duties:
            entries = [chart.entries[place] for place in duty.places]
            plain = all(entry.when is None for entry in entries)
            nodes = [chart.nodes[at] for at in duty.nodes if at]
            if not plain or duty.lasting or duty.after_first:
                continue
            if any(search.is_late(duty, node) for node in nodes):
                yield duty


def _found(
    world: ProofWorld, limit: int, whole: Exploration | None
) -> tuple[Unkeepable, ...]:
    search = _WaitSearch.of(world, limit, whole)
    return tuple(
        found
        for node in world.chart.nodes
        if node.within is not None and node.name != START
        for found in search.judge(node, node.within.limit)
    )


class _WaitSearch(Struct, frozen=True, dict=True):
    study: ProofSession
    explored: Exploration | None

    @staticmethod
    def of(world: ProofWorld, limit: int, whole: Exploration | None) -> "_WaitSearch":
        tables = {} if whole is None else {whole.table.layout.fields: whole.table}
        study = ProofSession(world.chart, world.holders, limit, _tables=tables)
        return _WaitSearch(study, whole)

    def judge(self, node: ChartNode, limit: Duration) -> Iterator[Unkeepable]:
        """Yield a deadline of a state, if the waits take longer."""
        leaves = Leaving(self.table.layout, node.index)
        asked = self._questions(node, node.clock_start, leaves, leaves.there)
        for needed, at_entry, start in self._longer(asked, limit):
            yield Unkeepable(node.name, limit, needed, at_entry, start)
            return

    def is_late(self, duty: ChartDuty, node: ChartNode) -> bool:
        """Tell whether the waits take longer until a duty of a state is over."""
        leaves = Leaving(self.table.layout, node.index)
        ends = _Ends(duty.activity, leaves)
        asked = self._questions(node, duty.start, leaves, ends)
        return any(self._longer(asked, duty.limit.limit))

    def _longer(
        self, asked: Iterable[_Question], limit: Duration
    ) -> Iterator[tuple[Duration, bool, str]]:
        """Yield the least that it takes, if it is longer; if to entry; from what."""
        chart = self.study.chart
        spans = Spans.of(self.study.holders.handbook, chart.protocol)
        longest = spans.longest(limit)
        for start, end, at_entry, name in asked:
            if self.at_once is not None and self.at_once.leads(start, end):
                continue
            needed = self._needed(since_last(start, end), limit, longest)
            if needed is not None:
                yield needed, at_entry, name

    @property
    def table(self) -> Table:
        """The protocol's own table."""
        return self.study.table if self.explored is None else self.explored.table

    @cached_property
    def at_once(self) -> "_AtOnce | None":
        """What needs no wait, where every configuration is known."""
        return None if self.explored is None else _AtOnce(self.explored)

    def _questions(
        self, node: ChartNode, clock_start: str | None, leaves: Leaving, ends: Filter
    ) -> Iterator[_Question]:
        """Yield what to measure: from where the clock starts to entry, and to its end.

        What it counts from may also happen while the case is there.
        """
        entry = ChartEvent.entering(node.name, node.index)
        starts = [(entry.narrowed(_Anew(node.index)), node.name)]
        if clock_start is not None:
            started = event_of(self.study.chart, clock_start)
            yield started, entry.narrowed(Besides(started)), True, clock_start
            anew = replace(started, nodes=started.nodes | entry.nodes)
            starts = [(anew.narrowed(_Begins(node.index)), node.name)]
            # A pause may stop a clock that began before it.
            starts += [] if self.table.layout.resumed else [(started, clock_start)]
        if not any(map(leaves.at_once, self.table.rows)):
            ended = ChartEvent(node.name, only=ends)
            yield from ((start, ended, False, name) for start, name in starts)

    def _needed(
        self, question: TimeQuestion, limit: Duration, longest: int
    ) -> Duration | None:
        """Return the least that something takes, if that is longer than a limit."""
        # Timers that matter write what the question sees, so its own slice shows them.
        stage = set_stage(self.study, question, Extent.SLICE)
        needed = best_case(stage).minutes
        if needed is None:
            return None
        if needed > longest:
            return duration_of(needed)
        later = least_time(stage, limit, longest)
        if later is None or later < LATER:
            return duration_of(needed) if later and later > longest else None
        # Whatever is done, a wait like the limit must pass that is longer.
        waits = {each.timer.limit for each in stage.every_clock.clocks if each.timer}
        longer = (each for each in waits if covers(each, limit) and each != limit)
        return min(longer, key=lambda each: each.amount)


class _Ends(Struct, frozen=True):
    """Lets those rows count with which a duty is done, or its state left."""

    activity: str
    leaves: Leaving

    def __call__(self, row: Row) -> bool:
        """Tell whether a row counts."""
        return row.activity == self.activity or self.leaves.there(row)


class _Anew(Struct, frozen=True):
    """Lets those rows count that enter a state anew: a clock goes on where it was."""

    node: int

    def __call__(self, row: Row) -> bool:
        """Tell whether a row counts."""
        return self.node in row.anew


class _Begins(Struct, frozen=True):
    """Lets those rows count that enter a state, or that somebody must do.

    A power may begin a clock anew, and nobody counts on it.
    """

    node: int

    def __call__(self, row: Row) -> bool:
        """Tell whether a row counts."""
        return self.node in row.entered or row.entry is None or row.entry.obliges


class _AtOnce:
    """Tells whether some case comes from one event to another without a timer."""

    def __init__(self, explored: Exploration) -> None:
        self._explored, steps = explored, explored.steps()
        self._steps = steps
        rows = explored.table.rows
        self._first = starts_of(steps.rows, len(rows))
        """Where the steps of each row begin."""
        free = np.array([not row.timed for row in rows], np.bool_)[steps.rows]
        sources, targets = steps.sources[free], steps.targets[free]
        order = ordered(sources, len(explored))
        self._onward = targets[order]
        """Where activities lead, by the configuration before them."""
        self._starts = starts_of(sources, len(explored))

    def leads(self, start: ChartEvent, end: ChartEvent) -> bool:
        """Tell whether a way of activities alone leads from ``start`` to ``end``."""
        rows, size = self._explored.table.rows, len(self._explored)
        places = self._steps.targets[self._of(start, range(len(rows)))]
        if not start.nodes.isdisjoint(self._explored.table.entered):
            places = np.append(places, 0)
        goals = np.zeros(size, np.bool_)
        free = (at for at, row in enumerate(rows) if not row.timed)
        goals[self._steps.sources[self._of(end, free)]] = True
        reached, places = np.zeros(size, np.bool_), distinct(places, size)
        while len(places):
            look()
            if goals[places].any():
                return True
            reached[places] = True
            _, at = ranges(self._starts[places], self._starts[places + 1])
            after = self._onward[at]
            places = distinct(after[~reached[after]], size)
        return False

    def _of(self, event: ChartEvent, rows: Iterable[int]) -> Places:
        """Return the positions of the steps with which an event happens."""
        every = self._explored.table.rows
        found = [at for at in rows if event.positions(every[at])]
        first = np.array(found, np.int64)
        return ranges(self._first[first], self._first[first + 1])[1]
