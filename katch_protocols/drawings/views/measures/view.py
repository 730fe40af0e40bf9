"""The measures view: large figures, a bar a time, then in words what has no bound."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.paging import sheets_between
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sheet,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.drawings.view import Reads, View
from katch_protocols.drawings.views.measures.bars import RIGHT, Bars
from katch_protocols.drawings.views.measures.figures import Figures, Tiles
from katch_protocols.model.noun import Label
from katch_protocols.proofs.timing.measure_nouns import Measures

__all__ = ["VIEW", "MeasuresView"]

_GAP, _WORDY, _LEAST = 16.0, 8, 11.5
"""``_WORDY``: a round of many steps is named in so many lines at most;
no letter is smaller than ``_LEAST``, in pixels."""


class MeasuresView(Struct, frozen=True, dict=True):
    """What one protocol means for one child, laid out once for all languages.

    ``given`` are its measures, where somebody has taken them already: that takes long.
    """

    subject: Subject
    given: Measures | None = None

    @cached_property
    def figures(self) -> Figures:
        """The numbers, given or measured now."""
        subject = self.subject
        return Figures(subject, self.given or _measured(subject))

    @cached_property
    def bars(self) -> Bars:
        """The times."""
        return Bars(self.figures)

    def scene(self, language: str) -> Scene:
        """Draw the figures and the bars in one language."""
        subject, languages = self.subject, self.subject.languages
        figures = (*self.figures.counts(), *self.figures.milestones())
        bound = [figure for figure in figures if not figure.endless]
        shapes, top = Tiles(bound, RIGHT - LEFT, languages).drawn(TOP, language)
        starts = [0.0, *self._starts(top)]
        more, top = self._times(top, language)
        marks: Sequence[Shape] = ()
        bottom, key = top, Legend(tuple(self.bars.key()), languages)
        if key.items:
            marks, bottom = key.written(language, RIGHT, top + 8)
        starts.append(bottom)
        endless, bottom = self._endless(bottom, language)
        starts.append(bottom)
        shapes += [*more, *marks, *endless]
        for label in self._notes():
            text = subject.fitted(label, RIGHT - LEFT, 12)
            place = Rect(LEFT, bottom + 2, RIGHT - LEFT, text.height)
            words = text.within(place, language, MUTED)
            shapes.append(Group("note", (words,), title=label.say(language)))
            bottom = place.bottom
        sheet = Sheet(
            subject.chart.protocol,
            subject.title,
            subject.kind("view-measures"),
            languages,
            RIGHT,
        )
        said = " ".join(spoken_rows(self.twin(language)))
        cuts = (*dict.fromkeys(starts), bottom + FOOT)
        pages = tuple(sheets_between(cuts, RIGHT + LEFT, _LEAST))
        return sheet.scene(language, shapes, bottom, said=said, sheets=pages)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        sizes = (self.figures.sizes().say(language), "", "", "", "")
        not_measured = (
            (label.say(language), "", "", "", "")
            for label in self.figures.not_measured()
        )
        rows = (*self.figures.rows(language), *self.bars.rows(language), *not_measured)
        return (self.bars.names(language), *rows, sizes)

    def _endless(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return a quiet line for each thing without a bound, and where they end."""
        lines = (*self.figures.endless(), *self.bars.said_endless())
        if not lines:
            return [], top
        subject, room = self.subject, RIGHT - LEFT
        head = subject.word("without-limit")
        text = subject.fitted(head, room, bold=True, most=1)
        place = Rect(LEFT, top + 8, room, text.height)
        shapes: list[Shape] = [text.within(place, language, INK)]
        for label in lines:
            text = subject.fitted(label, room, 12, most=_WORDY)
            place = Rect(LEFT, place.bottom + 4, room, text.height)
            words = text.within(place, language, MUTED)
            shapes.append(Group("endless", (words,), title=label.say(language)))
        return shapes, place.bottom + 8

    def _starts(self, top: float) -> Iterator[float]:
        """Yield where each bar begins but the first: a sheet of paper may, too."""
        if self.bars.times:
            yield from self.bars.tops(self._head(top).bottom + 8)

    def _head(self, top: float) -> Rect:
        text = self._heading
        return Rect(LEFT, top + _GAP, RIGHT - LEFT, text.height)

    @cached_property
    def _heading(self) -> Fitted:
        """What stands above the bars, or says that there are none."""
        title = self.subject.word("how-long" if self.bars.times else "no-times")
        return self.subject.fitted(title, RIGHT - LEFT, 17, bold=True, most=2)

    def _times(self, top: float, language: str) -> tuple[list[Shape], float]:
        if not self.bars.times and self.bars.endless:
            return [], top
        place = self._head(top)
        shapes: list[Shape] = [self._heading.within(place, language, INK)]
        if not self.bars.times:
            return shapes, place.bottom
        more, bottom = self.bars.drawn(place.bottom + 8, language)
        return [*shapes, *more], bottom

    def _notes(self) -> tuple[Label, ...]:
        sizes = self.figures.sizes()
        scale = (self.subject.word("key-scale"),) if self.bars.times else ()
        return (*self.figures.not_measured(), *scale, sizes)


def _measured(subject: Subject) -> Measures:
    # Lazy, for a fast start: no other drawing needs what measures. It goes down.
    from katch_protocols.proofs.timing.measures import measure  # noqa: PLC0415

    return measure(subject.chart, subject.handbook)


VIEW: View[Material] = View(
    "measures",
    place=110,
    lay_out=lambda given: MeasuresView(Subject.of(given), given.measures),
    reads=frozenset({Reads.MEASURES}),
    cost=2,
)
