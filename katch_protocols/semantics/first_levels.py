"""The first levels of a search, word by word: few words are no work for arrays.

Finds what the arrays find, in the same order: by condition, of one condition by row,
of one row by word.
"""

from collections.abc import Sequence

from katch_protocols.budget import look
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.table import Table

__all__ = ["Few"]

_TESTS = 4_000
"""With more tests of a condition on a word in one level, arrays are faster."""

_EACH = 200
"""About how many bytes a word fills until all are put together."""


class Few:
    """A search breadth first that stops where there are many words.

    ``words`` are those found, in the order of discovery; ``parents`` the index of the
    word before each, -1 for the first; ``via`` the row that led to it; ``fired`` the
    rows that applied. From ``first`` on stand the words that were not looked at.
    """

    def __init__(self, table: Table, guards: Guards, until: Sequence[Cube]) -> None:
        self.table = table
        self.until = until
        self.conditions = [
            (*cube, rows) for cube, rows in zip(guards.cubes, guards.rows, strict=True)
        ]
        self.words = [table.initial]
        self.parents, self.via = [-1], [-1]
        self.fired: set[int] = set()
        self.first = 0
        self._seen = {table.initial}

    def run(self, limit: int, most: int) -> None:
        """Look level by level, up to ``limit`` words and ``most`` in one level."""
        most = min(most, _TESTS // max(1, len(self.conditions)))
        while self._goes_on(limit, most):
            look(len(self.words) * _EACH)
            last = len(self.words)
            self._level(self.words[self.first :])
            self.first = last

    def _goes_on(self, limit: int, most: int) -> bool:
        frontier = self.words[self.first :]
        if not 0 < len(frontier) <= most or len(self.words) > limit:
            return False
        return not any(
            word & mask == match for mask, match in self.until for word in frontier
        )

    def _level(self, frontier: list[int]) -> None:
        table, seen = self.table.rows, self._seen
        for mask, match, rows in self.conditions:
            met = [n for n, word in enumerate(frontier) if word & mask == match]
            if not met:
                continue
            self.fired.update(rows)
            for index in rows:
                row = table[index]
                for place in met:
                    after = frontier[place] & ~row.clear | row.set
                    if after not in seen:
                        seen.add(after)
                        self.words.append(after)
                        self.parents.append(self.first + place)
                        self.via.append(index)
