"""Which cell each node takes: a column of its lane, and its rank down the flow.

List scheduling inside hard phase bands, the nodes with the longest way to go first. In
the compact mode a node may stay level with its source, at the end of a straight arrow.
"""

from collections.abc import Mapping, Sequence
from itertools import count

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.columns import Columns
from katch_protocols.drawings.layout.graph import Edge, Graph, LayoutNode, NodeShape

__all__ = ["Placing", "RankCell", "forward_edges", "placed"]

_LEVEL_EXITS = 2
"""How many arrows may leave a node to nodes level with it."""
_TALL = 120.0
"""A text that gets taller than this, in pixels, needs the room beside a drop."""
_BUSY = 3
"""A node with more ways on than this keeps its followers below it."""


class RankCell(Struct, frozen=True, order=True):
    """A place of the coarse grid; both numbers count from 0."""

    column: int
    rank: int


class Placing(Struct, frozen=True):
    """The cell of each node; ``spans`` gives the first and last column of each bar.

    ``lanes`` names the lane of each column.
    """

    lanes: tuple[str, ...]
    cells: Mapping[str, RankCell]
    spans: Mapping[str, tuple[int, int]]
    ranks: int

    def columns(self, node: str) -> tuple[int, int]:
        """Return the first and last column that a node takes."""
        column = self.cells[node].column
        return self.spans.get(node, (column, column))


def placed(graph: Graph, columns: Columns, *, compact: bool) -> Placing:
    """Give every node of ``graph`` its cell, phase after phase."""
    edges = forward_edges(graph)
    cells: dict[str, RankCell] = {}
    base = 0
    for phase in graph.phases:
        members = [node for node in graph.nodes if node.phase == phase]
        if members:
            schedule = _Schedule(graph, columns, edges, cells, members)
            base = schedule.run(base, compact=compact)
    return Placing(columns.lanes, cells, _spans(graph, cells), base)


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


def _spans(graph: Graph, cells: Mapping[str, RankCell]) -> dict[str, tuple[int, int]]:
    """Return the columns of each bar: from its leftmost to its rightmost branch."""
    spans = {}
    for node in graph.nodes:
        if node.shape is not NodeShape.BAR:
            continue
        into = [cells[e.source].column for e in graph.edges if e.target == node.id]
        out = [cells[e.target].column for e in graph.edges if e.source == node.id]
        # A single arrow to or from a bar is no branch: it may come from anywhere.
        ends = [column for side in (into, out) if len(side) > 1 for column in side]
        ends = ends or [cells[node.id].column]
        spans[node.id] = min(ends), max(ends)
    return spans


class _Schedule:
    """Places the nodes of one phase; ``cells`` already holds the earlier phases."""

    def __init__(
        self,
        graph: Graph,
        columns: Columns,
        edges: Sequence[Edge],
        cells: dict[str, RankCell],
        members: Sequence[LayoutNode],
    ) -> None:
        self.columns, self.cells = columns, cells
        self.members = {node.id: node for node in members}
        self.author = graph.rank_of
        self.ways: dict[str, list[Edge]] = {name: [] for name in self.members}
        self.into: dict[str, list[Edge]] = {name: [] for name in self.members}
        self.before: dict[str, list[str]] = {name: [] for name in self.members}
        for edge in edges:
            if edge.target not in self.members:
                continue
            self.before[edge.target].append(edge.source)
            if edge.source in self.members:
                self.ways[edge.source].append(edge)
                self.into[edge.target].append(edge)
        self.taken: set[RankCell] = set()

    def run(self, base: int, *, compact: bool) -> int:
        """Place every node from rank ``base`` on; return the first rank after them."""
        missing = {name: len(edges) for name, edges in self.into.items()}
        earliest = dict.fromkeys(self.members, base)
        height = self._heights()
        ready = [name for name, number in missing.items() if number == 0]
        while ready:
            ready.sort(key=lambda n: (earliest[n], -height[n], self.author[n]))
            tick()
            name = ready.pop(0)
            start = base if compact else earliest[name]
            self._place(self.members[name], start, compact=compact)
            for edge in self.ways[name]:
                follower = edge.target
                below = self.cells[name].rank + 1
                earliest[follower] = max(earliest[follower], below)
                missing[follower] -= 1
                if missing[follower] == 0:
                    ready.append(follower)
        return max(self.cells[name].rank for name in self.members) + 1

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

    def _place(self, node: LayoutNode, start: int, *, compact: bool) -> None:
        if node.shape is NodeShape.BAR:
            self._place_bar(node, start)
            return
        for edge in self.into[node.id]:
            is_level = compact and self.members[edge.source].shape is not NodeShape.BAR
            start = max(start, self.cells[edge.source].rank + (0 if is_level else 1))
        columns = self._columns(node)
        cell = next(
            cell
            for rank in count(start)
            for cell in (RankCell(column, rank) for column in columns)
            if cell not in self.taken and self._may_be_level(node, cell)
        )
        self.cells[node.id] = cell
        self.taken.add(cell)

    def _columns(self, node: LayoutNode) -> Sequence[int]:
        """Return the columns open to a node, those below its sources first."""
        open_to = self.columns.open_to[node.id]
        above = [
            self.cells[name].column
            for name in self.before[node.id]
            if name in self.cells and self.cells[name].column in open_to
        ]
        best = above[0] if above else open_to[0]
        return sorted(open_to, key=lambda column: (abs(column - best), column))

    def _place_bar(self, node: LayoutNode, start: int) -> None:
        """Give a bar a whole row below everything that leads to it."""
        into = self.into[node.id]
        start = max([start, *(self.cells[edge.source].rank + 1 for edge in into)])
        rank = max([start, *(cell.rank + 1 for cell in self.taken)])
        self.cells[node.id] = RankCell(self._columns(node)[0], rank)
        self.taken.update(
            RankCell(column, rank) for column in range(len(self.columns.lanes))
        )

    def _may_be_level(self, node: LayoutNode, cell: RankCell) -> bool:
        """Whether ``node`` may stand in ``cell`` beside the sources of its arrows."""
        tick()
        sides: list[bool] = []
        for edge in self.into[node.id]:
            source = self.cells[edge.source]
            if source.rank != cell.rank:
                continue
            if not self._is_straight(edge, cell):
                return False
            sides.append(source.column < cell.column)
        return len(set(sides)) == len(sides)

    def _is_straight(self, edge: Edge, cell: RankCell) -> bool:
        other = self.cells[edge.source]
        low, high = sorted((cell.column, other.column))
        if low == high or any(box.height > _TALL for box in edge.labels):
            return False
        between = (RankCell(column, cell.rank) for column in range(low + 1, high))
        if any(cell in self.taken for cell in between):
            return False
        ways = self.ways[edge.source]
        ranks = (self.cells[w.target].rank for w in ways if w.target in self.cells)
        level = sum(rank == cell.rank for rank in ranks)
        return level < _LEVEL_EXITS and len(ways) <= _BUSY
