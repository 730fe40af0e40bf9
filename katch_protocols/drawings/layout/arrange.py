"""The whole layout, step by step: lanes, ranks, routes, tracks, pixels, labels."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.layout.coordinates import Sketch
from katch_protocols.drawings.layout.graph import Graph, Options, Point, Rect
from katch_protocols.drawings.layout.label_spots import PlacedLabel
from katch_protocols.drawings.layout.labelling import (
    Tab,
    hulls,
    labelled,
    page_of,
    tabbed,
    tabs,
)
from katch_protocols.drawings.layout.obstacles import badges, clashes
from katch_protocols.drawings.layout.ranks import Placing
from katch_protocols.drawings.layout.routes import routed
from katch_protocols.drawings.layout.shaping import ringed, shaped
from katch_protocols.drawings.layout.tracks import Key, segments, tracked
from katch_protocols.drawings.layout.widening import Band, lane_bands, phase_bands

__all__ = ["PageLayout", "arranged", "reading_order"]

_APART_ROUNDS = 6


class PageLayout(Struct, frozen=True):
    """A finished layout, in pixels.

    ``chips`` are the edges whose label did not fit: their mark in ``labels`` is a
    numbered chip, and the text belongs in the key. A cluster that is not in ``hulls``
    forms no rectangle.
    """

    lanes: tuple[Band, ...]
    phases: tuple[Band, ...]
    nodes: Mapping[str, Rect]
    badges: Mapping[str, Rect]
    lines: Mapping[str, tuple[Point, ...]]
    labels: Mapping[str, PlacedLabel]
    chips: tuple[str, ...]
    order: tuple[str, ...]
    """The nodes row by row, from left to right."""
    hulls: Mapping[str, Rect]
    tabs: Mapping[str, Tab]
    page: Rect
    """The rectangle of all lanes and phases, without heads and margins."""


def arranged(
    graph: Graph, options: Options | None = None, placing: Placing | None = None
) -> PageLayout:
    """Lay out ``graph``. The same graph gives the same layout, on any machine.

    ``placing`` is where its nodes stand, if that is known: as ``shaped`` has it.
    """
    options = options or Options()
    placing = placing or shaped(graph, graph.lanes, options)
    paths = routed(graph, placing)
    cut = segments(paths)
    sketch = Sketch(graph, placing, options, paths, cut, tracked(paths, cut))
    parted = _parted(replace(sketch, rings=ringed(graph, placing)))
    sketch = tabbed(parted) if parted.rings else parted
    picture, labels, chips = labelled(sketch)
    return PageLayout(
        lanes=tuple(lane_bands(sketch, picture)),
        phases=tuple(phase_bands(sketch, picture)),
        nodes=picture.nodes,
        badges=badges(graph, picture.nodes, picture.lines),
        lines=picture.lines,
        labels=labels,
        chips=chips,
        order=reading_order(graph, placing),
        hulls=hulls(sketch, picture),
        tabs=tabs(sketch, picture),
        page=page_of(picture),
    )


def reading_order(graph: Graph, placing: Placing) -> tuple[str, ...]:
    """Return the nodes row by row, where they stand so; nothing is routed."""
    cells = placing.cells
    order = sorted(graph.nodes, key=lambda n: (cells[n.id].rank, cells[n.id].column))
    return tuple(node.id for node in order)


def _parted(sketch: Sketch) -> Sketch:
    """Move apart the lines that run on top of one another, until none does."""
    apart: set[tuple[Key, Key]] = set()
    for _ in range(_APART_ROUNDS):
        found = clashes(sketch.picture)
        if not found or apart.issuperset(found):
            break
        apart.update(found)
        slots = tracked(sketch.paths, sketch.segments, sorted(apart))
        sketch = replace(sketch, slots=slots)
    return sketch
