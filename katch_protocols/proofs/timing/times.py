"""The longest and the shortest time from one event to another."""

from collections.abc import Iterator
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from operator import le
from typing import NamedTuple

import numpy as np

from katch_protocols.budget import tick
from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clocks import Clock, Clocks, covers
from katch_protocols.proofs.timing.loops import endless_loop, parts
from katch_protocols.proofs.timing.measure_nouns import BestCase, WorstCase
from katch_protocols.proofs.timing.replay import resting, walk_of
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage, TimedStep, TimeQuestion
from katch_protocols.proofs.timing.worst_labels import (
    MAX_LABELS,
    UNBOUNDED,
    TimeLabel,
    TimeLabels,
    TooManyLabelsError,
)
from katch_protocols.semantics.arrays import Places

__all__ = ["best_case", "least_time", "worst_and_best", "worst_case"]


def worst_case(study: ProofSession, question: TimeQuestion) -> WorstCase:
    """Return the longest time that what a question asks for can be owed.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    return _longest(set_stage(study, question, Extent.WHOLE))


def best_case(study: ProofSession, question: TimeQuestion) -> BestCase:
    """Return the shortest time in which what is owed can come.

    Only timers make a case wait; a wait that a deadline forbids is not ruled out, so no
    case is faster, and most often one is as fast.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    # Timers that matter write what the question sees, so its own slice shows them.
    return _shortest(set_stage(study, question, Extent.SLICE))


def least_time(stage: Stage, limit: Duration, most: int) -> int | None:
    """Return the shortest time of a stage that was looked at, beside a limit.

    ``most`` is the limit at its longest. A wait that covers the limit, and began no
    earlier than its span, is over no sooner. ``None``: what is owed never comes.

    Raises:
        TooManyLabelsError: There are too many ways.
    """
    return _Earliest(stage, limit, most).answer()


def worst_and_best(
    study: ProofSession, question: TimeQuestion
) -> tuple[WorstCase, BestCase]:
    """Return both of the above; raises as they do."""
    stage = set_stage(study, question, Extent.WHOLE)
    return _longest(stage), _shortest(stage)


def _longest(stage: Stage) -> WorstCase:
    if not stage.explored.exhausted:
        return WorstCase(None, exact=False, exhausted=False)
    if not stage.triggered:
        return WorstCase(0, asked=False)
    labels = TimeLabels(stage)
    try:
        if any(not running.due for running in labels.running.of_kinds):
            endless = (one for one in labels.search() if one.due >= UNBOUNDED)
            return _worst(stage, next(endless))
        loop = endless_loop(stage, labels)
        if loop is not None:
            return WorstCase(None, states=_named(stage, loop), loops=True, exact=False)
        return _worst(stage, max(labels.search(), key=lambda label: label.due))
    except TooManyLabelsError:
        return WorstCase(None, exact=False, exhausted=False)


def _worst(stage: Stage, latest: TimeLabel) -> WorstCase:
    walk = walk_of(stage, latest)
    strict, loose = walk.strictly(), walk.loosely()
    exact = strict is not None and strict.minutes == loose.minutes
    if loose.minutes is None:
        states = resting(stage, walk.words[-1])
        return WorstCase(None, states=states, exact=exact)
    states = tuple(part.state for part in loose.parts)
    return WorstCase(loose.minutes, loose.parts, states, exact=exact)


