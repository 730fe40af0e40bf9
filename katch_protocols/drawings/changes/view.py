"""The view of changes: both versions on the lanes, what stays faded, a list below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.changes.behaviour import Likeness
from katch_protocols.changes.compare import Comparison, compare_versions
from katch_protocols.changes.comparison_report import ComparisonReport, Remark
from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.charts.build import chart
from katch_protocols.drawings.changes.listing import ChangesList, ToldChange, told_rows
from katch_protocols.drawings.changes.marks import (
    change_mark,
    outline,
    recoloured,
)
from katch_protocols.drawings.drawing import Drawing, Page
from katch_protocols.drawings.lanes.arrows import Arrows
from katch_protocols.drawings.lanes.cards import Cards
from katch_protocols.drawings.lanes.composite_frames import Hulls
from katch_protocols.drawings.lanes.frame import Frame
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.paper import LEAST_OF_LANES
from katch_protocols.drawings.scene import Group, Scene, Shape
from katch_protocols.drawings.sheets.sheet import Row, spoken_rows
from katch_protocols.drawings.story.folding import told_in_phase
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.story.tell import tell
from katch_protocols.drawings.story.union import Union, united
from katch_protocols.drawings.text import setting_in
from katch_protocols.drawings.theme import COLOUR, Theme, theme_named
from katch_protocols.drawings.view import PHASE, Reads, View
from katch_protocols.drawings.views.gaps.concerns import MarkSpot, SpotKind
from katch_protocols.drawings.views.gaps.marks import placed_marks
from katch_protocols.errors import ProtocolError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import require
from katch_protocols.words.say import say

__all__ = [
    "VIEW",
    "ChangesView",
    "VersionPair",
    "draw_comparison",
    "draw_comparison_in_every_language",
]


_FADED = 0.35


class ChangesView(Struct, frozen=True, dict=True):
    """Both versions laid out once; ``told`` is what changes, in each language.

    The lanes view shows the union, or one phase of it, with the numbers of the later
    version.
    """

    view: LanesView
    union: Union
    told: Mapping[str, Sequence[ToldChange]]

    @property
    def story(self) -> Story:
        """What the lanes show."""
        return self.view.story

    def scene(self, language: str) -> Scene:
        """Draw the lanes, the marks and the list in one language."""
        view = self.view
        listed, bottom = self._listing.written(language, view.layout.page.bottom + 14)
        under, bottom = view.foot(language, bottom + 14)
        parts = (*self._picture(language), *listed, *under)
        said = " ".join(spoken_rows(self.twin(language)))
        return view.sheet(
            language, parts, bottom, said or say("drawings.no-changes", language)
        )

    def compared(self, language: str) -> Scene:
        """Draw the lanes and the marks in one language, without the list."""
        bottom = self.view.layout.page.bottom + 14
        said = say("drawings.view-changes", language)
        return self.view.sheet(language, tuple(self._picture(language)), bottom, said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return a row a change, the head first: whom, what became of it, what."""
        head = tuple(
            say(f"drawings.{key}", language) for key in ("for-whom", "became", "change")
        )
        rows = (
            (title, say(f"drawings.became-{each.kind}", language), each.text)
            for title, each in told_rows(self.told[language])
        )
        return (head, *rows)

    @cached_property
    def _listing(self) -> ChangesList:
        kinds = [kind for _, kind in self._spots]
        counts = {kind: kinds.count(kind) for kind in ChangeKind}
        return ChangesList(self.told, counts, self.view.layout.page)

    @cached_property
    def _spots(self) -> tuple[tuple[MarkSpot, ChangeKind], ...]:
        """What changed and is drawn here: lanes, then steps, arrows and hulls."""
        layout, union = self.view.layout, self.union
        lanes = [band.id for band in layout.lanes]
        moves = [move.id for move in self.story.moves]
        return (
            *_marked(SpotKind.LANE, lanes, union.lanes),
            *_marked(SpotKind.STEP, layout.order, union.steps),
            *_marked(SpotKind.MOVE, moves, union.moves),
            *_marked(SpotKind.HULL, layout.tabs, union.hulls),
        )

    def _picture(self, language: str) -> Iterator[Shape]:
        view = self.view
        story, layout, colours = view.story, view.layout, view.colours
        frame = Frame(story, layout, colours, language, view.head)
        arrows = Arrows(story, layout, colours, language)
        hulls = Hulls(story, layout, view.letters, language)
        names = (move.id for move in arrows.ordered)
        lines = tuple(zip(names, arrows.lines(), strict=True))
        cards = tuple(Cards(story, layout, colours, view.numbers, language).groups())
        texts = tuple(arrows.texts())
        yield from frame.ground()
        faded = (
            *hulls.frames(),
            *(group for name, group in lines if name not in self.union.moves),
            *(tab for tab in hulls.tabs() if tab.data["hull"] not in self.union.hulls),
            *(card for card in cards if card.data["step"] not in self.union.steps),
            *hulls.marks(),
            *(text for text in texts if not self._is_told(text)),
        )
        yield Group("faded", faded, opacity=_FADED)
        for name, group in lines:
            if name in self.union.moves:
                yield recoloured(self.union.moves[name], group)
        yield from self._outlines()
        yield from (t for t in hulls.tabs() if t.data["hull"] in self.union.hulls)
        yield from (card for card in cards if card.data["step"] in self.union.steps)
        yield from (text for text in texts if self._is_told(text))
        yield from frame.heads()
        yield from frame.title(say("drawings.view-changes", language))
        yield from self._marks(language)

    def _is_told(self, text: Group) -> bool:
        """Whether the text of an arrow belongs to a change."""
        ends = text.data["from"], text.data["to"]
        return any(
            (move.source, move.target) == ends
            for move in self.story.moves
            if move.id in self.union.moves
        )

    def _outlines(self) -> Iterator[Group]:
        layout = self.view.layout
        for spot, kind in self._spots:
            rect: Rect | None = None
            if spot.kind is SpotKind.STEP:
                rect = layout.nodes[spot.id]
            elif spot.kind is SpotKind.HULL:
                rect = layout.tabs[spot.id].rect
            if rect is not None:
                parts = tuple(outline(kind, rect))
                yield Group(f"changed {kind}", parts, {"spot": spot.id})

    def _marks(self, language: str) -> Iterator[Group]:
        layout, head = self.view.layout, self.view.head
        middles = placed_marks([spot for spot, _ in self._spots], layout, head)
        for (spot, kind), middle in zip(self._spots, middles, strict=True):
            if middle is not None:
                said = say(f"drawings.became-{kind}", language)
                data = {"spot": spot.id}
                parts = tuple(change_mark(kind, middle))
                yield Group(f"change {kind}", parts, data, said)


def _marked(
    where: SpotKind, names: Iterable[str], kinds: Mapping[str, ChangeKind]
) -> Iterator[tuple[MarkSpot, ChangeKind]]:
    for name in names:
        if name in kinds:
            yield MarkSpot(where, name), kinds[name]


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


class VersionPair(Struct, frozen=True):
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
        name = require("protocol", self.protocol, book.protocols)
        made = chart(book.protocols[name], book)
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
    least=LEAST_OF_LANES,
    reads=frozenset({Reads.COMPARISON}),
    part=PHASE,
)


def _page(versions: VersionPair, theme: Theme = COLOUR) -> Page:
    font = versions.after.font
    with setting_in(font):
        view = versions.view()
    story, is_whole = view.story, versions.phase is None
    return Page(
        view,
        versions.after.languages,
        VIEW.least,
        theme,
        len(story.steps),
        font,
        by_phase=is_whole and len(story.phases) > 1,
    )
