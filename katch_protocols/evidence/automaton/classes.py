"""The histories of a protocol's cases as classes with one future, and what follows.

Every word of a table that a case can reach is found once. Words from which the same
steps lead on for ever, with the same effects on clocks, the same sentences about people
and the same ends, are one class (Moore's partition refinement), so a case is followed
by one look-up an event.
"""

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import (
    CompiledCase,
    CompiledRow,
    CompiledStep,
    RowConstraint,
)
from katch_protocols.cases.last_times import is_meant
from katch_protocols.evidence.automaton.effects import StepEffect, StepEffects
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Records, Row, Table

__all__ = [
    "MOST_CELLS",
    "MOST_LETTERS",
    "ClassLetter",
    "Classes",
    "classes_of",
    "compiled_steps",
]

MOST_CELLS = 4_000_000
"""A larger table of classes is not made: cases are followed by the rows instead."""

MOST_LETTERS = 65_535
"""Nor one of more letters."""

_MOST_WORDS = 400_000
_IMPOSSIBLE = -1


class ClassLetter(Struct, frozen=True):
    """A step as a log can tell it.

    Attributes:
        activity: Its full name; of a step of the clock ``clock(STATE, 72 hours)``.
        records: The facts that are stated, with their values, in the file's order.
        node: Where it was declared: an index of ``chart.nodes``, 0 for the top.
        timed: Whether the clock makes it by itself.
    """

    activity: str
    records: Records
    node: int
    timed: bool


class Classes(Struct, frozen=True, eq=False, dict=True):
    """The classes of one protocol; ``start`` is that of a case that has just begun.

    Shapes, with ``c`` classes and ``l`` letters:

    Attributes:
        table: The table whose words they are classes of.
        letters: What can happen; the first index of what ``next`` asks is the class.
        next: (c, l), int32: the class after a letter; -1 where it is not possible.
        effect: (c, l), int32: which of ``effects`` the step has; -1 likewise.
        effects: What steps do to clocks, and which states they enter.
        final: (c,): whether a case of this class is complete.
        words: For each class one of its words; the others differ in nothing to come.
        running: For each class the nodes whose clocks run, and the duties that are on.
        cells: (n, 3): a class, a letter that is possible there, and a row of the table
            that it is in some word of the class; ``cell_words`` are such words.
        sources: How many words there were.
    """

    table: Table
    letters: tuple[ClassLetter, ...]
    next: NDArray[np.int32]
    effect: NDArray[np.int32]
    effects: tuple[StepEffect, ...]
    final: NDArray[np.bool_]
    words: tuple[int, ...]
    running: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    cells: NDArray[np.int64]
    cell_words: tuple[int, ...]
    sources: int
    start: int = 0
    _classes: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    def of_word(self, word: int) -> int | None:
        """Return the class of a word; ``None`` where no case reaches it by itself."""
        return self._classes.get(word)

    @cached_property
    def by_step(self) -> Mapping[tuple[str, Records], tuple[int, ...]]:
        """The letters of each activity with the values that it records."""
        found: dict[tuple[str, Records], tuple[int, ...]] = {}
        for index, letter in enumerate(self.letters):
            key = letter.activity, letter.records
            found[key] = (*found.get(key, ()), index)
        return found

    @cached_property
    def by_activity(self) -> Mapping[str, tuple[int, ...]]:
        """The letters of each activity, whatever it records."""
        found: dict[str, tuple[int, ...]] = {}
        for index, letter in enumerate(self.letters):
            found[letter.activity] = (*found.get(letter.activity, ()), index)
        return found

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many words each class is of."""
        numbers = np.fromiter(self._classes.values(), np.int64, len(self._classes))
        return tuple(np.bincount(numbers, minlength=len(self)).tolist())

    def possible(self, number: int) -> tuple[int, ...]:
        """Return the letters that are possible in a class, in the table's order."""
        return tuple(np.flatnonzero(self.next[number] >= 0).tolist())


_MOST_KEPT = 16
_kept: OrderedDict[tuple[str, int], tuple[CompiledCase, Classes | None]] = OrderedDict()
_lock = Lock()


def classes_of(compiled: CompiledCase) -> Classes | None:
    """Return the classes of a protocol, made once and kept under its pin.

    ``None`` where they would be more than ``MOST_CELLS`` cells, or of more letters than
    ``MOST_LETTERS``.
    """
    # Titles change no pin, so another reading may have other nodes' objects.
    key = compiled.edition.pin, id(compiled.table)
    known = _kept.get(key)
    if known is None:
        made = compiled, _made(compiled)
        with _lock:
            known = _kept.setdefault(key, made)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return known[1]


def _made(compiled: CompiledCase) -> Classes | None:
    table = compiled.table
    if len(_letters(table)[0]) > MOST_LETTERS:
        return None
    explored = explore(table, limit=_MOST_WORDS)
    if not explored.exhausted or table.completions:
        return None
    return _Merging(compiled, explored, StepEffects(compiled.clocks)).classes()


