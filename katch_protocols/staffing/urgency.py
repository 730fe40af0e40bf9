"""Which limit a step is under, and whether it can end while offices are closed."""

from functools import lru_cache
from itertools import pairwise

from katch_protocols.charts.calendars import WINDOW, Spans, working_days
from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.deadlines import Duration, Unit

__all__ = ["CLOSED_NIGHT", "closed_minutes", "deadline"]

CLOSED_NIGHT = 15 * 60
"""Minutes from the end of one office day to the start of the next: 18:00 to 9:00."""

_DAY = 24 * 60


@lru_cache(maxsize=16)
def closed_minutes(holidays: str | None, year: int) -> int:
    """Return the longest time, in minutes, for which offices are closed.

    Over ``year`` and the years that spans are reckoned over.

    Raises:
        UnknownNameError: The holiday calendar is not known.
    """
    days = working_days(holidays, year, year + WINDOW)
    free = max(later - day - 1 for day, later in pairwise(days))
    return free * _DAY + CLOSED_NIGHT


def deadline(entry: Entry, chart: Chart, spans: Spans) -> tuple[Duration, bool] | None:
    """Return the shortest limit that an activity is under, and whether it is urgent.

    The limits are those of the state that declares it and of the states around it.
    *Urgent*: the limit can begin and end while offices are closed. ``None``: no limit.
    """
    places = (entry.node, *chart.ancestors(entry.node))
    found = [chart.nodes[place].within for place in places]
    limits = [each.limit for each in found if each is not None]
    if not limits:
        return None
    urgent = [limit for limit in limits if _is_urgent(limit, spans)]
    return min(urgent or limits, key=spans.shortest), bool(urgent)


def _is_urgent(limit: Duration, spans: Spans) -> bool:
    if limit.unit is Unit.WORKING_DAYS:
        return False
    return spans.shortest(limit) <= closed_minutes(spans.holidays, spans.year)
