"""Worst-case times: the latest moment at which a case can still stand somewhere.

Max-plus over the configuration graph. A *label* tells, for one way through the graph,
the latest time at which each clock can have been started, counted from the event of the
question. All limits are upper bounds, so of one way there is one label that is latest
in every part (a system of difference constraints has a greatest solution), and of two
labels of one configuration the one that is later in every part can do all that the
other can: only those that none exceeds are kept.

Where a deadline and the limit of the question are the same words (``limit``), and the
deadline's clock was started with the event of the question, both are one span of the
calendar, however long: the case goes on before the limit is over. So it does where the
deadline has fewer of the same unit, and was started with the event or before. A start
that came with the event stands at -1, which counts as zero, where that matters.

Three things let a case take more time here than it may, never less: a timer may fire
before it is due, a clock that stood still in a pause starts anew, as a wait does that
ran on, and clocks that run already at the event of the question count as started there.
So a bound found here is safe; ``replay.py`` asks whether a way that crosses a limit can
really be gone.
"""

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from operator import ge
from typing import NamedTuple

from msgspec import Struct, field

from katch_protocols.budget import tick
from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.futures import Flags
from katch_protocols.proofs.timing.running_clocks import Running, RunningClocks
from katch_protocols.proofs.timing.timed_product import Stage, TimedStep
from katch_protocols.semantics.arrays import Places

__all__ = ["MAX_LABELS", "UNBOUNDED", "TimeLabel", "TimeLabels", "TooManyLabelsError"]

_LABEL = 300
"""About how many bytes a label fills."""

MAX_LABELS = 1_000_000
"""How many labels are kept before a question about time is given up."""

UNBOUNDED = 1 << 60
"""The due time, in minutes, of a configuration in which no clock runs."""

_TOGETHER, _NONE = -1, frozenset[int]()

Times = tuple[int, ...]

_Change = tuple[frozenset[int], int]
"""The starts that a step renews, and (by its id) what runs after it."""

_Arrival = tuple[Times, int]
"""Times and due after a step."""


class TooManyLabelsError(Exception):
    """More than ``MAX_LABELS`` labels."""


class TimeLabel(NamedTuple):
    """One way to a configuration; times in minutes since the event of the question.

    ``times`` hold one time for each start that is kept where it stands; ``due`` is the
    latest time at which the case must go on. ``step`` led here from ``before``; the
    first label of a way has neither, but ``source``: the configuration before the
    event.
    """

    place: int
    times: Times
    due: int
    before: "TimeLabel | None"
    step: TimedStep | None
    source: int = -1

    def way(self) -> tuple[TimedStep, ...]:
        """Return the steps from the event of the question to here, its own first."""
        steps: list[TimedStep] = []
        label: TimeLabel | None = self
        while label is not None:
            if label.step is not None:
                steps.append(label.step)
            label = label.before
        return tuple(reversed(steps))

    def first(self) -> "TimeLabel":
        """Return the label with which this way began."""
        label = self
        while label.before is not None:
            label = label.before
        return label


