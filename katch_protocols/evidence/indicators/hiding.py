"""Which cells are hidden, so that none can be reckoned from all that is ever told.

Primary: what is too small. Complementary: the cheapest cells that keep each hidden
number unknown by at least the threshold, found by an integer program over two tables
that agree with everything told, one as low and one as high as it must be able to be.
After M. Fischetti and J. J. Salazar-González, *Models and algorithms for optimizing
cell suppression in tabular data with linear constraints*, JASA 95 (2000).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.evidence.indicators.integer_program import Program, Terms
from katch_protocols.evidence.indicators.statements import (
    LEAST_SHARE,
    MOST_SHARE,
    STEP,
    Figure,
    Rules,
    Statement,
    statement,
)

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


def hide(
    figures: Sequence[Figure],
    earlier: Sequence[Statement],
    rules: Rules,
    held: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset()),
) -> Hidden | None:
    """Return what is hidden of figures that are released together.

    Args:
        figures: Every cell that would be told; cells of one population share atoms.
        earlier: What was told before, of the same atoms.
        rules: Those of the handbook.
        held: The figures of which the cases, or the shares, are hidden in any case.

    Returns:
        What is hidden; ``None`` where so much was told before that nothing is enough.
    """
    search = _Search(figures, earlier, rules)
    cases = {at for at, each in enumerate(figures) if each.hides_cases(rules)}
    cases |= {*held[0]}
    shares = {at for at, each in enumerate(figures) if each.hides_share(rules)}
    shares |= {*held[1]} | cases
    while True:
        exposed = search.exposed(cases, shares)
        if exposed is None:
            break
        more = search.cheapest(exposed, cases, shares)
        if more is None:
            return None
        cases |= more[0]
        shares |= more[0] | more[1]
    numbers = tuple(search.ranges(cases, shares))
    return Hidden(frozenset(cases), frozenset(shares), numbers)


class _Search:
    """The figures of one system, and the programs over them."""

    def __init__(
        self, figures: Sequence[Figure], earlier: Sequence[Statement], rules: Rules
    ) -> None:
        self.figures, self.earlier, self.rules = figures, earlier, rules
        self.far = _bounds(figures, earlier, rules)

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

    def _system(self, cases: set[int], shares: set[int]) -> "_System":
        system = _System(self.rules, self.far)
        system.know(self.figures)
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
        low, high = (_System(self.rules, self.far, program) for _ in range(2))
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
            system.know(self.figures)
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


_SCALE = 200
"""Two hundredths of a case is the grain of a share in half steps of 5 %."""

_WIDE = 8
"""How many thresholds a number that is taken back may be off: two are enough."""

Bounds = Mapping[tuple[str, int], int]
"""How far the search looks, by population and atom. Nobody told these bounds: what is
wide enough within them is wide enough."""


def _bounds(
    figures: Sequence[Figure], earlier: Sequence[Statement], rules: Rules
) -> Bounds:
    found: dict[tuple[str, int], int] = {}
    known: list[Figure | Statement] = [*figures, *earlier]
    for each in known:
        if each.cases is None:
            continue
        for atom in each.atoms:
            key = each.population, atom
            found[key] = min(found.get(key, each.cases), each.cases)
    return {key: least + 4 * rules.threshold for key, least in found.items()}


class _System:
    """Every table that agrees with what is told, as whole numbers of its atoms."""

    def __init__(
        self, rules: Rules, far: Bounds, program: Program | None = None
    ) -> None:
        self.rules, self.far = rules, far
        self.program = Program() if program is None else program
        self._cases: dict[tuple[str, int], int] = {}
        self._parts: dict[tuple[str, int], int] = {}

    def know(self, figures: Iterable[Figure]) -> None:
        """Add the numbers of which figures are made."""
        for figure in figures:
            self._sum(figure, "cases")
            self._sum(figure, "part")

    def _cases_of(self, population: str, atom: int) -> int:
        key = population, atom
        if key not in self._cases:
            most = self.far.get(key, 4 * self.rules.threshold)
            self._cases[key] = self.program.number(0, most)
        return self._cases[key]

    def _part_of(self, population: str, share: str, atom: int) -> int:
        key = share, atom
        if key not in self._parts:
            whole = self._cases_of(population, atom)
            self._parts[key] = self.program.number(0, self.program.highs[whole])
            self.program.bound({whole: 1.0, self._parts[key]: -1.0}, low=0)
        return self._parts[key]

    def _sum(self, of: Figure | Statement, what: str) -> Terms:
        if what == "cases":
            return {self._cases_of(of.population, atom): 1.0 for atom in of.atoms}
        if of.share is None:
            return {}
        share = of.share
        return {self._part_of(of.population, share, atom): 1.0 for atom in of.atoms}

    def terms(self, figure: Figure, of: str) -> Terms:
        """Return the sum that a hidden number is."""
        if of != "rest":
            return self._sum(figure, of)
        parts = {n: -f for n, f in self._sum(figure, "part").items()}
        return {**self._sum(figure, "cases"), **parts}

    def value(self, figure: Figure, of: str, found: Sequence[int]) -> int:
        """Return a hidden number in a table."""
        terms = self.terms(figure, of).items()
        return round(sum(found[number] * factor for number, factor in terms))

    def extreme(self, terms: Terms, sign: int) -> Sequence[int]:
        """Return a table in which a sum is least, or for -1 greatest."""
        solve = self.program.least if sign > 0 else self.program.greatest
        found = solve(terms)
        if found is None:  # pragma: no cover - the truth always agrees
            raise ArithmeticError
        return found

    def state(
        self,
        told: Statement,
        cases_off: int | None = None,
        share_off: int | None = None,
    ) -> None:
        """Keep to what is told; a switch that is on takes it back."""
        if told.cases is not None:
            low, high = self.rules.counts(told.cases)
            self._between(self._sum(told, "cases"), low, high, cases_off)
        if told.percent is not None:
            self._share(told, told.percent, share_off)

    def _share(self, told: Statement, percent: int, off: int | None) -> None:
        cases, part = self._sum(told, "cases"), self._sum(told, "part")
        rest = _plus(cases, part, -1.0)
        if percent > LEAST_SHARE:
            least = _plus(part, cases, (STEP - 2 * percent) / _SCALE)
            self._between(least, 0, None, off)
            self._between(part, self.rules.threshold, None, off)
        else:
            self._none_or_many(part, off)
        if percent < MOST_SHARE:
            most = _plus(part, cases, (-STEP - 2 * percent) / _SCALE)
            self._between(most, None, -1 / _SCALE, off)
            self._between(rest, self.rules.threshold, None, off)
        else:
            self._none_or_many(rest, off)

    def _none_or_many(self, terms: Terms, off: int | None) -> None:
        """A share that is told has no part, and no rest, that is small."""
        many = self.program.number(0, 1)
        threshold, far = self.rules.threshold, self._most(terms)
        self._between({**terms, many: -float(threshold)}, 0, None, off)
        self._between({**terms, many: -float(far)}, None, 0, off)

    def _most(self, terms: Terms) -> float:
        """Return how large a sum can be, either way."""
        highs = self.program.highs
        return sum(abs(factor) * highs[number] for number, factor in terms.items())

    def _between(
        self, terms: Terms, low: float | None, high: float | None, off: int | None
    ) -> None:
        far = min(self._most(terms) + 1, _WIDE * self.rules.threshold)
        if low is not None:
            slack = {} if off is None else {off: far}
            self.program.bound({**terms, **slack}, low=low)
        if high is not None:
            slack = {} if off is None else {off: -far}
            self.program.bound({**terms, **slack}, high=high)


def _plus(terms: Terms, more: Terms, factor: float) -> Mapping[int, float]:
    found = dict(terms)
    for number, each in more.items():
        found[number] = found.get(number, 0.0) + each * factor
    return found
