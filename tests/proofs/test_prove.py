"""Every promise of a protocol at once: which, in which order, with which verdict."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Proof, Verdict, WaiverState, waiver_uses
from katch_protocols.rules.bindings import bind
from katch_protocols.semantics.case_step import step
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.places import book_with, chart_in
from tests.semantics.small import FINAL, TITLE, handbook, protocol
from tests.shipped import context, reading

EXAMINE = {"id": "examine", "by": ["nurse"], "with": ["child"]}
TEACH = {"id": "teach", "by": ["teacher"]}


def guarded(**rules: str) -> dict[str, Any]:
    return {
        name: {"id": name, "rule": parse_safeguard(rule)}
        for name, rule in rules.items()
    }


def shared(book: Handbook, **rules: Any) -> Handbook:
    made = {
        name: {"id": name, "rule": parse_safeguard(rule[0]), "binds": tuple(rule[1:])}
        for name, rule in rules.items()
    }
    plain = book.model_dump() | {"safeguards": made}
    return Handbook.model_validate(plain)


def proved(book: Handbook, **asked: Any) -> dict[str, Proof]:
    return dict(prove(chart_in(book), book, **asked))


def test_soundness_comes_first_then_own_then_shared_safeguards() -> None:
    book = book_with(
        EXAMINE, TEACH, safeguards=guarded(z="never teach", a="teach requires examine")
    )
    book = shared(
        book,
        m=("teach with teacher",),
        absent=("never depart",),
        elsewhere=("never teach", "another"),
        named=("never depart", "p"),
    )
    proofs = proved(book)
    assert list(proofs) == ["soundness", "z", "a", "m", "named"]
    assert {name: str(proof.verdict) for name, proof in proofs.items()} == {
        "soundness": "holds",
        "z": "broken",
        "a": "holds",
        "m": "holds",
        "named": "undefined",
    }
    assert proofs["a"].holds
    assert proofs["named"].reason is not None
    assert proofs["named"].reason.facts == {"name": "depart"}


def test_a_slip_in_a_shared_sentence_leaves_it_binding() -> None:
    book = shared(book_with(EXAMINE), wrong=("examine requires that consent is gven",))
    proof = proved(book)["wrong"]
    assert (proof.verdict, proof.near) == (Verdict.UNDEFINED, ("given", "refused"))


def test_one_safeguard_can_be_asked_for() -> None:
    book = book_with(EXAMINE, TEACH, safeguards=guarded(z="never teach"))
    assert list(proved(book, only="z")) == ["z"]
    assert list(proved(book, only="soundness")) == ["soundness"]
    with pytest.raises(UnknownNameError) as error:
        proved(book, only="soundnes")
    assert error.value.near == ("soundness",)


WAIVED = {"z": {"reason": TITLE, "by": "officer", "until": date(2026, 12, 31)}}


def test_a_waived_safeguard_stays_broken_until_its_last_day() -> None:
    book = book_with(
        EXAMINE, TEACH, safeguards=guarded(z="never teach"), waivers=WAIVED
    )
    for as_of, waived, state in (
        (None, True, WaiverState.IN_FORCE),
        (date(2026, 12, 31), True, WaiverState.IN_FORCE),
        (date(2027, 1, 1), False, WaiverState.EXPIRED),
    ):
        proofs = proved(book, as_of=as_of)
        assert proofs["z"].verdict is Verdict.BROKEN
        assert proofs["z"].waived is waived
        (use,) = waiver_uses(book.protocols["p"], proofs, as_of)
        assert use.state is state


def test_a_waiver_of_what_holds_is_needless() -> None:
    book = book_with(
        EXAMINE, TEACH, safeguards=guarded(z="teach requires examine"), waivers=WAIVED
    )
    proofs = proved(book)
    assert not proofs["z"].waived
    (use,) = waiver_uses(book.protocols["p"], proofs, None)
    assert use.to_json() == {
        "protocol": "p",
        "safeguard": "z",
        "by": "officer",
        "until": "2026-12-31",
        "state": "needless",
    }


def test_the_plain_data_of_a_proof() -> None:
    book = book_with(
        {**EXAMINE, "records": ["consent"], "stay": True},
        safeguards=guarded(z="never examine where consent is given"),
    )
    proof = proved(book, only="z")["z"]
    plain = proof.to_json()
    assert json.loads(json.dumps(plain)) == {
        "protocol": "p",
        "safeguard": "z",
        "rule": "never examine where consent is given",
        "verdict": "broken",
        "waived": False,
        "configurations": 5,
        "reason": "happened",
        "facts": {},
        "parts": [],
        "near": [],
        "counterexample": [
            {
                "activity": "examine",
                "by": "nurse",
                "by_any": ["nurse"],
                "records": {"consent": "given"},
                "states": ["s0"],
                "deciding": deciding,
            }
            for deciding in (False, True)
        ],
    }


def test_the_deciding_step_names_the_role_that_matters() -> None:
    both = {"id": "teach", "by": ["teacher", "officer"]}
    book = book_with(both, safeguards=guarded(z="only teacher does teach"))
    story = proved(book)["z"].counterexample
    assert story is not None
    (told,) = story.to_json()
    assert (told["by"], told["by_any"]) == ("officer", ["teacher", "officer"])


SHIPPED = reading().sound()


UNDECIDED: dict[str, dict[str, str]] = {}


def shipped(name: str) -> tuple[Chart, Mapping[str, Proof]]:
    """Return the chart of a shipped protocol, and the proofs of a check."""
    return context().charts[name], context().proofs[name]


@pytest.mark.parametrize("name", sorted(SHIPPED.protocols))
def test_the_shipped_protocols_keep_what_they_promise(name: str) -> None:
    chart_of, proofs = shipped(name)
    assert list(proofs)[1:] == list(binding_safeguards(chart_of, SHIPPED))
    kept = {Verdict.HOLDS, Verdict.ENFORCED}
    broken = {
        proof.safeguard: str(proof.verdict)
        for proof in proofs.values()
        if proof.verdict not in kept and not proof.waived
    }
    assert broken == UNDECIDED.get(name, {})


def test_every_counterexample_of_a_shipped_protocol_is_a_legal_case() -> None:
    for name in SHIPPED.protocols:
        chart_of, proofs = shipped(name)
        table = compile_chart(chart_of)
        for proof in proofs.values():
            word = table.initial
            story = proof.counterexample
            for told, after in (
                zip(story.steps, story.words, strict=True) if story else ()
            ):
                if told.activity == "start()":  # opened by another, who gave the facts
                    word = after
                    continue
                word = step(table, word, told.activity, told.records)
                assert word == after
                assert table.configuration(word).states == told.states


def test_rules_and_proofs_agree_on_what_binds() -> None:
    charts = {
        name: chart(protocol, SHIPPED) for name, protocol in SHIPPED.protocols.items()
    }
    bound = bind(SHIPPED, charts).bound
    for name, each in charts.items():
        assert dict(bound[name]) == dict(binding_safeguards(each, SHIPPED))


def test_an_act_that_two_strands_do_at_once_is_told_where_it_was_done() -> None:
    both = {
        "x": {
            "initial": "u",
            "states": {
                "u": {"activities": {"a": {"to": "end"}, "b": {}}},
                "end": FINAL,
            },
        },
        "y": {"initial": "v", "states": {"v": {"activities": {"a": {}}}}},
    }
    made = protocol(
        initial="p",
        states={"p": {"parallel": both}},
        safeguards=guarded(quiet="after a never b"),
    )
    [quiet] = proved(handbook(made), only="quiet").values()
    assert quiet.counterexample is not None
    assert [(step.activity, step.states) for step in quiet.counterexample.steps] == [
        (activity, ("p", "p.x", "p.x.u", "p.y", "p.y.v")) for activity in ("a", "b")
    ]
