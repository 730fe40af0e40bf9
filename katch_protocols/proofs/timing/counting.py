"""How often something happens in a case: at most and at least, over all cases."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from katch_protocols.budget import look, tick
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.abstraction.localization import Localized
from katch_protocols.proofs.abstraction.slice_graph import slice_product
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    Watcher,
    watch,
)
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.loops import components
from katch_protocols.proofs.timing.measure_nouns import Range
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Row

__all__ = ["MOST", "CountedGraph", "Counting", "count", "count_event", "how_often"]


Counting = Callable[[Row, int, int], int]
"""How much a step counts: the row, and the words before and after it.

The words hold what the counting's ``seeds`` name, and more.
"""

_MARK = "counted"


@dataclass(frozen=True)
class CountedGraph:
    """The graph of a slice; each step as (target, what it counts), with one row."""

    explored: Exploration
    base: tuple[Row, ...]
    counting: Counting
    counts: tuple[bool, ...]
    """Of each row of the slice whether it may count."""

    @cached_property
    def steps(self) -> list[dict[tuple[int, int], int]]:
        """The steps from each configuration; equal ones once."""
        look(len(self.explored) * 600)
        words = self.explored.every_word()
        found: list[dict[tuple[int, int], int]] = [{} for _ in words]
        for place, index, target in zip(
            *(each.tolist() for each in self.explored.steps()), strict=True
        ):
            weight = 0
            tick()
            if self.counts[index]:
                base = self.base[index]
                weight = self.counting(base, words[place], words[target])
            if target != place or weight:
                found[place].setdefault((target, weight), index)
        return found

    def range(self) -> Range:
        """Return how often it is counted at most and at least."""
        most, loop = self._most()
        return Range(most, self._least(), loop)

    def _most(self) -> tuple[int | None, tuple[str, ...]]:
        """Return the heaviest way; ``None`` and a loop where a loop counts."""
        targets = [[target for target, _ in steps] for steps in self.steps]
        parts = components(range(len(targets)), targets.__getitem__)
        part_of = {one: n for n, part in enumerate(parts) for one in part}
        heaviest = [0] * len(parts)
        for number, part in enumerate(parts):
            for place in part:
                for target, weight in self.steps[place]:
                    if part_of[target] == number:
                        if weight:
                            return None, self._round(part, place)
                        continue
                    found = weight + heaviest[part_of[target]]
                    heaviest[number] = max(heaviest[number], found)
        return heaviest[part_of[0]], ()

    def _round(self, part: Sequence[int], place: int) -> tuple[str, ...]:
        """Return the steps of a shortest round inside ``part`` that counts."""
        inside = frozenset(part)
        starts: list[tuple[tuple[int, ...], tuple[int, ...]]] = [
            ((target,), (index,))
            for (target, weight), index in self.steps[place].items()
            if weight and target in inside
        ]
        queue = deque(starts)
        seen = {way[-1] for way, _ in starts}
        while queue:
            way, rows = queue.popleft()
            if way[-1] == place:
                return tuple(self.base[index].activity for index in rows)
            for (target, _), index in self.steps[way[-1]].items():
                if target == place or (target in inside and target not in seen):
                    seen.add(target)
                    queue.append(((*way, target), (*rows, index)))
        message = "a part is left by no step"
        raise AssertionError(message)

    def _least(self) -> int | None:
        """Return the lightest way to an end (a shortest path; weights are small)."""
        ends = set(self.explored.ends().tolist())
        least = {0: 0}
        queue = deque([0])
        while queue:
            place = queue.popleft()
            for target, weight in self.steps[place]:
                found = least[place] + weight
                if found < least.get(target, found + 1):
                    least[target] = found
                    queue.append(target)
        return min((least[end] for end in ends if end in least), default=None)


def count(
    study: ProofSession,
    counting: Counting,
    counts: Callable[[Row], bool],
    seeds: Sequence[int],
) -> CountedGraph | None:
    """Explore as much of a protocol as the counting can see; ``None``: too large.

    Args:
        study: the protocol.
        counting: how much a step counts.
        counts: which rows may count; all others count nothing.
        seeds: masks of the fields that the counting reads.
    """
    counted = {id(row): counts(row) for row in study.table.rows}
    whole = watch(study.table, _watcher(()))
    may_count = [counted[id(row)] for row in whole.base]
    return _counted(study, whole, may_count, counting, seeds)


def count_event(study: ProofSession, event: ChartEvent) -> Range | None:
    """Return how often an event happens in one case; ``None``: too large.

    What a case enters as it starts counts too.
    """
    whole = watch(study.table, _watcher((Slot("a", event),)))
    may_count = ["a" in letters for letters in whole.read]
    found = _counted(study, whole, may_count, lambda *_: 1, ())
    if found is None:
        return None
    at_start, each = whole.started.count("a"), found.range()
    return Range(
        None if each.worst is None else each.worst + at_start,
        None if each.best is None else each.best + at_start,
        each.loop,
    )


def _watcher(slots: tuple[Slot, ...]) -> Watcher:
    """Return what reads the slots and remembers nothing."""
    return Watcher(Automaton(("",), {}), slots)


def _counted(
    study: ProofSession,
    whole: Product,
    may_count: Sequence[bool],
    counting: Counting,
    seeds: Sequence[int],
) -> CountedGraph | None:
    # Rows that do the same stay apart where different activities count.
    marked = tuple(
        (_MARK, row.activity) if counts else ()
        for row, counts in zip(whole.base, may_count, strict=True)
    )
    ends = [mask for mask, _ in study.table.final]
    product = slice_product(replace(whole, read=marked), [*ends, *seeds], keep=_MARK)
    explored = explore(product.table, limit=study.limit)
    if not explored.exhausted:
        return None
    counts = tuple(_MARK in letters for letters in product.read)
    return CountedGraph(explored, product.base, counting, counts)


MOST = 6
"""How often something is looked for at most; what comes oftener is not counted."""


def how_often(study: ProofSession, event: ChartEvent) -> Range | None:
    """Return how often an event happens in one case; ``None``: it cannot be told.

    Raises:
        BoundError: The protocol crosses a bound of the library.
    """
    worst = _decided(_more_than(study, event, times) for times in range(MOST + 1))
    best = _decided(_not_an_end(study, event, times) for times in range(MOST + 1))
    if worst is None or best is None:
        return None
    return Range(worst, best)


def _decided(sights: Iterator[tuple[Localized, bool]]) -> int | None:
    """Return the first number of which it is certain; ``None`` if one is in doubt."""
    for times, (sight, certain) in enumerate(sights):
        if not sight.is_decided:
            return None
        if certain:
            return times
    return None


def _more_than(
    study: ProofSession, event: ChartEvent, times: int
) -> tuple[Localized, bool]:
    """Look for a case with more; certain is that there is none."""
    sight = study.hunt(_counter(event, times + 1), lambda p: [p.cube(str(times + 1))])
    return sight, not sight.is_found


def _not_an_end(
    study: ProofSession, event: ChartEvent, times: int
) -> tuple[Localized, bool]:
    """Look for a case that ends after so many; certain is that there is one."""
    ends = end_cubes(study.wide_table(()), frozenset(Outcome))

    def goals(product: Product) -> list[Cube]:
        mask, match = product.cube(str(times))
        return [(mask | end_mask, match | end) for end_mask, end in ends]

    sight = study.hunt(_counter(event, times + 1), goals)
    return sight, sight.is_found


def _counter(event: ChartEvent, most: int) -> Watcher:
    """Return what counts up to ``most``."""
    moves = {(str(n), "a"): str(n + 1) for n in range(most)}
    states = tuple(str(n) for n in range(most + 1))
    return Watcher(Automaton(states, moves), (Slot("a", event),))
