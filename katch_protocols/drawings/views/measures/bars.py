"""A bar a time: from the best to the worst case, beside the limit of its sentence."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.calendars import Spans
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Area,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT, Row, Sample, spoken_rows
from katch_protocols.drawings.sheets.time_axis import TimeAxis
from katch_protocols.drawings.story.saying import span as said_span
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.measures.figures import Figures
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.timing.measure_nouns import Span
from katch_protocols.words.lists import one_line

__all__ = ["RIGHT", "Bars"]

_TITLE, _SCALE, _MOST, _LIMIT = 450.0, 440.0, 110.0, 150.0
RIGHT = LEFT + _TITLE + _SCALE + _MOST + _LIMIT
"""Where the content of the sheet ends, in pixels."""

_HEAD, _PADDING, _BAR = 26.0, 8.0, 15.0
_AIR = 44.0
"""Between the longest time and the next column: what has no bound ends there."""


class Bars(Struct, frozen=True, dict=True):
    """The times of one protocol, laid out once for all languages."""

    figures: Figures

    @cached_property
    def times(self) -> Sequence[Span]:
        """Every time that was reckoned or tried, but what ``endless`` says in words.

        What has a bound comes first.
        """
        found = self.figures.measures.times
        shown = [span for span in found if not self._is_endless(span)]
        return sorted(shown, key=lambda span: span.worst.minutes is None)

    @cached_property
    def shown(self) -> Sequence[Span]:
        """The times that get a bar: not those that a tile says, if others are left."""
        limited = [span for span in self.times if not self._is_in_tile(span)]
        return limited or self.times

    def _is_in_tile(self, span: Span) -> bool:
        is_bound = span.reckoned and span.worst.minutes is not None
        return is_bound and span.milestone is not None and self.limit(span) is None

    def _is_endless(self, span: Span) -> bool:
        """Whether a time has no bound, and no sentence that sets it one."""
        is_bound = span.worst.minutes is not None or self.limit(span) is not None
        return span.reckoned and not is_bound

    @cached_property
    def endless(self) -> Sequence[Span]:
        """The times that nothing bounds: there is nothing to draw."""
        return [span for span in self.figures.measures.times if self._is_endless(span)]

    def said_endless(self) -> Iterator[Label]:
        """Say of each that it has no bound, and why: a line each."""
        for span in self.endless:
            said = self.figures.numbers.items()
            yield Label(texts={code: " ".join(each.span(span)) for code, each in said})

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the handbook."""
        return self.figures.subject.languages

    @cached_property
    def limits(self) -> Mapping[Id, Duration]:
        """The limit that each sentence sets, by the name of the safeguard."""
        subject = self.figures.subject
        bound = binding_safeguards(subject.chart, subject.handbook)
        return {
            name: each.rule.within
            for name, each in bound.items()
            if isinstance(each.rule, AfterThen) and each.rule.within is not None
        }

    @cached_property
    def axis(self) -> TimeAxis:
        """The scale: as long as the longest time or limit, or a day."""
        ends = [span.worst.minutes for span in self.times]
        ends += [span.best.minutes for span in self.times]
        ends += [self.shortest(limit) for limit in self.limits.values()]
        spans = (end / 60 for end in ends if end is not None)
        return TimeAxis.over(spans, LEFT + _TITLE, _SCALE - _AIR, self.languages)

    def shortest(self, limit: Duration) -> int:
        """Return the shortest real span of a limit, in minutes, as proofs count it."""
        subject = self.figures.subject
        return Spans.of(subject.handbook, subject.chart.protocol).shortest(limit)

    def limit(self, span: Span) -> Duration | None:
        """Return the limit of the sentence that asks for a time."""
        return None if span.safeguard is None else self.limits.get(span.safeguard)

    def is_kept(self, span: Span) -> bool | None:
        """Whether the worst case keeps the limit; ``None`` where nobody can tell."""
        limit, worst = self.limit(span), span.worst
        if limit is None or not span.reckoned:
            return None
        if worst.minutes is not None and worst.minutes <= self.shortest(limit):
            return True
        # A sum that no case takes proves nothing against the limit.
        return False if worst.exact or worst.minutes is None else None

    def tops(self, top: float) -> Iterator[float]:
        """Yield where each row begins that follows another."""
        y = top + _HEAD
        for span in self.shown[:-1]:
            y += self._height(span)
            yield y

    def drawn(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return the heads, a row a time, and where they end."""
        rows: list[Shape] = []
        y = top + _HEAD
        for span in self.shown:
            rect = Rect(LEFT, y, RIGHT - LEFT, self._height(span))
            rows.append(self._row(span, rect, language))
            y = rect.bottom
        marks = self.axis.marks(top + 2, y, language)
        return [*marks, *self._heads(top, language), *rows], y

    def names(self, language: str) -> Row:
        """Return the head of the text twin."""
        keys = ("measured", "at-least", "at-most", "limit", "because")
        return tuple(self.figures.subject.word(key).say(language) for key in keys)

    def rows(self, language: str) -> Iterator[Row]:
        """Yield a row a time, as text."""
        spans = (*self.times, *self.endless)
        yield from (self._spoken(span, language) for span in spans)

    def _spoken(self, span: Span, language: str) -> Row:
        said = self.figures.numbers[language]
        why = " ".join(each.say(language) for each in self._remarks[id(span)])
        if not span.reckoned:
            none = self.figures.subject.word("not-counted").say(language)
            return (said.name(span), none, none, self._limited(span, language), why)
        most = self.figures.subject.word("no-bound").say(language)
        if span.worst.minutes is not None:
            most = said.time(span.worst.minutes)
        least = said.least(span)
        return (said.name(span), least, most, self._limited(span, language), why)

    def _limited(self, span: Span, language: str) -> str:
        limit, kept = self.limit(span), self.is_kept(span)
        if limit is None:
            return ""
        said = self.figures.numbers[language].wording.gap(limit)
        if kept is None:
            return said
        word = self.figures.subject.word("is-kept" if kept else "is-passed")
        return one_line((said, word.say(language)))

    def _heads(self, top: float, language: str) -> Iterator[Shape]:
        right = LEFT + _TITLE + _SCALE
        for key, x, wide in (("at-most", right, _MOST), ("limit", right + _MOST, 96)):
            label = self.figures.subject.word(key)
            text = fitted(label, self.languages, wide - 10, size=12, most=1)
            place = Rect(x, top, wide - 10, _HEAD - 4)
            yield text.within(place, language, MUTED)

    @cached_property
    def _remarks(self) -> Mapping[int, Sequence[Label]]:
        """What a time is made of, or why it has no bound, by its ``id``."""
        found = self.figures.measures.times
        return {id(span): self.figures.remarks(span) for span in found}

    @cached_property
    def _texts(self) -> Mapping[int, Sequence[Fitted]]:
        """What is said of each time, by its ``id``: set once, for every language."""
        return {id(span): self._set(span) for span in self.shown}

    def _set(self, span: Span) -> Sequence[Fitted]:
        room = _TITLE - 24
        name = self.figures.said(lambda each: each.name(span))
        small = (
            fitted(remark, self.languages, room, size=11.5, most=6, least=11.5)
            for remark in self._remarks[id(span)]
        )
        return (fitted(name, self.languages, room, size=13.5, most=3), *small)

    def _height(self, span: Span) -> float:
        whole = sum(text.height + 2 for text in self._texts[id(span)]) + 2 * _PADDING
        return max(whole, 40.0)

    def _row(self, span: Span, rect: Rect, language: str) -> Group:
        foot = Rect(rect.x, rect.bottom - 1, rect.width, 1)
        shapes: list[Shape] = [Panel(foot, Ink(HAIRLINE))]
        texts = self._texts[id(span)]
        tall = sum(text.height + 2 for text in texts) - 2
        room = Rect(LEFT, rect.middle[1] - tall / 2, _TITLE - 24, tall)
        for at, (text, place) in enumerate(stacked(texts, room, 2)):
            shapes.append(text.within(place, language, MUTED if at else INK))
        if span.reckoned:
            shapes += self._bar(span, rect.middle[1])
        shapes += self._most(span, rect, language)
        shapes += self._limit(span, rect, language)
        data = {"from": span.start, "to": span.end}
        rows = (self.names(language), self._spoken(span, language))
        return Group("time", tuple(shapes), data, next(spoken_rows(rows)))

    def _bar(self, span: Span, y: float) -> Iterator[Shape]:
        best, worst = span.best.minutes, span.worst.minutes
        start = self.axis.x((best or 0) / 60)
        if worst is None:
            end = LEFT + _TITLE + _SCALE - 18
            rect = Rect(start, y - _BAR / 2, end - 10 - start, _BAR)
            yield Panel(rect, Ink(PAPER, ALERT, 1.6, "6 3"), 2)
            yield Polyline(((end - 12, y), (end, y)), Ink("none", ALERT, 2), 0, 9)
        else:
            end = self.axis.x(worst / 60)
            late = self.is_kept(span) is False
            rect = Rect(start, y - _BAR / 2, max(end - start, 1), _BAR)
            yield Panel(rect, Ink(ALERT if late else MUTED), 2)
            yield Panel(Rect(end - 2, y - 10, 4, 20), Ink(INK), 1)
        if best is not None:
            yield Disc((start, y), 4.5, Ink(PAPER, INK, 1.6))
        limit = self.limit(span)
        if limit is not None:
            yield from _flag(self.axis.x(self.shortest(limit) / 60), y)

    def _most(self, span: Span, rect: Rect, language: str) -> Iterator[Shape]:
        label = self.figures.subject.word("not-counted")
        if span.reckoned:
            label = self.figures.time(span.worst.minutes, "no-bound")
        room = _MOST - 10
        bold = Face.SEMIBOLD
        text = fitted(label, self.languages, room, size=15, face=bold, most=2)
        place = Rect(LEFT + _TITLE + _SCALE, rect.y, room, rect.height)
        yield text.within(place, language, INK)

    def _limit(self, span: Span, rect: Rect, language: str) -> Iterator[Shape]:
        limit, kept = self.limit(span), self.is_kept(span)
        if limit is None:
            return
        x, middle = RIGHT - _LIMIT, rect.middle[1]
        label = said_span(limit, self.languages)
        text = fitted(label, self.languages, _LIMIT, size=13, most=1)
        yield text.within(Rect(x, middle - 18, _LIMIT, 18), language, INK)
        if kept is None:
            return
        said = self.figures.subject.word("is-kept" if kept else "is-passed")
        yield from _verdict(kept=kept, middle=(x + 6, middle + 9))
        text = fitted(said, self.languages, _LIMIT - 18, size=12, most=1)
        yield text.within(Rect(x + 17, middle, _LIMIT - 18, 18), language, INK)

    def key(self) -> Iterator[Sample]:
        """Yield what the marks mean that are in use."""
        word = self.figures.subject.word
        if any(span.reckoned for span in self.times):
            yield Sample(40, _sample_bar, word("key-best-worst"))
        if any(span.reckoned and span.worst.minutes is None for span in self.times):
            yield Sample(40, _sample_endless, word("key-no-bound"))
        if any(self.limit(span) for span in self.times):
            yield Sample(14, _sample_flag, word("key-limit"))


def _flag(x: float, y: float) -> Iterator[Shape]:
    """Yield the mark of a limit: a line with a triangle on its head."""
    yield Polyline(((x, y - 13), (x, y + 13)), Ink("none", INK, 1.4, "3 2"))
    yield Area(((x - 5, y - 16), (x + 5, y - 16), (x, y - 9)), Ink(INK))


def _verdict(*, kept: bool, middle: tuple[float, float]) -> Iterator[Shape]:
    if kept:
        yield Glyph(Sign.CHECK, middle, INK)
        return
    x, y = middle
    for one, other in ((-4, 4), (4, -4)):
        yield Polyline(((x + one, y - 4), (x + other, y + 4)), Ink("none", ALERT, 2))


def _sample_bar(rect: Rect, _: str) -> Iterator[Shape]:
    y = rect.middle[1]
    yield Panel(Rect(rect.x + 5, y - 6, 33, 12), Ink(MUTED), 2)
    yield Panel(Rect(rect.x + 36, y - 9, 4, 18), Ink(INK), 1)
    yield Disc((rect.x + 5, y), 4.5, Ink(PAPER, INK, 1.6))


def _sample_endless(rect: Rect, _: str) -> Iterator[Shape]:
    y = rect.middle[1]
    yield Panel(Rect(rect.x, y - 6, 30, 12), Ink(PAPER, ALERT, 1.6, "6 3"), 2)
    yield Polyline(((rect.x + 30, y), (rect.x + 40, y)), Ink("none", ALERT, 2), 0, 8)


def _sample_flag(rect: Rect, _: str) -> Iterator[Shape]:
    x, y = rect.x + 7, rect.middle[1]
    yield Polyline(((x, y - 6), (x, y + 9)), Ink("none", INK, 1.4, "3 2"))
    yield Area(((x - 5, y - 9), (x + 5, y - 9), (x, y - 2)), Ink(INK))
