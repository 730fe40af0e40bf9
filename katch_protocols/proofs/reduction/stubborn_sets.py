"""Soundness without all interleavings: stubborn sets.

In each configuration only some steps are followed, chosen so that what is left out
could have been taken later with the same result (Valmari's basic strong stubborn sets;
A. Valmari, W. Vogler, "Fair testing and stubborn sets", 2018). The reduced graph has a
configuration from which no end can be reached exactly when the full graph has one.

A set is stubborn in a configuration when (1) it holds a step that is possible, (2)
with each possible step it holds every step that may conflict with it, (3) with each
step that is not possible it holds every step that could make one missing condition
true.
Completion of a parallel state is taken at once after the step that completes it. Two
strands of one parallel state still do not conflict through it: while both can step,
neither completes it.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from katch_protocols.budget import look, tick
from katch_protocols.proofs.reduction.conflicts import Conflicts
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.table import Row, Table

__all__ = ["Reduced", "ReducedStep", "reduce"]


@dataclass(frozen=True, slots=True)
class ReducedStep:
    """A row and the completions that follow it at once."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Reduced:
    """The reduced graph: words in the order of discovery, breadth first.

    ``steps[i]`` lists (step, index of the next word) of word ``i``; ``parents[i]`` the
    predecessor and the step, ``None`` for the start.
    """

    words: tuple[int, ...]
    steps: tuple[tuple[tuple[ReducedStep, int], ...], ...]
    parents: tuple[tuple[int, ReducedStep] | None, ...]
    exhausted: bool

    def path(self, index: int) -> tuple[tuple[Row, ...], tuple[int, ...]]:
        """Return the rows that lead to a word, and the word after each of them.

        Completions are left out of the rows; the words are those after them.
        """
        rows: list[Row] = []
        words: list[int] = []
        parent = self.parents[index]
        while parent is not None:
            words.append(self.words[index])
            index, step = parent
            rows.append(step.rows[0])
            parent = self.parents[index]
        return tuple(reversed(rows)), tuple(reversed(words))

    def lost(self, ends: Iterable[Cube]) -> tuple[int, ...]:
        """Return the words from which no word inside one of the cubes is reached."""
        cubes = tuple(ends)
        before: list[list[int]] = [[] for _ in self.words]
        for index, steps in enumerate(self.steps):
            for _, after in steps:
                before[after].append(index)
        queue = deque(
            index
            for index, word in enumerate(self.words)
            if any(word & mask == match for mask, match in cubes)
        )
        ending = set(queue)
        while queue:
            for index in before[queue.popleft()]:
                if index not in ending:
                    ending.add(index)
                    queue.append(index)
        return tuple(i for i in range(len(self.words)) if i not in ending)


def reduce(table: Table, *, limit: int) -> Reduced:
    """Return the reduced graph of a table compiled without folding.

    ``exhausted`` is false when more than ``limit`` words were found.
    """
    return _Reduction(table, limit).run()


class _Reduction:
    def __init__(self, table: Table, limit: int) -> None:
        self.table = table
        self.limit = limit
        self.conflicts = Conflicts(table)

    def run(self) -> Reduced:
        first, _ = self._settled(self.table.initial)
        words = [first]
        parents: list[tuple[int, ReducedStep] | None] = [None]
        index = {first: 0}
        steps: list[tuple[tuple[ReducedStep, int], ...]] = []
        while len(steps) < len(words) and len(words) <= self.limit:
            word = words[len(steps)]
            look(len(words) * (600 + self.table.layout.width // 8))
            here = []
            for row in self._followed(word):
                after, completed = self._settled(row.after(word))
                step = ReducedStep((row, *completed))
                if after not in index:
                    index[after] = len(words)
                    words.append(after)
                    parents.append((len(steps), step))
                here.append((step, index[after]))
            steps.append(tuple(here))
        exhausted = len(steps) == len(words)
        steps += [()] * (len(words) - len(steps))
        return Reduced(tuple(words), tuple(steps), tuple(parents), exhausted)

    def _settled(self, word: int) -> tuple[int, tuple[Row, ...]]:
        """Take completions until none applies; they cannot go on for ever here."""
        taken: list[Row] = []
        seen = {word}
        while True:
            row = next((r for r in self.table.completions if r.applies(word)), None)
            if row is None:
                return word, tuple(taken)
            word = row.after(word)
            taken.append(row)
            if word in seen:
                return word, tuple(taken)
            seen.add(word)

    def _followed(self, word: int) -> list[Row]:
        """Return the possible rows of the smallest stubborn set that is found."""
        rows = self.table.rows
        possible = [n for n, row in enumerate(rows) if row.applies(word)]
        best = possible
        tried: set[int] = set()
        for first in possible:
            if first in tried:
                continue
            found = self._closure(first, word, len(best))
            if found is None:
                continue
            here = [n for n in possible if n in found]
            tried.update(here)
            if len(here) < len(best):
                best = here
            if len(best) == 1:
                break
        return [rows[n] for n in best]

    def _closure(self, first: int, word: int, most: int) -> set[int] | None:
        """Return the stubborn set around a row; ``None`` if it is no smaller."""
        rows = self.table.rows
        found, waiting, count = {first}, [first], 0
        while waiting:
            number = waiting.pop()
            tick()
            if rows[number].applies(word):
                count += 1
                if count >= most:
                    return None
                more: Iterable[int] = self.conflicts.of(number)
            else:
                more = self.conflicts.helpers(number, word)
            for other in more:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found
