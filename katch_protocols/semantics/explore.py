"""All cases: every configuration that any case can reach, breadth first.

Words are rows of a NumPy array of 64-bit parts, so a protocol may be wider than 64
bits. Each level applies every row of the table to the whole frontier at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Row, Table

__all__ = ["DEFAULT_LIMIT", "Exploration", "explore"]

Words = NDArray[np.uint64]
Places = NDArray[np.int64]

DEFAULT_LIMIT = 5_000_000
"""How many configurations are explored unless the caller says otherwise."""


_MOST_SUCCESSORS = 10
"""How many successors a level may have for each configuration of the limit."""

_THIN = 100_000
"""Below so many tests of a guard on a word, one array of all of them is faster."""


@dataclass(frozen=True)
class Exploration:
    """Every configuration found, in the order of discovery (breadth first).

    Shapes: ``words`` (n, parts) of uint64; ``parents`` (n,) the index of the
    predecessor, -1 for the first; ``via`` (n,) the row that led here; ``fired`` (rows,)
    whether each row applied anywhere. ``exhausted``: nothing was left out; else at
    least ``len(self)`` configurations exist.
    """

    table: Table
    words: Words
    parents: Places
    via: Places
    fired: NDArray[np.bool_]
    exhausted: bool

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> int:
        """Return a configuration as one integer."""
        word = 0
        for part in reversed(self.words[index]):
            word = (word << 64) | int(part)
        return word

    def codes(self, field: Field) -> Places:
        """Return the code of a field in each configuration."""
        part, shift = divmod(field.shift, 64)
        size = (1 << field.bits) - 1
        found = self.words[:, part] >> np.uint64(shift)
        if shift + field.bits > 64:  # noqa: PLR2004 - the width of a part
            found = found | self.words[:, part + 1] << np.uint64(64 - shift)
        return (found & np.uint64(size)).astype(np.int64)

    def where(self, mask: int, match: int) -> Places:
        """Return the indices of the configurations inside a cube, in order."""
        parts = self.words.shape[1]
        return np.flatnonzero(
            _inside(self.words, _split(mask, parts), _split(match, parts))
        )

    def find(self, words: Words) -> Places:
        """Return the index of each word; every word must be one that was found."""
        order, keys = self._sorted
        return order[np.searchsorted(keys, _keys(words))]

    @cached_property
    def _sorted(self) -> tuple[Places, NDArray[np.generic]]:
        """The configurations in the order of their keys, and the keys."""
        keys = _keys(self.words)
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    def successors(self, row: Row) -> tuple[Places, Words]:
        """Return where a row applies, and the words that it leads to."""
        parts = self.words.shape[1]
        places = self.where(row.mask, row.match)
        keep, put = _split(~row.clear, parts), _split(row.set, parts)
        return places, self.words[places] & keep | put

    def path(self, index: int) -> tuple[Row, ...]:
        """Return a shortest sequence of rows from the start to a configuration."""
        steps: list[Row] = []
        while self.parents[index] >= 0:
            steps.append(self.table.rows[self.via[index]])
            index = int(self.parents[index])
        return tuple(reversed(steps))

    def ends(self) -> Places:
        """Return the indices of the configurations in which a case is complete."""
        found = [self.where(mask, match) for mask, match in self.table.final]
        return np.concatenate(found) if found else np.empty(0, np.int64)


def explore(
    table: Table, *, limit: int = DEFAULT_LIMIT, until: Sequence[Cube] = ()
) -> Exploration:
    """Find every configuration that some case can reach, up to about ``limit``.

    Stops after the level in which ``limit`` is passed, or in which a configuration
    inside one of the cubes ``until`` is first found; a level that leads to more than
    ten times ``limit`` is cut short. ``exhausted`` says whether anything was left out.
    Memory is about 60 bytes a configuration for words of 64 bits.
    """
    return _Search(table, limit, until).run()


def _split(word: int, parts: int) -> Words:
    return np.array(
        [(word >> (64 * part)) & 0xFFFF_FFFF_FFFF_FFFF for part in range(parts)],
        np.uint64,
    )


def _inside(words: Words, mask: Words, match: Words) -> NDArray[np.bool_]:
    """Whether each word lies in the cube; only parts that the mask touches count."""
    inside: NDArray[np.bool_] | None = None
    for part in range(words.shape[1]):
        if mask[part]:
            here = (words[:, part] & mask[part]) == match[part]
            inside = here if inside is None else inside & here
    return np.ones(len(words), np.bool_) if inside is None else inside


class _Search:
    """Breadth-first search with one sorted array of everything seen."""

    def __init__(self, table: Table, limit: int, until: Sequence[Cube]) -> None:
        self.table = table
        self.limit = limit
        self.parts = max(1, -(-table.layout.width // 64))
        self.until = [
            (_split(mask, self.parts), _split(match, self.parts))
            for mask, match in until
        ]
        self.rows = [
            tuple(
                _split(word, self.parts)
                for word in (row.mask, row.match, ~row.clear, row.set)
            )
            for row in table.rows
        ]
        guards = self._guards()
        self.guards = tuple(guards.values())
        self.masks, self.matches = (
            np.array([_split(cube[part], self.parts) for cube in guards], np.uint64)
            for part in (0, 1)
        )
        self.most = _MOST_SUCCESSORS * limit
        self.is_cut = False
        self.fired = np.zeros(len(table.rows), np.bool_)

    def _guards(self) -> dict[tuple[int, int], list[int]]:
        """Group the rows that share one condition, so that it is tested once."""
        groups: dict[tuple[int, int], list[int]] = {}
        for index, row in enumerate(self.table.rows):
            groups.setdefault((row.mask, row.match), []).append(index)
        return groups

    def run(self) -> Exploration:
        frontier = _split(self.table.initial, self.parts)[None, :]
        levels, parents, via = [frontier], [np.array([-1])], [np.array([-1])]
        seen = _keys(frontier)
        first = 0
        while self._goes_on(frontier, seen):
            found, origins, rows = self._successors(frontier)
            keys = _keys(found)
            _, unique = np.unique(keys, return_index=True)
            new = np.sort(unique[~_member(keys[unique], seen)])
            levels.append(found[new])
            parents.append(origins[new] + first)
            via.append(rows[new])
            first += len(frontier)
            frontier = found[new]
            seen = np.sort(np.concatenate([seen, keys[new]]), kind="stable")
        return Exploration(
            self.table,
            np.concatenate(levels),
            np.concatenate(parents),
            np.concatenate(via),
            self.fired,
            exhausted=not len(frontier) and not self.is_cut,
        )

    def _goes_on(self, frontier: Words, seen: NDArray[np.generic]) -> bool:
        if self.is_cut or not len(frontier) or len(seen) > self.limit:
            return False
        return not self._found(frontier)

    def _found(self, frontier: Words) -> bool:
        return any(
            bool(_inside(frontier, mask, match).any()) for mask, match in self.until
        )

    def _successors(self, frontier: Words) -> tuple[Words, Places, Places]:
        found, origins, rows = [], [], []
        total = 0
        for origin, index in self._hits(frontier):
            total += len(origin)
            if total > self.most:
                self.is_cut = True
                break
            _, _, keep, put = self.rows[index]
            found.append(frontier[origin] & keep | put)
            origins.append(origin)
            rows.append(np.full(len(origin), index))
            self.fired[index] = True
        if not found:
            empty = np.empty(0, np.int64)
            return frontier[:0], empty, empty
        return np.concatenate(found), np.concatenate(origins), np.concatenate(rows)

    def _hits(self, frontier: Words) -> Iterator[tuple[Places, int]]:
        """Yield each row that applies somewhere, with the places where it does."""
        thin = len(frontier) * len(self.guards) <= _THIN
        for indices, places in self._thin(frontier) if thin else self._wide(frontier):
            for index in indices:
                yield places, index

    def _wide(self, frontier: Words) -> Iterator[tuple[list[int], Places]]:
        """Test one guard after another on the whole frontier."""
        for guard, indices in enumerate(self.guards):
            inside = _inside(frontier, self.masks[guard], self.matches[guard])
            places = np.flatnonzero(inside)
            if len(places):
                yield indices, places

    def _thin(self, frontier: Words) -> Iterator[tuple[list[int], Places]]:
        """Test all guards at once: a long story has many levels of few words."""
        if not self.guards:
            return
        inside = ((frontier[:, None] & self.masks) == self.matches).all(axis=2)
        for guard in np.flatnonzero(inside.any(axis=0)):
            yield self.guards[guard], np.flatnonzero(inside[:, guard])


def _keys(words: Words) -> NDArray[np.generic]:
    """Return one sortable key a word: the word itself, or its bytes when wide."""
    if words.shape[1] == 1:
        return words[:, 0]
    dense = np.ascontiguousarray(words)
    return dense.view(np.dtype((np.void, dense.dtype.itemsize * dense.shape[1])))[:, 0]


def _member(keys: NDArray[np.generic], seen: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Whether each key is in the sorted array ``seen``."""
    places = np.searchsorted(seen, keys)
    places[places == len(seen)] = 0
    same: NDArray[np.bool_] = seen[places] == keys
    return same
