"""Which indicators count the same cases, or some of those that another one counts.

Each tells of the other: whoever reads that 20 cases are in one table and knows that
a second table counts some of them has an upper bound for its hidden cells.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from katch_protocols.evidence.indicators.cells import AtomGrid, Counts
from katch_protocols.evidence.indicators.conditions_apart import are_all, parted
from katch_protocols.evidence.indicators.statements import CellFigure, Inclusion
from katch_protocols.model.conditions import Condition
from katch_protocols.model.measures import (
    OPENED,
    MeasureRule,
    NumberOfTimes,
    ShareOfCases,
    ShareThatHave,
)
from katch_protocols.model.noun import Id

__all__ = ["Populations"]


@dataclass(frozen=True)
class Populations:
    """Whose cases the indicators of a handbook count."""

    counts: Counts
    _known: dict[Id, str] = field(default_factory=dict, repr=False, compare=False)

    def of(self, name: Id) -> str:
        """Return what is the same for all indicators that count the same cases."""
        if name not in self._known:
            self._known[name] = self._of(name)
        return self._known[name]

    def _of(self, name: Id) -> str:
        measure = self._measure(name)
        if isinstance(measure, NumberOfTimes):
            return name
        atoms = self.counts.tallies[name].atoms.items()
        cases = sorted((str(atom), tally.cases) for atom, tally in atoms if tally.cases)
        return f"{_firsts(measure)} {measure.where} {cases}"

    def _measure(self, name: Id) -> MeasureRule:
        return self.counts.handbook.indicators[name].measure

    def together(self, names: Iterable[Id]) -> list[list[Id]]:
        """Put together what tells of one another, in the order of the handbook."""
        groups: dict[str, list[Id]] = {}
        for name in names:
            groups.setdefault(self._group[name], []).append(name)
        return list(groups.values())

    def related(self, names: Iterable[Id]) -> set[Id]:
        """Return every indicator of the handbook that tells of one of these."""
        groups = {self._group[name] for name in names}
        return {name for name, group in self._group.items() if group in groups}

    @cached_property
    def _group(self) -> dict[Id, str]:
        """The group of each indicator, called by the id of one of its members."""
        names = [*self.counts.handbook.indicators]
        found = {name: name for name in names}
        for one, other in product(names, names):
            if self.of(one) == self.of(other) or self._is_within(one, other):
                gone, stays = found[one], found[other]
                found |= {name: stays for name in names if found[name] == gone}
        return found

    def _is_within(self, narrow: Id, wide: Id) -> bool:
        """Tell whether every case that one counts is also one of the other's.

        A share does not count whose standing is not known yet: it is within the
        number of the same cases, and only whose standing is known is within it. A case
        counts no more often than what it is counted for happens.
        """
        inner, outer = self._measure(narrow), self._measure(wide)
        if self.of(narrow) == self.of(wide):
            return False
        if isinstance(inner, NumberOfTimes) and not isinstance(outer, NumberOfTimes):
            return False
        first, other = _firsts(inner), _firsts(outer)
        if isinstance(outer, ShareOfCases):
            # Of all cases that have B or not, those with B are known.
            is_known = isinstance(outer, ShareThatHave) and {*first} == {outer.event}
            return is_known and not other
        if other and not (first and {*first} <= {*other}):
            return False
        return outer.where is None or outer.where == inner.where

    def inclusions(
        self, figures: Sequence[CellFigure], names: Sequence[Id], grid: AtomGrid
    ) -> Iterator[Inclusion]:
        """Yield where one population of some indicators is within another.

        A case may be counted in another month, or by another agency, than in the wider
        one; what is not so in the truth is nothing that anybody can rely on.
        """
        counted = {self.of(name): self._counted(name, grid) for name in names}
        for some, outer, is_all in self._within(names):
            known = {
                each.atoms for each in figures if each.population in (*some, outer)
            }
            single = {frozenset({atom}) for atoms in known for atom in atoms}
            for atoms in sorted(known | single, key=sorted):
                less = sum(counted[name][a] for name in some for a in atoms)
                more = sum(counted[outer][a] for a in atoms)
                if less <= more:
                    is_same = is_all and less == more
                    yield Inclusion(some, outer, atoms, is_all=is_same)

    def _within(
        self, names: Sequence[Id]
    ) -> Iterator[tuple[tuple[str, ...], str, bool]]:
        """Yield populations within another one, and whether they may be all of it.

        By themselves, and those together whose conditions exclude one another.
        """
        of = self.of
        # Of a share and a number of the same cases the number is asked.
        in_turn = sorted(names, key=self._is_number)
        for outer, wide in {of(name): name for name in in_turn}.items():
            inner = {of(each): each for each in names if self._is_within(each, wide)}
            for population in inner:
                yield (population,), outer, False
            for some, told, is_same in self._parted([*inner.values()], wide):
                is_all = is_same and are_all(told, self.counts.handbook)
                yield some, outer, is_all

    def _parted(
        self, names: Sequence[Id], wide: Id
    ) -> Iterator[tuple[tuple[str, ...], list[Condition], bool]]:
        """Yield populations that conditions part, and whether of the same first events.

        A narrower one of other first events is no part of what these are parts of.
        """
        every = _firsts(self._measure(wide))
        for firsts in dict.fromkeys(_firsts(self._measure(name)) for name in names):
            asked = [
                (self.of(name), where)
                for name in names
                if _firsts(self._measure(name)) == firsts
                and (where := self._measure(name).where) is not None
            ]
            for places in parted([where for _, where in asked]):
                told = [asked[place] for place in places]
                some = tuple(population for population, _ in told)
                yield some, [where for _, where in told], firsts == every

    def _is_number(self, name: Id) -> bool:
        return not isinstance(self._measure(name), ShareOfCases)

    def _counted(self, name: Id, grid: AtomGrid) -> Counter[int]:
        """Count the cases of an indicator by the smallest cells of a grid."""
        found: Counter[int] = Counter()
        for atom, tally in self.counts.tallies[name].atoms.items():
            place = grid.place(atom)
            if place is not None:
                found[place] += tally.cases
        return found


def _firsts(measure: MeasureRule) -> tuple[str, ...]:
    """Return the events any of which makes a case count; none: every case does.

    Every case is opened before anything else happens in it.
    """
    is_every = OPENED in measure.firsts and measure.where is None
    return () if is_every else tuple(sorted(measure.firsts))
