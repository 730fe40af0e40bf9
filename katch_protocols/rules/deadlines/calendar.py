"""Working days need a calendar that is known."""

from collections.abc import Iterator

from katch_protocols.charts.calendars import WINDOW, years_known_in_part
from katch_protocols.charts.duration_bounds import Spans
from katch_protocols.findings import Severity
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("calendar-known-in-part", Severity.WARNING)
def _calendar_known_in_part(context: Context) -> Iterator[Spot]:
    """Holidays that follow the moon, beyond their tables."""
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


@rule("working-days-without-calendar", Severity.WARNING)
def _working_days_without_calendar(context: Context) -> Iterator[Spot]:
    """Working days in a handbook that names no calendar."""
    lost = {"handbook", "handbook.holidays"}
    if context.handbook.holidays is not None or context.incomplete & lost:
        return
    for path, duration in context.every(Duration):
        if duration.unit is Unit.WORKING_DAYS:
            yield Spot(path, {"limit": str(duration)})
