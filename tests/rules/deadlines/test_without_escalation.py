"""deadline-without-escalation: every clock of which nobody would be told."""

import pytest

from tests.rules.saltmarsh import FILES, referral, seen

CHAIN = (
    "escalation:  # who is told when a deadline is broken\n"
    "  - {after: 0 hours, tell: line_manager}\n"
    "  - {after: 24 hours, tell: duty_officer}\n"
)
CARE = """protocol: care
title: Care
valid_from: 2026-01-01
initial: asked
states:
  asked:
    title: Asked
    held_by: caseworker
    activities:
      help: {title: Help, by: caseworker, to: helped}
  helped: {title: Helped, final: true, outcome: protected}
"""
STATES = """  reported:
    title: Concern reported
    held_by: duty_officer
    STATE
    activities:
      visit: {title: Visit, by: duty_officer, ACT}
      pass_on: {title: Pass on, by: duty_officer, to: passed}
  passed: {title: Passed on, final: true, outcome: transferred, END}
"""
TIMELY = "{protocol: care, within: 1 hour}"
TOLD = "escalate_to: line_manager"


@pytest.mark.parametrize(
    ("state", "act", "end", "found"),
    [
        ("note: A", "", "opens: {protocol: care}", []),
        ("within: 2 days", "", "opens: {protocol: care}", ["reported.within"]),
        (f"{TOLD}\n    within: 2 days", "", "opens: {protocol: care}", []),
        ("note: A", "every: 2 days", "", ["reported.activities.visit.every"]),
        ("note: A", f"every: 2 days, {TOLD}", "", []),
        # Whatever is told of an opened case, the chain alone would be.
        (
            "note: A",
            f"opens: {TIMELY}",
            "",
            ["reported.activities.visit.opens.0.within"],
        ),
        (
            "note: A",
            "opens: {protocol: care}",
            f"opens: {TIMELY}",
            ["passed.opens.0.within"],
        ),
    ],
)
def test_a_clock_of_which_nobody_would_be_told_is_found(
    state: str, act: str, end: str, found: list[str]
) -> None:
    states = STATES.replace("STATE", state).replace("ACT", act).replace("END", end)
    states = states.replace(", }", "}").replace("note: A", "note: A child can rest.")
    text = FILES["handbook.yaml"]
    assert CHAIN in text
    files = {"referral.yaml": referral(states), "care.yaml": CARE}
    assert seen("deadline-without-escalation", files) == []
    alone = {**files, "handbook.yaml": text.replace(CHAIN, "")}
    told = seen("deadline-without-escalation", alone)
    start = "protocols.referral.states."
    assert [path.removeprefix(start) for path, _ in told] == found
