"""Durations in real time: hours and days as they are, the rest by the calendar."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.calendars import Spans, calendars
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.deadlines import Duration, Unit

KZ = Spans("KZ", 2024)
PLAIN = Spans(None, 2024)
DAY = 24 * 60


def span(amount: int, unit: Unit) -> Duration:
    return Duration(amount=amount, unit=unit)


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        (span(30, Unit.MINUTES), 30),
        (span(24, Unit.HOURS), DAY),
        (span(3, Unit.DAYS), 3 * DAY),
        (span(2, Unit.WEEKS), 14 * DAY),
    ],
)
def test_hours_days_and_weeks_have_one_length(duration: Duration, minutes: int) -> None:
    assert KZ.longest(duration) == KZ.shortest(duration) == minutes


@pytest.mark.parametrize(
    ("months", "shortest", "longest"),
    [(1, 28, 31), (2, 59, 62), (6, 181, 184), (12, 365, 366), (48, 1461, 1461)],
)
def test_months_are_the_shortest_and_longest_run_of_the_calendar(
    months: int, shortest: int, longest: int
) -> None:
    duration = span(months, Unit.MONTHS)
    assert KZ.shortest(duration) == shortest * DAY
    assert KZ.longest(duration) == longest * DAY


def test_every_calendar_of_the_library_is_known() -> None:
    assert calendars() == {*holidays.list_supported_countries(include_aliases=True)}


def test_working_days_without_a_calendar_leave_out_weekends_only() -> None:
    five = span(5, Unit.WORKING_DAYS)
    assert PLAIN.shortest(five) == 5 * DAY
    assert PLAIN.longest(five) == 7 * DAY
    assert PLAIN.longest(span(1, Unit.WORKING_DAYS)) == 3 * DAY


def test_holidays_make_working_days_longer() -> None:
    assert KZ.longest(span(5, Unit.WORKING_DAYS)) > PLAIN.longest(
        span(5, Unit.WORKING_DAYS)
    )


def test_no_working_days_are_no_time() -> None:
    assert KZ.longest(span(0, Unit.WORKING_DAYS)) == 0


def test_an_unknown_calendar_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="'XQ' is not the name of any"):
        Spans("XQ", 2024).longest(span(1, Unit.WORKING_DAYS))


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 30), st.integers(2020, 2030))
def test_working_days_equal_a_walk_from_day_to_day(amount: int, year: int) -> None:
    calendar = holidays.country_holidays("KZ")
    found = []
    day = date(year, 1, 1)
    while day.year <= year + 15:
        now, left = day, amount
        while left:
            now += timedelta(days=1)
            weekday = now.weekday() < 5 or now in calendar.weekend_workdays
            left -= weekday and now not in calendar
        found.append((now - day).days)
        day += timedelta(days=1)
    spans = Spans("KZ", year)
    assert spans.shortest(span(amount, Unit.WORKING_DAYS)) == min(found) * DAY
    assert spans.longest(span(amount, Unit.WORKING_DAYS)) == max(found) * DAY
