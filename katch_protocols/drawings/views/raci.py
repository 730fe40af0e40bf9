"""The RACI view: a row a duty, a column a party, marks that need no colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Drawer,
    Legend,
    Row,
    Sample,
    Sheet,
    bases,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject, beside, by_when
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import (
    BAND,
    HAIRLINE,
    INK,
    MUTED,
    PAPER,
    lane_tint,
)
from katch_protocols.drawings.view import View
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.raci import parties_of
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import say

__all__ = ["VIEW", "RaciView", "mark"]

_TITLE, _DUE, _COLUMN = 440.0, 128.0, 46.0
_HEAD, _PADDING, _BAND = 170.0, 7.0, 24.0
_MARK = 22.0
_BOTH = (Part.RESPONSIBLE, Part.ACCOUNTABLE)


@dataclass(frozen=True)
class RaciView:
    """The duties of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def columns(self) -> tuple[Id, ...]:
        """The parties: the lanes in their order, then whoever else has a part."""
        lanes = [lane.id for lane in self.subject.story.lanes]
        found = dict.fromkeys(
            party for duty in self.subject.duties for party in self.parts(duty)
        )
        return tuple(
            dict.fromkeys([lane for lane in lanes if lane in found] + [*found])
        )

    def parts(self, duty: Duty) -> Mapping[Id, tuple[Part, ...]]:
        """Return who has which parts in a duty, in the order of the parts."""
        return parties_of(duty, self.subject.handbook)

    @property
    def right(self) -> float:
        """Where the table ends."""
        return LEFT + _TITLE + _DUE + max(len(self.columns), 6) * _COLUMN

    def scene(self, language: str) -> Scene:
        """Draw the table in one language."""
        shapes = list(self._heads(language))
        top = TOP + _HEAD
        rank = -1
        for duty in self.subject.duties:
            if self.subject.rank(duty.phase) != rank:
                rank = self.subject.rank(duty.phase)
                band = list(self._band(duty, top, language))
                shapes += band
                top += _BAND if band else 0
            row = self._titles(duty)
            tall = sum(text.height for text in row)
            height = max(tall + 2 * _PADDING, _MARK + 6)
            shapes.append(self._row(duty, row, Rect(LEFT, top, 0, height), language))
            top += height
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, bottom = key.written(language, self.right, top + 12)
        said = " ".join(spoken_rows(self.twin(language)))
        shown = (*shapes, *marks)
        return self._sheet().scene(language, shown, bottom, said=said, is_read=True)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        rows = (self._spoken(each, language) for each in self.subject.duties)
        return (self._names(language), *rows)

    def _names(self, language: str) -> Row:
        parts = (f"duties.part-{part.value}" for part in Part)
        keys = ("phase", "duty", "by-when", *parts)
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _spoken(self, duty: Duty, language: str) -> Row:
        subject = self.subject
        phase = subject.phase(duty.phase)
        parties = self.parts(duty)
        names = (
            one_line(
                subject.short(party).say(language)
                for party, parts in parties.items()
                if part in parts
            )
            for part in Part
        )
        return (
            phase.say(language) if phase else "",
            subject.duty(duty).say(language),
            by_when(duty, language),
            *names,
        )

    def _sheet(self) -> Sheet:
        subject = self.subject
        protocol = subject.chart.protocol
        return Sheet(
            protocol, subject.title, "view-raci", subject.languages, self.right
        )

    def _titles(self, duty: Duty) -> Sequence[Fitted]:
        """Return the title of a duty, and what is said beside it."""
        label, languages = self.subject.duty(duty), self.subject.languages
        room, note = _TITLE - 2 * _PADDING, beside(duty, self.subject)
        title = fitted(label, languages, room, size=13.5, most=2)
        if note is None:
            return (title,)
        return title, fitted(note, languages, room, size=11, most=2)

    def _at(self, column: int) -> float:
        return LEFT + _TITLE + _DUE + column * _COLUMN

    def _heads(self, language: str) -> Iterator[Shape]:
        for at, party in enumerate(self.columns):
            rect = Rect(self._at(at) + 1, TOP, _COLUMN - 2, _HEAD - 6)
            label = self.subject.short(party)
            text = fitted(
                label,
                self.subject.languages,
                _HEAD - 26,
                size=13,
                face=Face.SEMIBOLD,
                most=2,
            )
            ink = Ink(self.subject.colour(party))
            words = text.upright(
                Rect(rect.x, rect.y, rect.width, _HEAD - 16), language, PAPER
            )
            name = self.subject.full(party).say(language)
            yield Group("column", (Panel(rect, ink, 5), words), {"lane": party}, name)

    def _band(self, duty: Duty, top: float, language: str) -> Iterator[Shape]:
        phase = self.subject.phase(duty.phase)
        if phase is None:
            return
        rect = Rect(LEFT, top, self.right - LEFT, _BAND)
        text = fitted(
            phase,
            self.subject.languages,
            rect.width - 2 * _PADDING,
            face=Face.SEMIBOLD,
            most=1,
        )
        yield Panel(rect, Ink(BAND))
        inside = Rect(LEFT + _PADDING, top, rect.width, _BAND)
        yield text.within(inside, language, INK)

    def _row(
        self, duty: Duty, titles: Sequence[Fitted], rect: Rect, language: str
    ) -> Group:
        y, height = rect.y, rect.height
        line = Rect(LEFT, y + height - 0.5, self.right - LEFT, 1)
        shapes: list[Shape] = [Panel(line, Ink(HAIRLINE))]
        top = rect.middle[1] - sum(text.height for text in titles) / 2
        inside = Rect(LEFT + _PADDING, top, _TITLE - 2 * _PADDING, height)
        for at, (text, place) in enumerate(stacked(titles, inside)):
            shapes.append(text.within(place, language, MUTED if at else INK))
        limit = duty.limit
        if limit is not None:
            due = span(limit.limit, (language,)).say(language)
            pill = Rect(LEFT + _TITLE, y + height / 2 - 10, _DUE - 8, 20)
            shapes += badge(pill, due, limit.basis)
        for party, parts in self.parts(duty).items():
            middle = self._at(self.columns.index(party)) + _COLUMN / 2
            place = Rect(middle - 17, y + height / 2 - _MARK / 2, 34, _MARK)
            colour = self.subject.colour(party)
            shapes += mark(parts, place, language, colour=colour)
        data = {"activity": duty.activity}
        return Group("duty", tuple(shapes), data, self._said(duty, language))

    def _said(self, duty: Duty, language: str) -> str:
        """Say a row; its phase stands above it."""
        _, *names = self._names(language)
        _, *cells = self._spoken(duty, language)
        return next(spoken_rows((tuple(names), tuple(cells))))

    def _key(self) -> Iterator[Sample]:
        subject = self.subject
        yield from families(subject.families(self.columns))
        used = {each for d in subject.answer.raci for each in self.parts(d).values()}
        flat = {part for parts in used for part in parts}
        for part in Part:
            if part in flat:
                meaning = subject.word(f"duties.means-{part.value}")
                yield Sample(34, self._sample((part,)), meaning)
            if part is Part.ACCOUNTABLE and any(_is_both(parts) for parts in used):
                yield Sample(34, self._sample(_BOTH), subject.word("duties.part-both"))
        for parts in sorted(used, key=lambda parts: [*map(tuple(Part).index, parts)]):
            if len(parts) > 1 and tuple(parts) != _BOTH:
                meanings = [
                    subject.word(f"duties.means-{part.value}") for part in parts
                ]
                meaning = together(meanings, subject.languages, how=enumerated)
                yield Sample(34, self._sample(parts), meaning)
        limits = [duty.limit for duty in subject.answer.raci]
        found = [limit.basis for limit in limits if limit]
        yield from bases(found, subject.languages)

    def _sample(self, parts: Sequence[Part]) -> Drawer:
        return partial(mark, parts, colour=INK)


