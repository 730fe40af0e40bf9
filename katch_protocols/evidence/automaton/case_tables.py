"""A protocol as arrays by which a loop follows cases: steps, clocks, and who is asked.

A loop over these arrays decides one thing of a case: whether all of it is as it should
be. Where it cannot tell it says so, and the definition looks at the case. So whatever
is seldom or hard is left out here: what is taken up as it was left, several loans,
panels under sentences about people. A loop may doubt what is right; it never passes
what is wrong. Sentences count as binding even where an exception or a condition would
set them aside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import (
    A,
    B,
    CompiledCase,
    CompiledRow,
    CompiledStep,
)
from katch_protocols.cases.last_times import happening, places_of
from katch_protocols.evidence.automaton.classes import MOST_CELLS, Classes
from katch_protocols.evidence.automaton.effects import DutyAfter, StepEffect
from katch_protocols.evidence.automaton.limits import LimitTables, limit_tables
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.semantics.table import Row

__all__ = [
    "DOUBTED",
    "IMPOSSIBLE",
    "LONG_AGO",
    "CaseArrays",
    "CaseTables",
    "LoggedStep",
    "case_tables",
]

IMPOSSIBLE = -1
"""A step that no case of a class can make."""

DOUBTED = -2
"""A step that may be several; only the definition can tell which."""

LONG_AGO = -(2**62)
"""An instant before every other: what has not been."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

_CODES = {each: code for code, each in enumerate(DutyAfter)}
_CHECKED = {
    Enforcement.APART: 0,
    Enforcement.AGENCIES_APART: 1,
    Enforcement.SAME: 2,
}
_HARD = {Enforcement.ONLY, Enforcement.WITH}


