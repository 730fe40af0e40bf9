"""A thousandth of the corpus, and the judge itself; all of it: ``make corpus``."""

import time
from collections.abc import Callable
from types import ModuleType

import pytest

from katch_protocols.errors import KatchError
from tests.corpus import handbooks, judging, sentences, snapshots
from tests.corpus.judging import Wrong, judge
from tests.corpus.seeds import shipped


@pytest.mark.parametrize("kind", [handbooks, sentences, snapshots])
def test_a_thousandth_is_refused_or_passes(kind: ModuleType) -> None:
    number = -(-kind.NUMBER // 1_000)
    report = judge(kind.inputs(0, number))
    assert report.counts.total() == number
    assert set(report.counts) <= {"passed", "refused"}
    assert report.faults == []


@pytest.mark.parametrize("kind", [handbooks, sentences, snapshots])
def test_each_corpus_has_inputs_that_pass_and_inputs_that_are_refused(
    kind: ModuleType,
) -> None:
    report = judge(kind.inputs(1_000, 60))
    assert min(report.counts["passed"], report.counts["refused"]) > 0


def test_the_same_seed_makes_the_same_inputs() -> None:
    def made(kind: ModuleType) -> list[tuple[str, object]]:
        return [(name, work.args) for name, work in kind.inputs(7, 30)]

    for kind in (handbooks, sentences, snapshots):
        assert made(kind) == made(kind)


def test_the_shipped_handbook_is_among_what_is_mutated() -> None:
    names = [name for name, _ in handbooks.inputs(0, 200)]
    assert {name.partition("(")[2][:-1] for name in names} & set(shipped())
    assert len(names) == 200


def _stops() -> bool:
    message = "on purpose"
    raise KatchError(message)


def _fails() -> bool:
    return int("x") > 0


def _misreads() -> bool:
    message = "two is three"
    raise Wrong(message)


def _turns() -> bool:
    while time.process_time() >= 0:
        pass
    return True


@pytest.mark.parametrize(
    ("work", "verdict", "told"),
    [
        (_stops, "refused", []),
        (_fails, "traceback", ["traceback: x: ValueError at test_corpus.py:52"]),
        (_misreads, "misread", ["misread: x: two is three"]),
        (_turns, "hang", ["hang: x: more than 0.05 CPU seconds"]),
    ],
)
def test_the_judge_knows_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], bool],
    verdict: str,
    told: list[str],
) -> None:
    monkeypatch.setattr(judging, "SECONDS", 0.05)
    report = judge([("x", work)])
    assert dict(report.counts) == {verdict: 1}
    assert report.faults == told
    assert str(report).startswith(f"inputs 1: {verdict} 1")
