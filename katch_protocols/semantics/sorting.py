"""The order of numbers that are below something known, and which are different."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.arrays import Places
from katch_protocols.semantics.kernels import loops

__all__ = ["firsts_by", "ordered", "ordered_by"]

_FEW = 2_000
"""So few numbers NumPy orders in less time than a loop is called."""

_EACH = 16
"""To order so many numbers takes as long as a step by arrays."""


Column = tuple[NDArray[np.signedinteger[Any]], int]
"""Numbers from 0 on, and what they are below."""


def ordered(numbers: NDArray[np.signedinteger[Any]], most: int) -> Places:
    """Return the stable order of numbers from 0 to below ``most``.

    It takes time in proportion to how many there are: a compiled loop counts them
    (distribution counting, Knuth, The Art of Computer Programming, volume 3, 5.2);
    without it, or where there are few, NumPy sorts by halves of 16 bits, the lower
    first (a radix sort, 5.2.5), without comparing.
    """
    size = len(numbers)
    if size > max(_FEW, most // 2):
        compiled = loops(size // _EACH)
        if compiled is not None:
            return compiled.ordered(numbers, most)
    return _by_halves(numbers, most)


def _by_halves(numbers: NDArray[np.signedinteger[Any]], most: int) -> Places:
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    rest = numbers >> 16
    while most > 1 << 16:
        most = -(-most >> 16)
        order = order[np.argsort(rest[order].astype(np.uint16), kind="stable")]
        rest = rest >> 16
    return order


def ordered_by(*columns: Column) -> Places:
    """Return the order by the numbers of the first column, then by those of the next.

    Alike ones stay in their order.
    """
    *others, last = columns
    order = ordered(*last)
    for numbers, most in reversed(others):
        order = order[ordered(numbers[order], most)]
    return order


def firsts_by(*columns: Column) -> Places:
    """Return where each different combination of numbers stands first, in order."""
    order = ordered_by(*columns)
    new = np.zeros(len(order), np.bool_)
    new[:1] = True
    for numbers, _ in columns:
        new[1:] |= numbers[order[1:]] != numbers[order[:-1]]
    return np.sort(order[new])
