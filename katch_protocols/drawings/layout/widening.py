"""Bands of phases, and what is widened so that texts have room."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from katch_protocols.drawings.layout.coordinates import Channel, Drawn, Sketch
from katch_protocols.drawings.layout.graph import Box, Edge
from katch_protocols.drawings.layout.tracks import Segment

__all__ = ["Band", "Remedy", "demands", "lane_bands", "phase_bands", "remedies"]


class Band(Struct, frozen=True):
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


Remedy = tuple[Channel, float]
"""A channel, and how many pixels to add to it."""

_LEVEL_GAP, _DROP_GAP, _BESIDE_GAP = 18.0, 12.0, 10.0
_ONE_GUTTER = 2


def demands(sketch: Sketch) -> dict[Channel, float]:
    """Return the room that labels of straight arrows need before anything is tried."""
    picture = sketch.picture
    extra: dict[Channel, float] = {}
    for edge in sketch.graph.edges:
        parts = sketch.segments[edge.id]
        if edge.labels and len(parts) == 1:
            channel, need = _need(edge, parts[0], picture)
            extra[channel] = max(extra.get(channel, 0.0), need)
    return extra


def _need(edge: Edge, part: Segment, picture: Drawn) -> Remedy:
    """Return the channel of a straight arrow and how much more its label needs."""
    one, other = picture.lines[edge.id]
    if part.is_level:
        least = min(box.width for box in edge.labels)
        return (False, part.low + 1), least + _LEVEL_GAP - abs(one[0] - other[0])
    # No node stands in a corridor, so the widest way of setting a label often fits.
    least = min(box.height for box in edge.labels)
    return (True, part.low + 1), least + _DROP_GAP - abs(one[1] - other[1])


def remedies(sketch: Sketch, edge: Edge) -> list[Remedy]:
    """Return the ways of making room for a label, the cheapest for the page first."""
    picture = sketch.picture
    found: dict[Remedy, None] = {}
    stretches = zip(
        sketch.segments[edge.id], pairwise(picture.lines[edge.id]), strict=True
    )
    for part, (one, other) in stretches:
        length = abs(one[0] - other[0]) + abs(one[1] - other[1])
        for box in edge.labels:
            found |= dict.fromkeys(_for_stretch(part, length, box))
    return sorted(found, key=lambda remedy: (_price(remedy, picture, sketch), remedy))


def _price(remedy: Remedy, picture: Drawn, sketch: Sketch) -> tuple[float, float]:
    """Return how large a sheet the page then needs, and how much room is added."""
    (is_level, _), more = remedy
    paper = sketch.options.paper
    width = picture.width + (0 if is_level else more)
    height = picture.height + (more if is_level else 0) + sketch.options.foot
    return round(max(width / paper.width, height / paper.height), 4), round(more, 1)


def _for_stretch(part: Segment, length: float, box: Box) -> Iterator[Remedy]:
    if part.is_level:
        short = box.width + _LEVEL_GAP - length
        if short <= 0:
            yield (True, part.line), box.height
            yield (True, part.line - part.line % 2), box.height
        if part.high - part.low <= _ONE_GUTTER:
            more = short if short > 0 else box.width + _BESIDE_GAP
            yield (False, part.low + part.low % 2), more
        return
    short = box.height + _DROP_GAP - length
    yield (True, part.low + part.low % 2), short if short > 0 else box.height
    if short <= 0 and part.line % 2 == 0:
        yield (False, part.line), box.width + _BESIDE_GAP
