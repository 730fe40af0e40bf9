"""The cheapest explanation of one case: a shortest path, never a heuristic.

An event that is possible costs nothing; a step that is missing and an event that does
not belong cost one each. Of equal explanations the one with fewer events that do not
belong counts, then the one that needs fewer steps that this log never tells, then the
order of the table. (Dijkstra 1959; alignments: Adriansyah and others, 2011.)
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import islice

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits.explanation import (
    ExplainedKind,
    ExplainedMove,
    Explanation,
)
from katch_protocols.evidence.audits.search_entries import (
    COSTS,
    EDIT,
    EXPLAINED,
    SURPLUS,
    SearchEntry,
    SearchKind,
    Trail,
)
from katch_protocols.evidence.audits.steps import (
    ClocksSpan,
    ExplanationNode,
    ProtocolSteps,
)
from katch_protocols.evidence.logs.events import LogCase, LogEvent
from katch_protocols.semantics.table import Row

__all__ = ["MOST_FOUND", "MOST_TIED", "ExplanationSearch"]

MOST_TIED = 6
"""Of more events at one instant the order of the file counts."""

MOST_FOUND = 40_000
"""A search that found so many nodes is given up: the order cannot be told."""

_MOST_STEPS = 1_000


class ExplanationSearch:
    """The search for the cheapest explanation of one case, of ``most`` edits."""

    def __init__(self, steps: ProtocolSteps, case: LogCase, most: int) -> None:
        self.steps, self.case, self.most = steps, case, most
        # That nothing belongs is an explanation too.
        self.most = min(most, sum(map(len, self.groups)))
        self._waiting: list[SearchEntry] = []
        self._count = 0

    def run(self, starts: Sequence[ExplanationNode]) -> Explanation:
        """Return the cheapest explanation from any of some nodes."""
        for node in starts:
            self._push(0, node, None, node.word)
        done: set[object] = set()
        begun = starts[0].word
        while self._waiting:
            here = heappop(self._waiting)
            if here.kind >= SearchKind.MISSING:
                here = self._unlogged(here)
            node = here.node
            if here.kind is SearchKind.NODE:
                key = self.steps.key(node)
                if key in done:
                    continue
                done.add(key)
                if self._count > MOST_FOUND:
                    given_up = Explanation((), begun, (), None, is_decided=False)
                    straight = self._straight(starts[0]) if len(starts) == 1 else None
                    return straight or given_up
                if node.group == len(self.groups):
                    return self._found(here)
                self._push(here.cost, node, here.trail, here.word, SearchKind.EDITS)
                self._follow(here, self._free(node))
            else:
                self._edit(here)
        return Explanation((), begun, (), None)

    def _straight(self, node: ExplanationNode) -> Explanation | None:
        """Return the explanation of a case in which only one thing can come at a time.

        It costs nothing, so nothing is cheaper. ``None`` where it is not so.
        """
        begun, moves = node.word, list[ExplainedMove]()
        longest = sum(map(len, self.groups)) + _MOST_STEPS
        while node.group < len(self.groups):
            ways = [*islice(self._free(node), 2)]
            if len(ways) != 1 or ways[0][0] != 0 or len(moves) > longest:
                return None
            _, node, move = ways[0]
            moves.append(move)
        after = tuple(self._afterwards(node))
        return Explanation(tuple(moves), begun, (), 0, afterwards=after)

    def _follow(
        self,
        here: SearchEntry,
        ways: Iterable[tuple[int, ExplanationNode, ExplainedMove]],
    ) -> None:
        for more, after, move in ways:
            if self._is_cheap(here.cost + more):
                trail = Trail(move, here.trail)
                self._push(here.cost + more, after, trail, here.word)

    def _is_cheap(self, cost: int) -> bool:
        return cost // EDIT <= self.most

    def _push(
        self,
        cost: int,
        node: ExplanationNode,
        trail: Trail | None,
        word: int,
        kind: SearchKind = SearchKind.NODE,
    ) -> None:
        self._count += 1
        progress = 1 if kind is SearchKind.EDITS else -self._progress(node)
        entry = SearchEntry(cost, progress, self._count, 0, kind, node, trail, word)
        heappush(self._waiting, entry)

    def _edit(self, here: SearchEntry) -> None:
        """Look for what costs something, or is never in the log."""
        node = here.node
        if all(last >= node.last for _, last, _ in self.steps.due(node)):
            for kind, cost in COSTS.items():
                is_cheap = self._is_cheap(here.cost + cost)
                if is_cheap and self._rows(kind, node):
                    self._push(here.cost + cost, node, here.trail, here.word, kind)
        self._follow(here, self._surplus(node))

    def _rows(self, kind: SearchKind, node: ExplanationNode) -> Sequence[Row]:
        missing, unlogged = self.steps.possible(node.word)
        return missing if kind is SearchKind.MISSING else unlogged

    def _unlogged(self, here: SearchEntry) -> SearchEntry:
        """Return the node after a step that nobody logged; those behind it wait on."""
        node, place, rows = here.node, here.place, self._rows(here.kind, here.node)
        if place + 1 < len(rows):
            self._count += 1
            heappush(self._waiting, here._replace(place=place + 1))
        latest = max(event.until for _, event in self._next(node))
        span = node.last, max(latest, node.last)
        word, clocks = self._after(node, rows[place], span)
        after = ExplanationNode(node.group, node.read, word, clocks, node.last)
        move = ExplainedMove(EXPLAINED[here.kind], None, rows[place], *span)
        trail = Trail(move, here.trail)
        return here._replace(kind=SearchKind.NODE, node=after, trail=trail)

    def _found(self, end: SearchEntry) -> Explanation:
        moves: list[ExplainedMove] = []
        trail = end.trail
        while trail is not None:
            moves.append(trail.move)
            trail = trail.before
        return Explanation(
            tuple(reversed(moves)),
            end.word,
            (),
            end.cost // EDIT,
            afterwards=tuple(self._afterwards(end.node)),
        )

    def _afterwards(self, node: ExplanationNode) -> list[ExplainedMove]:
        """Return the steps that the clock makes after the last event."""
        moves: list[ExplainedMove] = []
        while len(moves) < _MOST_STEPS:
            due = [each for each in self.steps.due(node) if each[1] < self.steps.until]
            if not due or self.steps.table.is_final(node.word):
                break
            first, last, row = min(due, key=lambda each: each[:2])
            span = max(first, node.last), max(last, node.last)
            word, clocks = self._after(node, row, span)
            node = ExplanationNode(node.group, node.read, word, clocks, span[0])
            moves.append(ExplainedMove(ExplainedKind.CLOCK, None, row, *span))
        return moves

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

    def _progress(self, node: ExplanationNode) -> int:
        return node.group * (MOST_TIED + 1) + node.read.bit_count()

    def _next(self, node: ExplanationNode) -> Iterator[tuple[int, LogEvent]]:
        """Yield the events that can come next, each with its bit."""
        for place, event in enumerate(self.groups[node.group]):
            if not node.read & 1 << place:
                yield 1 << place, event

    def _read(
        self,
        node: ExplanationNode,
        bit: int,
        event: LogEvent,
        word: int,
        clocks: ClocksSpan | None,
    ) -> ExplanationNode:
        read = node.read | bit
        last = max(node.last, event.at)
        if read.bit_count() == len(self.groups[node.group]):
            return ExplanationNode(node.group + 1, 0, word, clocks, last)
        return ExplanationNode(node.group, read, word, clocks, last)

    def _free(
        self, node: ExplanationNode
    ) -> Iterator[tuple[int, ExplanationNode, ExplainedMove]]:
        """Yield what costs no edit: the clock's steps, and events that are possible."""
        due = self.steps.due(node)
        for bit, event in self._next(node):
            held = [each for each in due if each[1] < event.at]
            for row in self.steps.meant(event):
                if not row.applies(node.word):
                    continue
                if row.timed:
                    yield self._told(node, bit, event, row, due)
                elif not held:
                    span = max(event.at, node.last), max(event.until, node.last)
                    after = self._after(node, row, span)
                    read = self._read(node, bit, event, *after)
                    move = ExplainedMove(ExplainedKind.DONE, event, row, *span)
                    yield 0, read, move
            if event.kind is EventKind.CLOCK and self._was_made(node, event):
                move = ExplainedMove(
                    ExplainedKind.CLOCK, event, None, event.at, event.until
                )
                yield (
                    0,
                    self._read(node, bit, event, node.word, node.clocks),
                    move,
                )
        yield from self._made(node, due)

    def _told(
        self,
        node: ExplanationNode,
        bit: int,
        event: LogEvent,
        row: Row,
        due: list[tuple[int, int, Row]],
    ) -> tuple[int, ExplanationNode, ExplainedMove]:
        """Return a step of the clock that the log tells."""
        first, last = next((one, two) for one, two, each in due if each is row)
        early = event.until < first
        span = event.at, event.until
        if not early and event.at > last:
            # Told late: it was made when it was due.
            span = max(first, node.last), max(last, node.last)
        after = self._after(node, row, span)
        move = ExplainedMove(ExplainedKind.DONE, event, row, *span, early)
        return 0, self._read(node, bit, event, *after), move

    def _was_made(self, node: ExplanationNode, event: LogEvent) -> bool:
        clocks = node.clocks
        return clocks is not None and event.activity in clocks.early.made

    def _made(
        self, node: ExplanationNode, due: list[tuple[int, int, Row]]
    ) -> Iterator[tuple[int, ExplanationNode, ExplainedMove]]:
        """Yield the steps of the clock that may be due before what comes next."""
        latest = max(event.until for _, event in self._next(node))
        soonest = min((last for _, last, _ in due), default=0)
        for first, last, row in due:
            if first > min(latest, soonest):
                continue
            span = max(first, node.last), max(min(last, latest), node.last)
            word, clocks = self._after(node, row, span)
            made = ExplanationNode(
                node.group, node.read, word, clocks, max(node.last, span[0])
            )
            yield 0, made, ExplainedMove(ExplainedKind.CLOCK, None, row, *span)

    def _surplus(
        self, node: ExplanationNode
    ) -> Iterator[tuple[int, ExplanationNode, ExplainedMove]]:
        """Yield the events that may not belong."""
        for bit, event in self._next(node):
            after = self._read(node, bit, event, node.word, node.clocks)
            move = ExplainedMove(
                ExplainedKind.SURPLUS, event, None, event.at, event.until
            )
            yield EDIT + SURPLUS, after, move

    def _after(
        self, node: ExplanationNode, row: Row, span: tuple[int, int]
    ) -> tuple[int, ClocksSpan | None]:
        clocks = self.steps.after(node.clocks, row, node.word, span)
        return row.after(node.word), clocks
