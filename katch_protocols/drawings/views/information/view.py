"""The information view: which agency can come to know what, and at which steps."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import ceil

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.paper import A3, LEAST_PRINT
from katch_protocols.drawings.scene import Anchor, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.sheets.paging import paged, tallest
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
    stacked_scenes,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import ALERT, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.information.knowing import Knowing
from katch_protocols.drawings.views.information.matrix import (
    HEAD,
    SMALLEST,
    InformationMatrix,
    columns_across,
    dot,
)
from katch_protocols.model.noun import Id, Label

__all__ = ["VIEW", "InformationView"]

_RUNNING = 26.0
"""Above a sheet that is not the first: which one it is."""
_WORDS, _LONGEST = 640.0, 30
"""The width of a sheet of words alone; the most lines of one of them."""


class InformationView(Struct, frozen=True, dict=True):
    """The matrix of one protocol, laid out once for all languages."""

    knowing: Knowing

    @property
    def subject(self) -> Subject:
        """The protocol."""
        return self.knowing.subject

    @cached_property
    def matrices(self) -> tuple[InformationMatrix, ...]:
        """The matrix of each sheet: as much as can be read on A3.

        On a sheet of some categories stands only who comes to know one of them.
        """
        return tuple(self._matrices())

    def _matrices(self) -> Iterator[InformationMatrix]:
        every = self.knowing.categories
        wide = max(A3.room(LEAST_PRINT / SMALLEST))
        count = ceil(len(every) / columns_across(wide))
        for part in range(count):
            ends = (len(every) * at // count for at in (part, part + 1))
            whole = self._whole(every[slice(*ends)])
            heights = [*whole.heights.values()]
            tall = tallest(whole.right + LEFT, SMALLEST)
            taken = self._above(whole.right) + HEAD + self._below(whole.right)
            for rows in paged(heights, tall - taken):
                agencies = whole.agencies[rows.start : rows.stop]
                yield InformationMatrix(self.knowing, agencies, whole.categories)

    def _whole(self, categories: Sequence[Id]) -> InformationMatrix:
        """Return the matrix of some categories with everybody who knows one."""
        ways = self.knowing.flow.ways
        agencies = (
            agency
            for agency in self.knowing.agencies
            if any(ways(agency, each) for each in categories)
        )
        return InformationMatrix(self.knowing, tuple(agencies), categories)

    def _above(self, right: float) -> float:
        return TOP + max(self._told(right).height, _RUNNING) + 10

    def _below(self, right: float) -> float:
        """Return how much the key takes, and the foot."""
        languages = self.subject.languages
        ends = (self._legend().written(each, right, 0.0)[1] for each in languages)
        return 8 + max(ends) + FOOT

    def scene(self, language: str) -> Scene:
        """Draw the sheets in one language, one below the other."""
        scenes = [*self._sheets(language)]
        if len(scenes) == 1:
            return scenes[0]
        title = self.subject.title.say(language)
        return stacked_scenes(scenes, title, is_plain=False)

    def _sheets(self, language: str) -> Iterator[Scene]:
        """Yield the sheets: the matrix, then what is wrong, below it if it fits."""
        if not self.matrices:
            yield self._nothing(language)
            return
        for at, matrix in enumerate(self.matrices):
            right = matrix.right
            shapes, top = self._opened(at, right, language)
            more, top = matrix.drawn(top, language)
            marks, bottom = self._legend().written(language, right, top + 8)
            shapes += [*more, *marks]
            is_last = at == len(self.matrices) - 1
            if is_last and self._fits_below(right, bottom):
                words, bottom = self._written(self._faults, right, bottom, language)
                shapes += words
            said = " ".join(spoken_rows(self._rows(matrix, language)))
            yield self._sheet(right).scene(language, shapes, bottom, said=said)
            if is_last and not self._fits_below(right, bottom):
                yield from self._worded(language)

    def _opened(
        self, at: int, right: float, language: str
    ) -> tuple[list[Shape], float]:
        """Return the headline, or which sheet it is, and where that ends."""
        room, text = right - LEFT, self._told(right)
        if at:
            number, count = str(at + 1), str(len(self.matrices))
            label = self.subject.word("sheet-of", number=number, count=count)
            text = self.subject.fitted(label, room, most=1, least=SMALLEST)
        rect = Rect(LEFT, TOP, room, text.height)
        return [text.within(rect, language, INK)], rect.bottom + 10

    def _told(self, right: float) -> Fitted:
        return self.subject.fitted(
            self._headline(), right - LEFT, 15, bold=True, most=4, least=SMALLEST
        )

    def _nothing(self, language: str) -> Scene:
        right = LEFT + _WORDS
        shapes, top = self._opened(0, right, language)
        label = self.subject.word("nothing-learnt")
        text = self.subject.fitted(label, _WORDS, 14)
        shapes.append(text.within(Rect(LEFT, top, _WORDS, 40), language, INK))
        words, bottom = self._written(self._faults, right, top + 44, language)
        said = label.say(language)
        sheet = self._sheet(right)
        return sheet.scene(language, [*shapes, *words], bottom, said=said)

    def _worded(self, language: str) -> Iterator[Scene]:
        """Yield sheets of what is wrong, where that has no room below the matrix."""
        right = self.matrices[-1].right
        heights = [self._fault(each, right).height + 4 for each in self._faults]
        room = tallest(right + LEFT, SMALLEST) - TOP - FOOT
        for rows in paged(heights, room):
            faults = self._faults[rows.start : rows.stop]
            shapes, bottom = self._written(faults, right, TOP, language)
            said = " ".join(each.say(language) for each in faults)
            yield self._sheet(right).scene(language, shapes, bottom, said=said)

    def _fits_below(self, right: float, bottom: float) -> bool:
        tall = sum(self._fault(each, right).height + 4 for each in self._faults)
        return bottom + tall + FOOT <= tallest(right + LEFT, SMALLEST)

    def _fault(self, label: Label, right: float) -> Fitted:
        room = right - LEFT
        return self.subject.fitted(label, room, 12, most=_LONGEST, least=SMALLEST)

    def _written(
        self, faults: Sequence[Label], right: float, top: float, language: str
    ) -> tuple[list[Shape], float]:
        shapes: list[Shape] = []
        for label in faults:
            text = self._fault(label, right)
            rect = Rect(LEFT, top + 4, right - LEFT, text.height)
            shapes.append(text.within(rect, language, INK))
            top = rect.bottom
        return shapes, top

    def _sheet(self, right: float) -> Sheet:
        subject = self.subject
        kind, protocol = subject.kind("view-information"), subject.chart.protocol
        return Sheet(protocol, subject.title, kind, subject.languages, right)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return a row a cell: agency, category, every step, the numbers of the steps.

        What is outside the mandate of an agency says so.
        """
        return self._rows(self._whole(self.knowing.categories), language)

    def _rows(self, matrix: InformationMatrix, language: str) -> tuple[Row, ...]:
        keys = ("agency", "data", "learnt-by", "at-steps")
        head = tuple(self.subject.word(key).say(language) for key in keys)
        knowing, rows = self.knowing, []
        report, flow = knowing.report(language), knowing.flow
        for agency in matrix.agencies:
            name = self.subject.full(agency).say(language)
            for category in matrix.categories:
                if flow.ways(agency, category):
                    told = report.cell(flow, agency, category)
                    rows.append((name, *told, knowing.at(agency, category)))
        return (head, *rows)

    def _headline(self) -> Label:
        """Say the one thing that matters: whether somebody receives too much."""
        flow, languages = self.knowing.flow, self.subject.languages
        count = len(self.knowing.beyond) + len(flow.unconsented)
        if count:
            return self.subject.word("sent-too-much", count=str(count))
        if not flow.exhausted:
            return self.subject.word("too-many")
        return Label(texts={code: self._in_order(code) for code in languages})

    def _in_order(self, language: str) -> str:
        return self.knowing.report(language).wording.phrase("all-in-order")

    @cached_property
    def _faults(self) -> tuple[Label, ...]:
        """What is wrong, in every language; the headline says if nothing is."""
        said = {
            code: tuple(
                fault
                for fault in self.knowing.report(code).faults(self.knowing.flow)
                if fault != self._in_order(code)
            )
            for code in self.subject.languages
        }
        return tuple(
            Label(texts={code: lines[at] for code, lines in said.items()})
            for at in range(len(said[self.subject.languages[0]]))
        )

    def _legend(self) -> Legend:
        return Legend(tuple(self._key()), self.subject.languages)

    def _key(self) -> Iterator[Sample]:
        """Yield what the marks mean that are in use."""
        word, knowing = self.subject.word, self.knowing
        yield from families(self.subject.families(knowing.agencies))
        yield Sample(16, _filled, word("key-is-sent"))
        yield Sample(16, _hollow, word("key-writes"))
        if knowing.beyond:
            yield Sample(26, _alerted, word("key-outside"))
        if knowing.outside:
            yield Sample(26, _own, word("key-own-outside"))
        yield Sample(26, _numbered, word("key-steps"))


def _filled(rect: Rect, _: str) -> Iterator[Shape]:
    return dot(rect.middle, INK, is_filled=True)


def _hollow(rect: Rect, _: str) -> Iterator[Shape]:
    return dot(rect.middle, INK, is_filled=False)


def _alerted(rect: Rect, _: str) -> Iterator[Shape]:
    yield Panel(rect, Ink(PAPER, ALERT, 2.2, "5 3"), 4)


def _own(rect: Rect, _: str) -> Iterator[Shape]:
    yield Panel(rect, Ink(PAPER, MUTED, 1.6, "2 3"), 4)


def _numbered(rect: Rect, language: str) -> Iterator[Shape]:
    label = Label(texts={language: "5, 7"})
    text = fitted(label, (language,), rect.width, size=12, most=1)
    yield text.within(rect, language, INK, Anchor.MIDDLE)


VIEW: View[Material] = View(
    "information",
    place=100,
    lay_out=lambda given: InformationView(Knowing(Subject.of(given), given.whole)),
)