class _Merging:
    """Puts words with one future together."""

    def __init__(
        self, compiled: CompiledCase, explored: Exploration, effects: StepEffects
    ) -> None:
        self.table = table = compiled.table
        self.compiled, self.effects = compiled, effects
        self.words = explored.every_word()
        self.letters, by_row = _letters(table)
        sources, rows, targets = explored.steps()
        letters = by_row[rows]
        # Of rows that overlap, which is a finding, the first counts.
        order = np.lexsort((rows, letters, sources))
        sources, rows = sources[order], rows[order]
        targets, letters = targets[order], letters[order]
        first = np.ones(len(sources), np.bool_)
        same = (sources[1:] == sources[:-1]) & (letters[1:] == letters[:-1])
        first[1:] = ~same
        self.sources, self.rows = sources[first], rows[first]
        self.targets, self.marks = targets[first], letters[first]

    def classes(self) -> Classes | None:
        effects: dict[StepEffect, int] = {}
        table_rows, words = self.table.rows, self.words
        codes = np.fromiter(
            (
                effects.setdefault(
                    self.effects.of(table_rows[row], words[source]), len(effects)
                )
                for source, row in zip(
                    self.sources.tolist(), self.rows.tolist(), strict=True
                )
            ),
            np.int64,
            len(self.sources),
        )
        running = [self.effects.running(word) for word in words]
        final = np.array([self.table.is_final(word) for word in words], np.bool_)
        blocks = self._refined(self._asked(codes), running, final)
        count = int(blocks.max()) + 1
        if count * len(self.letters) > MOST_CELLS:
            return None
        firsts = np.full(count, len(words), np.int64)
        np.minimum.at(firsts, blocks, np.arange(len(words)))
        following = np.full((count, len(self.letters)), _IMPOSSIBLE, np.int32)
        effect = np.full((count, len(self.letters)), _IMPOSSIBLE, np.int32)
        following[blocks[self.sources], self.marks] = blocks[self.targets]
        effect[blocks[self.sources], self.marks] = codes
        cells, places = np.unique(
            np.stack([blocks[self.sources], self.marks, self.rows], axis=1),
            axis=0,
            return_index=True,
        )
        return Classes(
            self.table,
            self.letters,
            following,
            effect,
            tuple(effects),
            final[firsts],
            tuple(words[each] for each in firsts.tolist()),
            tuple(running[each] for each in firsts.tolist()),
            cells,
            tuple(words[each] for each in self.sources[places].tolist()),
            len(words),
            int(blocks[0]),
            dict(zip(words, blocks.tolist(), strict=True)),
        )

    def _asked(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Tell steps apart by what sentences about people mean of them as well."""
        asking = {
            row: found
            for row, each in enumerate(compiled_steps(self.compiled))
            if (
                found := [
                    one.constraint for one in _constraints(each) if one.constraint.where
                ]
            )
        }
        if not asking:
            return codes
        meant = np.zeros(len(codes), np.int64)
        known: dict[object, int] = {}
        rows, words = self.table.rows, self.words
        for place in np.flatnonzero(np.isin(self.rows, list(asking))).tolist():
            row, word = int(self.rows[place]), words[self.sources[place]]
            truths = tuple(
                is_meant(each, rows[row], word, self.table) for each in asking[row]
            )
            meant[place] = known.setdefault((row, truths), len(known) + 1)
        return codes * (len(known) + 1) + meant

    def _refined(
        self,
        codes: NDArray[np.int64],
        running: list[tuple[tuple[int, ...], tuple[int, ...]]],
        final: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """Return the block of each word, numbered by the first word of each."""
        known: dict[tuple[bool, object], int] = {}
        pairs = zip(final.tolist(), running, strict=True)
        found = np.fromiter(
            (known.setdefault(pair, len(known)) for pair in pairs), np.int64
        )
        blocks, count = _numbered([found]), len(known)
        while True:
            wide = np.stack(
                [blocks[self.sources], self.marks, codes, blocks[self.targets]]
            )
            _, steps = np.unique(wide, axis=1, return_inverse=True)
            hashes = _mixed(steps.ravel().astype(np.uint64))
            sums = np.zeros((2, len(blocks)), np.uint64)
            np.add.at(sums[0], self.sources, hashes)
            np.add.at(sums[1], self.sources, _mixed(hashes))
            after = _numbered([blocks, sums[0].view(np.int64), sums[1].view(np.int64)])
            more = int(after.max()) + 1
            if more == count:
                return after
            blocks, count = after, more


def compiled_steps(compiled: CompiledCase) -> list[CompiledStep]:
    """Return what each row of a table asks, in their order."""
    every: list[CompiledStep] = [
        row for each in compiled.activities.values() for row in each.rows
    ]
    known = {id(each.row): each for each in (*every, *compiled.ticks)}
    return [known[id(row)] for row in compiled.table.rows]


def _constraints(step: CompiledStep) -> tuple[RowConstraint, ...]:
    return step.constraints if isinstance(step, CompiledRow) else ()


def _letters(table: Table) -> tuple[tuple[ClassLetter, ...], NDArray[np.int64]]:
    """Return the letters in the order of the rows, and the letter of each row."""
    known: dict[ClassLetter, int] = {}
    places = [known.setdefault(_letter(row), len(known)) for row in table.rows]
    return tuple(known), np.array(places, np.int64)


def _letter(row: Row) -> ClassLetter:
    return ClassLetter(row.activity, row.records, row.node, row.timed)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix the bits of each value (the finaliser of SplitMix64, Steele and others)."""
    with np.errstate(over="ignore"):
        mixed = values + np.uint64(0x9E37_79B9_7F4A_7C15)
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58_476D_1CE4_E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D0_49BB_1331_11EB)
    return mixed ^ mixed >> np.uint64(31)


def _numbered(keys: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Number equal columns alike, in the order in which they first stand."""
    _, firsts, inverse = np.unique(
        np.stack(keys), axis=1, return_index=True, return_inverse=True
    )
    ranks = np.empty(len(firsts), np.int64)
    ranks[np.argsort(firsts, kind="stable")] = np.arange(len(firsts))
    return ranks[inverse.ravel()]
