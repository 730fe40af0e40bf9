"""Who holds a role proves again only what asks for people."""

from typing import Any

import pytest

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.model.safeguards import (
    Different,
    Informs,
    OnlyDoes,
    OnlyTo,
    Safeguard,
    SamePerson,
    TakesPart,
)
from katch_protocols.proofs.kept.world import world_of
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.sentence_prover import prove_sentence, sees_people
from katch_protocols.semantics.events import UndefinedError
from tests.proofs.test_kept import DAY, NEAR, InMemory, made, put_anew, some

PEOPLE = (OnlyDoes, OnlyTo, TakesPart, Informs, Different, SamePerson)


def test_who_holds_a_role_proves_only_what_asks_for_people() -> None:
    shelf, name = InMemory(), "child_papers"
    rules = [each.rule for each in binding_safeguards(made(name), some()).values()]
    asking = sum(isinstance(rule, PEOPLE) for rule in rules)
    assert put_anew(shelf, some(), name) == len(rules) + 1
    assert 0 < asking < len(rules)
    region, *_ = some().regions
    nobody = {**some().regions}
    nobody[region] = nobody[region].model_copy(update={"roles": FrozenDict({})})
    other = some().model_copy(update={"regions": FrozenDict(nobody)})
    assert put_anew(shelf, other, name) == asking


@pytest.mark.parametrize("name", NEAR)
def test_what_asks_for_nobody_answers_the_same_with_everybody(name: Id) -> None:
    """Proofs are made with nobody there; here the same, with all who are."""
    world = world_of(made(name), some(), DAY)
    alone, crowd = (
        ProofSession(world.chart, each.holders)
        for each in (world.without_people, world)
    )
    for each in binding_safeguards(made(name), some()).values():
        if sees_people(each.rule):
            assert isinstance(each.rule, PEOPLE)
        else:
            assert answer_in(alone, each) == answer_in(crowd, each), each.id


def answer_in(study: ProofSession, safeguard: Safeguard) -> Any:
    try:
        return prove_sentence(safeguard.rule, study)
    except UndefinedError as error:
        return error.name
