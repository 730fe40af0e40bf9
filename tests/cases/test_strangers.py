"""Who could act is who may; whoever hands in what a form asks for is not refused.

Asked of people who have done nothing in the case yet, in random cases.
"""

import os
from itertools import product
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.cases.case import Case
from katch_protocols.cases.request import Actor
from katch_protocols.model.handbook import Handbook
from tests.cases.living import begun, bound_by, lived
from tests.cases.test_moved_like_lived import is_at_rest
from tests.making import ROLES
from tests.proofs.random_worlds import World, sentences
from tests.strategies import small_handbooks

AGENCIES = [home for homes in ROLES.values() for home in homes]


def stranger(role: str, agency: str, number: int = 0) -> Actor:
    return Actor(f"new-{number}", roles=[role], agency=agency, region=None)


@settings(
    max_examples=200 if os.environ.get("KATCH_HEAVY") else 4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(small_handbooks(), st.data(), st.randoms(use_true_random=False))
def test_who_could_act_is_who_may_and_a_form_asks_for_all_that_they_need(
    handbook: Handbook, data: st.DataObject, random: Random
) -> None:
    world = World(handbook)
    rules = [data.draw(sentences(kind, world)) for kind in ("different",) * 2]
    life = begun(bound_by(handbook, rules))
    for _ in range(6):
        if not is_at_rest(life.case):
            return
        for name in life.case.possible():
            _is_asked(life.case, name, random)
        lived(life, random, set(), most=2)


def _is_asked(case: Case, name: str, random: Random) -> None:
    """Ask whoever could act what they need; whoever hands that in may do it."""
    could = {(c.role, each) for c in case.form(name).could for each in c.agencies}
    able = {
        (role, agency)
        for role, agency in product(ROLES, AGENCIES)
        if case.why_not(name, by=stranger(role, agency)) is None
    }
    assert could == able
    for role, agency in able:
        by = stranger(role, agency)
        form = case.form(name, by=by)
        state = random.choice(form.states).name
        form = case.form(name, by=by, state=state)
        others = [each.name for each in (*form.together_with, *form.seats)]
        refusal = case.why_not(
            name,
            by=by,
            together_with=[
                stranger(each, *ROLES[each], number)
                for number, each in enumerate(others, start=1)
            ],
            records={
                each.fact: random.choice(each.values).name for each in form.questions
            },
            state=state,
            opens_in=random.choice(form.regions).name if form.regions else None,
        )
        assert refusal is None
