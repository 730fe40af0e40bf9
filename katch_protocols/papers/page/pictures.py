"""The lanes of a protocol for the page: laid out once, each line of SVG kept once."""

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.draw import laid_out
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import COLOUR, Theme, themed
from katch_protocols.model.handbook import Handbook
from katch_protocols.papers.page.sheet_nouns import PageLane, PagePicture
from katch_protocols.papers.page.texts import PageLanguages

__all__ = ["DrawnLanes", "folded", "picture_of", "picture_of_svg"]


class DrawnLanes(Struct, frozen=True, dict=True):
    """A protocol laid out: the story that is shown and everything it was given."""

    chart: Chart
    handbook: Handbook
    laid: LanesView | None = None
    """Where everything is, if somebody laid it out before."""
    theme: Theme = COLOUR
    drawings: Sequence[Drawing] = ()
    """It in every language, if somebody drew it before in this theme."""

    @property
    def story(self) -> Story:
        """What the drawing shows."""
        return self.view.story

    @cached_property
    def view(self) -> LanesView:
        """Where everything is, with numbers and colours."""
        return self.laid or laid_out(self.chart, self.handbook)

    @cached_property
    def lanes(self) -> tuple[PageLane, ...]:
        """The columns in the order of the page."""
        languages = PageLanguages(self.story.languages)
        return tuple(
            PageLane(
                band.id,
                languages.label(self.story.lane[band.id].short),
                languages.label(self.story.lane[band.id].title),
                self.theme.shown(self.view.colours[band.id]),
            )
            for band in self.view.layout.lanes
        )

    def picture(self) -> PagePicture:
        """Draw it in every language."""
        if self.drawings:
            return _picture([each.svg for each in self.drawings], self.drawings)
        scenes = [self.view.scene(language) for language in self.story.languages]
        return picture_of(scenes, self.theme)


def picture_of(scenes: Sequence[Scene], theme: Theme = COLOUR) -> PagePicture:
    """Return a drawing of which there is a scene in every language."""
    drawn = [themed(scene, theme) for scene in scenes]
    return _picture([to_svg(scene) for scene in drawn], drawn)


def _picture(
    texts: Sequence[str], drawn: Sequence[Drawing] | Sequence[Scene]
) -> PagePicture:
    lines, order = folded(texts)
    width = max(each.width for each in drawn)
    height = max(each.height for each in drawn)
    return PagePicture(lines, order, round(width, 1), round(height, 1))


def picture_of_svg(texts: Sequence[str]) -> PagePicture:
    """Return a drawing that is there already, as SVG in every language.

    Raises:
        ValueError: One of them does not say how large it is.
    """
    sizes = [_SIZE.search(text) for text in texts]
    if not all(sizes):
        raise ValueError(texts[0][:80])
    lines, order = folded(texts)
    widths, heights = zip(*(each.groups() for each in sizes if each), strict=True)
    return PagePicture(lines, order, max(map(float, widths)), max(map(float, heights)))


_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"')


def folded(
    texts: Sequence[str],
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return each different line once, and for each text the positions of its lines.

    Languages share geometry, so about half of all lines are the same in each.
    """
    known: dict[str, int] = {}
    order = tuple(
        tuple(known.setdefault(line, len(known)) for line in text.split("\n"))
        for text in texts
    )
    return tuple(known), order
