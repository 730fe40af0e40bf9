"""Compiled loops for large searches; without them arrays find the same, more slowly.

Each says in plain steps what ``Guards.hits``, ``explore`` and ``walk`` mean by arrays;
these stay the definition, and a test compares the two. What was compiled once is loaded
in the time of some hundred thousand steps by arrays, so a small question never does;
where nothing is kept yet, only much work is worth compiling.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.arrays import Places, Words
from katch_protocols.semantics.loop_calls import CompiledLoops
from katch_protocols.semantics.loops import EMPTY
from katch_protocols.semantics.object_code import LoopModule

__all__ = ["COMPILING", "LOADING", "Loops", "Slots", "loops"]

LOADING = 300_000
"""After so many steps by arrays in one process, loops that were compiled are loaded."""

COMPILING = 5_000_000
"""After so many, they are compiled where they never were."""

_EACH = 8
"""For so many conditions that each word meets there is room at once."""

_MODULES = tuple(
    LoopModule(f"katch_protocols.semantics.{name}")
    for name in ("loops", "loops_of_graphs")
)


Slots = NDArray[np.int32]
"""Where words stand, each in a slot that follows from it. Shape: (a power of two,)."""


class Loops:
    """The loops over words and over graphs, with the room for what they find."""

    def __init__(self, modules: Iterable[CompiledLoops]) -> None:
        self._compiled = {name: each for one in modules for name, each in one.items()}

    @staticmethod
    def kept() -> "Loops | None":
        """Return the loops, if all were compiled for this machine before."""
        return _all(each.kept() for each in _MODULES)

    @staticmethod
    def ready() -> "Loops | None":
        """Return the loops, compiled now if they never were, if they can be."""
        return _all(each.ready for each in _MODULES)

    @staticmethod
    def room(size: int) -> Slots:
        """Return empty slots for so many words."""
        return np.full(1 << (2 * size).bit_length(), EMPTY, np.int32)

    def entered(self, words: Words, size: int) -> Slots:
        """Return slots for so many words, with those words, which are all different."""
        slots = self.room(size)
        self._compiled["enter"](np.ascontiguousarray(words), slots)
        return slots

    def hits(
        self,
        words: Words,
        conditions: tuple[Words, Words],
        lookup: tuple[NDArray[np.int64], Places, Places, Places],
        sizes: Places,
        most: int,
    ) -> tuple[Places, Places] | None:
        """Return where conditions are met, one after the other, and how often each is.

        ``None``: of more rows than ``most``. ``lookup``: as the loop says it. Shapes:
        ``conditions``, masks and matches: (conditions, parts); ``sizes``, how many rows
        each has: (conditions,); what is returned: (met,), (conditions,).
        """
        call, words = self._compiled["hits"], np.ascontiguousarray(words)
        room = _EACH * len(words)
        while True:
            counts = np.zeros(len(sizes), np.int64)
            places, found = (np.empty(room, np.int64) for _ in range(2))
            count = call(words, *conditions, *lookup, counts, places, found)
            if int(counts @ sizes) > most:
                return None
            if count <= room:
                break
            room = count
        by_number, firsts = np.empty(count, np.int64), np.cumsum(counts) - counts
        self._compiled["grouped"](places, found, firsts, by_number)
        return by_number, counts

    def inside(self, words: Words, mask: Words, match: Words) -> Places:
        """Return which words lie in a cube, in order. Shapes: ``mask`` (parts,)."""
        found = np.empty(len(words), np.int64)
        count = self._compiled["inside"](
            np.ascontiguousarray(words), mask, match, found
        )
        return found[:count].copy()

    def level(
        self, found: Sequence[NDArray[np.generic]], *given: int | NDArray[np.generic]
    ) -> int:
        """Enter the words after a level that are new; return how many there are now.

        ``found``: the words, the one before each, the row that led there, the slots.
        """
        return self._compiled["level"](*found, *given)

    def places_of(
        self,
        words: Words,
        slots: Slots,
        steps: tuple[Places, Places],
        effects: tuple[Words, Words],
    ) -> Places:
        """Return where the words stand that steps (from where, by which row) lead to.

        ``effects``: what each row keeps of a word, and what it puts there.
        """
        found = np.empty(len(steps[1]), np.int64)
        call = self._compiled["places_of"]
        call(words, slots, *steps, *effects, found)
        return found

    def number(self, words: Words, kept: Words) -> tuple[Places, Places]:
        """Return where the first of words that keep the same stands, and each's number.

        Shapes: ``kept`` (parts,); returns (numbers,) and (words,).
        """
        firsts, numbers = (np.empty(len(words), np.int64) for _ in range(2))
        call, slots = self._compiled["number"], self.room(len(words))
        count = call(np.ascontiguousarray(words & kept), slots, firsts, numbers)
        return firsts[:count].copy(), numbers

    def walk(
        self,
        begin: tuple[int, int, int],
        goals: NDArray[np.bool_],
        steps: Sequence[NDArray[np.generic]],
        fired: NDArray[np.bool_],
        limit: int,
    ) -> tuple[Places, Places, Places, bool]:
        """Walk nodes breadth first, of so many configurations, from one and a state.

        ``steps``: as the loop takes them. Returns the nodes, where each was come from
        and by which row, in the order of discovery; and whether all was seen.
        """
        size = goals.size
        nodes, parents, via = (np.empty(size, np.int64) for _ in range(3))
        places, seen = np.empty(size, np.int32), np.zeros(size, np.bool_)
        call = self._compiled["walk"]
        room = nodes, places, parents, via, seen
        count = call(*begin, goals, *steps, fired, limit, *room)
        nodes, parents, via = (
            each[: abs(count)].copy() for each in (nodes, parents, via)
        )
        return nodes, parents, via, count > 0

    def steps(
        self,
        size: int,
        nodes: tuple[Places, Places],
        places: Places,
        edges: Sequence[NDArray[np.generic]],
    ) -> tuple[Places, Places, Places]:
        """Return every step from some nodes of a walk: sources, rows, targets.

        ``nodes``: all of them, and where each stands among them; ``edges``: as the
        loops take them.
        """
        call, none = self._compiled["steps"], np.empty(0, np.int64)
        given = size, *nodes, places, *edges
        count = call(*given, none, none, none)
        sources, rows, targets = (np.empty(count, np.int64) for _ in range(3))
        if count:
            call(*given, sources, rows, targets)
        return sources, rows, targets

    def told(self, nodes: Places, known: Words, states: Words) -> Words:
        """Return the words of nodes: of a configuration that is known, and a state."""
        words = np.empty((len(nodes), states.shape[1]), np.uint64)
        self._compiled["told"](nodes, known, states, words)
        return words

    def ordered(self, numbers: NDArray[np.integer], most: int) -> Places:
        """Return the stable order of numbers from 0 to below ``most``.

        Raises:
            IndexError: One of them is not.
        """
        order, room = np.empty(len(numbers), np.int64), np.zeros(most + 1, np.int64)
        plain = np.ascontiguousarray(numbers, np.int64)
        if self._compiled["order"](plain, room, order):
            message = f"a number is not below {most}"
            raise IndexError(message)
        return order

    def part_of(self, starts: Places, targets: Places) -> Places:
        """Return the number of each node's strongly connected part."""
        size = len(starts) - 1
        part, order = np.full(size, -1, np.int64), np.full(size, -1, np.int64)
        low = np.zeros(size, np.int64)
        scratch = (np.empty(size, np.int64) for _ in range(3))
        self._compiled["part_of"](starts, targets, part, order, low, *scratch)
        return part


def _all(modules: Iterator[CompiledLoops | None]) -> Loops | None:
    found: list[CompiledLoops] = []
    for each in modules:
        if each is None:
            return None
        found.append(each)
    return Loops(found)


class _LoopLoader:
    """Loads the loops once enough was done without them."""

    def __init__(self) -> None:
        self.done = 0
        self.found: Loops | None = None
        self._next = LOADING

    def after(self, steps: int) -> Loops | None:
        """Return the loops, if they are there and worth it; count the steps else."""
        if self.found is None:
            self.done += steps
            if self.done >= self._next:
                self._look()
        return self.found

    def _look(self) -> None:
        self.found = Loops.kept()
        self._next = COMPILING
        if self.found is None and self.done >= COMPILING:
            self.found = Loops.ready()
            self._next = sys.maxsize


_LOADER = _LoopLoader()


def loops(steps: int) -> Loops | None:
    """Return the compiled loops for work of about so many steps, if there are any.

    ``None`` where nothing was compiled and numba is not installed or nothing can be
    kept, and as long as all that was done in this process is little.
    """
    return _LOADER.after(steps)
