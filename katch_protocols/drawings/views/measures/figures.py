"""The numbers of a protocol, and the tiles that show them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT, Row
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import span as said_span
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import BAND, INK, MUTED
from katch_protocols.model.noun import Id, Label
from katch_protocols.proofs.time_sums import glance_of
from katch_protocols.proofs.timing.contacts import children_in
from katch_protocols.proofs.timing.measure_nouns import Measures, Range, Span
from katch_protocols.telling.formatter import ProtocolWording
from katch_protocols.telling.measure_report import MeasureReport

__all__ = ["Figure", "Figures", "Tiles"]


class Figure(Struct, frozen=True):
    """One figure: what it counts, how much, in which bounds.

    ``endless``: nothing limits it. ``least`` and ``most`` are the bounds in words;
    ``why`` says what makes it so, or under which exception it was reckoned.
    """

    title: Label
    number: Label
    note: Label
    least: Label
    most: Label
    why: Label | None = None
    endless: bool = False


class Figures(Struct, frozen=True, dict=True):
    """Says the measures of one protocol in every language, as large figures."""

    subject: Subject
    measures: Measures

    @cached_property
    def numbers(self) -> Mapping[str, MeasureReport]:
        """Who says numbers, by language."""
        chart, handbook = self.subject.chart, self.subject.handbook
        return {
            code: MeasureReport(ProtocolWording(chart, handbook, code))
            for code in self.subject.languages
        }

    def said(self, say: Callable[[MeasureReport], str]) -> Label:
        """Return what is said of the measures, in every language."""
        return Label(texts={code: say(each) for code, each in self.numbers.items()})

    def counts(self) -> Iterator[Figure]:
        """Yield how often in one case: what is measured, handoffs, agencies.

        Where a case is no child's, or no role of a child takes part, nobody can tell
        whom a child meets.
        """
        for title, each in self._ranges():
            yield self._count(title, each)

    def _ranges(self) -> Iterator[tuple[Label, Range | None]]:
        found = self.measures
        for name, each in found.counts.items():
            yield self._often(name), each
        yield self._word("handoffs-a-case"), found.handoffs_a_case
        chart, handbook = self.subject.chart, self.subject.handbook
        if self.subject.is_about_a_child and children_in(chart, handbook):
            yield self._word("agencies"), found.agencies

    def endless(self) -> Iterator[Label]:
        """Say what can come again and again in one case, and why: a line each."""
        for title, found in self._ranges():
            if found is not None and found.worst is None:
                yield self._counted(title, found)

    def _counted(self, title: Label, found: Range) -> Label:
        return Label(
            texts={
                code: said.count(title.say(code), found)
                for code, said in self.numbers.items()
            }
        )

    def milestones(self) -> Iterator[Figure]:
        """Yield how long it takes until each thing that is measured, where it is known.

        What was not reckoned has a bar without a length; what has no bound, a line.
        """
        for span in self.measures.times:
            if span.milestone is not None and span.worst.minutes is not None:
                yield self._time(span)

    def not_measured(self) -> Sequence[Label]:
        """Say what nothing in the protocol counts as; of a child's protocol alone."""
        if not self.subject.is_about_a_child:
            return ()
        lines = {
            code: [*each.not_measured(self.measures)]
            for code, each in self.numbers.items()
        }
        return _beside(lines)

    def sizes(self) -> Label:
        """Say how large the protocol is, whatever the case."""
        return self.said(lambda each: " ".join(each.sizes(self.measures)))

    def rows(self, language: str) -> Iterator[Row]:
        """Yield a row a count, as text."""
        for each in self.counts():
            cells = (each.title, each.least, each.most, None, each.why)
            yield tuple(cell.say(language) if cell else "" for cell in cells)

    def remarks(self, span: Span) -> Sequence[Label]:
        """Say what a time is made of, or why it has no bound; and when."""
        return _beside(
            {code: [*each.remarks(span)] for code, each in self.numbers.items()}
        )

    def time(self, minutes: int | None, none: str) -> Label:
        """Say a longest time, short enough for a pill; ``none``: where there is none.

        ``none`` is the key of a word.
        """
        if minutes is None:
            return self.subject.word(none)
        if minutes == 0:
            return self.subject.word("at-once")
        return said_span(glance_of(minutes), self.subject.languages)

    def _plain(self, number: int) -> Label:
        return Label(texts=dict.fromkeys(self.subject.languages, str(number)))

    def _word(self, key: str) -> Label:
        return self.said(lambda each: each.wording.phrase(key))

    def _often(self, name: Id) -> Label:
        return self.said(lambda each: each.how_often(name))

    def _count(self, title: Label, found: Range | None) -> Figure:
        word = self.subject.word
        if found is None:
            unknown = word("not-counted")
            return Figure(title, unknown, word("too-many"), unknown, unknown)
        least = word("no-case-ends")
        if found.best is not None:
            least = self._plain(found.best)
        if found.worst is None:
            more, most = self._plain(found.best or 0), word("no-upper-limit")
            number = word("or-more", least=more)
            why = self.said(lambda each: each.round(found))
            return Figure(title, number, most, least, most, why, endless=True)
        most = self._plain(found.worst)
        if found.best is None:
            return Figure(title, most, least, least, most)
        if found.best == found.worst:
            return Figure(title, most, word("in-every-case"), least, most)
        note = word("at-least-at-most", least=least, most=most)
        ends = together((least, most), self.subject.languages, how="–".join)
        return Figure(title, ends, note, least, most)

    def _time(self, span: Span) -> Figure:
        word = self.subject.word
        title = word("time-to", end=self.said(lambda each: each.end(span)))
        number = most = self.time(span.worst.minutes, "no-bound")
        least = self.said(lambda each: each.least(span))
        note = word("at-best", least=least)
        last = self.remarks(span)[-1:]
        why = last[0] if last and span.unless else None
        return Figure(title, number, note, least, most, why)


