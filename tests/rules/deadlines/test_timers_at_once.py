"""Two moves of the clock at once, against the wall clock of every day.

Two keys of one state mean the same span where both are over at one instant, from
whatever instant they begin: a day is 24 hours here, for no clocks are put back.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

import holidays
from hypothesis import event, given, settings
from hypothesis import strategies as st

from katch_protocols.model.deadlines import MAX_AMOUNT, Duration, Unit
from tests.rules.saltmarsh import referral, seen

DAY = timedelta(days=1)
SATURDAY = 5
PLAIN = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: DAY,
    Unit.WEEKS: 7 * DAY,
}
STATE = """  reported:
    title: Concern reported
    held_by: duty_officer
    after: {ONE: closed, OTHER: closed}
    activities:
      make_safe: {title: Make safe, by: duty_officer, to: closed}
"""
FREE = holidays.country_holidays("KZ", years=range(2026, 2031))
STARTS = [
    datetime.combine(date(2026, 1, 1) + number * DAY, hour)
    for number in range(4 * 365)
    for hour in (time(0), time(17, 30))
]


def over(start: datetime, span: Duration) -> datetime:
    """Return when a span is over, as the page of durations says."""
    if span.unit in PLAIN:
        return start + span.amount * PLAIN[span.unit]
    day, count = start.date(), span.amount
    if span.unit is Unit.WORKING_DAYS:
        while count:
            day += DAY
            count -= FREE.is_working_day(day)
    else:
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        last = monthrange(year, month + 1)[1]
        day = date(year, month + 1, min(day.day, last))
    return datetime.combine(day, start.time())


def are_alike(one: Duration, other: Duration) -> bool:
    return all(over(start, one) == over(start, other) for start in STARTS)


SPANS = st.builds(
    Duration,
    amount=st.sampled_from((1, 2, 3, 5, 7, 14, 24, 48, 72)),
    unit=st.sampled_from(Unit),
)


def in_other_words(span: Duration) -> st.SearchStrategy[Duration]:
    """Draw the same length in each unit in which it is a whole number."""
    if span.unit not in PLAIN:
        return SPANS
    length = span.amount * PLAIN[span.unit]
    return st.sampled_from(
        [
            Duration(amount=length // each, unit=unit)
            for unit, each in PLAIN.items()
            if not length % each and length // each <= MAX_AMOUNT
        ]
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spans_are_alike_where_they_end_at_one_instant_from_every_day(
    data: st.DataObject,
) -> None:
    one = data.draw(SPANS)
    other = data.draw(in_other_words(one) | in_other_words(one) | SPANS)
    if str(one) == str(other):  # a key that stands there twice cannot be read
        return
    state = STATE.replace("ONE", str(one)).replace("OTHER", str(other))
    found = seen("timers-at-once", {"referral.yaml": referral(state)})
    alike = are_alike(one, other)
    event(f"{alike}")
    said = {"state": "reported", "first": str(one), "second": str(other)}
    assert [facts for _, facts in found] == ([said] if alike else [])
