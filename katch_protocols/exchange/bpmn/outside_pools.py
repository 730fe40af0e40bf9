"""Where the pools that nobody looks into are: below the pool, side by side."""

from collections.abc import Iterable

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.exchange.bpmn.placing import HEAD, TRACK, ProcessLayout
from katch_protocols.exchange.bpmn.process import Kind, Process

__all__ = ["place_outside"]

_GAP = 40.0
_HEIGHT = 60.0
_STEP = 10.0


def place_outside(process: Process, found: ProcessLayout) -> None:
    """Place those pools, and the message flows from and to them."""
    if not process.outside:
        return
    flows, pool = process.messages, found.pool
    strip = pool.bottom + _GAP
    top = strip + TRACK * len(flows) + _GAP
    width = (pool.width - _GAP * (len(process.outside) - 1)) / len(process.outside)
    for at, party in enumerate(process.outside):
        x = pool.x + at * (width + _GAP)
        found.outside[party.id] = Rect(x, top, width, _HEIGHT)
    blocks = [
        found.nodes[node.id]
        for node in process.nodes.values()
        if node.kind is not Kind.SUB_PROCESS
    ]
    blocks += found.papers.values()
    used: set[float] = set()
    for at, flow in enumerate(flows):
        task, box = found.nodes[flow.task], found.outside[flow.party]
        x = _way_down(task, blocks, used)
        end = min(max(x, box.x + HEAD + _STEP), box.right - _STEP)
        while end in used - {x} and end + _STEP < box.right:
            end += _STEP
        used |= {x, end}
        bend = strip + TRACK * at
        bends = () if x == end else ((x, bend), (end, bend))
        line = ((x, task.bottom), *bends, (end, box.y))
        found.lines[flow.id] = line if flow.is_sent else line[::-1]


def _way_down(task: Rect, blocks: Iterable[Rect], used: set[float]) -> float:
    """Return where a line leaves a task downward that meets the least of the rest."""
    steps = int((task.width - 2 * _STEP) // _STEP) + 1
    ways = [task.right - _STEP * (at + 1) for at in range(steps)]
    below = [box for box in blocks if box.bottom > task.bottom]

    def met(x: float) -> tuple[int, bool]:
        near = any(abs(x - other) < 4 * _STEP for other in used)
        return sum(box.x <= x <= box.right for box in below), near

    return min((x for x in ways if x not in used), key=met, default=ways[0])
