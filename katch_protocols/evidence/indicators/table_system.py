"""Every table that agrees with what is told, as whole numbers of its smallest cells."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from katch_protocols.evidence.indicators.integer_program import Program, Terms
from katch_protocols.evidence.indicators.statements import (
    LEAST_SHARE,
    MOST_SHARE,
    STEP,
    Arrival,
    CasesOf,
    CellFigure,
    Inclusion,
    Rules,
    Statement,
)

__all__ = ["TableSystem", "bounds_of"]

_SCALE = 200
"""Two hundredths of a case is the grain of a share in half steps of 5 %."""

_WIDE = 8
"""How many thresholds a number that is taken back may be off: two are enough."""

_TEN = 10

Bounds = Mapping[tuple[str, int], int]
"""How far the search looks, by population and atom. Nobody told these bounds: what is
wide enough within them is wide enough."""


def bounds_of(
    figures: Sequence[CellFigure], earlier: Sequence[Statement], rules: Rules
) -> Bounds:
    """Return how far the search looks for each smallest cell."""
    found: dict[tuple[str, int], int] = {}
    known: list[tuple[CellFigure | Statement, int]] = []
    known += [(each, each.cases) for each in figures]
    known += [(each, each.counts[1]) for each in earlier if each.counts is not None]
    for each, most in known:
        for atom in each.atoms:
            key = each.population, atom
            found[key] = min(found.get(key, most), most)
    return {key: least + 4 * rules.threshold for key, least in found.items()}


class TableSystem:
    """Every table that agrees with what is told, as whole numbers of its atoms."""

    def __init__(
        self, rules: Rules, far: Bounds, program: Program | None = None
    ) -> None:
        self.rules, self.far = rules, far
        self.program = Program() if program is None else program
        self._cases: dict[tuple[str, int], int] = {}
        self._parts: dict[tuple[str, int], int] = {}
        self._extremes: dict[tuple[object, ...], Sequence[int]] = {}

    def know(
        self, figures: Iterable[CellFigure], inclusions: Iterable[Inclusion] = ()
    ) -> None:
        """Add the numbers of which figures are made, and which are within others."""
        for figure in figures:
            self._sum(figure, "cases")
            self._sum(figure, "part")
        for each in inclusions:
            left: Terms = {}
            for whole in each.wide:
                left = _plus(left, self._of(whole, each.atoms), 1.0)
            for some in each.narrow:
                left = _plus(left, self._of(some, each.atoms), -1.0)
            low, high = 0 if each.is_within else -inf, 0 if each.is_all else inf
            self.program.bound(left, low, high)

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

    def _of(self, some: CasesOf, atoms: Iterable[int]) -> Terms:
        if some.of == "cases":
            return {self._cases_of(some.population, atom): 1.0 for atom in atoms}
        if some.share is None:
            return {}
        parts = {
            self._part_of(some.population, some.share, atom): 1.0 for atom in atoms
        }
        if some.of == "part":
            return parts
        return _plus(self._of(CasesOf(some.population), atoms), parts, -1.0)

    def _sum(self, of: CellFigure | Statement, what: str) -> Terms:
        return self._of(CasesOf(of.population, of.share, what), of.atoms)

    def terms(self, figure: CellFigure, of: str) -> Terms:
        """Return the sum that a hidden number is."""
        return self._sum(figure, of)

    def value(self, figure: CellFigure, of: str, found: Sequence[int]) -> int:
        """Return a hidden number in a table."""
        terms = self.terms(figure, of).items()
        return round(sum(found[number] * factor for number, factor in terms))

    def extreme(self, terms: Terms, sign: int) -> Sequence[int]:
        """Return a table in which a sum is least, or for -1 greatest.

        It is looked for once, until more is known or stated.
        """
        asked = sign, frozenset(terms.items()), self.program.size
        if asked not in self._extremes:
            solve = self.program.least if sign > 0 else self.program.greatest
            found = solve(terms)
            if found is None:  # pragma: no cover - the truth always agrees
                raise ArithmeticError
            self._extremes[asked] = found
        return self._extremes[asked]

    def is_farthest(self, terms: Terms, sign: int, found: Sequence[int]) -> bool:
        """Tell whether no table at all has less of a sum, or for -1 more."""
        ends = self.program.lows, self.program.highs
        return all(
            found[number] == ends[factor * sign < 0][number]
            for number, factor in terms.items()
        )

    def state(
        self,
        told: Statement,
        cases_off: int | None = None,
        share_off: int | None = None,
        time_off: int | None = None,
    ) -> None:
        """Keep to what is told; a switch that is on takes it back."""
        if told.counts is not None:
            self._between(self._sum(told, "cases"), *told.counts, cases_off)
        if told.percent is not None:
            self._share(told, told.percent, share_off)
        for each in told.arrivals:
            self._arrive(told, each, time_off)

    def _arrive(self, told: Statement, said: Arrival, off: int | None) -> None:
        arrived = self._of(CasesOf(told.population, said.share, "part"), told.atoms)
        # Whole numbers alone: with halves and tenths HiGHS misses what is greatest.
        of, each = (2, 1) if said.tenths * 2 == _TEN else (_TEN, said.tenths)
        over: Terms = {number: of * factor for number, factor in arrived.items()}
        over = _plus(over, self._sum(told, "cases"), -float(each))
        low, high = (0, None) if said.is_reached else (None, -1)
        self._between(over, low, high, off, scale=of)

    def _share(self, told: Statement, percent: int, off: int | None) -> None:
        cases, part = self._sum(told, "cases"), self._sum(told, "part")
        rest, threshold = self._sum(told, "rest"), told.rules.threshold
        if percent > LEAST_SHARE:
            least = _plus(part, cases, (STEP - 2 * percent) / _SCALE)
            self._between(least, 0, None, off)
            self._between(part, threshold, None, off)
        else:
            self._none_or_many(part, threshold, off)
        if percent < MOST_SHARE:
            most = _plus(part, cases, (-STEP - 2 * percent) / _SCALE)
            self._between(most, None, -1 / _SCALE, off)
            self._between(rest, threshold, None, off)
        else:
            self._none_or_many(rest, threshold, off)

    def _none_or_many(self, terms: Terms, threshold: int, off: int | None) -> None:
        """A share that is told has no part, and no rest, that is small."""
        many, far = self.program.number(0, 1), self._most(terms)
        self._between({**terms, many: -float(threshold)}, 0, None, off)
        self._between({**terms, many: -float(far)}, None, 0, off)

    def _most(self, terms: Terms) -> float:
        """Return how large a sum can be, either way."""
        highs = self.program.highs
        return sum(abs(factor) * highs[number] for number, factor in terms.items())

    def _between(
        self,
        terms: Terms,
        low: float | None,
        high: float | None,
        off: int | None,
        *,
        scale: int = 1,
    ) -> None:
        far = min(self._most(terms) + 1, scale * _WIDE * self.rules.threshold)
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
