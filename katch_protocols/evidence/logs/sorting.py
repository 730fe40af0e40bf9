"""Rows put in order by sorting whole numbers, each with the row it is of below it.

NumPy sorts plain numbers several times faster than it finds the order of them, and
rows of one number stay as they came.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["order_by", "order_within"]

Longs = NDArray[np.int64]
Numbers = NDArray[np.integer[Any]]

_BITS = 63
_SHORT = 2


def order_by(numbers: Numbers) -> Longs:
    """Return the stable order of rows by a number of each, from -1 up."""
    count = len(numbers)
    width = count.bit_length()
    if numbers.dtype.itemsize <= _SHORT:
        # NumPy sorts these by radix.
        return np.argsort(numbers, kind="stable")
    if int(numbers.max(initial=0)) + 1 >= 1 << (_BITS - width):
        return np.argsort(numbers, kind="stable")
    keys = numbers.astype(np.int64)
    keys += 1
    return _sorted(keys, width)


def order_within(groups: Numbers, *keys: Longs) -> Longs:
    """Return the stable order of rows by the keys of each, within its group.

    Groups are numbers from 0 that ascend, and stay where they are. The first key is cut
    to the bits that are left beside group and row; rows that are alike then are looked
    at again.
    """
    count = len(groups)
    if not count:
        return np.zeros(0, np.int64)
    first, width = keys[0], count.bit_length()
    begins = np.flatnonzero(groups[1:] != groups[:-1]) + 1
    begins = np.append(np.zeros(1, np.int64), begins)
    least = np.minimum.reduceat(first, begins)
    lengths = np.diff(np.append(begins, count))
    numbers = (first - np.repeat(least, lengths)).astype(np.uint64)
    wide = int(numbers.max()).bit_length()
    room = _BITS - width - len(begins).bit_length()
    if room < 1:
        return np.lexsort((*keys[::-1], groups))
    cut = max(wide - room, 0)
    numbers >>= np.uint64(cut)
    which = np.repeat(np.arange(len(begins)), lengths) << min(wide, room)
    which |= numbers.view(np.int64)
    order = _sorted(which.copy(), width)
    if cut or len(keys) > 1:
        _put_right(order, which, keys)
    return order


def _sorted(keys: Longs, width: int) -> Longs:
    """Return the order of rows by their keys, which are overwritten."""
    keys <<= width
    keys |= np.arange(len(keys))
    keys.sort()
    keys &= (1 << width) - 1
    return keys


def _put_right(order: Longs, numbers: Longs, keys: tuple[Longs, ...]) -> None:
    """Put rows in order that have one number, and different keys."""
    here = numbers[order]
    alike = here[1:] == here[:-1]
    if not alike.any():
        return
    tied = np.zeros(len(order), np.bool_)
    tied[1:] |= alike
    tied[:-1] |= alike
    rows = order[tied]
    order[tied] = rows[np.lexsort((*(key[rows] for key in keys[::-1]), here[tied]))]
