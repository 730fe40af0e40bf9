"""One way through a protocol, and the latest times at which it can be gone.

The times of the steps are the unknowns; each deadline, each timer and the order of the
steps bound the difference of two of them. The greatest solution is a shortest path
(Bellman and Ford), and the path tells of which limits the longest time is made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.charts.chart import ChartTimer, NodeKind
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.time_sums import TimePart
from katch_protocols.proofs.timing.clocks import Clock, Clocks
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import UNBOUNDED, TimeLabel
from katch_protocols.semantics.table import Row

__all__ = ["Timed", "Walk", "resting", "walk_along", "walk_of"]


_Begun = tuple[Clock, int]
"""A clock that runs, and the number of the step with which it began."""


class Timed(Struct, frozen=True):
    """The longest time of one way, in minutes; ``None``: no deadline bounds it."""

    minutes: int | None
    parts: tuple[TimePart, ...] = ()


class _Bound(Struct, frozen=True):
    """``later`` is at most ``span`` after ``earlier`` (both are steps)."""

    earlier: int
    later: int
    span: int
    part: TimePart | None = None


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

        With a ``limit`` the deadlines of the same words that run from the origin or
        before are over after ``most`` minutes, as the limit then is. ``then`` is the
        step with which the case goes on; it may have to wait for its timer.
        A clock that stands still in a pause counts as running on, so that the time may
        be too short, never too long.
        """
        clocks = self.stage.every_clock
        bounds = [*self._order(0), *self._bounds(clocks, loose=False, then=then)]
        if limit is not None:
            alike = [clock for clock in clocks.clocks if clock.limit == limit]
            bounds += self._meeting(clocks, alike, most)
        if _solve(bounds, [0] * self._size) is None:
            return None
        return self._answer(bounds)

    def loosely(self) -> Timed:
        """Return the longest time as the labels reckon it: the same or longer."""
        bounds = [
            *self._order(self.origin),
            *self._bounds(self.stage.clocks, loose=True),
        ]
        return self._answer(bounds)

    @property
    def _size(self) -> int:
        return len(self.rows) + 2

    def _order(self, first: int) -> Iterator[_Bound]:
        for number in range(first, self._size - 1):
            yield _Bound(number + 1, number, 0)

    def _answer(self, bounds: Sequence[_Bound]) -> Timed:
        times = [UNBOUNDED] * self._size
        times[self.origin] = 0
        because = _solve(bounds, times)
        end = self._size - 1
        if because is None or times[end] >= UNBOUNDED:
            return Timed(None)
        parts = []
        number = end
        while number != self.origin:
            bound = because[number]
            if bound.part is not None:
                parts.append(bound.part)
            number = bound.earlier
        return Timed(times[end], tuple(reversed(parts)))

    def _bounds(
        self,
        clocks: Clocks,
        *,
        loose: bool,
        only: Sequence[Clock] | None = None,
        then: int | None = None,
    ) -> Iterator[_Bound]:
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
        self, clocks: Clocks, alike: Sequence[Clock], most: int
    ) -> Iterator[_Bound]:
        """Yield that what is due with the limit of the question is left by then."""
        for bound in self._bounds(clocks, loose=False, only=alike):
            if bound.earlier <= self.origin < bound.later:
                yield _Bound(self.origin, bound.later, most, bound.part)

    def _fired(
        self, clocks: Clocks, row: int, number: int, counted: dict[int, int]
    ) -> Iterator[_Bound]:
        """Yield that a timer does not fire before it is due."""
        timer = self.stage.base(row).timer
        for clock in clocks.clocks:
            if timer is not None and clock.timer is timer:
                start = counted[clocks.starts.index(clock.start)]
                yield _Bound(number, start, -clock.least, _part(clocks, clock, -1))


def _left(
    clocks: Clocks, began: Iterable[_Begun], over: _Begun | None, number: int
) -> Iterator[_Bound]:
    """Yield that a case goes on before a clock is over; where a wait is, at once."""
    for clock, start in began:
        if over is None or clock.timer is None:
            yield _Bound(start, number + 1, clock.most, _part(clocks, clock, 1))
        else:
            yield from _overdue(clocks, (clock, start), over, number)


def _overdue(
    clocks: Clocks, wait: _Begun, over: _Begun, number: int
) -> Iterator[_Bound]:
    """Yield that the case goes on at once, by the wait that was due first."""
    (clock, start), (first, began) = wait, over
    if clock is first:
        part = _part(clocks, clock, 1)
        yield _Bound(number, start, -clock.most - 1, part)
        yield _Bound(number, number + 1, 0)
    else:
        yield _Bound(start, began, clock.most - first.least)


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


def _solve(bounds: Sequence[_Bound], times: list[int]) -> dict[int, _Bound] | None:
    """Lower ``times`` until every bound is kept; tell which bound set each time.

    ``None``: they cannot all be kept.
    """
    because: dict[int, _Bound] = {}
    for sweep in range(len(times) + 1):
        changed = False
        for bound in bounds if sweep % 2 else reversed(bounds):
            allowed = times[bound.earlier] + bound.span
            if times[bound.earlier] < UNBOUNDED and allowed < times[bound.later]:
                times[bound.later] = allowed
                because[bound.later] = bound
                changed = True
        if not changed and sweep:
            return because
    return None


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
