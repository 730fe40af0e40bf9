"""Duties with clocks of their own: proofs agree with a search hour by hour."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.kinds.pattern import SlotReader
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.timed_sentences import (
    from_to,
    prove_at_least_every,
    prove_within,
)
from katch_protocols.proofs.timing.times import worst_case
from katch_protocols.sentences.text import parse_safeguard
from tests.making import make_handbook, make_protocol
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import (
    MOST,
    agree,
    brute,
    names,
    seldom,
    within_bounds,
)
from tests.proofs.timing.timed import Asked


@seldom(60)
@given(timed_protocols("duties"), st.data())
def test_duties_and_deadlines_are_decided(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(every), label="after")
    then = data.draw(st.sampled_from([*every, *early]), label="then")
    most = data.draw(st.integers(1, MOST), label="within")
    rule = AfterThen(event=first, later=then, within=hours(most))
    answer = within_bounds(lambda: prove_within(rule, found, handbook))
    agree(answer, brute(handbook, Asked(first, then)), most, exact=False)


@seldom(40)
@given(timed_protocols("duties, timers, stops and powers"), st.data())
def test_with_timers_pauses_and_powers_no_verdict_is_wrong(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="between")
    end = data.draw(st.sampled_from(every), label="and")
    recurring = data.draw(st.sampled_from(every), label="always")
    most = data.draw(st.integers(1, MOST), label="at least every")
    rule = AtLeastEvery(event=first, end=end, recurring=recurring, period=hours(most))
    answer = within_bounds(lambda: prove_at_least_every(rule, found, handbook))
    agree(answer, brute(handbook, Asked(first, end, recurring)), most, exact=False)


@seldom(40)
@given(timed_protocols("duties alone"), st.data())
def test_the_longest_time_is_that_of_the_search(
    handbook: Handbook, data: st.DataObject
) -> None:
    found, every, early = names(handbook)
    first = data.draw(st.sampled_from(early), label="from")
    then = data.draw(st.sampled_from(every), label="to")
    study = ProofSession(found, Holders(handbook))
    rule = AfterThen(event=first, later=then)
    question = from_to(SlotReader(rule, study), first, then)
    longest = within_bounds(lambda: worst_case(study, question))
    worst = brute(handbook, Asked(first, then))
    if worst is None:
        assert not longest.asked
    elif worst > MOST:
        assert longest.minutes is None or longest.minutes > MOST * 60
    else:
        assert longest.minutes == worst * 60


def prove(states: dict[str, Any], sentence: str) -> str:
    handbook = make_timed(states, {})
    found = chart(handbook.protocols["case"], handbook)
    rule = parse_safeguard(sentence)
    if isinstance(rule, AtLeastEvery):
        return prove_at_least_every(rule, found, handbook).verdict.value
    assert isinstance(rule, AfterThen)
    return prove_within(rule, found, handbook).verdict.value


CARE = {
    "care": {
        "activities": {
            "plan": {"within": "3 hours"},
            "visit": {"every": "7 days"},
            "close": {"to": "over", "when": "done plan"},
        }
    },
    "over": {"final": True},
}


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("after care then plan within 3 hours", "holds"),
        ("after care then plan within 2 hours", "broken"),
        ("between care and over always visit at least every 7 days", "holds"),
        ("between care and over always visit at least every 6 days", "broken"),
        ("after plan then plan within 3 hours", "broken"),
        ("after visit then visit within 7 days", "broken"),
        ("after care then over within 30 days", "broken"),
    ],
)
def test_what_must_follow_from_a_duty_is_proved(sentence: str, verdict: str) -> None:
    assert prove(CARE, sentence) == verdict


LEADS = {
    "care": {"activities": {"close": {"to": "over", "within": "3 hours"}}},
    "over": {"final": True},
}


@pytest.mark.parametrize(("hours_", "verdict"), [(3, "holds"), (2, "broken")])
def test_a_duty_that_leads_out_bounds_the_state(hours_: int, verdict: str) -> None:
    assert prove(LEADS, f"after care then over within {hours_} hours") == verdict


FOUND = {
    "care": {
        "activities": {
            "found": {"when": "not done found"},
            "tell": {"when": "done found", "within": "3 hours from found"},
        }
    },
    "over": {"final": True},
}
LAPSES = {
    "care": {
        "activities": {**FOUND["care"]["activities"], "close": {"to": "over"}},
    },
    "over": {"final": True},
}


@pytest.mark.parametrize(("states", "verdict"), [(FOUND, "holds"), (LAPSES, "broken")])
def test_a_duty_that_an_event_brings_lapses_with_its_state(
    states: dict[str, Any], verdict: str
) -> None:
    assert prove(states, "after found then tell within 3 hours") == verdict


def test_a_duty_of_the_protocol_itself_is_told_in_a_proof() -> None:
    activities = {"report": {"within": "3 hours"}}
    protocol = make_protocol({"states": CARE, "activities": activities})
    handbook = make_handbook(protocol)
    found = chart(handbook.protocols["case"], handbook)
    rule = parse_safeguard("after care then report within 3 hours")
    assert isinstance(rule, AfterThen)
    answer = prove_within(rule, found, handbook)
    # Nothing keeps the case from ending before.
    assert answer.verdict.value == "broken"
    stays = {"care": {"activities": {"plan": {}}}, "over": {"final": True}}
    protocol = make_protocol({"states": stays, "activities": activities})
    found = chart(protocol, make_handbook(protocol))
    answer = prove_within(rule, found, make_handbook(protocol))
    assert answer.verdict.value == "holds"
