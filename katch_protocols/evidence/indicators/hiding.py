"""Which cells are hidden, so that none can be reckoned from all that is ever told.

Primary: what is too small. Complementary: the cheapest cells that keep each hidden
number unknown by at least the threshold, found by an integer program over two tables
that agree with everything told, one as low and one as high as it must be able to be.
After M. Fischetti and J. J. Salazar-González, *Models and algorithms for optimizing
cell suppression in tabular data with linear constraints*, JASA 95 (2000).
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from msgspec import Struct

from katch_protocols.evidence.indicators.integer_program import Program
from katch_protocols.evidence.indicators.statements import (
    CellFigure,
    Inclusion,
    Rules,
    Statement,
    statement,
)
from katch_protocols.evidence.indicators.table_system import TableSystem, bounds_of

__all__ = ["Cells", "Hidden", "HiddenNumber", "hide"]

_KINDS = ("cases", "share", "time")


class HiddenNumber(Struct, frozen=True):
    """A number that is hidden: ``of`` is ``cases``, ``part`` or ``rest``."""

    figure: int
    of: str
    least: int = 0
    greatest: int = 0


class Hidden(Struct, frozen=True):
    """What is hidden of each figure, and what can be reckoned of it.

    ``cases``, ``shares`` and ``times`` are figures by their position; a figure of which
    the cases are hidden has no share and no time either.
    """

    cases: frozenset[int]
    shares: frozenset[int]
    times: frozenset[int] = frozenset()
    numbers: tuple[HiddenNumber, ...] = ()


class Cells(NamedTuple):
    """The figures of which the cases, the shares and the times are hidden."""

    cases: AbstractSet[int] = frozenset()
    shares: AbstractSet[int] = frozenset()
    times: AbstractSet[int] = frozenset()

    def with_more(self, more: "Cells") -> "Cells":
        """Return these and others; without its cases nothing of a figure is told."""
        shares = self.shares | more.cases | more.shares
        return Cells(self.cases | more.cases, shares, self.times | more.times)

    def told(self, at: int, figure: CellFigure, rules: Rules) -> Statement:
        """Return what is told of a figure."""
        return statement(
            figure,
            rules,
            cases=at not in self.cases,
            share=at not in self.shares,
            time=at not in self.times,
        )


def hide(
    figures: Sequence[CellFigure],
    earlier: Sequence[Statement],
    rules: Rules,
    held: Cells | None = None,
    inclusions: Sequence[Inclusion] = (),
) -> Hidden | None:
    """Return what is hidden of figures that are released together.

    Args:
        figures: Every cell that would be told; cells of one population share atoms.
        earlier: What was told before, of the same atoms.
        rules: Those of the handbook.
        held: The figures of which something is hidden in any case.
        inclusions: Which populations are within others; a reader may know it.

    Returns:
        What is hidden; ``None`` where so much was told before that nothing is enough.
    """
    held = Cells() if held is None else held
    if inclusions:
        # What each population needs by itself is cheaper to hide than what stands
        # around it, and often enough for all of them.
        alone = _each_alone(figures, earlier, rules, held)
        if alone is None:
            return None
        held = alone
    search = _Suppression(figures, earlier, rules, inclusions)
    found = search.hidden(held)
    if found is None:
        return None
    cases, shares, times = map(frozenset, found)
    return Hidden(cases, shares, times, tuple(search.ranges(found)))


def _each_alone(
    figures: Sequence[CellFigure],
    earlier: Sequence[Statement],
    rules: Rules,
    held: Cells,
) -> Cells | None:
    """Return what is hidden where nobody knows which population is within another."""
    cases, shares = set(held.cases), set(held.shares)
    for population in dict.fromkeys(each.population for each in figures):
        own = [at for at, each in enumerate(figures) if each.population == population]
        told = [each for each in earlier if each.population == population]
        search = _Suppression([figures[at] for at in own], told, rules)
        here = ({n for n, at in enumerate(own) if at in each} for each in held)
        found = search.hidden(Cells(*here))
        if found is None:
            return None
        cases.update(own[at] for at in found.cases)
        shares.update(own[at] for at in found.shares)
    return Cells(cases, shares)


class _Suppression:
    """The figures of one system, and the programs over them."""

    def __init__(
        self,
        figures: Sequence[CellFigure],
        earlier: Sequence[Statement],
        rules: Rules,
        inclusions: Sequence[Inclusion] = (),
    ) -> None:
        self.figures, self.earlier, self.rules = figures, earlier, rules
        self.inclusions = inclusions
        widest = max((each.threshold for each in figures), default=0)
        self.seen_apart = set[HiddenNumber]()
        self.wide = Rules(max(rules.threshold, widest), rules.round)
        self.far = bounds_of(figures, earlier, self.wide)
        self._system_of: tuple[Cells, TableSystem] | None = None
        self._tables: list[Sequence[int]] = []

    def hidden(self, held: Cells) -> Cells | None:
        """Return the figures of which something is hidden."""
        figures, rules = self.figures, self.rules
        small = {at for at, each in enumerate(figures) if each.hides_cases(rules)}
        shares = {at for at, each in enumerate(figures) if each.hides_share(rules)}
        hidden = held.with_more(Cells(small | held.cases, shares))
        self._tables.clear()
        while True:
            exposed = self.exposed(hidden)
            if exposed is None:
                return hidden
            more = self.cheapest(exposed, hidden)
            if more is None:
                return None
            if not any(more):
                # It found two tables as far apart as need be, where none was seen.
                self.seen_apart.add(exposed)
            hidden = hidden.with_more(more)

    def exposed(self, hidden: Cells) -> HiddenNumber | None:
        """Return a hidden number that is known too well; ``None``: there is none."""
        system = self._system(hidden)
        targets = [*self._targets(hidden)]
        seen = {each: {self._truth(each)} for each in targets}

        def look(found: Sequence[int]) -> None:
            for each in targets:
                seen[each].add(system.value(self.figures[each.figure], each.of, found))

        # What agrees with more that is told agrees with less: only more is hidden.
        for table in self._tables:
            look(table)
        for target in targets:
            for sign in (1, -1):
                if self._is_apart(target, seen[target]):
                    break
                look(self._extreme(system, target, sign))
            if not (self._is_apart(target, seen[target]) or target in self.seen_apart):
                return target
        return None

    def _extreme(
        self, system: TableSystem, target: HiddenNumber, sign: int
    ) -> Sequence[int]:
        """Return a table in which a hidden number is least, or for -1 greatest.

        None is looked for where one was found in which it is as far as it can be.
        """
        terms = system.terms(self.figures[target.figure], target.of)
        for table in self._tables:
            if system.is_farthest(terms, sign, table):
                return table
        self._tables.append(system.extreme(terms, sign))
        return self._tables[-1]

    def ranges(self, hidden: Cells) -> Iterator[HiddenNumber]:
        """Yield each hidden number with its least and greatest value."""
        system = self._system(hidden)
        for target in self._targets(hidden):
            figure = self.figures[target.figure]
            ends = [
                system.value(figure, target.of, self._extreme(system, target, sign))
                for sign in (1, -1)
            ]
            yield HiddenNumber(target.figure, target.of, *ends)

    def _targets(self, hidden: Cells) -> Iterator[HiddenNumber]:
        for at in sorted(hidden.shares):
            if at in hidden.cases:
                yield HiddenNumber(at, "cases")
            if self.figures[at].share is not None:
                yield HiddenNumber(at, "part")
                yield HiddenNumber(at, "rest")

    def _apart(self, target: HiddenNumber) -> int:
        """Return how far the least and the greatest value must be from one another."""
        return max(self.rules.threshold, self.figures[target.figure].threshold)

    def _is_apart(self, target: HiddenNumber, seen: AbstractSet[int]) -> bool:
        return max(seen) - min(seen) >= self._apart(target)

    def _truth(self, target: HiddenNumber) -> int:
        figure = self.figures[target.figure]
        whole = {"cases": figure.cases, "part": figure.part}
        return whole.get(target.of, figure.cases - figure.part)

    def _system(self, hidden: Cells) -> TableSystem:
        """Return what agrees with all that is told; made once for what it was last."""
        if self._system_of is not None and self._system_of[0] == hidden:
            return self._system_of[1]
        system = TableSystem(self.wide, self.far)
        system.know(self.figures, self.inclusions)
        for each in self.earlier:
            system.state(each)
        for at, figure in enumerate(self.figures):
            system.state(hidden.told(at, figure, self.rules))
        self._system_of = hidden, system
        return system

    def cheapest(self, target: HiddenNumber, hidden: Cells) -> Cells | None:
        """Return the figures of which something is hidden besides."""
        program = Program()
        low, high = (TableSystem(self.wide, self.far, program) for _ in range(2))
        switches: dict[tuple[int, str], int] = {}
        cost: dict[int, float] = {}
        for at, kind, price in self._candidates(hidden):
            switches[at, kind] = program.number(0, 1)
            cost[switches[at, kind]] = price
        for (at, kind), switch in switches.items():
            whole = switches.get((at, "cases"), switch)
            if kind != "cases" and whole != switch:
                program.bound({switch: 1.0, whole: -1.0}, low=0)
        for system in (low, high):
            system.know(self.figures, self.inclusions)
            for each in self.earlier:
                system.state(each)
            for at, figure in enumerate(self.figures):
                offs = (switches.get((at, kind)) for kind in _KINDS)
                system.state(hidden.told(at, figure, self.rules), *offs)
        figure = self.figures[target.figure]
        apart = dict(high.terms(figure, target.of))
        apart.update({n: -f for n, f in low.terms(figure, target.of).items()})
        program.bound(apart, low=self._apart(target))
        found = program.least(cost)
        if found is None:
            return None
        chosen = [key for key, number in switches.items() if found[number]]
        return Cells(*({at for at, kind in chosen if kind == k} for k in _KINDS))

    def _candidates(self, hidden: Cells) -> Iterator[tuple[int, str, float]]:
        """Yield what may be hidden still, with its price: large cells are dear.

        A time is less than a share, or than how many cases there are.
        """
        total = 1 + sum(each.cases for each in self.figures)
        for at, figure in enumerate(self.figures):
            price = len(figure.atoms) + figure.cases / total
            if at not in hidden.cases:
                yield at, "cases", price
                if figure.arrivals and at not in hidden.times:
                    yield at, "time", price / 2
            if at not in hidden.shares and figure.share is not None and figure.cases:
                yield at, "share", price
