"""deadline-without-holder: only where a case waits is somebody missed."""

import pytest

from tests.rules.saltmarsh import referral, seen

LIMIT = "within: 2 days"
WAY = "activities: {go: {title: Go, by: duty_officer, to: KIND}}"
HELD = "held_by: duty_officer"
STATES = (
    f"  reported: {{title: Reported, {HELD}, {WAY}}}\n".replace("KIND", "rest")
    + "  rest: {title: Rest, STATE}\n"
)
GO = "activities: {finish: {title: Finish, by: duty_officer, to: closed}}"


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        (f"{LIMIT}, {GO}", True),
        (f"{HELD}, {LIMIT}, {GO}", False),
        (GO, False),
        # Where no case waits, the deadline itself is the finding.
        (f"{LIMIT}, decide: [{{to: closed}}]", False),
        (f"{LIMIT}, final: true, outcome: protected", False),
    ],
)
def test_a_deadline_where_a_case_waits_has_a_holder(
    state: str, *, is_told: bool
) -> None:
    found = seen(
        "deadline-without-holder",
        {"referral.yaml": referral(STATES.replace("STATE", state))},
    )
    where = ("protocols.referral.states.rest.within", {"state": "rest"})
    assert found == ([where] if is_told else [])
