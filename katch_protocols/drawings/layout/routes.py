"""Which way each arrow takes on the coarse grid: A* with rip-up and reroute.

The grid has a point for each lane centre and gutter (across) and for each row of nodes
and corridor (down). Costs are whole numbers (half pixels), so no tie hangs on a float.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from msgspec import Struct

from katch_protocols.budget import look, tick
from katch_protocols.drawings.layout.graph import Arrow, Edge, Graph, NodeShape
from katch_protocols.drawings.layout.ranks import Placing

__all__ = ["GridPath", "routed"]

GridPath = tuple[tuple[int, int], ...]
"""The grid points (u, v) of a route; odd u is a lane, odd v is a row of nodes."""

_LANE, _GUTTER, _ROW, _CORRIDOR = 190, 26, 60, 44
_BEND, _CROSSING, _SHARED, _THROUGH = 110, 70, 12, 50
_PASSES = 3
_FIRST = {Arrow.STEP: 0, Arrow.HANDOFF: 1, Arrow.RETURN: 2}
_NORTH, _SOUTH, _EAST, _WEST = range(4)
_TURN_BACK = (_SOUTH, _NORTH, _WEST, _EAST)
# By direction: the cost of leaving a node and of entering one, for arrows that lead
# down and for arrows that lead up. Moving south means entering through the top.
_LEAVE = ((280, 0, 36, 36), (60, 120, 36, 36))
_ENTER = ((300, 0, 44, 44), (80, 80, 44, 44))


class _RouteStep(Struct, frozen=True):
    """One edge to route: where it may start and end, and what its ends cost."""

    edge: Edge
    starts: tuple[int, ...]
    goals: frozenset[int]
    leave: Sequence[int]
    enter: Sequence[int]


_Onward = tuple[int, int, int, int]
"""A step on: its direction, the state and the point it leads to, what it costs."""

_POINT, _STATE = 500, 150
"""About how many bytes a point of the grid fills, and a state of a search."""


def routed(graph: Graph, placing: Placing) -> Mapping[str, GridPath]:
    """Route every edge; short arrows that lead on first, returns last."""
    return _Router(graph, placing).run()


class _Router:
    """A grid, what stands on it and how often each point and step is used."""

    def __init__(self, graph: Graph, placing: Placing) -> None:
        self.graph, self.placing = graph, placing
        self.wide = 2 * len(placing.lanes) + 1
        self.tall = 2 * placing.ranks + 1
        size = self.wide * self.tall
        look(_POINT * size)
        self.owner: list[str | None] = [None] * size
        self.points: dict[str, tuple[int, ...]] = {}
        for node in graph.nodes:
            self.points[node.id] = tuple(self._points(node.id))
            for point in self.points[node.id]:
                self.owner[point] = node.id
        # Twice the arrows that pass a point, by axis; a turn counts once on each.
        self.across = [0] * size
        self.down = [0] * size
        self.crossed = (self.across, self.across, self.down, self.down)
        """By direction: the arrows that a step in it crosses."""
        self.shared = [0] * (4 * size)
        """How many arrows take the step from a point in a direction, or back."""
        self.moves = [tuple(self._moves(point)) for point in range(size)]
        self._known: dict[int, Sequence[_Onward]] = {}

    def run(self) -> Mapping[str, GridPath]:
        """Route all, then remove and reroute each against the others.

        Once each stayed where it was since one moved last, all would stay again.
        """
        steps = [self._step(edge) for edge in sorted(self.graph.edges, key=self._order)]
        paths: dict[str, list[int]] = {}
        stayed = 0
        for step in steps * _PASSES:
            before = paths.get(step.edge.id, [])
            self._use(before, -1)
            path = paths[step.edge.id] = self._search(step)
            self._use(path, 1)
            stayed = stayed + 1 if path == before else 0
            if stayed == len(steps):
                break
        return {
            edge.id: tuple(self._place(point) for point in paths[edge.id])
            for edge in self.graph.edges
        }

    def _place(self, point: int) -> tuple[int, int]:
        return point % self.wide, point // self.wide

    def _points(self, node: str) -> Iterator[int]:
        first, last = self.placing.columns(node)
        row = (2 * self.placing.cells[node].rank + 1) * self.wide
        yield from (row + u for u in range(2 * first + 1, 2 * last + 2))

    def _moves(self, point: int) -> Iterator[tuple[int, int, int]]:
        """Yield direction, next point and length of each step away from a point."""
        u, v = self._place(point)
        across = _LANE + _GUTTER
        down = _ROW + _CORRIDOR
        if v > 0:
            yield _NORTH, point - self.wide, down
        if v < self.tall - 1:
            yield _SOUTH, point + self.wide, down
        if u < self.wide - 1:
            yield _EAST, point + 1, across
        if u > 0:
            yield _WEST, point - 1, across

    def _order(self, edge: Edge) -> tuple[int, int, str]:
        source = self.placing.cells[edge.source]
        target = self.placing.cells[edge.target]
        far = abs(source.column - target.column) + abs(source.rank - target.rank)
        return _FIRST[edge.arrow], far, edge.id

    def _step(self, edge: Edge) -> _RouteStep:
        cells = self.placing.cells
        up = int(cells[edge.target].rank <= cells[edge.source].rank)
        return _RouteStep(
            edge,
            self.points[edge.source],
            frozenset(self.points[edge.target]),
            self._vertical(edge.source, _LEAVE[up]),
            self._vertical(edge.target, _ENTER[up]),
        )

    def _vertical(self, node: str, costs: Sequence[int]) -> Sequence[int]:
        """Return the costs at a node's border; a bar has no price, but no sides."""
        if self.graph.node[node].shape is NodeShape.BAR:
            return (0, 0, -1, -1)
        return costs

    def _use(self, path: Sequence[int], sign: int) -> None:
        for one, other in pairwise(path):
            way = self._way(one, other)
            self.shared[4 * one + way] += sign
            self.shared[4 * other + _TURN_BACK[way]] += sign
        for before, point, after in zip(path, path[1:], path[2:], strict=False):
            across = (abs(point - before) == 1) + (abs(after - point) == 1)
            self.across[point] += sign * across
            self.down[point] += sign * (2 - across)

    def _way(self, one: int, other: int) -> int:
        return next(way for way, after, _ in self.moves[one] if after == other)

    def _search(self, step: _RouteStep) -> list[int]:
        """Return the cheapest route of one edge; ties go to the lower grid point."""
        goals, shared, crossed = step.goals, self.shared, self.crossed
        ahead = self._ahead(goals)
        heap = sorted(self._outset(step, ahead))
        came: dict[int, int] = {}
        while heap:
            tick(_POINT * len(self.moves) + _STATE * len(came))
            _, cost, state, before = heappop(heap)
            if state in came:
                continue
            came[state] = before
            point = state // 4
            if point in goals:
                return _walked(came, state)
            for way, following, after, price in self._onward(state):
                if following in came:
                    continue
                total = cost + price + _SHARED * shared[4 * point + way]
                if self.owner[after] is None:
                    total += _CROSSING * crossed[way][after]
                else:
                    entering = step.enter[way] if after in goals else -1
                    if entering < 0:
                        continue
                    total += entering
                heappush(heap, (total + ahead(after), total, following, state))
        message = f"no route for {step.edge.id}"
        raise AssertionError(message)

    def _outset(
        self, step: _RouteStep, ahead: Callable[[int], int]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield the first steps: rank, cost, state and a mark of the start."""
        for point in step.starts:
            for way, after, length in self.moves[point]:
                cost = step.leave[way]
                if cost >= 0:
                    cost += self._length(after, length)
                    cost += _SHARED * self.shared[4 * point + way]
                    if self.owner[after] is None:
                        cost += _CROSSING * self.crossed[way][after]
                    yield cost + ahead(after), cost, 4 * after + way, -1 - point

    def _ahead(self, goals: frozenset[int]) -> Callable[[int], int]:
        """Return what tells, of a point, a length that no rest of a route can beat."""
        places = [self._place(goal) for goal in goals]
        left, right = min(u for u, _ in places), max(u for u, _ in places)
        row, wide, down = places[0][1], self.wide, _ROW + _CORRIDOR
        across = [max(left - u, u - right, 0) * (_LANE + _GUTTER) for u in range(wide)]
        return lambda point: across[point % wide] + abs(point // wide - row) * down

    def _onward(self, state: int) -> Sequence[_Onward]:
        """Return the steps on from a state, found when it is first reached."""
        found = self._known.get(state)
        if found is None:
            point, came = divmod(state, 4)
            found = self._known[state] = [
                (
                    way,
                    4 * after + way,
                    after,
                    self._length(after, length) + (_BEND if way != came else 0),
                )
                for way, after, length in self.moves[point]
                if way != _TURN_BACK[came]
            ]
        return found

    def _length(self, after: int, length: int) -> int:
        """Return what one step costs for itself: no way leads well between cards."""
        u, v = self._place(after)
        is_through = self.owner[after] is None and u % 2 and v % 2
        return length + (_THROUGH if is_through else 0)


def _walked(came: Mapping[int, int], state: int) -> list[int]:
    path = []
    while state >= 0:
        path.append(state // 4)
        state = came[state]
    path.append(-1 - state)
    return path[::-1]
