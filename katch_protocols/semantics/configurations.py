"""Configurations of a protocol as an array of words: looked at, found, stepped on."""

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.semantics.arrays import (
    Places,
    Words,
    field_codes,
    inside,
    split,
)
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.kernels import loops
from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Row, Table

__all__ = ["Configurations", "keyed"]

_EACH = 64
"""About so many words are looked at in a step by arrays."""

_MANY = 4_000
"""Of fewer words arrays are as fast."""


class Configurations(Struct, frozen=True, eq=False, dict=True, weakref=True):
    """Configurations of a table.

    ``given`` are their words, or what tells them to whoever asks for them first.
    """

    table: Table
    given: Words | Callable[[], Words]

    @cached_property
    def words(self) -> Words:
        """Their words. Shape: (n, parts)."""
        return self.given() if callable(self.given) else self.given

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> int:
        """Return a configuration as one integer."""
        word = 0
        for part in reversed(self.words[index]):
            word = (word << 64) | int(part)
        return word

    def every_word(self) -> list[int]:
        """Return each configuration as one integer."""
        found: list[int] = self.words[:, -1].tolist()
        for part in range(self.words.shape[1] - 2, -1, -1):
            low: list[int] = self.words[:, part].tolist()
            found = [word << 64 | here for word, here in zip(found, low, strict=True)]
        return found

    def looked_at(self, bits: int) -> "Configurations":
        """Return the same configurations with nothing but these bits."""
        seen = split(bits, self.words.shape[1])
        return Configurations(self.table, self.words & seen)

    def codes(self, field: Field) -> Places:
        """Return the code of a field in each configuration."""
        return field_codes(self.words, field)

    def where(self, mask: int, match: int) -> Places:
        """Return the indices of the configurations inside a cube, in order."""
        parts = self.words.shape[1]
        cube = split(mask, parts), split(match, parts)
        if len(self.words) > _MANY:
            compiled = loops(len(self.words) // _EACH)
            if compiled is not None:
                return compiled.inside(self.words, *cube)
        return np.flatnonzero(inside(self.words, *cube))

    def earliest(self, cubes: Iterable[Cube]) -> int | None:
        """Return the index of the first configuration inside one of some cubes."""
        found = (self.where(*cube) for cube in cubes)
        return min((int(places[0]) for places in found if len(places)), default=None)

    def find(self, words: Words) -> Places:
        """Return the index of each word; every word must be one that was found."""
        order, keys = self._sorted
        return order[np.searchsorted(keys, keyed(words))]

    @cached_property
    def _sorted(self) -> tuple[Places, NDArray[np.generic]]:
        """The configurations in the order of their keys, and the keys."""
        keys = keyed(self.words)
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    def successors(self, row: Row) -> tuple[Places, Words]:
        """Return where a row applies, and the words that it leads to."""
        parts = self.words.shape[1]
        places = self.where(row.mask, row.match)
        keep, put = split(~row.clear, parts), split(row.set, parts)
        return places, self.words[places] & keep | put

    def ends(self) -> Places:
        """Return the indices of the configurations in which a case is complete."""
        found = [self.where(mask, match) for mask, match in self.table.final]
        return np.concatenate(found) if found else np.empty(0, np.int64)


def keyed(words: Words) -> NDArray[np.generic]:
    """Return one sortable key a word: the word itself, or its bytes when wide."""
    if words.shape[1] == 1:
        return words[:, 0]
    dense = np.ascontiguousarray(words)
    return dense.view(np.dtype((np.void, dense.dtype.itemsize * dense.shape[1])))[:, 0]
