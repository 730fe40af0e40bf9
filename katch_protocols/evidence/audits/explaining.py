"""The explanation of a case with the fewest edits: a shortest path, never a heuristic.

A node of the graph is how far the log was read, the word of the table, and the clocks.
An event that is possible costs nothing; a step that is missing and an event that does
not belong cost one each. Of equal explanations the one with fewer events that do not
belong counts, then the one that needs fewer steps that this log never tells, then the
order of the table. (Dijkstra 1959; alignments: Adriansyah and others, 2011.)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits.explanation import Explanation, Move, MoveKind
from katch_protocols.evidence.automaton.classes import classes_of
from katch_protocols.evidence.logs.events import (
    LogCase,
    LogEvent,
    instant_of_micros,
    micros,
)
from katch_protocols.semantics.table import Row

__all__ = ["MOST_EDITS", "MOST_TIED", "Explainer"]

MOST_EDITS = 40
"""More edits than these are not looked for."""

MOST_TIED = 6
"""Of more events at one instant the order of the file counts."""

_MOST_NODES = 300_000


class _Cost(NamedTuple):
    """What an explanation costs; the first counts first."""

    edits: int = 0
    surplus: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class _Clocks:
    """The clocks of a case where everything was as early as can be, and as late."""

    early: CaseClock
    late: CaseClock

    def after(self, row: Row, word: int, span: tuple[datetime, datetime]) -> "_Clocks":
        """Return the clocks after a step."""
        early = self.early.copy()
        early.take(row, word, (span[0], 0))
        if self.late is self.early and span[0] == span[1]:
            return _Clocks(early, early)
        late = self.late.copy()
        late.take(row, word, (span[1], 0))
        return _Clocks(early, late)

    @property
    def key(self) -> object:
        """What tells two clocks apart."""
        early = self.early.moments
        return early if self.late is self.early else (early, self.late.moments)


class _Node(NamedTuple):
    """Where an explanation has come to: all before ``group`` was read.

    ``read`` are the events of the group that were, as bits; ``last`` is the earliest
    instant of the last event.
    """

    group: int
    read: int
    word: int
    clocks: _Clocks | None
    last: int

    @property
    def key(self) -> object:
        """What tells two nodes apart."""
        clocks = None if self.clocks is None else self.clocks.key
        return self.group, self.read, self.word, clocks


class _Trail(NamedTuple):
    """The moves to a node, the last one first."""

    move: Move
    before: "_Trail | None"


class Explainer:
    """Explains the cases of one protocol; ``not_logged`` are never in the log."""

    def __init__(
        self, compiled: CompiledCase, not_logged: Iterable[str], until: int
    ) -> None:
        self.compiled, self.until = compiled, until
        self.table = compiled.table
        self.not_logged = frozenset(compiled.full_names[each] for each in not_logged)
        self._timed = [step.row for step in compiled.ticks]
        self._possible: dict[int, tuple[Row, ...]] = {}
        self._rows: dict[object, tuple[Row, ...]] = {}

    def explain(self, case: LogCase) -> Explanation:
        """Explain a case: from its beginning where the log has it."""
        if case.seen is False:
            return self._from_anywhere(case, MOST_EDITS) or self._from_start(case)
        found = self._from_start(case)
        if case.seen is None and found.edits != 0:
            return self._from_anywhere(case, 0) or found
        return found

    def possible(self, word: int) -> tuple[Row, ...]:
        """Return the steps that somebody, or something, could make in a word."""
        found = self._possible.get(word)
        if found is None:
            rows = (row for row in self.table.possible(word) if not row.timed)
            found = self._possible[word] = tuple(rows)
        return found

    def meant(self, event: LogEvent) -> tuple[Row, ...]:
        """Return the rows that an event can be, whatever the word."""
        values = tuple(sorted(event.records.items()))
        key = event.activity, event.origin, values
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = tuple(self._meant(event))
        return found

    def _meant(self, event: LogEvent) -> Iterator[Row]:
        nodes = self.table.chart.nodes
        for row in self.table.rows:
            if row.activity != event.activity:
                continue
            if event.origin not in {None, nodes[row.node].name}:
                continue
            stated = dict(row.records)
            told = event.records.items()
            if all(stated.get(fact, value) == value for fact, value in told):
                yield row

    def _from_start(self, case: LogCase) -> Explanation:
        word, entered = self.table.begun(case.facts)
        clocks = self._clocks(instant_of_micros(case.opened), word, entered)
        start = _Node(0, 0, word, clocks, case.opened)
        found = _Search(self, case, MOST_EDITS).run([start])
        return replace(found, entered=entered)

    def _from_anywhere(self, case: LogCase, most: int) -> Explanation | None:
        """Explain a case that began before the log: from every class.

        ``None`` where there are too many classes, or it needs more edits than ``most``.
        """
        classes = classes_of(self.compiled)
        if classes is None or not case.events:
            return None
        first = case.events[0].at
        nodes = []
        for word in classes.words:
            clocks = None
            if self._timed:
                active = (0, *self.table.active(word))
                rules = self.compiled.clocks
                early = CaseClock(rules, instant_of_micros(0), word, active)
                late = CaseClock(rules, instant_of_micros(first), word, active)
                clocks = _Clocks(early, late)
            nodes.append(_Node(0, 0, word, clocks, first))
        found = _Search(self, case, most).run(nodes)
        return None if found.edits is None else replace(found, from_start=False)

    def _clocks(
        self, at: datetime, word: int, entered: tuple[int, ...]
    ) -> _Clocks | None:
        if not self._timed:
            return None
        clock = CaseClock(self.compiled.clocks, at, word, entered)
        return _Clocks(clock, clock)

    def due(self, node: _Node) -> list[tuple[int, int, Row]]:
        """Return the steps that the clock will make: earliest, latest, the row."""
        if node.clocks is None:
            return []
        nodes, found = self.table.chart.nodes, []
        for row in self._timed:
            if row.applies(node.word) and row.timer is not None:
                here = nodes[row.node]
                first = micros(node.clocks.early.fires(here, row.timer))
                last = micros(node.clocks.late.fires(here, row.timer))
                found.append((first, max(first, last), row))
        return found


class _Waiting(NamedTuple):
    """A node that is still to be looked at; the cheapest first, then the furthest.

    ``number`` tells the order in which they were found. ``edits``: what leads on from
    it at a cost is still to be found.
    """

    cost: _Cost
    progress: int
    number: int
    edits: bool
    node: _Node
    trail: _Trail | None
    word: int


class _Search:
    """The search for the cheapest explanation of one case, of ``most`` edits."""

    def __init__(self, explainer: Explainer, case: LogCase, most: int) -> None:
        self.explainer, self.case, self.most = explainer, case, most
        self._waiting: list[_Waiting] = []
        self._count = 0

    def run(self, starts: Sequence[_Node]) -> Explanation:
        """Return the cheapest explanation from any of some nodes."""
        for node in starts:
            self._push(_Cost(), node, None, node.word)
        done: set[object] = set()
        begun = starts[0].word
        while self._waiting:
            here = heappop(self._waiting)
            node = here.node
            if not here.edits:
                key = node.key
                if key in done:
                    continue
                done.add(key)
                if len(done) > _MOST_NODES:
                    return Explanation((), begun, (), None, is_decided=False)
                if node.group == len(self.groups):
                    return self._found(here)
                self._push(here.cost, node, here.trail, here.word, edits=True)
            self._follow(here)
        return Explanation((), begun, (), None)

    def _follow(self, here: _Waiting) -> None:
        find = self._edited if here.edits else self._free
        for more, after, move in find(here.node):
            cost = _Cost(*(a + b for a, b in zip(here.cost, more, strict=True)))
            if cost.edits <= self.most:
                self._push(cost, after, _Trail(move, here.trail), here.word)

    def _push(
        self,
        cost: _Cost,
        node: _Node,
        trail: _Trail | None,
        word: int,
        *,
        edits: bool = False,
    ) -> None:
        self._count += 1
        progress = 1 if edits else -self._progress(node)
        entry = _Waiting(cost, progress, self._count, edits, node, trail, word)
        heappush(self._waiting, entry)

    @staticmethod
    def _found(end: _Waiting) -> Explanation:
        moves: list[Move] = []
        trail = end.trail
        while trail is not None:
            moves.append(trail.move)
            trail = trail.before
        return Explanation(tuple(reversed(moves)), end.word, (), end.cost.edits)

    @cached_property
    def groups(self) -> tuple[tuple[LogEvent, ...], ...]:
        """The events in their order; those of one instant, of no order, together."""
        steps = [e for e in self.case.events if e.kind is not EventKind.STAND_IN]
        groups: list[list[LogEvent]] = []
        until = -1
        for event in steps:
            if groups and event.number is None and event.at <= until:
                groups[-1].append(event)
                until = max(until, event.until)
            else:
                groups.append([event])
                until = event.until
        return tuple(
            part
            for group in groups
            for part in (
                [tuple(group)] if len(group) <= MOST_TIED else [(e,) for e in group]
            )
        )

    def _progress(self, node: _Node) -> int:
        return node.group * (MOST_TIED + 1) + node.read.bit_count()

    def _next(self, node: _Node) -> Iterator[tuple[int, LogEvent]]:
        """Yield the events that can come next, each with its bit."""
        for place, event in enumerate(self.groups[node.group]):
            if not node.read & 1 << place:
                yield 1 << place, event

    def _read(
        self, node: _Node, bit: int, event: LogEvent, word: int, clocks: _Clocks | None
    ) -> _Node:
        read = node.read | bit
        last = max(node.last, event.at)
        if read.bit_count() == len(self.groups[node.group]):
            return _Node(node.group + 1, 0, word, clocks, last)
        return _Node(node.group, read, word, clocks, last)

    def _free(self, node: _Node) -> Iterator[tuple[_Cost, _Node, Move]]:
        """Yield what costs no edit: the clock's steps, and events that are possible."""
        due = self.explainer.due(node)
        for bit, event in self._next(node):
            held = [each for each in due if each[1] < event.at]
            for row in self.explainer.meant(event):
                if not row.applies(node.word):
                    continue
                if row.timed:
                    yield self._told(node, bit, event, row, due)
                elif not held:
                    span = max(event.at, node.last), max(event.until, node.last)
                    after = self._after(node, row, span)
                    read = self._read(node, bit, event, *after)
                    move = Move(MoveKind.DONE, event, row, *span)
                    yield _Cost(), read, move
            if event.kind is EventKind.CLOCK and self._was_made(node, event):
                move = Move(MoveKind.CLOCK, event, None, event.at, event.until)
                yield (
                    _Cost(),
                    self._read(node, bit, event, node.word, node.clocks),
                    move,
                )
        yield from self._made(node, due)

    def _told(
        self,
        node: _Node,
        bit: int,
        event: LogEvent,
        row: Row,
        due: list[tuple[int, int, Row]],
    ) -> tuple[_Cost, _Node, Move]:
        """Return a step of the clock that the log tells."""
        first, last = next((one, two) for one, two, each in due if each is row)
        early = event.until < first
        span = event.at, event.until
        if not early and event.at > last:
            # Told late: it was made when it was due.
            span = max(first, node.last), max(last, node.last)
        after = self._after(node, row, span)
        move = Move(MoveKind.DONE, event, row, *span, early)
        return _Cost(), self._read(node, bit, event, *after), move

    def _was_made(self, node: _Node, event: LogEvent) -> bool:
        clocks = node.clocks
        return clocks is not None and event.activity in clocks.early.made

    def _made(
        self, node: _Node, due: list[tuple[int, int, Row]]
    ) -> Iterator[tuple[_Cost, _Node, Move]]:
        """Yield the steps of the clock that may be due before what comes next."""
        latest = max(event.until for _, event in self._next(node))
        soonest = min((last for _, last, _ in due), default=0)
        for first, last, row in due:
            if first > min(latest, soonest):
                continue
            span = max(first, node.last), max(min(last, latest), node.last)
            word, clocks = self._after(node, row, span)
            made = _Node(node.group, node.read, word, clocks, max(node.last, span[0]))
            yield _Cost(), made, Move(MoveKind.CLOCK, None, row, *span)

    def _edited(self, node: _Node) -> Iterator[tuple[_Cost, _Node, Move]]:
        """Yield what costs something, or is never in the log."""
        latest = max(event.until for _, event in self._next(node))
        span = node.last, max(latest, node.last)
        held = [each for each in self.explainer.due(node) if each[1] < node.last]
        for row in () if held else self.explainer.possible(node.word):
            word, clocks = self._after(node, row, span)
            silent = row.activity in self.explainer.not_logged
            kind = MoveKind.UNLOGGED if silent else MoveKind.MISSING
            cost = _Cost(0, 0, 1) if silent else _Cost(1, 0, 0)
            after = _Node(node.group, node.read, word, clocks, node.last)
            yield cost, after, Move(kind, None, row, *span)
        for bit, event in self._next(node):
            after = self._read(node, bit, event, node.word, node.clocks)
            move = Move(MoveKind.SURPLUS, event, None, event.at, event.until)
            yield _Cost(1, 1, 0), after, move

    def _after(
        self, node: _Node, row: Row, span: tuple[int, int]
    ) -> tuple[int, _Clocks | None]:
        word = row.after(node.word)
        if node.clocks is None:
            return word, None
        first, last = map(instant_of_micros, span)
        return word, node.clocks.after(row, node.word, (first, last))
