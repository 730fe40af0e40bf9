"""The deadlines view: bars on the clock of the child, and who must act beside them.

A bar stands on the child's clock where it is proved when that comes at the latest; the
others begin at the left, each with its own step. The scale is logarithmic.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.paging import sheets_between
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
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
from katch_protocols.drawings.theme import BAND, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.drawings.views.deadlines.rows import (
    LEAST,
    RIGHT,
    SCALE,
    TITLE,
    ClockRow,
    TimedClock,
)
from katch_protocols.drawings.views.deadlines.words import ClockWords
from katch_protocols.duties.child_path import path_home
from katch_protocols.duties.duty_clocks import DutyClock, clock_of, clocks
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.path_nouns import PathMoment
from katch_protocols.duties.path_times import ClockTimes
from katch_protocols.model.deadlines import hours
from katch_protocols.model.noun import Label

__all__ = ["VIEW", "DeadlinesView"]

_HEAD, _BAND, _AIR = 30.0, 24.0, 14.0


class DeadlinesView(Struct, frozen=True, dict=True):
    """The deadlines of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def telling(self) -> PathTelling:
        """The path of the child, whose times are proved."""
        return PathTelling(self.subject)

    @cached_property
    def words(self) -> ClockWords:
        """What is said of a clock."""
        return ClockWords(self.subject)

    @cached_property
    def clocks(self) -> Sequence[TimedClock]:
        """Every clock, phase by phase; those of runs are theirs.

        Where the path of the handbook is told, with those of its moments.
        """
        chart, book = self.subject.chart, self.subject.handbook
        own = clocks(chart, book)
        times, name = ClockTimes(self.telling.path, book), chart.protocol.id
        found = [*self._of_moments(times)]
        found += [
            TimedClock(each, times.of(each, name), is_asked=times.is_asked(each, name))
            for each in own
        ]
        return sorted(found, key=lambda each: self.subject.rank(each.clock.phase))

    def _of_moments(self, times: ClockTimes) -> Iterator[TimedClock]:
        book, path = self.subject.handbook, self.telling.path
        name = self.subject.chart.protocol.id
        found = zip(path.moments, self.telling.latest, strict=True)
        for moment, latest in found if path_home(book) == name else ():
            clock = None if moment.protocol == name else self._clock(moment)
            if clock is not None:
                bare = replace(clock, phase=None)
                proved = times.of(clock, moment.protocol)
                late = latest and latest.minutes
                known = proved or times.until(clock, late, moment.protocol)
                is_asked = times.is_asked(clock, moment.protocol)
                yield TimedClock(bare, known, is_moment=True, is_asked=is_asked)

    def _clock(self, moment: PathMoment) -> DutyClock | None:
        """Return the clock of a moment: the one that the path tells of it."""
        chart, book = self.telling.path.charts[moment.protocol], self.subject.handbook
        if moment.name in chart.by_name and moment.name not in chart.activities:
            return clock_of(moment.name, Limits(chart, book))
        told = moment.clock and (moment.clock.span, moment.clock.basis)
        return next(
            (
                each
                for each in clocks(chart, book)
                if moment.name in dict(each.acts)
                and (each.span, each.kept and each.kept.basis) == told
            ),
            None,
        )

    @cached_property
    def placed(self) -> Sequence[TimedClock]:
        """Those on the child's clock, in the order in which they are over."""
        found = [each for each in self.clocks if each.times is not None]
        return sorted(found, key=lambda each: each.times[::-1] if each.times else ())

    @cached_property
    def ordered(self) -> Sequence[TimedClock]:
        """Those on the child's clock, then the others, phase by phase.

        Of a phase those first of which it was asked when they begin.
        """
        others = (each for each in self.clocks if each.times is None)
        rank = self.subject.rank
        return *self.placed, *sorted(
            others, key=lambda each: (rank(each.clock.phase), not each.is_asked)
        )

    @cached_property
    def rows(self) -> Sequence[ClockRow]:
        """A row of each, whose texts are set once for all languages."""
        return [
            ClockRow(each, self.words, self.axis, self.telling) for each in self.ordered
        ]

    @cached_property
    def axis(self) -> TimeAxis:
        """The scale: as long as the longest deadline, or a day."""
        spans = [hours(each.clock.span) for each in self.clocks]
        spans += [each.times[1] / 60 for each in self.clocks if each.times is not None]
        width = SCALE - _AIR
        return TimeAxis.over(spans, LEFT + TITLE, width, self.subject.languages)

    def scene(self, language: str) -> Scene:
        """Draw the bars in one language."""
        shapes: list[Shape] = []
        top, starts = TOP + _HEAD, [0.0]
        heading: Label | None = None
        told = tuple(spoken_rows(self.twin(language)))
        for at, row in enumerate(self.rows):
            starts.append(top)
            title = self._heading(row.timed)
            if not at or title != heading:
                heading = title
                band = list(self._band(title, top, language))
                shapes += band
                top += _BAND if band else 0
            rect = Rect(LEFT, top, RIGHT - LEFT, row.height)
            shapes.append(row.drawn(rect, language, told[at]))
            top = rect.bottom
        axis = [*self.axis.marks(TOP + 4, top, language)] if self.clocks else []
        if not self.clocks:
            shapes += self._empty(language)
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, bottom = key.written(language, RIGHT, top + 12)
        note, bottom = self._note(language, bottom)
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-deadlines",
            self.subject.languages,
            RIGHT,
        )
        parts = (*axis, *shapes, *marks, *note)
        cuts = (*starts[:1], *starts[2:], bottom + FOOT)
        pages = tuple(sheets_between(cuts, RIGHT + LEFT, LEAST))
        return sheet.scene(language, parts, bottom, said=" ".join(told), sheets=pages)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        rows = (
            self.words.spoken(each.clock, language, each.over(self.telling))
            for each in self.ordered
        )
        return (self.words.names(language), *rows)

    def _heading(self, each: TimedClock) -> Label | None:
        """Return what stands above a clock: the child's clock, else its phase."""
        phase, word = self.subject.phase(each.clock.phase), self.subject.word
        if each.times is not None:
            key = "path-from-sign" if self.telling.from_sign else "path-from-opening"
            return word("deadlines-on-clock", since=word(key))
        if not self.placed and not each.is_moment:
            return phase
        key = "deadlines-own" if each.is_asked else "deadlines-not-asked"
        if phase is None or each.is_moment:
            return word(key)
        return word(f"{key}-phase", phase=phase)

    def _key(self) -> Iterator[Sample]:
        found = [each.clock for each in self.ordered]
        used = [clock.kept.basis for clock in found if clock.kept is not None]
        shown = filter(None, map(self.words.party, found))
        yield from families(self.subject.families(shown))
        yield from bases(used, self.subject.languages)
        if any(clock.moves_to is not None for clock in found):
            yield Sample(40, _hollow, self.subject.word("key-clock"))

    def _band(self, title: Label | None, top: float, language: str) -> Iterator[Shape]:
        if title is None:
            return
        room = RIGHT - LEFT - 16
        text = self.subject.fitted(title, room, bold=True, most=1)
        yield Panel(Rect(LEFT, top + 1, RIGHT - LEFT, _BAND - 2), Ink(BAND))
        yield text.within(Rect(LEFT + 7, top, room, _BAND), language, INK)

    def _note(self, language: str, top: float) -> tuple[list[Shape], float]:
        label = self.subject.word("key-axis")
        counted = self.telling.exceptions if self.placed else None
        if counted is not None:
            label = self.subject.word("key-axis-counted", axis=label, unless=counted)
        text = self.subject.fitted(label, RIGHT - LEFT, 12, most=4)
        place = Rect(LEFT, top, RIGHT - LEFT, text.height)
        return [text.within(place, language, MUTED)], top + text.height

    def _empty(self, language: str) -> Iterator[Shape]:
        label = self.subject.word("no-deadlines")
        text = self.subject.fitted(label, RIGHT - LEFT, 14)
        yield text.within(Rect(LEFT, TOP, RIGHT - LEFT, _HEAD), language, INK)


def _hollow(rect: Rect, _: str) -> Iterator[Shape]:
    place = replace(rect, y=rect.middle[1] - 7, height=14)
    yield Panel(place, Ink(PAPER, MUTED, 1.2, "4 3"), 2)


VIEW: View[Material] = View(
    "deadlines",
    place=60,
    lay_out=lambda given: DeadlinesView(Subject.of(given)),
    cost=2,
)
