"""``A at least D after B``: where an A can be early, and what holding it back costs.

A question here asks from each B (letter ``a``) to each A (letter ``b``); its clock is
the time since the last B. In a live case nobody does an early A. So its cases are those
of the protocol in which an early A waits; what the clock of the protocol brings does
not.
"""

from collections.abc import Iterator
from itertools import chain, count, product

from msgspec import Struct

from katch_protocols.budget import look
from katch_protocols.charts.calendars import Spans
from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.timing.clock_readings import (
    UNKNOWN,
    Matrix,
    carried,
    narrow,
)
from katch_protocols.proofs.timing.clock_zone import ClockZone
from katch_protocols.proofs.timing.clocks import Clock, covers
from katch_protocols.proofs.timing.onward import Early, Lost, Onward, read_early
from katch_protocols.proofs.timing.timed_product import Stage
from katch_protocols.proofs.timing.zones import MAX_ZONES, Zones

__all__ = ["EarlyCase", "EarlyZones"]

_DAY = 24 * 60

_Difference = tuple[int, int, int]
"""Two clocks, and how much more the first reads at most."""

_Choices = list[list[_Difference]]
"""Ways, each with all that must be so."""


class EarlyCase(Struct, frozen=True):
    """A case at which a question stops: the zone that it comes to.

    ``row`` is the step, of the product, with which an A is early; without one, an early
    A alone would keep the deadline of ``clock``. ``entered_late``: on some days that is
    over before the case comes there, so that it falls due on others alone.
    """

    zone: ClockZone
    row: int | None = None
    clock: Clock | None = None
    entered_late: bool = False

    @property
    def rows(self) -> tuple[int, ...]:
        """Its steps, as positions in the product."""
        return self.zone.rows() if self.row is None else (*self.zone.rows(), self.row)


