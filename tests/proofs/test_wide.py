"""Sentences of protocols too wide to explore, and the same way on small ones."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.proofs.kinds.always_possible import (
    prove_always_possible_widely,
)
from katch_protocols.proofs.kinds.independent import prove_independent_widely
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Proof, Verdict
from katch_protocols.proofs.wide_proofs import prove_wide
from katch_protocols.sentences.text import (
    parse_condition,
    parse_safeguard,
    print_safeguard,
)
from tests.proofs.judging import is_broken
from tests.proofs.random_worlds import OTHERS, random_worlds, sentences
from tests.semantics.small import FINAL, handbook, protocol

STRANDS, LONG = 60, 4


@pytest.mark.parametrize("kind", OTHERS)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_what_is_decided_widely_is_decided_so_by_looking_at_all(
    kind: str, data: st.DataObject
) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences(kind, world))
    note(print_safeguard(rule))
    plain = prove_sentence(rule, world.study)
    loose = prove_wide(rule, world.study)
    assume(Verdict.NOT_EXHAUSTED not in {plain.verdict, loose.verdict})
    if loose.verdict is Verdict.BROKEN:
        assert plain.verdict is Verdict.BROKEN
        assert is_broken(rule, world.replayed(loose))
    elif loose.verdict is Verdict.VACUOUS:
        assert plain.verdict is Verdict.VACUOUS
    else:
        assert plain.verdict in {Verdict.HOLDS, Verdict.VACUOUS}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_what_does_not_depend_widely_does_not_by_looking_at_all(
    data: st.DataObject,
) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences("independent", world))
    note(print_safeguard(rule))
    plain = prove_sentence(rule, world.study)
    loose = prove_independent_widely(rule, world.study)
    assume(Verdict.NOT_EXHAUSTED not in {plain.verdict, loose.verdict})
    assert loose.verdict is plain.verdict
    if loose.verdict is Verdict.BROKEN and loose.counterexample.rows:
        world.replayed(loose)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data=st.data())
def test_what_is_always_possible_widely_is_so_by_looking_at_all(
    data: st.DataObject,
) -> None:
    world = data.draw(random_worlds())
    rule = data.draw(sentences("always_possible", world))
    note(print_safeguard(rule))
    plain = prove_sentence(rule, world.study)
    loose = prove_always_possible_widely(rule, world.study)
    if loose.verdict is not Verdict.NOT_EXHAUSTED:
        assert loose.verdict in {Verdict.HOLDS, Verdict.VACUOUS}
        assert plain.verdict is loose.verdict


def wide(*rules: str) -> dict[str, Proof]:
    """Prove sentences of 60 strands of four steps: 5 to the 60th configurations."""
    strands: dict[str, Any] = {}
    for n in range(STRANDS):
        states: dict[str, Any] = {
            f"w{n}_{m}": {"activities": {f"a{n}_{m}": {"to": f"w{n}_{m + 1}"}}}
            for m in range(LONG)
        }
        states[f"w{n}_{LONG}"] = FINAL
        strands[f"p{n}"] = {"initial": f"w{n}_0", "states": states}
    strands["p0"]["states"]["w0_1"]["activities"]["skip"] = {"to": "w0_4"}
    mentioning = parse_condition("done a0_1")
    made = protocol(
        initial="all",
        states={
            "all": {"parallel": strands, "done": "over"},
            "over": {"activities": {"close": {"to": "end"}, "weigh": {}}},
            "end": {"final": True, "outcome": "protected"},
            "lost": {"activities": {"miss": {}, "weigh": {"when": mentioning}}},
        },
        safeguards={
            f"g{n}": {"id": f"g{n}", "rule": parse_safeguard(rule)}
            for n, rule in enumerate(rules)
        },
    )
    book = handbook(made)
    proofs = prove(chart(book.protocols["p"], book), book)
    return {proof.rule: proof for proof in proofs.values()}


EXPECTED = {
    "a0_2 requires a0_1": "holds",
    "a0_2 requires a1_1": "broken",
    "every case has a1_2": "holds",
    "every case has a0_2": "broken",
    "close requires a59_3": "holds",
    "after a0_1 then a0_3": "holds",
    "after a0_0 then a0_3": "broken",
    "never a7_3": "broken",
    "a1_1 at most 1 time": "holds",
    "a1_1 excludes skip": "broken",
    "after skip never a0_2": "holds",
    "between a1_0 and a1_2 never a1_1": "broken",
    "while w1_2 never a1_1": "holds",
    "skip requires that in w0_1": "holds",
    "miss requires a0_0": "vacuous",
    "a1_2 does not depend on a0_2": "holds",
    "a0_3 does not depend on a0_1": "broken",
    "miss does not depend on a0_1": "vacuous",
    "weigh does not depend on a0_2": "holds",
    "weigh does not depend on a0_1": "broken",  # mentioned where no case comes
    "close is always possible": "not-exhausted",
    "after a0_0 then close within 2 days": "not-exhausted",
}


def test_sentences_of_a_wide_protocol_are_decided_by_the_strands_they_name() -> None:
    proofs = wide(*EXPECTED)
    found = {rule: str(proof.verdict) for rule, proof in proofs.items()}
    assert found == {"soundness": "holds", **EXPECTED}
    decided = [rule for rule in EXPECTED if EXPECTED[rule] != "not-exhausted"]
    assert all(proofs[rule].configurations < 300 for rule in decided)


def test_a_case_through_the_end_of_every_strand_is_told() -> None:
    rule = "every case has a0_2"
    story = wide(rule)[rule].counterexample
    assert story is not None
    told = [one.activity for one in story.steps]
    assert told[-1] == "close"
    assert "skip" in told
    assert len(told) == 4 * (STRANDS - 1) + 2 + 1
    assert story.steps[-1].states == ("end",)
    assert story.reason.code == "never-came"
