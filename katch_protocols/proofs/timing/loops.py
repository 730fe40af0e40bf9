"""Strongly connected parts of a graph, and the loops that no clock ends."""

from collections.abc import Sequence

import numpy as np

from katch_protocols.budget import look, tick
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import TimeLabels
from katch_protocols.semantics.arrays import (
    Places,
    distinct,
    ordered,
    ranges,
    starts_of,
)
from katch_protocols.semantics.kernels import loops

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
    waiting = [np.flatnonzero(stage.owed)]
    while waiting:
        whole = _Lasting(stage, waiting.pop())
        for inner in whole.parts():
            left = _without_ended(labels, _Lasting(stage, inner))
            if len(left) == len(inner):
                return tuple(inner.tolist())
            waiting.append(left)
    return None


class _Lasting:
    """The lasting steps of a stage between some of its configurations.

    Shapes: ``places`` (configurations,) in order; ``sources``, ``targets`` (edges,) are
    positions there, ``rows`` (edges,) positions in the product.
    """

    def __init__(self, stage: Stage, places: Places) -> None:
        steps = stage.lasting
        first = np.searchsorted(steps.sources, places)
        last = np.searchsorted(steps.sources, places, "right")
        sources, edges = ranges(first, last)
        targets = np.searchsorted(places, steps.targets[edges])
        targets[targets == len(places)] = 0
        inside = places[targets] == steps.targets[edges] if len(places) else targets
        kept = np.flatnonzero(inside)
        self.places = places
        self.sources, self.targets = sources[kept], targets[kept]
        self.rows = steps.rows[edges[kept]]

    def parts(self) -> list[Places]:
        """Return the parts in which a case can go round, in the order of ``parts``."""
        size = len(self.places)
        starts = starts_of(self.sources, size)
        number = parts(starts, self.targets)
        round_ = np.zeros(size, np.bool_)
        round_[number[self.sources[number[self.sources] == number[self.targets]]]] = (
            True
        )
        count = int(number.max(initial=-1)) + 1
        order, bounds = ordered(number, count), starts_of(number, count)
        return [
            self.places[order[bounds[each] : bounds[each + 1]]]
            for each in np.flatnonzero(round_).tolist()
        ]


def _without_ended(labels: TimeLabels, part: _Lasting) -> Places:
    """Take out where a clock runs that no step of the part starts anew."""
    renewed: set[int] = set()
    for row in distinct(part.rows, len(labels.stage.product.base)).tolist():
        renewed |= labels.renewed_by(row)
    kinds = labels.running.kinds[part.places]
    every = np.unique(kinds)
    of_kinds = labels.running.of_kinds
    lasts = [
        all(at in renewed for at, _ in of_kinds[kind].due) for kind in every.tolist()
    ]
    kept = np.array(lasts, np.bool_)[np.searchsorted(every, kinds)]
    return part.places[kept]
