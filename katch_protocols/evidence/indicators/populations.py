"""Whose cases the indicators count, and what each tells of the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from katch_protocols.evidence.indicators.cells import AtomGrid, Counts
from katch_protocols.evidence.indicators.pieces import (
    arrivals_of,
    claims_of,
    firsts_of,
    limit_of,
)
from katch_protocols.evidence.indicators.relations import Piece, Within, relations
from katch_protocols.evidence.indicators.statements import (
    CasesOf,
    CellFigure,
    Inclusion,
    Statement,
    arrivals_named,
)
from katch_protocols.model.measures import (
    MeasureRule,
    NumberOfTimes,
    TimeFromTo,
)
from katch_protocols.model.noun import Id

__all__ = ["Populations"]


class Populations(Struct, frozen=True, dict=True):
    """Whose cases the indicators of a handbook count."""

    counts: Counts

    @cached_property
    def _known(self) -> dict[Id, str]:
        return {}

    def of(self, name: Id) -> str:
        """Return what is the same for all indicators that count the same cases."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._of(name)
        return found

    def _of(self, name: Id) -> str:
        measure = self._measure(name)
        if isinstance(measure, NumberOfTimes):
            return name
        atoms = self.counts.tallies[name].atoms.items()
        cases = sorted((str(atom), tally.cases) for atom, tally in atoms if tally.cases)
        return f"{firsts_of(measure)} {measure.where} {cases}"

    def _measure(self, name: Id) -> MeasureRule:
        return self.counts.handbook.indicators[name].measure

    # What tells of one another -----------------------------------------------------

    def together(self, names: Iterable[Id]) -> list[list[Id]]:
        """Put together what tells of one another, in the order of the handbook."""
        groups: dict[str, list[Id]] = {}
        for name in names:
            groups.setdefault(self._group[self.of(name)], []).append(name)
        return list(groups.values())

    def related(self, names: Iterable[Id]) -> set[Id]:
        """Return every indicator of the handbook that tells of one of these."""
        groups = {self._group[self.of(name)] for name in names}
        every = self.counts.handbook.indicators
        return {name for name in every if self._group[self.of(name)] in groups}

    @cached_property
    def _group(self) -> dict[str, str]:
        """The group of each population, called by one of its members."""
        names = [*self.counts.handbook.indicators]
        found = {self.of(name): self.of(name) for name in names}
        arrivals = dict.fromkeys(names, self.limits(names))
        for some, (whole, *others) in self._relations(names, arrivals):
            stays = found[whole.population]
            gone = {found[each.population] for each in (*some, *others)}
            found = {
                name: stays if group in gone else group for name, group in found.items()
            }
        return found

    # What is within what -----------------------------------------------------------

    def limits(self, names: Iterable[Id]) -> tuple[float, ...]:
        """Return within how many hours it is asked whether something has come."""
        found = {limit_of(self._measure(name)) for name in names}
        return tuple(sorted(found | {float("inf")}))

    def _relations(
        self, names: Sequence[Id], arrivals: Mapping[Id, Iterable[float]]
    ) -> Mapping[Within, tuple[bool, bool]]:
        """Return what tells of what, with those of times who arrive within limits."""
        pieces = self._pieces(names, arrivals)
        return relations([*pieces], self.counts.handbook)

    def _pieces(
        self, names: Sequence[Id], arrivals: Mapping[Id, Iterable[float]]
    ) -> Iterator[Piece]:
        for name in names:
            measure, population = self._measure(name), self.of(name)
            for of, claims in claims_of(measure):
                share = None if of == "cases" else name
                yield Piece(CasesOf(population, share, of), claims)
            if isinstance(measure, TimeFromTo):
                for limit in arrivals.get(name, ()):
                    share = arrivals_named(name, limit)
                    for of, claims in arrivals_of(measure, limit):
                        yield Piece(CasesOf(population, share, of), claims)

    def inclusions(
        self,
        figures: Sequence[CellFigure],
        told: Sequence[Statement],
        names: Sequence[Id],
        grid: AtomGrid,
    ) -> Iterator[Inclusion]:
        """Yield where one population of some indicators is within another.

        A case may be counted in another month, or by another agency, than in the wider
        one; what is not so in the truth is nothing that anybody can rely on.
        """
        arrivals: dict[Id, dict[float, None]] = {}
        said = [*(each.arrivals for each in figures), *(each.arrivals for each in told)]
        for each in chain(*said):
            arrivals.setdefault(each.time, {})[each.within] = None
        counted = dict(self._counted(names, arrivals, grid))
        known: dict[str, set[frozenset[int]]] = {}
        for figure in figures:
            known.setdefault(figure.population, set()).add(figure.atoms)
        found = self._relations(names, arrivals)
        for (some, wholes), (is_less, is_more) in found.items():
            whose = {each.population for each in (*some, *wholes)}
            every = set[frozenset[int]]().union(*(known.get(p, set()) for p in whose))
            single = {frozenset({atom}) for atoms in every for atom in atoms}
            for atoms in sorted(every | single, key=sorted):
                less = sum(counted[each][a] for each in some for a in atoms)
                more = sum(counted[each][a] for each in wholes for a in atoms)
                is_within, is_all = is_less and less <= more, is_more and less >= more
                if is_within or is_all:
                    yield Inclusion(some, wholes, atoms, is_within, is_all)

    def _counted(
        self,
        names: Sequence[Id],
        arrivals: Mapping[Id, Iterable[float]],
        grid: AtomGrid,
    ) -> Iterator[tuple[CasesOf, Counter[int]]]:
        """Count the cases of indicators by the smallest cells of a grid."""
        for name in names:
            cases, part = Counter[int](), Counter[int]()
            arrived = {limit: Counter[int]() for limit in arrivals.get(name, ())}
            for atom, tally in self.counts.tallies[name].atoms.items():
                place = grid.place(atom)
                if place is not None:
                    cases[place] += tally.cases
                    part[place] += tally.part
                    for limit, found in arrived.items():
                        found[place] += tally.arrived(limit)
            population = self.of(name)
            yield CasesOf(population), cases
            for share, some in (
                (name, part),
                *((arrivals_named(name, each), arrived[each]) for each in arrived),
            ):
                yield CasesOf(population, share, "part"), some
                yield CasesOf(population, share, "rest"), cases - some
