"""Which indicators count the same cases, or some of those that another one counts.

Each tells of the other: whoever reads that 20 cases are in one table and knows that
a second table counts some of them has an upper bound for its hidden cells.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from katch_protocols.evidence.indicators.cells import AtomGrid, Counts
from katch_protocols.evidence.indicators.conditions_apart import (
    are_all,
    exclude,
    parted,
)
from katch_protocols.evidence.indicators.measures_within import (
    ask_the_same,
    covers_some,
    ends_of,
    firsts_of,
    have_all,
    is_counted_by,
    is_known_without,
    is_plain_number,
    is_told_by,
    is_within,
    parts_within,
    with_it,
)
from katch_protocols.evidence.indicators.statements import (
    CasesOf,
    CellFigure,
    Inclusion,
)
from katch_protocols.model.measures import (
    MeasureRule,
    NumberOfTimes,
    ShareThatEnd,
    ShareThatHave,
)
from katch_protocols.model.noun import Id

__all__ = ["Populations"]

_Within = tuple[tuple[CasesOf, ...], CasesOf]
"""Some cases, none of them twice, that are within other ones."""


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
        return f"{firsts_of(measure)} {measure.where} {cases}"

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
            if self.of(one) == self.of(other) or self._tells(one, other):
                gone, stays = found[one], found[other]
                found |= {name: stays for name in names if found[name] == gone}
        return found

    def _tells(self, one: Id, other: Id) -> bool:
        """Tell whether what is told of one says anything of the cases of another."""
        some, more = self._measure(one), self._measure(other)
        is_told = is_told_by(some, more, 1, 1) or covers_some(some, more)
        return is_told or any(self._pairs(one, other))

    def _cases(self, name: Id, of: str = "cases") -> CasesOf:
        return CasesOf(self.of(name), None if of == "cases" else name, of)

    def _pairs(self, narrow: Id, wide: Id) -> Iterator[tuple[CasesOf, CasesOf, bool]]:
        """Yield what of one indicator is within what of another, and may be all."""
        inner, outer = self._measure(narrow), self._measure(wide)
        for of in self._alike(narrow, wide):
            yield self._cases(narrow, of), self._cases(wide, of), False
        if is_counted_by(inner, outer):
            yield self._cases(narrow, "part"), self._cases(wide), False
        if have_all(inner, outer):
            is_all = inner.where is None
            yield self._cases(narrow), self._cases(wide, "part"), is_all
        if inner != outer and is_known_without(inner, outer):
            yield self._cases(narrow, "rest"), self._cases(wide), False

    def _alike(self, narrow: Id, wide: Id) -> Iterator[str]:
        """Yield of what it has no more than another: ``cases``, ``part``, ``rest``."""
        inner, outer = self._measure(narrow), self._measure(wide)
        if self.of(narrow) != self.of(wide) and is_within(inner, outer):
            yield "cases"
        if narrow != wide:
            yield from parts_within(inner, outer)

    def inclusions(
        self, figures: Sequence[CellFigure], names: Sequence[Id], grid: AtomGrid
    ) -> Iterator[Inclusion]:
        """Yield where one population of some indicators is within another.

        A case may be counted in another month, or by another agency, than in the wider
        one; what is not so in the truth is nothing that anybody can rely on.
        """
        counted = dict(self._counted(names, grid))
        found = [(both, True, is_all) for both, is_all in self._within(names).items()]
        found += [(both, False, True) for both in self._joined(names)]
        for (some, outer), may_be_within, may_be_all in found:
            told = {each.population for each in (*some, outer)}
            known = {each.atoms for each in figures if each.population in told}
            single = {frozenset({atom}) for atoms in known for atom in atoms}
            for atoms in sorted(known | single, key=sorted):
                less = sum(counted[each][a] for each in some for a in atoms)
                more = sum(counted[outer][a] for a in atoms)
                is_within = may_be_within and less <= more
                is_all = may_be_all and less >= more
                if is_within or is_all:
                    yield Inclusion(some, outer, atoms, is_within, is_all)

    def _within(self, names: Sequence[Id]) -> dict[_Within, bool]:
        """Return what is within something else, and whether it may be all of it.

        By itself, and together where no case is in two of them.
        """
        found: dict[_Within, bool] = {}
        for wide in names:
            for narrow in names:
                for some, outer, is_all in self._pairs(narrow, wide):
                    found[(some,), outer] = found.get(((some,), outer), False) | is_all
            measure = self._measure(wide)
            for of in ("cases", "part", "rest"):
                inner = [each for each in names if of in self._alike(each, wide)]
                for apart, is_all in self._parted(inner, firsts_of(measure)):
                    some_of = tuple(self._cases(each, of) for each in apart)
                    is_same = of == "cases" or all(
                        ask_the_same(self._measure(each), measure) for each in apart
                    )
                    found[some_of, self._cases(wide, of)] = is_all and is_same
            found |= self._having(names, wide)
            found |= self._ended(names, wide) | self._apart_from(names, wide)
        return found

    def _having(self, names: Sequence[Id], wide: Id) -> dict[_Within, bool]:
        """Return cases with B that conditions part, within those of a share with B."""
        outer = self._measure(wide)
        inner = [each for each in names if have_all(self._measure(each), outer)]
        if not isinstance(outer, ShareThatHave):
            return {}
        return {
            (tuple(map(self._cases, apart)), self._cases(wide, "part")): is_all
            for apart, is_all in self._parted(inner, (outer.event,))
        }

    def _apart_from(self, names: Sequence[Id], wide: Id) -> dict[_Within, bool]:
        """Return those with B and those that never have it, within all of them."""
        found, outer = dict[_Within, bool](), self._measure(wide)
        for share, name in product(names, names):
            inner, other = self._measure(share), self._measure(name)
            of = with_it(inner, other, outer)
            if of and isinstance(inner, ShareThatHave):
                some = self._cases(share, "rest"), self._cases(name, of)
                firsts = {*firsts_of(inner), inner.event}
                is_any = inner.where is other.where is None
                is_any &= is_plain_number(outer) and (
                    of == "part" or is_plain_number(other)
                )
                is_all = is_any and firsts >= {*firsts_of(outer)}
                found[some, self._cases(wide)] = is_all
        return found

    def _joined(self, names: Sequence[Id]) -> Iterator[_Within]:
        """Yield cases with A and those with B, and the whole that are with A or B.

        Together they are no fewer; who has both is counted twice.
        """
        for wide in names:
            outer = self._measure(wide)
            inner = [each for each in names if covers_some(self._measure(each), outer)]
            firsts = {name: frozenset(firsts_of(self._measure(name))) for name in inner}
            for some in self._apart(inner, firsts):
                if frozenset().union(*(firsts[n] for n in some)) >= {*firsts_of(outer)}:
                    yield tuple(map(self._cases, some)), self._cases(wide)

    def _parted(
        self, names: Sequence[Id], every: tuple[str, ...]
    ) -> Iterator[tuple[Sequence[Id], bool]]:
        """Yield indicators that conditions part, and whether they may be all.

        A narrower one of other first events is no part of what these are parts of: of
        the cases with ``every`` event.
        """
        for firsts in dict.fromkeys(firsts_of(self._measure(name)) for name in names):
            asked = [
                (name, where)
                for name in names
                if firsts_of(self._measure(name)) == firsts
                and (where := self._measure(name).where) is not None
            ]
            for places in parted([where for _, where in asked], exclude):
                told = [asked[place] for place in places]
                wheres, book = [where for _, where in told], self.counts.handbook
                is_all = firsts == every and are_all(wheres, book)
                yield [name for name, _ in told], is_all

    def _ended(self, names: Sequence[Id], wide: Id) -> dict[_Within, bool]:
        """Return parts of shares of other ends, none of which has a state of another.

        They are within the part of a share of all these ends, and within its cases.
        """
        outer, found = self._measure(wide), dict[_Within, bool]()
        if not isinstance(outer, ShareThatEnd):
            return found
        every = ((name, ends_of(self._measure(name), outer)) for name in names)
        ends = {name: states for name, states in every if states}
        whole = ends.pop(wide)
        inner = [name for name, states in ends.items() if states <= whole]
        for some in self._apart(inner, ends):
            is_all = frozenset().union(*(ends[name] for name in some)) == whole
            found[self._parts(some), self._cases(wide, "part")] = is_all
        ends[wide] = whole
        for some in self._apart([*ends], ends):
            found[self._parts(some), self._cases(wide)] = False
        return found

    @staticmethod
    def _apart(
        names: Sequence[Id], ends: Mapping[Id, frozenset[str]]
    ) -> Iterator[Sequence[Id]]:
        """Yield shares by themselves, and those together that share no end."""
        yield from ([name] for name in names)
        for places in parted([ends[name] for name in names], frozenset.isdisjoint):
            yield [names[place] for place in places]

    def _parts(self, names: Iterable[Id]) -> tuple[CasesOf, ...]:
        return tuple(self._cases(name, "part") for name in names)

    def _counted(
        self, names: Sequence[Id], grid: AtomGrid
    ) -> Iterator[tuple[CasesOf, Counter[int]]]:
        """Count the cases of indicators by the smallest cells of a grid."""
        for name in names:
            cases, part = Counter[int](), Counter[int]()
            for atom, tally in self.counts.tallies[name].atoms.items():
                place = grid.place(atom)
                if place is not None:
                    cases[place] += tally.cases
                    part[place] += tally.part
            yield self._cases(name), cases
            yield self._cases(name, "part"), part
            yield self._cases(name, "rest"), cases - part
