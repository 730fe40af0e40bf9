"""What each step of a table asks of people and of time: its law.

Steps that ask alike share one. A class and a letter may be several rows of the table;
then all of their laws must be kept.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np

from katch_protocols.cases.compiled_case import (
    A,
    B,
    CompiledCase,
    CompiledRow,
    CompiledStep,
)
from katch_protocols.cases.last_times import happening, places_of
from katch_protocols.evidence.automaton.case_arrays import (
    IMPOSSIBLE,
    Array,
    Ints,
    listed,
    unique,
)
from katch_protocols.evidence.automaton.classes import Classes
from katch_protocols.evidence.automaton.numbering import Numbering
from katch_protocols.model.safeguards import Enforcement

__all__ = ["Profile", "StepLaws"]

Profile: TypeAlias = tuple[tuple[CompiledStep, int], ...]
"""Steps of the table, one of each law, and a word in which each applies."""

_CHECKED = {
    Enforcement.APART: 0,
    Enforcement.AGENCIES_APART: 1,
    Enforcement.SAME: 2,
}
_HARD = {Enforcement.ONLY, Enforcement.WITH}


class StepLaws:
    """The laws of a protocol; ``places`` are where people are remembered."""

    def __init__(
        self, compiled: CompiledCase, classes: Classes, numbering: Numbering
    ) -> None:
        self.compiled, self.classes, self.numbering = compiled, classes, numbering
        self.places: dict[tuple[int, int], int] = {}
        every: list[CompiledStep] = [
            row for each in compiled.activities.values() for row in each.rows
        ]
        known = {id(each.row): each for each in (*every, *compiled.ticks)}
        self.compiled_rows = [known[id(row)] for row in compiled.table.rows]

    def profiles(
        self,
    ) -> tuple[
        Ints, tuple[tuple[tuple[CompiledStep, int], ...], ...], tuple[Array, ...]
    ]:
        """Return the profile of each class and letter, and what each asks."""
        cells = self.classes.cells
        grouped: dict[tuple[int, int], list[tuple[int, int]]] = {}
        words = self.classes.cell_words
        for (here, letter, row), word in zip(cells.tolist(), words, strict=True):
            grouped.setdefault((here, letter), []).append((row, word))
        laws: dict[frozenset[object], int] = {}
        found: list[tuple[tuple[CompiledStep, int], ...]] = []
        matrix = np.full(self.classes.next.shape, IMPOSSIBLE, np.int32)
        for (here, letter), rows in grouped.items():
            kinds = {self._law[row]: (row, word) for row, word in rows}
            key = frozenset(kinds)
            if key not in laws:
                laws[key] = len(found)
                found.append(
                    tuple((self.compiled_rows[r], w) for r, w in kinds.values())
                )
            matrix[here, letter] = laws[key]
        return (
            matrix,
            tuple(found),
            self._laws([[s for s, _ in each] for each in found]),
        )

    @cached_property
    def _law(self) -> list[object]:
        """What each row asks of people and of time; equal for those that ask alike."""
        return [self._signature(step) for step in self.compiled_rows]

    def _signature(self, step: CompiledStep) -> object:
        waits = tuple(self._waits(step))
        if not isinstance(step, CompiledRow):
            return waits
        bound = tuple((each.number, each.sides) for each in step.constraints)
        return id(step.entry), bound, waits

    def _waits(self, step: CompiledStep) -> Iterable[tuple[int, bool, bool]]:
        """Yield the sentences of waiting that a step is in: whether it is A, and B."""
        # What a resumed state holds is told by the word; such steps are left out.
        happened = happening(self.compiled.table, step.row, step.set)
        for wait in step.waits:
            is_a = bool(places_of(wait.constraint.event, happened))
            is_b = bool(places_of(wait.constraint.other, happened))
            yield wait.number, is_a, is_b

    def _laws(self, profiles: list[list[CompiledStep]]) -> tuple[Array, ...]:
        asked, hard = [], []
        checks, memory = list[list[object]](), list[list[object]]()
        early, noted = list[list[object]](), list[list[object]]()
        for steps in profiles:
            rows = [each for each in steps if isinstance(each, CompiledRow)]
            done = [each for each in rows if not each.entry.entry.is_signal]
            asked.append(bool(done))
            waits = [wait for each in steps for wait in self._waits(each)]
            both = any(is_a and is_b for _, is_a, is_b in waits)
            hard.append(both or len(done) not in {0, len(steps)} or _is_hard(done))
            checks.append(unique(pair for each in done for pair in self._checks(each)))
            memory.append(
                unique(place for each in done for place in self._memory(each))
            )
            early.append(
                unique(self._early(number) for number, is_a, _ in waits if is_a)
            )
            noted.append(
                unique(
                    self.numbering.moment("wait", number) for number, _, b in waits if b
                )
            )
        return (
            np.array(asked, np.bool_),
            np.array(hard, np.bool_),
            *listed(checks, 2),
            *listed(memory),
            *listed(early, 2),
            *listed(noted),
        )

    def _checks(self, row: CompiledRow) -> Iterable[tuple[int, int]]:
        """Yield what is asked of the person, and of whom: who did the other thing."""
        for each in row.constraints:
            kind = _CHECKED.get(each.constraint.kind)
            for side, other in ((A, B), (B, A)):
                if kind is not None and each.sides & side:
                    yield kind, self._place(each.number, other)

    def _memory(self, row: CompiledRow) -> Iterable[int]:
        """Yield where whoever does it is remembered."""
        for each in row.constraints:
            for side in (A, B):
                if each.constraint.kind in _CHECKED and each.sides & side:
                    yield self._place(each.number, side)

    def _place(self, number: int, side: int) -> int:
        return self.places.setdefault((number, side), len(self.places))

    def _early(self, number: int) -> tuple[int, int]:
        least = self.compiled.constraints[number].least
        limit = -1 if least is None else self.numbering.limit(least)
        return limit, self.numbering.moment("wait", number)


def _is_hard(rows: Sequence[CompiledRow]) -> bool:
    """Tell whether who may do it depends on more than who it is."""
    for row in rows:
        for each in row.constraints:
            kind = each.constraint.kind
            if kind in _HARD and each.constraint.where is not None:
                return True
            if (
                each.sides == A | B
                and kind in _CHECKED
                and kind is not (Enforcement.SAME)
            ):
                return True
    return False
