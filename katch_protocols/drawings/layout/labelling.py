"""All labels at once: place them, make room for those that fail, chips for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from katch_protocols.drawings.layout.badges import badges
from katch_protocols.drawings.layout.bands import lane_bands, phase_bands
from katch_protocols.drawings.layout.coordinates import Channel, Drawn, Sketch, drawn
from katch_protocols.drawings.layout.graph import Box, Edge, Graph, Rect
from katch_protocols.drawings.layout.labels import PlacedLabel, has_room, placed_labels
from katch_protocols.drawings.layout.letters import letter_rooms
from katch_protocols.drawings.layout.obstacles import Obstacles, borders, collected
from katch_protocols.drawings.layout.tabs import hulls, tabs
from katch_protocols.drawings.layout.widening import demands, remedies

__all__ = ["labelled", "page_of"]

_ROUNDS = 6
_CHIP = Box(20, 20)


@dataclass(frozen=True)
class _Trial:
    """One attempt: the room given so far, and what comes of it."""

    sketch: Sketch
    small: frozenset[str] = frozenset()

    @cached_property
    def picture(self) -> Drawn:
        return drawn(self.sketch)

    @cached_property
    def obstacles(self) -> Obstacles:
        picture = self.picture
        pills = badges(self.sketch.graph, picture.nodes, picture.lines)
        titles = (tab.rect for tab in tabs(self.sketch, picture).values())
        around = hulls(self.sketch, picture)
        letters = letter_rooms(self.sketch.graph, picture.nodes, around)
        phases = [band.end for band in phase_bands(self.sketch, picture)][:-1]
        lanes = [band.end for band in lane_bands(self.sketch, picture)][:-1]
        return collected(
            picture,
            (*pills.values(), *titles, *letters),
            around.values(),
            borders(page_of(picture), lanes, phases),
        )

    @cached_property
    def placed(self) -> tuple[Mapping[str, PlacedLabel], tuple[str, ...]]:
        """The labels, and the edges whose label fails."""
        graph = _chipped(self.sketch.graph, self.small)
        page = page_of(self.picture)
        return placed_labels(self.picture, graph, self.obstacles, page)

    @property
    def failed(self) -> tuple[str, ...]:
        return self.placed[1]

    def helps(self, edge: Edge) -> bool:
        """Whether one label has a free place at all; much quicker than placing all."""
        return has_room(edge, self.picture, self.obstacles, page_of(self.picture))

    def wider(self, channel: Channel, by: float) -> "_Trial":
        """Try again with more room in one channel."""
        extra = dict(self.sketch.extra)
        extra[channel] = extra.get(channel, 0.0) + by
        return _Trial(replace(self.sketch, extra=extra), self.small)

    def smaller(self, edge: str) -> "_Trial":
        """Try again with a chip in place of one label."""
        return _Trial(self.sketch, self.small | {edge})


def labelled(
    sketch: Sketch,
) -> tuple[Drawn, Mapping[str, PlacedLabel], tuple[str, ...]]:
    """Place the labels of a sketch, with as much room as they need.

    Returns:
        The picture, the labels by edge, and the edges that bear a chip instead.
    """
    trial = _Trial(replace(sketch, extra=demands(sketch)))
    for _ in range(_ROUNDS):
        waiting = [name for name in trial.failed if name not in trial.small]
        if not waiting:
            break
        for name in waiting:
            if name in trial.failed:
                trial = _cured(trial, name) or trial.smaller(name)
    for name in trial.failed:
        if name not in trial.small:
            trial = trial.smaller(name)
    chips = tuple(e.id for e in sketch.graph.edges if e.id in trial.small)
    return trial.picture, trial.placed[0], chips


def _cured(trial: _Trial, name: str) -> _Trial | None:
    """Return the cheapest wider picture in which fewer labels fail."""
    edge = next(edge for edge in trial.sketch.graph.edges if edge.id == name)
    for channel, need in remedies(trial.sketch, edge):
        wider = trial.wider(channel, need)
        if not wider.helps(edge):
            continue
        if len(wider.failed) < len(trial.failed) and name not in wider.failed:
            return wider
    return None


def _chipped(graph: Graph, small: frozenset[str]) -> Graph:
    if not small:
        return graph
    edges = tuple(
        replace(edge, labels=(_CHIP,)) if edge.id in small else edge
        for edge in graph.edges
    )
    return replace(graph, edges=edges)


def page_of(picture: Drawn) -> Rect:
    """Return the rectangle of all lanes and phases."""
    left, top = picture.across[0][0], picture.down[0][0]
    return Rect(left, top, picture.width - left, picture.height - top)
