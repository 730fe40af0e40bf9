"""A zone of a search by time: what clocks may read together where a case stands."""

from msgspec import Struct

from katch_protocols.charts.chart import ChartTimer
from katch_protocols.proofs.timing.clock_readings import Matrix

__all__ = ["ClockZone"]


class ClockZone(Struct, frozen=True, eq=False):
    """Readings with which a case stands in ``place``; it came from ``before``.

    ``overdue`` is a wait that was over before the case came, in a pause: no time
    passes, and it fires.
    """

    place: int
    bounds: Matrix
    before: "ClockZone | None"
    row: int = -1
    fresh: bool = False
    overdue: ChartTimer | None = None

    def rows(self) -> tuple[int, ...]:
        """Return the steps that lead here, as positions in the product."""
        found = []
        zone: ClockZone | None = self
        while zone is not None and zone.before is not None:
            found.append(zone.row)
            zone = zone.before
        return tuple(reversed(found))

    def overdue_after(self) -> dict[int, ChartTimer]:
        """Return the waits that were over before the case came, by number of step."""
        found, zone, number = {}, self, len(self.rows())
        while zone.before is not None:
            if zone.overdue is not None:
                found[number] = zone.overdue
            zone, number = zone.before, number - 1
        return found

    def origin(self) -> int:
        """Return the number of the step with which the question's clock started."""
        number = len(self.rows())
        zone: ClockZone | None = self
        while zone is not None and not zone.fresh:
            zone, number = zone.before, number - 1
        return max(number, 0)
