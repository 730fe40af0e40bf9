"""A row of the deadlines view: what must be done, its bar, its limit, who must act."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.sheets.time_axis import TimeAxis
from katch_protocols.drawings.story.saying import span
from katch_protocols.drawings.theme import INK, MUTED, PAPER
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.drawings.views.deadlines.words import ClockWords
from katch_protocols.duties.duty_clocks import DutyClock
from katch_protocols.model.deadlines import hours
from katch_protocols.model.noun import Label

__all__ = ["LEAST", "RIGHT", "SCALE", "TITLE", "ClockRow", "TimedClock"]

LEAST = 11.5
"""The smallest letter, in pixels."""
TITLE, SCALE = 400.0, 480.0
"""The widths of what must be done and of the scale of time, in pixels."""
_PILL, _WHO = 132.0, 250.0
RIGHT = LEFT + TITLE + SCALE + _PILL + _WHO
"""Where the rows end."""
_PADDING, _BAR, _OVER = 6.0, 15.0, 86.0


_FURTHER = 6
"""So many lines more a long text has, rather than to be cut."""


class TimedClock(Struct, frozen=True):
    """A clock, and from when to when it runs at the latest, in minutes, if known.

    ``is_moment``: it is of another protocol, at a moment of the child's path.
    ``is_asked``: it was looked for when it begins.
    """

    clock: DutyClock
    times: tuple[int, int] | None
    is_moment: bool = False
    is_asked: bool = True

    def over(self, telling: PathTelling) -> Label | None:
        """Say when it is over at the latest."""
        if self.times is None:
            return None
        latest = telling.time(self.times[1])
        return telling.subject.word("clock-over", span=latest)


class ClockRow(Struct, frozen=True, dict=True):
    """Draws one clock."""

    timed: TimedClock
    words: ClockWords
    axis: TimeAxis
    telling: PathTelling

    @property
    def clock(self) -> DutyClock:
        """What is drawn."""
        return self.timed.clock

    def _fit(
        self, label: Label, room: float, size: float, most: int, *, bold: bool = False
    ) -> Fitted:
        further, least = (_FURTHER if most > 1 else 0), LEAST
        return self.words.subject.fitted(
            label, room, size, bold=bold, most=most, least=least, further=further
        )

    @cached_property
    def _titles(self) -> Sequence[Fitted]:
        room, clock, subject = TITLE - 22, self.clock, self.words.subject
        start = self.words.start(clock)
        texts = [self._fit(self.words.asked(clock), room, 13.5, 4)]
        if clock.whole and clock.acts:
            texts.append(self._fit(self.words.ways(clock), room, LEAST, 3))
        elif (clock.acts and not clock.confirms) or clock.moves_to is not None:
            title = subject.named(clock.title, clock.state)
            state = subject.word("while-in", state=title)
            texts.append(self._fit(state, room, LEAST, 2))
        if start is not None:
            texts.append(self._fit(start, room, LEAST, 3))
        return texts

    @cached_property
    def _people(self) -> Sequence[Fitted]:
        texts = [self._fit(self.words.who(self.clock), _WHO - 10, 12.5, 4)]
        answers = self.words.answers(self.clock)
        if answers is not None:
            texts.append(self._fit(answers, _WHO - 10, LEAST, 3))
        return texts

    @property
    def height(self) -> float:
        """How tall it is."""
        columns = (self._titles, self._people)
        tall = max(sum(text.height for text in column) for column in columns)
        return max(tall + 2 * _PADDING, _BAR + 12)

    def drawn(self, rect: Rect, language: str, title: str) -> Group:
        """Draw it in one language; the title says the same."""
        clock, words = self.clock, self.words
        party = words.party(clock)
        colour = words.subject.colour(party)
        bar = Rect(LEFT, rect.y + 4, 5, rect.height - 8)
        shapes: list[Shape] = [Panel(bar, Ink(colour), 2)]
        shapes += _column(self._titles, LEFT + 12, TITLE - 22, rect, language)
        shapes += self._bar(colour, rect.middle[1], language)
        left = LEFT + TITLE + SCALE + 8
        limit = span(clock.span, (language,)).say(language)
        pill = Rect(left, rect.middle[1] - 10, _PILL - 12, 20)
        shapes += badge(pill, limit, clock.kept.basis if clock.kept else None)
        shapes += _column(self._people, left + _PILL, _WHO - 10, rect, language)
        data = {"state": clock.state, "lane": party}
        return Group("deadline", tuple(shapes), data, title)

    def _bar(self, colour: str, middle: float, language: str) -> Iterator[Shape]:
        start, end = LEFT + TITLE, self.axis.x(hours(self.clock.span))
        if self.timed.times is not None:
            start, end = (self.axis.x(each / 60) for each in self.timed.times)
        length = Rect(start, middle - _BAR / 2, end - start, _BAR)
        hollow = Ink(PAPER, MUTED, 1.2, "4 3")
        yield Panel(length, Ink(colour, colour, 1) if self.clock.kept else hollow, 2)
        yield Panel(Rect(end - 2, middle - 10, 4, 20), Ink(INK), 1)
        over = self.timed.over(self.telling)
        if over is not None:
            text = self._fit(over, _OVER, 12, 1, bold=True)
            after = Rect(end + 6, middle - 9, _OVER, 18)
            if after.right <= LEFT + TITLE + SCALE:
                yield text.within(after, language, INK)
            else:
                before = Rect(start - 6 - _OVER, middle - 9, _OVER, 18)
                yield text.within(before, language, INK, Anchor.END)


def _column(
    texts: Sequence[Fitted], left: float, room: float, rect: Rect, language: str
) -> Iterator[Shape]:
    """Yield texts one below the other, in the middle of a row; the first is dark."""
    top = rect.middle[1] - sum(text.height for text in texts) / 2
    for at, (text, place) in enumerate(stacked(texts, Rect(left, top, room, 0))):
        yield text.within(place, language, MUTED if at else INK)
