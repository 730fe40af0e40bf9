"""What stands together in the rows of several columns, numbered."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["combined"]

_TABLE = 2**22


def combined(
    keys: Sequence[NDArray[np.integer[Any]]], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Number the different rows of some columns, each of numbers below its size.

    As long as a table of what could be is small it tells what is. A column of the size
    1 is not read.
    """
    found: NDArray[np.integer[Any]] = np.zeros(len(keys[0]), np.int32)
    kinds, span, widths = np.zeros((1, 0), np.int64), 1, list[int]()
    for key, size in zip(keys, sizes, strict=True):
        width = max(size, 1)
        if span * width > _TABLE:
            found, kinds = _counted(found, kinds, span, widths)
            span, widths = len(kinds), []
        if width == 1:
            widths.append(1)
        elif span * width > _TABLE:
            whole = found.astype(np.int64) * width + key
            different, found = _numbered(whole, key, span * width, width)
            last = (different % width)[:, None]
            kinds = np.concatenate([kinds[different // width], last], axis=1)
            span = len(kinds)
        else:
            found = key if span == 1 else found * np.int32(width) + key
            span, widths = span * width, [*widths, width]
    found, kinds = _counted(found, kinds, span, widths)
    return found.astype(np.int64), kinds.tolist()


def _counted(
    whole: NDArray[np.integer[Any]],
    kinds: NDArray[np.int64],
    span: int,
    widths: Sequence[int],
) -> tuple[NDArray[np.integer[Any]], NDArray[np.int64]]:
    """Number anew what there is of numbers below ``span``: of a kind, then by width."""
    seen = np.zeros(span, np.bool_)
    seen[whole] = True
    different = rest = np.flatnonzero(seen)
    columns = list[NDArray[np.int64]]()
    for width in reversed(widths):
        rest, last = np.divmod(rest, width)
        columns.append(last[:, None])
    found = np.concatenate([kinds[rest], *reversed(columns)], axis=1)
    if len(different) == span:
        return whole, found
    return (np.cumsum(seen, dtype=np.int32) - np.int32(1))[whole], found


def _numbered(
    whole: NDArray[np.integer[Any]],
    key: NDArray[np.integer[Any]],
    size: int,
    width: int,
) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """Return the different numbers and the place of each; most keys are 0 often."""
    some = np.flatnonzero(key)
    rare, places = np.unique(whole[some], return_inverse=True)
    seen = np.zeros(size // width, np.bool_)
    seen[np.delete(whole, some) // width] = True
    common = np.flatnonzero(seen)
    found = (np.cumsum(seen) - 1)[whole // width]
    found[some] = len(common) + places
    return np.concatenate([common * width, rare]), found
