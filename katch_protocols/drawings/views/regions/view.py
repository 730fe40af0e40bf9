"""The regions view: a tile a region, a numbered square a function, gaps hatched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.restriction import BAND
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Scene, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.paging import paged, tallest
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    spoken_rows,
    stacked_scenes,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import ALERT, INK, MUTED, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.regions.listing import (
    LEAST,
    FunctionsList,
    fit,
    joined,
    region,
)
from katch_protocols.drawings.views.regions.swatches import Swatch, ground, swatches
from katch_protocols.drawings.views.regions.tiles import (
    Lacking,
    gap,
    hatched,
    tiles,
)
from katch_protocols.duties.coverage import Answering, Cell, CoverageStatus
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["VIEW", "RegionsView"]

_CHIP, _ROW, _TILE = 26.0, 36.0, 236.0
_BETWEEN, _HEAD, _LEAST_WIDTH = 12.0, 54.0, 900.0
_NAMED = 3
"""So many of those who answer are named in a tile."""


class RegionsView(Struct, frozen=True, dict=True):
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

    @cached_property
    def different(self) -> tuple[Id, ...]:
        """The functions that regions do not have in common: tiles show them alone.

        One place by itself has nothing in common with another.
        """
        if len(self.places) == 1:
            return self.functions
        return tuple(filter(self._differs, self.functions))

    def _differs(self, function: Id) -> bool:
        cells = [self.cells[place, function] for place in self.places]
        answers = {tuple(each.agency for each in cell.answering) for cell in cells}
        return len(answers) > 1 or any(map(self.lacking.here, cells))

    @cached_property
    def looks(self) -> Mapping[Id, Swatch]:
        """The look of each body that a tile shows, in the order of the handbook."""
        cells = (self.cells[p, f] for p in self.places for f in self.different)
        shown = dict.fromkeys(e.agency for cell in cells for e in self._shown(cell))
        first = (each for each in self.subject.handbook.agencies if each in shown)
        order = dict.fromkeys((*first, *shown))
        return swatches(order, self.subject.colours)

    def _shown(self, cell: Cell) -> Sequence[Answering]:
        """Return who answers as far as a tile names them."""
        return () if self.lacking.here(cell) else tuple(cell.answering)[:_NAMED]

    @property
    def height(self) -> float:
        """The height of a tile."""
        return _HEAD + len(self.different) * _ROW + 4

    @property
    def right(self) -> float:
        """Where the sheet ends."""
        columns = max(column for column, _ in self.grid.values())
        return LEFT + max(columns * (_TILE + _BETWEEN) + _TILE, _LEAST_WIDTH)

    @property
    def _list(self) -> FunctionsList:
        """The list of functions below the tiles."""
        return FunctionsList(
            self.subject,
            self.functions,
            self.places,
            self.cells,
            self.lacking,
            self.right,
        )

    def scene(self, language: str) -> Scene:
        """Draw the map and its list in one language: a sheet each, if they must be."""
        scenes = [*self._sheets(language)]
        if len(scenes) == 1:
            return scenes[0]
        title = self.subject.title.say(language)
        return stacked_scenes(scenes, title, is_plain=False)

    def _sheets(self, language: str) -> Iterator[Scene]:
        """Yield the map with its list, if both can be read on A3; else apart."""
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-regions",
            self.subject.languages,
            self.right,
        )
        listed, (shapes, top) = self._list, self._map(language)
        heights = [height for height, _ in listed.lines]
        tall = tallest(self.right + LEFT, LEAST) - FOOT - BAND
        said = " ".join(spoken_rows(self.twin(language)))
        if top + sum(heights) <= tall:
            more, top = listed.drawn(range(len(heights)), top, language)
            yield sheet.scene(language, (*shapes, *more), top, said=said)
            return
        yield sheet.scene(language, shapes, top, said=said)
        parts = [*paged(heights, tall - TOP)]
        for at, rows in enumerate(parts, start=2):
            more, top = listed.drawn(rows, TOP, language)
            count = str(len(parts) + 1)
            which = self.subject.word("sheet-of", number=str(at), count=count)
            yield sheet.scene(language, more, top, said=which.say(language))

    def _map(self, language: str) -> tuple[list[Shape], float]:
        """Return the tiles with their key, and where they end."""
        shapes: list[Shape] = [self._tile(place, language) for place in self.places]
        rows = max(row for _, row in self.grid.values()) + 1
        top = TOP + rows * (self.height + _BETWEEN) + 4
        key = Legend(tuple(self._key()), self.subject.languages)
        marks, top = key.written(language, self.right, top)
        shapes += marks
        top += 8
        alike = self._alike()
        if alike is not None:
            text = self._fit(alike, self.right - LEFT, 13, 2, bold=True)
            place = Rect(LEFT, top, self.right - LEFT, text.height)
            shapes.append(text.within(place, language, INK))
            top = place.bottom + 10
        return shapes, top

    def _alike(self) -> Label | None:
        """Say which functions the tiles leave out: everywhere the same answer."""
        alike = [f for f in self.functions if f not in self.different]
        if not alike or self.places == (None,):
            return None
        numbers = (self.functions.index(function) + 1 for function in alike)
        return self.subject.word("alike-everywhere", functions=spoken(numbers))

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
        return region(self.subject, place)

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
            Panel(rect, Ink(PAPER, ALERT if gaps else MUTED, 1.6), 8)
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
        for at, function in enumerate(self.different):
            line = Rect(x + 10, y + _HEAD + at * _ROW, _TILE - 20, _ROW - 4)
            cell = self.cells[place, function]
            number = self.functions.index(function) + 1
            shapes.append(self._row(number, cell, line, language))
        data = {} if place is None else {"region": place}
        return Group("region", tuple(shapes), data, self._region(place).say(language))

    def _row(self, number: int, cell: Cell, rect: Rect, language: str) -> Group:
        """Draw a function that differs: its number, and who answers for it here."""
        agencies = [each.agency for each in self._shown(cell)]
        chip = Rect(rect.x, rect.y + (rect.height - _CHIP) / 2, _CHIP, _CHIP)
        shapes = [*ground([self.looks[each] for each in agencies], chip)]
        if self.lacking.here(cell):
            shapes = [*hatched(chip)]
        shapes.append(Panel(chip.grown(-5), Ink(PAPER), 4))
        text = Fitted({language: TextLines((str(number),), Face.SEMIBOLD, 12)})
        shapes.append(text.within(chip, language, INK, Anchor.MIDDLE))
        label = self._joined(map(self.subject.short, agencies))
        if self.lacking.here(cell):
            missing = dict.fromkeys(role for gap in cell.gaps for role in gap.roles)
            names = [self.subject.short(role) for role in [*missing][:1]]
            if len(missing) > 1:  # the list below the tiles has all
                more = str(len(missing) - 1)
                names.append(self.subject.word("and-more", count=more))
            label = self.subject.word("not-filled", roles=self._joined(names))
        room = Rect(chip.right + 7, rect.y, rect.right - chip.right - 7, rect.height)
        shapes.append(self._fit(label, room.width, 12, 2).within(room, language, INK))
        said = self._spoken(cell.region, cell.function, language)
        title = next(spoken_rows((self._names(language), said)))
        data = {"function": cell.function, "status": cell.status.value}
        return Group("cell", tuple(shapes), data, title)

    def _fit(
        self, label: Label, room: float, size: float, most: int, *, bold: bool = False
    ) -> Fitted:
        return fit(self.subject, label, room, size, most, bold=bold)

    def _joined(self, labels: Iterable[Label]) -> Label:
        return joined(self.subject, labels)

    def _key(self) -> Iterator[Sample]:
        cells = [self.cells[p, f] for p in self.places for f in self.functions]
        if any(map(self.lacking.here, cells)):
            yield Sample(20, gap, self.subject.word("key-gap-here"))
        for body, look in self.looks.items():
            yield Sample(20, partial(_swatch, look), self.subject.short(body))


def _swatch(look: Swatch, rect: Rect, _: str) -> Iterator[Shape]:
    yield from look.drawn(Rect(rect.x, rect.middle[1] - 10, 20, 20), 3)


VIEW: View[Material] = View(
    "regions",
    place=70,
    lay_out=lambda given: RegionsView(Subject.of(given)),
    is_restricted=True,
)
