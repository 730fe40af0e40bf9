"""Where lanes and phases start and end on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from katch_protocols.drawings.layout.coordinates import Drawn, Sketch

__all__ = ["Band", "lane_bands", "phase_bands"]


@dataclass(frozen=True, slots=True)
class Band:
    """A lane or a phase: its id, and where it starts and ends, in pixels."""

    id: str
    start: float
    end: float


def lane_bands(sketch: Sketch, picture: Drawn) -> Iterator[Band]:
    """Yield the lanes; a border lies in the middle of the gutter between two."""
    borders = [(start + end) / 2 for start, end in picture.across[::2]]
    borders[0], borders[-1] = picture.across[0][0], picture.across[-1][1]
    columns = sketch.placing.lanes
    for lane, group in groupby(range(len(columns)), key=lambda place: columns[place]):
        places = list(group)
        yield Band(lane, borders[places[0]], borders[places[-1] + 1])


def phase_bands(sketch: Sketch, picture: Drawn) -> Iterator[Band]:
    """Yield the phases that have nodes; a border lies in the middle of a corridor."""
    cells = sketch.placing.cells
    found = []
    for phase in sketch.graph.phases:
        ranks = [cells[n.id].rank for n in sketch.graph.nodes if n.phase == phase]
        if ranks:
            found.append((phase, min(ranks), max(ranks)))
    for place, (phase, first, last) in enumerate(found):
        start, end = 2 * first, 2 * last + 2
        yield Band(
            phase,
            picture.border(start) if place else picture.down[start][0],
            picture.border(end) if place + 1 < len(found) else picture.down[end][1],
        )
