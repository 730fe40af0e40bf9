"""Which cell each node takes: its lane's column, and its rank down the flow.

List scheduling inside hard phase bands, the nodes with the longest way to go first. In
the compact mode a handoff may stay level with its source, as one straight arrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from katch_protocols.drawings.layout.graph import Arrow, Edge, Graph, Node, Shape

__all__ = ["Cell", "Placing", "forward_edges", "placed"]

_LEVEL_EXITS = 2
"""How many arrows may leave a node to nodes level with it."""
_BUSY = 3
"""A node with more ways on than this keeps its followers below it."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place of the coarse grid; both numbers count from 0."""

    column: int
    rank: int


@dataclass(frozen=True)
class Placing:
    """The cell of each node; ``spans`` gives the first and last column of each bar."""

    lanes: tuple[str, ...]
    cells: Mapping[str, Cell]
    spans: Mapping[str, tuple[int, int]]
    ranks: int

    def columns(self, node: str) -> tuple[int, int]:
        """Return the first and last column that a node takes."""
        column = self.cells[node].column
        return self.spans.get(node, (column, column))


def placed(graph: Graph, lanes: Sequence[str], *, compact: bool) -> Placing:
    """Give every node of ``graph`` its cell, phase after phase."""
    column = {lane: position for position, lane in enumerate(lanes)}
    edges = forward_edges(graph)
    ranks: dict[str, int] = {}
    base = 0
    for phase in graph.phases:
        members = [node for node in graph.nodes if node.phase == phase]
        if members:
            schedule = _Schedule(graph, column, edges, ranks, members)
            base = schedule.run(base, compact=compact)
    cells = {node.id: Cell(column[node.lane], ranks[node.id]) for node in graph.nodes}
    return Placing(tuple(lanes), cells, _spans(graph, cells), base)


def forward_edges(graph: Graph) -> tuple[Edge, ...]:
    """Return the edges that lead on, without those that close a cycle.

    A depth-first search in the author's order; an edge back to a node that is still
    being visited closes a cycle.
    """
    ways: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        if edge.arrow.leads_on:
            ways[edge.source].append(edge)
    closing: set[str] = set()
    seen: set[str] = set()
    for node in graph.nodes:
        if node.id not in seen:
            _visit(node.id, ways, seen, closing)
    return tuple(
        edge for edge in graph.edges if edge.arrow.leads_on and edge.id not in closing
    )


def _visit(
    start: str, ways: Mapping[str, list[Edge]], seen: set[str], closing: set[str]
) -> None:
    open_ = {start}
    seen.add(start)
    stack = [(start, iter(ways[start]))]
    while stack:
        name, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            open_.discard(name)
            stack.pop()
        elif edge.target in open_:
            closing.add(edge.id)
        elif edge.target not in seen:
            open_.add(edge.target)
            seen.add(edge.target)
            stack.append((edge.target, iter(ways[edge.target])))


def _spans(graph: Graph, cells: Mapping[str, Cell]) -> dict[str, tuple[int, int]]:
    """Return the columns of each bar: from its leftmost to its rightmost branch."""
    spans = {}
    for node in graph.nodes:
        if node.shape is not Shape.BAR:
            continue
        ends = [cells[node.id].column]
        for edge in graph.edges:
            if edge.source == node.id:
                ends.append(cells[edge.target].column)
            elif edge.target == node.id:
                ends.append(cells[edge.source].column)
        spans[node.id] = min(ends), max(ends)
    return spans


class _Schedule:
    """Places the nodes of one phase; ``ranks`` already holds the earlier phases."""

    def __init__(
        self,
        graph: Graph,
        column: Mapping[str, int],
        edges: Sequence[Edge],
        ranks: dict[str, int],
        members: Sequence[Node],
    ) -> None:
        self.column, self.ranks = column, ranks
        self.members = {node.id: node for node in members}
        self.author = graph.rank_of
        self.ways: dict[str, list[Edge]] = {name: [] for name in self.members}
        self.into: dict[str, list[Edge]] = {name: [] for name in self.members}
        for edge in edges:
            if edge.source in self.members and edge.target in self.members:
                self.ways[edge.source].append(edge)
                self.into[edge.target].append(edge)
        self.taken: set[tuple[int, int]] = set()

    def run(self, base: int, *, compact: bool) -> int:
        """Place every node from rank ``base`` on; return the first rank after them."""
        missing = {name: len(edges) for name, edges in self.into.items()}
        earliest = dict.fromkeys(self.members, base)
        height = self._heights()
        ready = [name for name, number in missing.items() if number == 0]
        while ready:
            ready.sort(key=lambda n: (earliest[n], -height[n], self.author[n]))
            name = ready.pop(0)
            start = base if compact else earliest[name]
            self._place(self.members[name], start, compact=compact)
            for edge in self.ways[name]:
                follower = edge.target
                earliest[follower] = max(earliest[follower], self.ranks[name] + 1)
                missing[follower] -= 1
                if missing[follower] == 0:
                    ready.append(follower)
        return max(self.ranks[name] for name in self.members) + 1

    def _heights(self) -> dict[str, int]:
        """Return the longest way from each node to the end of the phase."""
        height: dict[str, int] = {}
        left = {name: len(edges) for name, edges in self.ways.items()}
        ready = [name for name, number in left.items() if number == 0]
        while ready:
            name = ready.pop()
            ways = self.ways[name]
            height[name] = 1 + max((height[edge.target] for edge in ways), default=0)
            for edge in self.into[name]:
                left[edge.source] -= 1
                if left[edge.source] == 0:
                    ready.append(edge.source)
        return height

    def _place(self, node: Node, start: int, *, compact: bool) -> None:
        if node.shape is Shape.BAR:
            self._place_bar(node, start)
            return
        column = self.column[node.lane]
        for edge in self.into[node.id]:
            is_level = compact and self.members[edge.source].shape is not Shape.BAR
            start = max(start, self.ranks[edge.source] + (0 if is_level else 1))
        rank = next(
            rank
            for rank in count(start)
            if (column, rank) not in self.taken and self._may_be_level(node, rank)
        )
        self.ranks[node.id] = rank
        self.taken.add((column, rank))

    def _place_bar(self, node: Node, start: int) -> None:
        """Give a bar a whole row below everything that leads to it."""
        start = max([start, *(self.ranks[e.source] + 1 for e in self.into[node.id])])
        rank = max([start, *(taken + 1 for _, taken in self.taken)])
        self.ranks[node.id] = rank
        self.taken.update((column, rank) for column in self.column.values())

    def _may_be_level(self, node: Node, rank: int) -> bool:
        """Whether ``node`` may stand at ``rank`` beside the sources of its arrows."""
        column = self.column[node.lane]
        sides: list[bool] = []
        for edge in self.into[node.id]:
            if self.ranks[edge.source] != rank:
                continue
            if not self._is_straight(edge, column, rank):
                return False
            sides.append(self.column[self.members[edge.source].lane] < column)
        return len(set(sides)) == len(sides)

    def _is_straight(self, edge: Edge, column: int, rank: int) -> bool:
        source = self.members[edge.source]
        other = self.column[source.lane]
        if edge.arrow is not Arrow.HANDOFF or source.shape is Shape.HEXAGON:
            return False
        low, high = sorted((column, other))
        if any((between, rank) in self.taken for between in range(low + 1, high)):
            return False
        ways = self.ways[edge.source]
        level = sum(self.ranks.get(way.target) == rank for way in ways)
        return low != high and level < _LEVEL_EXITS and len(ways) <= _BUSY
