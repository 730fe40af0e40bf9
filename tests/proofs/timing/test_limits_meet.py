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


@pytest.mark.parametrize("unit", Unit)
def test_a_clock_of_the_same_words_that_runs_already_may_end_after_the_limit(
    unit: Unit,
) -> None:
    """From 30 October, 23:00, four months end on 28 February, 23:00.

    From 31 October, 10:00, they end on 28 February, 10:00. So do working days from a
    Friday and a Saturday.
    """
    limits = {"asked": f"4 {unit} from told"}
    said = verdict(limits, f"after begin then answer within 4 {unit}")
    varies = unit in {Unit.MONTHS, Unit.WORKING_DAYS}
    assert said is (Verdict.BROKEN if varies else Verdict.HOLDS)


@pytest.mark.parametrize("unit", Unit)
def test_a_clock_of_fewer_that_runs_already_keeps_the_limit(unit: Unit) -> None:
    limits = {"asked": f"3 {unit} from told"}
    sentence = f"after begin then answer within 4 {unit}"
    assert verdict(limits, sentence) is Verdict.HOLDS


def test_a_clock_that_runs_to_the_end_from_the_event_keeps_the_limit() -> None:
    limits = {"told": "1 hours", "asked": "4 months"}
    assert verdict(limits, "after asked then over within 4 months") is Verdict.HOLDS


@pytest.mark.parametrize("unit", Unit)
def test_a_wait_of_the_same_words_that_begins_later_may_be_over_sooner(
    unit: Unit,
) -> None:
    wait = {"after": {f"1 {unit}": "over"}}
    states = {**LINE, "asked": go(rest="lying"), "lying": wait}
    varies = unit in {Unit.MONTHS, Unit.WORKING_DAYS}
    said = verdict({}, f"over at least 1 {unit} after begin", states)
    assert said is (Verdict.BROKEN if varies else Verdict.HOLDS)
    for sentence in ("over at least 1 {} after rest", "over at least 1 {} after lying"):
        assert verdict({}, sentence.format(unit), states) is Verdict.HOLDS
    longer = {**states, "lying": {"after": {f"2 {unit}": "over"}}}
    said = verdict({}, f"over at least 1 {unit} after begin", longer)
    assert said is Verdict.HOLDS


@pytest.mark.parametrize("unit", Unit)
def test_a_deadline_of_the_same_words_that_begins_later_may_fall_due_early(
    unit: Unit,
) -> None:
    states = {**LINE, "asked": go(rest="lying"), "lying": go(answer="over")}
    varies = unit in {Unit.MONTHS, Unit.WORKING_DAYS}
    said = verdict(
        {"lying": f"1 {unit}"}, f"over at least 1 {unit} after begin", states
    )
    assert said is (Verdict.BROKEN if varies else Verdict.ENFORCED)


def test_two_waits_are_early_only_where_they_are_so_from_some_day_on() -> None:
    """One working day and one more are two from every day on."""
    waits = {
        "told": {"after": {"1 working day": "asked"}},
        "asked": {"after": {"1 working day": "over"}},
    }
    sentence = "over at least 2 working days after told"
    said = verdict({}, sentence, {**LINE, **waits})
    assert said is Verdict.NOT_EXHAUSTED
    waits["asked"] = {"after": {"24 hours": "over"}}
    assert verdict({}, sentence, {**LINE, **waits}) is Verdict.BROKEN


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
