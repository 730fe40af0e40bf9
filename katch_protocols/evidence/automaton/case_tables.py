"""A protocol as arrays by which a loop follows cases: steps, clocks, and who is asked.

A loop over these arrays decides one thing of a case: whether all of it is as it should
be. Where it cannot tell it says so, and the definition looks at the case. So whatever
is seldom or hard is left out here: what is taken up as it was left, several loans,
panels under sentences about people. A loop may doubt what is right; it never passes
what is wrong. Sentences count as binding even where an exception or a condition would
set them aside.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.automaton.case_arrays import (
    DOUBTED,
    IMPOSSIBLE,
    Array,
    CaseArrays,
    Ints,
    integers,
    listed,
    unique,
)
from katch_protocols.evidence.automaton.classes import MOST_CELLS, Classes
from katch_protocols.evidence.automaton.clock_arrays import ClockArrays
from katch_protocols.evidence.automaton.clock_numbers import ClockNumbers
from katch_protocols.evidence.automaton.limits import limit_tables
from katch_protocols.evidence.automaton.step_laws import Profile, StepLaws
from katch_protocols.evidence.automaton.step_letters import LoggedStep, StepLetters
from katch_protocols.evidence.automaton.traits import least_limits, with_traits
from katch_protocols.model.deadlines import Duration

__all__ = ["CaseTables", "case_tables"]


class CaseTables(Struct, frozen=True, eq=False):
    """The arrays of one protocol for the steps of one log.

    Attributes:
        arrays: What loops read.
        start: The class of a case that has just begun.
        profiles: For each profile the steps of the table that it may be, of each kind
            one, and a word in which each applies.
        limits: The limits whose shifts ``arrays`` has.
    """

    arrays: CaseArrays
    start: int
    profiles: tuple[Profile, ...]
    limits: tuple[Duration, ...]


def case_tables(
    compiled: CompiledCase,
    classes: Classes,
    steps: tuple[LoggedStep | int, ...],
    span: tuple[int, int],
) -> CaseTables | None:
    """Return the arrays for the steps of a log whose clocks begin within ``span``.

    A number stands for a letter: a step of which it is known what it was. ``None``
    where there would be more than ``MOST_CELLS``. Raises as the calendar does.
    """
    if len(classes) * max(len(steps), 1) > MOST_CELLS:
        return None
    tables = _without_limits(compiled, classes, steps)
    calendar = compiled.clocks.calendar
    limits = limit_tables(tables.limits, calendar, span)
    arrays = tables.arrays._replace(
        plain=limits.plain, days=limits.days, shifts=limits.shifts
    )
    return replace(tables, arrays=arrays._replace(least=least_limits(arrays)))


@lru_cache(maxsize=8)
def _without_limits(
    compiled: CompiledCase, classes: Classes, steps: tuple[LoggedStep | int, ...]
) -> CaseTables:
    """Return the arrays but for when limits are over: the same for parts of a log."""
    return _Tabling(compiled, classes, steps).tables()


class _Tabling:
    """Puts the arrays together."""

    def __init__(
        self,
        compiled: CompiledCase,
        classes: Classes,
        steps: Sequence[LoggedStep | int],
    ) -> None:
        self.compiled, self.classes, self.steps = compiled, classes, steps
        self.numbering = ClockNumbers()
        self.ways: dict[tuple[object, ...], int] = {}
        self.clocks = ClockArrays(compiled, classes, self.numbering)
        self.laws = StepLaws(compiled, classes, self.numbering)

    def tables(self) -> CaseTables:
        """Return the arrays; when limits are over is left out."""
        clocks, numbering = self.clocks, self.numbering
        profile, profiles, laws = self.laws.profiles()
        made = (
            *self._columns(profile),
            *clocks.timers(profile),
            *clocks.deadlines(),
            *clocks.effects(),
            *laws,
            *clocks.begun(),
            integers([len(numbering.moments), len(self.laws.places)]),
        )
        ways, none = listed(list(self.ways), 3), np.zeros(0, np.int64)
        made = (*made, none, none, none, *ways, none, none, none)
        arrays = with_traits(CaseArrays._make(made))
        return CaseTables(arrays, self.classes.start, profiles, tuple(numbering.limits))

    def _columns(self, profile: Ints) -> tuple[Array, ...]:
        classes = self.classes
        shape = len(classes), len(self.steps)
        found = [np.full(shape, IMPOSSIBLE, np.int32) for _ in range(3)]
        timers = [-1] * len(self.steps)
        names = self.clocks.timer_names
        matrices = classes.next, classes.effect, profile
        known = StepLetters(self.compiled, classes)
        for column, step in enumerate(self.steps):
            letters = [step] if isinstance(step, int) else [*known.meant(step)]
            if not letters:
                continue
            if classes.letters[letters[0]].timed:
                timers[column] = names.index(letters[0])
            able = classes.next[:, letters] >= 0
            chosen = np.array(letters)[able.argmax(axis=1)]
            for target, matrix in zip(found, matrices, strict=True):
                target[:, column] = matrix[np.arange(len(classes)), chosen]
            several = np.flatnonzero(able.sum(axis=1) > 1)
            for here in several.tolist():
                meant = known.in_order(here, np.array(letters)[able[here]].tolist())
                ways = unique(
                    tuple(int(matrix[here, each]) for matrix in matrices)
                    for each in meant or ()
                )
                if not meant:
                    found[0][here, column] = DOUBTED
                elif len(ways) > 1:
                    number = self.ways.setdefault(tuple(ways), len(self.ways))
                    found[0][here, column] = DOUBTED - 1 - number
        return *found, classes.final, integers(timers)
