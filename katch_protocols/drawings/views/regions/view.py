"""The regions view: a tile a region, a numbered square a function, gaps hatched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.regions.tiles import (
    Lacking,
    Square,
    everywhere,
    gap,
    ground,
    hatched,
    tiles,
)
from katch_protocols.duties.coverage import Cell, CoverageStatus
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["VIEW", "RegionsView"]

_CHIP, _STEP, _ACROSS = 30.0, 36.0, 5
_TILE = _ACROSS * _STEP + 14
_BETWEEN, _HEAD, _LEAST_WIDTH, _TEXT_GAP = 12.0, 54.0, 900.0, 10.0


@dataclass(frozen=True)
class RegionsView:
    """Who answers where in one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def functions(self) -> tuple[Id, ...]:
        """The functions that the protocol needs, in the order of the handbook."""
        used = (
            c
            for c in self.subject.answer.matrix
            if c.status is not CoverageStatus.UNUSED
        )
        return tuple(dict.fromkeys(cell.function for cell in used))

    @cached_property
    def cells(self) -> Mapping[tuple[Id | None, Id], Cell]:
        """The cells by region and function."""
        matrix = self.subject.answer.matrix
        return {(cell.region, cell.function): cell for cell in matrix}

    @cached_property
    def places(self) -> Sequence[Id | None]:
        """The regions, or ``None`` alone."""
        return tuple(self.subject.handbook.regions) or (None,)

    @cached_property
    def grid(self) -> Mapping[Id | None, tuple[int, int]]:
        """Where each region stands."""
        if self.places == (None,):
            return {None: (0, 0)}
        found = tiles([place for place in self.places if place is not None])
        return {place: at for place, at in found.items()}  # noqa: C416 - another key

    @cached_property
    def lacking(self) -> Lacking:
        """What is missing here alone, and what everywhere."""
        return Lacking(self.subject)

    @property
    def height(self) -> float:
        """The height of a tile."""
        rows = -(-max(len(self.functions), 1) // _ACROSS)
        return _HEAD + rows * _STEP + 8

    @property
    def right(self) -> float:
        """Where the sheet ends."""
        columns = max(column for column, _ in self.grid.values())
        return LEFT + max(columns * (_TILE + _BETWEEN) + _TILE, _LEAST_WIDTH)

    def scene(self, language: str) -> Scene:
        """Draw the map and its list in one language."""
        shapes: list[Shape] = [self._tile(place, language) for place in self.places]
        rows = max(row for _, row in self.grid.values()) + 1
        top = TOP + rows * (self.height + _BETWEEN) + 4
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, top = key.written(language, self.right, top)
        top += 8
        for number, function in enumerate(self.functions, start=1):
            group, top = self._line(number, function, top, language)
            shapes.append(group)
        for label in self._vacant():
            text = self._fit(label, self.right - LEFT, 12.5, 3)
            place = Rect(LEFT, top, self.right - LEFT, text.height)
            shapes.append(text.within(place, language, INK))
            top = place.bottom + 4
        said = " ".join(spoken_rows(self.twin(language)))
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-regions",
            self.subject.languages,
            self.right,
        )
        return sheet.scene(language, (*shapes, *marks), top, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        rows = (
            self._spoken(place, function, language)
            for place in self.places
            for function in self.functions
        )
        return (self._names(language), *rows, *self._unplayed(language))

    def _unplayed(self, language: str) -> Iterator[Row]:
        """Yield the roles that nobody plays, as rows of the twin."""
        named = self.subject.word("roles-unplayed").say(language)
        for place, roles in self.lacking.vacant.items():
            said = one_line(self.subject.short(role).say(language) for role in roles)
            yield self._region(place).say(language), named, "", said

    def _vacant(self) -> Iterator[Label]:
        """Yield a line for each set of regions in which the same roles are vacant."""
        for roles, places in self.lacking.together():
            names = self._joined(map(self.subject.short, roles))
            where = self._where(places)
            yield self.subject.word("vacant-in", regions=where, roles=names)

    def _names(self, language: str) -> Row:
        keys = ("region", "function", "answers-there", "what-is-missing")
        return tuple(self.subject.word(key).say(language) for key in keys)

    def _spoken(self, place: Id | None, function: Id, language: str) -> Row:
        cell = self.cells[place, function]
        short = self.subject.short
        who = [short(each.agency).say(language) for each in cell.answering]
        missing = dict.fromkeys(role for gap in cell.gaps for role in gap.roles)
        return (
            self._region(place).say(language),
            self._function(function).say(language),
            one_line(who) or self.subject.word("nobody").say(language),
            one_line(short(role).say(language) for role in missing),
        )

    def _region(self, place: Id | None) -> Label:
        if place is None:
            return self.subject.word("whole-country")
        return self.subject.handbook.regions[place].title

    def _function(self, function: Id) -> Label:
        return self.subject.handbook.functions[function].title

    def _tile(self, place: Id | None, language: str) -> Group:
        column, row = self.grid[place]
        x = LEFT + column * (_TILE + _BETWEEN)
        y = TOP + row * (self.height + _BETWEEN)
        rect = Rect(x, y, _TILE, self.height)
        cells = [self.cells[place, function] for function in self.functions]
        gaps = sum(self.lacking.here(cell) for cell in cells)
        vacant = len(self.lacking.vacant.get(place, ()))
        shapes: list[Shape] = [
            Panel(rect, Ink(PAPER, ALERT if gaps or vacant else MUTED, 1.6), 8)
        ]
        title = self._fit(self._region(place), _TILE - 20, 14, 1, bold=True)
        count = self.subject.word(
            "held-and-vacant" if vacant else "held-of",
            held=str(len(cells) - gaps),
            all=str(len(cells)),
            count=str(vacant),
        )
        under = self._fit(count, _TILE - 20, 11.5, 1)
        shapes.append(title.within(Rect(x + 10, y + 6, _TILE - 20, 22), language, INK))
        shapes.append(
            under.within(Rect(x + 10, y + 28, _TILE - 20, 18), language, MUTED)
        )
        for at, cell in enumerate(cells):
            left = x + 10 + at % _ACROSS * _STEP
            top = y + _HEAD + at // _ACROSS * _STEP
            chip = Rect(left, top, _CHIP, _CHIP)
            shapes.append(self._chip(at + 1, cell, chip, language))
        data = {} if place is None else {"region": place}
        return Group("region", tuple(shapes), data, self._region(place).say(language))

    def _chip(self, number: int, cell: Cell, rect: Rect, language: str) -> Group:
        agencies = [each.agency for each in cell.answering][:3]
        shapes = [*ground([self.subject.colour(each) for each in agencies], rect)]
        if self.lacking.here(cell):
            shapes = [*hatched(rect)]
        elif cell.gaps:
            shapes.append(Panel(rect, Ink("none", ALERT, 2.2), 5))
        middle = Rect(rect.x + 5, rect.y + 6, rect.width - 10, rect.height - 12)
        shapes.append(Panel(middle, Ink(PAPER), 4))
        text = Fitted({language: TextLines((str(number),), Face.SEMIBOLD, 13)})
        shapes.append(text.within(rect, language, INK, Anchor.MIDDLE))
        said = self._spoken(cell.region, cell.function, language)
        title = next(spoken_rows((self._names(language), said)))
        data = {"function": cell.function, "status": cell.status.value}
        return Group("cell", tuple(shapes), data, title)

    def _fit(
        self, label: Label, room: float, size: float, most: int, *, bold: bool = False
    ) -> Fitted:
        face = Face.SEMIBOLD if bold else Face.REGULAR
        languages = self.subject.languages
        return fitted(label, languages, room, size=size, face=face, most=most)

    def _line(
        self, number: int, function: Id, top: float, language: str
    ) -> tuple[Group, float]:
        """Return a line of the list: number, function, who answers, gaps."""
        room = self.right - LEFT - 40
        texts = [self._fit(self._function(function), room, 14, 1, bold=True)]
        texts += [self._fit(label, room, 12, 2) for label in self._outcomes(function)]
        height = sum(text.height + 2 for text in texts) + _TEXT_GAP
        square = Rect(LEFT, top + 2, 28, 22)
        figure = Label(texts=dict.fromkeys(self.subject.languages, str(number)))
        shapes: list[Shape] = [
            Panel(square, Ink(PAPER, INK, 1.2), 4),
            self._fit(figure, 26, 13, 1, bold=True).within(
                square, language, INK, Anchor.MIDDLE
            ),
            Panel(Rect(LEFT, top + height - 5, room + 40, 1), Ink(HAIRLINE)),
        ]
        place = Rect(LEFT + 40, top + 3, room, height)
        for at, (text, part) in enumerate(stacked(texts, place, 2)):
            shapes.append(text.within(part, language, MUTED if at else INK))
        group = Group("function", tuple(shapes), {"function": function})
        return group, top + height

    def _outcomes(self, function: Id) -> Iterator[Label]:
        """Yield who answers, for each set of regions, then the gaps."""
        alike: dict[tuple[Id, ...], list[Id | None]] = {}
        lacking: dict[tuple[Id, ...], list[Id | None]] = {}
        for place in self.places:
            cell = self.cells[place, function]
            who = tuple(each.agency for each in cell.answering)
            alike.setdefault(who, []).append(place)
            missing = dict.fromkeys(role for gap in cell.gaps for role in gap.roles)
            if cell.gaps:
                lacking.setdefault(tuple(missing), []).append(place)
        for who, places in alike.items():
            names = self._joined(map(self.subject.short, who))
            yield together(
                [names, self._where(places)], self.subject.languages, ": ".join
            )
        for roles, places in lacking.items():
            yield self.subject.word(
                "gap-in",
                regions=self._where(places),
                roles=self._joined(map(self.subject.short, roles)),
            )

    def _where(self, places: Sequence[Id | None]) -> Label:
        if len(places) == len(self.places):
            return self.subject.word("everywhere")
        return self._joined(map(self._region, places))

    def _joined(self, labels: Iterable[Label]) -> Label:
        found = [*labels] or [self.subject.word("nobody")]
        return together(found, self.subject.languages, one_line)

    def _key(self) -> Iterator[Sample]:
        cells = [self.cells[p, f] for p in self.places for f in self.functions]
        named = dict.fromkeys(e.agency for cell in cells for e in cell.answering)
        yield from families(self.subject.families(named))
        for agency in named:
            if agency in self.subject.colours:
                yield Sample(20, self._square(agency), self.subject.short(agency))
        if any(agency not in self.subject.colours for agency in named):
            others = [a for a in named if a not in self.subject.colours]
            label = self._joined(map(self.subject.short, others))
            yield Sample(20, self._square(others[0]), label)
        if any(map(self.lacking.here, cells)):
            yield Sample(20, gap, self.subject.word("key-gap-here"))
        if any(cell.gaps and not self.lacking.here(cell) for cell in cells):
            yield Sample(20, everywhere, self.subject.word("key-gap-everywhere"))

    def _square(self, agency: Id) -> Square:
        return Square(self.subject.colour(agency))


VIEW: View[Material] = View(
    "regions",
    place=70,
    lay_out=lambda given: RegionsView(Subject.of(given)),
    is_restricted=True,
)
