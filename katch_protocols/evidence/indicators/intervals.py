"""How sure a number is: intervals of 95 %, and times that heed open cases.

Sources: E. B. Wilson, *Probable inference*, JASA 22 (1927); R. G. Newcombe, *Interval
estimation for the difference between independent proportions*, Statistics in Medicine
17 (1998), method 10; F. Garwood, *Fiducial limits for the Poisson distribution*,
Biometrika 28 (1936); E. L. Kaplan and P. Meier, JASA 53 (1958).
"""

from collections.abc import Callable, Iterable
from math import exp, lgamma, log, sqrt

from katch_protocols.evidence.simulations.estimates import quantile_of_open

__all__ = [
    "arrival_time",
    "newcombe",
    "poisson_interval",
    "rates_differ",
    "wilson",
]

_Z = 1.959963984540054
_TAIL = 0.025
_FAR = 40
"""So many standard deviations from the mean no number can hold what is left."""
_HALVINGS = 64


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the interval of a share; (0, 1) where nothing is known."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = share + square / (2 * whole)
    spread = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = ((middle + sign * spread) / (1 + square / whole) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def newcombe(
    part: int, whole: int, other_part: int, other_whole: int
) -> tuple[float, float]:
    """Return the interval of the difference of two shares, the first less the other."""
    one, other = part / whole, other_part / other_whole
    low, high = wilson(part, whole)
    other_low, other_high = wilson(other_part, other_whole)
    below = sqrt((one - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - one) ** 2 + (other - other_low) ** 2)
    return one - other - below, one - other + above


def _at_most(count: int, mean: float) -> float:
    """Return how probable it is to count so many or fewer of a mean above zero."""
    first = max(0, int(mean - _FAR * (sqrt(mean) + 1)))
    counts = range(first, count + 1)
    return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in counts)


def _crossing(test: Callable[[float], bool], high: float) -> float:
    """Return where a test turns false, by halving."""
    low = 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if test(middle) else (low, middle)
    return (low + high) / 2


def poisson_interval(count: int) -> tuple[float, float]:
    """Return the exact interval of the mean behind a count."""
    far = count + 10 * sqrt(count + 1) + 10
    low = _crossing(lambda mean: 1 - _at_most(count - 1, mean) < _TAIL, far)
    high = _crossing(lambda mean: _at_most(count, mean) > _TAIL, far)
    return (low if count else 0.0), high


def rates_differ(count: int, months: int, other: int, other_months: int) -> bool:
    """Tell whether two counts differ for the months that they are of.

    Exact: of both together, so many in the one is binomial where nothing has changed.
    """
    both, chance = count + other, months / (months + other_months)

    def mass(k: int) -> float:
        ways = lgamma(both + 1) - lgamma(k + 1) - lgamma(both - k + 1)
        return exp(ways + k * log(chance) + (both - k) * log(1 - chance))

    mean, far = both * chance, _FAR * (sqrt(both * chance * (1 - chance)) + 1)
    least, most = max(0, int(mean - far)), min(both, int(mean + far))
    fewer = sum(mass(k) for k in range(least, min(count, most) + 1))
    more = sum(mass(k) for k in range(max(count, least), most + 1))
    return min(fewer, more) < _TAIL


def arrival_time(waits: Iterable[tuple[float, bool]], share: float) -> float | None:
    """Return by when a share of cases has arrived; ``None``: not while they were seen.

    Args:
        waits: For each case how long, and whether it has arrived by then; else it is
            only known not to have. An infinite wait never arrives.
        share: From 0 to 1: a half for the median.

    Kaplan and Meier's estimate: the first time at which no more than the rest is left.
    """
    seen = list(waits)
    arrived = [wait for wait, has_arrived in seen if has_arrived]
    open_since = [wait for wait, has_arrived in seen if not has_arrived]
    return quantile_of_open(arrived, open_since, share)
