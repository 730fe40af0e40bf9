"""Counts of cells: whole numbers that add up over regions, agencies and months."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.evidence.indicators.observing import Observation
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period

__all__ = ["UNSEEN", "Atom", "CaseTally", "Tallies"]

UNSEEN = (0.0, False)
"""The wait of a case that has not arrived, where nobody saw how long it waits."""

_HOUR = 3_600


class Atom(NamedTuple):
    """The smallest cell: a region, an agency and a month."""

    region: Id | None
    agency: Id | None
    month: Period


class CaseTally(Struct, frozen=True):
    """What was counted in a cell.

    Attributes:
        cases: How many cases, or times, of which it is known how they stand.
        part: Of a share, how many are one of them.
        open: How many are not yet known.
        untold: How many cannot be told.
        waits: Of a time, for each case how many seconds, and whether it has arrived; a
            case that never arrives waits for ever.
    """

    cases: int = 0
    part: int = 0
    open: int = 0
    untold: int = 0
    waits: Counter[tuple[float, bool]] = field(default_factory=Counter)

    def __add__(self, other: "CaseTally") -> "CaseTally":
        """Return what both count together."""
        return CaseTally(
            self.cases + other.cases,
            self.part + other.part,
            self.open + other.open,
            self.untold + other.untold,
            self.waits + other.waits,
        )

    def arrived(self, within: float) -> int:
        """Return how many have arrived within so many hours."""
        return sum(
            often
            for (wait, has_arrived), often in self.waits.items()
            if has_arrived and wait <= within * _HOUR
        )

    @classmethod
    def of(cls, seen: Observation, *, timed: bool) -> "CaseTally":
        """Return the count of one case."""
        if timed and seen.waited is not None:
            wait = inf if seen.never else seen.waited.total_seconds()
            open_ = 0 if seen.arrived or seen.never else 1
            return cls(1, 0, open_, 0, Counter({(wait, seen.arrived): 1}))
        match seen.standing:
            case Keeping.OPEN:
                return cls(open=1)
            case Keeping.UNTOLD:
                return cls(untold=1)
            case _:
                return cls(1, int(seen.standing is Keeping.KEPT))


NOTHING = CaseTally()


class Tallies(Struct, frozen=True, dict=True):
    """The counts of one indicator, by atom; what is not there is 0.

    ``unreported`` are the regions and months that a sheet leaves empty.
    """

    atoms: Mapping[Atom, CaseTally]
    unreported: frozenset[tuple[Id | None, Period]] = frozenset()

    def total(
        self,
        period: Period,
        regions: Iterable[Id | None] | None = None,
        agency: Id | None = None,
    ) -> CaseTally:
        """Return the count of a period; of some regions, or of all; of one agency."""
        wanted = self._by_region if regions is None else dict.fromkeys(regions)
        found = NOTHING
        for region in wanted:
            for atom, tally in self._by_region.get(region, ()):
                if agency in {None, atom.agency} and period.holds(atom.month):
                    found += tally
        return found

    @cached_property
    def _by_region(self) -> Mapping[Id | None, Sequence[tuple[Atom, CaseTally]]]:
        found: dict[Id | None, list[tuple[Atom, CaseTally]]] = defaultdict(list)
        for atom, tally in self.atoms.items():
            found[atom.region].append((atom, tally))
        return dict(found)

    def agencies(self) -> tuple[Id, ...]:
        """Return every agency that something was counted for, in order of its id."""
        found = {atom.agency for atom in self.atoms if atom.agency is not None}
        return tuple(sorted(found))

    def reported(self, period: Period, regions: Iterable[Id | None]) -> tuple[int, int]:
        """Return how many regions have told of every month, and how many there are."""
        every = tuple(regions)
        lacking = {
            region
            for region, month in self.unreported
            if region in every and period.holds(month)
        }
        return len(every) - len(lacking), len(every)
