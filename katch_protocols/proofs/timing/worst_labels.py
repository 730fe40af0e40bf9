"""Worst-case times: the latest moment at which a case can still stand somewhere.

Max-plus over the configuration graph. A *label* tells, for one way through the graph,
the latest time at which each clock can have been started, counted from the event of the
question. All limits are upper bounds, so of one way there is one label that is latest
in every part (a system of difference constraints has a greatest solution), and of two
labels of one configuration the one that is later in every part can do all that the
other can: only those that none exceeds are kept.

Where a deadline and the limit of the question are the same words (``limit``), and the
deadline's clock was started at the event of the question or before, both are one span
of the calendar, however long: the case goes on before the limit is over.

Three things let a case take more time here than it may, never less: a timer may fire
before it is due, a clock that stood still in a pause starts anew, and clocks that run
already at the event of the question count as started there. So a bound found here is
safe; ``replay.py`` asks whether a way that crosses a limit can really be gone.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.budget import tick
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.timing.clocks import Start
from katch_protocols.proofs.timing.timed_product import Stage, TimedStep

__all__ = ["MAX_LABELS", "UNBOUNDED", "TimeLabel", "TimeLabels", "TooManyLabelsError"]

_LABEL = 300
"""About how many bytes a label fills."""

MAX_LABELS = 1_000_000
"""How many labels are looked at before a question about time is given up."""

UNBOUNDED = 1 << 60
"""The due time, in minutes, of a configuration in which no clock runs."""

Times = tuple[int, ...]


class TooManyLabelsError(Exception):
    """More than ``MAX_LABELS`` labels."""


@dataclass(frozen=True, slots=True)
class TimeLabel:
    """One way to a configuration; times in minutes since the event of the question.

    ``times`` hold one time for each start of the stage's clocks; ``due`` is the latest
    time at which the case must go on. ``step`` led here from ``before``; the first
    label of a way has neither, but ``source``: the configuration before the event.
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


@dataclass(frozen=True, slots=True)
class _Running:
    """What runs in a configuration: (position of the start, span); what is kept.

    ``alike`` are the positions of those whose limit is that of the question.
    """

    due: tuple[tuple[int, int], ...]
    alike: tuple[int, ...]
    kept: tuple[bool, ...]