class TimeLabels(Struct, dict=True):
    """Every label of a stage that no other exceeds, found breadth first.

    ``limit`` is that of the question, where it has one, and ``most`` its shortest span.
    ``cap``: what is later is all as late as that, so that loops come to an end; where
    no clock runs it stays ``UNBOUNDED``. ``towards``: only steps that lead on to one of
    these configurations are followed.
    """

    stage: Stage
    limit: Duration | None = None
    most: int = 0
    cap: int = UNBOUNDED
    towards: Flags | None = None
    _arrived: dict[tuple[int, Times, int], dict[_Change, _Arrival]] = field(
        default_factory=dict
    )

    @cached_property
    def running(self) -> RunningClocks:
        """What runs in each configuration."""
        return RunningClocks(self.stage, self.limit)

    def search(self, *, beyond: int = UNBOUNDED) -> Iterator[TimeLabel]:
        """Yield each label as it is found; what comes after one ``beyond`` is left out.

        Raises:
            TooManyLabelsError: There are more than ``MAX_LABELS``.
        """
        known: dict[int, list[TimeLabel]] = {}
        queue: deque[TimeLabel] = deque()
        count = 0
        for label in self._reached(known, queue, beyond):
            tick(count * _LABEL)
            if self._add(known, label):
                count += 1
                if count > MAX_LABELS:
                    raise TooManyLabelsError
                queue.append(label)
                yield label

    def by_length(self, *, beyond: int) -> Iterator[tuple[int, TimeLabel]]:
        """Yield the labels that are due ``beyond``, those of the shortest cases first.

        With each the number of steps from the start of the case. What comes after one
        is left out: its case is longer. No late case is shorter than the first of them.

        Raises:
            TooManyLabelsError: There are more than ``MAX_LABELS``.
        """
        known: dict[int, list[TimeLabel]] = {}
        begun: dict[int, list[TimeLabel]] = {}
        for label in self._first():
            begun.setdefault(self._steps_to(label), []).append(label)
        longer: list[TimeLabel] = []
        steps = looked = 0
        while longer or begun:
            found = [*begun.pop(steps, ()), *longer]
            looked += len(found)
            if looked > MAX_LABELS:
                raise TooManyLabelsError
            new = [label for label in found if self._add(known, label)]
            longer = []
            for label in new:
                if all(label is not other for other in known[label.place]):
                    continue
                if label.due > beyond:
                    yield steps, label
                    continue
                for row, target, times, due in self._after(label):
                    step = TimedStep(row, target, fresh=False)
                    longer.append(TimeLabel(target, times, due, label, step))
            steps += 1

    def _steps_to(self, first: TimeLabel) -> int:
        """Return the length of a shortest case up to the first label of a way."""
        steps, place = int(first.step is not None), first.source
        while place > 0:
            steps, place = steps + 1, int(self.stage.explored.parents[place])
        return steps

    def _reached(
        self, known: dict[int, list[TimeLabel]], queue: deque[TimeLabel], beyond: int
    ) -> Iterator[TimeLabel]:
        """Yield the first labels, then those after each label that still counts."""
        yield from self._first()
        # A label whose own equal was reached before is exceeded by it.
        reached: set[tuple[int, Times, int]] = set()
        while queue:
            label = queue.popleft()
            if label.due > beyond or label.due >= UNBOUNDED:
                continue
            if any(label is other for other in known[label.place]):
                for row, target, times, due in self._after(label):
                    key = target, times, due
                    if key not in reached:
                        reached.add(key)
                        step = TimedStep(row, target, fresh=False)
                        yield TimeLabel(target, times, due, label, step)

    def _add(self, known: dict[int, list[TimeLabel]], label: TimeLabel) -> bool:
        """Keep a label unless one of its configuration is as late in every part."""
        others = known.setdefault(label.place, [])
        if any(_exceeds(other.times, label.times) for other in others):
            return False
        others[:] = [one for one in others if not _exceeds(label.times, one.times)]
        others.append(label)
        return True

    def _first(self) -> Iterator[TimeLabel]:
        """Yield the label with which the clock starts in each configuration.

        All of one configuration are equal; that of a shortest case stands for them.
        """
        starts = range(len(self.stage.clocks.starts))
        begun: dict[tuple[int, frozenset[int]], tuple[Times, int]] = {}
        first = (each.tolist() for each in self.stage.first_beginnings)
        for source, row, place in zip(*first, strict=True):
            running = self.running.at(place)
            together = self.running.together.get(place, _NONE)
            key = id(running), together
            if key not in begun:
                whole = [_TOGETHER if at in together else 0 for at in starts]
                begun[key] = self._arrive(running, whole)
            yield self.beginning(source, row, place, *begun[key])

    @staticmethod
    def beginning(
        source: int, row: int, place: int, times: Times, due: int
    ) -> TimeLabel:
        """Return a first label of a way; ``row`` is -1 where the case itself starts."""
        step = None if row < 0 else TimedStep(row, place, fresh=True)
        return TimeLabel(place, times, due, None, step, source)

    def _whole(self, label: TimeLabel) -> list[int]:
        """Return one time for each start; those that are not kept stand at zero."""
        whole = [0] * len(self.stage.clocks.starts)
        held = self.running.at(label.place).held
        for at, time in zip(held, label.times, strict=True):
            whole[at] = time
        return whole

    def _after(self, label: TimeLabel) -> Iterator[tuple[int, int, Times, int]]:
        """Yield each step from a label: row, target; times and due, taken late.

        They follow from what runs before and after it, so that many labels have them in
        common.
        """
        place, times, due, *_ = label
        here, at = self.running.at(place), self.running.at
        known = self._arrived.setdefault((id(here), times, due), {})
        first, rows, targets = self._listed
        renewals = self._renewals
        for step in range(first[place], first[place + 1]):
            row, target = rows[step], targets[step]
            renewed, there = renewals[row], at(target)
            key = renewed, id(there)
            found = known.get(key)
            if found is None:
                whole = self._whole(label)
                for start in renewed:
                    whole[start] = due
                found = known[key] = self._arrive(there, whole)
            yield row, target, *found

    @cached_property
    def _listed(self) -> tuple[list[int], list[int], list[int]]:
        first, rows, targets = self.distinct
        return first.tolist(), rows.tolist(), targets.tolist()

    @cached_property
    def distinct(self) -> tuple[Places, Places, Places]:
        """The steps along which labels are sought, as ``Stage.distinct`` returns them.

        Of those that set the same starts to their own time one for all.
        """
        return self.stage.distinct(self.kinds, self.towards)

    @cached_property
    def kinds(self) -> list[int]:
        """Of each row a number for the starts that it sets to its own time; 0: none."""
        kinds: dict[frozenset[int], int] = {frozenset(): 0}
        return [kinds.setdefault(each, len(kinds)) for each in self._renewals]

    @cached_property
    def _renewals(self) -> list[frozenset[int]]:
        """The starts that each row sets to its own time, of those that are taken."""
        taken = frozenset(self.stage.lasting.rows.tolist())
        return [
            self._renewed_by(row) if row in taken else frozenset()
            for row in range(len(self.stage.product.base))
        ]

    def _arrive(self, running: Running, whole: list[int]) -> tuple[Times, int]:
        due, began = UNBOUNDED, whole
        if self.running.together:  # those stand below zero
            began = [max(time, 0) for time in whole]
        for at, span in running.due:
            over = began[at] + span
            if over < due:  # noqa: PLR1730 - asked so often that a call would show
                due = over
        for at, below in running.alike:
            if whole[at] < below:
                due = min(due, self.most)
        if self.cap < due < UNBOUNDED:
            due = self.cap
        times = [whole[at] for at in running.held]
        if times and max(times) > due:
            times = [min(time, due) for time in times]
        return tuple(times), due

    def renewed_by(self, row: int) -> frozenset[int]:
        """Return the starts that a lasting step sets to its own time, as positions."""
        return self._renewals[row]

    def _renewed_by(self, number: int) -> frozenset[int]:
        stage = self.stage
        row = stage.base(number)
        happening = stage.happening(stage.product.read[number])
        clocks = stage.clocks
        return clocks.restarted(row, happening) | clocks.loosened(row)


def _exceeds(one: Times, other: Times) -> bool:
    return all(map(ge, one, other))
