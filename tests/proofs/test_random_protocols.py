"""Verdicts and shortest counterexamples on random protocols of every construct.

Each verdict is compared with every case that the second interpreter tells, as far as
the budget reaches; each counterexample is walked again and judged by the page.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from katch_protocols.proofs.sentence_prover import prove_sentence
from katch_protocols.proofs.verdicts import Verdict
from katch_protocols.sentences.text import print_safeguard
from tests.proofs.judging import is_broken, is_triggered
from tests.proofs.random_worlds import (
    OTHERS,
    TIMED,
    World,
    random_worlds,
    sentences,
)

DRAWN = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def shortest_breach(rule: Any, world: World) -> int | None:
    broken = (len(case.moves) for case in world.cases if is_broken(rule, case))
    found = next(broken, None)
    return None if found is None or found > world.depth else found


@pytest.mark.parametrize("kind", OTHERS)
@DRAWN
@given(data=st.data())
def test_the_verdict_is_that_of_every_case_told(kind: str, data: st.DataObject) -> None:
    world = data.draw(random_worlds())
    for _ in range(3):
        rule = data.draw(sentences(kind, world))
        note(print_safeguard(rule))
        answer = prove_sentence(rule, world.study)
        assume(answer.verdict is not Verdict.NOT_EXHAUSTED)
        length = shortest_breach(rule, world)
        if answer.verdict is Verdict.BROKEN:
            case = world.replayed(answer)
            assert is_broken(rule, case)
            if len(case.moves) <= world.depth:
                assert length == len(case.moves)
            continue
        assert length is None
        triggered = any(is_triggered(rule, case) for case in world.cases)
        if answer.verdict is Verdict.VACUOUS:
            assert not triggered
        else:
            assert triggered or not world.is_whole


@pytest.mark.parametrize("kind", TIMED)
@DRAWN
@given(data=st.data())
def test_a_sentence_with_a_time_is_empty_where_no_case_tests_it(
    kind: str, data: st.DataObject
) -> None:
    world = data.draw(random_worlds())
    for _ in range(3):
        rule = data.draw(sentences(kind, world, timed=True))
        note(print_safeguard(rule))
        answer = prove_sentence(rule, world.study)
        triggered = any(is_triggered(rule, case) for case in world.cases)
        if answer.verdict is Verdict.VACUOUS:
            assert not triggered
        elif world.is_whole:
            assert triggered
