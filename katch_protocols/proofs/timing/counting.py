"""How often something happens in a case: at most and at least, over all cases."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import look, tick
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.abstraction.localization import Localized
from katch_protocols.proofs.abstraction.slicing import slice_product
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    Watcher,
    watch,
)
from katch_protocols.proofs.product_search import explore_slice
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.counted_steps import CountedSteps
from katch_protocols.proofs.timing.loops import parts
from katch_protocols.proofs.timing.measure_nouns import Range
from katch_protocols.semantics.arrays import (
    Places,
    distinct,
    numbered,
    ranges,
    starts_of,
)
from katch_protocols.semantics.case_step import end_cubes
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.sorting import ordered
from katch_protocols.semantics.table import Row

__all__ = ["MOST", "CountedGraph", "Counting", "count", "count_event", "how_often"]


Counting = Callable[[Row, int, int], int]
"""How much a step counts: the row, and the words before and after it.

The words hold no more than the bits that the counting reads.
"""

_MARK = "counted"

_EACH = 48
"""About how many bytes a configuration fills while its steps are counted."""

_STEP = 100
"""And each of its steps."""


class CountedGraph(Struct, frozen=True, dict=True):
    """The graph of a slice; each step with what it counts, and with one row.

    ``counts`` says of each row of the slice whether it may count, ``reads`` are the
    bits of a word that the counting reads.
    """

    explored: Exploration
    base: tuple[Row, ...]
    counting: Counting
    counts: tuple[bool, ...]
    reads: int = 0

    @cached_property
    def steps(self) -> CountedSteps:
        """The different steps from each configuration, but those of no consequence."""
        size = len(self.explored)
        look(size * _EACH)
        found = self.explored.steps()
        look(size * _EACH + len(found.sources) * _STEP)
        order = ordered(found.sources, size)
        sources, rows, targets = (each[order] for each in found)
        weights = self._weights(sources, rows, targets)
        starts = starts_of(sources, size)
        steps = CountedSteps(starts, sources, targets, weights, rows)
        moves = np.flatnonzero((sources != targets) | (weights != 0))
        return steps.only(moves).different()

    def _weights(self, sources: Places, rows: Places, targets: Places) -> Places:
        weights = np.zeros(len(rows), np.int64)
        counted = np.flatnonzero(np.array(self.counts, np.bool_)[rows])
        seen = self.explored.looked_at(self.reads)
        first, codes = numbered(seen.words)
        words = [seen.word(place) for place in first.tolist()]
        size = len(words)
        cases, where = np.unique(
            (rows[counted] * size + codes[sources[counted]]) * size
            + codes[targets[counted]],
            return_inverse=True,
        )
        each = []
        for case in cases.tolist():
            tick()
            rest, after = divmod(case, size)
            row, before = divmod(rest, size)
            each.append(self.counting(self.base[row], words[before], words[after]))
        weights[counted] = np.array(each, np.int64)[where]
        return weights

    def range(self) -> Range:
        """Return how often it is counted at most and at least."""
        most, loop = self._most()
        return Range(most, self._least(), loop)

    @cached_property
    def part_of(self) -> Places:
        """The number of each configuration's part, as ``loops.parts`` numbers them."""
        return parts(self.steps.starts, self.steps.targets)

    def _most(self) -> tuple[int | None, tuple[str, ...]]:
        """Return the heaviest way; ``None`` and a loop where a loop counts."""
        steps, part_of = self.steps, self.part_of
        inside = part_of[steps.sources] == part_of[steps.targets]
        counted = np.flatnonzero(inside & (steps.weights != 0))
        if len(counted):
            at = counted[np.argmin(part_of[steps.sources[counted]])]
            return None, self._round(int(steps.sources[at]))
        between = steps.merged(part_of)
        heaviest = [0] * (int(part_of.max()) + 1)
        # A part has a higher number than those that it leads to.
        for source, target, weight in zip(
            *(each.tolist() for each in between[1:4]), strict=True
        ):
            found = weight + heaviest[target]
            if found > heaviest[source]:  # noqa: PLR1730 - asked very often
                heaviest[source] = found
        return heaviest[part_of[0]], ()

    def _round(self, place: int) -> tuple[str, ...]:
        """Return the steps of a shortest round through ``place`` that counts there."""
        steps, part_of = self.steps, self.part_of
        here = part_of[place]
        first = slice(steps.starts[place], steps.starts[place + 1])
        queue: deque[tuple[int, tuple[int, ...]]] = deque()
        for at in np.flatnonzero(steps.weights[first]).tolist():
            target = int(steps.targets[first][at])
            if part_of[target] == here:
                queue.append((target, (int(steps.rows[first][at]),)))
        seen = {target for target, _ in queue}
        while queue:
            last, rows = queue.popleft()
            if last == place:
                return tuple(self.base[index].activity for index in rows)
            onward = slice(steps.starts[last], steps.starts[last + 1])
            for target, index in zip(
                steps.targets[onward].tolist(), steps.rows[onward].tolist(), strict=True
            ):
                if target == place or (part_of[target] == here and target not in seen):
                    seen.add(target)
                    queue.append((target, (*rows, index)))
        message = "a part is left by no step"
        raise AssertionError(message)

    def _least(self) -> int | None:
        """Return the lightest way to an end: a shortest path, level by level."""
        steps, none = self.steps, np.iinfo(np.int64).max
        least = np.full(len(self.explored), none, np.int64)
        least[0] = 0
        frontier = np.array([0])
        while len(frontier):
            look()
            origins, edges = ranges(steps.starts[frontier], steps.starts[frontier + 1])
            found = least[frontier][origins] + steps.weights[edges]
            targets = steps.targets[edges]
            before = least[targets]
            np.minimum.at(least, targets, found)
            nearer = targets[least[targets] < before]
            frontier = distinct(nearer, len(least))
        ends = least[self.explored.ends()]
        best = int(ends.min(initial=none))
        return None if best == none else best


def count(
    study: ProofSession,
    counting: Counting,
    counts: Callable[[Row], bool],
    seeds: Sequence[int],
    reads: int = 0,
) -> CountedGraph | None:
    """Explore as much of a protocol as the counting can see; ``None``: too large.

    Args:
        study: the protocol.
        counting: how much a step counts.
        counts: which rows may count; all others count nothing.
        seeds: masks of the fields that must be told apart for it.
        reads: the bits of the words that it is given.
    """
    counted = {id(row): counts(row) for row in study.table.rows}
    whole = watch(study.table, _watcher(()))
    may_count = [counted[id(row)] for row in whole.base]
    found = _counted(study, whole, may_count, counting, seeds)
    return None if found is None else replace(found, reads=reads)


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
    explored = explore_slice(study, study.table, product)
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
    sight = study.search(_counter(event, times + 1), lambda p: [p.cube(str(times + 1))])
    return sight, not sight.is_found


def _not_an_end(
    study: ProofSession, event: ChartEvent, times: int
) -> tuple[Localized, bool]:
    """Look for a case that ends after so many; certain is that there is one."""
    ends = end_cubes(study.wide_table(()), frozenset(Outcome))

    def goals(product: Product) -> list[Cube]:
        mask, match = product.cube(str(times))
        return [(mask | end_mask, match | end) for end_mask, end in ends]

    sight = study.search(_counter(event, times + 1), goals)
    return sight, sight.is_found


def _counter(event: ChartEvent, most: int) -> Watcher:
    """Return what counts up to ``most``."""
    moves = {(str(n), "a"): str(n + 1) for n in range(most)}
    states = tuple(str(n) for n in range(most + 1))
    return Watcher(Automaton(states, moves), (Slot("a", event),))
