"""Soundness without all interleavings: stubborn sets.

In each configuration only some steps are followed, chosen so that what is left out
could have been taken later with the same result (Valmari's basic strong stubborn sets;
A. Valmari, W. Vogler, "Fair testing and stubborn sets", 2018). The reduced graph has a
configuration from which no end can be reached exactly when the full graph has one.
Where it has none, and every step that may end a case holds all others of the kind in
its set, the same is so of configurations from which no good end can be reached.

A set is stubborn in a configuration when (1) it holds a step that is possible, (2)
with each possible step it holds every step that may conflict with it, (3) with each
step that is not possible it holds every step that could make one missing condition
true.
Completion of a parallel state is taken at once after the step that completes it. Two
strands of one parallel state still do not conflict through it: while both can step,
neither completes it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from katch_protocols.budget import look, tick
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.table import Row, Table

__all__ = ["Reduced", "ReducedStep", "reduce"]


class _Late(Struct, frozen=True):
    """What a completion reads and writes; ``guards`` must be complete for it."""

    reads: int
    writes: int
    guards: frozenset[int]
    is_last: bool


class _Conflicts:
    """Which rows may conflict, and which could make a missing condition true."""

    def __init__(self, table: Table, *, ends: bool = False) -> None:
        self.table = table
        self.chart: Chart = table.chart
        self.fields = table.fields
        nodes, at_top = self.chart.nodes, self.chart.root.children
        self.ends = {each for each in at_top if nodes[each].kind is NodeKind.FINAL}
        self.extra = [self._extra(row) for row in table.rows]
        self.inside = [self._inside(row) for row in table.rows]
        writes = [self._writes(number) for number in range(len(table.rows))]
        self.writers = [tuple(_writing(writes, field.mask)) for field in self.fields]
        self._of: dict[int, tuple[int, ...]] = {}
        count = len(table.rows) if ends else 0
        self.last = frozenset(n for n in range(count) if self._is_last(n))

    def _is_last(self, number: int) -> bool:
        """Tell whether a row may end the case."""
        own = not self.ends.isdisjoint(self.table.rows[number].entered)
        return own or any(late.is_last for late in self.extra[number])

    def _writes(self, number: int) -> int:
        writes = self.table.rows[number].clear
        for late in self.extra[number]:
            writes |= late.writes
        return writes

    def _inside(self, row: Row) -> frozenset[int]:
        """Return the parallel states that cannot be complete while a row is possible.

        Those in a strand of which the row's state stands: the strand is not final.
        """
        nodes = self.chart.nodes
        path = (row.node, *self.chart.ancestors(row.node))
        return frozenset(
            nodes[strand].parent
            for strand in path[1:]
            if nodes[strand].kind is NodeKind.STRAND
        )

    def _extra(self, row: Row) -> tuple[_Late, ...]:
        """Return what completions after a row may read and write."""
        if row.resumed:
            return tuple(
                self._taken(one, frozenset()) for one in self.table.completions
            )
        return tuple(self._chain(row.entered, frozenset(), frozenset()))

    def _chain(
        self, entered: tuple[int, ...], guards: frozenset[int], known: frozenset[int]
    ) -> Iterator[_Late]:
        """Yield the completions that entering final states may bring, and so on."""
        nodes = self.chart.nodes
        for node in entered:
            if nodes[node].kind is not NodeKind.FINAL:
                continue
            around = [nodes[node].parent]
            if nodes[around[0]].kind is NodeKind.STRAND:
                around.append(nodes[around[0]].parent)
            for row in self.table.completions:
                tick()
                if row.node not in around or row.node in known:
                    continue
                is_parallel = nodes[row.node].kind is NodeKind.PARALLEL
                guarded = guards | {row.node} if is_parallel else guards
                yield self._taken(row, guarded)
                yield from self._chain(row.entered, guarded, known | {row.node})

    def _taken(self, row: Row, guards: frozenset[int]) -> _Late:
        is_last = not self.ends.isdisjoint(row.entered)
        return _Late(row.mask, row.clear, guards, is_last)

    def of(self, number: int) -> tuple[int, ...]:
        """Return every row that may conflict with a row."""
        if number not in self._of:
            look()
            self._of[number] = tuple(
                other
                for other in range(len(self.table.rows))
                if other != number and self._conflict(number, other)
            )
        return self._of[number]

    def _conflict(self, one: int, other: int) -> bool:
        if one in self.last and other in self.last:
            return True
        row, beside = self.table.rows[one], self.table.rows[other]
        if self._exclude(row, beside):
            return False
        if _touch(row, beside):
            return True
        return self._late(one, other) or self._late(other, one)

    def _exclude(self, row: Row, beside: Row) -> bool:
        """Whether two rows are never possible in one configuration."""
        if (row.match ^ beside.match) & row.mask & beside.mask:
            return True
        ours = (row.node, *self.chart.ancestors(row.node))
        theirs = (beside.node, *self.chart.ancestors(beside.node))
        if row.node in theirs or beside.node in ours:
            return False
        common = next(node for node in ours if node in theirs)
        return self.chart.nodes[common].kind.is_region

    def _late(self, one: int, other: int) -> bool:
        """Whether completions after ``one`` may conflict with ``other``."""
        row, inside = self.table.rows[other], self.inside[other]
        return any(
            bool(late.writes & (row.mask | row.clear) or late.reads & row.clear)
            for late in self.extra[one]
            if late.guards.isdisjoint(inside)
        )

    def helpers(self, number: int, word: int) -> tuple[int, ...]:
        """Return the rows that could make one missing condition of a row true."""
        row = self.table.rows[number]
        wrong = (word ^ row.match) & row.mask
        candidates = [
            writers
            for field, writers in zip(self.fields, self.writers, strict=True)
            if wrong & field.mask
        ]
        return min(candidates, key=len, default=())


def _writing(writes: Sequence[int], mask: int) -> Iterator[int]:
    look()
    return (number for number, bits in enumerate(writes) if bits & mask)


def _touch(one: Row, other: Row) -> bool:
    """Whether one row writes what the other reads or writes otherwise."""
    if one.clear & other.mask or other.clear & one.mask:
        return True
    both = one.clear & other.clear
    return bool((one.set ^ other.set) & both)


class ReducedStep(Struct, frozen=True):
    """A row and the completions that follow it at once."""

    rows: tuple[Row, ...]


class Reduced(Struct, frozen=True):
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
        ending = self.leading_to(
            index
            for index, word in enumerate(self.words)
            if any(word & mask == match for mask, match in cubes)
        )
        return tuple(i for i in range(len(self.words)) if i not in ending)

    def leading_to(self, goals: Iterable[int]) -> set[int]:
        """Return the words from which one of some is reached, these among them."""
        before: list[list[int]] = [[] for _ in self.words]
        for index, steps in enumerate(self.steps):
            for _, after in steps:
                before[after].append(index)
        queue = deque(goals)
        found = set(queue)
        while queue:
            for index in before[queue.popleft()]:
                if index not in found:
                    found.add(index)
                    queue.append(index)
        return found


def reduce(table: Table, *, limit: int, ends: bool = False) -> Reduced:
    """Return the reduced graph of a table compiled without folding.

    ``exhausted`` is false when more than ``limit`` words were found. With ``ends`` it
    also shows from where only some of the ends are reached; that takes more words.
    """
    return _Reduction(table, limit, _Conflicts(table, ends=ends)).run()


class _Reduction:
    def __init__(self, table: Table, limit: int, conflicts: _Conflicts) -> None:
        self.table = table
        self.limit = limit
        self.conflicts = conflicts

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
