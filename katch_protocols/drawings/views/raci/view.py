"""The RACI view: who does and who answers, by signs that need no colour or letter."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.paging import paged, tallest
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Drawer,
    Legend,
    Row,
    Sample,
    Sheet,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject, by_when
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.theme import (
    BAND,
    HAIRLINE,
    INK,
    MUTED,
)
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.raci.columns import TableColumn, TableColumns
from katch_protocols.drawings.views.raci.heads import COLUMN, TableHeads
from katch_protocols.drawings.views.raci.signs import REACH, answer, sign
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.raci import acting
from katch_protocols.words.lists import one_line

__all__ = ["VIEW", "RaciView"]

_TITLE, _LEAST_COLUMNS = 330.0, 8
_PADDING, _BAND = 4.0, 22.0
_UNDER, _RUNNING, _APART = 120.0, 26.0, 20.0
"""Below the rows of a sheet: the key; above them: its number; between two sheets."""
_SIGN, _SMALLEST = 2 * REACH + 4, 11.5
_BOTH = (Part.RESPONSIBLE, Part.ACCOUNTABLE)


class RaciView(Struct, frozen=True, dict=True):
    """The duties of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def columns(self) -> TableColumns:
        """The bodies, or their families."""
        return TableColumns(self.subject)

    @cached_property
    def heads(self) -> TableHeads:
        """The heads of families and bodies."""
        return TableHeads(self.columns, LEFT + _TITLE)

    @cached_property
    def rows(self) -> Sequence[tuple[Duty, tuple[Duty, ...]]]:
        """Each duty with its answers: to acknowledge it, to decline it."""
        found: dict[str, list[Duty]] = {}
        rows: list[tuple[Duty, list[Duty]]] = []
        for duty in self.subject.duties:
            asked = found.get(self.subject.asked(duty))
            if duty.kind.is_written or asked is None:
                answers: list[Duty] = []
                found[duty.activity] = answers
                rows.append((duty, answers))
            else:
                asked.append(duty)
        return tuple((duty, tuple(answers)) for duty, answers in rows)

    @property
    def right(self) -> float:
        """Where the table ends."""
        return LEFT + _TITLE + max(len(self.columns.every), _LEAST_COLUMNS) * COLUMN

    def scene(self, language: str) -> Scene:
        """Draw the table in one language."""
        shapes: list[Shape] = []
        sheets: list[Rect] = []
        wide = self.right + LEFT
        start, top = 0.0, TOP
        for number, rows in enumerate(self.sheets):
            if number:
                sheets.append(Rect(0, start, wide, top + 4 - start))
                start = top = top + _APART
                shapes.append(self._running(number, top, language))
                top += _RUNNING
            more, top = self._part(rows, top, language)
            shapes += more
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, bottom = key.written(language, self.right, top + 12)
        last = Rect(0, start, wide, bottom + FOOT - start)
        said = " ".join(spoken_rows(self.twin(language)))
        return self._sheet().scene(
            language,
            (*shapes, *marks),
            bottom,
            said=said,
            is_read=True,
            sheets=(*sheets, last) if sheets else (),
        )

    @cached_property
    def sheets(self) -> tuple[range, ...]:
        """The rows of each sheet of A3, so that every letter can be read."""
        heights, rank = [], -1
        for duty, _ in self.rows:
            band = 0.0
            if self.subject.rank(duty.phase) != rank:
                rank = self.subject.rank(duty.phase)
                band = _BAND
            heights.append(band + self._height(duty))
        tall = tallest(self.right + LEFT, _SMALLEST)
        # The first sheet has the title, the last one the key.
        room = tall - self.heads.height - max(TOP, _APART + _RUNNING + _UNDER) - _BAND
        return tuple(paged(heights, room))

    def _part(
        self, rows: range, top: float, language: str
    ) -> tuple[list[Shape], float]:
        """Return the rows of a sheet below their heads, and where they end."""
        shapes: list[Shape] = []
        start, rank = top, -1
        top += self.heads.height
        for duty, answers in self.rows[rows.start : rows.stop]:
            if self.subject.rank(duty.phase) != rank:
                rank = self.subject.rank(duty.phase)
                band = list(self._band(duty, top, language))
                shapes += band
                top += _BAND if band else 0
            rect = Rect(LEFT, top, self.right - LEFT, self._height(duty))
            shapes.append(self._row(duty, answers, rect, language))
            top = rect.bottom
        return [*self.heads.drawn(start, top, language), *shapes], top

    def _height(self, duty: Duty) -> float:
        return max(self._title(duty).height + 2 * _PADDING, _SIGN)

    def _running(self, number: int, top: float, language: str) -> Shape:
        """Return the title of a sheet that is not the first."""
        languages = self.subject.languages
        place = self.subject.word(
            "sheet-of", number=str(number + 1), count=str(len(self.sheets))
        )
        label = together((self.subject.title, place), languages, how=" · ".join)
        room = self.right - LEFT
        text = self.subject.fitted(label, room, most=1, least=_SMALLEST)
        return text.within(Rect(LEFT, top, room, _RUNNING - 6), language, MUTED)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return (self._names(language), *self._cells[language].values())

    @cached_property
    def _cells(self) -> Mapping[str, Mapping[int, Row]]:
        """The row of text of each duty, in every language."""
        duties = self.subject.duties
        return {
            language: {id(duty): self._spoken(duty, language) for duty in duties}
            for language in self.subject.languages
        }

    def _names(self, language: str) -> Row:
        parts = (f"duties.part-{part.value}" for part in Part)
        keys = ("phase", "duty", "by-when", *parts)
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _spoken(self, duty: Duty, language: str) -> Row:
        subject = self.subject
        phase = subject.phase(duty.phase)
        parties = self.columns.parts(duty)
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

    def _title(self, duty: Duty) -> Fitted:
        return self._titles[id(duty)]

    @cached_property
    def _titles(self) -> Mapping[int, Fitted]:
        """The title of each row, set once."""
        return {id(duty): self._set(duty) for duty, _ in self.rows}

    def _set(self, duty: Duty) -> Fitted:
        room, label = _TITLE - 2 * _PADDING, self.subject.brief(duty)
        return self.subject.fitted(label, room, 13.5, most=4, least=_SMALLEST)

    def _colour(self, column: TableColumn) -> str:
        return self.subject.colour(column.parties[0])

    def _band(self, duty: Duty, top: float, language: str) -> Iterator[Shape]:
        phase = self.subject.phase(duty.phase)
        if phase is None:
            return
        rect = Rect(LEFT, top, self.right - LEFT, _BAND)
        room = rect.width - 2 * _PADDING
        text = self.subject.fitted(phase, room, bold=True, most=1)
        yield Panel(rect, Ink(BAND))
        inside = Rect(LEFT + _PADDING, top, rect.width, _BAND)
        yield text.within(inside, language, INK)

    def _row(
        self,
        duty: Duty,
        answers: Sequence[Duty],
        rect: Rect,
        language: str,
    ) -> Group:
        line = Rect(LEFT, rect.bottom - 0.5, rect.width, 1)
        inside = Rect(LEFT + _PADDING, rect.y, _TITLE - 2 * _PADDING, rect.height)
        shapes: list[Shape] = [Panel(line, Ink(HAIRLINE))]
        shapes.append(self._title(duty).within(inside, language, INK))
        any_of = self._is_any_of(duty)
        row = zip(self.columns.every, self.columns.row(duty), strict=True)
        for at, (column, parts) in enumerate(row):
            if parts:
                middle = self.heads.at(at) + COLUMN / 2, rect.middle[1]
                shapes += sign(parts, middle, self._colour(column), any_of=any_of)
        shapes += (self._answer(each, rect, language) for each in answers)
        data = {"activity": duty.activity}
        return Group("duty", tuple(shapes), data, self._said(duty, language))

    def _answer(self, duty: Duty, rect: Rect, language: str) -> Group:
        shapes: list[Shape] = []
        for at, parts in enumerate(self.columns.row(duty)):
            if Part.RESPONSIBLE in parts:
                shapes += answer((self.heads.at(at) + COLUMN / 2, rect.middle[1]))
        data = {"activity": duty.activity}
        return Group("answer", tuple(shapes), data, self._said(duty, language))

    def _is_any_of(self, duty: Duty) -> bool:
        """Whether any one of several does it; a panel sits together."""
        return len(acting(duty.names, Part.RESPONSIBLE)) > 1

    def _said(self, duty: Duty, language: str) -> str:
        """Say a row; its phase stands above it."""
        _, *names = self._names(language)
        _, *cells = self._cells[language][id(duty)]
        return next(spoken_rows((tuple(names), tuple(cells))))

    def _key(self) -> Iterator[Sample]:
        word = self.subject.word
        used = [
            (parts, self._is_any_of(duty))
            for duty, _ in self.rows
            for parts in self.columns.row(duty)
        ]
        flat = {part for parts, _ in used for part in parts}
        does = {any_of for parts, any_of in used if Part.RESPONSIBLE in parts}
        if False in does:
            yield Sample(24, _sample(Part.RESPONSIBLE), word("key-does"))
        if Part.ACCOUNTABLE in flat:
            yield Sample(24, _sample(Part.ACCOUNTABLE), word("key-answers"))
        if any({*_BOTH} <= {*parts} for parts, _ in used):
            yield Sample(24, _sample(*_BOTH), word("duties.part-both"))
        if Part.WITH in flat:
            yield Sample(24, _sample(Part.WITH), word("key-takes-part"))
        if True in does:
            several = _sample(Part.RESPONSIBLE, any_of=True)
            yield Sample(24, several, word("key-several"))
        if flat & {Part.CONSULTED, Part.INFORMED}:
            yield Sample(14, _sample(Part.INFORMED), word("key-asked-or-told"))
        if any(answers for _, answers in self.rows):
            yield Sample(14, _ticked, word("key-answer"))


def _sample(*parts: Part, any_of: bool = False) -> Drawer:
    return partial(_signed, parts, any_of)


def _signed(
    parts: Sequence[Part],
    any_of: bool,
    rect: Rect,
    _: str,
) -> Iterator[Shape]:
    return sign(parts, rect.middle, INK, any_of=any_of)


def _ticked(rect: Rect, _: str) -> Iterator[Shape]:
    yield from answer((rect.middle[0] - 15, rect.middle[1]))


VIEW: View[Material] = View(
    "raci",
    place=30,
    lay_out=lambda given: RaciView(Subject.of(given)),
    kept="raci",
)
