"""A search breadth first that goes on by compiled loops."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.semantics.arrays import Effects, Places, Words
from katch_protocols.semantics.guards import Guards
from katch_protocols.semantics.kernels import Loops
from katch_protocols.semantics.sorting import ordered

__all__ = ["CompiledSearch", "LevelSearch"]


class LevelSearch(Protocol):
    """The search that goes on: ``each`` is how many bytes a configuration fills."""

    parts: int
    each: int

    @property
    def effects(self) -> Effects:
        """What the rows do."""

    def goes_on(self, frontier: Words, seen: int) -> bool:
        """Tell whether a level is looked at, after so many words were seen."""

    def applying(
        self, frontier: Words, compiled: Loops | None = None
    ) -> tuple[Places, Places]:
        """Return where rows apply in a level and which, cut short past the most."""


_Steps = tuple[Places, Places, Places]
"""Steps: from where, by which row, to where."""

MOST_NOTED = 200_000
"""Of a search that finds more words no steps are noted on the way.

They are found anew whenever they are asked for.
"""


class CompiledSearch:
    """Goes on with a search by compiled loops; finds the same in the same order."""

    def __init__(
        self,
        search: LevelSearch,
        compiled: Loops,
        levels: Sequence[Words],
        parents: Sequence[Places],
        via: Sequence[Places],
    ) -> None:
        self.search, self.compiled = search, compiled
        self.store = np.concatenate(levels)
        self.parents, self.via = np.concatenate(parents), np.concatenate(via)
        self.size = len(self.store)
        self.slots = np.empty(0, np.int32)
        self._noted: list[_Steps] | None = []
        self._begun = 0

    def run(self, first: int) -> tuple[Places, Places, bool]:
        """Look level by level from the word ``first`` on.

        Returns for each word that was ``found`` the one before it and the row that led
        to it, and whether no level is left.
        """
        search, effects = self.search, self.search.effects
        self._begun = first
        while search.goes_on(frontier := self._since(first), self.size):
            look(self.size * search.each)
            origins, rows = search.applying(frontier, self.compiled)
            self._make_room(len(rows))
            targets = np.empty(0 if self._noted is None else len(rows), np.int64)
            origins += first
            size = self.compiled.level(
                (self.store, self.parents, self.via, self.slots),
                self.size,
                origins,
                rows,
                effects.keep,
                effects.put,
                targets,
            )
            self._note((origins, rows, targets))
            first, self.size = self.size, size
        parents, via = self.parents[: self.size].copy(), self.via[: self.size].copy()
        return parents, via, first == self.size

    def _note(self, steps: _Steps) -> None:
        """Note the steps of a level, unless there are too many words."""
        if self.size > MOST_NOTED:
            self._noted = None
        elif self._noted is not None:
            self._noted.append(steps)

    def steps(self, guards: Guards) -> _Steps | None:
        """Return every step of a search that is done, those of one row by source.

        ``None`` where there are too many words.
        """
        if self._noted is None:
            return None
        words, effects = self._since(0)[: self._begun], self.search.effects
        sources, rows = guards.hits(words, None, self.compiled)
        changes = effects.keep, effects.put
        given = self.store, self.slots, (sources, rows), changes
        noted = [(sources, rows, self.compiled.places_of(*given)), *self._noted]
        look(48 * sum(len(each[1]) for each in noted))
        sources, rows, targets = map(np.concatenate, zip(*noted, strict=True))
        order = ordered(rows, len(effects.keep))
        return sources[order], rows[order], targets[order]

    @property
    def found(self) -> Words:
        """The words that were found, in the order of discovery."""
        return self._since(0).copy()

    def _since(self, first: int) -> Words:
        """Return the words that were found from the one at ``first`` on."""
        return self.store[first : self.size]

    def _make_room(self, more: int) -> None:
        """Make room for so many words more, and twice as many slots."""
        need = self.size + more
        if need > len(self.store):
            room = max(need, 2 * len(self.store))
            self.store = _grown(self.store, room)
            self.parents = _grown(self.parents, room)
            self.via = _grown(self.via, room)
        if 2 * need > len(self.slots):
            words = self.store[: self.size]
            self.slots = self.compiled.entered(words, need)


def _grown(array: NDArray[Any], room: int) -> NDArray[Any]:
    grown = np.empty((room, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
