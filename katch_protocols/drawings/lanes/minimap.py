"""The lanes of a protocol as a little map, with the column of one agency lit."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.layout.widening import Band
from katch_protocols.drawings.scene import Ink, Panel, Polyline, Scene, Shape
from katch_protocols.drawings.theme import BAND, HAIRLINE, MUTED, PAPER, lit_tint
from katch_protocols.duties.agency import AgencyDuties
from katch_protocols.duties.parties import home_of
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["Minimap"]

_LINE, _EDGE, _HEAD = 5.0, 3.0, 44.0


class Minimap(Struct, frozen=True, dict=True):
    """No word, only where on the whole drawing an agency has something to do.

    Its column is lit, and so are the steps at which it has a duty: an agency that never
    holds the case has no column.
    """

    view: LanesView
    duties: AgencyDuties
    handbook: Handbook

    @cached_property
    def lanes(self) -> frozenset[Id]:
        """Its own column, and those that its roles may hold."""
        roles = (role for share in self.duties.binding for role in share.roles)
        homes = {home_of(role, self.handbook) for role in roles}
        shared = {home for home in homes if home not in self.handbook.agencies}
        return frozenset({self.duties.agency, *shared})

    @cached_property
    def steps(self) -> frozenset[str]:
        """The steps at which it has a duty."""
        found = (share.duty.states for share in self.duties.binding)
        return frozenset(name for states in found for name in states)

    @property
    def size(self) -> tuple[float, float]:
        """The width and height of the map, in pixels of the whole drawing."""
        page = self.view.layout.page
        return page.width, page.height + _HEAD

    def scene(self, language: str) -> Scene:
        """Return the map as a page of its own."""
        width, height = self.size
        said = say("drawings.little-map", language)
        return Scene(width, height, said, said, language, tuple(self.parts()))

    def parts(self) -> Iterator[Shape]:
        """Yield the columns, the lines between the steps, and the steps."""
        layout = self.view.layout
        for band in layout.lanes:
            yield from self._lane(band)
        for name in sorted(layout.lines):
            points = tuple(map(self._point, layout.lines[name]))
            yield Polyline(points, Ink("none", HAIRLINE, _LINE))
        for name in layout.order:
            yield self._step(name, self.view.story.step[name].lane)

    def _lane(self, band: Band) -> Iterator[Shape]:
        page, colour = self.view.layout.page, self.view.colours[band.id]
        width = band.end - band.start - 2
        lit = band.id in self.lanes
        whole = Rect(band.start, page.y, width, page.height)
        yield Panel(self._rect(whole), Ink(lit_tint(colour) if lit else BAND))
        head = Rect(band.start, page.y - _HEAD, width, _HEAD - 8)
        yield Panel(self._rect(head), Ink(colour if lit else HAIRLINE))

    def _step(self, name: str, lane: Id) -> Shape:
        colour, rect = self.view.colours[lane], self._rect(self.view.layout.nodes[name])
        if lane in self.lanes:
            return Panel(rect, Ink(colour, PAPER, _EDGE))
        if name in self.steps:
            return Panel(rect, Ink(colour))
        return Panel(rect, Ink(PAPER, MUTED, _EDGE))

    def _point(self, point: Point) -> Point:
        page = self.view.layout.page
        return point[0] - page.x, point[1] - page.y + _HEAD

    def _rect(self, rect: Rect) -> Rect:
        x, y = self._point((rect.x, rect.y))
        return Rect(x, y, rect.width, rect.height)
