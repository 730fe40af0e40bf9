"""calendar-known-in-part: holidays that follow the moon, beyond their tables."""

from collections.abc import Iterator

from katch_protocols.charts.calendars import WINDOW, years_known_in_part
from katch_protocols.charts.spans import Spans
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    calendar = context.handbook.holidays
    spans = (duration for _, duration in context.every(Duration))
    if calendar is None or all(each.unit is not Unit.WORKING_DAYS for each in spans):
        return
    protocols = context.handbook.protocols.values()
    starts = {Spans.of(context.handbook, each).year for each in protocols}
    if not starts:
        return
    years = years_known_in_part(calendar, min(starts), max(starts) + WINDOW)
    if years:
        facts = {"calendar": calendar, "first": str(years[0]), "last": str(years[-1])}
        yield Spot(("handbook", "holidays"), facts)


RULE = Rule(
    name="calendar-known-in-part",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The calendar '{calendar}' lacks holidays between {first} and {last}.",
        why="A limit in working days can then end later than is told and proved.",
        fix="Look those limits up each year, or write them in days.",
    ),
    spots=_spots,
)
