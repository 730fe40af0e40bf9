"""The deadlines view: a bar a clock on a logarithmic scale; who must act beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    bases,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.sheets.time_axis import TimeAxis
from katch_protocols.drawings.story.saying import span, together
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import BAND, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.duties.duty_clocks import DutyClock, clocks
from katch_protocols.model.deadlines import hours
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line, options

__all__ = ["VIEW", "DeadlinesView"]

_TITLE, _SCALE, _PILL, _WHO = 420.0, 460.0, 132.0, 250.0
_RIGHT = LEFT + _TITLE + _SCALE + _PILL + _WHO
_HEAD, _BAND, _PADDING = 30.0, 24.0, 6.0
_BAR, _AIR, _MANY = 15.0, 14.0, 3
"""More duties or parties than ``_MANY`` are counted."""


@dataclass(frozen=True)
class DeadlinesView:
    """The deadlines of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def clocks(self) -> Sequence[DutyClock]:
        """Every clock, phase by phase; those of runs are theirs."""
        found = clocks(self.subject.chart, self.subject.handbook)
        return sorted(found, key=lambda each: self.subject.rank(each.phase))

    @cached_property
    def axis(self) -> TimeAxis:
        """The scale: as long as the longest deadline, or a day."""
        spans = (hours(clock.span) for clock in self.clocks)
        return TimeAxis.over(
            spans, LEFT + _TITLE, _SCALE - _AIR, self.subject.languages
        )

    def scene(self, language: str) -> Scene:
        """Draw the bars in one language."""
        rows: list[Shape] = []
        top, rank = TOP + _HEAD, -1
        for clock in self.clocks:
            if self.subject.rank(clock.phase) != rank:
                rank = self.subject.rank(clock.phase)
                band = list(self._band(clock, top, language))
                rows += band
                top += _BAND if band else 0
            rect = Rect(LEFT, top, _RIGHT - LEFT, self._height(clock))
            rows.append(self._row(clock, rect, language))
            top = rect.bottom
        axis = [*self.axis.marks(TOP + 4, top, language)] if self.clocks else []
        if not self.clocks:
            rows += self._empty(language)
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, bottom = key.written(language, _RIGHT, top + 12)
        note, bottom = self._note(language, bottom)
        said = " ".join(spoken_rows(self.twin(language)))
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-deadlines",
            self.subject.languages,
            _RIGHT,
        )
        parts = (*axis, *rows, *marks, *note)
        return sheet.scene(language, parts, bottom, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        rows = (self._spoken(clock, language) for clock in self.clocks)
        return (self._names(language), *rows)

    def _names(self, language: str) -> Row:
        keys = ("phase", "duty", "step", "by-when", "basis", "must-act", "who-answers")
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _spoken(self, clock: DutyClock, language: str) -> Row:
        subject = self.subject
        phase, start = subject.phase(clock.phase), self._start(clock)
        limit = span(clock.span, (language,)).say(language)
        basis = clock.kept and subject.word(f"duties.basis-{clock.kept.basis.value}")
        answers = self._answers(clock)
        return (
            phase.say(language) if phase else "",
            self._asked(clock, max(len(clock.acts), 1)).say(language),
            subject.named(clock.title, clock.state).say(language),
            one_line((limit, start.say(language) if start else "")),
            basis.say(language) if basis else "",
            self._who(clock).say(language),
            answers.say(language) if answers else "",
        )

    def _start(self, clock: DutyClock) -> Label | None:
        kept = clock.kept
        if kept is not None and kept.every:
            limit = span(clock.span, self.subject.languages)
            return self.subject.word("duties.own-every", span=limit)
        if kept is None or kept.start is None:
            return None
        event = self.subject.named(kept.start_title, kept.start)
        return self.subject.word("duties.counted-from", event=event)

    def _asked(self, clock: DutyClock, most: int = _MANY) -> Label:
        """Say what must be done: the duties that keep the deadline, or the step."""
        subject = self.subject
        if clock.moves_to is not None:
            name, title = clock.moves_to
            return subject.word("moves-on", state=subject.named(title, name))
        titles = [subject.named(title, name) for name, title in clock.asked]
        return self._some(titles, options, most)

    def _acts(self, clock: DutyClock) -> list[Label]:
        return [self.subject.named(title, name) for name, title in clock.acts]

    def _some(
        self,
        labels: Sequence[Label],
        how: Callable[[Iterable[str]], str],
        most: int = _MANY,
    ) -> Label:
        """Join labels; the last of many are counted."""
        shown = list(labels)
        if len(shown) > most:
            rest = str(len(shown) - most + 1)
            shown[most - 1 :] = [self.subject.word("and-more", count=rest)]
        return together(shown, self.subject.languages, how=how)

    def _parties(self, names: Iterable[Id]) -> Sequence[Id]:
        return tuple(dict.fromkeys(map(self.subject.home, names)))

    def _doers(self, clock: DutyClock) -> Sequence[Id]:
        """Return who must act; where no activity is asked for, who holds the state."""
        return self._parties(clock.doing or filter(None, [clock.holder]))

    def _who(self, clock: DutyClock) -> Label:
        if clock.moves_to is not None:
            return self.subject.word("the-clock")
        names = [self.subject.short(each) for each in self._doers(clock)]
        return self._some(names or [self.subject.word("nobody")], one_line)

    def _answers(self, clock: DutyClock) -> Label | None:
        """Say who answers, where that is somebody else."""
        answering = self._parties(clock.answering)
        key = "answers"
        if clock.confirms:
            answering = self._parties(filter(None, [clock.holder]))
            key = "until-then"
        if not answering or set(answering) == set(self._doers(clock)):
            return None
        names = [self.subject.short(each) for each in answering]
        return self.subject.word(key, who=self._some(names, one_line))

    def _titles(self, clock: DutyClock) -> Sequence[Fitted]:
        room, languages = _TITLE - 22, self.subject.languages
        asked, start = self._asked(clock), self._start(clock)
        texts = [fitted(asked, languages, room, size=13.5, most=3)]
        if clock.whole and clock.acts:
            duties = self._some(self._acts(clock), options)
            ways = self.subject.word("left-by", duties=duties)
            texts.append(fitted(ways, languages, room, size=11, most=2))
        elif (clock.acts and not clock.confirms) or clock.moves_to is not None:
            title = self.subject.named(clock.title, clock.state)
            state = self.subject.word("while-in", state=title)
            texts.append(fitted(state, languages, room, size=11, most=2))
        if start is not None:
            texts.append(fitted(start, languages, room, size=11, most=2))
        return texts

    def _people(self, clock: DutyClock) -> Sequence[Fitted]:
        room, languages = _WHO - 10, self.subject.languages
        texts = [fitted(self._who(clock), languages, room, size=12.5, most=3)]
        answers = self._answers(clock)
        if answers is not None:
            texts.append(fitted(answers, languages, room, size=11, most=2))
        return texts

    def _height(self, clock: DutyClock) -> float:
        columns = (self._titles(clock), self._people(clock))
        tall = max(sum(text.height for text in column) for column in columns)
        return max(tall + 2 * _PADDING, _BAR + 12)

    def _row(self, clock: DutyClock, rect: Rect, language: str) -> Group:
        doers = () if clock.moves_to is not None else self._doers(clock)
        party = doers[0] if doers else ""
        colour = self.subject.colour(party)
        bar = Rect(LEFT, rect.y + 4, 5, rect.height - 8)
        shapes: list[Shape] = [Panel(bar, Ink(colour), 2)]
        shapes += _column(self._titles(clock), LEFT + 12, _TITLE - 22, rect, language)
        shapes += self._bar(clock, colour, rect.middle[1])
        left = LEFT + _TITLE + _SCALE + 8
        limit = span(clock.span, (language,)).say(language)
        pill = Rect(left, rect.middle[1] - 10, _PILL - 12, 20)
        shapes += badge(pill, limit, clock.kept.basis if clock.kept else None)
        people = self._people(clock)
        shapes += _column(people, left + _PILL, _WHO - 10, rect, language)
        rows = (self._names(language), self._spoken(clock, language))
        data = {"state": clock.state, "lane": party}
        return Group("deadline", tuple(shapes), data, next(spoken_rows(rows)))

    def _bar(self, clock: DutyClock, colour: str, middle: float) -> Iterator[Shape]:
        start, end = LEFT + _TITLE, self.axis.x(hours(clock.span))
        length = Rect(start, middle - _BAR / 2, end - start, _BAR)
        hollow = Ink(PAPER, MUTED, 1.2, "4 3")
        yield Panel(length, Ink(colour, colour, 1) if clock.kept else hollow, 2)
        yield Panel(Rect(end - 2, middle - 10, 4, 20), Ink(INK), 1)

    def _key(self) -> Iterator[Sample]:
        found = [clock.kept.basis for clock in self.clocks if clock.kept is not None]
        holders = [
            self.subject.home(each.holder) for each in self.clocks if each.holder
        ]
        yield from families(self.subject.families(holders))
        yield from bases(found, self.subject.languages)
        if any(clock.moves_to is not None for clock in self.clocks):
            yield Sample(40, _hollow, self.subject.word("key-clock"))

    def _band(self, clock: DutyClock, top: float, language: str) -> Iterator[Shape]:
        phase = self.subject.phase(clock.phase)
        if phase is None:
            return
        rect = Rect(LEFT, top, _TITLE - 16, _BAND)
        text = fitted(
            phase, self.subject.languages, rect.width - 14, face=Face.SEMIBOLD, most=1
        )
        yield Panel(Rect(LEFT, top + 1, _RIGHT - LEFT, _BAND - 2), Ink(BAND))
        yield text.within(Rect(LEFT + 7, top, rect.width, _BAND), language, INK)

    def _note(self, language: str, top: float) -> tuple[list[Shape], float]:
        label, languages = self.subject.word("key-axis"), self.subject.languages
        text = fitted(label, languages, _RIGHT - LEFT, size=12, most=2)
        place = Rect(LEFT, top, _RIGHT - LEFT, text.height)
        return [text.within(place, language, MUTED)], top + text.height

    def _empty(self, language: str) -> Iterator[Shape]:
        label, languages = self.subject.word("no-deadlines"), self.subject.languages
        text = fitted(label, languages, _RIGHT - LEFT, size=14)
        yield text.within(Rect(LEFT, TOP, _RIGHT - LEFT, _HEAD), language, INK)


def _column(
    texts: Sequence[Fitted], left: float, room: float, rect: Rect, language: str
) -> Iterator[Shape]:
    """Yield texts one below the other, in the middle of a row; the first is dark."""
    top = rect.middle[1] - sum(text.height for text in texts) / 2
    for at, (text, place) in enumerate(stacked(texts, Rect(left, top, room, 0))):
        yield text.within(place, language, MUTED if at else INK)


def _hollow(rect: Rect, _: str) -> Iterator[Shape]:
    place = Rect(rect.x, rect.middle[1] - 7, rect.width, 14)
    yield Panel(place, Ink(PAPER, MUTED, 1.2, "4 3"), 2)


VIEW: View[Material] = View(
    "deadlines",
    place=60,
    lay_out=lambda given: DeadlinesView(Subject.of(given)),
)
