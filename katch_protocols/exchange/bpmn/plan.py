"""By which gutters and channels each flow goes; nothing has a size yet.

A gutter is the room right of a column, a channel the room below a row of a lane, or
above all that a sub-process holds. Neither ever has a node in it.
"""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct, field

from katch_protocols.exchange.bpmn.grid import Grid, Slot
from katch_protocols.exchange.bpmn.process import Flow

__all__ = ["Channel", "FlowRoute", "Gutter", "RoutePlan", "planned"]

Gutter = tuple[str, int]
"""A container and a column; -1 is the room left of the first one."""

Channel = tuple[str, Slot | None]
"""The room below a row, for all (``("", slot)``), or above all of a container."""


class FlowRoute(Struct, frozen=True):
    """How a flow goes: by a gutter, perhaps along a channel, and by another gutter.

    Without ``channel`` it goes level with its target (``at_target``) or its source.
    """

    flow: Flow
    first: Gutter
    last: Gutter
    channel: Channel | None = None
    at_target: bool = True


class RoutePlan(Struct):
    """All routes, and how many flows go up or down in each gutter, in their order."""

    routes: list[FlowRoute] = field(default_factory=list)
    gutters: dict[Gutter, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: set[Gutter] = field(default_factory=set)


def planned(grid: Grid) -> RoutePlan:
    """RoutePlan every flow that is no straight line."""
    return _Planner(grid).plan()


class _Planner:
    def __init__(self, grid: Grid) -> None:
        self.grid, self.process = grid, grid.process
        self.column: dict[str, int] = {}
        self.taken: Mapping[tuple[str, Slot], set[int]] = defaultdict(set)
        self.walls: Mapping[tuple[str, int], set[int]] = defaultdict(set)
        for box, columns in grid.columns.items():
            for at, column in enumerate(columns):
                for name in column:
                    self._stand(box, at, name)

    def _stand(self, box: str, at: int, name: str) -> None:
        self.column[name] = at
        if name in self.grid.slots:
            self.taken[box, self.grid.slots[name]].add(at)
            return
        first, last = self.grid.spans[name]
        for lane in range(first, last + 1):
            self.walls[box, lane].add(at)

    def plan(self) -> RoutePlan:
        plan = RoutePlan()
        for flow in self.process.flows:
            source = self.process.nodes[flow.source]
            if (
                flow.source in self.grid.satellites
                or source.inside not in self.grid.columns
            ):
                continue
            route = self._route(flow, source.host or source.id, source.inside)
            plan.routes.append(route)
            for gutter in dict.fromkeys((route.first, route.last)):
                plan.gutters[gutter].append(flow.id)
            if flow.name:
                plan.named.add(route.last)
        return plan

    def _route(self, flow: Flow, start: str, box: str) -> FlowRoute:
        source, target = self.column[start], self.column[flow.target]
        first, last = (box, source), (box, target - 1)
        from_edge = bool(self.process.nodes[flow.source].host)
        if target > source:
            between = range(source + 1, target)
            if self._is_free(box, flow.target, between):
                return FlowRoute(flow, first, first)
            if not from_edge and self._is_free(box, start, between):
                return FlowRoute(flow, last, last, at_target=False)
        passed = (
            range(*sorted((source + 1, target)))
            if target > source
            else range(target, source + 1)
        )
        for name in (flow.target, start):
            slot = self.grid.slots.get(name)
            if slot is not None and self.walls[box, slot[0]].isdisjoint(passed):
                return FlowRoute(flow, first, last, ("", slot))
        return FlowRoute(flow, first, last, (box, None))

    def _is_free(self, box: str, name: str, between: range) -> bool:
        """Whether nothing stands level with a node in some columns."""
        if not between:
            return True
        slot = self.grid.slots.get(name)
        if slot is None:
            return False
        taken = (self.taken[box, slot], self.walls[box, slot[0]])
        return all(found.isdisjoint(between) for found in taken)
