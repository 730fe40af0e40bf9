"""Strongly connected parts of a graph, and the loops that no clock ends."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from katch_protocols.budget import tick
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import TimeLabels

__all__ = ["components", "endless_loop"]

Successors = Callable[[int], Sequence[int]]


def components(nodes: Sequence[int], successors: Successors) -> list[tuple[int, ...]]:
    """Return the strongly connected parts, each after those that it leads to.

    Tarjan's algorithm without recursion. What ``successors`` names outside ``nodes`` is
    left out.
    """
    search = _Components(frozenset(nodes), successors)
    for node in nodes:
        search.visit(node)
    return search.found


class _Components:
    def __init__(self, nodes: AbstractSet[int], successors: Successors) -> None:
        self.nodes, self.successors = nodes, successors
        self.order: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.open: list[int] = []
        self.waiting: set[int] = set()
        self.found: list[tuple[int, ...]] = []

    def visit(self, root: int) -> None:
        if root in self.order:
            return
        path: list[tuple[int, Iterator[int]]] = [self._enter(root)]
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                self._leave(node)
                if path:
                    above = path[-1][0]
                    self.low[above] = min(self.low[above], self.low[node])
            elif following not in self.order:
                path.append(self._enter(following))
            elif following in self.waiting:
                self.low[node] = min(self.low[node], self.order[following])

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        tick()
        self.order[node] = self.low[node] = len(self.order)
        self.open.append(node)
        self.waiting.add(node)
        return node, (one for one in self.successors(node) if one in self.nodes)

    def _leave(self, node: int) -> None:
        if self.low[node] != self.order[node]:
            return
        part = []
        while True:
            inner = self.open.pop()
            self.waiting.discard(inner)
            part.append(inner)
            if inner == node:
                break
        self.found.append(tuple(sorted(part)))


def endless_loop(stage: Stage, labels: TimeLabels) -> tuple[int, ...] | None:
    """Return configurations in which a case can go round for ever, deadlines kept.

    A part of the graph is left in bounded time when one of its clocks runs in some
    configuration and no step of the part starts it anew; such configurations are taken
    out and the rest is looked at again (as in the emptiness test of Streett automata).
    Exact where no timer must be waited for; else there may be fewer loops, never more.
    """
    graph = {
        place: [step.target for step in stage.steps(place)] for place in stage.owing
    }
    waiting = [tuple(graph)]
    while waiting:
        part = waiting.pop()
        for inner in components(part, graph.__getitem__):
            if len(inner) == 1 and inner[0] not in graph[inner[0]]:
                continue
            left = _without_ended(stage, labels, inner)
            if len(left) == len(inner):
                return inner
            waiting.append(left)
    return None


def _without_ended(
    stage: Stage, labels: TimeLabels, part: Sequence[int]
) -> tuple[int, ...]:
    """Take out where a clock runs that no step of the part starts anew."""
    inside = frozenset(part)
    renewed: set[int] = set()
    for place in part:
        for step in stage.steps(place):
            if step.target in inside:
                renewed |= labels.renewed_by(step)
    return tuple(
        place
        for place in part
        if all(at in renewed for at, _ in labels.running.at(place).due)
    )