def _beside(lines: Mapping[str, Sequence[str]]) -> Sequence[Label]:
    """Return lines that were said in every language, each as one label."""
    count = max(map(len, lines.values()), default=0)
    return tuple(
        Label(texts={code: said[at] for code, said in lines.items()})
        for at in range(count)
    )


_GAP, _INNER, _FEW, _ROW = 12.0, 14.0, 3, 5
"""``_ROW``: at most so many tiles stand side by side; ``_FEW``: room for so many."""
_NUMBER = 30.0


class Tiles(Struct, frozen=True):
    """Figures that have a bound, side by side, as wide as the sheet."""

    figures: Sequence[Figure]
    width: float
    languages: Sequence[str]

    def drawn(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return the tiles, and where they end."""
        shapes: list[Shape] = []
        for start in range(0, len(self.figures), _ROW):
            row = self.figures[start : start + _ROW]
            height = max(map(self._height, row))
            for at, figure in enumerate(row):
                x = LEFT + at * (self._wide + _GAP)
                rect = Rect(x, top, self._wide, height)
                shapes.append(self._tile(figure, rect, language))
            top += height + _GAP
        return shapes, top

    @property
    def _wide(self) -> float:
        count = min(max(len(self.figures), _FEW), _ROW)
        return (self.width - (count - 1) * _GAP) / count

    def _texts(self, figure: Figure) -> Sequence[Fitted]:
        room, languages = self._wide - 2 * _INNER, self.languages
        bold = Face.SEMIBOLD
        texts = [
            fitted(figure.title, languages, room, size=14, face=bold, most=2),
            fitted(figure.number, languages, room, size=_NUMBER, face=bold, most=1),
            fitted(figure.note, languages, room, size=12, most=2),
        ]
        if figure.why is not None:
            texts.append(fitted(figure.why, languages, room, size=11.5, most=3))
        return texts

    def _height(self, figure: Figure) -> float:
        return sum(text.height + 3 for text in self._texts(figure)) + 2 * _INNER

    def _tile(self, figure: Figure, rect: Rect, language: str) -> Group:
        shapes: list[Shape] = [Panel(rect, Ink(BAND), 8)]
        texts = self._texts(figure)
        for at, (text, place) in enumerate(stacked(texts, rect.grown(-_INNER), 3)):
            shapes.append(text.within(place, language, INK if at < 2 else MUTED))  # noqa: PLR2004 - the title and the number
        return Group("figure", tuple(shapes), title=_spoken(figure, language))


def _spoken(figure: Figure, language: str) -> str:
    said = (figure.number, figure.note, figure.why)
    rest = ". ".join(each.say(language).rstrip(".") for each in said if each)
    return f"{figure.title.say(language)}: {rest}."