def mark(
    parts: Sequence[Part], rect: Rect, language: str, *, colour: str
) -> Iterator[Shape]:
    """Yield the mark of somebody's parts: the strongest gives the shape.

    Who does it is filled, who answers is outlined, who does both is filled in a double
    frame, who takes part is round; the others are bare letters.
    """
    letters = "".join(say(f"duties.letter-{part.value}", language) for part in parts)
    said, room = Label(texts={language: letters}), rect.width - 6
    text = fitted(said, (language,), room, size=12.5, face=Face.SEMIBOLD, most=1)
    fill, ink = PAPER, INK
    radius = 4.0
    if Part.RESPONSIBLE in parts:
        fill, ink = colour, PAPER
    elif Part.WITH in parts and Part.ACCOUNTABLE not in parts:
        fill, radius = lane_tint(colour), rect.height / 2
    if any(part.binds for part in parts):
        yield Panel(rect, Ink(fill, colour, 2), radius)
    if _is_both(parts):
        yield Panel(rect.grown(-3), Ink("none", PAPER, 1.4), 2)
    yield text.within(rect, language, ink, Anchor.MIDDLE)


def _is_both(parts: Sequence[Part]) -> bool:
    return set(_BOTH) <= set(parts)


VIEW: View[Material] = View(
    "raci",
    place=30,
    lay_out=lambda given: RaciView(Subject.of(given)),
    kept="raci",
)