LoggedStep: TypeAlias = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""An activity, the state in which it was done if that is told, what it records."""


class CaseArrays(NamedTuple):
    """Everything that a loop reads of a protocol, as plain arrays.

    Lists of different lengths are two arrays: where each begins, and all items. With
    ``c`` classes and ``s`` steps, ``next``, ``effect`` and ``profile`` are (c, s);
    ``next`` is ``IMPOSSIBLE`` or ``DOUBTED`` where there is no one answer. A moment of
    a case is when something last was; ``timer``, ``deadline`` and ``early`` have a row
    of numbers each: a limit, then moments (-1: none).
    """

    next: Ints
    effect: Ints
    profile: Ints
    final: Flags
    is_timer: Ints  # (s,): the timer that a step is, else -1
    timer_starts: Ints
    timer_items: Ints
    timer: Ints  # limit, moments of the node, of the event, of the last time
    timer_next: Ints  # (c, timers)
    timer_effect: Ints
    timer_profile: Ints
    deadline_starts: Ints
    deadline_items: Ints
    deadline: Ints  # limit, moment, moment of the event, duty
    entered_starts: Ints
    entered_items: Ints  # moments that an effect sets
    duty_starts: Ints
    duty_items: Ints  # duty, its moment, what it is after: not owed, owed, kept
    resumes: Flags  # (effects,)
    asked: Flags  # (profiles,): somebody does it
    hard: Flags  # (profiles,): the definition has to look
    check_starts: Ints
    check_items: Ints  # kind, who was remembered
    memory_starts: Ints
    memory_items: Ints  # where to remember
    early_starts: Ints
    early: Ints  # limit, moment
    noted_starts: Ints
    noted_items: Ints  # moments that a step sets
    begun: Ints  # moments that a case begins with
    owed: Ints  # (duties,): 0 not owed, 1 owed, 2 kept, as a case begins
    duty_moments: Ints  # (duties,)
    counts: Ints  # how many moments, and places to remember people at
    plain: Longs
    days: Longs
    shifts: Longs


@dataclass(frozen=True, eq=False)
class CaseTables:
    """The arrays of one protocol for the steps of one log.

    Attributes:
        arrays: What loops read.
        start: The class of a case that has just begun.
        profiles: For each profile the steps of the table that it may be, of each kind
            one, and a word in which each applies.
    """

    arrays: CaseArrays
    start: int
    profiles: tuple[tuple[tuple[CompiledStep, int], ...], ...]


def case_tables(
    compiled: CompiledCase,
    classes: Classes,
    steps: Sequence[LoggedStep],
    span: tuple[int, int],
) -> CaseTables | None:
    """Return the arrays for the steps of a log whose clocks begin within ``span``.

    ``None`` where there would be more than ``MOST_CELLS``. Raises as the calendar does.
    """
    if len(classes) * max(len(steps), 1) > MOST_CELLS:
        return None
    return _Tabling(compiled, classes, steps).tables(span)


class _Tabling:
    """Puts the arrays together."""

    def __init__(
        self, compiled: CompiledCase, classes: Classes, steps: Sequence[LoggedStep]
    ) -> None:
        self.compiled, self.classes, self.steps = compiled, classes, steps
        self.rules, self.chart = compiled.clocks, compiled.chart
        self.limits: dict[Duration, int] = {}
        self.moments: dict[object, int] = {}
        self.places: dict[tuple[int, int], int] = {}
        for node in sorted(self.rules.clocked):
            self._moment("node", node)
        for name in dict.fromkeys(n for each in self.rules.starts.values() for n in each):
            self._moment("event", name)
        for number, _ in enumerate(self.rules.duties):
            self._moment("duty", number)
        rows = [
            (each.row, each)
            for activity in compiled.activities.values()
            for each in activity.rows
        ]
        rows += [(each.row, each) for each in compiled.ticks]
        known = {id(row): each for row, each in rows}
        table = compiled.table.rows
        self.compiled_rows: list[CompiledStep] = [known[id(row)] for row in table]

    def tables(self, span: tuple[int, int]) -> CaseTables:
        profile, profiles, laws = self._profiles()
        columns = self._columns(profile)
        timers = self._timers(profile)
        deadlines = self._deadlines()
        effects = self._effects()
        begun = self._begun()
        limits: LimitTables = limit_tables(
            tuple(self.limits), self.rules.calendar, span
        )
        duties = [self._moment("duty", n) for n, _ in enumerate(self.rules.duties)]
        arrays = CaseArrays(
            *columns,
            *timers,
            *deadlines,
            *effects,
            *laws,
            *begun,
            _ints(duties),
            _ints([len(self.moments), len(self.places)]),
            limits.plain,
            limits.days,
            limits.shifts,
        )
        return CaseTables(arrays, self.classes.start, profiles)

    # Who is asked ------------------------------------------------------------------

    def _profiles(
        self,
    ) -> tuple[
        Ints, tuple[tuple[tuple[CompiledStep, int], ...], ...], tuple[NDArray, ...]
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
        return matrix, tuple(found), self._laws([[s for s, _ in each] for each in found])

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

    def _laws(self, profiles: list[list[CompiledStep]]) -> tuple[NDArray, ...]:
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
            checks.append(_unique(pair for each in done for pair in self._checks(each)))
            memory.append(_unique(place for each in done for place in self._memory(each)))
            early.append(
                _unique(self._early(number) for number, is_a, _ in waits if is_a)
            )
            noted.append(
                _unique(self._moment("wait", number) for number, _, b in waits if b)
            )
        return (
            np.array(asked, np.bool_),
            np.array(hard, np.bool_),
            *_lists(checks, 2),
            *_lists(memory),
            *_lists(early, 2),
            *_lists(noted),
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
        limit = -1 if least is None else self._limit(least)
        return limit, self._moment("wait", number)

    # What a step of the log can be ---------------------------------------------------

    def _columns(self, profile: Ints) -> tuple[NDArray, ...]:
        classes = self.classes
        shape = len(classes), len(self.steps)
        found = [np.full(shape, IMPOSSIBLE, np.int32) for _ in range(3)]
        timers = [-1] * len(self.steps)
        names = self._timer_names
        matrices = classes.next, classes.effect, profile
        for column, step in enumerate(self.steps):
            letters = [*self._meant(step)]
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
                ways = {
                    tuple(int(matrix[here, each]) for matrix in matrices)
                    for each in np.array(letters)[able[here]].tolist()
                }
                if len(ways) > 1:
                    found[0][here, column] = DOUBTED
        return *found, classes.final, _ints(timers)

    def _meant(self, step: LoggedStep) -> Iterable[int]:
        """Yield the letters that a step of the log can be, in the table's order."""
        nodes, (activity, origin, told) = self.chart.nodes, step
        for number in self.classes.by_activity.get(activity, ()):
            letter = self.classes.letters[number]
            if origin not in {None, nodes[letter.node].name}:
                continue
            stated = dict(letter.records)
            if all(stated.get(fact, value) == value for fact, value in told):
                yield number

    # Clocks ----------------------------------------------------------------------

    @cached_property
    def _timer_names(self) -> list[int]:
        return [n for n, each in enumerate(self.classes.letters) if each.timed]

    def _timers(self, profile: Ints) -> tuple[NDArray, ...]:
        classes, letters = self.classes, self._timer_names
        rows = {each.activity: each for each in self.compiled.table.rows if each.timed}
        items = []
        for letter in letters:
            row = rows[classes.letters[letter].activity]
            items.append(self._timer(row))
        able = classes.next[:, letters] >= 0
        lists = [np.flatnonzero(each).tolist() for each in able]
        return (
            *_lists(lists),
            _ints(items, 4),
            classes.next[:, letters].copy(),
            classes.effect[:, letters].copy(),
            profile[:, letters].copy(),
        )

    def _timer(self, row: Row) -> tuple[int, int, int, int]:
        node, timer = self.chart.nodes[row.node], row.timer
        name, limit = ("", None) if timer is None else (timer.name, timer.limit)
        return (
            -1 if limit is None else self._limit(limit),
            self._moment("node", node.index),
            self._event(node.clock_start),
            self._moment("timer", name),
        )

    def _deadlines(self) -> tuple[NDArray, ...]:
        items, places = list[tuple[int, ...]](), dict[tuple[str, int], int]()
        for index in sorted(self.rules.clocked):
            node = self.chart.nodes[index]
            if node.within is not None:
                limit = self._limit(node.within.limit)
                places["node", index] = len(items)
                moment = self._moment("node", index)
                items.append((limit, moment, self._event(node.clock_start), -1))
        for number, rule in enumerate(self.rules.duties):
            limit = self._limit(rule.duty.limit.limit)
            places["duty", number] = len(items)
            moment = self._moment("duty", number)
            items.append((limit, moment, self._event(rule.duty.start), number))
        lists = [
            []
            if final
            else [
                places[each]
                for each in (
                    *(("node", index) for index in nodes),
                    *(("duty", number) for number in duties),
                )
                if each in places
            ]
            for final, (nodes, duties) in zip(
                self.classes.final.tolist(), self.classes.running, strict=True
            )
        ]
        return *_lists(lists), _ints(items, 4)

    def _effects(self) -> tuple[NDArray, ...]:
        entered = list[list[object]]()
        duties = list[list[object]]()
        for effect in self.classes.effects:
            entered.append(_unique(self._set_by(effect)))
            duties.append(
                [
                    (number, self._moment("duty", number), *map(_code, change))
                    for number, change in effect.duties
                ]
            )
        resumes = [bool(each.resumed) for each in self.classes.effects]
        return *_lists(entered), *_lists(duties, 5), np.array(resumes, np.bool_)

    def _set_by(self, effect: StepEffect) -> Iterable[int]:
        for node in effect.entered:
            if node in self.rules.clocked and node not in effect.resumed:
                yield self._moment("node", node)
        for name in effect.happened:
            yield self._moment("event", name)
        if effect.timer:
            yield self._moment("timer", effect.timer)

    def _begun(self) -> tuple[NDArray, ...]:
        rules, table = self.rules, self.compiled.table
        entered = table.entered
        found = [
            self._moment("node", node) for node in entered if node in rules.clocked
        ]
        names = (name for node in entered for name in rules.starts.get(node, ()))
        found += [self._moment("event", name) for name in names]
        for number, each in enumerate(self.compiled.constraints):
            if each.least is not None and places_of(each.other, entered):
                found.append(self._moment("wait", number))
        owed = []
        for number, rule in enumerate(rules.duties):
            is_owed = rule.is_on(table.initial) and not rule.duty.after_first
            owed.append(int(is_owed))
            if is_owed:
                found.append(self._moment("duty", number))
        return _ints(_unique(found)), _ints(owed)

    def _event(self, name: str | None) -> int:
        return -1 if name is None else self._moment("event", name)

    def _moment(self, kind: str, what: object) -> int:
        return self.moments.setdefault((kind, what), len(self.moments))

    def _limit(self, limit: Duration) -> int:
        return self.limits.setdefault(limit, len(self.limits))


def _is_hard(rows: Sequence[CompiledRow]) -> bool:
    """Tell whether who may do it depends on more than who it is."""
    for row in rows:
        for each in row.constraints:
            kind = each.constraint.kind
            if kind in _HARD and each.constraint.where is not None:
                return True
            if each.sides == A | B and kind in _CHECKED and kind is not (
                Enforcement.SAME
            ):
                return True
    return False


def _code(after: DutyAfter) -> int:
    return _CODES[after]


def _unique(items: Iterable[object]) -> list[object]:
    return list(dict.fromkeys(items))


def _ints(items: Sequence[object], width: int = 0) -> Ints:
    found = np.array(items, np.int32)
    return found.reshape(len(items), width) if width else found


def _lists(
    lists: Sequence[Sequence[object]], width: int = 0
) -> tuple[Ints, Ints]:
    """Return lists as where each begins, and every item."""
    starts = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(each) for each in lists], out=starts[1:])
    items = [item for each in lists for item in each]
    return starts, _ints(items, width)
