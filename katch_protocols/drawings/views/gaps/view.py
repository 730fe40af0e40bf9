"""The view of gaps: the lanes with a mark at everything that a check found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Point
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Scene
from katch_protocols.drawings.sheets.sheet import Row, spoken_rows
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.view import PHASE, STORY, Reads, View
from katch_protocols.drawings.views.gaps.concerns import Concern, Spots, concerns
from katch_protocols.drawings.views.gaps.listing import FindingsList, FindingTexts
from katch_protocols.drawings.views.gaps.marks import mark, placed_marks
from katch_protocols.findings import Finding, Severity
from katch_protocols.model.handbook import Handbook
from katch_protocols.words.say import say

__all__ = ["VIEW", "GapsView"]


@dataclass(frozen=True)
class GapsView:
    """A lanes view and findings of the whole handbook, of which it shows its own.

    ``whole`` is the story that the view is a part of.
    """

    view: LanesView
    chart: Chart
    handbook: Handbook
    whole: Story
    findings: Sequence[Finding]

    @property
    def story(self) -> Story:
        """What the lanes show."""
        return self.view.story

    @cached_property
    def concerns(self) -> tuple[Concern, ...]:
        """What is missing, by place; the place in this order is its number.

        Other findings ask nothing of a ministry: ``check`` tells them to whoever
        writes the files.
        """
        spots = Spots(self.chart, self.handbook, self.whole)
        found = [each for each in self.findings if each.severity is Severity.GAP]
        return concerns(found, spots, self.view.layout)

    @cached_property
    def listing(self) -> FindingsList:
        """The list under the picture."""
        return FindingsList(self.view, self.chart, self.concerns, self.telling)

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
        said = " ".join(spoken_rows(self.twin(language)))
        return view.sheet(
            language, parts, bottom, said or say("drawings.no-findings", language)
        )

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return a row a finding, the head first."""
        keys = ("number", "where", "severity", "saw", "why")
        head = tuple(say(f"drawings.{key}", language) for key in keys)
        return (head, *self._rows(language))

    def _rows(self, language: str) -> Iterator[Row]:
        for number, concern in enumerate(self.concerns, start=1):
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
        placed = enumerate(zip(self.concerns, self._middles, strict=True), start=1)
        for number, (concern, middle) in placed:
            if middle is not None:
                parts = tuple(mark(concern.severity, middle, number))
                said = " ".join(
                    self.telling.say(each, language).saw for each in concern.findings
                )
                data = {"finding": str(number)}
                yield Group(f"finding {concern.severity}", parts, data, said)


VIEW: View[Material] = View(
    "gaps",
    place=90,
    lay_out=lambda given: GapsView(
        given.lanes, given.chart, given.handbook, given.whole.story, given.findings
    ),
    print=STORY,
    reads=frozenset({Reads.FINDINGS}),
    part=PHASE,
    cost=4,
    is_restricted=True,
)
