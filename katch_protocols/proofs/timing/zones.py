"""The exact search for a late case: zones, where timers and deadlines interplay.

A zone holds every reading of the clocks with which a case can stand in a configuration,
as bounds on the differences of clocks (difference-bound matrices: Dill; Bengtsson and
Yi, *Timed automata: semantics, algorithms and tools*). There is one more clock, that of
the question. Much slower than labels, so it is asked only where labels leave a doubt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.charts.chart import Chart
from katch_protocols.model.states import OnPause
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.worst_labels import TimeLabels

__all__ = [
    "MAX_ZONES",
    "ClockZone",
    "Matrix",
    "Zones",
    "free",
    "is_exact",
    "narrow",
]

MAX_ZONES = 20_000
"""How many zones are looked at before a question about time is given up."""

Matrix = NDArray[np.int64]

_FREE = np.int64(1) << 40
"""No bound, in minutes; sums of a few of them stay in range."""


def is_exact(chart: Chart, resumed: frozenset[int]) -> bool:
    """Tell whether zones can say all: no clock may stand still in a pause."""
    return all(chart.nodes[node].on_pause is not OnPause.STOP for node in resumed)


@dataclass(frozen=True, eq=False, slots=True)
class ClockZone:
    """Readings with which a case stands in ``place``; it came from ``before``."""

    place: int
    bounds: Matrix
    before: "ClockZone | None"
    row: int = -1
    fresh: bool = False

    def rows(self) -> tuple[int, ...]:
        """Return the steps that lead here, as positions in the product."""
        found = []
        zone: ClockZone | None = self
        while zone is not None and zone.before is not None:
            found.append(zone.row)
            zone = zone.before
        return tuple(reversed(found))

    def origin(self) -> int:
        """Return the number of the step with which the question's clock started."""
        number = len(self.rows())
        zone: ClockZone | None = self
        while zone is not None and not zone.fresh:
            zone, number = zone.before, number - 1
        return max(number, 0)


