"""The cheapest explanation of one case: a shortest path, never a heuristic.

An event that is possible costs nothing; a step that is missing and an event that does
not belong cost one each. Of equal explanations the one with fewer events that do not
belong counts, then the one that needs fewer steps that this log never tells, then the
one with fewer steps of the clock that are told too early, then the order of the table.
(Dijkstra 1959; alignments: Adriansyah and others, 2011.)
"""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import TypeAlias

from katch_protocols.evidence.audits.cheapest_ways import CheapestWays
from katch_protocols.evidence.audits.explanation import ExplainedMove, Explanation
from katch_protocols.evidence.audits.grouping import MOST_TIED
from katch_protocols.evidence.audits.next_moves import NextMoves, Way
from katch_protocols.evidence.audits.search_entries import (
    COSTS,
    EDIT,
    EXPLAINED,
    SearchEntry,
    SearchKind,
    Trail,
)
from katch_protocols.evidence.audits.steps import ExplanationNode
from katch_protocols.evidence.audits.straight import MOST_STEPS
from katch_protocols.semantics.table import Row

__all__ = ["MOST_FOUND", "ExplanationSearch"]

_Cost: TypeAlias = tuple[int, int]
"""What an explanation costs, and how many steps of the clock it has too early."""

MOST_FOUND = 40_000
"""A search that found so many nodes is given up: the order cannot be told."""


class ExplanationSearch:
    """The search for the cheapest explanation of some events, of ``most`` edits.

    With ``ways`` it looks only where they pass: what it finds is what it would have
    found everywhere. Where the clock bars them it finds nothing.
    """

    def __init__(
        self, moves: NextMoves, most: int, ways: CheapestWays | None = None
    ) -> None:
        self.moves, self.steps, self.ways = moves, moves.steps, ways
        # That nothing belongs is an explanation too.
        self.most = min(most, sum(map(len, moves.groups)))
        self._waiting: list[SearchEntry] = []
        self._done: set[object] = set()
        self._count = 0

    def run(self, starts: Sequence[ExplanationNode]) -> Explanation:
        """Return the cheapest explanation from any of some nodes."""
        for node in starts:
            self._wait((0, 0), node, None, node.word)
        while self._waiting:
            here = heappop(self._waiting)
            if here.kind is SearchKind.EDITS:
                self._edit(here)
                continue
            if here.kind is not SearchKind.NODE:
                here = self._unlogged(here)
            found = self._looked(here)
            if found is not None:
                return found
            if self._count > MOST_FOUND:
                return Explanation((), starts[0].word, (), None, is_decided=False)
        return Explanation((), starts[0].word, (), None)

    def _looked(self, here: SearchEntry) -> Explanation | None:
        """Look from a node on, as long as one thing comes next; then all of it waits.

        What comes next alone and reads an event is the cheapest and the furthest of all
        that waits. Return the explanation where that is its end.
        """
        cost, node, trail, word = here.cost, here.node, here.trail, here.word
        so_far = cost, here.early
        last = len(self.moves.groups)
        while (key := self.steps.key(node)) not in self._done:
            self._done.add(key)
            if self._count > MOST_FOUND:
                return None
            if node.group == last:
                return self._found(cost, node, trail, word)
            if self.ways is None or self.ways.turn(node):
                self._turn(so_far, node, trail, word)
            ways = self._cheap(cost, self.moves.free(node))
            if len(ways) != 1 or not ways[0][2].event or ways[0][2].early:
                self._follow(so_far, ways, trail, word)
                break
            _, node, move = ways[0]
            trail = Trail(move, trail)
            self._count += 1
        return None

    def _turn(
        self, cost: _Cost, node: ExplanationNode, trail: Trail | None, word: int
    ) -> None:
        """Let what is not free wait until all is looked at that costs no more."""
        number = self._numbered()
        entry = SearchEntry(*cost, 1, number, 0, SearchKind.EDITS, node, trail, word)
        heappush(self._waiting, entry)

    def _cheap(self, cost: int, ways: Sequence[Way]) -> Sequence[Way]:
        """Return the moves after which a cheapest way may go on."""
        return [
            way for way in ways if self._is_cheap(cost + way[0], way[1], way[1].word)
        ]

    def _follow(
        self, cost: _Cost, ways: Iterable[Way], trail: Trail | None, word: int
    ) -> None:
        for more, after, move in ways:
            total = cost[0] + more, cost[1] + move.early
            self._wait(total, after, Trail(move, trail), word)

    def _wait(
        self, cost: _Cost, node: ExplanationNode, trail: Trail | None, word: int
    ) -> None:
        """Let a node wait to be looked at."""
        progress, number = -self._progress(node), self._numbered()
        entry = SearchEntry(
            *cost, progress, number, 0, SearchKind.NODE, node, trail, word
        )
        heappush(self._waiting, entry)

    def _numbered(self) -> int:
        self._count += 1
        return self._count

    def _is_cheap(self, cost: int, node: ExplanationNode, word: int) -> bool:
        """Whether a cheapest way may pass where a node has read to, in a word."""
        if self.ways is None:
            return cost // EDIT <= self.most
        return self.ways.pass_by(cost, node, word)

    def _edit(self, here: SearchEntry) -> None:
        """Look for what costs something, or is never in the log."""
        node = here.node
        if all(last >= node.last for _, last, _ in self.steps.due(node)):
            for kind, more in COSTS.items():
                cost = here.cost + more
                place = self._place(kind, node, cost, 0)
                if place is not None:
                    progress, number = -self._progress(node), self._numbered()
                    one = here._replace(
                        cost=cost, progress=progress, number=number, place=place
                    )
                    heappush(self._waiting, one._replace(kind=kind))
        ways = self._cheap(here.cost, self.moves.surplus(node))
        self._follow((here.cost, here.early), ways, here.trail, here.word)

    def _rows(self, kind: SearchKind, node: ExplanationNode) -> Sequence[Row]:
        missing, unlogged = self.steps.possible(node.word)
        return missing if kind is SearchKind.MISSING else unlogged

    def _place(
        self, kind: SearchKind, node: ExplanationNode, cost: int, first: int
    ) -> int | None:
        """Return the next of the steps that nobody logged and that may be cheap."""
        rows = self._rows(kind, node)
        for place in range(first, len(rows)):
            if self._is_cheap(cost, node, rows[place].after(node.word)):
                return place
        return None

    def _unlogged(self, here: SearchEntry) -> SearchEntry:
        """Return the node after a step that nobody logged; those behind it wait on."""
        node, row = here.node, self._rows(here.kind, here.node)[here.place]
        place = self._place(here.kind, node, here.cost, here.place + 1)
        if place is not None:
            self._numbered()
            heappush(self._waiting, here._replace(place=place))
        after, move = self.moves.unlogged(node, row, EXPLAINED[here.kind])
        trail = Trail(move, here.trail)
        return here._replace(kind=SearchKind.NODE, node=after, trail=trail)

    def _found(
        self, cost: int, node: ExplanationNode, trail: Trail | None, word: int
    ) -> Explanation:
        moves: list[ExplainedMove] = []
        while trail is not None:
            moves.append(trail.move)
            trail = trail.before
        after = tuple(self.moves.afterwards(node, MOST_STEPS))
        moves.reverse()
        return Explanation(tuple(moves), word, (), cost // EDIT, afterwards=after)

    def _progress(self, node: ExplanationNode) -> int:
        return node.group * (MOST_TIED + 1) + node.read.bit_count()
