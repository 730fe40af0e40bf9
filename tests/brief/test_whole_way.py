"""From the first sign to reintegration: promises across protocols, proved on the whole.

``whole_way.yaml`` runs identification and help side by side, the return inside help. It
has more configurations than can be looked at; each promise is proved on the part that
can touch it.
"""

from pathlib import Path

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.proofs.prove import prove
from katch_protocols.proofs.verdicts import Verdict

ROOT = Path(__file__).parents[2] / "protocols"
WAY = Path(__file__).with_name("whole_way.yaml")
LIMIT = 200_000
PROMISES = (
    "no_place_before_the_report",
    "safe_place_within_24_hours",
    "school_within_14_days",
    "no_return_without_determination",
    "no_return_without_family_assessment",
    "no_return_without_receiver",
    "a_missing_child_is_found",
    "a_child_missing_before_help_is_found",
)


@pytest.fixture(scope="module")
def handbook():
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(ROOT.rglob("*.yaml"))
    }
    way = WAY.read_text(encoding="utf-8")
    return read_texts({**texts, "whole_way.yaml": way}).sound()


@pytest.fixture(scope="module")
def way(handbook):
    return chart(handbook.protocols["whole_way"], handbook)


def test_every_promise_of_the_file_is_proved_here(way):
    assert {name for name in way.safeguards if not name.startswith("sg")} == {*PROMISES}


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_holds_from_the_first_sign_to_the_end(promise, way, handbook):
    proof = prove(way, handbook, only=promise, limit=LIMIT)[promise]
    assert proof.verdict is Verdict.HOLDS


def test_a_promise_that_nothing_keeps_is_refuted_on_the_whole():
    text = WAY.read_text(encoding="utf-8").replace("when: done report_both", "")
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(ROOT.rglob("*.yaml"))
    }
    changed = read_texts({**texts, "whole_way.yaml": text}).sound()
    drawn = chart(changed.protocols["whole_way"], changed)
    promise = "no_place_before_the_report"
    proof = prove(drawn, changed, only=promise, limit=LIMIT)[promise]
    assert proof.verdict is Verdict.BROKEN
