"""Who holds which role in one region, at any instant."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from katch_protocols.cases.instants import EVER, NEVER, HandbookCalendar
from katch_protocols.charts.holders import Holders, Place, Unfilled
from katch_protocols.model.deadlines import Dated
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Authority", "Directory"]

_SECOND = date.min + timedelta(days=1)


class Authority(Struct, frozen=True, eq=False):
    """The agencies that hold each role, from one instant to another.

    ``None`` is among them where the role belongs to no agency. ``unfilled`` is what
    each panel lacks that cannot sit.
    """

    since: datetime
    until: datetime
    bodies: Mapping[Id, frozenset[Id | None]]
    unfilled: Mapping[Id, Unfilled]


class Directory:
    """Who holds which role in one region, at any instant.

    Between two days on which a binding or an agency begins or ends nothing changes.
    """

    __slots__ = ("_found", "_handbook", "_place", "_starts", "current")

    def __init__(self, handbook: Handbook, place: Place) -> None:
        calendar = HandbookCalendar.of(handbook)
        days = sorted({*_changes(handbook, place)})
        self._handbook, self._place = handbook, place
        self._starts = [(EVER, None), *((calendar.midnight(day), day) for day in days)]
        self._found: dict[int, Authority] = {}
        self.current = self._authority(0)

    @property
    def changes(self) -> tuple[datetime, ...]:
        """The instants at which who holds what may change."""
        return tuple(start for start, day in self._starts if day is not None)

    def at(self, instant: datetime) -> Authority:
        """Return who holds what at an instant in UTC."""
        current = self.current
        if current.since <= instant < current.until:
            return current
        index = bisect_right(self._starts, instant, key=lambda start: start[0]) - 1
        # Other threads set it too, so what is returned is not read from it again.
        found = self.current = self._authority(index)
        return found

    def _authority(self, index: int) -> Authority:
        found = self._found.get(index)
        if found is None:
            found = self._found[index] = self._find(index)
        return found

    def _find(self, index: int) -> Authority:
        since, day = self._starts[index]
        following = self._starts[index + 1 :]
        # Before the first change nothing has begun that says when it begins.
        first = following[0][1] if following else None
        as_of = day or (max(first, _SECOND) - timedelta(days=1) if first else None)
        holders = Holders(self._handbook, as_of)
        roles, place = self._handbook.roles, self._place
        lacking = {
            name: holders.unfilled(name, place)
            for name, role in roles.items()
            if role.is_panel
        }
        return Authority(
            since,
            following[0][0] if following else NEVER,
            {role: frozenset(holders.bodies(role, place)) for role in roles},
            {name: found for name, found in lacking.items() if found is not None},
        )


def _changes(handbook: Handbook, place: Place) -> Iterator[date]:
    dated: list[Dated] = [*handbook.agencies.values()]
    if place is not None:
        dated += handbook.regions[place].roles.values()
    for each in dated:
        if each.valid_from is not None:
            yield each.valid_from
        if each.valid_to is not None and each.valid_to < date.max:
            yield each.valid_to + timedelta(days=1)
