"""The least and the greatest whole number that agree with what is told; SciPy's HiGHS.

The only module that knows SciPy.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field

from katch_protocols.errors import MissingExtraError
from katch_protocols.evidence.indicators.stray_lines import without_stray_lines

__all__ = ["Program", "Terms"]

Terms = Mapping[int, float]
"""Variables, by number, with their factors."""


class Program(Struct):
    """Whole numbers in bounds, and sums of them in bounds."""

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    sums: list[tuple[Terms, float, float]] = field(default_factory=list)
    built: tuple[tuple[int, int], Iterable[Any]] | None = None
    """What SciPy takes for the sums, and for how many numbers and sums it was made."""

    @property
    def size(self) -> tuple[int, int]:
        """How many numbers and sums it has: none is ever taken away or changed."""
        return len(self.lows), len(self.sums)

    def number(self, low: float = 0, high: float = np.inf) -> int:
        """Add a whole number, and return which it is."""
        self.lows.append(low)
        self.highs.append(high)
        return len(self.lows) - 1

    def bound(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """Keep a sum in bounds."""
        self.sums.append((dict(terms), low, high))

    def least(self, terms: Terms) -> Sequence[int] | None:
        """Return values that make a sum least; ``None`` where nothing fits."""
        try:
            from scipy.optimize import Bounds, milp  # noqa: PLC0415 - an extra
        except ImportError as error:  # pragma: no cover - the extra is there in tests
            raise MissingExtraError("evidence", "release") from error
        goal = np.zeros(len(self.lows))
        for number, factor in terms.items():
            goal[number] = factor
        given: dict[str, Any] = {
            "integrality": np.ones(len(goal)),
            "bounds": Bounds(np.array(self.lows), np.array(self.highs)),
            "constraints": self._constraints(),
        }
        # HiGHS may make something simpler first and then miss that anything fits.
        for is_simpler in (True, False):
            with without_stray_lines():
                found: Any = milp(goal, **given, options={"presolve": is_simpler})
            if found.x is not None:
                return [round(value) for value in found.x]
        return None

    def greatest(self, terms: Terms) -> Sequence[int] | None:
        """Return values that make a sum greatest; ``None`` where nothing fits."""
        return self.least({number: -factor for number, factor in terms.items()})

    def _constraints(self) -> Iterable[Any]:
        """Return the sums as SciPy takes them, made once for many questions."""
        if self.built is None or self.built[0] != self.size:
            self.built = self.size, self._made()
        return self.built[1]

    def _made(self) -> Iterable[Any]:
        from scipy.optimize import LinearConstraint  # noqa: PLC0415 - an extra
        from scipy.sparse import csr_array  # noqa: PLC0415 - an extra

        if not self.sums:
            return ()
        entries = [
            (row, number, factor)
            for row, (terms, _, _) in enumerate(self.sums)
            for number, factor in terms.items()
        ]
        rows, numbers, factors = zip(*entries, strict=True)
        shape = (len(self.sums), len(self.lows))
        matrix = csr_array((factors, (rows, numbers)), shape=shape)
        lows = np.array([low for _, low, _ in self.sums])
        highs = np.array([high for _, _, high in self.sums])
        return (LinearConstraint(matrix, lows, highs),)