@dataclass
class TimeLabels:
    """Every label of a stage that no other exceeds, found breadth first.

    ``limit`` is that of the question, where it has one, and ``most`` its shortest span.
    """

    stage: Stage
    limit: Duration | None = None
    most: int = 0
    _running: dict[tuple[int, frozenset[str]], _Running] = field(default_factory=dict)
    _at: dict[int, _Running] = field(default_factory=dict)
    _renewed: dict[int, frozenset[int]] = field(default_factory=dict)

    def search(self, *, beyond: int = UNBOUNDED) -> Iterator[TimeLabel]:
        """Yield each label as it is found; what comes after one ``beyond`` is left out.

        Raises:
            TooManyLabelsError: There are more than ``MAX_LABELS``.
        """
        known: dict[int, list[TimeLabel]] = {}
        queue: deque[TimeLabel] = deque()
        for count, label in enumerate(self._reached(known, queue, beyond)):
            tick(count * _LABEL)
            if count > MAX_LABELS:
                raise TooManyLabelsError
            if self._add(known, label):
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
                onward = self.stage.steps(label.place)
                longer += [self._follow(label, step) for step in onward]
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
        reached: set[tuple[int, Times]] = set()
        while queue:
            label = queue.popleft()
            if label.due > beyond or label.due >= UNBOUNDED:
                continue
            if any(label is other for other in known[label.place]):
                for step in self.stage.steps(label.place):
                    times = self._after(label, step)
                    if (step.target, times) not in reached:
                        reached.add((step.target, times))
                        yield self._led(label, step, times)

    def _add(self, known: dict[int, list[TimeLabel]], label: TimeLabel) -> bool:
        """Keep a label unless one of its configuration is as late in every part."""
        others = known.setdefault(label.place, [])
        if any(_exceeds(other.times, label.times) for other in others):
            return False
        others[:] = [one for one in others if not _exceeds(label.times, one.times)]
        others.append(label)
        return True

    def _first(self) -> Iterator[TimeLabel]:
        zeros = (0,) * len(self.stage.clocks.starts)
        for source, step in self.stage.beginnings:
            place = 0 if step is None else step.target
            times, due = self._arrive(place, zeros)
            yield TimeLabel(place, times, due, None, step, source)

    def _follow(self, label: TimeLabel, step: TimedStep) -> TimeLabel:
        return self._led(label, step, self._after(label, step))

    def _after(self, label: TimeLabel, step: TimedStep) -> Times:
        """Return the times of a label when a step has been taken as late as it can."""
        renewed = self.renewed_by(step)
        if not renewed:
            return label.times
        times = list(label.times)
        for at in renewed:
            times[at] = label.due
        return tuple(times)

    def _led(self, label: TimeLabel, step: TimedStep, times: Times) -> TimeLabel:
        times, due = self._arrive(step.target, times)
        return TimeLabel(step.target, times, due, label, step)

    def _arrive(self, place: int, times: Times) -> tuple[Times, int]:
        running = self.running(place)
        due = min((times[at] + span for at, span in running.due), default=UNBOUNDED)
        if any(times[at] == 0 for at in running.alike):
            due = min(due, self.most)
        return (
            tuple(
                min(time, due) if kept else 0
                for time, kept in zip(times, running.kept, strict=True)
            ),
            due,
        )

    def renewed_by(self, step: TimedStep) -> frozenset[int]:
        """Return the starts that a step sets to its own time, as positions."""
        if step.row not in self._renewed:
            stage = self.stage
            row = stage.base(step.row)
            happening = stage.happening(stage.product.read[step.row])
            rules = stage.clocks.paused(row).items()
            self._renewed[step.row] = stage.clocks.restarted(row, happening).union(
                at for at, rule in rules if rule is not OnPause.KEEP_RUNNING
            )
        return self._renewed[step.row]

    def running(self, place: int) -> _Running:
        """Return what runs in a configuration."""
        if place not in self._at:
            self._at[place] = self._running_at(place)
        return self._at[place]

    def _running_at(self, place: int) -> _Running:
        stage = self.stage
        word = stage.explored.word(place) & self._mask
        happened = stage.happened(place)
        key = word, happened
        if key not in self._running:
            self._running[key] = self._find_running(word, happened)
        return self._running[key]

    @cached_property
    def _mask(self) -> int:
        layout = self.stage.table.layout
        mask = self.stage.clocks.cone()
        for node in layout.kept:
            mask |= layout.fields[layout.regions[node]].mask
        return mask

    def _find_running(self, word: int, happened: frozenset[str]) -> _Running:
        clocks = self.stage.clocks
        active = {0, *self.stage.table.active(word)}
        due = tuple(
            (clocks.starts.index(clock.counted(happened)), clock.most)
            for clock in clocks.clocks
            if clock.runs(word, active)
        )
        alike = tuple(
            clocks.starts.index(clock.counted(happened))
            for clock in clocks.clocks
            if clock.runs(word, active) and clock.limit == self.limit
        )
        kept = tuple(
            start.event in happened
            if start.event is not None
            else self._is_used(start, active)
            for start in clocks.starts
        )
        return _Running(due, alike, kept)

    def _is_used(self, start: Start, active: set[int]) -> bool:
        """Whether what a start began may still run, or be taken up again."""
        nodes = self.stage.clocks.nodes_of(start)
        return any(node in active or self._is_paused(node, active) for node in nodes)

    def _is_paused(self, node: int, active: set[int]) -> bool:
        """Whether a node may be taken up again with a state that is not active."""
        resumed = self.stage.table.layout.resumed
        above = (node, *self.stage.chart.ancestors(node))
        return any(one in resumed and one not in active for one in above)


def _exceeds(one: Times, other: Times) -> bool:
    return all(mine >= its for mine, its in zip(one, other, strict=True))
