"""transfer-without-receiver: what hands a case over, and what does not."""

import pytest

from tests.rules.saltmarsh import referral, seen

SECOND = """protocol: second
title: Second
valid_from: 2026-01-01
initial: begun
states:
  begun:
    title: Begun
    held_by: caseworker
    activities:
      help: {title: Help, by: caseworker, to: helped}
  helped: {title: Helped, final: true, outcome: protected}
"""


@pytest.mark.parametrize(
    ("leads", "told"),
    [
        ("by: second.taken_up", False),
        ("by: [second.taken_up, second.helped]", True),
        ("by: second.helped", True),  # An end of it took nothing over.
        ("by: nobody", True),
        ("by: duty_officer", True),
        ("by: duty_officer, opens: {protocol: second}", False),
        ("by: duty_officer, handover: {to: caseworker, within: 1 day}", False),
        ("by: duty_officer, handover: {to: duty_officer, within: 1 day}", True),
    ],
)
def test_a_move_to_a_transferred_end_has_a_receiver(leads: str, *, told: bool) -> None:
    states = f"""  reported:
    title: Reported
    held_by: duty_officer
    activities:
      report: {{title: Report, by: duty_officer, opens: {{protocol: second}}}}
      close: {{title: Close, by: duty_officer, to: closed}}
      lead: {{title: Lead, {leads}, to: sent}}
  sent: {{title: Sent, final: true, outcome: transferred}}
"""
    files = {"referral.yaml": referral(states), "second.yaml": SECOND}
    found = [facts for _, facts in seen("transfer-without-receiver", files)]
    assert found == ([{"state": "sent"}] if told else [])
