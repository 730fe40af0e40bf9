"""Where everything of a BPMN process is, in pixels: nodes, then flows and names."""

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.exchange.bpmn.grid import EVENT, PAPER, PAPER_PITCH, gridded
from katch_protocols.exchange.bpmn.outside_pools import place_outside
from katch_protocols.exchange.bpmn.placing import (
    HEAD,
    POOL,
    TRACK,
    Placement,
    ProcessLayout,
)
from katch_protocols.exchange.bpmn.plan import FlowRoute, planned
from katch_protocols.exchange.bpmn.process import FlowNode, Kind, Process

__all__ = ["ProcessLayout", "laid_out"]


def laid_out(process: Process) -> ProcessLayout:
    """Lay out a process; the same process gives the same layout."""
    grid = gridded(process)
    return _Layouter(grid, planned(grid)).layout()


class _Layouter(Placement):
    def layout(self) -> ProcessLayout:
        for box in reversed(self.boxes):
            self.widths[box] = self._width(box)
        left = POOL[0] + HEAD
        self._across("", left)
        self._channels()
        bottom = self._down(left + self.widths[""])
        self.found.pool = Rect(*POOL, HEAD + self.widths[""], bottom - POOL[1])
        for node in self.process.nodes.values():
            self._edges(node)
        for node in self.process.nodes.values():
            if node.kind.is_task:
                self._papers(node)
        for route in self.plan.routes:
            self._line(route)
        self._straight()
        self._names()
        place_outside(self.process, self.found)
        return self.found

    # parts

    def _edges(self, node: FlowNode) -> None:
        """Place the events at the edge of a node, and the ends below it."""
        edges = self.grid.edges[node.id]
        host = self.found.nodes.get(node.id)
        if not edges or host is None:
            return
        pitch = min(110.0, max(44.0, (host.width - 20.0) / len(edges)))
        for at, name in enumerate(edges):
            x = host.x + 16.0 + pitch * at
            box = Rect(x, host.bottom - EVENT / 2, EVENT, EVENT)
            self.found.nodes[name] = box
            if name in self.grid.satellites:
                end = self.grid.satellites[name]
                self.found.nodes[end] = Rect(x, host.bottom + 56.0, EVENT, EVENT)

    def _papers(self, node: FlowNode) -> None:
        task = self.found.nodes[node.id]
        papers = tuple(dict.fromkeys((*node.needs, *node.produces)))
        left = task.middle[0] - PAPER_PITCH * len(papers) / 2
        for at, paper in enumerate(papers):
            middle = left + PAPER_PITCH * (at + 0.5)
            box = Rect(middle - PAPER[0] / 2, task.y - 92.0, *PAPER)
            self.found.papers[node.id, paper] = box
            start, end = (middle, box.bottom), (_clamp(middle, task), task.y)
            if paper in node.needs:
                self.found.lines[f"{node.id}/{paper}/in"] = (start, end)
            if paper in node.produces:
                self.found.lines[f"{node.id}/{paper}/out"] = (end, start)

    # lines

    def _line(self, route: FlowRoute) -> None:
        flow = route.flow
        source, target = self.found.nodes[flow.source], self.found.nodes[flow.target]
        start: list[Point] = [(source.right, source.middle[1])]
        node = self.process.nodes[flow.source]
        if node.host:
            at = self.grid.edges[node.host].index(flow.source)
            x, _ = source.middle
            start = [(x, source.bottom), (x, source.bottom + 12.0 + 4.0 * at)]
        level = start[-1][1]
        end = (target.x, target.middle[1])
        first, last = (self._track(each, flow.id) for each in (route.first, route.last))
        middle: list[Point]
        if route.channel is None:
            middle = [(first, level), (first, end[1])]
        else:
            y = self.channel_y[route.channel] + TRACK * self.tracks[flow.id]
            middle = [(first, level), (first, y), (last, y), (last, end[1])]
        self.found.lines[flow.id] = _trimmed([*start, *middle, end])
        if flow.name:
            self.found.names[flow.id] = Rect(end[0] - 116.0, end[1] + 2.0, 108.0, 28.0)

    def _straight(self) -> None:
        """Draw the flows inside event sub-processes, and those to ends below."""
        for flow in self.process.flows:
            if flow.id in self.found.lines:
                continue
            source, target = (
                self.found.nodes[flow.source],
                self.found.nodes[flow.target],
            )
            if flow.source in self.grid.satellites:
                x = source.middle[0]
                line = ((x, source.bottom), (x, target.y))
            else:
                y = source.middle[1]
                line = ((source.right, y), (target.x, y))
            self.found.lines[flow.id] = line

    def _names(self) -> None:
        """Place the names of events and gateways where no line of theirs goes."""
        satellites = set(self.grid.satellites.values())
        for node in self.process.nodes.values():
            box = self.found.nodes[node.id]
            if not node.name or not (node.kind.is_event or node.kind.is_gateway):
                continue
            if node.kind is Kind.BOUNDARY or node.id in satellites:
                y = box.y + (20.0 if node.kind is Kind.BOUNDARY else 2.0)
                self.found.names[node.id] = Rect(box.right + 2.0, y, 72.0, 28.0)
            else:
                x = box.middle[0] - 50.0
                self.found.names[node.id] = Rect(x, box.bottom + 4.0, 100.0, 28.0)


def _clamp(x: float, box: Rect) -> float:
    return min(max(x, box.x + 8.0), box.right - 8.0)


def _trimmed(points: list[Point]) -> tuple[Point, ...]:
    """Leave out points that stand between others on one line."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _level(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return tuple(found)


def _level(one: Point, two: Point, three: Point) -> bool:
    for axis in (0, 1):
        if one[axis] == two[axis] == three[axis]:
            other = 1 - axis
            return (two[other] - one[other]) * (three[other] - two[other]) >= 0
    return False
