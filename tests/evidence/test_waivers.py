"""A sentence that is set aside, in an audit: it counts as of the event's day.

The last day of a waiver is a day in Almaty, which ends at 19:00 in UTC; the cases of
Harbour begin on 18 March at eleven in the morning there.
"""

from datetime import datetime

import pytest

from katch_protocols.evidence.logs.events import micros
from tests.cases.harbour import FILES, handbook
from tests.evidence.logs import at, audited, case_rows

MIDNIGHT = 13
"""So many hours after a case was opened the eighteenth is over in Almaty."""

RULES = {
    "reviewed_first": "place requires review",
    "placed_soon": "after send then place within 6 hours",
    "reviewed_before": "send requires review",
}


def home(name, until=None):
    """Harbour with one sentence more, set aside until a day."""
    text = (
        FILES["referral.yaml"] + f"  {name}: {{rule: {RULES[name]}, source: [act]}}\n"
    )
    if until is not None:
        text += f"waivers:\n  {name}: {{reason: Few, by: office, until: {until}}}\n"
    return handbook(referral=text)


def placed(hours):
    """The rows of a case in which the child is placed so many hours after it began."""
    *before, last = case_rows()
    return [*before, {**last, "at": at(hours)}]


def told(name, hours, until=None):
    """Say which sentences are told broken, and of which step."""
    return broken(placed(hours), home(name, until))


def broken(rows, book):
    return [
        (each.code, each.facts["safeguard"], each.name)
        for each in audited(rows, home=book).findings
    ]


@pytest.mark.parametrize(
    ("until", "is_broken"),
    [
        (None, True),
        ("2026-03-17", True),  # the day before: it comes too late
        ("2026-03-18", False),
        ("2026-03-19", False),
    ],
)
@pytest.mark.parametrize("name", ["reviewed_first", "placed_soon"])
def test_a_waiver_counts_until_its_last_day_is_over(name, until, is_broken):
    hours = MIDNIGHT - 0.5
    assert told(name, hours, until) == (
        [("safeguard", name, "place")] if is_broken else []
    )


@pytest.mark.parametrize("name", ["reviewed_first", "placed_soon"])
def test_what_is_broken_the_minute_after_its_last_day_is_told(name):
    assert told(name, MIDNIGHT - 1 / 60, "2026-03-18") == []
    assert told(name, MIDNIGHT, "2026-03-18") == [("safeguard", name, "place")]


def test_a_limit_that_was_over_on_the_last_day_is_told_of_the_day_of_the_late_event():
    """Six hours are over on the eighteenth; late is the placement, on the day after."""
    assert told("placed_soon", MIDNIGHT + 9, "2026-03-18") == [
        ("safeguard", "placed_soon", "place")
    ]
    assert told("placed_soon", MIDNIGHT + 9, "2026-03-19") == []


def test_what_was_set_aside_once_is_looked_at_again():
    """A child is sent on the eighteenth, declined, and sent again on the day after."""
    assess, send, *_ = case_rows()
    cells = {"event": "decline_send", "role": "carer", "person": "c1", "at": at(2)}
    again = {**send, "at": at(MIDNIGHT + 1)}
    rows = [assess, send, {**send, **cells}, again]

    def first_broken(until):
        case = audited(rows, home=home("reviewed_before", until))
        return [each.first for each in case.findings if each.code == "safeguard"]

    first, second = (instant(each) for each in (send, again))
    assert first_broken(None) == [first]
    assert first_broken("2026-03-18") == [second]
    assert first_broken("2026-03-19") == []


def instant(row):
    return micros(datetime.fromisoformat(row["at"]))
