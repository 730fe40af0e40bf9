"""Limits as loops read them against the calendar, across changes of the clocks."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.evidence.automaton.limits import UNKNOWN_SHIFT, limit_tables
from katch_protocols.sentences.text import parse_duration

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
TEXTS = ("24 hours", "3 days", "2 weeks", "1 working day", "1 month")


def tables_of(zone, year):
    calendar = HandbookCalendar(zone, "KZ")
    limits = [parse_duration(text) for text in TEXTS]
    inside = (datetime(year, 6, 1, tzinfo=UTC) - EPOCH) // MICRO
    return calendar, limits, limit_tables(limits, calendar, (inside, inside))


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Europe/Warsaw"])
def test_a_shift_is_what_the_calendar_says_or_is_not_known(zone):
    calendar, limits, tables = tables_of(zone, 2024)
    days = tables.days.tolist()
    unknown = dict.fromkeys(TEXTS, 0)
    for hours in range(24, 24 * 364, 5):
        start = datetime(2024, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hours)
        began = (start - EPOCH) // MICRO
        for number, (text, limit) in enumerate(zip(TEXTS, limits, strict=True)):
            shift = int(tables.plain[number])
            if shift == UNKNOWN_SHIFT:
                shift = int(tables.shifts[number, bisect_right(days, began) - 1])
            if shift == UNKNOWN_SHIFT:
                unknown[text] += 1
            else:
                assert start + shift * MICRO == calendar.later(start, limit)
    # Of a span every shift is known; of the others not where clocks were changed.
    assert unknown["24 hours"] == 0
    assert all(0 < unknown[text] < 60 for text in TEXTS[1:])


def test_days_are_one_shift_where_nothing_is_done_to_the_clocks():
    tables = tables_of("Asia/Almaty", 2026)[2]
    in_days = (tables.plain / (timedelta(days=1) / MICRO)).tolist()
    assert in_days[:3] == [1, 3, 14]
    assert tables.plain.tolist()[3:] == [UNKNOWN_SHIFT, UNKNOWN_SHIFT]
