"""What a time that is told says of how many have arrived within some hours."""

from collections.abc import Iterable, Iterator

from katch_protocols.evidence.indicators.cells import told_between
from katch_protocols.evidence.indicators.statements import Arrival
from katch_protocols.model.measures import TimeFromTo
from katch_protocols.model.noun import Id
from katch_protocols.model.releases import ReleasedCell

__all__ = ["arrivals_named", "arrivals_told"]

_HOUR = 3_600


def arrivals_named(name: Id, within: float) -> str:
    """Return by what those of a time are called who arrive within so many hours."""
    return f"{name} within {within}"


def arrivals_told(
    name: Id, measure: TimeFromTo, cell: ReleasedCell, limits: Iterable[float]
) -> Iterator[tuple[float, Arrival]]:
    """Yield limits, and what a cell tells of those who arrive within each.

    By when 9 of 10 have come says of any limit that at most 1 of 10 comes after it, or
    that at most 9 of 10 come before.
    """
    if cell.seconds is None:
        return
    least, most = told_between(cell.seconds)
    tenths = 9 if measure.nine_of_ten else 5
    for limit in limits:
        share = arrivals_named(name, limit)
        if cell.beyond or least > limit * _HOUR:
            yield limit, Arrival(share, tenths, is_reached=False)
        elif most <= limit * _HOUR:
            yield limit, Arrival(share, tenths, is_reached=True)