class EarlyZones(Zones):
    """The zones of a stage in which an early A is held back.

    ``limit`` is that of the sentence, under the ``spans`` of the handbook's calendar.
    """

    def __init__(self, stage: Stage, limit: Duration, spans: Spans) -> None:
        super().__init__(stage, spans.longest(limit))
        self.limit, self.spans, self.onward = limit, spans, Onward(stage)
        self._found: list[ClockZone] = []
        self._sought = self._reached(None)

    def first(self) -> tuple[bool, EarlyCase | None]:
        """Return whether all was looked at, and a shortest case with an early A."""
        for looked, zone in enumerate(self._every()):
            self._look(looked)
            for row, target, fresh in self._steps.get(zone.place, ()):
                if self._is_early(zone, row, target, fresh=fresh):
                    return True, EarlyCase(zone, row)
            if looked > MAX_ZONES:
                return False, None
        return True, None

    def _every(self) -> Iterator[ClockZone]:
        """Yield every zone; those that were found before are not sought again."""
        for number in count():
            if number == len(self._found):
                zone = next(self._sought, None)
                if zone is None:
                    return
                self._found.append(zone)
            yield self._found[number]

    def forced(self) -> tuple[bool, EarlyCase | None]:
        """Return whether all was looked at, and a shortest case that must be early.

        The clock brings an A, or a deadline falls due that only an A would keep.
        """
        best: EarlyCase | None = None
        for looked, zone in enumerate(self._every()):
            self._look(looked)
            if best is not None and len(best.rows) <= len(zone.rows()):
                break
            stuck = self._stuck(zone)
            if stuck is not None:
                return True, stuck
            if best is None:
                best = self._brought(zone)
            if looked > MAX_ZONES:
                return False, best
        return True, best

    def _brought(self, zone: ClockZone) -> EarlyCase | None:
        """Return an early A that the clock brings in a zone."""
        for row, target, fresh in self._steps.get(zone.place, ()):
            is_timed = self.stage.base(row).timed
            if is_timed and self._is_early(zone, row, target, fresh=fresh):
                return EarlyCase(zone, row)
        return None

    def _look(self, count: int) -> None:
        look(count * self.size)

    def _early(self, place: int, row: int) -> Early:
        stage = self.stage
        return read_early(stage.question, stage.phases[place], stage.product.read[row])

    def _is_early(self, zone: ClockZone, row: int, target: int, *, fresh: bool) -> bool:
        """Tell whether a step can be taken in a zone as an early A."""
        early = self._early(zone.place, row)
        if early is Early.NEVER:
            return False
        for due in self._fired(zone, row):
            bounds: Matrix | None = due
            if early is Early.BY_TIME:
                bounds = narrow(due, self._own(zone), 0, self.most - 1)
            if bounds is None:
                continue
            if any(self.arrivals(zone, bounds, row, target, fresh=fresh)):
                return True
        return False

    def _before(self, zone: ClockZone, row: int) -> Iterator[Matrix]:
        """Yield the readings with which a step is taken: none with an early A."""
        early = self._early(zone.place, row)
        if early is Early.ALWAYS:
            return
        for bounds in self._fired(zone, row):
            if early is Early.NEVER:
                yield bounds
            else:
                late = narrow(bounds, 0, self._own(zone), -self.most)
                if late is not None:
                    yield late

    def _fired(self, zone: ClockZone, row: int) -> Iterator[Matrix]:
        """Yield where a timer that fires is due; it may end the span of the sentence.

        It does where its wait covers that span, and began with it, or no earlier.
        """
        due = self._fire(zone, row)
        if due is None:
            return
        clock, here = self.firing[row], self.seen(zone.place)
        own = here.own
        if clock is None or own is None:
            yield due
            return
        number = here.numbers[self.at(clock.start)]
        earlier, later = (own, number, -1), (number, own, -1)
        together = _both(due, (number, own, 0), (own, number, 0))
        for began, is_over in (
            (_both(due, earlier), False),
            (together, covers(clock.limit, self.limit, together=True)),
            (_both(due, later), covers(clock.limit, self.limit)),
        ):
            found = began
            if began is not None and is_over:
                # Whatever the span has been by now, it is over.
                over = [UNKNOWN if each == own else each for each in range(len(began))]
                found = narrow(carried(began, over), 0, own, -self.most)
            if found is not None:
                yield found

    def _own(self, zone: ClockZone) -> int:
        """Return the number of the clock of the question, where something is owed."""
        own = self.seen(zone.place).own
        if own is None:
            message = "nothing is owed here"
            raise AssertionError(message)
        return own

    def _stuck(self, zone: ClockZone) -> EarlyCase | None:
        """Return a case where a deadline falls due that only an early A would keep.

        At its shortest; where that is over before the zone, by whatever it lasts then.
        """
        for lost in self.onward.lost:
            if not lost.places[zone.place]:
                continue
            clock, is_late = lost.clock, False
            mine = self._position(zone.place, clock)
            for span in self.spans.every(clock.limit):
                due = _both(zone.bounds, (0, mine, -span), (mine, 0, span))
                if due is not None and self._falls_due(zone, lost, due):
                    return EarlyCase(zone, clock=clock, entered_late=is_late)
                if due is not None or _both(zone.bounds, (mine, 0, span)) is not None:
                    break
                is_late = True
        return None

    def _falls_due(self, zone: ClockZone, lost: Lost, due: Matrix) -> bool:
        """Tell whether an A is early where a deadline falls due, and no timer first."""
        clock = lost.clock
        mine = self._position(zone.place, clock)
        asked: list[_Difference] = []
        choices: list[_Choices] = []
        if lost.by_time:
            own = self._own(zone)
            asked.append((own, 0, self.most - 1))
            choices.append(_sooner(clock.limit, mine, self.limit, own))
        for timer, at in self._timers(zone.place):
            asked.append((at, 0, timer.least - 1))
            choices.append(_sooner(clock.limit, mine, timer.limit, at))
        bounds = _both(due, *asked)
        return bounds is not None and any(
            _both(bounds, *chain.from_iterable(each)) is not None
            for each in product(*choices)
        )

    def _position(self, place: int, clock: Clock) -> int:
        counted = clock.counted(self.stage.happened(place))
        return self.seen(place).numbers[self.at(counted)]

    def _timers(self, place: int) -> Iterator[tuple[Clock, int]]:
        """Yield the waits that run in a place, each with the position of its start."""
        active = {0, *self.stage.table.active(self.stage.explored.word(place))}
        for clock in self.clocks.clocks:
            if clock.timer is not None and clock.node in active:
                yield clock, self._position(place, clock)


def _both(bounds: Matrix | None, *asked: _Difference) -> Matrix | None:
    """Return readings of which all that is asked is so; ``None``: there are none."""
    for one, other, span in asked:
        bounds = None if bounds is None else narrow(bounds, one, other, span)
    return bounds


def _sooner(limit: Duration, mine: int, other: Duration, at: int) -> _Choices:
    """Return how a limit can be over before another, by when both began.

    As many working days or months that began later within a day can be.
    """
    if not covers(limit, other, together=True):
        return [[]]
    found: list[list[_Difference]] = [[(at, mine, -1)]]
    if not covers(limit, other):
        found.append([(mine, at, -1), (at, mine, _DAY - 1)])
    return found
