"""Deadlines that no case can keep: the waits that must pass take longer than they."""

from collections.abc import Iterator
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart, Node
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.spans import Spans
from katch_protocols.model.durations import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.events import Event
from katch_protocols.proofs.slots import Slot
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.stage import Question
from katch_protocols.proofs.timing.times import best_case
from katch_protocols.semantics.explore import DEFAULT_LIMIT
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row

__all__ = ["Unkeepable", "unkeepable_deadlines"]


@dataclass(frozen=True, slots=True)
class Unkeepable:
    """A deadline that is broken in every case that comes to it.

    ``needed``: the fewest minutes that the waits take, from where the clock starts;
    ``at_entry``: they pass before ``state`` is even entered.
    """

    state: str
    limit: Duration
    needed: int
    at_entry: bool


def unkeepable_deadlines(
    chart: Chart, handbook: Handbook, *, limit: int = DEFAULT_LIMIT
) -> tuple[Unkeepable, ...]:
    """Return the deadlines that no case can keep, in document order.

    Activities take no time here, so only what waits for the clock (``after``) can use a
    deadline up. With more than ``limit`` configurations a deadline is left out, for
    nothing is known of it then.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    if not any(node.timers for node in chart.nodes):
        return ()
    search = _Search(Study(chart, Holders(handbook), limit))
    return tuple(
        found
        for node in chart.nodes
        if node.within is not None
        for found in search.judge(node, node.within.limit)
    )


@dataclass(frozen=True)
class _Search:
    study: Study

    def judge(self, node: Node, limit: Duration) -> Iterator[Unkeepable]:
        chart = self.study.chart
        spans = Spans.of(self.study.holders.handbook, chart.protocol)
        longest = spans.longest(limit)
        for start, end, at_entry in self._questions(node):
            needed = self._needed(start, end)
            if needed is not None and needed > longest:
                yield Unkeepable(node.name, limit, needed, at_entry)
                return

    def _questions(self, node: Node) -> Iterator[tuple[Event, Event, bool]]:
        """Yield what to measure: from where the clock starts to entry, and to exit."""
        entry = Event(node.name, node=node.index)
        leaves = _Leaving(self.study.table.layout, node.index)
        leaving = Event(node.name, only=leaves)
        started = node.clock_start
        if started is not None:
            state = self.study.chart.by_name.get(started)
            activity = started if state is None else None
            yield Event(started, activity=activity, node=state), entry, True
        if not any(map(leaves.at_once, self.study.table.rows)):
            yield entry, leaving, False

    def _needed(self, start: Event, end: Event) -> int | None:
        """Return the least time from the last ``start`` to ``end``, in minutes."""
        moves = {("quiet", "a"): "owed", ("owed", "a"): "owed", ("owed", "b"): "quiet"}
        slots = (Slot("b", end), Slot("a", start))
        question = Question(slots, moves, renewing=frozenset({"a"}))
        return best_case(self.study, question).minutes


@dataclass(frozen=True)
class _Leaving:
    """Tells whether a step leaves a node that is active."""

    layout: Layout
    node: int

    def __call__(self, row: Row) -> bool:
        if self.node in row.entered:
            return True
        for index in (self.node, *self.layout.chart.ancestors(self.node)):
            place = self.layout.place(index)
            if place is None:
                continue
            field = self.layout.fields[place[0]]
            if row.clear & field.mask and field.code(row.set) != place[1]:
                return True
        return False

    def at_once(self, row: Row) -> bool:
        """Tell whether a step may always leave the node, as soon as it is entered."""
        asked = word = 0
        around = (self.node, *self.layout.chart.ancestors(self.node))
        for index in around:
            place = self.layout.place(index)
            if place is not None:
                field = self.layout.fields[place[0]]
                asked |= field.mask
                word |= place[1] << field.shift
        alone = row.node in around and not row.mask & ~asked and row.applies(word)
        return alone and not row.timed and self(row)
