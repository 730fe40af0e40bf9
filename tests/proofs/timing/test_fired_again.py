"""A timer that takes up again what it leaves counts anew from when it fired.

Did it not, it would be due at the same instant for ever, and no time could pass.
"""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed

CALM: dict[str, Any] = {
    "home": {
        "states": {
            "calm": {
                "after": {"2 hours": "resume home"},
                "activities": {"leave": {"to": "over"}},
            }
        }
    },
    "over": {"final": True},
}


def proved(handbook: Handbook, sentence: str) -> Answer:
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study)


def steps(answer: Answer) -> list[str]:
    assert answer.counterexample is not None
    return [row.activity for row in answer.counterexample.rows]


@pytest.mark.parametrize("limit", ["1 hour", "2 hours", "5 hours"])
def test_a_case_that_only_a_timer_takes_up_again_may_last_for_ever(limit: str) -> None:
    answer = proved(make_timed(CALM, {}), f"after home then over within {limit}")
    assert answer.verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    ("limit", "verdict"), [("5 hours", Verdict.HOLDS), ("4 hours", Verdict.BROKEN)]
)
def test_the_deadline_of_the_state_goes_on_meanwhile(
    limit: str, verdict: Verdict
) -> None:
    handbook = make_timed(CALM, {"home.calm": "5 hours"})
    answer = proved(handbook, f"after home then over within {limit}")
    assert answer.verdict is verdict
    if verdict is Verdict.BROKEN:
        assert steps(answer) == ["clock(home.calm, 2 hours)"] * 2


def test_two_that_are_due_in_turn_let_time_pass() -> None:
    states = {**CALM, "home": {**CALM["home"], "after": {"3 hours": "resume home"}}}
    answer = proved(make_timed(states, {}), "after home then over within 9 hours")
    assert answer.verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    "after",
    [{"1 hour": "late", "2 hours": "late"}, {"2 hours": "late", "1 hour": "late"}],
)
def test_of_timers_that_lead_to_one_state_the_first_to_be_due_leads_there(
    after: dict[str, str],
) -> None:
    """In whichever order they are written."""
    states = {
        "home": {"after": after},
        "late": {"activities": {"close": {"to": "over"}}},
        "over": {"final": True},
    }
    handbook = make_timed(states, {"late": "3 hours"})
    kept = proved(handbook, "after home then over within 4 hours")
    assert kept.verdict is Verdict.HOLDS
    late = proved(handbook, "after home then over within 3 hours")
    assert late.verdict is Verdict.BROKEN
    assert steps(late) == ["clock(home, 1 hour)"]
    early = proved(handbook, "late at least 2 hours after home")
    assert early.verdict is Verdict.BROKEN
