"""The view of gaps: what is missing in words, and marks on the steps that it is at."""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.lanes.overview import OverviewSheet
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.scene import Glyph, Group, Scene, Sign
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.reading import with_paper
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
from katch_protocols.drawings.view import PHASE, Reads, View
from katch_protocols.drawings.views.gaps.concerns import Concern, Spots, concerns
from katch_protocols.drawings.views.gaps.listing import FindingTexts, GapsList
from katch_protocols.drawings.views.gaps.marks import mark, placed_marks
from katch_protocols.drawings.views.gaps.on_sheets import SheetSpots
from katch_protocols.drawings.views.gaps.titles import title_of
from katch_protocols.drawings.views.overview import OverviewView
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.words.say import say

__all__ = ["VIEW", "GapsView"]

_SMALL = 640.0
"""The width of the sheet which says that nothing is missing."""


def heads(language: str) -> Row:
    """Return the heads of the columns of the text twin."""
    keys = ("number", "where", "severity", "saw", "why")
    return tuple(say(f"drawings.{key}", language) for key in keys)


class _MarkedSheet(Struct, frozen=True, dict=True):
    """One sheet of the overview with a mark at each gap that has a place there."""

    view: OverviewSheet
    concerns: Sequence[Concern]
    numbers: Sequence[int]
    titles: Sequence[Label]

    @cached_property
    def middles(self) -> tuple[Point | None, ...]:
        """Where each mark stands, the same in every language."""
        spots = [concern.spot for concern in self.concerns]
        return placed_marks(spots, self.view.layout, self.view.head)

    @property
    def is_marked(self) -> bool:
        """Whether anything here has a place on the picture."""
        return any(middle is not None for middle in self.middles)

    def scene(self, language: str) -> Scene:
        """Draw the lanes and the marks in one language; the list tells the rest."""
        view = self.view
        under, bottom = view.foot(language, view.layout.page.bottom + 14)
        parts = (*view.picture(language, "view-gaps"), *self._marks(language), *under)
        sheet = view.sheet(language, parts, bottom)
        return with_paper(sheet, view.story.languages, LEAST_OF_LANES)

    def _marks(self, language: str) -> Iterator[Group]:
        placed = zip(
            self.concerns, self.numbers, self.titles, self.middles, strict=True
        )
        for concern, number, title, middle in placed:
            if middle is not None:
                parts = tuple(mark(concern.severity, middle, number))
                data = {"finding": str(number)}
                said = title.say(language)
                yield Group(f"finding {concern.severity}", parts, data, said)


class GapsView(Struct, frozen=True, dict=True):
    """A list of the gaps of a protocol, and those sheets of its overview that have any.

    Other findings ask nothing of a ministry: ``check`` tells them to whoever writes the
    files.
    """

    overview: OverviewView
    chart: Chart
    handbook: Handbook
    findings: Sequence[Finding]

    @cached_property
    def gaps(self) -> tuple[tuple[Concern, int], ...]:
        """What is missing, with the sheet of the overview where it belongs.

        What is missing for the same reason stands together.
        """
        spots = Spots(self.chart, self.handbook, self.overview.whole.story)
        gaps = [each for each in self.findings if each.severity is Severity.GAP]
        gaps = [each for each in gaps if spots.of(each) is not None]
        views, is_part = self.overview.sheets, self.overview.phase is not None
        places = SheetSpots(spots, views, is_part)
        found = [
            (concern, at)
            for at, view in enumerate(views)
            for concern in concerns(gaps, partial(places.of, sheet=at), view.layout)
        ]
        rules = [concern.findings[0].rule for concern, _ in found]
        order = {rule: at for at, rule in enumerate(dict.fromkeys(rules))}
        return tuple(sorted(found, key=lambda each: order[each[0].findings[0].rule]))

    @cached_property
    def titles(self) -> tuple[Label, ...]:
        """What each of them is about."""
        return tuple(
            title_of(concern, self.overview.sheets[at], self.chart, self.handbook)
            for concern, at in self.gaps
        )

    @cached_property
    def telling(self) -> FindingTexts:
        """Says each finding with the titles of what it names."""
        return FindingTexts(self.chart, self.handbook)

    @cached_property
    def sheets(self) -> tuple[_MarkedSheet, ...]:
        """The sheets of the overview on which something is missing."""
        found = (self._marked(at) for at in range(len(self.overview.sheets)))
        return tuple(sheet for sheet in found if sheet.is_marked)

    def _marked(self, sheet: int) -> _MarkedSheet:
        view = replace(self.overview.sheets[sheet], exceptions=())
        here = [at for at, (_, place) in enumerate(self.gaps) if place == sheet]
        return _MarkedSheet(
            view,
            [self.gaps[at][0] for at in here],
            [at + 1 for at in here],
            [self.titles[at] for at in here],
        )

    @cached_property
    def listed(self) -> GapsList:
        """The list of what is missing, as tall in each language."""
        return GapsList(
            self.chart,
            [concern for concern, _ in self.gaps],
            self.titles,
            self.telling,
            self.overview.whole.story.languages,
        )

    def scene(self, language: str) -> Scene:
        """Draw the list and the sheets in one language, one below the other."""
        if not self.gaps:
            return self._nothing(language)
        said = " ".join(spoken_rows(self.twin(language)))
        scenes = [*self.listed.scenes(language, said)]
        scenes += (sheet.scene(language) for sheet in self.sheets)
        if len(scenes) == 1:
            return scenes[0]
        title = self.overview.whole.story.title.say(language)
        return stacked_scenes(scenes, title, is_plain=False)

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
        """Return a row a finding: its number, where, how grave, what, and why."""
        return (heads(language), *self._rows(language))

    def _rows(self, language: str) -> Iterator[Row]:
        pairs = zip(self.gaps, self.titles, strict=True)
        for number, ((concern, _), title) in enumerate(pairs, start=1):
            for finding in concern.findings:
                said = self.telling.say(finding, language)
                kind = say(f"drawings.severity-{finding.severity}", language)
                yield str(number), title.say(language), kind, said.saw, said.why


VIEW: View[Material] = View(
    "gaps",
    place=90,
    lay_out=lambda given: GapsView(
        OverviewView(given.whole, given.part),
        given.chart,
        given.handbook,
        given.findings,
    ),
    reads=frozenset({Reads.FINDINGS}),
    part=PHASE,
    cost=4,
    is_restricted=True,
)
