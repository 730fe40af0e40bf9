"""Where each node stands on a grid: a column along the flow, a row inside its lane.

A sub-process has columns of its own that nothing around it uses, so what is inside it
can stand in the lanes of the pool. An event sub-process stands in one cell.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.exchange.bpmn.process import FlowNode, Kind, Process

__all__ = [
    "BESIDE",
    "DROP",
    "EVENT",
    "GATEWAY",
    "PAPER",
    "TASK",
    "Grid",
    "Slot",
    "gridded",
]

TASK = (120.0, 80.0)
EVENT = 36.0
GATEWAY = 50.0
PAPER = (36.0, 50.0)
PAPER_PITCH = 100.0
ABOVE = 96.0
"""The room above a task for its documents and their names."""
DROP = 118.0
"""The room below a task or a sub-process for ends of broken deadlines."""
EDGE = 26.0
"""The room below a task for an event at its edge."""
BESIDE = (330.0, 130.0)
"""The size of an event sub-process."""

Slot = tuple[int, int]
"""A lane and a row in it, both from 0."""


class Grid(Struct):
    """Columns and rows; ``columns`` are the nodes of each column of each container.

    ``satellites`` stand below their host: the ends of broken deadlines.
    """

    process: Process
    columns: dict[str, list[list[str]]] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    edges: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    satellites: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=lambda: defaultdict(lambda: 1))

    def width(self, name: str) -> float:
        """Return how wide the cell of a node is that is no sub-process with columns."""
        node = self.process.nodes[name]
        if node.on_event:
            return max(BESIDE[0], self.papers(self.task(name)) + 210.0)
        if node.kind.is_task:
            edges = self.edges[name]
            return max(TASK[0], self.papers(name), 20.0 + 110.0 * len(edges))
        return 90.0

    def task(self, beside: str) -> str:
        """Return the one task of an event sub-process."""
        inner = self.process.within(beside)
        return next(node.id for node in inner if node.kind.is_task)

    def papers(self, name: str) -> float:
        """Return how wide the documents above a task are."""
        node = self.process.nodes[name]
        papers = dict.fromkeys((*node.needs, *node.produces))
        return PAPER_PITCH * len(papers)

    def above(self, name: str) -> float:
        """Return the room above a node."""
        node = self.process.nodes[name]
        if node.on_event:
            return 0.0
        return ABOVE if self.papers(name) else 0.0

    def below(self, name: str) -> float:
        """Return the room below a node, for what stands at its edge."""
        edges = self.edges[name]
        if not edges:
            return 22.0 if not self.process.nodes[name].kind.is_task else 0.0
        drops = any(edge in self.satellites for edge in edges)
        return DROP if drops else EDGE + 30.0

    def height(self, name: str) -> float:
        """Return how high a node is itself."""
        node = self.process.nodes[name]
        if node.on_event:
            extra = ABOVE if self.papers(self.task(name)) else 0.0
            return BESIDE[1] + extra
        if node.kind.is_task:
            return TASK[1]
        return GATEWAY if node.kind.is_gateway else EVENT

    def is_box(self, name: str) -> bool:
        """Whether a node is a sub-process with columns of its own."""
        node = self.process.nodes[name]
        return node.kind is Kind.SUB_PROCESS and not node.on_event


def gridded(process: Process) -> Grid:
    """Give every node a column, and a row in its lane."""
    grid = Grid(process)
    _at_edges(grid)
    held = set(grid.satellites.values())
    inner: dict[str, list[FlowNode]] = defaultdict(list)
    for node in process.nodes.values():
        if node.kind is not Kind.BOUNDARY and node.id not in held:
            inner[node.inside].append(node)
    containers = ["", *filter(grid.is_box, process.nodes)]
    edges = _edges(process)
    for box in containers:
        grid.columns[box] = _columns(grid, inner[box], edges[box])
    _rows(grid)
    for box in sorted(containers[1:], key=process.depth, reverse=True):
        _span(grid, box, inner[box])
        _settle_edges(grid, box)
    return grid


def _at_edges(grid: Grid) -> None:
    """Find what stands at the edges of nodes, and below them."""
    nodes = grid.process.nodes
    for node in nodes.values():
        if node.host:
            grid.edges[node.host].append(node.id)
    for flow in grid.process.flows:
        source = nodes[flow.source]
        if source.host and not source.interrupts:
            grid.satellites[flow.source] = flow.target


def _settle_edges(grid: Grid, box: str) -> None:
    """Put what stands at the lower edge of a sub-process into the lane it is in."""
    lane = grid.process.lanes[grid.spans[box][1]].id
    for edge in grid.edges[box]:
        grid.process.nodes[edge].lane = lane
        if edge in grid.satellites:
            grid.process.nodes[grid.satellites[edge]].lane = lane


def _edges(process: Process) -> Mapping[str, list[tuple[str, str]]]:
    """Return who leads to whom, by container; an event at an edge is its host."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for flow in process.flows:
        source = process.nodes[flow.source]
        found[source.inside].append((source.host or source.id, flow.target))
    return found