def _named(stage: Stage, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the resting states of some configurations, each once."""
    found: dict[str, None] = {}
    for place in places:
        found.update(dict.fromkeys(resting(stage, stage.explored.word(place))))
    return tuple(found)


def _shortest(stage: Stage) -> BestCase:
    if not stage.explored.exhausted:
        return BestCase(None, exhausted=False)
    try:
        return BestCase(_Earliest(stage).answer())
    except TooManyLabelsError:
        return BestCase(None, exhausted=False)


class _Early(NamedTuple):
    """The earliest ``now`` and start times of one way to a part of the graph."""

    place: int
    now: int
    times: tuple[int, ...]


class _Earliest:
    """Min-plus: every step as early as the timers let it come."""

    def __init__(
        self, stage: Stage, limit: Duration | None = None, most: int = 0
    ) -> None:
        self.stage, self.limit, self.most = stage, limit, most
        taken = np.unique(stage.lasting.rows).tolist()
        waits = {id(stage.base(row).timer) for row in (*taken, *stage.answering)}
        # What no step here waits for makes none of them later.
        timed = tuple(
            clock
            for clock in stage.every_clock.clocks
            if clock.timer is not None and id(clock.timer) in waits
        )
        starts = tuple(dict.fromkeys(clock.start for clock in timed))
        self.clocks = Clocks(stage.chart, stage.table.layout, timed, starts)
        # A clock that ran before the event of the question may be due at once.
        self.past = -max([clock.most for clock in timed], default=0)
        self.waits = [self._wait(row) for row in range(len(stage.product.base))]
        self.restarts = [
            self.clocks.restarted(row, frozenset()) for row in stage.product.base
        ]
        self._count = count()

    def _wait(self, index: int) -> tuple[int, Clock] | None:
        timer = self.stage.base(index).timer
        for clock in self.clocks.clocks:
            if timer is not None and clock.timer is timer:
                return self.clocks.starts.index(clock.start), clock
        return None

    def answer(self) -> int | None:
        """Return the least time at which an answer comes."""
        best: int | None = None
        answers = self._answers
        for looked, early in enumerate(self._ways()):
            tick(looked * 200)
            if looked > MAX_LABELS:
                raise TooManyLabelsError
            if best is not None and early.now >= best:
                break
            for row in answers.get(early.place, ()):
                at = self._time(early, row)
                best = at if best is None else min(best, at)
        return best

    def _ways(self) -> Iterator[_Early]:
        """Yield each way that none is as early as in every part, the earliest first."""
        known: dict[int, list[_Early]] = {}
        queue: list[tuple[int, int, _Early]] = []
        begun = dict.fromkeys(self._first(step) for _, step in self.stage.beginnings)
        for early in begun:
            self._add(known, queue, early)
        first, rows, targets = self._steps
        while queue:
            *_, early = heappop(queue)
            if all(early is not one for one in known[early.place]):
                continue
            yield early
            here = slice(first[early.place], first[early.place + 1])
            for row, target in zip(rows[here], targets[here], strict=True):
                self._add(known, queue, self._follow(early, row, target))

    @cached_property
    def _part_of(self) -> Places:
        """A number for each configuration; nothing is owed in those of the last.

        Between those of one number a case goes there and back with steps that wait for
        nothing and start nothing, so each is reached as early as all.
        """
        steps, owed = self.stage.lasting, self.stage.owed
        free = np.flatnonzero(self._kinds[steps.rows] == 0)
        place = np.cumsum(owed) - 1
        count = int(owed.sum())
        starts = np.searchsorted(place[steps.sources[free]], np.arange(count + 1))
        found = parts(starts, place[steps.targets[free]])
        numbers = np.full(len(owed), found.max(initial=-1) + 1, np.int64)
        numbers[owed] = found
        return numbers

    @cached_property
    def _steps(self) -> tuple[list[int], list[int], list[int]]:
        """The steps between parts that differ: by source from where; row, target."""
        steps, part_of = self.stage.lasting, self._part_of
        sources, targets = part_of[steps.sources], part_of[steps.targets]
        kinds = self._kinds[steps.rows]
        kept = np.flatnonzero((kinds > 0) | (sources != targets))
        order = kept[np.lexsort((kinds[kept], targets[kept], sources[kept]))]
        new = np.ones(len(order), np.bool_)
        new[1:] = np.diff(sources[order]) != 0
        new[1:] |= np.diff(targets[order]) != 0
        new[1:] |= np.diff(kinds[order]) != 0
        order = order[new]
        every = np.arange(part_of.max(initial=-1) + 2)
        return (
            np.searchsorted(sources[order], every).tolist(),
            steps.rows[order].tolist(),
            targets[order].tolist(),
        )

    @cached_property
    def _answers(self) -> dict[int, list[int]]:
        """The rows that bring what is owed, by the part before; alike ones once."""
        found: dict[int, dict[object, int]] = {}
        for row in self.stage.answering:
            before = self.stage.answered(row)
            for part in np.unique(self._part_of[before]).tolist():
                found.setdefault(part, {}).setdefault(self.waits[row], row)
        return {part: list(rows.values()) for part, rows in found.items()}

    def _first(self, step: TimedStep | None) -> _Early:
        times = [self.past] * len(self.clocks.starts)
        for position in self._entered(step.row if step else None):
            times[position] = 0
        place = 0 if step is None else step.target
        return _Early(int(self._part_of[place]), 0, tuple(times))

    def _entered(self, row: int | None) -> frozenset[int]:
        if row is not None:
            return self.restarts[row]
        entered = self.stage.table.entered
        return frozenset(
            position
            for position, start in enumerate(self.clocks.starts)
            if start.node in entered
        )

    def _time(self, early: _Early, row: int) -> int:
        wait = self.waits[row]
        if wait is None:
            return early.now
        since, clock = early.times[wait[0]], wait[1]
        over = since + clock.least
        if self.limit is not None and since >= 0 and covers(clock.limit, self.limit):
            over = max(over, self.most)
        return max(early.now, over)

    def _follow(self, early: _Early, row: int, target: int) -> _Early:
        now = self._time(early, row)
        restarts = self.restarts[row]
        if not restarts:
            return _Early(target, now, early.times)
        times = list(early.times)
        for position in restarts:
            times[position] = now
        return _Early(target, now, tuple(times))

    @cached_property
    def _kinds(self) -> Places:
        """A number for what each row waits for and sets: 0 is nothing."""
        kinds: dict[object, int] = {(None, frozenset()): 0}
        found = [
            kinds.setdefault((wait, restarts), len(kinds))
            for wait, restarts in zip(self.waits, self.restarts, strict=True)
        ]
        return np.array(found, np.int64)

    def _add(
        self,
        known: dict[int, list[_Early]],
        queue: list[tuple[int, int, _Early]],
        new: _Early,
    ) -> None:
        others = known.setdefault(new.place, [])
        if any(_as_early(one, new) for one in others):
            return
        others[:] = [one for one in others if not _as_early(new, one)]
        others.append(new)
        heappush(queue, (new.now, next(self._count), new))


def _as_early(one: _Early, other: _Early) -> bool:
    return one.now <= other.now and all(map(le, one.times, other.times))
