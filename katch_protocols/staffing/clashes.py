"""Which demands clash: every smallest set of them that nobody can meet together.

One smallest set is found by leaving out what is not needed. The others follow by a tree
of hitting sets (Reiter 1987): without one demand of each set found so far, is there
another? Only those count of which some case has all the steps. A step that nobody can
do even by itself is told by itself, and left out when the others are looked at.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.staffing.assignment import Assignment
from katch_protocols.staffing.co_occurrence import Occurring
from katch_protocols.staffing.demands import DemandKind

__all__ = ["MOST_SEARCHES", "Clash", "Clashes"]

MOST_SEARCHES = 200
"""How many ways to leave out demands are looked at in one component."""

Clash = frozenset[int]
"""Demands, by position, that clash; without any one of them they do not."""


class Clashes(Struct, frozen=True):
    """The clashes of a board that are met in some case."""

    board: Assignment
    cases: Occurring

    def every(self, absent: int = 0) -> tuple[Clash, ...]:
        """Return every clash, the smallest first, without the absent people."""
        found = [
            clash
            for component in self.board.components
            for clash in self.of(component, absent)
        ]
        return tuple(sorted(found, key=lambda clash: (len(clash), sorted(clash))))

    def of(self, component: Sequence[int], absent: int = 0) -> Iterator[Clash]:
        """Yield the clashes of one component that are met in some case."""
        if self._is_met(component, absent):
            return
        alone = [
            part for part in self._by_step(component) if not self._is_met(part, absent)
        ]
        gone = {self.board.demands[part[0]].steps[0] for part in alone}
        rest = [
            index
            for index in component
            if gone.isdisjoint(self.board.demands[index].steps)
        ]
        for part in (*alone, rest):
            for clash in self._smallest(part, absent):
                if self.cases.meet(self.board.steps, self.board.demands, clash):
                    yield clash

    def _by_step(self, component: Sequence[int]) -> Iterator[list[int]]:
        """Yield the demands on each step alone."""
        found: dict[int, list[int]] = {}
        for index in component:
            steps = self.board.demands[index].steps
            if len(steps) == 1:
                found.setdefault(steps[0], []).append(index)
        yield from found.values()

    def _smallest(self, component: Sequence[int], absent: int) -> Iterator[Clash]:
        found: list[Clash] = []
        waiting, seen = [frozenset[int]()], {frozenset[int]()}
        tried = 0
        while waiting and tried < MOST_SEARCHES:
            without = waiting.pop(0)
            tried += 1
            clash = next((each for each in found if not each & without), None)
            if clash is None:
                left = [index for index in component if index not in without]
                if self._is_met(left, absent):
                    continue
                clash = self._shrunk(left, absent)
                found.append(clash)
                yield clash
            for index in sorted(clash):
                more = without | {index}
                if more not in seen:
                    seen.add(more)
                    waiting.append(more)

    def _shrunk(self, demands: Sequence[int], absent: int) -> Clash:
        """Leave out one demand after the other, whole steps first."""
        kinds = self.board.demands
        order = sorted(
            demands, key=lambda index: (kinds[index].kind is not DemandKind.HELD, index)
        )
        left = set(demands)
        for index in order:
            if not self._is_met(left - {index}, absent):
                left.discard(index)
        return frozenset(left)

    def _is_met(self, demands: Sequence[int] | set[int], absent: int) -> bool:
        """Tell whether demands can be met; what is not decided counts as met."""
        active = frozenset(demands)
        answer = self.board.answer(active, absent)
        return answer.plan is not None or not answer.decided
