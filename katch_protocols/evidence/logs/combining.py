"""What stands together in the rows of several columns, numbered."""

from collections.abc import Callable, Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["are_same", "combined", "looked_up", "meant_together", "seen"]

_TABLE = 2**22
_COUNTED = 2**12
_BLOCK = 2**14
_FEW = 8

Numbers = NDArray[np.integer[Any]]


def combined(
    keys: Sequence[Numbers], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Number the different rows of some columns, each of numbers below its size.

    As long as a table of what could be is small it tells what is. A column of the size
    1 is not read.
    """
    whole, different, span, kinds = _together(keys, sizes)
    if len(different) == span:
        return whole.astype(np.int64), kinds.tolist()
    places = np.empty(span, np.int64)
    places[different] = np.arange(len(different))
    return places.take(whole), kinds.tolist()


def meant_together(
    columns: Sequence[tuple[Numbers, int]],
    mean: Callable[[list[list[int]]], Sequence[int]],
) -> NDArray[np.int32]:
    """Return of each row what ``mean`` says of what stands together in it.

    Each column is of numbers from -1 up and below its size; one that takes no room,
    the same number again and again, takes no time either.
    """
    sizes = [size + 1 for _, size in columns]
    if prod(sizes) > _TABLE:
        found, kinds = combined([codes + 1 for codes, _ in columns], sizes)
        meant = mean([[number - 1 for number in kind] for kind in kinds])
        return np.array(meant, np.int32)[found]
    span = prod(sizes)
    whole = _mixed(columns, span)
    different = np.flatnonzero(seen(whole[:1] if are_same(whole) else whole, span))
    rows = _kinds(different, np.zeros((1, 0), np.int64), sizes) - 1
    if len(different) == 1:
        return np.full(len(whole), mean(rows.tolist())[0], np.int32)
    table = np.zeros(span, np.int32)
    table[different] = np.array(mean(rows.tolist()), np.int32)
    return looked_up(table, whole)


def _mixed(columns: Sequence[tuple[Numbers, int]], span: int) -> NDArray[np.int32]:
    """Return one number below ``span`` of what stands together in each row."""
    some, least, width = list[tuple[Numbers, np.int32]](), 0, span
    for codes, size in columns:
        width //= size + 1
        if not len(codes) or not size:
            continue
        least += width
        if are_same(codes) or (size == 1 and codes.min() == codes.max()):
            least += width * int(codes[0])
        else:
            some.append((codes, np.int32(width)))
    if not some:
        return np.broadcast_to(np.int32(least), len(columns[0][0]))
    whole = np.full(len(columns[0][0]), least, np.int32)
    for block in _blocks(whole):
        here = whole[block]
        for codes, each in some:
            here += codes[block] * each
    return whole


def are_same(numbers: NDArray[Any]) -> bool:
    """Tell whether numbers are one alone, again and again, that is held once."""
    return numbers.strides == (0,) and len(numbers) > 0


def looked_up(table: NDArray[np.int32], numbers: Numbers) -> NDArray[np.int32]:
    """Return what a table says of numbers; of -1 it is the last."""
    if are_same(numbers):
        return np.full(len(numbers), table[numbers[0]], np.int32)
    found = np.empty(len(numbers), np.int32)
    for block in _blocks(found):
        table.take(numbers[block], out=found[block], mode="wrap")
    return found


def _blocks(whole: NDArray[Any]) -> Iterator[slice]:
    """Yield spans of rows that are small enough to stay near the processor."""
    for first in range(0, len(whole), _BLOCK):
        yield slice(first, first + _BLOCK)


def seen(numbers: Numbers, size: int) -> NDArray[np.bool_]:
    """Tell which numbers below a size there are; those below 0 are none."""
    found = np.zeros(size + 1, np.bool_)
    for block in _blocks(numbers):
        here, left = numbers[block], size - np.count_nonzero(found[:-1])
        if not left:
            break
        if size < _COUNTED and left < _FEW:
            # Of few numbers most are met at once.
            for number in np.flatnonzero(~found[:-1]).tolist():
                found[number] = (here == number).any()
            continue
        changes = here[1:] != here[:-1]
        if np.count_nonzero(changes) * 4 < len(here):
            # The same often comes again: it is looked at once.
            found[here[:-1][changes]] = True
            found[here[-1]] = True
        elif size < _COUNTED:
            found |= np.roll(np.bincount(here + 1, minlength=size + 1), -1) > 0
        else:
            found[here] = True
    return found[:-1]


def _together(
    keys: Sequence[Numbers], sizes: Sequence[int]
) -> tuple[Numbers, NDArray[np.int64], int, NDArray[np.int64]]:
    """Return a number of each row, which there are below which, and what they are."""
    found: Numbers = np.zeros(len(keys[0]), np.int32)
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
    different = np.flatnonzero(seen(found, span))
    return found, different, span, _kinds(different, kinds, widths)


def _counted(
    whole: Numbers, kinds: NDArray[np.int64], span: int, widths: Sequence[int]
) -> tuple[Numbers, NDArray[np.int64]]:
    """Number anew what there is of numbers below ``span``: of a kind, then by width."""
    different = np.flatnonzero(seen(whole, span))
    found = _kinds(different, kinds, widths)
    if len(different) == span:
        return whole, found
    places = np.empty(span, np.int32)
    places[different] = np.arange(len(different))
    return places.take(whole), found


def _kinds(
    different: NDArray[np.int64], kinds: NDArray[np.int64], widths: Sequence[int]
) -> NDArray[np.int64]:
    rest, columns = different, list[NDArray[np.int64]]()
    for width in reversed(widths):
        rest, last = np.divmod(rest, width)
        columns.append(last[:, None])
    return np.concatenate([kinds[rest], *reversed(columns)], axis=1)


def _numbered(
    whole: Numbers, key: Numbers, size: int, width: int
) -> tuple[Numbers, Numbers]:
    """Return the different numbers and the place of each; most keys are 0 often."""
    some = np.flatnonzero(key)
    rare, places = np.unique(whole[some], return_inverse=True)
    seen_here = np.zeros(size // width, np.bool_)
    seen_here[np.delete(whole, some) // width] = True
    common = np.flatnonzero(seen_here)
    found = (np.cumsum(seen_here) - 1)[whole // width]
    found[some] = len(common) + places
    return np.concatenate([common * width, rare]), found
