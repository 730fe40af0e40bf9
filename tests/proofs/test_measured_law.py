"""What counts alone as something measured is it, by either name, in every sentence."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from katch_protocols.model.documents import Titled
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from tests.proofs.random_worlds import ALL_KINDS, World, sentences
from tests.proofs.test_measured_events import book, proofs
from tests.strategies import make_world, small_worlds
from tests.strategies_authors import places

NAMED = ("takes_part", "only_does", "informs")
"""Kinds that random sentences are not of: they name a party besides."""

OF_PEOPLE = ("takes_part", "only_does", "different", "same_person")
"""Kinds that speak of nothing that nobody does."""

PARTIES = {
    "takes_part": "{} with nurse",
    "only_does": "only clinic / officer does {}",
    "informs": "{} informs police",
}


def counting_alone(world: dict[str, Any], act: str) -> Handbook:
    """Return the handbook in which an activity alone counts as ``lone``."""
    counted = deepcopy(world)
    first = counted["first"]
    states = [state for _, state in places(first["states"])]
    for each in (first, *states):
        for name, activity in each.get("activities", {}).items():
            if name == act:
                also = tuple(activity.get("counts_as", ()))
                activity["counts_as"] = (*also, "lone")
    made = make_world(counted)
    lone = Titled(id="lone", title=made.title)
    return made.model_copy(update={"measured": {**made.measured, "lone": lone}})


def signals(world: World) -> set[str]:
    entries = world.study.chart.entries
    return {entry.activity for entry in entries if entry.is_signal}


def told(answer: Answer) -> tuple[Verdict, int | None]:
    story = answer.counterexample
    return answer.verdict, None if story is None else len(story.rows)


@pytest.mark.parametrize("kind", [*ALL_KINDS, *NAMED])
@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_a_sentence_says_the_same_by_either_name(
    kind: str, data: st.DataObject
) -> None:
    world = data.draw(small_worlds())
    plain = World(make_world(world))
    own = [act for act in plain.acts if "." not in act and act.startswith("first")]
    if kind in OF_PEOPLE:
        own = [act for act in own if act not in signals(plain)]
    assume(own)
    act = data.draw(st.sampled_from(own))
    measured = World(counting_alone(world, act))
    if kind in NAMED:
        rule: Any = parse_safeguard(PARTIES[kind].format(act))
    else:
        rule = data.draw(sentences(kind, plain, timed=kind != "after_then"))
    parts = rule.model_dump()
    changed = {
        name: "lone" if held == act else held
        for name, held in parts.items()
        if isinstance(held, str) and name != "kind"
    }
    if kind not in NAMED and act not in parts.values() and kind != "while_never":
        parts["event"], changed["event"] = act, "lone"
    one = rule.model_copy(update={"event": parts["event"]})
    other = rule.model_copy(update=changed)
    note(f"{print_safeguard(one)} | {print_safeguard(other)}")
    first = prove_sentence(one, plain.study)
    assume(first.verdict is not Verdict.NOT_EXHAUSTED)
    assert told(prove_sentence(other, measured.study)) == told(first)


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        # Hearing the child is the interview and the safe place, in one step.
        ("hear requires interview", Verdict.BROKEN),
        ("interview requires hear each time", Verdict.BROKEN),
        ("hear requires interview since noticed", Verdict.BROKEN),
        ("hear requires noticed since interview", Verdict.HOLDS),
        ("after hear then safe_place", Verdict.BROKEN),
        ("after interview never hear", Verdict.HOLDS),
        ("between interview and over never hear", Verdict.HOLDS),
        ("interview at least 3 days after safe_place", Verdict.HOLDS),
        ("over at least 3 days after interview", Verdict.BROKEN),
        ("interview at most 1 times", Verdict.HOLDS),
        ("interview excludes hear", Verdict.BROKEN),
        ("interview with caseworker", Verdict.HOLDS),
        ("only welfare_office does interview", Verdict.HOLDS),
        ("interview informs caseworker", Verdict.HOLDS),
        ("interview informs harbour_police", Verdict.BROKEN),
        ("never hear unless safe_place / interview", Verdict.HOLDS),
        ("every case has safe_place", Verdict.HOLDS),
        ("while noticed never interview", Verdict.BROKEN),
        ("safe_place is always possible", Verdict.HOLDS),
    ],
)
def test_one_event_is_neither_before_nor_after_itself(
    rule: str, verdict: Verdict
) -> None:
    made = book(f"safeguards: {{a: {{rule: {rule}, binds: [office]}}}}")
    assert proofs("office", made)["a"].verdict is verdict
