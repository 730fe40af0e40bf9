"""A wait that comes due while its state is left fires as soon as it is resumed."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed

FIRES = ["leave", "clock(away, 5 hours)", "clock(home.calm, 1 hour)"]


def proved(sentence: str, **limits: str) -> Answer:
    """Prove over a child who is away for five hours, and calm for one."""
    inner = {
        "calm": {
            "activities": {"leave": {"to": "away"}},
            "after": {"1 hour": "late"},
        }
    }
    handbook = make_timed(
        {
            "home": {"initial": "calm", "states": inner},
            "away": {"after": {"5 hours": "resume home"}},
            "late": {"activities": {"close": {"to": "over"}}},
            "over": {"final": True, "outcome": "protected"},
        },
        limits,
    )
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study)


def steps(answer: Answer) -> list[str]:
    assert answer.counterexample is not None
    return [row.activity for row in answer.counterexample.rows]


def test_what_comes_after_it_may_take_as_long_as_it_likes() -> None:
    answer = proved("after leave then over within 10 hours")
    assert answer.verdict is Verdict.BROKEN
    assert steps(answer) == FIRES


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("after leave then late within 5 hours", Verdict.HOLDS),
        ("after leave then late within 4 hours", Verdict.BROKEN),
        ("after leave then over within 7 hours", Verdict.HOLDS),
        ("after leave then over within 6 hours", Verdict.BROKEN),
    ],
)
def test_times_are_reckoned_with_it(sentence: str, verdict: Verdict) -> None:
    answer = proved(sentence, late="2 hours")
    assert answer.verdict is verdict
    if "6 hours" in sentence:
        assert steps(answer) == FIRES
        told = answer.counterexample.reason.spent
        assert told is not None
        assert [str(part.limit) for part in told.parts] == ["5 hours", "2 hours"]


def test_what_it_brings_may_be_too_early() -> None:
    held = proved("late at least 5 hours after leave")
    assert held.verdict is Verdict.HOLDS
    answer = proved("late at least 6 hours after leave")
    assert answer.verdict is Verdict.BROKEN
    assert steps(answer) == FIRES


def of_two(sentence: str, calm: str, home: str) -> Answer:
    """Prove where a wait of ``calm`` and one around it run on in a pause."""
    inner = {"calm": {"after": {calm: "well"}}, "well": {}}
    handbook = make_timed(
        {
            "home": {
                "initial": "calm",
                "states": inner,
                "activities": {"leave": {"to": "away"}},
                "after": {home: "late"},
            },
            "away": {"after": {"5 hours": "resume home"}},
            "late": {"activities": {"close": {"to": "over"}}},
            "over": {"final": True, "outcome": "protected"},
        },
        {"late": "1 hour"},
    )
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study)


def test_of_two_that_are_over_the_one_that_was_due_first_fires() -> None:
    held = of_two("well at least 1 hour after home", calm="2 hours", home="1 hour")
    assert held.verdict is Verdict.HOLDS
    early = of_two("well at least 1 hour after home", calm="1 hour", home="2 hours")
    assert early.verdict is Verdict.BROKEN
    assert steps(early) == FIRES


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("after leave then over within 6 hours", Verdict.HOLDS),
        ("after leave then over within 5 hours", Verdict.BROKEN),
        ("after leave then late within 5 hours", Verdict.HOLDS),
    ],
)
def test_times_are_reckoned_with_both(sentence: str, verdict: Verdict) -> None:
    answer = of_two(sentence, calm="2 hours", home="1 hour")
    assert answer.verdict is verdict
    if verdict is Verdict.BROKEN:
        assert steps(answer) == [
            "leave",
            "clock(away, 5 hours)",
            "clock(home, 1 hour)",
        ]
