"""What each step of a table asks of people and of time: its law.

Steps that ask alike share one. A class and a letter may be several rows of the table;
then all of their laws must be kept.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from katch_protocols.cases.compiled_case import (
    A,
    B,
    CompiledCase,
    CompiledRow,
    CompiledStep,
)
from katch_protocols.cases.happening import happening, places_of
from katch_protocols.cases.last_times import is_meant
from katch_protocols.evidence.automaton.case_arrays import (
    IMPOSSIBLE,
    Array,
    Ints,
    listed,
    unique,
)
from katch_protocols.evidence.automaton.classes import Classes, compiled_steps
from katch_protocols.evidence.automaton.clock_numbers import ClockNumbers
from katch_protocols.model.safeguards import Enforcement

__all__ = ["Profile", "StepLaws"]

Profile: TypeAlias = tuple[tuple[CompiledStep, int], ...]
"""Steps of the table, one of each law, and a word in which each applies."""

_CHECKED = {
    Enforcement.APART: 0,
    Enforcement.AGENCIES_APART: 1,
    Enforcement.SAME: 2,
}
_APART = {Enforcement.APART, Enforcement.AGENCIES_APART}
_Bound: TypeAlias = tuple[Enforcement, int, int]


class StepLaws:
    """The laws of a protocol; ``places`` are where people are remembered."""

    def __init__(
        self, compiled: CompiledCase, classes: Classes, numbering: ClockNumbers
    ) -> None:
        self.compiled, self.classes, self.numbering = compiled, classes, numbering
        self.places: dict[tuple[int, int], int] = {}
        self.steps = compiled_steps(compiled)
        self._known: dict[object, object] = {}

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
            kinds = {self._law(row, word): (row, word) for row, word in rows}
            key = frozenset(kinds)
            if key not in laws:
                laws[key] = len(found)
                found.append(tuple((self.steps[r], w) for r, w in kinds.values()))
            matrix[here, letter] = laws[key]
        return (
            matrix,
            tuple(found),
            self._laws(found),
        )

    def _law(self, row: int, word: int) -> object:
        """Return what a row asks of people and of time; equal where it is the same."""
        step = self.steps[row]
        bound = tuple(self._bound(step, word))
        key = row, bound
        if key not in self._known:
            entry = id(step.entry) if isinstance(step, CompiledRow) else None
            self._known[key] = entry, bound, tuple(self._waits(step))
        return self._known[key]

    def _bound(self, step: CompiledStep, word: int) -> Iterable[tuple[int, int]]:
        """Yield the sentences about people that bind a step in a word, and its sides.

        Exceptions may have happened; a loop does not know, and lets none count.
        """
        for each in step.constraints if isinstance(step, CompiledRow) else ():
            sides = each.sides
            if sides & A and not is_meant(
                each.constraint, step.row, word, self.compiled.table
            ):
                sides &= ~A
            if sides:
                yield each.number, sides

    def _waits(self, step: CompiledStep) -> Iterable[tuple[int, bool, bool]]:
        """Yield the sentences of waiting that a step is in: whether it is A, and B."""
        # What a resumed state holds is told by the word; such steps are left out.
        happened = happening(self.compiled.table, step.row, step.set)
        for wait in step.waits:
            is_a = bool(places_of(wait.constraint.event, happened))
            is_b = bool(places_of(wait.constraint.other, happened))
            yield wait.number, is_a, is_b

    def _laws(self, profiles: Sequence[Profile]) -> tuple[Array, ...]:
        asked, hard = list[bool](), list[bool]()
        checks, memory = list[list[object]](), list[list[object]]()
        early, noted = list[list[object]](), list[list[object]]()
        for profile in profiles:
            done = [(step, word) for step, word in profile if _is_done(step)]
            asked.append(bool(done))
            waits = [wait for step, _ in profile for wait in self._waits(step)]
            bound = [
                (self.compiled.constraints[number].kind, number, sides)
                for step, word in done
                for number, sides in self._bound(step, word)
            ]
            hard.append(
                len(done) not in {0, len(profile)}
                or any(is_a and is_b for _, is_a, is_b in waits)
                or any(kind in _APART and sides == A | B for kind, _, sides in bound)
            )
            checks.append(unique(self._checks(bound)))
            memory.append(unique(self._memory(bound)))
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

    def _checks(self, bound: Iterable[_Bound]) -> Iterable[tuple[int, int]]:
        """Yield what is asked of the person, and of whom: who did the other thing."""
        for kind, number, sides in bound:
            for side, other in ((A, B), (B, A)):
                if kind in _CHECKED and sides & side:
                    yield _CHECKED[kind], self._place(number, other)

    def _memory(self, bound: Iterable[_Bound]) -> Iterable[int]:
        """Yield where whoever does it is remembered."""
        for kind, number, sides in bound:
            for side in (A, B):
                if kind in _CHECKED and sides & side:
                    yield self._place(number, side)

    def _place(self, number: int, side: int) -> int:
        return self.places.setdefault((number, side), len(self.places))

    def _early(self, number: int) -> tuple[int, int]:
        least = self.compiled.constraints[number].least
        limit = -1 if least is None else self.numbering.limit(least)
        return limit, self.numbering.moment("wait", number)


def _is_done(step: CompiledStep) -> bool:
    """Tell whether somebody takes a step: not the clock, and it is not only told."""
    return isinstance(step, CompiledRow) and not step.entry.entry.is_signal
