"""The scorecard: one A4 of a region and a period, at most eight indicators."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.releases.page import (
    LEFT,
    TOP,
    ReleasePage,
    change_sign,
    hatched,
    status_sign,
)
from katch_protocols.drawings.scene import Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.sheet import spoken_rows
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, MUTED
from katch_protocols.model.indicators import Indicator
from katch_protocols.model.releases import ReleasedCell
from katch_protocols.telling.release_wording import measure_sentence
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["MOST_INDICATORS", "Scorecard"]

MOST_INDICATORS = 8

_WIDTH, _ROW, _GAP = 760.0, 108.0, 8.0
_SIDE = 250.0
_LINE = 14.5
"""How tall a line is below the number; a target takes two where it is long."""
_WIDER = 1.17
"""So much wider narrow letters are in DejaVu Sans Condensed, where ours are missing."""
_LEAST_VALUE = 15.0
"""A number in smaller letters than these would not be seen first."""
_Line = tuple[Indicator, ReleasedCell]


class Scorecard(Struct, frozen=True, dict=True):
    """The numbers of one region, or of all, laid out once for all languages."""

    page: ReleasePage

    @cached_property
    def every(self) -> tuple[_Line, ...]:
        """Each indicator with its number of the whole period, in their order."""
        release, book = self.page.release, self.page.handbook
        found = []
        for table in release.tables:
            cell = table.cell(self.page.region, release.period)
            if cell is not None:
                found.append((book.indicators[table.indicator], cell))
        return tuple(found)

    @property
    def lines(self) -> tuple[_Line, ...]:
        """Those that fit on the page."""
        return self.every[:MOST_INDICATORS]

    def scene(self, language: str) -> Scene:
        """Draw the page in one language."""
        top, shapes = TOP, list[Shape]()
        for indicator, cell in self.lines:
            shapes.append(self._line(indicator, cell, top, language))
            top += _ROW + _GAP
        for texts in self._more():
            text = self.page.fit(texts, _WIDTH - 2 * LEFT, 12, most=1)
            rect = Rect(LEFT, top, _WIDTH - 2 * LEFT, 18)
            shapes.append(text.within(rect, language, MUTED))
            top += 20
        said = " ".join(spoken_rows(self.twin(language)))
        return self.page.scene("scorecard", language, shapes, (_WIDTH, top), said)

    def _more(self) -> Iterator[dict[str, str]]:
        """Yield the lines below: what else there is, and what is not shown yet."""
        wordings = self.page.wordings.items()
        more = len(self.every) - len(self.lines)
        if not self.every:
            yield {code: v.say("none-alone") for code, v in wordings}
        if more:
            yield {code: v.say("more-indicators", number=more) for code, v in wordings}
        for each in self.page.release.waiting:
            yield {code: v.waiting(each) for code, v in wordings}

    def twin(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return the same as rows of text, the head first."""
        wording = self.page.wordings[language]
        columns = ("indicator", "value", "status")
        head = tuple(wording.say(f"column-{name}") for name in columns)
        return (head, *(self._spoken(line, language) for line in self.lines))

    def _spoken(self, line: _Line, language: str) -> tuple[str, ...]:
        indicator, cell = line
        wording = self.page.wordings[language]
        stands = [wording.status(cell, indicator), wording.change(cell, indicator)]
        stands += [
            wording.target(indicator),
            wording.ask(indicator),
            *wording.remarks(cell),
        ]
        return (
            indicator.title.say(language),
            wording.whole(cell, indicator),
            enumerated(filter(None, stands)),
        )

    def _line(
        self, indicator: Indicator, cell: ReleasedCell, top: float, language: str
    ) -> Group:
        box = Rect(LEFT, top, _WIDTH - 2 * LEFT, _ROW)
        shapes: list[Shape] = [Panel(box, Ink("none", HAIRLINE, 1), 6)]
        shapes.append(Panel(Rect(box.x, box.y, 5, box.height), Ink(BAND), 2))
        shapes += self._told(indicator, box, language)
        side = Rect(box.right - _SIDE, top, _SIDE - 12, _ROW)
        shapes += self._value(indicator, cell, side, language)
        (row,) = spoken_rows(
            (self.twin(language)[0], self._spoken((indicator, cell), language))
        )
        data = {"indicator": indicator.id}
        return Group("indicator", tuple(shapes), data, row)

    def _told(self, indicator: Indicator, box: Rect, language: str) -> Iterator[Shape]:
        """Yield the title, the sentence and the question."""
        page, room = self.page, box.width - _SIDE - 30
        book = page.handbook
        sentences = {
            code: measure_sentence(indicator.measure, book, code)
            for code in page.languages
        }
        asks = {code: v.ask(indicator) for code, v in page.wordings.items()}
        title = page.fit(indicator.title, room, 15, bold=True, most=1)
        sentence = page.fit(sentences, room, 12, most=3)
        ask = page.fit(asks, room, 12, bold=True)
        x = box.x + 16
        yield title.within(Rect(x, box.y + 6, room, 20), language, INK)
        yield sentence.within(Rect(x, box.y + 28, room, 44), language, MUTED)
        if indicator.ask is not None:
            yield ask.within(Rect(x, box.y + 74, room, 30), language, INK)

    def _value(
        self, indicator: Indicator, cell: ReleasedCell, side: Rect, language: str
    ) -> Iterator[Shape]:
        """Yield the number, of how many cases, its target and its change."""
        page = self.page
        wordings = page.wordings.items()
        values = {code: v.value(cell, indicator) for code, v in wordings}
        is_number = not cell.hidden and (
            cell.share is not None or cell.seconds is not None or cell.cases == 0
        )
        is_number |= not cell.hidden and not any(
            v.cases(cell, indicator) for _, v in wordings
        )
        place = Rect(side.x, side.y + 6, side.width, 32)
        if not is_number:
            yield hatched(Rect(side.x, side.y + 10, 34, 24))
            place = Rect(side.x + 42, place.y, side.width - 42, 32)
        value = self._set(values, place.width, 24 if is_number else 13)
        yield value.within(place, language, INK)
        y = side.y + 43
        lines = (
            (None, 1, {code: v.cases(cell, indicator) for code, v in wordings}),
            (status_sign, 1, {code: v.status(cell, indicator) for code, v in wordings}),
            (change_sign, 1, {code: v.change(cell, indicator) for code, v in wordings}),
            (None, 2, {code: v.target(indicator) for code, v in wordings}),
            (None, 1, {code: one_line(v.remarks(cell)) for code, v in wordings}),
        )
        for sign, most, texts in lines:
            if not any(texts.values()) or y > side.bottom - 10:
                continue
            mark = None if sign is None else sign(cell, side.x, y)
            indent = 0 if mark is None else 17
            if mark is not None:
                yield mark
            text = page.fit(texts, side.width - indent, 12, most=most)
            tall = _LINE * max(len(each.lines) for each in text.texts.values())
            rect = Rect(side.x + indent, y - _LINE / 2, side.width - indent, tall)
            yield text.within(rect, language, INK if mark is not None else MUTED)
            y += tall

    def _set(self, values: Mapping[str, str], room: float, size: float) -> Fitted:
        """Set a value in one line, smaller where it is long; small words in two."""
        room /= _WIDER
        large = self.page.fit(values, room, size, bold=True, most=1)
        if min(each.size for each in large.texts.values()) >= min(size, _LEAST_VALUE):
            return large
        return self.page.fit(values, room, 13, bold=True)
