"""The story of a sentence about time is a shortest case that breaks it."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.interpreter import UnendingError
from tests.proofs.timing.fewest import fewest_steps
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import (
    MOST,
    hours,
    names,
    seldom,
    timed_protocols,
)
from tests.proofs.timing.timed import Asked, TooLargeError


def fewest(handbook: Handbook, asked: Asked, most: int) -> int | None:
    try:
        return fewest_steps(handbook.protocols["first"], handbook, asked, most)
    except (TooLargeError, UnendingError):
        assume(condition=False)
        raise


def check_length(answer: Answer, steps: int | None) -> None:
    """Check that a breach has as few steps as the search says, if it claims so."""
    if answer.verdict is not Verdict.BROKEN:
        assert steps is None or answer.verdict is Verdict.NOT_EXHAUSTED
        return
    story = answer.counterexample
    assert story is not None
    if steps is None:
        # Broken without a clock, by a case that keeps no deadline.
        assert story.reason.code == "never-came"
    elif story.reason.code == "never-came":
        # A case that keeps no deadline may be shorter than any that does.
        assert len(story.rows) <= steps or not story.shortest
    elif story.shortest:
        assert len(story.rows) == steps
    else:
        assert len(story.rows) >= steps


def check_within(handbook: Handbook, data: st.DataObject) -> Answer:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from([*early, *every]), label="after")
    then = data.draw(st.sampled_from(every), label="then")
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = prove_sentence(rule, ProofSession(found, Holders(handbook)))
    check_length(answer, fewest(handbook, Asked(first, then), most))
    return answer


@seldom(40)
@given(timed_protocols("timers"), st.data())
def test_no_case_that_breaks_a_limit_is_shorter_than_the_story(
    handbook: Handbook, data: st.DataObject
) -> None:
    answer = check_within(handbook, data)
    if answer.counterexample is not None:
        assert answer.counterexample.shortest


@seldom(40)
@given(timed_protocols("timers and stops"), st.data())
def test_with_pauses_no_story_is_called_the_shortest_that_is_not(
    handbook: Handbook, data: st.DataObject
) -> None:
    check_within(handbook, data)


@seldom(40)
@given(timed_protocols("timers"), st.data())
def test_the_story_of_a_gap_too_long_is_a_shortest_case(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from([*early, *every]), label="between")
    end = data.draw(st.sampled_from(every), label="and")
    recurring = data.draw(st.sampled_from(every), label="always")
    most = data.draw(st.integers(1, MOST), label="at least every")
    rule = AtLeastEvery(event=first, end=end, recurring=recurring, period=hours(most))
    answer = prove_sentence(rule, ProofSession(found, Holders(handbook)))
    check_length(answer, fewest(handbook, Asked(first, end, recurring), most))


def go(**moves: str) -> dict[str, Any]:
    return {"activities": {name: {"to": to} for name, to in moves.items()}}


def steps_of(
    states: dict[str, Any], limits: dict[str, str], sentence: str
) -> list[str]:
    handbook = make_timed(states, limits)
    study = ProofSession(chart(handbook.protocols["case"], handbook), Holders(handbook))
    story = prove_sentence(parse_safeguard(sentence), study).counterexample
    assert story is not None
    assert story.shortest
    return [row.activity for row in story.rows]


LINE = {
    "told": go(refer="waiting"),
    "waiting": go(go_on="later"),
    "later": go(answer="closed", give_up="closed"),
    "closed": {"final": True, "outcome": "protected"},
}


@pytest.mark.parametrize(
    ("limits", "steps"),
    [
        ({}, ["refer"]),
        ({"waiting": "1 day"}, ["refer", "go_on"]),
        ({"waiting": "3 days"}, ["refer"]),
        ({"waiting": "1 day", "later": "1 day"}, ["refer", "go_on", "give_up"]),
    ],
)
def test_waiting_where_nothing_ends_it_in_time_breaks_a_limit(
    limits: dict[str, str], steps: list[str]
) -> None:
    assert steps_of(LINE, limits, "after refer then answer within 48 hours") == steps


def test_a_case_that_is_late_on_a_later_round_is_not_told_where_the_first_is() -> None:
    states = {
        "work": {
            "states": {"at_work": {"activities": {"note": {}, "hear": {}}}},
            **go(leave="away"),
        },
        "away": go(back="work", stop="closed"),
        "closed": {"final": True, "outcome": "protected"},
    }
    limits = {"work": "72 hours"}
    sentence = "after work then hear within 3 days"
    assert steps_of(states, limits, sentence) == ["leave"]
