"""One way through a protocol, and the latest times at which it can be gone.

The times of the steps are the unknowns; each deadline, each timer and the order of the
steps bound the difference of two of them. The greatest solution is a shortest path
(Bellman and Ford), and the path tells of which limits the longest time is made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct, field

from katch_protocols.charts.chart import ChartTimer, NodeKind
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.time_sums import TimePart
from katch_protocols.proofs.timing.clocks import Clock, Clocks, covers
from katch_protocols.proofs.timing.step_bounds import StepBound, solve
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import UNBOUNDED, TimeLabel
from katch_protocols.semantics.table import Row

__all__ = ["SHORTLY", "Timed", "Walk", "resting", "walk_along", "walk_of"]


SHORTLY = Duration(amount=1, unit=Unit.MINUTES)
"""Some time that may pass, however little."""

_Begun = tuple[Clock, int]
"""A clock that runs, and the number of the step with which it began."""


class Timed(Struct, frozen=True):
    """The longest time of one way, in minutes; ``None``: no deadline bounds it.

    ``ahead``: the first of its parts began before the time that is asked for.
    """

    minutes: int | None
    parts: tuple[TimePart, ...] = ()
    ahead: bool = False


class _Passed(Struct, frozen=True):
    """The minutes that must have passed, of which waits, and when the last fired."""

    minutes: int
    limits: tuple[Duration, ...]
    last: int

    def then(self, part: TimePart, began: int, ends: int) -> "_Passed":
        """Return what must have passed after one more, that began with a step."""
        between = (SHORTLY,) if began > self.last else ()
        limits = (*self.limits, *between, part.limit)
        return _Passed(self.minutes + abs(part.minutes), limits, ends)


_minutes = attrgetter("minutes")


class Walk(Struct, frozen=True):
    """A case up to a configuration: its steps, and the one with which a clock starts.

    ``rows`` are positions in the stage's product; ``words`` the configurations after
    each of them, of the whole table, the start first. The step number ``n`` leads to
    ``words[n]``; number 0 is the start of the case. ``origin`` is the number of the
    step from which time is counted. ``overdue`` are the waits that were over before a
    step took up again what they stand in, by the number of that step.
    """

    stage: Stage
    rows: tuple[int, ...]
    words: tuple[int, ...]
    origin: int
    overdue: Mapping[int, ChartTimer] = field(default_factory=dict)

    @property
    def base(self) -> tuple[Row, ...]:
        """The steps as rows of the whole table."""
        return tuple(self.stage.base(row) for row in self.rows)

    def strictly(
        self,
        limit: Duration | None = None,
        most: int = 0,
        *,
        then: int | None = None,
    ) -> Timed | None:
        """Return the longest time with every clock of the chart; ``None``: impossible.

        With a ``limit`` the deadlines that run from the origin and that it covers are
        over after ``most`` minutes, as the limit then is; so are those that run from
        before, where they end sooner. ``then`` is the
        step with which the case goes on; it may have to wait for its timer.
        A clock that stands still in a pause counts as running on, so that the time may
        be too short, never too long.
        """
        clocks = self.stage.every_clock
        bounds = [*self._order(0), *self._bounds(clocks, loose=False, then=then)]
        if limit is not None:
            for before in (True, False):
                alike = [
                    clock
                    for clock in clocks.clocks
                    if covers(limit, clock.limit, together=not before)
                ]
                first = -1 if before else self.origin - 1
                bounds += self._meeting(clocks, alike, most, first)
        if solve(bounds, [0] * self._size) is None:
            return None
        return self._answer(bounds)

    def loosely(self) -> Timed:
        """Return the longest time as the labels reckon it: the same or longer."""
        bounds = [
            *self._order(self.origin),
            *self._bounds(self.stage.clocks, loose=True),
        ]
        return self._answer(bounds)

    def awaited(self, due: Clock | None = None) -> tuple[Duration, ...] | None:
        """Return the waits that must pass from the origin to the last step, in turn.

        Those that take longest, each at its shortest; ``SHORTLY`` stands where time may
        pass between two. With a deadline that is ``due`` those until it begins, and
        itself. ``None``: one began before the origin.
        """
        clocks, stage = self.stage.every_clock, self.stage
        counted = dict.fromkeys(range(len(clocks.starts)), 0)
        happened = stage.happening(stage.product.started)
        passed = [_Passed(0, (), self.origin)] * (len(self.rows) + 1)
        for number, row in enumerate(self.rows, 1):
            happening = stage.happening(stage.product.read[row])
            passed[number] = passed[number - 1]
            for bound in self._fired(clocks, row, number, counted):
                if bound.later < self.origin < number:
                    return None
                if number > self.origin and bound.part is not None:
                    begun = passed[bound.later]
                    whole = begun.then(bound.part, bound.later, number)
                    passed[number] = max(passed[number], whole, key=_minutes)
            happened |= happening
            for at in _renewed(clocks, stage.base(row), happening, loose=False):
                counted[at] = number
        if due is None:
            return passed[-1].limits
        began = counted[clocks.starts.index(due.counted(happened))]
        part = _part(clocks, due, 1)
        return (
            None
            if began < self.origin
            else passed[began].then(part, began, began).limits
        )

    @property
    def _size(self) -> int:
        return len(self.rows) + 2

    def _order(self, first: int) -> Iterator[StepBound]:
        for number in range(first, self._size - 1):
            yield StepBound(number + 1, number, 0)

    def _answer(self, bounds: Sequence[StepBound]) -> Timed:
        times = [UNBOUNDED] * self._size
        times[self.origin] = 0
        because = solve(bounds, times)
        end = self._size - 1
        if because is None or times[end] >= UNBOUNDED:
            return Timed(None)
        parts, ahead = [], False
        number = end
        while number != self.origin:
            bound = because[number]
            if bound.part is not None:
                parts.append(bound.part)
                ahead = bound.earlier < self.origin
            number = bound.earlier
        return Timed(times[end], tuple(reversed(parts)), ahead)

    def _bounds(
        self,
        clocks: Clocks,
        *,
        loose: bool,
        only: Sequence[Clock] | None = None,
        then: int | None = None,
    ) -> Iterator[StepBound]:
        """Yield what each clock allows, from the origin on if ``loose``."""
        held = clocks.clocks if only is None else only
        stage, least = self.stage, self.origin if loose else 0
        counted = dict.fromkeys(range(len(clocks.starts)), least)
        happened = stage.happening(stage.product.started)
        for number, word in enumerate(self.words):
            if number:
                row = self.rows[number - 1]
                happening = stage.happening(stage.product.read[row])
                happened |= happening
                if not loose:
                    yield from self._fired(clocks, row, number, counted)
                for position in _renewed(
                    clocks, stage.base(row), happening, loose=loose
                ):
                    counted[position] = max(number, least)
            if number >= least:
                active = {0, *stage.table.active(word)}
                began = [
                    (clock, counted[clocks.starts.index(clock.counted(happened))])
                    for clock in held
                    if clock.runs(word, active)
                ]
                over = None if loose else self._over(began, number)
                yield from _left(clocks, began, over, number)
        if then is not None:
            yield from self._fired(clocks, then, self._size - 1, counted)

    def _over(self, began: Sequence[_Begun], number: int) -> _Begun | None:
        """Return the wait that was over before a step, if one was."""
        timer = self.overdue.get(number)
        found = (each for each in began if timer and each[0].timer is timer)
        return next(found, None)

    def _meeting(
        self, clocks: Clocks, alike: Sequence[Clock], most: int, above: int
    ) -> Iterator[StepBound]:
        """Yield that what is due with the limit of the question is left by then.

        Of the clocks that began ``above`` a step, and with the origin at the latest.
        """
        for bound in self._bounds(clocks, loose=False, only=alike):
            if above < bound.earlier <= self.origin < bound.later:
                yield StepBound(self.origin, bound.later, most, bound.part)

    def _fired(
        self, clocks: Clocks, row: int, number: int, counted: dict[int, int]
    ) -> Iterator[StepBound]:
        """Yield that a timer does not fire before it is due."""
        timer = self.stage.base(row).timer
        for clock in clocks.clocks:
            if timer is not None and clock.timer is timer:
                start = counted[clocks.starts.index(clock.start)]
                yield StepBound(number, start, -clock.least, _part(clocks, clock, -1))


def _left(
    clocks: Clocks, began: Iterable[_Begun], over: _Begun | None, number: int
) -> Iterator[StepBound]:
    """Yield that a case goes on before a clock is over; where a wait is, at once."""
    for clock, start in began:
        if over is None or clock.timer is None:
            yield StepBound(start, number + 1, clock.most, _part(clocks, clock, 1))
        else:
            yield from _overdue(clocks, (clock, start), over, number)


def _overdue(
    clocks: Clocks, wait: _Begun, over: _Begun, number: int
) -> Iterator[StepBound]:
    """Yield that the case goes on at once, by the wait that was due first."""
    (clock, start), (first, began) = wait, over
    if clock is first:
        part = _part(clocks, clock, 1)
        yield StepBound(number, start, -clock.most - 1, part)
        yield StepBound(number, number + 1, 0)
    else:
        yield StepBound(start, began, clock.most - first.least)


def _renewed(
    clocks: Clocks, row: Row, happening: frozenset[str], *, loose: bool
) -> frozenset[int]:
    """Return the starts that a step sets anew; ``loose``: those of a pause as well."""
    rules = clocks.paused(row).items()
    anew = (position for position, rule in rules if rule is OnPause.RESTART)
    loosened = clocks.loosened(row) if loose else frozenset()
    return clocks.restarted(row, happening).union(anew, loosened)


def _part(clocks: Clocks, clock: Clock, sign: int) -> TimePart:
    minutes = clock.most if sign > 0 else -clock.least
    state = clocks.chart.nodes[clock.node].name
    duty = None if clock.watched is None else clock.watched.duty.activity
    return TimePart(clock.limit, minutes, state, clock.timer is not None, duty)


def walk_of(stage: Stage, label: TimeLabel) -> Walk:
    """Return a whole case that ends as a label says, from its start."""
    rows, place = [], label.first().source
    first = label.first()
    while place > 0:
        rows.append(int(stage.explored.via[place]))
        place = int(stage.explored.parents[place])
    rows.reverse()
    origin = 0 if first.step is None else len(rows) + 1
    rows += [step.row for step in label.way()]
    return walk_along(stage, tuple(rows), origin)


def walk_along(
    stage: Stage,
    rows: tuple[int, ...],
    origin: int,
    overdue: Mapping[int, ChartTimer] | None = None,
) -> Walk:
    """Return a whole case of its steps, as positions in the stage's product."""
    words = [stage.table.initial]
    for row in rows:
        words.append(stage.base(row).after(words[-1]))
    return Walk(stage, rows, tuple(words), origin, overdue or {})


def resting(stage: Stage, word: int) -> tuple[str, ...]:
    """Return the innermost active states of a word, by full name."""
    nodes = stage.chart.nodes
    return tuple(
        nodes[index].name
        for index in stage.table.active(word)
        if nodes[index].kind in {NodeKind.ATOMIC, NodeKind.FINAL}
    )
