"""The whole layout, step by step: lanes, ranks, routes, tracks, pixels, labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from katch_protocols.drawings.layout.badges import badges
from katch_protocols.drawings.layout.clashes import clashes
from katch_protocols.drawings.layout.coordinates import Drawn, Sketch, drawn
from katch_protocols.drawings.layout.graph import Graph, Options, Point, Rect
from katch_protocols.drawings.layout.labelling import labelled, page_of
from katch_protocols.drawings.layout.labels import PlacedLabel
from katch_protocols.drawings.layout.rings import ringed
from katch_protocols.drawings.layout.routes import routed
from katch_protocols.drawings.layout.shaping import shaped
from katch_protocols.drawings.layout.tabs import Tab, hulls, tabbed, tabs
from katch_protocols.drawings.layout.tracks import Key, segments, tracked

__all__ = ["Band", "Layout", "arranged"]

_APART_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Band:
    """A lane or a phase: its id, and where it starts and ends, in pixels."""

    id: str
    start: float
    end: float


@dataclass(frozen=True)
class Layout:
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


def arranged(graph: Graph, options: Options | None = None) -> Layout:
    """Lay out ``graph``. The same graph gives the same layout, on any machine."""
    options = options or Options()
    placing = shaped(graph, graph.lanes, options)
    paths = routed(graph, placing)
    cut = segments(paths)
    sketch = Sketch(graph, placing, options, paths, cut, tracked(paths, cut))
    parted = _parted(replace(sketch, rings=ringed(graph, placing)))
    sketch = tabbed(parted) if parted.rings else parted
    picture, labels, chips = labelled(sketch)
    cells = placing.cells
    order = sorted(graph.nodes, key=lambda n: (cells[n.id].rank, cells[n.id].column))
    return Layout(
        lanes=tuple(_lanes(sketch, picture)),
        phases=tuple(_phases(sketch, picture)),
        nodes=picture.nodes,
        badges=badges(graph, picture.nodes, picture.lines),
        lines=picture.lines,
        labels=labels,
        chips=chips,
        order=tuple(node.id for node in order),
        hulls=hulls(sketch, picture),
        tabs=tabs(sketch, picture),
        page=page_of(picture),
    )


def _parted(sketch: Sketch) -> Sketch:
    """Move apart the lines that run on top of one another, until none does."""
    apart: set[tuple[Key, Key]] = set()
    for _ in range(_APART_ROUNDS):
        found = clashes(drawn(sketch))
        if not found or apart.issuperset(found):
            break
        apart.update(found)
        slots = tracked(sketch.paths, sketch.segments, sorted(apart))
        sketch = replace(sketch, slots=slots)
    return sketch


def _lanes(sketch: Sketch, picture: Drawn) -> Iterator[Band]:
    """Yield the lanes; a border lies in the middle of the gutter between two."""
    borders = [(start + end) / 2 for start, end in picture.across[::2]]
    borders[0], borders[-1] = picture.across[0][0], picture.across[-1][1]
    columns = sketch.placing.lanes
    for lane, group in groupby(range(len(columns)), key=lambda place: columns[place]):
        places = list(group)
        yield Band(lane, borders[places[0]], borders[places[-1] + 1])


def _phases(sketch: Sketch, picture: Drawn) -> Iterator[Band]:
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
