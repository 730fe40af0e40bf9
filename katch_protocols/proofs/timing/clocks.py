"""The clocks of a chart: what starts each, what stops it, when it is due."""

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import Chart, ChartNode, ChartTimer
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.duty_table import WatchedDuty
from katch_protocols.proofs.time_sums import VARYING
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row

__all__ = ["Clock", "Clocks", "Start", "covers"]


class Start(Struct, frozen=True):
    """What starts a clock: ``node`` is entered, or ``event`` happens.

    Of the clock of a duty, by its number: the duty is owed, or done again. Of a wait
    whose node may be taken up as it was, by the name of its timer: ``node`` is entered,
    or the timer fires.
    """

    node: int
    event: str | None = None
    duty: int | None = None
    timer: str | None = None


class Clock(Struct, frozen=True):
    """A deadline to leave ``node``, or the wait before its ``timer`` fires.

    With ``watched`` a deadline to do what a duty asks for; then it runs in the words of
    the duty's cubes, and ``node`` is the first that declares it.

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
    watched: WatchedDuty | None = None

    def runs(self, word: int, active: Container[int]) -> bool:
        """Tell whether it runs in a word, of which ``active`` are the nodes."""
        if self.watched is None:
            return self.node in active
        return any(word & mask == match for mask, match in self.watched.cubes)

    def counted(self, happened: AbstractSet[str]) -> Start:
        """Return the start that counts, once the events in ``happened`` were."""
        event = self.start.event
        return self.start if event is None or event in happened else self.spare


class Clocks(Struct, frozen=True, dict=True):
    """Every clock of a chart, what starts them, and what a step does to them.

    ``starts`` are all starts, each once; a time is kept for each of them.
    """

    chart: Chart
    layout: Layout
    clocks: tuple[Clock, ...]
    starts: tuple[Start, ...]
    duties: tuple[WatchedDuty, ...] = ()

    @staticmethod
    def of(
        chart: Chart,
        layout: Layout,
        spans: Spans,
        free: AbstractSet[int] = frozenset(),
        duties: tuple[WatchedDuty, ...] = (),
    ) -> "Clocks":
        """Return the clocks of a chart; deadlines of nodes that are ``free`` bind not.

        ``duties`` are those that the words of the layout tell, by their numbers.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        clocks = (
            *_deadlines(chart, spans, free),
            *_waits(chart, spans, layout.resumed),
            *_of_duties(chart, spans, duties),
        )
        both = (start for one in clocks for start in (one.start, one.spare))
        return Clocks(chart, layout, clocks, tuple(dict.fromkeys(both)), duties)

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
        for clock in self.clocks:
            if clock.watched is not None:
                mask |= clock.watched.asked | clock.watched.bits
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
        return self._only(clocks)

    def waits(self) -> "Clocks":
        """Return the waits of timers alone: whoever is late, these hold a case back."""
        return self._only(tuple(each for each in self.clocks if each.timer is not None))

    def bits_near(self, cone: int) -> int:
        """Return the bits of duties that are seen in a cone but for their own bits."""
        bits = 0
        for clock in self.clocks:
            watched = clock.watched
            if watched is not None and not self._alone(clock).cone() & ~(
                cone | watched.bits
            ):
                bits |= watched.bits
        return bits

    def _alone(self, clock: Clock) -> "Clocks":
        return self._only((clock,))

    def _only(self, clocks: tuple[Clock, ...]) -> "Clocks":
        both = (start for one in clocks for start in (one.start, one.spare))
        starts = tuple(dict.fromkeys(both))
        return Clocks(self.chart, self.layout, clocks, starts, self.duties)

    def numbers(self) -> frozenset[int]:
        """Return the numbers of the duties that have one of these clocks."""
        found = (start.duty for start in self.starts if start.duty is not None)
        return frozenset(found)

    def restarted(self, row: Row, happening: AbstractSet[str]) -> frozenset[int]:
        """Return the starts that come with a step, as positions in ``starts``.

        A node that is entered starts its clocks; one that is taken up again does not.
        A wait that is over counts anew, should its node be taken up again.
        ``happening`` are the events that happen with the step.
        """
        entered = frozenset(row.anew)
        fired = _NO_TIMER if row.timer is None else row.timer.name
        return frozenset(
            position
            for position, start in enumerate(self.starts)
            if (
                start.event in happening
                if start.event is not None
                else start.duty in row.renews
                if start.duty is not None
                else start.node in entered or start.timer == fired
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

    def loosened(self, row: Row) -> frozenset[int]:
        """Return the starts that a step which resumes sets anew, as positions.

        At the worst: a clock that stood still has its whole limit again, and so has a
        wait that ran on. One that was over meanwhile fires at once.
        """
        rules = self.paused(row)
        waits = {self.starts.index(each.start) for each in self.waits().clocks}
        return frozenset(
            at
            for at, rule in rules.items()
            if rule is not OnPause.KEEP_RUNNING or at in waits
        )

    @cached_property
    def _inside(self) -> dict[int, list[int]]:
        """The positions of the starts at or inside each node."""
        found: dict[int, list[int]] = {}
        for position, start in enumerate(self.starts):
            nodes = self.nodes_of(start)
            around = {each for node in nodes for each in self.chart.ancestors(node)}
            for node in around.union(nodes):
                found.setdefault(node, []).append(position)
        return found

    def nodes_of(self, start: Start) -> tuple[int, ...]:
        """Return the nodes that a start belongs to."""
        if start.duty is None:
            return (start.node,)
        return next(
            clock.watched.duty.nodes
            for clock in self.clocks
            if clock.spare.duty == start.duty and clock.watched is not None
        )


_NO_TIMER = ""
"""The name of none."""


def covers(one: Duration, other: Duration, *, together: bool = False) -> bool:
    """Tell whether a span is never over before another that began no later.

    The same words are one span of the calendar where both began ``together``. As many
    working days or months that began later may be over sooner, at an earlier hour of
    the same day: from Friday, 23:00, and from Saturday, 10:00, one working day ends on
    Monday. More of the same unit is always over later.
    """
    if one.unit is not other.unit:
        return False
    if one.amount == other.amount:
        return together or one.unit not in VARYING
    return one.amount > other.amount


def _deadlines(chart: Chart, spans: Spans, free: AbstractSet[int]) -> Iterator[Clock]:
    for node in chart.nodes:
        if node.within is not None and node.index not in free:
            spare = Start(node.index)
            start = spare if node.clock_start is None else _by_event(node)
            yield _clock(spans, node.within.limit, (start, spare), None)


def _waits(chart: Chart, spans: Spans, resumed: AbstractSet[int]) -> Iterator[Clock]:
    for node in chart.nodes:
        around = {node.index, *chart.ancestors(node.index)}
        for timer in node.timers:
            name = None if resumed.isdisjoint(around) else timer.name
            start = Start(node.index, timer=name)
            yield _clock(spans, timer.limit, (start, start), timer)


def _of_duties(
    chart: Chart, spans: Spans, duties: Iterable[WatchedDuty]
) -> Iterator[Clock]:
    numbers = {duty: number for number, duty in enumerate(chart.duties)}
    for watched in duties:
        duty = watched.duty
        spare = Start(duty.nodes[0], None, numbers[duty])
        start = spare if duty.start is None else replace(spare, event=duty.start)
        clock = _clock(spans, duty.limit.limit, (start, spare), None)
        yield replace(clock, watched=watched)


def _by_event(node: ChartNode) -> Start:
    return Start(node.index, node.clock_start)


def _clock(
    spans: Spans, limit: Duration, starts: Sequence[Start], timer: ChartTimer | None
) -> Clock:
    start, spare = starts
    least, most = spans.shortest(limit), spans.longest(limit)
    return Clock(spare.node, limit, least, most, start, spare, timer)
