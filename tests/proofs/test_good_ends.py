"""Ends ``done`` are good ends: what is said of ``protected`` holds of them."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.soundness import prove_soundness
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.semantics.explore import explore
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_safeguard
from katch_protocols.sentences.text import parse_safeguard
from tests.semantics.small import handbook, protocol


def study(*outcomes: str, act: str = "a") -> ProofSession:
    acts: dict[str, Any] = {f"go{n}": {"to": f"end{n}"} for n, _ in enumerate(outcomes)}
    states: dict[str, Any] = {
        "s0": {"activities": {act: {"to": "s1"}, **acts}},
        "s1": {"activities": {"on": {"to": "end0"}}},
        **{
            f"end{n}": {"final": True, "outcome": outcome}
            for n, outcome in enumerate(outcomes)
        },
    }
    book = handbook(protocol(initial="s0", states=states))
    return ProofSession(chart(book.protocols["p"], book), Holders(book))


def verdict(text: str, *outcomes: str) -> Verdict:
    return prove_sentence(parse_safeguard(text), study(*outcomes)).verdict


@pytest.mark.parametrize("good", ["protected", "done"])
def test_every_case_asks_of_both(good: str) -> None:
    assert verdict("every case has a", good) is Verdict.BROKEN
    assert verdict("every case has s0", good) is Verdict.HOLDS


@pytest.mark.parametrize("other", ["transferred", "adverse", "not_done"])
def test_every_case_asks_nothing_of_other_ends(other: str) -> None:
    assert verdict("every case has a", other) is Verdict.VACUOUS
    assert verdict("every case has a before an end", other) is Verdict.BROKEN


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (("protected",), "Every case that ends with the child protected has «A»."),
        (("done", "not_done"), "Every case that ends with the work done has «A»."),
        (
            ("done", "protected"),
            "Every case that ends with the child protected or the work done has «A».",
        ),
    ],
)
def test_the_sentence_is_said_of_the_ends_that_there_are(outcomes, said) -> None:
    found = study(*outcomes)
    titles = Titles(found.chart, found.holders.handbook, "en")
    assert say_safeguard(parse_safeguard("every case has a"), "en", titles) == said


@pytest.mark.parametrize(
    ("outcomes", "trapped"),
    [(("done",), False), (("not_done",), True), (("not_done", "done"), True)],
)
def test_a_case_whose_work_is_done_ends_well(outcomes, trapped: bool) -> None:
    found = prove_soundness(explore(study(*outcomes).table))
    assert (found.bad_trap is not None) is trapped
