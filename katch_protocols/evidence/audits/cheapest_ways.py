"""Where the cheapest explanations of a case can pass, if the clock steps at will.

No explanation costs less, for a step of the clock is free; and one that costs as much
passes nowhere else. So the search for it need not look elsewhere. (Dijkstra's search in
the buckets of Dial, 1969.)
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate
from typing import TypeAlias

from msgspec import Struct

from katch_protocols.cases.event import EventKind
from katch_protocols.evidence.audits.next_moves import NextMoves
from katch_protocols.evidence.audits.search_entries import EDIT, SILENT, SURPLUS
from katch_protocols.evidence.audits.steps import (
    ExplanationNode,
    MeantRows,
    ProtocolSteps,
)
from katch_protocols.evidence.logs.events import instant_of_micros, micros
from katch_protocols.semantics.table import Row

__all__ = ["MOST_MET", "CheapestWays", "WaysAhead"]

MOST_MET = 200_000
"""Where there is more to meet, nothing is said of the ways."""

_Spot: TypeAlias = tuple[int, int]
"""A place of the log, by its number, and a word."""


class CheapestWays(Struct, frozen=True):
    """The spots that the cheapest ways pass.

    Attributes:
        costs: What it costs to come to each of them.
        turning: Those from which something goes on that costs more.
    """

    costs: Mapping[_Spot, int]
    turning: frozenset[_Spot]
    _firsts: tuple[int, ...]

    def begin_in(self, word: int) -> bool:
        """Whether one begins in a word."""
        return (0, word) in self.costs

    def pass_by(self, cost: int, node: ExplanationNode, word: int) -> bool:
        """Whether one passes where a node has read to, in a word, at a cost."""
        return self.costs.get((self._firsts[node.group] + node.read, word)) == cost

    def turn(self, node: ExplanationNode) -> bool:
        """Whether something goes on from a node that costs more."""
        return (self._firsts[node.group] + node.read, node.word) in self.turning


class WaysAhead:
    """Finds the cheapest ways of the cases of one protocol."""

    def __init__(self, steps: ProtocolSteps) -> None:
        self.steps = steps
        self._dear: dict[int, tuple[tuple[int, int], ...]] = {}

    def cheapest(
        self, moves: NextMoves, words: Iterable[int], opened: int | None, most: int
    ) -> CheapestWays | None:
        """Return the ways of some events from any of some words, of ``most`` edits.

        Before ``opened`` no clock began, in microseconds since 1970, UTC; ``None``: it
        is not known. No spot where they need more edits; ``None`` where there is too
        much to look at.
        """
        return _Looking(self, moves, self._clocks(moves, opened)).run(words, most)

    def dear(self, word: int) -> tuple[tuple[int, int], ...]:
        """Return what can happen in a word and is not logged: its cost, the word."""
        found = self._dear.get(word)
        if found is None:
            missing, unlogged = self.steps.possible(word)
            ways = [(EDIT, row.after(word)) for row in missing]
            ways += [(SILENT, row.after(word)) for row in unlogged]
            found = self._dear[word] = tuple(dict.fromkeys(ways))
        return found

    def _clocks(
        self, moves: NextMoves, opened: int | None
    ) -> Sequence[tuple[Row, ...]]:
        """Return for each group the steps that the clock may have made before it."""
        steps = self.steps
        if opened is None or not steps.timed:
            return [tuple(steps.timed)] * len(moves.groups)
        soonest = list(zip(self.soonest(opened), steps.timed, strict=True))
        latest = [max([event.until for event in group]) for group in moves.groups]
        return [tuple(row for at, row in soonest if at <= each) for each in latest]

    def soonest(self, opened: int) -> list[int]:
        """Return before when no step of the clock is due in a case, of each of them."""
        begun = instant_of_micros(opened)
        calendar = self.steps.compiled.clocks.calendar
        return [
            micros(calendar.soonest(begun, row.timer.limit))
            for row in self.steps.timed
            if row.timer is not None
        ]


class _Looking:
    """Looks for the ways of one case; ``clocks``: see ``WaysAhead``."""

    def __init__(
        self, ahead: WaysAhead, moves: NextMoves, clocks: Sequence[tuple[Row, ...]]
    ) -> None:
        self.ahead = ahead
        sizes = ((1 << len(group)) - 1 for group in moves.groups)
        self.firsts = tuple(accumulate(sizes, initial=0))
        self.last = self.firsts[-1]
        # Of each place: the places after it, with what can come between.
        self.nexts: list[list[tuple[int, MeantRows, bool]]] = []
        self.clocks: list[tuple[Row, ...]] = []
        for number, (group, meant) in enumerate(
            zip(moves.groups, moves.meant, strict=True)
        ):
            again = [event.kind is EventKind.CLOCK for event in group]
            for read in range((1 << len(group)) - 1):
                self.nexts.append(
                    [
                        (self.firsts[number] + (read | 1 << one), rows, again[one])
                        for one, rows in enumerate(meant)
                        if not read & 1 << one
                    ]
                )
                self.clocks.append(clocks[number])
        self.costs: dict[_Spot, int] = {}
        self.before: dict[_Spot, list[_Spot]] = {}
        self.buckets: dict[int, list[_Spot]] = {}
        self.waiting: list[int] = []

    def run(self, words: Iterable[int], most: int) -> CheapestWays | None:
        begun = [(0, word) for word in words]
        self.costs.update(dict.fromkeys(begun, 0))
        self.before.update({spot: [] for spot in begun})
        self._bucket(0).extend(begun)
        while self.waiting:
            cost = heappop(self.waiting)
            if cost // EDIT > most:
                break
            settled = self._settled(cost)
            ends = [spot for spot in settled if spot[0] == self.last]
            if ends:
                return self._back(ends)
            if len(self.costs) > MOST_MET:
                return None
            self._turn(settled, cost)
        return CheapestWays({}, frozenset(), self.firsts)

    def _settled(self, cost: int) -> list[_Spot]:
        """Return every spot that is met at a cost, with what is free from there."""
        costs, earlier, bucket = self.costs, self.before, self.buckets.pop(cost)
        settled: list[_Spot] = []
        while bucket:
            spot = bucket.pop()
            if costs[spot] != cost:
                continue
            settled.append(spot)
            for after in self._free(spot):
                known = costs.get(after)
                if known is None or cost < known:
                    costs[after], earlier[after] = cost, [spot]
                    bucket.append(after)
                elif cost == known:
                    earlier[after].append(spot)
        return settled

    def _free(self, spot: _Spot) -> list[_Spot]:
        """Return where what is possible leads, and what the clock may make."""
        place, word = spot
        if place == self.last:
            return []
        found = [
            (after, each)
            for after, rows, _ in self.nexts[place]
            for _, each in rows.taking(word)
        ]
        # The clock may have made before what the log tells.
        found += [(after, word) for after, _, again in self.nexts[place] if again]
        for row in self.clocks[place]:
            if row.applies(word):
                found.append((place, row.after(word)))
        return found

    def _turn(self, settled: Iterable[_Spot], cost: int) -> None:
        """Meet what costs more, or is never in the log."""
        costs, earlier, surplus = self.costs, self.before, cost + EDIT + SURPLUS
        for spot in settled:
            place, word = spot
            ways = [
                (cost + more, (place, each)) for more, each in self.ahead.dear(word)
            ]
            ways += [(surplus, (after, word)) for after, _, _ in self.nexts[place]]
            for total, after in ways:
                known = costs.get(after)
                if known is None or total < known:
                    costs[after], earlier[after] = total, [spot]
                    self._bucket(total).append(after)
                elif total == known:
                    earlier[after].append(spot)

    def _bucket(self, cost: int) -> list[_Spot]:
        """Return the spots that wait to be looked at, at a cost."""
        found = self.buckets.get(cost)
        if found is None:
            found = self.buckets[cost] = []
            heappush(self.waiting, cost)
        return found

    def _back(self, ends: list[_Spot]) -> CheapestWays:
        """Return the spots from which one of the ends was met."""
        costs: dict[_Spot, int] = {}
        turning: set[_Spot] = set()
        while ends:
            spot = ends.pop()
            if spot in costs:
                continue
            cost = costs[spot] = self.costs[spot]
            for each in self.before[spot]:
                ends.append(each)
                if self.costs[each] != cost:
                    turning.add(each)
        return CheapestWays(costs, frozenset(turning), self.firsts)
