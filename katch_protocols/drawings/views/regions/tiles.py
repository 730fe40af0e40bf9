"""The tiles and squares of the map of regions, and what is missing in each."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil, sqrt

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Panel, Polyline, Shape
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.theme import ALERT, PAPER
from katch_protocols.duties.coverage import Cell, Gap
from katch_protocols.model.noun import Id

__all__ = ["Lacking", "gap", "hatched", "tiles"]


_GRID = {
    "west_kazakhstan": (0, 1),
    "aktobe": (1, 1),
    "kostanay": (2, 0),
    "north_kazakhstan": (3, 0),
    "akmola": (3, 1),
    "astana": (4, 1),
    "pavlodar": (5, 0),
    "abai": (5, 1),
    "east_kazakhstan": (6, 1),
    "atyrau": (0, 2),
    "ulytau": (2, 2),
    "karaganda": (3, 2),
    "jetisu": (6, 2),
    "mangystau": (0, 3),
    "kyzylorda": (2, 3),
    "turkistan": (3, 3),
    "jambyl": (4, 3),
    "almaty_oblast": (5, 3),
    "shymkent": (3, 4),
    "almaty_city": (5, 4),
}
"""Column and row of each region, by its id; the ids are those of the handbook."""


def tiles(regions: Sequence[Id]) -> dict[Id, tuple[int, int]]:
    """Return the column and row of each region; empty columns and rows are left out."""
    if not all(region in _GRID for region in regions):
        wide = max(ceil(sqrt(len(regions))), 1)
        return {name: (at % wide, at // wide) for at, name in enumerate(regions)}
    columns = sorted({_GRID[region][0] for region in regions})
    rows = sorted({_GRID[region][1] for region in regions})
    return {
        region: (columns.index(_GRID[region][0]), rows.index(_GRID[region][1]))
        for region in regions
    }


def gap(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a gap that a region has alone."""
    yield from hatched(Rect(rect.x, rect.y, 20, 20))


def hatched(rect: Rect) -> Iterator[Shape]:
    """Yield a square with a red frame and slanted lines."""
    yield Panel(rect, Ink(PAPER, ALERT, 1.8))
    ink, step = Ink("none", ALERT, 1.4), rect.width / 4
    for at in range(1, 8):
        reach = at * step
        low, high = max(reach - rect.width, 0), min(reach, rect.width)
        start = rect.x + low, rect.y + (reach - low)
        end = rect.x + high, rect.y + (reach - high)
        yield Polyline((start, end), ink)


_What = tuple[str, tuple[Id, ...]]


class Lacking(Struct, frozen=True, dict=True):
    """Tells a gap of one region from one that every region has.

    A body that is unknown everywhere, perhaps abroad, says nothing about an oblast.
    """

    subject: Subject

    @cached_property
    def everywhere(self) -> Mapping[Id, frozenset[_What]]:
        """By function what is missing in every region, if there are several."""
        found: dict[Id, list[set[_What]]] = {}
        for cell in self.subject.answer.matrix:
            found.setdefault(cell.function, []).append(set(map(_what, cell.gaps)))
        return {
            function: frozenset(set.intersection(*places))
            if places[1:]
            else frozenset()
            for function, places in found.items()
        }

    def here(self, cell: Cell) -> bool:
        """Whether a function lacks something that other regions have, or anybody."""
        common = self.everywhere[cell.function]
        return bool(cell.gaps) and (
            not cell.answering or any(_what(gap) not in common for gap in cell.gaps)
        )

    @cached_property
    def vacant(self) -> Mapping[Id | None, tuple[Id, ...]]:
        """The roles that nobody plays in each place and that no gap there names."""
        answer = self.subject.answer
        told = {(gap.region, role) for gap in answer.gaps for role in gap.roles}
        found: dict[Id | None, list[Id]] = {}
        for each in answer.vacancies:
            if (each.region, each.role) not in told:
                found.setdefault(each.region, []).append(each.role)
        return {place: tuple(roles) for place, roles in found.items()}

    def together(self) -> Iterator[tuple[Sequence[Id], Sequence[Id | None]]]:
        """Yield the vacant roles, and where nobody plays them; those alike at once."""
        places: dict[Id, list[Id | None]] = {}
        for place, vacant in self.vacant.items():
            for role in vacant:
                places.setdefault(role, []).append(place)
        alike: dict[tuple[Id | None, ...], list[Id]] = {}
        for role, where in places.items():
            alike.setdefault(tuple(where), []).append(role)
        for group, roles in alike.items():
            yield roles, group


def _what(gap: Gap) -> _What:
    return gap.missing.value, gap.roles
