"""Strongly connected parts of a graph, and the loops that no clock ends."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

import numpy as np

from katch_protocols.budget import look, tick
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import TimeLabels
from katch_protocols.semantics.arrays import Places, distinct, starts_of
from katch_protocols.semantics.kernels import loops
from katch_protocols.semantics.sorting import ordered

__all__ = ["endless_loop", "parts"]

_EACH = 40
"""About how many steps by arrays a node and an edge are worth here."""

_NODE = 48
"""About how many bytes a node fills while parts are sought."""


def parts(starts: Places, targets: Places) -> Places:
    """Return the number of each node's strongly connected part.

    Tarjan's algorithm without recursion: a part has a higher number than those that it
    leads to.

    Shapes: the edges out of node ``i`` are ``targets[starts[i]:starts[i + 1]]``; the
    answer (nodes,).
    """
    size = len(starts) - 1
    look(size * _NODE)
    compiled = loops(_EACH * (size + len(targets)))
    if compiled is not None:
        return compiled.part_of(starts, targets)
    return np.array(_Parts(starts.tolist(), targets.tolist()).number, np.int64)


class _Parts:
    """Numbers the parts of a graph, node by node."""

    def __init__(self, starts: Sequence[int], targets: Sequence[int]) -> None:
        self.starts, self.targets = starts, targets
        size = len(starts) - 1
        self.number = [-1] * size
        self.order, self.low = [-1] * size, [0] * size
        self.edge = [*starts[:-1]]
        self.open: list[int] = []
        self.visited = self.count = 0
        for node in range(size):
            if self.order[node] < 0:
                self._visit(node)

    def _visit(self, root: int) -> None:
        order, low, number = self.order, self.low, self.number
        path = [root]
        self._enter(root)
        while path:
            node = path[-1]
            at = self.edge[node]
            if at == self.starts[node + 1]:
                path.pop()
                self._leave(node)
                if path:
                    low[path[-1]] = min(low[path[-1]], low[node])
                continue
            self.edge[node] = at + 1
            after = self.targets[at]
            if order[after] < 0:
                self._enter(after)
                path.append(after)
            elif number[after] < 0:
                low[node] = min(low[node], order[after])

    def _enter(self, node: int) -> None:
        tick()
        self.order[node] = self.low[node] = self.visited
        self.visited += 1
        self.open.append(node)

    def _leave(self, node: int) -> None:
        if self.low[node] != self.order[node]:
            return
        inner = -1
        while inner != node:
            inner = self.open.pop()
            self.number[inner] = self.count
        self.count += 1


def endless_loop(stage: Stage, labels: TimeLabels) -> tuple[int, ...] | None:
    """Return configurations in which a case can go round for ever, deadlines kept.

    A part of the graph is left in bounded time when one of its clocks runs in some
    configuration and no step of the part starts it anew; such configurations are taken
    out and the rest is looked at again (as in the emptiness test of Streett automata).
    Exact where no timer must be waited for; else there may be fewer loops, never more.
    """
    waiting = [_Lasting.of(stage)]
    while waiting:
        for part in waiting.pop().parts():
            lasts = _lasts(labels, part)
            if lasts.all():
                return tuple(part.places.tolist())
            waiting.append(part.only(lasts))
    return None


class _Lasting(NamedTuple):
    """Some configurations of a stage, and the lasting steps between them.

    Shapes: ``places`` (configurations,) in order; ``sources`` in order and ``targets``
    (steps,) are positions there, ``rows`` (steps,) positions in the product.
    """

    places: Places
    sources: Places
    targets: Places
    rows: Places

    @classmethod
    def of(cls, stage: Stage) -> Self:
        """Return all of a stage in which something is owed."""
        steps = stage.lasting
        every = cls(
            np.arange(len(stage.owed)), steps.sources, steps.targets, steps.rows
        )
        return every.only(stage.owed)

    def only(self, kept: Flags) -> Self:
        """Return some of the configurations, with the steps between them."""
        steps = np.flatnonzero(kept[self.sources] & kept[self.targets])
        place = np.cumsum(kept) - 1
        return self._replace(
            places=self.places[kept],
            sources=place[self.sources[steps]],
            targets=place[self.targets[steps]],
            rows=self.rows[steps],
        )

    def parts(self) -> Iterator[Self]:
        """Yield the parts in which a case can go round, in the order of ``parts``."""
        size = len(self.places)
        part_of = parts(starts_of(self.sources, size), self.targets)
        count = int(part_of.max(initial=-1)) + 1
        by_part, first = ordered(part_of, count), starts_of(part_of, count)
        place = np.empty(size, np.int64)
        place[by_part] = np.arange(size)
        place -= first[part_of]
        inside = np.flatnonzero(part_of[self.sources] == part_of[self.targets])
        owner = part_of[self.sources[inside]]
        inside, bounds = inside[ordered(owner, count)], starts_of(owner, count)
        for each in np.flatnonzero(np.diff(bounds)).tolist():
            steps = inside[bounds[each] : bounds[each + 1]]
            yield self._replace(
                places=self.places[by_part[first[each] : first[each + 1]]],
                sources=place[self.sources[steps]],
                targets=place[self.targets[steps]],
                rows=self.rows[steps],
            )


def _lasts(labels: TimeLabels, part: _Lasting) -> Flags:
    """Tell where each clock that runs is started anew by some step of the part."""
    renewed: set[int] = set()
    for row in distinct(part.rows, len(labels.stage.product.base)).tolist():
        renewed |= labels.renewed_by(row)
    kinds, of_kinds = labels.running.kinds[part.places], labels.running.of_kinds
    every = distinct(kinds, len(of_kinds))
    lasts = np.zeros(len(of_kinds), np.bool_)
    lasts[every] = [
        all(at in renewed for at, _ in of_kinds[kind].due) for kind in every.tolist()
    ]
    return lasts[kinds]
