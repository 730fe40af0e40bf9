"""Where lanes and nodes of a BPMN process are, in pixels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.exchange.bpmn.grid import (
    BESIDE,
    DROP,
    EVENT,
    GATEWAY,
    TASK,
    Grid,
    Slot,
)
from katch_protocols.exchange.bpmn.plan import (
    Channel,
    Gutter,
    RoutePlan,
)
from katch_protocols.exchange.bpmn.process import Kind

__all__ = ["HEAD", "POOL", "TRACK", "Placement", "ProcessLayout"]

POOL = (160.0, 80.0)
HEAD = 30.0
_SIDE = 24.0
_GUTTER = 36.0
TRACK = 10.0
_NAMED = 120.0
_TITLE = 28.0
_FLOOR = 16.0
_ROW = 12.0
_LEAST = 120.0


class ProcessLayout(Struct):
    """The rectangles of lanes and nodes, the lines of flows, the boxes of names.

    ``outside`` are the pools that nobody looks into. ``papers`` are those of each task;
    ``lines`` also have those from and to papers, by ``TASK/PAPER``, and messages.
    """

    pool: Rect = field(default_factory=lambda: Rect(0, 0, 0, 0))
    lanes: dict[str, Rect] = field(default_factory=dict)
    outside: dict[str, Rect] = field(default_factory=dict)
    nodes: dict[str, Rect] = field(default_factory=dict)
    papers: dict[tuple[str, str], Rect] = field(default_factory=dict)
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    names: dict[str, Rect] = field(default_factory=dict)


class Placement:
    """Places lanes and nodes: columns from the left, then rows from the top."""

    def __init__(self, grid: Grid, plan: RoutePlan) -> None:
        self.grid, self.plan, self.process = grid, plan, grid.process
        self.found = ProcessLayout()
        self.boxes = sorted(grid.columns, key=self.process.depth)
        self.widths: dict[str, float] = {}
        self.x: dict[str, tuple[float, float]] = {}
        self.gutter_x: dict[Gutter, float] = {}
        self.tracks: dict[str, int] = {}
        self.counts: dict[Channel, int] = {}
        self.channel_y: dict[Channel, float] = {}
        self.level: dict[Slot, float] = {}

    # across

    def _column(self, box: str, at: int) -> float:
        widths = (
            self.widths[name] if self.grid.is_box(name) else self.grid.width(name)
            for name in self.grid.columns[box][at]
        )
        return max(widths)

    def _gutter(self, gutter: Gutter) -> float:
        used = len(self.plan.gutters[gutter])
        named = _NAMED if gutter in self.plan.named else 0.0
        return _GUTTER + TRACK * used + named

    def _width(self, box: str) -> float:
        columns = range(len(self.grid.columns[box]))
        width = 2 * _SIDE + self._gutter((box, -1))
        return width + sum(
            self._column(box, n) + self._gutter((box, n)) for n in columns
        )

    def _across(self, box: str, left: float) -> None:
        """Place the columns of a container from ``left`` on."""
        x = left + _SIDE
        self.gutter_x[box, -1] = x
        x += self._gutter((box, -1))
        for at, column in enumerate(self.grid.columns[box]):
            width = self._column(box, at)
            for name in column:
                own = self.widths[name] if self.grid.is_box(name) else self._own(name)
                self.x[name] = (x + (width - own) / 2, own)
            x += width
            self.gutter_x[box, at] = x
            x += self._gutter((box, at))
        for column in self.grid.columns[box]:
            for name in column:
                if self.grid.is_box(name):
                    self._across(name, self.x[name][0])

    def _own(self, name: str) -> float:
        node = self.process.nodes[name]
        if node.on_event:
            return self.grid.width(name)
        if node.kind.is_task:
            return max(TASK[0], 20.0 + 110.0 * len(self.grid.edges[name]))
        return GATEWAY if node.kind.is_gateway else EVENT

    def _track(self, gutter: Gutter, flow: str) -> float:
        return (
            self.gutter_x[gutter] + 14.0 + TRACK * self.plan.gutters[gutter].index(flow)
        )

    def _channels(self) -> None:
        """Give the flows of each channel tracks that none shares with another."""
        spans: dict[Channel, list[tuple[float, float, str]]] = defaultdict(list)
        for route in self.plan.routes:
            if route.channel is not None:
                flow = route.flow.id
                ends = sorted(
                    (self._track(route.first, flow), self._track(route.last, flow))
                )
                spans[route.channel].append((ends[0], ends[1], flow))
        for channel, found in spans.items():
            free: list[float] = []
            for first, last, flow in sorted(found):
                at = next((n for n, end in enumerate(free) if end < first), len(free))
                free[at : at + 1] = [last + TRACK]
                self.tracks[flow] = at
            self.counts[channel] = len(free)

    # down

    def _down(self, right: float) -> float:
        """Place lanes and nodes from the top down; return where the pool ends."""
        roofs, floors = self._tops(), self._floors()
        inside: dict[int, list[str]] = defaultdict(list)
        for name, slot in self.grid.slots.items():
            inside[slot[0]].append(name)
        tops: dict[int, float] = {}
        ends: dict[int, float] = {}
        y = POOL[1]
        self.channel_y["", None] = y + 10.0
        left = POOL[0] + HEAD
        for at, lane in enumerate(self.process.lanes):
            top = y
            if not at:
                y += 10.0 + TRACK * self.counts.get(("", None), 0)
            y += _of_lane(self.grid, roofs, at, 0)
            tops[at] = y
            y = self._lane_rows(at, inside[at], y)
            ends[at] = y
            y += _of_lane(self.grid, floors, at, 1, self._under)
            y = max(y + 8.0, top + _LEAST)
            self.found.lanes[lane.id] = Rect(left, top, right - left, y - top)
        for name, (first, last) in self.grid.spans.items():
            top, bottom = tops[first] - roofs[name], ends[last] + floors[name]
            x, width = self.x[name]
            self.found.nodes[name] = Rect(x, top, width, bottom - top)
            self.channel_y[name, None] = top + _TITLE
        return y

    def _lane_rows(self, lane: int, names: Iterable[str], y: float) -> float:
        rows: dict[int, list[str]] = defaultdict(list)
        for name in names:
            rows[self.grid.slots[name][1]].append(name)
        for row in range(self.grid.rows[lane]):
            here = rows[row]
            y += _ROW + max((self.grid.above(name) for name in here), default=0.0)
            height = max((self.grid.height(name) for name in here), default=0.0)
            self.level[lane, row] = y + height / 2
            for name in here:
                x, width = self.x[name]
                own = self.grid.height(name)
                middle = y + height / 2
                self.found.nodes[name] = Rect(x, middle - own / 2, width, own)
                if self.process.nodes[name].on_event:
                    self._beside(name)
            below = (height / 2 - self.grid.height(n) / 2 for n in here)
            room = (
                max(0.0, self.grid.below(name) - spare)
                for name, spare in zip(here, below, strict=True)
            )
            y += height + max(room, default=0.0) + _ROW
            self.channel_y["", (lane, row)] = y
            y += TRACK * self.counts.get(("", (lane, row)), 0)
        return y

    def _tops(self) -> Mapping[str, float]:
        """Return how far above its first lane's rows each sub-process begins."""
        found: dict[str, float] = {}
        for box in reversed(self.boxes):
            if box:
                own = _TITLE + 8.0 + TRACK * self.counts.get((box, None), 0)
                top = self.grid.spans[box][0]
                inner = (
                    found[name]
                    for name in self._inside(box)
                    if self.grid.spans[name][0] == top
                )
                found[box] = own + max(inner, default=0.0)
        return found

    def _floors(self) -> Mapping[str, float]:
        """Return how far below its last lane's rows each sub-process ends."""
        found: dict[str, float] = {}
        for box in reversed(self.boxes):
            if box:
                bottom = self.grid.spans[box][1]
                inner = (
                    found[name] + self._under(name)
                    for name in self._inside(box)
                    if self.grid.spans[name][1] == bottom
                )
                found[box] = _FLOOR + max(inner, default=0.0)
        return found

    def _inside(self, box: str) -> Iterable[str]:
        columns = self.grid.columns[box]
        return (n for column in columns for n in column if self.grid.is_box(n))

    def _under(self, box: str) -> float:
        edges = self.grid.edges[box]
        if not edges:
            return 8.0
        drops = any(edge in self.grid.satellites for edge in edges)
        return DROP if drops else 40.0 + 6.0 * len(edges)

    def _beside(self, name: str) -> None:
        """Place what is inside an event sub-process: asked, done, ended."""
        frame = self.found.nodes[name]
        middle = frame.bottom - BESIDE[1] / 2 + 8.0
        task = self.grid.task(name)
        wide = max(TASK[0], self.grid.papers(task))
        x = frame.x + 24.0
        inner = self.process.within(name)
        for kind, pitch in ((Kind.START, EVENT), (None, wide), (Kind.END, EVENT)):
            for node in inner:
                if (kind is None and node.kind.is_task) or node.kind is kind:
                    size = TASK if kind is None else (EVENT, EVENT)
                    at = x + (pitch - size[0]) / 2
                    self.found.nodes[node.id] = Rect(at, middle - size[1] / 2, *size)
            x += pitch + 36.0


def _of_lane(
    grid: Grid,
    room: Mapping[str, float],
    lane: int,
    end: int,
    more: "object" = None,
) -> float:
    """Return the most room that sub-processes need above or below a lane's rows."""
    found = (
        room[name] + (more(name) if callable(more) else 0.0)
        for name, span in grid.spans.items()
        if span[end] == lane
    )
    return max(found, default=0.0)
