"""What is so just before an event: where the case rested before the step."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.sentences.text import parse_safeguard
from tests.making import make_handbook, make_protocol

CASE: dict[str, Any] = {
    "facts": {"danger": ("*present", "absent")},
    "documents": ("form",),
    "states": {
        "missing": {
            "activities": {
                "find": {
                    "to": "back_home",
                    "sets": {"danger": "absent"},
                    "produces": ("form",),
                }
            }
        },
        "back_home": {
            "states": {"resting": {"activities": {"close_case": {"to": "closed"}}}}
        },
        "closed": {"final": True, "outcome": "protected"},
    },
}


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        # A state that the step leaves was active just before what the step enters.
        ("while missing never back_home", "broken"),
        ("back_home requires that not in missing", "broken"),
        ("back_home requires that in missing", "holds"),
        # A state that the step entered earlier was not.
        ("back_home.resting requires that in back_home", "broken"),
        ("back_home.resting requires that in missing", "holds"),
        # Facts and documents are those that the step has made by then.
        ("back_home requires that danger is absent", "holds"),
        ("back_home requires that has form", "holds"),
        ("find requires that danger is present", "holds"),
        ("find requires that not has form", "holds"),
    ],
)
def test_before_an_entry_states_are_as_the_case_rested_and_facts_as_changed(
    sentence: str, verdict: str
) -> None:
    protocol = make_protocol(CASE)
    handbook = make_handbook(protocol)
    study = ProofSession(chart(protocol, handbook), Holders(handbook))
    assert str(prove_sentence(parse_safeguard(sentence), study).verdict) == verdict
