"""Somebody who knows the rules and every release, and a writer who hides by hand.

Nothing here is shared with the library: what a told number can mean is tried number by
number, and OR-Tools' solver looks for the least and the greatest of each hidden one.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import TypeVar

from ortools.sat.python import cp_model

__all__ = [
    "Attacker",
    "Known",
    "Told",
    "brute_force",
    "known_within",
    "random_world",
    "tell",
]

THRESHOLD, STEP = 10, 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Told:
    """A cell of a table as a reader sees it; ``None`` is a hidden number."""

    atoms: frozenset[int]
    cases: int | None
    percent: int | None = None
    has_share: bool = False
    exact: bool = False


def tell_count(count: int) -> int | None:
    """Write a count by the page: hidden below ten, else the nearest five."""
    if 0 < count < THRESHOLD:
        return None
    return round(count / 5 + 1e-9) * 5


def tell_share(part: int, cases: int) -> int | None:
    """Write a share by the page."""
    if cases == 0 or any(0 < n < THRESHOLD for n in (cases, part, cases - part)):
        return None
    nearest = 5 * int(20 * part / cases + 0.5 + 1e-9)
    return min(95, max(5, nearest))


@dataclass
class Known:
    """What somebody knows: the releases, one behind the other."""

    told: list[Told] = field(default_factory=list)


class Attacker:
    """Looks for what hidden numbers can be."""

    def __init__(self, known: Sequence[Told], atoms: int, most: int) -> None:
        self.known, self.most = known, most
        self.model = cp_model.CpModel()
        new = self.model.new_int_var
        self.cases = [new(0, most, f"n{atom}") for atom in range(atoms)]
        self.parts = [new(0, most, f"k{atom}") for atom in range(atoms)]
        for whole, part in zip(self.cases, self.parts, strict=True):
            self.model.add(part <= whole)
        for cell in known:
            self._believe(cell, most * atoms)

    def _believe(self, cell: Told, far: int) -> None:
        cases = sum(self.cases[atom] for atom in cell.atoms)
        part = sum(self.parts[atom] for atom in cell.atoms)
        if cell.cases is not None:
            can = [n for n in range(far + 1) if self._tells(n, cell)]
            domain = cp_model.Domain.from_values(can)
            self.model.add_linear_expression_in_domain(cases, domain)
            if cell.percent is not None:
                # As a reader of the page would: to the nearest 5 of 100, and neither
                # the part nor the rest is of one to nine children.
                many = cp_model.Domain.from_intervals([[0, 0], [THRESHOLD, far]])
                self.model.add_linear_expression_in_domain(part, many)
                self.model.add_linear_expression_in_domain(cases - part, many)
                if cell.percent > 5:
                    self.model.add(200 * part >= (2 * cell.percent - 5) * cases)
                if cell.percent < 95:
                    self.model.add(200 * part < (2 * cell.percent + 5) * cases)

    @staticmethod
    def _tells(count: int, cell: Told) -> bool:
        return (count if cell.exact else tell_count(count)) == cell.cases

    def range(self, cell: Told, of: str) -> tuple[int, int]:
        """Return the least and the greatest that a number of a cell can be."""
        goal = self._number(cell, of)
        low = self._least(goal)
        return low, -self._least(-goal)

    def narrowest(self) -> int | None:
        """Return how narrow the best known hidden number is, if any is hidden."""
        ranges = (self.range(cell, of) for cell, of in self._hidden())
        return min((high - low for low, high in ranges), default=None)

    def known_within(self, width: int) -> list[tuple[Told, str]]:
        """Return the hidden numbers that are known within less than a width."""
        hidden = [*self._hidden()]
        goals = {at: self._number(cell, of) for at, (cell, of) in enumerate(hidden)}
        return [hidden[at] for at in known_within(self.model, goals, width)]

    def _hidden(self) -> Iterator[tuple[Told, str]]:
        """Yield each hidden number.

        What one release hid and another one shows is hidden no more.
        """
        shown = {cell.atoms for cell in self.known if cell.cases is not None}
        rated = {cell.atoms for cell in self.known if cell.percent is not None}
        for cell in self.known:
            if cell.atoms not in shown:
                yield cell, "cases"
            if cell.has_share and cell.atoms not in rated:
                yield cell, "part"
                yield cell, "rest"

    def _number(self, cell: Told, of: str) -> cp_model.LinearExpr:
        cases = sum(self.cases[atom] for atom in cell.atoms)
        part = sum(self.parts[atom] for atom in cell.atoms)
        return {"cases": cases, "part": part, "rest": cases - part}[of]

    def _least(self, goal: cp_model.LinearExpr) -> int:
        return _least(self.model, goal)


def known_within(
    model: cp_model.CpModel, goals: Mapping[Key, cp_model.LinearExpr], width: int
) -> list[Key]:
    """Return which numbers are known within less than a width.

    A world that agrees with what is told shows what each number can be; so another one
    is looked for only for a number that was not seen so far apart. Whether there is one
    is soon found, where to prove which number is the greatest can take minutes.
    """
    seen: dict[Key, list[int]] = {key: [] for key in goals}

    def is_found(*more: cp_model.BoundedLinearExpression) -> bool:
        asked = model.clone()
        for each in more:
            asked.add(each)
        solver = _solver()
        status = solver.solve(asked)
        assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}, "not decided"
        if status == cp_model.OPTIMAL:
            for key, goal in goals.items():
                seen[key].append(solver.value(goal))
        return status == cp_model.OPTIMAL

    assert is_found(), "what is told contradicts itself"
    return [
        key
        for key, goal in goals.items()
        if max(seen[key]) - min(seen[key]) < width
        and not is_found(goal >= min(seen[key]) + width)
        and not is_found(goal >= _least(model, goal) + width)
    ]


def _least(model: cp_model.CpModel, goal: cp_model.LinearExpr) -> int:
    asked = model.clone()
    asked.minimize(goal)
    solver = _solver()
    status = solver.solve(asked)
    assert status == cp_model.OPTIMAL, "what is told contradicts itself"
    return round(solver.objective_value)


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver


def brute_force(known: Sequence[Told], atoms: int, most: int) -> int | None:
    """Return the same of counts alone, by trying every table there is."""
    fits = [
        numbers
        for numbers in product(range(most + 1), repeat=atoms)
        if all(
            cell.cases is None
            or tell_count(sum(numbers[a] for a in cell.atoms)) == cell.cases
            for cell in known
        )
    ]
    widths = []
    shown = {cell.atoms for cell in known if cell.cases is not None}
    for cell in known:
        if cell.atoms not in shown:
            sums = [sum(numbers[a] for a in cell.atoms) for numbers in fits]
            widths.append(max(sums) - min(sums))
    return min(widths, default=None)


def random_world(random: Random) -> tuple[int, int, list[list[tuple[int, int]]]]:
    """Return rows, columns, and for each cell its cases and how many are a part."""
    most = 4 if random.random() < 0.1 else 3
    rows, columns = random.randint(1, most), random.randint(1, most)
    mean, few = random.choice([1, 3, 8, 15, 40]), random.choice([0.1, 0.6])

    def cell() -> tuple[int, int]:
        # Where all are few hardly any share is told, where none is nothing is hidden.
        some = random.choice([0, random.randint(0, 9)])
        cases = some if random.random() < few else random.randint(0, 2 * mean)
        lean = random.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        return cases, sum(random.random() < lean for _ in range(cases))

    return rows, columns, [[cell() for _ in range(columns)] for _ in range(rows)]


def tell(rows: int, columns: int, *, margins: bool = True) -> Iterator[frozenset[int]]:
    """Yield the atoms of each cell of a table: rows, columns, then the totals."""
    for row, column in product(range(rows), range(columns)):
        yield frozenset({row * columns + column})
    if margins:
        for row in range(rows):
            yield frozenset(row * columns + column for column in range(columns))
        for column in range(columns):
            yield frozenset(row * columns + column for row in range(rows))
        yield frozenset(range(rows * columns))
