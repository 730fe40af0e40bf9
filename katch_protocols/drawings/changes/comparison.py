"""draw_comparison: two versions of a protocol on the same lanes.

It is no view of ``draw``: those show one version, and this shows two.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport, Remark
from katch_protocols.charts.build import chart
from katch_protocols.drawings.changes.listing import ToldChange
from katch_protocols.drawings.changes.view import ChangesView
from katch_protocols.drawings.drawing import Drawing
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.page import Page
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.story.union import united
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme
from katch_protocols.drawings.theming import theme_named
from katch_protocols.drawings.view import PHASE, STORY, Reads, View
from katch_protocols.errors import ProtocolError, UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "VIEW",
    "VersionPair",
    "draw_comparison",
    "draw_comparison_in_every_language",
]


def draw_comparison(  # noqa: PLR0913 - keywords with defaults, one a wish
    protocol: Id,
    before: Handbook,
    after: Handbook,
    *,
    language: str | None = None,
    phase: Id | None = None,
    theme: Theme | str = COLOUR,
) -> Drawing:
    """Draw what changes in a protocol, in the later handbook's language or another.

    What was added, removed or changed is marked on the lanes of both versions, all else
    faded; below it stands what changes for whom. With a ``phase`` only that chapter.

    Raises:
        UnknownNameError: A version has no such protocol, neither has the phase, or
            there is no such theme.
        ProtocolError: A version has problems; ``check`` says which.
    """
    page = _page(VersionPair(protocol, before, after, phase), theme_named(theme))
    return page.drawing(language or after.language)


def draw_comparison_in_every_language(
    protocol: Id, before: Handbook, after: Handbook, *, phase: Id | None = None
) -> Mapping[str, Drawing]:
    """Draw what changes in every language of the later handbook; laid out once."""
    page = _page(VersionPair(protocol, before, after, phase))
    return {language: page.drawing(language) for language in after.languages}


@dataclass(frozen=True)
class VersionPair:
    """A protocol in two handbooks; with a ``phase`` only that chapter is shown."""

    protocol: Id
    before: Handbook
    after: Handbook
    phase: Id | None = None

    def view(self) -> ChangesView:
        """Lay out both versions on one page; raises as ``draw_comparison`` does."""
        phase = self.phase
        later = self._told(self.after)
        union = united(self._told(self.before), later)
        story = union.story if phase is None else told_in_phase(union.story, phase)
        protocol = self.after.protocols[self.protocol]
        lanes = LanesView(story, protocol, whole=LanesView(later, protocol))
        found = compare_versions(self.before, self.after, only=self.protocol)
        told = {code: [*self._list(found, code)] for code in self.after.languages}
        return ChangesView(lanes, union, told)

    def _told(self, book: Handbook) -> Story:
        if self.protocol not in book.protocols:
            near = nearest_names(self.protocol, list(book.protocols))
            raise UnknownNameError("protocol", self.protocol, near)
        made = chart(book.protocols[self.protocol], book)
        if made.problems:
            codes = [problem.code for problem in made.problems]
            raise ProtocolError(self.protocol, codes)
        return tell(made, book)

    def _list(self, found: Comparison, language: str) -> Iterator[ToldChange]:
        """Yield what changes for whom, what is written, and what cases can do."""
        telling = ComparisonReport.of(found, self.before, self.after, language)
        agency: Id | None = None
        for each in telling.by_agency():
            if each.agency != agency:
                agency = each.agency
                yield ToldChange(None, telling.naming.party(agency or ""))
            yield ToldChange(each.kind, each.text)
        word = telling.naming.word
        yield from _section(word("head-written"), telling.as_written())
        cases = [
            sentence
            for each in found.behaviour
            if each.likeness is Likeness.DIFFERENT
            for sentence in telling.behaviour(each)
        ]
        yield from _section(word("head-behaviour"), cases)


def _section(title: str, sentences: Sequence[Remark]) -> Iterator[ToldChange]:
    if sentences:
        yield ToldChange(None, title)
    for each in sentences:
        yield ToldChange(each.kind, each.text)


VIEW = View(
    "changes",
    place=120,
    lay_out=VersionPair.view,
    print=STORY,
    reads=frozenset({Reads.COMPARISON}),
    part=PHASE,
)


def _page(versions: VersionPair, theme: Theme = COLOUR) -> Page:
    font = versions.after.font
    with setting_in(font):
        view = versions.view()
    return Page(view, VIEW.print, theme, len(view.story.steps), font)
