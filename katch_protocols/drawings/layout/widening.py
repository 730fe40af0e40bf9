"""Room for labels: how much wider a channel must be for the text that stands in it."""

from collections.abc import Sequence

from katch_protocols.drawings.layout.coordinates import Channel, Drawn, Sketch, drawn
from katch_protocols.drawings.layout.graph import Box, Edge
from katch_protocols.drawings.layout.tracks import Segment

__all__ = ["demands", "widened"]

_LEVEL_GAP, _DROP_GAP, _ONE_LINE = 14.0, 8.0, 14.0
_SHORT = 2


def demands(sketch: Sketch) -> dict[Channel, float]:
    """Return the room that labels of straight arrows need before anything is tried."""
    picture = drawn(sketch)
    extra: dict[Channel, float] = {}
    for edge in sketch.graph.edges:
        parts = sketch.segments[edge.id]
        if edge.labels and len(parts) == 1:
            channel, need = _need(edge, parts[0], picture)
            extra[channel] = max(extra.get(channel, 0), need)
    return extra


def _need(edge: Edge, part: Segment, picture: Drawn) -> tuple[Channel, float]:
    """Return the channel of a straight arrow and how much more its label needs."""
    one, other = picture.lines[edge.id]
    if part.is_level:
        least = min(box.width for box in edge.labels)
        return (False, part.low + 1), least + _LEVEL_GAP - abs(one[0] - other[0])
    box = _beside(edge.labels, picture.nodes[edge.source].width / 2)
    return (True, part.low + 1), box.height + _DROP_GAP - abs(one[1] - other[1])


def _beside(labels: Sequence[Box], room: float) -> Box:
    """Return the lowest label that fits beside a line, else the narrowest."""
    fitting = [box for box in labels if box.width <= room]
    if fitting:
        return min(fitting, key=lambda box: box.height)
    return min(labels, key=lambda box: box.width)


def widened(sketch: Sketch, failed: Sequence[str]) -> dict[Channel, float]:
    """Give the channels of the failed labels one line more room."""
    extra = dict(sketch.extra)
    for edge in failed:
        channel = _channel(sketch.segments[edge])
        extra[channel] = extra.get(channel, 0) + _ONE_LINE
    return extra


def _channel(parts: Sequence[Segment]) -> Channel:
    """Return the gutter of a direct level arrow, else its corridor."""
    first = parts[0]
    if first.is_level and len(parts) <= _SHORT:
        return False, first.low + first.low % 2
    for part in parts:
        if part.is_level and part.line % 2 == 0:
            return True, part.line
    return True, (first.low + first.high) // 4 * 2
