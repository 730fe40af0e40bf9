"""What a released number says of the number behind it, to whoever knows the rules."""

from collections.abc import Hashable

from msgspec import Struct

__all__ = [
    "LEAST_SHARE",
    "Arrival",
    "CasesOf",
    "CellFigure",
    "Inclusion",
    "Rules",
    "Statement",
    "arrivals_named",
    "statement",
]

LEAST_SHARE, MOST_SHARE, STEP = 5, 95, 5
"""Shares are told in steps of 5 %; the ends are *5 % or less* and *95 % or more*."""


class Rules(Struct, frozen=True):
    """The rules of a handbook: below ``threshold`` is hidden, ``round`` is told."""

    threshold: int
    round: int

    def rounded(self, count: int) -> int:
        """Return a count as it is told: to the nearest multiple, halves upwards.

        Some are never told as none.
        """
        nearest = (count + self.round // 2) // self.round * self.round
        return max(nearest, self.round) if count else 0

    def is_small(self, count: int) -> bool:
        """Tell whether a count must be hidden; 0 is about no child."""
        return 0 < count < self.threshold

    def counts(self, told: int) -> tuple[int, int]:
        """Return the least and the greatest count that is told so."""
        if told == 0:
            return 0, 0
        low, high = told - self.round // 2, told + (self.round - 1) // 2
        if told == self.round:
            low = self.threshold
        return max(low, self.threshold), max(high, self.threshold)

    @staticmethod
    def share(part: int, cases: int) -> int:
        """Return a share as it is told: whole steps, halves upwards, never an end."""
        told = (200 * part + STEP * cases) // (2 * STEP * cases) * STEP
        return min(max(told, LEAST_SHARE), MOST_SHARE)


def arrivals_named(time: str, within: float) -> str:
    """Return by what those of a time are called who arrive within so many hours."""
    return f"{time} within {within}"


class Arrival(Struct, frozen=True):
    """What a time says: so many tenths of its cases, or fewer, are among some of them.

    Attributes:
        time: Which indicator.
        within: Those of its cases are meant that have arrived within so many hours.
        tenths: 5 or 9.
        is_reached: They are no fewer; else they are fewer.
    """

    time: str
    within: float
    tenths: int
    is_reached: bool

    @property
    def share(self) -> str:
        """By what those are called who have arrived within the limit."""
        return arrivals_named(self.time, self.within)

    def agrees(self, arrived: int, cases: int) -> bool:
        """Tell whether it is so of some numbers."""
        return (10 * arrived >= self.tenths * cases) is self.is_reached


class CellFigure(Struct, frozen=True):
    """One cell of a table: what it counts, and the truth.

    Attributes:
        key: Which it is.
        population: Whose cases are counted; two indicators may count the same.
        share: Which share of them is told; none where only cases are.
        atoms: The smallest cells that it adds up.
        cases: How many cases.
        part: How many of them are part of the share.
        arrivals: What its time would tell, if it is one of a time.
        threshold: That under which an earlier release hid it; it stays so far from
            known, though the threshold is lower now.
    """

    key: Hashable
    population: str
    share: str | None
    atoms: frozenset[int]
    cases: int
    part: int = 0
    arrivals: tuple[Arrival, ...] = ()
    threshold: int = 0

    def hides_cases(self, rules: Rules) -> bool:
        """Tell whether its number of cases is too small."""
        return rules.is_small(self.cases)

    def hides_share(self, rules: Rules) -> bool:
        """Tell whether its cases, their part or the rest are too few."""
        if self.share is None or not self.cases:
            return False
        three = (self.cases, self.part, self.cases - self.part)
        return any(map(rules.is_small, three))


class CasesOf(Struct, frozen=True):
    """Some cases of a population: all of them, or the part or the rest of a share.

    ``of`` is ``cases``, ``part`` or ``rest``.
    """

    population: str
    share: str | None = None
    of: str = "cases"


class Inclusion(Struct, frozen=True):
    """Of these smallest cells: how some cases are to the whole that they are part of.

    Attributes:
        narrow: Some cases.
        wide: The whole; or several, added up.
        atoms: The smallest cells.
        is_within: They are no more than the whole.
        is_all: They are no fewer: every case of the whole is among them.
    """

    narrow: tuple[CasesOf, ...]
    wide: tuple[CasesOf, ...]
    atoms: frozenset[int]
    is_within: bool = True
    is_all: bool = False


class Statement(Struct, frozen=True):
    """What was told of a figure: of its cases, and of its share, if it was.

    Attributes:
        rules: Those by which it was told.
        cases: The rounded number; ``None`` where it is hidden.
        percent: The share; ``None`` where it is hidden.
        arrivals: What its time tells.
    """

    rules: Rules
    population: str
    share: str | None
    atoms: frozenset[int]
    cases: int | None
    percent: int | None
    arrivals: tuple[Arrival, ...] = ()

    @property
    def counts(self) -> tuple[int, int] | None:
        """The least and the greatest number of cases that is told so."""
        return None if self.cases is None else self.rules.counts(self.cases)

    def agrees(self, truth: CellFigure) -> bool:
        """Tell whether a truth could have been told so."""
        cases, part, counts = truth.cases, truth.part, self.counts
        if counts is not None and not counts[0] <= cases <= counts[1]:
            return False
        if self.percent is None:
            return True
        return cases > 0 and self.rules.share(part, cases) == self.percent


def statement(
    figure: CellFigure, rules: Rules, *, cases: bool, share: bool, time: bool = True
) -> Statement:
    """Return what is told of a figure: its cases, its share, its time are shown."""
    has_share = cases and share and figure.share is not None and figure.cases > 0
    return Statement(
        rules,
        figure.population,
        figure.share,
        figure.atoms,
        rules.rounded(figure.cases) if cases else None,
        rules.share(figure.part, figure.cases) if has_share else None,
        figure.arrivals if cases and time else (),
    )
