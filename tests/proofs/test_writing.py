"""Judgements in writing: what is read back is what was proved, or it is refused."""

import json
from functools import cache

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.proofs.judgement import Judgement, are_settled, judge
from katch_protocols.proofs.serialization import (
    read_judgement,
    read_proofs,
    written_judgement,
)
from katch_protocols.proofs.verdicts import Verdict
from tests.proofs.pier import pier_book

PROMISES = {
    "talked": "care requires talk",
    "no_care": "after look never care",
    "two": "look and care by different people",
    "in_time": "after look then care within 9 days",
    "nobody": "flying requires talk",
}
BOOK = pier_book(PROMISES)
PIER: Chart = chart(BOOK.protocols["pier"], BOOK)


@cache
def judged() -> Judgement:
    return judge(PIER, BOOK)


def written() -> dict:
    """What a file would hold."""
    return json.loads(json.dumps(written_judgement(judged(), PIER)))


def test_what_is_read_back_is_what_was_written() -> None:
    assert {each.verdict for each in judged().proofs.values()} >= {
        Verdict.HOLDS,
        Verdict.BROKEN,
        Verdict.UNDEFINED,
    }
    # In another table of the same protocol: nothing hangs on what was in memory.
    again = read_judgement(written(), chart(BOOK.protocols["pier"], BOOK), BOOK)
    assert again == judged()
    assert list(again.proofs) == list(judged().proofs)
    story = again.proofs["no_care"].counterexample
    assert story is not None
    assert [step.activity for step in story.steps] == ["look", "care"]


def test_a_story_that_is_no_case_is_refused() -> None:
    proofs = written()["proofs"]
    broken = next(each for each in proofs if each["safeguard"] == "no_care")
    broken["story"]["rows"].reverse()
    with pytest.raises(ValueError, match="care"):
        read_proofs(proofs, PIER, BOOK)


def test_what_cannot_be_told_by_rows_is_proved_again() -> None:
    proofs = written()["proofs"]
    at = next(n for n, each in enumerate(proofs) if each["safeguard"] == "no_care")
    proofs[at] = {"safeguard": "no_care", "again": True}
    assert read_proofs(proofs, PIER, BOOK) == judged().proofs


@pytest.mark.parametrize("spoiled", [{}, {"verdict": "perhaps"}, {"reason": 3}])
def test_what_is_no_proof_is_refused(spoiled: dict) -> None:
    proofs = written()["proofs"]
    proofs[0] = {**proofs[0], **spoiled} if spoiled else {}
    with pytest.raises((KeyError, ValueError, TypeError)):
        read_proofs(proofs, PIER, BOOK)


def test_only_what_is_decided_is_taken_over() -> None:
    proofs = judged().proofs
    assert not are_settled(proofs)  # nobody flies
    assert not are_settled({})
    decided = {name: each for name, each in proofs.items() if name != "nobody"}
    assert are_settled(decided)
    assert judge(PIER, BOOK, decided).proofs is decided
    assert set(judge(PIER, BOOK, proofs).proofs) == {"soundness", *PROMISES}
