"""A circle of choices that no case meets keeps no promise from being looked at."""

from tests.rules.saltmarsh import examine, referral

STATES = """  reported:
    title: Reported
    held_by: duty_officer
    within: 3 days
    activities:
      ask:
        title: Ask the child
        by: duty_officer
        sets: {consent: refused}
        to: asked
  asked:
    title: Asked
    held_by: duty_officer
    within: 3 days
    activities:
      go_on: {title: Go on, by: duty_officer, to: first}
  first: {decide: [{when: consent is given, to: second}, {to: closed}]}
  second: {decide: [{when: consent is given, to: first}, {to: closed}]}
"""
PROMISE = "safeguards: {no_asking: {rule: never ask}}\n"


def test_a_broken_promise_is_told_beside_a_circle_that_no_case_meets() -> None:
    found = {
        each.rule for each in examine({"referral.yaml": referral(STATES, more=PROMISE)})
    }
    assert "endless-settling" not in found
    assert "safeguard-broken" in found
