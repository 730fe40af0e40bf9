"""What a log tells as a whole: there, what it does not have has not been."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts.binding import missing_names
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.evidence.indicators.history import named_event
from katch_protocols.evidence.logs.events import LogReading, instant_of_micros
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.measures import MeasureRule
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.events import UndefinedError

__all__ = ["LogCover", "begun", "silent_places"]


class LogCover(Struct, frozen=True):
    """Of which cases and days a log has everything.

    Attributes:
        handbook: Whose protocols.
        protocols: Whose cases it has.
        places: In which regions.
        since: From which day on it says to be complete; ``None``: it does not say.
        until: The first day that it does not have as a whole.
        not_logged: Activities that it never tells.
        is_whole: Whether every file was read to its end.
        only: The one protocol that it is a log of; ``None``: it may have any.
    """

    handbook: Handbook
    protocols: frozenset[Id]
    places: frozenset[Id | None]
    since: date | None
    until: date
    not_logged: frozenset[str]
    is_whole: bool
    only: Id | None = None

    @classmethod
    def of(cls, reading: LogReading) -> "LogCover":
        """Return what a log has, as its mapping says."""
        handbook, mapping = reading.handbook, reading.mapping
        name, region = mapping.protocol.name, mapping.region.name
        seen = {each.compiled.protocol.id for each in reading.cases}
        if mapping.protocol.column is None and len(handbook.protocols) == 1:
            seen |= {*handbook.protocols}
        every: tuple[Id | None, ...] = tuple(handbook.regions) or (None,)
        calendar = HandbookCalendar.of(handbook)
        return cls(
            handbook,
            frozenset(seen if name is None else {name}),
            frozenset(every if region is None else {region}),
            mapping.complete.since,
            calendar.day(instant_of_micros(reading.until)),
            frozenset(mapping.not_logged),
            not reading.unread,
            name,
        )

    def holds(self, place: Id | None, month: Period) -> bool:
        """Tell whether it says to have the whole of a month in a region."""
        if self.since is None or not self.is_whole or place not in self.places:
            return False
        return self.since <= month.starts and month.ends < self.until

    def counts(self, measure: MeasureRule) -> bool:
        """Tell whether it has every case that a measure counts, where it is whole."""
        counting = {each.protocol.id for each in self._counting(measure)}
        return bool(counting) and counting <= self.protocols and self.hears(measure)

    def knows(self, measure: MeasureRule) -> bool:
        """Tell whether it can have a case that a measure counts."""
        counting = {each.protocol.id for each in self._counting(measure)}
        return bool(counting) and self.only in {None, *counting}

    def hears(self, measure: MeasureRule) -> bool:
        """Tell whether it has every event that makes a case count."""
        return not self.not_logged or not any(
            self._is_silent(measure, each)
            for each in self._counting(measure)
            if each.protocol.id in self.protocols
        )

    def _counting(self, measure: MeasureRule) -> list[Chart]:
        """Return the protocols whose cases a measure counts."""
        every = (chart(p, self.handbook) for p in self.handbook.protocols.values())
        return [c for c in every if not missing_names(measure, c, self.handbook)]

    def _is_silent(self, measure: MeasureRule, counting: Chart) -> bool:
        names = {n for n in counting.activities if _is_among(n, self.not_logged)}
        nodes = {
            node
            for row in compile_chart(counting).rows
            if row.activity in names
            for node in row.entered
        }
        for first in measure.firsts:
            try:
                event = named_event(counting, first)
            except UndefinedError:
                continue
            if event is not None and (event.activities & names or event.nodes & nodes):
                return True
        return False


def _is_among(full: str, names: frozenset[str]) -> bool:
    return full in names or full.rpartition(".")[2] in names


def begun(covers: Iterable[LogCover]) -> Mapping[Id | None, date]:
    """Return from when on logs are complete, by region, where they say so."""
    found: dict[Id | None, date] = {}
    for each in covers:
        if each.since is not None:
            places = {n: max(each.since, found.get(n, each.since)) for n in each.places}
            found |= places
    return found


def silent_places(
    covers: Iterable[LogCover], handbook: Handbook, *, is_told: bool = False
) -> Mapping[Id, frozenset[Id | None]]:
    """Return by indicator the regions of which no log tells what makes a case count.

    There is none of the region, none of a protocol whose cases count, or one that never
    has what makes a case count. ``is_told``: live cases tell of the first two.
    """
    known = tuple(covers)
    every = frozenset[Id | None](handbook.regions or (None,))
    found = {}
    for name, indicator in handbook.indicators.items():
        of_it = [each for each in known if each.knows(indicator.measure)]
        deaf = [each.places for each in of_it if not each.hears(indicator.measure)]
        told = every if is_told else frozenset().union(*(e.places for e in of_it))
        found[name] = (every - told).union(*deaf)
    return found
