"""Which cells are hidden, so that none can be reckoned from all that is ever told.

Primary: what is too small. Complementary: the cheapest cells that keep each hidden
number unknown by at least the threshold, found by an integer program over two tables
that agree with everything told, one as low and one as high as it must be able to be.
After M. Fischetti and J. J. Salazar-González, *Models and algorithms for optimizing
cell suppression in tabular data with linear constraints*, JASA 95 (2000).
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from katch_protocols.evidence.indicators.integer_program import Program
from katch_protocols.evidence.indicators.statements import (
    CellFigure,
    Inclusion,
    Rules,
    Statement,
    statement,
)
from katch_protocols.evidence.indicators.table_system import TableSystem, bounds_of

__all__ = ["Hidden", "HiddenNumber", "hide"]


@dataclass(frozen=True)
class HiddenNumber:
    """A number that is hidden: ``of`` is ``cases``, ``part`` or ``rest``."""

    figure: int
    of: str
    least: int = 0
    greatest: int = 0


@dataclass(frozen=True)
class Hidden:
    """What is hidden of each figure, and what can be reckoned of it.

    ``cases`` and ``shares`` are figures by their position; a figure of which the cases
    are hidden has no share either.
    """

    cases: frozenset[int]
    shares: frozenset[int]
    numbers: tuple[HiddenNumber, ...] = ()


_Cells = tuple[AbstractSet[int], AbstractSet[int]]
"""The figures of which the cases, and of which the shares are hidden."""


def hide(
    figures: Sequence[CellFigure],
    earlier: Sequence[Statement],
    rules: Rules,
    held: _Cells = (frozenset(), frozenset()),
    inclusions: Sequence[Inclusion] = (),
) -> Hidden | None:
    """Return what is hidden of figures that are released together.

    Args:
        figures: Every cell that would be told; cells of one population share atoms.
        earlier: What was told before, of the same atoms.
        rules: Those of the handbook.
        held: The figures of which the cases, or the shares, are hidden in any case.
        inclusions: Which populations are within others; a reader may know it.

    Returns:
        What is hidden; ``None`` where so much was told before that nothing is enough.
    """
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
    cases, shares = found
    return Hidden(
        frozenset(cases), frozenset(shares), tuple(search.ranges(cases, shares))
    )


def _each_alone(
    figures: Sequence[CellFigure],
    earlier: Sequence[Statement],
    rules: Rules,
    held: _Cells,
) -> _Cells | None:
    """Return what is hidden where nobody knows which population is within another."""
    cases, shares = set(held[0]), set(held[1])
    for population in dict.fromkeys(each.population for each in figures):
        own = [at for at, each in enumerate(figures) if each.population == population]
        told = [each for each in earlier if each.population == population]
        search = _Suppression([figures[at] for at in own], told, rules)
        here = [{n for n, at in enumerate(own) if at in each} for each in held]
        found = search.hidden((here[0], here[1]))
        if found is None:
            return None
        cases.update(own[at] for at in found[0])
        shares.update(own[at] for at in found[1])
    return cases, shares


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
        self.far = bounds_of(figures, earlier, rules)

    def hidden(self, held: _Cells) -> tuple[set[int], set[int]] | None:
        """Return the figures of which the cases, and the shares, are hidden."""
        figures, rules = self.figures, self.rules
        cases = {at for at, each in enumerate(figures) if each.hides_cases(rules)}
        cases |= held[0]
        shares = {at for at, each in enumerate(figures) if each.hides_share(rules)}
        shares |= held[1] | cases
        while True:
            exposed = self.exposed(cases, shares)
            if exposed is None:
                return cases, shares
            more = self.cheapest(exposed, cases, shares)
            if more is None:
                return None
            cases |= more[0]
            shares |= more[0] | more[1]

    def exposed(self, cases: set[int], shares: set[int]) -> HiddenNumber | None:
        """Return a hidden number that is known too well; ``None``: there is none."""
        system = self._system(cases, shares)
        seen: dict[HiddenNumber, tuple[int, int]] = {}
        targets = [*self._targets(cases, shares)]
        for target in targets:
            truth = self._truth(target)
            seen[target] = truth, truth
        for target in targets:
            for sign in (1, -1):
                low, high = seen[target]
                if high - low >= self.rules.threshold:
                    break
                terms = system.terms(self.figures[target.figure], target.of)
                found = system.extreme(terms, sign)
                for each in targets:
                    value = system.value(self.figures[each.figure], each.of, found)
                    least, greatest = seen[each]
                    seen[each] = min(least, value), max(greatest, value)
            low, high = seen[target]
            if high - low < self.rules.threshold:
                return target
        return None

    def ranges(self, cases: set[int], shares: set[int]) -> Iterator[HiddenNumber]:
        """Yield each hidden number with its least and greatest value."""
        system = self._system(cases, shares)
        for target in self._targets(cases, shares):
            figure = self.figures[target.figure]
            terms = system.terms(figure, target.of)
            ends = [
                system.value(figure, target.of, system.extreme(terms, sign))
                for sign in (1, -1)
            ]
            yield HiddenNumber(target.figure, target.of, *ends)

    def _targets(self, cases: set[int], shares: set[int]) -> Iterator[HiddenNumber]:
        for at in sorted(shares):
            if at in cases:
                yield HiddenNumber(at, "cases")
            if self.figures[at].share is not None:
                yield HiddenNumber(at, "part")
                yield HiddenNumber(at, "rest")

    def _truth(self, target: HiddenNumber) -> int:
        figure = self.figures[target.figure]
        whole = {"cases": figure.cases, "part": figure.part}
        return whole.get(target.of, figure.cases - figure.part)

    def _system(self, cases: set[int], shares: set[int]) -> TableSystem:
        system = TableSystem(self.rules, self.far)
        system.know(self.figures, self.inclusions)
        for each in self.earlier:
            system.state(each)
        for at, figure in enumerate(self.figures):
            told = statement(
                figure, self.rules, cases=at not in cases, share=at not in shares
            )
            system.state(told)
        return system

    def cheapest(
        self, target: HiddenNumber, cases: set[int], shares: set[int]
    ) -> tuple[set[int], set[int]] | None:
        """Return the figures whose cases, or shares, are hidden besides."""
        program = Program()
        low, high = (TableSystem(self.rules, self.far, program) for _ in range(2))
        switches: dict[tuple[int, str], int] = {}
        cost: dict[int, float] = {}
        for at, kind, price in self._candidates(cases, shares):
            switches[at, kind] = program.number(0, 1)
            cost[switches[at, kind]] = price
        for at in {at for at, kind in switches if kind == "cases"}:
            if (at, "share") in switches:
                pair = {switches[at, "share"]: 1.0, switches[at, "cases"]: -1.0}
                program.bound(pair, low=0)
        for system in (low, high):
            system.know(self.figures, self.inclusions)
            for each in self.earlier:
                system.state(each)
            for at, figure in enumerate(self.figures):
                told = statement(
                    figure, self.rules, cases=at not in cases, share=at not in shares
                )
                offs = switches.get((at, "cases")), switches.get((at, "share"))
                system.state(told, *offs)
        figure = self.figures[target.figure]
        apart = dict(high.terms(figure, target.of))
        apart.update({n: -f for n, f in low.terms(figure, target.of).items()})
        program.bound(apart, low=self.rules.threshold)
        found = program.least(cost)
        if found is None:
            return None
        chosen = [key for key, number in switches.items() if found[number]]
        by_kind = [{at for at, kind in chosen if kind == k} for k in ("cases", "share")]
        return by_kind[0], by_kind[1]

    def _candidates(
        self, cases: set[int], shares: set[int]
    ) -> Iterator[tuple[int, str, float]]:
        """Yield what may be hidden still, with its price: large cells are dear."""
        total = 1 + sum(each.cases for each in self.figures)
        for at, figure in enumerate(self.figures):
            price = len(figure.atoms) + figure.cases / total
            if at not in cases:
                yield at, "cases", price
            if at not in shares and figure.share is not None and figure.cases:
                yield at, "share", price
