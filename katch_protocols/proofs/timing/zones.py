"""The exact search for a late case: zones, where timers and deadlines interplay.

A zone holds every reading of the clocks with which a case can stand in a configuration,
as bounds on the differences of clocks (``clock_readings.py``): of those that count
there. There is one more clock, that of the question. Much slower than labels, so it is
asked only where labels leave a doubt.
"""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.charts.chart import Chart, ChartTimer
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.timing.clock_readings import (
    UNKNOWN,
    Matrix,
    carried,
    holds,
    later,
    narrow,
    widened,
)
from katch_protocols.proofs.timing.clock_zone import ClockZone
from katch_protocols.proofs.timing.clocks import Clock, Start
from katch_protocols.proofs.timing.running_clocks import Running
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import TimeLabels

__all__ = ["MAX_ZONES", "Zones", "is_exact"]

MAX_ZONES = 20_000
"""How many zones are looked at before a question about time is given up."""

_Before = tuple[int, ...]
"""The number before a step of each clock that counts after it."""


def is_exact(chart: Chart, resumed: frozenset[int]) -> bool:
    """Tell whether zones can say all: no clock may stand still in a pause."""
    return all(chart.nodes[node].on_pause is not OnPause.STOP for node in resumed)


class SeenClocks(Struct, frozen=True, eq=False):
    """The clocks that count in a configuration, by the position of their starts.

    ``numbers``: which one it is in a zone there; ``own`` that of the question, where
    something is owed. ``due``: by when the case must go on, number and span.
    ``largest``: the first reading of each from which all are alike.
    """

    numbers: dict[int, int]
    own: int | None
    due: tuple[tuple[int, int], ...]
    largest: tuple[int, ...]


