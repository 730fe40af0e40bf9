"""The clocks of a chart: what starts each, what stops it, when it is due."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, ChartNode, ChartTimer
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.states import OnPause
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row

__all__ = ["Clock", "Clocks", "Start", "covers"]


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock: ``node`` is entered, or ``event`` happens."""

    node: int
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline to leave ``node``, or the wait before its ``timer`` fires.

    ``least`` and ``most`` are the shortest and longest real span of ``limit``, in
    minutes. ``start`` is where it counts from; while a start by an event has not come,
    ``spare`` (the entry of the node) stands in for it.
    """

    node: int
    limit: Duration
    least: int
    most: int
    start: Start
    spare: Start
    timer: ChartTimer | None = None

    def counted(self, happened: AbstractSet[str]) -> Start:
        """Return the start that counts, once the events in ``happened`` were."""
        event = self.start.event
        return self.start if event is None or event in happened else self.spare


@dataclass(frozen=True)
class Clocks:
    """Every clock of a chart, what starts them, and what a step does to them.

    ``starts`` are all starts, each once; a time is kept for each of them.
    """

    chart: Chart
    layout: Layout
    clocks: tuple[Clock, ...]
    starts: tuple[Start, ...]

    @staticmethod
    def of(
        chart: Chart,
        layout: Layout,
        spans: Spans,
        free: AbstractSet[int] = frozenset(),
    ) -> "Clocks":
        """Return the clocks of a chart; deadlines of nodes that are ``free`` bind not.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        clocks = tuple(_clocks(chart, spans, free))
        both = (start for one in clocks for start in (one.start, one.spare))
        return Clocks(chart, layout, clocks, tuple(dict.fromkeys(both)))

    @property
    def events(self) -> tuple[str, ...]:
        """The events that clocks count from, each once."""
        names = (start.event for start in self.starts if start.event is not None)
        return tuple(dict.fromkeys(names))

    @property
    def nodes(self) -> tuple[int, ...]:
        """The nodes that have a clock, each once."""
        return tuple(dict.fromkeys(clock.node for clock in self.clocks))

    def cone(self) -> int:
        """Return the mask of the fields that say which of these clocks run."""
        mask = 0
        for node in self.nodes:
            for index in (node, *self.chart.ancestors(node)):
                place = self.layout.place(index)
                if place is not None:
                    mask |= self.layout.fields[place[0]].mask
        return mask

    def seen_in(self, cone: int) -> "Clocks":
        """Return the clocks of which a cone of fields tells whether they run.

        Leaving the others out lets a case take more time, never less.
        """
        clocks = tuple(
            clock for clock in self.clocks if not self._alone(clock).cone() & ~cone
        )
        both = (start for one in clocks for start in (one.start, one.spare))
        return Clocks(self.chart, self.layout, clocks, tuple(dict.fromkeys(both)))

    def _alone(self, clock: Clock) -> "Clocks":
        return Clocks(self.chart, self.layout, (clock,), ())

    def restarted(self, row: Row, happening: AbstractSet[str]) -> frozenset[int]:
        """Return the starts that come with a step, as positions in ``starts``.

        A node that is entered starts its clocks; one that is taken up again does not.
        ``happening`` are the events that happen with the step.
        """
        entered = set(row.entered) - set(row.resumed)
        return frozenset(
            position
            for position, start in enumerate(self.starts)
            if (
                start.node in entered
                if start.event is None
                else start.event in happening
            )
        )

    def paused(self, row: Row) -> dict[int, OnPause]:
        """Return what a step that resumes does to starts: position to its rule.

        Only those of clocks inside what is resumed, or of that state itself.
        """
        found: dict[int, OnPause] = {}
        for resumed in row.resumed:
            rule = self.chart.nodes[resumed].on_pause
            found.update(dict.fromkeys(self._inside.get(resumed, ()), rule))
        return found

    @cached_property
    def _inside(self) -> dict[int, list[int]]:
        """The positions of the starts at or inside each node."""
        found: dict[int, list[int]] = {}
        for position, start in enumerate(self.starts):
            for node in (start.node, *self.chart.ancestors(start.node)):
                found.setdefault(node, []).append(position)
        return found


def covers(one: Duration, other: Duration) -> bool:
    """Tell whether a span is never over before another that began no later.

    The same words are one span of the calendar; more of the same unit is no shorter.
    """
    return one.unit is other.unit and one.amount >= other.amount


def _clocks(chart: Chart, spans: Spans, free: AbstractSet[int]) -> Iterator[Clock]:
    for node in chart.nodes:
        spare = Start(node.index)
        if node.within is not None and node.index not in free:
            start = spare if node.clock_start is None else _by_event(node)
            yield _clock(spans, node.within.limit, (start, spare), None)
        for timer in node.timers:
            yield _clock(spans, timer.limit, (spare, spare), timer)


def _by_event(node: ChartNode) -> Start:
    return Start(node.index, node.clock_start)


def _clock(
    spans: Spans, limit: Duration, starts: Sequence[Start], timer: ChartTimer | None
) -> Clock:
    start, spare = starts
    least, most = spans.shortest(limit), spans.longest(limit)
    return Clock(spare.node, limit, least, most, start, spare, timer)
