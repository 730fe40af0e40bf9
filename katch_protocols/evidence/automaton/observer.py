"""Where a case may stand whose log never tells some activities: sets of classes.

The observer of the classes, under steps that nobody logs (Cassandras and Lafortune,
Introduction to Discrete Event Systems, 2021, 2.5.2). A state of it has every class in
which a case can be before its next event, with how many such steps lead there, in the
order in which the search of the definition finds them: it takes the fewest, each as
late as can be, and of several the first of the table. So of two ways into a class only
the first counts. States are made as logs come to them.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from threading import Lock
from typing import NamedTuple, TypeAlias

import numpy as np

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.automaton.case_arrays import Flags, Ints
from katch_protocols.evidence.automaton.classes import MOST_CELLS, Classes
from katch_protocols.evidence.automaton.step_letters import LoggedStep, StepLetters

__all__ = ["HARD", "NOT_MADE", "NO_WAY", "ClassObserver", "ObserverMove"]

NO_WAY, HARD, NOT_MADE = -1, -2, -3
"""Instead of a move: no class can make the step; only the definition can tell which
did; nobody has asked yet."""

_NOTHING = (0,) * 6
_MOST_CLASSES = 256
_PER_NODE = 4
"""What the search looks at beside the steps that lead on from where it is."""

Levels: TypeAlias = tuple[tuple[int, ...], ...]
"""Classes by how many more steps nobody logged they need than the first ones."""


class _Member(NamedTuple):
    """A class before an event, and by what it was reached from one after the last."""

    number: int
    level: int
    origin: int
    unlogged: tuple[int, ...]


class ObserverMove(NamedTuple):
    """A step of the observer; by member of the state that it leads to.

    Attributes:
        letters: What the event was.
        origins: The member of the state before.
        unlogged: The letters, in turn, that nobody logged before the event.
    """

    letters: tuple[int, ...]
    origins: tuple[int, ...]
    unlogged: tuple[tuple[int, ...], ...]


class ClassObserver:
    """The observer of a protocol for the steps of a log.

    ``not_logged`` are activities by their full names. Arrays, with ``o`` states and
    ``m`` moves so far (they grow; ask for them after ``make``):

    Attributes:
        moves: The moves, for what was logged and what was not.
        following: (o, steps): the number of a move, or below 0 why there is none.
        target: (m,): the state that it leads to.
        more: (m,): how many steps more nobody logged, in the first class of the state.
        effort: (m,): how much the search of the definition looks at, at most.
        sets: (m,): how many steps that nobody logged could have set a timer before.
        before: (m,): bits of the timers that run in some class before the event.
        after: (m,): likewise in some class right after it.
    """

    def __init__(
        self,
        compiled: CompiledCase,
        classes: Classes,
        steps: tuple[LoggedStep, ...],
        not_logged: frozenset[str],
    ) -> None:
        self.classes, self.known = classes, StepLetters(compiled, classes)
        self.compiled, self.steps = compiled, steps
        self.meant = [tuple(self.known.meant(each)) for each in steps]
        letters = enumerate(classes.letters)
        self.unlogged = [
            n for n, each in letters if each.activity in not_logged and not each.timed
        ]
        self.moves: list[ObserverMove] = []
        self.states: dict[Levels, int] = {}
        self._levels: list[Levels] = []
        self._told: list[tuple[int, ...]] = []
        self._lock = Lock()
        self._ways: dict[tuple[int, int], tuple[int, ...] | None] = {}
        self._silent: dict[int, tuple[int, ...] | None] = {}
        self._closed: dict[int, tuple[_Member, ...] | None] = {}
        self.following: Ints = np.zeros((0, max(len(steps), 1)), np.int32)
        self._number(((classes.start,),))
        self._tell()

    def make(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Make the moves of some states and steps."""
        with self._lock:
            made = [
                (state, step, self._made(state, step))
                for state, step in pairs
                if self.following[state, step] == NOT_MADE
            ]
            # Whoever follows cases meanwhile finds a move only when all of it is told.
            self._tell()
            for state, step, number in made:
                self.following[state, step] = number

    def _tell(self) -> None:
        columns = np.array(self._told or [_NOTHING], np.int64).T
        self.target, self.more, self.effort, self.sets = columns[:4]
        self.before, self.after = columns[4:]

    def _number(self, levels: Levels) -> int:
        """Return the number of a state; ``HARD`` where there would be too many."""
        number = self.states.get(levels)
        if number is None:
            number = len(self._levels)
            rows, width = self.following.shape
            if number and (number + 1) * width > MOST_CELLS:
                return HARD
            self.states[levels] = number
            self._levels.append(levels)
            if number >= rows:
                wider = np.full((max(2 * rows, 16), width), NOT_MADE, np.int32)
                wider[:rows] = self.following
                self.following = wider
        return number

    def _made(self, state: int, step: int) -> int:
        members = self._members(state)
        if members is None:
            return HARD
        ways = {each: self._ways_of(each.number, step) for each in members}
        if None in ways.values():
            return HARD
        led: dict[int, tuple[int, _Member]] = {}
        for each, letters in ways.items():
            following = self.classes.next[each.number]
            for letter in letters or ():
                led.setdefault(int(following[letter]), (letter, each))
        if not led:
            return NO_WAY
        by_level: dict[int, list[int]] = {}
        for target, (_, each) in led.items():
            by_level.setdefault(each.level, []).append(target)
        more, most = min(by_level), max(by_level)
        levels = (tuple(by_level.get(n, ())) for n in range(more, most + 1))
        number = self._number(tuple(levels))
        return HARD if number == HARD else self._move(number, more, ways, led)

    def _move(
        self,
        target: int,
        more: int,
        ways: dict[_Member, tuple[int, ...] | None],
        led: dict[int, tuple[int, _Member]],
    ) -> int:
        """Take down a move; return its number."""
        self.moves.append(
            ObserverMove(
                tuple(letter for letter, _ in led.values()),
                tuple(each.origin for _, each in led.values()),
                tuple(each.unlogged for _, each in led.values()),
            )
        )
        effort, sets = 0, set[int]()
        for each, letters in ways.items():
            silent = self._silent_of(each.number) or ()
            sets.update(n for n in silent if self._sets[each.number, n])
            looks = _PER_NODE + len(silent) + len(letters or ())
            effort += looks * self.classes.sizes[each.number]
        if any(self.classes.letters[letter].timed for letter, _ in led.values()):
            # It may look at what the clock did by itself, and read the event after.
            effort *= 3
        before = self._timers(each.number for each in ways)
        after = self._timers(led)
        self._told.append((target, more, effort, len(sets), before, after))
        return len(self.moves) - 1

    def _members(self, state: int) -> tuple[_Member, ...] | None:
        """Return every class of a state before the next event, in their order."""
        if state not in self._closed:
            self._closed[state] = self._closure(self._levels[state])
        return self._closed[state]

    def _closure(self, levels: Levels) -> tuple[_Member, ...] | None:
        found: set[int] = set()
        members: list[_Member] = []
        last: list[_Member] = []
        level, place = 0, 0
        while level < len(levels) or last:
            if any(self._silent_of(each.number) is None for each in last):
                return None
            now: dict[int, _Member] = {}
            for each in self._after(last):
                now.setdefault(each.number, each)
            for target in levels[level] if level < len(levels) else ():
                now.setdefault(target, _Member(target, level, place, ()))
                place += 1
            last = [each for number, each in now.items() if number not in found]
            found.update(now)
            members += last
            level += 1
            if len(members) > _MOST_CLASSES:
                return None
        return tuple(members)

    def _after(self, members: list[_Member]) -> Iterator[_Member]:
        """Yield where one more step leads that nobody logged."""
        for number, level, origin, unlogged in members:
            for letter in self._silent_of(number) or ():
                target = int(self.classes.next[number, letter])
                yield _Member(target, level + 1, origin, (*unlogged, letter))

    def _ways_of(self, number: int, step: int) -> tuple[int, ...] | None:
        """Return what an event can be in a class, in order; ``None``: not known."""
        key = number, step
        if key not in self._ways:
            self._ways[key] = self._in_order(number, self.meant[step])
        return self._ways[key]

    def _silent_of(self, number: int) -> tuple[int, ...] | None:
        """Return what may happen in a class and be logged by nobody, in order."""
        if number not in self._silent:
            found = self._in_order(number, self.unlogged)
            self._silent[number] = found
        return self._silent[number]

    def _in_order(self, number: int, letters: Iterable[int]) -> tuple[int, ...] | None:
        following = self.classes.next[number]
        able = [each for each in letters if following[each] >= 0]
        effects, effect = self.classes.effects, self.classes.effect[number]
        if any(effects[effect[each]].resumed for each in able):
            # Since when its clocks run is told by when it was left.
            return None
        found = able if len(able) <= 1 else self.known.in_order(number, able)
        return None if found is None else tuple(found)

    @cached_property
    def _sets(self) -> Flags:
        """Which steps set clocks by which the clock makes steps: (c, l)."""
        nodes = self.compiled.chart.nodes
        timed = {row.node for row in self.compiled.table.rows if row.timed}
        starts = {nodes[each].clock_start for each in timed} - {None}
        by_effect = [
            bool(each.left)
            or bool(timed.intersection(each.entered))
            or bool(starts.intersection(each.happened))
            for each in self.classes.effects
        ]
        found: Flags = np.array([*by_effect, False], np.bool_)[self.classes.effect]
        return found

    def _timers(self, numbers: Iterable[int]) -> int:
        """Return the bits of the timers that run in some class."""
        found = 0
        for number in numbers:
            found |= self._running[number]
        return found

    @cached_property
    def _running(self) -> list[int]:
        """The bits of the timers that run in each class, whatever their conditions."""
        timed = [each.node for each in self.classes.letters if each.timed]
        return [
            sum(1 << bit for bit, node in enumerate(timed) if node in nodes)
            for nodes, _ in self.classes.running
        ]
