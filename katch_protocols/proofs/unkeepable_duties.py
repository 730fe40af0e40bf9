"""Duties that in some case nobody can keep: nothing ends them any more, or in time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import ChartDuty
from katch_protocols.proofs.duty_table import WatchedDuty, watch_duty
from katch_protocols.proofs.futures import Flags, Futures, futures
from katch_protocols.semantics.arrays import Places, distinct, inside, split
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.owing import Owing
from katch_protocols.semantics.table import Row, Table

__all__ = ["never_kept"]


def never_kept(
    explored: Exploration, spans: Spans, *, limit: int
) -> Iterator[ChartDuty]:
    """Yield the duties that some case owes when no step ends that any more in time.

    What ends it is that it is done, that its state is left (or entered anew), or that
    its ``when`` is no longer true. A wait that begins with the duty, or after it, and
    is longer than its limit ends it too late. Whatever is yielded can't be kept in some
    case; where several waits follow each other, or a state is resumed, not all of these
    duties are found. ``explored`` are all configurations of a protocol. Where these do
    not tell by themselves that a duty is always ended, they are explored again with its
    clock; with more than ``limit`` nothing is told of this duty.
    """
    table = explored.table
    for number, duty in enumerate(table.chart.duties):
        if _is_ended(explored, duty, spans):
            continue
        made = watch_duty(table, number)
        for watched in made.duties:
            clocked = explore(made.table, limit=limit)
            if not clocked.exhausted:
                continue
            life = _Life.of(futures(clocked), watched)
            if life.is_stuck or any(life.late(spans)):
                yield duty


def _is_ended(explored: Exploration, duty: ChartDuty, spans: Spans) -> bool:
    """Tell whether no clock need be looked at to see that a duty is always ended.

    Wherever it may be owed, whatever was done before, steps other than long waits lead
    on to its being done, or to where it is not owed.
    """
    table, steps = explored.table, explored.steps()
    owed = _owed(explored, Owing(table.layout, duty).cubes)
    done = _rows(table, lambda row: row.activity == duty.activity)
    long = np.zeros(len(table.rows), np.bool_)
    for rows in _long_waits(table, duty, spans).values():
        long[rows] = True
    onward = np.flatnonzero(owed[steps.sources] & ~long[steps.rows])
    sources, targets = steps.sources[onward], steps.targets[onward]
    ended = ~owed
    ended[sources[done[steps.rows[onward]]]] = True
    while len(sources):
        look()
        ends = ended[targets]
        if not ends.any():
            break
        ended[sources[ends]] = True
        left = ~ended[sources]
        sources, targets = sources[left], targets[left]
    return bool(ended.all())


def _long_waits(table: Table, duty: ChartDuty, spans: Spans) -> dict[int, list[int]]:
    """Return the rows of the waits that are longer than a limit, by their state.

    Where a state is resumed nothing is told of them.
    """
    limit, found = duty.limit.limit, dict[int, list[int]]()
    if not table.layout.resumed:
        for number, row in enumerate(table.rows):
            if row.timer is not None and spans.is_shorter(limit, row.timer.limit):
                found.setdefault(row.node, []).append(number)
    return found


class _Life(Struct, frozen=True):
    """Where a duty is owed, and which steps begin, renew and end it.

    Shapes: ``owed`` (configurations,), all others (edges,) as the graph has them.
    """

    graph: Futures
    duty: ChartDuty
    owed: Flags
    ends: Flags
    begins: Flags
    renews: Flags

    @staticmethod
    def of(graph: Futures, watched: WatchedDuty) -> "_Life":
        duty, table = watched.duty, graph.explored.table
        owed = _owed(graph.explored, watched.cubes)
        before, after = owed[graph.sources], owed[graph.targets]
        number = table.chart.duties.index(duty)
        done = _rows(table, lambda row: row.activity == duty.activity)
        anew = _rows(table, lambda row: number in row.renews)
        brings = np.zeros(len(table.rows), np.bool_)
        if duty.start is not None:
            event = event_of(table.chart, duty.start)
            brings = _rows(table, lambda row: bool(event.positions(row)))
        renews = brings[graph.rows] & after
        return _Life(
            graph,
            duty,
            owed,
            before & (~after | (done | anew)[graph.rows]),
            after & (~before | anew[graph.rows] | renews),
            renews,
        )

    @property
    def is_stuck(self) -> bool:
        """Whether it is owed somewhere, and nothing ends it any more, ever."""
        return bool((self.owed & ~self._able(self.ends)).any())

    def late(self, spans: Spans) -> Iterator[bool]:
        """Yield for each way of beginning whether in some case it is overdue then.

        A wait that already runs when the duty begins may end it in time, however long
        it is; a new occurrence of its ``from`` may put off when it is due.
        """
        graph, table = self.graph, self.graph.explored.table
        timers = _long_waits(table, self.duty, spans)
        if not timers:
            return
        going_on = self.owed[graph.sources] & ~self.ends
        for running, starts in self._beginnings(timers):
            late = np.zeros(len(table.rows), np.bool_)
            for node in timers.keys() - running:
                late[timers[node]] = True
            in_time = ~late[graph.rows]
            able = self._able((self.ends | self.renews) & in_time, in_time)
            onward = graph.only(going_on & in_time).comes_from(starts)
            yield bool((onward & self.owed & ~able).any())

    def _beginnings(
        self, timers: Mapping[int, Sequence[int]]
    ) -> Iterator[tuple[frozenset[int], Places]]:
        """Yield where it begins, by the waits that run there already."""
        graph, table = self.graph, self.graph.explored.table
        nodes = sorted(timers)
        active = np.array([_applies(graph.explored, timers[each]) for each in nodes])
        entered = np.array(
            [[each in row.entered for row in table.rows] for each in nodes], np.bool_
        )
        if self.owed[0]:
            yield frozenset(), np.array([0])
        targets, rows = graph.targets[self.begins], graph.rows[self.begins]
        running = active[:, targets] & ~entered[:, rows]
        for kind in np.unique(running, axis=1).T:
            alike = (kind == running.T).all(axis=1)
            found = frozenset(each for each, on in zip(nodes, kind, strict=True) if on)
            yield found, distinct(targets[alike], len(graph.explored))

    def _able(self, ends: Flags, kept: Flags | None = None) -> Flags:
        """Return where some case, of the steps that are kept, comes to an end of it."""
        graph = self.graph if kept is None else self.graph.only(kept)
        return graph.can_reach(distinct(self.graph.sources[ends], len(graph.explored)))


def _rows(table: Table, holds: Callable[[Row], bool]) -> Flags:
    return np.array([holds(row) for row in table.rows], np.bool_)


def _applies(explored: Exploration, rows: Sequence[int]) -> Flags:
    """Return where one of some rows applies. Shape: (configurations,)."""
    cubes = [
        (explored.table.rows[at].mask, explored.table.rows[at].match) for at in rows
    ]
    return _within(explored, cubes)


def _owed(explored: Exploration, cubes: Iterable[Cube]) -> Flags:
    """Return where the clock of a duty runs. Shape: (configurations,)."""
    found = _within(explored, cubes)
    found[explored.ends()] = False
    return found


def _within(explored: Exploration, cubes: Iterable[Cube]) -> Flags:
    parts = explored.words.shape[1]
    found: Flags = np.zeros(len(explored), np.bool_)
    for mask, match in cubes:
        found |= inside(explored.words, split(mask, parts), split(match, parts))
    return found
