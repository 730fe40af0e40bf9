"""Chance as a pure function: every draw is made of its key, and of integers only.

A key is a chain of numbers (seed, run, case, state, visit, what for); each is mixed in
by SplitMix64 (Steele, Lea and Flood 2014). So a draw is the same on every machine, and
the same for the same case whatever else a scenario changes.
"""

from decimal import Context, Decimal
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist

from katch_protocols.model.scenarios import Spread, SpreadKind, seconds

__all__ = [
    "BINS",
    "key_of",
    "mix",
    "pick",
    "quantile",
    "quantiles",
]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15

BINS = 1024
"""How many steps of equal chance a table of quantiles has."""


def mix(key: int, part: int) -> int:
    """Return the key that is ``key`` and ``part`` together: 63 bits."""
    z = (key + _GOLDEN * (part + 1)) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return (z ^ (z >> 31)) >> 1


def key_of(name: str) -> int:
    """Return the number of a name, the same in every handbook: 63 bits."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1


def pick(drawn: int, total: int) -> int:
    """Return a whole number below ``total`` (at most 2**31), each as likely."""
    return ((drawn >> 31) * total) >> 32


def quantile(drawn: int, table: "list[int]", at: int) -> int:
    """Return a length of time from a table of quantiles that begins at ``at``."""
    high = drawn >> 31
    place, rest = at + (high >> 22), high & 0x3FFFFF
    low = table[place]
    return low + (((table[place + 1] - low) * rest + 0x200000) >> 22)


def quantiles(spread: Spread) -> tuple[int, ...]:
    """Return ``BINS + 1`` lengths in seconds, at equal steps of chance.

    The last step of a spread without an end is as wide as makes its mean right.
    """
    return _table(spread.kind, tuple(map(seconds, spread.points)))


@lru_cache(maxsize=256)
def _table(kind: SpreadKind, points: tuple[int, ...]) -> tuple[int, ...]:
    match kind:
        case SpreadKind.EXACTLY:
            return (points[0],) * (BINS + 1)
        case SpreadKind.TRIANGULAR:
            return _triangular(*points)
        case SpreadKind.EXPONENTIAL:
            return tuple(round(points[0] * each) for each in _exponential())
        case SpreadKind.LOGNORMAL:
            return _lognormal(*points)
        case SpreadKind.QUANTILES:
            return _between(points)


_PRECISE = Context(prec=20)


def _triangular(least: int, usual: int, most: int) -> tuple[int, ...]:
    if least == most:
        return (least,) * (BINS + 1)
    width = Decimal(most - least)
    found = []
    for step in range(BINS + 1):
        chance = Decimal(step) / BINS
        if chance * width < usual - least:
            there = least + _PRECISE.sqrt(chance * width * (usual - least))
        else:
            there = most - _PRECISE.sqrt((1 - chance) * width * (most - usual))
        found.append(round(there))
    return tuple(found)


@lru_cache(maxsize=1)
def _exponential() -> tuple[Decimal, ...]:
    """Return quantiles of mean 1; the last step has the mean of the tail."""
    inner = [-_PRECISE.ln(1 - Decimal(step) / BINS) for step in range(BINS)]
    return (*inner, inner[-1] + 2)


_NINE = Decimal("1.2815515655446004")


def _lognormal(median: int, nine: int) -> tuple[int, ...]:
    if median == nine:
        return (median,) * (BINS + 1)
    sigma = _PRECISE.divide(_PRECISE.ln(_PRECISE.divide(nine, median)), _NINE)
    normal = NormalDist()
    found = [0]
    for step in range(1, BINS):
        # Rounded, so that the last bit of a machine's number does not matter.
        there = Decimal(round(normal.inv_cdf(step / BINS) * 10**9)).scaleb(-9)
        found.append(round(median * _PRECISE.exp(_PRECISE.multiply(sigma, there))))
    # The mean beyond the last quantile: exp(s²/2) times the tail of the mean.
    spread = float(sigma)
    tail = normal.cdf(spread - normal.inv_cdf(1 - 1 / BINS)) * BINS
    mean = median * float(_PRECISE.exp(sigma * sigma / 2)) * tail
    return (*found, max(found[-1], round(2 * mean) - found[-1]))


def _between(points: tuple[int, ...]) -> tuple[int, ...]:
    """Return a table between quantiles that were measured, straight between two."""
    steps = len(points) - 1
    if not steps:
        return points * (BINS + 1)
    found = []
    for step in range(BINS + 1):
        place, rest = divmod(step * steps, BINS)
        upper = points[min(place + 1, steps)]
        found.append(points[place] + round((upper - points[place]) * rest / BINS))
    return tuple(found)