class Zones:
    """Searches the zones of a stage that has every clock."""

    def __init__(self, stage: Stage, most: int) -> None:
        self.stage, self.most = stage, most
        self.labels = TimeLabels(stage)
        self.clocks = stage.clocks
        self._known_renewals: dict[int, frozenset[int]] = {}
        self._known_clocks: dict[tuple[int, bool], SeenClocks] = {}
        self._known_places: dict[int, SeenClocks] = {}
        self._known_ways: dict[tuple[int, int, int, bool], _Before] = {}
        self._known_after: dict[tuple[Matrix, _Before, int], Matrix | None] = {}

    @property
    def size(self) -> int:
        """About how many bytes a zone fills, at most."""
        return 8 * (len(self.clocks.starts) + 2) ** 2

    @cached_property
    def _largest(self) -> list[int]:
        """For each start the first reading from which all are alike."""
        found = [0] * len(self.clocks.starts)
        for clock in self.clocks.clocks:
            for start in (clock.start, clock.spare):
                at = self.at(start)
                found[at] = max(found[at], clock.most + 1)
        return found

    def at(self, start: Start) -> int:
        """Return the position of a start."""
        return self.clocks.starts.index(start)

    def seen(self, place: int) -> SeenClocks:
        """Return the clocks that count in a configuration; of alike ones the same."""
        known = self._known_places.get(place)
        if known is not None:
            return known
        running, owed = self.labels.running.at(place), bool(self.stage.owed[place])
        key = id(running), owed
        found = self._known_clocks.get(key)
        if found is None:
            found = self._known_clocks[key] = self._find_seen(running, owed=owed)
        self._known_places[place] = found
        return found

    def _find_seen(self, running: Running, *, owed: bool) -> SeenClocks:
        numbers = {at: number for number, at in enumerate(running.held, 1)}
        largest = [0, *(self._largest[at] for at in running.held)]
        if owed:
            largest.append(self.most + 1)
        return SeenClocks(
            numbers,
            len(numbers) + 1 if owed else None,
            tuple((numbers[at], span) for at, span in running.due),
            tuple(largest),
        )

    def late(
        self, *, below: int | None = None, at_most: int = MAX_ZONES
    ) -> tuple[bool, ClockZone | None]:
        """Return whether all was looked at, and a zone in which a case is late.

        No late case has fewer steps than that zone. With ``below`` only cases of fewer
        steps are looked at; ``at_most`` is how many zones are.
        """
        for count, zone in enumerate(self._reached(below)):
            look(count * self.size)
            own = self.seen(zone.place).own
            if own is not None and zone.bounds[own][0] > self.most:
                return True, zone
            if count > at_most:
                return False, None
        return True, None

    def _reached(self, below: int | None) -> Iterator[ClockZone]:
        """Yield the zones that no other holds, those of fewer steps first."""
        first = self._first()
        known: dict[tuple[int, int], list[ClockZone]] = {_standing(first): [first]}
        yield first
        here, steps = [first], 0
        while here and (below is None or steps + 1 < below):
            found: list[ClockZone] = []
            for new in (each for zone in here for each in self._next(zone)):
                others = known.setdefault(_standing(new), [])
                if any(holds(one.bounds, new.bounds) for one in others):
                    continue
                others[:] = [one for one in others if not holds(new.bounds, one.bounds)]
                others.append(new)
                found.append(new)
                yield new
            here = [
                zone
                for zone in found
                if any(zone is other for other in known[_standing(zone)])
            ]
            steps += 1

    def _first(self) -> ClockZone:
        here = self.seen(0)
        still = (0,) * len(here.largest)
        rested = _rested((still,) * len(here.largest), here)
        if rested is None:
            message = "a case cannot start"
            raise AssertionError(message)
        return ClockZone(0, rested, None, fresh=here.own is not None)

    def _next(self, zone: ClockZone) -> Iterator[ClockZone]:
        for row, target, fresh in self._steps.get(zone.place, ()):
            for bounds in self._before(zone, row):
                found = self.arrivals(zone, bounds, row, target, fresh=fresh)
                for rested, overdue in found:
                    yield ClockZone(target, rested, zone, row, fresh, overdue)

    def _before(self, zone: ClockZone, row: int) -> Iterator[Matrix]:
        """Yield the readings with which a step is taken."""
        due = self._fire(zone, row)
        if due is not None:
            yield due

    def arrivals(
        self, zone: ClockZone, bounds: Matrix, row: int, target: int, *, fresh: bool
    ) -> Iterator[tuple[Matrix, ChartTimer | None]]:
        """Yield the readings after a step, and the wait that is over by then, if any.

        None: the step leads to a deadline that is overdue.
        Configurations differ in much that no clock sees, so most arrivals are alike.
        """
        here, there = self.seen(zone.place), self.seen(target)
        key = id(here), id(there), row, fresh
        before = self._known_ways.get(key)
        if before is None:
            before = tuple(self._before_step(here, there, row, fresh=fresh))
            self._known_ways[key] = before
        arrival = bounds, before, id(there)
        if arrival not in self._known_after:
            self._known_after[arrival] = _rested(carried(bounds, before), there)
        rested = self._known_after[arrival]
        if rested is not None:
            yield rested, None
        if zone.overdue is not None or self.stage.base(row).resumed:
            yield from self._overdue(carried(bounds, before), target)

    def _overdue(
        self, arrived: Matrix, target: int
    ) -> Iterator[tuple[Matrix, ChartTimer]]:
        """Yield the readings with which a wait inside what is resumed is over.

        Of several that are, the one that was due first.
        """
        there, happened = self.seen(target), self.stage.happened(target)
        word = self.stage.explored.word(target)
        active = {0, *self.stage.table.active(word)}
        running = [
            (clock, there.numbers[self.at(clock.counted(happened))])
            for clock in self.clocks.clocks
            if clock.runs(word, active)
        ]
        for clock, number in running:
            if clock.timer is None:
                continue
            over = narrow(arrived, 0, number, -clock.most - 1)
            for other, at in running:
                if over is None or other is clock:
                    continue
                if other.timer is None:
                    over = narrow(over, at, 0, other.most)
                else:
                    over = narrow(over, at, number, other.most - clock.least)
            if over is not None:
                yield widened(over, there.largest), clock.timer

    def _before_step(
        self, here: SeenClocks, there: SeenClocks, row: int, *, fresh: bool
    ) -> Iterator[int]:
        """Yield the number before a step of each clock that counts after it."""
        yield 0
        renewed = self._renewed(row)
        for at in there.numbers:
            yield 0 if at in renewed else here.numbers.get(at, UNKNOWN)
        if there.own is not None:
            yield 0 if fresh or here.own is None else here.own

    def _renewed(self, row: int) -> frozenset[int]:
        found = self._known_renewals.get(row)
        if found is None:
            found = self._known_renewals[row] = self._find_renewed(row)
        return found

    def _find_renewed(self, row: int) -> frozenset[int]:
        stage = self.stage
        base = stage.base(row)
        happening = stage.happening(stage.product.read[row])
        rules = self.clocks.paused(base)
        restarted = {at for at, rule in rules.items() if rule is OnPause.RESTART}
        return self.clocks.restarted(base, happening) | restarted

    def _fire(self, zone: ClockZone, row: int) -> Matrix | None:
        """Narrow to where a timer that fires is due."""
        clock = self.firing[row]
        overdue = zone.overdue
        if overdue is not None and self.stage.base(row).timer is not overdue:
            return None
        if clock is None:
            return zone.bounds
        number = self.seen(zone.place).numbers[self.at(clock.start)]
        return narrow(zone.bounds, 0, number, -clock.least)

    @cached_property
    def firing(self) -> list[Clock | None]:
        """The clock of the timer with which each row of the product fires."""
        timers = {id(one.timer): one for one in reversed(self.clocks.clocks)}
        return [
            None if row.timer is None else timers.get(id(row.timer))
            for row in self.stage.product.base
        ]

    @cached_property
    def _steps(self) -> dict[int, list[tuple[int, int, bool]]]:
        """Every step of the stage: its row, where it leads, what is owed anew."""
        stage = self.stage
        found: dict[int, list[tuple[int, int, bool]]] = {}
        for row in range(len(stage.product.base)):
            if not stage.explored.fired[row]:
                continue
            places, words = stage.explored.successors(stage.product.table.rows[row])
            targets = stage.explored.find(words)
            letters = stage.product.read[row]
            for place, target in zip(places.tolist(), targets.tolist(), strict=True):
                fresh = stage.question.is_fresh(stage.phases[place], letters)
                found.setdefault(place, []).append((row, target, fresh))
        return found


def _standing(zone: ClockZone) -> tuple[int, int]:
    """Return what zones have in common of which one may hold another."""
    return zone.place, id(zone.overdue)


def _rested(bounds: Matrix, here: SeenClocks) -> Matrix | None:
    """Arrive, let time pass as long as every deadline allows, and simplify."""
    arrived = _allow(bounds, here)
    waited = None if arrived is None else _allow(later(arrived), here)
    return None if waited is None else widened(waited, here.largest)


def _allow(bounds: Matrix, here: SeenClocks) -> Matrix | None:
    left: Matrix | None = bounds
    for number, span in here.due:
        if left is not None:
            left = narrow(left, number, 0, span)
    return left
