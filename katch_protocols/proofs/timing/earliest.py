"""The earliest that what is owed can come: every step as early as its wait lets it.

A label is a time and when each clock began; with one label a case stands in many
configurations. Labels are looked at by their time, the earliest first (Dijkstra), each
with all configurations to which steps lead that wait for nothing and start nothing. A
configuration is left out where it was met with a label that is as early in every part.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from operator import le
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.timing.clocks import Clock, Clocks, covers
from katch_protocols.proofs.timing.timed_product import Stage, TimedStep
from katch_protocols.proofs.timing.worst_labels import TooManyLabelsError
from katch_protocols.semantics.arrays import Places, distinct, ranges, starts_of

__all__ = ["LATER", "Earliest"]

LATER = 1 << 40
"""The time of what comes after a limit, however long that is, by a wait like it."""

_MOST = 10_000_000
"""So many configurations are looked at, each with every label that it is met with."""

_BITS = 64


class _EarlyLabel(NamedTuple):
    """The time of a step, and when each clock began.

    ``together``: the bits of those that began with the event of the question, of which
    the limit may be over no sooner only for that.
    """

    now: int
    times: tuple[int, ...]
    together: int

    def is_as_early(self, other: "_EarlyLabel") -> bool:
        """Tell whether all that can follow the other can follow this, no later."""
        if self.now > other.now or self.together & ~other.together:
            return False
        return all(map(le, self.times, other.times))


_Wait = tuple[int, Clock] | None
"""The clock that a step waits for, with the position of its start."""


class Earliest:
    """Min-plus: every step as early as the timers let it come.

    With a ``limit``, ``most`` is that limit at its longest: a wait that covers it, and
    began with it, or no earlier, is over no sooner; one of more of the same unit is
    over ``LATER``.
    """

    def __init__(
        self, stage: Stage, limit: Duration | None = None, most: int = 0
    ) -> None:
        self.stage, self.limit, self.most = stage, limit, most
        taken = distinct(stage.lasting.rows, len(stage.product.base)).tolist()
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

    def _wait(self, index: int) -> _Wait:
        timer = self.stage.base(index).timer
        for clock in self.clocks.clocks:
            if timer is not None and clock.timer is timer:
                return self.clocks.starts.index(clock.start), clock
        return None

    def answer(self) -> int | None:
        """Return the least time at which an answer comes.

        Raises:
            TooManyLabelsError: There are too many ways.
        """
        best: int | None = None
        met = _MetPlaces(len(self.stage.owed))
        waiting = self._begun()
        queue = sorted(waiting)
        looked = 0
        while queue:
            label = heappop(queue)
            if best is not None and label.now >= best:
                break
            reached = met.reach(label, waiting.pop(label), *self._free)
            looked += len(reached)
            look(met.size + 8 * len(reached))
            if looked > _MOST:
                raise TooManyLabelsError
            here = np.zeros(len(self.stage.owed), np.bool_)
            here[reached] = True
            for at in self._answered(label, here):
                best = at if best is None else min(best, at)
            for later, targets in self._later(label, here):
                if later not in waiting:
                    waiting[later] = []
                    heappush(queue, later)
                waiting[later].append(targets)
        return best

    def _begun(self) -> dict[_EarlyLabel, list[Places]]:
        """Return where a case stands as the clock of the question starts."""
        found: dict[_EarlyLabel, list[int]] = {}
        for _, step in self.stage.beginnings:
            place = 0 if step is None else step.target
            found.setdefault(self._first(step), []).append(place)
        return {label: [np.array(each)] for label, each in found.items()}

    def _first(self, step: TimedStep | None) -> _EarlyLabel:
        times, together = [self.past] * len(self.clocks.starts), 0
        for position in self._entered(step.row if step else None):
            times[position] = 0
            together |= self._mattering & 1 << position
        return _EarlyLabel(0, tuple(times), together)

    @cached_property
    def _mattering(self) -> int:
        """The bits of the clocks that cover the limit only if begun with it."""
        found = 0
        for clock in self.clocks.clocks:
            if self.limit is not None and _is_same(clock.limit, self.limit):
                found |= 1 << self.clocks.starts.index(clock.start)
        return found

    def _entered(self, row: int | None) -> frozenset[int]:
        if row is not None:
            return self.restarts[row]
        entered = self.stage.table.entered
        return frozenset(
            position
            for position, start in enumerate(self.clocks.starts)
            if start.node in entered
        )

    @cached_property
    def _kinds(self) -> Places:
        """A number for what each row waits for and sets: 0 is nothing."""
        kinds: dict[object, int] = {(None, frozenset()): 0}
        found = [
            kinds.setdefault((wait, restarts), len(kinds))
            for wait, restarts in zip(self.waits, self.restarts, strict=True)
        ]
        return np.array(found, np.int64)

    @cached_property
    def _free(self) -> tuple[Places, Places]:
        """The steps that wait for nothing and set nothing: by source where they lead.

        Those out of configuration ``i`` stand at ``first[i]:first[i + 1]``.
        """
        steps = self.stage.lasting
        free = self._kinds[steps.rows] == 0
        sources, targets = steps.sources[free], steps.targets[free]
        return starts_of(sources, len(self.stage.owed)), targets

    @cached_property
    def _others(self) -> list[tuple[int, Places, Places]]:
        """All other steps by what they do: a row that does it, sources, targets."""
        steps, kinds = self.stage.lasting, self._kinds
        found = []
        for kind in range(int(kinds.max(initial=0)) + 1):
            here = np.flatnonzero(kinds[steps.rows] == kind)
            if kind and len(here):
                row = int(steps.rows[here[0]])
                found.append((row, steps.sources[here], steps.targets[here]))
        return found

    def _later(
        self, label: _EarlyLabel, here: NDArray[np.bool_]
    ) -> Iterator[tuple[_EarlyLabel, Places]]:
        """Yield the labels after steps that do something, and where they lead."""
        for row, sources, targets in self._others:
            taken = targets[here[sources]]
            if len(taken):
                yield self._follow(label, row), taken

    def _follow(self, label: _EarlyLabel, row: int) -> _EarlyLabel:
        now = self._time(label, self.waits[row])
        times, together = list(label.times), label.together
        for position in self.restarts[row]:
            times[position] = now
            together &= ~(1 << position)
        return _EarlyLabel(now, tuple(times), together)

    def _time(self, label: _EarlyLabel, wait: _Wait) -> int:
        if wait is None:
            return label.now
        since, clock = label.times[wait[0]], wait[1]
        over = since + clock.least
        if self.limit is not None and since >= 0:
            together = bool(label.together & 1 << wait[0])
            if covers(clock.limit, self.limit, together=together):
                is_same = clock.limit.amount == self.limit.amount
                over = max(over, self.most if is_same else LATER)
        return max(label.now, over)

    @cached_property
    def _answers(self) -> list[tuple[_Wait, Places]]:
        """What an answer waits for, and where it can come."""
        found: dict[_Wait, list[Places]] = {}
        for row in self.stage.answering:
            found.setdefault(self.waits[row], []).append(self.stage.answered(row))
        return [(wait, np.concatenate(places)) for wait, places in found.items()]

    def _answered(self, label: _EarlyLabel, here: NDArray[np.bool_]) -> Iterator[int]:
        """Yield when answers come in some configurations."""
        for wait, places in self._answers:
            if here[places].any():
                yield self._time(label, wait)


def _is_same(one: Duration, other: Duration) -> bool:
    """Tell whether a span covers another only where both begin together."""
    return covers(one, other, together=True) and not covers(one, other)


class _MetPlaces:
    """Which configurations were met with which labels: a bit for each label."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.labels: dict[_EarlyLabel, int] = {}
        self.bits: list[NDArray[np.uint64]] = []

    @property
    def size(self) -> int:
        """How many bytes it fills."""
        return 8 * self.count * len(self.bits)

    def reach(
        self,
        label: _EarlyLabel,
        begun: Sequence[Places],
        first: Places,
        targets: Places,
    ) -> Places:
        """Return all to which free steps lead with a label, and note them.

        What was met with a label that is as early is left out.
        """
        own, earlier = self._number(label), self._as_early(label)
        found = []
        here = self._fresh(distinct(np.concatenate(begun), self.count), earlier)
        while len(here):
            self.bits[own // _BITS][here] |= np.uint64(1 << own % _BITS)
            found.append(here)
            _, edges = ranges(first[here], first[here + 1])
            here = self._fresh(distinct(targets[edges], self.count), earlier)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _number(self, label: _EarlyLabel) -> int:
        number = self.labels.setdefault(label, len(self.labels))
        if number == len(self.bits) * _BITS:
            self.bits.append(np.zeros(self.count, np.uint64))
        return number

    def _as_early(
        self, label: _EarlyLabel
    ) -> list[tuple[NDArray[np.uint64], np.uint64]]:
        """Return the bits of the labels that are as early, with the array of them."""
        found: dict[int, int] = {}
        for one, number in self.labels.items():
            if one.is_as_early(label):
                array, bit = divmod(number, _BITS)
                found[array] = found.get(array, 0) | 1 << bit
        return [(self.bits[array], np.uint64(bits)) for array, bits in found.items()]

    def _fresh(
        self, places: Places, earlier: list[tuple[NDArray[np.uint64], np.uint64]]
    ) -> Places:
        for array, bits in earlier:
            places = places[(array[places] & bits) == 0]
        return places
