"""The progress view: a row a region, a column a stage, the day on which it began."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.duties.enactment import RegionProgress, every_progress
from katch_protocols.model.noun import Label
from katch_protocols.model.progress import ProgressStage
from katch_protocols.words.dates import day

__all__ = ["VIEW", "ProgressView"]

_SIDE, _COLUMN, _HEAD, _ROW, _GAP = 230.0, 132.0, 34.0, 38.0, 4.0
_PADDING = 8.0


class ProgressView(Struct, frozen=True, dict=True):
    """How far each region is with one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def rows(self) -> tuple[RegionProgress, ...]:
        """Where each region stands, in the order of the handbook."""
        only = self.subject.chart.protocol.id
        return every_progress(
            self.subject.handbook, only=only, as_of=self.subject.as_of
        )

    @property
    def right(self) -> float:
        """Where the table ends."""
        return LEFT + _SIDE + len(ProgressStage) * _COLUMN

    def scene(self, language: str) -> Scene:
        """Draw the table in one language."""
        shapes: list[Shape] = [*self._heads(language)]
        top = TOP + _HEAD + _GAP
        for each in self.rows:
            tick()
            shapes.append(self._row(each, top, language))
            top += _ROW + _GAP
        if not self.rows:
            rect = Rect(LEFT, top, self.right - LEFT, _ROW)
            text = self._fit(self.subject.word("no-regions"), rect.width, 14)
            shapes.append(text.within(rect, language, INK))
            top = rect.bottom
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, bottom = key.written(language, self.right, top + 8)
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-progress",
            self.subject.languages,
            self.right,
        )
        said = " ".join(spoken_rows(self.twin(language)))
        return sheet.scene(language, (*shapes, *marks), bottom, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        stages = (self._stage(stage).say(language) for stage in ProgressStage)
        head = (self.subject.word("region").say(language), *stages)
        return (head, *(self._spoken(each, language) for each in self.rows))

    def _spoken(self, found: RegionProgress, language: str) -> Row:
        days = {each.stage: day(each.since, language) for each in found.reached}
        return (
            self._region(found).say(language),
            *(days.get(stage, "") for stage in ProgressStage),
        )

    def _region(self, found: RegionProgress) -> Label:
        return self.subject.handbook.regions[found.region].title

    def _stage(self, stage: ProgressStage) -> Label:
        return self.subject.word(f"duties.stage-{stage.value}")

    def _fit(
        self, label: Label, room: float, size: float, *, bold: bool = False
    ) -> Fitted:
        return self.subject.fitted(label, room, size, bold=bold, most=2)

    def _place(self, column: int, top: float, height: float) -> Rect:
        left = LEFT + _SIDE + column * _COLUMN
        return Rect(left + 2, top, _COLUMN - _GAP, height)

    def _heads(self, language: str) -> Iterator[Shape]:
        for at, stage in enumerate(ProgressStage):
            rect = self._place(at, TOP, _HEAD)
            text = self._fit(self._stage(stage), rect.width, 13, bold=True)
            yield text.within(rect, language, INK, Anchor.MIDDLE)

    def _row(self, found: RegionProgress, top: float, language: str) -> Group:
        side = Rect(LEFT, top, _SIDE - _PADDING, _ROW)
        name = self._fit(self._region(found), side.width, 14, bold=True)
        shapes: list[Shape] = [name.within(side, language, INK)]
        days = {each.stage: each.since for each in found.reached}
        for at, stage in enumerate(ProgressStage):
            rect = self._place(at, top, _ROW)
            if stage not in days:
                shapes.append(Panel(rect, Ink(PAPER, HAIRLINE, 1), 5))
                continue
            stands = stage is found.stage
            shapes.append(_reached(rect, stands=stands))
            texts = {code: day(days[stage], code) for code in self.subject.languages}
            text = self._fit(Label(texts=texts), rect.width - 8, 12)
            ink = PAPER if stands else INK
            shapes.append(text.within(rect, language, ink, Anchor.MIDDLE))
        data = {"region": found.region, "stage": found.stage or ""}
        row = self._spoken(found, language)
        title = next(spoken_rows((self.twin(language)[0], row)))
        return Group("region", tuple(shapes), data, title)

    def _key(self) -> Iterator[Sample]:
        reached: Sequence[RegionProgress] = [each for each in self.rows if each.reached]
        if reached:
            yield Sample(20, _stands, self.subject.word("key-stands"))
        if any(len(each.reached) > 1 for each in reached):
            yield Sample(20, _passed, self.subject.word("key-reached"))


def _reached(rect: Rect, *, stands: bool) -> Panel:
    return Panel(rect, Ink(INK) if stands else Ink(BAND, MUTED, 1), 5)


def _stands(rect: Rect, _: str) -> Iterator[Shape]:
    yield _reached(rect, stands=True)


def _passed(rect: Rect, _: str) -> Iterator[Shape]:
    yield _reached(rect, stands=False)


VIEW: View[Material] = View(
    "progress",
    place=75,
    lay_out=lambda given: ProgressView(Subject.of(given)),
)
