"""That nothing comes too early is kept, whatever the deadlines, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from katch_protocols.charts.build import chart
from katch_protocols.charts.holders import Holders
from katch_protocols.errors import BoundError
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Noun
from katch_protocols.model.safeguards import AtLeastAfter
from katch_protocols.proofs.kept.answer_cache import keeping
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.sentences.text import parse_safeguard
from tests.proofs.test_kept import InMemory
from tests.proofs.timing.clockmaking import hours, timed_protocols
from tests.proofs.timing.handbooks import make_timed
from tests.proofs.timing.test_worst_case import MOST, names, seldom

ONE_FOR_ALL = InMemory()
END = {"final": True, "outcome": "protected"}
STATES: dict[str, Any] = {
    "told": {"activities": {"tell": {"to": "waiting"}}},
    "waiting": {"after": {"5 days": "free"}},
    "free": {"activities": {"move": {"to": "over"}}},
    "over": END,
}


def other_limits(value: Any, random: Random) -> Any:
    """Return the same with other numbers in all its spans of time."""
    if isinstance(value, Duration):
        return value.model_copy(update={"amount": random.randint(1, MOST)})
    if isinstance(value, Noun):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        new = {name: other_limits(each, random) for name, each in parts.items()}
        return value.model_copy(update=new)
    if isinstance(value, Mapping):
        each_of = {key: other_limits(each, random) for key, each in value.items()}
        return FrozenDict(each_of)
    if isinstance(value, tuple):
        return tuple(other_limits(each, random) for each in value)
    return value


def proved(handbook: Handbook, rule: Any, name: str = "first") -> Answer:
    study = ProofSession(chart(handbook.protocols[name], handbook), Holders(handbook))
    try:
        return prove_sentence(rule, study)
    except BoundError:
        return Answer(Verdict.NOT_EXHAUSTED)


@seldom(12)
@given(timed_protocols("timers and duties and stops"), st.data())
def test_what_is_kept_is_what_a_fresh_proof_finds(
    handbook: Handbook, data: st.DataObject
) -> None:
    """On one cache for all examples: what does not belong would be found there."""
    _, every, early = names(handbook)
    earlier = data.draw(st.sampled_from([*early, *every]), label="after")
    event = data.draw(st.sampled_from(every), label="event")
    rule = AtLeastAfter(
        event=event, least=hours(data.draw(st.integers(1, MOST))), earlier=earlier
    )
    for seed in range(3):
        random = Random(seed)  # noqa: S311
        protocols = other_limits(handbook.protocols, random) if seed else None
        changed = {} if protocols is None else {"protocols": protocols}
        book = handbook.model_copy(update=changed)
        assume(not chart(book.protocols["first"], book).problems)
        fresh = proved(book, rule)
        for _ in range(2):
            with keeping(ONE_FOR_ALL):
                assert proved(book, rule) == fresh


@pytest.mark.parametrize(
    ("sentence", "wait", "holds"),
    [
        ("move at least 3 days after tell", "5 days", True),
        ("move at least 3 days after tell", "4 days", True),
        ("move at least 5 days after tell", "5 days", True),
        ("move at least 5 days after tell", "4 days", False),
    ],
)
def test_another_deadline_proves_nothing_again_and_another_wait_does(
    sentence: str, wait: str, *, holds: bool
) -> None:
    rule = parse_safeguard(sentence)
    cache = InMemory()
    for limit in ("10 days", "9 days", "2 hours"):
        book = make_timed(STATES, {"told": limit, "free": limit})
        with keeping(cache):
            assert proved(book, rule, "case").verdict is Verdict.HOLDS
        assert len(cache.answers) == 1
    states = {**STATES, "waiting": {"after": {wait: "free"}}}
    with keeping(cache):
        answer = proved(make_timed(states, {"told": "1 day"}), rule, "case")
    assert (answer.verdict is Verdict.HOLDS) is holds
    assert len(cache.answers) == 1 + (holds and wait != "5 days")
    with keeping(replace(cache, answers={})):
        assert proved(make_timed(states, {"told": "1 day"}), rule, "case") == answer
