"""The view of gaps: the overview with a mark at everything that is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Glyph, Group, Scene, Sign
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Row,
    Sheet,
    spoken_rows,
    stacked_scenes,
)
from katch_protocols.drawings.story.saying import word
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK
from katch_protocols.drawings.view import PHASE, STORY, Reads, View
from katch_protocols.drawings.views.gaps.concerns import Concern, Spots, concerns
from katch_protocols.drawings.views.gaps.listing import FindingsList, FindingTexts
from katch_protocols.drawings.views.gaps.marks import mark, placed_marks
from katch_protocols.drawings.views.gaps.on_sheets import SheetSpots
from katch_protocols.drawings.views.overview import OverviewView
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.say import say

__all__ = ["VIEW", "GapsView"]

_SMALL = 640.0
"""The width of the sheet which says that nothing is missing."""


def heads(language: str) -> Row:
    """Return the heads of the columns of the text twin."""
    keys = ("number", "where", "severity", "saw", "why")
    return tuple(say(f"drawings.{key}", language) for key in keys)


@dataclass(frozen=True)
class _GapsSheet:
    """One sheet of the overview with the gaps that belong there."""

    view: LanesView
    chart: Chart
    handbook: Handbook
    concerns: tuple[Concern, ...]
    """What is missing, by place; ``first`` is the number of the first."""
    first: int

    @cached_property
    def listing(self) -> FindingsList:
        """The list under the picture."""
        return FindingsList(
            self.view, self.chart, self.concerns, self.telling, self.first
        )

    @cached_property
    def telling(self) -> FindingTexts:
        """Says each finding with the titles of what it names."""
        return FindingTexts(self.chart, self.handbook)

    def scene(self, language: str) -> Scene:
        """Draw the lanes, the marks and the list in one language."""
        view = self.view
        listed, bottom = self.listing.written(language, view.layout.page.bottom + 14)
        under, bottom = view.foot(language, bottom + 14)
        picture = view.picture(language, "view-gaps")
        parts = (*picture, *self._marks(language), *listed, *under)
        rows = (heads(language), *self.rows(language))
        said = " ".join(spoken_rows(rows))
        return view.sheet(
            language, parts, bottom, said or say("drawings.no-findings", language)
        )

    def rows(self, language: str) -> Iterator[Row]:
        """Yield a row a finding: its number, where, how grave, what, and why."""
        for number, concern in enumerate(self.concerns, start=self.first):
            where = self.listing.title(concern.spot).say(language)
            for finding in concern.findings:
                said = self.telling.say(finding, language)
                kind = say(f"drawings.severity-{finding.severity}", language)
                yield str(number), where, kind, said.saw, said.why

    @cached_property
    def _middles(self) -> tuple[Point | None, ...]:
        """Where each mark stands, the same in every language."""
        spots = [concern.spot for concern in self.concerns]
        return placed_marks(spots, self.view.layout, self.view.head)

    def _marks(self, language: str) -> Iterator[Group]:
        pairs = zip(self.concerns, self._middles, strict=True)
        placed = enumerate(pairs, start=self.first)
        for number, (concern, middle) in placed:
            if middle is not None:
                parts = tuple(mark(concern.severity, middle, number))
                said = " ".join(
                    self.telling.say(each, language).saw for each in concern.findings
                )
                data = {"finding": str(number)}
                yield Group(f"finding {concern.severity}", parts, data, said)


@dataclass(frozen=True)
class GapsView:
    """The overview of a protocol, and findings, of which it shows its own gaps.

    Other findings ask nothing of a ministry: ``check`` tells them to whoever writes the
    files.
    """

    overview: OverviewView
    chart: Chart
    handbook: Handbook
    findings: Sequence[Finding]

    @cached_property
    def sheets(self) -> tuple[_GapsSheet, ...]:
        """The sheets of the overview; numbers go on from one to the next.

        There is none where nothing is missing.
        """
        spots = Spots(self.chart, self.handbook, self.overview.whole.story)
        gaps = [each for each in self.findings if each.severity is Severity.GAP]
        gaps = [each for each in gaps if spots.of(each) is not None]
        if not gaps:
            return ()
        views, is_part = self.overview.sheets, self.overview.phase is not None
        places = SheetSpots(spots, views, is_part)
        found, first = [], 1
        for at, view in enumerate(views):
            here = concerns(gaps, partial(places.of, sheet=at), view.layout)
            sheet = _GapsSheet(view, self.chart, self.handbook, here, first)
            found.append(sheet)
            first += len(here)
        return tuple(found) if first > 1 else ()

    def scene(self, language: str) -> Scene:
        """Draw the sheets in one language, one below the other."""
        if not self.sheets:
            return self._nothing(language)
        scenes = [sheet.scene(language) for sheet in self.sheets]
        if len(scenes) == 1:
            return scenes[0]
        return stacked_scenes(scenes, self.overview.whole.story.title.say(language))

    def _nothing(self, language: str) -> Scene:
        """Say on a small sheet that nothing is missing."""
        story = self.overview.whole.story
        languages, said = story.languages, word("no-findings", story.languages)
        text = fitted(said, languages, _SMALL - 40, size=20, face=Face.SEMIBOLD, most=2)
        place = Rect(LEFT + 40, TOP + 14, _SMALL - 40, max(text.height, 28.0))
        check = Glyph(Sign.CHECK, (LEFT + 18, place.middle[1]), INK, 2.2)
        shapes = (check, text.within(place, language, INK))
        title, right = story.title, LEFT + _SMALL
        sheet = Sheet(self.chart.protocol, title, "view-gaps", languages, right)
        bottom = place.bottom + 14
        return sheet.scene(language, shapes, bottom, said=said.say(language))

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return a row a finding, the head first."""
        rows = (row for sheet in self.sheets for row in sheet.rows(language))
        return (heads(language), *rows)


VIEW: View[Material] = View(
    "gaps",
    place=90,
    lay_out=lambda given: GapsView(
        OverviewView(given.whole, given.part),
        given.chart,
        given.handbook,
        given.findings,
    ),
    print=STORY,
    reads=frozenset({Reads.FINDINGS}),
    part=PHASE,
    cost=4,
    is_restricted=True,
)
