"""The words that cases of a protocol reach, and the rows that can be taken in each.

Classes put words together and let rows go; an explanation names the rows, so whoever
explains by arrays goes from word to word.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.in_use import InUse
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.table import Table

__all__ = ["WordRows", "WordSteps"]

_MOST_WORDS = 50_000
_MOST_STEPS = 2_000_000


class WordRows(NamedTuple):
    """What is possible in each word, in the order of the table.

    Shapes, with ``w`` words and ``n`` steps: ``firsts`` (w + 1,) where the steps of
    each begin; ``rows`` and ``after`` (n,) the row, and the word after it, by number.
    """

    firsts: NDArray[np.int32]
    rows: NDArray[np.int32]
    after: NDArray[np.int32]


class WordSteps(Struct, frozen=True, eq=False):
    """The words of a protocol by their numbers, and what is possible in each."""

    words: tuple[int, ...]
    numbers: Mapping[int, int]
    steps: WordRows

    @classmethod
    def of(cls, table: Table) -> "WordSteps | None":
        """Return them, found once; ``None`` where they are too many."""
        return _known.of((table,), lambda: cls._of(table))

    @classmethod
    def _of(cls, table: Table) -> "WordSteps | None":
        if table.completions:
            return None
        found = explore(table, limit=_MOST_WORDS)
        if not found.exhausted:
            return None
        sources, rows, targets = found.steps()
        if len(sources) > _MOST_STEPS:
            return None
        words = tuple(found.every_word())
        order = np.lexsort((rows, sources))
        counts = np.bincount(sources, minlength=len(words))
        steps = WordRows(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            rows[order].astype(np.int32),
            targets[order].astype(np.int32),
        )
        return cls(words, {each: n for n, each in enumerate(words)}, steps)


_known = InUse[WordSteps | None](16)
