"""What a time that is told says of how many have arrived within some hours."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from katch_protocols.evidence.indicators.cells import told_between
from katch_protocols.evidence.indicators.statements import Arrival
from katch_protocols.model.measures import TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import ReleasedCell

__all__ = ["arrivals_told", "limits_between"]

_HOUR = 3_600


def limits_between(cells: Iterable[ReleasedCell]) -> Iterator[float]:
    """Yield hours within which some times are over, and others are not.

    Where 9 of 10 of a region are there within a day, and 9 of 10 of another one within
    three, both say something of those that come later than within a day.
    """
    told = [
        told_between(cell.seconds)
        for cell in cells
        if cell.seconds is not None and not cell.beyond
    ]
    ends = sorted({most for _, most in told})
    for end, following in pairwise(ends):
        if any(end < least <= following for least, _ in told):
            yield end / _HOUR


def arrivals_told(
    name: Id, measure: TimeFromTo, cell: ReleasedCell, limits: Iterable[float]
) -> Iterator[Arrival]:
    """Yield what a cell tells of those who arrive within some hours.

    By when 9 of 10 have come says of any limit that at most 1 of 10 comes after it, or
    that at most 9 of 10 come before.
    """
    if cell.seconds is None:
        return
    least, most = told_between(cell.seconds)
    tenths = 9 if measure.nine_of_ten else 5
    for limit in limits:
        if cell.beyond or least > limit * _HOUR:
            yield Arrival(name, limit, tenths, is_reached=False)
        elif most <= limit * _HOUR:
            yield Arrival(name, limit, tenths, is_reached=True)
