"""Sets of codes as cubes: pairs (mask, match) that are easy to test."""

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from katch_protocols.errors import BoundError
from katch_protocols.semantics.layout import Field, Layout

__all__ = ["MAX_ROWS", "Cube", "cover", "cross", "standing"]

MAX_ROWS = 100_000
"""The most rows of a table: each has a cube of its own."""

Cube = tuple[int, int]
"""``(mask, match)``: a word lies in it when ``word & mask == match``."""


def cover(
    field: Field, codes: frozenset[int], possible: frozenset[int]
) -> tuple[Cube, ...]:
    """Return disjoint cubes that hold the words whose field is one of ``codes``.

    Only words whose field is in ``possible`` are asked about: all else is free, which
    keeps the cubes few. Splits the field's bits from the highest down, as a binary
    trie.
    """
    if len(codes) == 1 and len(possible) > 1:
        (code,) = codes
        return ((field.mask, code << field.shift),)
    return tuple(_split(field, codes, possible, field.bits, 0))


def _split(
    field: Field,
    codes: frozenset[int],
    possible: frozenset[int],
    free: int,
    prefix: int,
) -> Iterable[Cube]:
    low, high = prefix, prefix + (1 << free)
    here = {code for code in possible if low <= code < high}
    wanted = {code for code in codes if low <= code < high}
    if not wanted:
        return
    if wanted == here:
        known = ((1 << field.bits) - 1) & ~((1 << free) - 1)
        yield known << field.shift, prefix << field.shift
        return
    yield from _split(field, codes, possible, free - 1, prefix)
    yield from _split(field, codes, possible, free - 1, prefix + (1 << (free - 1)))


def cross(covers: Iterable[tuple[Cube, ...]], culprit: str) -> Iterator[Cube]:
    """Yield the cubes in which one cube of each cover holds.

    Raises:
        BoundError: There are more than ``MAX_ROWS``; then none is made. ``culprit`` is
            to blame.
    """
    every = tuple(covers)
    if prod(map(len, every)) > MAX_ROWS:
        raise BoundError("rows", MAX_ROWS, culprit)
    for cubes in product(*every):
        mask = match = 0
        for one_mask, one_match in cubes:
            mask |= one_mask
            match |= one_match
        yield mask, match


def standing(layout: Layout, node: int) -> Cube:
    """Return the words in which a node is active.

    Its field and those above it say so; a field that is empty while its region is left
    says it of all around it.
    """
    mask = match = 0
    here: int | None = node
    while here:
        place = layout.place(here)
        if place is None:
            break
        field, code = layout.fields[place[0]], place[1]
        mask |= field.mask
        match |= code << field.shift
        here = layout.region_of(here)
        if here is not None and here not in layout.kept:
            break
    return mask, match
