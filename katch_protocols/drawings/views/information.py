"""The information view: which agency can come to know what, and at which steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.steps_of_states import steps_of_states
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import (
    Anchor,
    Disc,
    Group,
    Ink,
    Panel,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.model.noun import Id, Label
from katch_protocols.proofs.information_flow import (
    How,
    InformationFlow,
    information_flow,
)
from katch_protocols.telling.formatter import Voice
from katch_protocols.telling.information_report import InformationReport

__all__ = ["VIEW", "InformationView"]

_SIDE, _COLUMN, _HEAD, _PADDING = 210.0, 76.0, 176.0, 6.0
_ROW, _DOT, _LEAST = 56.0, 6.5, 640.0


@dataclass(frozen=True)
class InformationView:
    """The matrix of one protocol, laid out once for all languages."""

    subject: Subject
    lanes: LanesView
    """The lanes of the whole protocol: the same numbers are used here."""

    @cached_property
    def flow(self) -> InformationFlow:
        """Who comes to know what in some case, as it is proved."""
        subject = self.subject
        return information_flow(subject.chart, subject.handbook, as_of=subject.as_of)

    @cached_property
    def columns(self) -> tuple[Id, ...]:
        """The categories of data that somebody comes to know."""
        learnt = {cell.category for cell in self.flow.knowledge}
        return tuple(each for each in self.flow.categories if each in learnt)

    @cached_property
    def rows(self) -> tuple[Id, ...]:
        """The agencies that come to know something."""
        know = {cell.agency for cell in self.flow.knowledge}
        return tuple(each for each in self.flow.agencies if each in know)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of steps, as the lanes view has them."""
        return dict(self.lanes.numbers)

    @cached_property
    def beyond(self) -> frozenset[tuple[Id, Id]]:
        """Which agency is sent what is not in the list of what it may see."""
        return frozenset((each.agency, each.category) for each in self.flow.overreach)

    @property
    def right(self) -> float:
        """Where the matrix ends."""
        return max(LEFT + _SIDE + len(self.columns) * _COLUMN, LEFT + _LEAST)

    def scene(self, language: str) -> Scene:
        """Draw the matrix in one language."""
        headline = fitted(
            self._headline(),
            self.subject.languages,
            self.right - LEFT,
            size=15,
            face=Face.SEMIBOLD,
            most=4,
        )
        first = Rect(LEFT, TOP, self.right - LEFT, headline.height)
        shapes: list[Shape] = [headline.within(first, language, INK)]
        top = first.bottom + 10
        shapes += self._heads(top, language)
        top += _HEAD
        for agency in self.rows:
            shapes += self._row(agency, top, language)
            top += _ROW
        if not self.rows:
            shapes += self._empty(top, language)
        languages = self.subject.languages
        marks, bottom = Legend(tuple(self._key()), languages).written(
            language, self.right, top + 8
        )
        shapes += marks
        for label in self._faults():
            text = fitted(label, languages, self.right - LEFT, size=12, most=9)
            rect = Rect(LEFT, bottom + 4, self.right - LEFT, text.height)
            shapes.append(text.within(rect, language, INK))
            bottom = rect.bottom
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            self.subject.kind("view-information"),
            languages,
            self.right,
        )
        said = " ".join(spoken_rows(self.twin(language)))
        return sheet.scene(language, shapes, bottom, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return a row a cell: agency, category, every step, the numbers of the steps.

        What is outside the mandate of an agency says so.
        """
        keys = ("agency", "data", "learnt-by", "at-steps")
        head = tuple(self.subject.word(key).say(language) for key in keys)
        knowing = self._knowing(language)
        rows = []
        for agency in self.rows:
            known = [each for each in self.columns if self.flow.ways(agency, each)]
            steps = knowing.steps(self.flow, agency)
            for category, (title, said) in zip(known, steps, strict=True):
                numbers = self._at(agency, category)
                name = self.subject.full(agency).say(language)
                rows.append((name, title, said, numbers))
        return (head, *rows)

    def _knowing(self, language: str) -> InformationReport:
        return InformationReport(
            Voice(self.subject.chart, self.subject.handbook, language)
        )

    def _at(self, agency: Id, category: Id) -> str:
        """Return the numbers of the steps at which an agency comes to know."""
        found: set[int] = set()
        for way in self.flow.ways(agency, category):
            found.update(self._steps[way.state])
        return spoken(found)

    @cached_property
    def _steps(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the steps that stand for each state of the chart."""
        found = steps_of_states(self.subject.chart, self.numbers)
        return {
            state: tuple(self.numbers[name] for name in names)
            for state, names in found.items()
        }

    def _heads(self, top: float, language: str) -> Iterator[Shape]:
        for at, category in enumerate(self.columns):
            label = self.subject.handbook.data[category].title
            text = fitted(label, self.subject.languages, _HEAD - 20, size=13, most=3)
            rect = Rect(LEFT + _SIDE + at * _COLUMN + 2, top, _COLUMN - 4, _HEAD - 8)
            yield Group("category", (text.upright(rect, language, INK),))

    def _row(self, agency: Id, top: float, language: str) -> Iterator[Shape]:
        subject = self.subject
        rect = Rect(LEFT, top + 2, _SIDE - 8, _ROW - 4)
        name = fitted(
            subject.short(agency),
            subject.languages,
            rect.width - 2 * _PADDING,
            size=13,
            face=Face.SEMIBOLD,
            most=2,
        )
        panel = Panel(rect, Ink(subject.colour(agency)), 5)
        words = name.within(rect, language, PAPER, Anchor.MIDDLE)
        title = subject.full(agency).say(language)
        yield Group("party", (panel, words), {"lane": agency}, title)
        for at, category in enumerate(self.columns):
            x = LEFT + _SIDE + at * _COLUMN + 2
            place = Rect(x, top + 2, _COLUMN - 4, _ROW - 4)
            yield self._cell(agency, category, place, language)

    def _cell(self, agency: Id, category: Id, rect: Rect, language: str) -> Group:
        ways = self.flow.ways(agency, category)
        if not ways:
            return Group("unknown", (Panel(rect, Ink(PAPER, HAIRLINE, 1), 4),))
        colour = self.subject.colour(agency)
        receives = any(way.how is How.RECEIVES for way in ways)
        edge = Ink(PAPER, colour, 1.4)
        if (agency, category) in self.beyond:
            edge = Ink(PAPER, ALERT, 2.2, "5 3")
        elif category not in self.subject.handbook.agencies[agency].may_see:
            edge = Ink(PAPER, MUTED, 1.6, "2 3")
        middle = rect.middle[0], rect.y + 14
        shapes: list[Shape] = [Panel(rect, edge, 4)]
        shapes += _dot(middle, colour, is_filled=receives)
        numbers = self._numbers(agency, category)
        room = Rect(rect.x + 3, rect.y + 22, rect.width - 6, rect.height - 24)
        shapes.append(numbers.within(room, language, INK, Anchor.MIDDLE))
        knowing = self._knowing(language)
        mark = knowing.mark(self.flow, agency, category)
        data = {"agency": agency, "category": category, "mark": mark}
        title = self.subject.handbook.data[category].title.say(language)
        said = f"{self.subject.full(agency).say(language)}: {title}"
        return Group("knows", tuple(shapes), data, said)

    def _numbers(self, agency: Id, category: Id) -> Fitted:
        said, languages = self._at(agency, category), self.subject.languages
        label = Label(texts=dict.fromkeys(languages, said))
        return fitted(label, languages, _COLUMN - 10, size=12, most=2)

    def _headline(self) -> Label:
        """Say the one thing that matters: whether somebody receives too much."""
        flow, languages = self.flow, self.subject.languages
        count = len(self.beyond) + len(flow.unconsented)
        if count:
            return self.subject.word("sent-too-much", count=str(count))
        if not flow.exhausted:
            return self.subject.word("too-many")
        return Label(texts={code: self._in_order(code) for code in languages})

    def _in_order(self, language: str) -> str:
        return self._knowing(language).voice.phrase("all-in-order")

    def _faults(self) -> Iterator[Label]:
        """Yield what is wrong, in every language; the headline says if nothing is."""
        said = {
            code: tuple(
                fault
                for fault in self._knowing(code).faults(self.flow)
                if fault != self._in_order(code)
            )
            for code in self.subject.languages
        }
        for at in range(len(said[self.subject.languages[0]])):
            yield Label(texts={code: lines[at] for code, lines in said.items()})

    def _key(self) -> Iterator[Sample]:
        """Yield what the marks mean that are in use."""
        known, word = self.flow.knowledge, self.subject.word
        agencies = self.subject.handbook.agencies
        if not known:
            return
        yield from families(self.subject.families(self.rows))
        yield Sample(16, _filled, word("key-is-sent"))
        yield Sample(16, _hollow, word("key-writes"))
        if self.beyond:
            yield Sample(26, _alerted, word("key-outside"))
        outside = {
            (each.agency, each.category)
            for each in known
            if each.category not in agencies[each.agency].may_see
        }
        if outside - self.beyond:
            yield Sample(26, _own, word("key-own-outside"))
        yield Sample(26, _numbered, word("key-steps"))

    def _empty(self, top: float, language: str) -> Iterator[Shape]:
        label, languages = self.subject.word("nothing-learnt"), self.subject.languages
        text = fitted(label, languages, _LEAST, size=14)
        yield text.within(Rect(LEFT, top - _HEAD, _LEAST, 40), language, INK)


def _dot(
    middle: tuple[float, float], colour: str, *, is_filled: bool
) -> Iterator[Shape]:
    yield Disc(middle, _DOT, Ink(colour if is_filled else PAPER, colour, 1.8))


def _filled(rect: Rect, _: str) -> Iterator[Shape]:
    return _dot(rect.middle, INK, is_filled=True)


def _hollow(rect: Rect, _: str) -> Iterator[Shape]:
    return _dot(rect.middle, INK, is_filled=False)


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
    lay_out=lambda given: InformationView(Subject.of(given), given.whole),
)