class Zones:
    """Searches the zones of a stage that has every clock."""

    def __init__(self, stage: Stage, most: int) -> None:
        self.stage, self.most = stage, most
        self.labels = TimeLabels(stage)
        self.clocks = stage.clocks
        self.size = len(self.clocks.starts) + 2
        self.own = self.size - 1
        self.largest = self._largest()
        self._known_renewals: dict[int, frozenset[int]] = {}

    def _largest(self) -> Matrix:
        """Return for each clock the first reading from which all are alike."""
        found = np.zeros(self.size, np.int64)
        for clock in self.clocks.clocks:
            for start in (clock.start, clock.spare):
                at = self.clocks.starts.index(start) + 1
                found[at] = max(found[at], clock.most + 1)
        found[self.own] = self.most + 1
        return found

    def late(
        self, *, below: int | None = None, at_most: int = MAX_ZONES
    ) -> tuple[bool, ClockZone | None]:
        """Return whether all was looked at, and a zone in which a case is late.

        No late case has fewer steps than that zone. With ``below`` only cases of fewer
        steps are looked at; ``at_most`` is how many zones are.
        """
        for count, zone in enumerate(self._reached(below)):
            look(count * self.size * self.size * 8)
            if self.stage.owed[zone.place] and zone.bounds[self.own, 0] > self.most:
                return True, zone
            if count > at_most:
                return False, None
        return True, None

    def _reached(self, below: int | None) -> Iterator[ClockZone]:
        """Yield the zones that no other holds, those of fewer steps first."""
        first = self._first()
        known: dict[int, list[ClockZone]] = {first.place: [first]}
        yield first
        here, steps = [first], 0
        while here and (below is None or steps + 1 < below):
            found: list[ClockZone] = []
            for later in (each for zone in here for each in self._next(zone)):
                others = known.setdefault(later.place, [])
                if any((later.bounds <= one.bounds).all() for one in others):
                    continue
                others[:] = [
                    one for one in others if not (one.bounds <= later.bounds).all()
                ]
                others.append(later)
                found.append(later)
                yield later
            here = [
                zone
                for zone in found
                if any(zone is other for other in known[zone.place])
            ]
            steps += 1

    def _first(self) -> ClockZone:
        bounds = np.zeros((self.size, self.size), np.int64)
        fresh = bool(self.stage.owed[0])
        rested = self._rest(bounds, 0)
        if rested is None:
            message = "a case cannot start"
            raise AssertionError(message)
        return ClockZone(0, rested, None, fresh=fresh)

    def _next(self, zone: ClockZone) -> Iterator[ClockZone]:
        for row, target, fresh in self._steps.get(zone.place, ()):
            for bounds in self._before(zone, row):
                rested = self._after(bounds, row, target, fresh=fresh)
                if rested is not None:
                    yield ClockZone(target, rested, zone, row, fresh)

    def _before(self, zone: ClockZone, row: int) -> Iterator[Matrix]:
        """Yield the readings with which a step is taken."""
        due = self._fire(zone.bounds.copy(), row)
        if due is not None:
            yield due

    def _after(
        self, bounds: Matrix, row: int, target: int, *, fresh: bool
    ) -> Matrix | None:
        """Return the readings after a step; ``None``: it leads to what is overdue."""
        for position in self._renewed(row):
            _reset(bounds, position + 1)
        if fresh:
            _reset(bounds, self.own)
        return self._rest(bounds, target)

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

    def _fire(self, bounds: Matrix, row: int) -> Matrix | None:
        """Narrow to where a timer that fires is due."""
        timer = self.stage.base(row).timer
        for clock in self.clocks.clocks:
            if timer is not None and clock.timer is timer:
                at = self.clocks.starts.index(clock.start) + 1
                return narrow(bounds, 0, at, -clock.least)
        return bounds

    def _rest(self, bounds: Matrix, place: int) -> Matrix | None:
        """Arrive, let time pass as long as every deadline allows, and simplify."""
        running = self.labels.running.at(place)
        for position, kept in enumerate(running.kept):
            if not kept:
                free(bounds, position + 1)
        if not self.stage.owed[place]:
            free(bounds, self.own)
        arrived = self._allow(bounds, running.due)
        if arrived is None:
            return None
        arrived[1:, 0] = _FREE
        waited = self._allow(arrived, running.due)
        return None if waited is None else self._widen(waited)

    def _allow(
        self, bounds: Matrix | None, due: tuple[tuple[int, int], ...]
    ) -> Matrix | None:
        for position, span in due:
            if bounds is not None:
                bounds = narrow(bounds, position + 1, 0, span)
        return bounds

    def _widen(self, bounds: Matrix) -> Matrix:
        """Forget by how much a reading is beyond all limits; so zones are finite."""
        above = bounds > self.largest[:, None]
        below = bounds < -self.largest[None, :]
        if not (below.any() or (above & (bounds < _FREE)).any()):
            return bounds  # nothing is forgotten, and it is as tight as it can be
        bounds = np.where(above, _FREE, bounds)
        bounds = np.where(below, -self.largest[None, :], bounds)
        np.fill_diagonal(bounds, 0)
        for at in range(self.size):
            bounds = np.minimum(bounds, bounds[:, at, None] + bounds[None, at, :])
        return np.minimum(bounds, _FREE)

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


def narrow(bounds: Matrix, one: int, other: int, span: int) -> Matrix | None:
    """Demand that clock ``one`` is at most ``span`` ahead of ``other``.

    ``None``: no reading is left. The clock 0 stands still at zero.
    """
    if bounds[other, one] + span < 0:
        return None
    if span < bounds[one, other]:
        way = bounds[:, one, None] + span + bounds[None, other, :]
        bounds = np.minimum(bounds, way)
    return bounds


def _reset(bounds: Matrix, clock: int) -> None:
    bounds[clock, :] = bounds[0, :]
    bounds[:, clock] = bounds[:, 0]
    bounds[clock, clock] = 0


def free(bounds: Matrix, clock: int) -> None:
    """Forget all that is known of a clock."""
    bounds[clock, :] = _FREE
    bounds[:, clock] = bounds[:, 0]
    bounds[clock, clock] = 0
