"""Means over runs and their intervals, medians that heed open cases, warm-up."""

from collections.abc import Sequence
from math import fsum, inf, sqrt
from statistics import NormalDist
from typing import TypeVar

from katch_protocols.model.simulations import Estimate

__all__ = [
    "ANYTHING",
    "estimate",
    "quantile_of_open",
    "rank",
    "t_quantile",
    "truncation",
]

_FEWEST = 2

_EXACT = {
    1: 12.706204736,
    2: 4.302652730,
    3: 3.182446305,
    4: 2.776445105,
    5: 2.570581836,
    6: 2.446911851,
    7: 2.364624252,
    8: 2.306004135,
    9: 2.262157163,
    10: 2.228138852,
}
"""The 97.5 % quantiles of Student's t, where few runs make the series too coarse."""


def t_quantile(freedom: int, chance: float = 0.975) -> float:
    """Return a quantile of Student's t.

    By the series of Abramowitz and Stegun (26.7.5), to four terms; the 97.5 % quantile
    up to 10 degrees of freedom from a table.
    """
    if freedom in _EXACT and chance == 0.975:  # noqa: PLR2004 - the table's
        return _EXACT[freedom]
    z = NormalDist().inv_cdf(chance)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + fsum(term / freedom ** (at + 1) for at, term in enumerate(terms))


ANYTHING = (-inf, inf)
"""The range of a figure that may be as small and as large as it likes."""


def estimate(
    values: Sequence[float | None],
    chance: float = 0.95,
    can_be: tuple[float, float] = ANYTHING,
) -> Estimate | None:
    """Return the mean of runs with its interval; ``None`` where most have no value.

    ``can_be`` is the least and the most that the figure can be: no end of the interval
    is beyond it.
    """
    known = [each for each in values if each is not None]
    count = len(known)
    if count < _FEWEST or 2 * count < len(values):
        return None
    mean = fsum(known) / count
    spread = fsum((each - mean) ** 2 for each in known) / (count - 1)
    half = t_quantile(count - 1, (1 + chance) / 2) * sqrt(spread / count)
    least, most = can_be
    return Estimate(mean, max(least, mean - half), min(most, mean + half), count)


def rank(values: Sequence[float], share: float) -> float:
    """Return the value that a share of values does not exceed."""
    found = sorted(values)
    return found[min(len(found) - 1, int(share * len(found)))]


_Length = TypeVar("_Length", int, float)


def quantile_of_open(
    arrived: Sequence[_Length], open_since: Sequence[_Length], share: float
) -> _Length | None:
    """Return within what time a share of cases has arrived (Kaplan and Meier 1958).

    Args:
        arrived: how long those took that arrived.
        open_since: for how long the others have been open.
        share: of all.

    Returns:
        The time; ``None`` where fewer have arrived.
    """
    events = sorted(
        [(each, 0) for each in arrived] + [(each, 1) for each in open_since]
    )
    left, alive = len(events), 1.0
    for time, censored in events:
        if not censored:
            alive *= 1 - 1 / left
            if alive <= 1 - share + 1e-12:
                return time
        left -= 1
    return None


def truncation(series: Sequence[float], batch: int = 5) -> int:
    """Return how many values of a series are warm-up, by MSER-5 (White 1997).

    The cut is where the rest has the least standard error of its mean.
    """
    means = [
        fsum(series[at : at + batch]) / batch
        for at in range(0, len(series) - batch + 1, batch)
    ]
    best, found = None, 0
    for cut in range(len(means) - 4):
        rest = means[cut:]
        mean = fsum(rest) / len(rest)
        error = fsum((each - mean) ** 2 for each in rest) / len(rest) ** 2
        if best is None or error < best:
            best, found = error, cut
    return found * batch
