"""A limit and a deadline in the same words over the same span are one span."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.timing.handbooks import make_timed


def go(**moves: str) -> dict[str, Any]:
    return {"activities": {name: {"to": to} for name, to in moves.items()}}


LINE = {
    "told": go(begin="asked"),
    "asked": go(answer="over"),
    "over": {"final": True, "outcome": "protected"},
}


def prove(handbook: Handbook, sentence: str) -> Answer:
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    return prove_sentence(parse_safeguard(sentence), study)


def verdict(limits: dict[str, str], sentence: str, states: Any = None) -> Verdict:
    return prove(make_timed(states or LINE, limits, holidays="KZ"), sentence).verdict


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Unit), st.integers(2, 40))
def test_a_deadline_in_the_words_of_the_limit_keeps_it_and_one_unit_less_does_not(
    unit: Unit, amount: int
) -> None:
    same = Duration(amount=amount, unit=unit)
    less = Duration(amount=amount - 1, unit=unit)
    for asked, limits in (
        ("asked", {"asked": f"{same}"}),
        ("begin", {"asked": f"{same}"}),
        ("begin", {"asked": f"{same} from begin"}),
    ):
        limits["told"] = "1 hours"
        kept = verdict(limits, f"after {asked} then answer within {same}")
        assert kept is Verdict.HOLDS
        broken = verdict(limits, f"after {asked} then answer within {less}")
        assert broken is Verdict.BROKEN


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        # The clock starts with an earlier event than the limit, so it is over sooner.
        ({"asked": "4 months from told"}, "after begin then answer within 4 months"),
        (
            {"told": "1 hours", "asked": "4 months"},
            "after asked then over within 4 months",
        ),
    ],
)
def test_a_clock_of_the_same_words_that_runs_already_keeps_the_limit(
    limits: dict[str, str], sentence: str
) -> None:
    assert verdict(limits, sentence) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        # The clock starts later than the limit.
        (
            {"told": "1 hours", "asked": "4 months"},
            "after told then answer within 4 months",
        ),
        # Two spans of the same words, one after the other.
        (
            {"told": "4 months", "asked": "4 months"},
            "after told then over within 4 months",
        ),
        # The same length in other words is another span.
        ({"asked": "123 days"}, "after asked then answer within 4 months"),
        ({"asked": "4 months"}, "after asked then answer within 122 days"),
    ],
)
def test_what_is_not_the_same_span_does_not_keep_the_limit(
    limits: dict[str, str], sentence: str
) -> None:
    assert verdict(limits, sentence) is Verdict.BROKEN


def test_the_answer_says_that_no_case_takes_longer_than_the_limit() -> None:
    handbook = make_timed(LINE, {"asked": "4 months"}, holidays="KZ")
    answer = prove(handbook, "after asked then answer within 4 months")
    assert answer.reason is not None
    assert answer.reason.code == "in-time"
    assert answer.reason.every_fact()["limit"] == "4 months"
    assert "minutes" not in answer.reason.every_fact()


def test_a_wait_beyond_the_same_words_is_late_by_its_own_length() -> None:
    states = {**LINE, "asked": go(refer="late"), "late": go(answer="over")}
    handbook = make_timed(states, {"asked": "4 months", "late": "1 hours"})
    story = prove(handbook, "after asked then answer within 4 months").counterexample
    assert story is not None
    facts = story.reason.every_fact()
    assert facts["sum"] == "4 months (at most 123 days) + 1 hour"
    assert facts["shortest"] == "120 days"


def test_with_a_timer_longer_than_the_limit_may_be_nothing_wrong_is_said() -> None:
    rest = {"states": {"lying": {"after": {"121 days": "up"}}, "up": go(answer="over")}}
    states = {**LINE, "asked": rest}
    said = verdict(
        {"asked": "4 months"}, "after asked then answer within 4 months", states
    )
    assert said in {Verdict.HOLDS, Verdict.NOT_EXHAUSTED}


ADDED = {"told": "4 hours", "asked": "5 working days"}


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("5 working days", Verdict.BROKEN),
        # From no day on do these take longer; the spans alone cannot tell it.
        ("6 working days", Verdict.NOT_EXHAUSTED),
        ("7 working days", Verdict.NOT_EXHAUSTED),
        ("30 days", Verdict.HOLDS),
        ("8 days", Verdict.BROKEN),
    ],
)
def test_a_sum_is_late_only_where_it_is_late_from_some_day_on(
    limit: str, said: Verdict
) -> None:
    """The longest time of five working days never begins with the shortest of seven."""
    sentence = f"after told then answer within {limit}"
    assert verdict(ADDED, sentence) is said
