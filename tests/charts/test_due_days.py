"""Limits one after another are late only where some day makes them so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.charts import due_days
from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.due_days import DueDays
from katch_protocols.sentences.text import parse_duration

YEAR = 2026
UNITS = {"hours": 60, "days": 6, "working days": 12, "months": 2}
LENGTHS = st.sampled_from(sorted(UNITS)).flatmap(
    lambda unit: st.integers(1, UNITS[unit]).map(lambda number: f"{number} {unit}")
)


def late(parts: list[str], limit: str) -> bool:
    spans = Spans("KZ", YEAR)
    lengths = tuple(map(parse_duration, parts))
    return DueDays(spans, lengths, parse_duration(limit)).is_ever_late()


@settings(max_examples=40, deadline=None)
@given(st.lists(LENGTHS, min_size=1, max_size=3), LENGTHS)
def test_each_hour_of_each_day_is_as_a_live_case_reckons_it(parts, limit):
    """The oracle is the calendar of live cases, asked for every hour of a year."""
    calendar = HandbookCalendar("UTC", "KZ")

    def over(start, lengths):
        for each in lengths:
            start = calendar.later(start, parse_duration(each))
        return start

    first = datetime(YEAR, 1, 1, tzinfo=UTC)
    hours = (first + timedelta(hours=hour) for hour in range(365 * 24))
    wanted = any(over(hour, parts) > over(hour, [limit]) for hour in hours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due_days, "WINDOW", 0)
        assert late(parts, limit) == wanted


@pytest.mark.parametrize(
    ("parts", "limit", "wanted"),
    [
        (["4 hours", "5 working days"], "7 working days", False),
        (["4 hours", "5 working days"], "6 working days", False),
        (["4 hours", "5 working days"], "5 working days", True),
        (["5 working days"], "8 days", True),
        (["1 month", "1 month"], "2 months", False),
        (["1 month", "1 month"], "60 days", True),
        (["30 days"], "1 month", True),
        (["28 days"], "1 month", False),
    ],
)
def test_what_never_begins_together_is_not_added_up(parts, limit, wanted):
    assert late(parts, limit) is wanted
