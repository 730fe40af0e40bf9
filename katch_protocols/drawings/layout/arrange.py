"""The whole layout, step by step: lanes, ranks, routes, tracks, pixels, labels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from katch_protocols.drawings.layout.badges import badges
from katch_protocols.drawings.layout.coordinates import Drawn, Sketch, clashes, drawn
from katch_protocols.drawings.layout.graph import Box, Graph, Options, Point, Rect
from katch_protocols.drawings.layout.labels import PlacedLabel, placed_labels
from katch_protocols.drawings.layout.lanes import best_order
from katch_protocols.drawings.layout.obstacles import collected
from katch_protocols.drawings.layout.ranks import placed
from katch_protocols.drawings.layout.routes import routed
from katch_protocols.drawings.layout.tracks import Key, segments, tracked
from katch_protocols.drawings.layout.widening import demands, widened

__all__ = ["Band", "Layout", "arranged"]

_APART_ROUNDS = 6
_LABEL_ROUNDS = 8
_CHIP = Box(18, 18)


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
    numbered chip, and the text belongs in the key.
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
    page: Rect
    """The rectangle of all lanes and phases, without heads and margins."""


def arranged(graph: Graph, options: Options | None = None) -> Layout:
    """Lay out ``graph``. The same graph gives the same layout, on any machine."""
    options = options or Options()
    lanes = best_order(graph) if options.best_lanes else graph.lanes
    placing = placed(
        graph, lanes, compact=options.compact, alternatives=options.alternatives
    )
    paths = routed(graph, placing)
    cut = segments(paths)
    sketch = Sketch(graph, placing, options, paths, cut, tracked(paths, cut))
    sketch = _parted(replace(sketch, extra=demands(sketch)))
    picture, labels, chips = _labelled(sketch)
    cells = placing.cells
    order = sorted(graph.nodes, key=lambda n: (cells[n.id].rank, cells[n.id].column))
    return Layout(
        lanes=tuple(_lanes(sketch, picture)),
        phases=tuple(_phases(sketch, picture)),
        nodes=picture.nodes,
        badges=badges(graph, picture),
        lines=picture.lines,
        labels=labels,
        chips=chips,
        order=tuple(node.id for node in order),
        page=_page(picture),
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


def _labelled(
    sketch: Sketch,
) -> tuple[Drawn, Mapping[str, PlacedLabel], tuple[str, ...]]:
    """Place the labels; widen the channels of those that fail, then make chips."""
    picture = drawn(sketch)
    labels, failed = _place(sketch.graph, picture)
    for _ in range(_LABEL_ROUNDS):
        if not failed:
            break
        sketch = replace(sketch, extra=widened(sketch, failed))
        picture = drawn(sketch)
        labels, failed = _place(sketch.graph, picture)
    chips: tuple[str, ...] = ()
    while set(failed) - set(chips):
        small = {*chips, *failed}
        chips = tuple(edge.id for edge in sketch.graph.edges if edge.id in small)
        labels, failed = _place(_with_chips(sketch.graph, chips), picture)
    return picture, labels, chips


def _place(
    graph: Graph, picture: Drawn
) -> tuple[Mapping[str, PlacedLabel], tuple[str, ...]]:
    obstacles = collected(picture, badges(graph, picture))
    return placed_labels(picture, graph, obstacles, _page(picture))


def _with_chips(graph: Graph, chips: Iterable[str]) -> Graph:
    small = set(chips)
    edges = tuple(
        replace(edge, labels=(_CHIP,)) if edge.id in small else edge
        for edge in graph.edges
    )
    return replace(graph, edges=edges)


def _page(picture: Drawn) -> Rect:
    left, top = picture.across[0][0], picture.down[0][0]
    return Rect(left, top, picture.width - left, picture.height - top)


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
        start, end = picture.down[2 * first], picture.down[2 * last + 2]
        yield Band(
            phase,
            sum(start) / 2 if place else start[0],
            sum(end) / 2 if place + 1 < len(found) else end[1],
        )
