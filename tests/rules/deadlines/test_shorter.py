"""What comes before what, in hours, working days and months: tables made by hand."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

STATE = """  reported:
    title: Concern reported
    held_by: duty_officer
    within: WITHIN
    after: {AFTER: closed}
    activities:
      make_safe: {title: Make safe, by: duty_officer, to: closed}
"""
CHAIN = FILES["handbook.yaml"].partition("escalation:")


@pytest.mark.parametrize(
    ("within", "after", "is_found"),
    [
        ("72 hours", "24 hours", True),
        ("24 hours", "72 hours", False),
        # At the very instant of a deadline either may come first.
        ("3 days", "72 hours", False),
        ("3 days", "71 hours", True),
        ("5 working days", "2 working days", True),
        ("2 working days", "5 working days", False),
        ("5 working days", "5 working days", False),
        ("2 months", "1 month", True),
        # February has 28 days.
        ("1 month", "27 days", True),
        ("1 month", "28 days", False),
        # Two working days take two days, and ten over the longest holidays.
        ("2 working days", "47 hours", True),
        ("2 working days", "2 days", False),
        ("10 days", "2 working days", False),
        ("11 days", "2 working days", True),
        ("{limit: 72 hours, from: make_safe}", "24 hours", False),
    ],
)
def test_a_move_of_the_clock_that_always_comes_first(
    within: str, after: str, is_found: bool
) -> None:
    state = STATE.replace("WITHIN", within).replace("AFTER", after)
    found = seen("deadline-never-broken", {"referral.yaml": referral(state)})
    assert [facts["after"] for _, facts in found] == ([after] if is_found else [])


@pytest.mark.parametrize(
    ("chain", "early"),
    [
        (["0 hours", "24 hours", "2 days"], []),
        (["24 hours", "1 day", "1440 minutes"], []),
        (["24 hours", "0 hours"], [1]),
        # Each is looked at against every line above it.
        (["2 days", "0 hours", "24 hours"], [1, 2]),
        (["2 days", "3 working days", "24 hours"], [2]),
        (["5 working days", "2 working days"], [1]),
        (["2 months", "1 month", "5 weeks"], [1, 2]),
        # A month may be as long as 30 days, and five working days as a week.
        (["1 month", "30 days"], []),
        (["1 month", "27 days"], [1]),
        (["5 working days", "1 week"], []),
        (["5 working days", "4 days"], [1]),
    ],
)
def test_a_line_of_the_chain_that_comes_before_one_above_it(
    chain: list[str], early: list[int]
) -> None:
    lines = [f"  - {{after: {after}, tell: duty_officer}}\n" for after in chain]
    more = CHAIN[2].partition("qualifications:")[2]
    text = f"{CHAIN[0]}escalation:\n{''.join(lines)}qualifications:{more}"
    found = seen("escalation-out-of-order", {"handbook.yaml": text})
    assert [(path, facts["after"]) for path, facts in found] == [
        (f"handbook.escalation.{position}", chain[position]) for position in early
    ]