def _columns(
    grid: Grid, nodes: Sequence[FlowNode], edges: Sequence[tuple[str, str]]
) -> list[list[str]]:
    names = [node.id for node in nodes if not node.on_event]
    ranks = _ranks(names, edges)
    by_rank: dict[int, list[str]] = defaultdict(list)
    for name in names:
        by_rank[ranks[name]].append(name)
    columns: list[list[str]] = []
    for rank in sorted(by_rank):
        small = [name for name in by_rank[rank] if not grid.is_box(name)]
        columns += [small] if small else []
        columns += [[name] for name in by_rank[rank] if grid.is_box(name)]
    beside = [node.id for node in nodes if node.on_event]
    if beside:
        columns.append(beside)
    return columns


def _ranks(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the longest way to each node; flows that lead back do not count."""
    after: dict[str, list[str]] = {name: [] for name in names}
    for source, target in edges:
        if source in after and target in after and source != target:
            after[source].append(target)
    order, back = _walked(names, after)
    ranks = dict.fromkeys(names, 0)
    for name in reversed(order):
        for target in after[name]:
            if (name, target) not in back:
                ranks[target] = max(ranks[target], ranks[name] + 1)
    return ranks


def _walked(
    names: Sequence[str], after: Mapping[str, Sequence[str]]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the nodes in postorder of a walk in depth; the flows that lead back."""
    order: list[str] = []
    back: set[tuple[str, str]] = set()
    begun: set[str] = set()
    open_now: set[str] = set()
    for first in names:
        if first in begun:
            continue
        begun.add(first)
        open_now.add(first)
        stack = [(first, iter(after[first]))]
        while stack:
            name, rest = stack[-1]
            for target in rest:
                if target in open_now:
                    back.add((name, target))
                elif target not in begun:
                    begun.add(target)
                    open_now.add(target)
                    stack.append((target, iter(after[target])))
                    break
            else:
                order.append(name)
                open_now.discard(name)
                stack.pop()
    return order, back


def _rows(grid: Grid) -> None:
    """Give every node that is no sub-process with columns a row in its lane."""
    place = {lane.id: at for at, lane in enumerate(grid.process.lanes)}
    for columns in grid.columns.values():
        for column in columns:
            used: dict[int, int] = defaultdict(int)
            for name in column:
                if grid.is_box(name):
                    continue
                lane = place[grid.process.nodes[name].lane]
                grid.slots[name] = (lane, used[lane])
                used[lane] += 1
                grid.rows[lane] = max(grid.rows[lane], used[lane])


def _span(grid: Grid, box: str, inner: Sequence[FlowNode]) -> None:
    lanes: list[int] = []
    for node in inner:
        if node.id in grid.slots:
            lanes.append(grid.slots[node.id][0])
        else:
            lanes += grid.spans[node.id]
    grid.spans[box] = min(lanes), max(lanes)
