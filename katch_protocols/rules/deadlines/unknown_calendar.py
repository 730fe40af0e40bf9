"""unknown-calendar: the handbook names a holiday calendar that nobody knows."""

from collections.abc import Iterator

from katch_protocols.charts.calendars import is_calendar
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    calendar = context.handbook.holidays
    if calendar is not None and not is_calendar(calendar):
        yield Spot(("handbook", "holidays"), {"calendar": calendar})


RULE = Rule(
    name="unknown-calendar",
    family=Family.DEADLINES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="No holidays are known under '{calendar}'.",
        why="Nobody can say when a limit in working days is over.",
        fix="Write the code of a country in two letters, for instance KZ.",
    ),
    spots=_spots,
)
