"""The agency view: one body's card of duties, and from whom and to whom the child goes.

Upright, or across where the duties need two columns; on further sheets where they are
too many for one of A3.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.fingerprint import fingerprint
from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.steps_of_states import steps_of_states
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import (
    Fitted,
    stacked,
)
from katch_protocols.drawings.sheets.paging import tallest
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sheet,
    bases,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject, beside, no_deadline
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.drawings.theme import HAIRLINE, INK, MUTED, PAPER, lane_tint
from katch_protocols.drawings.views.agency.counts import counted, headed
from katch_protocols.drawings.views.agency.flow import SheetFlow
from katch_protocols.drawings.views.agency.neighbours import (
    SECTION,
    Neighbours,
    section,
)
from katch_protocols.drawings.views.agency.words import CardWords, is_others
from katch_protocols.duties.agency import AgencyDuties
from katch_protocols.duties.nouns import Share
from katch_protocols.duties.phrases import count
from katch_protocols.model.noun import Id, Label

__all__ = ["AgencyView"]

_NARROW, _WIDE, _FEW, _BETWEEN = 900.0, 1440.0, 9, 32.0
"""More duties than ``_FEW`` stand in two columns on a wide sheet."""
_HEAD, _NUMBERS, _GAP = 76.0, 52.0, 12.0
_NUMBER, _PILL, _PADDING = 52.0, 128.0, 7.0
_SQUARE = _NUMBER - 10
_LEAST = 11.0
"""No letter is smaller, in pixels."""


_LONGEST = "8, 88"
"""As long as the numbers of steps before a duty get."""


class AgencyView(Struct, frozen=True, dict=True):
    """One agency in one protocol, laid out once for all languages."""

    subject: Subject
    agency: Id
    lanes: LanesView | None = None
    """The lanes of the whole protocol, whose numbers are used here."""

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each step."""
        lanes = self.lanes or LanesView(self.subject.story, self.subject.chart.protocol)
        return lanes.numbers

    @cached_property
    def _steps(self) -> Mapping[str, tuple[str, ...]]:
        return steps_of_states(self.subject.chart, self.numbers)

    @cached_property
    def found(self) -> AgencyDuties:
        """All that the agency has to do with the protocol."""
        return self.subject.answer.agencies[self.agency]

    @cached_property
    def words(self) -> CardWords:
        """What the card says."""
        return CardWords(self.subject)

    @cached_property
    def shares(self) -> Sequence[Share]:
        """Its duties proper, phase by phase."""
        return self.subject.ordered(self.found.binding)

    @cached_property
    def own(self) -> Sequence[Share]:
        """What it does itself, or takes part in."""
        return tuple(share for share in self.shares if not is_others(share))

    @cached_property
    def others(self) -> Sequence[Share]:
        """What others do and it answers for."""
        return tuple(share for share in self.shares if is_others(share))

    @property
    def width(self) -> float:
        """The width of the content: wide where the duties need two columns."""
        return _NARROW if len(self.shares) <= _FEW else _WIDE

    @property
    def right(self) -> float:
        """Where the content ends."""
        return LEFT + self.width

    @property
    def half(self) -> float:
        """The width of one of two columns."""
        return (self.width - _BETWEEN) / 2

    @property
    def column(self) -> float:
        """The width of a column of duties."""
        return self.width if self.width == _NARROW else self.half

    @property
    def text(self) -> float:
        """The room of the text of a duty."""
        return self.column - _NUMBER - _PILL - 16

    @cached_property
    def colour(self) -> str:
        """The colour of the agency's lane, else of a lane of which it may be one."""
        roles = (role for share in self.shares for role in share.roles)
        lanes = (self.agency, *map(self.subject.home, roles))
        known = (lane for lane in lanes if lane in self.subject.colours)
        return self.subject.colour(next(known, self.agency))

    def scene(self, language: str) -> Scene:
        """Draw the card in one language."""
        head = Rect(LEFT, TOP, self.width, _HEAD)
        title, languages = self.subject.full(self.agency), self.subject.languages
        shapes = [*headed(self.agency, title, head, self.colour, languages, language)]
        top = head.bottom + _GAP
        place = Rect(LEFT, top, self.width, _NUMBERS)
        counts = count(self.subject.answer, self.agency, self.subject.handbook)
        shapes += counted(counts, place, self.colour, self.subject.languages, language)
        top += _NUMBERS + _GAP
        flow = SheetFlow(tallest(self.right + LEFT, _LEAST))
        more, top = self._duties(top, language, flow)
        shapes += more
        for part in (self._late, self._ways):
            more, bottom = part(top, language)
            flow.keep(top, bottom - top)
            shapes += more
            top = bottom
        limits = (share.duty.limit for share in self.shares)
        found = [limit.basis for limit in limits if limit]
        key = Legend(
            (
                *families(self.subject.families((self.agency,))),
                *bases(found, self.subject.languages),
            ),
            self.subject.languages,
        )
        marks, bottom = key.written(language, self.right, top + 4)
        flow.keep(top, bottom + FOOT - top)
        said = " ".join(spoken_rows(self.twin(language)))
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-agency",
            self.subject.languages,
            self.right,
            fingerprint(self.subject.chart, self.subject.handbook),
        )
        shapes += marks
        ends = flow.sheets(self.right + LEFT, bottom + FOOT)
        return sheet.scene(
            language, shapes, bottom, said=said, is_read=True, sheets=ends
        )

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the duties as rows of text, the head first."""
        rows = (self.words.row(share, language) for share in self.shares)
        return (self._names(language), *rows)

    def _names(self, language: str) -> Row:
        keys = ("duty", "part", "by-when", "rests-on")
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _fit(
        self, label: Label, room: float, size: float, most: int, *, bold: bool = False
    ) -> Fitted:
        return self.subject.fitted(
            label, room, size, bold=bold, most=most, least=_LEAST
        )

    def _duties(
        self, top: float, language: str, flow: SheetFlow
    ) -> tuple[list[Shape], float]:
        """Return what it does, then what others do and it answers for."""
        shapes: list[Shape] = []
        sections = (("we-do", self.own), ("we-answer-for", self.others))
        for key, shares in sections:
            if shares:
                more, top = self._listed(key, shares, top, language, flow)
                shapes += more
        if not self.shares:
            text = self._fit(self.subject.word("nothing-to-do"), self.width, 14, 2)
            place = Rect(LEFT, top, self.width, text.height + 12)
            shapes.append(text.within(place, language, INK))
            top = place.bottom
        return shapes, top + _GAP

    def _listed(
        self,
        key: str,
        shares: Sequence[Share],
        top: float,
        language: str,
        flow: SheetFlow,
    ) -> tuple[list[Shape], float]:
        heights = [self._height(share) for share in shares]
        flow.keep(top, SECTION - 4 + heights[0])
        place, many = Rect(LEFT, top, self.width, 0), len(shares)
        shapes = [*section(self.words.counted(key, many), place, self.colour, language)]
        top += SECTION - 4
        bottom, count = top, 1 if self.column == self.width else 2
        for at, column, y in flow.columns(heights, top, count):
            x = self.right - self.column if column else LEFT
            rect = Rect(x, y, self.column, heights[at])
            shapes.append(self._duty(shares[at], rect, language))
            bottom = max(bottom, rect.bottom)
        return shapes, bottom + 8

    def _height(self, share: Share) -> float:
        return sum(text.height + 2 for text in self._texts[id(share)]) + 2 * _PADDING

    @cached_property
    def _texts(self) -> Mapping[int, Sequence[Fitted]]:
        """What is said of each share, by its ``id``: set once, for every language."""
        return {id(each): self._set(each) for each in self.shares}

    def _set(self, share: Share) -> Sequence[Fitted]:
        phase = self.subject.phase(share.duty.phase)
        notes = [self.words.part(share), *([phase] if phase else [])]
        languages = self.subject.languages
        note = together(notes, languages, how=" · ".join)
        texts = [
            self._fit(self.subject.duty(share.duty), self.text, 15, 2, bold=True),
            self._fit(note, self.text, 12, 4),
        ]
        also = beside(share.duty, self.subject)
        if also is not None:
            texts.append(self._fit(also, self.text, 11, 5))
        if share.duty.source:
            sources = self.words.sources(share.duty.source)
            texts.append(self._fit(sources, self.text, 11, 5))
        return texts

    @cached_property
    def _figures(self) -> Mapping[int, Fitted]:
        """The numbers of the steps of each share, by its ``id``."""
        return {id(each): self._figure(self._number(each)) for each in self.shares}

    def _figure(self, number: str) -> Fitted:
        figure = Label(texts=dict.fromkeys(self.subject.languages, number))
        return self._fit(figure, _SQUARE - 4, 13, 1, bold=True)

    def _duty(self, share: Share, rect: Rect, language: str) -> Group:
        """Draw a duty behind the numbers of its steps: filled where it does it."""
        y, height = rect.y, rect.height
        line = Rect(rect.x, rect.bottom - 1, rect.width, 1)
        square = Rect(rect.x + 2, y + height / 2 - 11, _SQUARE, 22)
        is_own = not is_others(share)
        ink = Ink(self.colour) if is_own else Ink(PAPER, self.colour, 1.8)
        shapes: list[Shape] = [Panel(line, Ink(HAIRLINE)), Panel(square, ink, 5)]
        figure, fill = self._figures[id(share)], PAPER if is_own else INK
        if any(figure.lines):
            shapes.append(figure.within(square, language, fill, Anchor.MIDDLE))
        room = Rect(rect.x + _NUMBER, y + _PADDING, self.text, height - 2 * _PADDING)
        texts = self._texts[id(share)]
        for at, (text, place) in enumerate(stacked(texts, room, 2)):
            shapes.append(text.within(place, language, MUTED if at else INK))
        shapes += self._by_when(share, rect, language)
        data = {"activity": share.duty.activity}
        rows = (self._names(language), self.words.row(share, language))
        return Group("duty", tuple(shapes), data, next(spoken_rows(rows)))

    def _number(self, share: Share) -> str:
        """Return the numbers of the steps at which a duty is possible, in short."""
        steps = (name for state in share.duty.states for name in self._steps[state])
        found = sorted({self.numbers[name] for name in steps})
        said = spoken(found)
        if len(said) > len(_LONGEST):
            is_run = found[-1] - found[0] == len(found) - 1
            return f"{found[0]}{'–' if is_run else '…'}{found[-1]}"
        return said

    def _by_when(self, share: Share, rect: Rect, language: str) -> Iterator[Shape]:
        limit = share.duty.limit
        place = Rect(rect.right - _PILL, rect.middle[1] - 11, _PILL, 22)
        if limit is None:
            label = no_deadline(share.duty, self.subject)
            if label is not None:
                text = self._fit(label, _PILL, 12, 1)
                yield text.within(place, language, MUTED, Anchor.END)
            return
        said = span(limit.limit, self.subject.languages).say(language)
        yield from badge(place, said, limit.basis)

    def _late(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return who is told of a broken deadline: the chain of the handbook."""
        whole = self.words.if_late(self.found)
        if whole is None:
            return [], top
        text = self._fit(whole, self.width - 24, 12.5, 4)
        rect = Rect(LEFT, top, self.width, text.height + 16)
        shapes: list[Shape] = [Panel(rect, Ink(lane_tint(self.colour)), 6)]
        shapes.append(text.within(rect.grown(-12), language, INK))
        return shapes, rect.bottom + _GAP

    def _ways(self, top: float, language: str) -> tuple[list[Shape], float]:
        return Neighbours(self.words, self.found, self.colour).drawn(
            Rect(LEFT, top, self.width, 0), language
        )
