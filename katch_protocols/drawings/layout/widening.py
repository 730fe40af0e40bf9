"""Room for labels: which channel to widen, and by how much, so that a text fits."""

from collections.abc import Iterator
from itertools import pairwise

from katch_protocols.drawings.layout.coordinates import Channel, Drawn, Sketch, drawn
from katch_protocols.drawings.layout.graph import Box, Edge
from katch_protocols.drawings.layout.tracks import Segment

__all__ = ["Remedy", "demands", "remedies"]

Remedy = tuple[Channel, float]
"""A channel, and how many pixels to add to it."""

_LEVEL_GAP, _DROP_GAP, _BESIDE_GAP = 18.0, 12.0, 10.0
_ONE_GUTTER = 2


def demands(sketch: Sketch) -> dict[Channel, float]:
    """Return the room that labels of straight arrows need before anything is tried."""
    picture = drawn(sketch)
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
    picture = drawn(sketch)
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
