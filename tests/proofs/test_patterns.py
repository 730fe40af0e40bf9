"""Verdicts and lengths of counterexamples on small protocols with good and bad ends."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.safeguards import Sentence
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.judging import is_broken
from tests.proofs.telling import Teller, all_cases
from tests.semantics.small import handbook, protocol

SENTENCE: TypeAdapter[Any] = TypeAdapter(Sentence)
STATES = ["s0", "s1", "s2"]
ACTS = ["a", "b", "c"]
EVENTS = st.sampled_from([*ACTS, *STATES])
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "never": {},
    "requires": {"earlier": EVENTS, "each_time": st.booleans()},
    "requires_since": {"earlier": EVENTS, "since": EVENTS},
    "every_case_has": {"any_end": st.booleans()},
    "after_then": {"later": EVENTS},
    "after_never": {"forbidden": EVENTS},
    "between_never": {"end": EVENTS, "forbidden": EVENTS},
    "while_never": {"event": st.sampled_from(STATES), "forbidden": EVENTS},
    "at_most": {"times": st.integers(1, 2)},
    "excludes": {"other": EVENTS},
}
BUDGET = 400


@st.composite
def sentences(draw: st.DrawFn, kind: str) -> Any:
    parts = {name: draw(values) for name, values in KINDS[kind].items()}
    parts.setdefault("event", draw(EVENTS))
    names = [value for value in parts.values() if isinstance(value, str)]
    if len(set(names)) == len(names):
        others = EVENTS.filter(lambda name: name not in names)
        parts["unless"] = draw(st.lists(others, max_size=2, unique=True))
    return SENTENCE.validate_python({"kind": kind, **parts})


@st.composite
def protocols(draw: st.DrawFn) -> dict[str, Any]:
    """Three states, three activities, two ends; up to two moves a state."""
    goals = st.sampled_from([*STATES, "good", "bad"])
    states: dict[str, Any] = {}
    for name in STATES:
        acts = draw(st.lists(st.sampled_from(ACTS), max_size=2, unique=True))
        states[name] = {"activities": {act: {"to": draw(goals)} for act in acts}}
    good = draw(st.sampled_from(["protected", "done"]))
    bad = draw(st.sampled_from(["adverse", "not_done", "transferred"]))
    states["good"] = {"final": True, "outcome": good}
    states["bad"] = {"final": True, "outcome": bad}
    return protocol(initial="s0", states=states)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_verdict_equals_that_of_every_case(kind: str, data: st.DataObject) -> None:
    book = handbook(data.draw(protocols()))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    rule = data.draw(sentences(kind))
    names = {
        *rule.unless,
        *(getattr(rule, part, None) for part in ("event", *KINDS[kind])),
    }
    if not {name for name in names if name in ACTS} <= set(study.chart.activities):
        return
    answer = prove_sentence(rule, study)
    teller = Teller(book.protocols["p"], book)
    cases, depth = all_cases(teller, most=BUDGET, deepest=12)
    broken = (len(case.moves) for case in cases if is_broken(rule, case))
    length = next(broken, None)
    if answer.verdict is not Verdict.BROKEN:
        assert length is None
        return
    assert answer.counterexample is not None
    if len(answer.counterexample.rows) <= depth:
        assert length == len(answer.counterexample.rows)


def answer_to(text: str, **states: Any) -> Any:
    book = handbook(protocol(initial="s0", states=states))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    return prove_sentence(parse_safeguard(text), study)


GOOD = {"final": True, "outcome": "protected"}
BAD = {"final": True, "outcome": "adverse"}


def test_a_sentence_about_what_never_happens_is_vacuous() -> None:
    states = {"s0": {"activities": {"a": {"to": "good"}}}, "s1": {}, "good": GOOD}
    assert answer_to("s1 requires a", **states).verdict is Verdict.VACUOUS
    assert answer_to("a requires s0", **states).verdict is Verdict.HOLDS


def test_since_another_event_what_is_required_must_happen_anew() -> None:
    states = {
        "s0": {"activities": {"b": {}, "c": {}, "a": {"to": "good"}}},
        "good": GOOD,
    }
    broken = answer_to("a requires b since c", **states)
    assert broken.verdict is Verdict.BROKEN
    assert [row.activity for row in broken.counterexample.rows] == ["a"]
    asked = answer_to("a requires b since c where done b", **states)
    steps = [row.activity for row in asked.counterexample.rows]
    assert steps == ["b", "c", "a"]
    # It is not since itself: what is B and C at once must happen after the last one.
    never = answer_to("a requires b since b where done b", **states)
    assert [row.activity for row in never.counterexample.rows] == ["b", "a"]


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_since_the_event_itself_says_each_time(data: st.DataObject) -> None:
    book = handbook(data.draw(protocols()))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book))
    known = [*STATES, *(act for act in ACTS if act in study.chart.activities)]
    first, earlier = data.draw(st.tuples(*[st.sampled_from(known)] * 2))
    one = parse_safeguard(f"{first} requires {earlier} each time")
    other = parse_safeguard(f"{first} requires {earlier} since {first}")
    answers = [prove_sentence(rule, study) for rule in (one, other)]
    lengths = [
        None if each.counterexample is None else len(each.counterexample.rows)
        for each in answers
    ]
    assert answers[0].verdict is answers[1].verdict
    assert lengths[0] == lengths[1]


def test_every_case_is_vacuous_where_no_case_ends_well() -> None:
    states = {"s0": {"activities": {"a": {"to": "bad"}}}, "bad": BAD, "good": GOOD}
    assert answer_to("every case has a", **states).verdict is Verdict.VACUOUS
    both = answer_to("every case has a before an end", **states)
    assert both.verdict is Verdict.HOLDS


def test_a_sentence_that_binds_only_after_its_exception_is_vacuous() -> None:
    states = {
        "s0": {"activities": {"u": {"to": "s1"}}},
        "s1": {"activities": {"a": {"to": "good"}}},
        "good": GOOD,
    }
    assert answer_to("never a unless u", **states).verdict is Verdict.HOLDS
    assert answer_to("a requires good unless u", **states).verdict is Verdict.VACUOUS


def test_what_is_owed_at_an_end_is_told_by_what_never_comes() -> None:
    states = {
        "s0": {"activities": {"a": {"to": "s1"}}},
        "s1": {"activities": {"b": {"to": "good"}, "skip": {"to": "good"}}},
        "good": GOOD,
    }
    answer = answer_to("after a then b", **states)
    assert answer.verdict is Verdict.BROKEN
    story = answer.counterexample
    assert [row.activity for row in story.rows] == ["a", "skip"]
    assert (story.deciding, story.reason.code) == (2, "never-came")


def test_with_a_limit_too_small_nothing_is_claimed() -> None:
    states = {f"s{n}": {"activities": {f"a{n}": {"to": f"s{n + 1}"}}} for n in range(9)}
    book = handbook(protocol(initial="s0", states={**states, "s9": GOOD}))
    study = ProofSession(chart(book.protocols["p"], book), Holders(book), limit=4)
    for text in ("a8 requires a7", "a0 is always possible", "a8 does not depend on a1"):
        answer = prove_sentence(parse_safeguard(text), study)
        assert answer.verdict is Verdict.NOT_EXHAUSTED
