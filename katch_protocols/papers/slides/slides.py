"""The deck of a protocol: ten minutes before those who decide, and an appendix."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct
from pptx.util import Pt

from katch_protocols.drawings.lanes.frame import HEAD_TOP
from katch_protocols.drawings.palette import party_colours
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.theme import INK
from katch_protocols.drawings.views.child_path.telling import PathTelling
from katch_protocols.papers.content.briefing import briefing
from katch_protocols.papers.content.briefing_nouns import Briefing, MinistryPart
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.ministry import MinistryLine
from katch_protocols.papers.content.nouns import NumberedStep
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import deadline_rows
from katch_protocols.papers.slides.canvas import Canvas
from katch_protocols.papers.slides.deck import HEIGHT, MARGIN, TOP, WIDTH, Show
from katch_protocols.papers.slides.layouts import (
    changes_slide,
    decision_slide,
    gaps_slide,
)
from katch_protocols.papers.slides.ministry_slide import ministry_slide
from katch_protocols.papers.slides.path_slide import path_slide
from katch_protocols.papers.slides.picture import draw_scene
from katch_protocols.papers.slides.tables import (
    Head,
    SlideCell,
    SlideTable,
    fitted,
    put,
)
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["MOST", "slides"]

MOST = 12
"""More slides nobody sits through."""
_BEFORE, _AFTER = (1, 2), (1, 2)
"""Minutes for each slide before the parts of ministries, which have one, and after."""


def slides(found: Gathered, language: str) -> bytes:
    """Return the slides as a PPTX file that the other side may edit.

    The path of the child, the part of each of some ministries, what is missing, what
    changes, one decision with its wording; then an appendix. At most twelve. The notes
    of each are what to say, with the minutes.
    """
    return _Maker(found, language).made()


class _Maker(Struct, frozen=True, dict=True):
    found: Gathered
    language: str

    @cached_property
    def wording(self) -> PaperTexts:
        return self.found.wording(self.language)

    @cached_property
    def told(self) -> Briefing:
        return briefing(self.found, self.language)

    @cached_property
    def show(self) -> Show:
        theme = self.found.theme
        return Show(self.told.title, self.language, self.told.foot, theme)

    def made(self) -> bytes:
        parts = self.told.ministries
        minutes = self._minutes(len(parts) + bool(self.told.gaps))
        self._first(next(minutes))
        self._path(next(minutes))
        for part in parts:
            self._part(part, next(minutes))
        if self.told.gaps:
            self._gaps(next(minutes))
        self._changes(next(minutes))
        self._decision(next(minutes))
        self._appendix(MOST - 4 - bool(self.told.gaps) - len(parts))
        return self.show.bytes()

    @staticmethod
    def _minutes(parts: int) -> Iterator[tuple[int, int]]:
        """Yield from which minute to which each slide is shown."""
        lengths = (*_BEFORE, *(1 for _ in range(parts)), *_AFTER)
        ends = tuple(accumulate(lengths))
        yield from zip((0, *ends), ends, strict=False)

    def _say(self, key: str, minutes: tuple[int, int], *more: str) -> Sequence[str]:
        """Return the notes of a slide: when, what to say, what stands there."""
        first, last = map(str, minutes)
        when = self.wording.say("deck-minutes", first=first, last=last)
        return when, self.wording.say(f"deck-say-{key}"), *more

    def _scene(
        self, scene: Scene, title: str, notes: Sequence[str], band: str | None = None
    ) -> None:
        slide = self.show.slide(title, notes, band)
        draw_scene(Canvas(slide, 1.0, (0.0, 0.0), self.show.tag), scene, {}, 0)

    def _first(self, minutes: tuple[int, int]) -> None:
        said = (*self.told.counts, self.wording.say("not-law"))
        slide = self.show.slide(self.told.title, self._say("cover", minutes, *said))
        heading = slide.shapes.title
        if heading is not None:
            heading.top, heading.height = Pt(130), Pt(120)
        room = (MARGIN - 7, 280.0, WIDTH - 2 * MARGIN, 140.0)
        self.show.text(slide, "\n".join(said), room, 18, ink=INK)

    @property
    def _telling(self) -> PathTelling:
        return self.found.path.telling

    def _path(self, minutes: tuple[int, int]) -> None:
        title = self.wording.say("deck-path")
        rows = self._telling.rows(self.language)[1:]
        told = (enumerated(filter(None, row)) for row in rows)
        notes = self._say("path", minutes, *told)
        scene = path_slide(self._telling, self.wording, title, self.told.foot)
        self._scene(scene, title, notes)

    def _part(self, part: MinistryPart, minutes: tuple[int, int]) -> None:
        sheet = part.ministry
        title = self.wording.say("deck-part", ministry=sheet.title)
        told = (
            one_line((f"{line.number}. {line.title}", line.who, _when(line)))
            for line in sheet.lines
        )
        notes = self._say("part", minutes, *told)
        colours = party_colours(self.found.handbook)
        besides = f"{title} {self.told.foot}"
        scene = ministry_slide(part, self.wording, colours[part.body], besides)
        self._scene(scene, title, notes, colours[part.body])

    def _gaps(self, minutes: tuple[int, int]) -> None:
        title, gaps = self.wording.say("deck-gaps"), self.told.gaps
        told = (f"{gap.title}: {gap.said}" for gap in gaps)
        notes = self._say("gaps", minutes, *told)
        self._scene(gaps_slide(gaps, self.wording, title, self.told.foot), title, notes)

    def _changes(self, minutes: tuple[int, int]) -> None:
        title, changes = self.wording.say("deck-changes"), self.told.changes
        told = (f"{each.number} {each.said}" for each in changes)
        notes = self._say("changes", minutes, *told)
        self._scene(changes_slide(changes, self.wording, title), title, notes)

    def _decision(self, minutes: tuple[int, int]) -> None:
        title = self.wording.say("deck-decision")
        told = (
            f"{at}. {each.title}: {each.said}"
            for at, each in enumerate(self.told.asks, start=1)
        )
        notes = self._say("decision", minutes, *told)
        self._scene(decision_slide(self.told, self.wording, title), title, notes)

    def _appendix(self, most: int) -> None:
        """Add the whole drawing, then deadlines, on at most so many slides."""
        self._drawing(self.found.pictures.whole.scene(self.language))
        rows = [
            tuple(map(SlideCell, row[:3]))
            for row in deadline_rows(
                self.found.protocol, self.wording, References(self.wording)
            )
        ]
        heads = (Head(self.wording.say(key)) for key in ("where", "by-when", "basis"))
        plan = SlideTable(tuple(heads), (5, 2, 2), 12)
        title = self._appended(self.wording.say("deadlines"))
        for page in fitted(plan, rows, most - 1, self._left):
            slide = self.show.slide(title, (self.wording.say("deck-say-appendix"),))
            put(slide, plan, page, self.show.tag)

    def _left(self, number: int) -> str:
        return self.wording.say("deck-more", number=str(number))

    def _appended(self, title: str) -> str:
        return self.wording.say("deck-appendix", title=title)

    @cached_property
    def steps(self) -> dict[str, str]:
        """What is said of each step, by its id."""
        names = {number: name for name, number in self.found.pictures.numbers.items()}
        return {
            names[step.number]: one_line(
                filter(None, (f"{step.number}. {step.title}", step.holder, step.due))
            )
            for step in self.found.steps(self.language)
        }

    def _drawing(self, scene: Scene) -> None:
        """Draw a scene below its title, as large as the slide allows."""
        told = (_spoken(step) for step in self.found.steps(self.language))
        notes = (self.wording.say("deck-say-appendix"), *told)
        slide = self.show.slide(self._appended(self.wording.say("drawing")), notes)
        height = scene.height - HEAD_TOP
        room = WIDTH - 2 * MARGIN, HEIGHT - TOP - 34
        scale = min(room[0] / scene.width, room[1] / height)
        left = MARGIN + (room[0] - scene.width * scale) / 2
        canvas = Canvas(slide, scale, (left, TOP - HEAD_TOP * scale), self.show.tag)
        draw_scene(canvas, scene, self.steps, HEAD_TOP - 8)


def _when(line: MinistryLine) -> str:
    """Return by when a duty is due."""
    return line.without if line.due is None else f"{line.due.span} ({line.due.said})"


def _spoken(step: NumberedStep) -> str:
    """Say one step: who holds it, by when, what is done and where it leads."""
    head = f"{step.number}. {step.title} ({step.holder})"
    said = one_line((head, step.due))
    return f"{said}. {enumerated(step.ways)}".strip()
