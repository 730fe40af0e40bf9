"""Whether a case kept a sentence: the same as a judge who reads the language's page."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from katch_protocols.evidence.indicators.history import asked_table, history_of
from katch_protocols.evidence.indicators.judging import (
    conditions_of,
    is_of_a_case,
    judge,
)
from katch_protocols.evidence.indicators.keeping import Keeping
from katch_protocols.model.handbook import Handbook
from katch_protocols.sentences.text import parse_safeguard, print_safeguard
from tests.cases.living import PEOPLE, begun, breaks, lived
from tests.making import make_handbook, make_protocol
from tests.proofs.random_worlds import OTHERS, TIMED, World, sentences
from tests.proofs.timing.clockmaking import timed_protocols

KINDS = [*OTHERS, *(f"{kind} timed" for kind in TIMED), "different", "same_person"]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(timed_protocols("timers and stops, duties and powers"), st.data(), st.randoms())
def test_a_case_breaks_what_a_judge_says_it_breaks(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    life = begun(handbook)
    world = World(handbook)
    rules = []
    for kind in data.draw(st.permutations(KINDS))[:8]:
        name, _, timed = kind.partition(" ")
        rules.append(data.draw(sentences(name, world, timed=bool(timed))))
    lived(life, random, set(), most=12)
    view = life.case.view()
    asks = [each for rule in rules for each in conditions_of(rule)]
    case = history_of(view, asked_table(view.compiled, asks))
    for rule in rules:
        if not is_of_a_case(rule) or (life.is_late and rule.kind in TIMED):
            continue
        note(print_safeguard(rule))
        said = judge(rule, case, life.instants[-1])
        assert (said is Keeping.BROKEN) is breaks(rule, life), said


@pytest.mark.parametrize("word", ["kept", "open"])
def test_what_may_still_come_is_open(word: str) -> None:
    handbook = _book()
    life = begun(handbook)
    case = history_of(life.case.view())
    rules = {
        "kept": "never close",
        "open": "after seen then close",
    }
    said = judge(parse_safeguard(rules[word]), case, life.instants[-1])
    assert said is Keeping[word.upper()]


def test_one_act_that_is_both_events_is_not_held_against_itself() -> None:
    handbook = _book(counted=True)
    life = begun(handbook)
    life.case.do("look", by=PEOPLE[0], at=life.instants[-1] + timedelta(hours=1))
    case = history_of(life.case.view())
    until = life.instants[-1] + timedelta(hours=2)
    for text in (
        "heard and look by different people",
        "heard and look by the same person",
    ):
        assert judge(parse_safeguard(text), case, until) is Keeping.KEPT


def _book(*, counted: bool = False) -> Handbook:
    look = {"by": "officer", "counts_as": ["heard"]} if counted else {}
    acts = {"look": look, "close": {"to": "over"}}
    states = {"seen": {"activities": acts}, "over": {"final": True}}
    measured = ("heard",) if counted else ()
    protocol = make_protocol({"states": states}, name="first")
    return make_handbook(protocol, measured=measured)
