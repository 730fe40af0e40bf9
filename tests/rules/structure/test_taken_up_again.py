"""What only takes up again what is around a state does not lead out of it."""

import pytest

from tests.rules.saltmarsh import referral, seen

STATES = """  helped:
    title: Help under way
    held_by: duty_officer
    initial: asked
    done: closed
    states:
      asked:
        title: Child asked
        activities:
          end_well: {title: End well, by: duty_officer, to: ended}
          ask_again: {title: Ask again, by: duty_officer, to: waiting}
      waiting: {title: Child waits}
      ended: {title: Help has ended, final: true}
    activities:
      go_on: GO_ON
"""
DUTY = "{title: Go on, by: duty_officer, to: TARGET}"
SIGNAL = "{title: Help goes on, by: nobody, to: TARGET}"
WHERE = "protocols.referral.states.helped.states.waiting"


def _found(rule: str, act: str, target: str) -> list[str]:
    states = STATES.replace("GO_ON", act.replace("TARGET", target))
    text = referral(states, initial="helped")
    return [path for path, _ in seen(rule, {"referral.yaml": text})]


@pytest.mark.parametrize("act", [DUTY, SIGNAL])
def test_a_state_is_a_dead_end_if_only_what_is_around_it_is_taken_up(act: str) -> None:
    assert _found("dead-end-state", act, "resume helped") == [WHERE]
    assert _found("waits-for-outside", act, "resume helped") == []


def test_what_starts_anew_around_a_state_leads_out_of_it() -> None:
    assert _found("dead-end-state", DUTY, "helped") == []
    assert _found("waits-for-outside", SIGNAL, "helped") == [WHERE]
