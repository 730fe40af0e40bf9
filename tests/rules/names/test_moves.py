"""What `moves` says of this version is looked up in it; `katch diff` knows both."""

from tests.rules.saltmarsh import referral, seen

STATES = """  weighed:
    title: Weighed
    held_by: duty_officer
    initial: first
    states:
      first:
        title: First
        activities:
          close: {title: Close, by: duty_officer, to: closed}
"""


def _found(moves: str) -> list[tuple[str, str]]:
    text = referral(STATES, more=f"moves: {moves}\n")
    return seen("unknown-state", {"referral.yaml": text})


def test_a_state_that_is_not_there_is_named_with_the_nearest() -> None:
    ((path, facts),) = _found("{assessed: wieghed, old: weighed.first, end: closed}")
    assert (path, "wieghed" in str(facts)) == (
        "protocols.referral.moves.assessed",
        True,
    )


def test_states_inside_others_are_meant_by_their_full_names() -> None:
    assert _found("{old: weighed.first, weighed.old: closed}") == []
    assert [path for path, _ in _found("{old: first}")] == [
        "protocols.referral.moves.old"
    ]
