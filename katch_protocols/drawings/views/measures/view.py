"""The measures view: large figures, a bar a time, then in words what has no bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Group, Scene, Shape
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sheet,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.drawings.view import Reads, View
from katch_protocols.drawings.views.measures.bars import RIGHT, Bars
from katch_protocols.drawings.views.measures.figures import Figures, Tiles
from katch_protocols.model.noun import Label
from katch_protocols.proofs.timing.measure_nouns import Measures

__all__ = ["VIEW", "MeasuresView"]

_GAP, _WORDY = 16.0, 8
"""``_WORDY``: a round of many steps is named in so many lines at most."""


@dataclass(frozen=True)
class MeasuresView:
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
        more, top = self._times(top, language)
        marks: Sequence[Shape] = ()
        bottom, key = top, Legend(tuple(self.bars.key()), languages)
        if key.items:
            marks, bottom = key.written(language, RIGHT, top + 8)
        endless, bottom = self._endless(bottom, language)
        shapes += [*more, *marks, *endless]
        for label in self._notes():
            text = fitted(label, languages, RIGHT - LEFT, size=12, most=2)
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
        return sheet.scene(language, shapes, bottom, said=said)

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
        languages, room = self.subject.languages, RIGHT - LEFT
        head = self.subject.word("without-limit")
        bold = Face.SEMIBOLD
        text = fitted(head, languages, room, size=13, face=bold, most=1)
        place = Rect(LEFT, top + 8, room, text.height)
        shapes: list[Shape] = [text.within(place, language, INK)]
        for label in lines:
            text = fitted(label, languages, room, size=12, most=_WORDY)
            place = Rect(LEFT, place.bottom + 4, room, text.height)
            words = text.within(place, language, MUTED)
            shapes.append(Group("endless", (words,), title=label.say(language)))
        return shapes, place.bottom + 8

    def _times(self, top: float, language: str) -> tuple[list[Shape], float]:
        word, languages = self.subject.word, self.subject.languages
        room, bold = RIGHT - LEFT, Face.SEMIBOLD
        if not self.bars.times and self.bars.endless:
            return [], top
        key = "how-long" if self.bars.times else "no-times"
        text = fitted(word(key), languages, room, size=17, face=bold, most=2)
        place = Rect(LEFT, top + _GAP, room, text.height)
        shapes: list[Shape] = [text.within(place, language, INK)]
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
