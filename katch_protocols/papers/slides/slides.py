"""The slides of a protocol: the way of a case, each agency, what is to be decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pptx.slide import Slide
from pptx.util import Pt

from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.lanes.frame import HEAD_TOP
from katch_protocols.drawings.scene import Group, Scene
from katch_protocols.drawings.theme import INK
from katch_protocols.model.deadlines import Basis
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.nouns import (
    Card,
    CardDuty,
    NumberedStep,
    Passage,
    PrintedDeadline,
)
from katch_protocols.papers.content.points import open_questions
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import deadline_rows
from katch_protocols.papers.questions import deadlines
from katch_protocols.papers.slides.canvas import Canvas
from katch_protocols.papers.slides.deck import HEIGHT, MARGIN, TOP, WIDTH, Show
from katch_protocols.papers.slides.picture import draw_scene
from katch_protocols.papers.slides.tables import Head, SlideCell, SlideTable, cut, put
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["slides"]


def slides(found: Gathered, language: str) -> bytes:
    """Return the slides as a PPTX file that the other side may edit.

    The whole drawing, then one slide a phase; a slide or more an agency; who does
    what; deadlines; open questions; what is to be decided. Each has notes in words.
    """
    return _Maker(found, language).made()


@dataclass(frozen=True)
class _Maker:
    found: Gathered
    language: str

    @cached_property
    def tongue(self) -> PaperTexts:
        return self.found.tongue(self.language)

    @cached_property
    def title(self) -> str:
        protocol = self.found.protocol
        return self.tongue.label(protocol.title, protocol.id)

    @cached_property
    def show(self) -> Show:
        foot = self.tongue.foot(self.found.protocol)
        return Show(self.title, self.language, foot, self.found.theme)

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

    def made(self) -> bytes:
        self._first()
        pictures = self.found.pictures
        self._drawing(pictures.whole.scene(self.language))
        for view in pictures.phases:
            self._drawing(view.scene(self.language))
        for card in self.found.cards(self.language):
            self._agency(card)
        self._raci()
        self._deadlines()
        self._questions()
        self._decision()
        return self.show.bytes()

    def _first(self) -> None:
        slide = self.show.slide(self.title, (self.tongue.say("not-law"),), 34)
        heading = slide.shapes.title
        if heading is not None:
            heading.top, heading.height = Pt(150), Pt(120)
        found, protocol = self.found, self.found.protocol
        bound = [each for each in found.answer.agencies.values() if each.binding]
        said = self.tongue.say(
            "handed-out",
            agencies=len(bound),
            steps=len(found.pictures.numbers),
            duties=len(found.answer.raci),
            deadlines=len(tuple(deadlines(protocol, found.handbook))),
        )
        room = (MARGIN, 300.0, WIDTH - 2 * MARGIN, 120.0)
        tally = found.tally(self.language)
        promises = self.tongue.say("promises-stand", tally=tally)
        lines = f"{said}\n{promises}\n{self.tongue.say('not-law')}"
        self.show.text(slide, lines, room, 18, INK)

    def _drawing(self, scene: Scene) -> None:
        """Draw a scene below its title, as large as the slide allows."""
        notes = [
            _spoken(step)
            for step in self.found.steps(self.language)
            if self._is_in(scene, step.number)
        ]
        slide = self.show.slide(scene.title, notes, 20)
        height = scene.height - HEAD_TOP
        room = WIDTH - 2 * MARGIN, HEIGHT - TOP - 24
        scale = min(room[0] / scene.width, room[1] / height)
        left = MARGIN + (room[0] - scene.width * scale) / 2
        canvas = Canvas(slide, scale, (left, TOP - HEAD_TOP * scale), self.show.tag)
        draw_scene(canvas, scene, self.steps, HEAD_TOP - 8)

    @staticmethod
    def _is_in(scene: Scene, number: int) -> bool:
        groups = (part for part in scene.parts if isinstance(part, Group))
        return any(group.data.get("number") == str(number) for group in groups)

    def _tables(
        self, title: str, plan: SlideTable, rows: Sequence[tuple[SlideCell, ...]]
    ) -> Iterator[Slide]:
        pages = tuple(cut(plan, rows))
        for number, page in enumerate(pages, start=1):
            heading = f"{title} ({number}/{len(pages)})" if len(pages) > 1 else title
            notes = [" · ".join(c.said for c in row if c.said) for row in page]
            slide = self.show.slide(heading, notes, 22)
            put(slide, plan, page, self.show.tag)
            yield slide

    def _heads(self, *keys: str) -> tuple[Head, ...]:
        return tuple(Head(self.tongue.say(key)) for key in keys)

    def _agency(self, card: Card) -> None:
        plan = SlideTable(
            self._heads("number", "duty", "part", "by-when", "beside"),
            (0.5, 4.4, 2, 2, 2.6),
            12,
        )
        rows: list[tuple[SlideCell, ...]] = []
        for section in card.sections:
            if section.title:
                rows.append((SlideCell(section.title, across=True),))
            rows += [self._duty(line) for line in section.lines]
        for _ in self._tables(card.agency, plan, rows):
            pass
        passing = (("comes-to-us", card.receives), ("goes-from-us", card.hands))
        rows = []
        for key, found in passing:
            rows.append((SlideCell(self.tongue.say(key), across=True),))
            rows += [self._passage(each) for each in found]
            if not found:
                rows.append((SlideCell(self.tongue.say("none")), SlideCell("")))
        rows.append((SlideCell(self.tongue.say("may-receive"), across=True),))
        rows += [
            (SlideCell(p.title, bold=True), SlideCell(f"{p.senders}: {p.data}"))
            for p in card.papers
        ]
        if not card.papers:
            rows.append((SlideCell(self.tongue.say("none")), SlideCell("")))
        heads = Head(card.short), Head("")
        for _ in self._tables(card.agency, SlideTable(heads, (2, 3), 12), rows):
            pass

    def _duty(self, line: CardDuty) -> tuple[SlideCell, ...]:
        return (
            SlideCell(str(line.number)),
            SlideCell(line.title, bold=True),
            SlideCell(line.parts),
            self._due(line.due, line.without),
            SlideCell(enumerated(line.beside)),
        )

    def _due(self, due: PrintedDeadline | None, without: str = "") -> SlideCell:
        """Return a deadline in the look of its basis."""
        if due is None:
            return SlideCell(without)
        how = looks(self.found.theme)[due.basis]
        return SlideCell(f"{due.span} ({due.said})", bold=True, look=how)

    @staticmethod
    def _passage(passage: Passage) -> tuple[SlideCell, ...]:
        return SlideCell(passage.other, bold=True), SlideCell(enumerated(passage.acts))

    def _raci(self) -> None:
        table = self.found.raci(self.language)
        heads = (
            *self._heads("number", "duty", "by-when"),
            *(Head(each.short, each.colour, upright=True) for each in table.columns),
        )
        shares = (1.0, 10.0, 4.5, *(1.7 for _ in table.columns))
        rows: list[tuple[SlideCell, ...]] = []
        for group in table.groups:
            if group.title:
                rows.append((SlideCell(group.title, across=True),))
            for row in group.rows:
                letters = (
                    SlideCell(
                        " ".join(self.tongue.say(f"duties.letter-{p}") for p in cell),
                        centred=True,
                    )
                    for cell in row.cells
                )
                due = self._due(row.due)
                rows.append(
                    (SlideCell(str(row.number)), SlideCell(row.title), due, *letters)
                )
        key = " · ".join(
            f"{self.tongue.say(f'duties.letter-{part}')}: "
            f"{self.tongue.say(f'duties.means-{part}')}"
            for part in ("responsible", "accountable", "with", "consulted", "informed")
        )
        for slide in self._tables(
            self.tongue.say("raci"), SlideTable(heads, shares, 9), rows
        ):
            room = (WIDTH / 2, HEIGHT - 20, WIDTH / 2 - MARGIN, 16)
            self.show.text(slide, key, room, 8, INK)

    def _deadlines(self) -> None:
        references = References(self.tongue)
        rows = [
            tuple(map(SlideCell, row[:3]))
            for row in deadline_rows(self.found.protocol, self.tongue, references)
        ]
        plan = SlideTable(self._heads("where", "by-when", "basis"), (5, 2, 2), 13)
        for _ in self._tables(self.tongue.say("deadlines"), plan, rows):
            pass

    def _questions(self) -> None:
        asked = open_questions(self.tongue)
        rows = [(SlideCell(said), SlideCell(whom)) for said, whom in asked]
        plan = SlideTable(self._heads("questions", "agencies"), (5, 3), 12)
        for _ in self._tables(self.tongue.say("questions"), plan, rows):
            pass

    def _decision(self) -> None:
        """Say what the room is asked to decide."""
        protocol, book = self.found.protocol, self.found.handbook
        owed = deadlines(protocol, book)
        proposed = sum(each.basis is Basis.PROPOSED for each in owed)
        said = [self.tongue.say("ask-agree")]
        if proposed:
            said.append(self.tongue.say("ask-deadlines", count=proposed))
        if book.questions:
            said.append(self.tongue.say("ask-questions", count=len(book.questions)))
        lines = [f"{at}. {line}" for at, line in enumerate(said, start=1)]
        slide = self.show.slide(self.tongue.say("decision"), lines)
        room = (MARGIN, TOP + 30, WIDTH - 2 * MARGIN, 300.0)
        self.show.text(slide, "\n".join(lines), room, 22, INK)


def _spoken(step: NumberedStep) -> str:
    """Say one step: who holds it, by when, what is done and where it leads."""
    head = f"{step.number}. {step.title} ({step.holder})"
    said = one_line((head, step.due))
    return f"{said}. {enumerated(step.ways)}".strip()
