"""The columns of the table: bodies by family, families folded where it is too wide."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.raci import parties_of
from katch_protocols.model.noun import Id, Label

__all__ = ["TableColumn", "TableColumns"]

_PARTS = tuple(Part)
_MOST = 28
"""So many columns fit on A3; more are folded into their families."""


class TableColumn(Struct, frozen=True):
    """One body, or all of a family; ``family`` is empty where there is none."""

    family: Id
    parties: tuple[Id, ...]
    label: Label
    title: Label


class TableColumns(Struct, frozen=True, dict=True):
    """The columns of one protocol."""

    subject: Subject

    def parts(self, duty: Duty) -> Mapping[Id, tuple[Part, ...]]:
        """Return who has which parts in a duty, in the order of the parts."""
        return self._parts[id(duty)]

    @cached_property
    def _parts(self) -> Mapping[int, Mapping[Id, tuple[Part, ...]]]:
        """The parts in each duty of the protocol, which is read once."""
        book = self.subject.handbook
        return {id(duty): parties_of(duty, book) for duty in self.subject.duties}

    @cached_property
    def parties(self) -> tuple[Id, ...]:
        """Whoever has a part: the lanes in their order, then the others."""
        lanes = [lane.id for lane in self.subject.story.lanes]
        found = dict.fromkeys(
            party for duty in self.subject.duties for party in self.parts(duty)
        )
        return tuple(
            dict.fromkeys([lane for lane in lanes if lane in found] + [*found])
        )

    @cached_property
    def families(self) -> Mapping[Id, tuple[Id, ...]]:
        """The bodies of each family in the order in which it is met; the rest last."""
        found: dict[Id, list[Id]] = {}
        for party in self.parties:
            found.setdefault(self.subject.family(party), []).append(party)
        alone = found.pop("", [])
        every = {name: tuple(group) for name, group in found.items()}
        return {**every, "": tuple(alone)} if alone else every

    @cached_property
    def folded(self) -> frozenset[Id]:
        """The families that share one column; whose bodies do least come first."""
        found: set[Id] = set()
        count = len(self.parties)
        groups = [(n, g) for n, g in self.families.items() if n and len(g) > 1]
        groups.sort(key=lambda each: self._busy(each[1]) / len(each[1]))
        for name, group in groups:
            if count <= _MOST:
                break
            found.add(name)
            count -= len(group) - 1
        return frozenset(found)

    def _busy(self, group: Sequence[Id]) -> int:
        """Return how often bodies do, answer or take part."""
        return sum(
            any(part.binds for part in parts)
            for duty in self.subject.duties
            for party, parts in self.parts(duty).items()
            if party in group
        )

    @cached_property
    def every(self) -> tuple[TableColumn, ...]:
        """The columns from left to right."""
        return tuple(self._every())

    def _every(self) -> Iterator[TableColumn]:
        subject = self.subject
        for name, group in self.families.items():
            if name in self.folded:
                title = subject.handbook.families[name].title
                yield TableColumn(name, group, title, title)
                continue
            for party in group:
                yield TableColumn(
                    name, (party,), subject.short(party), subject.full(party)
                )

    def row(self, duty: Duty) -> Sequence[tuple[Part, ...]]:
        """Return the parts of each column in a duty: of a family those of any of it."""
        return self._rows[id(duty)]

    @cached_property
    def _rows(self) -> Mapping[int, Sequence[tuple[Part, ...]]]:
        return {
            duty: [_parts_of(column, parts) for column in self.every]
            for duty, parts in self._parts.items()
        }


def _parts_of(
    column: TableColumn, parts: Mapping[Id, tuple[Part, ...]]
) -> tuple[Part, ...]:
    if len(column.parties) == 1:
        return parts.get(column.parties[0], ())
    found = {part for party in column.parties for part in parts.get(party, ())}
    return tuple(part for part in _PARTS if part in found)
