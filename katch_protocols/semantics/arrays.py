"""Many words at once, as arrays: their parts, their fields, whether cubes hold them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Table

__all__ = [
    "Effects",
    "Places",
    "Words",
    "alike",
    "distinct",
    "field_codes",
    "firsts",
    "inside",
    "numbered",
    "parted",
    "ranges",
    "split",
    "starts_of",
]


Words = NDArray[np.uint64]
"""Shape (words, parts): each word as so many parts of 64 bits, the lowest first."""

Places = NDArray[np.int64]
"""Positions in an array."""


def ranges(first: Places, last: Places) -> tuple[Places, Places]:
    """Return every position from ``first`` to ``last``, each with its origin."""
    counts = last - first
    origins = np.repeat(np.arange(len(first)), counts)
    offsets = np.cumsum(counts) - counts
    return origins, np.arange(counts.sum()) - (offsets - first)[origins]


def starts_of(numbers: NDArray[np.signedinteger[Any]], count: int) -> Places:
    """Return where each number begins among numbers in order; then where all end.

    All are below ``count``. Shape: (count + 1,).
    """
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=count), out=starts[1:])
    return starts


def field_codes(words: Words, field: Field) -> Places:
    """Return the code of a field in each word."""
    part, shift = divmod(field.shift, 64)
    found = words[:, part] >> np.uint64(shift)
    if shift + field.bits > 64:  # noqa: PLR2004 - the width of a part
        found = found | words[:, part + 1] << np.uint64(64 - shift)
    return (found & np.uint64((1 << field.bits) - 1)).astype(np.int64)


def split(word: int, parts: int) -> Words:
    """Return a word as so many parts of 64 bits, the lowest first."""
    return np.array(
        [(word >> (64 * part)) & 0xFFFF_FFFF_FFFF_FFFF for part in range(parts)],
        np.uint64,
    )


def parted(words: Iterable[int], parts: int) -> Words:
    """Return words as an array: of each so many parts of 64 bits, the lowest first."""
    whole = (1 << 64 * parts) - 1
    data = b"".join((word & whole).to_bytes(8 * parts, "little") for word in words)
    found: Words = np.frombuffer(data, "<u8").reshape(-1, parts)
    return found


def firsts(keys: NDArray[Any]) -> Places:
    """Return where each different key stands first, in the order of the keys."""
    order: Places = np.argsort(keys, kind="stable")
    found = keys[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = found[1:] != found[:-1]
    return order[new]


_WIDE = 8
"""With fewer places than one in so many, it is quicker to sort them."""


def distinct(places: Places, count: int) -> Places:
    """Return each different place once, in order; all of them are below ``count``."""
    if len(places) * _WIDE < count:
        # What NumPy has for it loads its masked arrays, and hashes the slower way.
        ordered = np.sort(places)
        new = np.ones(len(ordered), np.bool_)
        new[1:] = ordered[1:] != ordered[:-1]
        return ordered[new]
    found = np.zeros(count, np.bool_)
    found[places] = True
    return np.flatnonzero(found)


def alike(keys: Places, count: int) -> tuple[Places, Places]:
    """Return where each different key stands first, and each key's number there.

    In the order of the keys; all of them are below ``count``.
    """
    if len(keys) * _WIDE < count:
        _, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
        return first, numbers
    stands = np.full(count, -1, np.int64)
    # Of several the last one that is written stays.
    stands[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    there = stands >= 0
    return stands[there], (np.cumsum(there) - 1)[keys]


def numbered(words: Words) -> tuple[Places, Places]:
    """Return where each different word stands first, and each word's number there."""
    numbers = np.zeros(len(words), np.int64)
    first = np.zeros(min(len(words), 1), np.int64)
    for part in words.T:
        if len(words) and (part != part[0]).any():
            _, here = np.unique(part, return_inverse=True)
            width = int(here.max()) + 1
            count = (int(numbers.max()) + 1) * width
            first, numbers = alike(numbers * width + here, count)
    return first, numbers


def inside(words: Words, mask: Words, match: Words) -> NDArray[np.bool_]:
    """Whether each word lies in the cube; only parts that the mask touches count."""
    inside: NDArray[np.bool_] | None = None
    for part in range(words.shape[1]):
        if mask[part]:
            here = (words[:, part] & mask[part]) == match[part]
            inside = here if inside is None else inside & here
    return np.ones(len(words), np.bool_) if inside is None else inside


class Effects(Struct, frozen=True):
    """What the rows of a table do. Shapes: ``keep``, ``put`` (rows, parts)."""

    keep: Words
    put: Words

    @classmethod
    def of(cls, table: Table, parts: int) -> "Effects":
        """Return the effects of a table's rows, in their order."""
        keep = parted((~row.clear for row in table.rows), parts)
        return cls(keep, parted((row.set for row in table.rows), parts))

    def after(self, words: Words, rows: Places) -> Words:
        """Return each word after the row that stands beside it."""
        return words & self.keep[rows] | self.put[rows]
