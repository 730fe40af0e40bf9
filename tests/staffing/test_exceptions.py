"""From where the documented exception of a sentence ends what it demands of staff."""

import pytest

from tests.rules.saltmarsh import FILES
from tests.staffing.worlds import book, desk, desk_of, region

HEAD = "protocol: referral\ntitle: Referral\nvalid_from: 2026-01-01\n"
TOLD = "safeguards:\n  first: {{rule: {}, source: [harbour_act]}}\n"
PLACE = region("  harbour_desk: {title: Desk, roles: [duty_officer], people: 1}\n")


def _in_a_row(*names: str) -> str:
    """Write a protocol of one activity after another, each in a state of its own."""
    rows = [
        f"  s{n}:\n    title: S{n}\n    held_by: duty_officer\n    activities:\n"
        f"      {name}: {{title: {name.title()}, by: duty_officer, to: s{n + 1}}}\n"
        for n, name in enumerate(names)
    ]
    end = f"  s{len(names)}: {{title: Over, final: true, outcome: protected}}\n"
    return "".join([HEAD, "initial: s0\nstates:\n", *rows, end])


@pytest.mark.parametrize(
    ("names", "off", "clashes"),
    [
        (("look", "judge"), "", True),
        # Before both, between them: what comes after it is not bound.
        (("spare", "look", "judge"), "spare", False),
        (("look", "spare", "judge"), "spare", False),
        # It comes when both have been done.
        (("look", "judge", "spare"), "spare", True),
        # Once is enough, and for the first time only.
        (("look", "judge", "spare", "look2"), "spare", True),
        # The case starts with it, or it comes in the same step as one of them.
        (("look", "judge"), "s0", False),
        (("look", "judge"), "s1", False),
        (("look", "judge"), "s2", False),
        (("look", "judge", "review"), "s3", True),
    ],
)
def test_an_exception_ends_the_demand_from_where_it_happens(names, off, clashes):
    rule = "look and judge by different people"
    with_it = f" unless {off}" if off else ""
    told = TOLD.format(f"{rule}{with_it}")
    found = desk_of(_in_a_row(*names) + told, PLACE)
    assert bool(found.clashes) is clashes


@pytest.mark.parametrize(
    ("counted", "clashes"), [(0, False), (1, False), (2, False), (3, True)]
)
def test_an_exception_that_is_measured_happens_where_it_is_counted(counted, clashes):
    told = TOLD.format("look and judge by different people unless safe")
    state = f"    title: S{counted}\n"
    text = _in_a_row("look", "judge", "hear", "rest") + told
    text = text.replace(state, f"{state}    counts_as: safe\n")
    measured = FILES["handbook.yaml"] + "measured:\n  safe: {title: Safe}\n"
    found = desk(book(text, PLACE, handbook=measured))
    assert bool(found.clashes) is clashes
