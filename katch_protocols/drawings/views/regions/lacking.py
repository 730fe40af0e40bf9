"""What a map of regions lacks: here alone, everywhere, and roles that nobody plays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.duties.coverage import Cell, Gap
from katch_protocols.model.noun import Id

__all__ = ["Lacking"]

_What = tuple[str, tuple[Id, ...]]


@dataclass(frozen=True)
class Lacking:
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
