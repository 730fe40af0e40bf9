"""The order of numbers of which it is known what they are below."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.arrays import Places
from katch_protocols.semantics.kernels import loops

__all__ = ["ordered", "ordered_by"]

_FEW = 2_000
"""So few numbers NumPy orders in less time than a loop is called."""

_EACH = 16
"""To order so many numbers takes as long as a step by arrays."""


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


def ordered_by(*columns: tuple[NDArray[np.signedinteger[Any]], int]) -> Places:
    """Return the order by the numbers of the first column, then by those of the next.

    With each column stands what its numbers are below, as for ``ordered``.
    """
    *others, last = columns
    order = ordered(*last)
    for numbers, most in reversed(others):
        order = order[ordered(numbers[order], most)]
    return order
